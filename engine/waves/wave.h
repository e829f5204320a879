/*
 * wave: one survey as a measurement of concepts, whether its returns are here or only its published figures.
 *
 *     const struct wave *w = wave_load(arena, store, "trouble-2023-10", f);
 *     const struct wave_item *item = wave_item_find(w, "trouble.any");
 *     struct wave_figure figure;
 *     if (wave_figure_on(w, item, &base, &figure)) ...
 *
 * An *item* is an option with a concept id; items of two waves with the same concept are the same thing asked
 * twice.  A *figure* is how many in a base said it.  Three sources give figures, and the first that has one
 * is used:
 *
 *     1. returns that somebody sent in: counted, on any base that the questionnaire's concepts can express;
 *     2. what was published, on the base it was published on, and restated (restate.h) where that is exact;
 *     3. synthetic returns: their published margins are the published figures anyway, and what was not
 *        published is invented, so they speak last, and every figure from them says WAVE_SYNTHETIC.
 *
 * What was printed may be less than a count.  A figure therefore has the least and the greatest count that
 * fit what was printed: equal when the count was printed, or when only one count of n rounds to the printed
 * percentage (`inferred`); apart when several do; WAVE_UNKNOWN when n was not published, or when no count of
 * n gives the percentage (`impossible`).
 *
 * The questionnaire, where the store or the program has it (the survey's own id, or the published file's
 * `survey`), lends wording, option lists and the base of those who were asked; `form` says so.
 *
 * Prefectures: those that the answers come from; from returns, from the published list, or from the
 * association that asked.  Everything lives in the arena; a wave keeps its dataset for later questions.
 */
#ifndef SHUKEI_ENGINE_WAVES_WAVE_H
#define SHUKEI_ENGINE_WAVES_WAVE_H

#include "engine/store/aggregate.h"
#include "engine/tabulation/dataset.h"
#include "engine/waves/wave_base.h"

enum { WAVE_UNKNOWN = -1, WAVE_PREFECTURES = 47 };

enum wave_origin { WAVE_RETURNS, WAVE_PUBLISHED, WAVE_SYNTHETIC };

struct wave_figure {
    struct wave_base base;
    const char *base_words; /* or NULL */
    long n;                 /* or WAVE_UNKNOWN */
    long low, high;         /* counts that fit; equal when the count is known */
    bool inferred;          /* the count follows from n and the printed percentage */
    bool impossible;        /* no count of n gives the printed percentage */
    const char *percent;    /* as printed, or NULL */
    const char *restated;   /* how it was restated onto this base, in words; NULL: it was published on it */
    enum wave_origin origin;
    const char *sources; /* one a line, or NULL */
};

enum wave_kind { WAVE_SINGLE, WAVE_MULTI, WAVE_NO_SHARE }; /* no share: numbers, free text */

struct wave_option {
    const char *concept, *label; /* concept: or NULL */
};

struct wave_question {
    const char *concept; /* or NULL */
    const char *label, *wording;
    enum wave_kind kind;
    struct wave_base asked;            /* base of its table, when `form` */
    bool form;                         /* wording and options are those of the questionnaire */
    const struct wave_option *options; /* all of them, when `form` */
    size_t option_count;
    const struct question *of_form; /* when `form` */
};

struct wave_item {
    const char *concept, *label;
    const struct wave_question *question;
    int option;                        /* position in question->of_form, nets behind the options; or -1 */
    const struct wave_figure *figures; /* published and restated; the first is as published */
    size_t figure_count;
};

struct wave_counts; /* returns at hand, with sets that were made of them (wave_returns.h) */

struct wave {
    const char *id, *title, *organiser;
    const char *label;         /* "2023年10月以降" */
    const char *order;         /* a period, or NULL */
    const char *series;        /* or NULL */
    const char *unit, *method; /* or NULL */
    const char *part_of;       /* ids, one a line, or NULL */
    const char *sources;       /* one a line, or NULL */
    long n;                    /* all that answered, or WAVE_UNKNOWN */
    bool prefectures[WAVE_PREFECTURES];
    bool prefectures_known; /* which they are */
    long prefecture_count;  /* how many; or WAVE_UNKNOWN */
    const struct wave_question *questions;
    size_t question_count;
    const struct wave_item *items;
    size_t item_count;
    const struct questionnaire *form; /* or NULL */
    struct wave_counts *counts;       /* or NULL: no returns */
    bool synthetic;                   /* the returns are */
    const char *notice;               /* of synthetic returns, or NULL */
};

/* An id that has neither returns nor published figures is a fault that says how to load them. */
const struct wave *wave_load(struct arena *arena, struct store *store, const char *id,
                             struct fault *f) FAULT_CHECKED;

/* Waves loaded already, so that several comparisons read each survey's returns once: zeroed to begin with, and of one
 * arena, store and language. */
struct wave_shelf {
    const struct wave **waves;
    size_t count, capacity;
};
/* shelf: or NULL. */
const struct wave *wave_load_once(struct arena *arena, struct store *store, struct wave_shelf *shelf,
                                  const char *id, struct fault *f) FAULT_CHECKED;

const struct wave_item *wave_item_find(const struct wave *wave, const char *concept); /* or NULL */
const struct wave_question *wave_question_find(const struct wave *wave, const char *concept);

bool wave_item_has(const struct wave_item *item, const struct wave_base *base); /* a figure on it */

/* The item on this base; false when neither returns nor published figures give it. */
bool wave_figure_on(struct arena *arena, const struct wave *wave, const struct wave_item *item,
                    const struct wave_base *base, struct wave_figure *out);

/* As it was published; of returns, on the base of the question's own table.  False when there is no figure.
 */
bool wave_figure_own(struct arena *arena, const struct wave *wave, const struct wave_item *item,
                     struct wave_figure *out);

bool wave_figure_known(const struct wave_figure *figure); /* one count, and n */

/* What stands behind a base in this wave. */
enum wave_ground {
    WAVE_GROUNDED,   /* all that answered, or a part that was counted among all */
    WAVE_UNGROUNDED, /* a part of those who answered some question; who they were is not known */
    WAVE_UNSTATED,   /* how large a part of all it is was not published */
};
/* *of: for WAVE_UNGROUNDED the figure that it rests on. */
enum wave_ground wave_ground_of(const struct wave *wave, const struct wave_base *base,
                                const struct wave_figure **of);

/* The least and the greatest count of n that print as this percentage; false when none does. */
bool wave_counts_that_print(const char *percent, long n, long *low, long *high);

#endif
