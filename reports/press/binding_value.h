/*
 * binding_value: a reference taken apart, and what its operands stand for; private to binding*.c.
 *
 * Each kind of source finds its operand and fills a struct value: the text when a single operand is printed
 * in the reference's format, and the exact quantities that differences and vague words are made of.
 */
#ifndef SHUKEI_REPORTS_PRESS_BINDING_VALUE_H
#define SHUKEI_REPORTS_PRESS_BINDING_VALUE_H

#include "engine/base/utf8.h"
#include "reports/press/binding.h"

struct quantity {
    int64_t num, den; /* den 0: there is none */
};

struct operand {
    const char *written; /* "before:q1.yes" */
    const struct binding_source *source;
    const char *table, *row, *column; /* row, column: NULL when not given */
    bool star;                        /* a * was written; what is not there is a dash */
};
extern const char binding_dash[];

struct reference {
    const char *whole;
    struct operand left, right;
    char between;       /* '-', '/' or 0: no right operand */
    const char *format; /* as written: "words:a/b" */
    const char *name;   /* the format's word: "percent" */
    const char *words;  /* behind its colon, or NULL */
    int places;         /* -1: none */
    bool thousands;
    const struct json *place;
};

struct value {
    const char *text; /* NULL: not printed by itself */
    int64_t count, n; /* for the record */
    struct quantity share, number;
    const char *weight; /* of a weighted cell: the scheme; count and n are then of the returns */
    bool rounded;       /* the share is known only as it was printed, with `places` places */
    int places;
    const char *base_text, *base_where;
};

/* Is the format this one, with what may stand behind it? */
bool reference_is(const struct reference *r, const char *name, bool places, bool thousands);

/* "{whole}: what"; and the nearest that does exist, when there is one. */
bool reference_refuse(const struct reference *r, struct fault *f, const char *what, const char *nearest);

/* The same with the operand replaced by another one. */
bool reference_refuse_operand(const struct binder *b, const struct reference *r, const struct operand *o,
                              const char *what, const char *nearest, struct fault *f);
bool reference_no_format(const struct binder *b, const struct reference *r, const char *const *known,
                         struct fault *f);

const char *binding_integer(const struct binder *b, const struct reference *r, int64_t value);
const char *binding_percent(const struct binder *b, int64_t count, int64_t n, int places);

/* The candidate nearest to a name. */
struct nearest {
    const char *wanted, *found;
    size_t distance;
};
void nearest_offer(struct nearest *n, const char *candidate);

/* The number called `name` among facts; fills v->text. */
bool binding_fact_text(const struct binder *b, const struct reference *r, const struct binding_source *source,
                       struct value *v, struct fault *f) FAULT_CHECKED;

/* By kind of source.  In a difference (r->between), only quantities are asked for. */
bool binding_survey(const struct binder *b, const struct reference *r, const struct operand *o,
                    struct value *v, struct fault *f) FAULT_CHECKED;
bool binding_published(const struct binder *b, const struct reference *r, const struct operand *o,
                       struct value *v, struct fault *f) FAULT_CHECKED;
bool binding_series(const struct binder *b, const struct reference *r, const struct operand *o,
                    struct value *v, struct fault *f) FAULT_CHECKED;

/* Formats of a single operand that need its quantity alone: `about`, `claim:...`.  *known: it was one. */
bool binding_vague(const struct binder *b, const struct reference *r, struct value *v, bool *known,
                   struct fault *f) FAULT_CHECKED;

/* The difference or ratio of two, in the reference's format. */
bool binding_difference(const struct binder *b, const struct reference *r, const struct value *left,
                        const struct value *right, struct binder_number *out, struct fault *f) FAULT_CHECKED;

#endif
