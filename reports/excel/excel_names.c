#include "reports/excel/excel_names.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"

#include <string.h>
#include <zip.h>

static const char part[] = "xl/workbook.xml", begin_tag[] = "<definedNames>", before_tag[] = "</sheets>";
enum { PART_MAX = 16 << 20 };

struct excel_name *excel_names_of(struct excel_names *names, struct arena *arena,
                                  const lxw_worksheet *sheet) {
    for (struct excel_name *at = names->first; at; at = at->next)
        if (at->index == sheet->index)
            return at;
    struct excel_name *made = arena_alloc(arena, sizeof *made);
    *made =
        (struct excel_name){.sheet = arena_strdup(arena, sheet->name), .index = sheet->index, .areas = ""};
    if (!names->first)
        names->last = &names->first;
    *names->last = made;
    names->last = &made->next;
    return made;
}

/* Names of sheets hold no quote (excel_book_sheet). */
void excel_names_area(struct excel_name *name, struct arena *arena, const lxw_row_t rows[2],
                      const lxw_col_t columns[2]) {
    char range[LXW_MAX_CELL_RANGE_LENGTH];
    lxw_rowcol_to_range_abs(range, rows[0], columns[0], rows[1], columns[1]);
    name->areas =
        arena_printf(arena, "%s%s'%s'!%s", name->areas, *name->areas ? "," : "", name->sheet, range);
}

/* --- what stands in the part --- */

static void add_escaped(struct strbuf *out, const char *text) {
    for (const char *at = text; *at; at++)
        if (*at == '&')
            strbuf_add(out, "&amp;");
        else if (*at == '<' || *at == '>')
            strbuf_add(out, *at == '<' ? "&lt;" : "&gt;");
        else
            strbuf_char(out, *at);
}

static void add_name(struct strbuf *out, const struct excel_name *name, const char *what,
                     const char *contents) {
    strbuf_printf(out, "<definedName name=\"_xlnm.%s\" localSheetId=\"%u\">", what, name->index);
    add_escaped(out, contents);
    strbuf_add(out, "</definedName>");
}

static void add_titles(struct strbuf *out, const struct excel_name *name) {
    char range[LXW_MAX_CELL_RANGE_LENGTH];
    struct strbuf titles = {0};
    if (name->columns) {
        lxw_col_to_name(range, name->last_column, LXW_TRUE);
        strbuf_printf(&titles, "'%s'!$A:%s", name->sheet, range);
    }
    if (name->rows)
        strbuf_printf(&titles, "%s'%s'!$%u:$%u", name->columns ? "," : "", name->sheet, name->first_row + 1,
                      name->last_row + 1);
    if (titles.length)
        add_name(out, name, "Print_Titles", titles.text);
    strbuf_end(&titles);
}

/* Beside those that the library has written, if any. */
static void insert_names(struct strbuf *out, const char *workbook, const struct excel_names *names) {
    const char *begin = strstr(workbook, begin_tag),
               *at = begin ? begin + strlen(begin_tag) : strstr(workbook, before_tag) + strlen(before_tag);
    strbuf_add_bytes(out, workbook, (size_t)(at - workbook));
    strbuf_add(out, begin ? "" : begin_tag);
    for (const struct excel_name *name = names->first; name; name = name->next) {
        if (*name->areas)
            add_name(out, name, "Print_Area", name->areas);
        add_titles(out, name);
    }
    strbuf_add(out, begin ? "" : "</definedNames>");
    strbuf_add(out, at);
}

/* --- the part in the file --- */

static bool failed(zip_t *zip, const char *path, struct fault *f) {
    fault_set(f, _("%s cannot be written: %s"), path, zip_strerror(zip));
    zip_discard(zip);
    return false;
}

static bool read_part(zip_t *zip, zip_int64_t index, struct strbuf *out) {
    char piece[16 * 1024];
    zip_file_t *file = index < 0 ? NULL : zip_fopen_index(zip, (zip_uint64_t)index, 0);
    zip_int64_t got = -1;
    while (file && out->length < PART_MAX && (got = zip_fread(file, piece, sizeof piece)) > 0)
        strbuf_add_bytes(out, piece, (size_t)got);
    if (file)
        zip_fclose(file);
    return got == 0 && strstr(out->text, before_tag);
}

/* The same date as the library gives: the same returns make the same bytes. */
static bool replace_part(zip_t *zip, zip_uint64_t index, const struct strbuf *contents) {
    enum { DAY_1980_01_01 = 0x21 };
    zip_source_t *source = zip_source_buffer(zip, contents->text, contents->length, 0);
    if (!source)
        return false;
    if (zip_file_replace(zip, index, source, 0) < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_file_set_dostime(zip, index, 0, DAY_1980_01_01, 0) == 0;
}

bool excel_names_write(const struct excel_names *names, const char *path, struct fault *f) {
    int code = 0;
    zip_t *zip = zip_open(path, 0, &code);
    if (!zip) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        fault_set(f, _("%s cannot be written: %s"), path, zip_error_strerror(&error));
        zip_error_fini(&error);
        return false;
    }
    struct strbuf before = {0}, after = {0};
    zip_int64_t index = zip_name_locate(zip, part, 0);
    bool done = read_part(zip, index, &before);
    if (done) {
        insert_names(&after, before.text, names);
        done = replace_part(zip, (zip_uint64_t)index, &after) && zip_close(zip) == 0;
    }
    if (!done)
        (void)!failed(zip, path, f);
    strbuf_end(&before);
    strbuf_end(&after);
    return done;
}
