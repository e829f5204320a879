/* Pages that hold surveys side by side, and how any page keeps its figures. */
#include "engine/base/lang.h"
#include "engine/waves/comparison.h"
#include "reports/compare/compare_grid.h"
#include "reports/compare/compare_plot.h"
#include "reports/press/writer.h"

#include <string.h>

/* --- figures of all sections --- */

struct press_figure *writer_figure(struct writer *w, const struct figure *made, const char *name) {
    struct figure *figure = arena_copy(w->arena, made, sizeof *made);
    figure->id = arena_printf(w->arena, "%02zu-%s", w->figure_count + 1, name);
    writer_add(w, BLOCK_FIGURE)->figure = figure;
    w->figures = arena_grow(w->arena, w->figures, w->figure_count, &w->figure_capacity, sizeof *w->figures);
    w->figures[w->figure_count] =
        (struct press_figure){.figure = figure, .set = figure->table ? w->source->tables : NULL};
    return &w->figures[w->figure_count++];
}

/* --- comparisons --- */

enum { BARS_WAVES_MAX = 4, FIGURE_AFTER = 10 };

static const char *const *strings(struct arena *arena, const struct json *array) {
    const char **list = arena_array(arena, array ? array->count + 1 : 1, sizeof *list);
    size_t count = 0;
    for (const struct json *node = array ? array->first : NULL; node; node = node->next)
        list[count++] = node->string;
    return list;
}

static const struct comparison *compare(struct writer *w, const struct kit_section *section,
                                        struct fault *f) {
    struct comparison_request *request = arena_alloc(w->arena, sizeof *request);
    *request = (struct comparison_request){.surveys = strings(w->arena, section->surveys),
                                           .survey_count = section->surveys->count,
                                           .concepts = strings(w->arena, section->concepts),
                                           .concept_count = section->concepts ? section->concepts->count : 0,
                                           .by = section->by,
                                           .base = section->base,
                                           .level = 0.95,
                                           .adjust = ADJUST_HOLM,
                                           .shelf = &w->shelf};
    struct store *store = store_open(w->sources[0].store_path, STORE_READ, f);
    const struct comparison *c = store ? comparison_make(w->arena, store, request, f) : NULL;
    store_close(store);
    return c;
}

/* NULL: there is nothing to draw. */
static const struct plot *plot_of(struct writer *w, const struct comparison *c, struct fault *f) {
    const struct plot *plot = compare_plot(w->arena, c);
    double low, high;
    if (plot_range(plot, false, &low, &high))
        return plot;
    const char *first = plot->note ? plot->note : "";
    fault_set(f, _("nothing of what these surveys share can be compared: %.*s"), (int)strcspn(first, "\n"),
              first);
    return NULL;
}

bool writer_comparison(struct writer *w, const struct kit_section *section, struct fault *f) {
    const struct comparison *c = compare(w, section, f);
    const struct plot *plot = c ? plot_of(w, c, f) : NULL;
    const enum figure_kind kind = section->figure != FIGURE_NATURAL                   ? section->figure
                                  : section->surveys->count <= (size_t)BARS_WAVES_MAX ? FIGURE_GROUPED
                                                                                      : FIGURE_LINE;
    const struct figure *made = plot ? figure_make(w->arena, kind, plot, f) : NULL;
    if (!made) {
        f->kind = FAULT_FAILED; /* the kit's mistake, not the command line's */
        return fault_context(f, "%s", json_pointer(w->arena, section->at));
    }
    struct figure *figure = arena_copy(w->arena, made, sizeof *made);
    figure->note = NULL; /* the grid has it */
    writer_figure(w, figure, section->id);
    writer_add(w, BLOCK_SPACE)->height = FIGURE_AFTER;
    writer_add(w, BLOCK_GRID)->grid = compare_grid(w->arena, c, plot->caption, plot->note, true);
    return true;
}
