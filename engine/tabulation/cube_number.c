#include "engine/tabulation/cube_number.h"

#include "engine/base/bitset.h"
#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/base/percent.h"
#include "engine/tabulation/cube_date.h"
#include "engine/tabulation/cube_entries.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct values {
    const int64_t *value; /* those that occur in the base, ascending */
    size_t count;
};

/* Whatever occurs, occurs in the total. */
static struct values values_of(struct arena *scratch, const struct dataset_column *column,
                               struct cube_slice total) {
    int64_t *value = arena_array(scratch, column->value_count + 1, sizeof *value);
    struct values all = {.value = value};
    for (size_t i = 0; i < total.count; i++)
        if (total.times[i * total.stride] > 0)
            value[all.count++] = column->value[total.code[i]];
    return all;
}

/* --- classes --- */

struct classes {
    const int64_t *bounds; /* class i begins at bounds[i]; NULL: each value by itself */
    size_t count;
    struct cube_dates dates; /* the same, of days */
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

static struct classes date_classes(struct arena *arena, const struct values *all) {
    if (all->count <= CUBE_DATES_MAX)
        return (struct classes){0};
    struct cube_dates dates = cube_dates_make(arena, all->value[0], all->value[all->count - 1]);
    return (struct classes){.bounds = dates.bounds, .count = dates.count, .dates = dates};
}

static struct classes choose_classes(struct arena *arena, const struct question *question,
                                     const struct values *all) {
    const struct number_spec *measure = &question->measure;
    if (question->kind == QUESTION_DATE)
        return date_classes(arena, all);
    if (measure->bound_count > 0)
        return (struct classes){.bounds = measure->bounds, .count = measure->bound_count};
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
                      const struct classes *classes, size_t more, struct cube_distribution *out) {
    size_t most = classes->bounds ? classes->count + 1 : all->count;
    out->rows = arena_array(arena, most + more, sizeof *out->rows);
    for (size_t v = 0; !classes->bounds && v < all->count; v++)
        out->rows[out->row_count++] = value_row(arena, question, all->value[v]);
    if (!classes->bounds)
        return;
    if (all->count > 0 && all->value[0] < classes->bounds[0])
        out->rows[out->row_count++] = below_row(arena, &question->measure, classes->bounds[0]);
    for (size_t c = 0; c < classes->count; c++)
        out->rows[out->row_count++] = question->kind == QUESTION_DATE
                                          ? cube_dates_row(arena, &classes->dates, c)
                                          : class_row(arena, question, classes, c);
}

/* The row of each value, by code. */
static uint32_t *rows_of_values(struct arena *scratch, const struct dataset_column *column,
                                struct cube_slice total, const struct classes *classes) {
    uint32_t *row = arena_array(scratch, column->value_count + 1, sizeof *row);
    uint32_t passed = 0, below = 0; /* bounds at or below the value; a row before the first class */
    uint32_t occurred = 0;
    for (size_t i = 0; i < total.count; i++) {
        uint32_t code = total.code[i];
        if (total.times[i * total.stride] == 0)
            continue;
        row[code] = occurred++;
        if (!classes->bounds)
            continue;
        while (passed < classes->count && classes->bounds[passed] <= column->value[code])
            passed++;
        if (passed == 0)
            below = 1;
        row[code] = passed + below - 1;
    }
    return row;
}

/* --- summaries --- */

/* A place's values and how many are at or below each; the room is for all that a place may have. */
struct given {
    const struct dataset_column *column;
    struct cube_slice at;
    uint32_t *reached;
    int64_t count;
};

/* The value at a place among those given (from 1), in order; the halving guesses nothing. */
static int64_t value_at(const struct given *given, int64_t place) {
    const uint32_t *from = given->reached;
    for (size_t left = given->at.count; left > 1; left -= left / 2)
        from += from[left / 2 - 1] < place ? left / 2 : 0;
    return given->column->value[given->at.code[from - given->reached]];
}

/* q / 4 of the way from the first value to the last, times 4. */
static __int128_t quartile(const struct given *given, int64_t q) {
    int64_t at = q * (given->count - 1), place = at / 4 + 1, beyond = at % 4;
    int64_t value = value_at(given, place), next = beyond ? value_at(given, place + 1) : value;
    return (__int128_t)value * (4 - beyond) + (__int128_t)next * beyond;
}

/* The one in the middle twice, or the two there. */
static int64_t median_twice(const struct given *given) {
    return value_at(given, (given->count + 1) / 2) + value_at(given, given->count / 2 + 1);
}

static uint32_t times_of(const struct given *given, size_t i) {
    return given->at.times[i * given->at.stride];
}

/* None when every value stands alone. */
static void find_modes(struct arena *arena, const struct given *given, struct cube_number *number) {
    uint32_t best = 0;
    size_t modes = 0, kinds = 0;
    for (size_t i = 0; i < given->at.count; i++) {
        uint32_t times = times_of(given, i);
        modes = times > best ? 1 : modes + (times == best);
        best = times > best ? times : best;
        kinds += times > 0;
    }
    if (best <= 1 && kinds > 1)
        return;
    int64_t *all = arena_array(arena, modes, sizeof *all);
    for (size_t i = 0; i < given->at.count; i++)
        if (times_of(given, i) == best)
            all[number->mode_count++] = given->column->value[given->at.code[i]];
    number->modes = all;
}

static void summarise(struct arena *arena, struct given *given, struct cube_number *number) {
    uint32_t reached = 0;
    for (size_t i = 0; i < given->at.count; i++) {
        given->reached[i] = reached += times_of(given, i);
        number->sum += (__int128_t)given->column->value[given->at.code[i]] * times_of(given, i);
    }
    given->count = number->given = reached;
    if (reached == 0)
        return;
    number->min = value_at(given, 1);
    number->max = value_at(given, reached);
    number->median_twice = median_twice(given);
    number->lower_4 = quartile(given, 1);
    number->upper_4 = quartile(given, 3);
    find_modes(arena, given, number);
}

const struct cube_number *cube_number_summary(struct arena *arena, const struct cube_numbers *numbers,
                                              size_t place) {
    struct cube_number *number = arena_alloc(arena, sizeof *number);
    struct given given = {.column = numbers->column, .at = cube_entries_of(&numbers->entries, place)};
    given.reached = arena_array(arena, given.at.count, sizeof *given.reached);
    summarise(arena, &given, number);
    number->unstated = numbers->yes ? numbers->yes[place] - number->given : 0;
    return number;
}

/* --- who stated no number --- */

/* Those who said yes: they ticked the option that the question hangs on, or were asked it for what they had
 * answered. */
static const uint64_t *who_said_yes(struct arena *scratch, const struct dataset *d,
                                    const struct dataset_column *column) {
    const struct question *question = column->question;
    const size_t words = bitset_words(d->n) + 1;
    if (question->parent >= 0 && question->parent_option >= 0)
        return d->columns[question->parent].option[question->parent_option];
    uint64_t *asked = arena_copy(scratch, column->state[ANSWER_NOT_APPLICABLE], words * sizeof *asked);
    bitset_not(asked, d->n);
    return asked;
}

/* Everybody who stated a number said yes.  Where everybody was asked, nothing tells a yes. */
static const uint32_t *count_yes(struct arena *arena, struct arena *scratch, const struct dataset *d,
                                 const struct dataset_column *column, const struct cube_banner *banner,
                                 const uint64_t *base, const uint32_t *asked) {
    if (!column->question->measure.at_least || !column->question->ask)
        return NULL;
    if (asked)
        return asked;
    const struct cube_set yes = {.bits = who_said_yes(scratch, d, column),
                                 .counts = arena_array(arena, banner->place_count, sizeof(uint32_t))};
    cube_banner_tally(banner, &yes, 1, base);
    return yes.counts;
}

/* --- place by place --- */

static void add_row(uint32_t *restrict to, const uint32_t *restrict times, size_t places) {
    for (size_t p = 0; p < places; p += CUBE_PLACES_STEP)
        for (size_t k = 0; k < CUBE_PLACES_STEP; k++)
            to[p + k] += times[p + k];
}

/* A value that does not occur in the base has no row. */
static void fill_rows(const struct cube_entries *entries, const uint32_t *row, size_t rows,
                      uint32_t *counts) {
    const size_t places = entries->place_count;
    for (size_t v = 0; rows > 0 && !entries->first && v < entries->value_count; v++)
        if (entries->times[v * places] > 0)
            add_row(counts + row[v] * places, entries->times + v * places, places);
    for (size_t p = 0; rows > 0 && entries->first && p < places; p++) {
        struct cube_slice at = cube_entries_of(entries, p);
        for (size_t i = 0; i < at.count; i++)
            counts[row[at.code[i]] * places + p] += at.times[i];
    }
}

struct cube_distribution cube_number_count(struct arena *arena, const struct dataset *d,
                                           const struct dataset_column *column,
                                           const struct cube_banner *banner, const uint64_t *base,
                                           const uint32_t *asked, size_t more_rows) {
    struct cube_distribution out = {0};
    struct arena *scratch = arena_create();
    const bool numbers = column->question->kind == QUESTION_NUMBER;
    struct cube_entries entries =
        cube_entries_collect(numbers ? arena : scratch, scratch, column, banner, base);
    struct cube_slice total = cube_entries_of(&entries, 0);
    struct values all = values_of(scratch, column, total);
    struct classes classes = choose_classes(scratch, column->question, &all);
    make_rows(arena, column->question, &all, &classes, more_rows, &out);
    out.classes = classes.bounds != NULL;
    out.counts = arena_array(arena, (out.row_count + more_rows) * banner->place_count, sizeof *out.counts);
    fill_rows(&entries, rows_of_values(scratch, column, total, &classes), out.row_count, out.counts);
    if (numbers) {
        struct cube_numbers *kept = arena_alloc(arena, sizeof *kept);
        *kept =
            (struct cube_numbers){column, entries, count_yes(arena, scratch, d, column, banner, base, asked)};
        out.numbers = kept;
    }
    arena_destroy(scratch);
    return out;
}
