/*
 * hold_figures PUBLISHED.json TABLES.json [EXPECTED]
 *
 * Compares every figure of a published survey (data/published/README.md) with what `tabulate --format json`
 * printed: the base n, each option's count, the percentage at the decimals that were printed, and the totals
 * of numbers.  A question "q2:type=clinic" is that column of table q2 (tabulate --by type).  Names what
 * differs; prints how many figures were held.
 *
 * A figure that cannot be right as printed may differ: the published file's arithmetic_checks must name it,
 * `where` "question / option" (or "question / base") and a status inconsistent or unattainable.  It is
 * printed all the same, so that a test can say which.
 *
 * With EXPECTED, another number of figures is a failure too, so that a figure that is silently left out of
 * the comparison is seen.
 */
#include "engine/base/json.h"
#include "engine/base/percent.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *string_of(const struct json *object, const char *key) {
    const struct json *value = object ? json_member(object, key) : NULL;
    return value && value->kind == JSON_STRING ? value->string : NULL;
}

/* NAN when there is no number. */
static double number_of(const struct json *object, const char *key) {
    const struct json *value = object ? json_member(object, key) : NULL;
    return value && value->kind == JSON_NUMBER ? value->number : NAN;
}

static const struct json *find_by(const struct json *list, const char *key, const char *id) {
    for (const struct json *item = list ? list->first : NULL; item; item = item->next) {
        const char *name = string_of(item, key);
        if (name && strcmp(name, id) == 0)
            return item;
    }
    return NULL;
}

struct holding {
    const struct json *checks; /* arithmetic_checks of the published file */
    long held, failed, named;
};

/* What is being held: an option (or the base) of a question, in one column of its table. */
struct figure {
    const char *question, *what;
    const struct json *table;
    size_t column;
};

static bool is_named(const struct json *list, const char *where) {
    const struct json *check = list && list->kind == JSON_ARRAY ? find_by(list, "where", where) : NULL;
    const char *status = check ? string_of(check, "status") : NULL;
    return status && (strcmp(status, "inconsistent") == 0 || strcmp(status, "unattainable") == 0);
}

static void hold(struct holding *h, bool good, const struct figure *at, const char *published,
                 const char *found) {
    char where[200];
    h->held++;
    if (good)
        return;
    snprintf(where, sizeof where, "%s / %s", at->question, at->what);
    bool named = h->checks && (is_named(json_member(h->checks, "manual"), where) ||
                               is_named(json_member(h->checks, "automatic"), where));
    h->failed += !named;
    h->named += named;
    printf("%s: published %s, found %s%s\n", where, published, found,
           named ? " (arithmetic_checks: cannot be right)" : "");
}

static void hold_number(struct holding *h, const struct figure *at, double published, double found) {
    char a[40], b[40];
    snprintf(a, sizeof a, "%.10g", published);
    snprintf(b, sizeof b, "%.10g", found);
    hold(h, published == found, at, a, b);
}

static const struct json *nth(const struct json *list, size_t index) {
    const struct json *item = list ? list->first : NULL;
    for (; item && index > 0; index--)
        item = item->next;
    return item;
}

static void hold_percent(struct holding *h, const struct figure *at, const char *published,
                         const struct json *cell) {
    char text[PERCENT_TEXT], wanted[PERCENT_TEXT];
    const char *point = strchr(published, '.');
    int decimals = point ? (int)strlen(point + 1) : 0;
    percent_text(text, (int64_t)number_of(cell, "count"), (int64_t)number_of(cell, "n"), decimals);
    snprintf(wanted, sizeof wanted, "%s%%", published);
    hold(h, strcmp(text, wanted) == 0, at, wanted, text);
    const char *printed = string_of(cell, "text");
    if (decimals == 1)
        hold(h, printed && strcmp(printed, wanted) == 0, at, wanted, printed ? printed : "nothing");
}

static void hold_option(struct holding *h, const struct figure *at, const struct json *option) {
    const char *percent = string_of(option, "percent_text");
    const struct json *row = find_by(json_member(at->table, "rows"), "key", at->what);
    const struct json *cell = row ? nth(json_member(row, "cells"), at->column) : NULL;
    double count = number_of(option, "count");
    if (!cell) {
        hold(h, false, at, "a row", "none");
        return;
    }
    if (isnan(count))
        hold(h, number_of(cell, "count") > 0, at, "named", "nobody");
    else
        hold_number(h, at, count, number_of(cell, "count"));
    if (percent)
        hold_percent(h, at, percent, cell);
}

