#include "reports/audit/audit_survey.h"

#include <stdlib.h>
#include <string.h>

const char *const audit_verdict_names[AUDIT_VERDICTS] = {"consistent", "unchecked", "unsupported",
                                                         "impossible"};

static void (*const checkers[])(struct audit *a) = {
    audit_check_tables, audit_check_store, audit_check_growth,   audit_check_far,     audit_check_shares,
    audit_check_lists,  audit_check_vague, audit_check_named,    audit_check_points,  audit_check_parts,
    audit_check_bounds, audit_check_order, audit_check_sequence, audit_check_ranking, audit_check_scales,
    audit_check_same,   audit_check_sums,  audit_check_means,    audit_check_repeats, audit_check_agreement,
};

bool audit_says(const struct audit *a, enum audit_list list, const struct audit_segment *s) {
    return audit_word_within(&a->words->lists[list], s->text, s->text + s->length) != NULL;
}

static int claim_order(const void *left, const void *right) {
    const struct audit_claim *a = left, *b = right;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    size_t x = a->token ? a->token->at : 0, y = b->token ? b->token->at : 0;
    return x < y ? -1 : x > y;
}

struct audit *audit_run(struct arena *arena, const struct audit_words *words, const struct audit_draft *draft,
                        const struct audit_reference *reference) {
    struct audit *a = arena_alloc(arena, sizeof *a);
    *a = (struct audit){.arena = arena, .words = words, .draft = draft, .reference = reference};
    audit_spare_names(a);
    audit_bases_find(a);
    for (size_t i = 0; i < sizeof checkers / sizeof *checkers; i++)
        checkers[i](a);
    if (a->claim_count)
        qsort(a->claims, a->claim_count, sizeof *a->claims, claim_order);
    return a;
}

size_t audit_count(const struct audit *a, enum audit_verdict verdict) {
    size_t count = 0;
    for (size_t i = 0; i < a->claim_count; i++)
        count += a->claims[i].verdict == verdict;
    return count;
}

/* The words around [from, to): back to the last mark of punctuation outside a bracket, at most some forty characters. */
static const char *excerpt(struct arena *arena, const struct audit_segment *s, size_t from, size_t to) {
    enum { BEFORE = 96, AFTER = 24 };
    size_t start = s->kind == SEGMENT_ROW || from < BEFORE ? 0 : from - BEFORE;
    size_t stop = s->kind == SEGMENT_ROW ? s->length : to;
    while (start && (s->text[start] & 0xC0) == 0x80)
        start++;
    while (stop < s->length && stop < to + AFTER && s->text[stop] == ')')
        stop++;
    char *text = arena_strndup(arena, s->text + start, stop - start);
    for (char *c = text; *c; c++)
        *c = *c == '\t' ? ' ' : *c;
    return text;
}

struct audit_claim *audit_claim_free(struct audit *a, const char *text, size_t line,
                                     enum audit_verdict verdict, const char *why) {
    a->claims = arena_grow(a->arena, a->claims, a->claim_count, &a->claim_capacity, sizeof *a->claims);
    struct audit_claim *claim = &a->claims[a->claim_count++];
    *claim = (struct audit_claim){.text = text, .line = line, .verdict = verdict, .why = why};
    return claim;
}

struct audit_claim *audit_claim_add(struct audit *a, const struct audit_segment *s, struct audit_token *token,
                                    size_t from, size_t to, enum audit_verdict verdict, const char *why) {
    for (size_t i = 0; token->claimed && i < a->claim_count; i++) {
        struct audit_claim *old = &a->claims[i];
        if (old->token != token)
            continue;
        if (verdict > old->verdict || (verdict == AUDIT_CONSISTENT && old->verdict == AUDIT_UNCHECKED)) {
            old->verdict = verdict;
            old->why = why;
            old->candidate_count = 0;
        }
        return old;
    }
    struct audit_claim *claim =
        audit_claim_free(a, excerpt(a->arena, s, from, to), token->line, verdict, why);
    claim->token = token;
    token->claimed = true;
    return claim;
}

void audit_candidate_add(struct audit *a, struct audit_claim *claim, struct audit_candidate candidate) {
    claim->candidates = arena_grow(a->arena, claim->candidates, claim->candidate_count,
                                   &claim->candidate_capacity, sizeof *claim->candidates);
    claim->candidates[claim->candidate_count++] = candidate;
}
