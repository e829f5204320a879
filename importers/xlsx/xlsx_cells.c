#include "importers/xlsx/xlsx_cells.h"

#include "engine/base/heap.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "importers/xlsx/xlsx_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_TEXT_MAX = 64 << 20, ACTIVE_MAX = XLSX_COLUMNS_MAX };

/* Shared strings are pointed at, other texts lie in `texts`. */
struct cell {
    uint32_t column;
    const char *shared; /* or NULL */
    size_t start;
};

struct row {
    uint32_t number;     /* from 0 */
    size_t first, count; /* in `items` */
    size_t written;
    bool hidden;
};

/* A merged cell that reaches into the rows below. */
struct active {
    const struct xlsx_range *range;
    char *text;
};

struct xlsx_cells {
    struct xlsx_book book;
    struct xlsx_xml *xml;
    char problem[512];

    /* where the parser is */
    bool in_data, in_row, in_cell, in_inline, capturing;
    bool formula, valued; /* of the cell */
    size_t in_phonetic;
    bool row_is_placed; /* by its own number */
    uint32_t next_row, column, next_column;
    char type;
    size_t style;
    struct strbuf value;

    /* what it found */
    struct strbuf texts;
    struct cell *items;
    size_t item_count, item_capacity;
    struct row *rows;
    size_t row_count, row_capacity, row_next;
    struct row row; /* being read */

    /* the row handed out */
    const char **cells;
    size_t *spans;
    size_t cell_capacity;
    size_t merge_next, hidden_rows;
    struct active *active;
    size_t active_count, active_capacity;
};

static void stop(struct xlsx_cells *c, const char *what) {
    snprintf(c->problem, sizeof c->problem, _("row %lu: %s"), (unsigned long)c->row.number + 1, what);
    xlsx_xml_stop(c->xml, c->problem);
}

/* --- a cell -----------------------------------------------------------------------------------------------
 */

static void add_item(struct xlsx_cells *c, const char *shared, size_t start) {
    c->items = heap_grow(c->items, c->item_count, &c->item_capacity, sizeof *c->items);
    c->items[c->item_count++] = (struct cell){c->column, shared, start};
    c->row.count++;
    if (c->row.count > XLSX_COLUMNS_MAX)
        stop(c, _("it has more than 16,384 cells; the workbook is damaged"));
}

static void add_shared(struct xlsx_cells *c) {
    char *end;
    unsigned long index = strtoul(c->value.text, &end, 10);
    const char *text = end[strspn(end, " \t\n")] ? NULL : xlsx_strings_get(c->book.strings, index);
    if (!text)
        stop(c, _("a cell refers to a text that is not in the workbook; the workbook is damaged, so open it "
                  "in Excel and save it anew"));
    else if (!utf8_blank(text))
        add_item(c, text, 0);
}

static void add_own(struct xlsx_cells *c) {
    size_t start = c->texts.length;
    switch (c->type) {
    case 'n':
        xlsx_value_number(&c->texts, c->value.text, xlsx_styles_get(c->book.styles, c->style),
                          c->book.since_1904);
        break;
    case 'b':
        strbuf_add(&c->texts, xlsx_is_true(c->value.text) ? "TRUE" : "FALSE");
        break;
    case 'd':
        xlsx_value_iso(&c->texts, c->value.text);
        break;
    default:
        strbuf_add_bytes(&c->texts, c->value.text, xlsx_text_clean(c->value.text, c->value.length));
        break;
    }
    strbuf_char(&c->texts, '\0');
    if (utf8_blank(c->texts.text + start))
        c->texts.length = start;
    else
        add_item(c, NULL, start);
}

/* A program that wrote the workbook without working it out: the answer is not in the file. */
static void stop_at_formula(struct xlsx_cells *c) {
    char what[256];
    snprintf(what, sizeof what,
             _("the formula in column %lu has no value yet; open the workbook in Excel, save it, and import "
               "it again"),
             (unsigned long)c->column + 1);
    stop(c, what);
}

static void end_cell(struct xlsx_cells *c) {
    c->in_cell = c->in_inline = c->capturing = false;
    c->next_column = c->column + 1;
    if (c->row.written < c->next_column)
        c->row.written = c->next_column;
    if (c->formula && !c->valued && c->type == 'n')
        stop_at_formula(c);
    if (c->value.length == 0)
        return;
    if (c->type == 's')
        add_shared(c);
    else
        add_own(c);
}

/* One letter per type: n, s, b, d; x for str, inlineStr and e. */
static char type_of(const char *type) {
    if (!type)
        return 'n';
    return type[0] && !type[1] && strchr("nsbd", type[0]) ? type[0] : 'x';
}

