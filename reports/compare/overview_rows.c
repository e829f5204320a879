/* The rows of a panel: the base with its n, then what is known of each concept. */
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "reports/compare/compare_words.h"
#include "reports/compare/overview_internal.h"

#include <string.h>

enum { WAVES_MOST = 6, FIRST = 2, WAVE_WIDTH = 78, MEASURE_WIDTH = 92 };

struct making {
    struct overviewing *o;
    const struct overview_panel *panel;
    size_t from, count; /* of the panel's waves */
    struct grid_row *rows;
    size_t row_count, row_capacity;
};

static const struct comparison_block *block_of(const struct overviewing *o, size_t concept) {
    return &o->c->concepts[concept].common;
}

bool overview_is_compared(const struct comparison_row *row) {
    return row->shown && !row->refused.text;
}

/* --- cells --- */

static const char *sign_of(struct overviewing *o, const struct comparison_row *row) {
    if (row->refused.rule == ALIGNMENT_ABSENT)
        return "";
    if (row->refused.rule == ALIGNMENT_UNPUBLISHED) {
        o->unpublished = true;
        return "…";
    }
    o->refused = true;
    return "×";
}

static const char *share_text(struct overviewing *o, const struct comparison_block *block, size_t wave) {
    const struct comparison_row *row = &block->rows[wave];
    return overview_is_compared(row) ? row->has_percent ? row->text : "-" : sign_of(o, row);
}

static const char *interval_text(struct overviewing *o, const struct comparison_block *block, size_t wave) {
    const struct comparison_row *row = &block->rows[wave];
    return overview_is_compared(row)
               ? row->has_interval ? arena_printf(o->arena, "%.1f-%.1f", row->low, row->high) : "-"
               : "";
}

static const char *marked(struct overviewing *o, const char *text, enum alignment_rule rule) {
    return arena_printf(o->arena, "%s%s%d)", text, *text ? " " : "", overview_number(o, rule));
}

static const char *difference_text(struct overviewing *o, const struct comparison_block *block, size_t wave) {
    const struct comparison_difference *d =
        overview_is_compared(&block->rows[wave]) ? compare_difference_to(block, wave) : NULL;
    if (!d || !d->difference.has_points)
        return "";
    const bool significant = d->difference.has_p && d->p_adjusted < 1 - o->c->request->level;
    o->significant = o->significant || significant;
    return arena_printf(o->arena, "%s%s %s", d->difference.text, significant ? "*" : "",
                        overview_wave(o, d->from));
}

static const char *limits_text(struct overviewing *o, const struct comparison_block *block, size_t wave) {
    const struct comparison_difference *d =
        overview_is_compared(&block->rows[wave]) ? compare_difference_to(block, wave) : NULL;
    return d && d->difference.has_interval ? compare_limits_text(o->arena, &d->difference) : "";
}

static const char *marks_text(struct overviewing *o, const struct comparison_block *block, size_t wave) {
    const struct comparison_row *row = &block->rows[wave];
    const struct comparison_difference *d = compare_difference_to(block, wave);
    const char *text = "";
    if (!overview_is_compared(row))
        return text;
    for (size_t i = 0; i < row->marks.count; i++) {
        const enum alignment_rule rule = o->c->notes[row->marks.items[i]].rule;
        if (!overview_is_of_column(rule) && !overview_is_of_survey(rule))
            text = marked(o, text, rule);
    }
    const enum alignment_rule relation = d ? overview_relation(block, d) : ALIGNMENT_RULES;
    if (relation != ALIGNMENT_RULES)
        text = marked(o, text, relation);
    if (d && d->difference.has_points && d->difference.points_low < d->difference.points_high)
        text = marked(o, text, ALIGNMENT_ROUNDING);
    return text;
}

/* --- rows --- */

typedef const char *cell_text(struct overviewing *o, const struct comparison_block *block, size_t wave);

static void append(struct making *m, const struct grid_cell *cells, enum grid_style style) {
    m->rows = arena_grow(m->o->arena, m->rows, m->row_count, &m->row_capacity, sizeof *m->rows);
    m->rows[m->row_count++] = (struct grid_row){cells, style};
}

