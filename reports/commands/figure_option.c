#include "reports/commands/figure_option.h"

#include "engine/base/lang.h"
#include "reports/svg/svg_figure.h"

#include <string.h>

bool figure_option_read(struct arena *arena, const char *word, const char *format, enum figure_kind *kind,
                        struct fault *f) {
    *kind = FIGURE_NATURAL;
    if (strcmp(word, "auto") != 0 && !figure_kind_parse(word, kind))
        return fault_usage(f, _("--figure %s: expected auto or one of %s"), word, figure_kind_names(arena));
    return !format || strcmp(format, "pdf") == 0 ||
           fault_usage(f, _("--figure makes an SVG file: leave --format out, and name the file with -o"));
}

const struct figure *figure_option_make(struct arena *arena, const struct plot *plot, enum figure_kind kind,
                                        enum figure_kind natural, struct fault *f) {
    return figure_make(arena, kind == FIGURE_NATURAL ? natural : kind, plot, f);
}

bool figure_option_write(struct arena *arena, const struct figure *figure, const char *path,
                         struct fault *f) {
    return svg_figure_write(arena, figure, NULL, lang_now(), path, f);
}

void figure_option_kinds(struct arena *arena, struct result *r, const enum figure_kind *kinds, size_t count) {
    result_member(r, "figures", figure_kinds_json(arena, kinds, count));
}
