#include "reports/press/binding.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/strbuf.h"
#include "reports/press/binding_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char binding_dash[] = "–";
enum { DISTANCE_MAX = 200, PLACES_MAX = 3 };

/* --- the nearest that exists; faults --- */

void nearest_offer(struct nearest *n, const char *candidate) {
    const size_t distance = utf8_distance(n->wanted, candidate, DISTANCE_MAX);
    if (n->found && distance >= n->distance)
        return;
    n->found = candidate;
    n->distance = distance;
}

bool reference_refuse(const struct reference *r, struct fault *f, const char *what, const char *nearest) {
    if (nearest)
        return json_fault(f, r->place, _("{%s}: %s; the nearest is {%s}"), r->whole, what, nearest);
    return json_fault(f, r->place, _("{%s}: %s"), r->whole, what);
}

static const char *sign_text(const struct reference *r) {
    return r->between == '-' ? " - " : " / ";
}

bool reference_refuse_operand(const struct binder *b, const struct reference *r, const struct operand *o,
                              const char *what, const char *nearest, struct fault *f) {
    if (!nearest)
        return reference_refuse(r, f, what, NULL);
    const char *left = o == &r->left ? nearest : r->left.written;
    const char *right = o == &r->right ? nearest : r->right.written;
    const char *both = r->between ? arena_printf(b->arena, "%s%s%s", left, sign_text(r), right) : left;
    return reference_refuse(r, f, what, arena_printf(b->arena, "%s|%s", both, r->format));
}

bool reference_no_format(const struct binder *b, const struct reference *r, const char *const *known,
                         struct fault *f) {
    struct nearest n = {.wanted = r->format};
    for (const char *const *name = known; *name; name++)
        nearest_offer(&n, *name);
    const size_t head = strlen(r->whole) - strlen(r->format);
    return reference_refuse(r, f, _("there is no such format here"),
                            arena_printf(b->arena, "%.*s%s", (int)head, r->whole, n.found));
}

/* --- formats --- */

bool reference_is(const struct reference *r, const char *name, bool places, bool thousands) {
    return strcmp(r->name, name) == 0 && !r->words && (places || r->places < 0) &&
           (thousands || !r->thousands);
}

const char *binding_integer(const struct binder *b, const struct reference *r, int64_t value) {
    if (r->thousands)
        return number_thousands(b->arena, value);
    return arena_printf(b->arena, "%lld", (long long)value);
}

const char *binding_percent(const struct binder *b, int64_t count, int64_t n, int places) {
    char text[PERCENT_TEXT];
    percent_text(text, count, n, places);
    return arena_strdup(b->arena, text);
}

/* --- references --- */

static bool syntax(const struct reference *r, struct fault *f) {
    return reference_refuse(
        r, f, _("expected {table.row|format}, for example {table.row|percent1} or {survey|returns}"), NULL);
}

/* "percent0" is percent with 0 places; "count," asks for thousands separators; "words:a/b" has words. */
static void split_format(const struct binder *b, struct reference *r) {
    char *name = arena_strdup(b->arena, r->format), *colon = strchr(name, ':');
    if (colon)
        *colon = '\0', r->words = colon + 1;
    size_t length = strlen(name);
    if (length && name[length - 1] == ',')
        r->thousands = true, name[--length] = '\0';
    r->places = -1;
    if (length && name[length - 1] >= '0' && name[length - 1] <= '0' + PLACES_MAX)
        r->places = name[length - 1] - '0', name[--length] = '\0';
    r->name = name;
}

const struct binding_source *binder_source(const struct binder *binder, const char *name) {
    for (size_t i = 0; i < binder->source_count; i++)
        if (strcmp(binder->sources[i].name, name) == 0)
            return &binder->sources[i];
    return NULL;
}

