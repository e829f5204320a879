/*
 * The Ministry's check-list, item by item.  Where an item is about meaning (is this one datum? is that a unit?), what is
 * looked for are the ways of writing that break it.
 */
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "reports/inspect/inspect_book.h"
#include "reports/inspect/inspect_words.h"

#include <string.h>

/* --- walking --- */

typedef void visit_cell(struct inspect_run *run, const struct inspect_sheet *s, const struct inspect_cell *c);

static void each_cell(struct inspect_run *run, visit_cell *visit) {
    for (size_t i = 0; i < run->book->sheet_count; i++)
        for (size_t c = 0; c < run->book->sheets[i].cell_count; c++)
            visit(run, &run->book->sheets[i], &run->book->sheets[i].cells[c]);
}

static void each_table(struct inspect_run *run,
                       void (*visit)(struct inspect_run *run, const struct inspect_sheet *s)) {
    for (size_t i = 0; i < run->book->sheet_count; i++)
        if (run->book->sheets[i].has_table)
            visit(run, &run->book->sheets[i]);
}

static bool in_body(const struct inspect_sheet *s, const struct inspect_cell *c) {
    return s->has_table && c->row >= s->body && c->row <= s->last;
}

static bool heading_has(const struct inspect_sheet *s, uint32_t column, const char *const *words) {
    for (uint32_t row = s->head; row < s->body; row++) {
        const struct inspect_cell *c = inspect_at(s, row, column);
        for (size_t i = 0; c && c->kind == INSPECT_TEXT && words[i]; i++)
            if (strstr(c->text, words[i]))
                return true;
    }
    return false;
}

/* --- the file and its cells --- */

static void file_format(struct inspect_run *run) {
    const struct inspect_relation *workbook = inspect_relation_find(run->book, "", "/officeDocument");
    const struct inspect_part *part = workbook ? inspect_part_find(run->book, workbook->target) : NULL;
    if (!part || !part->type || !strstr(part->type, "spreadsheetml.sheet.main"))
        inspect_found(run, run->book->path, "",
                      _("no plain workbook (.xlsx): it has macros, or is a template"));
}

/* Names of classes may look like numbers: "1件", "5-9". */
static bool is_name(const struct inspect_sheet *s, uint32_t column) {
    static const char *const names[] = {"選択肢", "区分",   "階級",   "項目",  "列", "表側",
                                        "表頭",   "option", "column", "class", NULL};
    return !s->numeric[column] && heading_has(s, column, names);
}

static void one_datum_cell(struct inspect_run *run, const struct inspect_sheet *s,
                           const struct inspect_cell *c) {
    if (c->kind == INSPECT_TEXT && in_body(s, c) && !is_name(s, c->column) &&
        inspect_is_several(run->arena, c->text))
        inspect_found_at(run, s, c->row, c->column, c->text);
}
static void one_datum(struct inspect_run *run) {
    each_cell(run, one_datum_cell);
}

/* Codes are written as texts, so that 01 keeps its nought. */
static void number_cell(struct inspect_run *run, const struct inspect_sheet *s,
                        const struct inspect_cell *c) {
    static const char *const codes[] = {"コード", "番号", "code", "Code", "ID",
                                        "id",     "No",   "キー", "key",  NULL};
    bool plain;
    if (c->kind == INSPECT_TEXT && in_body(s, c) && !is_name(s, c->column) &&
        inspect_is_number(run->arena, c->text, &plain) &&
        !(plain && !s->numeric[c->column] && heading_has(s, c->column, codes)))
        inspect_found_at(run, s, c->row, c->column, c->text);
}
static void numbers(struct inspect_run *run) {
    each_cell(run, number_cell);
}

static void merges(struct inspect_run *run) {
    for (size_t i = 0; i < run->book->sheet_count; i++)
        for (size_t m = 0; m < run->book->sheets[i].merge_count; m++)
            inspect_found(run, run->book->sheets[i].name, run->book->sheets[i].merges[m], _("merged"));
}

