/* Runs a fuzz target over the files of its corpus, without a fuzzer: the ordinary suite keeps the targets
 * building and what they once found from coming back. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    uint8_t *bytes = malloc((size_t)size + 1); /* one more: malloc(0) may be NULL */
    size_t length = bytes ? fread(bytes, 1, (size_t)size, file) : 0;
    fclose(file);
    printf("%s (%zu bytes)\n", path, length);
    fflush(stdout); /* the name of what makes the target stop is in the log */
    LLVMFuzzerTestOneInput(bytes, length);
    free(bytes);
    return 0;
}

int main(int argc, char **argv) {
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    int count = 0, failed = 0;
    if (!folder) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    for (struct dirent *e = readdir(folder); e; e = readdir(folder)) {
        char path[4096];
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], e->d_name);
        failed += replay(path) != 0;
        count++;
    }
    closedir(folder);
    return failed || !count;
}
