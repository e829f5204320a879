#include "engine/web/web_job.h"

#include "engine/base/lang.h"
#include "engine/base/steady.h"
#include "engine/base/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct slot {
    long id; /* 0: free */
    struct arena *arena;
    const char *account, *name, *type, *out, *said;
    const char *record; /* how far it has come (engine/base/stages.h); NULL of an upload */
    const char *store;  /* what it is about */
    const char *folder; /* where it runs; of an upload: its own, which goes with it */
    const char *words[WEB_JOB_WORDS + 1];
    enum web_job_state state;
    bool upload, findings;
    bool prints; /* what it makes is what it prints, and is of use when it fails, too */
    pid_t pid;
    double began, ended;
};

struct web_jobs {
    char directory[PATH_MAX];
    char program[PATH_MAX];
    int lock; /* held on the directory */
    const char *store;
    const char *const *before;
    struct slot slots[WEB_JOBS];
    long next;
};

/* --- the directory --- */

static const char directory_name[] = "shukei-serve-";

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at) {
    (void)st, (void)type, (void)at;
    return remove(path);
}

/* Ours, private, and of no server that lives; one that was made this minute may not be locked yet. */
static bool is_left_behind(int parent, const char *name, int *directory) {
    struct stat st;
    if (strncmp(name, directory_name, strlen(directory_name)) != 0)
        return false;
    *directory = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (*directory < 0)
        return false;
    if (fstat(*directory, &st) == 0 && st.st_uid == geteuid() && (st.st_mode & 0777) == 0700 &&
        time(NULL) - st.st_mtime > 60 && flock(*directory, LOCK_EX | LOCK_NB) == 0)
        return true;
    close(*directory);
    return false;
}

static void clear_left_behind(const char *temporary) {
    DIR *parent = opendir(temporary);
    char path[PATH_MAX];
    int directory;
    if (!parent)
        return;
    for (const struct dirent *entry; (entry = readdir(parent));)
        if (is_left_behind(dirfd(parent), entry->d_name, &directory)) {
            int length = snprintf(path, sizeof path, "%s/%s", temporary, entry->d_name);
            if (length > 0 && (size_t)length < sizeof path)
                nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
            close(directory);
        }
    closedir(parent);
}

static bool make_directory(struct web_jobs *jobs, struct fault *f) {
    const char *temporary = getenv("TMPDIR");
    temporary = temporary && *temporary ? temporary : "/tmp";
    clear_left_behind(temporary);
    snprintf(jobs->directory, sizeof jobs->directory, "%s/%sXXXXXX", temporary, directory_name);
    if (!mkdtemp(jobs->directory))
        return fault_errno(f, jobs->directory);
    jobs->lock = open(jobs->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (jobs->lock >= 0 && flock(jobs->lock, LOCK_EX | LOCK_NB) == 0) || fault_errno(f, jobs->directory);
}

struct web_jobs *web_jobs_create(const char *store, const char *const *before, struct fault *f) {
    struct web_jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs)
        arena_out_of_memory();
    jobs->store = store;
    jobs->before = before;
    jobs->next = 1;
    jobs->lock = -1;
    if (readlink("/proc/self/exe", jobs->program, sizeof jobs->program - 1) < 0)
        fault_errno(f, "/proc/self/exe");
    else if (make_directory(jobs, f))
        return jobs;
    if (jobs->lock >= 0)
        close(jobs->lock);
    free(jobs);
    return NULL;
}

/* --- slots --- */

static void clear(struct slot *slot) {
    unlink(slot->out);
    unlink(slot->said);
    if (slot->record)
        unlink(slot->record);
    if (slot->upload)
        rmdir(slot->folder);
    arena_destroy(slot->arena);
    *slot = (struct slot){0};
}

