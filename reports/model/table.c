#include "reports/model/table.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/utf8.h"
#include "reports/model/table_notes.h"
#include "reports/model/table_number.h"
#include "reports/model/table_population.h"
#include "reports/model/table_suppress.h"
#include "reports/model/table_test.h"
#include "reports/model/table_weight.h"

#include <assert.h>
#include <string.h>

const struct table_options table_default_options = {.percent = TABLE_OF_CASES,
                                                    .interval = INTERVAL_WILSON,
                                                    .level = 0.95,
                                                    .suppress = 0,
                                                    .small_n = 30,
                                                    .adjust = ADJUST_BONFERRONI};

struct maker {
    struct arena *arena;
    const struct cube *cube;
    const struct cube_question *q;
    size_t question; /* its place in the cube */
    const struct table_options *options;
    int decimals;
    const struct table_hidden *hidden; /* NULL: nothing is */
};

static bool is_multi(const struct maker *m) {
    return m->q->question->kind == QUESTION_MULTI;
}

/* --- suppression --- */

static bool hides(const struct maker *m, size_t r, size_t c) {
    return m->hidden && m->hidden->cells[r * m->cube->column_count + c];
}

static int64_t shown_n(const struct maker *m, size_t c) {
    return m->hidden && m->hidden->n[c] ? TABLE_N_HIDDEN : cube_n(m->cube, m->q, c);
}

/* A summary is made of the values in its column.  Where those stand in the table one by one, nothing is told by it that
 * they do not tell; of classes the sum is told, and those of all columns add up. */
static const bool *hidden_summaries(const struct maker *m) {
    size_t columns = m->cube->column_count;
    bool *hidden = arena_array(m->arena, columns + 1, sizeof *hidden), any = false;
    for (size_t c = 0; c < columns; c++) {
        for (size_t r = 0; r < m->q->row_count; r++)
            hidden[c] = hidden[c] || hides(m, r, c);
        any = any || hidden[c];
    }
    for (size_t c = 0; any && c < columns; c++)
        hidden[c] = hidden[c] || m->q->classes;
    return hidden;
}

/* --- cells --- */

/* Whether the row counts answers; a net of several answers counts returns. */
static bool is_answer(const struct maker *m, const struct cube_row *row) {
    return row->kind != CUBE_SILENCE && !(row->kind == CUBE_NET && is_multi(m));
}

static int64_t denominator(const struct maker *m, size_t r, size_t column) {
    switch (m->options->percent) {
    case TABLE_OF_CASES:
        break;
    case TABLE_OF_ANSWERS:
        return is_answer(m, &m->q->rows[r]) ? cube_answers(m->cube, m->q, column) : 0;
    case TABLE_OF_ROW:
        return cube_cell(m->cube, m->q, r, 0);
    case TABLE_OF_TOTAL:
        return cube_n(m->cube, m->q, 0);
    }
    return cube_n(m->cube, m->q, column);
}

/* The same, where it may show. */
static int64_t shown_denominator(const struct maker *m, size_t r, size_t column) {
    bool hidden = false;
    switch (m->options->percent) {
    case TABLE_OF_CASES:
        return shown_n(m, column);
    case TABLE_OF_TOTAL:
        return shown_n(m, 0);
    case TABLE_OF_ROW:
        hidden = hides(m, r, 0);
        break;
    case TABLE_OF_ANSWERS:
        hidden = m->hidden && m->hidden->answers[column] && is_answer(m, &m->q->rows[r]);
        break;
    }
    return hidden ? TABLE_N_HIDDEN : denominator(m, r, column);
}

/* Ticks of one return hang together, so a share of all ticks is no proportion of independent trials; all of a row is
 * no estimate. */
static bool has_interval(const struct maker *m, size_t column) {
    return m->options->interval != INTERVAL_NONE &&
           !(m->options->percent == TABLE_OF_ANSWERS && is_multi(m)) &&
           !(m->options->percent == TABLE_OF_ROW && column == 0);
}

