/* Any bytes as a file of series: series whose points can be stored as they are, or one fault that says why.
 */
#include "importers/series.h"

#include "engine/store/aggregate_internal.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct series *s) {
    if (!s->id || !*s->id || !s->count)
        abort();
    for (size_t i = 0; i < s->count; i++) {
        const struct series_point *p = &s->points[i];
        double number;
        if (!p->unit || !p->source || !series_is_period(p->period) ||
            strcmp(p->unit, s->points[0].unit) != 0 || p->numerator < AGGREGATE_UNKNOWN ||
            p->denominator == 0 || p->rank == 0)
            abort();
        if (aggregate_number(p, &number) && number != number)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct source source = {.path = "x.csv", .bytes = data, .length = size};
    struct arena *arena = arena_create();
    struct fault f = {0};
    struct strbuf contents = {0};
    struct series *series = NULL;
    size_t count = 0;
    bool done = series_read(arena, &source, &series, &count, &f);
    if (done == (f.kind != FAULT_NONE))
        abort();
    for (size_t i = 0; i < count; i++) {
        check(&series[i]);
        aggregate_series_contents(&series[i], &contents);
    }
    strbuf_end(&contents);
    arena_destroy(arena);
    return 0;
}
