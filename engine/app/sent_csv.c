#include "engine/app/sent_csv.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/reference.h"
#include "engine/response/normalise.h"

#include <csv.h>
#include <iconv.h>
#include <string.h>

enum { SENT_FILE_LIMIT = 16 << 20, CELLS_MAX = 64 };
enum sent_column { COLUMN_ASSOCIATION, COLUMN_PREFECTURE, COLUMN_COUNT, COLUMNS };

/* --- bytes into cells --- */

static bool from_cp932(struct arena *arena, char **text, size_t *length) {
    iconv_t converter = iconv_open("UTF-8", "CP932");
    if (converter == (iconv_t)-1)
        return false;
    size_t room = *length * 3 + 1, left = *length, free_room = room;
    char *out = arena_alloc(arena, room), *in = *text, *at = out;
    size_t got = iconv(converter, &in, &left, &at, &free_room);
    iconv_close(converter);
    *text = out;
    *length = room - free_room;
    return got != (size_t)-1;
}

static char *read_text(struct arena *arena, const char *name, const char *bytes, size_t *length,
                       struct fault *f) {
    char *text = arena_strndup(arena, bytes, *length);
    if (*length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        *length -= 3;
    }
    if (memchr(text, '\0', *length) || (!utf8_valid(text, *length) && !from_cp932(arena, &text, length))) {
        fault_set(f, _("%s: neither UTF-8 nor CP932 text; save it as \"CSV UTF-8\""), name);
        return NULL;
    }
    return text;
}

/* libcsv takes CR and LF for two line ends, which would count every row twice. */
static size_t join_line_ends(char *text, size_t length) {
    size_t kept = 0;
    for (size_t i = 0; i < length; i++)
        if (text[i] != '\r' || i + 1 == length || text[i + 1] != '\n')
            text[kept++] = text[i];
    return kept;
}

struct sheet {
    struct arena *arena;
    const char *cells[CELLS_MAX];
    size_t cell_count, row;
    int columns[COLUMNS]; /* position of each, or -1 */
    struct sent_count *sent;
    size_t *rows; /* of each count, for messages */
    size_t count, capacity, rows_capacity;
    struct fault *f;
};

static void on_cell(void *bytes, size_t length, void *data) {
    struct sheet *sheet = data;
    if (sheet->cell_count < CELLS_MAX)
        sheet->cells[sheet->cell_count++] = arena_strndup(sheet->arena, bytes ? bytes : "", length);
}

/* --- headings --- */

static int column_of(struct arena *arena, const char *heading) {
    static const struct {
        const char *name;
        enum sent_column column;
    } names[] = {
        {"association", COLUMN_ASSOCIATION},
        {"協会", COLUMN_ASSOCIATION},
        {"協会・医会", COLUMN_ASSOCIATION},
        {"協会名", COLUMN_ASSOCIATION},
        {"prefecture", COLUMN_PREFECTURE},
        {"pref", COLUMN_PREFECTURE},
        {"都道府県", COLUMN_PREFECTURE},
        {"都道府県名", COLUMN_PREFECTURE},
        {"県", COLUMN_PREFECTURE},
        {"count", COLUMN_COUNT},
        {"sent", COLUMN_COUNT},
        {"送付数", COLUMN_COUNT},
        {"発送数", COLUMN_COUNT},
        {"送付件数", COLUMN_COUNT},
    };
    const char *folded = utf8_fold(arena, heading);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(utf8_fold(arena, names[i].name), folded) == 0)
            return (int)names[i].column;
    return -1;
}

static bool read_headings(struct sheet *sheet) {
    for (size_t i = 0; i < sheet->cell_count; i++) {
        int column = column_of(sheet->arena, sheet->cells[i]);
        if (column >= 0 && sheet->columns[column] >= 0)
            return fault_set(sheet->f, _("the heading \"%s\" stands twice"), sheet->cells[i]);
        if (column >= 0)
            sheet->columns[column] = (int)i;
    }
    bool place = sheet->columns[COLUMN_ASSOCIATION] >= 0 || sheet->columns[COLUMN_PREFECTURE] >= 0;
    return (place && sheet->columns[COLUMN_COUNT] >= 0) ||
           fault_set(sheet->f,
                     _("the first row must have the headings association (協会) or prefecture (都道府県), "
                       "and count (送付数)"));
}

/* --- rows --- */

static const char *cell(const struct sheet *sheet, enum sent_column column) {
    int at = sheet->columns[column];
    return at >= 0 && (size_t)at < sheet->cell_count ? sheet->cells[at] : "";
}

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r\n")] == '\0';
}

