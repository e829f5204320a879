#include "engine/waves/comparison.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "engine/waves/comparison_internal.h"

#include <math.h>
#include <string.h>

/* --- surveys --- */

static bool same_label(const struct wave *a, const struct wave *b) {
    return strcmp(a->label, b->label) == 0;
}

/* Waves that are called alike are told apart by who asked, and if that does not do it, by their ids. */
static void tell_apart(struct comparing *c, const struct wave **waves, size_t count,
                       const char *(*what)(const struct wave *wave)) {
    bool *alike = arena_array(c->arena, count + 1, sizeof *alike);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            alike[i] = alike[i] || (i != j && same_label(waves[i], waves[j]));
    for (size_t i = 0; i < count; i++) {
        if (!alike[i] || !what(waves[i]))
            continue;
        struct wave *renamed = arena_copy(c->arena, waves[i], sizeof *renamed);
        renamed->label = arena_printf(c->arena, _("%s (%s)"), waves[i]->label, what(waves[i]));
        waves[i] = renamed;
    }
}

static const char *organiser_of(const struct wave *wave) {
    return wave->organiser;
}

static const char *id_of(const struct wave *wave) {
    return wave->id;
}

/* An interim count stands with the count that it became. */
static const struct wave *final_of(const struct wave *const *waves, size_t count, const struct wave *wave) {
    bool assumed;
    for (size_t i = 0; i < count; i++)
        if (waves[i] != wave && alignment_relation(wave, waves[i], &assumed) == DIFFERENCE_INTERIM)
            return waves[i];
    return wave;
}

static size_t place_of(const struct wave *const *waves, size_t count, const struct wave *wave) {
    size_t at = 0;
    while (at < count && waves[at] != wave)
        at++;
    return at;
}

/* Of one period those of one prefecture come last, being parts of the others as often as not; else they stay as they
 * were named. */
static bool is_later(const struct wave *const *named, size_t count, const struct wave *a,
                     const struct wave *b) {
    const struct wave *a_final = final_of(named, count, a), *b_final = final_of(named, count, b);
    if (a_final == b_final)
        return a_final == a;
    if (!a_final->order != !b_final->order)
        return !a_final->order;
    const int order = a_final->order ? strcmp(a_final->order, b_final->order) : 0;
    const bool a_one = a_final->prefecture_count == 1, b_one = b_final->prefecture_count == 1;
    if (!order && a_one != b_one)
        return a_one;
    return order ? order > 0 : place_of(named, count, a_final) > place_of(named, count, b_final);
}

static void put_in_time(struct arena *arena, const struct wave **waves, size_t count) {
    const struct wave **named = arena_copy(arena, waves, count * sizeof *waves);
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && is_later(named, count, waves[j - 1], waves[j]); j--) {
            const struct wave *swapped = waves[j];
            waves[j] = waves[j - 1];
            waves[j - 1] = swapped;
        }
}

static bool load_waves(struct comparing *c, struct store *store, struct fault *f) {
    const struct comparison_request *r = c->request;
    const struct wave **waves = arena_array(c->arena, r->survey_count + 1, sizeof *waves);
    if (r->survey_count < 2)
        return fault_usage(f, _("a comparison needs two surveys or more: --surveys A,B"));
    for (size_t i = 0; i < r->survey_count; i++) {
        for (size_t j = 0; j < i; j++)
            if (strcmp(r->surveys[i], r->surveys[j]) == 0)
                return fault_usage(f, _("--surveys: %s stands there twice"), r->surveys[i]);
        waves[i] = wave_load_once(c->arena, store, r->shelf, r->surveys[i], f);
        if (!waves[i])
            return false;
    }
    if (r->in_time)
        put_in_time(c->arena, waves, r->survey_count);
    tell_apart(c, waves, r->survey_count, organiser_of);
    tell_apart(c, waves, r->survey_count, id_of);
    c->waves = waves;
    c->wave_count = r->survey_count;
    c->all->waves = waves;
    c->all->wave_count = r->survey_count;
    return true;
}

/* --- concepts --- */

struct chosen {
    const char **items;
    size_t count, capacity;
};

static void choose(struct comparing *c, struct chosen *list, const char *concept) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], concept) == 0)
            return;
    list->items = arena_grow(c->arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = concept;
}

