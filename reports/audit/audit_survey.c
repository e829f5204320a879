#include "reports/audit/audit_survey.h"
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/store/aggregate.h"
#include "reports/model/survey_tables.h"

#include <math.h>
#include <string.h>

enum {
    NAMES_MAX = 12,
    COURSE_MAX = 64,
    SHORT_NAME = 9,
    LONG_NAME = 15,
    /* bytes: three kana or kanji; five */ BEFORE_MOST = 30,
    AFTER_MOST = 12,
    MEANT_MAX = 12
};

struct figure {
    const char *names[NAMES_MAX]; /* folded */
    size_t name_count;
    const char *label, *question;  /* question: folded title */
    const int64_t *counts, *bases; /* per column; column 0 is the total; bases 0: not known */
    const char *percent;           /* as published, where there is no count */
};

struct column_name {
    const char *name; /* folded */
};

struct audit_reference {
    struct arena *arena;
    const char *survey;
    struct figure *figures;
    size_t figure_count, figure_capacity;
    struct column_name *columns; /* [0] is the total */
    size_t column_count;
    int64_t returns, sent; /* 0: not known */
    int64_t *bounds;       /* totals that are lower bounds */
    size_t bound_count, bound_capacity;
    double (*courses)[COURSE_MAX];
    size_t *lengths, course_count, course_capacity, length_capacity;
};

/* --- reading ---------------------------------------------------------------------------------------------- */

static void add_name(struct audit_reference *r, struct figure *g, const char *name) {
    char *folded = name && *name ? utf8_fold(r->arena, name) : NULL;
    if (!folded || !*folded || g->name_count == NAMES_MAX)
        return;
    for (size_t i = 0; i < g->name_count; i++)
        if (strcmp(g->names[i], folded) == 0)
            return;
    g->names[g->name_count++] = folded;
}

static struct figure *add_figure(struct audit_reference *r, const char *label, const char *question) {
    r->figures = arena_grow(r->arena, r->figures, r->figure_count, &r->figure_capacity, sizeof *r->figures);
    struct figure *g = &r->figures[r->figure_count++];
    *g = (struct figure){.label = label, .question = utf8_fold(r->arena, question ? question : "")};
    add_name(r, g, label);
    return g;
}

static void add_wordings(struct audit_reference *r, struct figure *g, const struct questionnaire *q,
                         const struct table *table, const struct table_row *row) {
    int at = questionnaire_find(q, table->question);
    int option = at >= 0 ? question_option(&q->questions[at], row->key) : -1;
    if (option < 0)
        return;
    const struct option *o = &q->questions[at].options[option];
    add_name(r, g, o->text);
    for (size_t i = 0; i < o->alias_count; i++)
        if (strlen(o->aliases[i]) >= LONG_NAME)
            add_name(r, g, o->aliases[i]);
}

static void add_row(struct audit_reference *r, const struct questionnaire *q, const struct table *all,
                    const struct table *by_type, size_t row) {
    struct figure *g = add_figure(r, all->rows[row].label, all->title);
    int64_t *counts = arena_array(r->arena, r->column_count, sizeof *counts);
    int64_t *bases = arena_array(r->arena, r->column_count, sizeof *bases);
    counts[0] = all->rows[row].cells[0].count;
    bases[0] = all->rows[row].cells[0].n;
    for (size_t c = 1; by_type && c < r->column_count && row < by_type->row_count; c++) {
        counts[c] = by_type->rows[row].cells[c].count;
        bases[c] = by_type->rows[row].cells[c].n;
    }
    g->counts = counts;
    g->bases = bases;
    add_wordings(r, g, q, all, &all->rows[row]);
}

static void add_bound(struct audit_reference *r, const struct table *table) {
    const struct table_summary *s = table->summaries;
    if (!s || s->suppressed || !s->at_least_text || s->unstated <= 0 || !(s->at_least < 1e15))
        return;
    r->bounds = arena_grow(r->arena, r->bounds, r->bound_count, &r->bound_capacity, sizeof *r->bounds);
    r->bounds[r->bound_count++] = (int64_t)s->at_least;
}

bool audit_reference_at_least(const struct audit_reference *r, int64_t number) {
    for (size_t i = 0; r && i < r->bound_count; i++)
        if (r->bounds[i] == number)
            return true;
    return false;
}

