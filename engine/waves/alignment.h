/*
 * alignment: whether two waves measured the same thing, and what stands between them.
 *
 * Waves meet by the concept ids of questions and options; what differs beyond that is looked up in one
 * decision table (alignment_rules, printed in engine/waves/README.md): some differences rule a comparison
 * out, the others are said in a footnote.  --force turns a refusal into a footnote where there is a figure to
 * print.
 *
 *     alignment_relation   do the waves share answers: part and whole, interim and final, the same twice
 *     alignment_wave       refusals that do not depend on the base: not asked, not published, no share,
 *                          another unit
 *     alignment_question   question against question: options, wording
 *     alignment_base       why a figure is not to be had on a base
 *     alignment_footnotes  all that is to be said of a figure beside a reference
 *
 * Reasons and footnotes are in the language in force and begin with the wave's label.
 */
#ifndef SHUKEI_ENGINE_WAVES_ALIGNMENT_H
#define SHUKEI_ENGINE_WAVES_ALIGNMENT_H

#include "engine/waves/difference.h"

enum alignment_rule {
    /* refusals */
    ALIGNMENT_ABSENT,        /* the concept was not asked */
    ALIGNMENT_UNPUBLISHED,   /* asked, but no figure is known */
    ALIGNMENT_NO_SHARE,      /* a number or free text */
    ALIGNMENT_UNIT,          /* other things were counted: institutions, municipalities */
    ALIGNMENT_OTHER_OPTION,  /* the question's options bear other concepts: another wording */
    ALIGNMENT_ALTERNATIVES,  /* a single answer with other alternatives to choose from, or against several */
    ALIGNMENT_BASE,          /* the common base cannot be had */
    ALIGNMENT_BASE_UNSTATED, /* the source does not say of whom */
    ALIGNMENT_BASE_PART,     /* the base rests on a question that an unknown part answered */
    ALIGNMENT_TICKS,         /* a percentage of answers, not of those who answered */
    ALIGNMENT_SAME,          /* the same answers published twice */
    ALIGNMENT_NO_GROUPS,     /* nothing is known by this key */
    ALIGNMENT_SUPPRESSED,    /* a small count of returns */
    ALIGNMENT_UNWEIGHTED,    /* weights were asked for and cannot be had */
    /* footnotes */
    ALIGNMENT_WORDING,        /* the question was put in other words */
    ALIGNMENT_OPTIONS,        /* several answers: other options beside it */
    ALIGNMENT_ASKED,          /* other people were asked */
    ALIGNMENT_PREFECTURES,    /* other prefectures took part */
    ALIGNMENT_ORGANISER,      /* another association asked */
    ALIGNMENT_METHOD,         /* by another way: web, fax */
    ALIGNMENT_RESTATED,       /* put on another base */
    ALIGNMENT_INFERRED,       /* the count follows from the percentage */
    ALIGNMENT_RANGE,          /* several counts fit the percentage */
    ALIGNMENT_IMPOSSIBLE,     /* no count fits the percentage */
    ALIGNMENT_N_UNKNOWN,      /* n was not published */
    ALIGNMENT_NO_ANSWERS_OUT, /* those who left the question out are not in the base */
    ALIGNMENT_BASE_SIZE,      /* how large a part of all the base is was not published */
    ALIGNMENT_SYNTHETIC,      /* from synthetic returns */
    ALIGNMENT_SMALL,          /* fewer than 30 */
    ALIGNMENT_PART,           /* part of the other wave */
    ALIGNMENT_PART_ASSUMED,   /* taken as part of the other wave */
    ALIGNMENT_INTERIM,        /* interim count of the other wave */
    ALIGNMENT_ROUNDING,       /* a difference of printed percentages: where it lies is open */
    ALIGNMENT_WEIGHTED,       /* weighted to the population */
    ALIGNMENT_REFERENCE,      /* a reference series stands beside it */
    ALIGNMENT_PANEL,          /* some institutions answered both */
    ALIGNMENT_FORCED,         /* printed although refused */
    ALIGNMENT_RULES,
};

const char *alignment_rule_id(enum alignment_rule rule); /* "base_part" */

/* A rule in words that hold for any number of surveys, without naming one. */
const char *alignment_rule_words(enum alignment_rule rule);
/* What is to be added of one of them: its wording, its method, how it was restated; NULL: nothing. */
const char *alignment_detail(struct arena *arena, enum alignment_rule rule, const struct wave *wave,
                             const struct wave_item *item, const struct wave_figure *figure);
/* The prefectures that took part: by name when they are few, else how many, or that it was not published. */
const char *alignment_prefectures(struct arena *arena, const struct wave *wave);

struct alignment_reason {
    enum alignment_rule rule;
    const char *text; /* NULL: nothing against it */
};

enum difference_relation alignment_relation(const struct wave *first, const struct wave *second,
                                            bool *assumed);

/* The first says that its answers are of the second. */
bool alignment_is_of(const struct wave *part, const struct wave *whole);

/* What a wave asked, in a few words, for a reader who wonders why it has no figure. */
const char *alignment_asked(struct arena *arena, const struct wave *wave);

/* The item that stands for the concept in this wave, or NULL: the option's; for a question's concept its only
 * item, which may then be printed on demand. */
const struct wave_item *alignment_item(const struct wave *wave, const char *concept);

struct alignment_reason alignment_wave(struct arena *arena, const struct wave *wave, const char *concept,
                                       const struct wave *reference);
struct alignment_reason alignment_question(struct arena *arena, const struct wave *wave,
                                           const struct wave_item *item, const struct wave *reference,
                                           const struct wave_item *reference_item);
/* base NULL: the figure's own base, which is looked at for itself. */
struct alignment_reason alignment_base(struct arena *arena, const struct wave *wave,
                                       const struct wave_item *item, const struct wave_base *base,
                                       const char *base_words);

/* A growing list; each footnote is told to `add`. */
struct alignment_pair {
    const struct wave *wave, *reference; /* the same one: no comparison, only what holds for itself */
    const struct wave_item *item, *reference_item;
    const struct wave_figure *figure;
};
void alignment_footnotes(struct arena *arena, const struct alignment_pair *pair,
                         void (*add)(void *data, enum alignment_rule rule, const char *text), void *data);
/* Of these only that other options stood beside it: against a wave whose options are known, where those of the
 * reference are not. */
void alignment_options(struct arena *arena, const struct alignment_pair *pair,
                       void (*add)(void *data, enum alignment_rule rule, const char *text), void *data);

#endif
