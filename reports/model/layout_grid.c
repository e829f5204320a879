/* Grids and tables: columns, headings that come again on the next page, rows, bars in cells, notes. */
#include "reports/model/layout_flow.h"

#include "engine/base/lang.h"

#include <math.h>
#include <string.h>

struct sheet { /* a grid as it will stand on the page */
    struct flow *flow;
    const struct grid *grid;
    double *x, *width;                        /* per column */
    int *places;                              /* per column: the most decimal places of a number in it */
    double group_height, heading_height, pad; /* pad: above and below a row's text, together */
    struct typeset_style body, bold, heading, caption, note;
    double least; /* row height */
};

static const double CELL_PAD = 4, GRID_AFTER = 12, COLUMN_LEAST = 40;

/* Decimal places of a plain number ("62", "66.8%", "+0.3"); -1 for anything else. */
static int places_of(const char *text) {
    const char *at = text + strspn(text, "+-");
    const size_t whole = strspn(at, "0123456789,");
    if (whole == 0)
        return -1;
    at += whole;
    const size_t places = *at == '.' ? strspn(at + 1, "0123456789") : 0;
    at += *at == '.' ? places + 1 : 0;
    at += *at == '%';
    return *at ? -1 : (int)places;
}

static void set_places(struct sheet *s) {
    for (size_t i = 0; i < s->grid->column_count; i++)
        for (size_t r = 0; r < s->grid->row_count; r++) {
            const char *text = s->grid->rows[r].cells[i].text;
            const int places = text ? places_of(text) : -1;
            s->places[i] = places > s->places[i] ? places : s->places[i];
        }
}

/* What a number stands further left for the places that it lacks, so that decimal points stand in a line. */
static double decimal_shift(const struct sheet *s, size_t column, const struct typeset_style *style,
                            const char *text) {
    const int places = text ? places_of(text) : -1, lacking = s->places[column] - places;
    if (places < 0 || lacking <= 0 || s->grid->columns[column].align != ALIGN_RIGHT)
        return 0;
    const char *tail = arena_printf(s->flow->arena, "%s%.*s", places == 0 ? "." : "", lacking, "000000000");
    return canvas_text_width(s->flow->canvas, style->face, style->size, tail);
}

static double heading_width(const struct flow *flow, const char *text);

/* Beside another one a table is set closer, and its columns are no wider than they must be. */
static bool is_narrow(const struct flow *flow) {
    return flow->width < 300;
}

static double wanted_width(const struct sheet *s, size_t column) {
    const double wanted = s->grid->columns[column].width;
    if (!is_narrow(s->flow) || wanted <= 0)
        return wanted;
    return fmin(wanted, heading_width(s->flow, s->grid->columns[column].heading));
}

/* Numbers are never wrapped: a column of them is at least as wide as its widest. */
static double fixed_width(const struct sheet *s, size_t column) {
    const struct grid *grid = s->grid;
    double width = wanted_width(s, column);
    if (width <= 0 || grid->columns[column].align != ALIGN_RIGHT)
        return width;
    for (size_t i = 0; i < grid->row_count; i++) {
        const char *text = grid->rows[i].cells[column].text;
        const double w = text ? canvas_text_width(s->flow->canvas, s->bold.face, s->bold.size, text) +
                                    decimal_shift(s, column, &s->bold, text) + 2 * CELL_PAD + 1
                              : 0;
        width = w > width ? w : width;
    }
    return width;
}

static void set_widths(struct sheet *s) {
    const struct grid *grid = s->grid;
    double fixed = 0;
    size_t open = 0;
    for (size_t i = 0; i < grid->column_count; i++) {
        s->width[i] = fixed_width(s, i);
        fixed += s->width[i];
        open += s->width[i] <= 0;
    }
    const double left = s->flow->width - fixed;
    const double share = open && left / (double)open > COLUMN_LEAST ? left / (double)open : COLUMN_LEAST;
    const double whole = fixed + share * (double)open,
                 squeeze = whole > s->flow->width ? s->flow->width / whole : 1;
    double x = s->flow->left;
    for (size_t i = 0; i < grid->column_count; i++) {
        s->x[i] = x;
        s->width[i] = (s->width[i] > 0 ? s->width[i] : share) * squeeze;
        x += s->width[i];
    }
}

static double cell_text_height(const struct sheet *s, const struct typeset_style *style, const char *text,
                               double width) {
    return text && *text ? flow_text_height(s->flow, style, text, width - 2 * CELL_PAD) : 0;
}

