#include "reports/weights/weight_report.h"

#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/percent.h"
#include "engine/tabulation/weighting.h"
#include "reports/model/table_weight.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

struct view {
    struct arena *arena;
    const struct weighting *w;
    int decimals;
};

/* --- texts --- */

static const char *thousands(struct arena *arena, double value) {
    if (value != floor(value))
        return arena_printf(arena, "%.10g", value);
    return number_thousands(arena, (int64_t)value);
}

static const char *share_text(const struct view *v, double share) {
    char text[PERCENT_TEXT];
    percent_real_text(text, 100 * share, v->decimals);
    return arena_strdup(v->arena, text);
}

/* "+3.2", "-0.4", "0.0" */
static const char *points_text(const struct view *v, double share) {
    char text[PERCENT_TEXT];
    percent_real_text(text, 100 * fabs(share), v->decimals);
    text[strlen(text) - 1] = '\0';
    bool nought = strspn(text, "0.") == strlen(text);
    return arena_printf(v->arena, "%s%s", nought ? "" : share > 0 ? "+" : "-", text);
}

static const char *p_text(struct arena *arena, double p) {
    return p < 0.001 ? arena_strdup(arena, "p < 0.001") : arena_printf(arena, "p = %.3f", p);
}

/* "医療機関の区分（区分 = 医科診療所）": a margin of some returns says of which. */
static const char *margin_name(const struct view *v, const struct weighting_margin *m) {
    if (!m->from->where)
        return m->key_label;
    return arena_printf(v->arena, _("%s (%s)"), m->key_label, m->from->where_text);
}

/* --- rows --- */

static const struct listing_column people_columns[] = {
    {"margin", N_("Margin"), LISTING_TEXT},
    {"category", N_("Category"), LISTING_TEXT},
    {"n", N_("Returns"), LISTING_NUMBER},
    {"percent", "%", LISTING_NUMBER},
    {"population", N_("In the population"), LISTING_NUMBER},
    {"population_percent", "%", LISTING_NUMBER},
    {"points", N_("Difference (points)"), LISTING_NUMBER},
    {"weight", N_("Weight"), LISTING_NUMBER},
};

static const struct listing_column machine_columns[] = {
    {"margin", "margin", LISTING_TEXT},
    {"where", "where", LISTING_TEXT},
    {"key", "key", LISTING_TEXT},
    {"category", "category", LISTING_TEXT},
    {"n", "n", LISTING_NUMBER},
    {"percent", "percent", LISTING_NUMBER},
    {"population", "population", LISTING_NUMBER},
    {"population_percent", "population_percent", LISTING_NUMBER},
    {"points", "points", LISTING_NUMBER},
    {"weight", "weight", LISTING_NUMBER},
};
enum {
    PEOPLE = sizeof people_columns / sizeof *people_columns,
    MACHINE = sizeof machine_columns / sizeof *machine_columns
};

static void add_people(const struct view *v, struct listing *to, const struct weighting_margin *m) {
    for (size_t k = 0; k < m->count; k++) {
        const struct weighting_category *c = &m->categories[k];
        char percent[PERCENT_TEXT];
        percent_text(percent, c->returns, m->returns, v->decimals);
        listing_add(to, (const char *const[PEOPLE]){
                            k == 0 ? margin_name(v, m) : "", c->label,
                            thousands(v->arena, (double)c->returns), arena_strdup(v->arena, percent),
                            thousands(v->arena, c->population), share_text(v, c->population_share),
                            points_text(v, c->respondent_share - c->population_share),
                            arena_printf(v->arena, "%.3f", c->weight)});
    }
}

static void add_machine(const struct view *v, struct listing *to, const struct weighting_margin *m) {
    for (size_t k = 0; k < m->count; k++) {
        const struct weighting_category *c = &m->categories[k];
        struct arena *a = v->arena;
        listing_add(to, (const char *const[MACHINE]){
                            scheme_margin_key(a, m->from), m->from->where_text, c->key, c->label,
                            number_real(a, (double)c->returns), number_real(a, 100 * c->respondent_share),
                            number_real(a, c->population), number_real(a, 100 * c->population_share),
                            number_real(a, 100 * (c->respondent_share - c->population_share)),
                            number_real(a, c->weight)});
    }
}

static void add_rows(const struct view *v, struct result *to) {
    struct listing *people = listing_create(v->arena, "categories", people_columns, PEOPLE);
    struct listing *machine = listing_create(v->arena, "categories", machine_columns, MACHINE);
    for (size_t m = 0; m < v->w->margin_count; m++) {
        add_people(v, people, &v->w->margins[m]);
        add_machine(v, machine, &v->w->margins[m]);
    }
    result_rows(to, people, machine);
}

