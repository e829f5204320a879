#include "reports/series/series_table.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/questionnaire/reference.h"
#include "reports/series/series_title.h"

#include <stdlib.h>
#include <string.h>

struct maker {
    struct arena *arena;
    const struct series *series;
    const struct reference *reference;
    struct series_table *t;
    struct series_item *items;
    struct series_period *periods;
    size_t item_room, period_room;
    const char *fixed; /* area or group of every point wanted, or NULL */
};

/* --- values --- */

static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
enum { MOST_DECIMALS = sizeof powers / sizeof *powers - 1 };

/* "4.29" is 429/100; false for a bound, an estimate, or more places than are ever printed. */
static bool exact_decimal(const char *text, struct series_value *v) {
    const char *dot = strchr(text, '.'), *digits = text + (*text == '-');
    size_t places = dot ? strlen(dot + 1) : 0;
    if (!*digits || (dot && strchr(dot + 1, '.')) || strspn(digits, "0123456789.") != strlen(digits) ||
        places > MOST_DECIMALS || strlen(digits) > 17)
        return false;
    int64_t num = 0;
    for (; *digits; digits++)
        num = *digits == '.' ? num : num * 10 + (*digits - '0');
    v->exact = (struct ranking_value){*text == '-' ? -num : num, powers[places]};
    v->decimals = (int)places;
    return true;
}

struct series_value series_value_of(struct arena *arena, const struct series_point *p, bool percent) {
    struct series_value v = {.point = p, .text = p->value};
    if (p->value) {
        exact_decimal(p->value, &v);
    } else if (percent && p->numerator >= 0 && p->denominator > 0) {
        v.exact = (struct ranking_value){percent_scaled(p->numerator, p->denominator, SERIES_DECIMALS),
                                         powers[SERIES_DECIMALS]};
        v.decimals = SERIES_DECIMALS;
        v.counted = true;
        char text[PERCENT_TEXT];
        percent_ratio_text(text, v.exact.num, v.exact.den, SERIES_DECIMALS);
        v.text = arena_strdup(arena, text);
    }
    return v;
}

const char *series_change_text(struct arena *arena, const struct series_value *a,
                               const struct series_value *b) {
    char text[PERCENT_TEXT];
    if (a->exact.den == 0 || b->exact.den == 0)
        return NULL;
    int decimals = a->decimals > b->decimals ? a->decimals : b->decimals;
    int64_t from = a->exact.num * (powers[decimals] / a->exact.den);
    int64_t change = b->exact.num * (powers[decimals] / b->exact.den) - from;
    percent_ratio_text(text, change, powers[decimals], decimals);
    return arena_printf(arena, "%s%s", change > 0 ? "+" : "", text);
}

/* --- names --- */

