#include "engine/waves/difference.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/statistics/distribution.h"
#include "engine/statistics/proportion.h"
#include "engine/waves/wave_returns.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- percentages as printed --- */

/* In millionths; *half: what rounding to its last place takes or gives. */
static void parse_percent(const char *text, int64_t *millionths, int64_t *half) {
    int places = -1;
    *millionths = 0;
    for (; *text; text++) {
        if (*text == '.')
            places = 0;
        else if (places < 6) {
            *millionths = *millionths * 10 + (*text - '0');
            places += places >= 0;
        }
    }
    *half = 500000;
    for (int i = 0; i < places; i++)
        *half /= 10;
    for (places = places < 0 ? 0 : places; places < 6; places++)
        *millionths *= 10;
}

static bool has_range(const struct wave_figure *figure) {
    return figure->n > 0 && figure->low >= 0;
}

struct printed { /* a percentage and what it may stand for */
    double value, low, high;
};

/* The figure's percentage as printed, else of the only count. */
static bool printed_of(const struct wave_figure *figure, struct printed *out) {
    int64_t millionths = 0, half = 0;
    if (wave_figure_known(figure))
        millionths = percent_scaled(figure->low, figure->n, 6);
    else if (figure->percent)
        parse_percent(figure->percent, &millionths, &half);
    else
        return false;
    *out = (struct printed){(double)millionths / 1e6, (double)(millionths - half) / 1e6,
                            (double)(millionths + half) / 1e6};
    if (has_range(figure)) {
        out->low = 100 * (double)figure->low / (double)figure->n;
        out->high = 100 * (double)figure->high / (double)figure->n;
    }
    return true;
}

static void text_of_tenths(char text[PERCENT_TEXT], double tenths) {
    snprintf(text, PERCENT_TEXT, "%s%.1f", tenths == 0 ? "" : tenths > 0 ? "+" : "-", fabs(tenths) / 10);
}

/* Both ends where they differ, rounded outwards to a tenth; else the one that is halfway or known. */
static void text_of_points(struct difference *d) {
    char from[PERCENT_TEXT], to[PERCENT_TEXT];
    double low = floor(d->points_low * 10 + 1e-7), high = ceil(d->points_high * 10 - 1e-7);
    if (d->points_high - d->points_low < 1e-9)
        low = high = copysign(floor(fabs(d->points) * 10 + 0.5), d->points);
    text_of_tenths(from, low);
    text_of_tenths(to, high);
    snprintf(d->text, sizeof d->text, low < high ? _("%.8s to %.8s") : "%.8s", from, to);
}

static void points_of_printed(const struct wave_figure *first, const struct wave_figure *second,
                              struct difference *d) {
    struct printed a, b;
    if (!printed_of(first, &a) || !printed_of(second, &b))
        return;
    d->has_points = d->of_printed = true;
    d->points = b.value - a.value;
    d->points_low = b.low - a.high;
    d->points_high = b.high - a.low;
    text_of_points(d);
}

/* --- over all counts that fit --- */

struct corners {
    bool any, tested, exact;
    double low, high, p, least, most; /* least, most: points */
};

static void take(struct corners *c, const struct proportion_difference *d) {
    if (!c->any) {
        *c = (struct corners){true, d->tested, c->exact, d->low, d->high, d->p, d->points, d->points};
        return;
    }
    c->tested = c->tested && d->tested;
    c->low = fmin(c->low, d->low);
    c->high = fmax(c->high, d->high);
    c->p = fmax(c->p, d->p);
    c->least = fmin(c->least, d->points);
    c->most = fmax(c->most, d->points);
}

static void settle(const struct corners *c, const char *test, struct difference *d) {
    if (!c->any)
        return;
    d->has_interval = true;
    d->low = c->low;
    d->high = c->high;
    if (!c->tested)
        return;
    d->test = test;
    d->has_p = true;
    d->p = c->least < 0 && c->most > 0 ? 1 : c->p;
}

static struct proportion end_of(const struct wave_figure *figure, int end) {
    return (struct proportion){end ? figure->high : figure->low, figure->n};
}

