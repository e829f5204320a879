/*
 * make_samples SPEC.json PUBLISHED.json > returns.csv
 *
 * Synthetic returns whose published margins are exact; see sample.h.  The CSV is what Excel saves: UTF-8 with
 * a byte order mark, CRLF line ends, quotes where needed.
 */
#include "tests/tools/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct place {
    const char *text;
    uint64_t key;
    size_t row;
};

static int by_key(const void *a, const void *b) {
    const struct place *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    if (order != 0)
        return order;
    if (x->key != y->key)
        return x->key > y->key ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Returns in the order of the spec's `order` variable: its options in turn, or its texts by the alphabet. */
static struct place *sort_rows(const struct sample *s) {
    const struct sample_variable *by = &s->variables[s->order];
    struct place *places = arena_array(s->arena, s->n + 1, sizeof *places);
    for (size_t row = 0; row < s->n; row++)
        places[row] = (struct place){by->texts && by->texts[row] ? by->texts[row] : "", by->bits[row], row};
    qsort(places, s->n, sizeof *places, by_key);
    return places;
}

static void put_cell(const char *text, bool last) {
    if (strpbrk(text, ",\"\n\r")) {
        putchar('"');
        for (const char *c = text; *c; c++)
            printf(*c == '"' ? "\"\"" : "%c", *c);
        putchar('"');
    } else {
        fputs(text, stdout);
    }
    fputs(last ? "\r\n" : ",", stdout);
}

static const char *option_text(const struct sample *s, const struct sample_option *option) {
    return *option->cell ? option->cell : s->mark;
}

static const char *joined_text(const struct sample *s, const struct sample_column *c, size_t row) {
    const struct sample_variable *v = &s->variables[c->variable];
    const char *text = "";
    for (size_t i = 0; i < v->option_count; i++)
        if (v->bits[row] >> i & 1)
            text =
                arena_printf(s->arena, "%s%s%s", text, *text ? c->join : "", option_text(s, &v->options[i]));
    return text;
}

static const char *cell_text(const struct sample *s, const struct sample_column *c, size_t row,
                             size_t sequence) {
    if (c->sequence)
        return arena_printf(s->arena, "%zu", sequence);
    if (c->variable < 0)
        return c->fixed ? c->fixed : "";
    const struct sample_variable *v = &s->variables[c->variable];
    if (v->bits[row] == 0)
        return "";
    switch (v->kind) {
    case SAMPLE_MULTI:
        if (c->join)
            return joined_text(s, c, row);
        return v->bits[row] >> c->option & 1 ? option_text(s, &v->options[c->option]) : "";
    case SAMPLE_COUNT:
        return arena_printf(s->arena, "%ld", v->numbers[row]);
    case SAMPLE_TEXT:
        return v->texts[row];
    default:
        return v->options[__builtin_ctzll(v->bits[row])].cell;
    }
}

static void put_all(const struct sample *s) {
    const struct place *places = sort_rows(s);
    fputs("\xEF\xBB\xBF", stdout);
    for (size_t i = 0; i < s->column_count; i++)
        put_cell(s->columns[i].heading, i + 1 == s->column_count);
    for (size_t row = 0; row < s->n; row++)
        for (size_t i = 0; i < s->column_count; i++)
            put_cell(cell_text(s, &s->columns[i], places[row].row, row + 1), i + 1 == s->column_count);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: make_samples SPEC.json PUBLISHED.json > returns.csv\n");
        return 2;
    }
    struct fault f = {0};
    struct arena *arena = arena_create();
    struct sample *s = sample_load(arena, argv[1], argv[2], &f);
    bool good = s && sample_draw(s, &f);
    if (good)
        put_all(s);
    else
        fprintf(stderr, "make_samples: %s\n", f.text);
    arena_destroy(arena);
    return good && fflush(stdout) == 0 ? 0 : 1;
}
