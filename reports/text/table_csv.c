#include "reports/text/table_csv.h"

#include "engine/base/csv_write.h"
#include "engine/base/lang.h"
#include "reports/model/table_test.h"

#include <inttypes.h>

static void field(FILE *out, const char *text, const char *after) {
    csv_put(out, text);
    fputs(after, out);
}

struct place {
    FILE *out;
    const struct table_set *set;
    const struct table *table;
    const struct table_column *column;
};

static void write_place(const struct place *p, const char *row, const char *label) {
    field(p->out, p->set->questionnaire->id, ",");
    field(p->out, p->table->id, ",");
    field(p->out, p->table->question, ",");
    field(p->out, row, ",");
    field(p->out, label, ",");
    field(p->out, p->column->key, ",");
    field(p->out, p->column->label, ",");
}

/* What it takes to read a line by itself. */
static void write_reading(const struct place *p, bool has_interval) {
    const struct table_options *o = &p->set->options;
    fputc(',', p->out);
    field(p->out, p->table->base_text, ",");
    field(p->out, p->table->filter ? p->table->filter : "", ",");
    field(p->out, table_percent_name(p->table->percent), ",");
    field(p->out, p->table->weight ? p->table->weight : "", ",");
    if (has_interval)
        fprintf(p->out, "%s,%g\n", interval_name(o->interval), o->level);
    else
        fputs(",\n", p->out);
}

/* Marks; a weighted table has two columns more; what they rest on. */
static void end_line(const struct place *p, const struct table_cell *cell) {
    fputc(',', p->out);
    for (size_t i = 0; cell && i < cell->mark_count; i++)
        fprintf(p->out, "%s%s", i ? " " : "", cell->marks[i]);
    if (p->table->weight && cell && !cell->suppressed && cell->n == TABLE_N_HIDDEN)
        fprintf(p->out, ",%.12g,", cell->weighted_count);
    else if (p->table->weight && cell && !cell->suppressed)
        fprintf(p->out, ",%.12g,%.12g", cell->weighted_count, cell->n_effective);
    else if (p->table->weight)
        fputs(",,", p->out);
    write_reading(p, cell && cell->has_interval && !cell->suppressed);
}

static void write_cell(const struct place *p, const struct table_row *row, const struct table_cell *cell) {
    write_place(p, row->key, row->label);
    if (cell->suppressed) {
        fputc(',', p->out);
        if (cell->n != TABLE_N_HIDDEN)
            fprintf(p->out, "%" PRId64, cell->n);
        fprintf(p->out, ",,,,%s,1", cell->text);
        end_line(p, cell);
        return;
    }
    fprintf(p->out, "%" PRId64 ",", cell->count);
    if (cell->n != TABLE_N_HIDDEN)
        fprintf(p->out, "%" PRId64, cell->n);
    fputc(',', p->out);
    if (cell->n > 0)
        fprintf(p->out, "%.12g", cell->percent);
    if (cell->has_interval)
        fprintf(p->out, ",%.12g,%.12g,", cell->low, cell->high);
    else
        fputs(",,,", p->out);
    field(p->out, cell->text, ",0");
    end_line(p, cell);
}

static void write_value(const struct place *p, const char *key, const struct table_summary *s,
                        const char *text) {
    write_place(p, key, key);
    fputs(",,,,,", p->out);
    field(p->out, s->suppressed || !text ? TABLE_HIDDEN : text, s->suppressed ? ",1" : ",0");
    end_line(p, NULL);
}

static void write_plain(const struct place *p, const char *key, const struct table_summary *s,
                        int64_t value) {
    char text[PERCENT_TEXT];
    snprintf(text, sizeof text, "%" PRId64, value);
    write_value(p, key, s, text);
}

static void write_number(const struct place *p, const char *key, const struct table_summary *s,
                         double value) {
    char text[PERCENT_TEXT];
    snprintf(text, sizeof text, "%.15g", value);
    write_value(p, key, s, text);
}

