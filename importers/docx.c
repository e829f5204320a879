#include "importers/docx.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "importers/xlsx/xlsx_package.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 16 << 20, CELLS_MAX = 256, PIECE = 4096 };

#define PARAGRAPH_END "\xE2\x80\xA9\n"

struct docx {
    struct xlsx_xml *xml;
    struct strbuf out, line; /* line: of the paragraph, or of the table's row */
    size_t table, cells;     /* depth of tables; cells of the row so far */
    size_t span;             /* columns that the cell takes */
    size_t skipped;          /* depth within what is left out */
    bool in_text, in_run, item;
};

static bool is(const char *name, const char *word) {
    return strcmp(name, word) == 0;
}

/* --- lines ------------------------------------------------------------------------------------------------ */

static void add(struct docx *d, const char *text, size_t length) {
    if (d->out.length + d->line.length + length > TEXT_MAX)
        xlsx_xml_stop(
            d->xml,
            _("it holds more text than any draft; do not open this file, and ask its sender what it is"));
    else
        strbuf_add_bytes(&d->line, text, length);
}

static void end_line(struct docx *d) {
    if (d->line.length)
        strbuf_add_bytes(&d->out, d->line.text, d->line.length);
    strbuf_add(&d->out, PARAGRAPH_END);
    strbuf_clear(&d->line);
}

static void end_paragraph(struct docx *d) {
    d->item = false;
    if (d->table)
        add(d, " ", 1); /* paragraphs of a cell */
    else
        end_line(d);
}

/* --- elements --------------------------------------------------------------------------------------------- */

static bool left_out(const char *name) {
    static const char *const names[] = {"delText",  "instrText", "moveFrom", "del",
                                        "Fallback", "tabs",      "rPrChange"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is(name, names[i]))
            return true;
    return false;
}

/* Columns that a wide cell covers besides its own are empty cells. */
static size_t span_of(const char **attributes) {
    const char *value = xlsx_attribute(attributes, "val");
    long span = value ? strtol(value, NULL, 10) : 1;
    return span > 1 && span <= CELLS_MAX ? (size_t)span : 1;
}

static void start_cell(struct docx *d) {
    d->span = 1;
    if (d->table == 1 && d->cells++ < CELLS_MAX)
        add(d, d->cells == 1 ? "| " : " | ", d->cells == 1 ? 2 : 3);
    else
        add(d, " ", 1);
}

static void end_cell(struct docx *d) {
    for (; d->table == 1 && d->span > 1 && d->cells < CELLS_MAX; d->span--, d->cells++)
        add(d, " | ", 3);
}

static void in_the_run(struct docx *d, const char *name) {
    if (is(name, "t"))
        d->in_text = true;
    else if (is(name, "tab"))
        add(d, d->table ? " " : "\t", 1);
    else if (is(name, "br") || is(name, "cr"))
        d->table ? add(d, " ", 1) : end_line(d);
    else if (is(name, "noBreakHyphen"))
        add(d, "-", 1);
}

static void start_table(struct docx *d) {
    if (d->table++ == 0 && d->line.length)
        end_line(d);
}

static void start(void *data, const char *name, const char **attributes) {
    struct docx *d = data;
    if (d->skipped || left_out(name)) {
        d->skipped++;
        return;
    }
    if (is(name, "p") && !d->table && d->line.length)
        end_line(d); /* of a text box within a paragraph */
    else if (is(name, "numPr") && !d->table && !d->line.length)
        d->item = true;
    else if (is(name, "tbl"))
        start_table(d);
    else if (is(name, "tr"))
        d->cells = d->table == 1 ? 0 : d->cells;
    else if (is(name, "tc"))
        start_cell(d);
    else if (is(name, "gridSpan"))
        d->span = span_of(attributes);
    else if (is(name, "r"))
        d->in_run = true;
    else if (d->in_run)
        in_the_run(d, name);
}

static void end_table_part(struct docx *d, const char *name) {
    if (is(name, "tc"))
        end_cell(d);
    else if (is(name, "tr") && d->table == 1) {
        add(d, " |", 2);
        end_line(d);
    } else if (is(name, "tbl"))
        d->table--;
}

static void end(void *data, const char *name) {
    struct docx *d = data;
    if (d->skipped) {
        d->skipped--;
        return;
    }
    if (is(name, "t"))
        d->in_text = false;
    else if (is(name, "r"))
        d->in_run = false;
    else if (is(name, "p"))
        end_paragraph(d);
    else if (d->table)
        end_table_part(d, name);
}

static void text(void *data, const char *bytes, size_t length) {
    struct docx *d = data;
    if (!d->in_text || d->skipped)
        return;
    if (d->item)
        add(d, "・", strlen("・"));
    d->item = false;
    for (size_t from = 0; from < length;) { /* a cell's text may hold neither bars nor line breaks */
        size_t plain = 0;
        while (from + plain < length && !strchr("|\n\r\t", bytes[from + plain]))
            plain++;
        add(d, bytes + from, plain);
        from += plain;
        if (from < length)
            add(d, bytes[from++] == '|' ? "/" : " ", 1);
    }
}

/* --- the document ----------------------------------------------------------------------------------------- */

static void begin(struct docx *d) {
    static const struct xlsx_handler handler = {start, end, text};
    *d = (struct docx){.span = 1};
    strbuf_add(&d->out, "");
    d->xml = xlsx_xml_create(&handler, d);
}

static char *finish(struct arena *arena, struct docx *d, bool read, size_t *length) {
    if (read && d->line.length)
        end_line(d);
    char *all = read ? arena_strndup(arena, d->out.text, d->out.length) : NULL;
    *length = read ? d->out.length : 0;
    xlsx_xml_destroy(d->xml);
    strbuf_end(&d->out);
    strbuf_end(&d->line);
    return all;
}

char *docx_parse(struct arena *arena, const char *xml, size_t size, size_t *length, struct fault *f) {
    struct docx d;
    bool read = true;
    begin(&d);
    for (size_t at = 0; read && at <= size; at += PIECE) {
        size_t left = size - at, piece = left < PIECE ? left : PIECE;
        read = xlsx_xml_feed(d.xml, xml + at, piece, left <= PIECE, f);
        if (left <= PIECE)
            break;
    }
    return finish(arena, &d, read, length);
}

/* Footnotes, then endnotes, behind the text: a note says whose figures they are, and of how many. */
static bool read_notes(struct docx *d, struct xlsx_package *package, struct fault *f) {
    static const char *const parts[] = {"word/footnotes.xml", "word/endnotes.xml"};
    static const struct xlsx_handler handler = {start, end, text};
    bool read = true;
    for (size_t i = 0; read && i < sizeof parts / sizeof *parts; i++) {
        if (!xlsx_package_has(package, parts[i]))
            continue;
        if (d->line.length)
            end_line(d);
        xlsx_xml_destroy(d->xml);
        d->xml = xlsx_xml_create(&handler, d);
        d->skipped = d->table = 0;
        read = xlsx_part_parse(package, parts[i], d->xml, f);
    }
    return read;
}

char *docx_text(struct arena *arena, const struct source *source, size_t *length, struct fault *f) {
    struct xlsx_package *package = xlsx_package_open_document(source, f);
    struct docx d;
    if (!package)
        return NULL;
    begin(&d);
    bool read = xlsx_part_parse(package, XLSX_DOCUMENT_PART, d.xml, f) && read_notes(&d, package, f);
    xlsx_package_close(package);
    return finish(arena, &d, read, length);
}
