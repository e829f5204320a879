#include "reports/excel/excel_cases.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "reports/cases/case_overview.h"
#include "reports/excel/excel_page.h"

#include <string.h>

enum { TEXT_WIDTH = 80, CELL_UNITS = 32000, LINE_HEIGHT = 14, ROW_HEIGHT_MAX = 409 };

struct pen {
    struct arena *arena;
    struct excel_page page;
    lxw_worksheet *contents;
    lxw_row_t row, contents_row;
    const struct case_list *list;
    bool cut; /* a text is longer than its row can be high */
};

/* The name of a sheet and where it leads. */
static void list_sheet(struct pen *p, const char *title) {
    const struct excel_page contents = {p->page.book, p->contents};
    excel_page_link(&contents, p->contents_row, 0, p->page.sheet, title, LOOK_LINK);
    excel_page_text(&contents, p->contents_row, 1, p->page.sheet->name, LOOK_LABEL);
    p->contents_row++;
}

static void begin_sheet(struct pen *p, const char *name, const struct excel_span *span, const char *title,
                        const char *caption) {
    p->page.sheet = excel_book_sheet(p->page.book, name);
    p->row = 0;
    list_sheet(p, title);
    excel_page_wide(&p->page, p->row++, span, title, LOOK_WIDE_TITLE);
    excel_page_wide(&p->page, p->row++, span, caption, LOOK_WIDE_SUBTITLE);
    excel_page_link(&p->page, p->row++, 0, p->contents, _("Back to contents"), LOOK_NOTE);
}

/* --- contents --- */

static const struct excel_span contents_span = {1, 100};

static void begin_contents(struct pen *p) {
    struct case_fact facts[CASE_FACTS_MAX];
    size_t count = case_facts(p->arena, p->list, facts);
    p->page.sheet = p->contents = excel_book_sheet(p->page.book, _("Contents"));
    excel_page_wide(&p->page, p->row++, &contents_span,
                    arena_printf(p->arena, _("Cases: %s"), p->list->questionnaire->title), LOOK_WIDE_TITLE);
    for (size_t i = 0; i < count; i++, p->row++) {
        excel_page_text(&p->page, p->row, 0, facts[i].label, LOOK_SUBTITLE);
        excel_page_text(&p->page, p->row, 1, facts[i].text, LOOK_TEXT);
    }
    p->row++;
    excel_page_text(&p->page, p->row, 0, _("Table"), LOOK_HEADER);
    excel_page_text(&p->page, p->row, 1, _("Worksheet"), LOOK_HEADER);
    excel_book_print_setup(p->page.book, p->page.sheet, false, p->row, p->row);
    worksheet_freeze_panes(p->page.sheet, p->row + 1, 0);
    worksheet_set_column(p->page.sheet, 0, 0, 56, NULL);
    worksheet_set_column(p->page.sheet, 1, 1, 44, NULL);
    p->contents_row = p->row + 1;
}

static void end_contents(struct pen *p) {
    p->page.sheet = p->contents;
    p->row = p->contents_row + 1;
    for (size_t i = 0; i < p->list->note_count; i++)
        excel_page_wide(&p->page, p->row++, &contents_span, p->list->notes[i], LOOK_WIDE_NOTE);
    if (p->cut)
        excel_page_wide(
            &p->page, p->row++, &contents_span,
            _("Some texts are longer than a row can be high: on paper their end is missing here; the "
              "PDF has it."),
            LOOK_WIDE_NOTE);
    worksheet_activate(p->contents);
}

/* --- the list --- */

enum list_column { COLUMN_NUMBER, COLUMN_AREA, COLUMN_TYPE, COLUMN_KINDS, COLUMN_TEXT, LIST_COLUMNS };
static const struct {
    const char *heading;
    double width;
} list_columns[LIST_COLUMNS] = {
    [COLUMN_NUMBER] = {N_("Case"), 8},
    [COLUMN_AREA] = {N_("Area name"), 14},
    [COLUMN_TYPE] = {N_("Type"), 14},
    [COLUMN_KINDS] = {N_("Kinds"), 28},
    [COLUMN_TEXT] = {N_("Case text"), TEXT_WIDTH},
};

static const char *fitted(struct arena *arena, const char *text) {
    const char *at = text;
    for (size_t units = 0; units < CELL_UNITS && *at;)
        units += utf8_next(&at) > 0xFFFF ? 2 : 1;
    return *at ? arena_printf(arena, "%.*s%s", (int)(at - text), text,
                              _("… (cut here; the PDF and the web page have it all)"))
               : text;
}

/* Lines that a text takes in a column so wide: its own, and those into which they are broken. */
static size_t lines_of(const char *text, size_t width) {
    size_t lines = 0;
    for (const char *end; text; text = *end ? end + 1 : NULL) {
        end = text + strcspn(text, "\n");
        size_t columns = 0;
        for (const char *at = text; at < end;)
            columns += (size_t)utf8_char_width(utf8_next(&at));
        lines += columns ? (columns + width - 1) / width : 1;
    }
    return lines;
}

