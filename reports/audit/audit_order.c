/* The highest of a list, a record, so many times in a row: against the numbers of the draft and the store's series. */
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_grid.h"
#include "reports/audit/audit_survey.h"

#include "engine/base/lang.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double value_of(const struct audit_token *t) {
    double value = t->kind == TOKEN_COUNT ? (double)t->low : (double)t->mantissa;
    for (int d = 0; d < t->decimals && t->kind != TOKEN_COUNT; d++)
        value /= 10;
    return value;
}

static bool near_word(const struct audit *a, enum audit_list list, const struct audit_segment *s, size_t from,
                      size_t to) {
    return audit_word_within(&a->words->lists[list], s->text + from,
                             s->text + (to < s->length ? to : s->length)) != NULL;
}

/* --- the most common of a sentence ------------------------------------------------------------------------ */

/* The percentage that the superlative is said of: right before it (71.0%と最も多く), else the first after it. */
static size_t said_of(const struct audit_segment *s, size_t word, size_t length) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < s->token_count; i++)
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
        bool beats = highest ? value_of(other) > value_of(t) : value_of(other) < value_of(t);
        bool aside = other->bracket && other->bracket != t->bracket;
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
        if (s->tokens[i].kind == TOKEN_PERCENT && value_of(&s->tokens[i]) == value_of(t))
            return beyond(a, s, 0, t, highest);
    return NULL;
}

static void check_superlative(struct audit *a, size_t at, enum audit_list list, bool highest) {
    const struct audit_segment *s = &a->draft->segments[at];
    const char *word = audit_word_within(&a->words->lists[list], s->text, s->text + s->length);
    if (!word || near_word(a, WORDS_SINCE, s, 0, s->length))
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
                                     value_of(other)));
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
        if (!best || (highest ? value_of(t) > value_of(best) : value_of(t) < value_of(best)))
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
            if (best && value_of(best) != value_of(t))
                audit_claim_add(
                    a, wanted.s, wanted.t, wanted.t->at, wanted.t->end, AUDIT_IMPOSSIBLE,
                    arena_printf(a->arena,
                                 wanted.highest
                                     ? _("it is called the highest, but the table has %.4g%% (line %zu)")
                                     : _("it is called the lowest, but the table has %.4g%% (line %zu)"),
                                 value_of(best), best->line));
        }
}

static void check_in_tables(struct audit *a, const struct audit_segment *s, enum audit_list list,
                            bool highest) {
    const char *word = audit_word_within(&a->words->lists[list], s->text, s->text + s->length);
    size_t own = word && s->kind == SEGMENT_PROSE ? said_of(s, (size_t)(word - s->text), 0) : SIZE_MAX;
    if (own == SIZE_MAX)
        return;
    struct table_search wanted = {s, &s->tokens[own], highest};
    audit_grids(a, look_in_grid, &wanted);
}

/* --- so many in a row, a record --------------------------------------------------------------------------- */

struct course {
    double values[64];
    size_t count, line;
};

enum { COURSES_MAX = 64 };

struct courses {
    struct course list[COURSES_MAX];
    size_t count, of_draft; /* the first ones are of the draft, the others of the store */
};

static void add_course(struct courses *all, const struct course *c) {
    if (c->count >= 3 && all->count < COURSES_MAX)
        all->list[all->count++] = *c;
}

static bool is_period(const struct audit *a, const char *text) {
    const struct audit_word_list *words = &a->words->lists[WORDS_YEARS];
    return text && strpbrk(text, "0123456789") && audit_word_within(words, text, text + strlen(text));
}

static void add_value(struct course *c, const struct audit_token *t) {
    if (t && (t->kind == TOKEN_PERCENT || t->decimals) && c->count < 64)
        c->values[c->count++] = value_of(t);
}

/* Columns whose rows are months, rows whose columns are. */
static void courses_of_grid(struct audit *a, const struct audit_grid *g, void *data) {
    struct courses *all = data;
    for (size_t c = 1; c < g->column_count; c++) {
        struct course down = {.line = a->draft->segments[g->first_segment].line};
        for (size_t r = 0;
             r < g->row_count && (g->columns[c] == COLUMN_PERCENT || g->columns[c] == COLUMN_VALUE); r++)
            if (is_period(a, a->draft->segments[g->rows[r].segment].cells[0]))
                add_value(&down, g->rows[r].cells[c]);
        add_course(all, &down);
    }
    for (size_t r = 0; r < g->row_count; r++) {
        struct course along = {.line = a->draft->segments[g->rows[r].segment].line};
        for (size_t c = 1; c < g->column_count; c++)
            if (is_period(a, g->headings[c]))
                add_value(&along, g->rows[r].cells[c]);
        add_course(all, &along);
    }
}

