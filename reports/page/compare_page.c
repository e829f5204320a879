#include "reports/page/compare_page.h"

#include "engine/base/lang.h"
#include "reports/compare/compare_grid.h"
#include "reports/compare/compare_plot.h"

static const struct block_pair *facts_of(struct arena *arena, const struct comparison *c, size_t *count) {
    struct block_pair *pairs = arena_array(arena, c->wave_count + 1, sizeof *pairs);
    for (size_t i = 0; i < c->wave_count; i++) {
        const struct wave *wave = c->waves[i];
        pairs[(*count)++] = (struct block_pair){
            wave->label ? wave->label : wave->id,
            wave->method && *wave->method ? arena_printf(arena, _("%s (%s)"), wave->title, wave->method)
                                          : wave->title,
            NULL};
    }
    return pairs;
}

const struct page *compare_page(struct arena *arena, const struct comparison *c,
                                const struct figure *figure) {
    const struct plot *plot = compare_plot(arena, c);
    struct page *page = arena_alloc(arena, sizeof *page);
    struct page_part *part = arena_alloc(arena, sizeof *part);
    struct grid *grid =
        arena_copy(arena, compare_grid(arena, c, plot->caption, plot->note, false), sizeof *grid);
    *page = (struct page){.title = plot->title,
                          .id = _("Comparison"),
                          .wide = true,
                          .parts = part,
                          .part_count = 1,
                          .notes = grid->notes,
                          .note_count = grid->note_count};
    grid->note_count = 0; /* they stand at the page's end */
    *part = (struct page_part){.figure = figure, .grid = grid};
    page->facts = facts_of(arena, c, &page->fact_count);
    for (size_t i = 0; i < c->wave_count && !page->notice; i++)
        page->notice = c->waves[i]->notice;
    return page;
}
