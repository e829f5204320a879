/* Any bytes as a questionnaire: it is loaded, or there is a fault that says why.  Seeds: templates/surveys.
 */
#include "engine/questionnaire/expr.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the header promises of a questionnaire that was accepted. */
static void check(struct arena *arena, const struct questionnaire *q) {
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question *question = &q->questions[i];
        struct fault f = {0};
        if (question->position != i || questionnaire_find(q, question->id) != (int)i ||
            !question->base_text || question->parent >= (int)i || !question->label ||
            (question_is_coded(question) && !question->option_count))
            abort();
        if (question->ask_text && strlen(question->ask_text) < 1000 &&
            !expr_compile(arena, q, question->ask_text, &f))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct questionnaire *q = questionnaire_parse(arena, (const char *)data, size, "fuzz.json", &f);
    if ((q == NULL) != (f.kind != FAULT_NONE))
        abort();
    if (q)
        check(arena, q);
    arena_destroy(arena);
    return 0;
}