/* Its place is told, or it is the next one.  The row's number may be told by its first cell alone. */
static void place_cell(struct xlsx_cells *c, const char *place) {
    uint32_t row = UINT32_MAX;
    c->column = c->next_column;
    const char *rest = place ? xlsx_cell_of(place, &row, &c->column) : "";
    if (!rest || *rest || c->column >= XLSX_COLUMNS_MAX) {
        c->column = 0;
        stop(c, _("a cell stands beyond the last column or row that Excel has (XFD1048576); the workbook is "
                  "damaged"));
        return;
    }
    if (!c->row_is_placed && row != UINT32_MAX && row > c->row.number)
        c->row.number = row;
    c->row_is_placed = true;
}

static void begin_cell(struct xlsx_cells *c, const char **attributes) {
    const char *place = NULL, *style = NULL, *type = NULL;
    for (; *attributes; attributes += 2) {
        if (strcmp(attributes[0], "r") == 0)
            place = attributes[1];
        else if (strcmp(attributes[0], "s") == 0)
            style = attributes[1];
        else if (strcmp(attributes[0], "t") == 0)
            type = attributes[1];
    }
    c->in_cell = true;
    c->type = type_of(type);
    c->style = style ? strtoul(style, NULL, 10) : 0;
    c->value.length = c->in_phonetic = 0;
    c->formula = c->valued = false;
    place_cell(c, place);
}

/* --- a row ------------------------------------------------------------------------------------------------
 */

static void begin_row(struct xlsx_cells *c, const char **attributes) {
    const char *number = xlsx_attribute(attributes, "r");
    unsigned long row = number ? strtoul(number, NULL, 10) : 0;
    c->in_row = true;
    c->row_is_placed = row > c->next_row;
    c->row =
        (struct row){.number = c->row_is_placed && row <= XLSX_ROWS_MAX ? (uint32_t)row - 1 : c->next_row,
                     .first = c->item_count,
                     .hidden = xlsx_is_true(xlsx_attribute(attributes, "hidden"))};
    c->next_column = 0;
    if (row > XLSX_ROWS_MAX || c->next_row >= XLSX_ROWS_MAX)
        stop(c, _("it lies beyond the last row that Excel has (1,048,576); the workbook is damaged"));
}

static void end_row(struct xlsx_cells *c) {
    c->in_row = false;
    c->next_row = c->row.number + 1;
    if (c->row.count == 0)
        return;
    c->rows = heap_grow(c->rows, c->row_count, &c->row_capacity, sizeof *c->rows);
    c->rows[c->row_count++] = c->row;
}

static void on_start(void *data, const char *name, const char **attributes) {
    struct xlsx_cells *c = data;
    if (c->in_cell) {
        if (strcmp(name, "v") == 0)
            c->capturing = c->valued = true;
        else if (strcmp(name, "f") == 0)
            c->formula = true;
        else if (strcmp(name, "is") == 0)
            c->in_inline = true;
        else if (strcmp(name, "rPh") == 0)
            c->in_phonetic++;
        else if (strcmp(name, "t") == 0)
            c->capturing = c->in_inline && c->in_phonetic == 0;
    } else if (c->in_row) {
        if (strcmp(name, "c") == 0)
            begin_cell(c, attributes);
    } else if (c->in_data) {
        if (strcmp(name, "row") == 0)
            begin_row(c, attributes);
    } else {
        c->in_data = strcmp(name, "sheetData") == 0;
    }
}

static void on_end(void *data, const char *name) {
    struct xlsx_cells *c = data;
    if (c->in_cell) {
        if (strcmp(name, "c") == 0)
            end_cell(c);
        else if (strcmp(name, "rPh") == 0)
            c->in_phonetic--;
        else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
            c->capturing = false;
    } else if (c->in_row) {
        if (strcmp(name, "row") == 0)
            end_row(c);
    } else if (c->in_data) {
        c->in_data = strcmp(name, "sheetData") != 0;
    }
}

static void on_text(void *data, const char *text, size_t length) {
    struct xlsx_cells *c = data;
    if (!c->capturing)
        return;
    strbuf_add_bytes(&c->value, text, length);
    if (c->value.length > XLSX_CELL_MAX)
        stop(c, _("a cell holds more than 1 MB; the workbook is damaged"));
    if (c->texts.length + c->value.length > ROW_TEXT_MAX)
        stop(c, _("it holds more than 64 MB; the workbook is damaged"));
}

/* --- feeding it -------------------------------------------------------------------------------------------
 */

struct xlsx_cells *xlsx_cells_create(const struct xlsx_book *book) {
    static const struct xlsx_handler handler = {on_start, on_end, on_text};
    struct xlsx_cells *cells = calloc(1, sizeof *cells);
    if (!cells)
        arena_out_of_memory();
    cells->book = *book;
    cells->xml = xlsx_xml_create(&handler, cells);
    return cells;
}

