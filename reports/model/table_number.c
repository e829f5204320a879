#include "reports/model/table_number.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"

#include <inttypes.h>
#include <stdio.h>

/* Of num / 10^places, with at least `decimals` of the places: "1,200", "67.5". */
static const char *exact_text(struct arena *arena, __int128_t num, int places, int decimals) {
    char whole[PERCENT_TEXT], fraction[PERCENT_TEXT];
    __uint128_t magnitude = num < 0 ? -(__uint128_t)num : (__uint128_t)num, unit = 1;
    for (int i = 0; i < places; i++)
        unit *= 10;
    percent_thousands(whole, (int64_t)(magnitude / unit));
    int length = snprintf(fraction, sizeof fraction, "%0*" PRIu64, places, (uint64_t)(magnitude % unit));
    while (length > decimals && length > 0 && fraction[length - 1] == '0')
        length--;
    return arena_printf(arena, "%s%s%s%.*s", num < 0 ? "-" : "", whole, length > 0 ? "." : "", length,
                        fraction);
}

static const char *number_text(struct arena *arena, int64_t millionths, int decimals) {
    return exact_text(arena, millionths, NUMBER_DECIMALS, decimals);
}

/* sum / given, half away from zero at `decimals` places; one at least, for the mean of whole numbers is not
 * whole. */
static const char *mean_text(struct arena *arena, const struct cube_number *number, int decimals) {
    int places = decimals > 0 ? decimals : 1;
    __int128_t scale = 1, magnitude = number->sum < 0 ? -number->sum : number->sum;
    for (int i = 0; i < places; i++)
        scale *= 10;
    __int128_t den = (__int128_t)number->given * NUMBER_ONE,
               rounded = (2 * magnitude * scale + den) / (2 * den);
    return exact_text(arena, number->sum < 0 ? -rounded : rounded, places, places);
}

/* Each of a few; of many it is said how many they are. */
static const char *modes_text(struct arena *arena, const struct cube_number *number, int decimals) {
    enum { FEW = 3 };
    if (number->mode_count > FEW)
        return arena_printf(arena, _("%zu values alike"), number->mode_count);
    struct strbuf b = {0};
    for (size_t i = 0; i < number->mode_count; i++) {
        strbuf_add(&b, i > 0 ? ", " : "");
        strbuf_add(&b, number_text(arena, number->modes[i], decimals));
    }
    const char *text = number->mode_count > 0 ? arena_strdup(arena, b.text) : "-";
    strbuf_end(&b);
    return text;
}

static void no_values(struct table_summary *s) {
    s->mean_text = s->median_text = s->mode_text = s->min_text = s->max_text = "-";
    s->lower_text = s->upper_text = "-";
}

static void describe_values(struct arena *arena, const struct cube_number *number, int decimals,
                            struct table_summary *s) {
    double *modes = arena_array(arena, number->mode_count + 1, sizeof *modes);
    for (size_t i = 0; i < number->mode_count; i++)
        modes[i] = (double)number->modes[i] / NUMBER_ONE;
    s->modes = modes;
    s->mode_count = number->mode_count;
    s->mean = (double)number->sum / ((double)number->given * NUMBER_ONE);
    s->median = (double)number->median_twice / (2.0 * NUMBER_ONE);
    s->min = (double)number->min / NUMBER_ONE;
    s->max = (double)number->max / NUMBER_ONE;
    s->mean_text = mean_text(arena, number, decimals);
    s->median_text = exact_text(arena, (__int128_t)number->median_twice * 5, NUMBER_DECIMALS + 1, decimals);
    s->lower = (double)number->lower_4 / (4.0 * NUMBER_ONE);
    s->upper = (double)number->upper_4 / (4.0 * NUMBER_ONE);
    s->lower_text = exact_text(arena, number->lower_4 * 25, NUMBER_DECIMALS + 2, decimals);
    s->upper_text = exact_text(arena, number->upper_4 * 25, NUMBER_DECIMALS + 2, decimals);
    s->mode_text = modes_text(arena, number, decimals);
    s->min_text = number_text(arena, number->min, decimals);
    s->max_text = number_text(arena, number->max, decimals);
}

static struct table_summary describe(struct arena *arena, const struct cube_number *number,
                                     const struct number_spec *measure) {
    int decimals = measure->decimals;
    struct table_summary s = {.given = number->given, .unstated = number->unstated};
    s.given_text = table_n_text(arena, number->given);
    s.sum = (double)number->sum / NUMBER_ONE;
    s.sum_text = exact_text(arena, number->sum, NUMBER_DECIMALS, decimals);
    if (number->given > 0)
        describe_values(arena, number, decimals, &s);
    else
        no_values(&s);
    if (measure->at_least) {
        __int128_t total = number->sum + (__int128_t)number->unstated * NUMBER_ONE;
        s.unstated_text = table_n_text(arena, number->unstated);
        s.at_least = (double)total / NUMBER_ONE;
        s.at_least_text = exact_text(arena, total, NUMBER_DECIMALS, decimals);
    }
    return s;
}

static struct table_summary conceal(const struct number_spec *measure) {
    struct table_summary s = {.suppressed = true, .sum_text = TABLE_HIDDEN};
    s.mean_text = s.median_text = s.mode_text = s.min_text = s.max_text = TABLE_HIDDEN;
    s.lower_text = s.upper_text = s.given_text = TABLE_HIDDEN;
    if (measure->at_least)
        s.unstated_text = s.at_least_text = TABLE_HIDDEN;
    return s;
}

struct table_summary *table_number_summaries(struct arena *arena, const struct cube *cube,
                                             const struct cube_question *q, const bool *hidden) {
    struct table_summary *all = arena_array(arena, cube->column_count, sizeof *all);
    struct number_spec measure = q->question->measure;
    /* Who said yes and stated no number counts as one, but only in a base that has such a one. */
    measure.at_least = measure.at_least && !cube->spec->without_no_answer;
    for (size_t c = 0; c < cube->column_count; c++)
        all[c] = hidden[c] ? conceal(&measure) : describe(arena, cube_summary(arena, cube, q, c), &measure);
    return all;
}
