#include "importers/importer.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_usable(const char *path, const struct stat *st, struct fault *f) {
    if (S_ISDIR(st->st_mode))
        return fault_set(f, _("%s is a folder; name the files in it, for example %s/returns.csv"), path,
                         path);
    if (!S_ISREG(st->st_mode))
        return fault_set(f, _("%s is a pipe or a device, not a file; save its contents to a file first"),
                         path);
    if (st->st_size == 0)
        return fault_set(f, _("%s is empty (0 bytes); save it again from the program it came from"), path);
    return true;
}

static bool map(struct source *source, int fd, struct fault *f) {
    struct stat st;
    if (fstat(fd, &st) != 0)
        return file_cannot_read(source->path, errno, f);
    if (!is_usable(source->path, &st, f))
        return false;
    source->length = (size_t)st.st_size;
    void *bytes = mmap(NULL, source->length, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return file_cannot_read(source->path, errno, f);
    madvise(bytes, source->length, MADV_SEQUENTIAL);
    source->bytes = bytes;
    source->mapped = true;
    return true;
}

bool source_open(struct source *source, const char *path, struct fault *f) {
    *source = (struct source){.path = path};
    /* O_NONBLOCK: opening a pipe that nobody writes to must not hang. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return file_cannot_read(path, errno, f);
    bool mapped = map(source, fd, f);
    close(fd);
    return mapped;
}

void source_forget(const struct source *source, size_t upto) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (source->mapped && upto >= page)
        madvise((void *)source->bytes, upto / page * page, MADV_DONTNEED);
}

void source_digest(struct source *source) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (size_t at = 0, stride; at < source->length; at += stride) {
        stride = source->length - at < SOURCE_STRIDE ? source->length - at : SOURCE_STRIDE;
        crypto_hash_sha256_update(&state, source->bytes + at, stride);
        source_forget(source, at + stride);
    }
    crypto_hash_sha256_final(&state, source->sha256);
}

void source_close(struct source *source) {
    if (source->mapped)
        munmap((void *)source->bytes, source->length);
    source->bytes = NULL;
    source->mapped = false;
}
