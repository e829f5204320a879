/*
 * web_job: work that takes longer than a request may: kits, workbooks, exports, backups.
 *
 * A job is this program run again as another process, with the words of the command line: what a screen makes is what
 * the command makes, and nothing that it does can hold up or bring down the server.  The words are made by the route,
 * never taken from the request as they are, and no shell sees them.  `{out}` among them stands for the file it makes;
 * without it, what the program prints is the file.  How far it has come it writes into a record of its own
 * (engine/base/stages.h), which whoever asks is told.
 *
 * At most WEB_JOBS_RUNNING run at once, the others wait; one account has at most WEB_JOBS_EACH under way.  A job is seen by
 * the account that began it, and kept with its file in a private directory until WEB_JOB_KEPT seconds after it ended, or
 * until the server stops.  What a server that was killed left behind is cleared away by the next one: the directory is
 * locked (flock) as long as its server lives.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_JOB_H
#define SHUKEI_ENGINE_WEB_WEB_JOB_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"
#include "engine/base/stages.h"

enum {
    WEB_JOBS = 64,
    WEB_JOBS_RUNNING = 2,
    WEB_JOBS_EACH = 16,
    WEB_JOB_KEPT = 30 * 60,
    WEB_JOB_WORDS = 64,
    WEB_JOB_LONGEST = 15 * 60
};

enum web_job_state { WEB_JOB_WAITING, WEB_JOB_WORKING, WEB_JOB_DONE, WEB_JOB_FAILED };

struct web_job {
    long id;
    enum web_job_state state;
    const char *name; /* of the file, for "save as" */
    const char *type; /* of its contents */
    const char *
        path; /* of the file, when it is done; or when it failed, of what it had printed; NULL: there is none */
    const char *message; /* what the program said, when it failed */
    bool findings;       /* it is done, and there is something to be looked at (exit code 3) */
    double seconds;      /* since it began to work */
    bool tells;          /* how far it is is known */
    struct stages_told told;
};

struct web_jobs;
/* `store`: what a job is about that names no other; `before`: other words before the command (--lang ja), NULL-terminated;
 * both borrowed. */
struct web_jobs *web_jobs_create(const char *store, const char *const *before, struct fault *f) FAULT_CHECKED;
void web_jobs_destroy(struct web_jobs *jobs); /* ends what is running */

struct web_job_spec {
    const char *account;
    const char *const *words; /* NULL-terminated, at most WEB_JOB_WORDS */
    const char *name, *type;  /* of the file that is made */
    const char *store;        /* another store (a backup); NULL: the server's own */
    const char *folder;       /* where it runs: that of an upload; NULL: the server's own */
};
bool web_job_begin(struct web_jobs *jobs, const struct web_job_spec *spec, long *id,
                   struct fault *f) FAULT_CHECKED;
/* False: the account has no such job.  Texts live in the arena. */
bool web_job_get(struct web_jobs *jobs, struct arena *arena, const char *account, long id,
                 struct web_job *job);

/* A file for a job to read: kept like a job, in a folder of its own, under the last part of its name.  A job that runs in
 * that folder calls it by that name, which is then the one that messages and the store have. */
struct web_upload {
    const char *folder, *name;
};
bool web_upload_keep(struct web_jobs *jobs, const char *account, const char *name, const char *bytes,
                     size_t length, long *id, struct fault *f) FAULT_CHECKED;
/* False: the account has no such file. */
bool web_upload_get(struct web_jobs *jobs, struct arena *arena, const char *account, long id,
                    struct web_upload *upload);

#endif
