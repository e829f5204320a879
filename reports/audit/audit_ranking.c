/* 最も多いのはA; 次いでB; A、B、Cの順: what is said of names, held against the groups of figures that have them. */
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_label.h"

#include "engine/base/lang.h"

#include <string.h>

enum { MENTIONS_MAX = 16, NEAR = 9 };

/* A name of a group in a sentence. */
struct mention {
    const struct audit_label *label;
    const char *at, *after;
};

struct ranking {
    struct audit *a;
    const struct audit_segment *s;
    struct mention list[MENTIONS_MAX]; /* of one group, in order */
    size_t count;
    const struct audit_label *group; /* its first label */
    size_t size;
};

static void insert(struct ranking *r, struct mention m) {
    for (size_t i = 0; i < r->count; i++) { /* of names within each other the longer one is meant */
        struct mention *old = &r->list[i];
        if (m.at < old->after && old->at < m.after) {
            if (strlen(m.label->name) > strlen(old->label->name))
                *old = m;
            return;
        }
    }
    if (r->count == MENTIONS_MAX)
        return;
    size_t i = r->count++;
    for (; i > 0 && r->list[i - 1].at > m.at; i--)
        r->list[i] = r->list[i - 1];
    r->list[i] = m;
}

static void find_mentions(struct ranking *r) {
    const char *end = r->s->text + r->s->length;
    r->count = 0;
    for (size_t i = 0; i < r->size; i++) {
        struct mention m = {.label = &r->group[i]};
        m.at = audit_label_within(r->s->text, r->s->text, end, m.label->name, &m.after);
        if (m.at)
            insert(r, m);
    }
}

/* --- what is said ----------------------------------------------------------------------------------------- */

/* The sentence, as a claim without a token of its own. */
struct finding {
    enum audit_verdict verdict; /* UNCHECKED: nothing is said */
    const char *why;
};

static const char *skip_bracket_back(const char *text, const char *at) {
    if (at == text || at[-1] != ')')
        return at;
    const char *open = at;
    while (open > text && *open != '(')
        open--;
    return *open == '(' ? open : at;
}

/* Back over a figure that ends at `at`: A28.2%が. */
static const char *skip_figure_back(const struct ranking *r, const char *at) {
    for (size_t i = 0; i < r->s->token_count; i++)
        if (r->s->text + r->s->tokens[i].end == at && r->s->tokens[i].kind != TOKEN_OTHER)
            return r->s->text + r->s->tokens[i].at;
    return at;
}

/* The mention that ends shortly before `at`, its figure aside: Aが最も多く, A(66.4%)が最も多く, Aが28.2%で最多. */
static const struct mention *before(const struct ranking *r, const char *at) {
    const struct audit_word_list *joins = &r->a->words->lists[WORDS_RANKING_JOINS];
    for (int steps = 0; steps < 5; steps++, at = skip_figure_back(r, at))
        for (size_t k = 0; k < joins->count; k++) {
            size_t length = strlen(joins->words[k]);
            if ((size_t)(at - r->s->text) > length && memcmp(at - length, joins->words[k], length) == 0) {
                at -= length;
                break;
            }
        }
    at = skip_bracket_back(r->s->text, at);
    for (size_t i = 0; i < r->count; i++)
        if (r->list[i].after <= at && at - r->list[i].after <= 1)
            return &r->list[i];
    return NULL;
}

/* The mention that begins shortly after `at`. */
static const struct mention *after(const struct ranking *r, const char *at) {
    for (size_t i = 0; i < r->count; i++)
        if (r->list[i].at >= at && r->list[i].at - at <= NEAR)
            return &r->list[i];
    return NULL;
}

/* 最も多いのは乳, most common was A: behind the word that leads to the name. */
static const char *led_to(const struct ranking *r, const char *word, size_t length) {
    const struct audit_word_list *leads = &r->a->words->lists[WORDS_RANKING_LEADS];
    enum { FAR = 45 };
    const char *from = word + length, *end = r->s->text + r->s->length;
    const char *stop = end - from < FAR ? end : from + FAR;
    for (size_t i = 0; i < leads->count; i++) {
        const char *found = memmem(from, (size_t)(stop - from), leads->words[i], strlen(leads->words[i]));
        const char *comma = memmem(from, (size_t)(stop - from), "、", 3);
        if (found && (!comma || found < comma))
            return found + strlen(leads->words[i]) +
                   (strncmp(found + strlen(leads->words[i]), "、", 3) == 0 ? 3 : 0);
    }
    return NULL;
}

/* The label of the group that is beyond this one; those mentioned before `until` aside. */
static const struct audit_label *beyond(const struct ranking *r, const struct mention *m, bool highest,
                                        const struct mention *until) {
    double own = audit_label_value(m->label);
    for (size_t i = 0; i < r->size; i++) {
        const struct audit_label *other = &r->group[i];
        double value = audit_label_value(other);
        bool aside = other->closing || other->value->kind != m->label->value->kind;
        for (size_t k = 0; k < r->count && until; k++)
            aside |= r->list[k].label == other && r->list[k].at < until->at;
        if (!aside && (highest ? value > own : value < own))
            return other;
    }
    return NULL;
}

