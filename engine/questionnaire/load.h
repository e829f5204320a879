/*
 * load: what the parts of the loader share while a questionnaire is being read; no one else includes this.
 *
 * The file is read in passes, because expressions may refer to questions that stand further down:
 *
 *     questionnaire_load.c   the file, its scalars, sent counts, columns; calls the others in order
 *     question_load.c        questions, options, nesting and matrices, flattened into `drafts`
 *     grouping_load.c        keys and groupings
 *     routing_load.c         asks and bases compiled, circles refused, bases put into words
 *     rule_load.c            edit rules
 *     scheme_load.c          weightings
 *     case_load.c            kinds of cases in free text
 *     facsimile_load.c       where the questions stand on the sheet of paper
 *
 * A pass sets the fault with the JSON pointer of what is wrong; questionnaire_parse adds the file's name.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_LOAD_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_LOAD_H

#include "engine/base/json.h"
#include "engine/questionnaire/expr.h"
#include "engine/questionnaire/wording.h"

/* A question beside where it stands in the file; for a matrix's row, `node` is the matrix. */
struct draft {
    struct question question;
    const struct json *node, *row;
    const struct expr *own_ask; /* without the parent's option */
};

struct loader {
    struct arena *arena;
    struct questionnaire *q;
    struct draft *drafts;
    size_t count, capacity;
    const struct option *prefectures; /* the 47 options, once made */
};

bool question_load_all(struct loader *l, const struct json *list, struct fault *f) FAULT_CHECKED;
bool grouping_load_keys(struct loader *l, const struct json *root, struct fault *f) FAULT_CHECKED;
bool grouping_load_all(struct loader *l, const struct json *root, struct fault *f) FAULT_CHECKED;
bool routing_load(struct loader *l, struct fault *f) FAULT_CHECKED;
bool rule_load_all(struct loader *l, const struct json *root, struct fault *f) FAULT_CHECKED;
bool case_load_all(struct loader *l, const struct json *root, struct fault *f) FAULT_CHECKED;
bool facsimile_load(struct loader *l, const struct json *root, struct fault *f) FAULT_CHECKED;

/* Where the question stands, for a fault: its row in a matrix, else its object. */
const struct json *load_place(const struct draft *draft);

/* As json_get_string, and the string must say something. */
bool load_text(const struct json *object, const char *key, bool required, const char **out,
               struct fault *f) FAULT_CHECKED;

/* An optional array of non-empty strings; *out NULL and *count 0 when absent. */
bool load_texts(struct arena *arena, const struct json *object, const char *key, const char *const **out,
                size_t *count, struct fault *f) FAULT_CHECKED;

/* `id` is a lower-case letter, then letters, digits and `marks`; at most LOAD_ID_MAX bytes. */
enum { LOAD_ID_MAX = 64 };
bool load_id(const struct json *object, const char *marks, const char **out, struct fault *f) FAULT_CHECKED;

/* An option's or category's id: one word of an expression, Japanese or not. */
bool load_word(const struct json *object, const char **out, struct fault *f) FAULT_CHECKED;

/* "error", "warning" or "info". */
bool load_severity(const struct json *node, int *out, struct fault *f) FAULT_CHECKED;

/* An optional day, "2023-11-24"; *out stays when the key is absent. */
bool load_day(const struct json *object, const char *key, int64_t *out, struct fault *f) FAULT_CHECKED;

/* A question that the file names by id; *out -1 when the key is absent. */
bool load_reference(const struct loader *l, const struct json *object, const char *key, int *out,
                    struct fault *f) FAULT_CHECKED;

/* Compiles the expression under `key`, if any; a fault names pointer and column. */
bool load_expr(const struct loader *l, const struct json *object, const char *key, const char **text,
               const struct expr **out, struct fault *f) FAULT_CHECKED;

#endif
