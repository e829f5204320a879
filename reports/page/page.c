#include "reports/page/page.h"

#include "engine/base/lang.h"
#include "reports/model/blocks.h"
#include "reports/pdf/pdf_print.h"

/* What is noted under the table is not said a second time under the figure. */
static void add_figure(struct blocks *b, const struct page_part *part) {
    enum { AFTER = 10 };
    struct figure *figure = arena_copy(b->arena, part->figure, sizeof *figure);
    if (part->table || part->grid)
        figure->note = NULL;
    blocks_add(b, BLOCK_FIGURE)->figure = figure;
    blocks_add(b, BLOCK_SPACE)->height = AFTER;
}

static void add_part(struct blocks *b, const struct page_part *part) {
    if (part->figure)
        add_figure(b, part);
    if (part->table)
        blocks_add(b, BLOCK_TABLE)->table = part->table;
    if (part->grid)
        blocks_add(b, BLOCK_GRID)->grid = part->grid;
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
    struct blocks b = {.arena = arena};
    blocks_title(&b, 1, page->title);
    for (size_t i = 0; i < page->part_count; i++)
        add_part(&b, &page->parts[i]);
    if (page->fact_count)
        blocks_pairs(&b, page->facts, page->fact_count);
    for (size_t i = 0; i < page->note_count; i++)
        blocks_small(&b, page->notes[i]);
    const struct section section = {.id = "page",
                                    .title = page->title,
                                    .landscape = is_wide(page),
                                    .cover = true,
                                    .blocks = b.items,
                                    .block_count = b.count};
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
