#include "reports/commands/figure_option.h"

#include "engine/base/lang.h"
#include "reports/svg/svg_figure.h"

#include <string.h>

bool figure_option_read(struct arena *arena, const char *word, const char *format, enum figure_kind *kind,
                        struct fault *f) {
    *kind = FIGURE_NATURAL;
    if (strcmp(word, "auto") != 0 && !figure_kind_parse(word, kind))
        return fault_usage(f, _("--figure %s: expected auto or one of %s"), word, figure_kind_names(arena));
    return !format ||
           fault_usage(f, _("--figure makes an SVG file: leave --format out, and name the file with -o"));
}

bool figure_option_write(struct arena *arena, const struct plot *plot, enum figure_kind kind,
                         enum figure_kind natural, const char *path, struct fault *f) {
    const struct figure *figure = figure_make(arena, kind == FIGURE_NATURAL ? natural : kind, plot, f);
    return figure && svg_figure_write(arena, figure, NULL, lang_now(), path, f);
}
