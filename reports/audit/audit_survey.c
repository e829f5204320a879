/* Sentences against the store: what is said around a number. */
#include "reports/audit/audit_survey.h"

#include "engine/base/lang.h"

#include <string.h>

static bool is_quantity(const struct audit_token *t) {
    return t->kind != TOKEN_OTHER;
}

static const char *folded(const struct audit *a, const struct audit_segment *s, size_t from, size_t to) {
    return audit_match_fold(a->reference, arena_strndup(a->arena, s->text + from, to - from));
}

/* --- clauses ----------------------------------------------------------------------------------------------- */

static const char *const stops[] = {"、", "。", "，", ",", "；", ";", "\n", "\t", "|", "→", "／"};

static size_t stop_at(const char *at) {
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (strncmp(at, stops[i], strlen(stops[i])) == 0)
            return strlen(stops[i]);
    return 0;
}

/* Where the clause ends that the number stands in: what is named behind a comma goes with the next number. */
static size_t clause_end(const struct audit_segment *s, size_t from) {
    size_t at = from;
    while (at < s->length && !stop_at(s->text + at))
        at++;
    return at;
}

/* The beginning of the last clause of [text, end). */
static const char *last_clause(const char *text, const char *end) {
    const char *begin = text;
    for (const char *at = text; at < end; at++) {
        size_t length = stop_at(at);
        if (length && at + length < end)
            begin = at + length;
    }
    return begin;
}

/* --- figures ----------------------------------------------------------------------------------------------- */

/* What stands in 「」 right before the end of the text, or NULL. */
static const char *quoted(const struct audit *a, const char *text) {
    enum { NEAR = 24 };
    static const char *const pairs[][2] = {{"「", "」"}, {"『", "』"}, {"“", "”"}, {"\"", "\""}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *close = NULL, *open = NULL;
        for (const char *at = text; (at = strstr(at, pairs[i][1])) != NULL; at++)
            close = at;
        for (const char *at = text; close && (at = strstr(at, pairs[i][0])) != NULL && at < close; at++)
            open = at + strlen(pairs[i][0]);
        if (open && strlen(close) <= NEAR)
            return arena_strndup(a->arena, open, (size_t)(close - open));
    }
    return NULL;
}

/* が「残すべき」と答え: what stands in 「」 right behind the number, or NULL. */
static const char *quoted_behind(const struct audit *a, const char *text) {
    enum { NEAR = 18 };
    const char *open = strstr(text, "「"), *close = open ? strstr(open, "」と") : NULL;
    if (!close || open - text > NEAR)
        return NULL;
    open += strlen("「");
    return arena_strndup(a->arena, open, (size_t)(close - open));
}

/* The figures that the text names; what is in quotation marks or in the last clause before what stands farther off. */
static struct audit_matches figures_in(const struct audit *a, const char *text, const char *around,
                                       bool keys) {
    const struct audit_reference *r = a->reference;
    const char *name = quoted(a, text), *end = text + strlen(text);
    struct audit_matches m = {.count = 0};
    if (name)
        m = audit_match_named(r, name, around, keys);
    for (const char *begin = end; m.count == 0 && begin > text;) {
        begin = last_clause(text, begin);
        m = audit_match_named(r, begin, around, keys);
        if (begin > text)
            begin -= 1; /* into the mark before it */
    }
    return m;
}

/* --- words of every sentence ----------------------------------------------------------------------------- */

static size_t skip_plain(const struct audit *a, const char *at) {
    static const enum audit_list lists[] = {WORDS_NO_SCOPE, WORDS_FILLERS, WORDS_EARLIER, WORDS_NOW,
                                            WORDS_YEARS};
    size_t longest = strspn(at, "0123456789");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t length = audit_word_at(&a->words->lists[lists[i]], at);
        longest = length > longest ? length : longest;
    }
    const char *unit = a->reference->unit;
    bool own = *unit && strncmp(at, unit, strlen(unit)) == 0;
    return own && strlen(unit) > longest ? strlen(unit) : longest;
}

