/* The overview for a terminal. */
#include "engine/base/columns.h"
#include "engine/base/lang.h"
#include "reports/compare/compare_text.h"
#include "reports/compare/overview.h"

#include <string.h>

enum { GAP = 2, INDENT = 2, LABEL_MOST = 36, HEADING_LEAST = 14 };

struct printing {
    FILE *out;
    struct arena *arena;
    const struct grid *grid;
    const char *key; /* of the panel, or NULL */
    size_t *widths;
};

/* --- a grid --- */

static void widen(size_t *width, const char *text) {
    const size_t own = text ? columns_of(text) : 0;
    *width = own > *width ? own : *width;
}

static void measure(struct printing *p) {
    const struct grid *grid = p->grid;
    p->widths = arena_array(p->arena, grid->column_count + 1, sizeof *p->widths);
    for (size_t c = 0; c < grid->column_count; c++) {
        p->widths[c] = c > 1 ? HEADING_LEAST : 0;
        for (size_t r = 0; r < grid->row_count; r++)
            widen(&p->widths[c], grid->rows[r].cells[c].text);
    }
    if (p->widths[0] > LABEL_MOST)
        p->widths[0] = LABEL_MOST;
}

static void put(const struct printing *p, struct strbuf *line, size_t column, const char *text) {
    columns_left(line, "", column ? GAP : INDENT);
    (p->grid->columns[column].align == ALIGN_RIGHT ? columns_right : columns_left)(line, text,
                                                                                   p->widths[column]);
}

/* What of a text stands in this line of its cell; the rest is left for the next. */
static const char *next_piece(const struct printing *p, size_t column, const char **rest) {
    const size_t bytes = columns_fit(*rest, p->widths[column]);
    const char *piece = arena_strndup(p->arena, *rest, bytes);
    *rest += bytes;
    *rest += strspn(*rest, " ");
    return piece;
}

static void write_wrapped(const struct printing *p, const char **texts) {
    for (bool more = true; more;) {
        struct strbuf line = {0};
        more = false;
        for (size_t c = 0; c < p->grid->column_count; c++) {
            put(p, &line, c, next_piece(p, c, &texts[c]));
            more = more || *texts[c];
        }
        columns_end_line(p->out, &line);
        strbuf_end(&line);
    }
}

static void write_rule(const struct printing *p) {
    size_t width = 0;
    for (size_t c = 0; c < p->grid->column_count; c++)
        width += p->widths[c] + (c ? GAP : 0);
    fprintf(p->out, "%*s", INDENT, "");
    while (width-- > 0)
        fputc('-', p->out);
    fputc('\n', p->out);
}

static void write_grid(struct printing *p) {
    const struct grid *grid = p->grid;
    const char **texts = arena_array(p->arena, grid->column_count + 1, sizeof *texts);
    measure(p);
    fprintf(p->out, "%s", grid->title);
    if (p->key) /* what --concept takes; no page has it */
        fprintf(p->out, "  [%s]", p->key);
    fputs("\n\n", p->out);
    for (size_t c = 0; c < grid->column_count; c++)
        texts[c] = grid->columns[c].group ? grid->columns[c].group : "";
    write_wrapped(p, texts);
    for (size_t c = 0; c < grid->column_count; c++)
        texts[c] = grid->columns[c].heading;
    write_wrapped(p, texts);
    write_rule(p);
    for (size_t r = 0; r < grid->row_count; r++) {
        for (size_t c = 0; c < grid->column_count; c++)
            texts[c] = grid->rows[r].cells[c].text;
        if (columns_of(texts[0]) > p->widths[0]) { /* a long one has a line to itself */
            fprintf(p->out, "%*s%s\n", INDENT, "", texts[0]);
            texts[0] = "";
        }
        write_wrapped(p, texts);
    }
    for (size_t i = 0; i < grid->note_count; i++)
        fprintf(p->out, "%s  %s\n", i ? "" : "\n", grid->notes[i]);
    fputc('\n', p->out);
}

/* --- what stands beneath --- */

static void write_refusals(FILE *out, const struct overview *o) {
    if (o->refusal_count)
        fprintf(out, "%s\n", _("Not compared, and why"));
    for (size_t i = 0; i < o->refusal_count; i++) {
        const struct overview_refusal *refusal = &o->refusals[i];
        fprintf(out, "  - %s\n", refusal->words);
        for (size_t k = 0; k < refusal->line_count; k++)
            fprintf(out, "      %s\n", refusal->lines[k]);
    }
}

static void write_surveys(FILE *out, const struct overview *o) {
    fprintf(out, "%s\n", _("Surveys and sources"));
    for (size_t i = 0; i < o->survey_count; i++) {
        fprintf(out, "  %s: %s\n", o->surveys[i].label, o->surveys[i].text);
        for (const char *at = o->surveys[i].sources; at && *at; at += *at == '\n') {
            const size_t length = strcspn(at, "\n");
            fprintf(out, "      %.*s\n", (int)length, at);
            at += length;
        }
    }
}

void compare_overview_write(FILE *out, const struct comparison *c) {
    struct arena *arena = arena_create();
    const struct overview *o = overview_make(arena, c);
    for (size_t i = 0; i < o->panel_count; i++)
        for (size_t k = 0; k < o->panels[i].grid_count; k++)
            write_grid(&(struct printing){
                .out = out, .arena = arena, .grid = o->panels[i].grids[k], .key = o->panels[i].key});
    if (o->reading_count)
        fprintf(out, "%s\n", _("How to read it"));
    for (size_t i = 0; i < o->reading_count; i++)
        fprintf(out, "  %s\n", o->readings[i]);
    write_refusals(out, o);
    write_surveys(out, o);
    arena_destroy(arena);
}
