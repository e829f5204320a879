#include "reports/cases/case_area.h"

#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"

#include <string.h>

enum { TO_ITSELF = -1, TO_REST = -2 };

struct making {
    struct arena *arena;
    struct case_places *places;
    const struct reference *reference;
    struct case_area *areas;
    size_t count;
    int64_t *returns; /* by pref */
    int *to;          /* by pref: TO_ITSELF, TO_REST, or the region */
    long few;
};

static size_t add(struct making *m, const char *key, const char *label, bool coarse) {
    m->areas[m->count] = (struct case_area){.key = key, .label = label, .coarse = coarse};
    return m->count++;
}

static void place(struct making *m, size_t pref, size_t area) {
    m->places->area_of[pref] = area;
    m->areas[area].returns += m->returns[pref];
}

static bool is_small(const struct making *m, size_t pref) {
    return m->returns[pref] > 0 && m->returns[pref] < m->few;
}

static const struct prefecture *prefecture_of(const struct making *m, size_t pref) {
    const struct question *question = m->places->pref;
    if (question->kind != QUESTION_PREFECTURE || pref >= m->reference->prefecture_count)
        return NULL;
    return &m->reference->prefectures[pref];
}

static bool is_in(const struct making *m, size_t pref, size_t region) {
    const struct prefecture *p = prefecture_of(m, pref);
    return p && strcmp(p->region, m->reference->regions[region].id) == 0;
}

/* Small ones of a region: two at least, and few returns between them; else everyone would know which one it is. */
static void send_to_regions(struct making *m) {
    for (size_t region = 0; region < m->reference->region_count; region++) {
        size_t small = 0;
        int64_t returns = 0;
        for (size_t i = 0; i + 1 < m->places->pref_count; i++)
            if (is_in(m, i, region) && is_small(m, i)) {
                small++;
                returns += m->returns[i];
            }
        for (size_t i = 0; small > 1 && returns >= m->few && i + 1 < m->places->pref_count; i++)
            if (is_in(m, i, region) && is_small(m, i))
                m->to[i] = (int)region;
    }
}

/* The other small ones; with the smallest of all others until two are together, with few returns between them. */
static void send_to_rest(struct making *m) {
    size_t together = 0;
    int64_t returns = 0;
    for (size_t i = 0; i < m->places->pref_count; i++)
        if (is_small(m, i) && m->to[i] == TO_ITSELF) {
            m->to[i] = TO_REST;
            together++;
            returns += m->returns[i];
        }
    while (together > 0 && (together < 2 || returns < m->few)) {
        size_t next = SIZE_MAX;
        for (size_t i = 0; i < m->places->pref_count; i++)
            if (m->returns[i] > 0 && m->to[i] == TO_ITSELF &&
                (next == SIZE_MAX || m->returns[i] < m->returns[next]))
                next = i;
        if (next == SIZE_MAX)
            return;
        m->to[next] = TO_REST;
        together++;
        returns += m->returns[next];
    }
}

static void place_all(struct making *m, int to, const char *key, const char *label) {
    size_t area = SIZE_MAX;
    for (size_t i = 0; i < m->places->pref_count; i++) {
        if (m->returns[i] == 0 || m->to[i] != to)
            continue;
        if (area == SIZE_MAX)
            area = add(m, key, label, true);
        place(m, i, area);
    }
}

static void place_areas(struct making *m) {
    const struct case_places *p = m->places;
    size_t unknown = p->pref_count - 1;
    send_to_regions(m);
    send_to_rest(m);
    for (size_t i = 0; i < unknown; i++) {
        const struct prefecture *prefecture = prefecture_of(m, i);
        if (m->returns[i] > 0 && m->to[i] == TO_ITSELF)
            place(m, i,
                  add(m, p->pref->options[i].id, prefecture ? prefecture->name : p->pref->options[i].label,
                      false));
    }
    if (m->returns[unknown] > 0 && m->to[unknown] == TO_ITSELF)
        place(m, unknown, add(m, "unknown", _("prefecture not answered"), false));
    for (size_t region = 0; region < m->reference->region_count; region++)
        place_all(m, (int)region, m->reference->regions[region].id,
                  arena_printf(m->arena, _("%s (prefectures with few returns)"),
                               m->reference->regions[region].name));
    place_all(m, TO_REST, "rest", _("area not shown (few returns)"));
}

/* What is not said of the area: the small types, and then the next smallest. */
static void hide_types(struct making *m, size_t area) {
    const struct case_places *p = m->places;
    int64_t *returns = arena_array(m->arena, p->type_count, sizeof *returns), hidden_returns = 0;
    bool *shown = &p->type_shown[area * p->type_count];
    size_t hidden = 0;
    for (size_t i = 0; i < p->pref_count; i++)
        for (size_t t = 0; p->area_of[i] == area && m->returns[i] > 0 && t < p->type_count; t++)
            returns[t] += p->returns[i * p->type_count + t];
    for (size_t t = 0; t < p->type_count; t++) {
        shown[t] = returns[t] == 0 || returns[t] >= m->few;
        hidden += !shown[t];
        hidden_returns += shown[t] ? 0 : returns[t];
    }
    while (hidden > 0 && (hidden < 2 || hidden_returns < m->few)) {
        size_t next = SIZE_MAX;
        for (size_t t = 0; t < p->type_count; t++)
            if (shown[t] && returns[t] > 0 && (next == SIZE_MAX || returns[t] < returns[next]))
                next = t;
        if (next == SIZE_MAX)
            return;
        shown[next] = false;
        hidden++;
        hidden_returns += returns[next];
    }
}

static void sum_returns(struct making *m) {
    const struct case_places *p = m->places;
    for (size_t i = 0; i < p->pref_count; i++)
        for (size_t t = 0; t < p->type_count; t++)
            m->returns[i] += p->returns[i * p->type_count + t];
}

bool case_areas_make(struct arena *arena, struct case_places *places, long few, struct fault *f) {
    struct making m = {.arena = arena, .places = places, .few = few};
    m.reference = reference_get(f);
    if (!m.reference)
        return false;
    m.areas = arena_array(arena, places->pref_count + m.reference->region_count + 2, sizeof *m.areas);
    m.returns = arena_array(arena, places->pref_count, sizeof *m.returns);
    places->area_of = arena_array(arena, places->pref_count, sizeof *places->area_of);
    m.to = arena_array(arena, places->pref_count, sizeof *m.to);
    for (size_t i = 0; i < places->pref_count; i++)
        m.to[i] = TO_ITSELF;
    sum_returns(&m);
    if (places->pref)
        place_areas(&m);
    else
        place(&m, 0, add(&m, "all", _("everywhere"), false));
    places->areas = m.areas;
    places->area_count = m.count;
    places->type_shown = arena_array(arena, m.count * places->type_count + 1, sizeof *places->type_shown);
    for (size_t a = 0; a < m.count; a++)
        hide_types(&m, a);
    return true;
}
