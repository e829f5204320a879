/*
 * operand: what several commands need of their words.
 *
 * A command of several verbs (`batch list`, `batch undo`) is a table of them; operand_verb finds the one
 * named in argv[1] and runs it with that word as its argv[0].
 */
#ifndef SHUKEI_ENGINE_APP_OPERAND_H
#define SHUKEI_ENGINE_APP_OPERAND_H

#include "engine/app/command.h"

struct operand_verb {
    const char *name;
    bool (*run)(struct app *app, int argc, char **argv, int *code, struct fault *f);
};

/* verbs: ends with name NULL. */
bool operand_verb(const struct operand_verb *verbs, struct app *app, int argc, char **argv, int *code,
                  struct fault *f) FAULT_CHECKED;

/* Exactly `wanted` operands, else a usage fault that shows `usage`. */
bool operand_count(size_t count, size_t wanted, const char *usage, struct fault *f) FAULT_CHECKED;

/* The number of a return. */
bool operand_return(const char *word, long *id, struct fault *f) FAULT_CHECKED;
/* The number of a finding. */
bool operand_finding(const char *word, long *id, struct fault *f) FAULT_CHECKED;

#endif
