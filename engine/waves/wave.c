#include "engine/waves/wave.h"

#include "engine/base/home.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "engine/waves/wave_build.h"
#include "engine/waves/wave_returns.h"

#include <stdlib.h>
#include <string.h>

/* --- finding --- */

const struct wave_item *wave_item_find(const struct wave *wave, const char *concept) {
    for (size_t i = 0; i < wave->item_count; i++)
        if (strcmp(wave->items[i].concept, concept) == 0)
            return &wave->items[i];
    return NULL;
}

bool wave_item_has(const struct wave_item *item, const struct wave_base *base) {
    for (size_t i = 0; i < item->figure_count; i++)
        if (wave_base_same(&item->figures[i].base, base))
            return true;
    return false;
}

const struct wave_question *wave_question_find(const struct wave *wave, const char *concept) {
    for (size_t i = 0; i < wave->question_count; i++)
        if (strcmp(wave->questions[i].concept, concept) == 0)
            return &wave->questions[i];
    return NULL;
}

static bool published_on(const struct wave_item *item, const struct wave_base *base,
                         struct wave_figure *out) {
    for (size_t i = 0; i < item->figure_count; i++)
        if (wave_base_same(&item->figures[i].base, base)) {
            *out = item->figures[i];
            return true;
        }
    return false;
}

/* Where a survey was asked in one prefecture only and does not ask for it, all its answers are from there: the base
 * without that condition. */
static struct wave_base without_only_prefecture(const struct wave *wave, const struct wave_base *base) {
    struct wave_base less = *base;
    const bool asks = wave->counts && wave->form->key_pref >= 0;
    if (asks || !wave->prefectures_known || wave->prefecture_count != 1)
        return less;
    for (size_t i = 0; i < less.count; i++) {
        const char *atom = less.atoms[i];
        const int number = wave_base_atom_is(atom, "pref=") ? atoi(strchr(atom, '=') + 1) : 0;
        if (number >= 1 && number <= WAVE_PREFECTURES && wave->prefectures[number - 1])
            return wave_base_without(&less, i);
    }
    return less;
}

static bool figure_on(const struct wave *wave, const struct wave_item *item, const struct wave_base *base,
                      struct wave_figure *out) {
    bool returns = wave->counts && wave_returns_figure(wave->counts, item, base, out);
    if (returns && !wave->synthetic)
        return true;
    struct wave_figure counted = *out;
    if (published_on(item, base, out))
        return true;
    if (returns)
        *out = counted;
    return returns;
}

bool wave_figure_on(struct arena *arena, const struct wave *wave, const struct wave_item *item,
                    const struct wave_base *base, struct wave_figure *out) {
    const struct wave_base asked = without_only_prefecture(wave, base);
    (void)arena;
    if (!figure_on(wave, item, &asked, out))
        return false;
    out->base = *base;
    return true;
}

bool wave_figure_own(struct arena *arena, const struct wave *wave, const struct wave_item *item,
                     struct wave_figure *out) {
    bool real = wave->counts && !wave->synthetic && item->option >= 0;
    if (real || !item->figure_count)
        return item->question->form && wave_figure_on(arena, wave, item, &item->question->asked, out);
    *out = item->figures[0];
    return true;
}

/* --- prefectures --- */

static void one_prefecture(struct wave *wave, const char *code) {
    int number = atoi(code);
    if (number < 1 || number > WAVE_PREFECTURES)
        return;
    wave->prefectures[number - 1] = true;
    wave->prefectures_known = true;
}

/* A list of prefectures is a question whose options are all JIS codes. */
static bool is_list(const struct published_question *question) {
    for (size_t j = 0; j < question->option_count; j++) {
        const char *id = question->options[j].id;
        if (!id || strlen(id) != 2 || strspn(id, "0123456789") != 2)
            return false;
    }
    return question->option_count > 0;
}

