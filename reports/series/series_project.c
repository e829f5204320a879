#include "reports/series/series_project.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/strbuf.h"
#include "reports/series/series_carry.h"

#include <stdlib.h>
#include <string.h>

struct projecting {
    struct arena *arena;
    const struct series_table *t;
    const struct series_project_wishes *wishes;
    const struct series_table *goals, *printed; /* or NULL */
    struct series_value goal;                   /* of wishes->goal */
    struct series_carry_spec spec;
    struct series_carry *rows;
    size_t count;
    int decimals; /* of the printed values */
};

/* --- reading the wishes --- */

static bool has_value(const struct series_table *t, size_t period) {
    for (size_t i = 0; i < t->item_count; i++)
        if (series_table_value(t, i, period)->exact.den)
            return true;
    return false;
}

static bool choose_periods(struct projecting *p, struct fault *f) {
    const struct series_table *t = p->t;
    struct period target;
    size_t from = 0, to = t->period_count - 1;
    while (from < to && !has_value(t, from))
        from++;
    while (to > from && !has_value(t, to))
        to--;
    if ((p->wishes->from && !series_table_period(t, p->wishes->from, &from, f)) ||
        (p->wishes->to && !series_table_period(t, p->wishes->to, &to, f)))
        return false;
    if (!period_parse(p->wishes->target, &target))
        return fault_usage(f, _("--target %s: expected a day or a month, such as 2023-03-31 or 2023-03"),
                           p->wishes->target);
    p->spec = (struct series_carry_spec){period_middle_twice(t->periods[from].period),
                                         period_middle_twice(t->periods[to].period),
                                         period_middle_twice(target),
                                         from,
                                         to,
                                         p->wishes->level};
    if (p->spec.from_twice >= p->spec.to_twice)
        return fault_usage(f, _("a pace needs two periods, the first before the second; here are %s and %s"),
                           t->periods[from].text, t->periods[to].text);
    if (p->spec.target_twice <= p->spec.to_twice)
        return fault_usage(f,
                           _("--target %s is not after %s, the last period that the projection starts from"),
                           p->wishes->target, t->periods[to].text);
    return true;
}

static bool read_goal(struct projecting *p, struct fault *f) {
    const char *goal = p->wishes->goal;
    if (!goal)
        return true;
    struct series_point *point = arena_alloc(p->arena, sizeof *point);
    *point = (struct series_point){
        .value = goal, .numerator = AGGREGATE_UNKNOWN, .denominator = AGGREGATE_UNKNOWN};
    p->goal = series_value_of(p->arena, point, p->t->percent);
    return p->goal.exact.den ||
           fault_usage(f, _("--goal %s: expected a number such as 95.7, or the name of a series"), goal);
}

static bool open_table(struct projecting *p, const struct series *series, const struct series_table **t,
                       struct fault *f) {
    const struct series_choice choice = {.axis = p->t->axis};
    *t = series ? series_table_make(p->arena, series, &choice, f) : NULL;
    return !series || *t;
}

/* The last value of the item of that name. */
static const struct series_value *value_by_name(const struct series_table *t,
                                                const struct series_item *item) {
    for (size_t i = 0; t && i < t->item_count; i++)
        for (size_t p = t->period_count; p > 0 && strcmp(t->items[i].key, item->key) == 0; p--)
            if (series_table_value(t, i, p - 1)->exact.den)
                return series_table_value(t, i, p - 1);
    return NULL;
}

