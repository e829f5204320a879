#include "reports/series/series_trend.h"

#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/statistics/trend.h"

#include <inttypes.h>
#include <string.h>

enum { NOTABLE_RUN = 3, PERIODS_MAX = 8 };

/* --- ranks over time --- */

static long rank_of(struct arena *arena, const struct series_table *t, size_t item, size_t period) {
    struct ranking_value *values = arena_array(arena, t->item_count + 1, sizeof *values);
    struct ranking_place *places = arena_array(arena, t->item_count + 1, sizeof *places);
    for (size_t i = 0; i < t->item_count; i++)
        if (!t->items[i].whole)
            values[i] = series_table_value(t, i, period)->exact;
    size_t ranked = ranking_make(values, t->item_count, RANKING_GREATEST_FIRST, places);
    return ranked > 1 ? places[item].rank : 0;
}

/* --- one item: rows --- */

static const struct listing_column one_people[] = {
    {"period", N_("Period"), LISTING_TEXT},
    {"value", N_("Value"), LISTING_NUMBER},
    {"change", N_("Change"), LISTING_NUMBER},
    {"run", N_("Run"), LISTING_NUMBER},
    {"rank", N_("Rank"), LISTING_NUMBER},
    {"numerator", N_("Numerator"), LISTING_NUMBER},
    {"denominator", N_("Denominator"), LISTING_NUMBER},
    {"counted", N_("Rate of the counts"), LISTING_NUMBER},
};
static const struct listing_column long_machine[] = {
    {"period", NULL, LISTING_TEXT},
    {"key", NULL, LISTING_TEXT},
    {"label", NULL, LISTING_TEXT},
    {"value", NULL, LISTING_NUMBER},
    {"text", NULL, LISTING_TEXT},
    {"change", NULL, LISTING_NUMBER},
    {"run", NULL, LISTING_NUMBER},
    {"rank", NULL, LISTING_NUMBER},
    {"numerator", NULL, LISTING_NUMBER},
    {"denominator", NULL, LISTING_NUMBER},
    {"rate_of_counts", NULL, LISTING_NUMBER},
    {"counted", NULL, LISTING_FLAG},
    {"gap", NULL, LISTING_FLAG},
};
enum {
    ONE_PEOPLE = sizeof one_people / sizeof *one_people,
    LONG_MACHINE = sizeof long_machine / sizeof *long_machine
};

static const char *change_at(struct arena *arena, const struct series_course *c, size_t i) {
    if (i == 0 || !c->moments[i].value || !c->moments[i - 1].value)
        return NULL;
    return series_change_text(arena, c->moments[i - 1].value, c->moments[i].value);
}

/* Steps of the run so far: -8 after eight months of falling; 0 outside a run. */
static long run_at(const struct series_course *c, size_t i) {
    for (size_t r = 0; r < c->run_count; r++)
        if (i > c->runs[r].from && i <= c->runs[r].to)
            return c->runs[r].direction * (long)(i - c->runs[r].from);
    return 0;
}

static const char *run_text(struct arena *arena, long run) {
    return run == 0 ? NULL : arena_printf(arena, run < 0 ? "▼%ld" : "▲%ld", run < 0 ? -run : run);
}

static long count_of(const struct series_moment *m, bool denominator) {
    if (!m->value || !m->value->point)
        return AGGREGATE_UNKNOWN;
    return denominator ? m->value->point->denominator : m->value->point->numerator;
}

static const char *thousands(struct arena *arena, long count) {
    return count == AGGREGATE_UNKNOWN ? NULL : number_thousands(arena, count);
}

/* To the places that were printed. */
static const char *rate_of_counts(struct arena *arena, const struct series_table *t,
                                  const struct series_moment *m) {
    long num = count_of(m, false), den = count_of(m, true);
    char text[PERCENT_TEXT];
    if (!t->percent || num < 0 || den <= 0)
        return NULL;
    int decimals = m->value->exact.den ? m->value->decimals : SERIES_DECIMALS;
    percent_ratio_text(text, (int64_t)num * 100, den, decimals);
    return arena_strdup(arena, text);
}

static const char *value_text(const struct series_moment *m) {
    return !m->value ? _("(not known)") : m->value->text ? m->value->text : "-";
}

