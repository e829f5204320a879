/*
 * expr_resolve: what the names and values of an expression stand for in one questionnaire.
 *
 * A name is a question's id, a key (`pref`, `type`), a grouping, or a field of the return.  A value is an
 * option by id, or by what is printed for it (label, wording, alias, after folding); a prefecture in any of
 * its spellings; for a grouping, one of its categories, which stands for all options in it.  What is unknown
 * is a fault that names the column and proposes the nearest spelling.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_EXPR_RESOLVE_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_EXPR_RESOLVE_H

#include "engine/questionnaire/expr_lex.h"

struct expr_name {
    const char *text;
    int question;                    /* of a grouping: the question it groups; -1 for a field */
    const struct grouping *grouping; /* or NULL */
    int field;                       /* or -1 */
};

bool expr_resolve_name(const struct questionnaire *q, const struct token *token, struct expr_name *out,
                       struct fault *f) FAULT_CHECKED;

/* Adds the option or options that the value stands for to the set. */
bool expr_resolve_option(struct arena *arena, const struct questionnaire *q, const struct expr_name *name,
                         const struct token *value, uint64_t options[4], struct fault *f) FAULT_CHECKED;

/* A number in millionths, or for a date its day. */
bool expr_resolve_number(struct arena *arena, const struct token *value, int64_t *out,
                         struct fault *f) FAULT_CHECKED;
bool expr_resolve_date(struct arena *arena, const struct token *value, int64_t *out,
                       struct fault *f) FAULT_CHECKED;

/* The text under which a field's value is compared: an association's id, else the folded text. */
const char *expr_resolve_field(struct arena *arena, enum return_field field, const char *written);

#endif
