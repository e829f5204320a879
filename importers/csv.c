#include "importers/csv.h"

#include "engine/base/heap.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "importers/decode.h"

#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SLICE = 16 * 1024, SNIFF_ROWS = 10, SNIFF_BYTES = 64 * 1024 };

/* A finished row: its cells' texts lie one after another in `texts`, each with a NUL. */
struct row {
    size_t number;
    size_t first, count; /* in `starts` */
    size_t written;      /* cells, with the empty ones at the end */
    bool cut;
};

struct csv_reader {
    struct csv_parser parser;
    struct decoder *decoder;
    const char *piece; /* of the decoder, not yet parsed */
    size_t piece_length;
    bool finished;

    struct strbuf texts;
    size_t *starts; /* offset of each cell in texts */
    size_t start_count, start_capacity;
    struct row *rows;
    size_t row_count, row_capacity, row_next;
    const char **cells; /* of the row handed out */
    size_t cell_capacity;

    size_t row_number; /* of the row being read */
    size_t row_first;  /* its first cell in starts */
    bool row_begun, after_return;
    const char *problem; /* untranslated; found in a callback */
    size_t problem_row;
};

static const char *const too_long =
    N_("a cell longer than 1 MB; a quote was probably opened there and never closed");
static const char *const too_many = N_("more than 4,096 cells; delete the columns that hold no answers, or "
                                       "get the file again if its rows have lost "
                                       "their line ends");

/* --- callbacks of libcsv
 * --------------------------------------------------------------------------------------- */

/* Excel writes ="0012" to keep the zeros. */
static void strip_formula(const char **text, size_t *length) {
    if (*length >= 3 && (*text)[0] == '=' && (*text)[1] == '"' && (*text)[*length - 1] == '"') {
        *text += 2;
        *length -= 3;
    }
}

/* Whether one of eight bytes is below 0x20 (the classic test for a zero byte, moved up). */
static bool has_low_byte(const char *text) {
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return ((word - ones * 0x20) & ~word & tops) != 0;
}

static size_t plain_run(const char *text, size_t length) {
    size_t run = 0;
    while (length - run >= 8 && !has_low_byte(text + run))
        run += 8;
    while (run < length && ((unsigned char)text[run] >= 0x20 || text[run] == '\n' || text[run] == '\t'))
        run++;
    return run;
}

/* A control character is kept as its picture (U+241B for ESC): visible, and harmless to terminals and to the
 * store, which joins cells by U+001F.  Ctrl-Z, the end of a file for old programs, is nothing. */
static void add_control(struct strbuf *texts, char control) {
    enum { CTRL_Z = 0x1A };
    if (control != CTRL_Z)
        strbuf_printf(texts, "\xE2\x90%c", 0x80 + control);
}

/* A line break within a cell is LF, however the file writes it, so that one answer saved twice is one answer.
 */
static void add_text(struct strbuf *texts, const char *text, size_t length) {
    for (size_t run; (run = plain_run(text, length)) < length;) {
        strbuf_add_bytes(texts, text, run);
        size_t used = run + 1;
        if (text[run] != '\r')
            add_control(texts, text[run]);
        else
            strbuf_char(texts, '\n');
        if (text[run] == '\r' && used < length && text[used] == '\n')
            used++;
        text += used;
        length -= used;
    }
    strbuf_add_bytes(texts, text, length);
    texts->length++; /* the NUL that a strbuf has behind its text ends the cell */
}

static void note_problem(struct csv_reader *r, const char *problem) {
    if (r->problem)
        return;
    r->problem = problem;
    r->problem_row = r->row_number;
}

static void on_cell(void *bytes, size_t length, void *data) {
    struct csv_reader *r = data;
    const char *text = bytes;
    r->row_begun = true;
    r->after_return = false;
    if (length > CSV_CELL_MAX)
        note_problem(r, too_long);
    if (r->start_count - r->row_first >= CSV_COLUMNS_MAX)
        note_problem(r, too_many);
    if (r->problem)
        return;
    strip_formula(&text, &length);
    r->starts = heap_grow(r->starts, r->start_count, &r->start_capacity, sizeof *r->starts);
    r->starts[r->start_count++] = r->texts.length;
    add_text(&r->texts, text, length);
}

static void drop_trailing_blanks(struct csv_reader *r) {
    while (r->start_count > r->row_first && utf8_blank(r->texts.text + r->starts[r->start_count - 1]))
        r->texts.length = r->starts[--r->start_count];
}

