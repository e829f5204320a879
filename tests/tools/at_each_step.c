/*
 * at_each_step: what a command leaves behind when something happens to it in the middle.
 *
 *     at_each_step kill EVERY    FILE COMMAND...   SIGKILL at every EVERYth of its steps, and halfway through
 * long writes at_each_step random COUNT  FILE COMMAND...   SIGKILL at COUNT random moments of its time
 *     at_each_step do EVERY A B  FILE COMMAND...   at every EVERYth step the shell runs A; when the command
 * is over, B
 *
 * A step is a system call that changes a file or opens one for writing; the command runs under ptrace.
 * Between two steps nothing changes on the disk, so `kill 1` sees everything that any kill can leave.  Before
 * each run FILE, which the command writes, is made as it was (absent, if it was).  After it FILE must be
 * either as before the command or as after it.  A store must also be whole (store_verify), and is the same
 * when it has the same number of rows in every table, the same statuses and the same digest of what is
 * counted; another file is the same when its bytes are.  With `do`, a command that fails must leave what was
 * before, with exit code 1 and one line of message.
 *
 * Exit code 0: all as it should be; 1: not (said on stderr); 77: this machine does not let programs be
 * traced.
 */
#include "engine/base/arena.h"
#include "engine/base/steady.h"
#include "engine/base/strbuf.h"
#include "engine/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { UNTRACEABLE = 77, PAGE = 4096 };
enum happening { KILL, KILL_HALFWAY, DO };

static const char *file, *action, *undo;
static char **command;
static char *original;
static size_t original_length;
static bool existed;
static struct strbuf before, after, now;

static void die(const char *what, const char *detail) {
    fprintf(stderr, "at_each_step: %s: %s\n", what, detail);
    exit(1);
}

/* --- the store --- */

static void read_original(void) {
    struct stat st;
    existed = stat(file, &st) == 0;
    if (!existed)
        return;
    FILE *stream = fopen(file, "rb");
    original_length = (size_t)st.st_size;
    original = malloc(original_length);
    if (!stream || !original || fread(original, 1, original_length, stream) != original_length)
        die("cannot read", file);
    fclose(stream);
}

static void restore(void) {
    char beside[4096];
    static const char *const suffixes[] = {"-wal", "-shm", "-journal", ""};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        snprintf(beside, sizeof beside, "%s%s", file, suffixes[i]);
        unlink(beside);
    }
    if (!existed)
        return;
    FILE *stream = fopen(file, "wb");
    if (!stream || fwrite(original, 1, original_length, stream) != original_length || fclose(stream) != 0)
        die("cannot write", file);
}

