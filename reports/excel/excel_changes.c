#include "reports/excel/excel_changes.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "reports/compare/compare_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_TITLE, ROW_NOTE, ROW_BACK, ROW_HEADER, ROW_SUBHEADER, ROW_BODY };
enum { COLUMN_QUESTION, COLUMN_LABEL, COLUMN_BASE, COLUMN_WAVES };
enum { PER_WAVE = 4, PER_CHANGE = 4 };
enum {
    QUESTION = 24,
    LABEL = 26,
    BASE = 24,
    NUMBER = 8,
    LIMIT = 7,
    POINTS = 9,
    POINTS_OPEN = 15,
    REASON = 44
}; /* widths, characters */

struct change {
    size_t from, to; /* waves */
};

struct pen {
    struct arena *arena;
    struct excel_page page;
    const struct comparison *comparison;
    struct change *changes; /* a column each: the differences that some concept has */
    size_t change_count, change_capacity;
    bool reasons;  /* something is not compared: a column says why */
    double height; /* of rows and notes, points */
};

const char *excel_changes_title(void) {
    return _("Changes since earlier waves");
}

static lxw_col_t change_column(const struct pen *p, size_t change) {
    return (lxw_col_t)(COLUMN_WAVES + PER_WAVE * p->comparison->wave_count + PER_CHANGE * change);
}

/* In the order of the later wave. */
static void add_change(struct pen *p, size_t from, size_t to) {
    size_t at = p->change_count;
    for (size_t i = 0; i < p->change_count; i++)
        if (p->changes[i].from == from && p->changes[i].to == to)
            return;
    p->changes = arena_grow(p->arena, p->changes, p->change_count++, &p->change_capacity, sizeof *p->changes);
    for (; at > 0 && p->changes[at - 1].to > to; at--)
        p->changes[at] = p->changes[at - 1];
    p->changes[at] = (struct change){from, to};
}

static void find_changes(struct pen *p) {
    for (size_t i = 0; i < p->comparison->concept_count; i++) {
        const struct comparison_block *block = &p->comparison->concepts[i].common;
        for (size_t d = 0; d < block->difference_count; d++)
            if (compare_difference_to(block, block->differences[d].to) == &block->differences[d])
                add_change(p, block->differences[d].from, block->differences[d].to);
    }
}

static lxw_col_t reason_column(const struct pen *p) {
    return change_column(p, p->change_count);
}

/* --- headings --- */

struct heading {
    const char *text;
    enum excel_look look;
};

static void put_group(struct pen *p, lxw_col_t at, size_t columns, const char *heading,
                      const struct heading *below) {
    excel_book_check(p->page.book, worksheet_merge_range(p->page.sheet, ROW_HEADER, at, ROW_HEADER,
                                                         (lxw_col_t)(at + columns - 1), heading,
                                                         p->page.book->looks[LOOK_HEADER]));
    for (size_t i = 0; i < columns; i++)
        excel_page_text(&p->page, ROW_SUBHEADER, (lxw_col_t)(at + i), below[i].text, below[i].look);
}

static const char *wave_label(const struct wave *wave) {
    return wave->label && *wave->label ? wave->label : wave->title;
}

static void put_headings(struct pen *p) {
    const struct comparison *c = p->comparison;
    const struct heading wave[PER_WAVE] = {{"n", LOOK_HEADER},
                                           {"%", LOOK_HEADER},
                                           {_("Low"), LOOK_LIMIT_HEADER},
                                           {_("High"), LOOK_LIMIT_HEADER}},
                         change[PER_CHANGE] = {{_("Points"), LOOK_HEADER},
                                               {_("Low"), LOOK_LIMIT_HEADER},
                                               {_("High"), LOOK_LIMIT_HEADER},
                                               {_("p, adjusted"), LOOK_HEADER}};
    const char *const single[] = {_("Question"), _("Item"), _("Base"), _("Not compared, and why")};
    const lxw_col_t at[] = {COLUMN_QUESTION, COLUMN_LABEL, COLUMN_BASE, reason_column(p)};
    for (size_t i = 0; i < (p->reasons ? 4 : 3); i++) {
        excel_page_text(&p->page, ROW_HEADER, at[i], single[i], LOOK_HEADER);
        excel_page_text(&p->page, ROW_SUBHEADER, at[i], "", LOOK_HEADER);
    }
    for (size_t w = 0; w < c->wave_count; w++)
        put_group(p, (lxw_col_t)(COLUMN_WAVES + PER_WAVE * w), PER_WAVE, wave_label(c->waves[w]), wave);
    for (size_t i = 0; i < p->change_count; i++)
        put_group(p, change_column(p, i), PER_CHANGE,
                  arena_printf(p->arena, _("%s to %s (points)"), wave_label(c->waves[p->changes[i].from]),
                               wave_label(c->waves[p->changes[i].to])),
                  change);
}

