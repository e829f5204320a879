#include "reports/microdata/release.h"

#include "engine/base/lang.h"
#include "engine/tabulation/weighting.h"
#include "reports/microdata/anonymity.h"
#include "reports/microdata/microdata_texts.h"
#include "reports/microdata/release_keys.h"
#include "reports/microdata/release_order.h"

#include <string.h>

struct maker {
    struct arena *arena;
    const struct dataset *d;
    struct release_source *sources;
    size_t count;
    struct release *release;
    struct anonymity *anonymity; /* after the ordered keys, then after all */
    const uint32_t *order;       /* the returns by a hash of their contents */
};

/* --- keys --- */

/* Withholds of one source what must be; the key goes to keys[source]. */
static void refine(struct arena *arena, const struct maker *m, struct anonymity *a, size_t source,
                   struct release_key *keys) {
    const struct release_source *from = &m->sources[source];
    const struct release_key *parent = from->parent >= 0 ? &keys[from->parent] : NULL;
    uint16_t *released = arena_array(arena, m->d->n + 1, sizeof *released);
    struct anonymity_key key = {.value = from->value,
                                .value_count = from->key.category_count + ANSWER_STATES,
                                .parent = parent ? parent->released : NULL,
                                .told_by_tables =
                                    source < RELEASE_ORDERED || from->parent == RELEASE_PREFECTURE,
                                .released = released};
    anonymity_refine(a, &key);
    keys[source] = from->key;
    keys[source].released = released;
    keys[source].withheld = key.withheld;
}

static const int orders[][RELEASE_ORDERED] = {
    {RELEASE_GROUP, RELEASE_TYPE, RELEASE_REGION, RELEASE_PREFECTURE},
    {RELEASE_REGION, RELEASE_GROUP, RELEASE_TYPE, RELEASE_PREFECTURE},
    {RELEASE_REGION, RELEASE_PREFECTURE, RELEASE_GROUP, RELEASE_TYPE},
};
enum { ORDERS = sizeof orders / sizeof *orders };

static size_t release_ordered(struct arena *arena, const struct maker *m, struct anonymity *a,
                              const int *order, struct release_key *keys) {
    size_t withheld = 0;
    for (size_t i = 0; i < RELEASE_ORDERED; i++)
        if (m->sources[order[i]].key.id) {
            refine(arena, m, a, (size_t)order[i], keys);
            withheld += keys[order[i]].withheld;
        }
    return withheld;
}

/* The order of type, group, region and prefecture in which the fewest values are lost; of equals the first. */
static const int *best_order(const struct maker *m) {
    size_t best = 0, least = SIZE_MAX;
    for (size_t i = 0; i < ORDERS; i++) {
        struct arena *scratch = arena_create();
        struct release_key *keys = arena_array(scratch, m->count + 1, sizeof *keys);
        struct anonymity *a = anonymity_begin(scratch, m->d->n, (size_t)m->release->threshold, m->order);
        size_t lost = release_ordered(scratch, m, a, orders[i], keys);
        if (lost < least)
            best = i, least = lost;
        arena_destroy(scratch);
    }
    return orders[best];
}

/* --- numbers --- */

/* How many returns gave each of the column's values. */
static size_t *count_values(struct arena *arena, const struct dataset_column *column) {
    size_t *counts = arena_array(arena, column->value_count + 1, sizeof *counts);
    for (size_t i = 0; i < column->states[ANSWER_GIVEN]; i++)
        counts[column->value_code[i]]++;
    return counts;
}

/* The rank-th value from below, counted from 0. */
static int64_t value_at(const struct dataset_column *column, const size_t *counts, size_t rank) {
    size_t at = 0;
    for (size_t below = counts[0]; below <= rank; below += counts[at])
        at++;
    return column->value[at];
}