/* A gap is one row, however long; returns its last moment. */
static size_t add_people(struct arena *arena, const struct series_course *c, size_t i, struct listing *l) {
    const struct series_moment *m = &c->moments[i];
    size_t last = i;
    while (!m->value && last + 1 < c->count && !c->moments[last + 1].value)
        last++;
    const char *period = last > i ? arena_printf(arena, "%s .. %s", m->text, c->moments[last].text) : m->text;
    long rank = m->value ? rank_of(arena, c->table, c->item, m->at) : 0;
    listing_add(l, (const char *const[ONE_PEOPLE]){
                       period, value_text(m), change_at(arena, c, i), run_text(arena, run_at(c, i)),
                       rank > 0 ? listing_number(arena, rank) : NULL, thousands(arena, count_of(m, false)),
                       thousands(arena, count_of(m, true)), rate_of_counts(arena, c->table, m)});
    return last;
}

static const char *count_text(struct arena *arena, long count) {
    return count == AGGREGATE_UNKNOWN ? NULL : listing_number(arena, count);
}

static void add_machine(struct arena *arena, const struct series_course *c, size_t i, struct listing *l) {
    const struct series_moment *m = &c->moments[i];
    const struct series_item *item = &c->table->items[c->item];
    const char *change = change_at(arena, c, i);
    long rank = m->value ? rank_of(arena, c->table, c->item, m->at) : 0;
    const char *const cells[LONG_MACHINE] = {
        m->text,
        item->key,
        item->label,
        m->value && m->value->exact.den ? m->value->text : NULL,
        m->value ? m->value->text : NULL,
        change && *change == '+' ? change + 1 : change,
        listing_number(arena, run_at(c, i)),
        rank > 0 ? listing_number(arena, rank) : NULL,
        count_text(arena, count_of(m, false)),
        count_text(arena, count_of(m, true)),
        rate_of_counts(arena, c->table, m),
        m->value && m->value->counted ? listing_yes : NULL,
        m->value ? NULL : listing_yes,
    };
    listing_add(l, cells);
}

/* --- one item: what is said of it --- */

static const char *run_words(struct arena *arena, const struct series_course *c, const struct runs_run *run) {
    const char *format = c->kind == PERIOD_MONTH ? run->direction < 0
                                                       ? N_("Falling for %zu months: %s (%s) to %s (%s).")
                                                       : N_("Rising for %zu months: %s (%s) to %s (%s).")
                         : run->direction < 0 ? N_("Falling %zu times in a row: %s (%s) to %s (%s).")
                                                 : N_("Rising %zu times in a row: %s (%s) to %s (%s).");
    const struct series_moment *from = &c->moments[run->from], *to = &c->moments[run->to];
    return arena_printf(arena, gettext(format), runs_steps(run), from->text, value_text(from), to->text,
                        value_text(to));
}

static void add_runs(struct arena *arena, const struct series_course *c, struct result *r) {
    struct strbuf b = {0};
    strbuf_char(&b, '[');
    for (size_t i = 0; i < c->run_count; i++) {
        const struct runs_run *run = &c->runs[i];
        if (runs_steps(run) >= NOTABLE_RUN)
            result_note(r, run_words(arena, c, run));
        strbuf_printf(&b, "%s{\"direction\": \"%s\", \"steps\": %zu", i ? ", " : "",
                      run->direction < 0 ? "falling" : "rising", runs_steps(run));
        json_add_member(&b, "from", c->moments[run->from].text);
        json_add_member(&b, "to", c->moments[run->to].text);
        strbuf_char(&b, '}');
    }
    strbuf_char(&b, ']');
    result_member(r, "runs", arena_strdup(arena, b.text));
    strbuf_end(&b);
}

/* Of what each period is one; NULL where they do not lie evenly in time. */
static const char *slope_words(enum period_kind kind) {
    return kind == PERIOD_MONTH ? _("Sen's slope: %+.2f %s a month (95%%: %+.2f to %+.2f); for the same "
                                    "reason its limits are rather too narrow.")
           : kind == PERIOD_YEAR || kind == PERIOD_FISCAL_YEAR
               ? _("Sen's slope: %+.2f %s a year (95%%: %+.2f to %+.2f); for the same reason its limits are "
                   "rather too narrow.")
               : NULL;
}

/* How steep the trend is that the test speaks of.  Of four values the least and the greatest slope are no limits of 95%: one
 * order of them in twelve has the true slope outside. */
