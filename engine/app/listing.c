#include "engine/app/listing.h"

#include "engine/base/csv_write.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <string.h>

struct listing {
    struct arena *arena;
    const char *name;
    const struct listing_column *columns;
    size_t column_count, row_count, capacity;
    const char *const **rows;
};

const char *const listing_yes = N_("yes");

struct listing *listing_create(struct arena *arena, const char *name, const struct listing_column *columns,
                               size_t column_count) {
    struct listing *l = arena_alloc(arena, sizeof *l);
    *l = (struct listing){.arena = arena, .name = name, .columns = columns, .column_count = column_count};
    return l;
}

void listing_add(struct listing *l, const char *const *cells) {
    l->rows = arena_grow(l->arena, l->rows, l->row_count, &l->capacity, sizeof *l->rows);
    l->rows[l->row_count++] = arena_copy(l->arena, cells, l->column_count * sizeof *cells);
}

size_t listing_count(const struct listing *l) {
    return l->row_count;
}

static bool is_empty(const struct listing *l, size_t column) {
    for (size_t i = 0; i < l->row_count; i++)
        if (l->rows[i][column] && *l->rows[i][column])
            return false;
    return true;
}

void listing_drop_empty(struct listing *l) {
    struct listing_column *columns = arena_array(l->arena, l->column_count + 1, sizeof *columns);
    const char **cells = arena_array(l->arena, l->row_count * l->column_count + 1, sizeof *cells);
    size_t kept = 0;
    for (size_t j = 0; j < l->column_count; j++) {
        if (is_empty(l, j))
            continue;
        for (size_t i = 0; i < l->row_count; i++)
            cells[i * l->column_count + kept] = l->rows[i][j];
        columns[kept++] = l->columns[j];
    }
    for (size_t i = 0; i < l->row_count; i++)
        l->rows[i] = &cells[i * l->column_count];
    l->columns = columns;
    l->column_count = kept;
}

const char *listing_number(struct arena *arena, long number) {
    return arena_printf(arena, "%ld", number);
}

/* --- text --- */

/* One line: a line break in a free text would tear the row apart. */
static const char *cell_text(const struct listing *l, size_t row, size_t column) {
    const char *cell = l->rows[row][column];
    if (!cell)
        return "";
    if (l->columns[column].kind == LISTING_FLAG)
        return _(cell);
    if (l->columns[column].kind == LISTING_TIME && strlen(cell) > 16)
        return arena_printf(l->arena, "%.10s %.5s", cell, cell + 11);
    if (!strpbrk(cell, "\r\n\t"))
        return cell;
    char *flat = arena_strdup(l->arena, cell);
    for (char *c = flat; *c; c++)
        if (strchr("\r\n\t", *c))
            *c = ' ';
    return flat;
}

size_t listing_columns(const struct listing *l) {
    return l->column_count;
}

const char *listing_heading(const struct listing *l, size_t column) {
    return _(l->columns[column].heading);
}

bool listing_to_the_right(const struct listing *l, size_t column) {
    return l->columns[column].kind == LISTING_NUMBER || l->columns[column].kind == LISTING_FIGURE;
}

const char *listing_cell(const struct listing *l, size_t row, size_t column) {
    return cell_text(l, row, column);
}

static size_t column_width(const struct listing *l, size_t column) {
    size_t widest = utf8_width(_(l->columns[column].heading));
    for (size_t i = 0; i < l->row_count; i++) {
        size_t width = utf8_width(cell_text(l, i, column));
        if (width > widest)
            widest = width;
    }
    return widest;
}

static void put_spaces(struct strbuf *line, size_t count) {
    for (; count; count--)
        strbuf_char(line, ' ');
}

static void put_cell(struct strbuf *line, const char *text, size_t width, bool right) {
    size_t used = utf8_width(text), pad = width > used ? width - used : 0;
    if (right)
        put_spaces(line, pad);
    strbuf_add(line, text);
    if (!right)
        put_spaces(line, pad);
}

