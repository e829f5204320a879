/* The cells of one sheet, from its part. */
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "reports/inspect/inspect_book.h"
#include "reports/inspect/inspect_zip.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 1048576, COLUMNS_MAX = 16384, CELL_UNITS = 32767 };

struct cells {
    struct arena *arena;
    struct inspect_book *book;
    struct inspect_sheet *sheet;
    uint32_t row, column; /* of the cell that comes next when it has no reference */
    struct inspect_cell cell;
    char type; /* 's' shared, 'i' inline, 't' text of a formula, 'n' number, 'o' other */
    struct strbuf value;
    bool in_value, in_phonetic, has_value, too_many;
};

const char *inspect_cell_name(struct arena *arena, uint32_t row, uint32_t column) {
    char letters[8];
    size_t at = sizeof letters - 1;
    letters[at] = '\0';
    for (uint32_t left = column + 1; left > 0; left = (left - 1) / 26)
        letters[--at] = (char)('A' + (left - 1) % 26);
    return arena_printf(arena, "%s%u", letters + at, row + 1);
}

static bool read_reference(const char *text, uint32_t *row, uint32_t *column) {
    uint32_t c = 0, r = 0;
    for (; isupper((unsigned char)*text) && c <= COLUMNS_MAX; text++)
        c = c * 26 + (uint32_t)(*text - 'A' + 1);
    for (; isdigit((unsigned char)*text) && r <= ROWS_MAX; text++)
        r = r * 10 + (uint32_t)(*text - '0');
    if (c == 0 || r == 0 || c > COLUMNS_MAX || r > ROWS_MAX || *text)
        return false;
    *row = r - 1;
    *column = c - 1;
    return true;
}

static void flaw(struct cells *c, const char *what) {
    inspect_flaw(c->arena, c->book, INSPECT_BROKEN, c->sheet->name,
                 inspect_cell_name(c->arena, c->cell.row, c->cell.column), what);
}

/* --- a cell --- */

static char type_of(const char *type) {
    static const struct {
        const char *name;
        char type;
    } types[] = {{"s", 's'}, {"inlineStr", 'i'}, {"str", 't'}, {"n", 'n'}, {"d", 'n'}};
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, type) == 0)
            return types[i].type;
    return type ? 'o' : 'n';
}

static void begin_cell(struct cells *c, const char **attributes) {
    const char *reference = inspect_attribute(attributes, "r"), *style = inspect_attribute(attributes, "s");
    uint32_t row = c->row, column = c->column;
    c->cell = (struct inspect_cell){.row = row, .column = column};
    if (reference && !read_reference(reference, &c->cell.row, &c->cell.column))
        flaw(c, _("a cell has an address that is none"));
    else if (c->cell.row != row || c->cell.column < column)
        flaw(c, _("cells are not in order"));
    if (style && strtoul(style, NULL, 10) >= c->book->style_count)
        flaw(c, _("the cell has a style that is not there"));
    c->type = type_of(inspect_attribute(attributes, "t"));
    c->has_value = false;
    strbuf_clear(&c->value);
}

static const char *shared_text(struct cells *c) {
    char *end;
    unsigned long at = strtoul(c->value.text, &end, 10);
    if (*end || end == c->value.text || at >= c->book->string_count) {
        flaw(c, _("the cell refers to a text that is not there"));
        return "";
    }
    return c->book->strings[at];
}

static void end_cell(struct cells *c) {
    struct inspect_sheet *s = c->sheet;
    bool shared = c->type == 's', text = shared || c->type == 'i' || c->type == 't';
    c->column = c->cell.column + 1;
    c->row = c->cell.row;
    if (!c->has_value && !c->cell.formula)
        return;
    if (text) {
        c->cell.kind = INSPECT_TEXT;
        c->cell.text = shared && c->has_value
                           ? shared_text(c)
                           : arena_strndup(c->arena, c->value.text ? c->value.text : "", c->value.length);
        if (inspect_units(c->cell.text) > CELL_UNITS)
            inspect_flaw(c->arena, c->book, INSPECT_LONG, c->sheet->name,
                         inspect_cell_name(c->arena, c->cell.row, c->cell.column),
                         _("a cell holds 32,767 characters"));
        if (!*c->cell.text && !c->cell.formula)
            return;
    } else {
        c->cell.kind = c->type == 'n' ? INSPECT_NUMBER : INSPECT_OTHER;
    }
    if (++c->book->cell_count > INSPECT_CELLS_MAX) {
        c->too_many = true;
        return;
    }
    s->cells = arena_grow(c->arena, s->cells, s->cell_count, &s->cell_capacity, sizeof *s->cells);
    s->cells[s->cell_count++] = c->cell;
}

