/*
 * comparison: the same concepts across waves and surveys; what `compare` prints.
 *
 *     struct comparison_request request = {.surveys = ids, .survey_count = 3, .level = 0.95,
 *                                          .adjust = ADJUST_HOLM};
 *     const struct comparison *c = comparison_make(arena, store, &request, f);
 *
 * Concepts: those named (an option's, a question's: all its options, or a prefix up to a dot), else all that
 * two waves or more have; what only synthetic returns give is then left out, unless there is nothing else.
 * For each there is one *block* of rows on a common base, a row per wave in the order asked for, or
 * `in_time`: in the order of their periods, an interim count before the count that it became, one prefecture after many.  The common
 * base is the one that most waves can be had on; among equals one on which all were published, then one where
 * everybody was asked, then all that answered.  --base names one; "published" leaves every wave on its own
 * base and compares those whose bases are the same.  When the common base is not the published one of every
 * wave, a second block shows each on its own.
 *
 * A row that cannot be compared says why (alignment.h) and has no part in differences and trend; when fewer
 * than two rows are left the whole concept is refused.  `force` keeps such rows when there is a figure at
 * all.
 *
 * A row's difference is from its own last wave (the last before it of the same series, else of the same organiser), else
 * from one that shares answers with it, else from the last of more than one prefecture, else from the row above; further ones are of each part against its whole, and
 * from the first to the last of three or more that follow each other.  p values are adjusted over all differences of
 * the comparison.  Trend: Cochran-Armitage over the rows in the order of
 * their periods with scores 1, 2, 3 ..., when all counts are known and no wave is part of another.
 *
 * `by` adds a block per group (prefecture, type, a grouping, a single-answer question whose options have
 * concepts) and a decomposition of each change (decomposition.h); `matched` a block over the prefectures that
 * are in all compared waves, and a decomposition by prefecture.
 *
 * `weight` weights every wave that has returns and a weighting of that name (engine/tabulation/weighting.h);
 * others are refused as `unweighted`.  Limits are Wilson's on the returns over the design effect, differences
 * are tested as those of independent designs (difference.h).  A trend test, pairs of institutions and a
 * decomposition are not made of weighted figures.
 *
 * `suppress` refuses what would show a small count of returns: a wave's question as soon as one of its counts is
 * small, those of its questions whose base is such an answer, its figures by group as soon as one group is small
 * (of any concept), a part whose rest is.  Whole questions and whole banners go, so that nothing is left to subtract
 * from.  Decompositions are not made then.  Published figures are public and stay.
 *
 * A concept that a reference series bears (data/series/README.md) brings its value at the period of each
 * survey (`order`): of the survey's only prefecture, else of the country; by `pref` of each prefecture, by
 * another key where the series' group is called as the survey's option is.  Where nothing is known of that
 * period it is the last value before it.  The surveys need not have asked.
 *
 * Notes are collected once for the whole comparison; rows and concepts point at them by position.
 * Percentages and limits are unrounded, in percent; texts are as printed.  Everything lives in the arena.
 */
#ifndef SHUKEI_ENGINE_WAVES_COMPARISON_H
#define SHUKEI_ENGINE_WAVES_COMPARISON_H

#include "engine/statistics/adjust.h"
#include "engine/statistics/interval.h"
#include "engine/tabulation/cube_weight.h"
#include "engine/waves/alignment.h"
#include "engine/waves/decomposition.h"

struct comparison_request {
    const char *const *surveys;
    size_t survey_count;
    const char *const *concepts; /* none: all in common */
    size_t concept_count;
    const char *by, *base; /* or NULL */
    const char *weight;    /* a weighting of the questionnaires, or NULL */
    bool matched, force, in_time;
    long suppress; /* counts of returns below it are not shown, nor what would give them away; 0: all are */
    double level;  /* 0..1 */
    enum adjust_method adjust;
    struct wave_shelf *shelf; /* of waves that other comparisons have loaded; or NULL */
};

struct comparison_note {
    enum alignment_rule rule;
    const char *text;
};

struct comparison_marks { /* positions of notes */
    size_t *items;
    size_t count, capacity;
};

struct comparison_row {
    const struct wave *wave;
    const struct wave_item *item; /* or NULL */
    bool shown;                   /* there is a figure */
    struct wave_figure figure;
    bool has_percent, has_interval;
    double percent, low, high;
    char text[PERCENT_TEXT];
    bool weighted; /* percent, text, low and high are; n and count of the figure are returns */
    struct cube_weighted weight;
    struct alignment_reason refused; /* text NULL: compared */
    bool forced;                     /* compared although there is a reason not to */
    struct comparison_marks marks;
};

struct comparison_difference {
    size_t from, to; /* rows */
    enum difference_relation relation;
    struct difference difference;
    double p_adjusted; /* when difference.has_p, but not when paired: it says again what is tested above it */
    long pairs;        /* institutions that answered both, when paired */
};

struct comparison_trend {
    bool made;
    double z, p, slope; /* slope: points from wave to wave */
};

struct comparison_block {
    const char *group, *group_label; /* "pref=13", "東京都"; NULL: no group */
    const char *base_key;            /* "all", "trouble"; NULL when each row has its own */
    const char *base_words;
    struct wave_base base;
    struct comparison_row *rows; /* one per wave */
    size_t row_count;
    struct comparison_difference *differences;
    size_t difference_count;
    struct comparison_trend trend;
    const char *refused; /* fewer than two rows can be compared: why; else NULL */
};

struct comparison_shift {
    const char *by; /* what the groups are, in words */
    size_t from, to;
    bool with_rest; /* those in no group are one of the groups in both */
    struct decomposition parts;
};

/* What a reference series with this concept says of a survey's period: beside it, never tested. */
struct comparison_reference {
    size_t wave;
    const char *group, *group_label; /* as of a block */
    const char *series, *area, *period, *unit;
    const char *text; /* as printed: "4.50%" */
    bool known;
    double value;
    bool before;  /* nothing is known of the survey's own period: the last before it */
    bool counted; /* not printed; the rate of the counts */
    const char *source, *note;
};

struct comparison_concept {
    const char *concept, *label;        /* concept: NULL when the surveys have none in common */
    const char *question;               /* label of the question */
    const struct comparison_block *own; /* each as published; NULL when the common base is everyone's own */
    struct comparison_block common;
    struct comparison_block *groups;
    size_t group_count;
    bool is_key;                      /* it is what --by groups by: no groups, each would be all or nothing */
    struct comparison_block *matched; /* or NULL */
    const char *const *matched_prefectures;
    size_t matched_count;
    const char *matched_refused; /* or NULL */
    struct comparison_shift *shifts;
    size_t shift_count;
    struct comparison_difference *panels; /* of institutions that answered both */
    size_t panel_count;
    struct comparison_reference *references; /* the total's first, then group by group */
    size_t reference_count, reference_capacity;
    const char *refused; /* why rows, or all of it, were refused; NULL: none were */
    struct comparison_marks marks;
};

struct comparison {
    const struct comparison_request *request;
    const struct wave *const *waves;
    size_t wave_count;
    struct comparison_concept *concepts;
    size_t concept_count;
    struct comparison_note *notes;
    size_t note_count, note_capacity;
    const char *by_label; /* or NULL */
};

/* Unknown surveys, concepts and keys are faults that say what there is. */
const struct comparison *comparison_make(struct arena *arena, struct store *store,
                                         const struct comparison_request *request,
                                         struct fault *f) FAULT_CHECKED;

#endif
