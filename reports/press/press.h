/*
 * press: a kit and the sources of its numbers become a document.
 *
 *     kit = kit_load(arena, path, f);                         // what to print
 *     sources = ...                                           // tables, published figures, series
 *     built = press_build(arena, kit, sources, count, f);     // every number bound, or a fault and nothing
 *     document_layout(arena, built->document, canvas, &pages, f);
 *
 * The kit's own survey is the first source and has the name ""; a kit may do without.
 *
 * The report is written in the language in force (engine/base/lang.h); so are the faults, which is why a
 * caller whose interface speaks another language than the report builds it in both.  Figures are named
 * (`figure->id`) by their place in the kit, so that they can be written one by one.
 */
#ifndef SHUKEI_REPORTS_PRESS_PRESS_H
#define SHUKEI_REPORTS_PRESS_PRESS_H

#include "reports/model/document.h"
#include "reports/press/binding.h"
#include "reports/press/kit.h"

struct press_source {
    const char *name; /* as in the kit's references */
    enum binding_kind kind;
    /* a survey */
    const struct table_set *tables; /* of all questions, not crossed; brings dataset and questionnaire */
    const struct table_set *(*crossed)(void *data, const char *key, const char *question, struct fault *f);
    /* crossed, with the columns compared */
    const struct table_set *(*compared)(void *data, const char *key, const char *question,
                                        enum adjust_method adjust, struct fault *f);
    void *data;
    int64_t sent;           /* questionnaires sent; 0: unknown */
    const char *store_path; /* for pages that print answers one by one */
    /* the others */
    const struct published_survey *published;
    const struct series_table *series;
};

struct press_figure {
    struct figure *figure;       /* the same that its block has */
    const struct table_set *set; /* the survey of its table; NULL: it has no table */
    const char *option;          /* the one answer that it shows across the columns, or NULL */
    const char *anchor;          /* of its table in the document, or NULL */
};

struct press {
    const struct document *document;
    const struct press_figure *figures;
    size_t figure_count;
    const struct binding *bindings;
    size_t binding_count;
};

const struct press *press_build(struct arena *arena, const struct kit *kit,
                                const struct press_source *sources, size_t count,
                                struct fault *f) FAULT_CHECKED;

#endif
