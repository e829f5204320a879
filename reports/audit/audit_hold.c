/* A meaning held against the store, and what is said then. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_survey.h"

#include "engine/base/lang.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- cells ------------------------------------------------------------------------------------------------- */

static bool has_count(const struct audit_figure *g) {
    return g->counts != NULL;
}

static struct audit_range exactly(int64_t number) {
    return (struct audit_range){number, number};
}

bool audit_hold_share(const struct audit_figure *g, size_t column, double *out) {
    bool counted = has_count(g) && g->bases[column] > 0;
    if (counted)
        *out = 100.0 * (double)g->counts[column] / (double)g->bases[column];
    else if (g->percent && column == 0)
        *out = strtod(g->percent, NULL);
    return counted || (g->percent && column == 0);
}

/* A percentage that was published without its count is known to half of its last place. */
static bool printed_alike(const struct audit_figure *g, const struct audit_token *percent) {
    const char *point = strchr(g->percent, '.');
    int decimals = point ? (int)strlen(point + 1) : 0;
    double slack = .5 * pow(10, -(percent->decimals < decimals ? percent->decimals : decimals));
    double widened = percent->marks & (MARK_APPROX | MARK_OVER | MARK_STRONG | MARK_UNDER) ? 3 : 0;
    return fabs(strtod(g->percent, NULL) - audit_value(percent)) <= slack + widened + 1e-9;
}

static bool percent_agrees(const struct audit_figure *g, size_t column, const struct audit_token *t) {
    static const double SLACK = .5;
    double share;
    if (!audit_hold_share(g, column, &share))
        return true;
    if (t->kind == TOKEN_VAGUE)
        return share >= t->vague_low - SLACK && share <= t->vague_high + SLACK;
    if (has_count(g) && g->bases[column] > 0)
        return audit_fits(exactly(g->counts[column]), exactly(g->bases[column]), audit_percent_of(t));
    return printed_alike(g, t);
}

/* 約300, 300超, 300近く: within a tenth on the side that the word says. */
static bool count_agrees(int64_t right, const struct audit_token *t) {
    double least = (double)t->low, most = (double)t->high;
    if (t->marks & (MARK_APPROX | MARK_OVER | MARK_STRONG | MARK_AT_LEAST))
        most *= 1.1;
    if (t->marks & (MARK_APPROX | MARK_UNDER | MARK_AT_MOST))
        least *= .9;
    return (double)right >= least && (double)right <= most;
}

bool audit_hold_agrees(const struct audit_figure *g, size_t column, const struct audit_token *percent,
                       const struct audit_token *count) {
    if (count && has_count(g) && !count_agrees(g->counts[column], count))
        return false;
    return !percent || percent_agrees(g, column, percent);
}

/* --- words ------------------------------------------------------------------------------------------------- */

const char *audit_hold_name(const struct audit *a, const struct audit_figure *g, size_t column,
                            const struct audit_wave *wave) {
    const struct audit_reference *r = wave ? wave->reference : a->reference;
    const struct audit_question *q = &r->questions[g->question];
    const char *where = column ? r->columns[column].label : q->base ? q->base : "";
    const char *when = wave ? wave->label : "", *gap = *when && *where ? ", " : "";
    return arena_printf(
        a->arena, _("\"%s\" (%s)"), g->label,
        arena_printf(a->arena, "%s%s%s%s%s", q->title, *when || *where ? "; " : "", when, gap, where));
}

/* "185 of 882, 21.0%", as much of it as is known. */
static const char *value_text(const struct audit *a, const struct audit_figure *g, size_t column,
                              int decimals) {
    if (!has_count(g))
        return arena_printf(a->arena, "%s%%", g->percent ? g->percent : "-");
    const char *count = audit_number(a->arena, exactly(g->counts[column]));
    if (g->bases[column] <= 0)
        return count;
    return arena_printf(
        a->arena, _("%s of %s, %s"), count, audit_number(a->arena, exactly(g->bases[column])),
        audit_share(a->arena, exactly(g->counts[column]), exactly(g->bases[column]), decimals));
}

