/* The text of a PDF, by poppler's own tool: its C library needs glib, and a proof-reader needs no more than the text. */
#include "reports/audit/audit_read.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { TEXT_MAX = 64 << 20 };

static pid_t start(const char *path, int to, struct fault *f) {
    const char *const words[] = {"pdftotext", "-q", "-layout", "-enc", "UTF-8", "--", path, "-", NULL};
    posix_spawn_file_actions_t actions;
    pid_t child = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int failed = posix_spawnp(&child, words[0], &actions, NULL, (char *const *)words, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed) {
        (void)!fault_set(
            f,
            _("%s: the text of a PDF is read with pdftotext, which is not on this machine; install "
              "the package poppler-utils, or save the draft as text"),
            path);
        return -1;
    }
    return child;
}

static void drain(int from, struct strbuf *text) {
    char piece[16 * 1024];
    ssize_t got;
    while ((got = read(from, piece, sizeof piece)) > 0 || (got < 0 && errno == EINTR))
        if (got > 0 && text->length < TEXT_MAX)
            strbuf_add_bytes(text, piece, (size_t)got);
}

static char *kept(struct arena *arena, const char *path, int status, const struct strbuf *text,
                  size_t *length, struct fault *f) {
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        (void)!fault_set(f, _("%s: pdftotext cannot read this PDF; it may be damaged or have a password"),
                         path);
        return NULL;
    }
    if (strspn(text->text, " \t\r\n\f") == text->length) {
        (void)!fault_set(
            f,
            _("%s: this PDF has no text, only pictures; run it through character recognition, or save the "
              "draft as text"),
            path);
        return NULL;
    }
    *length = text->length;
    return arena_strndup(arena, text->text, text->length);
}

char *audit_read_pdf(struct arena *arena, const char *path, size_t *length, struct fault *f) {
    int ends[2], status = 0;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        (void)!fault_errno(f, path);
        return NULL;
    }
    pid_t child = start(path, ends[1], f);
    close(ends[1]);
    struct strbuf text = {0};
    strbuf_add(&text, "");
    if (child > 0) {
        drain(ends[0], &text);
        waitpid(child, &status, 0);
    }
    close(ends[0]);
    char *result = child > 0 ? kept(arena, path, status, &text, length, f) : NULL;
    strbuf_end(&text);
    return result;
}