static bool add_tables(struct audit_reference *r, struct store *store, const struct questionnaire *q,
                       struct fault *f) {
    const struct survey_request requests[] = {
        {.options = table_default_options},
        {.keys = {"type"}, .key_count = 1, .options = table_default_options}};
    const struct table_set *sets[2] = {NULL, NULL};
    size_t wanted = q->key_type >= 0 ? 2 : 1;
    if (!survey_tables_from(r->arena, store, q, requests, wanted, sets, f))
        return false;
    const struct table *first = wanted == 2 && sets[1]->count ? &sets[1]->tables[0] : NULL;
    r->column_count = first ? first->column_count : 1;
    r->columns = arena_array(r->arena, r->column_count, sizeof *r->columns);
    for (size_t c = 1; c < r->column_count; c++)
        r->columns[c].name = utf8_fold(r->arena, first->columns[c].label);
    for (size_t t = 0; t < sets[0]->count; t++) {
        const struct table *all = &sets[0]->tables[t];
        add_bound(r, all);
        for (size_t row = 0; row < all->row_count; row++)
            if (all->rows[row].kind == TABLE_OPTION || all->rows[row].kind == TABLE_NET)
                add_row(r, q, all, first ? &sets[1]->tables[t] : NULL, row);
    }
    r->returns = (int64_t)sets[0]->dataset->n;
    r->sent = q->sent_total;
    return true;
}

static void add_published(struct audit_reference *r, const struct published_survey *p) {
    r->column_count = 1;
    r->columns = arena_array(r->arena, 1, sizeof *r->columns);
    for (size_t i = 0; i < p->question_count; i++)
        for (size_t k = 0; k < p->questions[i].option_count; k++) {
            const struct published_option *o = &p->questions[i].options[k];
            struct figure *g = add_figure(r, o->label, p->questions[i].text);
            int64_t pair[2] = {o->count, p->questions[i].base_n};
            g->counts = o->count >= 0 ? arena_copy(r->arena, &pair[0], sizeof *pair) : NULL;
            g->bases = arena_copy(r->arena, &pair[1], sizeof *pair);
            g->percent = o->percent;
        }
    r->returns = p->responses > 0 ? p->responses : 0;
    r->sent = p->sent > 0 ? p->sent : 0;
}

static void add_course(struct audit_reference *r, const struct series *s, const char *area,
                       const char *group) {
    r->courses = arena_grow(r->arena, r->courses, r->course_count, &r->course_capacity, sizeof *r->courses);
    r->lengths = arena_grow(r->arena, r->lengths, r->course_count, &r->length_capacity, sizeof *r->lengths);
    size_t count = 0;
    for (size_t i = 0; i < s->count && count < COURSE_MAX; i++) {
        const struct series_point *p = &s->points[i];
        bool same = strcmp(p->area ? p->area : "", area) == 0 && strcmp(p->group ? p->group : "", group) == 0;
        if (same && p->value && strcmp(p->unit, "%") == 0 &&
            aggregate_number(p, &r->courses[r->course_count][count]))
            count++;
    }
    r->lengths[r->course_count] = count;
    r->course_count += count >= 3;
}

static bool add_series(struct audit_reference *r, struct store *store, struct fault *f) {
    struct series_row *rows;
    size_t count;
    if (!aggregate_list_series(store, r->arena, &rows, &count, f))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct series *s = aggregate_series(store, r->arena, rows[i].id, f);
        if (!s)
            return false;
        add_course(r, s, "", "");
        add_course(r, s, "00", "");
    }
    return true;
}

static bool read_survey(struct audit_reference *r, struct store *store, const char *survey, struct fault *f) {
    bool published;
    struct fault unknown = {0};
    const struct questionnaire *q = store_questionnaire(store, r->arena, survey, &unknown);
    if (!aggregate_has_published(store, survey, &published, f))
        return false;
    if (q && (!add_tables(r, store, q, f)))
        return false;
    if ((q && r->returns > 0) || !published) {
        if (!q)
            *f = unknown;
        return q != NULL;
    }
    const struct published_survey *p = aggregate_published(store, r->arena, survey, f);
    r->figure_count = 0;
    if (p)
        add_published(r, p);
    return p != NULL;
}

const struct audit_reference *audit_reference_read(struct arena *arena, const char *store_path,
                                                   const char *survey, struct fault *f) {
    struct store *store = store_open(store_path, STORE_READ, f);
    struct audit_reference *r = arena_alloc(arena, sizeof *r);
    *r = (struct audit_reference){.arena = arena, .survey = survey};
    bool read = store && read_survey(r, store, survey, f) && add_series(r, store, f);
    store_close(store);
    return read ? r : NULL;
}

