#include "reports/excel/excel.h"

#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "engine/questionnaire/reference.h"
#include "reports/excel/excel_page.h"
#include "reports/inspect/inspect_words.h"
#include "reports/model/table_summary.h"

#include <stdlib.h>
#include <string.h>

/* In the place of a number, as programs that check the Ministry's rules take them (inspect.h); and of a text. */
static const char mark_none[] = "***", mark_concealed[] = "X", mark_blank[] = "-";

struct line {
    struct arena *arena;
    struct excel_page page;
    const struct table_set *set;
    const struct table *table;
    lxw_row_t row;
    lxw_col_t column;
};

/* Nothing is left empty: what there is not has its mark. */
static void text(struct line *l, const char *value) {
    const char *plain =
        value ? inspect_with_western_years(l->arena, inspect_plain_text(l->arena, value)) : "";
    excel_page_text(&l->page, l->row, l->column++, *plain ? plain : mark_blank, LOOK_TEXT);
}

static void number(struct line *l, double value) {
    excel_page_number(&l->page, l->row, l->column++, value, LOOK_PLAIN_NUMBER);
}

static void number_or(struct line *l, const char *mark, double value) {
    if (mark)
        text(l, mark);
    else
        number(l, value);
}

/* --- what is the same on every line --- */

static const char *const common_headings[] = {N_("Survey code"),
                                              N_("Survey"),
                                              N_("First day of the survey"),
                                              N_("Last day of the survey"),
                                              N_("Time code (e-Stat, first month)"),
                                              N_("Question code"),
                                              N_("Question"),
                                              N_("Base"),
                                              N_("Table column code"),
                                              N_("Table column"),
                                              N_("Area code"),
                                              N_("Area name")};

/* "2023001111" is November 2023. */
static const char *time_code(struct arena *arena, const char *day) {
    return day && strlen(day) >= 7 ? arena_printf(arena, "%.4s00%.2s%.2s", day, day + 5, day + 5) : NULL;
}

/* Areas are told by the five digits of their code (13000) and their full name; ours are prefectures. */
static void area(struct line *l, const struct table_row *row, const struct table_column *column) {
    const char *code = NULL;
    if (column->area)
        code = column->area;
    else if (row && row->kind == TABLE_OPTION && strcmp(l->table->kind, "prefecture") == 0)
        code = row->key;
    struct fault ignored = {0};
    const struct reference *reference = reference_get(&ignored);
    int at = code && reference ? reference_prefecture(reference, l->arena, code) : -1;
    text(l, at >= 0 ? arena_printf(l->arena, "%s000", reference->prefectures[at].code) : NULL);
    text(l, at >= 0 ? reference->prefectures[at].name : NULL);
}

static void common(struct line *l, const struct table_row *row, const struct table_column *column) {
    const struct questionnaire *q = l->set->questionnaire;
    l->column = 0;
    text(l, q->id);
    text(l, q->title);
    text(l, q->field_from);
    text(l, q->field_to);
    text(l, time_code(l->arena, q->field_from));
    text(l, l->table->question);
    text(l, l->table->title);
    text(l, l->table->base_text);
    text(l, column->key);
    text(l, column->label);
    area(l, row, column);
}

/* --- counts --- */

static const char *const count_headings[] = {N_("Answer option code"),
                                             N_("Answer option"),
                                             N_("Unit of counts"),
                                             N_("Count"),
                                             N_("Base count"),
                                             N_("Percent (unit: %)"),
                                             N_("Lower limit of interval (unit: %)"),
                                             N_("Upper limit of interval (unit: %)"),
                                             N_("Suppressed (1: yes, 0: no)"),
                                             N_("Marks"),
                                             N_("Weighted count"),
                                             N_("Effective n")};

static const char *marks_of(struct arena *arena, const struct table_cell *cell) {
    const char *marks = "";
    for (size_t i = 0; i < cell->mark_count; i++)
        marks = arena_printf(arena, "%s%s%s", marks, i ? " " : "", cell->marks[i]);
    return marks;
}

static void write_cell(struct line *l, const struct table_row *row, size_t column) {
    const struct table_cell *cell = &row->cells[column];
    const char *concealed = cell->suppressed ? mark_concealed : NULL,
               *share = concealed     ? concealed
                        : cell->n > 0 ? NULL
                                      : mark_none,
               *limit = concealed            ? concealed
                        : cell->has_interval ? NULL
                                             : mark_none;
    common(l, row, &l->table->columns[column]);
    text(l, row->key);
    text(l, row->label);
    text(l, l->table->unit);
    number_or(l, concealed, (double)cell->count);
    number_or(l, cell->n == TABLE_N_HIDDEN ? mark_concealed : NULL, (double)cell->n);
    number_or(l, share, cell->percent);
    number_or(l, limit, cell->low);
    number_or(l, limit, cell->high);
    number(l, cell->suppressed);
    text(l, marks_of(l->arena, cell));
    number_or(l, cell->weighted || concealed ? concealed : mark_none, cell->weighted_count);
    number_or(l, cell->weighted || concealed ? share : mark_none, cell->n_effective);
    l->row++;
}

/* --- summaries of numbers --- */

static const char *const value_headings[] = {N_("Statistic"), N_("Unit of values"), N_("Value"),
                                             N_("Suppressed (1: yes, 0: no)")};

