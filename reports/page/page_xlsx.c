/* A page as a worksheet. */
#include "engine/base/utf8.h"
#include "reports/excel/excel_page.h"
#include "reports/page/page.h"

#include <math.h>
#include <string.h>

enum { COLUMNS_MAX = 64 };

struct pen {
    struct arena *arena;
    struct excel_page page;
    lxw_row_t row;
    bool many; /* grids, each with headings of its own */
    double widths[COLUMNS_MAX];
    size_t column_count;
    struct excel_span span;
    double height; /* of all rows so far */
};

static void put_wide(struct pen *p, const char *text, enum excel_look look) {
    p->height += excel_page_wide(&p->page, p->row++, &p->span, text, look);
}

static void end_row(struct pen *p, double height) {
    worksheet_set_row(p->page.sheet, p->row++, height, NULL);
    p->height += height;
}

/* --- widths --- */

/* Headings are broken at blanks only, so a long word widens its column. */
static size_t heading_width(const char *heading) {
    enum { LINE = 12 };
    const size_t width = utf8_width(heading);
    return width < LINE ? width : LINE;
}

static void measure(struct pen *p, const struct grid *grid) {
    for (size_t c = 0; c < grid->column_count && c < COLUMNS_MAX; c++) {
        size_t widest = heading_width(grid->columns[c].heading);
        for (size_t r = 0; r < grid->row_count; r++) {
            const char *text = grid->rows[r].cells[c].text;
            const size_t width = text ? utf8_width(text) : 0;
            widest = width > widest ? width : widest;
        }
        p->widths[c] = fmax(p->widths[c], excel_book_width(widest, c ? 9 : 14, c ? 24 : 44));
        p->column_count = c + 1 > p->column_count ? c + 1 : p->column_count;
    }
}

static void set_widths(struct pen *p, const struct page *page) {
    for (size_t i = 0; i < page->part_count; i++)
        if (page->parts[i].grid)
            measure(p, page->parts[i].grid);
    for (size_t c = 0; c < p->column_count; c++) {
        worksheet_set_column(p->page.sheet, (lxw_col_t)c, (lxw_col_t)c, p->widths[c], NULL);
        p->span.characters += p->widths[c];
    }
    p->span.last = p->column_count ? (lxw_col_t)(p->column_count - 1) : 0;
}

/* --- rows --- */

static void put_cell(struct pen *p, const struct grid_column *column, size_t at, const char *text) {
    if (column->align == ALIGN_LEFT)
        excel_page_text(&p->page, p->row, (lxw_col_t)at, text, LOOK_LABEL);
    else
        excel_page_printed(&p->page, p->row, (lxw_col_t)at, text);
}

static const char *heading_of(const struct pen *p, const struct grid_column *column) {
    if (!column->group)
        return column->heading;
    return *column->heading ? arena_printf(p->arena, "%s\n%s", column->group, column->heading)
                            : column->group;
}

static double row_height(const struct pen *p, const struct grid_row *row, size_t columns) {
    size_t most = 1;
    for (size_t c = 0; c < columns && c < COLUMNS_MAX; c++) {
        const size_t lines =
            row->cells[c].text ? utf8_width(row->cells[c].text) / (size_t)(p->widths[c] - 1.5) + 1 : 1;
        most = lines > most ? lines : most;
    }
    return (double)(most * EXCEL_ROW_HEIGHT);
}

static void put_grid(struct pen *p, const struct grid *grid) {
    enum { HEADING = 4 * EXCEL_ROW_HEIGHT };
    if (grid->title)
        put_wide(p, grid->title, LOOK_WIDE_SUBTITLE);
    if (grid->caption)
        put_wide(p, grid->caption, LOOK_WIDE_SUBTITLE);
    for (size_t c = 0; c < grid->column_count; c++)
        excel_page_text(&p->page, p->row, (lxw_col_t)c, heading_of(p, &grid->columns[c]), LOOK_HEADER);
    if (!p->many)
        excel_book_print_setup(p->page.book, p->page.sheet, false, p->row, p->row);
    end_row(p, HEADING);
    for (size_t r = 0; r < grid->row_count; r++) {
        const struct grid_row *row = &grid->rows[r];
        for (size_t c = 0; c < grid->column_count; c++)
            put_cell(p, &grid->columns[c], c, row->cells[c].text ? row->cells[c].text : "");
        end_row(p, row_height(p, row, grid->column_count));
    }
    for (size_t i = 0; i < grid->note_count; i++)
        put_wide(p, grid->notes[i], LOOK_WIDE_NOTE);
    end_row(p, EXCEL_ROW_HEIGHT);
}

static void put_rest(struct pen *p, const struct page *page) {
    for (size_t i = 0; i < page->fact_count; i++)
        put_wide(p, arena_printf(p->arena, "%s: %s", page->facts[i].label, page->facts[i].text),
                 LOOK_WIDE_NOTE);
    for (size_t i = 0; i < page->note_count; i++)
        put_wide(p, page->notes[i], LOOK_WIDE_NOTE);
    if (page->notice)
        put_wide(p, page->notice, LOOK_WIDE_NOTE);
}

static size_t grid_count(const struct page *page) {
    size_t count = 0;
    for (size_t i = 0; i < page->part_count; i++)
        count += page->parts[i].grid != NULL;
    return count;
}

bool page_xlsx(struct arena *arena, const struct page *page, const char *path, struct fault *f) {
    struct excel_book book;
    struct pen p = {.arena = arena, .page.book = &book, .many = grid_count(page) > 1};
    const struct excel_about about = {.title = page->title,
                                      .subject = page->title,
                                      .keywords = page->id,
                                      .author = page->organiser,
                                      .notice = page->notice};
    if (!excel_book_begin(&book, path, &about, f))
        return false;
    p.page.sheet = excel_book_sheet(&book, page->id);
    set_widths(&p, page);
    if (p.many) /* the title comes again on every sheet of paper, and no grid's headings above another's rows */
        excel_book_print_setup(&book, p.page.sheet, false, p.row, p.row);
    put_wide(&p, page->title, LOOK_WIDE_TITLE);
    for (size_t i = 0; i < page->part_count; i++)
        if (page->parts[i].grid)
            put_grid(&p, page->parts[i].grid);
    put_rest(&p, page);
    excel_book_fit(
        &book, p.page.sheet,
        &(struct excel_extent){
            .characters = p.span.characters, .columns = p.column_count, .height = p.height, .repeated = 1});
    return excel_book_finish(&book, f);
}
