#include "engine/base/tool.h"

#include "engine/base/steady.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What the child does before it is the other program; only what is safe after a fork. */
static void become(const char *const *words, int to, int complaint, const struct tool_limits *limits) {
    const struct rlimit seconds = {limits->seconds, limits->seconds + 1},
                        memory = {limits->memory, limits->memory};
    int nothing = open("/dev/null", O_RDWR);
    if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(nothing, STDERR_FILENO) >= 0 &&
        dup2(to, STDOUT_FILENO) >= 0 && setrlimit(RLIMIT_CPU, &seconds) == 0 &&
        setrlimit(RLIMIT_AS, &memory) == 0)
        execvp(words[0], (char *const *)words);
    (void)!write(complaint, "!", 1);
    _exit(127);
}

static void reap(pid_t child, int *status) {
    while (waitpid(child, status, 0) < 0 && errno == EINTR)
        ;
}

/* The limits hold from its first step, so it is not posix_spawn, which knows none.  `complaint` is closed when it has become
 * the other program. */
static pid_t start(const char *const *words, int to, const struct tool_limits *limits) {
    int complaint[2], status;
    ssize_t got;
    char said;
    if (pipe2(complaint, O_CLOEXEC) != 0)
        return -1;
    pid_t child = fork();
    if (child == 0)
        become(words, to, complaint[1], limits);
    close(complaint[1]);
    do
        got = read(complaint[0], &said, 1);
    while (got < 0 && errno == EINTR);
    bool failed = child < 0 || got == 1;
    close(complaint[0]);
    if (child > 0 && failed)
        reap(child, &status);
    return failed ? -1 : child;
}

/* Whether there is something to read (or the end of it) before the deadline. */
static bool comes(int fd, long deadline) {
    for (;;) {
        long left = deadline - steady_ms();
        struct pollfd waiting = {.fd = fd, .events = POLLIN};
        int ready = poll(&waiting, 1, left > 0 ? (int)left : 0);
        if (ready >= 0 || errno != EINTR)
            return ready > 0;
    }
}

/* Reads to the end of what it prints. */
static enum tool_end drain(int from, struct strbuf *out, size_t most, long deadline) {
    char piece[64 * 1024];
    while (comes(from, deadline)) {
        ssize_t got = read(from, piece, sizeof piece);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 ? TOOL_DONE : TOOL_FAILED;
        if (out->length + (size_t)got > most)
            return TOOL_LOUD;
        strbuf_add_bytes(out, piece, (size_t)got);
    }
    return TOOL_SLOW;
}

/* One that has closed its output can still go on. */
static enum tool_end await(pid_t child, long deadline) {
    int ended = pidfd_open(child, 0);
    bool over = ended >= 0 && comes(ended, deadline);
    if (ended >= 0)
        close(ended);
    return over ? TOOL_DONE : TOOL_SLOW;
}

enum tool_end tool_run(const char *const *words, const struct tool_limits *limits, struct strbuf *out) {
    int ends[2], status = 0;
    long deadline = steady_ms() + (long)limits->clock_ms;
    strbuf_clear(out);
    strbuf_add(out, "");
    if (pipe2(ends, O_CLOEXEC) != 0)
        return TOOL_FAILED;
    pid_t child = start(words, ends[1], limits);
    close(ends[1]);
    enum tool_end end = child > 0 ? drain(ends[0], out, limits->output, deadline) : TOOL_MISSING;
    close(ends[0]);
    if (child <= 0)
        return end;
    if (end == TOOL_DONE)
        end = await(child, deadline);
    if (end != TOOL_DONE)
        kill(child, SIGKILL);
    reap(child, &status);
    if (end == TOOL_DONE && WIFSIGNALED(status))
        return WTERMSIG(status) == SIGXCPU ? TOOL_SLOW : TOOL_FAILED;
    return end == TOOL_DONE && WEXITSTATUS(status) != 0 ? TOOL_FAILED : end;
}
