#include "reports/audit/audit_arith.h"

#include "engine/base/lang.h"
#include "engine/base/percent.h"

#include <inttypes.h>
#include <math.h>

__extension__ typedef __int128 wide;

int64_t audit_power10(int exponent) {
    int64_t value = 1;
    while (exponent-- > 0)
        value *= 10;
    return value;
}

double audit_value(const struct audit_token *token) {
    double value = token->kind == TOKEN_COUNT ? (double)token->low : (double)token->mantissa;
    for (int d = 0; d < token->decimals && token->kind != TOKEN_COUNT; d++)
        value /= 10;
    return value;
}

bool audit_same(const struct audit_token *x, const struct audit_token *y) {
    int places = x->decimals < y->decimals ? x->decimals : y->decimals;
    return fabs(audit_value(x) - audit_value(y)) <= 0.5 * pow(10, -places) + 1e-9;
}

bool audit_plain_count(const struct audit_token *token) {
    return token->kind == TOKEN_COUNT && token->low == token->high && token->high < INT64_MAX / 65536 &&
           !(token->marks & (MARK_N | MARK_RATIO));
}

/* What stands behind the sixth decimal is the machine's (85.6883381549573%), and is rounded off. */
struct audit_percent audit_percent_of(const struct audit_token *token) {
    enum { DECIMALS_MOST = 6 };
    int64_t mantissa = token->mantissa;
    for (int d = token->decimals; d > DECIMALS_MOST; d--)
        mantissa = (mantissa + (d == DECIMALS_MOST + 1 ? 5 : 0)) / 10;
    int decimals = token->decimals < DECIMALS_MOST ? token->decimals : DECIMALS_MOST;
    return (struct audit_percent){mantissa, decimals, token->marks};
}

/* What count / n is, in units of the last printed place. */
static double places(int64_t count, int64_t n, int decimals) {
    return 100.0 * (double)audit_power10(decimals) * (double)count / (double)n;
}

static double approximate(struct audit_percent p) {
    if (p.decimals == 0 && p.mantissa % 10 == 0)
        return 3;
    return p.decimals == 0 && p.mantissa % 5 == 0 ? 2 : 1;
}

static bool fits_marked(double least, double most, struct audit_percent p) {
    double step = 10 * (double)audit_power10(p.decimals), value = (double)p.mantissa;
    if (p.marks & (MARK_OVER | MARK_AT_LEAST | MARK_STRONG))
        return most >= value && least <= value + step;
    if (p.marks & (MARK_UNDER | MARK_AT_MOST))
        return least <= value && most >= value - step;
    double slack = approximate(p);
    return most >= value - slack && least <= value + slack;
}

bool audit_fits(struct audit_range count, struct audit_range n, struct audit_percent p) {
    const int special = MARK_OVER | MARK_AT_LEAST | MARK_STRONG | MARK_UNDER | MARK_AT_MOST | MARK_APPROX;
    if (n.low <= 0 || count.low > n.high)
        return false;
    if (p.marks & special)
        return fits_marked(places(count.low, n.high, p.decimals), places(count.high, n.low, p.decimals), p);
    return percent_scaled(count.low, n.high, p.decimals) <= p.mantissa &&
           percent_scaled(count.high, n.low, p.decimals) >= p.mantissa;
}

bool audit_truncated(struct audit_range count, struct audit_range n, struct audit_percent p) {
    if (count.low != count.high || n.low != n.high || n.low <= 0)
        return false;
    wide scaled = (wide)count.low * 100 * audit_power10(p.decimals) / n.low;
    return scaled == p.mantissa && percent_scaled(count.low, n.low, p.decimals) != p.mantissa;
}

struct audit_range audit_bases_for(int64_t count, struct audit_percent p) {
    wide twice = (wide)2 * count * 100 * audit_power10(p.decimals);
    wide low = twice / (2 * (wide)p.mantissa + 1) + 1;
    wide high = p.mantissa > 0 ? twice / (2 * (wide)p.mantissa - 1) : INT64_MAX;
    if (low < count)
        low = count;
    return (struct audit_range){low > INT64_MAX ? INT64_MAX : (int64_t)low,
                                high > INT64_MAX ? INT64_MAX : (int64_t)high};
}

struct audit_range audit_counts_for(int64_t n, struct audit_percent p) {
    wide whole = (wide)2 * 100 * audit_power10(p.decimals), least = (wide)n * (2 * (wide)p.mantissa - 1);
    wide low = least <= 0 ? 0 : (least + whole - 1) / whole;
    wide high = ((wide)n * (2 * (wide)p.mantissa + 1) - 1) / whole;
    return (struct audit_range){(int64_t)low, (int64_t)(high > n ? n : high)};
}

const char *audit_share(struct arena *arena, struct audit_range count, struct audit_range n, int decimals) {
    char text[PERCENT_TEXT];
    percent_text(text, count.low + (count.high - count.low) / 2, n.low + (n.high - n.low) / 2,
                 decimals > 6 ? 6 : decimals);
    return arena_strdup(arena, text);
}

const char *audit_printed(struct arena *arena, struct audit_percent p) {
    int64_t unit = audit_power10(p.decimals);
    if (p.decimals == 0)
        return arena_printf(arena, "%" PRId64 "%%", p.mantissa);
    return arena_printf(arena, "%" PRId64 ".%0*" PRId64 "%%", p.mantissa / unit, p.decimals,
                        p.mantissa % unit);
}

const char *audit_number(struct arena *arena, struct audit_range range) {
    char text[PERCENT_TEXT];
    percent_thousands(text, range.low + (range.high - range.low) / 2);
    return range.low == range.high ? arena_strdup(arena, text) : arena_printf(arena, _("about %s"), text);
}

void audit_offer_bases(struct audit *a, struct audit_claim *claim, struct audit_range count,
                       struct audit_percent p) {
    if (count.low != count.high || count.low <= 0)
        return;
    struct audit_range fit = audit_bases_for(count.low, p);
    if (fit.low > fit.high || fit.high == INT64_MAX)
        return;
    const char *low = audit_number(a->arena, (struct audit_range){fit.low, fit.low}),
               *high = audit_number(a->arena, (struct audit_range){fit.high, fit.high}),
               *printed = audit_printed(a->arena, p);
    audit_candidate_add(
        a, claim,
        (struct audit_candidate){
            .kind = "base",
            .count = count.low,
            .n = fit.low,
            .percent = printed,
            .text = fit.low == fit.high
                        ? arena_printf(a->arena, _("a base of %s would make it %s"), low, printed)
                        : arena_printf(a->arena, _("a base from %s to %s would make it %s"), low, high,
                                       printed)});
}
