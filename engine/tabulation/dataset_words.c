#include "engine/tabulation/dataset_words.h"

#include "engine/base/fnv.h"
#include "engine/tabulation/dataset.h"

#include <string.h>

enum { SLOTS_AT_FIRST = 64, SLOT_EMPTY = DATASET_NO_CODE };

struct dataset_words {
    struct arena *arena;
    const char **texts;
    size_t count, capacity;
    uint16_t *slots; /* codes, by hash; twice as many as words at least */
    size_t slot_count;
};

static uint16_t *slot_of(const struct dataset_words *words, const char *text) {
    size_t at = fnv_text(FNV_START, text) & (words->slot_count - 1);
    while (words->slots[at] != SLOT_EMPTY && strcmp(words->texts[words->slots[at]], text) != 0)
        at = (at + 1) & (words->slot_count - 1);
    return &words->slots[at];
}

static void make_slots(struct dataset_words *words, size_t count) {
    words->slots = arena_array(words->arena, count, sizeof *words->slots);
    words->slot_count = count;
    memset(words->slots, 0xFF, count * sizeof *words->slots);
    for (size_t i = 0; i < words->count; i++)
        *slot_of(words, words->texts[i]) = (uint16_t)i;
}

struct dataset_words *dataset_words_create(struct arena *arena) {
    struct dataset_words *words = arena_alloc(arena, sizeof *words);
    words->arena = arena;
    make_slots(words, SLOTS_AT_FIRST);
    return words;
}

uint16_t dataset_words_code(struct dataset_words *words, const char *text) {
    if (!text || !*text)
        return DATASET_NO_CODE;
    uint16_t *slot = slot_of(words, text);
    if (*slot != SLOT_EMPTY || words->count == DATASET_NO_CODE)
        return *slot;
    words->texts =
        arena_grow(words->arena, words->texts, words->count, &words->capacity, sizeof *words->texts);
    words->texts[words->count] = arena_strdup(words->arena, text);
    *slot = (uint16_t)words->count++;
    uint16_t code = *slot;
    if (2 * words->count > words->slot_count)
        make_slots(words, 2 * words->slot_count);
    return code;
}

size_t dataset_words_count(const struct dataset_words *words) {
    return words->count;
}

const char *dataset_words_text(const struct dataset_words *words, size_t code) {
    return words->texts[code];
}
