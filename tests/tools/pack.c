/* pack FILE.zip NAME FILE [NAME FILE]...: an archive of files under other names, for broken workbooks. */
#include <stdio.h>
#include <zip.h>

static int add(zip_t *archive, const char *name, const char *file) {
    zip_source_t *source = zip_source_file(archive, file, 0, -1);
    return source && zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8) >= 0;
}

int main(int argc, char **argv) {
    int done = argc > 3, why = 0;
    zip_t *archive = done ? zip_open(argv[1], ZIP_CREATE | ZIP_TRUNCATE, &why) : NULL;
    for (int i = 2; archive && i + 1 < argc; i += 2)
        done = done && add(archive, argv[i], argv[i + 1]);
    if (archive && done && zip_close(archive) == 0)
        return 0;
    fprintf(stderr, "pack FILE.zip NAME FILE [NAME FILE]...\n");
    return 1;
}
