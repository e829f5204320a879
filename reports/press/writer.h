/*
 * writer: the section that is being written; private to reports/press.
 *
 * Sections are functions that add blocks; a text goes through the binder on its way.  After a fault the
 * functions return false and what was written is thrown away.
 */
#ifndef SHUKEI_REPORTS_PRESS_WRITER_H
#define SHUKEI_REPORTS_PRESS_WRITER_H

#include "engine/waves/wave.h"
#include "reports/model/blocks.h"
#include "reports/press/press.h"

struct writer {
    struct arena *arena;
    const struct kit *kit;
    const struct press_source *sources;
    size_t source_count;
    const struct press_source *source;         /* of the present section; NULL when it needs none */
    const struct questionnaire *questionnaire; /* of the source, or NULL */
    struct binder binder;
    struct blocks blocks;         /* of the present section */
    struct press_figure *figures; /* of the whole kit */
    size_t figure_count, figure_capacity;
    const char *title;       /* of the kit, bound */
    size_t numbered;         /* groups of questions so far in the section */
    struct wave_shelf shelf; /* of all comparisons */
};

struct block *writer_add(struct writer *w, enum block_kind kind); /* zeroed but for its kind */
void writer_title(struct writer *w, int level, const char *text);
void writer_small(struct writer *w, const char *text); /* small print */
bool writer_pairs(struct writer *w, const struct kit_pair *pairs, size_t count, struct block_pair *out,
                  struct fault *f) FAULT_CHECKED; /* bound; labels are not */

/* A figure as a block, kept among those of the kit under its place and `name`. */
struct press_figure *writer_figure(struct writer *w, const struct figure *figure, const char *name);

/* One answer across the columns of a crossed table, with bars: a page of prefectures. */
const struct grid *writer_option_grid(struct writer *w, const struct table *table,
                                      const struct table_row *row);
/* The anchor of such a grid (option not NULL) or of a table, the same for all figures of it; NULL in a kit without
 * a section of tables. */
const char *writer_anchor(struct writer *w, const struct table *table, const char *option);
/* The notes of a table that figures lead to, with the names of the files that hold its numbers. */
void writer_cite(struct writer *w, const char *anchor, const char *const **notes, size_t *count);

/* Facts for {survey|...}. */
const struct binding_fact *writer_facts(struct arena *arena, const struct press_source *source,
                                        size_t *count);
const struct binding_fact *writer_published_facts(struct arena *arena, const struct published_survey *survey,
                                                  size_t *count);

/* The fact of the present section's survey, or NULL when it is not known. */
const struct binding_fact *writer_fact(const struct writer *w, const char *name);

bool writer_blocks(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;
bool writer_results(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;
bool writer_prefectures(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;
bool writer_ranking(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;
bool writer_trend(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;
bool writer_comparison(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;
bool writer_listing(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;
bool writer_examples(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;
bool writer_tables(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;
bool writer_methodology(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;
bool writer_questionnaire(struct writer *w, const struct kit_section *section, struct fault *f) FAULT_CHECKED;

#endif