/* end: the character that ended the row, or -1 at the end of the file. */
static void on_row(int end, void *data) {
    struct csv_reader *r = data;
    if (!r->row_begun && end == '\n' && r->after_return) {
        r->after_return = false; /* the second half of CRLF */
        return;
    }
    size_t written = r->start_count - r->row_first;
    drop_trailing_blanks(r);
    if (r->start_count > r->row_first) {
        r->rows = heap_grow(r->rows, r->row_count, &r->row_capacity, sizeof *r->rows);
        r->rows[r->row_count++] = (struct row){.number = r->row_number,
                                               .first = r->row_first,
                                               .count = r->start_count - r->row_first,
                                               .written = written,
                                               .cut = end < 0};
    }
    r->row_first = r->start_count;
    r->row_number++;
    r->row_begun = false;
    r->after_return = end == '\r';
}

/* --- feeding it
 * ------------------------------------------------------------------------------------------------ */

static int row_fault(size_t row, const char *what, struct fault *f) {
    fault_set(f, _("row %zu: %s"), row, what);
    return -1;
}

/* A quote where strict CSV has none.  Inside a bare cell it is an ordinary character; inside a quoted one it
 * means that a closing quote is missing or a quote was not doubled. */
static int stray_quote(struct csv_reader *r, const char *at, struct fault *f) {
    if (r->parser.quoted)
        return row_fault(
            r->row_number,
            _("a quote (\") stands inside a quoted cell; the quote that closes the cell is missing, or one "
              "within it is not doubled (\"\"); correct the row in an editor, or save the file from Excel "
              "again"),
            f);
    csv_set_opts(&r->parser, CSV_STRICT_FINI | CSV_REPALL_NL);
    size_t used = csv_parse(&r->parser, at, 1, on_cell, on_row, r);
    csv_set_opts(&r->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    return used == 1 ? 1 : row_fault(r->row_number, _("the cell cannot be read"), f);
}

static int feed(struct csv_reader *r, const char *text, size_t length, struct fault *f) {
    for (size_t at = 0; at < length;) {
        size_t used = csv_parse(&r->parser, text + at, length - at, on_cell, on_row, r);
        at += used;
        if (csv_get_buffer_size(&r->parser) > 2 * (size_t)CSV_CELL_MAX)
            note_problem(r, too_long);
        if (r->problem)
            return row_fault(r->problem_row, _(r->problem), f);
        if (at == length)
            break;
        if (csv_error(&r->parser) == CSV_ENOMEM)
            arena_out_of_memory();
        if (stray_quote(r, text + at, f) < 0)
            return -1;
        at++;
    }
    return 1;
}

static int finish(struct csv_reader *r, struct fault *f) {
    r->finished = true;
    size_t row = r->row_number;
    if (csv_fini(&r->parser, on_cell, on_row, r) == 0)
        return r->problem ? row_fault(r->problem_row, _(r->problem), f) : 1;
    fault_set(f,
              _("the file is cut short: a quote (\") opened in row %zu is never closed; get the whole file "
                "again, or "
                "close the quote in an editor"),
              row);
    return -1;
}

/* Keeps what the parser has begun, forgets the rows that were handed out. */
static void forget_rows(struct csv_reader *r) {
    size_t kept = r->start_count - r->row_first;
    size_t text_from = kept ? r->starts[r->row_first] : r->texts.length;
    for (size_t i = 0; i < kept; i++)
        r->starts[i] = r->starts[r->row_first + i] - text_from;
    r->texts.length -= text_from;
    if (r->texts.length)
        memmove(r->texts.text, r->texts.text + text_from, r->texts.length);
    r->start_count = kept;
    r->row_first = 0;
    r->row_count = r->row_next = 0;
}

static int more_rows(struct csv_reader *r, struct fault *f) {
    forget_rows(r);
    while (r->row_count == 0) {
        if (r->finished)
            return 0;
        int more = r->piece_length ? 1 : decode_next(r->decoder, &r->piece, &r->piece_length, f);
        if (more < 0)
            return -1;
        size_t slice = r->piece_length < SLICE ? r->piece_length : SLICE;
        if ((more ? feed(r, r->piece, slice, f) : finish(r, f)) < 0)
            return -1;
        if (more) {
            r->piece += slice;
            r->piece_length -= slice;
        }
    }
    return 1;
}

static int next(struct reader *reader, struct record *record, struct fault *f) {
    struct csv_reader *r = reader->data;
    if (r->row_next == r->row_count) {
        int more = more_rows(r, f);
        if (more <= 0)
            return more;
    }
    const struct row *row = &r->rows[r->row_next++];
    while (r->cell_capacity < row->count)
        r->cells = heap_grow(r->cells, r->cell_capacity, &r->cell_capacity, sizeof *r->cells);
    for (size_t i = 0; i < row->count; i++)
        r->cells[i] = r->texts.text + r->starts[row->first + i];
    *record = (struct record){
        .row = row->number, .cells = r->cells, .count = row->count, .written = row->written, .cut = row->cut};
    reader->consumed = decode_consumed(r->decoder);
    return 1;
}

static void close_reader(struct reader *reader) {
    struct csv_reader *r = reader->data;
    csv_free(&r->parser);
    decode_close(r->decoder);
    strbuf_end(&r->texts);
    free(r->starts);
    free(r->rows);
    free(r->cells);
    free(r);
    reader->data = NULL;
}

/* --- the beginning
 * --------------------------------------------------------------------------------------------- */

/* The one that stands in most of the first rows; of those, the most frequent. */
char csv_separator(const char *text, size_t length) {
    static const char candidates[] = {',', '\t', ';', '|'};
    size_t total[sizeof candidates] = {0}, in_row[sizeof candidates] = {0}, rows = 0, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < length && rows < SNIFF_ROWS; i++) {
        bool row_ends = !quoted && (text[i] == '\n' || text[i] == '\r');
        quoted ^= text[i] == '"';
        rows += text[i] == '\n' && row_ends;
        for (size_t c = 0; c < sizeof candidates; c++) {
            total[c] += !quoted && text[i] == candidates[c] ? 1 + (in_row[c]++ == 0 ? SNIFF_BYTES : 0) : 0;
            in_row[c] = row_ends ? 0 : in_row[c];
        }
    }
    for (size_t c = 1; c < sizeof candidates; c++)
        if (total[c] > total[best])
            best = c;
    return candidates[best];
}