static const char *figure(const struct ranking *r, const struct audit_label *label) {
    const struct audit_token *t = label->value;
    return t->kind == TOKEN_COUNT ? audit_number(r->a->arena, (struct audit_range){t->low, t->high})
                                  : audit_printed(r->a->arena, audit_percent_of(t));
}

/* A sentence that has figures of its own speaks of these, which may be of another group. */
static bool speaks_of(const struct ranking *r, const struct mention *m) {
    size_t own = 0;
    for (size_t i = 0; i < r->s->token_count; i++) {
        const struct audit_token *t = &r->s->tokens[i];
        own += t->kind == TOKEN_PERCENT;
        if (t->kind == m->label->value->kind && t->mantissa == m->label->value->mantissa &&
            t->decimals == m->label->value->decimals)
            return true;
    }
    return own == 0;
}

static struct finding judge(const struct ranking *r, const struct mention *m, bool highest,
                            const struct mention *until) {
    if (!speaks_of(r, m))
        return (struct finding){AUDIT_UNCHECKED, NULL};
    const struct audit_label *other = beyond(r, m, highest, until);
    if (!other)
        return (struct finding){AUDIT_CONSISTENT, _("it stands in the order that the sentence says")};
    return (struct finding){
        AUDIT_IMPOSSIBLE,
        arena_printf(r->a->arena,
                     highest ? _("\"%s\" is %s (line %zu), but \"%s\" is more: %s (line %zu)")
                             : _("\"%s\" is %s (line %zu), but \"%s\" is less: %s (line %zu)"),
                     m->label->name, figure(r, m->label), m->label->value->line, other->name,
                     figure(r, other), other->value->line)};
}

/* 最も多い, and 最も赤字の割合が低い with what is so high or low between: the first one behind `from`, and its length. */
static const char *superlative_word(const struct ranking *r, const char *from, enum audit_list list,
                                    size_t *length) {
    static const char *const high[] = {"高", "多", "大き"}, *const low[] = {"低", "少な", "小さ"};
    enum { BETWEEN = 45 };
    const char *end = r->s->text + r->s->length;
    const char *plain = audit_word_within(&r->a->words->lists[list], from, end);
    for (const char *at = from; (at = strstr(at, "最も")) != NULL && (!plain || at < plain);
         at += strlen("最も")) {
        const char *tail = at + strlen("最も"), *stop = strstr(tail, "、");
        stop = stop && stop - tail < BETWEEN ? stop : end - tail < BETWEEN ? end : tail + BETWEEN;
        for (size_t i = 0; i < 3; i++) {
            const char *word = list == WORDS_HIGHEST ? high[i] : low[i];
            const char *found = memmem(tail, (size_t)(stop - tail), word, strlen(word));
            *length = found ? (size_t)(found - at) + strlen(word) : 0;
            if (found)
                return at;
        }
    }
    *length = plain ? audit_word_at(&r->a->words->lists[list], plain) : 0;
    return plain;
}

/* The most, or the least, of the group. */
static struct finding superlative(const struct ranking *r, enum audit_list list, bool highest) {
    const char *word = r->s->text;
    size_t length;
    for (; (word = superlative_word(r, word, list, &length)) != NULL; word++) {
        const struct mention *m = before(r, word);
        const char *lead = m ? NULL : led_to(r, word, length);
        m = lead ? after(r, lead) : m;
        if (m && !m->label->closing)
            return judge(r, m, highest, NULL);
    }
    return (struct finding){AUDIT_UNCHECKED, NULL};
}

/* Neither more than the one named before it, nor less than one that is not named. */
static struct finding behind_last(const struct ranking *r, const struct mention *m) {
    const struct mention *last = m - 1;
    bool known = last->label->value->kind == m->label->value->kind && speaks_of(r, last) && speaks_of(r, m);
    if (!known || audit_label_value(m->label) <= audit_label_value(last->label))
        return judge(r, m, true, m);
    return (struct finding){
        AUDIT_IMPOSSIBLE,
        arena_printf(r->a->arena,
                     _("by the order \"%s\", %s (line %zu), cannot stand behind \"%s\", %s (line %zu)"),
                     m->label->name, figure(r, m->label), m->label->value->line, last->label->name,
                     figure(r, last->label), last->label->value->line)};
}

/* 次いでB; Bがこれに次ぐ; Bが続く: nothing that was not named before is more. */
static struct finding next_one(const struct ranking *r) {
    const struct audit_word_list *behind = &r->a->words->lists[WORDS_RANKING_BEHIND];
    const struct audit_word_list *words = &r->a->words->lists[WORDS_NEXT];
    const char *end = r->s->text + r->s->length, *word = r->s->text;
    for (; (word = audit_word_within(words, word, end)) != NULL; word++) {
        const struct mention *m = after(r, word + audit_word_at(words, word));
        if (m && m != r->list && !m->label->closing)
            return behind_last(r, m);
    }
    for (size_t i = 0; i < behind->count; i++) {
        word = strstr(r->s->text, behind->words[i]);
        const struct mention *m = word ? before(r, word) : NULL;
        if (m && m != r->list && !m->label->closing)
            return behind_last(r, m);
    }
    return (struct finding){AUDIT_UNCHECKED, NULL};
}