size_t audit_reference_course(const struct audit_reference *r, size_t i, double *values, size_t room) {
    if (!r || i >= r->course_count)
        return 0;
    size_t count = r->lengths[i] < room ? r->lengths[i] : room;
    memcpy(values, r->courses[i], count * sizeof *values);
    return count;
}

/* --- which figure the draft speaks of --------------------------------------------------------------------- */

struct speaking {
    struct audit *a;
    const struct audit_reference *r;
    const struct audit_segment *s;
    const char *before, *after, *sentence; /* folded */
};

static bool is_quantity(const struct audit_token *t) {
    return t->kind == TOKEN_COUNT || t->kind == TOKEN_PERCENT;
}

/* Where the clause ends that the number stands in: what is named behind a comma goes with the next number. */
static size_t clause_end(const struct audit_segment *s, size_t from) {
    static const char *const marks[] = {"、", "。", "，", ", ", "；", "\n"};
    size_t end = s->length;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *at = strstr(s->text + from, marks[i]);
        if (at && (size_t)(at - s->text) < end)
            end = (size_t)(at - s->text);
    }
    return end;
}

/* The words between the number before and this one, and between this one and the end of its clause or the next number. */
static struct speaking words_around(struct audit *a, const struct audit_segment *s, size_t first,
                                    size_t last) {
    size_t from = 0, to = clause_end(s, s->tokens[last].end);
    for (size_t i = first; i-- > 0 && from == 0;)
        if (is_quantity(&s->tokens[i]))
            from = s->tokens[i].end;
    for (size_t i = last + 1; i < s->token_count; i++)
        if (is_quantity(&s->tokens[i]) && s->tokens[i].at < to)
            to = s->tokens[i].at;
    size_t at = s->tokens[first].at > from ? s->tokens[first].at : from,
           end = s->tokens[last].end < to ? s->tokens[last].end : to;
    return (struct speaking){a,
                             a->reference,
                             s,
                             utf8_fold(a->arena, arena_strndup(a->arena, s->text + from, at - from)),
                             utf8_fold(a->arena, arena_strndup(a->arena, s->text + end, to - end)),
                             utf8_fold(a->arena, s->text)};
}

/* Length of the longest name of the figure that stands close to the number; the text is the one before it, or the one after. */
static size_t said(const char *text, bool before, const struct figure *g) {
    size_t longest = 0, whole = strlen(text);
    for (size_t i = 0; i < g->name_count; i++) {
        size_t length = strlen(g->names[i]);
        for (const char *at = strstr(text, g->names[i]); at && length > longest;
             at = strstr(at + 1, g->names[i])) {
            size_t start = (size_t)(at - text), gap = before ? whole - start - length : start;
            if (gap <= (before ? BEFORE_MOST : AFTER_MOST))
                longest = length;
        }
    }
    return longest;
}

/* Whether the text begins or ends a word there: no kanji stands before it. */
static bool begins_name(const char *text, const char *at) {
    return at - text < 3 || !((unsigned char)at[-3] >= 0xE4 && (unsigned char)at[-3] <= 0xE9);
}

/* 病院は528: a short name counts where nothing but a particle and a 」 stands between it and the number. */
static size_t said_beside(const char *text, const struct figure *g) {
    enum { LEAST = 6, GAP = 6 };
    size_t whole = strlen(text), longest = 0;
    for (size_t i = 0; i < g->name_count; i++) {
        size_t length = strlen(g->names[i]);
        const char *last = NULL;
        for (const char *at = strstr(text, g->names[i]); at; at = strstr(at + 1, g->names[i]))
            last = at;
        bool beside = last && length >= LEAST && whole - (size_t)(last - text) - length <= GAP;
        longest = beside && length > longest && begins_name(text, last) ? length : longest;
    }
    return longest;
}

/* The figures of the longest name; several where questions have the same answers. */
struct meant {
    const struct figure *list[MEANT_MAX];
    size_t count, length;
    bool one; /* there can be no doubt which figure is meant */
};

static struct meant figures_in(const struct speaking *x, const char *text, bool before) {
    struct meant m = {.count = 0};
    for (size_t i = 0; i < x->r->figure_count; i++) {
        const struct figure *g = &x->r->figures[i];
        size_t length = said(text, before, g);
        length = length < SHORT_NAME ? (before ? said_beside(text, g) : 0) : length;
        if (!length || length < m.length)
            continue;
        if (length > m.length)
            m.count = 0, m.length = length;
        if (m.count < MEANT_MAX)
            m.list[m.count++] = g;
    }
    m.one = m.count == 1 && m.length >= SHORT_NAME;
    return m;
}

