#include "reports/press/binding.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char SURVEY[] = "survey";
enum { DISTANCE_MAX = 200, PLACES_MAX = 3 };

/* A reference taken apart; `place` and `whole` are for messages and the record. */
struct reference {
    const char *whole;
    const char *table, *row, *column, *format; /* row, column: NULL when not given */
    const char *name;                          /* the format's word: "percent" */
    int places;                                /* -1: none */
    bool thousands;
    const struct json *place;
};

/* --- nearest existing thing --- */

struct nearest {
    const char *wanted, *found;
    size_t distance;
};

static void nearest_offer(struct nearest *n, const char *candidate) {
    const size_t distance = utf8_distance(n->wanted, candidate, DISTANCE_MAX);
    if (n->found && distance >= n->distance)
        return;
    n->found = candidate;
    n->distance = distance;
}

static bool refuse(const struct reference *r, struct fault *f, const char *what, const char *nearest) {
    if (nearest)
        return json_fault(f, r->place, _("{%s}: %s; the nearest is {%s}"), r->whole, what, nearest);
    return json_fault(f, r->place, _("{%s}: %s"), r->whole, what);
}

static const char *column_part(const struct binder *b, const struct reference *r) {
    return r->column ? arena_printf(b->arena, "@%s", r->column) : "";
}

static bool no_table(const struct binder *b, const struct reference *r, struct fault *f) {
    struct nearest n = {.wanted = r->table};
    nearest_offer(&n, SURVEY);
    for (size_t i = 0; i < b->tables->count; i++)
        nearest_offer(&n, b->tables->tables[i].question);
    const char *rest = r->whole + strlen(r->table);
    return refuse(r, f, _("there is no such table"), arena_printf(b->arena, "%s%s", n.found, rest));
}

static bool no_row(const struct binder *b, const struct reference *r, const struct table *table,
                   struct fault *f) {
    struct nearest n = {.wanted = r->row};
    for (size_t i = 0; i < table->row_count; i++)
        nearest_offer(&n, table->rows[i].key);
    return refuse(r, f, _("the table has no such row"),
                  n.found
                      ? arena_printf(b->arena, "%s.%s%s|%s", r->table, n.found, column_part(b, r), r->format)
                      : NULL);
}

static bool no_column(const struct binder *b, const struct reference *r, const struct table *table,
                      struct fault *f) {
    struct nearest n = {.wanted = r->column};
    for (size_t i = 0; i < table->column_count; i++)
        nearest_offer(&n, table->columns[i].key);
    const char *dot = r->row ? "." : "", *row = r->row ? r->row : "";
    return refuse(r, f, _("the table has no such column"),
                  arena_printf(b->arena, "%s%s%s@%s|%s", r->table, dot, row, n.found, r->format));
}

static bool no_format(const struct binder *b, const struct reference *r, const char *const *known,
                      struct fault *f) {
    struct nearest n = {.wanted = r->format};
    for (const char *const *name = known; *name; name++)
        nearest_offer(&n, *name);
    const size_t head = strlen(r->whole) - strlen(r->format);
    return refuse(r, f, _("there is no such format here"),
                  arena_printf(b->arena, "%.*s%s", (int)head, r->whole, n.found));
}

/* --- formats --- */

struct value {
    const char *text;
    int64_t count, n;
};

static const char *integer(const struct binder *b, const struct reference *r, int64_t value) {
    char text[PERCENT_TEXT];
    if (r->thousands)
        return arena_strdup(b->arena, percent_thousands(text, value));
    return arena_printf(b->arena, "%lld", (long long)value);
}

static const char *share(const struct binder *b, int64_t count, int64_t n, int places) {
    char text[PERCENT_TEXT];
    percent_text(text, count, n, places);
    return arena_strdup(b->arena, text);
}

static bool is(const struct reference *r, const char *name, bool places, bool thousands) {
    return strcmp(r->name, name) == 0 && (places || r->places < 0) && (thousands || !r->thousands);
}

static bool suppressed(const struct reference *r, struct fault *f) {
    return refuse(r, f, _("this cell is suppressed because its number is small; take it out of the text"),
                  NULL);
}

static bool format_cell(const struct binder *b, const struct reference *r, const struct table_cell *cell,
                        struct value *v, struct fault *f) {
    static const char *const known[] = {"count",    "count,", "percent", "percent0", "percent1", "percent2",
                                        "percent3", "low1",   "high1",   "n",        "n,",       NULL};
    if (cell->suppressed)
        return refuse(r, f, _("this cell is suppressed because its number is small; take it out of the text"),
                      NULL);
    v->count = cell->count;
    v->n = cell->n;
    if (is(r, "count", false, true))
        v->text = integer(b, r, cell->count);
    else if (is(r, "n", false, true))
        v->text = integer(b, r, cell->n);
    else if (is(r, "percent", true, false) && cell->n > 0)
        v->text = r->places < 0 ? cell->text : share(b, cell->count, cell->n, r->places);
    else if (is(r, "low", true, false) && cell->has_interval)
        v->text = arena_printf(b->arena, "%.*f", r->places < 0 ? 1 : r->places, cell->low);
    else if (is(r, "high", true, false) && cell->has_interval)
        v->text = arena_printf(b->arena, "%.*f", r->places < 0 ? 1 : r->places, cell->high);
    return v->text || no_format(b, r, known, f);
}

