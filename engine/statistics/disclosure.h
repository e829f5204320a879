/*
 * disclosure: which counts of a set of tables must be hidden so that no small one can be had from the rest.
 *
 *     struct disclosure *d = disclosure_create(arena);
 *     size_t n = disclosure_cell(d, 36, DISCLOSURE_PRINTED), a = disclosure_cell(d, 34, ...), b = disclosure_cell(d, 2, ...);
 *     disclosure_relate(d, (struct disclosure_term[]){{n, -1}, {a, 1}, {b, 1}}, 3);     // a + b = n
 *     disclosure_protect(d, 5, patience);
 *     if (disclosure_hidden(d, b)) ...
 *
 * A cell is a count that is printed anywhere in the set; one that is printed in several tables is one cell.  Relations
 * say which sums of cells are nought, whatever the data: parts and their total.  A reader knows all relations, all
 * counts that are shown, and that no count is below nought, or below its floor.
 *
 * Hidden first (primary) are counts in 1 .. least-1.  Others (complementary) follow until what a reader can work out
 * is no more than this:
 *   of a primary cell      bounds at least least-1 apart; narrower, though never told exactly, where all that stands in
 *                          its sums is hidden already and the column is small itself (a 2 is known to be in 0 .. 2)
 *   of any other hidden    bounds at least 1 apart; so none can be told exactly
 * Bounds are those of linear programming (the greatest and the least value that a solution of all relations with
 * no cell below its floor can have), which is all that follows from sums by reasoning in real numbers; that counts are
 * whole numbers may narrow them further in relations that are no plain two-way tables.  Outside knowledge (an
 * institution that knows its own answer) is not provided against.  Method: cell suppression with an audit,
 * e.g. A. Hundepool et al. (2012), Statistical Disclosure Control, ch. 4; the choice of complementary cells is a
 * heuristic, the smallest partner in a sum first, so more may be hidden than need be.
 *
 * What is published bit by bit is decided bit by bit: cells and relations may be added after disclosure_protect, and it is
 * called again.  What was shown stays shown and what was hidden stays hidden; of the new cells as many are hidden as
 * protects them and the old ones.
 *
 * The audit's solutions are corners of the polyhedron, visited by the simplex method from the true counts; every
 * corner met on the way widens the bounds seen of all cells at once, and is kept: what is hidden later only adds room.
 *
 * A cell is looked at in growing pieces of what hangs together: the cell, some of those of its sums with most room to give
 * way, some of theirs, and so on; all others stay at their true counts.  What can happen in a piece can happen, so bounds seen there are
 * never too wide, and hiding on the strength of them is never too little.  Up to DISCLOSURE_MOST cells that hang together the whole has
 * the last word; above that a cell that no piece shows to be safe has another hidden beside it, needed or not.
 * So a survey's 47 prefectures by 4 types by 11 answers (2,800 counts, 1,100 hidden) take a second, all its questions (25,000) some ten.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_DISCLOSURE_H
#define SHUKEI_ENGINE_STATISTICS_DISCLOSURE_H

#include "engine/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum disclosure_kind {
    DISCLOSURE_PRINTED, /* may be hidden */
    DISCLOSURE_HEAVY,   /* printed; hidden only when nothing else helps: a base, whose column goes with it */
    DISCLOSURE_FIXED,   /* known without looking: a count that cannot but be nought */
    DISCLOSURE_NOWHERE, /* not printed, yet to be protected like the others when it is small */
    DISCLOSURE_SLACK,   /* not printed and nobody's: makes an equation of "at most" */
};

struct disclosure_term {
    size_t cell;
    int sign; /* times the count: 1 or -1 */
};

struct disclosure;
struct disclosure *disclosure_create(struct arena *arena);
size_t disclosure_cell(struct disclosure *d, int64_t value, enum disclosure_kind kind);
/* A reader knows that the count is no less: its row stands in the table because something was counted there. */
void disclosure_floor(struct disclosure *d, size_t cell, int64_t floor);
/* A reader knows their sum, so who sees one of them sees the other.  b has no twin yet and nothing is decided about it. */
void disclosure_twins(struct disclosure *d, size_t a, size_t b);
/* Nobody sees it, and it needs no protection here. */
void disclosure_unknown(struct disclosure *d, size_t cell);
/* It was decided elsewhere whether it is seen. */
void disclosure_settle(struct disclosure *d, size_t cell, bool hidden);
int64_t disclosure_value(const struct disclosure *d, size_t cell);

/* The terms add up to nought (asserted).  A cell that stands twice with different signs drops out. */
void disclosure_relate(struct disclosure *d, const struct disclosure_term *terms, size_t count);

/* False when the audit would take longer than `patience`, in entries reckoned with (some 10^9 a second; no clock, so that the same tables are refused
 * on every machine): nothing may then be shown. */
enum { DISCLOSURE_MOST = 2500 };
bool disclosure_protect(struct disclosure *d, int64_t least, uint64_t patience)
    __attribute__((warn_unused_result));
bool disclosure_hidden(const struct disclosure *d, size_t cell);

#endif
