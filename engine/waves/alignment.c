#include "engine/waves/alignment.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/reference.h"
#include "engine/waves/wave_returns.h"

#include <string.h>

/* --- names --- */

static const char *const ids[ALIGNMENT_RULES] = {
    [ALIGNMENT_ABSENT] = "absent",
    [ALIGNMENT_UNPUBLISHED] = "unpublished",
    [ALIGNMENT_NO_SHARE] = "no_share",
    [ALIGNMENT_UNIT] = "unit",
    [ALIGNMENT_OTHER_OPTION] = "other_option",
    [ALIGNMENT_ALTERNATIVES] = "alternatives",
    [ALIGNMENT_BASE] = "base",
    [ALIGNMENT_BASE_UNSTATED] = "base_unstated",
    [ALIGNMENT_BASE_PART] = "base_part",
    [ALIGNMENT_TICKS] = "ticks",
    [ALIGNMENT_SAME] = "same",
    [ALIGNMENT_NO_GROUPS] = "no_groups",
    [ALIGNMENT_SUPPRESSED] = "suppressed",
    [ALIGNMENT_UNWEIGHTED] = "unweighted",
    [ALIGNMENT_WORDING] = "wording",
    [ALIGNMENT_OPTIONS] = "options",
    [ALIGNMENT_ASKED] = "asked",
    [ALIGNMENT_PREFECTURES] = "prefectures",
    [ALIGNMENT_ORGANISER] = "organiser",
    [ALIGNMENT_METHOD] = "method",
    [ALIGNMENT_RESTATED] = "restated",
    [ALIGNMENT_INFERRED] = "inferred",
    [ALIGNMENT_RANGE] = "range",
    [ALIGNMENT_IMPOSSIBLE] = "impossible",
    [ALIGNMENT_N_UNKNOWN] = "n_unknown",
    [ALIGNMENT_NO_ANSWERS_OUT] = "no_answers_out",
    [ALIGNMENT_BASE_SIZE] = "base_size",
    [ALIGNMENT_SYNTHETIC] = "synthetic",
    [ALIGNMENT_SMALL] = "small",
    [ALIGNMENT_PART] = "part",
    [ALIGNMENT_PART_ASSUMED] = "part_assumed",
    [ALIGNMENT_INTERIM] = "interim",
    [ALIGNMENT_ROUNDING] = "rounding",
    [ALIGNMENT_WEIGHTED] = "weighted",
    [ALIGNMENT_REFERENCE] = "reference",
    [ALIGNMENT_PANEL] = "panel",
    [ALIGNMENT_FORCED] = "forced",
};

const char *alignment_rule_id(enum alignment_rule rule) {
    return ids[rule];
}

static const struct alignment_reason nothing_against = {ALIGNMENT_RULES, NULL};

/* --- shared answers --- */

static bool lists(const char *lines, const char *id) {
    size_t length = strlen(id);
    for (const char *at = lines; at && *at;) {
        size_t line = strcspn(at, "\n");
        if (line == length && memcmp(at, id, length) == 0)
            return true;
        at += line;
        at += *at == '\n';
    }
    return false;
}