static int decimals_of(const struct audit_token *percent) {
    if (!percent || percent->kind == TOKEN_VAGUE)
        return 1;
    return percent->decimals < 6 ? percent->decimals : 6;
}

static struct audit_token *about(const struct audit_said *said) {
    return said->percent ? said->percent : said->count;
}

static struct audit_claim *say(struct audit *a, const struct audit_said *said, enum audit_verdict verdict,
                               const char *why) {
    return audit_claim_add(a, said->segment, about(said), said->from, said->to, verdict, why);
}

static void offer(struct audit *a, struct audit_claim *claim, const struct audit_figure *g, size_t column,
                  int decimals) {
    bool counted = has_count(g);
    int64_t count = counted ? g->counts[column] : -1, n = g->bases[column] > 0 ? g->bases[column] : -1;
    const char *share = counted && n > 0 ? audit_share(a->arena, exactly(count), exactly(n), decimals) : NULL;
    audit_candidate_add(a, claim,
                        (struct audit_candidate){.kind = "store",
                                                 .count = count,
                                                 .n = n,
                                                 .percent = share ? share : g->percent,
                                                 .text = arena_printf(a->arena, _("the store has %s"),
                                                                      value_text(a, g, column, decimals))});
}

/* Whose number it is, where it is exactly that of another answer or another division. */
static void offer_owner(struct audit *a, struct audit_claim *claim, const struct audit_figure *g,
                        size_t column, const struct audit_said *said) {
    const struct audit_reference *r = a->reference;
    const struct audit_question *q = &r->questions[g->question];
    bool telling = said->count || (said->percent->kind == TOKEN_PERCENT && said->percent->decimals > 0);
    const struct audit_figure *owner = NULL;
    size_t place = column, owners = 0;
    for (size_t i = q->first; telling && i < q->first + q->count; i++)
        if (&r->figures[i] != g && audit_hold_agrees(&r->figures[i], column, said->percent, said->count))
            owner = &r->figures[i], owners++;
    for (size_t c = 0; telling && c < r->column_count && has_count(g); c++)
        if (c != column && g->bases[c] > 0 && audit_hold_agrees(g, c, said->percent, said->count))
            owner = g, place = c, owners++;
    if (owners == 1)
        audit_candidate_add(
            a, claim,
            (struct audit_candidate){.kind = "store",
                                     .count = has_count(owner) ? owner->counts[place] : -1,
                                     .n = owner->bases[place],
                                     .text = arena_printf(a->arena, _("the draft's number is that of %s"),
                                                          audit_hold_name(a, owner, place, NULL))});
}

/* --- verdicts ---------------------------------------------------------------------------------------------- */

/* A figure of this wave as it is in another, or the same. */
struct cell {
    const struct audit_figure *figure, *there;
    size_t column;
    const struct audit_wave *wave;
};

static bool is_same(const struct audit_figure *g, size_t column, const struct audit_said *said) {
    bool known = has_count(g) || (said->percent && g->percent);
    return known && audit_hold_agrees(g, column, said->percent, said->count);
}

/* How many hospitals answered is no share of the hospitals. */
static size_t column_of(const struct audit *a, const struct audit_figure *g, size_t column) {
    return a->reference->questions[g->question].key ? 0 : column;
}

/* The cell of all that can be meant whose figure is the draft's. */
static bool find_same(const struct audit *a, const struct audit_meaning *m, const struct audit_said *said,
                      struct cell *out) {
    for (size_t i = 0; i < m->figures.count; i++) {
        const struct audit_figure *g = m->figures.list[i].figure;
        const struct audit_figure *other = m->wave ? audit_reference_in(a->reference, g, m->wave) : NULL;
        *out = (struct cell){g, other, 0, m->wave};
        if (other && is_same(other, 0, said))
            return true;
        for (size_t c = 0; c < m->column_count && !(m->wave && m->wave_said); c++) {
            *out = (struct cell){g, g, column_of(a, g, m->columns[c]), NULL};
            if (is_same(g, out->column, said))
                return true;
        }
    }
    return false;
}

