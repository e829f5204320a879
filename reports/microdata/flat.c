/*
 * flat: CSV and JSON Lines.
 *
 * Both say the same: values are codes, silences their negative codes, dates are ISO, a text that is not there is empty
 * (CSV) or null (JSON).  CSV follows RFC 4180, in UTF-8 without a byte order mark; JSON Lines has one object per return.
 */
#include "engine/base/json_write.h"
#include "engine/base/strbuf.h"
#include "reports/microdata/writer.h"

#include <string.h>

static void add_number(struct strbuf *line, const struct microdata_variable *v,
                       const struct microdata_cell *cell) {
    char digits[MICRODATA_DIGITS];
    strbuf_add(line, cell->missing == MICRODATA_GIVEN
                         ? microdata_number_text(digits, v, cell->number)
                         : microdata_missing_text(digits, v, (enum microdata_missing)cell->missing));
}

/* --- CSV --- */

static void add_quoted(struct strbuf *line, const char *text) {
    if (!strpbrk(text, "\",\r\n")) {
        strbuf_add(line, text);
        return;
    }
    strbuf_char(line, '"');
    for (; *text; text++) {
        if (*text == '"')
            strbuf_char(line, '"');
        strbuf_char(line, *text);
    }
    strbuf_char(line, '"');
}

static void add_csv(struct strbuf *line, const struct microdata_variable *v,
                    const struct microdata_cell *cell) {
    if (v->kind == MICRODATA_TEXT)
        add_quoted(line, cell->text ? cell->text : "");
    else
        add_number(line, v, cell);
}

static void begin_csv(struct strbuf *line, const struct microdata *m) {
    for (size_t v = 0; v < m->variable_count; v++)
        strbuf_printf(line, "%s%s", v ? "," : "", m->variables[v].name);
    strbuf_add(line, "\r\n");
}

/* --- JSON Lines --- */

static void add_json(struct strbuf *line, const struct microdata_variable *v,
                     const struct microdata_cell *cell) {
    const char *quote = v->kind == MICRODATA_DATE && cell->missing == MICRODATA_GIVEN ? "\"" : "";
    json_add_string(line, v->name);
    strbuf_add(line, ": ");
    if (v->kind == MICRODATA_TEXT) {
        json_add_string(line, cell->text);
        return;
    }
    strbuf_add(line, quote);
    add_number(line, v, cell);
    strbuf_add(line, quote);
}

/* --- both --- */

struct flat {
    void (*begin)(struct strbuf *line, const struct microdata *m);
    void (*add)(struct strbuf *line, const struct microdata_variable *v, const struct microdata_cell *cell);
    const char *before, *between, *after;
};

static bool put_line(FILE *out, struct strbuf *line, struct fault *f) {
    bool done = writer_put(out, line->text, line->length, f);
    strbuf_clear(line);
    return done;
}

static bool put_rows(const struct flat *flat, const struct microdata *m, struct strbuf *line, FILE *out,
                     struct fault *f) {
    struct microdata_cell cell;
    for (size_t row = 0; row < m->rows; row++) {
        if (!microdata_step(m, row, f))
            return false;
        strbuf_add(line, flat->before);
        for (size_t v = 0; v < m->variable_count; v++) {
            if (!microdata_cell(m, row, v, &cell, f))
                return false;
            strbuf_add(line, v ? flat->between : "");
            flat->add(line, &m->variables[v], &cell);
        }
        strbuf_add(line, flat->after);
        if (!put_line(out, line, f))
            return false;
    }
    return true;
}

static bool write_flat(const struct flat *flat, const struct microdata *m, FILE *out, struct fault *f) {
    struct strbuf line = {0};
    strbuf_add(&line, "");
    if (flat->begin)
        flat->begin(&line, m);
    bool done = put_line(out, &line, f) && put_rows(flat, m, &line, out, f);
    strbuf_end(&line);
    return done;
}

bool flat_csv_write(struct arena *arena, const struct microdata *m, FILE *out, struct fault *f) {
    static const struct flat flat = {begin_csv, add_csv, "", ",", "\r\n"};
    (void)arena;
    return write_flat(&flat, m, out, f);
}

bool flat_jsonl_write(struct arena *arena, const struct microdata *m, FILE *out, struct fault *f) {
    static const struct flat flat = {NULL, add_json, "{", ", ", "}\n"};
    (void)arena;
    return write_flat(&flat, m, out, f);
}
