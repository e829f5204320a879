/* One name in quotation marks, two figures; and two percentages of different wholes that are compared. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <math.h>
#include <string.h>

/* --- one name, two figures -------------------------------------------------------------------------------- */

enum { NAME_LEAST = 12, NAME_BEFORE = 40, NAME_AFTER = 30 };

struct named {
    const char *name; /* folded */
    struct audit_segment *s;
    struct audit_token *t;
    bool counted; /* a count stands beside it */
};

struct names {
    struct named *list;
    size_t count, capacity;
};

/* What the last 「...」 that ends shortly before the number says, or the first that begins right after it. */
static const char *quoted(const struct audit *a, const struct audit_segment *s, size_t from, size_t at,
                          size_t end) {
    const char *open = NULL, *close = NULL, *start = s->text + from, *number = s->text + at;
    for (const char *c = start; c < number; c++) {
        if (strncmp(c, "「", 3) == 0)
            open = c + 3, close = NULL;
        else if (open && strncmp(c, "」", 3) == 0)
            close = c;
    }
    if (!close || number - close > NAME_BEFORE) {
        open = strstr(s->text + end, "「");
        bool plain = open && strcspn(s->text + end, "0123456789(%") > (size_t)(open - (s->text + end)) &&
                     !memmem(s->text + end, (size_t)(open - (s->text + end)), "、", 3);
        close = plain && open - (s->text + end) <= NAME_AFTER ? strstr(open, "」") : NULL;
        open = open ? open + 3 : NULL;
    }
    return close && close - open >= NAME_LEAST
               ? utf8_fold(a->arena, arena_strndup(a->arena, open, (size_t)(close - open)))
               : NULL;
}

static bool of_another_wave(const struct audit *a, const struct audit_segment *s) {
    return audit_word_within(&a->words->lists[WORDS_EARLIER], s->text, s->text + s->length) != NULL;
}

static void collect(struct audit *a, struct names *all, struct audit_segment *s) {
    size_t from = 0;
    for (size_t i = 0; i < s->token_count && !of_another_wave(a, s); i++) {
        struct audit_token *t = &s->tokens[i];
        if (t->kind != TOKEN_PERCENT)
            continue;
        const struct audit_token *count = audit_partner(a, s, i);
        size_t end = count && count->end > t->end ? count->end : t->end;
        const char *name = quoted(a, s, from, t->at, end + (s->text[end] == ')'));
        from = t->end;
        if (!name || t->marks || t->known)
            continue;
        all->list = arena_grow(a->arena, all->list, all->count, &all->capacity, sizeof *all->list);
        all->list[all->count++] = (struct named){name, s, t, count != NULL};
    }
}

/* Only the one without a count is doubted, and only when nobody else has its figure. */
static void doubt(struct audit *a, const struct names *all, size_t i) {
    const struct named *x = &all->list[i], *other = NULL;
    for (size_t k = 0; k < all->count; k++) {
        const struct named *y = &all->list[k];
        if (k == i || y->s == x->s || strcmp(x->name, y->name) != 0)
            continue;
        if (audit_same(x->t, y->t))
            return;
        other = y->counted ? y : other;
    }
    if (!other)
        return;
    struct audit_claim *c = audit_claim_add(
        a, x->s, x->t, x->t->at, x->t->end, AUDIT_UNSUPPORTED,
        arena_printf(a->arena, _("line %zu has %.4g%% for the same"), other->t->line, audit_value(other->t)));
    audit_candidate_add(
        a, c,
        (struct audit_candidate){
            .kind = "percent",
            .count = -1,
            .n = -1,
            .percent = arena_printf(a->arena, "%.4g%%", audit_value(other->t)),
            .text = arena_printf(a->arena, _("line %zu has %.4g%%"), other->t->line, audit_value(other->t))});
}

/* --- two wholes ------------------------------------------------------------------------------------------- */

/* What the words around a base say of it: a class, or -1. */
static int class_of(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    enum { AROUND = 30 };
    const char *from = s->text + (t->at > AROUND ? t->at - AROUND : 0);
    const char *to = s->text + (t->end + AROUND < s->length ? t->end + AROUND : s->length);
    for (const char *c = from; c < s->text + t->at; c++) /* not over the number before */
        if (*c == '%' || *c == '(' || *c == ')')
            from = c + 1;
    for (int k = 0; k < AUDIT_CLASSES; k++)
        if (audit_word_within(&a->words->classes[k], from, to))
            return k;
    return -1;
}

static const struct audit_base *base_of(const struct audit *a, size_t at, size_t token) {
    struct audit_segment *s = &a->draft->segments[at];
    struct audit_token *count = audit_partner(a, s, token);
    const struct audit_base *b = count ? audit_base_beside(a, at, &s->tokens[token], count) : NULL;
    struct audit_range part = {count ? count->low : 1, count ? count->high : 0};
    return b && audit_fits(part, b->n, audit_percent_of(&s->tokens[token])) ? b : NULL;
}

/* "65.1%(運用している8,437のうち5,493)から59.8%(回答した8,672のうち5,188)に減少": each is right, the comparison is not. */
static void compare_wholes(struct audit *a, size_t at) {
    struct audit_segment *s = &a->draft->segments[at];
    const struct audit_base *first = NULL;
    int class = -1;
    bool compared = audit_word_within(&a->words->lists[WORDS_UP], s->text, s->text + s->length) ||
                    audit_word_within(&a->words->lists[WORDS_DOWN], s->text, s->text + s->length);
    for (size_t i = 0; i < s->token_count && compared; i++) {
        const struct audit_base *b = s->tokens[i].kind == TOKEN_PERCENT ? base_of(a, at, i) : NULL;
        int own = b ? class_of(a, &a->draft->segments[b->segment], b->token) : -1;
        if (own < 0)
            continue;
        if (first && own != class && b->token != first->token) {
            audit_claim_add(a, s, &s->tokens[i], s->tokens[i].at, s->tokens[i].end, AUDIT_UNSUPPORTED,
                            arena_printf(a->arena,
                                         _("it is compared with a percentage of another whole: %s and %s are "
                                           "not the same kind of base"),
                                         audit_number(a->arena, first->n), audit_number(a->arena, b->n)));
            return;
        }
        first = b;
        class = own;
    }
}

void audit_check_repeats(struct audit *a) {
    struct names all = {0};
    for (size_t i = 0; i < a->draft->count; i++)
        if (a->draft->segments[i].kind == SEGMENT_PROSE) {
            collect(a, &all, &a->draft->segments[i]);
            compare_wholes(a, i);
        }
    for (size_t i = 0; i < all.count; i++)
        if (!all.list[i].counted)
            doubt(a, &all, i);
}
