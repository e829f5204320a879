/* Pages of results: a chart or a table per question, and the page of prefectures. */
#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/utf8.h"
#include "reports/press/writer.h"

#include <string.h>

/* --- finding tables --- */

static const char *nearest_question(const struct table_set *set, const char *wanted) {
    const char *best = "";
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < set->count; i++) {
        const size_t distance = utf8_distance(wanted, set->tables[i].question, 100);
        if (distance < least)
            least = distance, best = set->tables[i].question;
    }
    return best;
}

/* compare: columns are compared; NULL: they are not. */
static const struct table *find_table(struct writer *w, const struct json *at, const char *question,
                                      const char *by, const enum adjust_method *compare, struct fault *f) {
    const struct json *place = json_member(at, "question");
    if (!table_find(w->source->tables, question)) {
        json_fault(f, place, _("the survey has no question \"%s\"; the nearest is \"%s\""), question,
                   nearest_question(w->source->tables, question));
        return NULL;
    }
    if (!by)
        return table_find(w->source->tables, question);
    const struct table_set *set = compare ? w->source->compared(w->source->data, by, question, *compare, f)
                                          : w->source->crossed(w->source->data, by, question, f);
    if (!set) {
        const struct json *key = json_member(at, "by");
        fault_context(f, "%s", json_pointer(w->arena, key ? key : at));
        return NULL;
    }
    const struct table *table = table_find(set, question);
    if (!table)
        json_fault(f, place, _("the table of \"%s\" cannot be crossed by \"%s\""), question, by);
    return table;
}

/* A nested question without a number of its own stands under its parent's. */
static const struct table *with_number(struct writer *w, const struct table *table) {
    const struct questionnaire *q = w->questionnaire;
    const struct question *at = &q->questions[questionnaire_find(q, table->question)];
    while ((!at->number || !*at->number) && at->parent >= 0)
        at = &q->questions[at->parent];
    struct table *named = arena_copy(w->arena, table, sizeof *table);
    named->number = at->number;
    return named;
}

enum { FIGURE_ROWS_MAX = 20, RESULT_AFTER = 4, HEADLINE_ROOM = 10 };

/* --- one result --- */

static const char *numbered(struct arena *arena, const struct table *table) {
    const char *number = table->number ? table->number : "";
    return arena_printf(arena, "%s%s%s", number, *number ? "　" : "", table->title);
}

static void add_notes(struct writer *w, const struct table *table) {
    const char *line = "";
    for (size_t i = 0; i < table->note_count; i++) {
        const char *note = arena_printf(w->arena, _("Note: %s"), table->notes[i]);
        line = arena_printf(w->arena, "%s%s%s", line, *line ? "　" : "", note);
    }
    if (*line)
        writer_small(w, line);
}

/* A crossed table is drawn with its columns, also where the kit leaves the kind to the program. */
static struct figure_wish wish_of(const struct kit_result *result) {
    struct figure_wish wish = result->figure;
    wish.choice.crossed |= result->by && wish.kind == FIGURE_NATURAL;
    return wish;
}

static bool add_figure(struct writer *w, const struct kit_result *result, const struct table *table,
                       struct fault *f) {
    const struct figure_wish wish = wish_of(result);
    const struct figure *made = figure_of_table(w->arena, table, &wish, f);
    if (!made)
        return fault_context(f, "%s", json_pointer(w->arena, result->at));
    struct press_figure *kept = writer_figure(w, made, table->question);
    kept->option = result->figure.choice.option;
    kept->anchor = writer_anchor(w, table, kept->option);
    return true;
}

static const char *wording_of(struct writer *w, const char *question) {
    const struct question *q = &w->questionnaire->questions[questionnaire_find(w->questionnaire, question)];
    return arena_printf(w->arena, _("Question as asked: %s"), question_wording(w->arena, q));
}

static bool add_optional(struct writer *w, const struct json *node,
                         void (*add)(struct writer *, const char *), struct fault *f) {
    const char *text = node ? binder_text(&w->binder, node, f) : "";
    if (node && text)
        add(w, text);
    return text != NULL;
}

static void add_headline(struct writer *w, const char *text) {
    writer_title(w, 2, text);
}

/* Without a wish in the kit: what can be seen as bars or parts is drawn; long lists, numbers and more columns than a figure
 * holds are set as a table. */
static bool worth_drawing(struct writer *w, const struct kit_result *result, const struct table *table) {
    static const char *const tables[] = {"number", "text", "date"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(table->kind, tables[i]) == 0)
            return false;
    const struct figure_wish wish = wish_of(result);
    struct fault refused = {0};
    return table->row_count <= FIGURE_ROWS_MAX && figure_of_table(w->arena, table, &wish, &refused);
}

static bool has_figure(struct writer *w, const struct kit_result *result, const struct table *table) {
    return result->show == KIT_FIGURE || (result->show == KIT_AUTO && worth_drawing(w, result, table));
}

static bool add_result(struct writer *w, const struct kit_result *result, struct fault *f) {
    const struct table *table =
        find_table(w, result->at, result->question, result->by, result->letters ? &result->adjust : NULL, f);
    if (!table || !add_optional(w, result->headline, add_headline, f))
        return false;
    if (!result->headline)
        writer_add(w, BLOCK_SPACE)->height = HEADLINE_ROOM;
    table = with_number(w, table);
    const bool figure = has_figure(w, result, table),
               sheet = !figure || result->with_table || result->letters;
    if (figure && !add_figure(w, result, table, f))
        return false;
    if (sheet)
        writer_add(w, BLOCK_TABLE)->table = table;
    writer_small(w, wording_of(w, result->question));
    if (figure && !sheet)
        w->blocks.items[w->blocks.count - 1].see = writer_anchor(w, table, result->figure.choice.option);
    if (!sheet)
        add_notes(w, table);
    if (!add_optional(w, result->note, writer_small, f))
        return false;
    writer_add(w, BLOCK_SPACE)->height = RESULT_AFTER;
    return true;
}