/* The text without the words that are in every sentence. */
static const char *without_plain(const struct audit *a, const char *text) {
    char *bare = arena_strdup(a->arena, text), *to = bare;
    for (size_t length; *text; text += length ? length : 1) {
        length = skip_plain(a, text);
        *to++ = length ? '|' : *text;
    }
    *to = '\0';
    return bare;
}

/* --- limits ------------------------------------------------------------------------------------------------ */

/* Where the phrase begins that ends at `to`. */
static const char *phrase_start(const char *text, const char *to) {
    const char *begin = text;
    for (const char *at = text; at < to; at++)
        if (stop_at(at) && at + stop_at(at) <= to)
            begin = at + stop_at(at);
    return begin;
}

/* Those who answered something else, of another question than this one's base: a cross-tabulation. */
static bool crosses(const struct audit *a, const char *phrase, const struct audit_figure *g) {
    struct audit_matches m = audit_match_named(a->reference, phrase, phrase, false);
    const struct audit_figure *of = m.count ? m.list[0].figure : NULL;
    bool base = of && of->counts && g->bases && of->counts[0] == g->bases[0];
    return of && of->question != g->question && m.list[0].score >= 1.5 && !base &&
           audit_match_question(a->reference, g->question, phrase) < .5;
}

/* 金沢市では, 全国保育協議会の調査では: whether the words limit the figure to something that the store does not know. */
static bool limited(const struct audit *a, const char *text, const struct audit_figure *g) {
    const struct audit_word_list *scopes = &a->words->lists[WORDS_SCOPES];
    if (audit_word_within(&a->words->lists[WORDS_OTHERS], text, text + strlen(text)))
        return true;
    for (const char *at = text; *at; at++) {
        if (!audit_word_at(scopes, at))
            continue;
        const char *begin = phrase_start(text, at);
        const char *phrase = arena_strndup(a->arena, begin, (size_t)(at - begin));
        const char *rest = without_plain(a, phrase);
        bool known = audit_match_known(a->reference, rest) >= .5 ||
                     audit_word_at(&a->words->lists[WORDS_OURS], phrase);
        if ((!known && audit_match_substance(rest) >= 2) || (g && crosses(a, phrase, g)))
            return true;
    }
    return false;
}

/* --- waves ------------------------------------------------------------------------------------------------- */

static const char *last_of(const struct audit_word_list *list, const char *text) {
    const char *last = NULL, *end = text + strlen(text);
    for (const char *at = text; (at = audit_word_within(list, at, end)) != NULL; at++)
        last = at;
    return last;
}

static bool in_names(const struct audit_names *names, const char *part) {
    for (size_t i = 0; i < names->count; i++)
        if (strstr(names->list[i].text, part))
            return true;
    return false;
}

/* 昨年度に退職した職員, 前回来院時の情報: words of the question or its answer, not another wave; 昨年10月以降 is a date. */
static bool asked_so(const struct audit *a, const char *at) {
    enum { WORD = 9 };
    const struct audit_reference *r = a->reference;
    const char *part = arena_strndup(a->arena, at, strnlen(at, WORD));
    size_t length = audit_word_at(&a->words->lists[WORDS_EARLIER], at);
    bool found = at[length] >= '0' && at[length] <= '9';
    for (size_t i = 0; strlen(part) == WORD && i < r->question_count && !found; i++)
        found = in_names(&r->questions[i].names, part);
    for (size_t i = 0; strlen(part) == WORD && i < r->figure_count && !found; i++)
        found = in_names(&r->figures[i].names, part);
    return found;
}

/* 前回より, 2024年に比べ: what it is compared with, not what is spoken of. */
static bool compared_with(const struct audit *a, const char *at) {
    enum { NEAR = 24 };
    const char *end = at + strnlen(at, NEAR);
    return audit_word_within(&a->words->lists[WORDS_COMPARED], at, end) != NULL;
}

static const char *last_text(const char *text, const char *part) {
    const char *last = NULL;
    for (const char *at = text; *part && (at = strstr(at, part)) != NULL; at++)
        last = at;
    return last;
}

