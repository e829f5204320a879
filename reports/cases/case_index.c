#include "reports/cases/case_index.h"

#include "engine/base/heap.h"
#include "engine/base/lang.h"
#include "engine/base/steady.h"
#include "engine/base/utf8.h"
#include "engine/store/newest.h"
#include "engine/store/trail_list.h"
#include "reports/cases/case_text.h"

#include <stdlib.h>
#include <string.h>

enum { SURVEYS = 24, STEP = 200, WASTE_LEAST = 2000 };

static const unsigned every_status =
    1u << RETURN_ACCEPTED | 1u << RETURN_DUPLICATE | 1u << RETURN_SET_ASIDE | 1u << RETURN_VOID;

/* --- one return --- */

struct reading {
    struct case_index *x;
    struct newest newest;
    struct case_return *into; /* one that was read before; NULL: it is new */
    long seen;
};

/* Free text, and the words after an "other" option. */
static bool has_words(const struct question *question, const struct answer *answer) {
    return answer->state == ANSWER_GIVEN && answer->text && *answer->text &&
           (question->kind == QUESTION_TEXT || question_is_coded(question));
}

static bool read_text(struct case_index *x, const struct stored_return *row, const struct response *response,
                      size_t question, struct case_said *said, bool *any, struct fault *f) {
    const struct question *asked = &x->q->questions[question];
    const char *original = response->answers[question].text, *clean = case_text_clean(x->scratch, original);
    struct case_masked masked;
    uint64_t words;
    *any = *clean != '\0';
    if (!*any)
        return true;
    if (!case_one_mask(&x->one, x->scratch, row, asked, original, clean, &masked, f))
        return false;
    *said = (struct case_said){
        .question = question,
        .review = masked.accepted  ? CASE_REVIEWED
                  : masked.changed ? CASE_PROPOSED
                                   : CASE_PLAIN,
        .folded = arena_strdup(x->arena, case_text_folded(x->scratch, clean)),
    };
    said->masked =
        masked.changed ? arena_strdup(x->arena, case_text_folded(x->scratch, masked.text)) : said->folded;
    if (x->codings[question])
        case_one_code(&x->one, x->codings[question], response, said->folded, &said->kinds, &words);
    return true;
}

static bool read_texts(struct case_index *x, const struct stored_return *row, const struct response *response,
                       struct case_return *out, struct fault *f) {
    size_t capacity = 0;
    for (size_t i = 0; i < x->q->question_count; i++) {
        struct case_said said;
        bool any;
        if (!has_words(&x->q->questions[i], &response->answers[i]))
            continue;
        if (!read_text(x, row, response, i, &said, &any, f))
            return false;
        if (!any)
            continue;
        out->texts = arena_grow(x->arena, out->texts, out->count, &capacity, sizeof *out->texts);
        out->texts[out->count++] = said;
    }
    return true;
}

static void count_place(struct case_index *x, const struct case_return *of, int by) {
    if (of->status == RETURN_ACCEPTED)
        x->places.returns[of->pref * x->places.type_count + of->type] += by;
}

static bool visit(void *data, const struct stored_return *row, struct fault *f) {
    struct reading *r = data;
    struct case_index *x = r->x;
    struct case_return out = {.id = row->id, .status = row->status};
    struct response *response = newest_response(&r->newest, x->scratch, row, f);
    r->seen++;
    if (!response)
        return false;
    case_one_route(&x->one, response);
    out.pref = case_one_code_of(x->places.pref, response);
    out.type = case_one_code_of(x->places.type, response);
    bool done = read_texts(x, row, response, &out, f);
    arena_reset(x->scratch);
    if (!done)
        return false;
    if (!r->into) {
        x->returns = arena_grow(x->arena, x->returns, x->count, &x->capacity, sizeof *x->returns);
        r->x->walked = row->id;
    } else {
        count_place(x, r->into, -1);
        x->replaced++;
    }
    *(r->into ? r->into : &x->returns[x->count++]) = out;
    count_place(x, &out, 1);
    return true;
}

