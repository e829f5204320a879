/*
 * anonymity: a file in which every return looks like at least k - 1 others.
 *
 * Keys are what somebody may know of a respondent beforehand: type, region, prefecture, association, way and
 * week of answering.  A class is a set of returns whose released keys are all the same.  A file is k-anonymous
 * when every class has k returns or more (P. Samarati (2001), IEEE Transactions on Knowledge and Data
 * Engineering 13, 1010-1027; L. Sweeney (2002), International Journal of Uncertainty, Fuzziness and
 * Knowledge-Based Systems 10, 557-570).
 *
 * The way there is from the top down, one key after the other (B. C. M. Fung, K. Wang, P. S. Yu (2005), ICDE 21,
 * 205-216): at first all returns are one class and nothing is released.  A key splits each class by its values.
 * Parts with fewer than k returns are not told apart: their value is withheld.  If they have fewer than k returns
 * together, the value is withheld of some more, of the largest parts, as long as these keep k; where that is not
 * enough, of the whole smallest other part.  So each part has k returns again, what is withheld is as few returns as
 * can be in that class, and the next key goes on from there.  Which key comes first decides what is lost; the caller
 * may try several orders.
 *
 * A key that tells another one (an association its prefecture) names it as `parent`, which comes before it: where the
 * parent's value is withheld, so is the child's.  The classes have k returns without that, too; but nobody would
 * believe a file that withholds a prefecture and names it in the next column.
 *
 * A table that is published stands beside the file: what it counts under a value, less what the file shows there, are
 * those of whom the value is withheld.  So of a key that is `told_by_tables` a value is withheld of k returns in each class
 * that has it, or of all that have it there, as soon as it is withheld of any: what is left after subtracting are k returns
 * or more, or a whole cell, and tables have their own rules for that (reports/model/table_suppress.h).
 *
 * Fewer than k returns in all: everything is withheld, and they still do not look like k.
 *
 * Memory: eight bytes a return and two a key; everything lives in the arena.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_ANONYMITY_H
#define SHUKEI_REPORTS_MICRODATA_ANONYMITY_H

#include "engine/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { ANONYMITY_WITHHELD = 0xFFFF }; /* no value */

struct anonymity_key {
    const uint16_t *value;  /* by return, 0 .. value_count - 1 */
    size_t value_count;     /* less than ANONYMITY_WITHHELD */
    const uint16_t *parent; /* what is released of the parent; or NULL */
    bool told_by_tables;    /* its values are columns of tables that are published */
    uint16_t *released;     /* out, by return: the value, or ANONYMITY_WITHHELD */
    size_t withheld;        /* out: how many */
};

struct anonymity;
/* order: the returns in an order that tells nothing but their contents (of like ones the first are withheld); NULL: as
 * they are. */
struct anonymity *anonymity_begin(struct arena *arena, size_t n, size_t k, const uint32_t *order);
void anonymity_refine(struct anonymity *a, struct anonymity_key *key);

/* The classes so far: *count of them; the returns of class c are rows[first[c]] .. rows[first[c + 1] - 1]. */
const uint32_t *anonymity_rows(const struct anonymity *a, const uint32_t **first, size_t *count);

#endif