/* Keeps the row that the parser has begun, forgets those that were handed out. */
static void forget_rows(struct xlsx_cells *c) {
    size_t first = c->in_row ? c->row.first : c->item_count, kept = c->item_count - first;
    size_t text_from = c->texts.length;
    for (size_t i = first; i < c->item_count; i++)
        if (!c->items[i].shared) {
            text_from = c->items[i].start;
            break;
        }
    for (size_t i = 0; i < kept; i++) {
        c->items[i] = c->items[first + i];
        c->items[i].start -= c->items[i].shared ? 0 : text_from;
    }
    c->texts.length -= text_from;
    if (c->texts.length)
        memmove(c->texts.text, c->texts.text + text_from, c->texts.length);
    c->item_count = kept;
    c->row.first = 0;
    c->row_count = c->row_next = 0;
}

bool xlsx_cells_feed(struct xlsx_cells *cells, const char *bytes, size_t length, bool last, struct fault *f) {
    forget_rows(cells);
    return xlsx_xml_feed(cells->xml, bytes, length, last, f);
}

void xlsx_cells_destroy(struct xlsx_cells *c) {
    if (!c)
        return;
    xlsx_xml_destroy(c->xml);
    strbuf_end(&c->value);
    strbuf_end(&c->texts);
    for (size_t i = 0; i < c->active_count; i++)
        free(c->active[i].text);
    free(c->active);
    free(c->items);
    free(c->rows);
    free(c->cells);
    free(c->spans);
    free(c);
}

/* --- handing rows out -------------------------------------------------------------------------------------
 */

static void drop_ended(struct xlsx_cells *c, uint32_t row) {
    size_t kept = 0;
    for (size_t i = 0; i < c->active_count; i++) {
        if (c->active[i].range->last_row >= row)
            c->active[kept++] = c->active[i];
        else
            free(c->active[i].text);
    }
    c->active_count = kept;
}

static void activate(struct xlsx_cells *c, const struct xlsx_range *range, const struct record *record) {
    const char *text = range->column < record->count ? record->cells[range->column] : "";
    if (!*text || c->active_count >= ACTIVE_MAX)
        return;
    c->active = heap_grow(c->active, c->active_count, &c->active_capacity, sizeof *c->active);
    c->active[c->active_count++] = (struct active){range, heap_strdup(text)};
}

/* Room for so many cells; the new ones are empty. */
static void widen(struct xlsx_cells *c, struct record *record, size_t count) {
    if (count > c->cell_capacity) {
        size_t capacity = c->cell_capacity;
        c->cells = heap_grow(c->cells, count, &c->cell_capacity, sizeof *c->cells);
        c->spans = heap_grow(c->spans, count, &capacity, sizeof *c->spans);
    }
    while (record->count < count)
        c->cells[record->count++] = "";
    record->cells = c->cells;
    if (record->written < count)
        record->written = count;
}

static void spread(struct xlsx_cells *c, struct record *record, uint32_t row) {
    const struct xlsx_merges *merges = c->book.merges;
    drop_ended(c, row);
    for (; c->merge_next < merges->count && merges->items[c->merge_next].row <= row; c->merge_next++)
        if (merges->items[c->merge_next].row == row)
            activate(c, &merges->items[c->merge_next], record);
    for (size_t i = 0; i < c->active_count; i++) {
        const struct active *active = &c->active[i];
        widen(c, record, (size_t)active->range->column + 1);
        if (!*c->cells[active->range->column])
            c->cells[active->range->column] = active->text;
    }
    for (size_t i = 0; i < c->active_count; i++) {
        const struct xlsx_range *range = c->active[i].range;
        if (range->last_column == range->column)
            continue;
        for (size_t k = 0; !record->spans && k < record->count; k++)
            c->spans[k] = 1;
        record->spans = c->spans;
        c->spans[range->column] = (size_t)(range->last_column - range->column) + 1;
    }
}

bool xlsx_cells_next(struct xlsx_cells *c, struct record *record) {
    if (c->row_next == c->row_count)
        return false;
    const struct row *row = &c->rows[c->row_next++];
    c->hidden_rows += row->hidden;
    *record = (struct record){.row = (size_t)row->number + 1, .written = row->written};
    for (size_t i = 0; i < row->count; i++) {
        const struct cell *cell = &c->items[row->first + i];
        widen(c, record, (size_t)cell->column + 1);
        c->cells[cell->column] = cell->shared ? cell->shared : c->texts.text + cell->start;
    }
    if (c->book.merges->count)
        spread(c, record, row->number);
    return true;
}

size_t xlsx_cells_hidden(const struct xlsx_cells *c) {
    return c->hidden_rows;
}