static struct meant figures_of(const struct speaking *x) {
    struct meant m = figures_in(x, x->before, true);
    return m.count ? m : figures_in(x, x->after, false);
}

/* A figure that is a column itself: how many clinics answered, of all. */
static bool is_column(const struct audit_reference *r, const struct figure *g) {
    for (size_t c = 1; c < r->column_count; c++)
        for (size_t i = 0; i < g->name_count; i++)
            if (strcmp(g->names[i], r->columns[c].name) == 0)
                return true;
    return false;
}

/* The column whose name stands in the sentence; 0: the total. */
static size_t column_of(const struct speaking *x, const struct figure *g) {
    size_t best = 0, most = 0;
    if (is_column(x->r, g))
        return 0;
    for (size_t c = 1; c < x->r->column_count; c++) {
        size_t length = strlen(x->r->columns[c].name);
        if (length >= 6 && length > most && strstr(x->sentence, x->r->columns[c].name) &&
            !strstr(g->names[0], x->r->columns[c].name))
            best = c, most = length;
    }
    return best;
}

static bool of_another_wave(const struct audit *a, const struct audit_segment *s,
                            const struct audit_token *t) {
    size_t from = t->at > 60 ? t->at - 60 : 0;
    return audit_word_within(&a->words->lists[WORDS_EARLIER], s->text + from, s->text + t->at) != NULL;
}

/* --- holding against it ----------------------------------------------------------------------------------- */

static bool agrees(const struct figure *g, size_t column, const struct audit_token *percent,
                   const struct audit_token *count) {
    struct audit_range n = {g->bases[column], g->bases[column]};
    struct audit_range c = {g->counts[column], g->counts[column]};
    if (count && (c.low < count->low || c.low > count->high))
        return false;
    return !percent || n.low <= 0 || audit_fits(c, n, audit_percent_of(percent));
}

static void offer_store(struct audit *a, struct audit_claim *claim, const struct figure *g, size_t column,
                        int decimals) {
    struct audit_range n = {g->bases[column], g->bases[column]}, c = {g->counts[column], g->counts[column]};
    const char *share = n.low > 0 ? audit_share(a->arena, c, n, decimals) : NULL;
    audit_candidate_add(
        a, claim,
        (struct audit_candidate){
            .kind = "store",
            .count = c.low,
            .n = n.low,
            .percent = share,
            .text = share
                        ? arena_printf(a->arena, _("the store has %s of %s, %s, for \"%s\""),
                                       audit_number(a->arena, c), audit_number(a->arena, n), share, g->label)
                        : arena_printf(a->arena, _("the store has %s for \"%s\""), audit_number(a->arena, c),
                                       g->label)});
}

/* 528 for 582: the same digits in another order */
static bool swapped(int64_t one, int64_t two) {
    int digits[10] = {0}, count = 0;
    for (; one > 0; one /= 10, count++)
        digits[one % 10]++;
    for (; two > 0; two /= 10, count--)
        digits[two % 10]--;
    for (int i = 0; i < 10; i++)
        if (digits[i] != 0)
            return false;
    return count == 0;
}

static bool close_to(int64_t number, int64_t right) {
    int64_t off = number > right ? number - right : right - number;
    return off * 5 <= right || swapped(number, right);
}

/* Which of the two a count without a percentage may be a slip of; SIZE_MAX: neither. */
static size_t likely_column(const struct figure *g, size_t column, int64_t number) {
    if (close_to(number, g->counts[column]))
        return column;
    return close_to(number, g->counts[0]) ? 0 : SIZE_MAX;
}

/* How far the draft's figure is from the store's, in per cent of the count or in points; beyond `most` it is another one. */
static double distance(const struct figure *g, const struct audit_token *percent,
                       const struct audit_token *count) {
    enum { POINTS_MOST = 3, FAR = 1000 };
    if (count && g->counts[0] > 0)
        return close_to(count->low, g->counts[0])
                   ? fabs((double)(count->low - g->counts[0])) * 100 / (double)g->counts[0]
                   : FAR;
    double share = percent && g->bases[0] > 0 ? 100.0 * (double)g->counts[0] / (double)g->bases[0] : FAR;
    double printed = percent ? (double)percent->mantissa : 0;
    for (int d = 0; percent && d < percent->decimals; d++)
        printed /= 10;
    return fabs(share - printed) <= POINTS_MOST ? fabs(share - printed) : FAR;
}