/* Shares of a row or of everything are of returns in all columns. */
static int64_t units_behind(const struct maker *m, size_t column, int64_t n) {
    const struct table_options *o = m->options;
    bool of_all = o->percent == TABLE_OF_ROW || o->percent == TABLE_OF_TOTAL;
    return o->population ? table_population_units(&o->population[of_all ? 0 : column], n) : 0;
}

static struct interval interval_of(const struct maker *m, size_t column, const struct table_cell *cell) {
    const struct table_options *o = m->options;
    int64_t units = units_behind(m, column, cell->n);
    return units > 0 ? interval_finite(o->interval, cell->count, cell->n, units, o->level)
                     : interval_proportion(o->interval, cell->count, cell->n, o->level);
}

static void mark_cell(const struct maker *m, int64_t column_n, struct table_cell *cell) {
    static const char *const small[] = {"small_n"};
    if (column_n > 0 && column_n < m->options->small_n) {
        cell->marks = small;
        cell->mark_count = 1;
    }
}

static void fill_cell(const struct maker *m, size_t r, size_t c, struct table_cell *cell) {
    mark_cell(m, shown_n(m, c), cell);
    cell->n = shown_denominator(m, r, c);
    cell->suppressed = hides(m, r, c);
    strcpy(cell->text, TABLE_HIDDEN);
    if (cell->suppressed)
        return;
    cell->count = cube_cell(m->cube, m->q, r, c);
    if (cell->n == TABLE_N_HIDDEN)
        return;
    percent_text(cell->text, cell->count, cell->n, m->decimals);
    if (cell->n <= 0)
        return;
    cell->percent = 100.0 * (double)cell->count / (double)cell->n;
    cell->has_interval = has_interval(m, c);
    if (!cell->has_interval)
        return;
    const struct interval at_level = interval_of(m, c, cell);
    cell->low = at_level.low;
    cell->high = at_level.high;
}

static void weigh_cell(const struct maker *m, size_t r, size_t c, struct table_cell *cell) {
    const struct table_weight_place at = {m->cube, m->question, r, c};
    if (m->options->weights && !cell->suppressed)
        table_weight_cell(m->options, &at, m->decimals, cell);
}

static void fill_row(const struct maker *m, size_t r, struct table_row *row) {
    static const enum table_row_kind kinds[] = {[CUBE_OPTION] = TABLE_OPTION,
                                                [CUBE_SILENCE] = TABLE_SILENCE,
                                                [CUBE_VALUE] = TABLE_VALUE,
                                                [CUBE_ANSWERED] = TABLE_ANSWERED,
                                                [CUBE_NET] = TABLE_NET};
    const struct cube_row *from = &m->q->rows[r];
    struct table_cell *cells = arena_array(m->arena, m->cube->column_count, sizeof *cells);
    for (size_t c = 0; c < m->cube->column_count; c++)
        fill_cell(m, r, c, &cells[c]);
    for (size_t c = 0; c < m->cube->column_count; c++)
        weigh_cell(m, r, c, &cells[c]);
    const char *label = from->kind == CUBE_NET ? arena_printf(m->arena, _("<%s>"), from->label) : from->label;
    *row = (struct table_row){kinds[from->kind], from->key, label, from->concept, cells};
}

/* --- tables --- */

/* Of "pref=13", or of "q1=13" where q1 asks for a prefecture; not of "pref=13,type=clinic". */
static const char *area_of(struct arena *arena, const struct questionnaire *q,
                           const struct cube_column *column) {
    const char *equals = strchr(column->key, '=');
    if (!equals || column->unknown || strchr(equals, ','))
        return NULL;
    const int question =
        questionnaire_key(q, arena_strndup(arena, column->key, (size_t)(equals - column->key)));
    return question >= 0 && q->questions[question].kind == QUESTION_PREFECTURE ? equals + 1 : NULL;
}

