/* The highest of a list, a record, so many times in a row: against the numbers of the draft and the store's series. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_grid.h"
#include "reports/audit/audit_reference.h"

#include "engine/base/lang.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool near_word(const struct audit *a, enum audit_list list, const struct audit_segment *s, size_t from,
                      size_t to) {
    return audit_word_within(&a->words->lists[list], s->text + from,
                             s->text + (to < s->length ? to : s->length)) != NULL;
}

/* --- the most common of a sentence ------------------------------------------------------------------------ */

/* The percentage that the superlative is said of: right before it (71.0%と最も多く), else the first after it. */
static size_t said_of(const struct audit_segment *s, size_t word, size_t length) {
    enum { NEAR = 15 };
    size_t found = SIZE_MAX, window = s->length - word - length < NEAR ? s->length - word - length : NEAR;
    const char *after = s->text + word + length;
    bool ahead = memmem(after, window, "のは", 6) || memmem(after, window, "のが", 6); /* 最も低いのは岡山 */
    for (size_t i = 0; i < s->token_count && !ahead; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT && s->tokens[i].end <= word && word - s->tokens[i].end <= 18)
            found = i;
    for (size_t i = 0; i < s->token_count && found == SIZE_MAX; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT && s->tokens[i].at >= word + length &&
            s->tokens[i].at - word <= 150)
            found = i;
    return found;
}

static bool earlier_one(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    return near_word(a, WORDS_EARLIER, s, t->at > 30 ? t->at - 30 : 0, t->at);
}

/* A percentage of the segment, from token `first` on, that is beyond the one called extreme. */
static const struct audit_token *beyond(const struct audit *a, const struct audit_segment *s, size_t first,
                                        const struct audit_token *t, bool highest) {
    for (size_t i = first; i < s->token_count; i++) {
        const struct audit_token *other = &s->tokens[i];
        bool beats = highest ? audit_value(other) > audit_value(t) : audit_value(other) < audit_value(t);
        bool aside = other->bracket && !t->bracket; /* 69.9%(...): in brackets of their own they are alike */
        if (other->kind == TOKEN_PERCENT && beats && !aside && !earlier_one(a, s, other))
            return other;
    }
    return NULL;
}

/* The sentence before lists the percentages when the one that is called extreme is among them. */
static const struct audit_token *beyond_before(const struct audit *a, size_t at, const struct audit_token *t,
                                               bool highest) {
    const struct audit_segment *s = at ? &a->draft->segments[at - 1] : NULL;
    for (size_t i = 0; s && s->block == a->draft->segments[at].block && i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT && audit_value(&s->tokens[i]) == audit_value(t))
            return beyond(a, s, 0, t, highest);
    return NULL;
}

static void check_superlative(struct audit *a, size_t at, enum audit_list list, bool highest,
                              const char *word) {
    const struct audit_segment *s = &a->draft->segments[at];
    if (near_word(a, WORDS_SINCE, s, 0, s->length))
        return;
    size_t own = said_of(s, (size_t)(word - s->text), audit_word_at(&a->words->lists[list], word));
    if (own == SIZE_MAX || earlier_one(a, s, &s->tokens[own]))
        return;
    struct audit_token *t = &s->tokens[own];
    const struct audit_token *other = beyond(a, s, own + 1, t, highest);
    if (!other)
        other = beyond_before(a, at, t, highest);
    if (other)
        audit_claim_add(a, s, t, t->at, t->end, AUDIT_IMPOSSIBLE,
                        arena_printf(a->arena,
                                     highest ? _("it is called the highest, but %.4g%% stands beside it")
                                             : _("it is called the lowest, but %.4g%% stands beside it"),
                                     audit_value(other)));
}

/* --- the most common of a table --------------------------------------------------------------------------- */

struct table_search {
    const struct audit_segment *s;
    struct audit_token *t;
    bool highest;
};