static void write_summary(const struct place *p, const struct table_summary *s) {
    write_plain(p, "summary.n", s, s->given);
    write_plain(p, "summary.unstated", s, s->unstated);
    write_number(p, "summary.sum", s, s->sum);
    if (s->given > 0 || s->suppressed) {
        write_number(p, "summary.mean", s, s->mean);
        write_number(p, "summary.median", s, s->median);
        write_number(p, "summary.lower_quartile", s, s->lower);
        write_number(p, "summary.upper_quartile", s, s->upper);
        write_value(p, "summary.mode", s, s->mode_text);
        write_number(p, "summary.min", s, s->min);
        write_number(p, "summary.max", s, s->max);
    }
    if (s->at_least_text)
        write_number(p, "summary.at_least", s, s->at_least);
    if (s->weighted_mean_text && s->given > 0)
        write_number(p, "summary.weighted_mean", s, s->weighted_mean);
}

static void write_test(const struct place *p, const struct table_test *test) {
    static const struct table_summary shown = {.suppressed = false};
    if (test->method == TABLE_TEST_NONE)
        return;
    write_value(p, "test.method", &shown, table_test_name(test->method));
    write_plain(p, "test.n", &shown, test->n);
    if (table_test_has_statistic(test)) {
        write_number(p, "test.statistic", &shown, test->statistic);
        write_number(p, "test.df", &shown, test->df);
    }
    write_number(p, "test.p", &shown, test->p);
}

enum { FIRST = 15, WEIGHTED = 2, LAST = 6 };

static void write_head(FILE *out, enum csv_reader reader, bool weighted) {
    static const struct csv_heading all[FIRST + WEIGHTED + LAST] = {
        {"survey", N_("Survey")},
        {"table", N_("Table")},
        {"question", N_("Question")},
        {"row", N_("Row code")},
        {"row_label", N_("Answer")},
        {"column", N_("Column code")},
        {"column_label", N_("Column")},
        {"count", N_("Count")},
        {"n", N_("n (base)")},
        {"percent", N_("Percent, unrounded")},
        {"low", N_("Interval, low")},
        {"high", N_("Interval, high")},
        {"text", N_("As printed")},
        {"suppressed", N_("Hidden (1: yes)")},
        {"marks", N_("Marks")},
        {"weighted_count", N_("Weighted count")},
        {"n_effective", N_("n, effective")},
        {"base", N_("Base")},
        {"only", N_("Only")},
        {"percent_of", N_("Percent of")},
        {"weight", N_("Weight")},
        {"interval", N_("Interval method")},
        {"level", N_("Level")},
    };
    struct csv_heading headings[FIRST + WEIGHTED + LAST];
    size_t count = 0;
    for (size_t i = 0; i < FIRST + WEIGHTED + LAST; i++)
        if (weighted || i < FIRST || i >= FIRST + WEIGHTED)
            headings[count++] = all[i];
    csv_head(out, reader, headings, count);
}

static void write_set(FILE *out, const struct table_set *set, enum csv_reader reader) {
    write_head(out, reader, set->options.weights != NULL);
    for (size_t i = 0; i < set->count; i++) {
        const struct table *t = &set->tables[i];
        for (size_t r = 0; r < t->row_count; r++)
            for (size_t c = 0; c < t->column_count; c++)
                write_cell(&(struct place){out, set, t, &t->columns[c]}, &t->rows[r], &t->rows[r].cells[c]);
        for (size_t c = 0; t->summaries && c < t->column_count; c++)
            write_summary(&(struct place){out, set, t, &t->columns[c]}, &t->summaries[c]);
        if (t->test)
            write_test(&(struct place){out, set, t, &t->columns[0]}, t->test);
    }
}

void table_csv_write(FILE *out, const struct table_set *set) {
    write_set(out, set, CSV_PROGRAM);
}

void table_csv_write_excel(FILE *out, const struct table_set *set) {
    write_set(out, set, CSV_EXCEL);
}