/* Excel's first line "sep=;" names the separator and is no row of data, though it is one of the spreadsheet.
 */
static bool told_separator(struct csv_reader *r, char *separator) {
    if (r->piece_length < 6 || strncasecmp(r->piece, "sep=", 4) != 0)
        return false;
    const char *end = r->piece + 5;
    if (*end != '\r' && *end != '\n')
        return false;
    *separator = r->piece[4];
    size_t used = *end == '\r' && r->piece_length > 6 && end[1] == '\n' ? 7 : 6;
    r->piece += used;
    r->piece_length -= used;
    r->row_number = 2;
    return true;
}

static bool begins(const struct csv_reader *r, size_t at, const char *with) {
    size_t length = strlen(with);
    return r->piece_length - at >= length && strncasecmp(r->piece + at, with, length) == 0;
}

/* Text, but no table: what Excel and others save under the name of one. */
static bool is_table(const struct csv_reader *r, const char *path, struct fault *f) {
    static const char *const markup[] = {"<!doctype", "<html", "<head", "<meta", "<table", "<?xml"};
    size_t at = 0;
    while (at < r->piece_length && strchr(" \t\r\n", r->piece[at]))
        at++;
    for (size_t i = 0; i < sizeof markup / sizeof *markup; i++)
        if (begins(r, at, markup[i]))
            return fault_set(
                f,
                _("%s is a web page or XML, whatever its name says; open it in Excel, choose \"Save as\" "
                  "and \"Excel workbook (.xlsx)\", and import that file"),
                path);
    if (begins(r, at, "{") || begins(r, at, "[{"))
        return fault_set(
            f,
            _("%s is JSON, not a table; export the returns as CSV or as an Excel workbook (published "
              "figures are loaded with --as published)"),
            path);
    return true;
}

static bool start(struct csv_reader *r, const char *path, struct fault *f) {
    int more = decode_next(r->decoder, &r->piece, &r->piece_length, f);
    if (more < 0)
        return false;
    if (more && !is_table(r, path, f))
        return false;
    r->row_number = 1;
    char separator = ',';
    if (more && !told_separator(r, &separator))
        separator = csv_separator(r->piece, r->piece_length < SNIFF_BYTES ? r->piece_length : SNIFF_BYTES);
    csv_set_delim(&r->parser, (unsigned char)separator);
    return true;
}

static bool open_reader(struct arena *arena, const struct source *source, struct reader *reader,
                        struct fault *f) {
    struct decoder *decoder = decode_open(source, f);
    if (!decoder)
        return false;
    struct csv_reader *r = calloc(1, sizeof *r);
    if (!r || csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
        arena_out_of_memory();
    csv_set_blk_size(&r->parser, 4096);
    r->decoder = decoder;
    *reader =
        (struct reader){.next = next, .close = close_reader, .data = r, .note = decode_note(arena, decoder)};
    if (start(r, source->path, f))
        return true;
    close_reader(reader);
    return false;
}

/* Anything may be meant as a text table; what is no text is told so on opening.  Other formats outbid this.
 */
static int sniff(const struct source *source) {
    (void)source;
    return 1;
}

const struct importer csv_importer = {
    .name = "csv",
    .description =
        N_("text table: returns keyed in from FAX or post, one row each (comma, semicolon, tab or |)"),
    .sniff = sniff,
    .open = open_reader,
};