/* --- all of them --- */

static bool begin(struct case_index *x, struct store *store, const char *survey, struct fault *f) {
    arena_destroy(x->arena);
    arena_destroy(x->scratch);
    *x = (struct case_index){.arena = arena_create(), .scratch = arena_create()};
    x->q = store_questionnaire(store, x->arena, survey, f);
    if (!x->q || !case_one_begin(x->arena, store, x->q, &x->one, f) || !trail_last(store, &x->mark, f))
        return false;
    x->codings = arena_array(x->arena, x->q->question_count + 1, sizeof *x->codings);
    for (size_t i = 0; i < x->q->coding_count; i++)
        x->codings[x->q->codings[i].question] = &x->q->codings[i];
    case_one_places(x->arena, x->q, &x->places);
    return true;
}

struct case_index *case_index_of(struct store *store, const char *survey, struct fault *f) {
    static struct {
        struct case_index index;
        char *survey;
        long used;
    } kept[SURVEYS];
    static long uses;
    size_t at = 0;
    for (size_t i = 0; i < SURVEYS; i++)
        if (kept[i].survey && strcmp(kept[i].survey, survey) == 0) {
            kept[i].used = ++uses;
            return kept[i].index.q || begin(&kept[i].index, store, survey, f) ? &kept[i].index : NULL;
        } else if (kept[i].used < kept[at].used) {
            at = i;
        }
    free(kept[at].survey);
    kept[at].survey = NULL;
    kept[at].used = 0;
    if (!begin(&kept[at].index, store, survey, f))
        return NULL;
    kept[at].survey = heap_strdup(survey);
    kept[at].used = ++uses;
    return &kept[at].index;
}

static int by_number(const void *key, const void *item) {
    long id = *(const long *)key, of = ((const struct case_return *)item)->id;
    return (id > of) - (id < of);
}

static bool read_again(struct case_index *x, struct store *store, long id, struct fault *f) {
    struct reading r = {.x = x, .newest = {.store = store, .arena = x->arena, .q = x->q}};
    const struct store_span span = {every_status, id - 1, id + 1, 1};
    r.into = x->count ? bsearch(&id, x->returns, x->count, sizeof *x->returns, by_number) : NULL;
    return !r.into || store_each_span(store, x->q->id, &span, visit, &r, f);
}

static bool read_news(struct case_index *x, struct store *store, struct fault *f) {
    struct arena *arena = arena_create();
    struct trail_news news;
    bool done = trail_news(store, arena, x->q->id, &x->mark, &news, f);
    if (done && (news.all || (x->replaced > WASTE_LEAST && x->replaced > x->count / 2)))
        done = begin(x, store, arena_strdup(arena, x->q->id), f);
    else
        for (size_t i = 0; done && i < news.count; i++)
            done = read_again(x, store, news.returns[i], f);
    arena_destroy(arena);
    return done;
}

/* What comes in while this goes on has higher numbers, and is read the next time. */
static bool read_on(struct case_index *x, struct store *store, double until, struct fault *f) {
    if (!store_last_return(store, &x->known, f))
        return false;
    for (x->ready = x->walked >= x->known; !x->ready && steady_seconds() < until;) {
        struct reading r = {.x = x, .newest = {.store = store, .arena = x->arena, .q = x->q}};
        const struct store_span span = {every_status, x->walked, x->known + 1, STEP};
        if (!store_each_span(store, x->q->id, &span, visit, &r, f))
            return false;
        x->ready = r.seen < STEP;
        if (x->ready)
            x->walked = x->known;
    }
    return true;
}

bool case_index_update(struct case_index *x, struct store *store, double seconds, struct fault *f) {
    double until = steady_seconds() + seconds;
    const char *before = lang_enter(x->q->lang);
    x->one.store = store;
    bool done = read_news(x, store, f) && read_on(x, store, until, f);
    lang_enter(before);
    return done;
}

/* --- finding --- */

struct looking {
    struct arena *arena;
    struct case_index *x;
    const struct case_query *query;
    struct case_found *found;
    const char *words[CASE_INDEX_WORDS];
    size_t word_count;
};

