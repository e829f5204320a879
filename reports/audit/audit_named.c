/* What is said of an answer whose figure stands under its name somewhere before: its change, and which of two is the greater. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <math.h>
#include <string.h>

enum { BACK_MOST = 60, NAME_LEAST = 6, GAP_MOST = 60 };

static double unit_of(const struct audit_token *t) {
    return pow(10, -t->decimals);
}

/* --- looking a name up ------------------------------------------------------------------------------------ */

/* The only percentage of an item of a list or a row that begins with the name. */
static const struct audit_token *in_item(const struct audit *a, const struct audit_segment *s,
                                         const char *name) {
    static const char marks[] = "・「○●■□◆◇";
    size_t length = strlen(name);
    const char *text = utf8_fold(a->arena, s->text);
    const struct audit_token *found = NULL;
    text += strspn(text, "-*+|>#");
    for (const char *mark = marks; *mark; mark += 3)
        text += strncmp(text, mark, 3) == 0 ? 3 : 0;
    const char *after = text + length;
    if (strncmp(text, name, length) != 0 ||
        !(strncmp(after, "」", 3) == 0 || (*after && strchr("0123456789(:|", *after))))
        return NULL;
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT) {
            if (found)
                return NULL;
            found = &s->tokens[i];
        }
    return found;
}

/* 「name」 in a sentence, with its percentage behind it. */
static const struct audit_token *in_quotes(const struct audit *a, const struct audit_segment *s,
                                           const char *name) {
    for (const char *open = strstr(s->text, "「"); open; open = strstr(open + 3, "「")) {
        const char *close = strstr(open, "」");
        if (!close ||
            strcmp(utf8_fold(a->arena, arena_strndup(a->arena, open + 3, (size_t)(close - open - 3))),
                   name) != 0)
            continue;
        const char *next = strstr(close, "「");
        for (size_t i = 0; i < s->token_count; i++) {
            const struct audit_token *t = &s->tokens[i];
            const char *at = s->text + t->at;
            if (t->kind != TOKEN_PERCENT || at < close)
                continue;
            bool own = (!next || at < next) && at - close < GAP_MOST &&
                       !audit_word_within(&a->words->lists[WORDS_EARLIER], close, at);
            return own ? t : NULL;
        }
    }
    return NULL;
}

const struct audit_token *audit_figure_named(const struct audit *a, size_t at, const char *name) {
    for (size_t back = 1; strlen(name) >= NAME_LEAST && back <= BACK_MOST && back <= at; back++) {
        const struct audit_segment *s = &a->draft->segments[at - back];
        const struct audit_token *found = in_item(a, s, name);
        if (!found && s->kind == SEGMENT_PROSE)
            found = in_quotes(a, s, name);
        if (found)
            return found;
    }
    return NULL;
}

const char *audit_quoted_name(const struct audit *a, const char *open, const char **after) {
    const char *close = open ? strstr(open, "」") : NULL;
    if (!close)
        return NULL;
    *after = close + 3;
    return utf8_fold(a->arena, arena_strndup(a->arena, open + 3, (size_t)(close - open - 3)));
}

/* --- 「A」は前回(51%)から5ポイント増えて ------------------------------------------------------------------- */

struct step {
    struct audit *a;
    const struct audit_segment *s;
    struct audit_token *points;
    const struct audit_token *then, *now; /* of this sentence; of a sentence before */
};

/* The last name in quotation marks before the percentage of the earlier wave that the change starts from. */
static const char *name_of(const struct audit *a, const struct audit_segment *s, size_t from,
                           const struct audit_token *then) {
    const char *open = NULL, *after;
    for (const char *c = s->text + from; c < s->text + then->at; c++)
        open = strncmp(c, "「", 3) == 0 ? c : open;
    const char *name = audit_quoted_name(a, open, &after);
    return name && after < s->text + then->at &&
                   audit_word_within(&a->words->lists[WORDS_EARLIER], after, s->text + then->at)
               ? name
               : NULL;
}

