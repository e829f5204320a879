#include "reports/excel/excel.h"

#include "engine/base/lang.h"
#include "reports/excel/excel_book.h"

#include <string.h>

/* Full headings, always the same, so that sheets can be stacked by a program. */
static const char *const machine_headings[] = {N_("Survey code"),
                                               N_("Question code"),
                                               N_("Question"),
                                               N_("Base"),
                                               N_("Answer option code"),
                                               N_("Answer option"),
                                               N_("Table column code"),
                                               N_("Table column"),
                                               N_("Count"),
                                               N_("Base count"),
                                               N_("Percent"),
                                               N_("Lower limit of interval (percent)"),
                                               N_("Upper limit of interval (percent)"),
                                               N_("Suppressed"),
                                               N_("Marks")};
enum { MACHINE_COLUMNS = sizeof machine_headings / sizeof *machine_headings };

struct line {
    struct excel_book *book;
    lxw_worksheet *sheet;
    lxw_row_t row;
    lxw_col_t column;
};

static void text(struct line *l, const char *value) {
    excel_book_check(l->book, worksheet_write_string(l->sheet, l->row, l->column++, value, NULL));
}

static void number(struct line *l, bool known, double value) {
    if (known)
        excel_book_check(l->book, worksheet_write_number(l->sheet, l->row, l->column, value, NULL));
    l->column++;
}

static const char *marks_of(struct arena *arena, const struct table_cell *cell) {
    const char *marks = "";
    for (size_t i = 0; i < cell->mark_count; i++)
        marks = arena_printf(arena, "%s%s%s", marks, i ? " " : "", cell->marks[i]);
    return marks;
}

static void write_cell(struct line *l, struct arena *arena, const char *survey, const struct table *t,
                       const struct table_row *row, size_t column) {
    const struct table_cell *cell = &row->cells[column];
    bool known = !cell->suppressed;
    l->column = 0;
    text(l, survey);
    text(l, t->question);
    text(l, t->title);
    text(l, t->base_text);
    text(l, row->key);
    text(l, row->label);
    text(l, t->columns[column].key);
    text(l, t->columns[column].label);
    number(l, known, (double)cell->count);
    number(l, cell->n != TABLE_N_HIDDEN, (double)cell->n);
    number(l, known && cell->n > 0, cell->percent);
    number(l, known && cell->has_interval, cell->low);
    number(l, known && cell->has_interval, cell->high);
    number(l, true, cell->suppressed);
    text(l, marks_of(arena, cell));
    l->row++;
}

static void write_table(struct excel_book *book, struct arena *arena, const char *survey,
                        const struct table *t) {
    char *name = arena_strdup(arena, t->id);
    struct line l = {.book = book, .sheet = excel_book_sheet(book, name)};
    for (size_t i = 0; i < MACHINE_COLUMNS; i++)
        text(&l, _(machine_headings[i]));
    l.row++;
    for (size_t r = 0; r < t->row_count; r++)
        for (size_t c = 0; c < t->column_count; c++)
            write_cell(&l, arena, survey, t, &t->rows[r], c);
    worksheet_freeze_panes(l.sheet, 1, 0);
    worksheet_set_column(l.sheet, 0, MACHINE_COLUMNS - 1, 16, NULL);
}

bool excel_write_machine(struct arena *arena, const struct excel_content *content, const char *path,
                         struct fault *f) {
    struct excel_book book;
    if (!excel_book_begin(&book, path, content, f))
        return false;
    for (size_t s = 0; s < content->set_count; s++)
        for (size_t i = 0; i < content->sets[s]->count; i++)
            write_table(&book, arena, content->questionnaire->id, &content->sets[s]->tables[i]);
    if (content->set_count == 0)
        excel_book_sheet(&book, content->questionnaire->id);
    return excel_book_finish(&book, f);
}