static const struct audit_token *extreme(const struct audit_grid *g, size_t column, bool highest) {
    const struct audit_token *best = NULL;
    for (size_t r = 0; r < g->row_count; r++) {
        const struct audit_token *t = g->rows[r].cells[column];
        if (!t || t->kind != TOKEN_PERCENT || g->rows[r].kind != ROW_PART)
            continue;
        if (!best || (highest ? audit_value(t) > audit_value(best) : audit_value(t) < audit_value(best)))
            best = t;
    }
    return best;
}

static void look_in_grid(struct audit *a, const struct audit_grid *g, void *data) {
    const struct table_search wanted = *(const struct table_search *)data;
    for (size_t c = 0; c < g->column_count; c++)
        for (size_t r = 0; g->columns[c] == COLUMN_PERCENT && r < g->row_count; r++) {
            const struct audit_token *t = g->rows[r].cells[c];
            const char *label = g->rows[r].label;
            if (!t || t->mantissa != wanted.t->mantissa || t->decimals != wanted.t->decimals ||
                strlen(label) < 6 || !strstr(wanted.s->text, label))
                continue;
            const struct audit_token *best = extreme(g, c, wanted.highest);
            if (best && audit_value(best) != audit_value(t))
                audit_claim_add(
                    a, wanted.s, wanted.t, wanted.t->at, wanted.t->end, AUDIT_IMPOSSIBLE,
                    arena_printf(a->arena,
                                 wanted.highest
                                     ? _("it is called the highest, but the table has %.4g%% (line %zu)")
                                     : _("it is called the lowest, but the table has %.4g%% (line %zu)"),
                                 audit_value(best), best->line));
        }
}

static void check_in_tables(struct audit *a, const struct audit_segment *s, enum audit_list list,
                            bool highest, const char *word) {
    size_t length = audit_word_at(&a->words->lists[list], word);
    size_t own = s->kind == SEGMENT_PROSE ? said_of(s, (size_t)(word - s->text), length) : SIZE_MAX;
    if (own == SIZE_MAX)
        return;
    struct table_search wanted = {s, &s->tokens[own], highest};
    audit_grids(a, look_in_grid, &wanted);
}

/* --- so many in a row, a record --------------------------------------------------------------------------- */

struct course {
    double values[64];
    const char *labels[64];    /* the period of each, as written; NULL in tables and series */
    struct audit_token *token; /* of the last value */
    size_t count, line, segment;
    bool counts; /* of counts, not of percentages */
};

enum { COURSES_MAX = 64 };

struct courses {
    struct course list[COURSES_MAX];
    size_t count, of_draft;             /* the first ones are of the draft, the others of the store */
    size_t percents, of_draft_percents; /* those that are no counts */
};

static void add_course(struct courses *all, const struct course *c) {
    if (c->count < 3 || all->count == COURSES_MAX)
        return;
    all->list[all->count++] = *c;
    all->percents += !c->counts;
}

static bool is_period(const struct audit *a, const char *text) {
    const struct audit_word_list *words = &a->words->lists[WORDS_YEARS];
    return text && strpbrk(text, "0123456789") && audit_word_within(words, text, text + strlen(text));
}

static void add_value(struct course *c, const struct audit_token *t) {
    if (t && (t->kind == TOKEN_PERCENT || t->kind == TOKEN_COUNT || t->decimals) && c->count < 64)
        c->values[c->count++] = audit_value(t);
}

static bool is_course(enum audit_column column) {
    return column == COLUMN_PERCENT || column == COLUMN_VALUE || column == COLUMN_COUNT;
}

/* "2021" under 年度 */
static bool is_year(const char *text) {
    return strlen(text) == 4 && strspn(text, "0123456789") == 4 &&
           (strncmp(text, "19", 2) == 0 || strncmp(text, "20", 2) == 0);
}

static bool names_period(const struct audit *a, const char *text) {
    return is_period(a, text) || (text && is_year(text));
}

