/* Which base the waves have in common. */
#include "engine/base/lang.h"
#include "engine/waves/comparison_internal.h"

#include <string.h>

struct candidate {
    struct wave_base base;
    const char *words;
    size_t waves; /* that have a figure on it */
    size_t asked; /* of these, where everybody in it was asked */
    size_t own;   /* of these, published on it */
    bool everybody;
};

enum { CANDIDATES_MAX = 32 };

struct candidates {
    struct candidate items[CANDIDATES_MAX];
    size_t count;
};

static bool is_common(const struct wave_base *base) {
    return !wave_base_private(base) && !wave_base_has(base, WAVE_BASE_TICKS);
}

static void propose(struct candidates *list, const struct wave_base *base, const char *words) {
    for (size_t i = 0; i < list->count; i++)
        if (wave_base_same(&list->items[i].base, base)) {
            if (!list->items[i].words)
                list->items[i].words = words;
            return;
        }
    if (is_common(base) && list->count < CANDIDATES_MAX)
        list->items[list->count++] = (struct candidate){.base = *base, .words = words};
}

/* What a base is called by a wave that has only an unknown part of it is not its name. */
static const char *words_that_hold(const struct wave *wave, const struct wave_figure *figure) {
    const struct wave_figure *of;
    return wave_ground_of(wave, &figure->base, &of) == WAVE_UNGROUNDED ? NULL : figure->base_words;
}

static void propose_all(const struct comparing *c, const char *concept, struct candidates *list) {
    const struct wave_base everybody = {.count = 0};
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct wave_item *item = wave_item_find(c->waves[w], concept);
        if (item &&
            item->question->form) /* first: a questionnaire's words say nothing of what was published */
            propose(list, &item->question->asked, item->question->of_form->base_text);
    }
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct wave_item *item = wave_item_find(c->waves[w], concept);
        for (size_t i = 0; item && i < item->figure_count; i++)
            propose(list, &item->figures[i].base, words_that_hold(c->waves[w], &item->figures[i]));
    }
    propose(list, &everybody, NULL);
}

static bool everybody_asked(const struct wave_item *item, const struct wave_base *base,
                            const struct wave_figure *figure) {
    if (item->question->form)
        return wave_base_within(base, &item->question->asked);
    return !figure->restated;
}

static void weigh_wave(const struct comparing *c, const struct wave *wave, const char *concept,
                       struct candidate *at) {
    const struct wave_item *item = wave_item_find(wave, concept);
    struct wave_figure figure, own;
    const struct wave_figure *of;
    if (!item || item->question->kind == WAVE_NO_SHARE ||
        !wave_figure_on(c->arena, wave, item, &at->base, &figure) ||
        wave_ground_of(wave, &at->base, &of) == WAVE_UNGROUNDED)
        return;
    at->waves++;
    at->asked += everybody_asked(item, &at->base, &figure);
    at->own += wave_figure_own(c->arena, wave, item, &own) && wave_base_same(&own.base, &at->base);
}

static bool better(const struct candidate *a, const struct candidate *b) {
    if (a->waves != b->waves)
        return a->waves > b->waves;
    bool a_own = a->own == a->waves, b_own = b->own == b->waves;
    if (a_own != b_own)
        return a_own;
    bool a_asked = a->asked == a->waves, b_asked = b->asked == b->waves;
    if (a_asked != b_asked)
        return a_asked;
    if (a->everybody != b->everybody)
        return a->everybody;
    return a->base.count < b->base.count;
}

/* Everybody is called as the questionnaires call it when all count the same unit. */
static const char *everybody(const struct comparing *c) {
    const char *words = NULL, *unit = NULL;
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct questionnaire *form = c->waves[w]->form;
        if (!form)
            continue;
        if (unit && strcmp(unit, form->unit) != 0)
            return _("all that answered");
        unit = form->unit;
        words = words ? words : form->base_all_text;
    }
    return words ? words : _("all that answered");
}

static bool named_base(struct comparing *c, const char *concept, struct candidates *list, struct fault *f) {
    struct wave_base base;
    const struct wave_item *item = NULL;
    for (size_t w = 0; !item && w < c->wave_count; w++)
        item = wave_item_find(c->waves[w], concept);
    if (!wave_base_of_word(c->arena, c->request->base, "--base", item ? item->question->concept : NULL, &base,
                           f))
        return false;
    if (wave_base_private(&base))
        return fault_usage(f,
                           _("--base %s: no such base; expected published, all, operating, trouble, another "
                             "word of data/reference/bases.json, or the concept of an option"),
                           c->request->base);
    const char *words = NULL;
    for (size_t i = 0; i < list->count; i++)
        if (wave_base_same(&list->items[i].base, &base))
            words = list->items[i].words;
    list->count = 0;
    propose(list, &base, words ? words : c->request->base);
    return true;
}

bool comparison_choose_base(struct comparing *c, const char *concept, struct wave_base *base,
                            const char **words, struct fault *f) {
    struct candidates list = {.count = 0};
    propose_all(c, concept, &list);
    if (c->request->base && strcmp(c->request->base, "published") != 0 && !named_base(c, concept, &list, f))
        return false;
    const struct candidate *best = NULL;
    for (size_t i = 0; i < list.count; i++) {
        struct candidate *at = &list.items[i];
        at->everybody = at->base.count == 0;
        for (size_t w = 0; w < c->wave_count; w++)
            weigh_wave(c, c->waves[w], concept, at);
        if (!best || better(at, best))
            best = at;
    }
    *base = best->base;
    *words = best->base.count ? best->words : everybody(c);
    if (!*words)
        *words = wave_base_key(c->arena, base);
    return true;
}