static void independent(const struct wave_figure *first, const struct wave_figure *second, double level,
                        struct difference *d) {
    struct corners c = {0};
    for (int i = 0; i < 4; i++) {
        struct proportion_difference at =
            proportion_independent(end_of(first, i & 1), end_of(second, i >> 1), level);
        take(&c, &at);
    }
    settle(&c, "newcombe", d);
    if (wave_figure_known(first) && wave_figure_known(second)) {
        d->has_points = true;
        d->points = d->points_low = d->points_high = c.least;
        percent_points_text(d->text, first->low, first->n, second->low, second->n, 1);
    }
}

static struct proportion_difference turned(struct proportion_difference d) {
    return (struct proportion_difference){-d.points, -d.high, -d.low, d.tested, -d.statistic, d.p};
}

static bool possible_part(struct proportion part, struct proportion whole) {
    return part.n <= whole.n && part.count <= whole.count && whole.count - part.count <= whole.n - part.n;
}

/* From the part's side: part minus rest, or later minus interim. */
static void overlapping(const struct wave_figure *part, const struct wave_figure *whole, bool interim,
                        double level, struct difference *d) {
    struct corners c = {0};
    long least = whole->n, most = 0;
    for (int i = 0; i < 4; i++) {
        struct proportion p = end_of(part, i & 1), w = end_of(whole, i >> 1);
        struct proportion_part at = {.defined = false};
        if (possible_part(p, w))
            at = proportion_part(p, w, level);
        if (!at.defined)
            continue;
        struct proportion_difference shown = interim ? turned(at.from_whole) : at.from_rest;
        take(&c, &shown);
        least = w.count - p.count < least ? w.count - p.count : least;
        most = w.count - p.count > most ? w.count - p.count : most;
    }
    settle(&c, interim ? "interim-final" : "part-rest", d);
    if (!c.any)
        return;
    d->has_points = d->has_rest = true;
    d->points = (c.least + c.most) / 2;
    d->points_low = c.least;
    d->points_high = c.most;
    d->rest_n = whole->n - part->n;
    d->rest_low = least;
    d->rest_high = most;
    text_of_points(d);
    if (wave_figure_known(part) && wave_figure_known(whole) && interim)
        percent_points_text(d->text, part->low, part->n, whole->low, whole->n, 1);
    else if (wave_figure_known(part) && wave_figure_known(whole))
        percent_points_text(d->text, least, d->rest_n, part->low, part->n, 1);
}

static void turn(struct difference *d) {
    double low = d->low, least = d->points_low;
    d->points = -d->points;
    d->low = -d->high;
    d->high = -low;
    d->points_low = -d->points_high;
    d->points_high = -least;
    if (d->points_low < d->points_high)
        text_of_points(d);
    else if (*d->text == '+' || *d->text == '-')
        *d->text = *d->text == '+' ? '-' : '+';
}

struct difference difference_between(const struct wave_figure *first, const struct wave_figure *second,
                                     enum difference_relation relation, double level) {
    struct difference d = {0};
    bool ranges = has_range(first) && has_range(second);
    if (relation == DIFFERENCE_SAME)
        return d;
    if (ranges && relation == DIFFERENCE_INDEPENDENT)
        independent(first, second, level, &d);
    else if (ranges && (relation == DIFFERENCE_PART || relation == DIFFERENCE_INTERIM))
        overlapping(first, second, relation == DIFFERENCE_INTERIM, level, &d);
    else if (ranges)
        overlapping(second, first, relation == DIFFERENCE_FINAL, level, &d);
    if (d.has_rest && (relation == DIFFERENCE_PART || relation == DIFFERENCE_FINAL))
        turn(&d); /* made as part minus rest, later minus interim */
    if (!d.has_points)
        points_of_printed(first, second, &d);
    return d;
}

