#include "reports/page/page.h"

#include "engine/base/lang.h"
#include "reports/pdf/pdf_print.h"

struct writing {
    struct arena *arena;
    struct block *blocks;
    size_t count, capacity;
};

static struct block *add(struct writing *w, enum block_kind kind) {
    w->blocks = arena_grow(w->arena, w->blocks, w->count, &w->capacity, sizeof *w->blocks);
    w->blocks[w->count] = (struct block){.kind = kind};
    return &w->blocks[w->count++];
}

/* What is noted under the table is not said a second time under the figure. */
static void add_figure(struct writing *w, const struct page_part *part) {
    enum { AFTER = 10 };
    struct figure *figure = arena_copy(w->arena, part->figure, sizeof *figure);
    if (part->table || part->grid)
        figure->note = NULL;
    add(w, BLOCK_FIGURE)->figure = figure;
    add(w, BLOCK_SPACE)->height = AFTER;
}

static void add_part(struct writing *w, const struct page_part *part) {
    if (part->figure)
        add_figure(w, part);
    if (part->table)
        add(w, BLOCK_TABLE)->table = part->table;
    if (part->grid)
        add(w, BLOCK_GRID)->grid = part->grid;
}

static void add_facts(struct writing *w, const struct page *page) {
    struct block *block = add(w, BLOCK_PAIRS);
    block->pairs = page->facts;
    block->pair_count = page->fact_count;
}

/* Wide ones lie on their side. */
static bool is_wide(const struct page *page) {
    enum { TABLE_COLUMNS = 5 };
    for (size_t i = 0; i < page->part_count; i++)
        if (page->parts[i].table && page->parts[i].table->column_count > TABLE_COLUMNS)
            return true;
    return page->wide;
}

bool page_pdf(struct arena *arena, const struct page *page, bool quiet, const char *path, struct fault *f) {
    struct writing w = {.arena = arena};
    struct block *title = add(&w, BLOCK_TITLE);
    title->level = 1;
    title->text = page->title;
    for (size_t i = 0; i < page->part_count; i++)
        add_part(&w, &page->parts[i]);
    if (page->fact_count)
        add_facts(&w, page);
    for (size_t i = 0; i < page->note_count; i++) {
        struct block *note = add(&w, BLOCK_PARAGRAPH);
        note->level = 1;
        note->text = page->notes[i];
    }
    const struct section section = {.id = "page",
                                    .title = page->title,
                                    .landscape = is_wide(page),
                                    .cover = true,
                                    .blocks = w.blocks,
                                    .block_count = w.count};
    const struct document document = {.title = page->title,
                                      .author = page->organiser,
                                      .subject = page->title,
                                      .keywords = page->id,
                                      .lang = lang_now(),
                                      .footer = page->organiser ? page->organiser : page->id,
                                      .watermark = page->notice,
                                      .sections = &section,
                                      .section_count = 1};
    return pdf_print(arena, &document, quiet, path, f);
}
