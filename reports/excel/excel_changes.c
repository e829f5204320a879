#include "reports/excel/excel_changes.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { ROW_TITLE, ROW_NOTE, ROW_BACK, ROW_HEADER, ROW_SUBHEADER, ROW_BODY };
enum { COLUMN_LABEL, COLUMN_BASE, COLUMN_WAVES };
enum { PER_WAVE = 2, PER_CHANGE = 4 };

struct pen {
    struct arena *arena;
    struct excel_book *book;
    lxw_worksheet *sheet;
    const struct comparison *comparison;
    bool reasons; /* something is not compared: a column says why */
};

const char *excel_changes_title(void) {
    return _("Changes since earlier waves");
}

static void put(struct pen *p, lxw_row_t row, lxw_col_t column, const char *text, enum excel_look look) {
    excel_book_check(p->book, worksheet_write_string(p->sheet, row, column, text, p->book->looks[look]));
}

static void put_number(struct pen *p, lxw_row_t row, lxw_col_t column, double value, enum excel_look look) {
    excel_book_check(p->book, worksheet_write_number(p->sheet, row, column, value, p->book->looks[look]));
}

static lxw_col_t change_column(const struct pen *p, size_t change) {
    return (lxw_col_t)(COLUMN_WAVES + PER_WAVE * p->comparison->wave_count + PER_CHANGE * change);
}

static size_t changes(const struct pen *p) {
    return p->comparison->wave_count - 1;
}

static lxw_col_t reason_column(const struct pen *p) {
    return change_column(p, changes(p));
}

/* --- headings --- */

static void put_group(struct pen *p, lxw_col_t at, size_t columns, const char *heading,
                      const char *const *below) {
    excel_book_check(p->book, worksheet_merge_range(p->sheet, ROW_HEADER, at, ROW_HEADER,
                                                    (lxw_col_t)(at + columns - 1), heading,
                                                    p->book->looks[LOOK_HEADER]));
    for (size_t i = 0; i < columns; i++)
        put(p, ROW_SUBHEADER, (lxw_col_t)(at + i), below[i], LOOK_HEADER);
}

static const char *wave_label(const struct wave *wave) {
    return wave->label && *wave->label ? wave->label : wave->title;
}

static void put_headings(struct pen *p) {
    const struct comparison *c = p->comparison;
    const char *const wave[PER_WAVE] = {"n", "%"}, *const change[PER_CHANGE] = {_("Points"), _("Lower limit"),
                                                                                _("Upper limit"),
                                                                                _("p, adjusted")};
    const char *const single[] = {_("Item"), _("Base"), _("Not compared, and why")};
    const lxw_col_t at[] = {COLUMN_LABEL, COLUMN_BASE, reason_column(p)};
    for (size_t i = 0; i < (p->reasons ? 3 : 2); i++) {
        put(p, ROW_HEADER, at[i], single[i], LOOK_HEADER);
        put(p, ROW_SUBHEADER, at[i], "", LOOK_HEADER);
    }
    for (size_t w = 0; w < c->wave_count; w++)
        put_group(p, (lxw_col_t)(COLUMN_WAVES + PER_WAVE * w), PER_WAVE, wave_label(c->waves[w]), wave);
    for (size_t i = 0; i < changes(p); i++)
        put_group(p, change_column(p, i), PER_CHANGE,
                  arena_printf(p->arena, _("%s to %s (points)"), wave_label(c->waves[i]),
                               wave_label(c->waves[i + 1])),
                  change);
}

/* --- rows --- */

static void put_wave(struct pen *p, lxw_row_t at, size_t wave, const struct comparison_row *row) {
    lxw_col_t column = (lxw_col_t)(COLUMN_WAVES + PER_WAVE * wave);
    bool shown = row->shown && !row->refused.text;
    if (shown && row->figure.n >= 0)
        put_number(p, at, column, (double)row->figure.n, LOOK_COUNT);
    else
        put(p, at, column, "-", LOOK_MISSING);
    excel_book_put_printed(p->book, p->sheet, at, (lxw_col_t)(column + 1),
                           shown && row->has_percent ? row->text : "-");
}