/* real: figures of synthetic returns that nobody published do not count. */
static size_t waves_with(const struct comparing *c, const char *concept, bool real) {
    size_t count = 0;
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct wave_item *item = wave_item_find(c->waves[w], concept);
        struct wave_figure figure;
        count += item && item->question->kind != WAVE_NO_SHARE &&
                 wave_figure_own(c->arena, c->waves[w], item, &figure) &&
                 !(real && figure.origin == WAVE_SYNTHETIC);
    }
    return count;
}

static void choose_common(struct comparing *c, struct chosen *list, bool real) {
    for (size_t w = 0; w < c->wave_count; w++)
        for (size_t i = 0; i < c->waves[w]->item_count; i++)
            if (waves_with(c, c->waves[w]->items[i].concept, real) >= 2)
                choose(c, list, c->waves[w]->items[i].concept);
}

/* An option's concept, a question's, or what stands before a dot of either. */
static bool meant(const char *wanted, const char *concept) {
    size_t length = strlen(wanted);
    return concept && strncmp(concept, wanted, length) == 0 &&
           (concept[length] == '\0' || concept[length] == '.');
}

static bool exact_item(const struct comparing *c, const char *wanted) {
    for (size_t w = 0; w < c->wave_count; w++)
        if (wave_item_find(c->waves[w], wanted))
            return true;
    return false;
}

static size_t choose_meant(struct comparing *c, struct chosen *list, const char *wanted) {
    size_t before = list->count, found = 0;
    for (size_t w = 0; w < c->wave_count; w++)
        for (size_t i = 0; i < c->waves[w]->item_count; i++) {
            const struct wave_item *item = &c->waves[w]->items[i];
            if (!meant(wanted, item->concept) && !meant(wanted, item->question->concept))
                continue;
            found++;
            if (waves_with(c, item->concept, false) >= 2)
                choose(c, list, item->concept);
        }
    return list->count > before ? list->count - before : found;
}

/* A question that is there but whose options no two waves share is compared as a whole: to be refused. */
static bool asked_anywhere(struct comparing *c, const char *wanted) {
    for (size_t w = 0; w < c->wave_count; w++)
        if (wave_question_find(c->waves[w], wanted))
            return true;
    return false;
}

static bool unknown_concept(struct comparing *c, const char *wanted, struct fault *f) {
    struct utf8_nearest nearest = {.wanted = wanted};
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct wave *wave = c->waves[w];
        for (size_t i = 0; i < wave->item_count; i++)
            utf8_nearest_offer(&nearest, wave->items[i].concept);
        for (size_t i = 0; i < wave->question_count; i++)
            if (wave->questions[i].concept)
                utf8_nearest_offer(&nearest, wave->questions[i].concept);
    }
    if (nearest.name)
        return fault_usage(f, _("--concept %s: no such concept in these surveys; did you mean %s?"), wanted,
                           nearest.name);
    return fault_usage(f,
                       _("--concept %s: no such concept in these surveys; `shukei compare` without --concept "
                         "shows those that two of them share"),
                       wanted);
}

static bool choose_concepts(struct comparing *c, struct chosen *list, struct fault *f) {
    const struct comparison_request *r = c->request;
    if (r->concept_count ==
        0) /* invented margins only when there is nothing else, or when asked for by name */
        choose_common(c, list, true);
    if (r->concept_count == 0 && list->count == 0)
        choose_common(c, list, false);
    for (size_t i = 0; i < r->concept_count; i++) {
        size_t before = list->count;
        if (exact_item(c, r->concepts[i]) || comparison_reference_known(c, r->concepts[i]))
            choose(c, list, r->concepts[i]);
        else if (!choose_meant(c, list, r->concepts[i]) && !asked_anywhere(c, r->concepts[i]))
            return unknown_concept(c, r->concepts[i], f);
        if (list->count == before)
            choose(c, list, r->concepts[i]);
    }
    return true;
}

/* --- one concept --- */

/* In a questionnaire's words where there is one. */
static void describe_as(struct comparing *c, struct comparison_concept *concept, bool form) {
    for (size_t w = 0; w < c->wave_count && !concept->label; w++) {
        const struct wave_item *item = wave_item_find(c->waves[w], concept->concept);
        const struct wave_question *question =
            item ? item->question : wave_question_find(c->waves[w], concept->concept);
        if (!question || question->form != form)
            continue;
        concept->label = item ? item->label : question->label;
        concept->question = question->label;
    }
}

static void describe(struct comparing *c, struct comparison_concept *concept) {
    describe_as(c, concept, true);
    describe_as(c, concept, false);
    if (!concept->label)
    concept->label = concept->concept;
}

