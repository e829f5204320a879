#include "reports/microdata/release_keys.h"

#include "engine/base/bitset.h"
#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/base/order.h"
#include "engine/questionnaire/reference.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS_MAX = 60000, UNKNOWN_CODES = 900 };

struct maker {
    struct arena *arena;
    const struct dataset *d;
    struct release_source *sources;
    size_t count;
};

const struct microdata_category *release_keys_options(struct arena *arena, const struct question *question) {
    struct microdata_category *all = arena_array(arena, question->option_count + 1, sizeof *all);
    for (size_t i = 0; i < question->option_count; i++) {
        const struct option *option = &question->options[i];
        all[i] = (struct microdata_category){(int)i + 1, option->id, option->label, option->concept};
    }
    return all;
}

static void put(const struct dataset *d, const uint64_t *set, uint16_t place, uint16_t *value) {
    for (size_t w = 0; w < bitset_words(d->n); w++)
        for (uint64_t left = set[w]; left; left &= left - 1)
            value[64 * w + (size_t)__builtin_ctzll(left)] = place;
}

static uint16_t *answers_to(const struct maker *m, size_t question) {
    const struct dataset_column *column = &m->d->columns[question];
    uint16_t *value = arena_array(m->arena, m->d->n + 1, sizeof *value);
    size_t options = column->question->option_count;
    for (size_t j = 0; j < options; j++)
        put(m->d, column->option[j], (uint16_t)j, value);
    for (size_t s = 0; s < ANSWER_STATES; s++)
        if (s != ANSWER_GIVEN)
            put(m->d, column->state[s], (uint16_t)(options + s), value);
    return value;
}

static void add_question(struct maker *m, size_t place, size_t question, const char *id) {
    const struct question *asked = &m->d->questionnaire->questions[question];
    m->sources[place] = (struct release_source){.key = {.id = id,
                                                        .label = asked->label,
                                                        .question = asked,
                                                        .categories = release_keys_options(m->arena, asked),
                                                        .category_count = asked->option_count},
                                                .value = answers_to(m, question),
                                                .parent = -1};
}

/* --- groups of types --- */

static const struct grouping *grouping_of(const struct questionnaire *q, int question) {
    for (size_t i = 0; i < q->grouping_count; i++)
        if ((int)q->groupings[i].question == question)
            return &q->groupings[i];
    return NULL;
}

/* A type that is in no group is as one that was not asked for it. */
static void add_group(struct maker *m) {
    const struct release_source *type = &m->sources[RELEASE_TYPE];
    const struct grouping *g = grouping_of(m->d->questionnaire, m->d->questionnaire->key_type);
    if (!g)
        return;
    struct microdata_category *all = arena_array(m->arena, g->count + 1, sizeof *all);
    uint16_t *value = arena_array(m->arena, m->d->n + 1, sizeof *value);
    for (size_t i = 0; i < g->count; i++)
        all[i] = (struct microdata_category){(int)i + 1, g->ids[i], g->labels[i], NULL};
    for (size_t i = 0; i < m->d->n; i++) {
        size_t option = type->value[i], options = type->key.category_count;
        size_t place = option >= options             ? option - options + g->count
                       : g->category_of[option] >= 0 ? (size_t)g->category_of[option]
                                                     : g->count + ANSWER_NOT_APPLICABLE;
        value[i] = (uint16_t)place;
    }
    m->sources[RELEASE_GROUP] = (struct release_source){
        .key = {.id = g->id, .label = g->label, .categories = all, .category_count = g->count},
        .value = value,
        .parent = -1};
    m->sources[RELEASE_TYPE].parent = RELEASE_GROUP;
}

/* --- regions --- */

static size_t region_at(const struct reference *r, size_t prefecture) {
    size_t at = 0;
    while (at + 1 < r->region_count && strcmp(r->regions[at].id, r->prefectures[prefecture].region) != 0)
        at++;
    return at;
}

static bool add_region(struct maker *m, struct fault *f) {
    const struct reference *r = reference_get(f);
    const struct release_source *prefecture = &m->sources[RELEASE_PREFECTURE];
    if (!r)
        return false;
    struct microdata_category *all = arena_array(m->arena, r->region_count + 1, sizeof *all);
    uint16_t *value = arena_array(m->arena, m->d->n + 1, sizeof *value);
    size_t prefectures = prefecture->key.category_count;
    for (size_t i = 0; i < r->region_count; i++)
        all[i] = (struct microdata_category){(int)i + 1, r->regions[i].id, r->regions[i].name, NULL};
    for (size_t i = 0; i < m->d->n; i++)
        value[i] = prefecture->value[i] < prefectures
                       ? (uint16_t)region_at(r, prefecture->value[i])
                       : (uint16_t)(prefecture->value[i] - prefectures + r->region_count);
    m->sources[RELEASE_REGION] = (struct release_source){
        .key = {.id = "region", .label = _("Region"), .categories = all, .category_count = r->region_count},
        .value = value,
        .parent = -1};
    m->sources[RELEASE_PREFECTURE].parent = RELEASE_REGION;
    return true;
}