enum { SLOPE_LEAST = 5 };
static void add_slope(struct arena *arena, const struct series_course *c, const double *values,
                      const double *times, size_t count, struct result *r) {
    const char *words = slope_words(c->kind);
    const struct trend_slope sen = trend_sen(arena, values, times, count, 0.95);
    if (!words || !sen.defined || count < SLOPE_LEAST)
        return;
    result_member(r, "sen_slope",
                  arena_printf(arena, "{\"slope\": %.12g, \"low\": %.12g, \"high\": %.12g, \"level\": 0.95}",
                               sen.slope, sen.low, sen.high));
    result_note(r, arena_printf(arena, words, sen.slope, series_change_unit(c->table), sen.low, sen.high));
}

static void add_mann_kendall(struct arena *arena, const struct series_course *c, struct result *r) {
    double *values = arena_array(arena, c->count + 1, sizeof *values),
           *times = arena_array(arena, c->count + 1, sizeof *times);
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++)
        if (c->points[i].value.den) {
            times[count] = (double)i; /* gaps are moments, too */
            values[count++] = (double)c->points[i].value.num / (double)c->points[i].value.den;
        }
    const struct trend_series test = trend_mann_kendall(arena, values, count);
    if (!test.defined || count < 4) {
        result_member(r, "mann_kendall", "null");
        return;
    }
    result_member(
        r, "mann_kendall",
        arena_printf(arena, "{\"n\": %zu, \"s\": %" PRId64 ", \"tau\": %.12g, \"p\": %.12g, \"exact\": %s}",
                     count, test.s, test.tau, test.p, test.exact ? "true" : "false"));
    result_note(r, arena_printf(
                       arena,
                       _("Mann-Kendall test over %zu values: tau %.2f, p %s%.4f (%s). It takes the values as "
                         "independent; those of neighbouring months seldom are, so p is rather too small."),
                       count, test.tau, test.p < 0.0001 ? "< " : "= ", test.p < 0.0001 ? 0.0001 : test.p,
                       test.exact ? _("exact") : _("normal approximation, corrected for ties")));
    add_slope(arena, c, values, times, count, r);
}

static void note_counts(struct arena *arena, const struct series_course *c, struct result *r) {
    struct strbuf differ = {0};
    bool counted = false;
    for (size_t i = 0; i < c->count; i++) {
        const struct series_moment *m = &c->moments[i];
        const char *rate = rate_of_counts(arena, c->table, m);
        counted = counted || (m->value && m->value->counted);
        if (!rate || m->value->counted || !m->value->exact.den || strcmp(rate, m->value->text) == 0)
            continue;
        strbuf_printf(&differ, "%s%s (%s, %s)", differ.length ? ", " : "", m->text, m->value->text, rate);
    }
    if (counted)
        result_note(r, _("Where no rate was printed it is that of the counts, rounded half up."));
    if (differ.length)
        result_note(
            r, arena_printf(arena,
                            _("The printed rate is not that of the printed counts at %s; counts are often "
                              "printed rounded."),
                            differ.text));
    strbuf_end(&differ);
}

static void note_gaps(struct arena *arena, const struct series_course *c, struct result *r) {
    size_t gaps = 0;
    for (size_t i = 0; i < c->count; i++)
        gaps += !c->moments[i].value;
    if (gaps)
        result_note(
            r, arena_printf(
                   arena, _("%zu periods are not in the series; no change is made across a gap, and no run."),
                   gaps));
    if (c->left_out)
        result_note(r, arena_printf(arena, _("Left out, because they are periods of another kind: %s."),
                                    c->left_out));
}

static struct result *start(struct arena *arena, const struct series_table *t, const char *title) {
    struct result *r = result_create(arena, title);
    result_fact(r, "series", _("Series"), t->series->id);
    result_fact(r, "unit", _("Unit"), t->unit);
    result_fact(r, "fixed", t->axis == SERIES_AREAS ? _("Group") : _("Area"), t->fixed);
    result_fact(r, "source", _("Source"), series_table_sources(arena, t, 0, t->period_count - 1));
    return r;
}

static void finish(struct arena *arena, const struct series_table *t, struct result *r) {
    result_note(
        r, arena_printf(arena, _("Changes are in %s, of the values as printed."), series_change_unit(t)));
    result_note(r, _("Values are as published. They are no sample, so they have no interval."));
}