static const char *without_separators(const struct binder *b, const char *number) {
    char *text = arena_strdup(b->arena, number), *to = text;
    for (const char *at = text; *at; at++)
        if (*at != ',')
            *to++ = *at;
    *to = '\0';
    return text;
}

static const char *format_summary(const struct binder *b, const struct reference *r,
                                  const struct table_summary *s) {
    const struct {
        const char *name, *text;
    } texts[] = {{"sum", s->sum_text},
                 {"mean", s->mean_text},
                 {"median", s->median_text},
                 {"min", s->min_text},
                 {"max", s->max_text}};
    if (is(r, "at_least", false, true) && s->at_least_text)
        return r->thousands ? s->at_least_text : without_separators(b, s->at_least_text);
    if (is(r, "given", false, true))
        return integer(b, r, s->given);
    if (is(r, "unstated", false, true))
        return integer(b, r, s->unstated);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is(r, texts[i].name, false, false))
            return texts[i].text;
    return NULL;
}

/* The reference names a column as a whole: its base, or a number question's summary. */
static bool format_column(const struct binder *b, const struct reference *r, const struct table *table,
                          size_t column, struct value *v, struct fault *f) {
    static const char *const bases[] = {"n", "n,", NULL};
    static const char *const sums[] = {"n",   "n,",   "at_least", "at_least,", "given", "unstated",
                                       "sum", "mean", "median",   "min",       "max",   NULL};
    v->count = table->columns[column].n;
    if (v->count == TABLE_N_HIDDEN)
        return suppressed(r, f);
    if (table->summaries && table->summaries[column].suppressed && strcmp(r->name, "n") != 0)
        return suppressed(r, f);
    if (is(r, "n", false, true))
        v->text = integer(b, r, table->columns[column].n);
    else if (table->summaries) {
        v->text = format_summary(b, r, &table->summaries[column]);
        if (strcmp(r->name, "at_least") == 0)
            v->count = (int64_t)table->summaries[column].at_least;
    }
    return v->text || no_format(b, r, table->summaries ? sums : bases, f);
}

static const struct binding_fact *find_fact(const struct binder *b, const char *name) {
    for (size_t i = 0; i < b->fact_count; i++)
        if (strcmp(b->facts[i].name, name) == 0)
            return &b->facts[i];
    return NULL;
}

static bool no_fact(const struct binder *b, const struct reference *r, struct fault *f) {
    const char **known = arena_array(b->arena, b->fact_count + 1, sizeof *known);
    for (size_t i = 0, count = 0; i < b->fact_count; i++)
        if (!b->facts[i].missing)
            known[count++] =
                b->facts[i].n > 0 ? arena_printf(b->arena, "%s1", b->facts[i].name) : b->facts[i].name;
    return no_format(b, r, known, f);
}

static bool format_fact(const struct binder *b, const struct reference *r, struct value *v, struct fault *f) {
    const struct binding_fact *fact = find_fact(b, r->name);
    if (fact && fact->missing)
        return refuse(r, f, fact->missing, NULL);
    if (!fact || (r->places >= 0 && fact->n <= 0) || (r->thousands && (fact->n > 0 || fact->text)))
        return no_fact(b, r, f);
    v->count = fact->count;
    v->n = fact->n;
    v->text = fact->text    ? fact->text
              : fact->n > 0 ? share(b, fact->count, fact->n, r->places < 0 ? 1 : r->places)
                            : integer(b, r, fact->count);
    return true;
}

/* --- references --- */

static bool syntax(const struct reference *r, struct fault *f) {
    return refuse(
        r, f, _("expected {table.row|format}, for example {table.row|percent1} or {survey|returns}"), NULL);
}

/* "percent0" is percent with 0 places; "count," asks for thousands separators. */
static void split_format(const struct binder *b, struct reference *r) {
    char *name = arena_strdup(b->arena, r->format);
    size_t length = strlen(name);
    if (length && name[length - 1] == ',')
        r->thousands = true, name[--length] = '\0';
    r->places = -1;
    if (length && name[length - 1] >= '0' && name[length - 1] <= '0' + PLACES_MAX)
        r->places = name[length - 1] - '0', name[--length] = '\0';
    r->name = name;
}

