#include "engine/base/file.h"

#include "engine/base/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Room for the whole of a regular file and for the read that finds its end; pipes and /proc do not tell. */
static size_t first_capacity(const struct stat *st, size_t limit) {
    enum { LEAST = 1 << 16 };
    size_t size = S_ISREG(st->st_mode) && st->st_size > 0 ? (size_t)st->st_size : 0;
    size = size < limit ? size : limit;
    return size < LEAST ? LEAST : size + 1;
}

static char *read_stream(struct arena *arena, FILE *stream, const char *path, size_t capacity, size_t limit,
                         size_t *length, struct fault *f) {
    size_t used = 0;
    char *bytes = arena_alloc(arena, capacity + 1);
    for (;;) {
        used += fread(bytes + used, 1, capacity - used, stream);
        if (used < capacity)
            break;
        if (used > limit)
            break;
        char *bigger = arena_alloc(arena, capacity * 2 + 1);
        memcpy(bigger, bytes, used);
        bytes = bigger;
        capacity *= 2;
    }
    if (ferror(stream)) {
        fault_errno(f, path);
        return NULL;
    }
    if (used > limit) {
        fault_set(f, _("%s: larger than %zu MB, the most that is read here"), path, limit >> 20);
        return NULL;
    }
    bytes[used] = '\0';
    *length = used;
    return bytes;
}

char *file_read(struct arena *arena, const char *path, size_t limit, size_t *length, struct fault *f) {
    FILE *stream = fopen(path, "rbe");
    struct stat st = {0};
    if (!stream) {
        fault_errno(f, path);
        return NULL;
    }
    if (fstat(fileno(stream), &st) == 0 && S_ISDIR(st.st_mode)) {
        fclose(stream);
        fault_set(f, _("%s is a directory; name a file"), path);
        return NULL;
    }
    char *bytes = read_stream(arena, stream, path, first_capacity(&st, limit), limit, length, f);
    fclose(stream);
    return bytes;
}

/* A device or a pipe: it is written to, never replaced by a file of its name (root's /dev/null would be gone). */
static bool is_special(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

bool file_temporary(struct file_writer *w, const char *path, struct fault *f) {
    *w = (struct file_writer){.path = path};
    int length = snprintf(w->temporary, sizeof w->temporary, "%s.XXXXXX", path);
    if (length < 0 || (size_t)length >= sizeof w->temporary)
        return fault_set(f, _("%s: the name is too long"), path);
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return fault_set(f, _("%s is a directory; name a file"), path);
    if (is_special(path))
        return fault_set(f, _("%s is a device or a pipe; name a file, or - for standard output"), path);
    int fd = mkstemp(w->temporary);
    if (fd < 0)
        return fault_set(f, _("%s cannot be written: %s"), path, strerror(errno));
    mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
    close(fd);
    return true;
}

bool file_begin(struct file_writer *w, const char *path, struct fault *f) {
    if (strcmp(path, "-") == 0) {
        *w = (struct file_writer){.stream = stdout, .path = path};
        return true;
    }
    if (is_special(path)) {
        *w = (struct file_writer){.stream = fopen(path, "wbe"), .path = path};
        return w->stream ? true : fault_errno(f, path);
    }
    if (!file_temporary(w, path, f))
        return false;
    w->stream = fopen(w->temporary, "wbe");
    return w->stream ? true : fault_errno(f, w->temporary);
}

bool file_replace(struct file_writer *w, struct fault *f) {
    int fd = open(w->temporary, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0 || rename(w->temporary, w->path) != 0) {
        fault_set(f, _("%s cannot be written: %s"), w->path, strerror(errno));
        if (fd >= 0)
            close(fd);
        unlink(w->temporary);
        return false;
    }
    close(fd);
    return true;
}

bool file_commit(struct file_writer *w, struct fault *f) {
    if (w->stream == stdout)
        return fflush(stdout) == 0 || fault_errno(f, _("standard output"));
    bool written = !ferror(w->stream) && fflush(w->stream) == 0;
    int why = errno;
    written = fclose(w->stream) == 0 && written;
    if (written)
        return !w->temporary[0] || file_replace(w, f);
    if (w->temporary[0])
        unlink(w->temporary);
    return fault_set(f, _("%s cannot be written: %s"), w->path, strerror(why));
}

void file_abandon(struct file_writer *w) {
    if (w->stream && w->stream != stdout)
        fclose(w->stream);
    if (w->temporary[0])
        unlink(w->temporary);
}
