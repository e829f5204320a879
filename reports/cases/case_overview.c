#include "reports/cases/case_overview.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "reports/press/words.h"

#include <string.h>

/* --- facts --- */

struct facts {
    struct case_fact *items;
    size_t count;
};

static void fact(struct facts *f, const char *label, const char *text) {
    if (text && *text)
        f->items[f->count++] = (struct case_fact){label, text};
}

const char *case_base_text(struct arena *arena, const struct case_group *group) {
    return arena_printf(arena, _("%s cases, of %s in the base (%s)"),
                        number_thousands(arena, (int64_t)group->count),
                        number_thousands(arena, group->base_n), group->question->base_text);
}

size_t case_facts(struct arena *arena, const struct case_list *list, struct case_fact facts[CASE_FACTS_MAX]) {
    const struct questionnaire *q = list->questionnaire;
    struct facts f = {facts, 0};
    fact(&f, _("Organiser"), q->organiser);
    fact(&f, _("Field period"), words_period(arena, q->field_from, q->field_to));
    fact(&f, _("Method"), q->method);
    fact(&f, _("Returns"), number_thousands(arena, list->returns));
    for (size_t i = 0; i < list->group_count && i < 4; i++)
        fact(&f, list->group_count == 1 ? _("Cases") : list->groups[i].title,
             case_base_text(arena, &list->groups[i]));
    fact(&f, _("State of the data"),
         arena_printf(arena, _("questionnaire %s, version %.12s; returns %.12s"), q->id, q->hash,
                      list->state));
    return f.count;
}

/* --- tables --- */

struct filling {
    struct arena *arena;
    const struct case_list *list;
    const struct case_group *group;
    struct case_table *table;
    const char **headings, **cells;
    size_t next;
};

static void begin(struct filling *f, struct case_table *table, size_t rows, size_t columns) {
    f->table = table;
    f->headings = arena_array(f->arena, columns + 1, sizeof *f->headings);
    f->cells = arena_array(f->arena, rows * columns + 1, sizeof *f->cells);
    f->next = 0;
    table->headings = f->headings;
    table->cells = f->cells;
    table->columns = columns;
    table->rows = rows;
}

static void put(struct filling *f, const char *text) {
    f->cells[f->next++] = text;
}

static void put_count(struct filling *f, size_t count) {
    put(f, number_thousands(f->arena, (int64_t)count));
}

/* Of the group's cases: what the percentages and counts of all its tables are of. */
static const char *caption(const struct filling *f) {
    return arena_printf(f->arena, _("Base: cases  n=%s"),
                        number_thousands(f->arena, (int64_t)f->group->count));
}

static void kinds_table(struct filling *f, struct case_table *table) {
    const struct case_coding *coding = f->group->coding;
    bool some_without = f->group->kinds[coding->kind_count] > 0;
    begin(f, table, coding->kind_count + some_without, 3);
    table->name = _("Kinds");
    table->title = _("Cases by kind (several kinds possible)");
    table->caption = caption(f);
    f->headings[0] = _("Kind");
    f->headings[1] = _("Cases");
    f->headings[2] = "%";
    for (size_t k = 0; k < table->rows; k++) {
        put(f, k < coding->kind_count ? coding->kinds[k].label : _("none of these kinds"));
        put_count(f, f->group->kinds[k]);
        put(f, case_share_text(f->arena, f->group, f->group->kinds[k]));
    }
}

static void areas_table(struct filling *f, struct case_table *table) {
    const struct case_list *list = f->list;
    begin(f, table, list->area_count, 3);
    table->name = _("Areas");
    table->title = _("Cases by area");
    table->caption = arena_printf(f->arena, _("Base: cases  n=%s; returns: all that were counted  n=%s"),
                                  number_thousands(f->arena, (int64_t)f->group->count),
                                  number_thousands(f->arena, list->returns));
    f->headings[0] = _("Area name");
    f->headings[1] = _("Returns");
    f->headings[2] = _("Cases");
    for (size_t a = 0; a < list->area_count; a++) {
        put(f, list->areas[a].label);
        put_count(f, (size_t)list->areas[a].returns);
        put_count(f, f->group->by_area[a]);
    }
}

static void matrix_table(struct filling *f, struct case_table *table) {
    const struct case_list *list = f->list;
    const struct case_coding *coding = f->group->coding;
    begin(f, table, list->area_count, coding->kind_count + 2);
    table->name = _("Areas by kind");
    table->title = _("Cases by area and kind (several kinds possible)");
    table->caption = caption(f);
    f->headings[0] = _("Area name");
    f->headings[1] = _("Cases");
    for (size_t k = 0; k < coding->kind_count; k++)
        f->headings[k + 2] = coding->kinds[k].label;
    for (size_t a = 0; a < list->area_count; a++) {
        put(f, list->areas[a].label);
        put_count(f, f->group->by_area[a]);
        for (size_t k = 0; k < coding->kind_count; k++)
            put_count(f, f->group->matrix[k * list->area_count + a]);
    }
}

static void words_table(struct filling *f, struct case_table *table) {
    const struct case_coding *coding = f->group->coding;
    size_t words = coding->word_count;
    begin(f, table, words, words + 2);
    table->name = _("Words together");
    table->title = _("Words in the texts, and how often together in one case");
    table->caption = caption(f);
    f->headings[0] = _("Word");
    f->headings[1] = _("Cases");
    for (size_t w = 0; w < words; w++)
        f->headings[w + 2] = coding->words[w].label;
    for (size_t a = 0; a < words; a++) {
        put(f, coding->words[a].label);
        put_count(f, f->group->together[a * words + a]);
        for (size_t b = 0; b < words; b++)
            put(f, a == b ? "-" : number_thousands(f->arena, (int64_t)f->group->together[a * words + b]));
    }
}

size_t case_tables(struct arena *arena, const struct case_list *list, const struct case_group *group,
                   struct case_table tables[CASE_TABLES_MAX]) {
    struct filling f = {.arena = arena, .list = list, .group = group};
    size_t count = 0;
    if (group->coding->kind_count)
        kinds_table(&f, &tables[count++]);
    if (list->has_areas)
        areas_table(&f, &tables[count++]);
    if (list->has_areas && group->coding->kind_count)
        matrix_table(&f, &tables[count++]);
    if (group->coding->word_count)
        words_table(&f, &tables[count++]);
    return count;
}