/* The one of several that the draft most likely means; NULL where it is near none of them. */
static const struct figure *nearest_of(const struct meant *m, const struct audit_token *percent,
                                       const struct audit_token *count) {
    const struct figure *best = NULL;
    double least = 999;
    for (size_t i = 0; i < m->count; i++)
        if (m->list[i]->counts && distance(m->list[i], percent, count) < least)
            best = m->list[i], least = distance(m->list[i], percent, count);
    return best;
}

/* Whether the store has it for one of the figures that can be meant. */
static bool confirmed(struct audit *a, const struct speaking *x, const struct meant *m,
                      struct audit_token *percent, struct audit_token *count) {
    struct audit_token *about = percent ? percent : count;
    size_t from = count && count->at < about->at ? count->at : about->at,
           to = count && count->end > about->end ? count->end : about->end;
    for (size_t i = 0; i < m->count; i++) {
        const struct figure *g = m->list[i];
        size_t column = g->counts ? column_of(x, g) : 0;
        if (!g->counts || !(agrees(g, 0, percent, count) || (column && agrees(g, column, percent, count))))
            continue;
        audit_claim_add(a, x->s, about, from, to, AUDIT_CONSISTENT,
                        arena_printf(a->arena, _("the store has the same for \"%s\""), g->label));
        about->known = true;
        return true;
    }
    return false;
}

static void judge(struct audit *a, const struct speaking *x, struct audit_token *percent,
                  struct audit_token *count) {
    struct meant m = figures_of(x);
    struct audit_token *about = percent ? percent : count;
    if (!m.count || of_another_wave(a, x->s, about) || (count && count->low > x->r->returns) ||
        confirmed(a, x, &m, percent, count))
        return;
    const struct figure *g = m.one ? m.list[0] : nearest_of(&m, percent, count);
    if (!g || !g->counts)
        return;
    size_t column = m.one ? column_of(x, g) : 0;
    size_t from = count && count->at < about->at ? count->at : about->at,
           to = count && count->end > about->end ? count->end : about->end;
    if (count && !percent && (column = likely_column(g, column, count->low)) == SIZE_MAX)
        return; /* a number of its own kind that happens to stand there */
    int decimals = percent ? (percent->decimals < 6 ? percent->decimals : 6) : 1;
    struct audit_claim *c = audit_claim_add(
        a, x->s, about, from, to, AUDIT_IMPOSSIBLE,
        arena_printf(a->arena, _("it differs from the store: \"%s\" is %s there"), g->label,
                     audit_number(a->arena, (struct audit_range){g->counts[column], g->counts[column]})));
    offer_store(a, c, g, column, decimals);
}

static void check_segment(struct audit *a, const struct audit_segment *s) {
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i], *count = NULL;
        if (t->kind == TOKEN_PERCENT && !audit_is_rate(a, s, t)) {
            count = audit_partner(a, s, i);
            size_t other = count ? (size_t)(count - s->tokens) : i;
            struct speaking x = words_around(a, s, other < i ? other : i, other > i ? other : i);
            judge(a, &x, t, count);
        }
        bool alone = t->kind == TOKEN_COUNT && !(t->marks & MARK_N) && t->low >= 10 && !t->claimed;
        for (size_t k = 0; k < s->token_count && alone; k++)
            alone = s->tokens[k].kind != TOKEN_PERCENT || audit_partner(a, s, k) != t;
        if (alone) {
            struct speaking x = words_around(a, s, i, i);
            x.after = "";
            judge(a, &x, NULL, t);
        }
    }
}

/* Returns and what was sent, when the draft's number is nearly the store's. */
static void check_whole(struct audit *a, const struct audit_base *b, int use, int64_t known,
                        const char *what) {
    const struct audit_segment *s = &a->draft->segments[b->segment];
    int64_t off = known > b->n.low ? known - b->n.low : b->n.low - known;
    if (!(b->use & use) || !known || b->n.low != b->n.high || off * 10 > known ||
        of_another_wave(a, s, b->token))
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
    if (!a->reference)
        return;
    for (size_t i = 0; i < a->draft->count; i++)
        check_segment(a, &a->draft->segments[i]);
    for (size_t i = 0; i < a->base_count; i++) {
        check_whole(a, &a->bases[i], BASE_RETURNS, a->reference->returns, _("Returns"));
        check_whole(a, &a->bases[i], BASE_SENT, a->reference->sent, _("Sent"));
    }
}