/* Columns whose rows are months, rows whose columns are. */
static void courses_of_grid(struct audit *a, const struct audit_grid *g, void *data) {
    struct courses *all = data;
    for (size_t c = 1; c < g->column_count; c++) {
        struct course down = {.line = a->draft->segments[g->first_segment].line,
                              .segment = g->first_segment,
                              .counts = g->columns[c] == COLUMN_COUNT};
        for (size_t r = 0; r < g->row_count && is_course(g->columns[c]); r++)
            if (names_period(a, a->draft->segments[g->rows[r].segment].cells[0]))
                add_value(&down, g->rows[r].cells[c]);
        add_course(all, &down);
    }
    for (size_t r = 0; r < g->row_count; r++) {
        struct course along = {.line = a->draft->segments[g->rows[r].segment].line,
                               .segment = g->rows[r].segment};
        for (size_t c = 1; c < g->column_count; c++)
            if (names_period(a, g->headings[c])) {
                add_value(&along, g->rows[r].cells[c]);
                along.counts |= g->columns[c] == COLUMN_COUNT;
            }
        add_course(all, &along);
    }
}

/* What was written right before the value: 2019年度42件. */
static const char *period_before(const struct audit *a, const struct audit_segment *s,
                                 const struct audit_token *t) {
    const struct audit_token *p = t > s->tokens ? t - 1 : NULL;
    return p && p->kind == TOKEN_OTHER ? arena_strndup(a->arena, s->text + p->at, p->end - p->at) : NULL;
}

/* 7.2% in 2021, 18.2% of their income on energy in 2023: before the next number. */
static bool year_behind(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    enum { NEAR = 48 };
    const char *end = s->text + s->length, *from = s->text + t->end,
               *stop = end - from < NEAR ? end : from + NEAR;
    for (const struct audit_token *next = t + 1; next < s->tokens + s->token_count; next++)
        if (next->kind != TOKEN_OTHER && s->text + next->at < stop)
            stop = s->text + next->at;
    const char *in = memmem(from, (size_t)(stop - from), " in ", 4);
    return in && stop - in >= 8 && is_year(arena_strndup(a->arena, in + 4, 4));
}

/* Whether the value is of a period: named between the value before and this one, or right after it (7.2% in 2021). */
static bool of_period(const struct audit *a, const struct audit_segment *s, size_t from,
                      const struct audit_token *t) {
    const char *before = arena_strndup(a->arena, s->text + from, t->at - from);
    bool now = audit_word_within(&a->words->lists[WORDS_NOW], before, before + strlen(before)) != NULL;
    return is_period(a, before) || now || year_behind(a, s, t);
}

/* "5月6.01%、6月5.58%、7月5.04%", "2019年度42件、2020年度38件": each value has a period. */
static void course_of_sentence(const struct audit *a, size_t at, enum audit_kind kind, struct courses *all) {
    const struct audit_segment *s = &a->draft->segments[at];
    struct course c = {.line = s->line, .segment = at, .counts = kind == TOKEN_COUNT};
    enum audit_unit unit = UNIT_KINDS;
    size_t from = 0;
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i];
        if (t->kind != kind || (unit != UNIT_KINDS && t->unit != unit))
            continue;
        if (of_period(a, s, from, t) && c.count < 64) {
            c.labels[c.count] = period_before(a, s, t);
            c.token = t;
            unit = t->unit;
            add_value(&c, t);
        }
        from = t->end;
    }
    add_course(all, &c);
}

/* 8.1%→7.7%→9.0%: three and more with nothing but arrows between. */
static void course_of_arrows(const struct audit *a, size_t at, struct courses *all) {
    const struct audit_word_list *arrows = &a->words->lists[WORDS_ARROWS];
    const struct audit_segment *s = &a->draft->segments[at];
    struct course c = {.line = s->line, .segment = at};
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i];
        const struct audit_token *last = i ? t - 1 : NULL;
        bool joined = false;
        for (size_t k = 0; last && k < arrows->count; k++)
            joined |=
                t->at > last->end && t->at - last->end <= strlen(arrows->words[k]) + 2 &&
                memmem(s->text + last->end, t->at - last->end, arrows->words[k], strlen(arrows->words[k]));
        if (!joined || last->kind != t->kind) {
            add_course(all, &c);
            c.count = 0;
        }
        c.counts = t->kind == TOKEN_COUNT;
        c.token = t;
        add_value(&c, t);
    }
    add_course(all, &c);
}