/* --- the part --- */

static bool is_object(const char *name) {
    static const char *const objects[] = {"drawing",   "legacyDrawing", "picture",
                                          "oleObject", "control",       "legacyDrawingHF"};
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        if (strcmp(objects[i], name) == 0)
            return true;
    return false;
}

static void add_merge(struct cells *c, const char *reference) {
    struct inspect_sheet *s = c->sheet;
    s->merges = arena_grow(c->arena, s->merges, s->merge_count, &s->merge_capacity, sizeof *s->merges);
    s->merges[s->merge_count++] = arena_strdup(c->arena, reference ? reference : "");
}

static void begin_row(struct cells *c, const char **attributes) {
    const char *number = inspect_attribute(attributes, "r");
    uint32_t next = c->sheet->cell_count || c->column ? c->row + 1 : c->row,
             row = number ? (uint32_t)strtoul(number, NULL, 10) - 1 : next;
    if (row >= ROWS_MAX || row < next)
        inspect_flaw(c->arena, c->book, INSPECT_BROKEN, c->sheet->name, "", _("rows are not in order"));
    c->row = row >= ROWS_MAX ? next : row;
    c->column = 0;
}

static void on_start(void *data, const char *name, const char **attributes) {
    struct cells *c = data;
    if (strcmp(name, "row") == 0)
        begin_row(c, attributes);
    else if (strcmp(name, "c") == 0)
        begin_cell(c, attributes);
    else if (strcmp(name, "f") == 0)
        c->cell.formula = true;
    else if (strcmp(name, "rPh") == 0)
        c->in_phonetic = true;
    else if (strcmp(name, "v") == 0 || (strcmp(name, "t") == 0 && !c->in_phonetic))
        c->in_value = c->has_value = true;
    else if (strcmp(name, "mergeCell") == 0)
        add_merge(c, inspect_attribute(attributes, "ref"));
    else if (is_object(name))
        c->sheet->objects++;
}

static void on_end(void *data, const char *name) {
    struct cells *c = data;
    c->in_value = false;
    if (strcmp(name, "rPh") == 0)
        c->in_phonetic = false;
    else if (strcmp(name, "c") == 0)
        end_cell(c);
}

static void on_text(void *data, const char *text, size_t length) {
    struct cells *c = data;
    if (c->in_value)
        strbuf_add_bytes(&c->value, text, length);
}

static int by_place(const void *left, const void *right) {
    const struct inspect_cell *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

bool inspect_sheet_read(struct arena *arena, struct inspect_book *book, struct inspect_zip *zip,
                        struct inspect_sheet *sheet, struct fault *f) {
    static const struct inspect_handler handler = {on_start, on_end, on_text};
    struct cells c = {.arena = arena, .book = book, .sheet = sheet};
    strbuf_add(&c.value, "");
    if (inspect_part_find(book, sheet->part))
        inspect_zip_parse(arena, zip, sheet->part, &handler, &c); /* a problem is known already */
    strbuf_end(&c.value);
    if (sheet->cell_count)
        qsort(sheet->cells, sheet->cell_count, sizeof *sheet->cells, by_place);
    if (c.too_many)
        return fault_set(f, _("%s has more than %d cells; that is more than is looked at"), book->path,
                         (int)INSPECT_CELLS_MAX);
    return true;
}

const struct inspect_cell *inspect_at(const struct inspect_sheet *sheet, uint32_t row, uint32_t column) {
    const struct inspect_cell key = {.row = row, .column = column};
    return sheet->cell_count ? bsearch(&key, sheet->cells, sheet->cell_count, sizeof key, by_place) : NULL;
}
