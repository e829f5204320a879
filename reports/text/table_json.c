#include "reports/text/table_json.h"

#include "reports/model/figure.h"
#include "reports/model/table_test.h"

#include <cjson/cJSON.h>

/* cJSON answers NULL when memory is short and passes NULL on; adding is where it is caught. */
static cJSON *put(cJSON *object, const char *key, cJSON *item) {
    if (!item || !cJSON_AddItemToObject(object, key, item))
        arena_out_of_memory();
    return item;
}

static cJSON *append(cJSON *array, cJSON *item) {
    if (!item || !cJSON_AddItemToArray(array, item))
        arena_out_of_memory();
    return item;
}

static void put_text(cJSON *object, const char *key, const char *text) {
    put(object, key, text ? cJSON_CreateString(text) : cJSON_CreateNull());
}

static void put_number(cJSON *object, const char *key, double value, bool known) {
    put(object, key, known ? cJSON_CreateNumber(value) : cJSON_CreateNull());
}

static void put_texts(cJSON *object, const char *key, const char *const *texts, size_t count) {
    cJSON *array = put(object, key, cJSON_CreateArray());
    for (size_t i = 0; i < count; i++)
        append(array, cJSON_CreateString(texts[i]));
}

static void add_cell(cJSON *cells, const struct table_cell *cell) {
    cJSON *to = append(cells, cJSON_CreateObject());
    bool shown = !cell->suppressed;
    put_number(to, "count", (double)cell->count, shown);
    put_number(to, "n", (double)cell->n, cell->n != TABLE_N_HIDDEN);
    put_number(to, "percent", cell->percent, shown && cell->n > 0);
    put_text(to, "text", cell->text);
    put_number(to, "low", cell->low, shown && cell->has_interval);
    put_number(to, "high", cell->high, shown && cell->has_interval);
    if (cell->weighted) {
        put_number(to, "weighted_count", cell->weighted_count, true);
        put_number(to, "n_effective", cell->n_effective, cell->n != TABLE_N_HIDDEN);
    }
    put(to, "suppressed", cJSON_CreateBool(cell->suppressed));
    put_texts(to, "marks", cell->marks, cell->mark_count);
}

static void add_rows(cJSON *table, const struct table *t) {
    static const char *const kinds[] = {[TABLE_OPTION] = "option",
                                        [TABLE_SILENCE] = "silence",
                                        [TABLE_VALUE] = "value",
                                        [TABLE_ANSWERED] = "answered",
                                        [TABLE_NET] = "net"};
    cJSON *rows = put(table, "rows", cJSON_CreateArray());
    for (size_t r = 0; r < t->row_count; r++) {
        cJSON *row = append(rows, cJSON_CreateObject());
        put_text(row, "key", t->rows[r].key);
        put_text(row, "label", t->rows[r].label);
        put_text(row, "concept", t->rows[r].concept);
        put_text(row, "kind", kinds[t->rows[r].kind]);
        cJSON *cells = put(row, "cells", cJSON_CreateArray());
        for (size_t c = 0; c < t->column_count; c++)
            add_cell(cells, &t->rows[r].cells[c]);
    }
}

static void add_summary(cJSON *column, const struct table_summary *s) {
    cJSON *to = put(column, "summary", cJSON_CreateObject());
    bool shown = !s->suppressed, some = shown && s->given > 0;
    put_number(to, "n", (double)s->given, shown);
    put_number(to, "sum", s->sum, shown);
    put_number(to, "mean", s->mean, some);
    put_number(to, "median", s->median, some);
    put_number(to, "lower_quartile", s->lower, some);
    put_number(to, "upper_quartile", s->upper, some);
    cJSON *modes = put(to, "mode", cJSON_CreateArray());
    for (size_t i = 0; i < s->mode_count; i++)
        append(modes, cJSON_CreateNumber(s->modes[i]));
    put_number(to, "min", s->min, some);
    put_number(to, "max", s->max, some);
    put_number(to, "unstated", (double)s->unstated, shown);
    put_number(to, "at_least", s->at_least, shown && s->at_least_text);
    if (s->weighted_mean_text)
        put_number(to, "weighted_mean", s->weighted_mean, some);
}

static void add_columns(cJSON *table, const struct table *t) {
    cJSON *columns = put(table, "columns", cJSON_CreateArray());
    for (size_t c = 0; c < t->column_count; c++) {
        cJSON *column = append(columns, cJSON_CreateObject());
        put_text(column, "key", t->columns[c].key);
        put_text(column, "label", t->columns[c].label);
        const bool known = t->columns[c].n != TABLE_N_HIDDEN;
        put_number(column, "n", (double)t->columns[c].n, known);
        if (t->weight) {
            put_number(column, "weighted_n", t->columns[c].weighted_n, known);
            put_number(column, "n_effective", t->columns[c].n_effective, known);
        }
        if (t->test)
            put_text(column, "letter", t->columns[c].letter);
        if (t->summaries)
            add_summary(column, &t->summaries[c]);
    }
}