/* "8192", or "病院=8192,薬局=61495"; 0 when there is none for the item. */
static bool read_total(struct projecting *p, const struct series_item *item, int64_t *total,
                       struct fault *f) {
    const char *text = p->wishes->total;
    char *rest = arena_strdup(p->arena, text);
    *total = 0;
    for (char *word; (word = strsep(&rest, ",")) != NULL;) {
        char *number = strrchr(word, '='), *end;
        if (number)
            *number++ = '\0';
        long long value = strtoll(number ? number : word, &end, 10);
        if (*end || end == (number ? number : word) || value <= 0)
            return fault_usage(f, _("--total %s: expected a count, or NAME=COUNT with commas between them"),
                               text);
        if (number ? strcmp(word, item->key) == 0 || strcmp(word, item->label) == 0
                   : item->whole || p->t->item_count == 1 || p->wishes->only)
            *total = value;
    }
    return true;
}

/* --- rows --- */

static const struct listing_column people_columns[] = {
    {"label", N_("Area"), LISTING_TEXT},
    {"from", NULL, LISTING_NUMBER},
    {"to", NULL, LISTING_NUMBER},
    {"pace", N_("In 30 days"), LISTING_NUMBER},
    {"line", N_("At this pace"), LISTING_NUMBER},
    {"curve", N_("Logistic"), LISTING_NUMBER},
    {"band", N_("Its band"), LISTING_NUMBER},
    {"printed", N_("Printed"), LISTING_NUMBER},
    {"goal", N_("Goal"), LISTING_NUMBER},
    {"gap", N_("Gap"), LISTING_NUMBER},
    {"units", N_("Gap in units"), LISTING_NUMBER},
    {"reached", N_("Goal reached"), LISTING_TEXT},
};
static const struct listing_column machine_columns[] = {
    {"key", NULL, LISTING_TEXT},
    {"label", NULL, LISTING_TEXT},
    {"from", NULL, LISTING_NUMBER},
    {"to", NULL, LISTING_NUMBER},
    {"pace_30_days", NULL, LISTING_NUMBER},
    {"line", NULL, LISTING_NUMBER},
    {"line_text", NULL, LISTING_TEXT},
    {"logistic", NULL, LISTING_NUMBER},
    {"logistic_low", NULL, LISTING_NUMBER},
    {"logistic_high", NULL, LISTING_NUMBER},
    {"points", NULL, LISTING_NUMBER},
    {"printed", NULL, LISTING_NUMBER},
    {"printed_agrees", NULL, LISTING_FLAG},
    {"implied_low", NULL, LISTING_NUMBER},
    {"implied_high", NULL, LISTING_NUMBER},
    {"goal", NULL, LISTING_NUMBER},
    {"gap_low", NULL, LISTING_NUMBER},
    {"gap_high", NULL, LISTING_NUMBER},
    {"total", NULL, LISTING_NUMBER},
    {"units_low", NULL, LISTING_NUMBER},
    {"units_high", NULL, LISTING_NUMBER},
    {"goal_reached", NULL, LISTING_TEXT},
    {"times_the_pace", NULL, LISTING_NUMBER},
};
enum {
    PEOPLE = sizeof people_columns / sizeof *people_columns,
    MACHINE = sizeof machine_columns / sizeof *machine_columns
};

static const char *fraction_text(struct arena *arena, struct ranking_value value, int decimals) {
    char text[PERCENT_TEXT];
    percent_ratio_text(text, value.num, value.den, decimals);
    return arena_strdup(arena, text);
}

static const char *whole_text(struct arena *arena, struct ranking_value value) {
    char text[PERCENT_TEXT];
    percent_ratio_text(text, value.num, value.den, 0);
    return number_thousands(arena, strtoll(text, NULL, 10));
}

static bool is_exact(const struct series_bounds *b) {
    return ranking_compare(b->low, b->high) == 0;
}

/* "-36.5", or "-37.0 .. -36.0" between bounds. */
static const char *bounds_text(struct arena *arena, const struct series_bounds *b, int decimals) {
    if (!b->known)
        return NULL;
    const char *low = fraction_text(arena, b->low, decimals);
    return is_exact(b) ? low : arena_printf(arena, "%s .. %s", low, fraction_text(arena, b->high, decimals));
}