static void judge_step(const struct step *x) {
    double then = audit_value(x->then), now = audit_value(x->now), size = audit_value(x->points);
    double slack = (unit_of(x->then) + unit_of(x->now) + unit_of(x->points)) / 2 + 1e-9;
    const char *from = x->s->text + x->points->end, *comma = strstr(from, "、");
    const char *stop = comma ? comma : x->s->text + x->s->length;
    bool up = audit_word_within(&x->a->words->lists[WORDS_UP], from, stop) != NULL,
         down = audit_word_within(&x->a->words->lists[WORDS_DOWN], from, stop) != NULL;
    bool turned = up != down && (up ? now < then : now > then);
    if (fabs(fabs(now - then) - size) <= slack && !turned) {
        audit_claim_add(
            x->a, x->s, x->points, x->then->at, x->points->end, AUDIT_CONSISTENT,
            arena_printf(x->a->arena, _("from %.4g%% to %.4g%% (line %zu)"), then, now, x->now->line));
        return;
    }
    struct audit_claim *c = audit_claim_add(
        x->a, x->s, x->points, x->then->at, x->points->end, AUDIT_IMPOSSIBLE,
        arena_printf(x->a->arena, _("line %zu has %.4g%% for the same; from %.4g%% that is %+.4g points"),
                     x->now->line, now, then, round((now - then) * 1e6) / 1e6));
    audit_candidate_add(
        x->a, c,
        (struct audit_candidate){.kind = "points",
                                 .count = -1,
                                 .n = -1,
                                 .text = arena_printf(x->a->arena, _("the difference is %.4g points"),
                                                      round((now - then) * 1e6) / 1e6)});
}

static void check_steps(struct audit *a, size_t at) {
    enum { NEAR = 24 };
    struct audit_segment *s = &a->draft->segments[at];
    size_t from = 0;
    for (size_t i = 1; i < s->token_count; i++) {
        struct step x = {a, s, &s->tokens[i], &s->tokens[i - 1], NULL};
        if (x.points->kind != TOKEN_POINT || x.then->kind != TOKEN_PERCENT ||
            x.points->at - x.then->end > NEAR)
            continue;
        const char *name = name_of(a, s, from, x.then);
        x.now = name ? audit_figure_named(a, at, name) : NULL;
        from = x.points->end;
        if (x.now)
            judge_step(&x);
    }
}

/* --- 「A」は「B」を上回った --------------------------------------------------------------------------------- */

static void check_greater(struct audit *a, size_t at) {
    const struct audit_segment *s = &a->draft->segments[at];
    const char *first = strstr(s->text, "「"), *after_first, *after_second;
    const char *one = audit_quoted_name(a, first, &after_first);
    const char *second = one ? strstr(after_first, "「") : NULL;
    const char *two =
        second && second - after_first <= 6 ? audit_quoted_name(a, second, &after_second) : NULL;
    if (!two || strncmp(after_second, "を", 3) != 0 || s->token_count)
        return;
    bool above = strncmp(after_second + 3, "上回", 6) == 0, below = strncmp(after_second + 3, "下回", 6) == 0;
    const struct audit_token *x = audit_figure_named(a, at, one), *y = audit_figure_named(a, at, two);
    if (above == below || !x || !y)
        return;
    bool holds = above ? audit_value(x) >= audit_value(y) : audit_value(x) <= audit_value(y);
    audit_claim_free(a, arena_strndup(a->arena, s->text, s->length), s->line,
                     holds ? AUDIT_CONSISTENT : AUDIT_IMPOSSIBLE,
                     arena_printf(a->arena, _("the first is %.4g%% (line %zu), the second %.4g%% (line %zu)"),
                                  audit_value(x), x->line, audit_value(y), y->line));
}

/* --- 薬局が最も高く; 病院と医科診療所の差は7.4ポイント ------------------------------------------------------ */

/* 富山(12.4%), 病院が12.4%: the percentage right after the name, in the sentence before or the one before that. */
static const struct audit_token *labelled(const struct audit *a, size_t at, const char *name, size_t length,
                                          size_t *where) {
    const struct audit_word_list *joins = &a->words->lists[WORDS_NAME_JOINS];
    for (size_t back = 0; back <= 2 && back <= at; back++) {
        const struct audit_segment *s = &a->draft->segments[at - back];
        for (size_t i = 0; i < s->token_count && s->block == a->draft->segments[at].block; i++) {
            size_t end = s->tokens[i].at;
            for (size_t k = 0; s->tokens[i].kind == TOKEN_PERCENT && k < joins->count; k++) {
                size_t join = strlen(joins->words[k]);
                if (end >= join && memcmp(s->text + end - join, joins->words[k], join) == 0) {
                    end -= join;
                    break;
                }
            }
            bool same = s->tokens[i].kind == TOKEN_PERCENT && end < s->tokens[i].at && end >= length &&
                        memcmp(s->text + end - length, name, length) == 0;
            bool whole = same && (end == length || !strncmp(s->text + end - length - 3, "、", 3) ||
                                  !strncmp(s->text + end - length - 3, "は", 3));
            if (whole) {
                *where = at - back;
                return &s->tokens[i];
            }
        }
    }
    return NULL;
}