/* Whether a row stands on another base than its own published one. */
static bool moved(struct comparing *c, const struct comparison_block *block) {
    for (size_t i = 0; i < block->row_count; i++) {
        const struct comparison_row *row = &block->rows[i];
        struct wave_figure own;
        if (row->item && wave_figure_own(c->arena, row->wave, row->item, &own) &&
            (row->refused.text || row->weighted || row->forced || !wave_base_same(&own.base, &block->base)))
            return true;
    }
    return false;
}

static const struct comparison_block *make_own(struct comparing *c) {
    struct comparison_block *own = arena_alloc(c->arena, sizeof *own);
    own->rows = arena_array(c->arena, c->wave_count + 1, sizeof *own->rows);
    own->row_count = c->wave_count;
    for (size_t w = 0; w < c->wave_count; w++) {
        struct comparison_row *row = &own->rows[w];
        row->wave = c->waves[w];
        row->item = alignment_item(row->wave, c->concept->concept);
        if (!row->item || !wave_figure_own(c->arena, row->wave, row->item, &row->figure))
            continue;
        comparison_fill_row(c, row);
        comparison_suppress_row(c, row);
    }
    return own;
}

static void find_panels(struct comparing *c) {
    struct comparison_concept *concept = c->concept;
    const struct comparison_block *common = &concept->common;
    if (c->request->weight)
        return;
    concept->panels = arena_array(c->arena, common->difference_count + 1, sizeof *concept->panels);
    for (size_t i = 0; i < common->difference_count; i++) {
        const struct comparison_difference *d = &common->differences[i];
        const struct comparison_row *a = &common->rows[d->from], *b = &common->rows[d->to];
        struct comparison_difference panel = {.from = d->from, .to = d->to};
        if (!common->base_key ||
            !difference_paired(c->arena, a->wave, a->item, b->wave, b->item, &common->base, c->request->level,
                               &panel.difference, &panel.pairs) ||
            panel.pairs < c->request->suppress)
            continue;
        concept->panels[concept->panel_count++] = panel;
        comparison_note_add(
            c, &concept->marks, ALIGNMENT_PANEL,
            arena_printf(
                c->arena,
                _("%ld institutions answered both %s and %s; the difference of all treats the two as "
                  "independent, the one of these %ld is paired"),
                panel.pairs, a->wave->label, b->wave->label, panel.pairs));
    }
}

static void refuse_all(struct comparing *c, struct comparison_block *block) {
    if (comparison_compared(block) >= 2)
        return;
    block->difference_count = 0;
    block->trend = (struct comparison_trend){0};
    if (!block->refused)
        block->refused = arena_strdup(c->arena, _("fewer than two waves have a figure"));
}

/* Only a reference series has it. */
static void make_reference_only(struct comparing *c) {
    c->concept->label =
        arena_printf(c->arena, _("Reference series %s"), comparison_reference_names(c, c->concept->concept));
    c->concept->refused = _("none of these surveys asked it; the reference series stands for itself");
}

static bool make_concept(struct comparing *c, const struct comparison_group *groups, size_t group_count,
                         struct fault *f) {
    struct comparison_concept *concept = c->concept;
    struct comparison_block *common = &concept->common;
    bool published = c->request->base && strcmp(c->request->base, "published") == 0;
    comparison_references(c, groups, group_count);
    if (!exact_item(c, concept->concept) && !asked_anywhere(c, concept->concept) &&
        comparison_reference_known(c, concept->concept)) {
        make_reference_only(c);
        return true;
    }
    describe(c, concept);
    if (!comparison_choose_base(c, concept->concept, &common->base, &common->base_words, f))
        return false;
    common->base_key = published ? NULL : wave_base_key(c->arena, &common->base);
    comparison_rows(c, common, published ? COMPARISON_OWN : COMPARISON_COMMON);
    comparison_differences(c, common);
    refuse_all(c, common);
    concept->refused = common->refused;
    comparison_say_weights(c);
    if (moved(c, common))
    concept->own = make_own(c);
    if (comparison_compared(common) < 2)
        return true;
    find_panels(c);
    if (groups)
        comparison_by(c, groups, group_count);
    if (c->request->matched)
        comparison_matched(c);
    return true;
}

/* --- nothing in common --- */

