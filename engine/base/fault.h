/*
 * fault: why something could not be done.
 *
 * Three things never mix: a *fault* (we cannot go on; this module), a *finding* (bad survey data: collected,
 * stored, shown; engine/response/finding.h) and an `assert` (our own bug).
 *
 * A function that can fail returns bool (a constructor: a pointer), takes `struct fault *` last and is declared
 * FAULT_CHECKED.  At the place of failure `fault_set` writes what is wrong and how to mend it; each caller on the
 * way up puts its own context before it with `fault_context` ("returns.csv", "row 41", "Q7"), so that the user
 * reads one line:  returns.csv: row 41: Q7: ...
 *
 *     if (!store_open(&store, path, f))
 *         return fault_context(f, _("cannot open the store"));      // always returns false
 *
 * The caller owns the struct; it holds no memory of its own.  A fault that is already set is never overwritten
 * by `fault_set`: the first cause is the one reported.
 */
#ifndef SHUKEI_ENGINE_BASE_FAULT_H
#define SHUKEI_ENGINE_BASE_FAULT_H

#include <stdbool.h>

#define FAULT_CHECKED __attribute__((warn_unused_result))

enum fault_kind {
    FAULT_NONE,
    FAULT_FAILED, /* could not do it: exit code 1 */
    FAULT_USAGE,  /* called wrongly: exit code 2 */
};

struct fault {
    enum fault_kind kind;
    char text[2048]; /* UTF-8, one line, cut at a character boundary */
};

/* All return false, so that `return fault_set(...)` reads well. */
bool fault_set(struct fault *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool fault_usage(struct fault *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool fault_errno(struct fault *f, const char *what); /* "what: strerror(errno)" */
bool fault_context(struct fault *f, const char *format, ...) __attribute__((format(printf, 2, 3)));

void fault_clear(struct fault *f);
int fault_exit_code(const struct fault *f); /* 0, 1 or 2 */

#endif
