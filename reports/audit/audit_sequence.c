/* A、B、Cの順; Aが最も多く、B、Cが続く; 次いで: what is said to stand in order. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

#include <string.h>

enum { GAP_MOST = 75 };

/* Of another wave, or of a group that the sentence has turned to: no member of the list. */
static bool apart(const struct audit *a, const struct audit_segment *s, size_t from, size_t to) {
    const struct audit_word_list *words = &a->words->lists[WORDS_SEQUENCE_ENDS];
    for (size_t i = 0; i < words->count; i++)
        if (memmem(s->text + from, to - from, words->words[i], strlen(words->words[i])))
            return true;
    return audit_word_within(&a->words->lists[WORDS_EARLIER], s->text + from, s->text + to) != NULL;
}

static void judge_pair(struct audit *a, const struct audit_segment *s, struct audit_token *first,
                       struct audit_token *second, bool rising) {
    double one = audit_value(first), two = audit_value(second);
    if (rising ? two >= one : two <= one) {
        audit_claim_add(a, s, second, first->at, second->end, AUDIT_CONSISTENT,
                        _("it stands in the order that the sentence says"));
        return;
    }
    audit_claim_add(a, s, second, first->at, second->end, AUDIT_IMPOSSIBLE,
                    arena_printf(a->arena,
                                 rising ? _("by the order it is not less than %.4g%%, but it is %.4g%%")
                                        : _("by the order it is not more than %.4g%%, but it is %.4g%%"),
                                 one, two));
}

/* The percentages before the word, as far back as they are one list. */
static void judge_list(struct audit *a, const struct audit_segment *s, const char *word, bool rising) {
    struct audit_token *later = NULL;
    for (size_t i = s->token_count; i-- > 0;) {
        struct audit_token *t = &s->tokens[i];
        if (t->kind != TOKEN_PERCENT || s->text + t->end > word + 1)
            continue;
        size_t end = later ? later->at : (size_t)(word - s->text);
        if (end < t->end || end - t->end > GAP_MOST || apart(a, s, t->end, end) || t->sign)
            return;
        if (later)
            judge_pair(a, s, t, later, rising);
        later = t;
    }
}

/* Aが67%、次いでBが49% */
static void judge_next(struct audit *a, const struct audit_segment *s, const char *word) {
    struct audit_token *first = NULL;
    size_t at = (size_t)(word - s->text);
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i];
        if (t->kind != TOKEN_PERCENT || t->sign)
            continue;
        if (t->end <= at) {
            first = t;
            continue;
        }
        bool near = first && at - first->end <= 24 && t->at - at <= GAP_MOST;
        if (near && !apart(a, s, first->end, t->at))
            judge_pair(a, s, first, t, false);
        return;
    }
}

/* --- 1位, 2位, 3位 --------------------------------------------------------------------------------------------- */

/* The percentage (or, without one, the count) of an item that begins with its rank. */
static struct audit_token *ranked(const struct audit_segment *s, int64_t *rank) {
    const struct audit_token *head = s->token_count ? s->tokens : NULL;
    struct audit_token *count = NULL, *percent = NULL;
    const char *after = head ? s->text + head->digits + strspn(s->text + head->digits, "0123456789") : "";
    if (!head || head->at > 3 || head->kind != TOKEN_OTHER || strncmp(after, "位", strlen("位")) != 0)
        return NULL;
    *rank = head->mantissa;
    for (size_t i = 1; i < s->token_count; i++) {
        percent = percent || s->tokens[i].kind != TOKEN_PERCENT ? percent : &s->tokens[i];
        count = count || s->tokens[i].kind != TOKEN_COUNT ? count : &s->tokens[i];
    }
    return percent ? percent : count;
}

static void check_ranking(struct audit *a, size_t at) {
    const struct audit_segment *s = &a->draft->segments[at];
    int64_t first, second;
    if (!at || s[-1].block != s->block)
        return;
    struct audit_token *one = ranked(s - 1, &first), *two = ranked(s, &second);
    if (!one || !two || second != first + 1 || one->kind != two->kind || audit_value(two) <= audit_value(one))
        return;
    audit_claim_add(a, s, two, 0, s->length, AUDIT_IMPOSSIBLE,
                    arena_printf(a->arena, _("it is ranked behind %.6g (line %zu), but it is %.6g"),
                                 audit_value(one), one->line, audit_value(two)));
}

void audit_check_sequence(struct audit *a) {
    const struct audit_word_list *ordered = &a->words->lists[WORDS_ORDERED],
                                 *next = &a->words->lists[WORDS_NEXT];
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        const char *end = s->text + s->length;
        const char *word = audit_word_within(ordered, s->text, end);
        check_ranking(a, i);
        bool rising = audit_word_within(&a->words->lists[WORDS_RISING_ORDER], s->text, end) != NULL;
        if (s->kind == SEGMENT_PROSE && word)
            judge_list(a, s, word, rising);
        for (const char *at = s->text; s->kind == SEGMENT_PROSE; at += 3) {
            at = audit_word_within(next, at, end);
            if (!at)
                break;
            judge_next(a, s, at);
        }
    }
}