static struct release_limit limit_of(const struct dataset_column *column, size_t threshold) {
    struct release_limit limit = {.question = column->question, .low = INT64_MIN, .high = INT64_MAX};
    size_t given = column->states[ANSWER_GIVEN];
    if (threshold < 2 || given == 0)
        return limit;
    limit.withheld = given < threshold;
    if (limit.withheld)
        return limit;
    struct arena *scratch = arena_create();
    const size_t *counts = count_values(scratch, column);
    size_t low = threshold - 1, high = given - threshold;
    if (low > high)
        low = high = given / 2;
    limit.low = value_at(column, counts, low);
    limit.high = value_at(column, counts, high);
    limit.below = limit.low > column->value[0];
    limit.above = limit.high < column->value[column->value_count - 1];
    arena_destroy(scratch);
    return limit;
}

static void limit_numbers(const struct maker *m) {
    const struct questionnaire *q = m->d->questionnaire;
    struct release_limit *limits = arena_array(m->arena, q->question_count + 1, sizeof *limits);
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].kind == QUESTION_NUMBER)
            limits[m->release->limit_count++] = limit_of(&m->d->columns[i], (size_t)m->release->threshold);
    m->release->limits = limits;
}

const struct release_limit *release_limit_of(const struct release *release, const struct question *question) {
    for (size_t i = 0; i < release->limit_count; i++)
        if (release->limits[i].question == question)
            return &release->limits[i];
    return NULL;
}

/* --- weights --- */

static bool is_coarse(const struct release_key *keys, size_t row) {
    for (size_t i = 0; i < RELEASE_ORDERED; i++)
        if (keys[i].id && keys[i].released[row] == ANONYMITY_WITHHELD)
            return true;
    return false;
}

/* The classes are those of type, region and prefecture, so a class is coarse as a whole. */
static size_t average(const struct maker *m, const struct release_key *keys, double *weight) {
    const uint32_t *first;
    size_t count, averaged = 0;
    const uint32_t *rows = anonymity_rows(m->anonymity, &first, &count);
    for (size_t c = 0; c < count; c++) {
        double sum = 0;
        if (!is_coarse(keys, rows[first[c]]))
            continue;
        for (uint32_t i = first[c]; i < first[c + 1]; i++)
            sum += weight[rows[i]];
        for (uint32_t i = first[c]; i < first[c + 1]; i++)
            weight[rows[i]] = sum / (first[c + 1] - first[c]);
        averaged += first[c + 1] - first[c];
    }
    return averaged;
}

/* A scheme that cannot be worked out for these returns has no weights here; `shukei weights` says why. */
static void make_weights(const struct maker *m, const struct release_key *keys) {
    const struct questionnaire *q = m->d->questionnaire;
    struct release_weight *weights = arena_array(m->arena, q->scheme_count + 1, sizeof *weights);
    for (size_t i = 0; i < q->scheme_count; i++) {
        struct fault ignored = {0};
        struct arena *scratch = arena_create();
        const struct weighting *made = weighting_make(scratch, m->d, &q->schemes[i], &ignored);
        double *weight = made ? arena_array(m->arena, m->d->n + 1, sizeof *weight) : NULL;
        for (size_t row = 0; made && row < m->d->n; row++)
            weight[row] = made->weight[made->cell[row]];
        arena_destroy(scratch);
        if (made)
            weights[m->release->weight_count++] =
                (struct release_weight){&q->schemes[i], weight, average(m, keys, weight)};
    }
    m->release->weights = weights;
}

/* --- the whole --- */

const struct release *release_make(struct arena *arena, const struct dataset *d,
                                   const struct microdata_spec *spec, struct fault *f) {
    struct maker m = {.arena = arena, .d = d};
    m.release = arena_alloc(arena, sizeof *m.release);
    m.release->threshold = spec->threshold;
    if (!release_keys_make(arena, d, spec, &m.sources, &m.count, f))
        return NULL;
    struct release_key *keys = arena_array(arena, m.count + 1, sizeof *keys);
    m.order = release_order(arena, d, m.sources, m.count);
    m.anonymity = anonymity_begin(arena, d->n, (size_t)spec->threshold, m.order);
    release_ordered(arena, &m, m.anonymity, best_order(&m), keys);
    make_weights(&m, keys);
    for (size_t i = RELEASE_ORDERED; i < m.count; i++)
        refine(arena, &m, m.anonymity, i, keys);
    for (size_t i = 0; i < m.count; i++)
        if (keys[i].id)
            keys[m.release->key_count++] = keys[i];
    m.release->keys = keys;
    limit_numbers(&m);
    return m.release;
}

