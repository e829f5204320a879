/* Any bytes as a file of published figures: a survey that can be stored as it is, or one fault that says why.
 */
#include "importers/published.h"

#include "engine/store/aggregate_internal.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the header promises of a survey that was read. */
static void check(const struct published_survey *p) {
    if (!p->id || !p->title || !p->organiser || (p->series && !p->order) || p->sent < AGGREGATE_UNKNOWN)
        abort();
    for (size_t i = 0; i < p->question_count; i++) {
        const struct published_question *q = &p->questions[i];
        if (!q->id || !q->text || !q->kind || q->base_n < AGGREGATE_UNKNOWN)
            abort();
        for (size_t j = 0; j < q->option_count; j++)
            if (!q->options[j].label || q->options[j].count < AGGREGATE_UNKNOWN)
                abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_create();
    struct fault f = {0};
    struct strbuf contents = {0};
    const struct published_survey *p = published_parse(arena, (const char *)data, size, "fuzz.json", &f);
    if ((p == NULL) != (f.kind != FAULT_NONE))
        abort();
    if (p) {
        check(p);
        aggregate_published_contents(p, &contents);
    }
    strbuf_end(&contents);
    arena_destroy(arena);
    return 0;
}
