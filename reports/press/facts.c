/* What can be said of a survey as a whole: {survey|returns}, {survey|rate1} ... */
#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "reports/press/words.h"
#include "reports/press/writer.h"

#include <string.h>

enum { FACTS_MAX = 14 };

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
    add(&facts, (struct binding_fact){.name = "title", .text = q->title});
    add(&facts, (struct binding_fact){.name = "wave", .text = q->wave_label ? q->wave_label : q->title});
    add_date(arena, &facts, "from", q->field_from);
    add_date(arena, &facts, "to", q->field_to);
    *count = facts.count;
    return facts.items;
}

/* --- a published survey --- */

static void add_published(struct facts *facts, const char *name, long count, const char *text) {
    if (text || count != AGGREGATE_UNKNOWN)
        add(facts, (struct binding_fact){.name = name, .count = text ? 0 : count, .text = text});
    else
        add_missing(facts, name, _("this was not published; take it out of the text"));
}

/* A day is written out; a month stays as it was printed. */
static const char *published_date(struct arena *arena, const char *iso) {
    return iso ? words_date(arena, iso) : NULL;
}

const struct binding_fact *writer_published_facts(struct arena *arena, const struct published_survey *survey,
                                                  size_t *count) {
    struct facts facts = {arena_array(arena, FACTS_MAX, sizeof *facts.items), 0};
    const char *rate = survey->response_rate ? arena_printf(arena, "%s%%", survey->response_rate) : NULL;
    add_published(&facts, "returns", survey->responses, NULL);
    add_published(&facts, "sent", survey->sent, NULL);
    add_published(&facts, "rate", AGGREGATE_UNKNOWN, rate);
    add_published(&facts, "prefectures", survey->prefectures, NULL);
    add_published(&facts, "associations", survey->associations, NULL);
    add_published(&facts, "title", AGGREGATE_UNKNOWN, survey->title);
    add_published(&facts, "wave", AGGREGATE_UNKNOWN, survey->wave_label ? survey->wave_label : survey->title);
    add_published(&facts, "from", AGGREGATE_UNKNOWN, published_date(arena, survey->from));
    add_published(&facts, "to", AGGREGATE_UNKNOWN, published_date(arena, survey->to));
    *count = facts.count;
    return facts.items;
}

const struct binding_fact *writer_fact(const struct writer *w, const char *name) {
    const struct binding_source *source = binder_source(&w->binder, w->source->name);
    for (size_t i = 0; i < source->fact_count; i++)
        if (strcmp(source->facts[i].name, name) == 0)
            return source->facts[i].missing ? NULL : &source->facts[i];
    return NULL;
}
