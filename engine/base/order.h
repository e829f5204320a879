/*
 * order: plain values in ascending order, for qsort and bsearch.
 *
 * Each compares two elements of an array of the type it names.  What is ordered by more than its value (a rank, then a
 * name) has its own comparison where the elements are known.
 */
#ifndef SHUKEI_ENGINE_BASE_ORDER_H
#define SHUKEI_ENGINE_BASE_ORDER_H

int order_texts(const void *a, const void *b); /* const char *, by bytes; none is NULL */
int order_whole(const void *a, const void *b); /* int64_t */
int order_reals(const void *a, const void *b); /* double; none is NaN */

#endif