/* The total, the total at least, the mean or the median of a number question. */
static bool is_quantity_of(const struct audit_quantity *n, const struct audit_token *t) {
    double value = audit_value(t);
    double slack = .5 * pow(10, t->kind == TOKEN_COUNT ? 0 : -t->decimals) + 1e-9;
    return fabs(n->sum - value) <= slack || (n->at_least && (double)n->at_least == value) ||
           fabs(n->mean - value) <= slack || fabs(n->median - value) <= slack;
}

/* The same digits in another order, or one of them another: 528 for 582, 210 for 240. */
static bool misprint(int64_t one, int64_t two) {
    int digits[10] = {0}, count = 0, places = 0, length = 0;
    for (int64_t x = one, y = two; x > 0 && y > 0; x /= 10, y /= 10)
        places += x % 10 != y % 10;
    for (int64_t x = one; x > 0; x /= 10, count++, length++)
        digits[x % 10]++;
    for (int64_t y = two; y > 0; y /= 10, count--)
        digits[y % 10]--;
    bool same = true;
    for (int i = 0; i < 10; i++)
        same &= digits[i] == 0;
    enum { LENGTH_LEAST = 3 };
    return count == 0 && ((same && length > 1) || (places == 1 && length >= LENGTH_LEAST));
}

static bool close_to(int64_t number, int64_t right) {
    int64_t off = number > right ? number - right : right - number;
    return off * 4 <= right || misprint(number, right);
}

/* How far the number is from a cell, in per cent of the count or in points; beyond reach it is another one. */
static double distance(const struct audit_figure *g, size_t column, const struct audit_said *said) {
    enum { POINTS_MOST = 3, FAR = 1000 };
    double share;
    if (said->count && has_count(g) && g->counts[column] > 0)
        return close_to(said->count->low, g->counts[column])
                   ? fabs((double)(said->count->low - g->counts[column])) * 100 / (double)g->counts[column]
                   : FAR;
    if (!said->percent || said->percent->kind != TOKEN_PERCENT || !audit_hold_share(g, column, &share))
        return FAR;
    double off = fabs(share - audit_value(said->percent));
    return off <= POINTS_MOST ? off : FAR;
}

/* The one of several that the draft most likely means; NULL where it is near none of them. */
static const struct audit_figure *nearest(const struct audit_meaning *m, const struct audit_said *said) {
    const struct audit_figure *best = NULL;
    double least = 999;
    for (size_t i = 0; i < m->figures.count; i++) {
        const struct audit_figure *g = m->figures.list[i].figure;
        for (size_t c = 0; c < m->column_count; c++) {
            double off = distance(g, m->columns[c], said);
            if (off < least)
                best = g, least = off;
        }
    }
    return best;
}

/* 117施設 are not how many 医療機関 answered. */
static bool in_own_unit(const struct audit_reference *r, const struct audit_said *said) {
    const char *unit = said->segment->text + said->count->digits;
    unit += strspn(unit, "0123456789,");
    return said->count->unit != UNIT_INSTITUTION || strncmp(unit, r->unit, strlen(r->unit)) == 0;
}

/* The figure that the draft can only mean; NULL where there is doubt. */
static const struct audit_figure *meant(const struct audit_reference *r, const struct audit_meaning *m,
                                        const struct audit_said *said) {
    const struct audit_figure *g = m->figures.list[0].figure;
    if ((m->figures.count > 1 || !m->sure) && !(m->carried && said->percent))
        g = nearest(m, said);
    bool alone = said->count && !said->percent; /* a count by itself may be one of something else */
    if (!g || !alone)
        return g;
    if (r->questions[g->question].key && !in_own_unit(r, said))
        return NULL;
    for (size_t c = 0; c < m->column_count; c++)
        if (distance(g, m->columns[c], said) < 999)
            return g;
    return NULL;
}

