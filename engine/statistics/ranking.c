#include "engine/statistics/ranking.h"

#include <assert.h>

int ranking_compare(struct ranking_value a, struct ranking_value b) {
    __int128_t left = (__int128_t)a.num * b.den;
    __int128_t right = (__int128_t)b.num * a.den;
    return left < right ? -1 : left > right;
}

static struct ranking_place place_of(const struct ranking_value *values, size_t count,
                                     enum ranking_direction direction, size_t at) {
    struct ranking_place place = {0};
    long greater = 0, less = 0;
    for (size_t i = 0; i < count; i++) {
        if (values[i].den == 0)
            continue;
        int order = ranking_compare(values[i], values[at]);
        greater += order > 0;
        less += order < 0;
        place.shared += order == 0;
    }
    place.rank = 1 + (direction == RANKING_GREATEST_FIRST ? greater : less);
    place.behind = direction == RANKING_GREATEST_FIRST ? less : greater;
    return place;
}

size_t ranking_make(const struct ranking_value *values, size_t count, enum ranking_direction direction,
                    struct ranking_place *places) {
    size_t ranked = 0;
    for (size_t i = 0; i < count; i++) {
        assert(values[i].den >= 0);
        places[i] = (struct ranking_place){0};
        if (values[i].den == 0)
            continue;
        places[i] = place_of(values, count, direction, i);
        ranked++;
    }
    return ranked;
}

struct ranking_ends ranking_mark(struct ranking_place *places, size_t count, size_t k) {
    struct ranking_ends ends = {0};
    size_t ranked = 0;
    for (size_t i = 0; i < count; i++)
        ranked += places[i].rank > 0;
    ends.each = k <= ranked / 2 ? k : ranked / 2;
    for (size_t i = 0; i < count; i++) {
        struct ranking_place *p = &places[i];
        bool best = p->rank > 0 && (size_t)p->rank <= ends.each;
        bool worst = p->rank > 0 && (size_t)p->behind < ends.each;
        p->end = best == worst ? RANKING_MIDDLE : best ? RANKING_BEST : RANKING_WORST;
        ends.best += p->end == RANKING_BEST;
        ends.worst += p->end == RANKING_WORST;
    }
    ends.best_tied = ends.best > ends.each;
    ends.worst_tied = ends.worst > ends.each;
    return ends;
}
