#include "reports/series/series_carry.h"

#include <math.h>

/* --- fractions; kept in lowest terms, so that they stay far from the ends of the type --- */

static struct ranking_value reduced(__int128_t num, __int128_t den) {
    __int128_t a = num < 0 ? -num : num, b = den;
    while (b) {
        __int128_t rest = a % b;
        a = b;
        b = rest;
    }
    return (struct ranking_value){(int64_t)(num / a), (int64_t)(den / a)};
}

static struct ranking_value plus(struct ranking_value a, struct ranking_value b) {
    return reduced((__int128_t)a.num * b.den + (__int128_t)b.num * a.den, (__int128_t)a.den * b.den);
}

static struct ranking_value minus(struct ranking_value a, struct ranking_value b) {
    return plus(a, (struct ranking_value){-b.num, b.den});
}

static struct ranking_value times(struct ranking_value a, int64_t by, int64_t over) {
    return reduced((__int128_t)a.num * by, (__int128_t)a.den * over);
}

static double as_double(struct ranking_value value) {
    return (double)value.num / (double)value.den;
}

/* --- the line --- */

/* to + (to - from) (target - to) / (to - from), times as halves of days. */
static struct ranking_value carry_on(const struct series_carry_spec *s, struct ranking_value from,
                                     struct ranking_value to) {
    int64_t past = s->to_twice - s->from_twice, ahead = s->target_twice - s->to_twice;
    return plus(to, times(minus(to, from), ahead, past));
}

/* The second value from which the line arrives at `projected`. */
static struct ranking_value carry_back(const struct series_carry_spec *s, struct ranking_value from,
                                       struct ranking_value projected) {
    int64_t past = s->to_twice - s->from_twice, whole = s->target_twice - s->from_twice;
    return plus(from, times(minus(projected, from), past, whole));
}

static void draw_line(const struct series_carry_spec *s, struct series_carry *c) {
    c->has_line = c->from->exact.den && c->to->exact.den;
    if (!c->has_line)
        return;
    c->line = carry_on(s, c->from->exact, c->to->exact);
    c->pace =
        60 * (as_double(c->to->exact) - as_double(c->from->exact)) / (double)(s->to_twice - s->from_twice);
}

/* --- the curve --- */

static bool has_counts(const struct series_value *v) {
    return v->point && v->point->denominator > 0;
}

static void draw_curve(struct arena *arena, const struct series_table *t, size_t item,
                       const struct series_carry_spec *s, struct series_carry *c) {
    struct projection_point *points = arena_array(arena, t->period_count + 1, sizeof *points);
    double n = 0;
    c->weighted = true;
    for (size_t p = s->from; p <= s->to; p++) {
        const struct series_value *v = series_table_value(t, item, p);
        if (!v->exact.den || t->periods[p].period.kind != t->periods[s->to].period.kind)
            continue;
        c->weighted = c->weighted && has_counts(v);
        points[c->points++] = (struct projection_point){(double)period_middle_twice(t->periods[p].period) / 2,
                                                        as_double(v->exact) / 100,
                                                        has_counts(v) ? (double)v->point->denominator : 1};
        n += points[c->points - 1].weight;
    }
    c->weighted = c->weighted && c->points > 2;
    for (size_t i = 0; i < c->points; i++) {
        double share = points[i].share;
        points[i].weight = c->weighted ? points[i].weight * share * (1 - share) : 1;
    }
    struct projection_curve curve;
    double target = (double)s->target_twice / 2;
    c->has_curve = t->percent && c->has_line && projection_curve_fit(points, c->points, &curve);
    if (!c->has_curve)
        return;
    double share = projection_curve_at(&curve, target, 1, s->level).share;
    double weight = c->weighted ? n / (double)c->points * share * (1 - share) : 1;
    c->curve = projection_curve_at(&curve, target, weight, s->level);
}

/* --- what was printed --- */

/* All that rounds to it. */
static struct series_bounds bounds_of(const struct series_value *printed) {
    struct ranking_value half = {1, 2 * printed->exact.den}, more = {-1, 2 * printed->exact.den};
    return (struct series_bounds){true, minus(printed->exact, half), minus(printed->exact, more)};
}

/* Half up, away from zero, as percent.h rounds. */
static int64_t rounded(struct ranking_value value, int64_t unit) {
    __int128_t num = (__int128_t)(value.num < 0 ? -value.num : value.num) * unit;
    int64_t magnitude = (int64_t)((2 * num + value.den) / (2 * (__int128_t)value.den));
    return value.num < 0 ? -magnitude : magnitude;
}

static void hold_printed(const struct series_carry_spec *s, struct series_carry *c) {
    if (!c->printed || !c->printed->exact.den)
        return;
    if (c->has_line) {
        c->printed_agrees = rounded(c->line, c->printed->exact.den) == c->printed->exact.num;
        return;
    }
    if (!c->from->exact.den)
        return;
    struct series_bounds printed = bounds_of(c->printed);
    c->implied = (struct series_bounds){true, carry_back(s, c->from->exact, printed.low),
                                        carry_back(s, c->from->exact, printed.high)};
}

/* --- the goal --- */

static void measure_gap(struct series_carry *c) {
    struct series_bounds projected = {c->has_line, c->line, c->line};
    if (!c->has_line && c->printed && c->printed->exact.den)
        projected = bounds_of(c->printed);
    if (!projected.known || !c->goal || !c->goal->exact.den)
        return;
    c->gap = (struct series_bounds){true, minus(projected.low, c->goal->exact),
                                    minus(projected.high, c->goal->exact)};
    if (c->total > 0)
        c->units =
            (struct series_bounds){true, times(c->gap.low, c->total, 100), times(c->gap.high, c->total, 100)};
}

static void look_for_goal(const struct series_carry_spec *s, struct series_carry *c) {
    if (!c->has_line || !c->goal || !c->goal->exact.den)
        return;
    double to = (double)s->to_twice / 2, goal = as_double(c->goal->exact), time;
    struct projection_line line =
        projection_line((struct projection_point){(double)s->from_twice / 2, as_double(c->from->exact), 1},
                        (struct projection_point){to, as_double(c->to->exact), 1});
    c->reaches = projection_line_reach(&line, goal, &time) && time < 1e6;
    if (!c->reaches)
        return;
    c->reach_day = (int64_t)ceil(time - 1e-9);
    c->times = (goal - line.share) / ((double)s->target_twice / 2 - to) / line.pace;
}

struct series_carry series_carry(struct arena *arena, const struct series_table *t, size_t item,
                                 const struct series_carry_spec *spec, const struct series_value *goal,
                                 const struct series_value *printed, int64_t total) {
    struct series_carry c = {.item = &t->items[item],
                             .from = series_table_value(t, item, spec->from),
                             .to = series_table_value(t, item, spec->to),
                             .goal = goal,
                             .printed = printed,
                             .total = total};
    draw_line(spec, &c);
    draw_curve(arena, t, item, spec, &c);
    hold_printed(spec, &c);
    measure_gap(&c);
    look_for_goal(spec, &c);
    return c;
}
