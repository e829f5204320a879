/*
 * hold_figures PUBLISHED.json TABLES.json [EXPECTED]
 *
 * Compares every figure of a published survey (data/published/README.md) with what `tabulate --format json`
 * printed: the base n, each option's count, the percentage at the decimals that were printed, and the totals
 * of numbers.  Names what differs; prints how many figures were held.  With EXPECTED, another number of
 * figures is a failure too, so that a figure that is silently left out of the comparison is seen.
 */
#include "engine/base/json.h"
#include "engine/base/percent.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct holding {
    long held, failed;
};

static void hold(struct holding *h, bool good, const char *question, const char *what, const char *published,
                 const char *found) {
    h->held++;
    if (good)
        return;
    h->failed++;
    printf("%s %s: published %s, found %s\n", question, what, published, found);
}

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

static void hold_number(struct holding *h, const char *question, const char *what, double published,
                        double found) {
    char a[40], b[40];
    snprintf(a, sizeof a, "%.10g", published);
    snprintf(b, sizeof b, "%.10g", found);
    hold(h, published == found, question, what, a, b);
}

/* The first cell of a row is the total column. */
static const struct json *total_cell(const struct json *row) {
    const struct json *cells = row ? json_member(row, "cells") : NULL;
    return cells ? cells->first : NULL;
}

static void hold_percent(struct holding *h, const char *question, const char *option, const char *published,
                         const struct json *cell) {
    char text[PERCENT_TEXT], wanted[PERCENT_TEXT];
    const char *point = strchr(published, '.');
    int decimals = point ? (int)strlen(point + 1) : 0;
    percent_text(text, (int64_t)number_of(cell, "count"), (int64_t)number_of(cell, "n"), decimals);
    snprintf(wanted, sizeof wanted, "%s%%", published);
    hold(h, strcmp(text, wanted) == 0, question, option, wanted, text);
    const char *printed = string_of(cell, "text");
    if (decimals == 1)
        hold(h, printed && strcmp(printed, wanted) == 0, question, option, wanted,
             printed ? printed : "nothing");
}

static void hold_option(struct holding *h, const char *question, const struct json *option,
                        const struct json *table) {
    const char *id = string_of(option, "id"), *percent = string_of(option, "percent_text");
    const struct json *cell = total_cell(find_by(json_member(table, "rows"), "key", id ? id : ""));
    double count = number_of(option, "count");
    if (!cell) {
        hold(h, false, question, id ? id : "(no id)", "a row", "none");
        return;
    }
    if (isnan(count))
        hold(h, number_of(cell, "count") > 0, question, id, "named", "nobody");
    else
        hold_number(h, question, id, count, number_of(cell, "count"));
    if (percent && !isnan(count))
        hold_percent(h, question, id, percent, cell);
}

/* Totals, means and their like stand in the total column's summary, under the option's id; a mode is a list.
 */
static double summary_value(const struct json *table, const char *id) {
    const struct json *columns = json_member(table, "columns");
    const struct json *summary = columns && columns->first ? json_member(columns->first, "summary") : NULL;
    const struct json *value = summary ? json_member(summary, id) : NULL;
    if (value && value->kind == JSON_ARRAY && value->count == 1)
        value = value->first;
    return value && value->kind == JSON_NUMBER ? value->number : NAN;
}

static void hold_summary(struct holding *h, const char *question, const struct json *option,
                         const struct json *table) {
    const char *id = string_of(option, "id");
    double published = number_of(option, "count");
    if (isnan(published))
        published = number_of(option, "value");
    double found = summary_value(table, id ? id : "");
    found = floor(found * 10 + 0.5) / 10; /* such figures are printed with one place */
    hold_number(h, question, id ? id : "(no id)", published, found);
}

static void hold_question(struct holding *h, const struct json *question, const struct json *tables) {
    const char *id = string_of(question, "id"), *kind = string_of(question, "kind");
    const struct json *table = find_by(tables, "question", id ? id : ""),
                      *options = json_member(question, "options");
    if (!table) {
        hold(h, false, id ? id : "(no id)", "table", "one", "none");
        return;
    }
    hold_number(h, id, "base", number_of(question, "base_n"), number_of(json_member(table, "base"), "n"));
    for (const struct json *o = options ? options->first : NULL; o; o = o->next) {
        if (kind && strcmp(kind, "numeric") == 0)
            hold_summary(h, id, o, table);
        else
            hold_option(h, id, o, table);
    }
}

static const struct json *list_of(struct arena *arena, const char *path, const char *key, struct fault *f) {
    const struct json *root = json_read_file(arena, path, f), *list = NULL;
    return root && json_get_array(root, key, true, &list, f) ? list : NULL;
}

int main(int argc, char **argv) {
    if (argc < 3 || argc > 4) {
        fprintf(stderr, "usage: hold_figures PUBLISHED.json TABLES.json [EXPECTED]\n");
        return 2;
    }
    struct fault f = {0};
    struct holding h = {0, 0};
    struct arena *arena = arena_create();
    const struct json *questions = list_of(arena, argv[1], "questions", &f);
    const struct json *tables = questions ? list_of(arena, argv[2], "tables", &f) : NULL;
    for (const struct json *q = tables ? questions->first : NULL; q; q = q->next)
        hold_question(&h, q, tables);
    if (!tables)
        fprintf(stderr, "hold_figures: %s\n", f.text);
    printf("%ld figures, %ld differ\n", h.held, h.failed);
    bool good = tables && h.failed == 0 && h.held > 0 && (argc < 4 || h.held == atol(argv[3]));
    arena_destroy(arena);
    return good ? 0 : 1;
}
