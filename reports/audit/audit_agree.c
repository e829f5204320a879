/* What cannot be recomputed where it stands can agree with what is said of the same elsewhere: the same name and figure in a table, a
 * count that it is a share of in another chapter, the figure that its change was reckoned from. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_label.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <math.h>
#include <string.h>

enum { COMMON_LEAST = 6 }; /* bytes of two names: two characters that are no hiragana */

static const struct audit_claim *claim_of(const struct audit *a, const struct audit_token *t) {
    for (size_t i = 0; t->claimed && i < a->claim_count; i++)
        if (a->claims[i].token == t)
            return &a->claims[i];
    return NULL;
}

static bool unchecked(const struct audit *a, const struct audit_token *t) {
    const struct audit_claim *c = claim_of(a, t);
    return c && c->verdict == AUDIT_UNCHECKED;
}

/* Whether two names have a stretch of characters in common that are no mere endings and particles. */
static bool akin(const char *one, const char *two) {
    for (const char *at = one; *at; utf8_next(&at)) {
        const char *end = at;
        size_t length = 0;
        while (*end && length < COMMON_LEAST) {
            const char *before = end;
            uint32_t code = utf8_next(&end);
            if ((code >= 0x3041 && code <= 0x309F) || (code < 0x80 && !(code >= 'A' && code <= 'Z')))
                break;
            length += (size_t)(end - before);
        }
        if (length >= COMMON_LEAST && memmem(two, strlen(two), at, length))
            return true;
    }
    return false;
}

static bool same_figure(const struct audit_token *x, const struct audit_token *y) {
    bool rates = (x->kind == TOKEN_PERCENT || x->decimals) && (y->kind == TOKEN_PERCENT || y->decimals);
    return rates && x->mantissa == y->mantissa && x->decimals == y->decimals;
}

/* Under the same name the same figure, or under a name akin to it one that was recomputed from its count. */
static bool agrees(const struct audit *a, const struct audit_label *l, const struct audit_label *other) {
    enum { PAGES = 200 };
    if (other->segment == l->segment || !same_figure(l->value, other->value))
        return false;
    if (strcmp(l->name, other->name) == 0)
        return true;
    size_t apart = l->segment > other->segment ? l->segment - other->segment : other->segment - l->segment;
    const struct audit_claim *c = l->value->decimals && apart < PAGES ? claim_of(a, other->value) : NULL;
    return c && c->verdict == AUDIT_CONSISTENT && akin(l->name, other->name);
}

static void confirm(struct audit *a, const struct audit_label *l, struct audit_token *t, const char *why) {
    const struct audit_segment *s = &a->draft->segments[l->segment];
    audit_claim_add(a, s, t, t->at, t->end, AUDIT_CONSISTENT, why);
}

static void check_label(struct audit *a, const struct audit_labels *all, const struct audit_label *l) {
    if (l->value->kind != TOKEN_PERCENT || !unchecked(a, l->value))
        return;
    for (size_t i = 0; i < all->count; i++)
        if (agrees(a, l, &all->list[i])) {
            confirm(a, l, (struct audit_token *)l->value,
                    arena_printf(a->arena, _("line %zu has the same figure for \"%s\""),
                                 all->list[i].value->line, all->list[i].name));
            return;
        }
}

/* 8.32%(+1.19%), and 7.13% under the same name. */
static void check_step(struct audit *a, const struct audit_labels *all, const struct audit_label *l) {
    const struct audit_segment *s = &a->draft->segments[l->segment];
    struct audit_token *step = (struct audit_token *)l->value + 1;
    bool signed_step = step < s->tokens + s->token_count && step->sign && step->bracket &&
                       !l->value->bracket && (step->kind == TOKEN_PERCENT || step->kind == TOKEN_POINT) &&
                       unchecked(a, step);
    double then = signed_step ? audit_value(l->value) - step->sign * audit_value(step) : 0;
    for (size_t i = 0; signed_step && i < all->count; i++) {
        const struct audit_label *other = &all->list[i];
        if (other->segment == l->segment || other->value->kind == TOKEN_COUNT ||
            other->value->decimals != l->value->decimals || fabs(audit_value(other->value) - then) > 1e-9 ||
            strcmp(other->name, l->name) != 0)
            continue;
        confirm(a, l, step,
                arena_printf(a->arena, _("from %.4g%% to %.4g%% (line %zu)"), then, audit_value(l->value),
                             other->value->line));
        return;
    }
}

void audit_check_agreement(struct audit *a) {
    const struct audit_labels *all = audit_labels(a);
    for (size_t i = 0; i < all->count; i++)
        if (all->list[i].value->kind == TOKEN_PERCENT) {
            check_label(a, all, &all->list[i]);
            check_step(a, all, &all->list[i]);
        }
}
