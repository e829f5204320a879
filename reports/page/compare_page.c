#include "reports/page/compare_page.h"

#include "engine/base/lang.h"
#include "reports/compare/compare_plot.h"
#include "reports/compare/compare_words.h"

#include <string.h>

enum column { ITEM, SURVEY, N, COUNT, SHARE, INTERVAL, POINTS, LIMITS, P, COLUMNS };

struct making {
    struct arena *arena;
    const struct comparison *c;
    struct grid_row *rows;
    size_t row_count, row_capacity;
    const char **notes;
    size_t note_count, note_capacity;
};

static void note(struct making *m, const char *text) {
    for (size_t i = 0; i < m->note_count; i++)
        if (strcmp(m->notes[i], text) == 0)
            return;
    m->notes = arena_grow(m->arena, m->notes, m->note_count, &m->note_capacity, sizeof *m->notes);
    m->notes[m->note_count++] = text;
}

static const struct comparison_difference *difference_to(const struct comparison_block *block, size_t row) {
    for (size_t i = 0; i < block->difference_count; i++)
        if (block->differences[i].to == row)
            return &block->differences[i];
    return NULL;
}

static void fill_difference(struct arena *arena, struct grid_cell *cells,
                            const struct comparison_difference *d) {
    if (!d)
        return;
    cells[POINTS].text = d->difference.has_points ? d->difference.text : "-";
    cells[LIMITS].text = compare_limits_text(arena, &d->difference);
    cells[P].text = compare_p_text(arena, d->difference.has_p, d->p_adjusted);
}

static void add_row(struct making *m, const char *label, const struct comparison_block *block, size_t at) {
    const struct comparison_row *row = &block->rows[at];
    const bool compared = !row->refused.text || row->forced;
    struct grid_cell *cells = arena_array(m->arena, COLUMNS, sizeof *cells);
    cells[ITEM].text = label;
    cells[SURVEY].text = row->wave->label ? row->wave->label : row->wave->title;
    cells[N].text = compared ? compare_n_text(m->arena, row) : "-";
    cells[COUNT].text = compared ? compare_count_text(m->arena, row) : "-";
    cells[SHARE].text = compared && row->has_percent ? row->text : "-";
    cells[INTERVAL].text =
        compare_interval_text(m->arena, compared && row->has_interval, row->low, row->high);
    fill_difference(m->arena, cells, difference_to(block, at));
    m->rows = arena_grow(m->arena, m->rows, m->row_count, &m->row_capacity, sizeof *m->rows);
    m->rows[m->row_count++] = (struct grid_row){cells, row->refused.text ? GRID_SILENCE : GRID_PLAIN};
}

static void add_block(struct making *m, const char *label, const struct comparison_block *block) {
    for (size_t i = 0; i < block->row_count; i++)
        add_row(m, i ? "" : label, block, i);
    if (block->refused)
        note(m, arena_printf(m->arena, _("%s: not compared; %s"), label, block->refused));
}

static void add_concepts(struct making *m) {
    for (size_t i = 0; i < m->c->concept_count; i++) {
        const struct comparison_concept *concept = &m->c->concepts[i];
        add_block(m, concept->label, &concept->common);
        for (size_t g = 0; g < concept->group_count; g++)
            add_block(m, arena_printf(m->arena, "%s　%s", concept->label, concept->groups[g].group_label),
                      &concept->groups[g]);
    }
}

/* The plot has the refusals of single surveys, the notes of what is shown, and the sources. */
static void add_notes(struct making *m, const char *text) {
    char *rest = text ? arena_strdup(m->arena, text) : NULL;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        if (*line)
            note(m, line);
    note(m,
         _("Differences are from the row above, in points, with their interval; p is adjusted for the number "
           "of differences."));
}

static const struct grid *grid_of(const struct making *m, const char *caption) {
    static const double widths[COLUMNS] = {0, 130, 48, 52, 44, 78, 52, 84, 52};
    const char *headings[COLUMNS] = {_("Item"),
                                     _("Survey"),
                                     "n",
                                     _("Count"),
                                     "%",
                                     _("Interval"),
                                     _("Points"),
                                     _("Interval of the difference"),
                                     _("p, adjusted")};
    struct grid *grid = arena_alloc(m->arena, sizeof *grid);
    struct grid_column *columns = arena_array(m->arena, COLUMNS, sizeof *columns);
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = (struct grid_column){
            .heading = headings[i], .align = i <= SURVEY ? ALIGN_LEFT : ALIGN_RIGHT, .width = widths[i]};
    *grid = (struct grid){.caption = caption,
                          .columns = columns,
                          .column_count = COLUMNS,
                          .rows = m->rows,
                          .row_count = m->row_count,
                          .compact = true};
    return grid;
}

static const struct block_pair *facts_of(const struct making *m, size_t *count) {
    const struct comparison *c = m->c;
    struct block_pair *pairs = arena_array(m->arena, c->wave_count + 1, sizeof *pairs);
    for (size_t i = 0; i < c->wave_count; i++) {
        const struct wave *wave = c->waves[i];
        pairs[(*count)++] = (struct block_pair){
            wave->label ? wave->label : wave->id,
            wave->method && *wave->method ? arena_printf(m->arena, _("%s (%s)"), wave->title, wave->method)
                                          : wave->title,
            NULL};
    }
    return pairs;
}

const struct page *compare_page(struct arena *arena, const struct comparison *c,
                                const struct figure *figure) {
    struct making m = {.arena = arena, .c = c};
    const struct plot *plot = compare_plot(arena, c);
    struct page *page = arena_alloc(arena, sizeof *page);
    struct page_part *part = arena_alloc(arena, sizeof *part);
    add_concepts(&m);
    add_notes(&m, plot->note);
    *part = (struct page_part){.figure = figure, .grid = grid_of(&m, plot->caption)};
    *page = (struct page){.title = plot->title,
                          .id = _("Comparison"),
                          .wide = true,
                          .parts = part,
                          .part_count = 1,
                          .notes = m.notes,
                          .note_count = m.note_count};
    page->facts = facts_of(&m, &page->fact_count);
    for (size_t i = 0; i < c->wave_count && !page->notice; i++)
        page->notice = c->waves[i]->notice;
    return page;
}