/* Where the text speaks of the wave, by its label or its year; NULL: nowhere. */
static const char *wave_at(const struct audit *a, const struct audit_wave *w, const char *text) {
    const char *by_label = last_text(text, w->label);
    const char *by_year = *w->year ? last_text(text, arena_printf(a->arena, "%s年", w->year)) : NULL;
    return by_label > by_year ? by_label : by_year;
}

const struct audit_wave *audit_wave_compared(const struct audit *a, const char *text) {
    const struct audit_reference *r = a->reference;
    for (size_t i = r->wave_count; i-- > 0;)
        if (wave_at(a, &r->waves[i], text))
            return &r->waves[i];
    const char *earlier = last_of(&a->words->lists[WORDS_EARLIER], text);
    return earlier && !asked_so(a, earlier) && r->before != SIZE_MAX ? &r->waves[r->before] : NULL;
}

const struct audit_wave *audit_wave_said(const struct audit *a, const char *text, bool *now, bool *unknown) {
    const struct audit_reference *r = a->reference;
    const struct audit_wave *found = NULL, own = {r->label, r->year, r->order, r};
    const char *best = last_of(&a->words->lists[WORDS_EARLIER], text);
    if (best && asked_so(a, best))
        best = NULL;
    *unknown = best != NULL && !compared_with(a, best);
    if (best && compared_with(a, best))
        best = NULL;
    if (best && r->before != SIZE_MAX)
        found = &r->waves[r->before], *unknown = false;
    for (size_t i = 0; i < r->wave_count; i++) {
        const char *at = wave_at(a, &r->waves[i], text);
        if (at && at >= best && !compared_with(a, at))
            best = at, found = &r->waves[i], *unknown = false;
    }
    const char *here = last_of(&a->words->lists[WORDS_NOW], text), *label = wave_at(a, &own, text);
    here = label > here ? label : here;
    *now = here && here > best;
    *unknown &= !*now;
    return *now ? NULL : found;
}

/* --- what is said around a number -------------------------------------------------------------------------- */

struct words {
    const char *own;     /* since the number before */
    const char *before;  /* of the sentence up to there */
    const char *behind;  /* to the end of the clause or the next number */
    const char *lead;    /* the headings and sentences before, of the paragraph */
    const char *heading; /* the last of them that is nothing but a heading */
    const char *around;  /* all of it */
};

static bool is_heading(const struct audit_segment *s) {
    enum { LENGTH_MOST = 60 };
    for (size_t i = 0; i < s->token_count; i++)
        if (is_quantity(&s->tokens[i]) && !(s->tokens[i].marks & MARK_N))
            return false;
    return s->length <= LENGTH_MOST && !strstr(s->text, "。") && !strstr(s->text, "、");
}

static struct words words_around(struct audit *a, size_t at, size_t from, size_t to) {
    const struct audit_segment *s = &a->draft->segments[at];
    enum { LEADS_MOST = 4 };
    size_t begin = 0, end = clause_end(s, to), leads = 0;
    for (size_t i = 0; i < s->token_count; i++) {
        if (is_quantity(&s->tokens[i]) && s->tokens[i].end <= from)
            begin = s->tokens[i].end;
        if (is_quantity(&s->tokens[i]) && s->tokens[i].at >= to && s->tokens[i].at < end)
            end = s->tokens[i].at;
    }
    const char *lead = "", *heading = "";
    for (size_t i = at; i-- > 0 && leads < LEADS_MOST; leads++) {
        const struct audit_segment *l = &a->draft->segments[i];
        const char *text = folded(a, l, 0, l->length);
        lead = arena_printf(a->arena, "%s。%s", text, lead);
        if (!*heading && is_heading(l))
            heading = text;
        if (l->block != s->block)
            break;
    }
    struct words w = {.own = folded(a, s, begin, from),
                      .before = folded(a, s, 0, begin),
                      .behind = folded(a, s, to, end),
                      .lead = lead,
                      .heading = heading};
    w.around = arena_printf(a->arena, "%s。%s", lead, folded(a, s, 0, s->length));
    return w;
}

