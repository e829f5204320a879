/*
 * wording: the words that every survey shares, read from data/reference/.
 *
 * `columns.json` lists the headings under which staff usually write what is not a question (票番号, 協会,
 * 受付日 ...); `wording.json` holds, per language of a questionnaire, the phrases from which the base of a
 * table is put into words when the template does not ("「トラブル」で「あった」と回答した医療機関").  They
 * are data and not messages of the interface, because they follow the questionnaire's language and not the
 * screen's.
 *
 * A phrase has three forms: one that "and" follows, one that "or" follows, and one that ends the sentence
 * (…回答し / …回答したか / …回答した). Names in braces are filled in by wording_fill.  Loaded once per process and
 * kept until the end.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_WORDING_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_WORDING_H

#include "engine/questionnaire/expr.h"

enum phrase {
    PHRASE_ANY,
    PHRASE_ALL,
    PHRASE_NUMBER,
    PHRASE_TICKS,
    PHRASE_GIVEN,
    PHRASE_NO_ANSWER,
    PHRASE_NOT_APPLICABLE,
    PHRASE_INVALID,
    PHRASE_NEGATED, /* what denies each of them, in the same order: those who did not answer are among them */
    PHRASE_NOT_ANY = PHRASE_NEGATED + PHRASE_ANY,
    PHRASE_NONE = 2 * PHRASE_NEGATED, /* answered, and not that */
    PHRASE_COUNT,
};
enum { PHRASE_MEDIAL, PHRASE_ALTERNATIVE, PHRASE_FINAL, PHRASE_FORMS };

struct wording {
    const char *unit;      /* default counter word of a return */
    const char *everybody; /* {unit} */
    const char *those;     /* {unit}, {clauses} */
    const char *fitting;   /* {unit}, {expression} */
    const char *quote, *or_word, *and_word, *tick;
    const char *join, *inner_join, *or_join; /* of clauses; inner: among those that are or-ed */
    const char *pick, *picked[PHRASE_FORMS]; /* {question}, {options}; {picks} of several questions */
    const char *inner_quotes[4]; /* opening and what it becomes inside a quotation; closing likewise */
    const char *phrases[PHRASE_COUNT][PHRASE_FORMS]; /* {question}, {options}, {amount} */
    const char *amounts[RELATION_GE + 1];            /* {number}; by enum expr_relation */
};

/* Of "ja" or "en"; NULL on a fault. */
const struct wording *wording_get(const char *lang, struct fault *f) FAULT_CHECKED;

/* The usual headings, by enum return_field; NULL on a fault. */
const struct column_names *wording_columns(struct fault *f) FAULT_CHECKED;

/* The keys of the return fields in a questionnaire's `columns`, NULL-terminated: "sheet", "association", ...
 */
extern const char *const wording_field_keys[FIELD_COUNT + 1];
int wording_field(const char *key); /* its enum return_field, or -1 */

/* The pattern with each {name} replaced by its value; pairs of name and value end with NULL. */
char *wording_fill(struct arena *arena, const char *pattern, ...) __attribute__((sentinel));

/* The text with its quotation marks made into inner ones: a label that is itself quoted. */
const char *wording_inside(struct arena *arena, const struct wording *words, const char *text);

/* The base that `e` describes, in words; `source` is its text, for what is too involved to be said: more than three
 * clauses or four options, sums, texts, and "and" between alternatives that share no verb. */
const char *wording_base(struct arena *arena, const struct questionnaire *q, const struct expr *e,
                         const char *source, struct fault *f) FAULT_CHECKED;

#endif
