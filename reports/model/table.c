#include "reports/model/table.h"

#include "engine/base/lang.h"
#include "reports/model/table_notes.h"
#include "reports/model/table_number.h"
#include "reports/model/table_population.h"
#include "reports/model/table_suppress.h"
#include "reports/model/table_test.h"
#include "reports/model/table_weight.h"

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
    bool *hidden; /* [row * column_count + column]; NULL: nothing is */
};

static const char *kind_name(enum question_kind kind) {
    static const char *const names[] = {
        [QUESTION_SINGLE] = "single", [QUESTION_MULTI] = "multi",           [QUESTION_NUMBER] = "number",
        [QUESTION_TEXT] = "text",     [QUESTION_PREFECTURE] = "prefecture", [QUESTION_DATE] = "date",
    };
    return names[kind];
}

static bool is_multi(const struct maker *m) {
    return m->q->question->kind == QUESTION_MULTI;
}

/* --- suppression --- */

static size_t answer_rows(const struct cube_question *q) {
    size_t rows = 0;
    while (rows < q->row_count && q->rows[rows].kind != CUBE_SILENCE && q->rows[rows].kind != CUBE_NET)
        rows++;
    return rows;
}

/* A net goes when one of its options does: nothing is then printed that an option could be had from. */
static void hide_nets(struct maker *m) {
    size_t columns = m->cube->column_count, first = m->q->row_count - m->q->net_count;
    for (size_t i = 0; i < m->q->net_count; i++)
        for (size_t k = 0; k < m->q->question->nets[i].option_count; k++)
            for (size_t c = 0; c < columns; c++)
                if (m->hidden[(size_t)m->q->question->nets[i].options[k] * columns + c])
                    m->hidden[(first + i) * columns + c] = true;
}

static void hide_cells(struct maker *m) {
    size_t columns = m->cube->column_count;
    struct table_suppress s = {
        .rows = m->q->row_count - m->q->net_count,
        .columns = columns,
        .counts = m->q->counts,
        .hidden = arena_array(m->arena, m->q->row_count * columns + 1, sizeof(bool)),
        .columns_partition = m->cube->partition,
        .rows_partition = !is_multi(m),
        .answer_rows = m->options->percent == TABLE_OF_ANSWERS ? answer_rows(m->q) : 0,
    };
    table_suppress(&s, m->options->suppress);
    m->hidden = s.hidden;
    hide_nets(m);
}

/* The share of a row tells the row's total. */
static bool is_hidden(const struct maker *m, size_t r, size_t c) {
    const bool *row = m->hidden ? &m->hidden[r * m->cube->column_count] : NULL;
    return row && (row[c] || (m->options->percent == TABLE_OF_ROW && row[0]));
}

/* A summary tells how many stated a number and how many did not, so it goes when either is hidden. */
static const bool *hidden_summaries(const struct maker *m) {
    size_t columns = m->cube->column_count, silences = answer_rows(m->q);
    bool *hidden = arena_array(m->arena, columns, sizeof *hidden);
    int64_t *given = arena_array(m->arena, columns, sizeof *given);
    if (!m->hidden)
        return hidden;
    struct table_suppress s = {.rows = 1,
                               .columns = columns,
                               .counts = given,
                               .hidden = hidden,
                               .columns_partition = m->cube->partition};
    for (size_t c = 0; c < columns; c++) {
        given[c] = m->q->numbers[c].given;
        for (size_t r = silences; r < m->q->row_count; r++)
            if (m->hidden[r * columns + c])
                given[c] = 1; /* as small as can be: to be hidden, and first */
    }
    table_suppress(&s, m->options->suppress);
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
        return is_answer(m, &m->q->rows[r]) ? m->q->answers[column] : 0;
    case TABLE_OF_ROW:
        return m->q->counts[r * m->cube->column_count];
    case TABLE_OF_TOTAL:
        return m->q->n[0];
    }
    return m->q->n[column];
}

/* Ticks of one return hang together, so a share of all ticks is no proportion of independent trials. */
static bool has_interval(const struct maker *m) {
    return m->options->interval != INTERVAL_NONE && !(m->options->percent == TABLE_OF_ANSWERS && is_multi(m));
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
    size_t at = r * m->cube->column_count + c;
    mark_cell(m, m->q->n[c], cell);
    if (is_hidden(m, r, c)) {
        cell->suppressed = true;
        cell->n = m->options->percent == TABLE_OF_ROW ? 0 : denominator(m, r, c);
        strcpy(cell->text, TABLE_HIDDEN);
        return;
    }
    cell->n = denominator(m, r, c);
    cell->count = m->q->counts[at];
    percent_text(cell->text, cell->count, cell->n, m->decimals);
    if (cell->n <= 0)
        return;
    cell->percent = 100.0 * (double)cell->count / (double)cell->n;
    cell->has_interval = has_interval(m);
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

static void fill_columns(const struct maker *m, struct table *t) {
    struct table_column *columns = arena_array(m->arena, m->cube->column_count, sizeof *columns);
    for (size_t c = 0; c < m->cube->column_count; c++) {
        const struct cube_column *from = &m->cube->columns[c];
        columns[c] = (struct table_column){
            .key = from->key, .label = from->label, .n = m->q->n[c], .unknown = from->unknown};
        if (m->options->weights)
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
    struct table_summary *summaries =
        table_number_summaries(m->arena, m->q, m->cube->column_count, hidden_summaries(m));
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
        .kind = kind_name(question->kind),
        .title = question_title(m->arena, m->cube->dataset->questionnaire, question),
        .unit = m->cube->dataset->questionnaire->unit,
        .base_text = m->q->base_text,
        .base_where = m->q->base_where,
        .filter = m->cube->spec->where ? m->cube->spec->where_text : NULL,
        .weight = m->options->weights ? m->options->weights->weighting->scheme->id : NULL,
        .base_n = m->q->n[0],
        .left_out = m->q->left_out,
        .percent = m->options->percent,
        .key_label = m->cube->key_label,
        .multi = is_multi(m),
    };
    m->hidden = NULL;
    if (m->options->suppress > 1)
        hide_cells(m);
    fill_columns(m, t);
    fill_rows(m, t);
    if (m->q->numbers)
        t->summaries = make_summaries(m);
    table_notes(m->arena, m->cube, question, m->options, t);
    if (m->options->letters)
        table_test(m->arena, m->cube, (size_t)(m->q - m->cube->questions), m->options, t);
}

const struct table_set *table_make(struct arena *arena, const struct cube *cube,
                                   const struct table_options *options) {
    const struct questionnaire *q = cube->dataset->questionnaire;
    const char *before = lang_enter(q->lang);
    struct table_set *set = arena_alloc(arena, sizeof *set);
    struct table *tables = arena_array(arena, cube->question_count + 1, sizeof *tables);
    *set = (struct table_set){.dataset = cube->dataset,
                              .questionnaire = q,
                              .options = *options,
                              .tables = tables,
                              .count = cube->question_count};
    for (size_t i = 0; i < cube->question_count; i++) {
        struct maker m = {.arena = arena,
                          .cube = cube,
                          .q = &cube->questions[i],
                          .question = i,
                          .options = options,
                          .decimals = q->percent_decimals};
        fill_table(&m, &tables[i]);
    }
    table_notes_of_set(arena, set);
    lang_enter(before);
    return set;
}

/* --- names --- */

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
