#include "engine/tabulation/cube_number.h"

#include "engine/base/bitset.h"
#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/base/percent.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct value {
    int64_t value;
    size_t row; /* the return */
};

struct values {
    struct value *items; /* ascending */
    size_t count, distinct;
};

static int compare_values(const void *left, const void *right) {
    const struct value *a = left, *b = right;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static struct values sorted_values(struct arena *scratch, const struct dataset_column *column,
                                   const uint64_t *given, size_t n) {
    struct values all = {.items = arena_array(scratch, bitset_count(given, n) + 1, sizeof *all.items)};
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = given[w]; bits; bits &= bits - 1) {
            size_t i = 64 * w + (size_t)__builtin_ctzll(bits);
            all.items[all.count++] = (struct value){column->number[i], i};
        }
    qsort(all.items, all.count, sizeof *all.items, compare_values);
    for (size_t i = 0; i < all.count; i++)
        all.distinct += i == 0 || all.items[i].value != all.items[i - 1].value;
    return all;
}

/* --- classes --- */

struct classes {
    const int64_t *bounds; /* class i begins at bounds[i]; NULL: each value by itself */
    size_t count;
};

/* Classes of 1, 2 or 5 times a power of ten, not more than 20 of them. */
static struct classes round_classes(struct arena *arena, const struct values *all, int decimals) {
    enum { CLASSES = 20 };
    int64_t least = all->items[0].value, most = all->items[all->count - 1].value, step = NUMBER_ONE;
    static const int64_t factor[] = {1, 2, 5};
    for (int d = 0; d < decimals; d++)
        step /= 10;
    __int128_t width = (__int128_t)most - least;
    for (size_t turn = 0; width / step + 2 > CLASSES && step < INT64_MAX / 10; turn++)
        step = turn % 3 == 1 ? step / factor[1] * factor[2] : step * factor[1];
    int64_t first = least >= 0 ? least / step : -((-least + step - 1) / step);
    struct classes made = {.count = (size_t)(most / step - first) + 1};
    int64_t *bounds = arena_array(arena, made.count + 1, sizeof *bounds);
    for (size_t i = 0; i < made.count; i++)
        bounds[i] = (first + (int64_t)i) * step;
    made.bounds = bounds;
    return made;
}

static struct classes choose_classes(struct arena *arena, const struct question *question,
                                     const struct values *all) {
    const struct number_spec *measure = &question->measure;
    if (question->kind != QUESTION_NUMBER)
        return (struct classes){0};
    if (measure->bound_count > 0)
        return (struct classes){measure->bounds, measure->bound_count};
    if (all->distinct > CUBE_VALUES_MAX)
        return round_classes(arena, all, measure->decimals);
    return (struct classes){0};
}

/* --- rows --- */

/* Exactly the value, with at least the question's places: "1200", "2.5". */
static char *number_text(struct arena *arena, int64_t value, int decimals, bool thousands) {
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char whole[PERCENT_TEXT], fraction[PERCENT_TEXT];
    if (thousands)
        percent_thousands(whole, (int64_t)(magnitude / NUMBER_ONE));
    else
        snprintf(whole, sizeof whole, "%" PRIu64, magnitude / NUMBER_ONE);
    int length = snprintf(fraction, sizeof fraction, "%0*" PRIu64, NUMBER_DECIMALS, magnitude % NUMBER_ONE);
    while (length > decimals && length > 0 && fraction[length - 1] == '0')
        length--;
    return arena_printf(arena, "%s%s%s%.*s", value < 0 ? "-" : "", whole, length > 0 ? "." : "", length,
                        fraction);
}

static struct cube_row value_row(struct arena *arena, const struct question *question, int64_t value) {
    struct cube_row row = {.kind = CUBE_VALUE, .option = -1};
    if (question->kind == QUESTION_DATE) {
        char iso[CALENDAR_TEXT];
        row.key = row.label = arena_strdup(arena, calendar_iso(iso, value));
        return row;
    }
    int decimals = question->measure.decimals;
    row.key = number_text(arena, value, decimals, false);
    row.label =
        arena_printf(arena, "%s%s", number_text(arena, value, decimals, true), question->measure.suffix);
    return row;
}

/* Bounds of classes are round; they need no places of their own. */
static char *bound_text(struct arena *arena, int64_t bound, bool thousands) {
    return number_text(arena, bound, 0, thousands);
}

static struct cube_row below_row(struct arena *arena, const struct number_spec *measure, int64_t bound) {
    struct cube_row row = {.kind = CUBE_VALUE, .option = -1};
    row.key = arena_printf(arena, "-%s", bound_text(arena, bound, false));
    row.label = arena_printf(arena, _("under %s%s"), bound_text(arena, bound, true), measure->suffix);
    return row;
}

