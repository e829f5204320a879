/* The tables behind the figures of a kit: figures lead to them, and they name the files with the same numbers. */
#include "engine/base/lang.h"
#include "reports/press/writer.h"

#include <string.h>

static bool has_tables(const struct kit *kit) {
    for (size_t i = 0; i < kit->section_count; i++)
        if (kit->sections[i].type == KIT_TABLES)
            return true;
    return false;
}

const char *writer_anchor(struct writer *w, const struct table *table, const char *option) {
    if (!has_tables(w->kit))
        return NULL;
    const char *anchor = arena_printf(w->arena, "%s/%s", w->questionnaire->id, table->id);
    return option ? arena_printf(w->arena, "%s/%s", anchor, option) : anchor;
}

static bool leads_to(const struct press_figure *figure, const char *anchor) {
    return figure->anchor && anchor && strcmp(figure->anchor, anchor) == 0;
}

void writer_cite(struct writer *w, const char *anchor, const char *const **notes, size_t *count) {
    const char **all = arena_array(w->arena, *count + 1, sizeof *all), *files = "";
    for (size_t i = 0; i < *count; i++)
        all[i] = (*notes)[i];
    for (size_t i = 0; i < w->figure_count; i++)
        if (leads_to(&w->figures[i], anchor))
            files =
                arena_printf(w->arena, "%s%s%s.csv", files, *files ? _(", ") : "", w->figures[i].figure->id);
    if (*files)
        all[(*count)++] = arena_printf(w->arena, _("Machine-readable: %s"), files);
    *notes = all;
}

/* The grid of one answer may stand on a page of its own, a section of prefectures. */
static bool stands_elsewhere(const struct writer *w, const struct press_figure *figure) {
    for (size_t i = 0; figure->option && i < w->kit->section_count; i++) {
        const struct kit_section *section = &w->kit->sections[i];
        const struct table *table = figure->figure->table;
        if (section->type == KIT_PREFECTURES && strcmp(section->question, table->question) == 0 &&
            strcmp(section->option, figure->option) == 0 && strchr(table->id, ':') &&
            strcmp(strchr(table->id, ':'), ":pref") == 0)
            return true;
    }
    return false;
}

static bool is_repeated(const struct writer *w, size_t figure) {
    for (size_t i = 0; i < figure; i++)
        if (leads_to(&w->figures[i], w->figures[figure].anchor))
            return true;
    return false;
}

static void add_table(struct writer *w, const struct press_figure *from) {
    struct table *cited = arena_copy(w->arena, from->figure->table, sizeof *cited);
    writer_cite(w, from->anchor, &cited->notes, &cited->note_count);
    struct block *block = writer_add(w, BLOCK_TABLE);
    block->table = cited;
    block->anchor = from->anchor;
    block->beside = true;
}

static void add_option_grid(struct writer *w, const struct press_figure *from) {
    const struct table *table = from->figure->table;
    struct block *block = writer_add(w, BLOCK_GRID);
    w->questionnaire = from->set->questionnaire;
    block->grid = writer_option_grid(w, table, table_row_find(table, from->option));
    block->anchor = from->anchor;
}

bool writer_tables(struct writer *w, const struct kit_section *section, struct fault *f) {
    size_t count = 0;
    for (size_t i = 0; i < w->figure_count; i++) {
        const struct press_figure *figure = &w->figures[i];
        if (!figure->anchor || is_repeated(w, i) || stands_elsewhere(w, figure))
            continue;
        count++;
        if (figure->option)
            add_option_grid(w, figure);
        else
            add_table(w, figure);
    }
    return count > 0 || json_fault(f, section->at,
                                   _("no figure stands before this section, so there is no table to print"));
}
