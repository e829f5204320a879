#include "reports/model/interval_words.h"

#include "engine/base/lang.h"

static const char *short_name(enum interval_method method) {
    switch (method) {
    case INTERVAL_WILSON:
        return _("Wilson");
    case INTERVAL_EXACT:
        return _("exact");
    case INTERVAL_LOGIT:
        return _("log odds");
    case INTERVAL_AGRESTI_COULL:
        return _("Agresti-Coull");
    case INTERVAL_NONE:
        break;
    }
    return NULL;
}

const char *interval_words_heading(struct arena *arena, enum interval_method method, double level,
                                   bool weighted) {
    const char *name = short_name(method);
    if (!name)
        return NULL;
    return arena_printf(arena, weighted ? _("%g%% interval (%s, weighted)") : _("%g%% interval (%s)"),
                        100 * level, name);
}

const char *interval_words_difference(struct arena *arena, double level) {
    return arena_printf(arena, _("%g%% interval of the difference (%s)"), 100 * level, _("Newcombe"));
}

const char *interval_words_shrunken(struct arena *arena, double level) {
    return arena_printf(arena, _("%g%% interval (%s)"), 100 * level, _("empirical Bayes"));
}