static void add_values(sqlite3 *db, const char *sql, struct strbuf *out) {
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        die(sql, sqlite3_errmsg(db));
    while (sqlite3_step(s) == SQLITE_ROW)
        strbuf_printf(out, "%s ", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
}

static void count_rows(sqlite3 *db, struct strbuf *out) {
    sqlite3_stmt *s = NULL;
    sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", -1, &s, NULL);
    while (sqlite3_step(s) == SQLITE_ROW) {
        char sql[256];
        const char *name = (const char *)sqlite3_column_text(s, 0);
        snprintf(sql, sizeof sql, "SELECT '%s=' || count(*) FROM %s", name, name);
        add_values(db, sql, out);
    }
    sqlite3_finalize(s);
}

static void verify(const char *when) {
    struct fault f = {0};
    struct verify_report report = {0};
    struct arena *arena = arena_create();
    struct store *store = store_open(file, STORE_WRITE, &f);
    if (!store || !store_verify(store, arena, &report, &f))
        die(when, f.text);
    if (report.problem)
        die(when, report.problem);
    store_close(store);
    arena_destroy(arena);
}

static void look_into_store(const char *when, struct strbuf *out) {
    verify(when);
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        die(when, sqlite3_errmsg(db));
    count_rows(db, out);
    add_values(db, "SELECT accepted || ':' || hex(sum) FROM survey ORDER BY id", out);
    add_values(db, "SELECT status || '/' || ifnull(duplicate_of, '') FROM ret ORDER BY id", out);
    add_values(db, "SELECT state FROM finding ORDER BY id", out);
    sqlite3_close(db);
}

/* What the file says, as text that can be compared. */
static void look(const char *when, struct strbuf *out) {
    static const char magic[] = "SQLite format 3";
    strbuf_clear(out);
    strbuf_add(out, "");
    FILE *stream = fopen(file, "rb");
    if (!stream)
        return;
    char piece[1 << 14];
    for (size_t got; (got = fread(piece, 1, sizeof piece, stream)) > 0;)
        strbuf_add_bytes(out, piece, got);
    fclose(stream);
    if (out->length < sizeof magic || memcmp(out->text, magic, sizeof magic) != 0)
        return;
    strbuf_clear(out);
    look_into_store(when, out);
}

/* --- the command --- */

/* Stops the command at these calls alone: a stop at every call would take longer than the command. */
static const long steps[] = {
    SYS_pwrite64, SYS_write,     SYS_fdatasync, SYS_fsync,  SYS_ftruncate,
    SYS_openat,   SYS_renameat2, SYS_unlinkat,  SYS_linkat,
#ifdef SYS_unlink
    SYS_unlink,   SYS_rename,    SYS_link,
#endif
};
enum { STEPS = sizeof steps / sizeof *steps };

static bool stop_at_steps(void) {
    struct sock_filter filter[2 * STEPS + 2];
    unsigned short length = 0;
    filter[length++] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < STEPS; i++) {
        filter[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)steps[i], 0, 1);
        filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    }
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    const struct sock_fprog program = {length, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

static void become_command(bool traced) {
    int out = open("/dev/null", O_WRONLY), err = open("at_each_step.err", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(out, 1);
    dup2(err, 2);
    if (traced && (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 || raise(SIGSTOP) != 0 || !stop_at_steps()))
        _exit(UNTRACEABLE);
    execvp(command[0], command);
    _exit(127);
}

static pid_t start(bool traced) {
    pid_t child = fork();
    if (child < 0)
        die("fork", strerror(errno));
    if (child == 0)
        become_command(traced);
    return child;
}

static int finish(pid_t child) {
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A stopped command; whether it is at a step. */
static bool is_step(pid_t child, int status, struct __ptrace_syscall_info *call) {
    if (status >> 8 != (SIGTRAP | PTRACE_EVENT_SECCOMP << 8) ||
        ptrace(PTRACE_GET_SYSCALL_INFO, child, (void *)sizeof *call, call) <= 0)
        return false;
    return call->seccomp.nr != SYS_openat || (call->seccomp.args[2] & (O_WRONLY | O_RDWR | O_CREAT));
}

/* A kill lets the system stop between two pages of one write. */
static bool write_half(pid_t child, const struct __ptrace_syscall_info *call) {
    static char bytes[1 << 16];
    char path[64];
    size_t length = call->seccomp.args[2] / 2 / PAGE * PAGE;
    if (call->seccomp.nr != SYS_pwrite64 || length == 0 || length > sizeof bytes)
        return false;
    struct iovec to = {bytes, length}, from = {(void *)(uintptr_t)call->seccomp.args[1], length};
    snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)child, (int)call->seccomp.args[0]);
    int fd = open(path, O_WRONLY);
    bool done = fd >= 0 && process_vm_readv(child, &to, 1, &from, 1, 0) == (ssize_t)length &&
                pwrite(fd, bytes, length, (off_t)call->seccomp.args[3]) == (ssize_t)length;
    if (!done)
        die("half a write", strerror(errno));
    close(fd);
    return true;
}

/* What happens at the step; false when there is nothing to be done halfway. */
static bool let_happen(pid_t child, enum happening what, const struct __ptrace_syscall_info *call) {
    if (what == KILL_HALFWAY && !write_half(child, call))
        return false;
    if (what != DO)
        kill(child, SIGKILL);
    else if (system(action) != 0)
        die("failed", action);
    return true;
}

static pid_t start_traced(void) {
    int status;
    pid_t child = start(true);
    waitpid(child, &status, 0);
    if (!WIFSTOPPED(status) ||
        ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL) != 0) {
        fprintf(stderr, "at_each_step: programs cannot be traced here\n");
        exit(UNTRACEABLE);
    }
    ptrace(PTRACE_CONT, child, NULL, NULL);
    return child;
}

/* Runs the command until its step number `at`, lets it happen, and waits for the end.  *code: its exit code,
 * -1 when it was killed.  False when it was over before the step came. */
static bool run_until(size_t at, enum happening what, int *code) {
    size_t step = 0;
    bool happened = false;
    int status;
    pid_t child = start_traced();
    while (waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
        struct __ptrace_syscall_info call;
        bool is = is_step(child, status, &call);
        int sig = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
        if (is && ++step == at)
            happened = let_happen(child, what, &call);
        ptrace(PTRACE_CONT, child, NULL, (void *)(intptr_t)sig);
    }
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (*code == UNTRACEABLE)
        exit(UNTRACEABLE);
    return happened;
}