/* --- rows --- */

static void put_known(struct pen *p, lxw_row_t row, lxw_col_t column, bool known, double value,
                      enum excel_look look) {
    if (known)
        excel_page_number(&p->page, row, column, value, look);
    else
        excel_page_text(&p->page, row, column, "-",
                        look == LOOK_LIMIT || look == LOOK_LIMIT_POINTS ? LOOK_LIMIT_MISSING : LOOK_MISSING);
}

static void put_wave(struct pen *p, lxw_row_t at, size_t wave, const struct comparison_row *row) {
    lxw_col_t column = (lxw_col_t)(COLUMN_WAVES + PER_WAVE * wave);
    bool shown = row->shown && !row->refused.text, limits = shown && row->has_interval;
    put_known(p, at, column, shown && row->figure.n >= 0, (double)row->figure.n, LOOK_COUNT);
    excel_page_printed(&p->page, at, (lxw_col_t)(column + 1), shown && row->has_percent ? row->text : "-");
    put_known(p, at, (lxw_col_t)(column + 2), limits, row->low / 100, LOOK_LIMIT);
    put_known(p, at, (lxw_col_t)(column + 3), limits, row->high / 100, LOOK_LIMIT);
}

static const struct comparison_difference *find_difference(const struct comparison_block *block,
                                                           const struct change *change) {
    for (size_t i = 0; i < block->difference_count; i++)
        if (block->differences[i].from == change->from && block->differences[i].to == change->to)
            return &block->differences[i];
    return NULL;
}

/* The points as printed: a number, or a range that rounding leaves open. */
static void put_points(struct pen *p, lxw_row_t row, lxw_col_t column, const struct difference *d) {
    char *end;
    double points = strtod(d->text, &end);
    if (d->has_points && *d->text && !*end)
        excel_page_number(&p->page, row, column, points, LOOK_POINTS);
    else
        excel_page_text(&p->page, row, column, d->has_points ? d->text : "-", LOOK_MISSING);
}

