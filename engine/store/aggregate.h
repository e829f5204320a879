/*
 * aggregate: results that came without returns; published figures of surveys, and reference series.
 *
 * A *published survey* is one wave as it was printed: questions with their base, options with count and
 * percentage, and where each stands.  A *series* is a run of points by period, area and group: a rate with
 * its numerator and denominator, or a count.  Both stand beside the store's surveys and may bear the name of
 * one: "trouble-2023-10" is the survey with its returns and also what was printed of it.
 *
 * What was printed is kept as it was printed (`percent`, `value`: "59.8", "76.10"), never rounded or filled
 * in; AGGREGATE_UNKNOWN and NULL say that a figure was not published.
 *
 * Each name has versions.  Putting the contents of the newest version again changes nothing; other contents
 * become the next version, and the old ones stay.  Every version has an entry in the trail that carries the
 * digest of its contents, so that store_verify finds a figure that was changed behind the program's back.
 *
 * Reading gives the newest version.  Call the writers between store_begin and store_commit.  Results live in
 * the arena handed in.
 */
#ifndef SHUKEI_ENGINE_STORE_AGGREGATE_H
#define SHUKEI_ENGINE_STORE_AGGREGATE_H

#include "engine/store/store.h"

enum { AGGREGATE_UNKNOWN = -1 }; /* a count or base that was not published */

/* --- published surveys
 * ---------------------------------------------------------------------------------------- */

struct published_option {
    const char *id; /* of the template's option; no_answer, answered, at_least, mean ...; or NULL */
    const char *label;
    const char *concept; /* or NULL */
    long count;          /* or AGGREGATE_UNKNOWN */
    const char *percent; /* as printed, without the sign: "59.8"; or NULL */
    const char *value;   /* a number that is no count (a mean), as text; or NULL */
};

struct published_question {
    const char *id, *text;
    const char *kind;    /* "single" "multi" "numeric" "text" */
    const char *concept; /* or NULL */
    const char *base;    /* in words, or NULL */
    const char *
        base_kind; /* the same word means the same base in every wave: "all" "operating" "trouble"; or NULL */
    long base_n;   /* or AGGREGATE_UNKNOWN */
    bool derived;  /* not printed so: published counts on another published base, to compare waves */
    const char *sources; /* one a line, or NULL */
    const struct published_option *options;
    size_t option_count;
};

struct published_survey {
    const char *id, *title, *organiser;
    const char *survey;     /* the template of the wave, or NULL */
    const char *series;     /* waves of one series share it, or NULL */
    const char *wave_label; /* or NULL */
    const char *order;      /* the period that puts waves in order, "2023-10"; or NULL */
    const char *from, *to;  /* ISO day or month, or NULL */
    const char *method;
    const char *
        part_of; /* waves whose answers include these (a final count, the whole country), one id a line; or NULL */
    long sent, responses, prefectures, associations; /* or AGGREGATE_UNKNOWN */
    const char *response_rate;                       /* in percent as printed, or NULL */
    const char *notes, *sources;                     /* one a line, or NULL */
    const struct published_question *questions;
    size_t question_count;
};

/* --- series
 * --------------------------------------------------------------------------------------------------- */

struct series_point {
    const char *period; /* "2023-12", "2022-10-02", "2024", "FY2025", "2024-12-02/2024-12-08" */
    const char *area;   /* "01".."47": a prefecture; "00": the country; else a name as printed; or NULL */
    const char *group;  /* as printed; NULL: all */
    const char
        *value;       /* as printed: "4.29", "-36", "~7" (about), "<1" (less than), ">5"; NULL: not printed */
    const char *unit; /* "%" "件" "ポイント" ... */
    long numerator, denominator; /* or AGGREGATE_UNKNOWN */
    long rank;                   /* as printed, or AGGREGATE_UNKNOWN */
    const char *source, *note;   /* note: or NULL */
    const char *concept; /* what the series measures, as in questionnaires; one for all of it; or NULL */
};

struct series {
    const char *id;
    const struct series_point *points; /* in the file's order */
    size_t count;
};

bool aggregate_has_areas(const struct series *series); /* some point is of a place */

/* The value as a number: the printed one, else numerator / denominator (in percent when the unit is %). False
 * when there is none, or only a bound. */
bool aggregate_number(const struct series_point *point, double *out);

/* --- putting
 * -------------------------------------------------------------------------------------------------- */

enum aggregate_outcome { AGGREGATE_ADDED, AGGREGATE_REVISED, AGGREGATE_SAME };

struct aggregate_change {
    enum aggregate_outcome outcome;
    long version; /* that is now the newest */
};

/* file: where it was read, for the trail. */
bool aggregate_put_published(struct store *store, const struct published_survey *survey, const char *file,
                             struct aggregate_change *change, struct fault *f) FAULT_CHECKED;
bool aggregate_put_series(struct store *store, const struct series *series, const char *file,
                          struct aggregate_change *change, struct fault *f) FAULT_CHECKED;

/* --- reading
 * -------------------------------------------------------------------------------------------------- */

struct published_row {
    const char *id, *title, *order, *at;
    long versions, questions, figures; /* figures: counts, percentages and values that are known */
};
bool aggregate_list_published(struct store *store, struct arena *arena, struct published_row **rows,
                              size_t *count, struct fault *f) FAULT_CHECKED; /* by order, then id */

struct series_row {
    const char *id, *unit, *first, *last, *at;
    const char *concept; /* or NULL */
    long versions, points, areas, groups;
};
bool aggregate_list_series(struct store *store, struct arena *arena, struct series_row **rows, size_t *count,
                           struct fault *f) FAULT_CHECKED;

/* The newest version; an unknown id is a fault that lists the known ones. */
const struct published_survey *aggregate_published(struct store *store, struct arena *arena, const char *id,
                                                   struct fault *f) FAULT_CHECKED;
const struct series *aggregate_series(struct store *store, struct arena *arena, const char *id,
                                      struct fault *f) FAULT_CHECKED;

/* Whether there is a published survey of this id. */
bool aggregate_has_published(struct store *store, const char *id, bool *has, struct fault *f) FAULT_CHECKED;

#endif
