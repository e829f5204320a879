#include "engine/waves/comparison_series.h"

#include <stdlib.h>
#include <string.h>

struct listing_waves {
    struct arena *arena;
    const struct wave **items;
    size_t count, capacity;
};

static bool measured(const struct wave *wave, const char *concept) {
    for (size_t i = 0; i < wave->item_count; i++)
        if (strcmp(wave->items[i].concept, concept) == 0 ||
            strcmp(wave->items[i].question->concept, concept) == 0)
            return true;
    return false;
}

static bool listed(const struct listing_waves *l, const char *id) {
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->items[i]->id, id) == 0)
            return true;
    return false;
}

static bool add_wave(struct listing_waves *l, struct store *store, const char *id, const char *concept,
                     struct fault *f) {
    if (listed(l, id))
        return true;
    const struct wave *wave = wave_load(l->arena, store, id, f);
    if (!wave)
        return false;
    if (!wave->series || !measured(wave, concept))
        return true;
    l->items = arena_grow(l->arena, l->items, l->count, &l->capacity, sizeof *l->items);
    l->items[l->count++] = wave;
    return true;
}

static bool add_all(struct listing_waves *l, struct store *store, const char *concept, struct fault *f) {
    struct published_row *published;
    struct survey_row *surveys;
    size_t published_count, survey_count;
    if (!aggregate_list_published(store, l->arena, &published, &published_count, f) ||
        !store_survey_list(store, l->arena, &surveys, &survey_count, f))
        return false;
    for (size_t i = 0; i < published_count; i++)
        if (!add_wave(l, store, published[i].id, concept, f))
            return false;
    for (size_t i = 0; i < survey_count; i++)
        if (surveys[i].returns > 0 && !add_wave(l, store, surveys[i].id, concept, f))
            return false;
    return true;
}

static int by_series(const void *a, const void *b) {
    const struct wave *x = *(const struct wave *const *)a, *y = *(const struct wave *const *)b;
    int order = strcmp(x->series, y->series);
    if (order == 0)
        order = strcmp(x->order ? x->order : "", y->order ? y->order : "");
    return order ? order : strcmp(x->id, y->id);
}

bool comparison_series(struct arena *arena, struct store *store, const char *concept,
                       struct comparison_series **out, size_t *count, struct fault *f) {
    struct listing_waves l = {.arena = arena};
    *count = 0;
    if (!add_all(&l, store, concept, f))
        return false;
    if (l.count)
        qsort(l.items, l.count, sizeof *l.items, by_series);
    *out = arena_array(arena, l.count + 1, sizeof **out);
    for (size_t i = 0; i < l.count; i++) {
        struct comparison_series *at = *count ? &(*out)[*count - 1] : NULL;
        if (!at || strcmp(at->series, l.items[i]->series) != 0) {
            at = &(*out)[(*count)++];
            *at = (struct comparison_series){.series = l.items[i]->series,
                                             .surveys = arena_array(arena, l.count + 1, sizeof(char *))};
        }
        at->surveys[at->count++] = l.items[i]->id;
    }
    return true;
}
