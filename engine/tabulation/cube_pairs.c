#include "engine/tabulation/cube_pairs.h"

#include <assert.h>

static const struct expr *ticked(struct arena *arena, const struct question *question, size_t option) {
    struct expr *e = arena_alloc(arena, sizeof *e);
    e->op = EXPR_ANY;
    e->question = (int)question->position;
    e->options[option / 64] = (uint64_t)1 << (option % 64);
    return e;
}

/* The cube of those who ticked one option has in its rows who of them ticked the others. */
static const struct cube *count_those(struct arena *arena, const struct cube *cube,
                                      const struct question *question, size_t option) {
    struct cube_spec spec = *cube->spec;
    struct fault f = {0};
    spec.questions = arena_copy(arena, &question->position, sizeof question->position);
    spec.question_count = 1;
    spec.where = expr_and(arena, cube->spec->where, ticked(arena, question, option));
    const struct cube *those = cube_count(arena, cube->dataset, &spec, &f);
    assert(those); /* keys and base were accepted before */
    return those;
}

const int64_t *cube_pairs(struct arena *arena, const struct cube *cube, size_t question) {
    const struct question *q = cube->questions[question].question;
    size_t options = q->option_count, columns = cube->column_count;
    int64_t *pairs = arena_array(arena, columns * options * options + 1, sizeof *pairs);
    struct arena *scratch = arena_create();
    for (size_t j = 0; j < options; j++) {
        const struct cube *those = count_those(scratch, cube, q, j);
        for (size_t c = 0; c < columns; c++)
            for (size_t k = 0; k < options; k++)
                pairs[(c * options + j) * options + k] = cube_at(those, 0, k, c);
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    return pairs;
}