/* Where the name begins that ends at `end`: after the last mark of the sentence. */
static size_t name_start(const struct audit_segment *s, size_t end) {
    static const char *const marks[] = {"、", "。", "」", ")", "は", "で", "と"};
    for (size_t at = end; at-- > 0;)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (strncmp(s->text + at, marks[i], strlen(marks[i])) == 0 && at + strlen(marks[i]) <= end)
                return at + strlen(marks[i]);
    return 0;
}

/* "薬局が最も高く、歯科診療所が最も低い", without numbers: by those of the sentence before. */
static void check_extreme(struct audit *a, size_t at, const char *words, bool highest) {
    const struct audit_segment *s = &a->draft->segments[at];
    for (const char *word = strstr(s->text, words); word && !s->token_count; word = strstr(word + 3, words)) {
        size_t end = (size_t)(word - s->text), from = name_start(s, end), where;
        const struct audit_token *t =
            end - from >= NAME_LEAST ? labelled(a, at, s->text + from, end - from, &where) : NULL;
        const struct audit_segment *list = t ? &a->draft->segments[where] : NULL;
        for (size_t i = 0; list && i < list->token_count; i++) {
            const struct audit_token *other = &list->tokens[i];
            bool beats = highest ? audit_value(other) > audit_value(t) : audit_value(other) < audit_value(t);
            if (other->kind != TOKEN_PERCENT || !beats)
                continue;
            audit_claim_free(
                a, arena_strndup(a->arena, s->text, s->length), s->line, AUDIT_IMPOSSIBLE,
                arena_printf(a->arena,
                             highest ? _("it is called the highest at %.4g%%, but line %zu has %.4g%%")
                                     : _("it is called the lowest at %.4g%%, but line %zu has %.4g%%"),
                             audit_value(t), other->line, audit_value(other)));
            break;
        }
    }
}

/* "病院と医科診療所の差は7.4ポイント", "沖縄の4.6%で、富山とは7.8ポイントの開き" */
static void check_apart(struct audit *a, size_t at, size_t token) {
    struct audit_segment *s = &a->draft->segments[at];
    struct audit_token *t = &s->tokens[token];
    const char *gap = memmem(s->text, t->at, "の差は", 9), *with = memmem(s->text, t->at, "とは", 6);
    const struct audit_token *x = NULL, *y = NULL;
    size_t where;
    if (gap && s->text + t->at - gap <= 15) {
        size_t end = (size_t)(gap - s->text), from = name_start(s, end), first = from >= 3 ? from - 3 : 0;
        bool pair = from >= 3 && strncmp(s->text + first, "と", 3) == 0;
        size_t before = pair ? name_start(s, first) : 0;
        x = pair ? labelled(a, at, s->text + before, first - before, &where) : NULL;
        y = pair ? labelled(a, at, s->text + from, end - from, &where) : NULL;
    } else if (with && s->text + t->at - with <= 9 && token > 0 &&
               s->tokens[token - 1].kind == TOKEN_PERCENT) {
        size_t end = (size_t)(with - s->text), from = name_start(s, end);
        x = &s->tokens[token - 1];
        y = end - from >= NAME_LEAST ? labelled(a, at, s->text + from, end - from, &where) : NULL;
    }
    if (!x || !y || x == y)
        return;
    double apart = fabs(audit_value(x) - audit_value(y)), slack = (unit_of(x) + unit_of(y) + unit_of(t)) / 2;
    slack = x->decimals == y->decimals && x->decimals == t->decimals ? 0 : slack;
    bool holds = fabs(apart - audit_value(t)) <= slack + 1e-9 + (t->marks & MARK_APPROX ? 1 : 0);
    audit_claim_add(
        a, s, t, t->at, t->end, holds ? AUDIT_CONSISTENT : AUDIT_IMPOSSIBLE,
        arena_printf(a->arena,
                     holds ? _("%.4g%% (line %zu) and %.4g%% (line %zu) differ by %.4g points")
                           : _("%.4g%% (line %zu) and %.4g%% (line %zu) differ by %.4g points, not by that"),
                     audit_value(x), x->line, audit_value(y), y->line, round(apart * 1e6) / 1e6));
}

void audit_check_named(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++)
        if (a->draft->segments[i].kind == SEGMENT_PROSE) {
            check_steps(a, i);
            check_greater(a, i);
            check_extreme(a, i, "が最も高", true);
            check_extreme(a, i, "が最も低", false);
            for (size_t j = 0; j < a->draft->segments[i].token_count; j++)
                if (a->draft->segments[i].tokens[j].kind == TOKEN_POINT)
                    check_apart(a, i, j);
        }
}