/* "5月6.01%、6月5.58%、7月5.04%": each value has a period right before it. */
static void course_of_sentence(const struct audit *a, const struct audit_segment *s, struct courses *all) {
    struct course c = {.line = s->line};
    size_t from = 0;
    for (size_t i = 0; i < s->token_count; i++) {
        const struct audit_token *t = &s->tokens[i];
        if (t->kind != TOKEN_PERCENT)
            continue;
        char *before = arena_strndup(a->arena, s->text + from, t->at - from);
        if (is_period(a, before))
            add_value(&c, t);
        from = t->end;
    }
    add_course(all, &c);
}

static struct courses *find_courses(struct audit *a) {
    struct courses *all = arena_alloc(a->arena, sizeof *all);
    audit_grids(a, courses_of_grid, all);
    for (size_t i = 0; i < a->draft->count; i++)
        if (a->draft->segments[i].kind == SEGMENT_PROSE)
            course_of_sentence(a, &a->draft->segments[i], all);
    all->of_draft = all->count;
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

/* The part of the course that ends with a value of the sentence, or of those next to it. */
static bool course_for(const struct audit *a, size_t at, const struct course *c, struct course *part) {
    static const long around[] = {0, 1, -1, 2, -2};
    for (size_t k = 0; k < sizeof around / sizeof *around; k++) {
        if ((long)at + around[k] < 0 || (long)at + around[k] >= (long)a->draft->count)
            continue;
        const struct audit_segment *s = &a->draft->segments[(long)at + around[k]];
        for (size_t i = s->kind == SEGMENT_PROSE ? s->token_count : 0; i-- > 0;)
            if (s->tokens[i].kind == TOKEN_PERCENT && ending_with(c, value_of(&s->tokens[i]), part))
                return true;
    }
    *part = *c;
    return false;
}

/* Without a value a series of the draft itself is meant, if there is but one. */
static bool only_one(const struct courses *all, size_t i) {
    return all->of_draft == 1 && i == 0;
}

static void check_run(struct audit *a, const struct courses *all, size_t at, struct audit_token *t) {
    const struct audit_segment *s = &a->draft->segments[at];
    const char *after = s->text + t->end, *end = s->text + s->length;
    struct course part;
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

static void check_record(struct audit *a, const struct courses *all, const struct audit_segment *s) {
    const char *word = audit_word_within(&a->words->lists[WORDS_SINCE], s->text, s->text + s->length);
    struct audit_token *t = NULL;
    struct course part;
    for (size_t i = 0; i < s->token_count && !t; i++)
        t = s->tokens[i].kind == TOKEN_PERCENT ? &s->tokens[i] : NULL;
    if (!word || !t)
        return;
    bool lowest = strstr(s->text, "低") || strstr(s->text, "少") || strstr(s->text, "lowest");
    for (size_t i = 0; i < all->count; i++) {
        if (!ending_with(&all->list[i], value_of(t), &part))
            continue;
        for (size_t k = 0; k + 1 < part.count; k++)
            if (lowest ? part.values[k] < value_of(t) : part.values[k] > value_of(t)) {
                audit_claim_add(
                    a, s, t, 0, s->length, AUDIT_IMPOSSIBLE,
                    arena_printf(
                        a->arena,
                        lowest ? _("it is called the lowest so far, but the series has %.4g%% before it")
                               : _("it is called the highest so far, but the series has %.4g%% before it"),
                        part.values[k]));
                return;
            }
        audit_claim_add(a, s, t, 0, s->length, AUDIT_CONSISTENT,
                        _("no earlier value of the series is beyond it"));
        return;
    }
}

void audit_check_order(struct audit *a) {
    const struct courses *all = find_courses(a);
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        check_superlative(a, i, WORDS_HIGHEST, true);
        check_superlative(a, i, WORDS_LOWEST, false);
        check_in_tables(a, s, WORDS_HIGHEST, true);
        check_in_tables(a, s, WORDS_LOWEST, false);
        for (size_t j = 0; j < s->token_count; j++)
            check_run(a, all, i, &s->tokens[j]);
        check_record(a, all, s);
    }
}