struct difference difference_weighted(const struct difference_share *first,
                                      const struct difference_share *second, double level) {
    struct difference d = {.has_points = true, .points = 100 * (second->share - first->share)};
    double variance = first->variance + second->variance;
    d.points_low = d.points_high = d.points;
    text_of_points(&d);
    /* What the margins fix has no variance but noise. */
    if (!first->has_variance || !second->has_variance || !(variance > 1e-18))
        return d;
    double error = 100 * sqrt(variance),
           reach = distribution_normal_quantile(DISTRIBUTION_UPPER, (1 - level) / 2) * error;
    d.has_interval = d.has_p = true;
    d.low = d.points - reach;
    d.high = d.points + reach;
    d.p = distribution_normal_two_sided(d.points / error);
    d.test = "design-based";
    return d;
}

/* --- the same institutions --- */

struct holder {
    const char *institution;
    size_t at;
};

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct holder *)a)->institution, ((const struct holder *)b)->institution);
}

/* Institutions in the base that returned one sheet, in order of name. */
static size_t holders_of(struct arena *arena, const struct wave *wave, const uint64_t *set,
                         struct holder **out) {
    const char *const *names = wave_returns_institutions(wave->counts);
    size_t n = wave_returns_dataset(wave->counts)->n, count = 0, kept = 0;
    struct holder *holders = arena_array(arena, n + 1, sizeof *holders);
    for (size_t i = 0; i < n; i++)
        if (names[i] && bitset_has(set, i))
            holders[count++] = (struct holder){names[i], i};
    qsort(holders, count, sizeof *holders, by_name);
    for (size_t i = 0; i < count; i++) {
        bool before = i > 0 && strcmp(holders[i - 1].institution, holders[i].institution) == 0;
        bool after = i + 1 < count && strcmp(holders[i + 1].institution, holders[i].institution) == 0;
        if (!before && !after)
            holders[kept++] = holders[i];
    }
    *out = holders;
    return kept;
}

struct side {
    struct holder *holders;
    size_t count;
    const uint64_t *said;
};

static bool side_of(struct arena *arena, const struct wave *wave, const struct wave_item *item,
                    const struct wave_base *base, struct side *out) {
    const uint64_t *set = wave->counts ? wave_returns_base(wave->counts, base) : NULL;
    out->said = set ? wave_returns_said(wave->counts, item) : NULL;
    if (!out->said)
        return false;
    out->count = holders_of(arena, wave, set, &out->holders);
    return out->count > 0;
}

static struct proportion_pairs pair_up(const struct side *a, const struct side *b) {
    struct proportion_pairs pairs = {0};
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        int order = strcmp(a->holders[i].institution, b->holders[j].institution);
        if (order == 0) {
            bool first = bitset_has(a->said, a->holders[i].at),
                 second = bitset_has(b->said, b->holders[j].at);
            *(first && second ? &pairs.both
              : first         ? &pairs.first_only
              : second        ? &pairs.second_only
                              : &pairs.neither) += 1;
        }
        i += order <= 0;
        j += order >= 0;
    }
    return pairs;
}

bool difference_paired(struct arena *arena, const struct wave *first, const struct wave_item *first_item,
                       const struct wave *second, const struct wave_item *second_item,
                       const struct wave_base *base, double level, struct difference *out, long *pairs) {
    struct side a, b;
    *out = (struct difference){0};
    if (!side_of(arena, first, first_item, base, &a) || !side_of(arena, second, second_item, base, &b))
        return false;
    struct proportion_pairs counts = pair_up(&a, &b);
    int64_t n = counts.both + counts.first_only + counts.second_only + counts.neither;
    *pairs = (long)n;
    if (n == 0)
        return false;
    struct proportion_paired result = proportion_paired(counts, level);
    *out = (struct difference){.test = result.tested ? "mcnemar" : NULL,
                               .has_points = true,
                               .has_interval = true,
                               .has_p = result.tested,
                               .points = result.points,
                               .points_low = result.points,
                               .points_high = result.points,
                               .low = result.low,
                               .high = result.high,
                               .p = result.tested ? result.p_mid : 1};
    percent_points_text(out->text, counts.both + counts.first_only, n, counts.both + counts.second_only, n,
                        1);
    return true;
}