/* 60.8% of all where the question's base is those with a shortage; 13.9% of those who answered. */
static bool on_another_base(struct audit *a, const struct audit_meaning *m, const struct audit_said *said,
                            const struct audit_figure *g) {
    const struct audit_reference *r = a->reference;
    const struct audit_token *t = said->percent;
    int64_t silent = r->questions[g->question].silent, base = g->bases[0];
    const int64_t bases[2] = {r->returns, silent > 0 ? base - silent : 0};
    if (!t || t->kind != TOKEN_PERCENT || !has_count(g) || m->columns[0] != 0 || base <= 0 ||
        (said->count && !count_agrees(g->counts[0], said->count)))
        return false;
    for (int i = 0; i < 2; i++) {
        if (bases[i] <= 0 || bases[i] == base ||
            !audit_fits(exactly(g->counts[0]), exactly(bases[i]), audit_percent_of(t)))
            continue;
        const char *n = audit_number(a->arena, exactly(bases[i])), *name = audit_hold_name(a, g, 0, NULL);
        const char *why =
            m->all_said ? arena_printf(a->arena, _("the store has the same for %s, of all %s"), name, n)
            : i == 1 && m->excluding
                ? arena_printf(a->arena, _("the store has the same for %s, of the %s who gave an answer"),
                               name, n)
            : i == 0 ? arena_printf(a->arena, _("it is of all %s; the base of %s is %s"), n, name,
                                    audit_number(a->arena, exactly(base)))
                     : arena_printf(
                           a->arena,
                           _("it is of the %s who gave an answer; the base of %s is %s, which is not said"),
                           n, name, audit_number(a->arena, exactly(base)));
        bool told = m->all_said || (i == 1 && m->excluding);
        struct audit_claim *c = say(a, said, told ? AUDIT_CONSISTENT : AUDIT_UNSUPPORTED, why);
        if (!told)
            offer(a, c, g, 0, decimals_of(t));
        about(said)->known = told;
        return true;
    }
    return false;
}

/* 117施設のうち88.9%: of a whole that no figure of the store is of; another survey's, or of a group that the store does not have. */
static bool of_other_whole(const struct audit *a, const struct audit_meaning *m,
                           const struct audit_said *said, const struct audit_figure *g) {
    const struct audit_reference *r = a->reference;
    size_t at = (size_t)(said->segment - a->draft->segments);
    const struct audit_base *b = said->percent && said->segment->kind == SEGMENT_PROSE
                                     ? audit_base_beside(a, at, said->percent, said->count)
                                     : NULL;
    if (!b || !(b->use & BASE_WHOLE) || b->n.low == r->returns || m->wave)
        return false;
    int64_t silent = r->questions[g->question].silent;
    for (size_t i = 0; i < m->column_count; i++)
        if (close_to(b->n.low, g->bases[m->columns[i]]))
            return false;
    if (b->n.low == g->bases[0] - silent)
        return false;
    return true;
}

static void accuse(struct audit *a, const struct audit_meaning *m, const struct audit_said *said,
                   const struct audit_figure *g) {
    size_t column = m->wave ? 0 : column_of(a, g, m->columns[0]);
    int decimals = decimals_of(said->percent);
    if (m->wave)
        g = audit_reference_in(a->reference, g, m->wave);
    if (!g || (!has_count(g) && !g->percent) || (has_count(g) && g->bases[column] <= 0 && said->percent) ||
        (!has_count(g) && !said->percent))
        return;
    struct audit_claim *c =
        say(a, said, AUDIT_IMPOSSIBLE,
            arena_printf(a->arena, _("it differs from the store: %s is %s there"),
                         audit_hold_name(a, g, column, m->wave), value_text(a, g, column, decimals)));
    if (c->verdict != AUDIT_IMPOSSIBLE || !strstr(c->why, g->label))
        return; /* said already, with a reason of its own */
    offer(a, c, g, column, decimals);
    if (!m->wave)
        offer_owner(a, c, g, column, said);
}

int audit_hold_test(const struct audit *a, const struct audit_meaning *m, const struct audit_said *said) {
    struct cell same;
    if (!m->figures.count || !m->column_count ||
        (m->wave && !audit_reference_in(a->reference, m->figures.list[0].figure, m->wave)))
        return 0;
    return find_same(a, m, said, &same) ? 1 : -1;
}