/* Totals, means and their like stand in the column's summary, under the option's id; a mode is a list. */
static double summary_value(const struct figure *at) {
    const struct json *column = nth(json_member(at->table, "columns"), at->column);
    const struct json *summary = column ? json_member(column, "summary") : NULL;
    const struct json *value = summary ? json_member(summary, at->what) : NULL;
    if (value && value->kind == JSON_ARRAY && value->count == 1)
        value = value->first;
    return value && value->kind == JSON_NUMBER ? value->number : NAN;
}

static void hold_summary(struct holding *h, const struct figure *at, const struct json *option) {
    double published = number_of(option, "count");
    if (isnan(published))
        published = number_of(option, "value");
    double found = summary_value(at);
    found = floor(found * 10 + 0.5) / 10; /* such figures are printed with one place */
    hold_number(h, at, published, found);
}

/* The table of "q2", or its column "type=clinic" of "q2:type=clinic". */
static bool find_table(struct figure *at, const struct json *tables) {
    char id[100];
    const char *colon = strchr(at->question, ':');
    size_t length = colon ? (size_t)(colon - at->question) : strlen(at->question);
    if (length >= sizeof id)
        return false;
    memcpy(id, at->question, length);
    id[length] = '\0';
    at->table = find_by(tables, "question", id);
    if (!at->table || !colon)
        return at->table != NULL;
    const struct json *columns = json_member(at->table, "columns");
    for (const struct json *c = columns->first; c; c = c->next, at->column++)
        if (strcmp(string_of(c, "key"), colon + 1) == 0)
            return true;
    return false;
}

static void hold_question(struct holding *h, const struct json *question, const struct json *tables) {
    const char *id = string_of(question, "id"), *kind = string_of(question, "kind");
    const struct json *options = json_member(question, "options");
    struct figure at = {.question = id ? id : "(no id)", .what = "table"};
    double base = number_of(question, "base_n");
    if (!find_table(&at, tables)) {
        hold(h, false, &at, "one", "none");
        return;
    }
    at.what = "base";
    if (!isnan(base)) /* a base that was not printed cannot be held; the percentages of it are */
        hold_number(h, &at, base, number_of(nth(json_member(at.table, "columns"), at.column), "n"));
    for (const struct json *o = options ? options->first : NULL; o; o = o->next) {
        at.what = string_of(o, "id") ? string_of(o, "id") : "(no id)";
        if (kind && strcmp(kind, "numeric") == 0)
            hold_summary(h, &at, o);
        else
            hold_option(h, &at, o);
    }
}

static const struct json *list_of(struct arena *arena, const char *path, const char *key,
                                  const struct json **root, struct fault *f) {
    const struct json *list = NULL;
    *root = json_read_file(arena, path, f);
    return *root && json_get_array(*root, key, true, &list, f) ? list : NULL;
}

int main(int argc, char **argv) {
    if (argc < 3 || argc > 4) {
        fprintf(stderr, "usage: hold_figures PUBLISHED.json TABLES.json [EXPECTED]\n");
        return 2;
    }
    struct fault f = {0};
    struct arena *arena = arena_create();
    const struct json *published = NULL, *printed = NULL;
    const struct json *questions = list_of(arena, argv[1], "questions", &published, &f);
    const struct json *tables = questions ? list_of(arena, argv[2], "tables", &printed, &f) : NULL;
    struct holding h = {.checks = tables ? json_member(published, "arithmetic_checks") : NULL};
    for (const struct json *q = tables ? questions->first : NULL; q; q = q->next)
        hold_question(&h, q, tables);
    if (!tables)
        fprintf(stderr, "hold_figures: %s\n", f.text);
    printf("%ld figures, %ld differ, %ld cannot be right\n", h.held, h.failed, h.named);
    bool good = tables && h.failed == 0 && h.held > 0 && (argc < 4 || h.held == atol(argv[3]));
    arena_destroy(arena);
    return good ? 0 : 1;
}