static void put_case(struct pen *p, const struct case_group *g, const struct case_item *item) {
    const char *text = fitted(p->arena, item->text), *kinds = case_kinds_text(p->arena, g, item, "\n");
    size_t lines = lines_of(text, TEXT_WIDTH - 4), beside = lines_of(kinds, 24);
    double height = (double)((lines > beside ? lines : beside) * LINE_HEIGHT + 3);
    excel_page_text(&p->page, p->row, COLUMN_NUMBER, item->number, LOOK_LONG);
    excel_page_text(&p->page, p->row, COLUMN_AREA, p->list->has_areas ? p->list->areas[item->area].label : "",
                    LOOK_LONG);
    excel_page_text(&p->page, p->row, COLUMN_TYPE,
                    item->type          ? item->type
                    : item->type_hidden ? _("type not shown")
                                        : "",
                    LOOK_LONG);
    excel_page_text(&p->page, p->row, COLUMN_KINDS, kinds, LOOK_LONG);
    excel_page_text(&p->page, p->row, COLUMN_TEXT, text, LOOK_LONG);
    p->cut = p->cut || height > ROW_HEIGHT_MAX;
    worksheet_set_row(p->page.sheet, p->row, height > ROW_HEIGHT_MAX ? ROW_HEIGHT_MAX : height, NULL);
    p->row++;
}

static void write_list(struct pen *p, const struct case_group *g) {
    struct excel_span span = {.last = LIST_COLUMNS - 1};
    for (lxw_col_t c = 0; c < LIST_COLUMNS; c++)
        span.characters += list_columns[c].width;
    begin_sheet(p, p->list->group_count == 1 ? _("Cases") : g->title, &span, g->title,
                case_base_text(p->arena, g));
    lxw_row_t head = p->row;
    for (lxw_col_t c = 0; c < LIST_COLUMNS; c++) {
        excel_page_text(&p->page, p->row, c, _(list_columns[c].heading), LOOK_HEADER);
        worksheet_set_column(p->page.sheet, c, c, list_columns[c].width, NULL);
    }
    p->row++;
    for (size_t i = 0; i < g->count; i++)
        put_case(p, g, &g->items[i]);
    worksheet_freeze_panes(p->page.sheet, head + 1, 1);
    if (g->count)
        excel_book_check(p->page.book,
                         worksheet_autofilter(p->page.sheet, head, 0, p->row - 1, LIST_COLUMNS - 1));
    excel_book_print_setup(p->page.book, p->page.sheet, true, head, head);
}

/* --- tables of counts --- */

enum { TABLE_LABEL = 34, TABLE_NUMBER = 11 };

static void write_table(struct pen *p, const struct case_table *t) {
    enum { LEAST = 3 }; /* columns of a heading, over empty ones where the table has fewer */
    const size_t columns = t->columns > LEAST ? t->columns : LEAST;
    const struct excel_span span = {(lxw_col_t)(columns - 1),
                                    TABLE_LABEL + TABLE_NUMBER * (double)(columns - 1)};
    begin_sheet(p, t->name, &span, t->title, t->caption);
    lxw_row_t head = p->row;
    for (size_t c = 0; c < t->columns; c++)
        excel_page_text(&p->page, p->row, (lxw_col_t)c, t->headings[c], LOOK_HEADER);
    worksheet_set_row(p->page.sheet, head, t->columns > 4 ? 48 : 20, NULL);
    p->row++;
    for (size_t r = 0; r < t->rows; r++, p->row++) {
        excel_page_text(&p->page, p->row, 0, t->cells[r * t->columns], LOOK_LABEL);
        for (size_t c = 1; c < t->columns; c++)
            excel_page_printed(&p->page, p->row, (lxw_col_t)c, t->cells[r * t->columns + c]);
    }
    worksheet_set_column(p->page.sheet, 0, 0, TABLE_LABEL, NULL);
    worksheet_set_column(p->page.sheet, 1, (lxw_col_t)(columns - 1), TABLE_NUMBER, NULL);
    worksheet_freeze_panes(p->page.sheet, head + 1, 1);
    excel_book_print_setup(p->page.book, p->page.sheet, t->columns > 6, head, head);
}

bool excel_cases_write(struct arena *arena, const struct case_list *list, const char *path, struct fault *f) {
    struct excel_book book;
    const struct excel_content content = {.questionnaire = list->questionnaire, .notice = list->synthetic};
    const struct excel_about about = excel_about_of(&content);
    if (!excel_book_begin(&book, path, &about, f))
        return false;
    struct pen p = {.arena = arena, .page.book = &book, .list = list};
    begin_contents(&p);
    for (size_t g = 0; g < list->group_count; g++) {
        struct case_table tables[CASE_TABLES_MAX];
        write_list(&p, &list->groups[g]);
        size_t count = case_tables(arena, list, &list->groups[g], tables);
        for (size_t i = 0; i < count; i++)
            write_table(&p, &tables[i]);
    }
    end_contents(&p);
    return excel_book_finish(&book, f);
}
