#include "reports/excel/excel_book.h"

#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "engine/base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char book_font[] = "BIZ UDPゴシック";

enum { BOOK_DARK = 0x1F3A5F, BOOK_PALE = 0xE8EEF5, BOOK_RULE = 0xB5BFCC, BOOK_GREY = 0x595959 };

struct look_spec {
    double size;
    bool bold, border, wrap, top;
    uint8_t align; /* enum lxw_format_alignments */
    lxw_color_t colour, fill;
    const char *number_format;
};

#define NUMBER_LOOK(places)                                                                                  \
    { .size = 10, .border = true, .align = LXW_ALIGN_RIGHT, .number_format = "#,##0" places }

#define SHARE_LOOK(format)                                                                                   \
    { .size = 10, .border = true, .align = LXW_ALIGN_RIGHT, .number_format = format }

static const struct look_spec look_specs[LOOK_COUNT_OF] = {
    [LOOK_TITLE] = {.size = 14, .bold = true, .colour = BOOK_DARK},
    [LOOK_SUBTITLE] = {.size = 10, .colour = BOOK_GREY},
    [LOOK_HEADER] = {.size = 10,
                     .bold = true,
                     .border = true,
                     .wrap = true,
                     .align = LXW_ALIGN_CENTER,
                     .fill = BOOK_PALE},
    [LOOK_LABEL] = {.size = 10, .border = true, .wrap = true},
    [LOOK_LONG] = {.size = 10, .border = true, .wrap = true, .top = true},
    [LOOK_COUNT] = {.size = 10, .border = true, .align = LXW_ALIGN_RIGHT, .number_format = "#,##0"},
    [LOOK_PERCENT] = {.size = 10, .border = true, .number_format = "0.0%"},
    [LOOK_NUMBER] = NUMBER_LOOK(""),
    [LOOK_NUMBER + 1] = NUMBER_LOOK(".0"),
    [LOOK_NUMBER + 2] = NUMBER_LOOK(".00"),
    [LOOK_NUMBER + 3] = NUMBER_LOOK(".000"),
    [LOOK_NUMBER + 4] = NUMBER_LOOK(".0000"),
    [LOOK_NUMBER + 5] = NUMBER_LOOK(".00000"),
    [LOOK_NUMBER + 6] = NUMBER_LOOK(".000000"),
    [LOOK_SHARE] = SHARE_LOOK("0%"),
    [LOOK_SHARE + 1] = SHARE_LOOK("0.0%"),
    [LOOK_SHARE + 2] = SHARE_LOOK("0.00%"),
    [LOOK_SHARE_LAST] = SHARE_LOOK("0.000%"),
    [LOOK_TOTAL_LABEL] = {.size = 10, .bold = true, .border = true, .fill = 0xF6F8FB},
    [LOOK_TOTAL_COUNT] = {.size = 10,
                          .bold = true,
                          .border = true,
                          .align = LXW_ALIGN_RIGHT,
                          .fill = 0xF6F8FB,
                          .number_format = "#,##0"},
    [LOOK_NOTE] = {.size = 9, .colour = BOOK_GREY},
    [LOOK_WIDE_TITLE] = {.size = 14, .bold = true, .wrap = true, .colour = BOOK_DARK},
    [LOOK_WIDE_SUBTITLE] = {.size = 10, .wrap = true, .colour = BOOK_GREY},
    [LOOK_WIDE_NOTE] = {.size = 9, .wrap = true, .colour = BOOK_GREY},
    [LOOK_LINK] = {.size = 10, .border = true, .wrap = true, .colour = 0x1155AA},
    [LOOK_MISSING] = {.size = 10, .border = true, .align = LXW_ALIGN_RIGHT},
    [LOOK_POINTS] = {.size = 10, .border = true, .align = LXW_ALIGN_RIGHT, .number_format = "+0.0;-0.0;0.0"},
    [LOOK_P] = {.size = 10,
                .border = true,
                .align = LXW_ALIGN_RIGHT,
                .number_format = "[<0.001]\"<0.001\";0.000"},
    [LOOK_SERIAL] = {.size = 10, .border = true, .align = LXW_ALIGN_CENTER},
    [LOOK_TEXT] = {.size = 10},
    [LOOK_PLAIN_NUMBER] = {.size = 10},
    [LOOK_LIMIT] = {.size = 9, .border = true, .colour = BOOK_GREY, .align = LXW_ALIGN_RIGHT},
    [LOOK_LIMIT_POINTS] = {.size = 9,
                           .border = true,
                           .colour = BOOK_GREY,
                           .align = LXW_ALIGN_RIGHT,
                           .number_format = "+0.0;-0.0;0.0"},
    [LOOK_LIMIT_MISSING] = {.size = 9, .border = true, .colour = BOOK_GREY, .align = LXW_ALIGN_RIGHT},
    [LOOK_LIMIT_HEADER] = {.size = 9,
                           .border = true,
                           .wrap = true,
                           .align = LXW_ALIGN_CENTER,
                           .colour = BOOK_GREY,
                           .fill = BOOK_PALE},
};