static const char *questions_of(struct comparing *c, const struct wave *wave) {
    struct strbuf text = {0};
    for (size_t i = 0; i < wave->question_count; i++)
        strbuf_printf(&text, "%s%s", i ? _(", ") : "",
                      arena_printf(c->arena, _("\"%s\""), wave->questions[i].label));
    const char *kept = arena_strdup(c->arena, text.text ? text.text : _("nothing"));
    strbuf_end(&text);
    return kept;
}

static void nothing_in_common(struct comparing *c) {
    struct comparison_concept *concept = &c->all->concepts[c->all->concept_count++];
    struct strbuf text = {0};
    strbuf_add(&text, _("the surveys share no concept"));
    for (size_t w = 0; w < c->wave_count; w++)
        strbuf_printf(&text, _("; %s asked: %s"), c->waves[w]->label, questions_of(c, c->waves[w]));
    *concept = (struct comparison_concept){.label = _("no concept in common"),
                                           .refused = arena_strdup(c->arena, text.text)};
    strbuf_end(&text);
}

/* A question in common whose options are not: said of it, with what was asked instead. */
static bool question_in_common(const struct comparing *c, const struct wave_question *question) {
    size_t count = 0;
    for (size_t w = 0; w < c->wave_count; w++)
        count += wave_question_find(c->waves[w], question->concept) != NULL;
    return count >= 2;
}

static void choose_questions(struct comparing *c, struct chosen *list) {
    for (size_t w = 0; w < c->wave_count; w++)
        for (size_t i = 0; i < c->waves[w]->question_count; i++)
            if (question_in_common(c, &c->waves[w]->questions[i]))
                choose(c, list, c->waves[w]->questions[i].concept);
}

/* --- all of it --- */

static void adjust_block(struct comparison_block *block, double *p, size_t *at, bool put) {
    for (size_t i = 0; i < block->difference_count; i++, (*at)++) {
        struct comparison_difference *d = &block->differences[i];
        if (put)
            d->p_adjusted = p[*at];
        else
            p[*at] = d->difference.has_p ? d->difference.p : NAN;
    }
}

static void walk_p(struct comparison *all, double *p, size_t *at, bool put) {
    for (size_t i = 0; i < all->concept_count; i++) {
        struct comparison_concept *concept = &all->concepts[i];
        adjust_block(&concept->common, p, at, put);
        for (size_t g = 0; g < concept->group_count; g++)
            adjust_block(&concept->groups[g], p, at, put);
        if (concept->matched)
            adjust_block(concept->matched, p, at, put);
    }
}

static size_t count_differences(const struct comparison *all) {
    size_t count = 0;
    for (size_t i = 0; i < all->concept_count; i++) {
        const struct comparison_concept *concept = &all->concepts[i];
        count += concept->common.difference_count;
        for (size_t g = 0; g < concept->group_count; g++)
        count += concept->groups[g].difference_count;
        count += concept->matched ? concept->matched->difference_count : 0;
    }
    return count;
}

static void adjust_all(struct comparing *c) {
    size_t count = count_differences(c->all), at = 0;
    double *p = arena_array(c->arena, count + 1, sizeof *p);
    walk_p(c->all, p, &at, false);
    adjust_p(c->arena, c->request->adjust, p, count, p);
    at = 0;
    walk_p(c->all, p, &at, true);
}

static bool make_concepts(struct comparing *c, const struct chosen *list, struct fault *f) {
    struct comparison_group *groups = NULL;
    size_t group_count = 0;
    c->chosen = list->items;
    c->chosen_count = list->count;
    if (c->request->by && !comparison_group_list(c, &groups, &group_count, f))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        c->concept = &c->all->concepts[c->all->concept_count++];
        c->concept->concept = list->items[i];
        if (!make_concept(c, groups, group_count, f))
            return false;
    }
    return true;
}

const struct comparison *comparison_make(struct arena *arena, struct store *store,
                                         const struct comparison_request *request, struct fault *f) {
    struct comparison *all = arena_alloc(arena, sizeof *all);
    struct comparing c = {.arena = arena, .all = all, .request = request};
    struct chosen list = {0};
    *all = (struct comparison){.request = request};
    if (!load_waves(&c, store, f) || !comparison_weights_load(&c, f) ||
        !comparison_references_load(&c, store, f) || !choose_concepts(&c, &list, f))
        return NULL;
    if (list.count == 0)
        choose_questions(&c, &list);
    all->concepts = arena_array(arena, list.count + 1, sizeof *all->concepts);
    if (list.count == 0)
        nothing_in_common(&c);
    if (!make_concepts(&c, &list, f))
        return NULL;
    adjust_all(&c);
    return all;
}
