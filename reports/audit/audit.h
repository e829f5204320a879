/*
 * audit: the proof-reader.  A draft in, its claims with a verdict each out.
 *
 *     file (audit_read.h) → draft: segments and tokens (audit_draft.h) → bases (audit_base.h) → checkers, rows of one table
 *     (audit.c) → claims (this header) → text, JSON, CSV (audit_write.c)
 *
 * A *claim* is something that the draft says about a quantity and that can be held against its other numbers: "49% (2,554 of 5,188)",
 * parts of a whole, 10.3 points, about half, the highest of a list, a rank.  Every figure is computed from the integers; a printed
 * percentage is right when it is the half-up rounding of count / n at its own number of decimals.
 *
 * Verdicts:
 *   consistent   the arithmetic holds, on a base that the draft states (the sentence says which)
 *   impossible   it cannot hold: no stated base gives it, or the base beside it does not
 *   unsupported  it may be meant otherwise, but the draft does not bear it out: silent non-response, an unweighted mean of
 *                rates as a rate of the whole, "at least" left out
 *   unchecked    nothing to hold it against
 *
 * A claim that is judged several times keeps its gravest verdict.  Candidates say what would make it true: the right percentage, the
 * counts, the bases.  Everything lives in the arena.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_H

#include "reports/audit/audit_draft.h"

#include <stdio.h>

enum audit_verdict { AUDIT_CONSISTENT, AUDIT_UNCHECKED, AUDIT_UNSUPPORTED, AUDIT_IMPOSSIBLE, AUDIT_VERDICTS };

extern const char *const audit_verdict_names[AUDIT_VERDICTS]; /* of the contract: "consistent" ... */

struct audit_candidate {
    const char *kind;    /* "percent" "count" "base" "points" "mean" "store" "word" */
    int64_t count, n;    /* or -1 */
    const char *percent; /* "73.6%", or NULL */
    const char *text;    /* for people */
};

struct audit_claim {
    const char *text;
    size_t line;
    enum audit_verdict verdict;
    const char *why;
    struct audit_candidate *candidates;
    size_t candidate_count, candidate_capacity;
    const struct audit_token *token; /* what it is about */
};

struct audit_base;
struct audit_grid;
struct audit_labels;
struct audit_reference; /* audit_reference.h: what the store says, or NULL */

struct audit {
    struct arena *arena;
    const struct audit_words *words;
    const struct audit_draft *draft;
    const struct audit_reference *reference;
    struct audit_base *bases;
    size_t base_count, base_capacity;
    struct audit_grid *grids; /* made when they are first asked for */
    size_t grid_count, grid_capacity;
    bool gridded;
    const struct audit_labels *labels; /* likewise */
    struct audit_claim *claims;
    size_t claim_count, claim_capacity;
};

/* Runs every checker over the draft. */
struct audit *audit_run(struct arena *arena, const struct audit_words *words, const struct audit_draft *draft,
                        const struct audit_reference *reference);

/* How many claims have this verdict. */
size_t audit_count(const struct audit *a, enum audit_verdict verdict);

/* --- for checkers ----------------------------------------------------------------------------------------- */

/* Adds a claim about a token of a segment, or makes the verdict of the one that is there graver; returns it.
 * The text of a claim is the part of the segment from `from` to `to`. */
struct audit_claim *audit_claim_add(struct audit *a, const struct audit_segment *s, struct audit_token *token,
                                    size_t from, size_t to, enum audit_verdict verdict, const char *why);
/* A claim that is not about one token of the draft. */
struct audit_claim *audit_claim_free(struct audit *a, const char *text, size_t line,
                                     enum audit_verdict verdict, const char *why);
void audit_candidate_add(struct audit *a, struct audit_claim *claim, struct audit_candidate candidate);

/* Whether any word of the list stands in the segment. */
bool audit_says(const struct audit *a, enum audit_list list, const struct audit_segment *s);

/* --- writing ---------------------------------------------------------------------------------------------- */

void audit_write_text(FILE *out, const struct audit *a);
void audit_write_json(FILE *out, const struct audit *a);
void audit_write_csv(FILE *out, const struct audit *a);

#endif