static lxw_format *make_look(lxw_workbook *workbook, const struct look_spec *spec) {
    lxw_format *look = workbook_add_format(workbook);
    format_set_font_name(look, book_font);
    format_set_font_size(look, spec->size);
    format_set_align(look, spec->top ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    if (spec->bold)
        format_set_bold(look);
    if (spec->wrap)
        format_set_text_wrap(look);
    if (spec->align)
        format_set_align(look, spec->align);
    if (spec->colour)
        format_set_font_color(look, spec->colour);
    if (spec->fill)
        format_set_bg_color(look, spec->fill);
    if (spec->number_format)
        format_set_num_format(look, spec->number_format);
    if (spec->border) {
        format_set_border(look, LXW_BORDER_THIN);
        format_set_border_color(look, BOOK_RULE);
    }
    return look;
}

/* "0.0%" with the questionnaire's number of decimals. */
static void set_percent_format(lxw_format *look, int decimals) {
    char pattern[16] = "0";
    if (decimals > 0) {
        strcat(pattern, ".");
        for (int i = 0; i < decimals; i++)
            strcat(pattern, "0");
    }
    strcat(pattern, "%");
    format_set_num_format(look, pattern);
}

struct excel_about excel_about_of(const struct excel_content *content) {
    const struct questionnaire *q = content->questionnaire;
    return (struct excel_about){.title = q->title,
                                .subject = q->population,
                                .keywords = q->id,
                                .author = q->organiser,
                                .notice = content->set_count ? content->sets[0]->dataset->synthetic
                                                             : content->notice,
                                .percent_decimals = q->percent_decimals};
}

char *excel_book_cut(char *out, const char *text, size_t units) {
    size_t length = 0, used = 0;
    for (uint32_t code; text && (code = utf8_next(&text)) != 0; length += utf8_put(out + length, code)) {
        used += code > 0xFFFF ? 2 : 1;
        if (used > units)
            break;
    }
    out[length] = '\0';
    return out;
}

static void set_properties(lxw_workbook *workbook, const struct excel_about *about) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    enum { ROOM = EXCEL_CUT_ROOM(EXCEL_PROPERTY_UNITS) };
    char title[ROOM], subject[ROOM], keywords[ROOM], author[ROOM], comments[ROOM];
    lxw_doc_properties properties = {
        .title = excel_book_cut(title, about->title, EXCEL_PROPERTY_UNITS),
        .subject = excel_book_cut(subject, about->subject, EXCEL_PROPERTY_UNITS),
        .keywords = excel_book_cut(keywords, about->keywords, EXCEL_PROPERTY_UNITS),
        .category = _("Survey"),
        .author = excel_book_cut(author, about->author, EXCEL_PROPERTY_UNITS),
        .company = author,
        .comments = excel_book_cut(comments, about->notice, EXCEL_PROPERTY_UNITS),
        .created = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL),
    };
    workbook_set_properties(workbook, &properties);
}

/* Widths are in digits of the first format's font.  The library's own, Calibri, is not everywhere, and what stands in
 * for it may be a third wider; Arial at this size is as wide as Calibri at its, and every office has it or its like. */
static void set_unit_of_width(lxw_workbook *workbook) {
    lxw_format *first = STAILQ_FIRST(workbook->formats);
    format_set_font_name(first, "Arial");
    format_set_font_size(first, 10);
}

bool excel_book_begin(struct excel_book *book, const char *path, const struct excel_about *about,
                      struct fault *f) {
    *book = (struct excel_book){0};
    if (!file_temporary(&book->writer, path, f))
        return false;
    book->arena = arena_create();
    book->workbook = workbook_new(book->writer.temporary);
    if (!book->workbook) {
        arena_destroy(book->arena);
        file_abandon(&book->writer);
        return fault_set(f, _("%s: the workbook cannot be begun"), path);
    }
    set_unit_of_width(book->workbook);
    for (int i = 0; i < LOOK_COUNT_OF; i++)
        book->looks[i] = make_look(book->workbook, &look_specs[i]);
    set_percent_format(book->looks[LOOK_PERCENT], about->percent_decimals);
    set_percent_format(book->looks[LOOK_LIMIT], about->percent_decimals);
    set_properties(book->workbook, about);
    return true;
}