static void layout_cell(struct inspect_run *run, const struct inspect_sheet *s,
                        const struct inspect_cell *c) {
    if (c->kind == INSPECT_TEXT && inspect_is_laid_out(c->text))
        inspect_found_at(run, s, c->row, c->column, c->text);
}
static void layout(struct inspect_run *run) {
    each_cell(run, layout_cell);
}

/* --- headings and names --- */

static bool is_empty_row(const struct inspect_sheet *s, uint32_t row) {
    for (uint32_t column = s->first_column; column < s->columns; column++)
        if (inspect_at(s, row, column))
            return false;
    return true;
}

static void full_headings(struct inspect_run *run, const struct inspect_sheet *s) {
    for (uint32_t row = s->head; row < s->body; row++)
        for (uint32_t column = s->first_column; column < s->columns; column++)
            if (!inspect_at(s, row, column))
                inspect_found_at(run, s, row, column, _("a heading is left out"));
}

/* In every row but in a column of remarks, which may be empty. */
static void full_names(struct inspect_run *run, const struct inspect_sheet *s) {
    static const char *const remarks[] = {"備考", "注記", "摘要", "Remark", "remark", "Note", "note", NULL};
    for (uint32_t column = s->first_column; column < s->columns; column++)
        for (uint32_t row = s->body;
             row <= s->last && !s->numeric[column] && !heading_has(s, column, remarks); row++) {
            const struct inspect_cell *c = inspect_at(s, row, column);
            if (!c && !is_empty_row(s, row))
                inspect_found_at(run, s, row, column, _("a name is left out"));
            else if (c && c->kind == INSPECT_TEXT && inspect_is_ditto(c->text))
                inspect_found_at(run, s, row, column, c->text);
        }
}

static void names_full(struct inspect_run *run) {
    each_table(run, full_headings);
    each_table(run, full_names);
}

static void formula_cell(struct inspect_run *run, const struct inspect_sheet *s,
                         const struct inspect_cell *c) {
    if (c->formula)
        inspect_found_at(run, s, c->row, c->column, _("a formula"));
    else if (c->kind == INSPECT_TEXT && c->text[0] == '=' && c->text[1])
        inspect_found_at(run, s, c->row, c->column, c->text);
}
static void formulas(struct inspect_run *run) {
    each_cell(run, formula_cell);
}

static void objects(struct inspect_run *run) {
    for (size_t i = 0; i < run->book->sheet_count; i++)
        if (run->book->sheets[i].objects)
            inspect_found(run, run->book->sheets[i].name, "", _("a chart, picture, drawing or comment"));
}

/* In the heading, in a column of its own, or in a line above the table. */
static bool unit_for_all(const struct inspect_sheet *s) {
    static const char *const unit_columns[] = {"単位", "Unit", "unit", NULL};
    for (uint32_t row = s->title; row < s->head; row++)
        for (uint32_t column = 0; column < s->columns; column++) {
            const struct inspect_cell *c = inspect_at(s, row, column);
            if (c && c->kind == INSPECT_TEXT && (strstr(c->text, "単位") || strstr(c->text, "Unit")))
                return true;
        }
    for (uint32_t column = s->first_column; column < s->columns; column++)
        if (!s->numeric[column] && heading_has(s, column, unit_columns))
            return true;
    return false;
}

static void unit_of_table(struct inspect_run *run, const struct inspect_sheet *s) {
    static const char *const units[] = {"単位", "unit",   "Unit", "%",    "％", "(",
                                        "（",   "件数",   "人数", "年",   "月", "番号",
                                        "順位", "コード", "code", "Rank", NULL};
    if (unit_for_all(s))
        return;
    for (uint32_t column = s->first_column; column < s->columns; column++)
        if (s->numeric[column] && !heading_has(s, column, units))
            inspect_found_at(run, s, s->head, column, _("numbers without a unit"));
}
static void units(struct inspect_run *run) {
    each_table(run, unit_of_table);
}

/* --- characters, times, places, marks --- */