static void add_column(struct audit_meaning *m, size_t column) {
    for (size_t i = 0; i < m->column_count; i++)
        if (m->columns[i] == column)
            return;
    if (m->column_count < COLUMNS_MAX)
        m->columns[m->column_count++] = column;
}

/* 神奈川は, 全国の: behind the last division all of them are named. */
static bool says_all(const struct audit *a, const char *text) {
    const struct audit_word_list *words = &a->words->lists[WORDS_OF_ALL_DIVISIONS];
    return audit_word_within(words, text, text + strlen(text)) != NULL;
}

/* The columns that can be meant, the likeliest first: a division beside the number, one of the sentence, of the heading; all; one of the
 * sentences before. */
static void set_columns(const struct audit *a, struct audit_meaning *m, const struct words *w) {
    const char *const texts[] = {w->own, w->before, w->heading, w->lead};
    enum { OWN, BEFORE, HEADING, LEAD, TEXTS };
    const struct audit_division *columns = a->reference->columns;
    size_t found = 0;
    for (size_t i = OWN; i < TEXTS; i++) {
        bool several = false;
        const char *after = texts[i];
        size_t column = audit_match_division(a->reference, texts[i], &several, &after);
        if (i == LEAD || (i == OWN && says_all(a, after)))
            add_column(m, 0);
        if (i == OWN && m->column_count)
            return; /* 全国の39.8% */
        if (!column || (found && columns[column].kind == columns[found].kind))
            continue;
        m->limited |= (found && i < LEAD) ||
                      (i < HEADING &&
                       audit_match_crossed(a->reference, texts[i])); /* of this type in that prefecture */
        found = column;
        if (several && i != OWN)
            add_column(m, 0); /* an enumeration: each of them, or all */
        add_column(m, column);
        if (i == OWN && !several)
            return; /* beside the number: nothing else will do */
    }
}

static void set_wave(const struct audit *a, struct audit_meaning *m, const struct words *w) {
    bool now, unknown, lead_unknown;
    m->wave = audit_wave_said(a, w->own, &now, &unknown);
    m->wave_said = m->wave != NULL;
    if (!m->wave && !now && !unknown)
        m->wave = audit_wave_said(a, w->before, &now, &lead_unknown), unknown = lead_unknown;
    m->limited |= unknown;
}

/* A division that is part of the answer's own name (病院に相談した) is none. */
static void drop_own_divisions(const struct audit *a, struct audit_meaning *m) {
    const struct audit_figure *g = m->figures.count ? m->figures.list[0].figure : NULL;
    bool several;
    const char *after;
    for (size_t i = 0; g && i < m->column_count; i++)
        for (size_t k = 0; m->columns[i] && k < g->names.count; k++)
            if (audit_match_division(a->reference, g->names.list[k].text, &several, &after) == m->columns[i])
                m->columns[i] = 0;
}

/* 富山は, 石川県の施設では, (前回: nothing but the division or the wave is said. */
static bool only_division(const struct audit *a, const char *own) {
    bool several;
    const char *after = own;
    audit_match_division(a->reference, own, &several, &after);
    return audit_match_substance(without_plain(a, after)) < 2;
}

static void join(struct audit_matches *m, const struct audit_matches *more) {
    for (size_t i = 0; i < more->count && m->count < MATCHES_MAX; i++)
        m->list[m->count++] = more->list[i];
}

/* 富山は79.1%, (前回46.5%): what was named before; 富山は201施設: how many of them answered. */
static void set_carried(const struct audit *a, struct audit_meaning *m, const struct words *w,
                        const struct audit_matches *carried) {
    bool divided = m->column_count && m->columns[0] != 0;
    bool step = audit_words_only(&a->words->lists[WORDS_FROM], w->own, w->own + strlen(w->own)) && *w->own;
    if ((!divided && !m->wave_said && !step) || !only_division(a, w->own))
        return;
    struct audit_matches keys = {.count = 0};
    if (divided)
        keys = audit_match_named(a->reference, w->own, w->around, true);
    join(&m->figures, carried);
    m->sure = m->carried = m->figures.count == 1;
    join(&m->figures, &keys);
}