static bool same_group(const struct grid *grid, size_t a, size_t b) {
    const char *first = grid->columns[a].group, *second = grid->columns[b].group;
    return first && second && strcmp(first, second) == 0;
}

static size_t group_end(const struct grid *grid, size_t from) {
    size_t to = from + 1;
    while (to < grid->column_count && same_group(grid, from, to))
        to++;
    return to;
}

static double group_width(const struct sheet *s, size_t from, size_t to) {
    return s->x[to - 1] + s->width[to - 1] - s->x[from];
}

static void set_heading_heights(struct sheet *s) {
    for (size_t i = 0; i < s->grid->column_count; i++) {
        const double h = cell_text_height(s, &s->heading, s->grid->columns[i].heading, s->width[i]);
        s->heading_height = h > s->heading_height ? h : s->heading_height;
    }
    for (size_t i = 0; i < s->grid->column_count; i = group_end(s->grid, i)) {
        const size_t end = group_end(s->grid, i);
        const double h = cell_text_height(s, &s->heading, s->grid->columns[i].group, group_width(s, i, end));
        s->group_height = h > s->group_height ? h : s->group_height;
    }
    s->heading_height += 5;
    s->group_height += s->group_height > 0 ? 5 : 0;
}

static double compact_height(const struct sheet *s);

static struct typeset_style tabular(struct typeset_style style) {
    style.face = canvas_face_is_bold(style.face) ? FACE_TABULAR_BOLD : FACE_TABULAR;
    style.bold = FACE_TABULAR_BOLD;
    return style;
}

static struct typeset_style heading_style(void) {
    return flow_style(8, 10.5, PALETTE_GREY);
}

static struct sheet sheet_begin(struct flow *flow, const struct grid *grid) {
    const bool close = grid->compact || is_narrow(flow);
    const double size = close ? 8.5 : 9, leading = close ? 10.5 : 12.5;
    struct sheet s = {.flow = flow,
                      .grid = grid,
                      .body = tabular(flow_style(size, leading, PALETTE_INK)),
                      .bold = tabular(flow_bold(size, leading, PALETTE_INK)),
                      .heading = heading_style(),
                      .caption = flow_style(8.5, 12, PALETTE_GREY),
                      .note = flow_style(7.5, 10.5, PALETTE_GREY),
                      .pad = grid->compact ? 1.4 : 5,
                      .least = 18};
    s.x = arena_array(flow->arena, grid->column_count + 1, sizeof *s.x);
    s.width = arena_array(flow->arena, grid->column_count + 1, sizeof *s.width);
    s.places = arena_array(flow->arena, grid->column_count + 1, sizeof *s.places);
    set_places(&s);
    return s;
}

/* As wide as the numbers of its columns make it, be it wider than the page. */
static struct sheet sheet_unsqueezed(struct flow *flow, const struct grid *grid) {
    struct sheet s = sheet_begin(flow, grid);
    for (size_t i = 0; i < grid->column_count; i++)
        s.width[i] = fixed_width(&s, i);
    return s;
}

static struct sheet sheet_prepare(struct flow *flow, const struct grid *grid) {
    struct sheet s = sheet_begin(flow, grid);
    set_widths(&s);
    set_heading_heights(&s);
    if (grid->compact)
        s.least = compact_height(&s);
    return s;
}

/* --- heights --- */

static struct typeset_style row_style(const struct sheet *s, const struct grid_row *row) {
    struct typeset_style style = row->style == GRID_TOTAL ? s->bold : s->body;
    if (row->style == GRID_SILENCE)
        style.colour = PALETTE_GREY;
    return style;
}

/* The rows that one label stands for: from `row` on to the end of the item, or `row` when it is within one. */
static size_t item_end(const struct sheet *s, size_t row) {
    const struct grid *grid = s->grid;
    size_t end = row + 1;
    while (grid->spans && end < grid->row_count && grid->rows[end].cells[0].text &&
           !*grid->rows[end].cells[0].text)
        end++;
    return end;
}

static double own_height(const struct sheet *s, size_t row, size_t first_column) {
    double height = s->least;
    const struct typeset_style style = row_style(s, &s->grid->rows[row]);
    for (size_t i = first_column; i < s->grid->column_count; i++) {
        const double h = cell_text_height(s, &style, s->grid->rows[row].cells[i].text, s->width[i]);
        const double pad =
            h > s->body.leading * 1.5 && s->pad < 4 ? 4 : s->pad; /* lines need air around them */
        height = h + pad > height ? h + pad : height;
    }
    return height;
}