/* Names are 31 UTF-16 units at most, and one is kept for Excel's own use. */
static void legal_name(char out[128], const char *wanted, int serial) {
    static const char *const reserved[] = {"History", "履歴", ""};
    char suffix[16] = "";
    if (serial > 1)
        snprintf(suffix, sizeof suffix, " (%d)", serial);
    excel_book_cut(out, wanted, EXCEL_NAME_UNITS - strlen(suffix));
    for (char *at = out; *at; at++)
        if (strchr("[]:*?/\\'", *at))
            *at = '_';
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcasecmp(out, reserved[i]) == 0)
            strcat(out, "_");
    strcat(out, suffix);
}

lxw_worksheet *excel_book_sheet(struct excel_book *book, const char *wanted) {
    char name[128];
    int serial = 1;
    legal_name(name, wanted, serial);
    while (workbook_get_worksheet_by_name(book->workbook, name))
        legal_name(name, wanted, ++serial);
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, name);
    if (!sheet)
        arena_out_of_memory();
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    return sheet;
}

double excel_book_size(enum excel_look look) {
    return look_specs[look].size;
}

void excel_book_check(struct excel_book *book, lxw_error error) {
    if (error != LXW_NO_ERROR && book->first_error == LXW_NO_ERROR)
        book->first_error = error;
}

