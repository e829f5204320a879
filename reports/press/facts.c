/* What can be said of a survey as a whole: {survey|returns}, {survey|rate1} ... */
#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "reports/press/words.h"
#include "reports/press/writer.h"

#include <string.h>

enum { FACTS_MAX = 10 };

struct facts {
    struct binding_fact *items;
    size_t count;
};

static void add(struct facts *facts, struct binding_fact fact) {
    facts->items[facts->count++] = fact;
}

/* How many prefectures at least one return came from. */
static int64_t prefectures_of(const struct dataset *d) {
    const struct dataset_column *column = &d->columns[d->questionnaire->key_pref];
    int64_t count = 0;
    for (size_t i = 0; i < column->question->option_count; i++)
        count += bitset_count(column->option[i], d->n) > 0;
    return count;
}

static int64_t associations_of(struct arena *arena, const struct dataset *d) {
    const struct dataset_attribute *association = &d->association;
    bool *seen = arena_array(arena, association->count + 1, sizeof *seen);
    int64_t count = 0;
    for (size_t i = 0; i < d->n; i++)
        if (association->code[i] < association->count && !seen[association->code[i]]) {
            seen[association->code[i]] = true;
            count++;
        }
    return count;
}

static void add_missing(struct facts *facts, const char *name, const char *why) {
    add(facts, (struct binding_fact){.name = name, .missing = why});
}

static void add_date(struct arena *arena, struct facts *facts, const char *name, const char *iso) {
    if (iso && *iso)
        add(facts, (struct binding_fact){.name = name, .text = words_date(arena, iso)});
    else
        add_missing(
            facts, name,
            _("the questionnaire has no such day of its field period; add it there (\"field\"), or take "
              "this out of the text"));
}

const struct binding_fact *writer_facts(struct arena *arena, const struct press_source *source,
                                        size_t *count) {
    const struct dataset *d = source->tables->dataset;
    const struct questionnaire *q = source->tables->questionnaire;
    struct facts facts = {arena_array(arena, FACTS_MAX, sizeof *facts.items), 0};
    add(&facts, (struct binding_fact){.name = "returns", .count = (int64_t)d->n});
    if (source->sent > 0) {
        add(&facts, (struct binding_fact){.name = "sent", .count = source->sent});
        add(&facts, (struct binding_fact){.name = "rate", .count = (int64_t)d->n, .n = source->sent});
    } else {
        const char *why =
            _("it is not known how many questionnaires were sent; load it with `shukei survey sent`, "
              "or take this out of the text");
        add_missing(&facts, "sent", why);
        add_missing(&facts, "rate", why);
    }
    if (q->key_pref >= 0)
        add(&facts, (struct binding_fact){.name = "prefectures", .count = prefectures_of(d)});
    else
        add_missing(&facts, "prefectures",
                    _("the questionnaire does not ask for the prefecture; take this out of the text"));
    if (associations_of(arena, d) > 0)
        add(&facts, (struct binding_fact){.name = "associations", .count = associations_of(arena, d)});
    else
        add_missing(
            &facts, "associations",
            _("no return names its association; import them with a column for it, or take this out of "
              "the text"));
    add_date(arena, &facts, "from", q->field_from);
    add_date(arena, &facts, "to", q->field_to);
    *count = facts.count;
    return facts.items;
}
