/* Published figures and tables in JSON, as the rows that a printed page would have. */
#include "reports/audit/audit_read.h"

#include "engine/base/json.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

struct figures {
    struct arena *arena;
    struct audit_rows *rows;
    const char *text, *at; /* how far the file has been told of: lines are found by searching on */
    size_t line;
};

/* Moves to the next place where this key has this text and gives its line; stays where it is when there is none. */
static size_t find_line(struct figures *g, const char *value) {
    const char *found = value ? strstr(g->at, value) : NULL;
    for (const char *c = g->at; found && c < found; c++)
        g->line += *c == '\n';
    if (found)
        g->at = found;
    return g->line;
}

static const char *member_text(const struct json *object, const char *key) {
    const struct json *m = json_member(object, key);
    return m && m->kind == JSON_STRING ? m->string : NULL;
}

/* A whole number of the object as text, or "". */
static const char *member_number(struct figures *g, const struct json *object, const char *key) {
    const struct json *m = json_member(object, key);
    if (!m || m->kind != JSON_NUMBER || !(fabs(m->number) < 1e15))
        return "";
    if (m->number == floor(m->number))
        return arena_printf(g->arena, "%.0f", m->number);
    return arena_printf(g->arena, "%g", m->number);
}

static void row2(struct figures *g, size_t line, const char *a, const char *b, const char *c) {
    const char *cells[] = {a, b, c};
    audit_rows_add(g->rows, line, cells, 3);
}

/* Tables of a file have nothing to do with each other: the heading of one is not the lead of the next. */
static void next_table(struct figures *g) {
    for (int i = 0; i < 3; i++)
        audit_rows_break(g->rows);
}

static void option(struct figures *g, const struct json *o) {
    const char *label = member_text(o, "label"), *percent = member_text(o, "percent_text");
    const char *count = member_number(g, o, "count");
    if (!percent && *member_number(g, o, "percent"))
        percent = member_number(g, o, "percent");
    if (percent && !strchr(percent, '%'))
        percent = arena_printf(g->arena, "%s%%", percent);
    if (*count || percent)
        row2(g, find_line(g, label), label ? label : "", count, percent ? percent : "");
}

static void question(struct figures *g, const struct json *q) {
    const struct json *options = json_member(q, "options");
    const char *kind = member_text(q, "kind"), *text = member_text(q, "text"),
               *n = member_number(g, q, "base_n");
    size_t line = find_line(g, text);
    bool multi = kind && strcmp(kind, "multi") == 0;
    bool shares = kind && (strcmp(kind, "single") == 0 || multi) && *n;
    next_table(g);
    row2(g, line, text ? text : "", shares ? arena_printf(g->arena, "n=%s", n) : "", multi ? "複数回答" : "");
    for (const struct json *o = options ? options->first : NULL; o; o = o->next)
        if (o->kind == JSON_OBJECT)
            option(g, o);
}

static void survey(struct figures *g, const struct json *root) {
    const char *rate = member_number(g, root, "response_rate_pct"), *sent = member_number(g, root, "sent");
    size_t line = find_line(g, "\"responses\"");
    if (*sent)
        row2(g, line, "送付数", arena_printf(g->arena, "%s件", sent), "");
    audit_rows_break(g->rows);
    if (*member_number(g, root, "responses"))
        row2(g, line, "回答数", arena_printf(g->arena, "%s件", member_number(g, root, "responses")), "");
    audit_rows_break(g->rows);
    if (*rate)
        row2(g, find_line(g, "\"response_rate_pct\""), "回答率", arena_printf(g->arena, "%s%%", rate), "");
    for (const struct json *q = json_member(root, "questions")->first; q; q = q->next)
        if (q->kind == JSON_OBJECT)
            question(g, q);
}

/* One row of a table's total column. */
static void table_row(struct figures *g, const struct json *row) {
    const struct json *cells = json_member(row, "cells"), *cell = cells ? cells->first : NULL;
    const char *label = member_text(row, "label"), *text = cell ? member_text(cell, "text") : NULL;
    if (cell && cell->kind == JSON_OBJECT)
        row2(g, find_line(g, label), label ? label : "", member_number(g, cell, "count"), text ? text : "");
}

static void table(struct figures *g, const struct json *t) {
    const struct json *base = json_member(t, "base"), *rows = json_member(t, "rows");
    const char *kind = member_text(t, "kind"), *title = member_text(t, "title");
    next_table(g);
    row2(g, find_line(g, title), title ? title : "",
         base && base->kind == JSON_OBJECT ? arena_printf(g->arena, "n=%s", member_number(g, base, "n")) : "",
         kind && strcmp(kind, "multi") == 0 ? "複数回答" : "");
    for (const struct json *row = rows ? rows->first : NULL; row; row = row->next)
        if (row->kind == JSON_OBJECT)
            table_row(g, row);
}

const struct audit_draft *audit_read_figures(struct arena *arena, const struct audit_words *w,
                                             const char *text, size_t length, const char *name,
                                             struct fault *f) {
    const struct json *root = json_parse(arena, text, length, name, f);
    const struct json *questions = root ? json_member(root, "questions") : NULL;
    const struct json *tables = root ? json_member(root, "tables") : NULL;
    struct figures g = {arena, audit_rows_begin(arena, w), text, text, 1};
    if (questions && questions->kind == JSON_ARRAY)
        survey(&g, root);
    else if (tables && tables->kind == JSON_ARRAY)
        for (const struct json *t = tables->first; t; t = t->next)
            if (t->kind == JSON_OBJECT)
                table(&g, t);
    return questions || tables ? audit_rows_end(g.rows) : NULL;
}
