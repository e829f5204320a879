#include "reports/text/result.h"

#include "engine/base/columns.h"
#include "engine/base/file.h"
#include "engine/base/json_write.h"
#include "engine/base/number_text.h"
#include "engine/base/utf8.h"

#include <inttypes.h>
#include <string.h>

struct fact {
    const char *key, *label, *text, *json; /* json: of a number; NULL: the text, quoted */
};

struct member {
    const char *key, *json;
};

struct result {
    struct arena *arena;
    const char *title;
    struct fact *facts;
    struct member *members;
    const char **notes;
    size_t fact_count, fact_room, member_count, member_room, note_count, note_room;
    const struct listing *people, *machines;
};

struct result *result_create(struct arena *arena, const char *title) {
    struct result *r = arena_alloc(arena, sizeof *r);
    r->arena = arena;
    r->title = title;
    return r;
}

static void add_fact(struct result *r, struct fact fact) {
    r->facts = arena_grow(r->arena, r->facts, r->fact_count, &r->fact_room, sizeof *r->facts);
    r->facts[r->fact_count++] = fact;
}

void result_fact(struct result *r, const char *key, const char *label, const char *text) {
    add_fact(r, (struct fact){key, label, text, NULL});
}

void result_fact_number(struct result *r, const char *key, const char *label, int64_t number) {
    add_fact(r, (struct fact){key, label, number_thousands(r->arena, number),
                              arena_printf(r->arena, "%" PRId64, number)});
}

void result_fact_code(struct result *r, const char *key, const char *label, const char *code,
                      const char *meaning, bool both) {
    struct strbuf quoted = {0};
    json_add_string(&quoted, code);
    add_fact(r, (struct fact){key, label, both ? arena_printf(r->arena, "%s (%s)", meaning, code) : meaning,
                              arena_strdup(r->arena, quoted.text)});
    strbuf_end(&quoted);
}

void result_rows(struct result *r, const struct listing *people, const struct listing *machines) {
    r->people = people;
    r->machines = machines;
}

void result_member(struct result *r, const char *key, const char *json) {
    r->members = arena_grow(r->arena, r->members, r->member_count, &r->member_room, sizeof *r->members);
    r->members[r->member_count++] = (struct member){key, json};
}

void result_note(struct result *r, const char *text) {
    r->notes = arena_grow(r->arena, r->notes, r->note_count, &r->note_room, sizeof *r->notes);
    r->notes[r->note_count++] = text;
}

const char *result_title(const struct result *r) {
    return r->title;
}

const struct listing *result_listing(const struct result *r) {
    return r->people;
}

const struct result_line *result_lines(const struct result *r, size_t *count) {
    struct result_line *lines = arena_array(r->arena, r->fact_count + 1, sizeof *lines);
    *count = 0;
    for (size_t i = 0; i < r->fact_count; i++)
        if (r->facts[i].text)
            lines[(*count)++] = (struct result_line){r->facts[i].label, r->facts[i].text};
    return lines;
}

const char *const *result_notes(const struct result *r, size_t *count) {
    *count = r->note_count;
    return r->notes;
}

/* --- text --- */

enum { NOTE_COLUMNS = 96 };

/* How much of it goes on one line: Japanese breaks between any two characters but before a mark that ends
 * something, other text at a blank. */
static size_t line_of(const char *note) {
    static const char closing[] = "、。）」』：；";
    const char *at = note, *before = note;
    size_t columns = 0;
    uint32_t code = 0, last = 0;
    while (*at && columns <= NOTE_COLUMNS) {
        last = code;
        before = at;
        code = utf8_next(&at);
        columns += (size_t)columns_of_char(code);
    }
    if (columns <= NOTE_COLUMNS)
        return strlen(note);
    if (utf8_char_width(code) < 2 || utf8_char_width(last) < 2)
        return columns_fit(note, NOTE_COLUMNS);
    char end[5] = "";
    utf8_put(end, code);
    return (size_t)((strstr(closing, end) ? at : before) - note);
}