static const char *units_text(struct arena *arena, const struct series_bounds *b) {
    if (!b->known)
        return NULL;
    const char *low = whole_text(arena, b->low);
    return is_exact(b) ? low : arena_printf(arena, "%s .. %s", low, whole_text(arena, b->high));
}

static const char *shown(const struct series_value *v) {
    return v && v->text ? v->text : NULL;
}

static const char *to_text(const struct projecting *p, const struct series_carry *c) {
    if (c->to->exact.den)
        return c->to->text;
    const char *implied = bounds_text(p->arena, &c->implied, p->decimals);
    return implied ? arena_printf(p->arena, "[%s]", implied) : "-";
}

static const char *printed_text(const struct projecting *p, const struct series_carry *c) {
    if (!c->printed || !c->printed->text)
        return NULL;
    return arena_printf(p->arena, "%s%s", c->printed->text,
                        !c->has_line        ? ""
                        : c->printed_agrees ? " ="
                                            : " !");
}

static const char *reached_text(struct arena *arena, const struct series_carry *c) {
    char day[CALENDAR_TEXT];
    if (!c->has_line || !c->goal)
        return NULL;
    if (!c->reaches)
        return _("never");
    return arena_printf(arena, _("%s (%.1f times as fast needed)"), calendar_iso(day, c->reach_day),
                        c->times);
}

static const char *curve_text(struct arena *arena, const struct series_carry *c, int decimals) {
    return c->has_curve ? arena_printf(arena, "%.*f", decimals, 100 * c->curve.share) : NULL;
}

static void add_people(const struct projecting *p, const struct series_carry *c, struct listing *l) {
    const char *const cells[PEOPLE] = {
        c->item->label,
        shown(c->from),
        to_text(p, c),
        c->has_line ? arena_printf(p->arena, "%+.2f", c->pace) : NULL,
        c->has_line ? fraction_text(p->arena, c->line, p->decimals) : "-",
        curve_text(p->arena, c, p->decimals),
        c->has_curve && c->curve.has_band ? arena_printf(p->arena, "%.*f-%.*f", p->decimals,
                                                         100 * c->curve.low, p->decimals, 100 * c->curve.high)
                                          : NULL,
        printed_text(p, c),
        shown(c->goal),
        bounds_text(p->arena, &c->gap, p->decimals),
        units_text(p->arena, &c->units),
        reached_text(p->arena, c),
    };
    listing_add(l, cells);
}

static const char *decimal(struct arena *arena, bool known, double value) {
    return known ? number_real(arena, value) : NULL;
}

static const char *of_fraction(struct arena *arena, bool known, struct ranking_value v) {
    return known ? decimal(arena, true, (double)v.num / (double)v.den) : NULL;
}

static const char *exact_text(const struct series_value *v) {
    return v && v->exact.den ? v->text : NULL;
}

static const char *reach_day(struct arena *arena, const struct series_carry *c) {
    char day[CALENDAR_TEXT];
    return c->reaches ? arena_strdup(arena, calendar_iso(day, c->reach_day)) : NULL;
}

static void add_machine(const struct projecting *p, const struct series_carry *c, struct listing *l) {
    struct arena *arena = p->arena;
    bool band = c->has_curve && c->curve.has_band;
    const char *const cells[MACHINE] = {
        c->item->key,
        c->item->label,
        exact_text(c->from),
        exact_text(c->to),
        decimal(arena, c->has_line, c->pace),
        of_fraction(arena, c->has_line, c->line),
        c->has_line ? fraction_text(arena, c->line, p->decimals) : NULL,
        decimal(arena, c->has_curve, 100 * c->curve.share),
        decimal(arena, band, 100 * c->curve.low),
        decimal(arena, band, 100 * c->curve.high),
        listing_number(arena, (long)c->points),
        exact_text(c->printed),
        c->printed_agrees ? listing_yes : NULL,
        of_fraction(arena, c->implied.known, c->implied.low),
        of_fraction(arena, c->implied.known, c->implied.high),
        exact_text(c->goal),
        of_fraction(arena, c->gap.known, c->gap.low),
        of_fraction(arena, c->gap.known, c->gap.high),
        c->total > 0 ? listing_number(arena, (long)c->total) : NULL,
        of_fraction(arena, c->units.known, c->units.low),
        of_fraction(arena, c->units.known, c->units.high),
        reach_day(arena, c),
        decimal(arena, c->reaches, c->times),
    };
    listing_add(l, cells);
}

