/* Columns of a table that are a share of others, row by row; the rows that do not follow are wrong. */
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_grid.h"

#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

/* How a column of percentages comes about: of a column of counts, and of one base or of another column. */
struct relation {
    size_t count;
    size_t by; /* column of the bases, or SIZE_MAX */
    struct audit_range n;
    size_t fits, cuts, rows; /* cuts: right but for being cut off */
    bool padded;             /* cells are rounded at fewer places than they are printed with */
};

static struct audit_percent printed(const struct audit_grid *g, size_t row, size_t column) {
    struct audit_percent p = audit_percent_of(g->rows[row].cells[column]);
    for (int i = 0; i < g->padding[column] && p.decimals > 0; i++)
        p.mantissa /= 10, p.decimals--;
    return p;
}

static bool has_percent(const struct audit_grid *g, size_t row, size_t column) {
    return g->rows[row].cells[column] && g->rows[row].cells[column]->kind == TOKEN_PERCENT;
}

static struct audit_range base_of(const struct audit_grid *g, const struct relation *r, size_t row) {
    return r->by == SIZE_MAX ? r->n : audit_cell(g, row, r->by);
}

/* Numbers in 万件 are known to half of one: doubled, the half is a whole number. */
static struct audit_range widened(struct audit_range r) {
    return (struct audit_range){2 * r.low - 1, 2 * r.high + 1};
}

static bool cell_fits(const struct audit_grid *g, struct audit_range count, struct audit_range n,
                      struct audit_percent p) {
    bool small = g->rounded && n.high < INT64_MAX / 4;
    return small ? audit_fits(widened(count), widened(n), p) : audit_fits(count, n, p);
}

static void try_relation(const struct audit_grid *g, size_t percent, struct relation *r,
                         struct relation *best) {
    r->fits = r->cuts = r->rows = 0;
    for (size_t row = 0; row < g->row_count; row++) {
        struct audit_range count = audit_cell(g, row, r->count), n = base_of(g, r, row);
        if (!has_percent(g, row, percent) || count.low > count.high || n.low > n.high || n.low <= 0)
            continue;
        if (g->rows[row].kind != ROW_PART && r->by == SIZE_MAX)
            continue; /* 100% of itself */
        r->rows++;
        r->fits += cell_fits(g, count, n, printed(g, row, percent));
        r->cuts += audit_truncated(count, n, printed(g, row, percent));
    }
    size_t own = r->fits + r->cuts, other = best->fits + best->cuts;
    if (own > other || (own == other && r->fits > best->fits))
        *best = *r;
}

static struct audit_range column_sum(const struct audit_grid *g, size_t column) {
    struct audit_range sum = {0, 0};
    for (size_t row = 0; row < g->row_count; row++) {
        struct audit_range cell = audit_cell(g, row, column);
        if (cell.low <= cell.high && g->rows[row].kind == ROW_PART && sum.high < INT64_MAX / 4)
            sum.low += cell.low, sum.high += cell.high;
    }
    return sum;
}

/* The one base that the totals of the column, the heading or the lead state; low > high when none does. */
static struct audit_range total_cell(const struct audit_grid *g, size_t column) {
    for (size_t row = 0; row < g->row_count; row++)
        if (g->rows[row].kind == ROW_TOTAL || g->rows[row].kind == ROW_SOFT_TOTAL) {
            struct audit_range cell = audit_cell(g, row, column);
            if (cell.low <= cell.high)
                return cell;
        }
    return (struct audit_range){1, 0};
}

static void try_base(const struct audit_grid *g, size_t percent, size_t count, struct audit_range n,
                     struct relation *best) {
    struct relation r = {.count = count, .by = SIZE_MAX, .n = n};
    if (n.low <= n.high && n.low > 0)
        try_relation(g, percent, &r, best);
}

static size_t first_percent(const struct audit_grid *g) {
    size_t c = 0;
    while (c < g->column_count && g->columns[c] != COLUMN_PERCENT)
        c++;
    return c;
}

static const struct audit_base *lead_of(const struct audit *a, const struct audit_grid *g) {
    for (size_t row = 0; row < g->row_count; row++) {
        const struct audit_base *b = audit_base_lead(a, g->rows[row].segment, 0);
        if (b)
            return b;
    }
    return NULL;
}