static bool same(const char *a, const char *b) {
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_code(const char *area) {
    return strlen(area) == 2 && strspn(area, "0123456789") == 2;
}

static const char *area_label(const struct maker *m, const char *area) {
    for (size_t i = 0; i < m->reference->prefecture_count; i++)
        if (strcmp(m->reference->prefectures[i].code, area) == 0)
            return m->reference->prefectures[i].name;
    return strcmp(area, "00") == 0 ? _("whole country") : *area ? area : _("total");
}

/* A prefecture however it is written; else the word itself. */
static const char *area_key(const struct maker *m, const char *word) {
    int at = reference_prefecture(m->reference, m->arena, word);
    if (strcmp(word, "全国") == 0)
        return "00";
    return at >= 0 ? m->reference->prefectures[at].code : word;
}

static const char *item_key(const struct maker *m, const struct series_point *p) {
    const char *key = m->t->axis == SERIES_AREAS ? p->area : p->group;
    return key ? key : "";
}

/* --- which points --- */

static bool is_wanted(const struct maker *m, const struct series_point *p) {
    return same(m->t->axis == SERIES_AREAS ? p->group : p->area, m->fixed);
}

static void add_item(struct maker *m, const struct series_point *p) {
    const char *key = item_key(m, p);
    for (size_t i = 0; i < m->t->item_count; i++)
        if (strcmp(m->items[i].key, key) == 0)
            return;
    m->items = arena_grow(m->arena, m->items, m->t->item_count, &m->item_room, sizeof *m->items);
    m->items[m->t->item_count++] = (struct series_item){key,
                                                        m->t->axis == SERIES_AREAS ? area_label(m, key)
                                                        : *key                     ? key
                                                                                   : _("total"),
                                                        false};
}

static bool add_period(struct maker *m, const struct series_point *p, struct fault *f) {
    struct series_period period = {.text = p->period};
    for (size_t i = 0; i < m->t->period_count; i++)
        if (strcmp(m->periods[i].text, p->period) == 0)
            return true;
    if (!period_parse(p->period, &period.period))
        return fault_set(f, _("the series %s has a point at \"%s\", which is no period; load its file again"),
                         m->series->id, p->period);
    m->periods = arena_grow(m->arena, m->periods, m->t->period_count, &m->period_room, sizeof *m->periods);
    m->periods[m->t->period_count++] = period;
    return true;
}

static int by_time(const void *a, const void *b) {
    const struct series_period *x = a, *y = b;
    if (x->period.first != y->period.first)
        return x->period.first < y->period.first ? -1 : 1;
    return x->period.last < y->period.last ? -1 : x->period.last > y->period.last;
}

static bool collect(struct maker *m, struct fault *f) {
    for (size_t i = 0; i < m->series->count; i++) {
        const struct series_point *p = &m->series->points[i];
        if (!is_wanted(m, p))
            continue;
        add_item(m, p);
        if (!add_period(m, p, f))
            return false;
    }
    if (m->t->period_count)
        qsort(m->periods, m->t->period_count, sizeof *m->periods, by_time);
    return true;
}

static size_t find_item(const struct maker *m, const char *key) {
    size_t i = 0;
    while (strcmp(m->items[i].key, key) != 0)
        i++;
    return i;
}

static size_t find_period(const struct maker *m, const char *text) {
    size_t i = 0;
    while (strcmp(m->periods[i].text, text) != 0)
        i++;
    return i;
}

static void fill(struct maker *m) {
    size_t items = m->t->item_count;
    struct series_value *values = arena_array(m->arena, items * m->t->period_count + 1, sizeof *values);
    for (size_t i = 0; i < m->series->count; i++) {
        const struct series_point *p = &m->series->points[i];
        if (is_wanted(m, p))
            values[find_period(m, p->period) * items + find_item(m, item_key(m, p))] =
                series_value_of(m->arena, p, m->t->percent);
    }
    m->t->values = values;
}

/* --- what stands for all others --- */

static bool has_rank(const struct maker *m, size_t item) {
    for (size_t p = 0; p < m->t->period_count; p++) {
        const struct series_point *point = m->t->values[p * m->t->item_count + item].point;
        if (point && point->rank != AGGREGATE_UNKNOWN)
            return true;
    }
    return false;
}

static void mark_wholes(struct maker *m) {
    bool names = false, ranks = false;
    for (size_t i = 0; i < m->t->item_count; i++) {
        names = names || (*m->items[i].key && !is_code(m->items[i].key));
        ranks = ranks || has_rank(m, i);
    }
    for (size_t i = 0; i < m->t->item_count; i++) {
        struct series_item *item = &m->items[i];
        bool area_of_others =
            m->t->axis == SERIES_AREAS && (strcmp(item->key, "00") == 0 || (names && is_code(item->key)));
        item->whole = !*item->key || area_of_others || (ranks && !has_rank(m, i));
    }
    if (m->t->item_count == 1)
        m->items[0].whole = false;
}

/* --- the table --- */

static bool nothing(const struct maker *m, const char *wish, struct fault *f) {
    struct strbuf b = {0};
    for (size_t i = 0; i < m->series->count && b.length < 200; i++) {
        const struct series_point *p = &m->series->points[i];
        const char *word = m->t->axis == SERIES_AREAS ? p->group : p->area;
        if (!word || (b.text && strstr(b.text, word)))
            continue;
        strbuf_add(&b, b.length ? ", " : "");
        strbuf_add(&b, word);
    }
    fault_usage(f, _("the series %s has nothing for \"%s\"; it has: %s"), m->series->id, wish,
                b.text ? b.text : _("only the total"));
    strbuf_end(&b);
    return false;
}

static bool make(struct maker *m, const struct series_choice *choice, struct fault *f) {
    bool areas = aggregate_has_areas(m->series);
    m->t->axis = choice->axis != SERIES_ANY ? choice->axis : areas ? SERIES_AREAS : SERIES_GROUPS;
    const char *wish = m->t->axis == SERIES_AREAS ? choice->group : choice->area;
    /* Groups are of the whole country where the series has areas too. */
    m->fixed = wish && m->t->axis == SERIES_GROUPS ? area_key(m, wish) : wish;
    if (!wish && m->t->axis == SERIES_GROUPS && areas)
        m->fixed = "00";
    if (!collect(m, f))
        return false;
    if (m->t->item_count == 0)
        return nothing(m, m->fixed ? m->fixed : _("total"), f);
    fill(m);
    mark_wholes(m);
    m->t->fixed = m->fixed && m->t->axis == SERIES_GROUPS ? area_label(m, m->fixed) : m->fixed;
    m->t->items = m->items;
    m->t->periods = m->periods;
    return true;
}

const struct series_table *series_table_make(struct arena *arena, const struct series *series,
                                             const struct series_choice *choice, struct fault *f) {
    struct maker m = {.arena = arena, .series = series, .reference = reference_get(f)};
    m.t = arena_alloc(arena, sizeof *m.t);
    *m.t = (struct series_table){.series = series, .unit = series->count ? series->points[0].unit : NULL};
    m.t->percent = m.t->unit && strcmp(m.t->unit, "%") == 0;
    m.t->title = series_title(arena, series->id, f);
    return m.t->title && m.reference && make(&m, choice, f) ? m.t : NULL;
}

const struct series_value *series_table_value(const struct series_table *t, size_t item, size_t period) {
    return &t->values[period * t->item_count + item];
}

/* Is the source named by another one too, or by the same words before? */
static bool named_elsewhere(const char *const *sources, size_t count, size_t at) {
    for (size_t i = 0; i < count; i++)
        if (i != at && strstr(sources[i], sources[at]) && (strcmp(sources[i], sources[at]) != 0 || i < at))
            return true;
    return false;
}

static size_t add_source(const char **sources, size_t count, const char *source) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(sources[i], source) == 0)
            return count;
    sources[count] = source;
    return count + 1;
}

