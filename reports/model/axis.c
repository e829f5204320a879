#include "reports/model/axis.h"

#include "engine/base/percent.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

static const double SLACK = 1e-9; /* of a step: 0.6 is three times 0.2 */

struct step {
    int mantissa, exponent; /* 1, 2, 5 */
};

static double size_of(struct step s) {
    return s.mantissa * pow(10, s.exponent);
}

static struct step coarser(struct step s) {
    if (s.mantissa == 5)
        return (struct step){1, s.exponent + 1};
    return (struct step){s.mantissa == 1 ? 2 : 5, s.exponent};
}

static double first_multiple(double low, double step) {
    return floor(low / step + SLACK);
}
static double last_multiple(double high, double step) {
    return ceil(high / step - SLACK);
}

static size_t ticks_of(double low, double high, double step) {
    return (size_t)(last_multiple(high, step) - first_multiple(low, step)) + 1;
}

/* A step that is surely too fine, to begin with. */
static struct step finest(double extent, size_t most) {
    return (struct step){1, (int)floor(log10(extent / (double)most)) - 1};
}

static struct axis make(double low, double high, size_t most, bool whole) {
    assert(most >= 2 && low <= high);
    if (high - low < 1e-9 * fmax(fabs(low), fabs(high)) || high == low)
        low -= low == 0 ? 0 : 1, high += 1;
    struct step step = finest(high - low, most);
    if (whole && step.exponent < 0)
        step = (struct step){1, 0};
    while (ticks_of(low, high, size_of(step)) > most && step.exponent < 300)
        step = coarser(step);
    const double size = size_of(step);
    return (struct axis){.low = first_multiple(low, size) * size,
                         .high = last_multiple(high, size) * size,
                         .step = size,
                         .decimals = step.exponent < 0 ? -step.exponent : 0,
                         .ticks = ticks_of(low, high, size)};
}

struct axis axis_make(double low, double high, size_t most) {
    return make(low, high, most, false);
}

struct axis axis_make_whole(double low, double high, size_t most) {
    return make(low, high, most, true);
}

struct axis axis_of_share(double high, size_t most) {
    struct axis axis = axis_make(0, high > 0 ? high : 1, most);
    if (axis.high <= 100)
        return axis;
    return (struct axis){.low = 0, .high = 100, .step = 20, .ticks = 6};
}

double axis_tick(const struct axis *axis, size_t i) {
    return (round(axis->low / axis->step) + (double)i) * axis->step;
}

char *axis_text(char out[AXIS_TEXT], const struct axis *axis, size_t i) {
    const double tick = axis_tick(axis, i) + 0.0, most_exact = 1e15;
    char thousands[PERCENT_TEXT];
    if (axis->decimals == 0 && fabs(tick) < most_exact)
        snprintf(out, AXIS_TEXT, "%s", percent_thousands(thousands, llround(tick)));
    else
        snprintf(out, AXIS_TEXT, "%.*f", axis->decimals, tick);
    return out;
}

double axis_place(const struct axis *axis, double value) {
    const double place = (value - axis->low) / (axis->high - axis->low);
    return place < 0 ? 0 : place > 1 ? 1 : place;
}

static bool clear(const double *centres, const double *widths, size_t count, double gap, size_t k) {
    for (size_t i = k; i < count; i += k)
        if (centres[i] - widths[i] / 2 < centres[i - k] + widths[i - k] / 2 + gap)
            return false;
    return true;
}

size_t axis_thin(const double *centres, const double *widths, size_t count, double gap) {
    size_t k = 1;
    while (k < count && !clear(centres, widths, count, gap, k))
        k++;
    return k;
}

/* A class of whole numbers ends before the next one begins, so the greatest of them is inside at high + 1. */
size_t axis_limits(double low, double high, size_t classes, bool whole, double limits[AXIS_CLASSES_MAX]) {
    assert(classes >= 2 && classes <= AXIS_CLASSES_MAX);
    const struct axis axis = make(low, whole ? high + 1 : high, classes + 1, whole);
    size_t count = 0;
    if (low == high)
        return 0;
    for (size_t i = 1; i + 1 < axis.ticks; i++)
        limits[count++] = axis_tick(&axis, i);
    return count;
}