static struct courses *find_courses(struct audit *a) {
    struct courses *all = arena_alloc(a->arena, sizeof *all);
    audit_grids(a, courses_of_grid, all);
    for (size_t i = 0; i < a->draft->count; i++)
        if (a->draft->segments[i].kind == SEGMENT_PROSE) {
            course_of_sentence(a, i, TOKEN_PERCENT, all);
            course_of_sentence(a, i, TOKEN_COUNT, all);
            course_of_arrows(a, i, all);
        }
    all->of_draft = all->count;
    all->of_draft_percents = all->percents;
    struct course c = {0};
    for (size_t i = 0; (c.count = audit_reference_course(a->reference, i, c.values, 64)) > 0; i++)
        add_course(all, &c);
    return all;
}

static size_t last_run(const struct course *c, bool up) {
    size_t run = 0;
    for (size_t i = c->count - 1; i > 0; i--, run++)
        if (up ? c->values[i] <= c->values[i - 1] : c->values[i] >= c->values[i - 1])
            break;
    return run;
}

/* The part of a course that ends with the value; false when it is not in it. */
static bool ending_with(const struct course *c, double value, struct course *part) {
    *part = *c;
    while (part->count && fabs(part->values[part->count - 1] - value) > 1e-9)
        part->count--;
    return part->count >= 2;
}

/* 6.30%から: where the change began, not where it has come to. */
static bool begins_change(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    return audit_word_at(&a->words->lists[WORDS_FROM], s->text + t->end) > 0;
}

/* The part of the course that ends with a value of the sentence, or of those next to it. */
static bool course_for(const struct audit *a, size_t at, const struct course *c, struct course *part) {
    static const long around[] = {0, 1, -1, 2, -2};
    for (size_t k = 0; k < sizeof around / sizeof *around; k++) {
        if ((long)at + around[k] < 0 || (long)at + around[k] >= (long)a->draft->count)
            continue;
        const struct audit_segment *s = &a->draft->segments[(long)at + around[k]];
        for (size_t i = s->kind == SEGMENT_PROSE ? s->token_count : 0; i-- > 0;)
            if (s->tokens[i].kind == TOKEN_PERCENT && !begins_change(a, s, &s->tokens[i]) &&
                ending_with(c, audit_value(&s->tokens[i]), part))
                return true;
    }
    *part = *c;
    return false;
}

/* Without a value a series of the draft itself is meant, if there is but one, or one of percentages among counts. */
static bool only_one(const struct courses *all, size_t i) {
    bool alone = all->of_draft == 1 || (all->of_draft_percents == 1 && !all->list[i].counts);
    return alone && i < all->of_draft;
}

static void check_run(struct audit *a, const struct courses *all, size_t at, struct audit_token *t) {
    const struct audit_segment *s = &a->draft->segments[at];
    const char *after = s->text + t->end, *end = s->text + s->length;
    struct course part;
    if (s->kind == SEGMENT_ROW && !s->aligned)
        return; /* with empty cells the columns of a page's text cannot be told */
    if (t->kind != TOKEN_OTHER || !audit_word_at(&a->words->lists[WORDS_IN_ROW], after))
        return;
    const char *up = audit_word_within(&a->words->lists[WORDS_UP], after, end),
               *down = audit_word_within(&a->words->lists[WORDS_DOWN], after, end);
    for (size_t i = 0; i < all->count && up != down; i++) {
        bool rises = up && (!down || up < down);
        if (!course_for(a, at, &all->list[i], &part) && !only_one(all, i))
            continue;
        size_t run = last_run(&part, rises);
        if ((int64_t)run >= t->mantissa)
            audit_claim_add(a, s, t, 0, s->length, AUDIT_CONSISTENT,
                            arena_printf(a->arena, _("the series changes this way %zu times in a row"), run));
        else if (run + 1 < part.count || (int64_t)part.count < t->mantissa)
            audit_claim_add(
                a, s, t, 0, s->length, run + 1 < part.count ? AUDIT_IMPOSSIBLE : AUDIT_UNSUPPORTED,
                arena_printf(a->arena, _("the series changes this way %zu times in a row, not %" PRId64), run,
                             t->mantissa));
        else
            audit_claim_add(a, s, t, 0, s->length, AUDIT_UNCHECKED,
                            _("the series in the draft is too short to tell"));
        return;
    }
    audit_claim_add(a, s, t, 0, s->length, AUDIT_UNCHECKED, _("the draft has no series to hold it against"));
}

