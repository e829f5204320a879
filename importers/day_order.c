#include "importers/day_order.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_WITHOUT = 50 }; /* so many rows without such a day, and the file has none */

/* 05/10/2025 and what follows it. */
struct slashed {
    long first, second, year;
    const char *rest;
};

static bool read_number(const char **at, size_t most, long *value) {
    size_t digits = strspn(*at, "0123456789");
    if (digits == 0 || digits > most)
        return false;
    *value = strtol(*at, NULL, 10);
    *at += digits;
    return true;
}

static bool read_slashed(const char *written, struct slashed *out) {
    const char *at = written + strspn(written, " ");
    if (!read_number(&at, 2, &out->first) || *at++ != '/' || !read_number(&at, 2, &out->second) ||
        *at++ != '/' || strspn(at, "0123456789") != 4 || !read_number(&at, 4, &out->year))
        return false;
    out->rest = at;
    return !isdigit((unsigned char)*at);
}

static enum day_order told(enum day_order order, const struct slashed *day) {
    if (order != DAY_ORDER_UNKNOWN)
        return order;
    return day->first > 12    ? DAY_ORDER_DAY_FIRST
           : day->second > 12 ? DAY_ORDER_MONTH_FIRST
                              : DAY_ORDER_UNKNOWN;
}

const char *day_order_rewrite(struct arena *arena, enum day_order order, const char *written) {
    struct slashed day;
    if (!read_slashed(written, &day) || (order = told(order, &day)) == DAY_ORDER_UNKNOWN)
        return NULL;
    bool day_first = order == DAY_ORDER_DAY_FIRST;
    return arena_printf(arena, "%ld/%ld/%ld%s", day.year, day_first ? day.second : day.first,
                        day_first ? day.first : day.second, day.rest);
}

bool day_order_doubtful(enum day_order order, const char *written) {
    struct slashed day;
    return read_slashed(written, &day) && told(order, &day) == DAY_ORDER_UNKNOWN && day.first != day.second;
}

/* --- the whole file --- */

struct looking {
    const struct questionnaire *q;
    const struct columns *columns;
    enum day_order order;
    size_t rows, found;
};

static void look_at(struct looking *l, const struct record *record, int column) {
    struct slashed day;
    if (column < 0 || (size_t)column >= record->count || !read_slashed(record->cells[column], &day))
        return;
    l->found++;
    l->order = told(l->order, &day);
}

static bool look(struct looking *l, struct sheet *sheet, struct fault *f) {
    struct record record;
    int more;
    while ((more = sheet_next(sheet, &record, f)) > 0) {
        look_at(l, &record, l->columns->fields[FIELD_RECEIVED]);
        for (size_t i = 0; i < l->q->question_count; i++)
            if (l->q->questions[i].kind == QUESTION_DATE)
                look_at(l, &record, l->columns->questions[i].whole);
        if (l->order != DAY_ORDER_UNKNOWN || (++l->rows >= ROWS_WITHOUT && !l->found))
            return true;
    }
    return more == 0;
}

bool day_order_find(const struct import_setup *setup, const struct importer *importer,
                    const struct source *source, const struct columns *columns, enum day_order *order,
                    struct fault *f) {
    struct reader reader;
    struct sheet sheet;
    struct looking l = {.q = setup->q, .columns = columns};
    *order = DAY_ORDER_UNKNOWN;
    if (!columns->service)
        return true;
    struct arena *scratch = arena_create();
    bool done = importer->open(scratch, source, &reader, f);
    if (done) {
        const struct vocabulary *v = vocabulary_of_service(scratch, setup->vocabulary, columns->service);
        done = sheet_start(scratch, &reader, v, setup->map, &sheet, f) && look(&l, &sheet, f);
        reader.close(&reader);
    }
    arena_destroy(scratch);
    *order = l.order;
    return done;
}