void excel_book_print_setup(struct excel_book *book, lxw_worksheet *sheet, bool landscape,
                            lxw_row_t first_repeat, lxw_row_t last_repeat) {
    worksheet_set_paper(sheet, 9); /* A4 */
    if (landscape)
        worksheet_set_landscape(sheet);
    else
        worksheet_set_portrait(sheet);
    worksheet_set_margins(sheet, 0.6, 0.6, 0.7, 0.7);
    worksheet_center_horizontally(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_footer(sheet, "&L&A&R&P / &N");
    struct excel_name *name = excel_names_of(&book->names, book->arena, sheet);
    name->rows = true;
    name->first_row = first_repeat;
    name->last_row = last_repeat;
}

/* A4 within the margins, points; a column of c characters is 7c + 5 pixels wide. */
static const double PAGE_SHORT = 595 - 86, PAGE_LONG = 842 - 112, LEGIBLE = 0.5;

static double least(double a, double b) {
    return a < b ? a : b;
}

static double points_of(double characters, double columns) {
    return 0.75 * (7 * characters + 5 * columns);
}

static double points_across(const struct excel_extent *e) {
    return points_of(e->characters, (double)e->columns);
}

static double upright_scale(const struct excel_extent *e) {
    return least(PAGE_SHORT / points_across(e), PAGE_LONG / e->height);
}

static double sideways_scale(const struct excel_extent *e) {
    return least(PAGE_LONG / points_across(e), PAGE_SHORT / e->height);
}

double excel_book_sideways_height(const struct excel_extent *extent) {
    return PAGE_SHORT / least(1, PAGE_LONG / points_across(extent));
}

double excel_book_scale(const struct excel_extent *extent) {
    double upright = upright_scale(extent), sideways = sideways_scale(extent);
    return upright > sideways ? upright : sideways;
}

/* A scale is what a spreadsheet keeps to where pages begin at given places; a little is left for its own rounding. */
static void set_scale(lxw_worksheet *sheet, double scale) {
    worksheet_set_print_scale(sheet, (uint16_t)(100 * least(0.94 * scale, 1)));
}

static void begin_page_at(lxw_worksheet *sheet, lxw_row_t row) {
    if (row)
        worksheet_set_h_pagebreaks(sheet, (lxw_row_t[]){row, 0});
}

/* The first page has what stands above and below the table, the others its columns only; then come the charts. */
static void set_areas(struct excel_book *book, lxw_worksheet *sheet, const struct excel_extent *e,
                      lxw_col_t each) {
    struct excel_name *name = excel_names_of(&book->names, book->arena, sheet);
    const lxw_col_t last = (lxw_col_t)(e->columns - 1), first[] = {0, (lxw_col_t)(e->repeated + each - 1)};
    const lxw_row_t above[] = {0, e->whole_from ? e->whole_from - 1 : e->rows.end},
                    table[] = {e->rows.head, e->rows.foot}, charts[] = {e->whole_from, e->rows.end};
    excel_names_area(name, book->arena, above, first);
    for (lxw_col_t from = (lxw_col_t)(first[1] + 1); from <= last; from = (lxw_col_t)(from + each)) {
        const lxw_col_t to = (lxw_col_t)(from + each - 1);
        excel_names_area(name, book->arena, table, (lxw_col_t[]){from, to < last ? to : last});
    }
    if (e->whole_from)
        excel_names_area(name, book->arena, charts, first);
}

/* Headings are repeated where a table goes on, not above the charts on the page after one that has ended. */
static void repeat_headings(struct excel_book *book, const lxw_worksheet *sheet, const struct excel_extent *e,
                            double page, double scale) {
    if (e->whole_from && e->above > 0 && e->above * scale <= page)
        excel_names_of(&book->names, book->arena, sheet)->rows = false;
}

/* Groups of columns are dealt out evenly to as few pages as hold them; returns false: no page holds one. */
static bool deal_out(struct excel_book *book, lxw_worksheet *sheet, const struct excel_extent *e, double page,
                     double height) {
    const double first = points_of(e->repeated_characters, e->repeated),
                 group = points_of(e->group_characters, e->group);
    const size_t groups = (e->columns - e->repeated + e->group - 1) / e->group,
                 most = (size_t)((page / LEGIBLE - first) / group);
    if (most == 0)
        return false;
    const size_t pages = (groups + most - 1) / most, each = (groups + pages - 1) / pages;
    const double across = page / (first + (double)each * group),
                 down = height / (e->whole_from ? e->above : e->height),
                 charts = e->whole_from ? height / (e->height - e->above) : 1;
    double scale = down >= LEGIBLE ? least(across, down) : across;
    if (charts >= LEGIBLE)
        scale = least(scale, charts);
    set_scale(sheet, scale);
    set_areas(book, sheet, e, (lxw_col_t)(each * e->group));
    repeat_headings(book, sheet, e, height, scale);
    return true;
}

bool excel_book_one_page(const struct excel_extent *extent) {
    return excel_book_scale(extent) >= LEGIBLE;
}

static void repeat_columns(struct excel_book *book, const lxw_worksheet *sheet, lxw_col_t count) {
    struct excel_name *name = excel_names_of(&book->names, book->arena, sheet);
    name->columns = count > 0;
    name->last_column = count > 0 ? (lxw_col_t)(count - 1) : 0;
}

void excel_book_fit(struct excel_book *book, lxw_worksheet *sheet, const struct excel_extent *e) {
    bool one_page = excel_book_one_page(e),
         landscape = one_page ? sideways_scale(e) > upright_scale(e) : PAGE_SHORT < points_across(e);
    if (landscape)
        worksheet_set_landscape(sheet);
    else
        worksheet_set_portrait(sheet);
    const double page = landscape ? PAGE_LONG : PAGE_SHORT, height = landscape ? PAGE_SHORT : PAGE_LONG,
                 across = points_across(e) * LEGIBLE / page;
    if (across > 1)
        repeat_columns(book, sheet, e->repeated);
    if (across > 1 && e->group && deal_out(book, sheet, e, page, height))
        return;
    if (!one_page)
        begin_page_at(sheet, e->whole_from);
    worksheet_fit_to_pages(sheet, across > 1 ? (uint16_t)ceil(across) : 1, one_page ? 1 : 0);
    if (!one_page && across <= 1 && e->whole_from) {
        set_scale(sheet, page / points_across(e));
        repeat_headings(book, sheet, e, height, least(page / points_across(e), 1));
    }
}

double excel_book_width(size_t columns_of_text, double least, double most) {
    double width = (double)columns_of_text * 1.1 + 2;
    return width < least ? least : width > most ? most : width;
}

/* The library prints its troubles by itself; ours is the one message that says what cannot be written and
 * why. */
static lxw_error close_quietly(lxw_workbook *workbook, int *why) {
    fflush(stderr);
    int loud = dup(STDERR_FILENO), nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (loud >= 0 && nothing >= 0)
        dup2(nothing, STDERR_FILENO);
    errno = 0;
    lxw_error error = workbook_close(workbook); /* frees it in every case */
    *why = errno;
    fflush(stderr);
    if (loud >= 0)
        dup2(loud, STDERR_FILENO);
    close(loud);
    close(nothing);
    return error;
}

static bool is_of_system(lxw_error error) {
    return error == LXW_ERROR_CREATING_XLSX_FILE || error == LXW_ERROR_CREATING_TMPFILE ||
           error == LXW_ERROR_READING_TMPFILE || error == LXW_ERROR_ZIP_FILE_OPERATION ||
           error == LXW_ERROR_ZIP_CLOSE || error == LXW_ERROR_ZIP_FILE_ADD;
}

static bool not_written(const struct excel_book *book, int why, struct fault *f) {
    const char *before = lang_enter(lang_interface());
    const char *reason =
        why && is_of_system(book->first_error) ? strerror(why) : lxw_strerror(book->first_error);
    fault_set(f, _("%s cannot be written: %s"), book->writer.path, reason);
    lang_enter(before);
    return false;
}

bool excel_book_finish(struct excel_book *book, struct fault *f) {
    int why;
    stages_next();
    excel_book_check(book, close_quietly(book->workbook, &why));
    bool closed = book->first_error == LXW_NO_ERROR,
         done = closed && excel_names_write(&book->names, book->writer.temporary, f);
    arena_destroy(book->arena);
    if (done)
        return file_replace(&book->writer, f);
    file_abandon(&book->writer);
    return closed ? false : not_written(book, why, f);
}