/* What is called a record: the last percentage or count before the word, else the first after it. */
static struct audit_token *record_of(const struct audit *a, const struct audit_segment *s, size_t word) {
    struct audit_token *found = NULL;
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i];
        bool value =
            (t->kind == TOKEN_PERCENT || (t->kind == TOKEN_COUNT && !t->sign)) && !earlier_one(a, s, t);
        if (value && (t->end <= word || !found))
            found = t;
    }
    return found;
}

static void check_record(struct audit *a, const struct courses *all, const struct audit_segment *s) {
    const char *word = audit_word_within(&a->words->lists[WORDS_SINCE], s->text, s->text + s->length);
    struct audit_token *t = word ? record_of(a, s, (size_t)(word - s->text)) : NULL;
    struct course part;
    if (!t)
        return;
    bool lowest = strstr(s->text, "低") || strstr(s->text, "少") || strstr(s->text, "lowest");
    for (size_t i = 0; i < all->count; i++) {
        if (all->list[i].counts != (t->kind == TOKEN_COUNT) ||
            !ending_with(&all->list[i], audit_value(t), &part))
            continue;
        for (size_t k = 0; k + 1 < part.count; k++)
            if (lowest ? part.values[k] < audit_value(t) : part.values[k] > audit_value(t)) {
                audit_claim_add(
                    a, s, t, 0, s->length, AUDIT_IMPOSSIBLE,
                    arena_printf(
                        a->arena,
                        lowest ? _("it is called the lowest so far, but the series has %.6g before it")
                               : _("it is called the highest so far, but the series has %.6g before it"),
                        part.values[k]));
                return;
            }
        audit_claim_add(a, s, t, 0, s->length, AUDIT_CONSISTENT,
                        _("no earlier value of the series is beyond it"));
        return;
    }
}

/* --- a period that is called the highest; what goes on rising --------------------------------------------- */

/* The course of this sentence, or of one shortly before it; NULL where there is none. */
static const struct course *course_near(const struct courses *all, size_t at, size_t back) {
    const struct course *best = NULL;
    for (size_t i = 0; i < all->of_draft; i++) {
        const struct course *c = &all->list[i];
        if (c->segment <= at && at - c->segment <= back && (!best || c->segment >= best->segment))
            best = c;
    }
    return best;
}

/* The value of the period that the sentence names first, those that it only reckons from aside; SIZE_MAX: none. */
static size_t period_named(const struct audit *a, const struct course *c, const struct audit_segment *s) {
    const struct audit_word_list *reckoned = &a->words->lists[WORDS_RECKONED];
    const char *first = NULL;
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < c->count; i++) {
        const char *at = c->labels[i] ? strstr(s->text, c->labels[i]) : NULL;
        const char *after = at ? at + strlen(c->labels[i]) : NULL;
        bool from = false;
        for (size_t k = 0; at && k < reckoned->count; k++)
            from |= strncmp(after, reckoned->words[k], strlen(reckoned->words[k])) == 0;
        if (at && !from && (!first || at < first))
            first = at, found = i;
    }
    return found;
}

static bool speaks_of_least(const struct audit *a, const struct audit_segment *s) {
    return near_word(a, WORDS_LOWEST, s, 0, s->length) || strstr(s->text, "最低") || strstr(s->text, "最少");
}

