/* From published figures to counts: what was printed as a percentage, and what was not printed at all. */
#include "tests/tools/sample.h"

#include "engine/base/percent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The count nearest to the percentage; it must round to what was printed. */
static bool count_of_percent(const char *percent, long n, long *count) {
    char text[PERCENT_TEXT];
    const char *point = strchr(percent, '.');
    size_t length = strlen(percent);
    *count = lround(strtod(percent, NULL) * (double)n / 100);
    percent_text(text, *count, n, point ? (int)strlen(point + 1) : 0);
    return strncmp(text, percent, length) == 0 && strcmp(text + length, "%") == 0;
}

bool sample_count(const struct sample_variable *v, size_t option, const struct sample_figure *figure, long n,
                  long *count, struct fault *f) {
    *count = figure->count;
    if (*count >= 0 || !figure->percent)
        return true;
    return count_of_percent(figure->percent, n, count) ||
           fault_set(f, "%s=%s: no count of %ld is %s%%; give one in the spec", v->id, v->options[option].id,
                     n, figure->percent);
}

/* Shares what no figure claims among the options without one, by largest remainder. */
static void apportion(const struct sample_figure *figures, size_t option_count, long unclaimed,
                      long *counts) {
    double shares = 0, fraction[SAMPLE_OPTIONS_MAX] = {0};
    bool open[SAMPLE_OPTIONS_MAX] = {false};
    long left = unclaimed;
    for (size_t i = 0; i < option_count; i++) {
        open[i] = counts[i] < 0;
        shares += open[i] ? figures[i].share : 0;
    }
    for (size_t i = 0; i < option_count; i++)
        if (open[i]) {
            double exact = shares > 0 ? (double)unclaimed * figures[i].share / shares : 0;
            counts[i] = (long)floor(exact);
            fraction[i] = exact - floor(exact);
            left -= counts[i];
        }
    for (; left > 0 && shares > 0; left--) {
        size_t best = 0;
        for (size_t i = 1; i < option_count; i++)
            if (fraction[i] > fraction[best])
                best = i;
        counts[best]++;
        fraction[best] = 0;
    }
}

bool sample_counts(const struct sample_variable *v, const struct sample_figure *figures, long base,
                   long answered, long *counts, struct fault *f) {
    long n = answered < 0 ? base : answered, left = base;
    for (size_t i = 0; i < v->option_count; i++) {
        bool silent = answered >= 0 && strcmp(v->options[i].id, "no_answer") == 0;
        if (silent)
            counts[i] = base - answered;
        else if (!sample_count(v, i, &figures[i], n, &counts[i], f))
            return false;
        left -= counts[i] < 0 ? 0 : counts[i];
    }
    if (left < 0)
        return fault_set(f, "%s: the published counts are %ld more than the %ld returns", v->id, -left, base);
    apportion(figures, v->option_count, left, counts);
    for (size_t i = 0; i < v->option_count; i++)
        base -= counts[i];
    return base == 0 || fault_set(f, "%s: the published counts leave %ld returns over", v->id, base);
}
