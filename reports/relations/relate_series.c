#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/statistics/correlation.h"
#include "reports/model/survey_tables.h"
#include "reports/relations/relate.h"
#include "reports/series/series_table.h"

#include <inttypes.h>
#include <string.h>

struct point { /* one prefecture */
    const struct table_column *column;
    const struct table_cell *cell;
    const struct series_value *value;
};

struct view {
    struct arena *arena;
    const struct relate_wishes *wishes;
    const struct table_set *set;
    const struct table *table;
    const struct table_row *row;
    const struct series_table *series;
    size_t period;
    struct point *points; /* those that take part */
    size_t count;
    const char *few, *unknown; /* names left out: too few returns, no value; NULL: none */
    const char *hidden;        /* suppressed; NULL: none */
    struct correlation pearson, spearman;
};

/* --- points --- */

static const char *join(struct arena *arena, const char *names, const char *name) {
    return names ? arena_printf(arena, "%s, %s", names, name) : name;
}

static const struct series_value *value_of(const struct view *v, const char *code) {
    for (size_t i = 0; i < v->series->item_count; i++)
        if (!v->series->items[i].whole && strcmp(v->series->items[i].key, code) == 0)
            return series_table_value(v->series, i, v->period);
    return NULL;
}

static void add_point(struct view *v, size_t c) {
    const struct table_column *column = &v->table->columns[c];
    const struct series_value *value = value_of(v, strchr(column->key, '=') + 1);
    if (column->unknown || column->n == 0)
        return; /* where nobody was asked there is nothing to leave out */
    if (v->row->cells[c].suppressed || column->n == TABLE_N_HIDDEN)
        v->hidden = join(v->arena, v->hidden, column->label);
    else if (column->n < v->wishes->min_n)
        v->few = join(v->arena, v->few, column->label);
    else if (!value || !value->exact.den)
        v->unknown = join(v->arena, v->unknown, column->label);
    else
        v->points[v->count++] = (struct point){column, &v->row->cells[c], value};
}

static double number_of(const struct series_value *value) {
    return (double)value->exact.num / (double)value->exact.den;
}

static bool correlate(struct view *v, struct fault *f) {
    size_t n = v->table->column_count;
    double *x = arena_array(v->arena, n, sizeof *x), *y = arena_array(v->arena, n, sizeof *y);
    v->points = arena_array(v->arena, n, sizeof *v->points);
    for (size_t c = 1; c < n; c++)
        add_point(v, c);
    for (size_t i = 0; i < v->count; i++) {
        x[i] = v->points[i].cell->percent;
        y[i] = number_of(v->points[i].value);
    }
    v->pearson = correlation_pearson(x, y, v->count, v->wishes->level);
    v->spearman = correlation_spearman(v->arena, x, y, v->count, v->wishes->level);
    return v->pearson.defined ||
           fault_set(
               f,
               _("%zu prefectures have both a rate and a value of %s, and there must be three that differ"),
               v->count, v->wishes->series);
}

/* --- printing --- */