/* --- in words --- */

struct sentences {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

static void say(struct sentences *s, const char *text) {
    s->items = arena_grow(s->arena, s->items, s->count, &s->capacity, sizeof *s->items);
    s->items[s->count++] = text;
}

static void say_keys(struct sentences *s, const struct release *release) {
    struct strbuf names = {0};
    strbuf_add(&names, "");
    for (size_t i = 0; i < release->key_count; i++)
        strbuf_printf(&names, "%s%s", i ? _(", ") : "", release->keys[i].label);
    if (release->threshold < 2)
        say(s, _("Disclosure control is off (--threshold 1): nothing was withheld."));
    else if (!release->key_count)
        say(s, _("The survey asks nothing by which a respondent might be recognised; more can be named with "
                 "--keys."));
    else
        say(s, arena_printf(s->arena, _("At least %ld returns look alike in all of: %s."), release->threshold,
                            names.text));
    strbuf_end(&names);
    for (size_t i = 0; i < release->key_count; i++)
        if (release->keys[i].withheld)
            say(s, arena_printf(s->arena, _("%s: withheld of %zu returns."), release->keys[i].label,
                                release->keys[i].withheld));
}

static const char *plain(struct arena *arena, int64_t millionths) {
    return arena_printf(arena, "%.10g", (double)millionths / NUMBER_ONE);
}

static void say_limits(struct sentences *s, const struct questionnaire *q, const struct release *release) {
    for (size_t i = 0; i < release->limit_count; i++) {
        const struct release_limit *limit = &release->limits[i];
        const char *label = question_title(s->arena, q, limit->question);
        if (limit->withheld)
            say(s, arena_printf(s->arena, _("%s: fewer than %ld numbers were given; all are withheld."),
                                label, release->threshold));
        if (limit->below)
            say(s, arena_printf(s->arena, _("%s: less than %s is shown as %s."), label,
                                plain(s->arena, limit->low), plain(s->arena, limit->low)));
        if (limit->above)
            say(s, arena_printf(s->arena, _("%s: more than %s is shown as %s."), label,
                                plain(s->arena, limit->high), plain(s->arena, limit->high)));
    }
}

static bool has_kind(const struct questionnaire *q, enum question_kind kind) {
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].kind == kind)
            return true;
    return false;
}

static bool has_words(const struct questionnaire *q) {
    for (size_t i = 0; i < q->question_count; i++)
        if (microdata_texts_has(&q->questions[i]))
            return true;
    return false;
}

const char *const *release_sentences(struct arena *arena, const struct microdata *m, size_t *count) {
    struct sentences s = {.arena = arena};
    say_keys(&s, m->release);
    say_limits(&s, m->q, m->release);
    for (size_t i = 0; i < m->release->weight_count; i++)
        if (m->release->weights[i].averaged)
            say(&s, arena_printf(
                        arena, _("Weight \"%s\": %zu returns have the mean weight of those they look like."),
                        m->release->weights[i].scheme->id, m->release->weights[i].averaged));
    if (has_kind(m->q, QUESTION_DATE))
        say(&s, _("Dates are shown as the first day of their month."));
    say(&s, _("Sheet number, institution, operator, remark and day of arrival are not in the file."));
    if (m->texts)
        say(&s, arena_printf(arena,
                             _("Free text is masked: names, numbers and addresses were masked in %zu texts; "
                               "read them before they are passed on."),
                             microdata_texts_masked(m->texts)));
    else if (has_words(m->q))
        say(&s, _("Free text is left out (--with-text puts it in, masked)."));
    *count = s.count;
    return s.items;
}
