#include "reports/microdata/release_order.h"

#include "engine/base/bitset.h"
#include "engine/base/strbuf.h"

#include <sodium.h>
#include <stdlib.h>

uint64_t release_hash(const void *bytes, size_t length) {
    static const unsigned char key[crypto_shorthash_KEYBYTES];
    uint64_t hash;
    _Static_assert(sizeof hash == crypto_shorthash_BYTES, "a hash is eight bytes");
    crypto_shorthash((unsigned char *)&hash, bytes, length, key);
    return hash;
}

static int compare_places(const void *left, const void *right) {
    const struct release_place *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

void release_sort(struct release_place *places, size_t count) {
    if (count)
        qsort(places, count, sizeof *places, compare_places);
}

static void add_column(struct strbuf *bytes, const struct dataset_column *column, size_t at) {
    for (size_t s = 0; s < ANSWER_STATES; s++)
        strbuf_char(bytes, bitset_has(column->state[s], at));
    for (size_t j = 0; column->option && j < column->question->option_count; j++)
        strbuf_char(bytes, bitset_has(column->option[j], at));
    if (column->number && bitset_has(column->state[ANSWER_GIVEN], at))
        strbuf_add_bytes(bytes, &column->number[at], sizeof *column->number);
}

const uint32_t *release_order(struct arena *arena, const struct dataset *d,
                              const struct release_source *sources, size_t count) {
    struct arena *scratch = arena_create();
    struct release_place *places = arena_array(scratch, d->n + 1, sizeof *places);
    uint32_t *order = arena_array(arena, d->n + 1, sizeof *order);
    struct strbuf bytes = {0};
    for (size_t i = 0; i < d->n; i++) {
        strbuf_clear(&bytes);
        for (size_t s = 0; s < count; s++)
            if (sources[s].key.id)
                strbuf_add_bytes(&bytes, &sources[s].value[i], sizeof *sources[s].value);
        for (size_t q = 0; q < d->questionnaire->question_count; q++)
            add_column(&bytes, &d->columns[q], i);
        places[i] = (struct release_place){release_hash(bytes.text, bytes.length), (uint32_t)i};
    }
    release_sort(places, d->n);
    for (size_t i = 0; i < d->n; i++)
        order[i] = places[i].at;
    strbuf_end(&bytes);
    arena_destroy(scratch);
    return order;
}