static struct cube_row class_row(struct arena *arena, const struct question *question,
                                 const struct classes *classes, size_t at) {
    struct cube_row row = {.kind = CUBE_VALUE, .option = -1};
    const char *unit = question->measure.suffix;
    int64_t from = classes->bounds[at], next = at + 1 < classes->count ? classes->bounds[at + 1] : 0;
    const char *low = bound_text(arena, from, true), *high = bound_text(arena, next, true);
    const char *plain = bound_text(arena, from, false);
    if (at + 1 == classes->count) {
        row.key = arena_printf(arena, "%s-", plain);
        row.label = arena_printf(arena, _("%s%s or more"), low, unit);
    } else if (question->measure.decimals > 0) {
        row.key = arena_printf(arena, "%s-%s", plain, bound_text(arena, next, false));
        row.label = arena_printf(arena, _("%s%s to under %s%s"), low, unit, high, unit);
    } else if (next == from + NUMBER_ONE) {
        row = value_row(arena, question, from);
    } else {
        int64_t last = next - NUMBER_ONE;
        row.key = arena_printf(arena, "%s-%s", plain, bound_text(arena, last, false));
        row.label = arena_printf(arena, _("%s-%s%s"), low, bound_text(arena, last, true), unit);
    }
    return row;
}

static void make_rows(struct arena *arena, const struct question *question, const struct values *all,
                      const struct classes *classes, struct cube_distribution *out) {
    size_t most = classes->bounds ? classes->count + 1 : all->distinct;
    out->rows = arena_array(arena, most + 1, sizeof *out->rows);
    for (size_t i = 0; !classes->bounds && i < all->count; i++)
        if (i == 0 || all->items[i].value != all->items[i - 1].value)
            out->rows[out->row_count++] = value_row(arena, question, all->items[i].value);
    if (!classes->bounds)
        return;
    if (all->count > 0 && all->items[0].value < classes->bounds[0])
        out->rows[out->row_count++] = below_row(arena, &question->measure, classes->bounds[0]);
    for (size_t c = 0; c < classes->count; c++)
        out->rows[out->row_count++] = class_row(arena, question, classes, c);
}

/* The row of every value, in the order of the values. */
static uint32_t *rows_of_values(struct arena *scratch, const struct values *all,
                                const struct classes *classes) {
    uint32_t *row = arena_array(scratch, all->count + 1, sizeof *row);
    bool below = classes->bounds && all->count > 0 && all->items[0].value < classes->bounds[0];
    size_t passed = 0; /* bounds at or below the value */
    for (size_t i = 0; i < all->count; i++) {
        if (!classes->bounds) {
            row[i] = i == 0 ? 0 : row[i - 1] + (all->items[i].value != all->items[i - 1].value);
            continue;
        }
        while (passed < classes->count && classes->bounds[passed] <= all->items[i].value)
            passed++;
        row[i] = (uint32_t)(passed + (below ? 1 : 0)) - 1;
    }
    return row;
}

/* --- summaries --- */

struct summary { /* of one column, while its values arrive in ascending order */
    struct cube_number *number;
    int64_t seen, run, best;
    int64_t last;
    int64_t *modes;
    size_t capacity;
};

static void take_mode(struct arena *arena, struct summary *s, int64_t value) {
    s->run = s->seen > 1 && value == s->last ? s->run + 1 : 1;
    s->last = value;
    if (s->run < s->best)
        return;
    if (s->run > s->best)
        s->number->mode_count = 0;
    s->best = s->run;
    s->modes = arena_grow(arena, s->modes, s->number->mode_count, &s->capacity, sizeof *s->modes);
    s->modes[s->number->mode_count++] = value;
}

/* The share that the value at this place (from 0) has in 4 x the quantile quarters / 4. */
static int64_t quartile_share(int64_t given, int64_t quarters, int64_t place) {
    int64_t at = quarters * (given - 1), below = at / 4, beyond = at % 4;
    return place == below ? 4 - beyond : place == below + 1 ? beyond : 0;
}

static void take_value(struct arena *arena, struct summary *s, int64_t value) {
    struct cube_number *number = s->number;
    s->seen++;
    if (s->seen == 1)
        number->min = value;
    number->max = value;
    number->sum += value;
    if (s->seen == (number->given + 1) / 2)
        number->median_twice += value;
    if (s->seen == number->given / 2 + 1)
        number->median_twice += value;
    number->lower_4 += (__int128_t)quartile_share(number->given, 1, s->seen - 1) * value;
    number->upper_4 += (__int128_t)quartile_share(number->given, 3, s->seen - 1) * value;
    take_mode(arena, s, value);
}