/* A line of the item at `concept`; without anything in it, it is left out. */
static void add_row(struct making *m, const char *label, const char *measure, size_t concept,
                    cell_text *text) {
    struct grid_cell *cells = arena_array(m->o->arena, FIRST + m->count, sizeof *cells);
    bool any = false;
    cells[0].text = label;
    cells[1].text = measure;
    for (size_t i = 0; i < m->count; i++) {
        const char *cell = text(m->o, block_of(m->o, concept), m->panel->waves[m->from + i]);
        cells[FIRST + i].text = cell;
        any = any || *cell;
    }
    if (any)
        append(m, cells, *label ? GRID_PLAIN : GRID_SILENCE);
}

static const char *n_text(struct overviewing *o, const struct comparison_block *block, size_t wave) {
    const struct comparison_row *row = &block->rows[wave];
    return overview_is_compared(row) ? compare_n_text(o->arena, row) : "";
}

bool overview_same_base(const struct overviewing *o, size_t a, size_t b) {
    return wave_base_same(&block_of(o, a)->base, &block_of(o, b)->base);
}

/* In the words of a questionnaire, where one of the surveys has it. */
static const char *base_words(const struct making *m, size_t at, size_t end) {
    for (size_t k = at; k < end; k++) {
        const struct comparison_block *block = block_of(m->o, m->panel->concepts[k]);
        for (size_t w = 0; w < block->row_count; w++) {
            const struct wave_item *item = block->rows[w].item;
            if (item && item->question->form && wave_base_same(&item->question->asked, &block->base) &&
                block->base.count)
                return item->question->of_form->base_text;
        }
    }
    return block_of(m->o, m->panel->concepts[at])->base_words;
}

/* The n of a survey when all concepts from `at` up to `end`, which have one base, have it; "" when it is not one. */
static const char *shared_n(const struct making *m, size_t wave, size_t at, size_t end) {
    const char *shared = "";
    for (size_t k = at; k < end; k++) {
        const char *n = n_text(m->o, block_of(m->o, m->panel->concepts[k]), wave);
        if (*n && *shared && strcmp(n, shared) != 0)
            return "";
        shared = *n ? n : shared;
    }
    return shared;
}

static void add_base(struct making *m, size_t at, size_t end) {
    struct overviewing *o = m->o;
    struct grid_cell *cells = arena_array(o->arena, FIRST + m->count, sizeof *cells);
    cells[0].text = arena_printf(o->arena, _("Base: %s"), base_words(m, at, end));
    cells[1].text = "n";
    for (size_t i = 0; i < m->count; i++)
        cells[FIRST + i].text = shared_n(m, m->panel->waves[m->from + i], at, end);
    append(m, cells, GRID_TOTAL);
}

/* Where the surveys have several n on this base, each item says its own. */
static void add_own_n(struct making *m, size_t concept, size_t at, size_t end) {
    struct grid_cell *cells = arena_array(m->o->arena, FIRST + m->count, sizeof *cells);
    bool any = false;
    cells[0].text = "";
    cells[1].text = "n";
    for (size_t i = 0; i < m->count; i++) {
        const size_t wave = m->panel->waves[m->from + i];
        const char *own = n_text(m->o, block_of(m->o, concept), wave);
        cells[FIRST + i].text = *shared_n(m, wave, at, end) ? "" : own;
        any = any || *cells[FIRST + i].text;
    }
    if (any)
        append(m, cells, GRID_SILENCE);
}

static void add_concept(struct making *m, size_t k, size_t at, size_t end) {
    struct overviewing *o = m->o;
    const size_t concept = m->panel->concepts[k];
    add_row(m, o->c->concepts[concept].label, "%", concept, share_text);
    add_own_n(m, concept, at, end);
    add_row(m, "", arena_printf(o->arena, _("%g%% interval"), 100 * o->c->request->level), concept,
            interval_text);
    add_row(m, "", _("Difference"), concept, difference_text);
    add_row(m, "", arena_printf(o->arena, _("its %g%% interval"), 100 * o->c->request->level), concept,
            limits_text);
    add_row(m, "", _("Notes"), concept, marks_text);
}

/* Some survey of this part has a figure of it. */
static bool is_here(const struct making *m, size_t concept) {
    for (size_t i = 0; i < m->count; i++)
        if (overview_is_compared(&block_of(m->o, concept)->rows[m->panel->waves[m->from + i]]))
            return true;
    return false;
}