static void add_test(cJSON *table, const struct table_test *test) {
    cJSON *to = put(table, "test", cJSON_CreateObject());
    bool made = test->method != TABLE_TEST_NONE, drawn = test->method == TABLE_TEST_DRAWN,
         statistic = table_test_has_statistic(test);
    put_text(to, "method", table_test_name(test->method));
    put_text(to, "refused", test->why);
    put_number(to, "n", (double)test->n, made);
    put_number(to, "statistic", test->statistic, statistic);
    put_number(to, "df", test->df, statistic);
    put_number(to, "p", test->p, made);
    put_number(to, "cramer_v", test->cramer_v, table_test_has_v(test));
    put_number(to, "drawn", (double)test->drawn, drawn);
    put_number(to, "standard_error", test->error, drawn);
}

static void add_letters(cJSON *table, const struct table_test *test) {
    cJSON *to = put(table, "letters", cJSON_CreateObject());
    bool made = !test->why_no_letters;
    put_text(to, "against", !made ? NULL : test->against_rest ? "rest" : "columns");
    put_text(to, "refused", test->why_no_letters);
    put_text(to, "adjust", adjust_name(test->adjust));
    put_number(to, "comparisons", (double)test->comparisons, made);
    put_number(to, "capital_below", test->upper, true);
    put_number(to, "small_below", test->lower, true);
}

static void put_kinds(cJSON *to, const char *key, const enum figure_kind *kinds, size_t count) {
    cJSON *list = put(to, key, cJSON_CreateArray());
    for (size_t i = 0; i < count; i++)
        append(list, cJSON_CreateString(figure_kind_name(kinds[i])));
}

/* What `--figure` can draw of it, and with `--across` of one of its rows. */
static void add_figures(cJSON *to, const struct table *t) {
    enum figure_kind kinds[FIGURE_KINDS];
    struct arena *scratch = arena_create();
    put_kinds(to, "figures", kinds, figure_kinds_of_table(scratch, t, NULL, kinds));
    if (t->column_count > 1 && t->row_count > 0)
        put_kinds(to, "figures_across", kinds, figure_kinds_of_table(scratch, t, t->rows[0].key, kinds));
    arena_destroy(scratch);
}

static void add_table(cJSON *tables, const struct table *t) {
    cJSON *to = append(tables, cJSON_CreateObject());
    put_text(to, "id", t->question);
    put_text(to, "question", t->question);
    put_text(to, "number", t->number);
    put_text(to, "kind", t->kind);
    put_text(to, "title", t->title);
    cJSON *base = put(to, "base", cJSON_CreateObject());
    put_text(base, "text", t->base_text);
    put_text(base, "where", t->base_where);
    put_number(base, "n", (double)t->base_n, t->base_n != TABLE_N_HIDDEN);
    if (t->left_out != 0)
        put_number(base, "no_answer_left_out", (double)t->left_out, t->left_out != TABLE_N_HIDDEN);
    put_text(to, "filter", t->filter);
    if (t->filter_text)
        put_text(to, "filter_text", t->filter_text);
    put_text(to, "weight", t->weight);
    put_text(to, "percent", table_percent_name(t->percent));
    add_columns(to, t);
    add_rows(to, t);
    if (t->test) {
        add_test(to, t->test);
        add_letters(to, t->test);
    }
    add_figures(to, t);
    put_texts(to, "notes", t->notes, t->note_count);
    put_texts(to, "note_codes", t->note_codes, t->note_count);
}

static void add_weighting(cJSON *root, const struct weighting *w) {
    cJSON *to = put(root, "weighting", cJSON_CreateObject());
    put_text(to, "scheme", w->scheme->id);
    put_text(to, "label", w->scheme->label);
    put_text(to, "method", w->scheme->poststratify ? "poststratify" : "rake");
    put_number(to, "design_effect", w->spread.design_effect, true);
    put_number(to, "n_effective", w->spread.effective_n, true);
    put_number(to, "least_weight", w->spread.least, true);
    put_number(to, "greatest_weight", w->spread.greatest, true);
    put_number(to, "trimmed", (double)w->trimmed, true);
    put_number(to, "population", w->population, w->population > 0);
}

static cJSON *tree_of(const struct table_set *set) {
    cJSON *root = cJSON_CreateObject();
    if (!root)
        arena_out_of_memory();
    put_text(root, "survey", set->questionnaire->id);
    cJSON *dataset = put(root, "dataset", cJSON_CreateObject());
    put_number(dataset, "returns", (double)set->dataset->n, true);
    put_text(dataset, "state", set->dataset->state);
    put_text(dataset, "template", set->questionnaire->hash);
    put_text(root, "title", set->questionnaire->title);
    put_text(root, "source", set->source);
    cJSON *interval = put(root, "interval", cJSON_CreateObject());
    put_text(interval, "method", interval_name(set->options.interval));
    put_number(interval, "level", set->options.level, true);
    put_text(interval, "heading", set->interval_heading);
    if (set->options.weights)
        add_weighting(root, set->options.weights->weighting);
    cJSON *tables = put(root, "tables", cJSON_CreateArray());
    for (size_t i = 0; i < set->count; i++)
        add_table(tables, &set->tables[i]);
    put_texts(root, "notes", set->notes, set->note_count);
    put_texts(root, "note_codes", set->note_codes, set->note_count);
    return root;
}

void table_json_write(FILE *out, const struct table_set *set) {
    cJSON *root = tree_of(set);
    char *text = cJSON_Print(root);
    cJSON_Delete(root);
    if (!text)
        arena_out_of_memory();
    fprintf(out, "%s\n", text);
    cJSON_free(text);
}