const char *series_table_sources(struct arena *arena, const struct series_table *t, size_t first,
                                 size_t last) {
    struct strbuf b = {0};
    const char **sources = arena_array(arena, (last + 1 - first) * t->item_count + 1, sizeof *sources);
    size_t count = 0;
    for (size_t i = first * t->item_count; i < (last + 1) * t->item_count; i++)
        if (t->values[i].point && t->values[i].point->source)
            count = add_source(sources, count, t->values[i].point->source);
    for (size_t i = 0; i < count; i++) {
        if (named_elsewhere(sources, count, i))
            continue;
        strbuf_add(&b, b.length ? "; " : "");
        strbuf_add(&b, sources[i]);
    }
    const char *text = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return text;
}

bool series_table_period(const struct series_table *t, const char *text, size_t *at, struct fault *f) {
    for (*at = 0; *at < t->period_count; ++*at)
        if (strcmp(t->periods[*at].text, text) == 0)
            return true;
    return fault_usage(f, _("the series %s has nothing at %s; its periods are from %s to %s"), t->series->id,
                       text, t->periods[0].text, t->periods[t->period_count - 1].text);
}

bool series_table_item(const struct series_table *t, const char *word, size_t *at, struct fault *f) {
    struct arena *scratch = arena_create();
    const struct reference *reference = reference_get(f);
    const struct maker m = {.arena = scratch, .reference = reference};
    const char *key = reference && t->axis == SERIES_AREAS ? area_key(&m, word) : word;
    for (*at = 0; *at < t->item_count; ++*at)
        if (strcmp(t->items[*at].key, key) == 0 || strcmp(t->items[*at].label, word) == 0)
            break;
    arena_destroy(scratch);
    if (!reference)
        return false;
    return *at < t->item_count ||
           fault_usage(f, _("the series %s has no \"%s\"; `shukei series show %s` lists what it has"),
                       t->series->id, word, t->series->id);
}

const char *series_change_unit(const struct series_table *t) {
    return t->percent ? _("points") : t->unit ? t->unit : "";
}

const struct series *series_open(struct arena *arena, const char *store_path, const char *id,
                                 struct fault *f) {
    struct store *store = store_open(store_path, STORE_READ, f);
    const struct series *series = store ? aggregate_series(store, arena, id, f) : NULL;
    store_close(store);
    return series;
}