static void put_change(struct pen *p, lxw_row_t at, size_t change, const struct comparison_block *block) {
    static const struct difference none = {.has_points = false};
    const struct comparison_difference *found = find_difference(block, &p->changes[change]);
    const struct difference *d = found ? &found->difference : &none;
    lxw_col_t column = change_column(p, change);
    put_points(p, at, column, d);
    put_known(p, at, (lxw_col_t)(column + 1), d->has_interval, d->low, LOOK_LIMIT_POINTS);
    put_known(p, at, (lxw_col_t)(column + 2), d->has_interval, d->high, LOOK_LIMIT_POINTS);
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

/* Of lines that a text takes in a column of such a width. */
static size_t lines_of(const char *text, size_t width) {
    return utf8_width(text) / (width - 2) + 1;
}

static void set_height(struct pen *p, lxw_row_t at, const char *const texts[], const size_t widths[],
                       size_t count) {
    size_t lines = 1;
    for (size_t i = 0; i < count; i++) {
        size_t of_text = lines_of(texts[i], widths[i]);
        lines = of_text > lines ? of_text : lines;
    }
    const double height = (double)(lines * EXCEL_ROW_HEIGHT + 2);
    worksheet_set_row(p->page.sheet, at, height, NULL);
    p->height += height;
}

static void put_concept(struct pen *p, lxw_row_t at, const struct comparison_concept *concept) {
    enum { TEXTS = 4 };
    const struct comparison_block *block = &concept->common;
    const char *const texts[TEXTS] = {concept->question ? concept->question : "", concept->label,
                                      block->base_words ? block->base_words : _("each on its own base"),
                                      reason_of(p->arena, concept)};
    const lxw_col_t columns[TEXTS] = {COLUMN_QUESTION, COLUMN_LABEL, COLUMN_BASE, reason_column(p)};
    const size_t widths[TEXTS] = {QUESTION, LABEL, BASE, REASON}, count = p->reasons ? TEXTS : TEXTS - 1;
    for (size_t i = 0; i < count; i++)
        excel_page_text(&p->page, at, columns[i], texts[i], LOOK_LABEL);
    for (size_t w = 0; w < block->row_count; w++)
        put_wave(p, at, w, &block->rows[w]);
    for (size_t i = 0; i < p->change_count; i++)
        put_change(p, at, i, block);
    set_height(p, at, texts, widths, count);
}

/* --- chart --- */

/* Not higher than `most` points: what a page does not hold is cut. */
static double put_chart(struct pen *p, lxw_row_t at, double most) {
    enum { WAVES_MOST = 4, CONCEPTS_MOST = 24, BAR = 15, BETWEEN = 14, ROOM = 110 };
    static const lxw_color_t colours[WAVES_MOST] = {0xD0CECE, 0xA9D18E, 0xF4B183, 0x5B9BD5};
    const struct comparison *c = p->comparison;
    if (c->wave_count > WAVES_MOST || c->concept_count == 0 || c->concept_count > CONCEPTS_MOST)
        return 0;
    lxw_chart *chart = workbook_add_chart(p->page.book->workbook, LXW_CHART_BAR);
    lxw_row_t last = (lxw_row_t)(ROW_BODY + c->concept_count - 1);
    for (size_t w = 0; w < c->wave_count; w++) {
        lxw_col_t values = (lxw_col_t)(COLUMN_WAVES + PER_WAVE * w + 1);
        lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
        lxw_chart_fill fill = {.color = colours[WAVES_MOST - c->wave_count + w]};
        lxw_chart_line line = {.color = 0x595959, .width = 0.5};
        chart_series_set_categories(series, p->page.sheet->name, ROW_BODY, COLUMN_LABEL, last, COLUMN_LABEL);
        chart_series_set_values(series, p->page.sheet->name, ROW_BODY, values, last, values);
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
    const double natural = ROOM + (double)(c->concept_count * (c->wave_count * BAR + BETWEEN)),
                 height = fmin(natural, most / 0.75);
    lxw_chart_options options = {
        .x_scale = 800 / 480.0, .y_scale = height / 288.0, .x_offset = 4, .y_offset = 4};
    excel_book_check(p->page.book, worksheet_insert_chart_opt(p->page.sheet, at, 0, chart, &options));
    return height * 0.75;
}

enum {
    HEAD_HEIGHT = 160,
    REPEATED = 90
}; /* of the rows before the body, and the gaps; of headings; points */

static bool leaves_open(const struct comparison *comparison) {
    for (size_t i = 0; i < comparison->concept_count; i++)
        for (size_t d = 0; d < comparison->concepts[i].common.difference_count; d++) {
            const struct difference *at = &comparison->concepts[i].common.differences[d].difference;
            if (at->has_points && at->points_low < at->points_high)
                return true;
        }
    return false;
}

static void set_columns(struct pen *p, struct excel_extent *extent) {
    const double points = leaves_open(p->comparison) ? POINTS_OPEN : POINTS; /* "+4.0 to +6.0" */
    const double of_wave[PER_WAVE] = {NUMBER, NUMBER, LIMIT, LIMIT},
                 of_change[PER_CHANGE] = {points, LIMIT, LIMIT, NUMBER};
    const lxw_col_t last = reason_column(p), first_change = change_column(p, 0);
    extent->columns = (size_t)last + p->reasons;
    for (lxw_col_t c = 0; c < (lxw_col_t)extent->columns; c++) {
        double width = c == COLUMN_QUESTION ? QUESTION
                       : c == COLUMN_LABEL  ? LABEL
                       : c == COLUMN_BASE   ? BASE
                       : c == last          ? REASON
                       : c < first_change   ? of_wave[(c - COLUMN_WAVES) % PER_WAVE]
                                            : of_change[(c - first_change) % PER_CHANGE];
        worksheet_set_column(p->page.sheet, c, c, width, NULL);
        extent->characters += width;
    }
    worksheet_set_row(p->page.sheet, ROW_HEADER, 48, NULL);
    worksheet_set_row(p->page.sheet, ROW_SUBHEADER, 2 * EXCEL_ROW_HEIGHT, NULL);
}

/* --- notes --- */

/* Over two waves: so many there always are. */
static const struct excel_span wide = {COLUMN_WAVES + 2 * PER_WAVE - 1,
                                       QUESTION + LABEL + BASE + 4 * (NUMBER + LIMIT)};

static void put_note(struct pen *p, lxw_row_t *row, const char *text) {
    p->height += excel_page_wide(&p->page, ++*row, &wide, text, LOOK_WIDE_NOTE);
}

/* What the limits and p are, as the other renderings of a comparison say it, too. */
static void put_method(struct pen *p, lxw_row_t *row) {
    const struct comparison_request *asked = p->comparison->request;
    const double level = 100 * asked->level;
    put_note(
        p, row,
        asked->weight
            ? arena_printf(p->arena,
                           _("Low and High: limits of the %g%% interval; of weighted surveys (%s) Wilson's "
                             "score method, 1927, on the returns over the design effect, of differences "
                             "that of two independent designs (linearised variances), as is p."),
                           level, asked->weight)
            : arena_printf(p->arena,
                           _("Low and High: limits of the %g%% interval; of surveys by Wilson's score "
                             "method, 1927, of differences by Newcombe 1998. p: z test of two proportions "
                             "(pooled)."),
                           level));
    put_note(p, row,
             arena_printf(p->arena, _("p is adjusted over all differences of the sheet (%s)."),
                          adjust_name(asked->adjust)));
}

static void put_sources(struct pen *p, lxw_row_t *row) {
    for (size_t w = 0; w < p->comparison->wave_count; w++) {
        const struct wave *wave = p->comparison->waves[w];
        const char *sources = wave->sources ? wave->sources : "";
        while (*sources) {
            int length = (int)strcspn(sources, "\n");
            put_note(p, row,
                     arena_printf(p->arena, _("Source of %s: %.*s"), wave_label(wave), length, sources));
            sources += length + (sources[length] == '\n');
        }
    }
}

/* Returns the last row. */
static lxw_row_t put_notes(struct pen *p, lxw_row_t row) {
    for (size_t i = 0; i < p->comparison->note_count; i++)
        put_note(p, &row, p->comparison->notes[i].text);
    put_method(p, &row);
    put_sources(p, &row);
    return row;
}

/* --- all --- */

static void put_head(struct pen *p, const lxw_worksheet *back) {
    excel_page_wide(&p->page, ROW_TITLE, &wide, excel_changes_title(), LOOK_WIDE_TITLE);
    excel_page_wide(&p->page, ROW_NOTE, &wide, _("Differences are in points."), LOOK_WIDE_SUBTITLE);
    excel_page_link(&p->page, ROW_BACK, 0, back, _("Back to contents"), LOOK_NOTE);
    put_headings(p);
}

void excel_changes_write(struct arena *arena, const struct excel_page *page,
                         const struct comparison *comparison, const lxw_worksheet *back) {
    struct pen p = {.arena = arena, .page = *page, .comparison = comparison};
    struct excel_extent extent = {0};
    for (size_t i = 0; i < comparison->concept_count; i++)
        p.reasons = p.reasons || *reason_of(arena, &comparison->concepts[i]);
    find_changes(&p);
    put_head(&p, back);
    for (size_t i = 0; i < comparison->concept_count; i++)
        put_concept(&p, (lxw_row_t)(ROW_BODY + i), &comparison->concepts[i]);
    lxw_row_t row = put_notes(&p, (lxw_row_t)(ROW_BODY + comparison->concept_count));
    set_columns(&p, &extent);
    worksheet_freeze_panes(page->sheet, ROW_BODY, COLUMN_BASE);
    excel_book_print_setup(page->book, page->sheet, true, ROW_HEADER, ROW_SUBHEADER);
    extent.height =
        HEAD_HEIGHT + p.height + put_chart(&p, row + 2, excel_book_sideways_height(&extent) - REPEATED);
    extent.whole_from = row + 2;
    excel_book_fit(page->book, page->sheet, &extent);
}
