/*
 * plot: the numbers of one figure, as rows by columns, whatever they come from.
 *
 * Every kind of figure draws a plot and nothing else.  What is counted, compared, ranked or quoted becomes one:
 *
 *     plot_of_table(arena, table, &choice, f)       options by columns, or one option across the columns
 *     series_plot(arena, t, ...)                    items by periods      (reports/series/series_plot.h)
 *     comparison_plot(arena, comparison, ...)       concepts by waves     (reports/compare/compare_plot.h)
 *
 * A value holds what is printed (`text`, `count`, `interval`: the words of the cell itself, never made again here)
 * and the exact number that says how long a bar is.  Whoever draws reads `value` only when the state is
 * PLOT_SHOWN:
 *
 *   PLOT_SHOWN    there is a number
 *   PLOT_HIDDEN   there is one that may not be seen; its text is the table's mark, and it is drawn as hidden,
 *                 not as nothing
 *   PLOT_NONE     there is none: nobody was asked, a month that was not published, a wave that cannot be
 *                 compared; a gap in a line, a dash in a row of bars
 *
 * Rows and columns are *sides*: key and label, the base as printed ("5,188", or the mark of a hidden one; NULL
 * where it differs from value to value or is not known), and what they are.  A silence is drawn as such in every
 * kind; a whole (全体, the nation among prefectures) is drawn apart from its parts.
 *
 * `unit` stands behind the ticks of the axis ("%", "件"); `share` says that values are per cent of a base, so that
 * 0 to 100 has a meaning and the parts of one column may be parts of a whole (`exclusive`).
 *
 * Everything lives in the arena; labels and texts of cells are borrowed from what the plot was made of.
 */
#ifndef SHUKEI_REPORTS_MODEL_PLOT_H
#define SHUKEI_REPORTS_MODEL_PLOT_H

#include "reports/model/table.h"

enum plot_state { PLOT_SHOWN, PLOT_HIDDEN, PLOT_NONE };

struct plot_value {
    enum plot_state state;
    const char *text;     /* "49.2%"; "*", "-"; never NULL */
    const char *count;    /* "2,554"; NULL: none, or hidden */
    const char *interval; /* "47.9-50.6%", or NULL */
    double value;         /* in the plot's unit, unrounded */
    double low, high;     /* when interval is not NULL */
    int64_t n;            /* what the value is a share of; 0: not known, or hidden */
    double effective_n;   /* of a weighted value; else 0 */
    bool small_n;         /* marked as of few returns */
    bool carried; /* not observed but carried on from what was: the line to it is dashed, its mark open */
};

enum plot_side_kind { PLOT_PART, PLOT_SILENCE, PLOT_WHOLE };

struct plot_side {
    enum plot_side_kind kind;
    const char *key, *label; /* key: of a prefecture "pref=13", whatever the question is called */
    const char *n; /* "5,188", or NULL */
    double at;     /* of columns that stand for times: where, in a measure of the maker's own, ascending */
};

struct plot {
    const struct plot_side *rows, *columns;
    size_t row_count, column_count;
    const struct plot_value *values; /* [row * column_count + column]; plot_at */
    const struct plot_value *whole;  /* what rows are held against (a funnel's rate of all), or NULL */
    const char *unit;                /* "%" */
    const char *count_unit;          /* of counts: "医療機関", or NULL */
    bool share, exclusive;
    bool timed;          /* columns stand at `at` */
    bool bridged;        /* what is not known between two values may be crossed by a dotted line */
    const char *title;   /* what it is of */
    const char *caption; /* base and n in words */
    const char *note;    /* what must be said under it: marks, gaps, sources; or NULL */
};

const struct plot_value *plot_at(const struct plot *plot, size_t row, size_t column);

/* The number that is printed, read from its text: what a class with printed limits goes by.  False for hidden,
 * for none, and for a text without a number. */
bool plot_printed(const struct plot_value *value, double *number);

/* Values are counts: no shares, and every one that is shown is printed as a whole number. */
bool plot_is_whole(const struct plot *plot);

/* Least and greatest of all that is drawn, intervals included when asked for; false: nothing is shown. */
bool plot_range(const struct plot *plot, bool intervals, double *low, double *high);

/* Wholes first and silences last; the parts between them as they are, or the greatest of the column first and those
 * without a number last. */
const struct plot *plot_ordered(struct arena *arena, const struct plot *plot, bool by_size, size_t column);

/* --- of a table --- */

enum plot_order {
    PLOT_NATURAL, /* options of a multi answer by size, else as on the form */
    PLOT_AS_ON_FORM,
    PLOT_BY_SIZE, /* of the first column, greatest first; hidden ones last */
};

/* "natural", "form", "size" */
bool plot_order_parse(const char *name, enum plot_order *order);

struct plot_choice {
    const char *const *columns; /* keys; none: the total, or with `crossed` every column but the total */
    size_t column_count;
    bool crossed;
    const char
        *option; /* key of the one row that is shown across the columns, which become the rows; NULL: all */
    bool inhabited; /* of very many areas leave out those where nobody answered */
    enum plot_order order;
};

/* A column or an option that the table does not have is a fault that says what it has.  Silences come last and are left
 * out where they did not occur; nets are left out. */
const struct plot *plot_of_table(struct arena *arena, const struct table *table,
                                 const struct plot_choice *choice, struct fault *f) FAULT_CHECKED;

#endif