static void character_cell(struct inspect_run *run, const struct inspect_sheet *s,
                           const struct inspect_cell *c) {
    const char *odd = c->kind == INSPECT_TEXT ? inspect_odd_character(run->arena, c->text) : NULL;
    if (odd)
        inspect_found_at(run, s, c->row, c->column, odd);
}
static void characters(struct inspect_run *run) {
    each_cell(run, character_cell);
}

static void time_cell(struct inspect_run *run, const struct inspect_sheet *s, const struct inspect_cell *c) {
    if (c->kind == INSPECT_TEXT && inspect_is_era_only(c->text))
        inspect_found_at(run, s, c->row, c->column, c->text);
}
static void times(struct inspect_run *run) {
    each_cell(run, time_cell);
}

static bool is_short_name(const struct reference *r, const char *text) {
    for (size_t i = 0; i < r->prefecture_count; i++)
        if (strcmp(r->prefectures[i].stem, text) == 0 && strcmp(r->prefectures[i].name, text) != 0)
            return true;
    return false;
}

static bool has_area_codes(const struct inspect_sheet *s) {
    static const char *const codes[] = {"地域コード", "都道府県コード", "area code",
                                        "Area code",  "団体コード",     NULL};
    for (uint32_t column = s->first_column; column < s->columns; column++)
        if (heading_has(s, column, codes))
            return true;
    return false;
}

/* A short name alone (東京, 京都) is no area's name: 東京都, or its code beside it. */
static void areas_of_table(struct inspect_run *run, const struct inspect_sheet *s) {
    struct fault ignored = {0};
    const struct reference *r = reference_get(&ignored);
    if (!r || has_area_codes(s))
        return;
    for (size_t i = 0; i < s->cell_count; i++)
        if (s->cells[i].kind == INSPECT_TEXT && s->cells[i].row >= s->head && s->cells[i].row <= s->last &&
            is_short_name(r, s->cells[i].text))
            inspect_found_at(run, s, s->cells[i].row, s->cells[i].column, s->cells[i].text);
}
static void areas(struct inspect_run *run) {
    each_table(run, areas_of_table);
}

/* What the mark means has to be said outside of the numbers: a cell that is the mark, or has it in quotation marks. */
static bool is_explained(const struct inspect_book *book, const char *mark) {
    for (size_t i = 0; i < book->sheet_count; i++) {
        const struct inspect_sheet *s = &book->sheets[i];
        for (size_t j = 0; j < s->cell_count; j++) {
            const struct inspect_cell *c = &s->cells[j];
            const char *at = c->kind == INSPECT_TEXT ? strstr(c->text, mark) : NULL;
            bool outside = !in_body(s, c) || !s->numeric[c->column];
            if (at && outside && (c->text[strlen(mark)] == '\0' || strlen(c->text) > strlen(mark) + 2) &&
                (strcmp(c->text, mark) != 0 || inspect_at(s, c->row, c->column + 1)))
                return true;
        }
    }
    return false;
}

static void marks_of_table(struct inspect_run *run, const struct inspect_sheet *s) {
    for (uint32_t column = s->first_column; column < s->columns; column++)
        for (uint32_t row = s->body; row <= s->last && s->numeric[column]; row++) {
            const struct inspect_cell *c = inspect_at(s, row, column);
            bool plain;
            if (!c && is_empty_row(s, row))
                continue;
            if (!c)
                inspect_found_at(run, s, row, column, _("an empty cell among numbers"));
            else if (c->kind == INSPECT_TEXT && inspect_is_mark(c->text) && !is_explained(run->book, c->text))
                inspect_found_at(run, s, row, column,
                                 arena_printf(run->arena, _("what %s means is not said"), c->text));
            else if (c->kind == INSPECT_TEXT && !inspect_is_mark(c->text) &&
                     !inspect_is_number(run->arena, c->text, &plain))
                inspect_found_at(run, s, row, column, c->text);
        }
}
static void marks(struct inspect_run *run) {
    each_table(run, marks_of_table);
}

/* --- one table, in one piece --- */