/* "2024年度は2019年度以降で最多": without a number of its own, the period's value of the sentence before is meant. */
static void check_period(struct audit *a, const struct courses *all, size_t at) {
    const struct audit_segment *s = &a->draft->segments[at];
    bool most = near_word(a, WORDS_SINCE, s, 0, s->length) || near_word(a, WORDS_HIGHEST, s, 0, s->length);
    const struct course *c = course_near(all, at, 2);
    size_t own = c && c->segment != at ? period_named(a, c, s) : SIZE_MAX;
    struct audit_token *t = NULL;
    bool least = speaks_of_least(a, s);
    if (own == SIZE_MAX || s->kind != SEGMENT_PROSE || (!most && !least))
        return;
    for (size_t i = 0; i < s->token_count; i++) {
        if (s->tokens[i].kind != TOKEN_OTHER)
            return; /* what has a number is judged by it */
        t = t ? t : &s->tokens[i];
    }
    for (size_t i = 0; t && i < c->count; i++)
        if (least ? c->values[i] < c->values[own] : c->values[i] > c->values[own]) {
            audit_claim_add(
                a, s, t, 0, s->length, AUDIT_IMPOSSIBLE,
                arena_printf(a->arena,
                             least ? _("it is called the lowest, but line %zu has %.6g beside its %.6g")
                                   : _("it is called the highest, but line %zu has %.6g beside its %.6g"),
                             c->line, c->values[i], c->values[own]));
            return;
        }
    if (t)
        audit_claim_add(a, s, t, 0, s->length, AUDIT_CONSISTENT,
                        _("no other value of the series is beyond it"));
}

/* 増え続けている: every step of the course goes this way. */
static void check_continued(struct audit *a, const struct courses *all, size_t at) {
    const struct audit_segment *s = &a->draft->segments[at];
    const char *word = audit_word_within(&a->words->lists[WORDS_CONTINUED], s->text, s->text + s->length);
    const struct course *c = word && s->kind == SEGMENT_PROSE ? course_near(all, at, 1) : NULL;
    if (!c || c->count < 3 || !c->token)
        return;
    const char *end = word + audit_word_at(&a->words->lists[WORDS_CONTINUED], word);
    bool up = audit_word_within(&a->words->lists[WORDS_UP], word, end) || strstr(word, "上がり") == word + 6;
    bool along = c->values[c->count - 1] > c->values[0];
    for (size_t i = 1; i < c->count; i++)
        if (up ? c->values[i] < c->values[i - 1] : c->values[i] > c->values[i - 1]) {
            audit_claim_add(a, s, c->segment == at ? c->token : &s->tokens[0], 0, s->length,
                            up == along ? AUDIT_IMPOSSIBLE : AUDIT_UNSUPPORTED,
                            arena_printf(a->arena,
                                         up ? _("it is said to go on rising, but %.6g comes after %.6g")
                                            : _("it is said to go on falling, but %.6g comes after %.6g"),
                                         c->values[i], c->values[i - 1]));
            return;
        }
}

/* Every place of a sentence where something is called the highest or the lowest. */
static void check_words(struct audit *a, size_t at, enum audit_list list, bool highest) {
    const struct audit_segment *s = &a->draft->segments[at];
    const char *word = s->text, *end = s->text + s->length;
    while ((word = audit_word_within(&a->words->lists[list], word, end)) != NULL) {
        check_superlative(a, at, list, highest, word);
        check_in_tables(a, s, list, highest, word);
        word += audit_word_at(&a->words->lists[list], word);
    }
}

void audit_check_order(struct audit *a) {
    const struct courses *all = find_courses(a);
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        check_words(a, i, WORDS_HIGHEST, true);
        check_words(a, i, WORDS_LOWEST, false);
        for (size_t j = 0; j < s->token_count; j++)
            check_run(a, all, i, &s->tokens[j]);
        check_record(a, all, s);
        check_period(a, all, i);
        check_continued(a, all, i);
    }
}