/* Charts of one section that face each other are read against each other. */
static void share_axis(struct writer *w, size_t first) {
    const size_t count = w->figure_count - first;
    struct figure **figures = arena_array(w->arena, count + 1, sizeof *figures);
    for (size_t i = 0; i < count; i++)
        figures[i] = w->figures[first + i].figure;
    figure_common_axis(figures, count);
}

bool writer_results(struct writer *w, const struct kit_section *section, struct fault *f) {
    const size_t first = w->figure_count;
    for (size_t i = 0; i < section->result_count; i++)
        if (!add_result(w, &section->results[i], f))
            return false;
    if (section->common_axis)
        share_axis(w, first);
    return true;
}

/* --- prefectures --- */

enum { PREF_NAME, PREF_RETURNS, PREF_COUNT, PREF_PERCENT, PREF_INTERVAL, PREF_BAR, PREF_COLUMNS };

/* For names of up to a dozen characters in one line. */
static double name_room(const struct table *table) {
    const double half_em = 4.4, pad = 18, least = 84, most = 150;
    double room = least;
    for (size_t i = 0; i < table->column_count; i++) {
        const double wanted = half_em * (double)utf8_width(table->columns[i].label) + pad;
        room = wanted > room ? wanted : room;
    }
    return room < most ? room : most;
}

static const struct grid_column *prefecture_columns(struct arena *arena, const struct table *table,
                                                    const char *label) {
    const struct grid_column columns[PREF_COLUMNS] = {
        [PREF_NAME] = {table->key_label ? table->key_label : "", NULL, ALIGN_LEFT, name_room(table), false},
        [PREF_RETURNS] = {_("Returns counted"), NULL, ALIGN_RIGHT, 50, false},
        [PREF_COUNT] = {label, NULL, ALIGN_RIGHT, 54, false},
        [PREF_PERCENT] = {_("Share"), NULL, ALIGN_RIGHT, 48, false},
        [PREF_INTERVAL] = {_("Interval (95%)"), NULL, ALIGN_RIGHT, 84, false},
        [PREF_BAR] = {_("Share and interval (0 to 100%)"), NULL, ALIGN_LEFT, 0, true},
    };
    return arena_copy(arena, columns, sizeof columns);
}

static struct grid_row prefecture_row(struct arena *arena, const struct table *table,
                                      const struct table_row *row, size_t column) {
    const struct table_column *head = &table->columns[column];
    const struct table_cell *cell = &row->cells[column];
    struct grid_cell *cells = arena_array(arena, PREF_COLUMNS, sizeof *cells);
    const bool small = table_cell_has_mark(cell, "small_n");
    cells[PREF_NAME].text = small ? arena_printf(arena, "%s †", head->label) : head->label;
    cells[PREF_RETURNS].text = number_thousands(arena, head->n);
    cells[PREF_COUNT].text = cell->suppressed ? "" : number_thousands(arena, table_cell_shown_count(cell));
    cells[PREF_PERCENT].text = cell->text;
    cells[PREF_INTERVAL].text = grid_interval(arena, cell, 1);
    cells[PREF_BAR].cell = cell;
    return (struct grid_row){cells, column == 0 ? GRID_TOTAL : head->unknown ? GRID_SILENCE : GRID_PLAIN};
}

const struct grid *writer_option_grid(struct writer *w, const struct table *table,
                                      const struct table_row *row) {
    struct arena *arena = w->arena;
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    struct grid_row *rows = arena_array(arena, table->column_count, sizeof *rows);
    for (size_t i = 0; i < table->column_count; i++)
        if (i == 0 || table->columns[i].n > 0)
            rows[grid->row_count++] = prefecture_row(arena, table, row, i);
    grid->columns = prefecture_columns(arena, table, row->label);
    grid->column_count = PREF_COLUMNS;
    grid->caption = arena_printf(arena, _("%s: \"%s\". Base: %s, n=%s"), numbered(arena, table), row->label,
                                 table->base_text, table_base_n_text(arena, table));
    grid->rows = rows;
    grid->notes = table->notes;
    grid->note_count = table->note_count;
    grid->bar_max = 100;
    grid->compact = true;
    writer_cite(w, writer_anchor(w, table, row->key), &grid->notes, &grid->note_count);
    return grid;
}

bool writer_prefectures(struct writer *w, const struct kit_section *section, struct fault *f) {
    if (w->questionnaire->key_pref < 0)
        return json_fault(f, section->at, _("the survey has no question for the key \"pref\""));
    const struct table *table = find_table(w, section->at, section->question, "pref", NULL, f);
    if (!table)
        return false;
    const struct table_row *row = table_row_find(table, section->option);
    if (!row)
        return json_fault(f, json_member(section->at, "option"),
                          _("the table has no row \"%s\"; write for example \"%s\""), section->option,
                          table_row_instead(table, section->option));
    struct block *block = writer_add(w, BLOCK_GRID);
    block->grid = writer_option_grid(w, table, row);
    block->anchor = writer_anchor(w, table, row->key);
    return true;
}
