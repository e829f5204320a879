#include "engine/tabulation/cube_number.h"

#include "engine/base/bitset.h"
#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/base/percent.h"
#include "engine/base/popcount.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry { /* how many returns of a column gave a value; a column may have several of the same value */
    uint32_t code, column, times;
};

struct values {
    const int64_t *value; /* those that occur in the base, ascending */
    size_t count;
    const size_t *first;         /* count + 1: the entries of each value */
    const struct entry *entries; /* by value */
    bool add_total;              /* the entries of column 0 are the sum of the others, and not there */
};

/* Returns come in ascending order, and many of one column together; they are gathered until another begins. */
struct collection {
    struct arena *scratch;
    const struct dataset_column *column;
    struct entry *entries;
    size_t count, capacity;
    size_t of;                 /* the column in hand */
    uint32_t *times, *touched; /* by code; codes that occur in it */
    size_t touched_count;
    size_t row, word, place; /* the last return; where it stands among those that gave an answer */
    uint64_t rest;           /* of that word: answers from `place` on */
};

static void finish_column(struct collection *c) {
    for (size_t t = 0; t < c->touched_count; t++) {
        uint32_t code = c->touched[t];
        c->entries = arena_grow(c->scratch, c->entries, c->count, &c->capacity, sizeof *c->entries);
        c->entries[c->count++] = (struct entry){code, (uint32_t)c->of, c->times[code]};
        c->times[code] = 0;
    }
    c->touched_count = 0;
}

static void start_walk(struct collection *c) {
    c->word = c->place = 0;
    c->rest = c->column->state[ANSWER_GIVEN][0];
}

static size_t place_of(struct collection *c, size_t row) {
    if (row < c->row)
        start_walk(c);
    for (c->row = row; c->word < row / 64; c->rest = c->column->state[ANSWER_GIVEN][++c->word])
        for (; c->rest; c->rest &= c->rest - 1)
            c->place++;
    for (; (size_t)__builtin_ctzll(c->rest) < row % 64; c->rest &= c->rest - 1)
        c->place++;
    return c->place;
}

static void go_to_column(struct collection *c, size_t column) {
    if (column == c->of)
        return;
    finish_column(c);
    c->of = column;
}

static void collect_code(struct collection *c, uint32_t code) {
    if (c->times[code]++ == 0)
        c->touched[c->touched_count++] = code;
}

static void collect(void *data, size_t row, size_t column) {
    struct collection *c = data;
    go_to_column(c, column);
    collect_code(c, c->column->value_code[place_of(c, row)]);
}

static void collect_total(struct collection *c, const uint64_t *given, size_t n) {
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = given[w]; bits; bits &= bits - 1)
            collect(c, 64 * w + (size_t)__builtin_ctzll(bits), 0);
}

/* Where every answer counts and runs alone make the columns, the answers of a run are those that come next. */
static void collect_runs(struct collection *c, const struct cube_banner *banner, const uint64_t *given) {
    const struct cube_ranges *runs = &banner->runs;
    int64_t *inside = arena_array(c->scratch, runs->count + 1, sizeof *inside);
    const uint32_t *code = c->column->value_code;
    popcount_ranges(given, NULL, runs->first, runs->count, inside);
    for (size_t r = 0; r < runs->count; r++) {
        go_to_column(c, banner->pass_count > 0 ? banner->passes[0].offset + runs->column[r] : 0);
        for (const uint32_t *end = code + inside[r]; code < end; code++)
            collect_code(c, *code);
    }
}

/* By counting: codes are small numbers. */
static struct values sort_entries(struct arena *scratch, const struct collection *c) {
    size_t codes = c->column->value_count;
    size_t *end = arena_array(scratch, codes + 1, sizeof *end),
           *first = arena_array(scratch, codes + 1, sizeof *first);
    struct entry *sorted = arena_array(scratch, c->count + 1, sizeof *sorted);
    int64_t *value = arena_array(scratch, codes + 1, sizeof *value);
    struct values all = {.value = value, .first = first, .entries = sorted};
    for (size_t i = 0; i < c->count; i++)
        end[c->entries[i].code + 1]++;
    for (size_t v = 0; v < codes; v++) {
        if (end[v + 1] > 0) {
            first[all.count] = end[v];
            value[all.count++] = c->column->value[v];
        }
        end[v + 1] += end[v];
    }
    first[all.count] = c->count;
    for (size_t i = 0; i < c->count; i++)
        sorted[end[c->entries[i].code]++] = c->entries[i];
    return all;
}

static bool runs_make_columns(const struct cube_banner *banner) {
    return !banner->code && (banner->pass_count == 0 || banner->passes[0].within_count == 0);
}

