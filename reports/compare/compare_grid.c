#include "reports/compare/compare_grid.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "reports/compare/compare_words.h"
#include "reports/model/interval_words.h"

#include <math.h>
#include <string.h>

enum column { ITEM, SURVEY, N, COUNT, SHARE, INTERVAL, POINTS, LIMITS, P, AGAINST, COLUMNS };

struct making {
    struct arena *arena;
    const struct comparison *c;
    bool brief, straight;
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

static bool is_printed(const struct making *m, size_t column) {
    return column == AGAINST ? !m->straight : !m->brief || (column != COUNT && column != P);
}

/* --- rows --- */

static void fill_difference(struct arena *arena, const char **texts, const struct comparison_difference *d) {
    if (!d)
        return;
    texts[POINTS] = d->difference.has_points ? d->difference.text : "-";
    texts[LIMITS] = compare_limits_text(arena, &d->difference);
    texts[P] = compare_p_text(arena, d->difference.has_p, d->p_adjusted);
}

static const struct grid_cell *cells_of(const struct making *m, const char *const texts[COLUMNS]) {
    struct grid_cell *cells = arena_array(m->arena, COLUMNS, sizeof *cells);
    size_t count = 0;
    for (size_t i = 0; i < COLUMNS; i++)
        if (is_printed(m, i))
            cells[count++].text = texts[i];
    return cells;
}

static const char *wave_words(const struct wave *wave) {
    return wave->label ? wave->label : wave->title;
}

static void add_row(struct making *m, const char *label, const struct comparison_block *block, size_t at) {
    const struct comparison_row *row = &block->rows[at];
    const bool compared = !row->refused.text || row->forced;
    const char *texts[COLUMNS] = {
        [ITEM] = label,
        [SURVEY] = wave_words(row->wave),
        [N] = compared ? compare_n_text(m->arena, row) : "-",
        [COUNT] = compared ? compare_count_text(m->arena, row) : "-",
        [SHARE] = compared && row->has_percent ? row->text : "-",
        [INTERVAL] = compare_interval_text(m->arena, compared && row->has_interval, row->low, row->high)};
    const struct comparison_difference *d = compare_difference_to(block, at);
    fill_difference(m->arena, texts, d);
    texts[AGAINST] = d ? block->rows[d->from].wave->label : NULL;
    m->rows = arena_grow(m->arena, m->rows, m->row_count, &m->row_capacity, sizeof *m->rows);
    m->rows[m->row_count++] =
        (struct grid_row){cells_of(m, texts), row->refused.text ? GRID_SILENCE : GRID_PLAIN};
}

static void add_block(struct making *m, const char *label, const struct comparison_block *block) {
    for (size_t i = 0; i < block->row_count; i++)
        if (m->brief || compare_has_row(&block->rows[i])) {
            add_row(m, label, block, i);
            label = "";
        }
}

static void add_concepts(struct making *m) {
    for (size_t i = 0; i < m->c->concept_count; i++) {
        const struct comparison_concept *concept = &m->c->concepts[i];
        const char *label = compare_label(m->arena, m->c, concept);
        add_block(m, label, &concept->common);
        for (size_t g = 0; g < concept->group_count; g++)
            add_block(m, arena_printf(m->arena, "%s　%s", label, concept->groups[g].group_label),
                      &concept->groups[g]);
    }
}

/* --- notes --- */

static void add_notes(struct making *m, const char *text) {
    char *rest = arena_strdup(m->arena, text);
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        if (*line)
            note(m, line);
    note(m, m->straight ? compare_method_straight() : compare_method_linked());
    if (!m->brief)
        note(m, _("p is adjusted for the number of differences."));
}

/* --- columns --- */

/* Names of waves stand on one line, so that rows are low: an item, which has two rows or more, may be broken instead.
 * Long ones are broken: the room is for the items. */
static double survey_width(const struct making *m) {
    static const double EN = 5.8, LEAST = 36, MOST = 92;
    size_t widest = 0;
    for (size_t i = 0; i < m->c->wave_count; i++) {
        const size_t width = utf8_width(wave_words(m->c->waves[i]));
        widest = width > widest ? width : widest;
    }
    return fmin(fmax(EN * (double)widest + 8, LEAST), MOST);
}

static const struct grid_column *columns_of(const struct making *m, size_t *count) {
    static const double widths[2][COLUMNS] = {{0, 130, 48, 52, 44, 78, 52, 84, 52, 130},
                                              {0, 0, 34, 0, 36, 66, 56, 80, 0, 0}};
    const struct comparison_request *request = m->c->request;
    const char *headings[COLUMNS] = {
        _("Item"),
        _("Survey"),
        "n",
        _("Count"),
        "%",
        interval_words_heading(m->arena, INTERVAL_WILSON, request->level, request->weight != NULL),
        _("Difference (points)"),
        interval_words_difference(m->arena, request->level),
        _("p, adjusted"),
        _("compared with")};
    struct grid_column *columns = arena_array(m->arena, COLUMNS, sizeof *columns);
    const double names = survey_width(m);
    for (size_t i = 0; i < COLUMNS; i++) {
        const bool name = i == SURVEY || i == AGAINST;
        if (is_printed(m, i))
            columns[(*count)++] =
                (struct grid_column){.heading = headings[i],
                                     .align = name || i == ITEM ? ALIGN_LEFT : ALIGN_RIGHT,
                                     .width = name && m->brief ? names : widths[m->brief][i]};
    }
    return columns;
}

static bool is_straight(const struct comparison *c) {
    bool straight = true;
    for (size_t i = 0; i < c->concept_count; i++) {
        straight = straight && compare_is_straight(&c->concepts[i].common);
        for (size_t g = 0; g < c->concepts[i].group_count; g++)
            straight = straight && compare_is_straight(&c->concepts[i].groups[g]);
    }
    return straight;
}

const struct grid *compare_grid(struct arena *arena, const struct comparison *c, const char *caption,
                                const char *notes, bool brief) {
    struct making m = {.arena = arena, .c = c, .brief = brief, .straight = is_straight(c)};
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    add_concepts(&m);
    add_notes(&m, notes);
    *grid = (struct grid){.caption = caption,
                          .rows = m.rows,
                          .row_count = m.row_count,
                          .notes = m.notes,
                          .note_count = m.note_count,
                          .compact = true,
                          .spans = true};
    grid->columns = columns_of(&m, &grid->column_count);
    return grid;
}
