#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/percent.h"
#include "engine/store/store.h"
#include "engine/tabulation/cube_banner.h"
#include "engine/tabulation/relation.h"
#include "reports/model/table_weight.h"
#include "reports/relations/relate.h"

#include <inttypes.h>
#include <string.h>

struct view {
    struct arena *arena;
    const struct relate_wishes *wishes;
    const struct dataset *d;
    const struct relation *r;
    struct relation_spec spec;
};

/* --- rows --- */

static const struct listing_column people_columns[] = {
    {"predictor", N_("Predictor"), LISTING_TEXT},
    {"category", N_("Category"), LISTING_TEXT},
    {"n", N_("Returns"), LISTING_NUMBER},
    {"percent", "%", LISTING_NUMBER},
    {"odds_ratio", N_("Odds ratio"), LISTING_NUMBER},
    {"interval", N_("Interval"), LISTING_NUMBER},
    {"p", "p", LISTING_NUMBER},
};
static const struct listing_column machine_columns[] = {
    {"key", "key", LISTING_TEXT},
    {"category", "category", LISTING_TEXT},
    {"reference", "reference", LISTING_FLAG},
    {"n", "n", LISTING_NUMBER},
    {"yes", "yes", LISTING_NUMBER},
    {"percent", "percent", LISTING_NUMBER},
    {"odds_ratio", "odds_ratio", LISTING_NUMBER},
    {"low", "low", LISTING_NUMBER},
    {"high", "high", LISTING_NUMBER},
    {"coefficient", "coefficient", LISTING_NUMBER},
    {"error", "error", LISTING_NUMBER},
    {"statistic", "statistic", LISTING_NUMBER},
    {"p", "p", LISTING_NUMBER},
};
enum {
    PEOPLE = sizeof people_columns / sizeof *people_columns,
    MACHINE = sizeof machine_columns / sizeof *machine_columns
};

static double percent_of(const struct relation_category *c) {
    return 100 * c->weighted_yes / c->weighted_n;
}

static const char *percent_text_of(const struct view *v, const struct relation_category *c) {
    char text[PERCENT_TEXT];
    int decimals = v->d->questionnaire->percent_decimals;
    if (v->spec.weighting)
        percent_real_text(text, percent_of(c), decimals);
    else
        percent_text(text, c->yes, c->n, decimals);
    return arena_strdup(v->arena, text);
}

/* "1.84", "0.052", "12.3" */
static const char *odds_text(struct arena *arena, double odds) {
    int places = odds >= 100 ? 0 : odds >= 10 ? 1 : odds >= 0.1 ? 2 : 3;
    return odds < 0.0005 ? "0.000" : arena_printf(arena, "%.*f", places, odds);
}

static void add_people(const struct view *v, struct listing *to, const char *predictor,
                       const struct relation_category *c, bool reference) {
    const struct regression_coefficient *b = &v->r->result.coefficients[c->column];
    struct arena *a = v->arena;
    listing_add(to,
                (const char *const[PEOPLE]){predictor, c->label, number_thousands(a, c->n),
                                            percent_text_of(v, c), reference ? "1" : odds_text(a, b->odds),
                                            reference ? _("reference")
                                                      : arena_printf(a, "%s-%s", odds_text(a, b->odds_low),
                                                                     odds_text(a, b->odds_high)),
                                            reference ? NULL : number_p(a, b->p)});
}

static void add_machine(const struct view *v, struct listing *to, const struct relation_category *c,
                        bool reference) {
    const struct regression_coefficient *b = &v->r->result.coefficients[c->column];
    struct arena *a = v->arena;
    listing_add(
        to,
        (const char *const[MACHINE]){
            c->key, c->label, reference ? listing_yes : NULL, number_whole(a, c->n), number_whole(a, c->yes),
            number_real(a, percent_of(c)), reference ? "1" : number_real(a, b->odds),
            reference ? NULL : number_real(a, b->odds_low), reference ? NULL : number_real(a, b->odds_high),
            reference ? "0" : number_real(a, b->value), reference ? NULL : number_real(a, b->error),
            reference ? NULL : number_real(a, b->statistic), reference ? NULL : number_real(a, b->p)});
}

static void add_rows(const struct view *v, struct result *to) {
    struct listing *people = listing_create(v->arena, "categories", people_columns, PEOPLE);
    struct listing *machine = listing_create(v->arena, "categories", machine_columns, MACHINE);
    for (size_t i = 0; i < v->spec.predictor_count; i++)
        for (size_t k = 0; k < v->r->predictors[i].count; k++) {
            const struct relation_category *c = &v->r->predictors[i].categories[k];
            bool reference = k == v->r->predictors[i].reference;
            add_people(v, people, k == 0 ? v->r->predictors[i].label : "", c, reference);
            add_machine(v, machine, c, reference);
        }
    result_rows(to, people, machine);
}

/* --- facts and notes --- */