static void split_words(struct looking *l) {
    static const char wide_blank[] = "\xE3\x80\x80";
    bool any = false;
    const char *text = case_text_replace(l->arena, l->query->words, wide_blank, " ", &any);
    char *copy = arena_strdup(l->arena, text), *state = NULL;
    for (char *word = strtok_r(copy, " \t\r\n", &state); word && l->word_count < CASE_INDEX_WORDS;
         word = strtok_r(NULL, " \t\r\n", &state)) {
        const char *folded = case_text_folded(l->arena, word);
        if (*folded)
            l->words[l->word_count++] = folded;
    }
}

static bool has_all(const struct looking *l, const char *folded) {
    for (size_t i = 0; i < l->word_count; i++)
        if (!strstr(folded, l->words[i]))
            return false;
    return true;
}

static size_t place_of(const struct looking *l, const struct case_return *of) {
    return l->query->identities ? of->pref : l->found->places.area_of[of->pref];
}

static const char *place_key(const struct looking *l, size_t place) {
    const struct question *pref = l->x->places.pref;
    if (!l->query->identities)
        return l->found->places.areas[place].key;
    return pref && place < pref->option_count ? pref->options[place].id : "unknown";
}

static void count_facets(struct looking *l, const struct case_hit *hit) {
    const struct case_query *q = l->query;
    const struct case_said *said = hit->said;
    size_t place = place_of(l, hit->of);
    bool question = q->question < 0 || said->question == (size_t)q->question,
         kind = q->kind < 0 || (said->question == (size_t)q->coded && said->kinds >> q->kind & 1),
         here = !*q->place || strcmp(q->place, place_key(l, place)) == 0,
         review = q->review < 0 || said->review == (enum case_review)q->review;
    const struct case_coding *coding = l->x->codings[said->question];
    l->found->by_question[said->question] += kind && here && review;
    l->found->by_place[place] += question && kind && review;
    l->found->by_review[said->review] += question && kind && here;
    for (size_t k = 0; coding && k < coding->kind_count; k++)
        l->found->by_kind[said->question][k] += question && here && review && said->kinds >> k & 1;
    if (!question || !kind || !here || !review)
        return;
    size_t at = l->found->total++;
    if (at >= q->from && l->found->count < q->limit)
        l->found->hits[l->found->count++] = *hit;
}

/* What is not shown must not be found. */
static bool shows(struct looking *l, const struct case_hit *hit, bool *shows, struct fault *f) {
    struct case_shown shown;
    *shows = true;
    if (l->query->identities || !l->word_count || !l->found->places.areas[place_of(l, hit->of)].coarse)
        return true;
    if (!case_index_show(l->arena, l->x, l->x->one.store, hit, &shown, f))
        return false;
    const char *text = case_one_without_place(l->arena, l->x->places.pref, hit->of->pref, shown.text);
    *shows = has_all(l, case_text_folded(l->arena, text));
    return true;
}

static bool look(struct looking *l, const struct case_return *of, struct fault *f) {
    bool mine = of->status == RETURN_ACCEPTED || (l->query->identities && of->status == RETURN_SET_ASIDE);
    for (size_t i = 0; mine && i < of->count; i++) {
        const struct case_hit hit = {of, &of->texts[i]};
        bool is = false;
        l->found->all++;
        if (!has_all(l, l->query->identities ? hit.said->folded : hit.said->masked))
            continue;
        if (!shows(l, &hit, &is, f))
            return false;
        if (is)
            count_facets(l, &hit);
    }
    return true;
}

static void begin_found(struct looking *l) {
    const struct questionnaire *q = l->x->q;
    struct case_found *found = l->found;
    size_t places = l->query->identities ? l->x->places.pref_count : found->places.area_count;
    found->by_question = arena_array(l->arena, q->question_count + 1, sizeof *found->by_question);
    found->by_place = arena_array(l->arena, places + 1, sizeof *found->by_place);
    found->by_review = arena_array(l->arena, CASE_REVIEWS, sizeof *found->by_review);
    found->by_kind = arena_array(l->arena, q->question_count + 1, sizeof *found->by_kind);
    for (size_t i = 0; i < q->question_count; i++)
        if (l->x->codings[i])
            found->by_kind[i] =
                arena_array(l->arena, l->x->codings[i]->kind_count + 1, sizeof **found->by_kind);
}