/* Lines of a readable length, hanging under the first. */
static void print_note(FILE *out, const char *note) {
    for (bool first = true; *note; first = false) {
        size_t bytes = line_of(note);
        fprintf(out, "%s%.*s\n", first ? "  * " : "    ", (int)bytes, note);
        for (note += bytes; *note == ' ';)
            note++;
    }
}

static void print_text(const struct result *r, FILE *out) {
    fprintf(out, "%s\n", r->title);
    for (size_t i = 0; i < r->fact_count; i++)
        if (r->facts[i].text)
            fprintf(out, "%s: %s\n", r->facts[i].label, r->facts[i].text);
    fputc('\n', out);
    listing_print(r->people, OUTPUT_TEXT, out);
    fputc('\n', out);
    for (size_t i = 0; i < r->note_count; i++)
        print_note(out, r->notes[i]);
}

/* --- JSON --- */

static void put_cells(const struct listing *l, size_t row, struct strbuf *b) {
    strbuf_add(b, row ? ",\n   [" : "\n   [");
    for (size_t c = 0; c < listing_columns(l); c++) {
        strbuf_add(b, c ? ", " : "");
        json_add_string(b, listing_cell(l, row, c));
    }
    strbuf_char(b, ']');
}

/* What people are shown, for who shows it to people: facts and rows as in text. */
static void put_shown(const struct result *r, struct strbuf *b) {
    const struct listing *l = r->people;
    size_t count;
    const struct result_line *lines = result_lines(r, &count);
    strbuf_add(b, ",\n \"shown\": {\"facts\": [");
    for (size_t i = 0; i < count; i++) {
        strbuf_add(b, i ? ", [" : "[");
        json_add_string(b, lines[i].label);
        strbuf_add(b, ", ");
        json_add_string(b, lines[i].text);
        strbuf_char(b, ']');
    }
    strbuf_add(b, "],\n  \"columns\": [");
    for (size_t c = 0; c < listing_columns(l); c++) {
        strbuf_add(b, c ? ", {" : "{");
        json_add_member(b, "heading", listing_heading(l, c));
        strbuf_printf(b, ", \"number\": %s}", listing_to_the_right(l, c) ? "true" : "false");
    }
    strbuf_add(b, "],\n  \"rows\": [");
    for (size_t i = 0; i < listing_count(l); i++)
        put_cells(l, i, b);
    strbuf_add(b, "]}");
}

static void print_json(const struct result *r, FILE *out) {
    struct strbuf b = {0};
    strbuf_char(&b, '{');
    json_add_member(&b, "title", r->title);
    for (size_t i = 0; i < r->fact_count; i++) {
        if (r->facts[i].json)
            strbuf_printf(&b, ", \"%s\": %s", r->facts[i].key, r->facts[i].json);
        else
            json_add_member(&b, r->facts[i].key, r->facts[i].text);
    }
    strbuf_add(&b, ",\n ");
    listing_json(r->machines, &b);
    for (size_t i = 0; i < r->member_count; i++)
        strbuf_printf(&b, ",\n \"%s\": %s", r->members[i].key, r->members[i].json);
    put_shown(r, &b);
    strbuf_add(&b, ",\n \"notes\": [");
    for (size_t i = 0; i < r->note_count; i++) {
        strbuf_add(&b, i ? ",\n  " : "\n  ");
        json_add_string(&b, r->notes[i]);
    }
    strbuf_add(&b, "]}\n");
    fwrite(b.text, 1, b.length, out);
    strbuf_end(&b);
}

bool result_print(const struct result *r, enum output_format format, const char *path, struct fault *f) {
    struct file_writer w;
    if (!file_begin(&w, path, f))
        return false;
    if (format == OUTPUT_TEXT)
        print_text(r, w.stream);
    else if (format == OUTPUT_JSON)
        print_json(r, w.stream);
    else
        listing_print(format == OUTPUT_CSV ? r->machines : r->people, format, w.stream);
    return file_commit(&w, f);
}