/* The base that n= states for a column: in its heading, else (for the first column of percentages) over the table. */
static const struct audit_base *stated_for(const struct audit *a, const struct audit_grid *g, size_t column) {
    const struct audit_token *t = g->bases[column];
    if (!t && column && g->columns[column - 1] == COLUMN_COUNT)
        t = g->bases[column - 1]; /* 2024年(n=612), % */
    for (size_t i = 0; t && i < a->base_count; i++)
        if (a->bases[i].token == t)
            return &a->bases[i];
    return first_percent(g) == column ? lead_of(a, g) : NULL;
}

static void try_column(const struct audit *a, const struct audit_grid *g, size_t percent, size_t count,
                       struct relation *best) {
    const struct audit_base *own = stated_for(a, g, percent), *lead = own ? own : lead_of(a, g);
    if (lead)
        try_base(g, percent, count, lead->n, best);
    try_base(g, percent, count, total_cell(g, count), best);
    try_base(g, percent, count, column_sum(g, count), best);
    for (size_t c = 0; c < g->column_count; c++) {
        struct relation r = {.count = count, .by = c};
        if (c != count && g->columns[c] == COLUMN_COUNT)
            try_relation(g, percent, &r, best);
    }
    if (best->fits + best->cuts >= 2 && (best->fits + best->cuts) * 2 > best->rows)
        return;
    struct relation far = *best;
    for (size_t i = 0; i < a->base_count; i++)
        if (a->bases[i].use & BASE_WHOLE)
            try_base(g, percent, count, a->bases[i].n, &far);
    if (far.fits + far.cuts >= 2 || far.rows == 1) /* one of two rows can fit any number by chance */
        *best = far;
}

/* Parts that stand in two columns side by side have one whole. */
static void try_side_by_side(const struct audit_grid *g, size_t percent, size_t count,
                             struct relation *best) {
    struct audit_range all = {0, 0};
    for (size_t c = 1; c < g->column_count; c++)
        if (g->columns[c] == COLUMN_COUNT) {
            struct audit_range sum = column_sum(g, c);
            all.low += sum.low < INT64_MAX / 64 ? sum.low : 0;
            all.high += sum.high < INT64_MAX / 64 ? sum.high : 0;
        }
    try_base(g, percent, count, all, best);
}

static struct relation relation_of(const struct audit *a, const struct audit_grid *g, size_t percent) {
    struct relation best = {.by = SIZE_MAX};
    size_t nearest = SIZE_MAX;
    for (size_t c = percent; c-- > 0 && nearest == SIZE_MAX;)
        nearest = g->columns[c] == COLUMN_COUNT ? c : nearest;
    for (size_t c = percent + 1; c < g->column_count && nearest == SIZE_MAX; c++)
        nearest = g->columns[c] == COLUMN_COUNT ? c : nearest;
    if (nearest == SIZE_MAX)
        return best;
    try_column(a, g, percent, nearest, &best);
    try_side_by_side(g, percent, nearest, &best);
    for (size_t c = 0; c < g->column_count; c++)
        if (c != nearest && g->columns[c] == COLUMN_COUNT && (best.fits + best.cuts) * 2 <= best.rows)
            try_column(a, g, percent, c, &best);
    return best;
}

static struct audit_claim *cell_claim(struct audit *a, const struct audit_grid *g, size_t row, size_t column,
                                      enum audit_verdict verdict, const char *why) {
    const struct audit_segment *s = &a->draft->segments[g->rows[row].segment];
    return audit_claim_add(a, s, g->rows[row].cells[column], 0, s->length, verdict, why);
}

static void offer_share(struct audit *a, struct audit_claim *c, struct audit_range count,
                        struct audit_range n, const char *right) {
    audit_candidate_add(a, c,
                        (struct audit_candidate){.kind = "percent",
                                                 .count = count.low,
                                                 .n = n.low,
                                                 .percent = right,
                                                 .text = arena_printf(a->arena, _("%s of %s is %s"),
                                                                      audit_number(a->arena, count),
                                                                      audit_number(a->arena, n), right)});
}

/* Zeros behind a rounded share are a column's manner where more cells are right but for them than are wrong in any case. */
static bool is_padded(const struct audit_grid *g, size_t column, const struct relation *r) {
    size_t but_for = 0, wrong = 0;
    for (size_t row = 0; row < g->row_count; row++) {
        struct audit_range count = audit_cell(g, row, r->count), n = base_of(g, r, row);
        if (!has_percent(g, row, column) || count.low > count.high || n.low > n.high || n.low <= 0)
            continue;
        bool right = cell_fits(g, count, n, audit_percent_of(g->rows[row].cells[column]));
        bool meant = cell_fits(g, count, n, printed(g, row, column));
        but_for += meant && !right;
        wrong += !meant;
    }
    return but_for > wrong;
}