/* A label that needs more room than its item's rows have gets it from the last of them. */
static double row_height(const struct sheet *s, size_t row) {
    const struct grid *grid = s->grid;
    if (!grid->spans)
        return own_height(s, row, 0);
    size_t first = row;
    while (first > 0 && !*grid->rows[first].cells[0].text)
        first--;
    const size_t end = item_end(s, first);
    if (row + 1 < end)
        return own_height(s, row, 1);
    const struct typeset_style style = row_style(s, &grid->rows[first]);
    double needed = cell_text_height(s, &style, grid->rows[first].cells[0].text, s->width[0]) + 4;
    for (size_t i = first; i < row; i++)
        needed -= own_height(s, i, 1);
    return fmax(needed, own_height(s, row, 1));
}

/* Rows of one item are not torn. */
static double item_height(const struct sheet *s, size_t row) {
    double height = 0;
    for (size_t i = row, end = item_end(s, row); i < end; i++)
        height += row_height(s, i);
    return height;
}

/* With the item that comes after it, when it is the heading of some: rows of items beneath a total. */
static double height_together(const struct sheet *s, size_t row) {
    const size_t end = item_end(s, row);
    const bool heads = s->grid->spans && s->grid->rows[row].style == GRID_TOTAL && end < s->grid->row_count;
    return item_height(s, row) + (heads ? item_height(s, end) : 0);
}

static double head_height(const struct sheet *s) {
    return s->group_height + s->heading_height;
}

static struct typeset_style grid_title_style(void) {
    return flow_bold(10.5, 15, PALETTE_INK);
}

static double title_height_of(const struct sheet *s) {
    const struct typeset_style title = grid_title_style();
    double height = 0;
    if (s->grid->title)
        height += flow_text_height(s->flow, &title, s->grid->title, s->flow->width);
    if (s->grid->caption)
        height += flow_text_height(s->flow, &s->caption, s->grid->caption, s->flow->width);
    return height > 0 ? height + 3 : 0;
}

static double notes_height(const struct sheet *s) {
    double height = s->grid->note_count ? 4 : 0;
    for (size_t i = 0; i < s->grid->note_count; i++)
        height += flow_text_height(s->flow, &s->note, s->grid->notes[i], s->flow->width);
    return height;
}

/* Notes of up to a third of a page are not torn; more begin with a few and go on over the page. */
static double notes_together(const struct sheet *s) {
    const double whole = notes_height(s), few = 6 * s->note.leading;
    return whole <= (s->flow->bottom - s->flow->top) / 3 ? whole : few;
}

/* The last rows, so many that they and the notes can stand on a page of their own: a row alone under a heading, or
 * notes alone, explain nothing. */
static size_t tail_begin(const struct sheet *s) {
    size_t begin = s->grid->row_count;
    for (size_t i = 0; i + 1 < s->grid->row_count; i = item_end(s, i))
        begin = i;
    return begin;
}

static double tail_height(const struct sheet *s) {
    double height = notes_together(s);
    for (size_t i = tail_begin(s); i < s->grid->row_count; i++)
        height += row_height(s, i);
    return height;
}

/* The rows of a compact grid share a page with a section's title, as far as they can be read. */
static double compact_height(const struct sheet *s) {
    const double section_title = 46, page = s->flow->bottom - s->flow->top - section_title;
    const double room = page - title_height_of(s) - head_height(s) - notes_height(s) - GRID_AFTER;
    const double height = room / (double)(s->grid->row_count ? s->grid->row_count : 1);
    return height < 11.9 ? 11.9 : height > 16 ? 16 : height;
}

static double sheet_first(const struct sheet *s) {
    double height = title_height_of(s) + head_height(s);
    const double least = s->grid->row_count ? height_together(s, 0) : 0;
    double two = 0;
    for (size_t i = 0; i < s->grid->row_count && i < 2; i++)
        two += row_height(s, i);
    return height + fmax(two, least);
}

static double sheet_whole(const struct sheet *s) {
    double height = title_height_of(s) + head_height(s) + notes_height(s);
    for (size_t i = 0; i < s->grid->row_count; i++)
        height += row_height(s, i);
    return height;
}

/* A table of less than three fifths of a page is not torn. */
static double sheet_together(const struct sheet *s) {
    const double whole = sheet_whole(s);
    return whole <= (s->flow->bottom - s->flow->top) * 3 / 5 ? whole : sheet_first(s);
}

