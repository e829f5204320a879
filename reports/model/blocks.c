#include "reports/model/blocks.h"

struct block *blocks_add(struct blocks *b, enum block_kind kind) {
    b->items = arena_grow(b->arena, b->items, b->count, &b->capacity, sizeof *b->items);
    b->items[b->count] = (struct block){.kind = kind};
    return &b->items[b->count++];
}

struct block *blocks_title(struct blocks *b, int level, const char *text) {
    struct block *block = blocks_add(b, BLOCK_TITLE);
    block->level = level;
    block->text = text;
    return block;
}

struct block *blocks_small(struct blocks *b, const char *text) {
    struct block *block = blocks_add(b, BLOCK_PARAGRAPH);
    block->level = 1;
    block->text = text;
    return block;
}

struct block *blocks_pairs(struct blocks *b, const struct block_pair *pairs, size_t count) {
    struct block *block = blocks_add(b, BLOCK_PAIRS);
    block->pairs = pairs;
    block->pair_count = count;
    return block;
}
