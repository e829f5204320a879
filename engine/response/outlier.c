#include "engine/response/outlier.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/base/order.h"
#include "engine/response/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FRESH = 4096, COMMON_ONE_IN = 20, COMMON_LEAST = 3 };
static const double LEAST_LOG = 0.5, LEAST_SHARE = 0.05;

struct tallied {
    int64_t value;
    long count;
};

/* Values as they came, and, sorted, those before; the fresh ones are merged in when there are many. */
struct outlier_tally {
    struct arena *arena;
    struct tallied *sorted, *spare;
    size_t count, capacity, spare_capacity;
    int64_t fresh[FRESH];
    size_t fresh_count;
    long n;
};

struct outlier_tally *outlier_tally_create(struct arena *arena) {
    struct outlier_tally *tally = arena_alloc(arena, sizeof *tally);
    tally->arena = arena;
    return tally;
}

static void put(struct tallied *out, size_t *count, int64_t value, long times) {
    if (*count && out[*count - 1].value == value)
        out[*count - 1].count += times;
    else
        out[(*count)++] = (struct tallied){value, times};
}

static void settle(struct outlier_tally *t) {
    qsort(t->fresh, t->fresh_count, sizeof *t->fresh, order_whole);
    if (t->spare_capacity < t->count + t->fresh_count) {
        t->spare_capacity = 2 * (t->count + t->fresh_count);
        t->spare = arena_array(t->arena, t->spare_capacity, sizeof *t->spare);
    }
    size_t count = 0, old = 0, fresh = 0;
    while (old < t->count || fresh < t->fresh_count)
        if (fresh == t->fresh_count || (old < t->count && t->sorted[old].value <= t->fresh[fresh])) {
            put(t->spare, &count, t->sorted[old].value, t->sorted[old].count);
            old++;
        } else {
            put(t->spare, &count, t->fresh[fresh++], 1);
        }
    struct tallied *sorted = t->spare;
    size_t capacity = t->spare_capacity;
    t->spare = t->sorted;
    t->spare_capacity = t->capacity;
    t->sorted = sorted;
    t->capacity = capacity;
    t->count = count;
    t->fresh_count = 0;
}

void outlier_tally_add(struct outlier_tally *tally, int64_t millionths) {
    if (tally->fresh_count == FRESH)
        settle(tally);
    tally->fresh[tally->fresh_count++] = millionths;
    tally->n++;
}

static int64_t at_rank(const struct outlier_tally *t, long rank) {
    long before = 0;
    size_t i = 0;
    while (i + 1 < t->count && before + t->sorted[i].count <= rank)
        before += t->sorted[i++].count;
    return t->sorted[i].value;
}

static double scaled(bool logarithm, int64_t millionths) {
    double x = (double)millionths / NUMBER_ONE;
    return logarithm ? log1p(x) : x;
}

/* Type 7: position (n - 1) * quarters / 4, between two answers on the scale on which distances are taken. */
static double quartile(const struct outlier_tally *t, bool logarithm, int quarters) {
    long fourths = (t->n - 1) * quarters, rank = fourths / 4;
    double below = scaled(logarithm, at_rank(t, rank)),
           above = scaled(logarithm, at_rank(t, rank + (fourths % 4 != 0)));
    return below + (above - below) * (double)(fourths % 4) / 4;
}

static int64_t unscaled(bool logarithm, double y) {
    static const double most = 9e17;
    double millionths = (logarithm ? expm1(y) : y) * NUMBER_ONE;
    return (int64_t)(millionths > most ? most : millionths < -most ? -most : nearbyint(millionths));
}

/* The lowest value that many gave; INT64_MAX when none is. */
static int64_t lowest_common(const struct outlier_tally *t) {
    for (size_t i = 0; i < t->count; i++)
        if (t->sorted[i].count >= COMMON_LEAST && t->sorted[i].count * COMMON_ONE_IN >= t->n)
            return t->sorted[i].value;
    return INT64_MAX;
}

void outlier_fence(struct outlier_tally *tally, double factor, struct fence *out) {
    *out = (struct fence){.low = INT64_MIN, .high = INT64_MAX};
    settle(tally);
    if (factor <= 0 || tally->n < OUTLIER_MIN)
        return;
    bool logarithm = tally->sorted[0].value >= 0;
    double q1 = quartile(tally, logarithm, 1), median = quartile(tally, logarithm, 2),
           q3 = quartile(tally, logarithm, 3), least = logarithm ? LEAST_LOG : LEAST_SHARE * fabs(median);
    out->n = tally->n;
    out->q1 = unscaled(logarithm, q1);
    out->q3 = unscaled(logarithm, q3);
    const int64_t low = unscaled(logarithm, median - factor * fmax(median - q1, least)),
                  common = lowest_common(tally);
    out->low = common < low ? common : low;
    out->high = unscaled(logarithm, median + factor * fmax(q3 - median, least));
}

bool outlier_any(struct outlier_tally *tally, const struct fence *fence) {
    settle(tally);
    return fence->n &&
           (tally->sorted[0].value < fence->low || tally->sorted[tally->count - 1].value > fence->high);
}

/* What is out of the question's range is said to be that, and not a second time. */
bool outlier_is(const struct fence *fence, const struct question *question, const struct answer *answer) {
    return fence->n && question->kind == QUESTION_NUMBER && answer->state == ANSWER_GIVEN &&
           question_allows(question, answer->number) &&
           (answer->number < fence->low || answer->number > fence->high);
}

/* A quartile for people: one place more than the answers have, half up; what lies between two answers has no end of digits. */
static const char *quartile_text(struct arena *arena, const struct question *question, int64_t millionths) {
    int64_t step = NUMBER_ONE;
    for (int place = 0; place <= question->measure.decimals && step > 1; place++)
        step /= 10;
    int64_t down = millionths + step / 2;
    down -= ((down % step) + step) % step;
    const struct answer rounded = {.code = -1, .number = down};
    return answer_text(arena, question, &rounded);
}

static void report(const struct question *question, const struct answer *answer, const struct fence *fence,
                   const struct finding *where, struct findings *out) {
    const char *text = answer_text(out->arena, question, answer);
    const struct finding what = {
        .rule = "number.outlier",
        .severity = RULE_WARNING,
        .value = answer_ids(out->arena, question, answer),
        .suggestion =
            N_("Look at the sheet: a digit too many? If so, correct it with `shukei return edit`; if the "
               "number is right, say so with `shukei finding accept`")};
    report_finding(out, where, question, what,
                   N_("%s lies far from the other answers (half of the %ld answers are from %s to %s)"), text,
                   fence->n, quartile_text(out->arena, question, fence->q1),
                   quartile_text(out->arena, question, fence->q3));
}

void outlier_check(const struct questionnaire *q, const struct response *response, const struct fence *fences,
                   const struct finding *where, struct findings *out) {
    uint64_t asked[(QUESTION_MAX + 63) / 64];
    response_asked(q, response, asked);
    for (size_t i = 0; i < q->question_count; i++)
        if (outlier_is(&fences[i], &q->questions[i], &response->answers[i]) && bitset_has(asked, i))
            report(&q->questions[i], &response->answers[i], &fences[i], where, out);
}