static struct listing *people_listing(const struct projecting *p) {
    struct listing_column *columns = arena_copy(p->arena, people_columns, sizeof people_columns);
    columns[0].heading = p->t->axis == SERIES_AREAS ? N_("Area") : N_("Group");
    columns[1].heading = p->t->periods[p->spec.from].text;
    columns[2].heading = p->t->periods[p->spec.to].text;
    return listing_create(p->arena, "projections", columns, PEOPLE);
}

/* A total that is of no row would be asked for and not shown. */
static bool totals_belong(const struct projecting *p, struct fault *f) {
    struct strbuf names = {0};
    bool any = !p->wishes->total;
    for (size_t i = 0; i < p->count; i++)
        any = any || p->rows[i].total > 0;
    for (size_t i = 0; i < p->t->item_count; i++)
        strbuf_printf(&names, "%s%s", i ? ", " : "", p->t->items[i].label);
    if (!any)
        fault_usage(f, _("--total %s: is the total of no row; write NAME=COUNT, of which the names are: %s"),
                    p->wishes->total, names.text);
    strbuf_end(&names);
    return any;
}

static bool make_rows(struct projecting *p, struct fault *f) {
    p->rows = arena_array(p->arena, p->t->item_count + 1, sizeof *p->rows);
    for (size_t i = 0; i < p->t->item_count; i++) {
        const struct series_item *item = &p->t->items[i];
        int64_t total;
        if (p->wishes->only && strcmp(p->wishes->only, item->key) != 0)
            continue;
        if (!read_total(p, item, &total, f))
            return false;
        const struct series_value *goal = p->goals          ? value_by_name(p->goals, item)
                                          : p->wishes->goal ? &p->goal
                                                            : NULL;
        p->rows[p->count++] =
            series_carry(p->arena, p->t, i, &p->spec, goal, value_by_name(p->printed, item), total);
    }
    return totals_belong(p, f);
}

/* --- notes --- */

static bool any_weighted(const struct projecting *p, bool *fitted) {
    bool weighted = false;
    *fitted = false;
    for (size_t i = 0; i < p->count; i++) {
        weighted = weighted || (p->rows[i].has_curve && p->rows[i].weighted);
        *fitted = *fitted || (p->rows[i].has_curve && p->rows[i].points > 2);
    }
    return weighted;
}

static void note_methods(const struct projecting *p, struct result *r) {
    bool fitted, weighted = any_weighted(p, &fitted);
    result_note(
        r,
        arena_printf(p->arena,
                     _("At this pace: the straight line through %s and %s, carried on to %s; exact from the "
                       "printed values, rounded half up. It knows no ceiling."),
                     p->t->periods[p->spec.from].text, p->t->periods[p->spec.to].text, p->wishes->target));
    if (p->t->periods[p->spec.from].period.kind != PERIOD_DAY ||
        p->t->periods[p->spec.to].period.kind != PERIOD_DAY)
        result_note(r,
                    _("The figure of a month, a year or a span of days is taken to stand for its middle."));
    if (!p->t->percent)
        return;
    if (!fitted)
        result_note(
            r,
            _("Logistic: growth that slows towards 100%; exact through the two values, so it has no band."));
    else
        result_note(
            r,
            arena_printf(
                p->arena,
                weighted ? _("Logistic: growth that slows towards 100%%; all values between the two periods, "
                             "least squares on the log odds weighted by the counts; the band is a %g%% "
                             "prediction interval.")
                         : _("Logistic: growth that slows towards 100%%; all values between the two periods, "
                             "least squares on the log odds; the band is a %g%% prediction interval."),
                100 * p->wishes->level));
}