static void end_line(struct strbuf *line, FILE *out) {
    size_t length = line->length;
    while (length && line->text[length - 1] == ' ')
        length--;
    fwrite(line->text, 1, length, out);
    fputc('\n', out);
    strbuf_clear(line);
}

static void print_text(const struct listing *l, FILE *out) {
    struct strbuf line = {0};
    size_t *widths = arena_array(l->arena, l->column_count, sizeof *widths);
    for (size_t j = 0; j < l->column_count; j++) {
        widths[j] = column_width(l, j);
        put_spaces(&line, j ? 2 : 0);
        put_cell(&line, _(l->columns[j].heading), widths[j], listing_to_the_right(l, j));
    }
    end_line(&line, out);
    for (size_t i = 0; i < l->row_count; i++) {
        for (size_t j = 0; j < l->column_count; j++) {
            put_spaces(&line, j ? 2 : 0);
            put_cell(&line, cell_text(l, i, j), widths[j], listing_to_the_right(l, j));
        }
        end_line(&line, out);
    }
    strbuf_end(&line);
}

/* --- JSON --- */

static void put_value(struct strbuf *b, const char *cell, enum listing_kind kind) {
    if (kind == LISTING_FLAG)
        strbuf_add(b, cell ? "true" : "false");
    else if (kind == LISTING_NUMBER && cell)
        strbuf_add(b, cell);
    else
        json_add_string(b, cell);
}

void listing_json(const struct listing *l, struct strbuf *b) {
    json_add_string(b, l->name);
    strbuf_add(b, ": [");
    for (size_t i = 0; i < l->row_count; i++) {
        strbuf_add(b, i ? ",\n  {" : "\n  {");
        for (size_t j = 0; j < l->column_count; j++) {
            strbuf_add(b, j ? ", " : "");
            json_add_string(b, l->columns[j].key);
            strbuf_add(b, ": ");
            put_value(b, l->rows[i][j], l->columns[j].kind);
        }
        strbuf_char(b, '}');
    }
    strbuf_char(b, ']');
}

/* --- CSV --- */

static void put_csv(struct strbuf *b, const char *cell, enum listing_kind kind) {
    if (kind == LISTING_FLAG)
        cell = cell ? "true" : "false";
    if (!cell || kind == LISTING_NUMBER || kind == LISTING_FLAG) {
        strbuf_add(b, cell ? cell : "");
        return;
    }
    csv_add(b, cell);
}

static void make_csv(const struct listing *l, struct strbuf *b) {
    for (size_t j = 0; j < l->column_count; j++)
        strbuf_printf(b, "%s%s", j ? "," : "", l->columns[j].key);
    strbuf_char(b, '\n');
    for (size_t i = 0; i < l->row_count; i++) {
        for (size_t j = 0; j < l->column_count; j++) {
            strbuf_add(b, j ? "," : "");
            put_csv(b, l->rows[i][j], l->columns[j].kind);
        }
        strbuf_char(b, '\n');
    }
}

static void print_excel(const struct listing *l, FILE *out) {
    struct csv_heading *headings = arena_array(l->arena, l->column_count + 1, sizeof *headings);
    for (size_t j = 0; j < l->column_count; j++)
        headings[j] = (struct csv_heading){l->columns[j].key, l->columns[j].heading};
    csv_head(out, CSV_EXCEL, headings, l->column_count);
    for (size_t i = 0; i < l->row_count; i++)
        for (size_t j = 0; j < l->column_count; j++) {
            csv_put(out, cell_text(l, i, j));
            fputc(j + 1 < l->column_count ? ',' : '\n', out);
        }
}

void listing_print(const struct listing *l, enum output_format format, FILE *out) {
    struct strbuf b = {0};
    if (format == OUTPUT_TEXT) {
        print_text(l, out);
        return;
    }
    if (format == OUTPUT_CSV_EXCEL) {
        print_excel(l, out);
        return;
    }
    if (format == OUTPUT_JSON) {
        strbuf_char(&b, '{');
        listing_json(l, &b);
        strbuf_add(&b, "}\n");
    } else {
        make_csv(l, &b);
    }
    fwrite(b.text, 1, b.length, out);
    strbuf_end(&b);
}