static void fill_columns(const struct maker *m, struct table *t) {
    const struct cube_column *named = cube_columns(m->arena, m->cube);
    struct table_column *columns = arena_array(m->arena, m->cube->column_count, sizeof *columns);
    for (size_t c = 0; c < m->cube->column_count; c++) {
        const struct cube_column *from = &named[c];
        columns[c] = (struct table_column){.key = from->key,
                                           .label = from->label,
                                           .n = shown_n(m, c),
                                           .unknown = from->unknown,
                                           .area = area_of(m->arena, m->cube->dataset->questionnaire, from)};
        if (m->options->weights && columns[c].n != TABLE_N_HIDDEN)
            table_weight_column(m->options, m->question, c, &columns[c]);
    }
    t->columns = columns;
    t->column_count = m->cube->column_count;
}

static int64_t rank_of(const struct table_row *row) {
    return row->cells[0].suppressed ? -1 : row->cells[0].count;
}

/* Options that many ticked come first; equal ones stay in the form's order, and so does all that is no
 * option. */
static void sort_options(struct table_row *rows, size_t count) {
    for (size_t i = 1; i < count && rows[i].kind == TABLE_OPTION; i++) {
        const struct table_row row = rows[i];
        size_t at = i;
        for (; at > 0 && rank_of(&rows[at - 1]) < rank_of(&row); at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
}

static void fill_rows(const struct maker *m, struct table *t) {
    struct table_row *rows = arena_array(m->arena, m->q->row_count + 1, sizeof *rows);
    for (size_t r = 0; r < m->q->row_count; r++)
        fill_row(m, r, &rows[r]);
    if (m->options->order == TABLE_BY_COUNT && m->q->row_count > 0 && rows[0].kind == TABLE_OPTION)
        sort_options(rows, m->q->row_count);
    t->rows = rows;
    t->row_count = m->q->row_count;
    t->net_count = m->q->net_count;
}

static const char *table_id(struct arena *arena, const struct cube_spec *spec, const char *question) {
    const char *id = question;
    for (size_t k = 0; k < spec->key_count; k++)
        id = arena_printf(arena, "%s%s%s", id, k == 0 ? ":" : ",", spec->keys[k]);
    return id;
}

static const struct table_summary *make_summaries(const struct maker *m) {
    struct table_summary *summaries = table_number_summaries(m->arena, m->cube, m->q, hidden_summaries(m));
    if (m->options->weights)
        table_weight_summaries(m->arena, m->options, m->cube, m->question, summaries);
    return summaries;
}

static void fill_table(struct maker *m, struct table *t) {
    const struct question *question = m->q->question;
    *t = (struct table){
        .id = table_id(m->arena, m->cube->spec, question->id),
        .question = question->id,
        .number = question->number,
        .kind = question_kind_name(question->kind),
        .title = question_title(m->arena, m->cube->dataset->questionnaire, question),
        .unit = m->cube->dataset->questionnaire->unit,
        .base_text = m->q->base_text,
        .base_where = m->q->base_where,
        .filter = m->cube->spec->where ? m->cube->spec->where_text : NULL,
        .filter_text = m->cube->filter_text,
        .weight = m->options->weights ? m->options->weights->weighting->scheme->id : NULL,
        .weight_label = m->options->weights ? m->options->weights->weighting->scheme->label : NULL,
        .base_n = shown_n(m, 0),
        .left_out = m->hidden && m->hidden->left_out ? TABLE_N_HIDDEN : m->q->left_out,
        .percent = m->options->percent,
        .key_label = m->cube->key_label,
        .multi = is_multi(m),
    };
    fill_columns(m, t);
    fill_rows(m, t);
    if (m->q->numbers)
        t->summaries = make_summaries(m);
    table_notes(m->arena, m->cube, question, m->options, t);
    if (m->options->letters)
        table_test(m->arena, m->cube, (size_t)(m->q - m->cube->questions), m->options, t);
}

const struct table_set *table_make_hidden(struct arena *arena, const struct cube *cube,
                                          const struct table_options *options,
                                          const struct table_hidden *hidden) {
    const struct questionnaire *q = cube->dataset->questionnaire;
    const char *before = lang_enter(options->lang ? options->lang : q->lang);
    struct table_set *set = arena_alloc(arena, sizeof *set);
    struct table *tables = arena_array(arena, cube->question_count + 1, sizeof *tables);
    *set = (struct table_set){.dataset = cube->dataset,
                              .questionnaire = q,
                              .options = *options,
                              .tables = tables,
                              .count = cube->question_count,
                              .hidden_alone = hidden && hidden->alone};
    for (size_t i = 0; i < cube->question_count; i++) {
        struct maker m = {.arena = arena,
                          .cube = cube,
                          .q = &cube->questions[i],
                          .question = i,
                          .options = options,
                          .decimals = q->percent_decimals,
                          .hidden = hidden ? &hidden[i] : NULL};
        fill_table(&m, &tables[i]);
    }
    table_notes_of_set(arena, set);
    lang_enter(before);
    return set;
}

const struct table_set *table_make(struct arena *arena, const struct cube *cube,
                                   const struct table_options *options) {
    const struct table_suppress_source alone = {cube, options->percent};
    if (options->suppress <= 1)
        return table_make_hidden(arena, cube, options, NULL);
    struct fault f = {0};
    const struct table_hidden *const *hidden = table_suppress(arena, &alone, 1, options->suppress, &f);
    assert(hidden);
    return table_make_hidden(arena, cube, options, hidden[0]);
}

/* --- names --- */

const char *table_n_text(struct arena *arena, int64_t n) {
    return n == TABLE_N_HIDDEN ? TABLE_HIDDEN : number_thousands(arena, n);
}

static const char *const percent_names[] = {[TABLE_OF_CASES] = "cases",
                                            [TABLE_OF_ANSWERS] = "answers",
                                            [TABLE_OF_ROW] = "row",
                                            [TABLE_OF_TOTAL] = "total"};

const char *table_percent_name(enum table_percent percent) {
    return percent_names[percent];
}

bool table_percent_parse(const char *name, enum table_percent *percent) {
    for (size_t i = 0; i < sizeof percent_names / sizeof *percent_names; i++)
        if (strcmp(name, percent_names[i]) == 0) {
            *percent = (enum table_percent)i;
            return true;
        }
    *percent = TABLE_OF_CASES;
    return strcmp(name, "column") == 0;
}

/* --- finding --- */

const struct table *table_find(const struct table_set *set, const char *question) {
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->tables[i].question, question) == 0)
            return &set->tables[i];
    return NULL;
}