static void note_printed(const struct projecting *p, struct result *r) {
    bool implied = false;
    for (size_t i = 0; i < p->count; i++) {
        const struct series_carry *c = &p->rows[i];
        implied = implied || c->implied.known;
        if (c->has_line && c->printed && !c->printed_agrees)
            result_note(
                r, arena_printf(
                       p->arena, _("%s: the printed projection %s cannot be right at this pace; it is %s."),
                       c->item->label, c->printed->text, fraction_text(p->arena, c->line, p->decimals)));
    }
    if (p->printed)
        result_note(r, _("Printed: somebody else's projection; =: ours rounds to it; !: it does not."));
    if (implied)
        result_note(
            r,
            _("In square brackets: the value was not printed; between these bounds it must lie for the "
              "printed "
              "projection to be right. The gap is then that of all values that round to the printed one."));
}

static void add_notes(const struct projecting *p, struct result *r) {
    note_methods(p, r);
    note_printed(p, r);
    if (p->goals || p->wishes->goal)
        result_note(r, arena_printf(p->arena, _("Gap: projected less goal, in %s; negative is short of it."),
                                    series_change_unit(p->t)));
    result_note(
        r,
        _("A projection knows only the values that it is made from. What changes the pace (subsidies, "
          "deadlines, "
          "shortages) is not in it, and a band is right only if the values scatter independently about the "
          "curve."));
}

static struct result *describe(const struct projecting *p) {
    const struct series_table *t = p->t;
    struct listing *people = people_listing(p);
    struct listing *machines = listing_create(p->arena, "projections", machine_columns, MACHINE);
    struct result *r = result_create(
        p->arena, arena_printf(p->arena, _("Projection of %s to %s"), t->series->id, p->wishes->target));
    result_fact(r, "series", _("Series"), t->series->id);
    result_fact(r, "unit", _("Unit"), t->unit);
    result_fact(r, "from", _("From"), t->periods[p->spec.from].text);
    result_fact(r, "to", _("To"), t->periods[p->spec.to].text);
    result_fact(r, "target", _("Target"), p->wishes->target);
    result_fact(r, "goal", _("Goal"), p->wishes->goal_series ? p->wishes->goal_series->id : p->wishes->goal);
    result_fact(r, "total", _("Total"), p->wishes->total);
    result_fact(r, "source", _("Source"), series_table_sources(p->arena, t, p->spec.from, p->spec.to));
    for (size_t i = 0; i < p->count; i++) {
        add_people(p, &p->rows[i], people);
        add_machine(p, &p->rows[i], machines);
    }
    listing_drop_empty(people);
    result_rows(r, people, machines);
    add_notes(p, r);
    return r;
}

struct result *series_project(struct arena *arena, const struct series_table *t,
                              const struct series_project_wishes *wishes, const struct plot **plot,
                              struct fault *f) {
    struct projecting p = {.arena = arena, .t = t, .wishes = wishes};
    if (!choose_periods(&p, f) || !read_goal(&p, f) || !open_table(&p, wishes->goal_series, &p.goals, f) ||
        !open_table(&p, wishes->printed, &p.printed, f) || !make_rows(&p, f))
        return NULL;
    for (size_t i = 0; i < p.count; i++) {
        int from = p.rows[i].from->decimals, to = p.rows[i].to->decimals;
        p.decimals = from > p.decimals ? from : p.decimals;
        p.decimals = to > p.decimals ? to : p.decimals;
    }
    if (plot)
        *plot = series_carry_plot(arena, t, p.rows, p.count, &p.spec, wishes->target, p.decimals);
    return describe(&p);
}
