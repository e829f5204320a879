/* A column of differences: 差, 増減, ポイント.  What most of its rows bear out binds the others, sign and all. */
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_grid.h"

#include "engine/base/lang.h"

#include <math.h>
#include <string.h>

/* The number of a cell with its sign, which the grid does not take as a plain cell. */
static struct audit_token *signed_cell(const struct audit *a, const struct audit_grid *g, size_t row,
                                       size_t column) {
    const struct audit_segment *s = &a->draft->segments[g->rows[row].segment];
    struct audit_token *found = NULL;
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].cell == g->sources[column].cell) {
            if (found)
                return NULL;
            found = &s->tokens[i];
        }
    return found;
}

static double value_of(const struct audit_token *t) {
    double value = t->kind == TOKEN_COUNT && !t->decimals ? (double)t->low : (double)t->mantissa;
    for (int d = 0; d < t->decimals; d++)
        value /= 10;
    return t->sign < 0 ? -value : value;
}

/* 1: the row is the difference of the two columns; 0: it is not; -1: a cell has no number. */
static int is_difference(const struct audit *a, const struct audit_grid *g, size_t row, size_t column,
                         size_t now, size_t then) {
    const struct audit_token *d = signed_cell(a, g, row, column), *x = g->rows[row].cells[now],
                             *y = g->rows[row].cells[then];
    if (!d || !x || !y)
        return -1;
    double slack = (pow(10, -x->decimals) + pow(10, -y->decimals) + pow(10, -d->decimals)) / 2;
    if (x->decimals == y->decimals && x->decimals == d->decimals && x->kind == TOKEN_COUNT)
        slack = 0;
    return fabs(value_of(x) - value_of(y) - value_of(d)) <= slack + 1e-9;
}

static size_t rows_that(const struct audit *a, const struct audit_grid *g, size_t column, size_t now,
                        size_t then, int held) {
    size_t count = 0;
    for (size_t r = 0; r < g->row_count; r++)
        count += is_difference(a, g, r, column, now, then) == held;
    return count;
}

static void judge(struct audit *a, const struct audit_grid *g, size_t column, size_t now, size_t then) {
    for (size_t r = 0; r < g->row_count; r++) {
        int held = is_difference(a, g, r, column, now, then);
        const struct audit_segment *s = &a->draft->segments[g->rows[r].segment];
        struct audit_token *t = signed_cell(a, g, r, column);
        if (held < 0)
            continue;
        double right = value_of(g->rows[r].cells[now]) - value_of(g->rows[r].cells[then]);
        if (held) {
            audit_claim_add(a, s, t, 0, s->length, AUDIT_CONSISTENT,
                            _("it is the difference of the two columns"));
            continue;
        }
        struct audit_claim *c =
            audit_claim_add(a, s, t, 0, s->length, AUDIT_IMPOSSIBLE,
                            arena_printf(a->arena, _("the two columns differ by %+.4g, not by %+.4g"),
                                         round(right * 1e6) / 1e6, value_of(t)));
        audit_candidate_add(
            a, c,
            (struct audit_candidate){
                .kind = "points",
                .count = -1,
                .n = -1,
                .text = arena_printf(a->arena, _("the difference is %.6g"), round(right * 1e6) / 1e6)});
    }
}

static bool same_kind(const struct audit_grid *g, size_t x, size_t y) {
    bool rates = g->columns[x] != COLUMN_COUNT && g->columns[y] != COLUMN_COUNT;
    return (rates || g->columns[x] == g->columns[y]) && g->columns[x] != COLUMN_LABEL &&
           g->columns[y] != COLUMN_LABEL;
}

/* 65.2 and 58.8, 72.5 and 67.1: to the last digit they are apart by chance but once in fifty. */
static bool decimals_agree(const struct audit_grid *g, size_t x, size_t y) {
    for (size_t r = 0; r < g->row_count; r++) {
        const struct audit_token *one = g->rows[r].cells[x], *two = g->rows[r].cells[y];
        if (one && two && (one->decimals == 0 || one->decimals != two->decimals))
            return false;
    }
    return true;
}

void audit_check_differences(struct audit *a, const struct audit_grid *g) {
    const struct audit_word_list *words = &a->words->lists[WORDS_DIFFERENCE_HEADINGS];
    for (size_t c = 3; c < g->column_count; c++) {
        const char *heading = g->headings[c];
        if (!heading || !audit_word_within(words, heading, heading + strlen(heading)))
            continue;
        size_t best = 0, now = 0, then = 0;
        for (size_t x = 1; x < c; x++)
            for (size_t y = 1; y < c; y++) {
                size_t fits = x != y && same_kind(g, x, y) ? rows_that(a, g, c, x, y, 1) : 0;
                if (fits > best)
                    best = fits, now = x, then = y;
            }
        /* two counts that agree to the last digit are no chance; two rates may be */
        size_t wrong = best ? rows_that(a, g, c, now, then, 0) : 0;
        bool exact = g->columns[now] == COLUMN_COUNT || decimals_agree(g, now, then);
        if (best >= 2 && best > (exact ? wrong : 2 * wrong))
            judge(a, g, c, now, then);
    }
}
