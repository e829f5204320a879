#include "reports/cases/case_one.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/expr.h"
#include "engine/questionnaire/reference.h"
#include "reports/cases/case_text.h"

#include <string.h>

bool case_one_begin(struct arena *arena, struct store *store, const struct questionnaire *q,
                    struct case_one *one, struct fault *f) {
    *one = (struct case_one){
        .store = store,
        .q = q,
        .masks = mask_rules_get(f),
        .asked = arena_array(arena, bitset_words(q->question_count) + 1, sizeof *one->asked),
    };
    return one->masks != NULL;
}

void case_one_route(const struct case_one *one, struct response *response) {
    const struct questionnaire *q = one->q;
    response_route(q, response);
    memset(one->asked, 0, bitset_words(q->question_count) * sizeof *one->asked);
    response_asked(q, response, one->asked);
    for (size_t i = 0; i < q->question_count; i++)
        if (!bitset_has(one->asked, i))
            response->answers[i].state = ANSWER_NOT_APPLICABLE;
}

size_t case_one_code_of(const struct question *question, const struct response *response) {
    if (!question)
        return 0;
    const struct answer *a = &response->answers[question->position];
    return a->state == ANSWER_GIVEN && a->code >= 0 ? (size_t)a->code : question->option_count;
}

void case_one_places(struct arena *arena, const struct questionnaire *q, struct case_places *p) {
    p->pref = q->key_pref >= 0 ? &q->questions[q->key_pref] : NULL;
    p->type = q->key_type >= 0 ? &q->questions[q->key_type] : NULL;
    p->pref_count = p->pref ? p->pref->option_count + 1 : 1;
    p->type_count = p->type ? p->type->option_count + 1 : 1;
    p->returns = arena_array(arena, p->pref_count * p->type_count, sizeof *p->returns);
}

bool case_one_mask(const struct case_one *one, struct arena *scratch, const struct stored_return *row,
                   const struct question *question, const char *original, const char *clean,
                   struct case_masked *out, struct fault *f) {
    enum { NAME_LEAST = 4 }; /* characters: a short code is part of too many words */
    const char *accepted = NULL, *institution = row->institution;
    bool any = false;
    if (!store_masked_get(one->store, scratch, row->id, question->id, original, &accepted, f))
        return false;
    const char *masked = accepted ? case_text_clean(scratch, accepted) : clean;
    if (institution && utf8_length(institution) >= NAME_LEAST)
        masked = case_text_replace(scratch, masked, institution, _("[institution]"), &any);
    struct mask_span *spans;
    size_t count = 0;
    if (!accepted) {
        mask_find(scratch, one->masks, masked, &spans, &count);
        masked = count ? mask_apply(scratch, one->masks, masked, spans, count) : masked;
    }
    *out = (struct case_masked){
        .text = masked, .spans = count, .accepted = accepted != NULL, .changed = strcmp(masked, clean) != 0};
    return true;
}

static bool has_term(const struct case_terms *terms, const char *folded) {
    for (size_t i = 0; i < terms->count; i++)
        if (strstr(folded, terms->items[i]))
            return true;
    return false;
}

void case_one_code(const struct case_one *one, const struct case_coding *coding,
                   const struct response *response, const char *folded, uint64_t *kinds, uint64_t *words) {
    *kinds = *words = 0;
    for (size_t k = 0; k < coding->kind_count; k++) {
        const struct case_kind *kind = &coding->kinds[k];
        if ((kind->when && expr_holds(kind->when, one->q, response)) || has_term(&kind->terms, folded))
            *kinds |= UINT64_C(1) << k;
    }
    for (size_t w = 0; w < coding->word_count; w++)
        if (has_term(&coding->words[w].terms, folded))
            *words |= UINT64_C(1) << w;
}

const char *case_one_without_place(struct arena *arena, const struct question *question, size_t pref,
                                   const char *text) {
    struct fault ignored = {0};
    const struct reference *r = reference_get(&ignored);
    bool any = false;
    if (pref >= question->option_count)
        return text;
    if (r && question->kind == QUESTION_PREFECTURE && pref < r->prefecture_count)
        text = case_text_replace(arena, text, r->prefectures[pref].name, _("[prefecture]"), &any);
    return case_text_replace(arena, text, question->options[pref].label, _("[prefecture]"), &any);
}
