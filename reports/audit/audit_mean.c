/* A mean of rates, each counting alike, is not the rate of the whole. */
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_grid.h"

#include "engine/base/lang.h"
#include "engine/base/percent.h"

#include <string.h>

struct mean_search {
    const struct audit_segment *s;
    struct audit_token *t;
};

static bool scaled(const struct audit_token *t, int64_t *value) {
    if (!t || t->decimals > 4 || t->mantissa > 1000000000)
        return false;
    *value = t->mantissa;
    for (int d = t->decimals; d < 4; d++)
        *value *= 10;
    return true;
}

/* Sum of weight x rate and of the weights; rates in ten-thousandths.  weights SIZE_MAX: each counts one. */
static size_t sums(const struct audit_grid *g, size_t rates, size_t weights, int64_t *total,
                   int64_t *weight) {
    size_t rows = 0;
    *total = *weight = 0;
    for (size_t r = 0; r < g->row_count; r++) {
        int64_t rate, w = 1;
        if (g->rows[r].kind != ROW_PART || !scaled(g->rows[r].cells[rates], &rate))
            continue;
        if (weights != SIZE_MAX) {
            struct audit_range cell = audit_cell(g, r, weights);
            if (cell.low > cell.high || cell.low > 1000000000)
                return 0;
            w = cell.low;
        }
        *total += rate * w;
        *weight += w;
        if (*total > INT64_MAX / 4)
            return 0;
        rows++;
    }
    return rows;
}

static bool is_mean(int64_t total, int64_t weight, const struct audit_token *t) {
    char text[PERCENT_TEXT], printed[PERCENT_TEXT];
    int64_t unit = 1;
    for (int d = 0; d < t->decimals && d < 6; d++)
        unit *= 10;
    if (weight <= 0 || weight > INT64_MAX / 20000)
        return false;
    percent_ratio_text(text, total, weight * 10000, t->decimals < 6 ? t->decimals : 6);
    percent_ratio_text(printed, t->mantissa, unit, t->decimals < 6 ? t->decimals : 6);
    return strcmp(text, printed) == 0;
}

static void offer_weighted(struct audit *a, const struct audit_grid *g, size_t rates, int decimals,
                           struct audit_claim *c) {
    for (size_t w = 1; w < g->column_count; w++) {
        int64_t total, weight;
        char text[PERCENT_TEXT];
        if (g->columns[w] != COLUMN_COUNT || sums(g, rates, w, &total, &weight) < 3 || weight <= 0 ||
            weight > INT64_MAX / 20000)
            continue;
        percent_ratio_text(text, total, weight * 10000, decimals);
        audit_candidate_add(
            a, c,
            (struct audit_candidate){
                .kind = "mean",
                .count = -1,
                .n = weight,
                .percent = arena_printf(a->arena, "%s%%", text),
                .text = arena_printf(a->arena, _("weighted by \"%s\" it is %s%%"),
                                     g->headings[w] ? g->headings[w] : arena_printf(a->arena, "%zu", w + 1),
                                     text)});
    }
}

static void look_in_grid(struct audit *a, const struct audit_grid *g, void *data) {
    const struct mean_search wanted = *(const struct mean_search *)data;
    for (size_t c = 1; c < g->column_count; c++) {
        int64_t total, weight;
        size_t rows = g->columns[c] == COLUMN_PERCENT || g->columns[c] == COLUMN_VALUE
                          ? sums(g, c, SIZE_MAX, &total, &weight)
                          : 0;
        if (rows < 3 || wanted.t->decimals > 4 || !is_mean(total, weight, wanted.t))
            continue;
        bool weights = false;
        for (size_t w = 1; w < g->column_count; w++)
            weights |= g->columns[w] == COLUMN_COUNT && sums(g, c, w, &total, &weight) >= 3 && weight > 0 &&
                       !is_mean(total, weight, wanted.t);
        struct audit_claim *claim = audit_claim_add(
            a, wanted.s, wanted.t, wanted.t->at, wanted.t->end,
            weights ? AUDIT_UNSUPPORTED : AUDIT_CONSISTENT,
            weights ? arena_printf(a->arena,
                                   _("as arithmetic it is the plain mean of %zu rates, each counting alike; "
                                     "as a rate of the whole it must be weighted"),
                                   rows)
                    : arena_printf(a->arena, _("it is the plain mean of %zu rates"), rows));
        if (weights)
            offer_weighted(a, g, c, wanted.t->decimals, claim);
        return;
    }
}

static bool called_mean(const struct audit *a, const struct audit_segment *s, size_t token) {
    size_t from = s->tokens[token].at > 60 ? s->tokens[token].at - 60 : 0;
    for (size_t i = 0; i < token; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT && s->tokens[i].end > from)
            from = s->tokens[i].end;
    return audit_word_within(&a->words->lists[WORDS_MEAN], s->text + from, s->text + s->tokens[token].at) !=
           NULL;
}

void audit_check_means(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        for (size_t j = 0; j < s->token_count; j++)
            if (s->tokens[j].kind == TOKEN_PERCENT && called_mean(a, s, j)) {
                struct mean_search wanted = {s, &s->tokens[j]};
                audit_grids(a, look_in_grid, &wanted);
            }
    }
}