static void add_rows(struct making *m) {
    const struct overview_panel *panel = m->panel;
    for (size_t at = 0, end; at < panel->concept_count; at = end) {
        bool begun = false;
        for (end = at + 1; end < panel->concept_count; end++)
            if (!overview_same_base(m->o, panel->concepts[at], panel->concepts[end]))
                break;
        for (size_t k = at; k < end; k++) {
            if (!is_here(m, panel->concepts[k]))
                continue;
            if (!begun)
                add_base(m, at, end);
            begun = true;
            add_concept(m, k, at, end);
        }
    }
}

/* --- columns --- */

/* Without an organiser's long name in brackets; then with the prefecture when it is one. */
static const char *short_label(struct arena *arena, const struct wave *wave) {
    enum { BRACKET_MOST = 16 };
    static const char *const brackets[] = {" (", "（"};
    const char *label = wave->label && *wave->label ? wave->label : wave->title;
    for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++) {
        const char *at = strstr(label, brackets[i]);
        if (!at || at == label || utf8_width(at) <= BRACKET_MOST)
            continue;
        const char *text = arena_strndup(arena, label, (size_t)(at - label));
        return wave->prefectures_known && wave->prefecture_count == 1
                   ? arena_printf(arena, "%s %s", text, alignment_prefectures(arena, wave))
                   : text;
    }
    return label;
}

/* The period, the prefecture when it is one, and notes of the question as that survey put it. */
static const char *heading_of(struct making *m, size_t wave) {
    struct overviewing *o = m->o;
    const char *text = short_label(o->arena, o->c->waves[wave]);
    bool said[ALIGNMENT_RULES] = {false};
    for (size_t k = 0; k < m->panel->concept_count; k++) {
        const struct comparison_row *row = &block_of(o, m->panel->concepts[k])->rows[wave];
        for (size_t i = 0; overview_is_compared(row) && i < row->marks.count; i++) {
            const enum alignment_rule rule = o->c->notes[row->marks.items[i]].rule;
            if (overview_is_of_column(rule) && !said[rule])
                text = marked(o, text, rule);
            said[rule] = true;
        }
    }
    return text;
}

static const struct grid_column *columns_of(struct making *m) {
    struct grid_column *columns = arena_array(m->o->arena, FIRST + m->count, sizeof *columns);
    columns[0] = (struct grid_column){.heading = _("Item")};
    columns[1] = (struct grid_column){.heading = "", .width = MEASURE_WIDTH};
    for (size_t i = 0; i < m->count; i++) {
        const size_t wave = m->panel->waves[m->from + i];
        columns[FIRST + i] = (struct grid_column){.heading = heading_of(m, wave),
                                                  .group = overview_wave(m->o, wave),
                                                  .align = ALIGN_RIGHT,
                                                  .width = WAVE_WIDTH};
    }
    return columns;
}

static struct grid *make_grid(struct overviewing *o, const struct overview_panel *panel, size_t from,
                              size_t count) {
    struct making m = {.o = o, .panel = panel, .from = from, .count = count};
    struct grid *grid = arena_alloc(o->arena, sizeof *grid);
    const struct grid_column *columns = columns_of(&m);
    add_rows(&m);
    *grid = (struct grid){.title = panel->title,
                          .columns = columns,
                          .column_count = FIRST + count,
                          .rows = m.rows,
                          .row_count = m.row_count,
                          .compact = true,
                          .spans = true};
    return grid;
}

static void add_notes(struct overviewing *o, const struct overview_panel *panel, struct grid *last) {
    const char **notes = arena_array(o->arena, panel->note_count + 1, sizeof *notes);
    for (size_t i = 0; i < panel->note_count; i++)
        notes[i] = panel->notes[i].text;
    last->notes = notes;
    last->note_count = panel->note_count;
}

/* Parts of about the same breadth; the notes follow the last. */
void overview_rows(struct overviewing *o, struct overview_panel *panel) {
    const size_t parts = (panel->wave_count + WAVES_MOST - 1) / WAVES_MOST,
                 each = (panel->wave_count + parts - 1) / parts;
    const struct grid **grids = arena_array(o->arena, parts, sizeof *grids);
    struct grid *last = NULL;
    for (size_t i = 0; i < parts; i++) {
        const size_t from = i * each, left = panel->wave_count - from;
        grids[panel->grid_count++] = last = make_grid(o, panel, from, left < each ? left : each);
        if (parts > 1)
            last->title = arena_printf(o->arena, "%s  %zu/%zu", panel->title, i + 1, parts);
    }
    panel->grids = grids;
    overview_notes(o, panel);
    add_notes(o, panel, last);
}