/* What is printed as a number is one; several modes have no cell for each. */
static void value(struct line *l, const char *printed) {
    char digits[PERCENT_TEXT], *end = digits;
    size_t length = 0;
    for (const char *at = printed; *at && length + 1 < sizeof digits; at++)
        if (*at != ',')
            digits[length++] = *at;
    digits[length] = '\0';
    double number_of = strtod(digits, &end);
    const char *mark = strcmp(printed, TABLE_HIDDEN) == 0 ? mark_concealed : mark_none;
    number_or(l, length > 0 && !*end ? NULL : mark, number_of);
}

static void write_summaries(struct line *l, const char *unit) {
    struct table_summary_line lines[TABLE_SUMMARY_LINES];
    size_t count = table_summary_lines(l->arena, l->table, lines);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < l->table->column_count; c++) {
            common(l, NULL, &l->table->columns[c]);
            text(l, lines[i].label);
            text(l, unit);
            value(l, lines[i].texts[c]);
            number(l, l->table->summaries[c].suppressed);
            l->row++;
        }
}

/* --- sheets --- */

static void begin_sheet(struct line *l, const char *name, const char *const *headings, size_t count) {
    l->page.sheet = excel_book_sheet(l->page.book, name);
    l->row = 0;
    l->column = 0;
    for (size_t i = 0; i < sizeof common_headings / sizeof *common_headings; i++)
        text(l, _(common_headings[i]));
    for (size_t i = 0; i < count; i++)
        text(l, _(headings[i]));
    l->row = 1;
    worksheet_freeze_panes(l->page.sheet, 1, 0);
    worksheet_set_column(l->page.sheet, 0, (lxw_col_t)(l->column - 1), 16, NULL);
}

static const char *unit_of(const struct table_set *set, const struct table *t) {
    int at = questionnaire_find(set->questionnaire, t->question);
    return at >= 0 ? set->questionnaire->questions[at].measure.unit : NULL;
}

static void write_table(struct line *l) {
    const struct table *t = l->table;
    begin_sheet(l, t->id, count_headings, sizeof count_headings / sizeof *count_headings);
    for (size_t r = 0; r < t->row_count; r++)
        for (size_t c = 0; c < t->column_count; c++)
            write_cell(l, &t->rows[r], c);
    if (!t->summaries)
        return;
    begin_sheet(l, arena_printf(l->arena, "%s.summary", t->id), value_headings,
                sizeof value_headings / sizeof *value_headings);
    write_summaries(l, unit_of(l->set, t));
}

static void note(struct line *l, const char *kind, const char *item, const char *meaning) {
    if (!meaning || !*meaning)
        return;
    l->column = 0;
    text(l, kind);
    text(l, item);
    text(l, meaning);
    l->row++;
}

static void write_marks(struct line *l, long suppress) {
    const char *kind = _("Mark");
    note(l, kind, mark_none, _("there is no such number"));
    note(l, kind, mark_blank, _("nothing is said (only in columns of text)"));
    note(l, kind, mark_concealed,
         suppress > 0
             ? arena_printf(l->arena,
                            _("concealed: a count below %ld, or one that would give such a count away"),
                            suppress)
             : _("concealed"));
    note(l, kind, "small_n", _("the column has few returns"));
}

/* What a reader needs to know, as a table of its own: marks, notes, source. */
static void write_notes(struct line *l) {
    static const char *const headings[] = {N_("Kind of note"), N_("Item"), N_("Meaning")};
    const struct table_set *set = l->set;
    const struct questionnaire *q = set->questionnaire;
    l->page.sheet = excel_book_sheet(l->page.book, _("Notes"));
    l->row = l->column = 0;
    for (size_t i = 0; i < 3; i++)
        text(l, _(headings[i]));
    l->row = 1;
    write_marks(l, set->options.suppress);
    note(l, _("Survey"), _("Organiser"), q->organiser);
    note(l, _("Survey"), _("Who was asked"), q->population);
    note(l, _("Survey"), _("Method"), q->method);
    note(l, _("Survey"), _("Source"), q->source);
    note(l, _("Survey"), _("State of the data"), set->dataset->state);
    for (size_t i = 0; i < set->note_count; i++)
        note(l, _("Tables"), arena_printf(l->arena, _("Note %zu"), i + 1), set->notes[i]);
    note(l, _("Tables"), _("Interval"), set->interval_note);
    worksheet_freeze_panes(l->page.sheet, 1, 0);
    worksheet_set_column(l->page.sheet, 0, 1, 16, NULL);
    worksheet_set_column(l->page.sheet, 2, 2, 100, NULL);
}

bool excel_write_machine(struct arena *arena, const struct excel_content *content, const char *path,
                         struct fault *f) {
    struct excel_book book;
    const struct excel_about about = excel_about_of(content);
    if (!excel_book_begin(&book, path, &about, f))
        return false;
    struct line l = {.arena = arena, .page.book = &book};
    for (size_t s = 0; s < content->set_count; s++)
        for (size_t i = 0; i < content->sets[s]->count; i++) {
            stages_at(s * content->sets[s]->count + i, content->set_count * content->sets[s]->count);
            l.set = content->sets[s];
            l.table = &l.set->tables[i];
            write_table(&l);
        }
    if (l.set)
        write_notes(&l);
    else
        excel_book_sheet(&book, content->questionnaire->id);
    return excel_book_finish(&book, f);
}
