/*
 * blocks: the blocks of a section (document.h), written one after the other.
 *
 *     struct blocks b = {.arena = arena};
 *     blocks_title(&b, 1, title);
 *     blocks_add(&b, BLOCK_GRID)->grid = grid;
 *     struct section section = {.blocks = b.items, .block_count = b.count, ...};
 *
 * What is returned is zeroed but for what was said, and may be filled in until the next one is added.
 */
#ifndef SHUKEI_REPORTS_MODEL_BLOCKS_H
#define SHUKEI_REPORTS_MODEL_BLOCKS_H

#include "reports/model/document.h"

struct blocks {
    struct arena *arena;
    struct block *items;
    size_t count, capacity;
};

struct block *blocks_add(struct blocks *b, enum block_kind kind);
struct block *blocks_title(struct blocks *b, int level, const char *text);
struct block *blocks_small(struct blocks *b, const char *text); /* small print */
struct block *blocks_pairs(struct blocks *b, const struct block_pair *pairs, size_t count);

#endif