static const struct comparison_difference *difference_to(const struct comparison_block *block, size_t from) {
    for (size_t i = 0; i < block->difference_count; i++)
        if (block->differences[i].from == from && block->differences[i].to == from + 1)
            return &block->differences[i];
    return NULL;
}

static void put_known(struct pen *p, lxw_row_t row, lxw_col_t column, bool known, double value,
                      enum excel_look look) {
    if (known)
        put_number(p, row, column, value, look);
    else
        put(p, row, column, "-", LOOK_MISSING);
}

/* The points as printed: a number, or a range that rounding leaves open. */
static void put_points(struct pen *p, lxw_row_t row, lxw_col_t column, const struct difference *d) {
    char *end;
    double points = strtod(d->text, &end);
    if (d->has_points && *d->text && !*end)
        put_number(p, row, column, points, LOOK_POINTS);
    else
        put(p, row, column, d->has_points ? d->text : "-", LOOK_MISSING);
}

static void put_change(struct pen *p, lxw_row_t at, size_t change, const struct comparison_block *block) {
    static const struct difference none = {.has_points = false};
    const struct comparison_difference *found = difference_to(block, change);
    const struct difference *d = found ? &found->difference : &none;
    lxw_col_t column = change_column(p, change);
    put_points(p, at, column, d);
    put_known(p, at, (lxw_col_t)(column + 1), d->has_interval, d->low, LOOK_POINTS);
    put_known(p, at, (lxw_col_t)(column + 2), d->has_interval, d->high, LOOK_POINTS);
    put_known(p, at, (lxw_col_t)(column + 3), d->has_p, found ? found->p_adjusted : 0, LOOK_P);
}

static const char *reason_of(struct arena *arena, const struct comparison_concept *concept) {
    const struct comparison_block *block = &concept->common;
    const char *reasons = block->refused ? block->refused : "";
    for (size_t i = 0; i < block->row_count; i++)
        if (block->rows[i].refused.text)
            reasons = arena_printf(arena, "%s%s%s: %s", reasons, *reasons ? "\n" : "",
                                   wave_label(block->rows[i].wave), block->rows[i].refused.text);
    return reasons;
}

static void put_concept(struct pen *p, lxw_row_t at, const struct comparison_concept *concept) {
    enum { REASON = 44, LABEL = 30 };
    const struct comparison_block *block = &concept->common;
    const char *reason = reason_of(p->arena, concept);
    put(p, at, COLUMN_LABEL, concept->label, LOOK_LABEL);
    put(p, at, COLUMN_BASE, block->base_words ? block->base_words : _("each on its own base"), LOOK_LABEL);
    for (size_t w = 0; w < block->row_count; w++)
        put_wave(p, at, w, &block->rows[w]);
    for (size_t i = 0; i < changes(p); i++)
        put_change(p, at, i, block);
    if (p->reasons)
        put(p, at, reason_column(p), reason, LOOK_LABEL);
    size_t lines = utf8_width(reason) / REASON + 1, beside = utf8_width(concept->label) / LABEL + 1;
    worksheet_set_row(p->sheet, at, (double)((lines > beside ? lines : beside) * EXCEL_ROW_HEIGHT + 2), NULL);
}

/* --- chart --- */

