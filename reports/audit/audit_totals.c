/* Totals of a table: of its columns, of its rows; ranks that do not follow from the values beside them. */
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_grid.h"

#include "engine/base/lang.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void wrong_total(struct audit *a, const struct audit_grid *g, size_t row, size_t column, int64_t sum) {
    const struct audit_segment *s = &a->draft->segments[g->rows[row].segment];
    struct audit_token *t = g->rows[row].cells[column];
    const char *parts = audit_number(a->arena, (struct audit_range){sum, sum});
    struct audit_claim *c = audit_claim_add(
        a, s, t, 0, s->length, AUDIT_IMPOSSIBLE,
        arena_printf(a->arena, _("the parts add up to %s, the total says %s: %s too many or too few"), parts,
                     audit_number(a->arena, (struct audit_range){t->low, t->high}),
                     audit_number(a->arena, (struct audit_range){llabs(sum - t->low), llabs(sum - t->low)})));
    audit_candidate_add(
        a, c,
        (struct audit_candidate){.kind = "count",
                                 .count = sum,
                                 .n = -1,
                                 .text = arena_printf(a->arena, _("the sum of the parts is %s"), parts)});
}

static void right_total(struct audit *a, const struct audit_grid *g, size_t row, size_t column) {
    const struct audit_segment *s = &a->draft->segments[g->rows[row].segment];
    audit_claim_add(a, s, g->rows[row].cells[column], 0, s->length, AUDIT_CONSISTENT,
                    _("the parts add up to the total"));
}

/* Sum of the parts above `row`, back to the last total; *slack: how far rounded parts may be off. */
static int64_t sum_above(const struct audit_grid *g, size_t row, size_t column, int64_t *slack,
                         size_t *parts) {
    int64_t sum = 0;
    *slack = *parts = 0;
    for (size_t r = row; r-- > 0;) {
        struct audit_range cell = audit_cell(g, r, column);
        if (g->rows[r].kind == ROW_SUBTOTAL)
            continue;
        if (g->rows[r].kind != ROW_PART)
            break;
        if (cell.low > cell.high || cell.high > INT64_MAX / 65536)
            continue;
        sum += cell.low + (cell.high - cell.low) / 2;
        *slack += (cell.high - cell.low) / 2;
        (*parts)++;
    }
    return sum;
}

/* The same for a total that stands above its parts. */
static int64_t sum_below(const struct audit_grid *g, size_t row, size_t column, int64_t *slack,
                         size_t *parts) {
    int64_t sum = 0;
    *slack = *parts = 0;
    for (size_t r = row + 1; r < g->row_count && g->rows[r].kind == ROW_PART; r++) {
        struct audit_range cell = audit_cell(g, r, column);
        if (cell.low > cell.high || cell.high > INT64_MAX / 65536)
            continue;
        sum += cell.low + (cell.high - cell.low) / 2;
        *slack += (cell.high - cell.low) / 2;
        (*parts)++;
    }
    return sum;
}

/* 1: adds up, -1: is off by so little that it was meant to, 0: another kind of total */
static int holds(const struct audit_grid *g, int64_t sum, int64_t slack, struct audit_range total,
                 size_t parts) {
    if (parts < 2 || total.low > total.high)
        return 0;
    slack += g->rounded ? (int64_t)(parts + 1) / 2 : 0;
    if (sum - slack <= total.high && sum + slack >= total.low)
        return 1;
    int64_t off = llabs(sum - total.low);
    return off * 8 <= total.low ? -1 : 0;
}

static void check_total_row(struct audit *a, const struct audit_grid *g, size_t row) {
    size_t right = 0, wrong = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t c = 1; c < g->column_count; c++) {
            int64_t slack;
            size_t parts;
            if (g->columns[c] != COLUMN_COUNT)
                continue;
            int64_t sum = row ? sum_above(g, row, c, &slack, &parts) : sum_below(g, row, c, &slack, &parts);
            int held = holds(g, sum, slack, audit_cell(g, row, c), parts);
            right += pass == 0 && held > 0;
            wrong += pass == 0 && held < 0;
            bool hard = g->rows[row].kind == ROW_TOTAL && !g->multi;
            if (pass == 1 && held > 0)
                right_total(a, g, row, c);
            if (pass == 1 && held < 0 && (right > wrong || (hard && wrong <= right + 1)))
                wrong_total(a, g, row, c, sum);
        }
}

/* A last row that is the sum of the others in two columns or more is a total, whatever it is called. */
static bool silent_total(const struct audit_grid *g) {
    size_t last = g->row_count - 1, right = 0;
    for (size_t c = 1; c < g->column_count && g->rows[last].kind == ROW_PART && last > 2; c++) {
        int64_t slack;
        size_t parts;
        if (g->columns[c] != COLUMN_COUNT)
            continue;
        int64_t sum = sum_above(g, last, c, &slack, &parts);
        struct audit_range total = audit_cell(g, last, c);
        right += holds(g, sum, slack, total, parts) > 0 && total.low > 0;
    }
    return right >= 2;
}

