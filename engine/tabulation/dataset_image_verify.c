/* Whether an image and the returns are the same. */
#include "engine/base/bitset.h"
#include "engine/store/packed.h"
#include "engine/tabulation/dataset_image.h"

#include <string.h>

/* The finaliser of splitmix64 (G. L. Steele, D. Lea, C. H. Flood 2014, Fast splittable pseudorandom number generators,
 * OOPSLA). */
static uint64_t mix(uint64_t x) {
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
    x = (x ^ x >> 27) * 0x94D049BB133111EB;
    return x ^ x >> 31;
}

static uint64_t mix_text(const char *text) {
    uint64_t h = 0;
    for (; *text; text++)
        h = mix(h + (unsigned char)*text + 1);
    return h;
}

enum { LEAVES = 1 << 20, ATTRIBUTES }; /* beside the positions of questions */

/* A number for "this is so of the return", by what and which. */
static uint64_t mark(size_t what, size_t which) {
    return mix(0x9E3779B97F4A7C15 * (what * 4096 + which + 1));
}

static void add_set(uint64_t *of, const uint64_t *set, size_t n, uint64_t marked) {
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = set[w]; bits; bits &= bits - 1)
            of[64 * w + (size_t)__builtin_ctzll(bits)] += marked;
}

static void add_column(uint64_t *of, const struct dataset_column *column, size_t question, size_t n) {
    size_t options = column->option ? column->question->option_count : 0, at = 0;
    for (size_t j = 0; j < options; j++)
        add_set(of, column->option[j], n, mark(question, j));
    for (size_t s = 0; s < ANSWER_STATES; s++)
        add_set(of, column->state[s], n, mark(question, 1000 + s));
    for (size_t i = 0; column->number && i < n; i++)
        if (bitset_has(column->state[ANSWER_GIVEN], i)) {
            of[i] += mix((uint64_t)column->number[i] ^ mark(question, 2000));
            of[i] += mix((uint64_t)column->value[column->value_code[at++]] ^ mark(question, 2001));
        }
}

static void add_attribute(uint64_t *of, const struct dataset_attribute *attribute, size_t which, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (attribute->code[i] != DATASET_NO_CODE)
            of[i] += mix(mix_text(attribute->keys[attribute->code[i]]) + mark(ATTRIBUTES, which));
}

/* A return's number is the sum of the marks of all that is so of it; the dataset's that of its returns' mixed numbers, so
 * that it does not depend on their order. */
uint64_t dataset_image_fingerprint(const struct dataset *d) {
    struct arena *scratch = arena_create();
    uint64_t *of = arena_array(scratch, d->n + 1, sizeof *of), sum = mix(d->n);
    for (size_t i = 0; i < d->questionnaire->question_count; i++)
        add_column(of, &d->columns[i], i, d->n);
    for (size_t i = 0; i < d->leaf_count; i++)
        add_set(of, d->leaves[i].set, d->n, mark(LEAVES, i));
    add_attribute(of, &d->association, 0, d->n);
    add_attribute(of, &d->channel, 1, d->n);
    for (size_t i = 0; i < d->n; i++)
        sum += mix(of[i] + mix((uint64_t)dataset_received(d, i) + mark(ATTRIBUTES, 2)));
    arena_destroy(scratch);
    return sum;
}

/* 0: they agree, or there is no image; 1: they do not; -1: the returns cannot be read. */
static int differs(struct store *store, const char *survey, struct fault *f) {
    struct arena *arena = arena_create();
    char state[65];
    int found = -1;
    const struct questionnaire *q = store_questionnaire(store, arena, survey, f);
    if (q && store_state(store, survey, state, f)) {
        struct arena *of_image = arena_create();
        const struct dataset *d = dataset_image_load(of_image, store, q, state);
        uint64_t fingerprint = d ? dataset_image_fingerprint(d) : 0;
        arena_destroy(of_image);
        const struct dataset *anew = d ? dataset_load_anew(arena, store, q, f) : NULL;
        if (!d || anew)
            found = d && dataset_image_fingerprint(anew) != fingerprint;
    }
    arena_destroy(arena);
    return found;
}

bool dataset_image_verify(struct arena *arena, struct store *store, const char **survey, bool *dropped,
                          struct fault *f) {
    struct survey_row *rows;
    size_t count;
    *survey = NULL;
    if (!store_survey_list(store, arena, &rows, &count, f))
        return false;
    for (size_t i = 0; i < count && !*survey; i++) {
        int found = differs(store, rows[i].id, f);
        if (found < 0)
            return false;
        if (found)
            *survey = rows[i].id;
    }
    *dropped = *survey && store_packed_drop(store, *survey);
    return true;
}