static void close_summary(struct arena *arena, struct summary *s) {
    if (s->best == 1 && s->seen > 1)
        s->number->mode_count = 0;
    s->number->modes = arena_copy(arena, s->modes, s->number->mode_count * sizeof *s->modes);
}

static void count_unstated(struct arena *scratch, const struct dataset *d,
                           const struct dataset_column *column, const struct cube_banner *banner,
                           const uint64_t *base, struct cube_number *numbers) {
    const struct question *question = column->question;
    if (!question->measure.at_least || question->parent < 0 || question->parent_option < 0)
        return;
    int64_t *counts = arena_array(scratch, banner->column_count, sizeof *counts);
    uint64_t *set = arena_copy(scratch, d->columns[question->parent].option[question->parent_option],
                               (bitset_words(d->n) + 1) * sizeof *set);
    bitset_and(set, base, d->n);
    bitset_and_not(set, column->state[ANSWER_GIVEN], d->n);
    cube_banner_tally(banner, set, d->n, counts);
    for (size_t c = 0; c < banner->column_count; c++)
        numbers[c].unstated = counts[c];
}

/* --- the walk --- */

struct walk {
    struct arena *scratch;
    const struct values *all;
    const uint32_t *row;
    size_t column_count;
    int64_t *counts;
    struct summary *summaries; /* NULL for dates */
};

static void take(const struct walk *w, size_t i, size_t column) {
    w->counts[w->row[i] * w->column_count + column]++;
    if (w->summaries)
        take_value(w->scratch, &w->summaries[column], w->all->items[i].value);
}

static bool in_pass(const struct cube_pass *pass, size_t row) {
    for (size_t k = 0; k < CUBE_KEYS_MAX; k++)
        if (pass->within[k] && !bitset_has(pass->within[k], row))
            return false;
    return true;
}

static void walk_values(const struct walk *w, const struct cube_banner *banner) {
    for (size_t i = 0; i < w->all->count; i++)
        take(w, i, 0);
    for (size_t p = 0; p < banner->pass_count; p++) {
        const struct cube_pass *pass = &banner->passes[p];
        for (size_t i = 0; i < w->all->count; i++)
            if (in_pass(pass, w->all->items[i].row))
                take(w, i, pass->offset + (pass->code ? pass->code[w->all->items[i].row] : 0));
    }
}

static struct summary *start_summaries(struct arena *arena, struct arena *scratch,
                                       const struct cube_banner *banner, const uint64_t *given, size_t n,
                                       struct cube_distribution *out) {
    int64_t *counts = arena_array(scratch, banner->column_count, sizeof *counts);
    struct summary *summaries = arena_array(scratch, banner->column_count, sizeof *summaries);
    out->numbers = arena_array(arena, banner->column_count, sizeof *out->numbers);
    cube_banner_tally(banner, given, n, counts);
    for (size_t c = 0; c < banner->column_count; c++) {
        out->numbers[c].given = counts[c];
        summaries[c].number = &out->numbers[c];
    }
    return summaries;
}

struct cube_distribution cube_number_count(struct arena *arena, const struct dataset *d,
                                           const struct dataset_column *column,
                                           const struct cube_banner *banner, const uint64_t *base) {
    struct cube_distribution out = {0};
    struct arena *scratch = arena_create();
    uint64_t *given =
        arena_copy(scratch, column->state[ANSWER_GIVEN], (bitset_words(d->n) + 1) * sizeof *given);
    bitset_and(given, base, d->n);
    struct values all = sorted_values(scratch, column, given, d->n);
    struct classes classes = choose_classes(scratch, column->question, &all);
    make_rows(arena, column->question, &all, &classes, &out);
    out.classes = classes.bounds != NULL;
    out.counts = arena_array(arena, out.row_count * banner->column_count + 1, sizeof *out.counts);
    struct walk walk = {scratch,    &all, rows_of_values(scratch, &all, &classes), banner->column_count,
                        out.counts, NULL};
    if (column->question->kind == QUESTION_NUMBER)
        walk.summaries = start_summaries(arena, scratch, banner, given, d->n, &out);
    walk_values(&walk, banner);
    for (size_t c = 0; walk.summaries && c < banner->column_count; c++)
        close_summary(arena, &walk.summaries[c]);
    if (walk.summaries)
        count_unstated(scratch, d, column, banner, base, out.numbers);
    arena_destroy(scratch);
    return out;
}