/* `given`: who gave an answer and is in the base; `all`: and that is everybody who gave one. */
static struct values sorted_values(struct arena *scratch, const struct dataset_column *column,
                                   const struct cube_banner *banner, const uint64_t *given, bool all) {
    struct collection c = {.scratch = scratch, .column = column};
    bool add_total = banner->pass_count > 0 && banner->partition;
    c.times = arena_array(scratch, column->value_count + 1, sizeof *c.times);
    c.touched = arena_array(scratch, column->value_count + 1, sizeof *c.touched);
    if (all && runs_make_columns(banner)) {
        collect_runs(&c, banner, given);
    } else {
        start_walk(&c);
        if (!add_total)
            collect_total(&c, given, banner->n);
        cube_banner_each(banner, given, banner->n, collect, &c);
    }
    finish_column(&c);
    struct values sorted = sort_entries(scratch, &c);
    sorted.add_total = add_total;
    return sorted;
}

/* --- classes --- */

struct classes {
    const int64_t *bounds; /* class i begins at bounds[i]; NULL: each value by itself */
    size_t count;
};

/* Classes of 1, 2 or 5 times a power of ten, not more than 20 of them. */
static struct classes round_classes(struct arena *arena, const struct values *all, int decimals) {
    enum { CLASSES = 20 };
    int64_t least = all->value[0], most = all->value[all->count - 1], step = NUMBER_ONE;
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
    if (all->count > CUBE_VALUES_MAX)
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
    size_t most = classes->bounds ? classes->count + 1 : all->count;
    out->rows = arena_array(arena, most + 1, sizeof *out->rows);
    for (size_t v = 0; !classes->bounds && v < all->count; v++)
        out->rows[out->row_count++] = value_row(arena, question, all->value[v]);
    if (!classes->bounds)
        return;
    if (all->count > 0 && all->value[0] < classes->bounds[0])
        out->rows[out->row_count++] = below_row(arena, &question->measure, classes->bounds[0]);
    for (size_t c = 0; c < classes->count; c++)
        out->rows[out->row_count++] = class_row(arena, question, classes, c);
}

/* The row of every value, in the order of the values. */
static uint32_t *rows_of_values(struct arena *scratch, const struct values *all,
                                const struct classes *classes) {
    uint32_t *row = arena_array(scratch, all->count + 1, sizeof *row);
    bool below = classes->bounds && all->count > 0 && all->value[0] < classes->bounds[0];
    size_t passed = 0; /* bounds at or below the value */
    for (size_t v = 0; v < all->count; v++) {
        if (!classes->bounds) {
            row[v] = (uint32_t)v;
            continue;
        }
        while (passed < classes->count && classes->bounds[passed] <= all->value[v])
            passed++;
        row[v] = (uint32_t)(passed + (below ? 1 : 0)) - 1;
    }
    return row;
}

/* --- summaries --- */

struct summary { /* of one column, while its values arrive in ascending order */
    struct cube_number *number;
    int64_t seen, best; /* values so far; how often the most frequent one occurred */
    int64_t *modes;
    size_t capacity;
};

static void take_mode(struct arena *arena, struct summary *s, int64_t value, int64_t times) {
    if (times < s->best)
        return;
    if (times > s->best)
        s->number->mode_count = 0;
    s->best = times;
    s->modes = arena_grow(arena, s->modes, s->number->mode_count, &s->capacity, sizeof *s->modes);
    s->modes[s->number->mode_count++] = value;
}

/* Whether the value at this place (from 1) is one of those that arrive now. */
static bool reaches(const struct summary *s, int64_t times, int64_t place) {
    return s->seen < place && place <= s->seen + times;
}

/* The share that values at these places have in 4 x the quantile quarters / 4. */
static int64_t quartile_share(const struct summary *s, int64_t times, int64_t quarters) {
    int64_t at = quarters * (s->number->given - 1), below = at / 4, beyond = at % 4;
    return (reaches(s, times, below + 1) ? 4 - beyond : 0) + (reaches(s, times, below + 2) ? beyond : 0);
}

static void take_value(struct arena *arena, struct summary *s, int64_t value, int64_t times) {
    struct cube_number *number = s->number;
    if (s->seen == 0)
        number->min = value;
    number->max = value;
    number->sum += (__int128_t)value * times;
    if (reaches(s, times, (number->given + 1) / 2))
        number->median_twice += value;
    if (reaches(s, times, number->given / 2 + 1))
        number->median_twice += value;
    number->lower_4 += (__int128_t)quartile_share(s, times, 1) * value;
    number->upper_4 += (__int128_t)quartile_share(s, times, 3) * value;
    s->seen += times;
    take_mode(arena, s, value, times);
}

static void close_summary(struct arena *arena, struct summary *s) {
    if (s->best == 1 && s->seen > 1)
        s->number->mode_count = 0;
    s->number->modes = arena_copy(arena, s->modes, s->number->mode_count * sizeof *s->modes);
}

/* Those who said yes: they ticked the option that the question hangs on, or were asked it for what they had
 * answered.  NULL when it was asked of everybody, for then nothing tells a yes. */
static uint64_t *who_said_yes(struct arena *scratch, const struct dataset *d,
                              const struct dataset_column *column) {
    const struct question *question = column->question;
    const size_t bytes = (bitset_words(d->n) + 1) * sizeof(uint64_t);
    if (question->parent >= 0 && question->parent_option >= 0)
        return arena_copy(scratch, d->columns[question->parent].option[question->parent_option], bytes);
    if (!question->ask)
        return NULL;
    uint64_t *bits = arena_alloc(scratch, bytes);
    memset(bits, 0, bytes);
    for (int state = 0; state < ANSWER_STATES; state++)
        if (state != ANSWER_NOT_APPLICABLE)
            bitset_or(bits, column->state[state], d->n);
    return bits;
}