static bool no_source(const struct binder *b, const struct reference *r, const char *name, struct fault *f) {
    if (!*name)
        return reference_refuse(
            r, f, _("the kit has no survey of its own (\"meta\", \"survey\"); write source:table"), NULL);
    struct nearest n = {.wanted = name};
    for (size_t i = 0; i < b->source_count; i++)
        if (*b->sources[i].name)
            nearest_offer(&n, b->sources[i].name);
    const char *what = arena_printf(b->arena, _("the kit has no source called \"%s\""), name);
    return reference_refuse(
        r, f, what, n.found ? arena_printf(b->arena, "%s:%s", n.found, r->whole + strlen(name) + 1) : NULL);
}

/* "50%" */
static bool is_constant(const char *text) {
    const size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= 3 && strcmp(text + digits, "%") == 0;
}

/* A * stands for the present row of the table. */
static bool put_star(const struct binder *b, const struct reference *r, struct operand *o, struct fault *f) {
    const char **part = o->source->kind == BINDING_SERIES ? &o->table : &o->row;
    o->star = *part && strcmp(*part, "*") == 0;
    if (o->star && !b->star)
        return reference_refuse(r, f, _("a * has a meaning only in a row of a table that has \"each\""),
                                NULL);
    if (o->star)
        *part = b->star;
    return true;
}

static bool split_operand(const struct binder *b, struct reference *r, struct operand *o, struct fault *f) {
    char *text = arena_strdup(b->arena, o->written), *colon = strchr(text, ':'), *at = strchr(text, '@');
    if (is_constant(text))
        return true;
    const char *name = "";
    if (colon && (!at || colon < at)) {
        *colon = '\0';
        name = text;
        text = colon + 1;
    }
    o->source = binder_source(b, name);
    if (!o->source)
        return no_source(b, r, name, f);
    if (at)
        *at = '\0', o->column = at + 1;
    char *dot = o->source->kind == BINDING_SERIES ? NULL : strchr(text, '.');
    if (dot)
        *dot = '\0', o->row = dot + 1;
    o->table = text;
    if (!put_star(b, r, o, f))
        return false;
    return (*o->table && (!o->row || *o->row) && (!o->column || *o->column)) || syntax(r, f);
}

static void split_operator(struct reference *r, char *text) {
    char *minus = strstr(text, " - "), *over = strstr(text, " / ");
    char *at = minus ? minus : over;
    r->left.written = text;
    if (!at)
        return;
    r->between = minus ? '-' : '/';
    *at = '\0';
    r->right.written = at + 3;
}

static bool split_reference(const struct binder *b, struct reference *r, struct fault *f) {
    char *text = arena_strdup(b->arena, r->whole), *bar = strrchr(text, '|');
    if (!bar || !bar[1] || bar == text)
        return syntax(r, f);
    *bar = '\0';
    r->format = bar + 1;
    split_format(b, r);
    split_operator(r, text);
    if (!r->between && is_constant(text))
        return syntax(r, f);
    return split_operand(b, r, &r->left, f) && (!r->between || split_operand(b, r, &r->right, f));
}

/* --- values --- */

static bool look_up(const struct binder *b, const struct reference *r, const struct operand *o,
                    struct value *v, struct fault *f) {
    static bool (*const kinds[])(const struct binder *, const struct reference *, const struct operand *,
                                 struct value *, struct fault *) = {[BINDING_SURVEY] = binding_survey,
                                                                    [BINDING_PUBLISHED] = binding_published,
                                                                    [BINDING_SERIES] = binding_series};
    if (o->source)
        return kinds[o->source->kind](b, r, o, v, f);
    v->share = (struct quantity){strtol(o->written, NULL, 10), 100};
    return true;
}

static void record(struct binder *b, const struct reference *r, const struct operand *o,
                   const struct value *v, const char *text) {
    if (!o->source)
        return;
    const bool fact = strcmp(o->table, "survey") == 0 && !o->row;
    b->made = arena_grow(b->arena, b->made, b->made_count, &b->made_capacity, sizeof *b->made);
    b->made[b->made_count++] = (struct binding){.pointer = json_pointer(b->arena, r->place),
                                                .reference = r->whole,
                                                .source = o->source->name,
                                                .table = o->table,
                                                .row = o->row,
                                                .column = o->column ? o->column
                                                          : fact    ? NULL
                                                                    : "total",
                                                .format = r->format,
                                                .text = text,
                                                .count = v->count,
                                                .n = v->n,
                                                .base_text = v->base_text,
                                                .base_where = v->base_where,
                                                .weight = v->weight};
}