/* 利用率は, 平均: a measure of its own, which is no share of an answer unless the answer is called so. */
static bool other_measure(const struct audit *a, const char *own, const struct audit_figure *g) {
    const struct audit_word_list *words = &a->words->lists[WORDS_MEASURES];
    const char *name = "";
    for (size_t i = 0; g && i < g->names.count; i++)
        name = arena_printf(a->arena, "%s %s", name, g->names.list[i].text);
    return audit_word_within(words, own, own + strlen(own)) &&
           !audit_word_within(words, name, name + strlen(name));
}

/* 13.3%が行事を取りやめ、17.8%が ...: of the first number that has a name, it stands behind. */
static bool names_behind(struct audit *a, size_t at) {
    const struct audit_segment *s = &a->draft->segments[at];
    for (size_t i = 0; i < s->token_count; i++) {
        const struct audit_token *t = &s->tokens[i];
        bool counted = t->kind == TOKEN_COUNT && (t->unit == UNIT_INSTITUTION || t->unit == UNIT_CASE);
        if ((t->kind != TOKEN_PERCENT && t->kind != TOKEN_VAGUE && !counted) || t->marks & MARK_N)
            continue;
        struct words w = words_around(a, at, s->tokens[i].at, s->tokens[i].end);
        bool own = figures_in(a, w.own, w.around, false).count > 0;
        struct audit_matches behind = audit_match_named(a->reference, w.behind, w.around, false);
        if (own || (behind.count && behind.list[0].clear))
            return !own;
    }
    return false;
}

static void set_behind(const struct audit *a, struct audit_meaning *m, const struct words *w) {
    bool several;
    const char *after;
    size_t column = audit_match_division(a->reference, w->behind, &several, &after);
    m->figures = audit_match_named(a->reference, w->behind, w->around, false);
    m->sure = m->figures.count == 1 && m->figures.list[0].clear;
    if (column && !several && !audit_match_division(a->reference, w->own, &several, &after))
        m->columns[0] = column, m->column_count = 1; /* 18.6% on surgical wards */
}

/* The number's own words; what stands in quotation marks decides. */
static void set_own(const struct audit *a, struct audit_meaning *m, const struct words *w) {
    const char *behind = quoted_behind(a, w->behind), *name = quoted(a, w->own);
    if (behind && !name)
        m->figures = audit_match_named(a->reference, behind, w->around, false);
    if (!m->figures.count)
        m->figures = figures_in(a, w->own, w->around, false);
    m->sure = m->figures.count > 0 && m->figures.list[0].clear;
    if (m->figures.count && name) { /* what is quoted is meant to the letter */
        struct audit_matches named = audit_match_named(a->reference, name, w->around, false);
        m->limited |= !named.count || !named.list[0].clear;
    }
}

/* 全事業所の, 全体の right before the number. */
static bool says_of_all(const struct audit *a, const char *text, const char *end) {
    const struct audit_word_list *roughly = &a->words->lists[WORDS_APPROX_BEFORE];
    const char *own = arena_printf(a->arena, "全%sの", a->reference->unit);
    for (size_t i = 0; i < roughly->count; i++) {
        size_t length = strlen(roughly->words[i]);
        if ((size_t)(end - text) >= length && memcmp(end - length, roughly->words[i], length) == 0)
            end -= length;
    }
    bool all = (size_t)(end - text) >= strlen(own) && memcmp(end - strlen(own), own, strlen(own)) == 0;
    return all || audit_word_before(&a->words->lists[WORDS_OF_ALL], text, end) > 0;
}

