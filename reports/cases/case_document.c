#include "reports/cases/case_document.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "reports/cases/case_overview.h"
#include "reports/cases/case_text.h"
#include "reports/model/blocks.h"

#include <string.h>

struct writing {
    struct arena *arena;
    const struct case_list *list;
    struct section *sections;
    size_t section_count, section_capacity;
    struct blocks blocks; /* of the section that is being written */
};

static void end_section(struct writing *w, const char *title, bool landscape) {
    w->sections =
        arena_grow(w->arena, w->sections, w->section_count, &w->section_capacity, sizeof *w->sections);
    w->sections[w->section_count] = (struct section){.id = arena_printf(w->arena, "s%zu", w->section_count),
                                                     .title = title,
                                                     .landscape = landscape,
                                                     .blocks = w->blocks.items,
                                                     .block_count = w->blocks.count};
    w->section_count++;
    w->blocks = (struct blocks){.arena = w->arena};
}

/* --- overview --- */

static const struct grid *grid_of(struct arena *arena, const struct case_table *t) {
    enum { NAME_WIDTH = 96, FEW_COLUMNS = 4, NUMBER_WIDTH = 64 };
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    struct grid_column *columns = arena_array(arena, t->columns, sizeof *columns);
    struct grid_row *rows = arena_array(arena, t->rows + 1, sizeof *rows);
    for (size_t c = 0; c < t->columns; c++)
        columns[c] = (struct grid_column){.heading = t->headings[c],
                                          .align = c ? ALIGN_RIGHT : ALIGN_LEFT,
                                          .width = c && t->columns <= FEW_COLUMNS   ? NUMBER_WIDTH
                                                   : !c && t->columns > FEW_COLUMNS ? NAME_WIDTH
                                                                                    : 0};
    for (size_t r = 0; r < t->rows; r++) {
        struct grid_cell *cells = arena_array(arena, t->columns, sizeof *cells);
        for (size_t c = 0; c < t->columns; c++)
            cells[c].text = t->cells[r * t->columns + c];
        rows[r].cells = cells;
    }
    *grid = (struct grid){.title = t->title,
                          .caption = t->caption,
                          .columns = columns,
                          .column_count = t->columns,
                          .rows = rows,
                          .row_count = t->rows,
                          .compact = true};
    return grid;
}

static void write_facts(struct writing *w) {
    struct case_fact facts[CASE_FACTS_MAX];
    size_t count = case_facts(w->arena, w->list, facts);
    struct block_pair *pairs = arena_array(w->arena, count + 1, sizeof *pairs);
    for (size_t i = 0; i < count; i++)
        pairs[i] = (struct block_pair){facts[i].label, facts[i].text, NULL};
    blocks_title(&w->blocks, 1, arena_printf(w->arena, _("Cases: %s"), w->list->questionnaire->title));
    blocks_pairs(&w->blocks, pairs, count)->level = 1;
    for (size_t i = 0; i < w->list->note_count; i++)
        blocks_add(&w->blocks, BLOCK_PARAGRAPH)->text = w->list->notes[i];
}

/* Narrow tables follow the facts; a wide one has pages of its own. */
static void write_tables(struct writing *w, const struct case_group *group) {
    enum { PORTRAIT_COLUMNS = 14, NARROW = 4 };
    struct case_table tables[CASE_TABLES_MAX];
    size_t count = case_tables(w->arena, w->list, group, tables);
    for (size_t i = 0; i < count; i++) {
        if (tables[i].columns > NARROW && w->blocks.count)
            end_section(w, _("Overview: counts"), false);
        blocks_add(&w->blocks, BLOCK_GRID)->grid = grid_of(w->arena, &tables[i]);
        if (tables[i].columns > NARROW)
            end_section(w, tables[i].title, tables[i].columns > PORTRAIT_COLUMNS);
    }
    if (w->blocks.count)
        end_section(w, _("Overview: counts"), false);
}

/* --- cases --- */

static void write_case(struct writing *w, const struct case_group *g, const struct case_item *item) {
    bool ignored = false;
    const char *type = item->type          ? item->type
                       : item->type_hidden ? _("type not shown")
                                           : "",
               *kinds = case_kinds_text(w->arena, g, item, _(", "));
    blocks_title(&w->blocks, 3, arena_printf(w->arena, "%s%s%s", item->number, *type ? "　" : "", type));
    blocks_add(&w->blocks, BLOCK_PARAGRAPH)->text =
        case_text_replace(w->arena, item->text, "**", "＊＊", &ignored); /* no bold in what somebody wrote */
    if (!*kinds)
        return;
    blocks_small(&w->blocks, arena_printf(w->arena, _("Kinds: %s"), kinds));
}

static const char *kind_heading(const struct case_group *g, const struct case_item *item) {
    int kind = case_first_kind(item);
    return kind < 0 ? _("none of these kinds") : g->coding->kinds[kind].label;
}

static void write_cases(struct writing *w, const struct case_group *g) {
    for (size_t i = 0; i < g->count; i++) {
        const struct case_item *item = &g->items[i], *before = i ? &g->items[i - 1] : NULL;
        const struct case_area *area = &w->list->areas[item->area];
        bool first = !before || before->area != item->area;
        if (first)
            blocks_title(&w->blocks, 1,
                         w->list->has_areas
                             ? arena_printf(w->arena, _("%s: %s (%s cases)"), g->title, area->label,
                                            number_thousands(w->arena, (int64_t)g->by_area[item->area]))
                             : g->title);
        if (g->coding->kind_count && (first || case_first_kind(before) != case_first_kind(item)))
            blocks_title(&w->blocks, 2, kind_heading(g, item));
        write_case(w, g, item);
        if (i + 1 == g->count || g->items[i + 1].area != item->area)
            end_section(w,
                        !w->list->has_areas         ? g->title
                        : w->list->group_count == 1 ? area->label
                                                    : arena_printf(w->arena, "%s　%s", g->title, area->label),
                        false);
    }
}

const struct document *case_document_make(struct arena *arena, const struct case_list *list) {
    const struct questionnaire *q = list->questionnaire;
    struct writing w = {.arena = arena, .list = list, .blocks.arena = arena};
    write_facts(&w);
    for (size_t g = 0; g < list->group_count; g++)
        write_tables(&w, &list->groups[g]);
    if (w.blocks.count)
        end_section(&w, _("Overview: counts"), false);
    for (size_t g = 0; g < list->group_count; g++)
        write_cases(&w, &list->groups[g]);
    struct document *document = arena_alloc(arena, sizeof *document);
    *document = (struct document){.title = arena_printf(arena, _("Cases: %s"), q->title),
                                  .author = q->organiser,
                                  .subject = q->title,
                                  .keywords = q->id,
                                  .lang = lang_now(),
                                  .footer = arena_printf(arena, "%s　%s", q->organiser, q->short_title),
                                  .watermark = list->synthetic,
                                  .sections = w.sections,
                                  .section_count = w.section_count};
    return document;
}