static bool split_reference(const struct binder *b, struct reference *r, struct fault *f) {
    char *text = arena_strdup(b->arena, r->whole), *bar = strrchr(text, '|');
    if (!bar || !bar[1] || bar == text)
        return syntax(r, f);
    *bar = '\0';
    r->format = bar + 1;
    char *at = strchr(text, '@');
    if (at)
        *at = '\0', r->column = at + 1;
    char *dot = strchr(text, '.');
    if (dot)
        *dot = '\0', r->row = dot + 1;
    r->table = text;
    if (!*r->table || (r->row && !*r->row) || (r->column && !*r->column))
        return syntax(r, f);
    split_format(b, r);
    return true;
}

/* "type=hospital" is crossed by "type", "pref=13,type=clinic" by "pref,type". */
static const char *key_of_column(const struct binder *b, const char *column) {
    struct strbuf key = {0};
    strbuf_add(&key, "");
    for (const char *at = column; *at;) {
        const size_t name = strcspn(at, "=,"), part = strcspn(at, ",");
        strbuf_printf(&key, "%s%.*s", key.length ? "," : "", (int)name, at);
        at += part + (at[part] == ',');
    }
    char *text = arena_strdup(b->arena, key.text);
    strbuf_end(&key);
    return text;
}

static const struct table *find_table(const struct binder *b, const struct reference *r, struct fault *f) {
    const struct table *table = table_find(b->tables, r->table);
    if (!table) {
        no_table(b, r, f);
        return NULL;
    }
    if (!r->column)
        return table;
    const struct table_set *crossed = b->crossed ? b->crossed(b->data, key_of_column(b, r->column), f) : NULL;
    table = crossed ? table_find(crossed, r->table) : NULL;
    if (!table && f->kind == FAULT_NONE)
        refuse(r, f, _("this table cannot be crossed so"), NULL);
    else if (!table)
        fault_context(f, "%s: {%s}", json_pointer(b->arena, r->place), r->whole);
    return table;
}

static void record(struct binder *b, const struct reference *r, const struct table *table,
                   const struct value *v) {
    b->made = arena_grow(b->arena, b->made, b->made_count, &b->made_capacity, sizeof *b->made);
    b->made[b->made_count++] = (struct binding){.pointer = json_pointer(b->arena, r->place),
                                                .reference = r->whole,
                                                .table = r->table,
                                                .row = r->row,
                                                .column = r->column ? r->column
                                                          : table   ? "total"
                                                                    : NULL,
                                                .format = r->format,
                                                .text = v->text,
                                                .count = v->count,
                                                .n = v->n,
                                                .base_text = table ? table->base_text : NULL,
                                                .base_where = table ? table->base_where : NULL};
}

static bool look_up(struct binder *b, const struct reference *r, const struct table **table, struct value *v,
                    struct fault *f) {
    *table = NULL;
    if (strcmp(r->table, SURVEY) == 0 && !r->row && !r->column)
        return format_fact(b, r, v, f);
    *table = find_table(b, r, f);
    if (!*table)
        return false;
    const int column = r->column ? table_column_find(*table, r->column) : 0;
    if (column < 0)
        return no_column(b, r, *table, f);
    if (!r->row)
        return format_column(b, r, *table, (size_t)column, v, f);
    const struct table_row *row = table_row_find(*table, r->row);
    return row ? format_cell(b, r, &row->cells[column], v, f) : no_row(b, r, *table, f);
}

static bool print_reference(struct binder *b, const struct json *node, const char *text, size_t length,
                            struct strbuf *out, struct fault *f) {
    struct reference r = {.whole = arena_strndup(b->arena, text, length), .place = node};
    const struct table *table;
    struct value v = {0};
    if (!split_reference(b, &r, f) || !look_up(b, &r, &table, &v, f))
        return false;
    strbuf_add(out, v.text);
    record(b, &r, table, &v);
    return true;
}

static bool print_text(struct binder *b, const struct json *node, struct strbuf *out, struct fault *f) {
    for (const char *at = node->string; *at;) {
        const size_t plain = strcspn(at, "{");
        strbuf_add_bytes(out, at, plain);
        at += plain;
        if (at[0] == '{' && at[1] == '{') {
            strbuf_char(out, '{');
            at += 2;
        } else if (*at) {
            const size_t length = strcspn(at, "}");
            if (!at[length])
                return json_fault(f, node, _("a { has no }; write {{ for a brace that is printed"));
            if (!print_reference(b, node, at + 1, length - 1, out, f))
                return false;
            at += length + 1;
        }
    }
    return true;
}

const char *binder_text(struct binder *binder, const struct json *node, struct fault *f) {
    struct strbuf out = {0};
    strbuf_add(&out, "");
    const bool done = print_text(binder, node, &out, f);
    const char *text = done ? arena_strdup(binder->arena, out.text) : NULL;
    strbuf_end(&out);
    return text;
}