static struct binder_number number_of(const struct value *v) {
    const bool share = v->share.den > 0 && v->text && strchr(v->text, '%');
    const struct quantity q = share ? v->share : v->number;
    struct binder_number out = {.text = v->text, .n = v->n, .share = share};
    out.known = q.den > 0 && v->text && strpbrk(v->text, "0123456789");
    if (out.known)
        out.value = (share ? 100.0 : 1.0) * (double)q.num / (double)q.den;
    return out;
}

static bool print_reference(struct binder *b, const struct json *node, const char *text, size_t length,
                            struct binder_number *out, struct fault *f) {
    struct reference r = {.whole = arena_strndup(b->arena, text, length), .place = node};
    struct value left = {0}, right = {0};
    if (!split_reference(b, &r, f) || !look_up(b, &r, &r.left, &left, f) ||
        (r.between && !look_up(b, &r, &r.right, &right, f)))
        return false;
    *out = (struct binder_number){.text = binding_dash};
    if (left.text == binding_dash || right.text == binding_dash)
        return true;
    if (!r.between)
        *out = number_of(&left);
    else if (!binding_difference(b, &r, &left, &right, out, f))
        return false;
    record(b, &r, &r.left, &left, out->text);
    if (r.between)
        record(b, &r, &r.right, &right, out->text);
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
            struct binder_number number;
            if (!print_reference(b, node, at + 1, length - 1, &number, f))
                return false;
            strbuf_add(out, number.text);
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

bool binder_number(struct binder *binder, const struct json *node, struct binder_number *out,
                   struct fault *f) {
    const size_t length = strlen(node->string);
    if (length < 3 || node->string[0] != '{' || strcspn(node->string, "}") != length - 1)
        return json_fault(f, node,
                          _("expected one reference and nothing else, for example {table.row|percent1}"));
    return print_reference(binder, node, node->string + 1, length - 2, out, f);
}

/* --- what a row is repeated for --- */

static bool each_item(const struct binder *b, const struct series_table *t, struct binder_each *out) {
    out->items = arena_array(b->arena, t->item_count + 1, sizeof *out->items);
    for (size_t i = 0; i < t->item_count; i++)
        out->items[out->count++] =
            (struct binder_each_item){*t->items[i].key ? t->items[i].key : "total", t->items[i].whole};
    return true;
}

static bool each_option(const struct binder *b, const struct table *table, struct binder_each *out) {
    out->items = arena_array(b->arena, table->row_count + 1, sizeof *out->items);
    for (size_t i = 0; i < table->row_count; i++)
        if (table->rows[i].kind == TABLE_OPTION || table->rows[i].kind == TABLE_NET)
            out->items[out->count++] = (struct binder_each_item){table->rows[i].key, false};
    return true;
}

bool binder_each(const struct binder *binder, const struct json *node, struct binder_each *out,
                 struct fault *f) {
    *out = (struct binder_each){0};
    const char *colon = strchr(node->string, ':');
    const struct binding_source *series = binder_source(binder, node->string);
    if (series && series->kind == BINDING_SERIES)
        return each_item(binder, series->series, out);
    const char *name =
        colon ? arena_strndup(binder->arena, node->string, (size_t)(colon - node->string)) : "";
    const struct binding_source *survey = binder_source(binder, name);
    const struct table *table = survey && survey->kind == BINDING_SURVEY
                                    ? table_find(survey->tables, colon ? colon + 1 : node->string)
                                    : NULL;
    if (table)
        return each_option(binder, table, out);
    return json_fault(f, node, _("\"%s\" is neither a series among the sources nor a question of a survey"),
                      node->string);
}