static const struct listing_column columns[] = {
    {"key", N_("Code"), LISTING_TEXT},
    {"area", N_("Area"), LISTING_TEXT},
    {"n", "n", LISTING_NUMBER},
    {"percent", N_("Survey"), LISTING_NUMBER},
    {"value", N_("Series"), LISTING_NUMBER},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void add_rows(const struct view *v, struct result *to) {
    struct listing *people = listing_create(v->arena, "areas", columns, COLUMNS);
    struct listing *machine = listing_create(v->arena, "areas", columns, COLUMNS);
    for (size_t i = 0; i < v->count; i++) {
        const struct point *p = &v->points[i];
        const char *code = strchr(p->column->key, '=') + 1,
                   *n = arena_printf(v->arena, "%" PRId64, p->column->n);
        listing_add(people, (const char *const[COLUMNS]){code, p->column->label, n, p->cell->text,
                                                         arena_printf(v->arena, "%s%s", p->value->text,
                                                                      v->series->percent ? "%" : "")});
        listing_add(machine, (const char *const[COLUMNS]){code, p->column->label, n,
                                                          number_real(v->arena, p->cell->percent),
                                                          number_real(v->arena, number_of(p->value))});
    }
    result_rows(to, people, machine);
}

/* "r = -0.412 (95% interval -0.645 to -0.108), p = 0.010" */
static const char *correlation_text(const struct view *v, const struct correlation *c, const char *sign) {
    struct arena *a = v->arena;
    const char *p = c->p < 0.001 ? "p < 0.001" : arena_printf(a, "p = %.3f", c->p);
    if (!c->has_interval)
        return arena_printf(a, "%s = %.3f, %s", sign, c->r, p);
    return arena_printf(a, _("%s = %.3f (%g%% interval %.3f to %.3f), %s"), sign, c->r,
                        100 * v->wishes->level, c->low, c->high, p);
}

static const char *correlation_json(struct arena *arena, const struct correlation *c) {
    if (!c->defined)
        return "null";
    const char *limits = c->has_interval
                             ? arena_printf(arena, "\"low\": %.12g, \"high\": %.12g", c->low, c->high)
                             : "\"low\": null, \"high\": null";
    return arena_printf(arena, "{\"r\": %.12g, %s, \"statistic\": %.12g, \"p\": %.12g}", c->r, limits,
                        c->statistic, c->p);
}

static void add_facts(const struct view *v, struct result *to) {
    const struct questionnaire *q = v->set->questionnaire;
    result_fact(to, "survey", _("Survey"), q->id);
    result_fact(to, "question", _("Question"), v->table->question);
    result_fact(to, "option", _("Option"), v->row->key);
    result_fact(to, "base", _("Base"), v->table->base_text);
    if (v->table->base_n == TABLE_N_HIDDEN)
        result_fact(to, "n", "n", NULL);
    else
        result_fact_number(to, "n", "n", v->table->base_n);
    result_fact(to, "where", _("Only"), v->table->filter);
    result_fact(to, "weight", _("Weighting"), v->wishes->weight);
    result_fact(to, "series", _("Series"), v->wishes->series);
    result_fact(to, "at", _("Period"), v->series->periods[v->period].text);
    result_fact(to, "group", _("Group"), v->wishes->group);
    result_fact_number(to, "prefectures", _("Prefectures"), (int64_t)v->count);
    result_fact(to, "pearson_text", "Pearson", correlation_text(v, &v->pearson, "r"));
    result_fact(to, "spearman_text", "Spearman",
                v->spearman.defined ? correlation_text(v, &v->spearman, "ρ") : NULL);
    result_fact(to, "source", _("Source"),
                arena_printf(v->arena, _("returns of %s, state %.12s"), q->title, v->set->dataset->state));
}

static void add_notes(const struct view *v, struct result *to) {
    struct arena *a = v->arena;
    result_note(
        to, _("A relation between prefectures says nothing of single institutions, and is not a cause. Every "
              "prefecture counts alike, whatever its number of returns."));
    result_note(
        to,
        _("Pearson: a straight line; interval by Fisher's z, p by Student's t. Spearman: of the ranks, ties "
          "at their mean rank; interval by Bonett and Wright (2000), p exact or by AS 89, with ties by "
          "Student's t."));
    if (v->few)
        result_note(
            to, arena_printf(a, _("Left out, with fewer than %ld returns: %s."), v->wishes->min_n, v->few));
    if (v->hidden)
        result_note(
            to, arena_printf(a,
                             _("Left out, because a count is smaller than %ld or would give away one that "
                               "is: %s."),
                             v->wishes->suppress, v->hidden));
    if (v->unknown)
        result_note(to, arena_printf(a, _("Left out, without a value in the series: %s."), v->unknown));
    result_note(to, arena_printf(a, _("Source of the series: %s."),
                                 series_table_sources(a, v->series, v->period, v->period)));
    for (size_t i = 0; i < v->set->note_count; i++)
        result_note(to, v->set->notes[i]);
}

static struct result *print(const struct view *v) {
    struct result *to =
        result_create(v->arena, arena_printf(v->arena, _("%s, %s, by prefecture, and %s"), v->table->title,
                                             v->row->label, v->wishes->series));
    add_facts(v, to);
    add_rows(v, to);
    result_member(to, "pearson", correlation_json(v->arena, &v->pearson));
    result_member(to, "spearman", correlation_json(v->arena, &v->spearman));
    add_notes(v, to);
    return to;
}

/* --- from the store --- */

static bool read_survey(struct view *v, const char *store_path, struct fault *f) {
    const struct relate_wishes *w = v->wishes;
    struct survey_request request = {.questions = &w->question,
                                     .question_count = 1,
                                     .keys = {"pref"},
                                     .key_count = 1,
                                     .where = w->where,
                                     .base = w->base,
                                     .weight = w->weight,
                                     .options = table_default_options};
    request.options.interval = INTERVAL_NONE;
    request.options.suppress = w->suppress;
    if (!survey_tables(v->arena, store_path, w->survey, &request, 1, &v->set, f))
        return false;
    v->table = &v->set->tables[0];
    v->row = table_row_find(v->table, w->option);
    return v->row || fault_usage(f, _("%s has no option \"%s\"; `shukei survey show` lists them"),
                                 w->question, w->option);
}

static bool read_series(struct view *v, const char *store_path, struct fault *f) {
    const struct series_choice choice = {.axis = SERIES_AREAS, .group = v->wishes->group};
    const struct series *series = series_open(v->arena, store_path, v->wishes->series, f);
    v->series = series ? series_table_make(v->arena, series, &choice, f) : NULL;
    return v->series && series_table_period(v->series, v->wishes->at, &v->period, f);
}

struct result *relate_series(struct arena *arena, const char *store_path, const struct relate_wishes *wishes,
                             struct fault *f) {
    struct view v = {.arena = arena, .wishes = wishes};
    if (!read_survey(&v, store_path, f) || !read_series(&v, store_path, f) || !correlate(&v, f))
        return NULL;
    return print(&v);
}