/* --- facts and notes --- */

static void add_facts(const struct view *v, struct result *to) {
    const struct weighting *w = v->w;
    const struct questionnaire *q = w->dataset->questionnaire;
    result_fact(to, "survey", _("Survey"), q->id);
    result_fact(to, "scheme", _("Weighting"), w->scheme->id);
    result_fact(to, "method", _("Computed by"),
                w->scheme->poststratify ? _("post-stratification")
                                        : arena_printf(v->arena, _("raking (rounds: %d)"), w->sweeps));
    result_fact(to, "base", _("Base"), q->base_all_text);
    result_fact_number(to, "n", "n", (int64_t)w->dataset->n);
    result_fact(to, "design_effect", _("Design effect"),
                arena_printf(v->arena, "%.3f", w->spread.design_effect));
    result_fact_number(to, "n_effective", _("Effective n"), (int64_t)(w->spread.effective_n + 0.5));
    result_fact(to, "source", _("Source"),
                arena_printf(v->arena, _("returns of %s, state %.12s"), q->title, w->dataset->state));
}

static void add_margin_json(struct strbuf *b, struct arena *arena, const struct weighting_margin *m) {
    strbuf_char(b, '{');
    json_add_member(b, "by", scheme_margin_key(arena, m->from));
    json_add_member(b, "where", m->from->where_text);
    json_add_member(b, "source", m->source);
    json_add_member(b, "date", m->date);
    strbuf_printf(b, ", \"n\": %" PRId64 ", \"unknown\": %" PRId64 ", \"other\": %" PRId64, m->returns,
                  m->unknown, m->other);
    strbuf_printf(b, ", \"population\": %.12g, \"left_out\": %.12g", m->population, m->left_out);
    if (m->tested)
        strbuf_printf(b, ", \"chi2\": %.12g, \"df\": %zu, \"p\": %.12g}", m->chi2, m->count - 1, m->p);
    else
        strbuf_add(b, ", \"chi2\": null, \"df\": null, \"p\": null}");
}

static void add_members(const struct view *v, struct result *to) {
    struct strbuf b = {0};
    strbuf_char(&b, '[');
    for (size_t m = 0; m < v->w->margin_count; m++) {
        strbuf_add(&b, m ? ",\n  " : "\n  ");
        add_margin_json(&b, v->arena, &v->w->margins[m]);
    }
    strbuf_char(&b, ']');
    result_member(to, "margins", arena_strdup(v->arena, b.text));
    strbuf_clear(&b);
    strbuf_printf(
        &b, "{\"least\": %.12g, \"greatest\": %.12g, \"design_effect\": %.12g, \"n_effective\": %.12g, ",
        v->w->spread.least, v->w->spread.greatest, v->w->spread.design_effect, v->w->spread.effective_n);
    strbuf_printf(&b, "\"trimmed\": %" PRId64 ", \"gap\": %.3g}", v->w->trimmed, v->w->gap);
    result_member(to, "weights", arena_strdup(v->arena, b.text));
    strbuf_end(&b);
}

static void note_margin(const struct view *v, const struct weighting_margin *m, struct result *to) {
    const char *name = margin_name(v, m);
    if (m->tested)
        result_note(to,
                    arena_printf(v->arena,
                                 _("%s: do the respondents differ from the population more than by chance? "
                                   "Chi squared %.1f, %zu degrees of freedom, %s (Pearson; unweighted)."),
                                 name, m->chi2, m->count - 1, p_text(v->arena, m->p)));
    else
        result_note(to, arena_printf(v->arena, _("%s: too few returns expected for a test of fit."), name));
    if (m->unknown > 0)
        result_note(to,
                    arena_printf(v->arena,
                                 _("%s: not said on %s of the returns; they keep the share that they have."),
                                 name, thousands(v->arena, (double)m->unknown)));
    if (m->left_out > 0)
        result_note(to, arena_printf(v->arena,
                                     _("%s: %s of the population are left out: the survey did not go there."),
                                     name, thousands(v->arena, m->left_out)));
}

