#include "engine/response/keying.h"

#include "engine/base/utf8.h"

#include <inttypes.h>
#include <string.h>

/* --- answers --- */

static const char *folded_words(struct arena *arena, const struct answer *answer) {
    return answer->text ? utf8_fold(arena, answer->text) : "";
}

static char *given_key(struct arena *arena, const struct question *question, const struct answer *answer) {
    switch (question->kind) {
    case QUESTION_NUMBER:
    case QUESTION_DATE:
        return arena_printf(arena, "=%" PRId64, answer->number);
    case QUESTION_TEXT:
        return arena_printf(arena, "=%s", folded_words(arena, answer));
    case QUESTION_MULTI:
        return arena_printf(arena, "=%" PRIx64 "\x1f%s", answer->bits, folded_words(arena, answer));
    default:
        return arena_printf(arena, "=%d\x1f%s", answer->code, folded_words(arena, answer));
    }
}

char *keying_key(struct arena *arena, const struct question *question, const struct answer *answer) {
    if (answer->state == ANSWER_GIVEN)
        return given_key(arena, question, answer);
    enum answer_state state = answer->state == ANSWER_NOT_APPLICABLE ? ANSWER_NO_ANSWER : answer->state;
    return arena_strdup(arena, answer_state_key(state));
}

bool keying_alike(struct arena *scratch, const struct question *question, const struct answer *a,
                  const struct answer *b) {
    return strcmp(keying_key(scratch, question, a), keying_key(scratch, question, b)) == 0;
}

bool keying_is_field(const struct answer *answer) {
    return answer->state != ANSWER_NOT_APPLICABLE;
}

/* --- sheets --- */

struct sheet_node {
    struct sheet_node *next;
    uint32_t hash;
    const char *sheet, *association;
    void *item;
};

struct keying_index {
    struct arena *arena;
    struct sheet_node **slots;
    size_t capacity, count; /* capacity: a power of two */
};

enum { FIRST_CAPACITY = 256 };

static uint32_t hash_of(const char *text) {
    uint32_t hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

struct keying_index *keying_index_create(struct arena *arena) {
    struct keying_index *index = arena_alloc(arena, sizeof *index);
    index->arena = arena;
    index->capacity = FIRST_CAPACITY;
    index->slots = arena_array(arena, index->capacity, sizeof *index->slots);
    return index;
}

static void put(struct keying_index *index, struct sheet_node *node) {
    struct sheet_node **slot = &index->slots[node->hash & (index->capacity - 1)];
    node->next = *slot;
    *slot = node;
}

static void grow(struct keying_index *index) {
    struct sheet_node **old = index->slots;
    size_t old_capacity = index->capacity;
    index->capacity *= 4;
    index->slots = arena_array(index->arena, index->capacity, sizeof *index->slots);
    for (size_t i = 0; i < old_capacity; i++)
        for (struct sheet_node *node = old[i], *next; node; node = next) {
            next = node->next;
            put(index, node);
        }
}

void keying_index_add(struct keying_index *index, const char *sheet, const char *association, void *item) {
    struct sheet_node *node = arena_alloc(index->arena, sizeof *node);
    *node =
        (struct sheet_node){.hash = hash_of(sheet), .sheet = sheet, .association = association, .item = item};
    if (index->count++ >= index->capacity)
        grow(index);
    put(index, node);
}

enum keying_match keying_index_find(const struct keying_index *index, const char *sheet,
                                    const char *association, void **item) {
    uint32_t hash = hash_of(sheet);
    size_t exact = 0, loose = 0;
    void *exact_item = NULL, *loose_item = NULL;
    for (const struct sheet_node *node = index->slots[hash & (index->capacity - 1)]; node;
         node = node->next) {
        if (node->hash != hash || strcmp(node->sheet, sheet) != 0)
            continue;
        if (!association || !node->association)
            loose++, loose_item = node->item;
        else if (strcmp(node->association, association) == 0)
            exact++, exact_item = node->item;
    }
    size_t found = exact ? exact : loose;
    *item = found != 1 ? NULL : exact ? exact_item : loose_item;
    return found == 0 ? KEYING_NONE : found == 1 ? KEYING_ONE : KEYING_SEVERAL;
}