/* トラブルのあった医療機関の: of whom the number is, not what they answered. */
static bool names_base(const struct audit *a, const char *own) {
    const char *clause = last_clause(own, own + strlen(own)), *end = clause + strlen(clause);
    size_t of = strlen("の");
    if ((size_t)(end - clause) <= of || memcmp(end - of, "の", of) != 0)
        return false;
    if (says_of_all(a, clause, end))
        return true;
    bool several;
    const char *after = clause;
    if (audit_match_division(a->reference, clause, &several, &after) && only_division(a, clause))
        return false;
    const char *unit = a->reference->unit;
    size_t length = strlen(unit),
           known = audit_word_before(&a->words->units[UNIT_INSTITUTION], clause, end - of);
    bool own_unit =
        length && (size_t)(end - of - clause) > length && memcmp(end - of - length, unit, length) == 0;
    return own_unit || (known && (size_t)(end - of - clause) > known);
}

/* Of whom is known: what they answered is named before, in the sentence or at its last number, or behind. */
static void set_of_base(const struct audit *a, struct audit_meaning *m, const struct words *w,
                        const struct audit_matches *carried) {
    const char *base = last_clause(w->own, w->own + strlen(w->own));
    for (const char *at = base; (at = strstr(at, "は")) != NULL;)
        base = at += strlen("は");
    const char *before = arena_strndup(a->arena, w->own, (size_t)(base - w->own));
    m->figures = figures_in(a, before, w->around, false);
    if (!m->figures.count && audit_match_substance(w->behind) >= 2)
        m->figures = audit_match_named(a->reference, w->behind, w->around, false);
    if (!m->figures.count)
        m->figures = *carried;
}

/* As the sentence has them: behind its numbers, or before; then what was named before; then, for want of words, behind. */
static void set_figures(const struct audit *a, struct audit_meaning *m, const struct words *w,
                        const struct audit_matches *carried, bool behind) {
    m->figures = (struct audit_matches){.count = 0};
    if (behind)
        set_behind(a, m, w);
    else if (names_base(a, w->own))
        set_of_base(a, m, w, carried);
    else
        set_own(a, m, w);
    m->other_words = !m->figures.count && !only_division(a, w->own);
    if (!m->figures.count)
        set_carried(a, m, w, carried);
    if (!m->figures.count && audit_match_substance(w->behind) >= 2 && audit_match_substance(w->own) < 4)
        set_behind(a, m, w);
}

struct audit_meaning audit_meaning_of(struct audit *a, size_t segment, size_t from, size_t to,
                                      const struct audit_matches *carried) {
    struct words w = words_around(a, segment, from, to);
    struct audit_meaning m = {.quantity = NULL};
    set_columns(a, &m, &w);
    set_wave(a, &m, &w);
    set_figures(a, &m, &w, carried, names_behind(a, segment));
    drop_own_divisions(a, &m);
    m.limited |= other_measure(a, w.own, m.figures.count ? m.figures.list[0].figure : NULL);
    m.quantity = audit_match_quantity(a->reference, w.own);
    m.quantity_around = m.quantity ? NULL : audit_match_quantity(a->reference, w.around);
    const char *said = arena_printf(a->arena, "%s%s", w.before, w.own), *end = said + strlen(said);
    m.limited |= limited(a, said, m.figures.count ? m.figures.list[0].figure : NULL);
    m.limited |= audit_word_within(&a->words->lists[WORDS_TOGETHER], w.own, w.own + strlen(w.own)) != NULL;
    m.all_said = audit_word_within(&a->words->lists[WORDS_OF_ALL], said, end) != NULL;
    m.of_all = says_of_all(a, said, end);
    m.all_said |= m.of_all;
    m.summed = audit_word_before(&a->words->lists[WORDS_SUM], said, end) > 0;
    m.excluding = audit_word_within(&a->words->lists[WORDS_EXCLUDING], said, end) != NULL;
    return m;
}

/* --- every number of the draft ----------------------------------------------------------------------------- */

