#include "reports/compare/compare_words.h"

#include "engine/base/lang.h"
#include "engine/base/percent.h"

#include <math.h>
#include <string.h>

const char *compare_thousands(struct arena *arena, long value) {
    char text[PERCENT_TEXT];
    return arena_strdup(arena, percent_thousands(text, value));
}

const char *compare_n_text(struct arena *arena, const struct comparison_row *row) {
    if (!row->shown)
        return "-";
    if (row->weighted)
        return arena_printf(arena, _("%s (effective %s)"), compare_thousands(arena, row->figure.n),
                            compare_thousands(arena, (long)(row->weight.effective_n + 0.5)));
    return row->figure.n < 0 ? _("not published") : compare_thousands(arena, row->figure.n);
}

const char *compare_count_text(struct arena *arena, const struct comparison_row *row) {
    const struct wave_figure *f = &row->figure;
    if (!row->shown)
        return "-";
    if (f->low < 0)
        return _("not published");
    return f->low == f->high ? compare_thousands(arena, f->low)
                             : arena_printf(arena, "%s-%s", compare_thousands(arena, f->low),
                                            compare_thousands(arena, f->high));
}

const char *compare_interval_text(struct arena *arena, bool has, double low, double high) {
    return has ? arena_printf(arena, "%.1f-%.1f%%", low, high) : "-";
}

const char *compare_limits_text(struct arena *arena, const struct difference *d) {
    return d->has_interval ? arena_printf(arena, _("%s to %s"), compare_change_text(arena, d->low, 1),
                                          compare_change_text(arena, d->high, 1))
                           : "-";
}

const char *compare_p_text(struct arena *arena, bool has, double p) {
    if (!has)
        return "-";
    return p < 0.001 ? "<0.001" : arena_printf(arena, "%.3f", p);
}

const char *compare_change_text(struct arena *arena, double points, int decimals) {
    char text[PERCENT_TEXT];
    int64_t scaled = percent_real_scaled(points, decimals);
    percent_real_text(text, fabs(points), decimals);
    text[strlen(text) - 1] = '\0'; /* points are no percentage */
    return arena_printf(arena, "%s%s", scaled > 0 ? "+" : scaled < 0 ? "-" : "", text);
}