const struct table_row *table_row_find(const struct table *table, const char *key) {
    for (size_t r = 0; r < table->row_count; r++)
        if (strcmp(table->rows[r].key, key) == 0)
            return &table->rows[r];
    return NULL;
}

const char *table_row_instead(const struct table *table, const char *written) {
    struct utf8_nearest nearest = {.wanted = written};
    for (size_t r = 0; r < table->row_count; r++) {
        if (table->rows[r].label && strcmp(table->rows[r].label, written) == 0)
            return table->rows[r].key;
        utf8_nearest_offer(&nearest, table->rows[r].key);
    }
    return nearest.name ? nearest.name : table->row_count > 0 ? table->rows[0].key : "";
}

const char *table_column_instead(const struct table *table, const char *written) {
    struct utf8_nearest nearest = {.wanted = written};
    for (size_t c = 0; c < table->column_count; c++) {
        if (table->columns[c].label && strcmp(table->columns[c].label, written) == 0)
            return table->columns[c].key;
        utf8_nearest_offer(&nearest, table->columns[c].key);
    }
    return nearest.name ? nearest.name : table->columns[table->column_count > 1].key;
}

int table_column_find(const struct table *table, const char *key) {
    for (size_t c = 0; c < table->column_count; c++)
        if (strcmp(table->columns[c].key, key) == 0)
            return (int)c;
    return -1;
}

/* --- marks and letters --- */

bool table_cell_has_mark(const struct table_cell *cell, const char *mark) {
    for (size_t i = 0; i < cell->mark_count; i++)
        if (strcmp(cell->marks[i], mark) == 0)
            return true;
    return false;
}

bool table_has_letters(const struct table *table) {
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t c = 0; c < table->column_count; c++)
            if (table->rows[r].cells[c].letters)
                return true;
    return false;
}

const char *table_cell_text(struct arena *arena, const struct table_cell *cell) {
    return cell->letters ? arena_printf(arena, "%s %s", cell->text, cell->letters) : cell->text;
}
