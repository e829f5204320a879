/*
 * table_suppress: which cells of a set of tables must be hidden so that small counts do not show.
 *
 * All tables that are printed together are protected together: the counts of every row and column, the bases, the
 * numbers of answers and what was left out of a base become one system of sums (engine/statistics/disclosure.h says
 * what is hidden in it, and what a reader can still work out).  A count has one name wherever it stands
 * (suppress_name.h), so that a total beside a banner, a table crossed the other way round, a nested banner and the
 * base of a following question hang together.  The sums are
 *     rows of a question with one answer, with its silences, are its base; options of several answers are at most the
 *     base less the silences, and together no fewer than that; where percentages are of answers, all answers
 *     columns are the total, unless a return stands in several; pairs of a nested banner are its single columns
 *     categories of a grouping are their options
 *     a base without no answer, and what was left out, are the whole base
 *     a net of one answer is its options; of several answers, at least each of them and at most their sum
 * A prefecture, or a region of such, that no return is from is known to have none: its noughts are shown and hide nothing.
 * Where an n is hidden the percentages of its column go too, but not its counts.
 *
 * Tables of other outputs.  A reader has more than one output, so three things are decided with regard to those:
 *
 *   standing tables   All questions of the survey in all, by every grouping, by type, prefecture, association and channel are
 *                     decided first, in this order and always alike, whichever of them are printed.  So outputs of tables
 *                     by none or one of these keys hide the same cells, and can be laid beside each other.
 *   filters           From a table of some of the returns (a filter, another base) and the same table of all, one gets that of
 *                     the others.  So it is protected as if the table of all were printed beside it in full: of each
 *                     count the rest, too, must be nought or `least`, or neither is seen; and the rests add up like any table.
 *                     Where several conditions make the filter, the same holds for each condition alone.  A small count of
 *                     the whole is taken to be hidden there.
 *   associations      One whose returns are those of one prefecture, and no others, is that prefecture (suppress_name.h); where
 *                     there are several in a prefecture, they add up to it if every return is of its own prefecture's.
 *
 * Weights.  A weighted total is one more sum of the same counts, in coefficients that a report of the weights prints, so
 * survey_tables refuses weighted tables in which anything is hidden.
 *
 * Not decided with regard to other outputs: weighted tables; banners of two and more keys, keys that are questions; two filters neither of which is
 * a condition of the other; outputs with another `least`, or of another state of the data (what came in between is a filter, too).
 * Such are protected when they are printed in one output.  Where the standing tables are too many (STANDING_MOST), some stand
 * for themselves, from the last; where too much in them hangs together, all do, and table_hidden says so.
 *
 * What a reader knows exactly of one output, or of standing tables and one filtered one, is nothing that is hidden, also to one
 * who reasons about every kind of return that the questionnaire allows (tests/unit/test_suppress.c is such an attacker).  How near
 * small counts may be bounded is promised for the sums above; by reasoning across questions a few can be bounded more nearly.
 *
 * Not known to it: conditions that hold whatever a reader can reason (of numbers, say) beyond routes.
 */
#ifndef SHUKEI_REPORTS_MODEL_TABLE_SUPPRESS_H
#define SHUKEI_REPORTS_MODEL_TABLE_SUPPRESS_H

#include "reports/model/table.h"

struct table_hidden {    /* of one question */
    const bool *cells;   /* [row * column_count + column] */
    const bool *n;       /* by column */
    const bool *answers; /* number of answers, by column; where percentages are of them */
    bool left_out;
    bool alone; /* decided without regard to the standing tables */
};

struct table_suppress_source {
    const struct cube *cube;
    enum table_percent percent;
};

/* [source][question].  least: of all sources; what is less, but not nought, does not show.  A fault when too many small
 * counts hang together. */
const struct table_hidden *const *table_suppress(struct arena *arena,
                                                 const struct table_suppress_source *sources, size_t count,
                                                 int64_t least, struct fault *f) FAULT_CHECKED;

#endif
