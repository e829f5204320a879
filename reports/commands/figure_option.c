#include "reports/commands/figure_option.h"

#include "engine/base/lang.h"
#include "reports/excel/excel_figure.h"
#include "reports/svg/svg_figure.h"

#include <string.h>
#include <strings.h>

static bool is_workbook(const char *path) {
    const char *dot = strrchr(path, '.');
    return dot && strcasecmp(dot, ".xlsx") == 0;
}

bool figure_option_read(struct arena *arena, const char *word, const char *format, enum figure_kind *kind,
                        struct fault *f) {
    *kind = FIGURE_NATURAL;
    if (strcmp(word, "auto") != 0 && !figure_kind_parse(word, kind))
        return fault_usage(f, _("--figure %s: expected auto or one of %s"), word, figure_kind_names(arena));
    return !format || strcmp(format, "pdf") == 0 ||
           fault_usage(f, _("--figure makes an SVG file or a workbook: leave --format out, and name the file "
                            "with -o (x.svg, x.xlsx)"));
}

const struct figure *figure_option_make(struct arena *arena, const struct plot *plot, enum figure_kind kind,
                                        enum figure_kind natural, struct fault *f) {
    return figure_make(arena, kind == FIGURE_NATURAL ? natural : kind, plot, f);
}

bool figure_option_write(struct arena *arena, const struct figure *figure, const char *path,
                         struct fault *f) {
    return is_workbook(path) ? excel_figure_write(arena, figure, NULL, path, f)
                             : svg_figure_write(arena, figure, NULL, lang_now(), path, f);
}

bool figure_option_write_of_set(struct arena *arena, const struct figure *figure, const struct table_set *set,
                                const char *path, struct fault *f) {
    if (!is_workbook(path))
        return svg_figure_write(arena, figure, set->dataset->synthetic, lang_now(), path, f);
    const char *said = set->interval_note ? set->interval_note : "";
    for (size_t i = 0; i < set->note_count; i++)
        said = arena_printf(arena, "%s\n%s", said, set->notes[i]);
    said = arena_printf(arena, "%s\n%s", said, arena_printf(arena, _("Source: %s"), set->source));
    return excel_figure_write(arena, figure, said, path, f);
}

void figure_option_kinds(struct arena *arena, struct result *r, const enum figure_kind *kinds, size_t count) {
    result_member(r, "figures", figure_kinds_json(arena, kinds, count));
}