/* A、B、Cの順 */
static struct finding in_order(const struct ranking *r) {
    const struct audit_words *w = r->a->words;
    const char *end = r->s->text + r->s->length,
               *word = audit_word_within(&w->lists[WORDS_ORDERED], r->s->text, end);
    bool rising = word && audit_word_within(&w->lists[WORDS_RISING_ORDER], r->s->text, end);
    size_t last = 0;
    while (word && last < r->count && r->list[last].after <= word)
        last++;
    for (size_t i = last; i-- > 1;) {
        const struct mention *one = &r->list[i - 1], *two = &r->list[i];
        if (two->at - one->after > 40 || !speaks_of(r, one) || !speaks_of(r, two))
            break;
        double x = audit_label_value(one->label), y = audit_label_value(two->label);
        if (rising ? y < x : y > x)
            return (struct finding){
                AUDIT_IMPOSSIBLE,
                arena_printf(
                    r->a->arena,
                    _("by the order \"%s\", %s (line %zu), cannot stand behind \"%s\", %s (line %zu)"),
                    two->label->name, figure(r, two->label), two->label->value->line, one->label->name,
                    figure(r, one->label), one->label->value->line)};
    }
    return (struct finding){last >= 2 ? AUDIT_CONSISTENT : AUDIT_UNCHECKED,
                            _("it stands in the order that the sentence says")};
}

/* --- against all groups ----------------------------------------------------------------------------------- */

static struct finding said(const struct ranking *r, int what) {
    switch (what) {
    case 0:
        return superlative(r, WORDS_HIGHEST, true);
    case 1:
        return superlative(r, WORDS_LOWEST, false);
    case 2:
        return next_one(r);
    default:
        return in_order(r);
    }
}

/* What stands before では, back to a mark: "節約行動" of "節約行動では". */
static const char *topic(const struct ranking *r, const char *at) {
    const struct audit_word_list *marks = &r->a->words->lists[WORDS_RANKING_MARKS];
    const char *from = r->s->text;
    for (size_t i = 0; i < marks->count; i++)
        for (const char *mark = from;
             (mark = memmem(mark, (size_t)(at - mark), marks->words[i], strlen(marks->words[i]))) != NULL;)
            from = mark += strlen(marks->words[i]);
    return arena_strndup(r->a->arena, from, (size_t)(at - from));
}

/* "病院ではAが最も多い": said of some only, whose figures are not those of the group; but of all where the group has that name. */
static bool of_some(const struct ranking *r) {
    const struct audit_segment *own = &r->a->draft->segments[r->group->segment];
    for (const char *at = r->s->text; (at = strstr(at, "では")) != NULL; at += strlen("では")) {
        if (!r->count || at >= r->list[r->count - 1].at)
            continue;
        const char *name = topic(r, at);
        bool question = strlen(name) >= 6 &&
                        (strstr(own->text, name) || (r->group->segment && strstr(own[-1].text, name)));
        if (!question)
            return true;
    }
    return false;
}

/* A sentence is wrong only when no group that has its names bears it out. */
static void check_segment(struct audit *a, size_t at, const struct audit_labels *all, int what) {
    const struct audit_segment *s = &a->draft->segments[at];
    struct finding worst = {AUDIT_UNCHECKED, NULL};
    for (size_t i = 0, next; i < all->count; i = next) {
        struct ranking r = {.a = a, .s = s, .group = &all->list[i]};
        for (next = i; next < all->count && all->list[next].group == all->list[i].group; next++)
            r.size++;
        if (r.size < 2 || all->list[i].segment == at)
            continue;
        find_mentions(&r);
        struct finding f = r.count ? said(&r, what) : worst;
        if (r.count && f.verdict == AUDIT_IMPOSSIBLE && of_some(&r))
            return;
        if (f.verdict == AUDIT_CONSISTENT) {
            worst = f;
            break;
        }
        if (r.count)
            worst = f.verdict == AUDIT_IMPOSSIBLE ? f : worst;
    }
    if (worst.verdict != AUDIT_UNCHECKED)
        audit_claim_free(a, arena_strndup(a->arena, s->text, s->length), s->line, worst.verdict, worst.why);
}

void audit_check_ranking(struct audit *a) {
    static const enum audit_list words[] = {WORDS_HIGHEST, WORDS_LOWEST, WORDS_NEXT, WORDS_ORDERED};
    const struct audit_labels *all = audit_labels(a);
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        const char *end = s->text + s->length;
        bool told = s->kind == SEGMENT_PROSE &&
                    !audit_word_within(&a->words->lists[WORDS_SINCE], s->text, end) &&
                    !audit_word_within(&a->words->lists[WORDS_EARLIER], s->text, end);
        for (int what = 0; told && what < 4; what++)
            if (audit_word_within(&a->words->lists[words[what]], s->text, end) ||
                strstr(s->text, what < 2 ? "最も" : "次"))
                check_segment(a, i, all, what);
    }
}