bool case_index_find(struct arena *arena, struct case_index *x, const struct case_query *query,
                     struct case_found *found, struct fault *f) {
    struct looking l = {.arena = arena, .x = x, .query = query, .found = found};
    *found = (struct case_found){.places = x->places};
    if (!query->identities && !case_areas_make(arena, &found->places, CASE_FEW, f))
        return false;
    split_words(&l);
    begin_found(&l);
    for (size_t i = 0; i < x->count; i++)
        if (!look(&l, &x->returns[i], f))
            return false;
    return true;
}

/* --- showing --- */

struct showing {
    struct arena *arena;
    const struct case_index *x;
    struct newest newest;
    const struct case_hit *hit;
    struct case_shown *shown;
};

/* The institution's own name, too, unless it lies in what is masked already. */
static void add_institution(struct showing *s, const char *institution) {
    enum { NAME_LEAST = 4 };
    struct case_shown *shown = s->shown;
    if (!institution || utf8_length(institution) < NAME_LEAST)
        return;
    size_t capacity = 0, length = strlen(institution), count = 0, next = 0;
    struct mask_span *all = NULL;
    for (const char *at = strstr(shown->original, institution); at || next < shown->span_count;) {
        size_t from = at ? (size_t)(at - shown->original) : SIZE_MAX;
        all = arena_grow(s->arena, all, count, &capacity, sizeof *all);
        if (next < shown->span_count && shown->spans[next].from < (at ? from + length : SIZE_MAX)) {
            bool overlaps = at && shown->spans[next].to > from;
            all[count++] = shown->spans[next++];
            at = overlaps ? strstr(at + length, institution) : at;
        } else {
            all[count++] = (struct mask_span){from, from + length, MASK_OTHER};
            at = strstr(at + length, institution);
        }
    }
    shown->spans = all;
    shown->span_count = count;
}

static bool show(void *data, const struct stored_return *row, struct fault *f) {
    struct showing *s = data;
    struct case_shown *shown = s->shown;
    const struct question *question = &s->x->q->questions[s->hit->said->question];
    const struct response *response = newest_response(&s->newest, s->arena, row, f);
    struct case_masked masked;
    if (!response)
        return false;
    const char *original = response->answers[question->position].text;
    shown->original = arena_strdup(s->arena, original ? original : "");
    if (!case_one_mask(&s->x->one, s->arena, row, question, shown->original,
                       case_text_clean(s->arena, shown->original), &masked, f) ||
        !store_masked_get(s->x->one.store, s->arena, row->id, question->id, shown->original, &shown->masked,
                          f))
        return false;
    shown->text = arena_strdup(s->arena, masked.text);
    shown->accepted = shown->masked != NULL;
    mask_find(s->arena, s->x->one.masks, shown->original, &shown->spans, &shown->span_count);
    add_institution(s, row->institution);
    if (!shown->accepted)
        shown->masked =
            mask_apply(s->arena, s->x->one.masks, shown->original, shown->spans, shown->span_count);
    return true;
}

bool case_index_show(struct arena *arena, const struct case_index *x, struct store *store,
                     const struct case_hit *hit, struct case_shown *shown, struct fault *f) {
    struct showing s = {
        .arena = arena, .x = x, .newest = {store, arena, x->q, NULL, NULL}, .hit = hit, .shown = shown};
    const struct store_span span = {every_status, hit->of->id - 1, hit->of->id + 1, 1};
    *shown = (struct case_shown){.text = "", .original = "", .masked = ""};
    const char *before = lang_enter(x->q->lang);
    bool done = store_each_span(store, x->q->id, &span, show, &s, f);
    lang_enter(before);
    return done;
}