static void stop(struct slot *slot) {
    kill(slot->pid, SIGKILL);
    while (waitpid(slot->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    slot->state = WEB_JOB_FAILED;
    slot->ended = steady_seconds();
}

void web_jobs_destroy(struct web_jobs *jobs) {
    if (!jobs)
        return;
    for (size_t i = 0; i < WEB_JOBS; i++) {
        if (jobs->slots[i].id && jobs->slots[i].state == WEB_JOB_WORKING)
            stop(&jobs->slots[i]);
        if (jobs->slots[i].id)
            clear(&jobs->slots[i]);
    }
    rmdir(jobs->directory);
    close(jobs->lock);
    free(jobs);
}

static struct slot *find(struct web_jobs *jobs, const char *account, long id) {
    for (size_t i = 0; i < WEB_JOBS; i++)
        if (id && jobs->slots[i].id == id && strcmp(jobs->slots[i].account, account) == 0)
            return &jobs->slots[i];
    return NULL;
}

static bool over(const struct slot *slot) {
    return slot->state == WEB_JOB_DONE || slot->state == WEB_JOB_FAILED;
}

/* A free place, or that of the job which ended first. */
static struct slot *room(struct web_jobs *jobs) {
    struct slot *best = NULL;
    for (size_t i = 0; i < WEB_JOBS; i++) {
        struct slot *slot = &jobs->slots[i];
        if (!slot->id)
            return slot;
        if (over(slot) && (!best || slot->ended < best->ended))
            best = slot;
    }
    if (best)
        clear(best);
    return best;
}

/* --- running --- */

static bool spawn(struct web_jobs *jobs, struct slot *slot) {
    const char *argv[WEB_JOB_WORDS + 16], *printed = slot->out;
    size_t n = 0;
    argv[n++] = jobs->program;
    argv[n++] = "--store";
    argv[n++] = slot->store;
    for (const char *const *word = jobs->before; *word; word++)
        argv[n++] = *word;
    for (const char *const *word = slot->words; *word; word++) {
        bool file = strcmp(*word, "{out}") == 0;
        argv[n++] = file ? slot->out : *word;
        printed = file ? "/dev/null" : printed;
    }
    argv[n] = NULL;
    slot->prints = printed == slot->out;
    char who[160];
    snprintf(who, sizeof who, "%s", slot->account);
    setenv("SHUKEI_USER", who, 1);
    setenv("SHUKEI_PROGRESS", "3", 1);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (slot->folder)
        posix_spawn_file_actions_addchdir_np(&actions, slot->folder);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, printed, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, slot->said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, STAGES_DESCRIPTOR, slot->record, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    bool done = posix_spawn(&slot->pid, jobs->program, &actions, NULL, (char *const *)argv, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    unsetenv("SHUKEI_USER");
    unsetenv("SHUKEI_PROGRESS");
    return done;
}

static void start(struct web_jobs *jobs, struct slot *slot) {
    slot->began = steady_seconds();
    slot->state = spawn(jobs, slot) ? WEB_JOB_WORKING : WEB_JOB_FAILED;
    if (slot->state == WEB_JOB_FAILED)
        slot->ended = steady_seconds();
}

static void look_after(struct slot *slot) {
    int status;
    if (slot->state != WEB_JOB_WORKING)
        return;
    if (waitpid(slot->pid, &status, WNOHANG) == slot->pid) {
        /* 3: done, with findings */
        bool done = WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 3);
        slot->findings = done && WEXITSTATUS(status) == 3;
        slot->state = done ? WEB_JOB_DONE : WEB_JOB_FAILED;
        slot->ended = steady_seconds();
    } else if (steady_seconds() - slot->began > WEB_JOB_LONGEST) {
        stop(slot);
    }
}

/* What ended is noticed, what waits is begun in its order, what is old goes. */
static void turn(struct web_jobs *jobs) {
    size_t working = 0;
    for (size_t i = 0; i < WEB_JOBS; i++) {
        struct slot *slot = &jobs->slots[i];
        look_after(slot);
        if (slot->id && over(slot) && steady_seconds() - slot->ended > WEB_JOB_KEPT)
            clear(slot);
        working += slot->id && slot->state == WEB_JOB_WORKING;
    }
    while (working < WEB_JOBS_RUNNING) {
        struct slot *next = NULL;
        for (size_t i = 0; i < WEB_JOBS; i++)
            if (jobs->slots[i].id && jobs->slots[i].state == WEB_JOB_WAITING &&
                (!next || jobs->slots[i].id < next->id))
                next = &jobs->slots[i];
        if (!next)
            return;
        start(jobs, next);
        working++;
    }
}

static size_t under_way(const struct web_jobs *jobs, const char *account) {
    size_t n = 0;
    for (size_t i = 0; i < WEB_JOBS; i++)
        n += jobs->slots[i].id && !over(&jobs->slots[i]) && strcmp(jobs->slots[i].account, account) == 0;
    return n;
}

static struct slot *take(struct web_jobs *jobs, const char *account, const char *name, const char *type,
                         struct fault *f) {
    turn(jobs);
    struct slot *slot = under_way(jobs, account) < WEB_JOBS_EACH ? room(jobs) : NULL;
    if (!slot) {
        fault_set(f, _("too much is being made just now; try again in a minute"));
        return NULL;
    }
    struct arena *arena = arena_create();
    *slot = (struct slot){.id = jobs->next++, .arena = arena};
    slot->account = arena_strdup(arena, account);
    slot->name = arena_strdup(arena, name);
    slot->type = arena_strdup(arena, type);
    return slot;
}

bool web_job_begin(struct web_jobs *jobs, const struct web_job_spec *spec, long *id, struct fault *f) {
    struct slot *slot = take(jobs, spec->account, spec->name, spec->type, f);
    if (!slot)
        return false;
    struct arena *arena = slot->arena;
    const char *ending = strrchr(spec->name, '.'); /* by which some commands know what to make */
    slot->out = arena_printf(arena, "%s/%ld%s", jobs->directory, slot->id, ending ? ending : "");
    slot->said = arena_printf(arena, "%s/%ld.said", jobs->directory, slot->id);
    slot->record = arena_printf(arena, "%s/%ld.progress", jobs->directory, slot->id);
    slot->store = spec->store ? arena_strdup(arena, spec->store) : jobs->store;
    slot->folder = arena_strdup(arena, spec->folder);
    for (size_t i = 0; i < WEB_JOB_WORDS && spec->words[i]; i++)
        slot->words[i] = arena_strdup(arena, spec->words[i]);
    *id = slot->id;
    turn(jobs);
    return true;
}

/* The last line that the program said, without its name. */
static const char *last_words(struct arena *arena, const char *path) {
    char text[2048] = "";
    FILE *file = fopen(path, "r");
    for (char line[2048]; file && fgets(line, sizeof line, file);)
        snprintf(text, sizeof text, "%s", line);
    if (file)
        fclose(file);
    text[strcspn(text, "\n")] = '\0';
    const char *at = strncmp(text, "shukei: ", 8) == 0 ? text + 8 : text;
    return *at ? arena_strdup(arena, at) : _("it was ended before it was done");
}

static const char *path_of(struct arena *arena, const struct slot *slot) {
    struct stat st;
    bool whole = slot->state == WEB_JOB_DONE || (slot->state == WEB_JOB_FAILED && slot->prints &&
                                                 stat(slot->out, &st) == 0 && st.st_size > 0);
    return whole ? arena_strdup(arena, slot->out) : NULL;
}

static bool read_record(const struct slot *slot, struct stages_told *told) {
    char record[STAGES_RECORD];
    int file = slot->state == WEB_JOB_WORKING ? open(slot->record, O_RDONLY | O_CLOEXEC) : -1;
    const bool whole = file >= 0 && read(file, record, sizeof record) == sizeof record;
    if (file >= 0)
        close(file);
    return whole && stages_parse(record, told);
}

bool web_job_get(struct web_jobs *jobs, struct arena *arena, const char *account, long id,
                 struct web_job *job) {
    turn(jobs);
    const struct slot *slot = find(jobs, account, id);
    if (!slot)
        return false;
    *job = (struct web_job){
        .id = id,
        .state = slot->state,
        .name = arena_strdup(arena, slot->name),
        .type = arena_strdup(arena, slot->type),
        .findings = slot->findings,
        .path = path_of(arena, slot),
        .message = slot->state == WEB_JOB_FAILED ? last_words(arena, slot->said) : NULL,
        .seconds =
            slot->state == WEB_JOB_WAITING ? 0 : (over(slot) ? slot->ended : steady_seconds()) - slot->began,
    };
    job->tells = read_record(slot, &job->told);
    return true;
}

/* --- uploads --- */

/* The last part of a name from any system, without what a file's name should not have in it. */
static const char *plain_name(struct arena *arena, const char *name) {
    for (const char *c = name; *c; c++)
        if (*c == '/' || *c == '\\')
            name = c + 1;
    while (*name == '.' || *name == '-' || *name == ' ')
        name++;
    char *plain = arena_strndup(arena, name, strnlen(name, 200));
    for (char *c = plain; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = '_';
    size_t length = strlen(plain);
    while (length && !utf8_valid(plain, length))
        plain[--length] = '\0';
    return *plain ? plain : "upload";
}

static bool write_all(const char *path, const char *bytes, size_t length, struct fault *f) {
    FILE *file = fopen(path, "wxe");
    bool done = file && fwrite(bytes, 1, length, file) == length;
    if (file && fclose(file) != 0)
        done = false;
    return done || fault_errno(f, path);
}

bool web_upload_keep(struct web_jobs *jobs, const char *account, const char *name, const char *bytes,
                     size_t length, long *id, struct fault *f) {
    struct slot *slot = take(jobs, account, name, "application/octet-stream", f);
    if (!slot)
        return false;
    slot->upload = true;
    slot->state = WEB_JOB_DONE;
    slot->ended = steady_seconds();
    slot->folder = arena_printf(slot->arena, "%s/%ld", jobs->directory, slot->id);
    slot->name = plain_name(slot->arena, name);
    slot->out = arena_printf(slot->arena, "%s/%s", slot->folder, slot->name);
    slot->said = arena_printf(slot->arena, "%s/%ld.said", jobs->directory, slot->id);
    *id = slot->id;
    if (mkdir(slot->folder, 0700) == 0 && write_all(slot->out, bytes, length, f))
        return true;
    fault_errno(f, slot->folder);
    clear(slot);
    return false;
}

bool web_upload_get(struct web_jobs *jobs, struct arena *arena, const char *account, long id,
                    struct web_upload *upload) {
    const struct slot *slot = find(jobs, account, id);
    if (!slot || !slot->upload)
        return false;
    *upload = (struct web_upload){arena_strdup(arena, slot->folder), arena_strdup(arena, slot->name)};
    return true;
}