static const char *base_text(const struct view *v) {
    if (v->wishes->base)
        return *v->wishes->base ? v->wishes->base : v->d->questionnaire->base_all_text;
    return v->spec.question->base_text;
}

static void add_facts(const struct view *v, struct result *to) {
    const struct questionnaire *q = v->d->questionnaire;
    const struct regression *g = &v->r->result;
    struct arena *a = v->arena;
    result_fact(to, "survey", _("Survey"), q->id);
    result_fact(to, "question", _("Question"), v->spec.question->id);
    result_fact(to, "option", _("Option"), v->spec.question->options[v->spec.option].id);
    result_fact(to, "by", _("By"), v->wishes->by);
    result_fact(to, "base", _("Base"), base_text(v));
    result_fact(to, "where", _("Only"), v->wishes->where);
    result_fact_number(to, "n", "n", g->n);
    result_fact_number(to, "yes", _("With the answer"), g->yes);
    result_fact(to, "weight", _("Weighting"), v->wishes->weight);
    result_fact(to, "method", _("Computed by"),
                v->spec.weighting
                    ? arena_printf(a,
                                   _("logistic regression, design-based errors, Student's t with %" PRId64
                                     " degrees of freedom"),
                                   g->df)
                    : _("logistic regression, maximum likelihood, Wald's intervals"));
    result_fact(to, "interval", _("Interval"), arena_printf(a, "%g%%", 100 * v->wishes->level));
    result_fact(to, "source", _("Source"),
                arena_printf(a, _("returns of %s, state %.12s"), q->title, v->d->state));
}

static void add_notes(const struct view *v, struct result *to) {
    struct arena *a = v->arena;
    const struct relation *r = v->r;
    result_note(to, v->spec.weighting ? _("Percentages: share with the answer, weighted. Odds ratio: how "
                                          "many times the odds of the reference, "
                                          "the "
                                          "other predictors being equal.")
                                      : _("Percentages: share with the answer. Odds ratio: how many times "
                                          "the odds of the reference, the other "
                                          "predictors being equal."));
    result_note(
        to,
        _("Odds are the share with the answer over the share without: an odds ratio of 2 is not twice the "
          "share. A relation is not a cause."));
    if (r->no_answer > 0)
        result_note(to, arena_printf(a, _("Left out: %s of the base that did not answer the question."),
                                     number_thousands(a, r->no_answer)));
    if (r->unknown > 0)
        result_note(to, arena_printf(a, _("Left out: %s that did not answer a predictor."),
                                     number_thousands(a, r->unknown)));
    if (v->wishes->suppress > 1)
        result_note(
            to, arena_printf(a, _("No count here is smaller than %ld (--suppress)."), v->wishes->suppress));
    if (v->spec.weighting) {
        const char *notes[TABLE_WEIGHT_NOTES];
        size_t count = table_weight_notes(a, v->spec.weighting, notes);
        for (size_t i = 0; i < count; i++)
            result_note(to, notes[i]);
    }
    if (v->d->synthetic)
        result_note(to, v->d->synthetic);
}

/* --- what cannot be told --- */

static const struct relation_category *category_of(const struct relation *r, size_t predictors, size_t column,
                                                   const char **label) {
    for (size_t i = 0; i < predictors; i++)
        for (size_t k = 0; k < r->predictors[i].count; k++)
            if (r->predictors[i].categories[k].column == column && k != r->predictors[i].reference) {
                *label = r->predictors[i].label;
                return &r->predictors[i].categories[k];
            }
    return NULL;
}

static bool explain(const struct view *v, struct fault *f) {
    const struct regression *g = &v->r->result;
    const char *label = "";
    const struct relation_category *c = category_of(v->r, v->spec.predictor_count, g->column, &label);
    switch (g->failure) {
    case REGRESSION_DONE:
        return true;
    case REGRESSION_CONSTANT:
        return fault_set(f,
                         _("of the %" PRId64 " returns that take part %" PRId64
                           " have the answer: there is no difference to explain"),
                         g->n, g->yes);
    case REGRESSION_ALIASED:
        return fault_set(f, _("\"%s\" of \"%s\" follows from the other predictors; take one of them out"),
                         c->label, label);
    case REGRESSION_SEPARATED:
        return fault_set(f,
                         _("\"%s\" of \"%s\" (%" PRId64 " of %" PRId64
                           ") tells those with the answer from those without: there is no finite odds ratio "
                           "(separation); join categories in a grouping, or take the predictor out"),
                         c->label, label, c->yes, c->n);
    case REGRESSION_NOT_CONVERGED:
        break;
    }
    return fault_set(f, _("the regression did not converge; take fewer predictors or join small categories"));
}

/* Every odds ratio is worked out from all counts together, so none can be hidden behind the others. */
static bool is_small(const struct view *v, int64_t count) {
    return count > 0 && count < v->wishes->suppress;
}