/* --- a column that is the sum of the others in its row ---------------------------------------------------- */

static bool row_sum(const struct audit_grid *g, size_t row, size_t total, int64_t *sum, int64_t *slack) {
    size_t parts = 0;
    *sum = *slack = 0;
    for (size_t c = 1; c < g->column_count; c++) {
        struct audit_range cell = audit_cell(g, row, c);
        if (c == total || g->columns[c] != COLUMN_COUNT || cell.low > cell.high ||
            cell.high > INT64_MAX / 65536)
            continue;
        *sum += cell.low + (cell.high - cell.low) / 2;
        *slack += (cell.high - cell.low) / 2;
        parts++;
    }
    *slack += g->rounded ? (int64_t)(parts + 1) / 2 : 0;
    struct audit_range cell = total == SIZE_MAX ? (struct audit_range){0, 0} : audit_cell(g, row, total);
    return parts >= 2 && cell.low <= cell.high;
}

/* 全体, 合計: the heading says that the column is the sum of the others. */
static bool called_total(const struct audit *a, const struct audit_grid *g, size_t column) {
    const char *heading = g->headings[column];
    return heading && audit_word_at(&a->words->lists[WORDS_TOTAL_LABELS], heading);
}

static void check_total_column(struct audit *a, const struct audit_grid *g, size_t column) {
    enum { TELLING = 5 }; /* ones and noughts add up to each other by chance */
    size_t right = 0, rows = 0;
    bool total_column = called_total(a, g, column);
    for (int pass = 0; pass < 2; pass++)
        for (size_t r = 0; r < g->row_count; r++) {
            int64_t sum, slack;
            if (!row_sum(g, r, column, &sum, &slack))
                continue;
            struct audit_range total = audit_cell(g, r, column);
            bool held = sum - slack <= total.high && sum + slack >= total.low;
            bool telling = total_column || total.high >= TELLING;
            rows += pass == 0 && telling;
            right += pass == 0 && telling && held;
            bool most = total_column ? right * 2 > rows : right * 3 > rows * 2;
            if (pass == 1 && most && right >= 2 && !held)
                wrong_total(a, g, r, column, sum);
        }
}

/* --- rows whose percentages make up 100 --------------------------------------------------------------------- */

/* Sum of a row's percentages in hundredths and how far rounding may take it; the number of its cells. */
static size_t percents_of(const struct audit_grid *g, size_t row, int64_t *sum, int64_t *slack,
                          struct audit_token **last) {
    size_t cells = 0;
    *sum = *slack = 0;
    for (size_t c = 1; c < g->column_count; c++) {
        struct audit_token *t = g->rows[row].cells[c];
        int64_t scale = 100;
        if (!t || (g->columns[c] != COLUMN_PERCENT && g->columns[c] != COLUMN_VALUE) || t->decimals > 2 ||
            t->mantissa > 100000)
            continue;
        for (int d = 0; d < t->decimals; d++)
            scale /= 10;
        *sum += t->mantissa * scale;
        *slack += (scale + 1) / 2;
        *last = t;
        cells++;
    }
    return cells;
}

static bool makes_hundred(int64_t sum, int64_t slack) {
    return llabs(sum - 10000) <= slack;
}

/* Where the rows of a table make up 100 but for one, that one is wrong. */
static void check_hundred(struct audit *a, const struct audit_grid *g) {
    size_t right = 0, rows = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t r = 0; r < g->row_count; r++) {
            int64_t sum, slack;
            struct audit_token *last = NULL;
            if (percents_of(g, r, &sum, &slack, &last) < 2)
                continue;
            rows += pass == 0;
            right += pass == 0 && makes_hundred(sum, slack);
            if (pass == 0 || right < 3 || right + 1 != rows || makes_hundred(sum, slack) || g->multi)
                continue;
            const struct audit_segment *s = &a->draft->segments[g->rows[r].segment];
            audit_claim_add(
                a, s, last, 0, s->length, AUDIT_IMPOSSIBLE,
                arena_printf(a->arena,
                             _("the percentages of the row add up to %.4g%%, those of the others to 100%%"),
                             (double)sum / 100));
        }
}

/* --- rows that come to the same ------------------------------------------------------------------------------ */

