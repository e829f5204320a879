#include "engine/tabulation/kappa.h"

#include "engine/base/order.h"

#include <stdlib.h>
#include <string.h>

static size_t run_length(const char *const *sorted, size_t from, size_t count) {
    size_t to = from;
    while (to < count && strcmp(sorted[to], sorted[from]) == 0)
        to++;
    return to - from;
}

/* How many pairs would agree if either rater's answers were dealt at random: over the categories that both
 * used, the product of their counts.  Whole numbers, so that "always the same" is known exactly. */
static double chance_pairs(const char *const *first, const char *const *second, size_t count) {
    double sum = 0;
    for (size_t i = 0, j = 0; i < count && j < count;) {
        int order = strcmp(first[i], second[j]);
        size_t left = run_length(first, i, count), right = run_length(second, j, count);
        if (order == 0)
            sum += (double)left * (double)right;
        if (order <= 0)
            i += left;
        if (order >= 0)
            j += right;
    }
    return sum;
}

struct kappa kappa_cohen(struct arena *scratch, const struct kappa_pair *pairs, size_t count) {
    struct kappa k = {.pairs = count};
    if (!count)
        return k;
    const char **first = arena_array(scratch, count, sizeof *first);
    const char **second = arena_array(scratch, count, sizeof *second);
    for (size_t i = 0; i < count; i++) {
        first[i] = pairs[i].first;
        second[i] = pairs[i].second;
        k.agreed += strcmp(first[i], second[i]) == 0;
    }
    qsort(first, count, sizeof *first, order_texts);
    qsort(second, count, sizeof *second, order_texts);
    double n = (double)count, chance = chance_pairs(first, second, count);
    k.observed = (double)k.agreed / n;
    k.expected = chance / (n * n);
    k.defined = chance < n * n;
    if (k.defined)
        k.value = (k.observed - k.expected) / (1 - k.expected);
    return k;
}