static bool same_text(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

static bool units_differ(const struct wave *a, const struct wave *b) {
    return a->unit && b->unit && strcmp(a->unit, b->unit) != 0;
}

static bool contains(const struct wave *whole, const struct wave *part) {
    for (size_t i = 0; whole->prefectures_known && i < WAVE_PREFECTURES; i++)
        if (part->prefectures[i] && !whole->prefectures[i])
            return false;
    return true;
}

/* One prefecture asked about the same period as the country: it is among those who answered there, as far as
 * anybody can tell. */
static bool looks_like_part(const struct wave *part, const struct wave *whole) {
    return part->prefectures_known && part->prefecture_count == 1 && whole->prefecture_count > 1 &&
           same_text(part->order, whole->order) && contains(whole, part) && !units_differ(part, whole) &&
           (part->n < 0 || whole->n < 0 || part->n < whole->n);
}

bool alignment_is_of(const struct wave *part, const struct wave *whole) {
    return lists(part->part_of, whole->id);
}

enum difference_relation alignment_relation(const struct wave *first, const struct wave *second,
                                            bool *assumed) {
    bool inside = lists(first->part_of, second->id), around = lists(second->part_of, first->id);
    *assumed = false;
    if ((inside || around) && first->n >= 0 && first->n == second->n)
        return DIFFERENCE_SAME;
    bool interim = same_text(first->organiser, second->organiser);
    if (inside)
        return interim ? DIFFERENCE_INTERIM : DIFFERENCE_PART;
    if (around)
        return interim ? DIFFERENCE_FINAL : DIFFERENCE_WHOLE;
    *assumed = true;
    if (looks_like_part(first, second))
        return DIFFERENCE_PART;
    if (looks_like_part(second, first))
        return DIFFERENCE_WHOLE;
    *assumed = false;
    return DIFFERENCE_INDEPENDENT;
}

/* --- refusals --- */

enum { SAID_QUESTIONS = 3 };

/* What a wave asked instead, for a reader who wonders: "負担割合の誤表示等". */
const char *alignment_asked(struct arena *arena, const struct wave *wave) {
    struct strbuf text = {0};
    for (size_t i = 0, said = 0; i < wave->question_count && said < SAID_QUESTIONS; i++, said++)
        strbuf_printf(&text, "%s%s", said ? _(", ") : "",
                      arena_printf(arena, _("\"%s\""), wave->questions[i].label));
    if (wave->question_count > SAID_QUESTIONS)
        strbuf_add(&text, _(" and others"));
    const char *kept = arena_strdup(arena, text.text ? text.text : "");
    strbuf_end(&text);
    return kept;
}

static struct alignment_reason absent(struct arena *arena, const struct wave *wave, const char *concept) {
    return (struct alignment_reason){
        ALIGNMENT_ABSENT, arena_printf(arena, _("%s: has no figure of this concept (%s); it asked %s"),
                                       wave->label, concept, alignment_asked(arena, wave))};
}

static struct alignment_reason no_share(struct arena *arena, const struct wave *wave) {
    return (struct alignment_reason){
        ALIGNMENT_NO_SHARE,
        arena_printf(arena, _("%s: a number or a text, not a share of those who answered"), wave->label)};
}

const struct wave_item *alignment_item(const struct wave *wave, const char *concept) {
    const struct wave_item *item = wave_item_find(wave, concept), *only = NULL;
    if (item)
        return item;
    for (size_t i = 0; i < wave->item_count; i++)
        if (same_text(wave->items[i].question->concept, concept)) {
            if (only)
                return NULL;
            only = &wave->items[i];
        }
    return only;
}

/* The question is there, but what could be answered to it was put in other words. */
static struct alignment_reason other_option(struct arena *arena, const struct wave *wave,
                                            const char *concept) {
    struct strbuf text = {0};
    for (size_t i = 0; i < wave->item_count; i++)
        if (same_text(wave->items[i].question->concept, concept))
            strbuf_printf(
                &text, "%s%s", text.length ? _(", ") : "",
                arena_printf(arena, _("\"%s\" (%s)"), wave->items[i].label, wave->items[i].concept));
    const char *why =
        text.length
            ? arena_printf(arena, _("%s: what could be answered was put in other words: %s"), wave->label,
                           text.text)
            : arena_printf(arena,
                           _("%s: the question bears the concept, but none of its options bears one, so "
                             "nothing says which answers are the same"),
                           wave->label);
    strbuf_end(&text);
    return (struct alignment_reason){ALIGNMENT_OTHER_OPTION, why};
}

struct alignment_reason alignment_wave(struct arena *arena, const struct wave *wave, const char *concept,
                                       const struct wave *reference) {
    const struct wave_item *item = wave_item_find(wave, concept);
    const struct wave_question *question = wave_question_find(wave, concept);
    struct wave_figure figure;
    if (!item && question && question->kind == WAVE_NO_SHARE)
        return no_share(arena, wave);
    if (!item && question)
        return other_option(arena, wave, concept);
    if (!item)
        return absent(arena, wave, concept);
    if (units_differ(wave, reference))
        return (struct alignment_reason){
            ALIGNMENT_UNIT,
            arena_printf(arena, _("%s: counts %s, not %s"), wave->label, wave->unit, reference->unit)};
    if (item->question->kind == WAVE_NO_SHARE)
        return no_share(arena, wave);
    if (!wave_figure_own(arena, wave, item, &figure))
        return (struct alignment_reason){ALIGNMENT_UNPUBLISHED,
                                         arena_printf(arena,
                                                      _("%s: asked \"%s\", but the figure was not published"),
                                                      wave->label, item->question->label)};
    return nothing_against;
}

static bool has_option(const struct wave_question *question, const struct wave_option *wanted) {
    for (size_t j = 0; j < question->option_count; j++) {
        const struct wave_option *option = &question->options[j];
        if (wanted->concept ? same_text(wanted->concept, option->concept)
                            : same_text(wanted->label, option->label))
            return true;
    }
    return false;
}

/* Labels of a's options that b does not have; NULL when it has all. */
static const char *only_in(struct arena *arena, const struct wave_question *a,
                           const struct wave_question *b) {
    struct strbuf text = {0};
    for (size_t j = 0; j < a->option_count; j++)
        if (!has_option(b, &a->options[j]))
            strbuf_printf(&text, "%s%s", text.length ? _(", ") : "",
                          arena_printf(arena, _("\"%s\""), a->options[j].label));
    const char *kept = text.length ? arena_strdup(arena, text.text) : NULL;
    strbuf_end(&text);
    return kept;
}

static const char *options_apart(struct arena *arena, const struct wave *wave, const struct wave_question *q,
                                 const struct wave *reference, const struct wave_question *r) {
    if (!q->form || !r->form || q->of_form->kind == QUESTION_PREFECTURE)
        return NULL;
    const char *here = only_in(arena, q, r), *there = only_in(arena, r, q);
    if (!here && !there)
        return NULL;
    if (here && there)
        return arena_printf(arena, _("%s: only here %s; only in %s %s"), wave->label, here, reference->label,
                            there);
    if (here)
        return arena_printf(arena, _("%s: only here %s (not in %s)"), wave->label, here, reference->label);
    return arena_printf(arena, _("%s: lacks %s, which %s has"), wave->label, there, reference->label);
}

/* A share of those who chose this of all alternatives, and of those who ticked it among others. */
static struct alignment_reason one_against_several(struct arena *arena, const struct wave *wave,
                                                   const struct wave *reference, bool several) {
    return (struct alignment_reason){
        ALIGNMENT_ALTERNATIVES, arena_printf(arena,
                                             several ? _("%s: several answers could be given, in %s only one")
                                                     : _("%s: only one answer could be given, in %s several"),
                                             wave->label, reference->label)};
}

struct alignment_reason alignment_question(struct arena *arena, const struct wave *wave,
                                           const struct wave_item *item, const struct wave *reference,
                                           const struct wave_item *reference_item) {
    const struct wave_question *q = item->question, *r = reference_item->question;
    if (wave == reference)
        return nothing_against;
    if (q->kind != r->kind)
        return one_against_several(arena, wave, reference, q->kind == WAVE_MULTI);
    if (q->kind != WAVE_SINGLE)
        return nothing_against;
    const char *apart = options_apart(arena, wave, q, reference, r);
    if (!apart)
        return nothing_against;
    return (struct alignment_reason){
        ALIGNMENT_ALTERNATIVES,
        arena_printf(arena,
                     _("%s. With one answer to choose, another alternative takes answers from the rest"),
                     apart)};
}

/* --- bases --- */

static const char *words_of(struct arena *arena, const struct wave_figure *figure) {
    return figure->base_words ? figure->base_words : wave_base_key(arena, &figure->base);
}

static const char *size_text(struct arena *arena, const struct wave_figure *figure) {
    return figure->n < 0 ? _("n not published")
                         : arena_printf(arena, "n=%s", number_thousands(arena, figure->n));
}

/* Why the count cannot be carried over to another base. */
static const char *why_stuck(struct arena *arena, const struct wave_figure *figure) {
    if (figure->n < 0 && figure->low < 0)
        return _("neither count nor n was published");
    if (figure->base.count == 0)
        return _("who of all that answered belongs to it was not published");
    if (figure->low < 0 || figure->low != figure->high)
        return arena_printf(arena,
                            _("only a percentage was published (%s%%), and no single count follows from it"),
                            figure->percent ? figure->percent : "?");
    return _("how large a part of all that answered this base is was not published");
}

static struct alignment_reason rests_on_part(struct arena *arena, const struct wave *wave,
                                             const struct wave_figure *figure, const struct wave_figure *of) {
    return (struct alignment_reason){
        ALIGNMENT_BASE_PART,
        arena_printf(
            arena,
            _("%s: published of \"%s\" (%s), a base that rests on a question answered by %s of %s; who "
              "left it out is not known, so it stands for no base that another survey has"),
            wave->label, words_of(arena, figure), size_text(arena, figure), number_thousands(arena, of->n),
            number_thousands(arena, wave->n))};
}

struct alignment_reason alignment_base(struct arena *arena, const struct wave *wave,
                                       const struct wave_item *item, const struct wave_base *base,
                                       const char *base_words) {
    struct wave_figure own;
    const struct wave_figure *of;
    if (!wave_figure_own(arena, wave, item, &own))
        return nothing_against;
    if (wave_ground_of(wave, &own.base, &of) == WAVE_UNGROUNDED)
        return rests_on_part(arena, wave, &own, of);
    if (wave_base_private(&own.base))
        return (struct alignment_reason){
            ALIGNMENT_BASE_UNSTATED,
            arena_printf(arena, _("%s: the source does not say of whom it is a share (\"%s\")"), wave->label,
                         own.base_words ? own.base_words : "-")};
    if (wave_base_has(&own.base, WAVE_BASE_TICKS))
        return (struct alignment_reason){
            ALIGNMENT_TICKS,
            arena_printf(arena, _("%s: a percentage of answers (%s ticks), not of those who answered"),
                         wave->label, number_thousands(arena, own.n))};
    if (!base)
        return nothing_against;
    if (wave_base_answered_only(&own.base) && wave->n > own.n)
        return (struct alignment_reason){
            ALIGNMENT_BASE,
            arena_printf(
                arena,
                _("%s: published of those who answered the question (\"%s\", n=%s of %s); in \"%s\" those "
                  "who left it out are in the base"),
                wave->label, words_of(arena, &own), number_thousands(arena, own.n),
                number_thousands(arena, wave->n), base_words)};
    return (struct alignment_reason){
        ALIGNMENT_BASE,
        arena_printf(arena, _("%s: published of \"%s\" (%s); of \"%s\" it cannot be had: %s"), wave->label,
                     words_of(arena, &own), size_text(arena, &own), base_words, why_stuck(arena, &own))};
}

/* --- footnotes --- */

struct footnoting {
    struct arena *arena;
    const struct alignment_pair *pair;
    void (*add)(void *data, enum alignment_rule rule, const char *text);
    void *data;
};

static void say(const struct footnoting *s, enum alignment_rule rule, const char *text) {
    if (text)
        s->add(s->data, rule, text);
}

static bool is_mark(uint32_t code) {
    return code < '0' || (code > '9' && code < 'a') || (code > 'z' && code < 0x80) ||
           (code >= 0x3000 && code < 0x3041) || code == 0x30FB;
}

/* The words without what does not change a question: marks, spaces, what stands in brackets ("several
 * answers"). */
static const char *bare(struct arena *arena, const char *wording) {
    char *folded = utf8_fold(arena, wording), *to = folded;
    int depth = 0;
    for (const char *at = folded; *at;) {
        const char *start = at;
        uint32_t code = utf8_next(&at);
        depth += code == '(';
        bool skipped = depth > 0 || is_mark(code);
        depth -= code == ')' && depth > 0;
        if (skipped)
            continue;
        memmove(to, start, (size_t)(at - start));
        to += at - start;
    }
    *to = '\0';
    return folded;
}

static const char *quoted(struct arena *arena, const struct wave *wave, const struct wave_question *q) {
    return q->form ? arena_printf(arena, _("%s \"%s\""), wave->label, q->wording)
                   : arena_printf(arena, _("%s \"%s\" (as the published material puts it)"), wave->label,
                                  q->wording);
}

static void wording(const struct footnoting *s) {
    const struct alignment_pair *p = s->pair;
    const struct wave_question *a = p->reference_item->question, *b = p->item->question;
    if (strcmp(bare(s->arena, a->wording), bare(s->arena, b->wording)) == 0)
        return;
    say(s, ALIGNMENT_WORDING,
        arena_printf(s->arena, _("the wording differs: %s; %s"), quoted(s->arena, p->reference, a),
                     quoted(s->arena, p->wave, b)));
}

static void options(const struct footnoting *s) {
    const struct alignment_pair *p = s->pair;
    if (p->item->question->kind != WAVE_MULTI)
        return;
    const char *apart =
        options_apart(s->arena, p->wave, p->item->question, p->reference, p->reference_item->question);
    if (apart)
        say(s, ALIGNMENT_OPTIONS, arena_printf(s->arena, _("other options beside it; %s"), apart));
}

static void asked(const struct footnoting *s) {
    const struct wave_question *q = s->pair->item->question;
    if (q->form && q->asked.count && !wave_base_within(&s->pair->figure->base, &q->asked))
        say(s, ALIGNMENT_ASKED,
            arena_printf(s->arena, _("%s: only \"%s\" were asked; all others count as not having said so"),
                         s->pair->wave->label, q->of_form->base_text));
}

static bool same_prefectures(const struct wave *a, const struct wave *b) {
    return memcmp(a->prefectures, b->prefectures, sizeof a->prefectures) == 0;
}

static long shared_prefectures(const struct wave *a, const struct wave *b) {
    long count = 0;
    for (size_t i = 0; i < WAVE_PREFECTURES; i++)
        count += a->prefectures[i] && b->prefectures[i];
    return count;
}

enum { NAMED_PREFECTURES = 3 };

/* By name when they are few, else how many. */
static const char *which_prefectures(struct arena *arena, const struct wave *wave) {
    struct fault ignored = {0};
    const struct reference *r = reference_get(&ignored);
    struct strbuf text = {0};
    if (!r || wave->prefecture_count > NAMED_PREFECTURES)
        return arena_printf(arena, _("%ld prefectures"), wave->prefecture_count);
    for (size_t i = 0; i < WAVE_PREFECTURES; i++)
        if (wave->prefectures[i])
            strbuf_printf(&text, "%s%s", text.length ? _(", ") : "",
                          reference_prefecture_name(&r->prefectures[i]));
    const char *kept = arena_strdup(arena, text.text ? text.text : "");
    strbuf_end(&text);
    return kept;
}

const char *alignment_prefectures(struct arena *arena, const struct wave *wave) {
    if (wave->prefecture_count < 0)
        return _("prefectures not published");
    if (wave->prefecture_count == 1 && !wave->prefectures_known)
        return _("one prefecture");
    return wave->prefectures_known ? which_prefectures(arena, wave)
                                   : arena_printf(arena, _("%ld prefectures"), wave->prefecture_count);
}

static void prefectures(const struct footnoting *s) {
    const struct wave *a = s->pair->reference, *b = s->pair->wave;
    if (a->prefectures_known && b->prefectures_known) {
        if (!same_prefectures(a, b))
            say(s, ALIGNMENT_PREFECTURES,
                arena_printf(s->arena, _("other prefectures took part: %s: %s; %s: %s; in both: %ld"),
                             a->label, which_prefectures(s->arena, a), b->label,
                             which_prefectures(s->arena, b), shared_prefectures(a, b)));
        return;
    }
    if (a->prefecture_count >= 0 && b->prefecture_count >= 0)
        say(s, ALIGNMENT_PREFECTURES,
            arena_printf(
                s->arena,
                _("the prefectures that took part are not the same or not all known: %s: %ld; %s: %ld"),
                a->label, a->prefecture_count, b->label, b->prefecture_count));
    else
        say(s, ALIGNMENT_PREFECTURES,
            arena_printf(s->arena, _("which prefectures took part was not published: %s"),
                         b->prefecture_count < 0 ? b->label : a->label));
}

static void survey(const struct footnoting *s) {
    const struct wave *a = s->pair->reference, *b = s->pair->wave;
    if (a->organiser && b->organiser && strcmp(a->organiser, b->organiser) != 0)
        say(s, ALIGNMENT_ORGANISER,
            arena_printf(s->arena, _("other associations asked: %s %s, %s %s"), a->label, a->organiser,
                         b->label, b->organiser));
    if (a->method && b->method && strcmp(a->method, b->method) != 0)
        say(s, ALIGNMENT_METHOD,
            arena_printf(s->arena, _("collected in other ways: %s %s, %s %s"), a->label, a->method, b->label,
                         b->method));
}

static void count_known(const struct footnoting *s) {
    const struct wave_figure *figure = s->pair->figure;
    const char *label = s->pair->wave->label;
    struct arena *arena = s->arena;
    if (figure->n < 0)
        say(s, ALIGNMENT_N_UNKNOWN,
            arena_printf(arena, _("%s: n was not published, so there is neither interval nor test"), label));
    else if (figure->impossible)
        say(s, ALIGNMENT_IMPOSSIBLE,
            arena_printf(
                arena,
                _("%s: no count of %s gives the published %s%%, so there is neither interval nor test"),
                label, number_thousands(arena, figure->n), figure->percent));
    else if (figure->inferred && !figure->restated)
        say(s, ALIGNMENT_INFERRED,
            arena_printf(arena,
                         _("%s: only the percentage was published; no other count of the %s gives %s%%"),
                         label, number_thousands(arena, figure->n), figure->percent));
    else if (figure->low != figure->high)
        say(s, ALIGNMENT_RANGE,
            arena_printf(
                arena,
                _("%s: any count from %s to %s of %s prints as %s%%; interval and p hold for all of them"),
                label, number_thousands(arena, figure->low), number_thousands(arena, figure->high),
                number_thousands(arena, figure->n), figure->percent));
}

/* The returns at hand tell how many are in the base, whatever was published of it. */
static bool is_counted(const struct alignment_pair *p) {
    return p->wave->counts && wave_returns_size(p->wave->counts, &p->figure->base) >= 0;
}

static void base(const struct footnoting *s) {
    const struct alignment_pair *p = s->pair;
    const struct wave_figure *of;
    if (p->figure->restated)
        say(s, ALIGNMENT_RESTATED, arena_printf(s->arena, "%s: %s", p->wave->label, p->figure->restated));
    if (wave_base_answered_only(&p->figure->base))
        say(s, ALIGNMENT_NO_ANSWERS_OUT,
            arena_printf(s->arena, _("%s: those who left the question out are not in the base"),
                         p->wave->label));
    if (wave_ground_of(p->wave, &p->figure->base, &of) == WAVE_UNSTATED && !is_counted(p) &&
        !wave_base_answered_only(&p->figure->base))
        say(s, ALIGNMENT_BASE_SIZE,
            arena_printf(s->arena,
                         _("%s: how large a part of all that answered the base is was not published"),
                         p->wave->label));
}

enum { SMALL_N = 30 };

static void returns(const struct footnoting *s) {
    const struct alignment_pair *p = s->pair;
    if (p->figure->origin == WAVE_SYNTHETIC)
        say(s, ALIGNMENT_SYNTHETIC,
            arena_printf(s->arena, _("%s: synthetic data; not published, and nobody's answers. %s"),
                         p->wave->label, p->wave->notice ? p->wave->notice : ""));
    if (p->figure->n >= 0 && p->figure->n < SMALL_N)
        say(s, ALIGNMENT_SMALL,
            arena_printf(s->arena, _("%s: fewer than %d in the base"), p->wave->label, SMALL_N));
}

void alignment_footnotes(struct arena *arena, const struct alignment_pair *pair,
                         void (*add)(void *data, enum alignment_rule rule, const char *text), void *data) {
    const struct footnoting s = {arena, pair, add, data};
    base(&s);
    count_known(&s);
    returns(&s);
    asked(&s);
    if (pair->wave == pair->reference)
        return;
    wording(&s);
    options(&s);
    bool assumed; /* that a part is not the whole is said elsewhere */
    enum difference_relation relation = alignment_relation(pair->reference, pair->wave, &assumed);
    if (relation == DIFFERENCE_PART || relation == DIFFERENCE_WHOLE)
        return;
    prefectures(&s);
    survey(&s);
}

void alignment_options(struct arena *arena, const struct alignment_pair *pair,
                       void (*add)(void *data, enum alignment_rule rule, const char *text), void *data) {
    options(&(struct footnoting){arena, pair, add, data});
}