static bool is_count(const struct audit *a, const struct audit_segment *s, size_t i) {
    const struct audit_token *t = &s->tokens[i];
    bool alone = t->kind == TOKEN_COUNT && !(t->marks & (MARK_N | MARK_OF)) && t->low >= 10 && !t->claimed;
    for (size_t k = 0; k < s->token_count && alone; k++)
        alone = s->tokens[k].kind != TOKEN_PERCENT || audit_partner(a, s, k) != t;
    bool whole = i + 1 < s->token_count && audit_whole_of(a, s, t + 1) == t; /* 151件中42件 */
    bool number =
        t->at == strspn(s->text, " -*") && s->text[t->end] == ' ' && t->unit == UNIT_NONE; /* 16 ... */
    bool total = audit_word_before(&a->words->lists[WORDS_SUM], s->text, s->text + t->at) > 0;
    return alone && !whole && !number && (total || t->low <= a->reference->returns);
}

static bool said_at(const struct audit *a, const struct audit_segment *s, size_t i, struct audit_said *out) {
    struct audit_token *t = &s->tokens[i];
    *out = (struct audit_said){.segment = s, .from = t->at, .to = t->end};
    if (t->kind == TOKEN_VAGUE)
        out->percent = t;
    else if (t->kind == TOKEN_PERCENT && !audit_is_rate(a, s, t)) {
        out->percent = t;
        out->count = audit_partner(a, s, i);
    } else if (is_count(a, s, i))
        out->count = t;
    if (out->percent && out->count) {
        out->from = out->count->at < out->from ? out->count->at : out->from;
        out->to = out->count->end > out->to ? out->count->end : out->to;
    }
    return out->percent || out->count;
}

static void check_prose(struct audit *a, size_t at, struct audit_matches *carried) {
    const struct audit_segment *s = &a->draft->segments[at];
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_said said;
        if (!said_at(a, s, i, &said))
            continue;
        struct audit_meaning m = audit_meaning_of(a, at, said.from, said.to, carried);
        const struct audit_figure *held = audit_hold(a, &m, &said);
        if (held)
            *carried = (struct audit_matches){.list = {{.figure = held, .clear = true}}, .count = 1};
        else if (m.figures.count && m.sure)
            *carried = m.figures;
        else if (m.other_words || m.figures.count)
            carried->count = 0; /* something else is spoken of, or it is not clear what */
    }
}

/* --- the whole --------------------------------------------------------------------------------------------- */

/* Returns and what was sent, when the draft's number is nearly the store's. */
static void check_whole(struct audit *a, const struct audit_base *b, int use, int64_t known,
                        const char *what) {
    const struct audit_segment *s = &a->draft->segments[b->segment];
    int64_t off = known > b->n.low ? known - b->n.low : b->n.low - known;
    bool now, unknown;
    if (!(b->use & use) || !known || b->n.low != b->n.high || off * 10 > known ||
        audit_wave_said(a, folded(a, s, 0, b->token->at), &now, &unknown) || unknown)
        return;
    if (off == 0) {
        audit_claim_add(a, s, b->token, b->token->at, b->token->end, AUDIT_CONSISTENT,
                        arena_printf(a->arena, _("the store has the same for \"%s\""), what));
        return;
    }
    const char *right = audit_number(a->arena, (struct audit_range){known, known});
    struct audit_claim *c = audit_claim_add(
        a, s, b->token, b->token->at, b->token->end, AUDIT_IMPOSSIBLE,
        arena_printf(a->arena, _("it differs from the store: \"%s\" is %s there"), what, right));
    audit_candidate_add(a, c,
                        (struct audit_candidate){
                            .kind = "store",
                            .count = known,
                            .n = -1,
                            .text = arena_printf(a->arena, _("the store has %s for \"%s\""), right, what)});
}

void audit_check_store(struct audit *a) {
    struct audit_matches carried = {.count = 0};
    if (!a->reference)
        return;
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        if (i && s->block != a->draft->segments[i - 1].block)
            carried.count = 0;
        if (s->kind == SEGMENT_PROSE)
            check_prose(a, i, &carried);
    }
    audit_check_cells(a);
    audit_check_waves(a);
    audit_check_leaders(a);
    for (size_t i = 0; i < a->base_count; i++) {
        check_whole(a, &a->bases[i], BASE_RETURNS, a->reference->returns, _("Returns"));
        check_whole(a, &a->bases[i], BASE_SENT, a->reference->sent, _("Sent"));
    }
}