/* --- drawing --- */

static void rule(const struct sheet *s, double y, double width, uint32_t colour) {
    canvas_line(s->flow->canvas, s->flow->left, y, s->flow->left + s->flow->width, y, width, colour);
}

static void draw_cell_text(const struct sheet *s, struct typeset_style style, enum canvas_align align,
                           const char *text, double x, double y, double width, double height) {
    if (!text || !*text)
        return;
    style.align = align;
    const double used = cell_text_height(s, &style, text, width);
    flow_text(s->flow, &style, text, x + CELL_PAD, y + (height - used) / 2, width - 2 * CELL_PAD);
}

static void draw_groups(const struct sheet *s) {
    const struct grid *grid = s->grid;
    for (size_t i = 0; i < grid->column_count; i = group_end(grid, i)) {
        const double width = group_width(s, i, group_end(grid, i));
        if (!grid->columns[i].group)
            continue;
        draw_cell_text(s, s->heading, ALIGN_CENTER, grid->columns[i].group, s->x[i], s->flow->y, width,
                       s->group_height);
        canvas_line(s->flow->canvas, s->x[i] + CELL_PAD, s->flow->y + s->group_height,
                    s->x[i] + width - CELL_PAD / 2, s->flow->y + s->group_height, 0.4, PALETTE_RULE);
    }
}

static void draw_heading(const struct sheet *s) {
    struct flow *flow = s->flow;
    canvas_rectangle(flow->canvas, flow->left, flow->y, flow->width, head_height(s), PALETTE_WASH);
    rule(s, flow->y, 0.9, PALETTE_GREY);
    draw_groups(s);
    flow->y += s->group_height;
    for (size_t i = 0; i < s->grid->column_count; i++)
        draw_cell_text(s, s->heading, s->grid->columns[i].align, s->grid->columns[i].heading, s->x[i],
                       flow->y, s->width[i], s->heading_height);
    flow->y += s->heading_height;
    rule(s, flow->y, 0.6, PALETTE_GREY);
}

/* The share as a bar, its interval as a thin line across the bar's end. */
static void draw_bar(const struct sheet *s, size_t column, const struct table_cell *cell, double y,
                     double height, bool strong) {
    if (!cell || cell->suppressed || cell->n <= 0 || s->grid->bar_max <= 0)
        return;
    struct canvas *canvas = s->flow->canvas;
    const double x = s->x[column] + CELL_PAD, unit = (s->width[column] - 2 * CELL_PAD) / s->grid->bar_max;
    const double most = 8.5, thick = fmin(height * 0.52, most), middle = y + height / 2;
    const double length = unit * 100 * table_cell_share(cell);
    canvas_rectangle(canvas, x, middle - thick / 2, length, thick, strong ? PALETTE_ACCENT : PALETTE_SECOND);
    if (!cell->has_interval)
        return;
    const double low = x + unit * cell->low,
                 high = x + unit * (cell->high < s->grid->bar_max ? cell->high : s->grid->bar_max);
    canvas_line(canvas, low, middle, high, middle, 0.7, PALETTE_INK);
    canvas_line(canvas, low, middle - 2, low, middle + 2, 0.7, PALETTE_INK);
    canvas_line(canvas, high, middle - 2, high, middle + 2, 0.7, PALETTE_INK);
}

static void draw_mark(const struct sheet *s, size_t column, enum grid_mark mark, double y, double height) {
    const double x = s->x[column], width = s->width[column];
    if (mark == GRID_BEST)
        canvas_rectangle(s->flow->canvas, x, y, width, height, PALETTE_BEST);
    if (mark == GRID_WORST) {
        canvas_rectangle(s->flow->canvas, x, y, width, height, PALETTE_WASH);
        s->flow->canvas->operations->hatch(s->flow->canvas, x, y, width, height, 1, PALETTE_RULE);
    }
}