/* Whether the number is counted in the quantity's unit: 753件. */
static bool in_unit(const struct audit *a, const struct audit_quantity *n, const struct audit_said *said) {
    const struct audit_token *t = said->count;
    const char *words = arena_strndup(a->arena, said->segment->text + t->digits, t->end - t->digits);
    return *n->unit && strstr(words, n->unit);
}

/* The total of a number question: consistent, or (where it is nearly the store's) wrong; false: it is no such number. */
static bool hold_quantity(struct audit *a, const struct audit_meaning *m, const struct audit_said *said) {
    const struct audit_token *t = said->count;
    const struct audit_quantity *n = m->quantity;
    if (!n && t && (t->marks & (MARK_LOWER | MARK_AT_LEAST) || m->summed))
        n = m->quantity_around;
    if (!n || !t || said->percent)
        return false;
    if (is_quantity_of(n, t)) {
        say(a, said, AUDIT_CONSISTENT,
            arena_printf(a->arena, _("the store has the same for \"%s\""), n->label));
        return true;
    }
    int64_t total = n->at_least ? n->at_least : (int64_t)n->sum;
    if (m->limited || m->wave || m->columns[0] || !in_unit(a, n, said) || !close_to(t->low, total))
        return false;
    const char *sum = audit_number(a->arena, exactly((int64_t)n->sum)),
               *all = audit_number(a->arena, exactly(total));
    say(a, said, AUDIT_IMPOSSIBLE,
        n->at_least
            ? arena_printf(a->arena, _("it differs from the store: \"%s\" add up to %s there, at least %s"),
                           n->label, sum, all)
            : arena_printf(a->arena, _("it differs from the store: \"%s\" add up to %s there"), n->label,
                           sum));
    return true;
}

/* Whether the number is so exact that another cell has it by chance only: a count of some size with its percentage. */
static bool is_exact(const struct audit_said *said) {
    enum { COUNT_LEAST = 20 };
    return said->count && said->count->low >= COUNT_LEAST && said->count->low == said->count->high &&
           said->percent && said->percent->kind == TOKEN_PERCENT && said->percent->decimals > 0;
}

/* 1.5%から6.7%へ: where the change begins is another wave's, though no word says so. */
static bool find_before(const struct audit *a, const struct audit_meaning *m, const struct audit_said *said,
                        struct cell *out) {
    const struct audit_reference *r = a->reference;
    const struct audit_token *last = said->percent ? said->percent : said->count;
    const char *after = said->segment->text + last->end;
    after += strspn(after, " )");
    if (!audit_word_at(&a->words->lists[WORDS_FROM], after) || m->wave_said)
        return false;
    for (size_t i = 0; i < m->figures.count; i++)
        for (size_t k = 0; k < r->wave_count; k++) {
            const struct audit_figure *g = m->figures.list[i].figure,
                                      *there = audit_reference_in(r, g, &r->waves[k]);
            *out = (struct cell){g, there, 0, &r->waves[k]};
            if (there && is_same(there, 0, said))
                return true;
        }
    return false;
}

/* What was named before need not be what is spoken of now: another answer of its question has the number. */
static bool find_sibling(const struct audit *a, const struct audit_meaning *m, const struct audit_said *said,
                         struct cell *out) {
    const struct audit_reference *r = a->reference;
    bool telling = said->count || (said->percent->kind == TOKEN_PERCENT && said->percent->decimals > 0);
    const struct audit_question *q = &r->questions[m->figures.list[0].figure->question];
    for (size_t i = q->first; m->carried && telling && i < q->first + q->count; i++) {
        size_t column = column_of(a, &r->figures[i], m->columns[0]);
        const struct audit_figure *there =
            m->wave ? audit_reference_in(r, &r->figures[i], m->wave) : &r->figures[i];
        *out = (struct cell){&r->figures[i], there, m->wave ? 0 : column, m->wave};
        if (there && is_same(there, out->column, said))
            return true;
    }
    return false;
}