/* A cell that is right as far as it was rounded; elsewhere the zero behind it (7.70 for 7.724) is a digit like any other. */
static void judge_right(struct audit *a, const struct audit_grid *g, size_t row, size_t column,
                        struct audit_range count, struct audit_range n, bool padded) {
    struct audit_percent shown = audit_percent_of(g->rows[row].cells[column]),
                         meant = printed(g, row, column);
    const char *part = audit_number(a->arena, count), *of = audit_number(a->arena, n);
    if (padded || cell_fits(g, count, n, shown)) {
        cell_claim(a, g, row, column, AUDIT_CONSISTENT,
                   arena_printf(a->arena, _("%s of %s is %s"), part, of,
                                audit_share(a->arena, count, n, shown.decimals + 2)));
        return;
    }
    const char *right = audit_share(a->arena, count, n, shown.decimals);
    struct audit_claim *c = cell_claim(
        a, g, row, column, AUDIT_IMPOSSIBLE,
        arena_printf(a->arena,
                     _("%s of %s is %s; it was rounded to %s, and %s has a zero more than was reckoned"),
                     part, of, right, audit_printed(a->arena, meant), audit_printed(a->arena, shown)));
    offer_share(a, c, count, n, right);
}

static void judge_cell(struct audit *a, const struct audit_grid *g, size_t row, size_t column,
                       const struct relation *r, const struct audit_base *lead) {
    struct audit_range count = audit_cell(g, row, r->count), n = base_of(g, r, row);
    struct audit_percent p = printed(g, row, column);
    if (count.low > count.high || n.low > n.high || n.low <= 0)
        return;
    bool elsewhere = lead && r->by == SIZE_MAX && (lead->n.low != r->n.low) && count.low <= lead->n.high &&
                     !cell_fits(g, count, lead->n, p);
    if (elsewhere && audit_truncated(count, lead->n, p))
        n = lead->n, elsewhere = false;
    const char *exact = audit_share(a->arena, count, n, p.decimals + 2), *of = audit_number(a->arena, n);
    const char *part = audit_number(a->arena, count), *right = audit_share(a->arena, count, n, p.decimals);
    if (cell_fits(g, count, n, p) && !elsewhere) {
        judge_right(a, g, row, column, count, n, r->padded);
        return;
    }
    const char *why =
        elsewhere ? arena_printf(
                        a->arena,
                        _("%s of the stated base %s (line %zu) is %s, not %s; the table is on a base of %s"),
                        part, audit_number(a->arena, lead->n), lead->line,
                        audit_share(a->arena, count, lead->n, p.decimals), audit_printed(a->arena, p), of)
        : audit_truncated(count, n, p)
            ? arena_printf(a->arena, _("%s of %s is %s, rounded %s; %s is cut off, not rounded"), part, of,
                           exact, right, audit_printed(a->arena, p))
            : arena_printf(a->arena, _("%s of %s is %s, rounded %s, not %s"), part, of, exact, right,
                           audit_printed(a->arena, p));
    struct audit_claim *c = cell_claim(a, g, row, column, AUDIT_IMPOSSIBLE, why);
    offer_share(a, c, count, n, right);
    audit_offer_bases(a, c, count, p);
}

/* A percentage without counts under a heading with n=: some count of it must give it. */
static void judge_attainable(struct audit *a, const struct audit_grid *g, size_t row, size_t column,
                             const struct audit_base *base) {
    struct audit_percent p = printed(g, row, column);
    if (!base || base->n.low != base->n.high || g->rows[row].cells[column]->marks)
        return;
    struct audit_range fit = audit_counts_for(base->n.low, p);
    if (fit.low > fit.high)
        cell_claim(a, g, row, column, AUDIT_IMPOSSIBLE,
                   arena_printf(a->arena, _("no count of %s is %s"), audit_number(a->arena, base->n),
                                audit_printed(a->arena, p)));
}

static bool about_hundred(const struct audit_grid *g, size_t column) {
    double sum = 0;
    for (size_t row = 0; row < g->row_count; row++) {
        const struct audit_token *t = g->rows[row].cells[column];
        double value =
            t && t->kind == TOKEN_PERCENT && g->rows[row].kind == ROW_PART ? (double)t->mantissa : 0;
        for (int d = 0; t && d < t->decimals; d++)
            value /= 10;
        sum += value;
    }
    return sum > 80 && sum < 120;
}

