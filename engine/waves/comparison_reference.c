/* Reference series beside the surveys: the value at the period of each, by concept. */
#include "engine/base/lang.h"
#include "engine/base/period.h"
#include "engine/base/strbuf.h"
#include "engine/base/text.h"
#include "engine/questionnaire/reference.h"
#include "engine/waves/comparison_internal.h"

#include <stdio.h>
#include <string.h>

bool comparison_references_load(struct comparing *c, struct store *store, struct fault *f) {
    struct series_row *rows;
    size_t count;
    if (!aggregate_list_series(store, c->arena, &rows, &count, f))
        return false;
    c->series = arena_array(c->arena, count + 1, sizeof *c->series);
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].concept)
            continue;
        c->series[c->series_count] = aggregate_series(store, c->arena, rows[i].id, f);
        if (!c->series[c->series_count++])
            return false;
    }
    return true;
}

static bool has_concept(const struct series *series, const char *concept) {
    const char *own = series->count ? series->points[0].concept : NULL; /* one for all of it */
    return own && strcmp(own, concept) == 0;
}

bool comparison_reference_known(const struct comparing *c, const char *concept) {
    for (size_t i = 0; i < c->series_count; i++)
        if (has_concept(c->series[i], concept))
            return true;
    return false;
}

const char *comparison_reference_names(struct comparing *c, const char *concept) {
    struct strbuf names = {0};
    for (size_t i = 0; i < c->series_count; i++)
        if (has_concept(c->series[i], concept))
            strbuf_printf(&names, "%s%s", names.length ? _(", ") : "", c->series[i]->id);
    const char *kept = arena_strdup(c->arena, names.text);
    strbuf_end(&names);
    return kept;
}

/* --- which point --- */

enum fit { FIT_NONE, FIT_BEFORE, FIT_OVERLAP, FIT_SAME };

struct wanted {
    struct period at;
    const char *area, *group; /* area NULL: the whole country; group NULL: the total */
};

struct found {
    enum fit fit;
    int64_t last;
    const struct series *series;
    const struct series_point *point;
};

static bool is_country(const char *area) {
    return !area || strcmp(area, "00") == 0;
}

static bool is_of(const struct series_point *p, const struct wanted *w) {
    bool place = w->area ? text_same(p->area, w->area) : is_country(p->area);
    return place && text_same(p->group, w->group);
}

static enum fit fit_of(struct period point, struct period survey) {
    if (point.first == survey.first && point.last == survey.last)
        return FIT_SAME;
    if (point.first <= survey.last && point.last >= survey.first)
        return FIT_OVERLAP;
    return point.last < survey.first ? FIT_BEFORE : FIT_NONE;
}

static void consider(const struct series *series, const struct series_point *p, const struct wanted *w,
                     struct found *best) {
    struct period period;
    double value;
    if (!is_of(p, w) || !aggregate_number(p, &value) || !period_parse(p->period, &period))
        return;
    enum fit fit = fit_of(period, w->at);
    if (fit > best->fit || (fit != FIT_NONE && fit == best->fit && period.last > best->last))
        *best = (struct found){fit, period.last, series, p};
}

static struct found find_point(const struct comparing *c, const struct wanted *w) {
    struct found best = {.fit = FIT_NONE};
    for (size_t i = 0; i < c->series_count; i++)
        for (size_t j = 0; has_concept(c->series[i], c->concept->concept) && j < c->series[i]->count; j++)
            consider(c->series[i], &c->series[i]->points[j], w, &best);
    return best;
}

/* --- what it says --- */

static const char *value_text(struct arena *arena, const struct series_point *p) {
    char text[PERCENT_TEXT];
    bool percent = strcmp(p->unit, "%") == 0;
    if (p->value)
        return arena_printf(arena, percent ? "%s%s" : "%s %s", p->value, p->unit);
    percent_text(text, p->numerator, p->denominator, 2);
    return arena_strdup(arena, text);
}

static const char *area_name(const char *area) {
    struct fault ignored = {0};
    const struct reference *r = reference_get(&ignored);
    if (is_country(area))
        return _("whole country");
    for (size_t i = 0; r && i < r->prefecture_count; i++)
        if (strcmp(r->prefectures[i].code, area) == 0)
            return reference_prefecture_name(&r->prefectures[i]);
    return area;
}

static bool add_point(struct comparing *c, size_t wave, const struct wanted *w,
                      const struct comparison_group *group) {
    struct comparison_concept *concept = c->concept;
    struct found found = find_point(c, w);
    if (found.fit == FIT_NONE)
        return false;
    struct comparison_reference at = {.wave = wave,
                                      .group = group ? group->key : NULL,
                                      .group_label = group ? group->label : NULL,
                                      .series = found.series->id,
                                      .area = area_name(found.point->area),
                                      .period = found.point->period,
                                      .unit = found.point->unit,
                                      .before = found.fit == FIT_BEFORE,
                                      .counted = !found.point->value,
                                      .source = found.point->source,
                                      .note = found.point->note};
    at.known = aggregate_number(found.point, &at.value);
    at.text = value_text(c->arena, found.point);
    concept->references = arena_grow(c->arena, concept->references, concept->reference_count,
                                     &concept->reference_capacity, sizeof *concept->references);
    concept->references[concept->reference_count++] = at;
    return true;
}

/* The only prefecture that the answers come from; NULL when there are others, or nobody knows. */
static const char *only_prefecture(struct comparing *c, const struct wave *wave) {
    int only = -1, count = 0;
    for (int i = 0; wave->prefectures_known && i < WAVE_PREFECTURES; i++)
        if (wave->prefectures[i]) {
            only = i;
            count++;
        }
    return count == 1 ? arena_printf(c->arena, "%02d", only + 1) : NULL;
}

static void add_total(struct comparing *c, size_t wave, struct period at) {
    struct wanted w = {.at = at, .area = only_prefecture(c, c->waves[wave])};
    if (!w.area || !add_point(c, wave, &w, NULL))
        add_point(c, wave, &(struct wanted){.at = at}, NULL);
}

static void add_group(struct comparing *c, size_t wave, struct period at,
                      const struct comparison_group *group) {
    bool prefecture = strncmp(group->key, "pref=", 5) == 0;
    const struct wanted w = {
        .at = at, .area = prefecture ? group->key + 5 : NULL, .group = prefecture ? NULL : group->label};
    add_point(c, wave, &w, group);
}

static void say_what_it_is(struct comparing *c) {
    if (c->concept->reference_count)
        comparison_note_add(
            c, &c->concept->marks, ALIGNMENT_REFERENCE,
            _("values of a reference series are no figures of the surveys and are not tested; each "
              "is that of the survey's own period, or the last before it where it says so"));
}

void comparison_references(struct comparing *c, const struct comparison_group *groups, size_t count) {
    for (size_t g = 0; g <= count; g++)
        for (size_t w = 0; w < c->wave_count; w++) {
            struct period at;
            if (!c->waves[w]->order || !period_parse(c->waves[w]->order, &at))
                continue;
            if (g == 0)
                add_total(c, w, at);
            else
                add_group(c, w, at, &groups[g - 1]);
        }
    say_what_it_is(c);
}