/* Yes 688, no 301, no answer 15, and so on: each row's counts come to one whole, but for one row. */
static void check_same_sum(struct audit *a, const struct audit_grid *g) {
    int64_t sums[2] = {0, 0}, slack;
    size_t alike = 0, rows = 0, odd = 0;
    for (size_t r = 0; r < g->row_count; r++) {
        int64_t sum;
        if (g->rows[r].kind != ROW_PART || g->rounded || !row_sum(g, r, SIZE_MAX, &sum, &slack))
            continue;
        if (rows++ == 0)
            sums[0] = sum;
        if (sum == sums[0])
            alike++;
        else
            sums[1] = sum, odd = r;
    }
    bool stated = false;
    for (size_t i = 0; i < a->base_count; i++)
        stated |= a->bases[i].n.low == sums[0] && (a->bases[i].use & BASE_WHOLE);
    if (alike < 3 || alike + 1 != rows || !stated || sums[0] <= 0)
        return;
    struct audit_token *last = NULL;
    for (size_t c = 1; c < g->column_count; c++)
        last = g->columns[c] == COLUMN_COUNT && g->rows[odd].cells[c] ? g->rows[odd].cells[c] : last;
    const struct audit_segment *s = &a->draft->segments[g->rows[odd].segment];
    const char *whole = audit_number(a->arena, (struct audit_range){sums[0], sums[0]}),
               *own = audit_number(a->arena, (struct audit_range){sums[1], sums[1]});
    audit_claim_add(a, s, last, 0, s->length, AUDIT_IMPOSSIBLE,
                    arena_printf(a->arena,
                                 _("the counts of the row add up to %s, those of the others to %s each"), own,
                                 whole));
}

void audit_check_totals(struct audit *a, const struct audit_grid *g) {
    check_hundred(a, g);
    check_same_sum(a, g);
    for (size_t r = 0; r < g->row_count; r++)
        if (g->rows[r].kind == ROW_TOTAL || g->rows[r].kind == ROW_SOFT_TOTAL)
            check_total_row(a, g, r);
    if (silent_total(g))
        check_total_row(a, g, g->row_count - 1);
    for (size_t c = 1; c < g->column_count; c++)
        if (g->columns[c] == COLUMN_COUNT)
            check_total_column(a, g, c);
}

/* --- ranks ------------------------------------------------------------------------------------------------ */

/* A cell's value in millionths; false when it has none. */
static bool value_of(const struct audit_token *t, int64_t *value) {
    if (!t || t->mantissa > INT64_MAX / 1000000 || t->decimals > 6)
        return false;
    *value = t->mantissa * 1000000;
    for (int d = 0; d < t->decimals; d++)
        *value /= 10;
    return true;
}

/* Between which ranks a cell can stand, the highest being first; cells printed alike may differ behind the printed places. */
static bool ranks_of(const struct audit_grid *g, size_t row, size_t column, size_t ranks, size_t *from,
                     size_t *to) {
    int64_t own, other;
    if (!value_of(g->rows[row].cells[column], &own))
        return false;
    size_t above = 0, alike = 0;
    for (size_t r = 0; r < g->row_count; r++) {
        if (g->rows[r].kind != ROW_PART || !g->rows[r].cells[ranks] ||
            !value_of(g->rows[r].cells[column], &other))
            continue; /* 県不明 has a value, but no rank */
        above += other > own;
        alike += other == own;
    }
    *from = above + 1;
    *to = above + alike;
    return true;
}

static void check_rank_column(struct audit *a, const struct audit_grid *g, size_t values, size_t ranks) {
    size_t right = 0, rows = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t r = 0; r < g->row_count; r++) {
            size_t from, to;
            struct audit_token *t = g->rows[r].cells[ranks];
            if (!t || t->decimals || g->rows[r].kind != ROW_PART ||
                !ranks_of(g, r, values, ranks, &from, &to))
                continue;
            bool held = t->mantissa >= (int64_t)from && t->mantissa <= (int64_t)to;
            rows += pass == 0;
            right += pass == 0 && held;
            size_t tenths = g->columns[ranks] == COLUMN_RANK ? 6 : 8;
            if (pass == 0 || rows < 5 || right * 10 < rows * tenths)
                continue;
            const struct audit_segment *s = &a->draft->segments[g->rows[r].segment];
            if (held) {
                audit_claim_add(a, s, t, 0, s->length, AUDIT_CONSISTENT,
                                _("the rank follows from the values"));
                if (g->rows[r].cells[values]->kind == TOKEN_PERCENT)
                    audit_claim_add(a, s, g->rows[r].cells[values], 0, s->length, AUDIT_CONSISTENT,
                                    _("the rank beside it follows from it"));
            } else
                audit_claim_add(a, s, t, 0, s->length, AUDIT_IMPOSSIBLE,
                                arena_printf(a->arena,
                                             _("by the values of the table its rank is %zu, not %" PRId64),
                                             from, t->mantissa));
        }
}

void audit_check_ranks(struct audit *a, const struct audit_grid *g) {
    for (size_t c = 1; c < g->column_count; c++) {
        bool integers = g->columns[c] == COLUMN_RANK || g->columns[c] == COLUMN_COUNT;
        bool values = g->columns[c - 1] == COLUMN_PERCENT || g->columns[c - 1] == COLUMN_VALUE ||
                      (g->columns[c] == COLUMN_RANK && g->columns[c - 1] == COLUMN_COUNT);
        if (integers && values)
            check_rank_column(a, g, c - 1, c);
    }
}