static bool is_heading(const struct inspect_sheet *s, uint32_t row) {
    size_t texts = 0;
    bool any_numeric = false;
    for (uint32_t column = s->first_column; column < s->columns; column++) {
        const struct inspect_cell *c = inspect_at(s, row, column);
        any_numeric = any_numeric || s->numeric[column];
        if (c && (c->kind != INSPECT_TEXT || inspect_is_mark(c->text)))
            return false;
        texts += c != NULL;
    }
    return any_numeric && texts > 1;
}

static bool same_headings(const struct inspect_sheet *s, uint32_t row) {
    for (uint32_t column = s->first_column; column < s->columns; column++) {
        const struct inspect_cell *a = inspect_at(s, s->head, column), *b = inspect_at(s, row, column);
        if (!a != !b ||
            (a && a->kind == INSPECT_TEXT && b->kind == INSPECT_TEXT && strcmp(a->text, b->text) != 0))
            return false;
    }
    return true;
}

/* Below an empty row, or an empty column, stands either the rest of the same table or another one. */
static void gaps(struct inspect_run *run, const struct inspect_sheet *s, bool another) {
    for (uint32_t row = s->body; row < s->last; row++) {
        bool other = is_heading(s, row + 1) && !same_headings(s, row + 1);
        if (is_empty_row(s, row) && !is_empty_row(s, row + 1) && other == another)
            inspect_found_at(run, s, row + 1, s->first_column,
                             another ? _("another table begins") : _("the table goes on below an empty row"));
    }
    for (uint32_t column = s->first_column; column + 1 < s->columns; column++) {
        bool empty = true;
        for (uint32_t row = s->head; row <= s->last && empty; row++)
            empty = !inspect_at(s, row, column);
        if (empty && inspect_at(s, s->head, column + 1) && !another)
            inspect_found_at(run, s, s->head, column, _("the table goes on beside an empty column"));
    }
}

static void split_table(struct inspect_run *run, const struct inspect_sheet *s) {
    gaps(run, s, false);
}
static void more_tables(struct inspect_run *run, const struct inspect_sheet *s) {
    gaps(run, s, true);
}
static void in_one_piece(struct inspect_run *run) {
    each_table(run, split_table);
}
static void one_table(struct inspect_run *run) {
    each_table(run, more_tables);
}

const struct inspect_rule inspect_machine_rules[] = {
    {"1-1", N_("The file is an Excel workbook (.xlsx) or CSV"), N_("Save it as \"Excel Workbook (.xlsx)\"."),
     file_format},
    {"1-2", N_("One datum in a cell"), N_("Give each of the numbers a cell of its own."), one_datum},
    {"1-3", N_("Numbers are numbers, without units and marks"),
     N_("Enter the number alone; thousands and percent signs are the cell's format."), numbers},
    {"1-4", N_("No merged cells"), N_("Undo the merging and repeat the name in every cell."), merges},
    {"1-5", N_("No layout by spaces or line breaks"), N_("Take out the blanks and line breaks."), layout},
    {"1-6", N_("No names are left out"), N_("Repeat headings and names in every cell."), names_full},
    {"1-7", N_("Values instead of formulas"), N_("Paste the cells as values."), formulas},
    {"1-8", N_("No objects"), N_("Put charts, pictures and comments into another file."), objects},
    {"1-9", N_("Units are given"), N_("Write the unit into the heading or into a column of its own."), units},
    {"1-10", N_("No machine-dependent characters"), N_("Write it in other characters: (1), (kabu), III."),
     characters},
    {"1-11", N_("Western years or e-Stat time codes"), N_("Write the Western year, too."), times},
    {"1-12", N_("Areas by code or full name"), N_("Write the area's code beside it, or its full name."),
     areas},
    {"1-13", N_("Special marks (concealed etc.) in a column of numbers are ***, X or -, and are explained"),
     N_("*** or - for no such number, X for a concealed one; say so on a sheet of notes."), marks},
    {"2-1", N_("A table is in one piece"), N_("Take out the empty rows and columns."), in_one_piece},
    {"2-2", N_("One table on a sheet"), N_("Put the other table on a sheet of its own."), one_table},
    {0},
};