static void draw_row(const struct sheet *s, size_t index) {
    const struct grid_row *row = &s->grid->rows[index];
    const double height = row_height(s, index), y = s->flow->y;
    const bool within = s->grid->spans && index + 1 < s->grid->row_count && item_end(s, index) > index + 1;
    if (row->style == GRID_TOTAL)
        canvas_rectangle(s->flow->canvas, s->flow->left, y, s->flow->width, height, PALETTE_WASH);
    for (size_t i = 0; i < s->grid->column_count; i++) {
        draw_mark(s, i, row->cells[i].mark, y, height);
        if (s->grid->columns[i].bar)
            draw_bar(s, i, row->cells[i].cell, y, height, row->style == GRID_TOTAL);
        const struct typeset_style style = row_style(s, row);
        const double shift = decimal_shift(s, i, &style, row->cells[i].text);
        draw_cell_text(s, style, s->grid->columns[i].align, row->cells[i].text, s->x[i] - shift, y,
                       s->width[i], i == 0 && within ? item_height(s, index) : height);
    }
    s->flow->y += height;
    if (within)
        canvas_line(s->flow->canvas, s->x[1], s->flow->y, s->flow->left + s->flow->width, s->flow->y, 0.3,
                    PALETTE_HAIR);
    else
        rule(s, s->flow->y, 0.3, PALETTE_HAIR);
}

static void draw_title(const struct sheet *s) {
    struct flow *flow = s->flow;
    const struct typeset_style title = grid_title_style();
    if (s->grid->title)
        flow->y += flow_text(flow, &title, s->grid->title, flow->left, flow->y, flow->width);
    if (s->grid->caption)
        flow->y += flow_text(flow, &s->caption, s->grid->caption, flow->left, flow->y, flow->width);
    flow->y += s->grid->title || s->grid->caption ? 3 : 0;
}

static void draw_continued(const struct sheet *s) {
    if (!s->grid->title)
        return;
    s->flow->y +=
        flow_text(s->flow, &s->caption, arena_printf(s->flow->arena, _("%s (continued)"), s->grid->title),
                  s->flow->left, s->flow->y, s->flow->width);
    s->flow->y += 3;
}

static void draw_notes(const struct sheet *s) {
    if (!s->grid->note_count)
        return;
    flow_need(s->flow, notes_together(s));
    s->flow->y += 4;
    for (size_t i = 0; i < s->grid->note_count; i++) {
        flow_need(s->flow, flow_text_height(s->flow, &s->note, s->grid->notes[i], s->flow->width));
        s->flow->y +=
            flow_text(s->flow, &s->note, s->grid->notes[i], s->flow->left, s->flow->y, s->flow->width);
    }
}

static void sheet_draw(const struct sheet *s) {
    struct flow *flow = s->flow;
    flow_need(flow, sheet_together(s));
    draw_title(s);
    draw_heading(s);
    const size_t tail = tail_begin(s);
    for (size_t i = 0; i < s->grid->row_count; i++) {
        if ((i == tail ? tail_height(s) : height_together(s, i)) > flow_room(flow)) {
            flow_new_page(flow);
            draw_continued(s);
            draw_heading(s);
        }
        draw_row(s, i);
    }
    rule(s, flow->y, 0.9, PALETTE_GREY);
    draw_notes(s);
    flow_skip(flow, GRID_AFTER);
}

double grid_height(struct flow *flow, const struct block *block) {
    const struct sheet s = sheet_prepare(flow, block->grid);
    return sheet_whole(&s) + GRID_AFTER;
}

double grid_first(struct flow *flow, const struct block *block) {
    const struct sheet s = sheet_prepare(flow, block->grid);
    return sheet_together(&s) + GRID_AFTER;
}

void grid_draw(struct flow *flow, const struct block *block) {
    const struct sheet s = sheet_prepare(flow, block->grid);
    sheet_draw(&s);
}

/* --- tables: as many grids as their columns need --- */

static double heading_width(const struct flow *flow, const char *text) {
    const struct typeset_style style = heading_style();
    return canvas_text_width(flow->canvas, style.face, style.size, text) + 2 * CELL_PAD + 1;
}

/* How wide the numbers of every second grid column are, from column `first` on. */
static double widest_of(const struct sheet *s, size_t first) {
    double width = 0;
    for (size_t i = first; i < s->grid->column_count; i += 2)
        width = s->width[i] > width ? s->width[i] : width;
    return width;
}

/* A table's columns as they stand in grids: all counts as wide as the widest, all percentages too. */
struct split {
    size_t most; /* columns of the table that a grid has room for */
    double count, percent;
};

/* So many of the columns that are left stand in the next grid: as many in each, as near as can be. */
static size_t columns_next(const struct split *split, size_t left) {
    const size_t grids = (left + split->most - 1) / split->most;
    return (left + grids - 1) / grids;
}

static const double STUB = 92, ROOMY_COUNT = 36, ROOMY_PERCENT = 40;

