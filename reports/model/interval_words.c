#include "reports/model/interval_words.h"

#include "engine/base/lang.h"

/* As it is called over a column, in a note, and in a note where weights make it design-based. */
static const struct {
    const char *heading, *note, *weighted;
} methods[] = {
    [INTERVAL_WILSON] = {N_("Wilson"), N_("Wilson's score method, 1927"),
                         N_("Wilson's score method, 1927, on the returns over the design effect")},
    [INTERVAL_EXACT] = {N_("exact"), N_("exact, by Clopper and Pearson 1934"),
                        N_("by Korn and Graubard 1998, design-based")},
    [INTERVAL_LOGIT] = {N_("log odds"), N_("normal on the log odds"),
                        N_("normal on the log odds, design-based")},
    [INTERVAL_AGRESTI_COULL] = {N_("Agresti-Coull"), N_("by Agresti and Coull 1998"),
                                N_("by Agresti and Coull 1998 on the returns over the design effect")},
};

const char *interval_words_heading(struct arena *arena, enum interval_method method, double level,
                                   bool weighted) {
    if (method == INTERVAL_NONE)
        return NULL;
    return arena_printf(arena, weighted ? _("%g%% interval (%s, weighted)") : _("%g%% interval (%s)"),
                        100 * level, _(methods[method].heading));
}

const char *interval_words_note(struct arena *arena, enum interval_method method, double level,
                                bool weighted) {
    if (method == INTERVAL_NONE)
        return NULL;
    return arena_printf(arena, _("Intervals are %g%% confidence intervals (%s)."), 100 * level,
                        _(weighted ? methods[method].weighted : methods[method].note));
}

const char *interval_words_difference(struct arena *arena, double level) {
    return arena_printf(arena, _("%g%% interval of the difference (%s)"), 100 * level, _("Newcombe"));
}

const char *interval_words_shrunken(struct arena *arena, double level) {
    return arena_printf(arena, _("%g%% interval (%s)"), 100 * level, _("empirical Bayes"));
}