static void add_notes(const struct view *v, struct result *to) {
    const char *notes[TABLE_WEIGHT_NOTES];
    size_t count = table_weight_notes(v->arena, v->w, notes);
    result_note(to, _("Points: share of the respondents less share of the population."));
    for (size_t m = 0; m < v->w->margin_count; m++)
        note_margin(v, &v->w->margins[m], to);
    for (size_t i = 1; i < count; i++) /* the first says that a table is weighted; this is none */
        result_note(to, notes[i]);
    if (v->w->dataset->synthetic)
        result_note(to, v->w->dataset->synthetic);
}

static struct result *of_scheme(struct arena *arena, const struct weighting *w) {
    const struct view v = {arena, w, w->dataset->questionnaire->percent_decimals};
    struct result *to =
        result_create(arena, arena_printf(arena, _("Respondents and population: %s"), w->scheme->label));
    add_facts(&v, to);
    add_rows(&v, to);
    add_members(&v, to);
    add_notes(&v, to);
    return to;
}

/* --- the list --- */

static const struct listing_column scheme_columns[] = {
    {"id", N_("Weighting"), LISTING_TEXT},
    {"method", N_("Computed by"), LISTING_TEXT},
    {"margins", N_("Margins"), LISTING_TEXT},
    {"label", N_("Label"), LISTING_TEXT},
};
enum { SCHEME_COLUMNS = sizeof scheme_columns / sizeof *scheme_columns };

static struct result *of_survey(struct arena *arena, const struct questionnaire *q) {
    struct result *to = result_create(arena, arena_printf(arena, _("Weightings of %s"), q->title));
    struct listing *l = listing_create(arena, "schemes", scheme_columns, SCHEME_COLUMNS);
    for (size_t i = 0; i < q->scheme_count; i++) {
        const struct scheme *s = &q->schemes[i];
        const char *margins = "";
        for (size_t m = 0; m < s->margin_count; m++)
            margins = arena_printf(arena, "%s%s%s", margins, m ? "; " : "",
                                   scheme_margin_key(arena, &s->margins[m]));
        listing_add(l, (const char *const[SCHEME_COLUMNS]){s->id, s->poststratify ? "poststratify" : "rake",
                                                           margins, s->label});
    }
    result_fact(to, "survey", _("Survey"), q->id);
    result_rows(to, l, l);
    if (q->scheme_count == 0)
        result_note(to,
                    _("None: its questionnaire file can give one under \"weights\" (templates/README.md)."));
    return to;
}

/* --- from the store --- */

static bool is_small(int64_t count, long least) {
    return count > 0 && count < least;
}

static bool nothing_small(const struct weighting *w, long least, struct fault *f) {
    for (size_t m = 0; m < w->margin_count; m++) {
        const struct weighting_margin *margin = &w->margins[m];
        for (size_t k = 0; k < margin->count; k++)
            if (is_small(margin->categories[k].returns, least))
                return fault_set(
                    f,
                    _("--suppress %ld: fewer returns are of \"%s\" (\"%s\"). The weights and the "
                      "design effect follow from all counts, so nothing can be hidden here; weight by "
                      "a grouping that joins it to another"),
                    least, margin->categories[k].label, margin->key_label);
        if (is_small(margin->unknown, least) || is_small(margin->other, least))
            return fault_set(
                f,
                _("--suppress %ld: fewer returns do not tell \"%s\", or are not meant by it, and how "
                  "many follows from what is printed, so nothing can be hidden here"),
                least, margin->key_label);
    }
    return true;
}

static struct result *report(struct arena *arena, struct store *store, const struct questionnaire *q,
                             const char *name, long suppress, struct fault *f) {
    const struct scheme *scheme = name ? scheme_find(q, name, f) : NULL;
    if (!name)
        return of_survey(arena, q);
    if (!scheme)
        return NULL;
    const struct expr **exprs = arena_array(arena, scheme->margin_count, sizeof *exprs);
    for (size_t m = 0; m < scheme->margin_count; m++)
        exprs[m] = scheme->margins[m].where;
    const struct dataset *d = dataset_load_for(arena, store, q, exprs, scheme->margin_count, f);
    const struct weighting *w = d ? weighting_make(arena, d, scheme, f) : NULL;
    return w && nothing_small(w, suppress, f) ? of_scheme(arena, w) : NULL;
}

struct result *weight_report(struct arena *arena, const char *store_path, const char *survey,
                             const char *scheme, long suppress, struct fault *f) {
    struct store *store = store_open(store_path, STORE_READ, f);
    const struct questionnaire *q = store ? store_questionnaire(store, arena, survey, f) : NULL;
    struct result *r = q ? report(arena, store, q, scheme, suppress, f) : NULL;
    store_close(store);
    return r;
}