static void published_prefectures(struct wave *wave, const struct published_survey *published) {
    for (size_t i = 0; i < published->question_count; i++)
        if (is_list(&published->questions[i]))
            for (size_t j = 0; j < published->questions[i].option_count; j++)
                one_prefecture(wave, published->questions[i].options[j].id);
}

static void returned_prefectures(struct arena *arena, struct wave *wave) {
    const struct questionnaire *q = wave->form;
    const struct question *question = q->key_pref < 0 ? NULL : &q->questions[q->key_pref];
    for (size_t j = 0; question && j < question->option_count; j++) {
        struct wave_base base = {.count = 0};
        wave_base_add(&base, arena_printf(arena, "pref=%s", question->options[j].id));
        if (wave_returns_size(wave->counts, &base) > 0)
            one_prefecture(wave, question->options[j].id);
    }
}

/* An association asks in its own prefecture. */
static bool association_prefecture(struct arena *arena, struct wave *wave, struct fault *f) {
    const struct reference *r = reference_get(f);
    if (!r)
        return false;
    int at = wave->organiser ? reference_association(r, arena, wave->organiser) : -1;
    if (at >= 0 && (wave->prefecture_count == WAVE_UNKNOWN || wave->prefecture_count == 1))
        one_prefecture(wave, r->associations[at].prefecture);
    return true;
}

static bool find_prefectures(struct arena *arena, struct wave *wave, const struct published_survey *published,
                             struct fault *f) {
    if (published)
        published_prefectures(wave, published);
    if (!wave->prefectures_known && wave->counts)
        returned_prefectures(arena, wave);
    if (!wave->prefectures_known && !association_prefecture(arena, wave, f))
        return false;
    if (!wave->prefectures_known)
        return true;
    wave->prefecture_count = 0;
    for (size_t i = 0; i < WAVE_PREFECTURES; i++)
        wave->prefecture_count += wave->prefectures[i];
    return true;
}

/* --- what it is called --- */

static void describe_form(struct arena *arena, struct wave *wave, const struct questionnaire *q) {
    wave->title = q->title;
    wave->organiser = q->organiser;
    wave->label = q->wave_label && *q->wave_label ? q->wave_label : q->short_title;
    wave->series = *q->series ? q->series : NULL;
    wave->order =
        q->field_from && *q->field_from ? arena_printf(arena, "%.7s", q->field_from) : NULL; /* the month */
    wave->method = q->method && *q->method ? q->method : NULL;
    wave->sources = q->source && *q->source ? q->source : NULL;
}

static void describe_published(struct wave *wave, const struct published_survey *p) {
    wave->title = p->title;
    wave->organiser = p->organiser;
    wave->label = p->wave_label ? p->wave_label : p->title;
    wave->series = p->series;
    wave->order = p->order;
    wave->method = p->method;
    wave->part_of = p->part_of;
    wave->sources = p->sources;
    wave->n = p->responses;
    wave->prefecture_count = p->prefectures;
}

/* --- loading --- */

static bool survey_here(struct arena *arena, struct store *store, const char *id, bool *here,
                        struct fault *f) {
    struct survey_row *rows;
    size_t count;
    *here = false;
    if (!store_survey_list(store, arena, &rows, &count, f))
        return false;
    for (size_t i = 0; i < count; i++)
        *here = *here || strcmp(rows[i].id, id) == 0;
    return true;
}

static const char *came_with_program(struct arena *arena, const char *folder, const char *id) {
    struct fault ignored = {0};
    return home_path(arena, arena_printf(arena, "%s/%s.json", folder, id), &ignored);
}

/* The questionnaire of the store, else the one that came with the program, else none. */
static bool find_form(struct arena *arena, struct store *store, const char *id,
                      const struct questionnaire **form, struct fault *f) {
    bool here;
    *form = NULL;
    if (!survey_here(arena, store, id, &here, f))
        return false;
    if (here) {
        *form = store_questionnaire(store, arena, id, f);
        return *form != NULL;
    }
    const char *path = came_with_program(arena, "templates/surveys", id);
    if (path)
        *form = questionnaire_load(arena, path, f);
    return !path || *form;
}