/* The words name nothing that is known for sure, but one cell has exactly this count and this percentage. */
static bool find_exact(const struct audit *a, const struct audit_said *said, struct cell *out) {
    const struct audit_reference *r = a->reference;
    size_t found = 0;
    for (size_t i = 0; is_exact(said) && i < r->figure_count && !found; i++)
        for (size_t c = 0; has_count(&r->figures[i]) && c < r->column_count; c++)
            if (r->figures[i].bases[c] > 0 && is_same(&r->figures[i], c, said)) {
                *out = (struct cell){&r->figures[i], &r->figures[i], c, NULL};
                found++;
            }
    return found > 0;
}

/* 261人 of a survey that facilities answer is how many persons, not how many gave an answer. */
static bool counts_persons(const struct audit *a, const struct audit_said *said) {
    const struct audit_word_list *persons = &a->words->lists[WORDS_PERSONS];
    const struct audit_token *t = said->count;
    if (!t || said->percent || audit_word_is(persons, a->reference->unit))
        return false;
    const char *unit = said->segment->text + t->digits;
    unit += strspn(unit, "0123456789,");
    size_t length = audit_word_at(persons, unit);
    return length && unit + length == said->segment->text + t->end;
}

/* 45.1% called of all, which is of those that the question was put to. */
static bool of_all_wrongly(struct audit *a, const struct audit_meaning *m, const struct audit_said *said,
                           const struct cell *same) {
    const struct audit_figure *g = same->figure;
    const struct audit_token *t = said->percent;
    int64_t all = a->reference->returns, base = g->bases[0];
    if (!m->of_all || same->wave || same->column || !t || t->kind != TOKEN_PERCENT || !has_count(g) ||
        base <= 0 || base >= all || audit_fits(exactly(g->counts[0]), exactly(all), audit_percent_of(t)))
        return false;
    struct audit_claim *c = say(
        a, said, AUDIT_UNSUPPORTED,
        arena_printf(a->arena, _("it is said of all %s; %s is of %s"), audit_number(a->arena, exactly(all)),
                     audit_hold_name(a, g, 0, NULL), audit_number(a->arena, exactly(base))));
    audit_candidate_add(
        a, c,
        (struct audit_candidate){
            .kind = "percent",
            .count = g->counts[0],
            .n = all,
            .percent = audit_share(a->arena, exactly(g->counts[0]), exactly(all), t->decimals),
            .text = arena_printf(a->arena, _("%s of %s is %s"), audit_number(a->arena, exactly(g->counts[0])),
                                 audit_number(a->arena, exactly(all)),
                                 audit_share(a->arena, exactly(g->counts[0]), exactly(all), t->decimals))});
    return true;
}

static const struct audit_figure *agree(struct audit *a, const struct audit_meaning *m,
                                        const struct audit_said *said, const struct cell *same) {
    if (of_all_wrongly(a, m, said, same))
        return same->figure;
    say(a, said, AUDIT_CONSISTENT,
        arena_printf(a->arena, _("the store has the same for %s"),
                     audit_hold_name(a, same->there, same->column, same->wave)));
    about(said)->known = said->segment->kind == SEGMENT_PROSE;
    return same->figure;
}

const struct audit_figure *audit_hold(struct audit *a, const struct audit_meaning *m,
                                      const struct audit_said *said) {
    struct cell same;
    if (hold_quantity(a, m, said) || counts_persons(a, said) || !m->column_count)
        return NULL;
    if (m->figures.count &&
        (find_same(a, m, said, &same) || find_before(a, m, said, &same) || find_sibling(a, m, said, &same)))
        return agree(a, m, said, &same);
    if (!m->sure && said->segment->kind == SEGMENT_PROSE && find_exact(a, said, &same))
        return agree(a, m, said, &same);
    if (!m->figures.count)
        return NULL;
    if (m->of_all && on_another_base(a, m, said, m->figures.list[0].figure))
        return m->figures.list[0].figure;
    const struct audit_figure *g = m->limited ? NULL : meant(a->reference, m, said);
    if (g && g->bases && of_other_whole(a, m, said, g))
        return NULL;
    if (g && g->silence)
        return NULL; /* every question has some */
    if (g && !(!m->wave && on_another_base(a, m, said, g)))
        accuse(a, m, said, g);
    return g;
}
