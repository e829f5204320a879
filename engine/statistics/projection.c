#include "engine/statistics/projection.h"

#include "engine/statistics/distribution.h"

#include <assert.h>
#include <math.h>

/* --- at this pace --- */

struct projection_line projection_line(struct projection_point from, struct projection_point to) {
    assert(from.time != to.time);
    return (struct projection_line){to.time, to.share, (to.share - from.share) / (to.time - from.time)};
}

bool projection_line_reach(const struct projection_line *line, double goal, double *time) {
    double ahead = (goal - line->share) / line->pace;
    if (!(line->pace != 0 && ahead > 0))
        return false;
    *time = line->time + ahead;
    return true;
}

/* --- logistic --- */

static double log_odds(double share) {
    return log(share / (1 - share));
}

static double share_of(double odds) {
    return 1 / (1 + exp(-odds));
}

static bool add_up(const struct projection_point *points, size_t count, struct projection_curve *c) {
    *c = (struct projection_curve){.count = count};
    for (size_t i = 0; i < count; i++) {
        const struct projection_point *p = &points[i];
        if (!(p->share > 0 && p->share < 1))
            return false;
        assert(p->weight > 0);
        c->weights += p->weight;
        c->centre += p->weight * p->time;
        c->level += p->weight * log_odds(p->share);
    }
    c->centre /= c->weights;
    c->level /= c->weights;
    return count >= 2;
}

bool projection_curve_fit(const struct projection_point *points, size_t count, struct projection_curve *c) {
    if (!add_up(points, count, c))
        return false;
    double product = 0, left = 0;
    for (size_t i = 0; i < count; i++) {
        double away = points[i].time - c->centre;
        c->spread += points[i].weight * away * away;
        product += points[i].weight * away * (log_odds(points[i].share) - c->level);
    }
    if (!(c->spread > 0))
        return false;
    c->slope = product / c->spread;
    for (size_t i = 0; i < count; i++) {
        double off = log_odds(points[i].share) - c->level - c->slope * (points[i].time - c->centre);
        left += points[i].weight * off * off;
    }
    c->variance = count > 2 ? left / (double)(count - 2) : 0;
    return true;
}

struct projection_value projection_curve_at(const struct projection_curve *c, double time, double weight,
                                            double level) {
    double away = time - c->centre, odds = c->level + c->slope * away;
    struct projection_value value = {.share = share_of(odds), .has_band = c->count > 2};
    if (!value.has_band)
        return value;
    double variance = c->variance * (1 / weight + 1 / c->weights + away * away / c->spread);
    double t = distribution_t_quantile(DISTRIBUTION_UPPER, (1 - level) / 2, (double)(c->count - 2));
    value.low = share_of(odds - t * sqrt(variance));
    value.high = share_of(odds + t * sqrt(variance));
    return value;
}