static bool nothing_small(const struct view *v, struct fault *f) {
    const struct relation *r = v->r;
    for (size_t i = 0; i < v->spec.predictor_count; i++)
        for (size_t k = 0; k < r->predictors[i].count; k++) {
            const struct relation_category *c = &r->predictors[i].categories[k];
            if (is_small(v, c->n) || is_small(v, c->yes) || is_small(v, c->n - c->yes))
                return fault_set(
                    f,
                    _("--suppress %ld: \"%s\" of \"%s\" has fewer with the answer, or without it. The "
                      "odds ratios follow from all counts, so nothing can be hidden here; join "
                      "categories in a grouping, or take the predictor out"),
                    v->wishes->suppress, c->label, r->predictors[i].label);
        }
    if (is_small(v, r->no_answer) || is_small(v, r->unknown))
        return fault_set(
            f,
            _("--suppress %ld: fewer than that left the question or a predictor unanswered, and how "
              "many follows from what is printed; choose other predictors, or a base without them"),
            v->wishes->suppress);
    return true;
}

/* --- from the store --- */

static bool choose_outcome(struct view *v, const struct questionnaire *q, struct fault *f) {
    int question = questionnaire_find(q, v->wishes->question);
    if (question < 0 || !question_is_coded(&q->questions[question]))
        return fault_usage(f, _("%s has no question \"%s\" with options; `shukei survey show %s` lists them"),
                           q->id, v->wishes->question, q->id);
    int option = question_option(&q->questions[question], v->wishes->option);
    v->spec.question = &q->questions[question];
    v->spec.option = (size_t)option;
    return option >= 0 || fault_usage(f, _("%s has no option \"%s\"; `shukei survey show` lists them"),
                                      v->wishes->question, v->wishes->option);
}

static bool choose_predictors(struct view *v, const struct questionnaire *q, struct fault *f) {
    char *rest = arena_strdup(v->arena, v->wishes->by);
    for (char *name; (name = strsep(&rest, ",")) != NULL;) {
        if (v->spec.predictor_count == RELATION_PREDICTORS_MAX)
            return fault_usage(f, _("--by %s: at most %d keys"), v->wishes->by, RELATION_PREDICTORS_MAX);
        const char **key = &v->spec.predictors[v->spec.predictor_count++];
        if (!cube_banner_key(q, name, key, f))
            return false;
        for (size_t i = 0; i + 1 < v->spec.predictor_count; i++)
            if (strcmp(v->spec.predictors[i], *key) == 0)
                return fault_usage(f, _("--by %s: the same key twice"), v->wishes->by);
    }
    return true;
}

static bool choose_returns(struct view *v, const struct questionnaire *q, struct fault *f) {
    const char *where = v->wishes->where, *base = v->wishes->base;
    return (!where || (v->spec.where = expr_compile_option(v->arena, q, "--where", where, f))) &&
           (!base || (v->spec.base = expr_compile_option(v->arena, q, "--base", base, f)));
}

static bool load(struct view *v, struct store *store, const struct questionnaire *q, struct fault *f) {
    const struct scheme *scheme = v->wishes->weight ? scheme_find(q, v->wishes->weight, f) : NULL;
    if (v->wishes->weight && !scheme)
        return fault_context(f, "--weight");
    size_t margins = scheme ? scheme->margin_count : 0, count = 0;
    const struct expr **exprs = arena_array(v->arena, margins + 2, sizeof *exprs);
    exprs[count++] = v->spec.where;
    exprs[count++] = v->spec.base;
    for (size_t m = 0; m < margins; m++)
        exprs[count++] = scheme->margins[m].where;
    v->d = dataset_load_for(v->arena, store, q, exprs, count, f);
    if (v->d && scheme)
        v->spec.weighting = weighting_make(v->arena, v->d, scheme, f);
    return v->d && (!scheme || v->spec.weighting);
}

static struct result *print(const struct view *v) {
    struct result *to = result_create(
        v->arena, arena_printf(v->arena, _("What goes with “%s” to “%s”"),
                               v->spec.question->options[v->spec.option].label,
                               question_title(v->arena, v->d->questionnaire, v->spec.question)));
    add_facts(v, to);
    add_rows(v, to);
    add_notes(v, to);
    return to;
}

struct result *relate_answers(struct arena *arena, const char *store_path, const struct relate_wishes *wishes,
                              struct fault *f) {
    struct view v = {.arena = arena, .wishes = wishes};
    struct store *store = store_open(store_path, STORE_READ, f);
    const struct questionnaire *q = store ? store_questionnaire(store, arena, wishes->survey, f) : NULL;
    bool good = q && choose_outcome(&v, q, f) && choose_predictors(&v, q, f) && choose_returns(&v, q, f) &&
                load(&v, store, q, f);
    store_close(store);
    if (good)
        v.r = relation_make(arena, v.d, &v.spec, wishes->level, f);
    return good && v.r && nothing_small(&v, f) && explain(&v, f) ? print(&v)
                                                                 : NULL; /* explain names counts */
}
