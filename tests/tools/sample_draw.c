/* Drawing: exact counts, dependent answers.  The method is described in sample.h. */
#include "tests/tools/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* splitmix64 (Steele, Lea & Flood 2014). */
static uint64_t next_random(struct sample *s) {
    uint64_t z = s->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

double sample_uniform(struct sample *s) {
    return ((double)(next_random(s) >> 11) + 0.5) / 9007199254740992.0;
}

size_t sample_below(struct sample *s, size_t bound) {
    return (size_t)(sample_uniform(s) * (double)bound);
}

/* Sum of twelve uniforms: near enough to N(0,1) here, and without the mathematics library. */
static double normal(struct sample *s) {
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += sample_uniform(s);
    return sum;
}

static double gumbel(struct sample *s) {
    return -log(-log(sample_uniform(s)));
}

static double term_value(const struct sample *s, const struct sample_term *t, size_t row) {
    if (t->variable < 0)
        return s->latents[t->option][row];
    return (double)(s->variables[t->variable].bits[row] >> t->option & 1);
}

bool sample_holds(const struct sample *s, const struct sample_terms *terms, size_t row) {
    for (size_t i = 0; i < terms->count; i++)
        if (term_value(s, &terms->items[i], row) == 0)
            return false;
    return true;
}

struct candidate {
    double score;
    size_t row;
};

static int by_score(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

/* The random effects of one option: for each spread, one normal per option of the variable it goes by. */
static double **draw_spreads(struct sample *s, const struct sample_variable *v) {
    double **effects = arena_array(s->arena, v->spread_count + 1, sizeof *effects);
    for (size_t i = 0; i < v->spread_count; i++) {
        size_t count = s->variables[v->spreads[i].variable].option_count;
        effects[i] = arena_array(s->arena, count + 1, sizeof **effects);
        for (size_t j = 0; j < count; j++)
            effects[i][j] = v->spreads[i].sd * normal(s);
    }
    return effects;
}

static double spread_value(const struct sample *s, const struct sample_variable *v, double **effects,
                           size_t row) {
    double sum = 0;
    for (size_t i = 0; i < v->spread_count; i++) {
        const struct sample_variable *by = &s->variables[v->spreads[i].variable];
        for (size_t j = 0; j < by->option_count; j++)
            if (by->bits[row] >> j & 1)
                sum += effects[i][j];
    }
    return sum;
}

/* Puts k of the candidate rows to the front, chosen by their effects and chance. */
static bool choose(struct sample *s, const struct sample_variable *v, const struct sample_terms *effects,
                   struct candidate *rows, size_t count, size_t k, struct fault *f) {
    if (k > count)
        return fault_set(f, "%s: %zu are to be chosen of %zu", v->id, k, count);
    double **random = draw_spreads(s, v);
    for (size_t i = 0; i < count; i++) {
        rows[i].score = gumbel(s) + spread_value(s, v, random, rows[i].row);
        for (size_t j = 0; j < effects->count; j++)
            rows[i].score += effects->items[j].weight * term_value(s, &effects->items[j], rows[i].row);
    }
    qsort(rows, count, sizeof *rows, by_score);
    return true;
}

static struct candidate *base_rows(struct sample *s, const struct sample_variable *v, size_t *count) {
    struct candidate *rows = arena_array(s->arena, s->n + 1, sizeof *rows);
    *count = 0;
    for (size_t row = 0; row < s->n; row++)
        if (sample_holds(s, &v->base, row))
            rows[(*count)++].row = row;
    return rows;
}

/* Gives the options in turn to as many of the rows as `counts` says. */
static bool draw_part(struct sample *s, struct sample_variable *v, struct candidate *rows, size_t count,
                      const long *counts, struct fault *f) {
    for (size_t i = 0; i < v->option_count; i++) {
        size_t k = (size_t)counts[i];
        if (!choose(s, v, &v->options[i].effects, rows, count, k, f))
            return false;
        for (size_t j = 0; j < k; j++)
            v->bits[rows[j].row] = 1ull << i;
        rows += k;
        count -= k;
    }
    return true;
}

/* The rows of a stratum, to the front. */
static size_t stratum_rows(const struct sample *s, const struct sample_stratum *stratum,
                           struct candidate *rows, size_t count) {
    size_t inside = 0;
    for (size_t i = 0; i < count; i++)
        if (sample_holds(s, &stratum->when, rows[i].row)) {
            struct candidate other = rows[inside];
            rows[inside++] = rows[i];
            rows[i] = other;
        }
    return inside;
}

/* What the strata before leave of the total must be all of this stratum. */
static bool take_rest(const struct sample_variable *v, const long *total, size_t inside, long *counts,
                      struct fault *f) {
    long sum = 0;
    for (size_t i = 0; i < v->option_count; i++) {
        counts[i] = total[i];
        sum += counts[i];
        if (counts[i] < 0)
            return fault_set(f, "%s=%s: the strata have more than the total", v->id, v->options[i].id);
    }
    return sum == (long)inside ||
           fault_set(f, "%s: the strata leave %ld for the last, which has %zu", v->id, sum, inside);
}

static bool draw_strata(struct sample *s, struct sample_variable *v, struct candidate *rows, size_t count,
                        long *total, struct fault *f) {
    long counts[SAMPLE_OPTIONS_MAX];
    for (size_t i = 0; i < v->stratum_count; i++) {
        const struct sample_stratum *stratum = &v->strata[i];
        size_t inside = stratum_rows(s, stratum, rows, count);
        bool good = stratum->figures
                        ? sample_counts(v, stratum->figures, (long)inside, stratum->answered, counts, f)
                        : take_rest(v, total, inside, counts, f);
        if (!good || !draw_part(s, v, rows, inside, counts, f))
            return false;
        for (size_t j = 0; j < v->option_count; j++)
            total[j] -= counts[j];
        rows += inside;
        count -= inside;
    }
    return count == 0 || fault_set(f, "%s: %zu returns are in no stratum", v->id, count);
}

static bool draw_single(struct sample *s, struct sample_variable *v, struct fault *f) {
    size_t count = 0;
    struct candidate *rows = base_rows(s, v, &count);
    struct sample_figure figures[SAMPLE_OPTIONS_MAX];
    long counts[SAMPLE_OPTIONS_MAX];
    for (size_t i = 0; i < v->option_count; i++)
        figures[i] = v->options[i].figure;
    if (!sample_counts(v, figures, (long)count, v->answered, counts, f))
        return false;
    return v->strata ? draw_strata(s, v, rows, count, counts, f) : draw_part(s, v, rows, count, counts, f);
}

/* Moves a tick of some option from a return with more than one to one that has none, so that totals stay. */
static bool lend_tick(struct sample *s, struct sample_variable *v, const struct candidate *rows, size_t count,
                      size_t row) {
    for (size_t tries = 0; tries < 100 * count; tries++) {
        size_t donor = rows[sample_below(s, count)].row, option = sample_below(s, v->option_count);
        uint64_t bit = 1ull << option;
        if (__builtin_popcountll(v->bits[donor]) < 2 || !(v->bits[donor] & bit))
            continue;
        v->bits[donor] &= ~bit;
        v->bits[row] |= bit;
        return true;
    }
    return false;
}

static bool draw_multi(struct sample *s, struct sample_variable *v, struct fault *f) {
    size_t count = 0;
    struct candidate *rows = base_rows(s, v, &count);
    size_t silent = v->answered < 0 ? (size_t)lround(v->silent * (double)count) : count - (size_t)v->answered;
    long n = v->answered < 0 ? (long)count : v->answered;
    if (v->answered > (long)count)
        return fault_set(f, "%s: %ld answered, of %zu who were asked", v->id, v->answered, count);
    if (!choose(s, v, &v->effects, rows, count, silent, f))
        return false;
    rows += silent;
    count -= silent;
    for (size_t i = 0; i < v->option_count; i++) {
        struct sample_option *o = &v->options[i];
        long ticks = 0;
        if (!sample_count(v, i, &o->figure, n, &ticks, f))
            return false;
        ticks = ticks < 0 ? lround(o->figure.share * (double)n) : ticks;
        if (!choose(s, v, &o->effects, rows, count, (size_t)ticks, f))
            return false;
        for (size_t j = 0; j < (size_t)ticks; j++)
            v->bits[rows[j].row] |= 1ull << i;
    }
    for (size_t j = 0; j < count; j++)
        if (v->bits[rows[j].row] == 0 && !lend_tick(s, v, rows, count, rows[j].row))
            return fault_set(f, "%s: too few ticks for everybody to have one", v->id);
    return true;
}

static bool draw_map(struct sample *s, struct sample_variable *v, struct fault *f) {
    for (size_t row = 0; row < s->n; row++) {
        size_t i = 0;
        while (i < v->option_count && !sample_holds(s, &v->options[i].when, row))
            i++;
        if (i == v->option_count)
            return fault_set(f, "%s: nothing fits return %zu", v->id, row);
        v->bits[row] = 1ull << i;
    }
    return true;
}

/* Everybody in the base stands for one; what is left of the total goes, one by one, to a return in proportion
 * to what it has (Polya's urn), so that few have many. */
static bool draw_count(struct sample *s, struct sample_variable *v, struct fault *f) {
    size_t count = 0;
    struct candidate *rows = base_rows(s, v, &count);
    size_t unstated = (size_t)lround(v->unstated * (double)count), units = count - unstated;
    if (v->total < (long)count || units == 0 || v->max < 2)
        return fault_set(f, "%s: %ld is less than one for each of %zu", v->id, v->total, count);
    if (!choose(s, v, &v->effects, rows, count, unstated, f))
        return false;
    size_t extra = (size_t)v->total - count;
    size_t *urn = arena_array(s->arena, units + extra, sizeof *urn);
    v->numbers = arena_array(s->arena, s->n, sizeof *v->numbers);
    for (size_t i = 0; i < units; i++) {
        urn[i] = rows[unstated + i].row;
        v->numbers[urn[i]] = 1;
        v->bits[urn[i]] = 1;
    }
    while (extra > 0) {
        size_t row = urn[sample_below(s, units)];
        if (v->numbers[row] >= v->max)
            continue;
        v->numbers[row]++;
        urn[units++] = row;
        extra--;
    }
    return true;
}

enum { TEXT_TRIES = 20 };

/* A text that nobody before has, if chance finds one in a few tries. */
static const char *fresh_text(struct sample *s, const struct sample_variable *v, const struct candidate *rows,
                              long written, size_t row) {
    const char *text = NULL;
    for (int tries = 0; tries < TEXT_TRIES; tries++) {
        text = sample_compose(s, v, row);
        long i = 0;
        while (text && i < written && strcmp(v->texts[rows[i].row], text) != 0)
            i++;
        if (i == written)
            break;
    }
    return text;
}

static bool draw_text(struct sample *s, struct sample_variable *v, struct fault *f) {
    size_t count = 0;
    struct candidate *rows = base_rows(s, v, &count);
    if (!choose(s, v, &v->effects, rows, count, (size_t)v->total, f))
        return false;
    v->texts = arena_array(s->arena, s->n, sizeof *v->texts);
    for (long i = 0; i < v->total; i++) {
        v->bits[rows[i].row] = 1;
        v->texts[rows[i].row] = fresh_text(s, v, rows, i, rows[i].row);
        if (!v->texts[rows[i].row])
            return fault_set(f, "%s: no sentence fits, or a slot has no lines", v->id);
    }
    return true;
}

static void draw_latents(struct sample *s) {
    s->latents = arena_array(s->arena, s->latent_count + 1, sizeof *s->latents);
    for (size_t i = 0; i < s->latent_count; i++) {
        s->latents[i] = arena_array(s->arena, s->n + 1, sizeof **s->latents);
        for (size_t row = 0; row < s->n; row++)
            s->latents[i][row] = normal(s);
    }
}

bool sample_draw(struct sample *s, struct fault *f) {
    static bool (*const draw[])(struct sample *, struct sample_variable *, struct fault *) = {
        [SAMPLE_SINGLE] = draw_single, [SAMPLE_MULTI] = draw_multi, [SAMPLE_MAP] = draw_map,
        [SAMPLE_COUNT] = draw_count,   [SAMPLE_TEXT] = draw_text,
    };
    draw_latents(s);
    for (size_t i = 0; i < s->variable_count; i++) {
        struct sample_variable *v = &s->variables[i];
        v->bits = arena_array(s->arena, s->n + 1, sizeof *v->bits);
        if (!draw[v->kind](s, v, f))
            return false;
    }
    return true;
}
