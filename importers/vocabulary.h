/*
 * vocabulary: every name under which a questionnaire's columns may be headed, and the readings of a heading.
 *
 * A name is kept as a *key*: folded (widths, case), circled numbers as plain ones, and every run of
 * separators — spaces, brackets, dots, dashes, 「」・_ — as one underscore.  Keys are compared without their
 * underscores, except that two numbers must be parted: 問4(4) is option 4 of question 4, 問44 is question 44.
 *
 * A heading is read as a path of names (importers/columns.h has examples).  Each way to read it has a cost;
 * the cheaper, the surer.  COST_SURE and below is a heading beyond doubt, above it a guess from one option's
 * label.
 */
#ifndef SHUKEI_IMPORTERS_VOCABULARY_H
#define SHUKEI_IMPORTERS_VOCABULARY_H

#include "engine/questionnaire/questionnaire.h"

enum meaning_kind {
    MEANING_EMPTY,   /* no heading: nothing may stand below it */
    MEANING_IGNORED, /* by the map */
    MEANING_UNKNOWN,
    MEANING_FIELD,
    MEANING_QUESTION,
    MEANING_OPTION,
    MEANING_OTHER_TEXT, /* the words beside `option` */
};

struct meaning {
    enum meaning_kind kind;
    int field, question, option; /* -1 where it does not apply */
};

bool meaning_equal(const struct meaning *a, const struct meaning *b);

enum { COST_SURE = 50, READINGS_MAX = 6 };

struct reading {
    struct meaning meaning;
    int cost;
};

/* The distinct readings of one heading, cheapest first. */
struct readings {
    struct reading items[READINGS_MAX];
    size_t count;
};

struct vocabulary;
const struct vocabulary *vocabulary_prepare(struct arena *arena, const struct questionnaire *q);
const struct questionnaire *vocabulary_questionnaire(const struct vocabulary *v);

/* The same names for the headings of a form service (importers/service.h), which has ways of its own; NULL:
 * of none. */
struct service;
const struct vocabulary *vocabulary_of_service(struct arena *arena, const struct vocabulary *v,
                                               const struct service *service);
const struct service *vocabulary_service(const struct vocabulary *v);

char *vocabulary_key(struct arena *arena, const char *text);

/* context: the question that the columns before are about, or -1. */
void vocabulary_read(const struct vocabulary *v, const char *key, int context, struct readings *out);

/* The unit that the heading of a number question names, when it is the question's own in other myriads
 * (heading_unit.h); else NULL. */
const char *vocabulary_other_unit(struct arena *arena, const struct vocabulary *v, int question,
                                  const char *key);

/* What an unknown heading most likely is, as a map names it ("since", "why.cost"): the only question of which
 * a name contains the key or is contained in it, and the option likewise; or NULL. */
const char *vocabulary_guess(struct arena *arena, const struct vocabulary *v, const char *key);

/* Names near to the key, as "a", "b"; NULL when nothing is near. */
char *vocabulary_suggest(struct arena *arena, const struct vocabulary *v, const char *key);

#endif
