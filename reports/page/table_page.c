#include "reports/page/table_page.h"

#include "engine/base/lang.h"
#include "reports/press/words.h"

#include <string.h>

enum { FACTS_MAX = 9 };

struct facts {
    struct block_pair *pairs;
    size_t count;
};

static void add(struct facts *facts, const char *label, const char *text) {
    if (text && *text)
        facts->pairs[facts->count++] = (struct block_pair){label, text, NULL};
}

/* The filter of a table is that of all of them. */
static struct facts facts_of(struct arena *arena, const struct table_set *set) {
    const struct questionnaire *q = set->questionnaire;
    struct facts facts = {.pairs = arena_array(arena, FACTS_MAX, sizeof *facts.pairs)};
    add(&facts, _("Organiser"), q->organiser);
    add(&facts, _("Field period"), words_period(arena, q->field_from, q->field_to));
    add(&facts, _("Who was asked"), q->population);
    add(&facts, _("Method"), q->method);
    add(&facts, _("Only where"), set->count ? set->tables[0].filter_text : NULL);
    add(&facts, _("Weighting"), set->count ? set->tables[0].weight : NULL);
    add(&facts, _("Interval"), set->interval_note);
    add(&facts, _("Source"), set->source);
    return facts;
}

const struct page *table_page(struct arena *arena, const struct table_set *set,
                              const struct figure *const *figures) {
    struct page *page = arena_alloc(arena, sizeof *page);
    struct page_part *parts = arena_array(arena, set->count + 1, sizeof *parts);
    const struct facts facts = facts_of(arena, set);
    for (size_t i = 0; i < set->count; i++)
        parts[i] = (struct page_part){.figure = figures ? figures[i] : NULL, .table = &set->tables[i]};
    *page = (struct page){.title = set->questionnaire->title,
                          .id = set->questionnaire->id,
                          .organiser = set->questionnaire->organiser,
                          .notice = set->dataset->synthetic,
                          .parts = parts,
                          .part_count = set->count,
                          .facts = facts.pairs,
                          .fact_count = facts.count,
                          .notes = set->notes,
                          .note_count = set->note_count};
    return page;
}
