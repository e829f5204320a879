/*
 * finding: something about the data that a person must look at.
 *
 * Findings are collected, stored and shown; they never stop the program.  Each names file, row, question, the
 * value as written, what is the matter, and what to do about it.  Severity `error` sets the row aside (it is
 * kept, whole, and not counted until a person decides); `warning` and `info` let it in.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_FINDING_H
#define SHUKEI_ENGINE_RESPONSE_FINDING_H

#include "engine/questionnaire/questionnaire.h"

struct finding {
    const char *file; /* or NULL */
    size_t row;       /* as a spreadsheet counts: the heading is row 1; 0 when not from a file */
    long return_id;   /* 0 before it is stored */
    int question;     /* position, or -1 */
    const char *rule; /* "single.two_ticks", "required", or the template rule's id */
    enum rule_severity severity;
    const char *message; /* in the language in force when it was made or read */
    const char *value;   /* as written, or NULL */
    const char *suggestion;
    const char *kept, *kept_suggestion; /* the same for any language (message.h); NULL: as they stand */
};

struct findings {
    struct arena *arena; /* owns texts and items */
    struct finding *items;
    size_t count, capacity;
    size_t errors; /* how many are RULE_ERROR */
};

/* Gives it message and suggestion as they are kept; both in the arena, the suggestion may be NULL. */
void finding_say(struct arena *arena, struct finding *finding, const char *message, const char *suggestion);

/* Copies every text into the findings' arena. */
void finding_add(struct findings *all, struct finding finding);
const char *finding_severity_key(enum rule_severity severity);  /* "error", "warning", "info" */
const char *finding_severity_name(enum rule_severity severity); /* translated, for people */

#endif
