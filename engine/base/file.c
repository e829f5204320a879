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

bool file_cannot_read(const char *path, int why, struct fault *f) {
    if (why == ENOENT || why == ENOTDIR)
        return fault_set(f, _("%s: there is no such file; check the name and the folder"), path);
    if (why == EACCES || why == EPERM)
        return fault_set(f, _("%s may not be read by you; ask its owner, or copy it to your own folder"),
                         path);
    return fault_set(f, _("%s cannot be read: %s"), path, strerror(why));
}

char *file_read(struct arena *arena, const char *path, size_t limit, size_t *length, struct fault *f) {
    FILE *stream = fopen(path, "rbe");
    struct stat st = {0};
    if (!stream) {
        file_cannot_read(path, errno, f);
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

/* --- writing --- */

/* A device or a pipe: it is written to, never replaced by a file of its name (root's /dev/null would be
 * gone).  Neither is a link of the system to an open file, such as /dev/stdout. */
static bool is_special(const char *path) {
    struct stat st;
    bool systems = strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0;
    if (systems && lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
        return true;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static bool is_stdout(const char *path) {
    return strcmp(path, "-") == 0;
}

static bool cannot_write(const char *path, int why, struct fault *f) {
    if (why == ENOENT || why == ENOTDIR)
        return fault_set(f, _("%s cannot be written: there is no such folder; make it, or name another"),
                         path);
    if (why == EACCES || why == EPERM || why == EROFS)
        return fault_set(f, _("%s cannot be written: you may not write there; name a folder of your own"),
                         path);
    return fault_set(f, _("%s cannot be written: %s"), path, strerror(why));
}

/* By its number on the disk.  It is not opened: closing it would drop the locks that SQLite holds on it. */
static struct {
    dev_t device;
    ino_t number;
} kept;

void file_keep(const char *path) {
    struct stat st;
    const bool there = stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0;
    kept.device = there ? st.st_dev : 0;
    kept.number = there ? st.st_ino : 0;
}

static bool is_kept(const struct stat *st) {
    return kept.number != 0 && st->st_ino == kept.number && st->st_dev == kept.device;
}

/* Where the bytes go in the end, and the pattern of the temporary name beside it. */
static bool name_target(struct file_writer *w, struct fault *f) {
    const char *folder = getenv("TMPDIR");
    char followed[PATH_MAX];
    struct stat st;
    bool link = lstat(w->path, &st) == 0 && S_ISLNK(st.st_mode) && realpath(w->path, followed);
    int length = snprintf(w->target, sizeof w->target, "%s", link ? followed : w->path);
    if (length >= 0 && (size_t)length < sizeof w->target - sizeof ".XXXXXX") {
        if (is_stdout(w->path))
            length = snprintf(w->temporary, sizeof w->temporary, "%s/shukei.XXXXXX",
                              folder && *folder ? folder : "/tmp");
        else
            length = snprintf(w->temporary, sizeof w->temporary, "%.*s.XXXXXX", length, w->target);
        if (length >= 0 && (size_t)length < sizeof w->temporary)
            return true;
    }
    w->temporary[0] = '\0';
    return fault_set(f, _("%s: the name is too long"), w->path);
}

static bool make_temporary(struct file_writer *w, struct fault *f) {
    struct stat st;
    if (!*w->path)
        return fault_set(f, _("the name of the file to write is empty; give one"));
    const bool there = stat(w->path, &st) == 0;
    if (there && S_ISDIR(st.st_mode))
        return fault_set(f, _("%s is a directory; name a file"), w->path);
    if (there && is_kept(&st))
        return fault_set(f, _("%s is the store itself; name another file"), w->path);
    if (is_special(w->path))
        return fault_set(f, _("%s is a device or a pipe; name a file, or - for standard output"), w->path);
    if (!name_target(w, f))
        return false;
    int fd = mkstemp(w->temporary);
    if (fd < 0) {
        w->temporary[0] = '\0';
        return cannot_write(w->path, errno, f);
    }
    mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
    close(fd);
    return true;
}

bool file_temporary(struct file_writer *w, const char *path, struct fault *f) {
    const char *before = lang_enter(lang_interface());
    *w = (struct file_writer){.path = path};
    bool done = make_temporary(w, f);
    lang_enter(before);
    return done;
}

static bool begin(struct file_writer *w, struct fault *f) {
    if (is_stdout(w->path)) {
        w->stream = stdout;
        return true;
    }
    if (!is_special(w->path) && !make_temporary(w, f))
        return false;
    w->stream = fopen(w->temporary[0] ? w->temporary : w->path, "wbe");
    return w->stream || cannot_write(w->path, errno, f);
}

bool file_begin(struct file_writer *w, const char *path, struct fault *f) {
    const char *before = lang_enter(lang_interface());
    *w = (struct file_writer){.path = path};
    bool done = begin(w, f);
    lang_enter(before);
    return done;
}

/* A failure of an earlier write leaves nothing to flush, only the stream's mark. */
bool file_stdout_done(struct fault *f) {
    bool failed = ferror(stdout) != 0;
    if (fflush(stdout) == 0 && !failed)
        return true;
    clearerr(stdout); /* said once */
    return fault_set(f, _("standard output cannot be written: %s"), strerror(errno ? errno : EIO));
}

static bool copy_to_stdout(const char *from, struct fault *f) {
    char bytes[1 << 14];
    FILE *stream = fopen(from, "rbe");
    if (!stream)
        return fault_errno(f, from);
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, stream)) > 0;)
        if (fwrite(bytes, 1, got, stdout) < got)
            break;
    bool read = !ferror(stream) || fault_errno(f, from);
    fclose(stream);
    return read && file_stdout_done(f);
}

static bool replace(struct file_writer *w, struct fault *f) {
    if (is_stdout(w->path))
        return copy_to_stdout(w->temporary, f);
    int fd = open(w->temporary, O_RDONLY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0 && rename(w->temporary, w->target) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    return done || cannot_write(w->path, why, f);
}

bool file_replace(struct file_writer *w, struct fault *f) {
    const char *before = lang_enter(lang_interface());
    bool done = replace(w, f);
    if (!done || is_stdout(w->path))
        unlink(w->temporary);
    lang_enter(before);
    return done;
}

static bool commit(struct file_writer *w, struct fault *f) {
    if (w->stream == stdout)
        return file_stdout_done(f);
    bool written = fflush(w->stream) == 0 && !ferror(w->stream);
    int why = errno;
    if (fclose(w->stream) != 0 && written)
        written = false, why = errno;
    if (written)
        return !w->temporary[0] || file_replace(w, f);
    if (w->temporary[0])
        unlink(w->temporary);
    return cannot_write(w->path, why ? why : EIO, f);
}

bool file_commit(struct file_writer *w, struct fault *f) {
    const char *before = lang_enter(lang_interface());
    bool done = commit(w, f);
    lang_enter(before);
    return done;
}

void file_abandon(struct file_writer *w) {
    if (w->stream && w->stream != stdout)
        fclose(w->stream);
    if (w->temporary[0])
        unlink(w->temporary);
}