static void count_unstated(struct arena *scratch, const struct dataset *d,
                           const struct dataset_column *column, const struct cube_banner *banner,
                           const uint64_t *base, struct cube_number *numbers) {
    uint64_t *bits = column->question->measure.at_least ? who_said_yes(scratch, d, column) : NULL;
    if (!bits)
        return;
    int64_t *counts = arena_array(scratch, banner->column_count, sizeof *counts);
    bitset_and_not(bits, column->state[ANSWER_GIVEN], d->n);
    const struct cube_set set = {.bits = bits};
    cube_banner_tally(banner, &set, 1, base, counts);
    for (size_t c = 0; c < banner->column_count; c++)
        numbers[c].unstated = counts[c];
}

/* --- the walk --- */

struct walk {
    struct arena *scratch;
    const struct values *all;
    const uint32_t *row; /* by value */
    size_t column_count;
    int64_t *counts;
    struct summary *summaries; /* NULL for dates */
    int64_t *times;            /* of the value in hand, by column; 0 between values */
    uint32_t *touched;         /* columns where it occurs */
};

static void add_times(const struct walk *w, uint32_t column, uint32_t times, size_t *touched) {
    if (w->times[column] == 0)
        w->touched[(*touched)++] = column;
    w->times[column] += times;
}

static void take(const struct walk *w, size_t v) {
    size_t touched = 0;
    for (size_t i = w->all->first[v]; i < w->all->first[v + 1]; i++) {
        add_times(w, w->all->entries[i].column, w->all->entries[i].times, &touched);
        if (w->all->add_total)
            add_times(w, 0, w->all->entries[i].times, &touched);
    }
    for (size_t t = 0; t < touched; t++) {
        uint32_t column = w->touched[t];
        w->counts[w->row[v] * w->column_count + column] += w->times[column];
        if (w->summaries)
            take_value(w->scratch, &w->summaries[column], w->all->value[v], w->times[column]);
        w->times[column] = 0;
    }
}

static struct summary *start_summaries(struct arena *arena, struct arena *scratch, const int64_t *given,
                                       size_t column_count, struct cube_distribution *out) {
    struct summary *summaries = arena_array(scratch, column_count, sizeof *summaries);
    out->numbers = arena_array(arena, column_count, sizeof *out->numbers);
    for (size_t c = 0; c < column_count; c++) {
        out->numbers[c].given = given[c];
        summaries[c].number = &out->numbers[c];
    }
    return summaries;
}

static void walk_values(struct arena *arena, const struct values *all, const struct dataset_column *column,
                        const int64_t *given, size_t columns, struct cube_distribution *out) {
    struct arena *scratch = arena_create();
    struct classes classes = choose_classes(scratch, column->question, all);
    make_rows(arena, column->question, all, &classes, out);
    out->classes = classes.bounds != NULL;
    out->counts = arena_array(arena, out->row_count * columns + 1, sizeof *out->counts);
    struct walk walk = {.scratch = scratch,
                        .all = all,
                        .row = rows_of_values(scratch, all, &classes),
                        .column_count = columns,
                        .counts = out->counts,
                        .times = arena_array(scratch, columns, sizeof *walk.times),
                        .touched = arena_array(scratch, columns, sizeof *walk.touched)};
    if (column->question->kind == QUESTION_NUMBER)
        walk.summaries = start_summaries(arena, scratch, given, columns, out);
    for (size_t v = 0; v < all->count; v++)
        take(&walk, v);
    for (size_t c = 0; walk.summaries && c < columns; c++)
        close_summary(arena, &walk.summaries[c]);
    arena_destroy(scratch);
}

struct cube_distribution cube_number_count(struct arena *arena, const struct dataset *d,
                                           const struct dataset_column *column,
                                           const struct cube_banner *banner, const uint64_t *base) {
    struct cube_distribution out = {0};
    struct arena *scratch = arena_create();
    const struct cube_set given = {.bits = column->state[ANSWER_GIVEN]};
    const uint64_t *inside = given.bits;
    int64_t *counts = arena_array(scratch, banner->column_count, sizeof *counts);
    cube_banner_tally(banner, &given, 1, base, counts);
    bool everybody = counts[0] == (int64_t)column->states[ANSWER_GIVEN];
    if (!everybody) {
        uint64_t *both = arena_copy(scratch, given.bits, (bitset_words(d->n) + 1) * sizeof *both);
        bitset_and(both, base, d->n);
        inside = both;
    }
    struct values all = sorted_values(scratch, column, banner, inside, everybody);
    walk_values(arena, &all, column, counts, banner->column_count, &out);
    if (out.numbers)
        count_unstated(scratch, d, column, banner, base, out.numbers);
    arena_destroy(scratch);
    return out;
}