static bool nothing_known(struct arena *arena, const char *id, struct fault *f) {
    const char *published = came_with_program(arena, "data/published", id);
    const char *form = came_with_program(arena, "templates/surveys", id);
    if (published)
        return fault_set(f,
                         _("%s is not in the store; its published figures came with the program: "
                           "shukei import --as published %s"),
                         id, published);
    if (form)
        return fault_set(f,
                         _("%s has neither returns nor published figures; load its returns: "
                           "shukei survey add %s, then shukei import --survey %s FILE"),
                         id, id, id);
    return fault_set(f,
                     _("%s has neither returns nor published figures in the store; "
                       "`shukei survey list` shows what there is"),
                     id);
}

static bool add_counts(struct arena *arena, struct store *store, struct wave *wave, struct fault *f) {
    bool here;
    if (!wave->form || strcmp(wave->form->id, wave->id) != 0)
        return true;
    if (!survey_here(arena, store, wave->id, &here, f) ||
        (here && !wave_returns_load(arena, store, wave->form, &wave->counts, f)))
        return false;
    if (!wave->counts)
        return true;
    const struct dataset *d = wave_returns_dataset(wave->counts);
    wave->synthetic = d->synthetic != NULL;
    wave->notice = d->synthetic;
    if (!wave->synthetic || wave->n < 0)
        wave->n = (long)d->n;
    return true;
}

static bool fill(struct arena *arena, struct store *store, struct wave *wave,
                 const struct published_survey *published, struct fault *f) {
    const char *form = published && published->survey ? published->survey : wave->id;
    struct wave_build b;
    if (!find_form(arena, store, form, &wave->form, f))
        return false;
    if (wave->form && strcmp(wave->form->id, wave->id) == 0)
        describe_form(arena, wave, wave->form);
    if (published)
        describe_published(wave, published);
    if (!add_counts(arena, store, wave, f))
        return false;
    if (!published && !wave->counts)
        return nothing_known(arena, wave->id, f);
    wave->unit = wave->form ? wave->form->unit : NULL;
    wave_build_begin(&b, arena, wave, wave->form, published);
    if (wave->form)
        wave_build_form(&b, wave->form);
    if (published && !wave_build_published(&b, published, false, f))
        return false;
    wave_build_restate(&b);
    if (published && !wave_build_published(&b, published, true, f))
        return false;
    wave_build_restate(&b);
    return find_prefectures(arena, wave, published, f);
}

const struct wave *wave_load(struct arena *arena, struct store *store, const char *id, struct fault *f) {
    bool has;
    if (!aggregate_has_published(store, id, &has, f))
        return NULL;
    const struct published_survey *published = has ? aggregate_published(store, arena, id, f) : NULL;
    if (has && !published)
        return NULL;
    struct wave *wave = arena_alloc(arena, sizeof *wave);
    *wave = (struct wave){.id = arena_strdup(arena, id),
                          .title = id,
                          .label = id,
                          .n = WAVE_UNKNOWN,
                          .prefecture_count = WAVE_UNKNOWN};
    return fill(arena, store, wave, published, f) ? wave : NULL;
}

const struct wave *wave_load_once(struct arena *arena, struct store *store, struct wave_shelf *shelf,
                                  const char *id, struct fault *f) {
    for (size_t i = 0; shelf && i < shelf->count; i++)
        if (strcmp(shelf->waves[i]->id, id) == 0)
            return shelf->waves[i];
    const struct wave *wave = wave_load(arena, store, id, f);
    if (!shelf || !wave)
        return wave;
    shelf->waves = arena_grow(arena, shelf->waves, shelf->count, &shelf->capacity, sizeof(*shelf->waves));
    return shelf->waves[shelf->count++] = wave;
}
