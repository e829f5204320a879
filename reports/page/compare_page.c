#include "reports/page/compare_page.h"

#include "engine/base/lang.h"
#include "reports/compare/compare_grid.h"
#include "reports/compare/compare_plot.h"
#include "reports/compare/overview.h"

#include <string.h>

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

/* --- the overview --- */

static const char *joined(struct arena *arena, const char *head, const char *lines) {
    const char *text = head;
    for (const char *at = lines; at && *at; at += *at == '\n') {
        const size_t length = strcspn(at, "\n");
        text = arena_printf(arena, "%s%s%.*s", text, at == lines ? _(" Source: ") : _(", "), (int)length, at);
        at += length;
    }
    return text;
}

/* One paragraph for a reason. */
static const char *reason_text(struct arena *arena, const struct overview_refusal *refusal) {
    const char *text = arena_printf(arena, _("- %s: "), refusal->words);
    for (size_t k = 0; k < refusal->line_count; k++)
        text = arena_printf(arena, "%s%s%s", text, k ? _("; ") : "", refusal->lines[k]);
    return text;
}

static void add_notes(struct arena *arena, const struct overview *o, struct page *page) {
    const char **notes =
        arena_array(arena, o->reading_count + o->refusal_count + o->survey_count + 3, sizeof *notes);
    for (size_t i = 0; i < o->reading_count; i++)
        notes[page->note_count++] = o->readings[i];
    if (o->refusal_count)
        notes[page->note_count++] = _("Not compared, and why");
    for (size_t i = 0; i < o->refusal_count; i++)
        notes[page->note_count++] = reason_text(arena, &o->refusals[i]);
    notes[page->note_count++] = _("Surveys and sources");
    for (size_t i = 0; i < o->survey_count; i++)
        notes[page->note_count++] =
            joined(arena, arena_printf(arena, _("%s: %s"), o->surveys[i].label, o->surveys[i].text),
                   o->surveys[i].sources);
    page->notes = notes;
}

static void add_parts(struct arena *arena, const struct overview *o, struct page *page,
                      const struct grid *details, const struct figure *figure) {
    size_t count = 2;
    for (size_t i = 0; i < o->panel_count; i++)
        count += o->panels[i].grid_count;
    struct page_part *parts = arena_array(arena, count, sizeof *parts);
    if (figure)
        parts[page->part_count++].figure = figure;
    for (size_t i = 0; i < o->panel_count; i++)
        for (size_t k = 0; k < o->panels[i].grid_count; k++)
            parts[page->part_count++].grid = o->panels[i].grids[k];
    if (details)
        parts[page->part_count++].grid = details;
    page->parts = parts;
}

const struct page *compare_overview_page(struct arena *arena, const struct comparison *c,
                                         const struct figure *figure, bool details) {
    const struct overview *o = overview_make(arena, c);
    struct page *page = arena_alloc(arena, sizeof *page);
    *page = (struct page){.title = _("Comparison of the surveys"), .id = _("Comparison"), .wide = true};
    add_parts(arena, o, page, details ? compare_grid(arena, c, _("Every item by itself"), NULL, false) : NULL,
              figure);
    add_notes(arena, o, page);
    for (size_t i = 0; i < c->wave_count && !page->notice; i++)
        page->notice = c->waves[i]->notice;
    return page;
}
