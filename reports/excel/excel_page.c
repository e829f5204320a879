#include "reports/excel/excel_page.h"

#include "engine/base/percent.h"
#include "engine/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void excel_page_text(const struct excel_page *page, lxw_row_t row, lxw_col_t column, const char *text,
                     enum excel_look look) {
    excel_book_check(page->book,
                     worksheet_write_string(page->sheet, row, column, text, page->book->looks[look]));
}

void excel_page_number(const struct excel_page *page, lxw_row_t row, lxw_col_t column, double value,
                       enum excel_look look) {
    excel_book_check(page->book,
                     worksheet_write_number(page->sheet, row, column, value, page->book->looks[look]));
}

void excel_page_link(const struct excel_page *page, lxw_row_t row, lxw_col_t column, const lxw_worksheet *to,
                     const char *text, enum excel_look look) {
    char place[4 * EXCEL_NAME_UNITS + 32];
    snprintf(place, sizeof place, "internal:'%s'!A1", to->name);
    excel_book_check(page->book, worksheet_write_url_opt(page->sheet, row, column, place,
                                                         page->book->looks[look], text, NULL));
}

/* The number without what sets it off; NULL: it is none. */
static const char *digits_of(const char *text, char digits[PERCENT_TEXT], double *value) {
    char *end = digits;
    size_t length = 0;
    for (const char *at = text; *at && length + 1 < PERCENT_TEXT; at++)
        if (*at != ',')
            digits[length++] = *at;
    digits[length] = '\0';
    *value = strtod(digits, &end);
    return end == digits ? NULL : end;
}

/* 54.8 is 0.548, and no neighbour of it. */
static double hundredth(double value, size_t decimals) {
    return round(value * pow(10, (double)decimals)) / pow(10, (double)decimals + 2);
}

void excel_page_printed(const struct excel_page *page, lxw_row_t row, lxw_col_t column, const char *text) {
    char digits[PERCENT_TEXT];
    double value;
    const char *rest = digits_of(text, digits, &value), *point = strchr(digits, '.');
    size_t decimals = point && rest ? (size_t)(rest - point - 1) : 0;
    bool percent = rest && strcmp(rest, "%") == 0 && decimals <= LOOK_SHARE_LAST - LOOK_SHARE,
         number = rest && !*rest && decimals <= NUMBER_DECIMALS;
    const bool points = number && *text == '+' && decimals == 1; /* keeps its sign */
    if (percent || number)
        excel_page_number(page, row, column, percent ? hundredth(value, decimals) : value,
                          (enum excel_look)(points    ? LOOK_POINTS
                                            : percent ? LOOK_SHARE + decimals
                                                      : LOOK_NUMBER + decimals));
    else
        excel_page_text(page, row, column, text, LOOK_MISSING);
}

double excel_page_wide(const struct excel_page *page, lxw_row_t row, const struct excel_span *span,
                       const char *text, enum excel_look look) {
    const double size = excel_book_size(look),
                 column = 0.095 * size, /* of a letter, in characters of width */
        lines = ceil((double)utf8_width(text) * column / (span->characters - 2)),
                 height = (lines > 1 ? lines : 1) * size * 1.4 + 2;
    if (span->last > 0)
        excel_book_check(page->book, worksheet_merge_range(page->sheet, row, 0, row, span->last, text,
                                                           page->book->looks[look]));
    else
        excel_page_text(page, row, 0, text, look);
    worksheet_set_row(page->sheet, row, height, NULL);
    return height;
}
