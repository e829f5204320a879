#include "reports/page/compare_page.h"

#include "engine/base/lang.h"
#include "reports/compare/compare_plot.h"
#include "reports/compare/detail_grids.h"
#include "reports/compare/overview.h"

#include <string.h>

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

static void add_notes(struct arena *arena, const struct overview *o, struct page *page, bool readings) {
    const char **notes =
        arena_array(arena, o->reading_count + o->refusal_count + o->survey_count + 3, sizeof *notes);
    for (size_t i = 0; readings && i < o->reading_count; i++)
        notes[page->note_count++] = o->readings[i];
    if (!readings && o->reading_count)
        notes[page->note_count++] = o->method;
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

enum { OVERVIEW = 1, DETAILS = 2 };

static void add_grid(struct page *page, struct page_part *parts, const struct grid *grid) {
    parts[page->part_count++].grid = grid;
}

static void add_parts(struct arena *arena, const struct comparison *c, const struct overview *o,
                      struct page *page, const struct figure *figure, int what) {
    size_t detail_count = 0, count = 2;
    const struct grid *const *details = what & DETAILS ? detail_grids(arena, c, &detail_count) : NULL;
    for (size_t i = 0; i < o->panel_count; i++)
        count += o->panels[i].grid_count;
    struct page_part *parts = arena_array(arena, count + detail_count, sizeof *parts);
    if (figure)
        parts[page->part_count++].figure = figure;
    for (size_t i = 0; what & OVERVIEW && i < o->panel_count; i++)
        for (size_t k = 0; k < o->panels[i].grid_count; k++)
            add_grid(page, parts, o->panels[i].grids[k]);
    for (size_t i = 0; i < detail_count; i++)
        add_grid(page, parts, details[i]);
    page->parts = parts;
}

static struct page *make_page(struct arena *arena, const struct comparison *c, const struct figure *figure,
                              int what) {
    const struct overview *o = overview_make(arena, c);
    struct page *page = arena_alloc(arena, sizeof *page);
    *page = (struct page){.title = _("Comparison of the surveys"), .id = _("Comparison"), .wide = true};
    add_parts(arena, c, o, page, figure, what);
    add_notes(arena, o, page, what & OVERVIEW);
    for (size_t i = 0; i < c->wave_count && !page->notice; i++)
        page->notice = c->waves[i]->notice;
    return page;
}

const struct page *compare_overview_page(struct arena *arena, const struct comparison *c,
                                         const struct figure *figure, bool details) {
    return make_page(arena, c, figure, OVERVIEW | (details ? DETAILS : 0));
}

const struct page *compare_page(struct arena *arena, const struct comparison *c,
                                const struct figure *figure) {
    struct page *page = make_page(arena, c, figure, DETAILS);
    page->title = compare_plot(arena, c)->title;
    return page;
}
