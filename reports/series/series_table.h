/*
 * series_table: a series as a table of items by periods, with exact values.
 *
 * A series has points by period, area and group.  A table holds one of the two fixed and has a row (an
 * *item*) for each value of the other: prefectures of the total of all groups, or facility types of the whole
 * country.  Periods stand in order of time.
 *
 *     const struct series_table *t = series_table_make(arena, series, &choice, f);
 *     struct series_value v = series_table_value(t, item, period);
 *
 * A value is what was printed, to its own number of places; where none was printed but both counts are known
 * it is the rate of the counts, rounded half up to SERIES_DECIMALS places, and `counted`.  A bound or an
 * estimate ("<1",
 * "~7") has a text but is not known.
 *
 * An item that stands for all the others is `whole` and takes no part in ranks: area 00, the point without
 * area or group, a prefecture among cities or insurers, and what has no printed rank where others have one.
 */
#ifndef SHUKEI_REPORTS_SERIES_SERIES_TABLE_H
#define SHUKEI_REPORTS_SERIES_SERIES_TABLE_H

#include "engine/base/percent.h"
#include "engine/base/period.h"
#include "engine/statistics/ranking.h"
#include "engine/store/aggregate.h"

enum { SERIES_DECIMALS = 2 };
enum series_axis {
    SERIES_ANY,
    SERIES_AREAS,
    SERIES_GROUPS
}; /* ANY: areas where there are some, else groups */

struct series_choice {
    enum series_axis axis;
    const char *area, *group; /* the only one wanted, as written in the file or by its name; NULL: no wish */
};

struct series_item {
    const char *key;   /* "13", "病院", "" for the total */
    const char *label; /* "東京都", "病院", "total" */
    bool whole;
};

struct series_period {
    const char *text;
    struct period period;
};

struct series_value {
    struct ranking_value exact; /* den a power of ten; 0: not known */
    int decimals;
    bool counted;                     /* from the counts, not printed */
    const char *text;                 /* as printed, without unit; NULL: nothing was */
    const struct series_point *point; /* or NULL */
};

struct series_table {
    const struct series *series;
    const char *title; /* for readers; the id when it has none (reports/series/series_title.h) */
    const char *unit;
    bool percent;          /* the unit is % */
    enum series_axis axis; /* of the items */
    const char *fixed;     /* label of the one area or group that all items share, or NULL: the total */
    const struct series_item *items;
    const struct series_period *periods;
    const struct series_value *values; /* [period * item_count + item] */
    size_t item_count, period_count;
};

/* A wish that the series cannot fulfil is a fault that lists what it has. */
const struct series_table *series_table_make(struct arena *arena, const struct series *series,
                                             const struct series_choice *choice,
                                             struct fault *f) FAULT_CHECKED;

const struct series_value *series_table_value(const struct series_table *t, size_t item, size_t period);

/* One point by itself. */
struct series_value series_value_of(struct arena *arena, const struct series_point *point, bool percent);

/* Position of a period or item; a fault that lists some when there is none. */
bool series_table_period(const struct series_table *t, const char *text, size_t *at,
                         struct fault *f) FAULT_CHECKED;
bool series_table_item(const struct series_table *t, const char *word, size_t *at,
                       struct fault *f) FAULT_CHECKED;

/* "+1.17": b less a, to the places of the finer of the two; NULL when one is not known. */
const char *series_change_text(struct arena *arena, const struct series_value *a,
                               const struct series_value *b);

/* Where the values of these periods were printed, each source once. */
const char *series_table_sources(struct arena *arena, const struct series_table *t, size_t first,
                                 size_t last);

/* What a change is counted in: points for a percentage. */
const char *series_change_unit(const struct series_table *t);

/* The newest version, from the store at this path. */
const struct series *series_open(struct arena *arena, const char *store_path, const char *id,
                                 struct fault *f) FAULT_CHECKED;

#endif
