#include "reports/cases/case_rows.h"

#include "engine/base/lang.h"

static const struct listing_column people_columns[] = {
    {"number", N_("Case"), LISTING_TEXT},    {"area", N_("Area name"), LISTING_TEXT},
    {"type", N_("Type"), LISTING_TEXT},      {"kinds", N_("Kinds"), LISTING_TEXT},
    {"text", N_("Case text"), LISTING_TEXT},
};
static const struct listing_column machine_columns[] = {
    {"number", NULL, LISTING_TEXT},     {"question", NULL, LISTING_TEXT}, {"area", NULL, LISTING_TEXT},
    {"area_label", NULL, LISTING_TEXT}, {"type", NULL, LISTING_TEXT},     {"type_hidden", NULL, LISTING_FLAG},
    {"kinds", NULL, LISTING_TEXT},      {"text", NULL, LISTING_TEXT},
};
enum {
    PEOPLE_COLUMNS = sizeof people_columns / sizeof *people_columns,
    MACHINE_COLUMNS = sizeof machine_columns / sizeof *machine_columns,
};

static const char *kind_ids(struct arena *arena, const struct case_coding *coding, uint64_t kinds) {
    const char *all = "";
    for (size_t k = 0; k < coding->kind_count; k++)
        if (kinds >> k & 1)
            all = arena_printf(arena, "%s%s%s", all, *all ? " " : "", coding->kinds[k].id);
    return all;
}

static void add_case(struct arena *arena, const struct case_list *list, const struct case_group *g,
                     const struct case_item *item, struct listing *people, struct listing *machines) {
    const struct case_area *area = list->has_areas ? &list->areas[item->area] : NULL;
    const char *type = item->type ? item->type : item->type_hidden ? _("type not shown") : NULL;
    listing_add(people,
                (const char *const[PEOPLE_COLUMNS]){item->number, area ? area->label : NULL, type,
                                                    case_kinds_text(arena, g, item, _(", ")), item->text});
    listing_add(machines, (const char *const[MACHINE_COLUMNS]){
                              item->number, g->question->id, area ? area->key : NULL,
                              area ? area->label : NULL, item->type, item->type_hidden ? listing_yes : NULL,
                              kind_ids(arena, g->coding, item->kinds), item->text});
}

const struct result *case_rows_make(struct arena *arena, const struct case_list *list) {
    const struct questionnaire *q = list->questionnaire;
    struct result *r = result_create(arena, arena_printf(arena, _("Cases: %s"), q->title));
    struct listing *people = listing_create(arena, "cases", people_columns, PEOPLE_COLUMNS);
    struct listing *machines = listing_create(arena, "cases", machine_columns, MACHINE_COLUMNS);
    result_fact(r, "survey", _("Survey"), q->id);
    result_fact_number(r, "returns", _("Returns"), list->returns);
    result_fact_number(r, "count", _("Cases"), (int64_t)list->case_count);
    result_fact_number(r, "masked", _("Texts with masks"), (int64_t)list->masked);
    for (size_t g = 0; g < list->group_count; g++)
        for (size_t i = 0; i < list->groups[g].count; i++)
            add_case(arena, list, &list->groups[g], &list->groups[g].items[i], people, machines);
    listing_drop_empty(people);
    result_rows(r, people, machines);
    for (size_t i = 0; i < list->note_count; i++)
        result_note(r, list->notes[i]);
    return r;
}