static bool read_place(struct sheet *sheet, struct sent_count *sent) {
    const char *association = cell(sheet, COLUMN_ASSOCIATION), *prefecture = cell(sheet, COLUMN_PREFECTURE);
    const struct reference *reference = reference_get(sheet->f);
    if (!reference)
        return false;
    *sent = (struct sent_count){.association = "", .prefecture = ""};
    if (!is_blank(association)) {
        int at = reference_association(reference, sheet->arena, association);
        sent->association = at >= 0 ? reference->associations[at].id : association;
    }
    if (!is_blank(prefecture)) {
        int at = reference_prefecture(reference, sheet->arena, prefecture);
        if (at < 0)
            return fault_set(sheet->f, _("\"%s\" is no prefecture; leave out rows of totals"), prefecture);
        sent->prefecture = reference->prefectures[at].code;
    }
    return *sent->association || *sent->prefecture ||
           fault_set(sheet->f, _("neither association nor prefecture; leave out rows of totals"));
}

static bool read_count(struct sheet *sheet, long *count) {
    int64_t millionths;
    bool approximate = false;
    const char *text = cell(sheet, COLUMN_COUNT);
    if (!normalise_number(sheet->arena, text, &millionths, &approximate) || approximate || millionths < 0 ||
        millionths % NUMBER_ONE)
        return fault_set(sheet->f, _("\"%s\" is not a number of questionnaires"), text);
    *count = (long)(millionths / NUMBER_ONE);
    return true;
}

static bool only_once(const struct sheet *sheet, const struct sent_count *sent) {
    for (size_t i = 0; i < sheet->count; i++)
        if (strcmp(sheet->sent[i].association, sent->association) == 0 &&
            strcmp(sheet->sent[i].prefecture, sent->prefecture) == 0)
            return fault_set(sheet->f, _("the same place as in row %zu; add the two up"), sheet->rows[i]);
    return true;
}

static bool read_row(struct sheet *sheet) {
    struct sent_count sent;
    if (!read_place(sheet, &sent) || !read_count(sheet, &sent.count) || !only_once(sheet, &sent))
        return false;
    sheet->sent = arena_grow(sheet->arena, sheet->sent, sheet->count, &sheet->capacity, sizeof *sheet->sent);
    sheet->rows =
        arena_grow(sheet->arena, sheet->rows, sheet->count, &sheet->rows_capacity, sizeof *sheet->rows);
    sheet->rows[sheet->count] = sheet->row;
    sheet->sent[sheet->count++] = sent;
    return true;
}

static bool row_is_blank(const struct sheet *sheet) {
    for (size_t i = 0; i < sheet->cell_count; i++)
        if (!is_blank(sheet->cells[i]))
            return false;
    return true;
}

static void on_row(int terminator, void *data) {
    struct sheet *sheet = data;
    (void)terminator;
    sheet->row++;
    if (sheet->f->kind == FAULT_NONE && !row_is_blank(sheet)) {
        bool done = sheet->row == 1 ? read_headings(sheet) : read_row(sheet);
        if (!done)
            fault_context(sheet->f, _("row %zu"), sheet->row);
    }
    sheet->cell_count = 0;
}

bool sent_csv_read(struct arena *arena, const char *path, struct sent_count **sent, size_t *count,
                   struct fault *f) {
    size_t length;
    const char *bytes = file_read(arena, path, SENT_FILE_LIMIT, &length, f);
    return bytes && sent_csv_parse(arena, path, bytes, length, sent, count, f);
}

bool sent_csv_parse(struct arena *arena, const char *name, const char *bytes, size_t length,
                    struct sent_count **sent, size_t *count, struct fault *f) {
    struct sheet sheet = {.arena = arena, .columns = {-1, -1, -1}, .f = f};
    struct csv_parser parser;
    char *text = read_text(arena, name, bytes, &length, f);
    if (!text)
        return false;
    if (csv_init(&parser, CSV_REPALL_NL | CSV_EMPTY_IS_NULL) != 0)
        arena_out_of_memory();
    csv_parse(&parser, text, join_line_ends(text, length), on_cell, on_row, &sheet);
    csv_fini(&parser, on_cell, on_row, &sheet);
    csv_free(&parser);
    if (f->kind == FAULT_NONE && !sheet.count)
        fault_set(f, _("no counts in it"));
    *sent = sheet.sent;
    *count = sheet.count;
    return f->kind == FAULT_NONE || fault_context(f, "%s", name);
}