/* Room for the labels: as much as they need, up to a third of the page. */
static double stub_width(struct flow *flow, const struct table *table) {
    const struct typeset_style style = flow_style(9, 12.5, PALETTE_INK);
    double width = STUB;
    for (size_t i = 0; i < table->row_count; i++)
        width = fmax(width, canvas_text_width(flow->canvas, style.face, style.size, table->rows[i].label) +
                                2 * CELL_PAD + 1);
    return fmin(width, flow->width / 3);
}

/* All but the last, when it stands for those who did not say where they belong and there are none. */
static size_t printed_columns(const struct table *table) {
    const size_t last = table->column_count - 1;
    return last > 0 && table->columns[last].unknown && table->columns[last].n == 0 ? last : last + 1;
}

/* Columns are roomy where all find room in one grid; else as narrow as their numbers, and spread evenly over as few
 * grids as that takes. */
static struct split split_table(struct flow *flow, const struct table *table) {
    const size_t columns = printed_columns(table);
    struct split split = {columns, ROOMY_COUNT, ROOMY_PERCENT};
    const double room = flow->width - stub_width(flow, table);
    if (columns == 1 || (ROOMY_COUNT + ROOMY_PERCENT) * (double)columns <= room)
        return split;
    struct grid *narrow =
        arena_copy(flow->arena, grid_of_table(flow->arena, table, 0, columns), sizeof *narrow);
    struct grid_column *close =
        arena_copy(flow->arena, narrow->columns, narrow->column_count * sizeof *close);
    for (size_t i = 1; i < narrow->column_count; i++)
        close[i].width = heading_width(flow, close[i].heading); /* or what its numbers need */
    narrow->columns = close;
    const struct sheet s = sheet_unsqueezed(flow, narrow);
    const double count = widest_of(&s, 1), percent = widest_of(&s, 2);
    const size_t most = (size_t)(room / (count + percent));
    split.most = most > 0 ? most : 1;
    if ((ROOMY_COUNT + ROOMY_PERCENT) * (double)columns_next(&split, columns) > room)
        split.count = count, split.percent = percent;
    return split;
}

static void set_split(struct flow *flow, struct grid *grid, const struct split *split) {
    struct grid_column *columns =
        arena_copy(flow->arena, grid->columns, grid->column_count * sizeof *columns);
    for (size_t i = 1; i < grid->column_count; i++)
        columns[i].width = i % 2 ? split->count : split->percent;
    grid->columns = columns;
}

static size_t chunk(struct flow *flow, const struct table *table, size_t from, const struct grid **out) {
    const struct split split = split_table(flow, table);
    const size_t left = printed_columns(table) - from, taken = columns_next(&split, left);
    struct grid *grid = arena_copy(flow->arena, grid_of_table(flow->arena, table, from, taken), sizeof *grid);
    if (printed_columns(table) > 1)
        set_split(flow, grid, &split);
    if (from > 0)
        grid->title = arena_printf(flow->arena, _("%s (continued)"), grid->title);
    if (left > taken)
        grid->note_count = 0; /* after the last one */
    *out = grid;
    return taken;
}

double table_height(struct flow *flow, const struct block *block) {
    double height = 0;
    const struct grid *grid;
    for (size_t from = 0; from < printed_columns(block->table);) {
        from += chunk(flow, block->table, from, &grid);
        height += grid_height(flow, &(struct block){.grid = grid});
    }
    return height;
}

double table_first(struct flow *flow, const struct block *block) {
    const struct grid *grid;
    chunk(flow, block->table, 0, &grid);
    return grid_first(flow, &(struct block){.grid = grid});
}

bool table_fits(struct flow *flow, const struct block *block) {
    const struct grid *grid;
    if (chunk(flow, block->table, 0, &grid) < printed_columns(block->table) ||
        printed_columns(block->table) > 1)
        return false;
    const struct sheet s = sheet_prepare(flow, grid);
    for (size_t i = 0; i < grid->row_count; i++)
        if (cell_text_height(&s, &s.body, grid->rows[i].cells[0].text, s.width[0]) > 2.5 * s.body.leading)
            return false;
    return true;
}

void table_draw(struct flow *flow, const struct block *block) {
    const struct grid *grid;
    for (size_t from = 0; from < printed_columns(block->table);) {
        from += chunk(flow, block->table, from, &grid);
        grid_draw(flow, &(struct block){.grid = grid});
    }
}