/* Parts that add up to a base that the draft states are shares of it, whatever is printed beside them. */
static void implied(const struct audit *a, const struct audit_grid *g, size_t percent, struct relation *r) {
    size_t count = percent;
    while (count-- > 0 && g->columns[count] != COLUMN_COUNT)
        if (g->columns[count] == COLUMN_PERCENT)
            return; /* the column before is the share, this one another wave's */
    if (count == SIZE_MAX || g->multi || g->row_count < 2 || !about_hundred(g, percent))
        return;
    struct audit_range sum = column_sum(g, count), total = total_cell(g, count);
    bool stated = total.low == sum.low && total.high == sum.high;
    for (size_t i = 0; i < a->base_count && !stated; i++)
        stated =
            (a->bases[i].use & BASE_WHOLE) && a->bases[i].n.low == sum.low && a->bases[i].n.high == sum.high;
    if (stated && sum.low > 0)
        *r = (struct relation){.count = count, .by = SIZE_MAX, .n = sum, .fits = 1, .rows = 1};
}

/* Shares of a sum that is no stated base, under a sentence that states a somewhat greater one: who gave no answer was left out. */
static void check_silence(struct audit *a, const struct audit_grid *g, size_t column,
                          const struct relation *r) {
    struct audit_range sum = column_sum(g, r->count), total = total_cell(g, r->count);
    const struct audit_base *above = NULL;
    if (r->by != SIZE_MAX || r->n.low != sum.low || total.low <= total.high || g->multi || g->row_count < 2)
        return;
    for (size_t i = 0; i < a->base_count && a->bases[i].segment < g->last_segment; i++) {
        const struct audit_base *b = &a->bases[i];
        bool near = b->segment + 8 > g->first_segment && b->segment < g->first_segment;
        if (b->n.low <= sum.low && b->n.high >= sum.low &&
            (b->use & BASE_WHOLE || b->segment < g->first_segment))
            return; /* stated, or counted in words before: another survey's whole */
        if (!(b->use & BASE_WHOLE) || (b->use & BASE_SENT))
            continue;
        above = near ? b : above;
    }
    int64_t missing = above ? above->n.low - sum.low : 0;
    if (missing <= 0 || missing * 4 > above->n.low)
        return;
    cell_claim(
        a, g, g->row_count - 1, column, AUDIT_UNSUPPORTED,
        arena_printf(a->arena,
                     _("the answers add up to %s of %s (line %zu); %s gave none of them, which is not said"),
                     audit_number(a->arena, sum), audit_number(a->arena, above->n), above->line,
                     audit_number(a->arena, (struct audit_range){missing, missing})));
}

static void check_column(struct audit *a, const struct audit_grid *g, size_t column) {
    struct relation r = relation_of(a, g, column);
    const struct audit_base *lead = stated_for(a, g, column);
    /* A base that n= states binds its column, even where no row keeps to it and no other base explains them. */
    if (lead && (r.fits + r.cuts) * 2 <= r.rows && r.rows)
        r.by = SIZE_MAX, r.n = lead->n, r.fits = r.rows, r.cuts = 0;
    if ((r.fits + r.cuts) * 2 <= r.rows || !r.rows)
        implied(a, g, column, &r);
    r.padded = is_padded(g, column, &r);
    size_t fits = r.fits + r.cuts;
    bool known = fits && (fits * 2 > r.rows || (fits * 2 == r.rows && r.rows <= 4));
    for (size_t row = 0; row < g->row_count; row++) {
        if (!has_percent(g, row, column))
            continue;
        struct audit_range own = audit_cell(g, row, r.count);
        bool whole = own.low == r.n.low && own.high == r.n.high; /* 100% of itself */
        if (known && (g->rows[row].kind == ROW_PART || r.by != SIZE_MAX || whole))
            judge_cell(a, g, row, column, &r, lead);
        if (!g->rows[row].cells[column]->claimed && !known && g->bases[column])
            judge_attainable(a, g, row, column, lead);
        if (!g->rows[row].cells[column]->claimed && g->row_count > 2)
            cell_claim(a, g, row, column, AUDIT_UNCHECKED,
                       _("the table has no counts that it could be a share of"));
    }
    if (known && has_percent(g, g->row_count - 1, column))
        check_silence(a, g, column, &r);
}

static void check_grid(struct audit *a, const struct audit_grid *g, void *data) {
    (void)data;
    for (size_t c = 0; c < g->column_count; c++)
        if (g->columns[c] == COLUMN_PERCENT)
            check_column(a, g, c);
    audit_check_totals(a, g);
    audit_check_differences(a, g);
    audit_check_ranks(a, g);
}

void audit_check_tables(struct audit *a) {
    audit_grids(a, check_grid, NULL);
}