/* --- what must hold afterwards --- */

static bool same(const struct strbuf *a, const struct strbuf *b) {
    return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* Whether the command's work is there. */
static bool done_or_not(const char *when) {
    look(when, &now);
    if (same(&now, &before) || same(&now, &after))
        return same(&now, &after);
    fprintf(stderr, "before: %s\nnow:    %s\nafter:  %s\n", before.text, now.text, after.text);
    die(when, "the command's work is there in part");
    return false;
}

/* 3: done, with findings that a person must look at. */
static bool succeeds(int code) {
    return code == 0 || code == 3;
}

/* A kill has no time to say anything; a failure says one thing. */
static void hold_failure(const char *when, int code, bool done) {
    char text[4096];
    FILE *stream = fopen("at_each_step.err", "rb");
    size_t length = stream ? fread(text, 1, sizeof text - 1, stream) : 0;
    text[length] = '\0';
    fclose(stream);
    if (succeeds(code) == done && (done || (code == 1 && strchr(text, '\n') == strrchr(text, '\n'))))
        return;
    fprintf(stderr, "exit code %d, its work is %sthere; it said:\n%s", code, done ? "" : "not ", text);
    die(when, "not one message and nothing done");
}

static void run_whole(void) {
    restore();
    look("before", &before);
    int code = finish(start(false));
    if (!succeeds(code))
        die("the command by itself fails; see at_each_step.err", command[0]);
    look("after", &after);
    if (same(&before, &after))
        die("the command changes nothing", command[0]);
}

static size_t kills, dones;

static bool kill_at(size_t at, enum happening how) {
    char when[64];
    int code;
    snprintf(when, sizeof when, "killed %s step %zu", how == KILL ? "before" : "within", at);
    restore();
    bool came = run_until(at, how, &code);
    bool done = done_or_not(when);
    if (done < (dones > 0))
        die(when, "what was there at an earlier step is not there any more");
    if (came)
        kills++, dones += done;
    return came;
}

/* Killed at the last step before its work is there, it can simply be done again. */
static void do_again(size_t last) {
    int code;
    restore();
    run_until(last, KILL, &code);
    if (!succeeds(finish(start(false))))
        die("cannot be done again after a kill; see at_each_step.err", command[0]);
    if (!done_or_not("done again after a kill"))
        die("done again after a kill", "it is not done");
}

static void kill_at_each(size_t every) {
    size_t last = 1;
    for (size_t at = 1; kill_at(at, KILL); at += every) {
        if (at % 4 == 0)
            kill_at(at, KILL_HALFWAY);
        if (dones == 0)
            last = at;
    }
    do_again(last);
    if (dones == kills || (dones == 0 && every == 1))
        die("no kill came before, or none after the command's work was done", command[0]);
}

static void kill_at_random(size_t count) {
    restore();
    double begun = steady_seconds();
    finish(start(false));
    double lasts = (steady_seconds() - begun) * 1.1;
    for (; kills < count; kills++) {
        restore();
        pid_t child = start(false);
        usleep((useconds_t)(drand48() * lasts * 1e6));
        kill(child, SIGKILL);
        finish(child);
        dones += done_or_not("killed at random");
    }
}

static void do_at_each(size_t every) {
    int code;
    bool came = true;
    for (size_t at = 1; came; at += every) {
        char when[64];
        snprintf(when, sizeof when, "at step %zu", at);
        restore();
        came = run_until(at, DO, &code);
        if (came && system(undo) != 0)
            die("failed", undo);
        bool done = done_or_not(when);
        hold_failure(when, code, done);
        kills += came, dones += came && done;
    }
}

static void usage(void) {
    die("usage", "kill EVERY | random COUNT | do EVERY ACTION UNDO, then FILE COMMAND...");
}

int main(int argc, char **argv) {
    const char *mode = argc > 3 ? argv[1] : "";
    int used = strcmp(mode, "do") == 0 ? 5 : 3;
    if (argc < used + 2)
        usage();
    size_t number = strtoul(argv[2], NULL, 10);
    file = argv[used];
    command = argv + used + 1;
    srand48(getpid() ^ (long)time(NULL));
    read_original();
    run_whole();
    if (strcmp(mode, "kill") == 0) {
        kill_at_each(number);
    } else if (strcmp(mode, "random") == 0) {
        kill_at_random(number);
    } else if (strcmp(mode, "do") == 0) {
        action = argv[3], undo = argv[4];
        do_at_each(number);
    } else {
        usage();
    }
    restore();
    printf("%zu times, %zu of them when the work was done\n", kills, dones);
    return 0;
}