static double put_chart(struct pen *p, lxw_row_t at) {
    enum { WAVES_MOST = 4, CONCEPTS_MOST = 24, BAR = 15, BETWEEN = 14, ROOM = 110 };
    static const lxw_color_t colours[WAVES_MOST] = {0xD0CECE, 0xA9D18E, 0xF4B183, 0x5B9BD5};
    const struct comparison *c = p->comparison;
    if (c->wave_count > WAVES_MOST || c->concept_count == 0 || c->concept_count > CONCEPTS_MOST)
        return 0;
    lxw_chart *chart = workbook_add_chart(p->book->workbook, LXW_CHART_BAR);
    lxw_row_t last = (lxw_row_t)(ROW_BODY + c->concept_count - 1);
    for (size_t w = 0; w < c->wave_count; w++) {
        lxw_col_t values = (lxw_col_t)(COLUMN_WAVES + PER_WAVE * w + 1);
        lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
        lxw_chart_fill fill = {.color = colours[WAVES_MOST - c->wave_count + w]};
        lxw_chart_line line = {.color = 0x595959, .width = 0.5};
        chart_series_set_categories(series, p->sheet->name, ROW_BODY, COLUMN_LABEL, last, COLUMN_LABEL);
        chart_series_set_values(series, p->sheet->name, ROW_BODY, values, last, values);
        chart_series_set_name(series, wave_label(c->waves[w]));
        chart_series_set_fill(series, &fill);
        chart_series_set_line(series, &line);
        chart_series_set_labels(series);
        chart_series_set_labels_num_format(series, "0.0%");
    }
    chart_title_set_name(chart, excel_changes_title());
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_interval_unit(chart->y_axis, 1);
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    chart_axis_off(chart->x_axis);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_set_series_gap(chart, 40);
    double height = ROOM + (double)(c->concept_count * (c->wave_count * BAR + BETWEEN));
    lxw_chart_options options = {
        .x_scale = 800 / 480.0, .y_scale = height / 288.0, .x_offset = 4, .y_offset = 4};
    excel_book_check(p->book, worksheet_insert_chart_opt(p->sheet, at, 0, chart, &options));
    return height * 0.75;
}

/* --- all --- */

static void set_columns(struct pen *p, struct excel_extent *extent) {
    enum { LABEL = 30, BASE = 30, NUMBER = 9, POINTS = 15, REASON = 44 };
    lxw_col_t last = reason_column(p);
    worksheet_set_column(p->sheet, COLUMN_LABEL, COLUMN_LABEL, LABEL, NULL);
    worksheet_set_column(p->sheet, COLUMN_BASE, COLUMN_BASE, BASE, NULL);
    worksheet_set_column(p->sheet, COLUMN_WAVES, (lxw_col_t)(last - 1), NUMBER, NULL);
    for (size_t i = 0; i < changes(p); i++) /* room for what rounding leaves open */
        worksheet_set_column(p->sheet, change_column(p, i), change_column(p, i), POINTS, NULL);
    if (p->reasons)
        worksheet_set_column(p->sheet, last, last, REASON, NULL);
    worksheet_set_row(p->sheet, ROW_HEADER, 48, NULL);
    extent->characters = LABEL + BASE + NUMBER * (double)(last - COLUMN_WAVES) +
                         (POINTS - NUMBER) * (double)changes(p) + (p->reasons ? REASON : 0);
    extent->columns = (size_t)last + p->reasons;
    extent->repeated = 1;
}

void excel_changes_write(struct arena *arena, struct excel_book *book, lxw_worksheet *sheet,
                         const struct comparison *comparison, const char *back) {
    struct pen p = {.arena = arena, .book = book, .sheet = sheet, .comparison = comparison};
    struct excel_extent extent;
    for (size_t i = 0; i < comparison->concept_count; i++)
        p.reasons = p.reasons || *reason_of(arena, &comparison->concepts[i]);
    put(&p, ROW_TITLE, 0, excel_changes_title(), LOOK_TITLE);
    put(&p, ROW_NOTE, 0,
        _("Differences are in points, with their interval; p is adjusted over all differences of the sheet."),
        LOOK_SUBTITLE);
    char *link = arena_printf(arena, "internal:'%s'!A1", back);
    excel_book_check(book, worksheet_write_url_opt(sheet, ROW_BACK, 0, link, book->looks[LOOK_NOTE],
                                                   _("Back to contents"), NULL));
    put_headings(&p);
    lxw_row_t row = ROW_BODY;
    for (size_t i = 0; i < comparison->concept_count; i++)
        put_concept(&p, row++, &comparison->concepts[i]);
    for (size_t i = 0; i < comparison->note_count; i++)
        put(&p, ++row, 0, comparison->notes[i].text, LOOK_NOTE);
    set_columns(&p, &extent);
    worksheet_freeze_panes(sheet, ROW_BODY, 1);
    excel_book_print_setup(sheet, true, ROW_HEADER, ROW_SUBHEADER);
    extent.height = (double)(row + 4) * EXCEL_ROW_HEIGHT * 1.4 + put_chart(&p, row + 2);
    excel_book_fit(sheet, &extent);
}