static bool add_own(struct maker *m, struct fault *f) {
    const struct questionnaire *q = m->d->questionnaire;
    m->count = RELEASE_ORDERED;
    if (q->key_type >= 0 && q->questions[q->key_type].kind != QUESTION_MULTI)
        add_question(m, RELEASE_TYPE, (size_t)q->key_type, "type"), add_group(m);
    if (q->key_pref < 0 || q->key_pref == q->key_type || q->questions[q->key_pref].kind == QUESTION_MULTI)
        return true;
    add_question(m, RELEASE_PREFECTURE, (size_t)q->key_pref, "prefecture");
    return q->questions[q->key_pref].kind != QUESTION_PREFECTURE || add_region(m, f);
}

/* --- the return itself --- */

static int channel_code(const char *key) {
    static const char *const channels[] = {"fax", "post", "web", NULL};
    for (int i = 0; channels[i]; i++)
        if (strcmp(key, channels[i]) == 0)
            return i + 1;
    return 0;
}

static int association_code(const struct reference *r, const char *key) {
    struct arena *scratch = arena_create();
    int at = reference_association(r, scratch, key);
    arena_destroy(scratch);
    return at + 1;
}

static bool add_attribute(struct maker *m, const struct dataset_attribute *attribute, const char *id,
                          const char *label, struct fault *f) {
    const struct reference *r = reference_get(f);
    if (!r)
        return false;
    if (!attribute->count)
        return true;
    bool associations = attribute == &m->d->association;
    struct microdata_category *all = arena_array(m->arena, attribute->count + 1, sizeof *all);
    uint16_t *value = arena_array(m->arena, m->d->n + 1, sizeof *value);
    for (size_t i = 0; i < attribute->count; i++) {
        int code = associations ? association_code(r, attribute->keys[i]) : channel_code(attribute->keys[i]);
        all[i] = (struct microdata_category){code ? code : UNKNOWN_CODES + (int)i, attribute->keys[i],
                                             attribute->labels[i], NULL};
    }
    for (size_t i = 0; i < m->d->n; i++)
        value[i] = attribute->code[i] == DATASET_NO_CODE ? (uint16_t)(attribute->count + ANSWER_NO_ANSWER)
                                                         : attribute->code[i];
    bool located = associations && m->sources[RELEASE_PREFECTURE].key.id;
    m->sources[m->count++] = (struct release_source){
        .key = {.id = id, .label = label, .categories = all, .category_count = attribute->count},
        .value = value,
        .parent = located ? RELEASE_PREFECTURE : -1};
    return true;
}

/* --- months and weeks --- */

/* The Monday; 1970-01-01 was a Thursday. */
static int64_t week_of(int64_t day) {
    int64_t since = (day + 3) % 7;
    return day - (since < 0 ? since + 7 : since);
}

static size_t distinct(int64_t *days, size_t count) {
    size_t kept = 0;
    if (count)
        qsort(days, count, sizeof *days, order_whole);
    for (size_t i = 0; i < count; i++)
        if (!kept || days[i] != days[kept - 1])
            days[kept++] = days[i];
    return kept;
}

static void add_days(struct maker *m, const char *id, const char *label, int64_t (*first_of)(int64_t)) {
    struct arena *scratch = arena_create();
    int64_t *seen = arena_array(scratch, m->d->n + 1, sizeof *seen);
    size_t known = 0;
    for (size_t i = 0; i < m->d->n; i++)
        if (dataset_received(m->d, i) != INT64_MIN)
            seen[known++] = first_of(dataset_received(m->d, i));
    size_t count = distinct(seen, known);
    int64_t *days = arena_copy(m->arena, seen, (count + 1) * sizeof *days);
    arena_destroy(scratch);
    if (!count || count > DAYS_MAX)
        return;
    uint16_t *value = arena_array(m->arena, m->d->n + 1, sizeof *value);
    for (size_t i = 0; i < m->d->n; i++) {
        int64_t day = dataset_received(m->d, i);
        day = day == INT64_MIN ? day : first_of(day);
        const int64_t *at = bsearch(&day, days, count, sizeof *days, order_whole);
        value[i] = at ? (uint16_t)(at - days) : (uint16_t)(count + ANSWER_NO_ANSWER);
    }
    m->sources[m->count++] =
        (struct release_source){.key = {.id = id, .label = label, .category_count = count, .days = days},
                                .value = value,
                                .parent = -1};
}

/* --- what the office names --- */

static bool is_key_already(const struct maker *m, const struct question *question) {
    for (size_t i = 0; i < m->count; i++)
        if (m->sources[i].key.question == question)
            return true;
    return false;
}

static void add_named(struct maker *m, const char *id) {
    int at = questionnaire_find(m->d->questionnaire, id);
    assert(at >= 0);
    if (!is_key_already(m, &m->d->questionnaire->questions[at]))
        add_question(m, m->count++, (size_t)at, id);
}

bool release_keys_make(struct arena *arena, const struct dataset *d, const struct microdata_spec *spec,
                       struct release_source **sources, size_t *count, struct fault *f) {
    struct maker m = {.arena = arena, .d = d};
    m.sources = arena_array(arena, RELEASE_OWN_KEYS + spec->key_count, sizeof *m.sources);
    if (!add_own(&m, f) || !add_attribute(&m, &d->association, "association", _("Association"), f) ||
        !add_attribute(&m, &d->channel, "channel", _("Channel"), f))
        return false;
    add_days(&m, "received_month", _("Month of arrival"), calendar_month);
    add_days(&m, "received_week", _("Week of arrival (its Monday)"), week_of);
    for (size_t i = 0; i < spec->key_count; i++)
        add_named(&m, spec->keys[i]);
    *sources = m.sources;
    *count = m.count;
    return true;
}