struct result *series_trend_one(struct arena *arena, const struct series_table *t, size_t item) {
    const struct series_course c = series_course(arena, t, item);
    struct listing *people = listing_create(arena, "points", one_people, ONE_PEOPLE);
    struct listing *machines = listing_create(arena, "points", long_machine, LONG_MACHINE);
    struct result *r =
        start(arena, t, arena_printf(arena, _("Course of %s: %s"), t->series->id, t->items[item].label));
    for (size_t i = 0; i < c.count; i++)
        add_machine(arena, &c, i, machines);
    for (size_t i = 0; i < c.count; i++)
        i = add_people(arena, &c, i, people);
    listing_drop_empty(people);
    result_rows(r, people, machines);
    add_runs(arena, &c, r);
    note_gaps(arena, &c, r);
    note_counts(arena, &c, r);
    add_mann_kendall(arena, &c, r);
    finish(arena, t, r);
    return r;
}

/* --- all items --- */

/* The last periods of the main kind, as many as a page is wide. */
static size_t last_periods(const struct series_course *c, size_t *moments) {
    size_t known = 0, count = 0;
    for (size_t i = 0; i < c->count; i++)
        known += c->moments[i].value != NULL;
    for (size_t i = 0; i < c->count; i++)
        if (c->moments[i].value && known-- <= PERIODS_MAX)
            moments[count++] = i;
    return count;
}

static struct listing *wide_listing(struct arena *arena, const struct series_course *c, const size_t *moments,
                                    size_t count) {
    struct listing_column *columns = arena_array(arena, count + 3, sizeof *columns);
    columns[0] = (struct listing_column){"label", c->table->axis == SERIES_AREAS ? N_("Area") : N_("Group"),
                                         LISTING_TEXT};
    for (size_t i = 0; i < count; i++) {
        const char *text = c->moments[moments[i]].text;
        columns[i + 1] = (struct listing_column){text, text, LISTING_NUMBER};
    }
    columns[count + 1] = (struct listing_column){"change", N_("Change"), LISTING_NUMBER};
    columns[count + 2] = (struct listing_column){"run", N_("Run"), LISTING_NUMBER};
    return listing_create(arena, "points", columns, count + 3);
}

static void add_wide(struct arena *arena, const struct series_course *c, const size_t *moments, size_t count,
                     struct listing *l) {
    const char **cells = arena_array(arena, count + 3, sizeof *cells);
    cells[0] = c->table->items[c->item].label;
    for (size_t i = 0; i < count; i++) {
        const struct series_moment *m = &c->moments[moments[i]];
        long rank = rank_of(arena, c->table, c->item, m->at);
        cells[i + 1] = rank > 0 ? arena_printf(arena, "%s (%2ld)", value_text(m), rank) : value_text(m);
    }
    cells[count + 1] = change_at(arena, c, c->count - 1);
    cells[count + 2] = run_text(arena, run_at(c, c->count - 1));
    listing_add(l, cells);
}

struct result *series_trend_all(struct arena *arena, const struct series_table *t) {
    struct result *r = start(arena, t, arena_printf(arena, _("Course of %s"), t->series->id));
    struct series_course c = series_course(arena, t, 0);
    size_t *moments = arena_array(arena, c.count + 1, sizeof *moments), count = last_periods(&c, moments);
    struct listing *people = wide_listing(arena, &c, moments, count);
    struct listing *machines = listing_create(arena, "points", long_machine, LONG_MACHINE);
    for (size_t item = 0; item < t->item_count; item++) {
        c = series_course(arena, t, item);
        add_wide(arena, &c, moments, count, people);
        for (size_t i = 0; i < c.count; i++)
            if (c.moments[i].value)
                add_machine(arena, &c, i, machines);
    }
    result_rows(r, people, machines);
    result_note(
        r,
        _("In brackets: the rank among the rows, totals left out; the greatest value is first, equal printed "
          "values share a rank."));
    result_note(r, _("Change: from the period before to the last; run: how many times in a row it has risen "
                     "or fallen by "
                     "then."));
    if (count < t->period_count)
        result_note(r, arena_printf(arena, _("The last %zu of %zu periods; --format csv has all."), count,
                                    t->period_count));
    finish(arena, t, r);
    return r;
}
