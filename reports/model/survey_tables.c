#include "reports/model/survey_tables.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/tabulation/cube_banner.h"
#include "reports/model/table_population.h"
#include "reports/model/table_suppress.h"

#include <string.h>

static bool unknown_question(const struct questionnaire *q, const char *id, struct fault *f) {
    struct utf8_nearest nearest = {.wanted = id};
    for (size_t i = 0; i < q->question_count; i++)
        utf8_nearest_offer(&nearest, q->questions[i].id);
    if (nearest.name)
        return fault_usage(f, _("%s has no question \"%s\"; did you mean \"%s\"?"), q->id, id, nearest.name);
    return fault_usage(f, _("%s has no question \"%s\"; `shukei survey show %s` lists them"), q->id, id,
                       q->id);
}

static bool belongs(const struct question *question, const char *id) {
    return strcmp(question->id, id) == 0 || (question->group && strcmp(question->group, id) == 0);
}

static bool choose_questions(struct arena *arena, const struct questionnaire *q,
                             const struct survey_request *request, struct cube_spec *spec, struct fault *f) {
    size_t most = q->question_count * (request->question_count > 0 ? request->question_count : 1), count = 0;
    size_t *positions = arena_array(arena, most + 1, sizeof *positions);
    for (size_t i = 0; request->question_count == 0 && i < q->question_count; i++)
        positions[count++] = i;
    for (size_t k = 0; k < request->question_count; k++) {
        size_t before = count;
        for (size_t i = 0; i < q->question_count; i++)
            if (belongs(&q->questions[i], request->questions[k]))
                positions[count++] = i;
        if (count == before)
            return unknown_question(q, request->questions[k], f);
    }
    spec->questions = positions;
    spec->question_count = count;
    return true;
}

static bool make_spec(struct arena *arena, const struct questionnaire *q,
                      const struct survey_request *request, struct cube_spec *spec, struct fault *f) {
    *spec =
        (struct cube_spec){.key_count = request->key_count, .without_no_answer = request->without_no_answer};
    for (size_t k = 0; k < request->key_count; k++)
        if (!cube_key_find(q, request->keys[k], &spec->keys[k], f))
            return false;
    if (spec->key_count == 2 && strcmp(spec->keys[0], spec->keys[1]) == 0)
        return fault_usage(f, _("--by %s,%s: the same key twice"), request->keys[0], request->keys[1]);
    if (request->where &&
        !(spec->where = expr_compile_option(arena, q, "--where", spec->where_text = request->where, f)))
        return false;
    if (request->base &&
        !(spec->base = expr_compile_option(arena, q, "--base", spec->base_text = request->base, f)))
        return false;
    return choose_questions(arena, q, request, spec, f);
}

static size_t count_margins(const struct questionnaire *q) {
    size_t margins = 0;
    for (size_t i = 0; i < q->scheme_count; i++)
        margins += q->schemes[i].margin_count;
    return margins;
}

static bool weigh(struct arena *arena, const struct cube *cube, const struct survey_request *request,
                  const struct cube_weights **weights, struct fault *f) {
    const struct dataset *d = cube->dataset;
    if (request->population)
        return fault_usage(
            f, _("--population does not go with --weight; a weighting says itself that its population is "
                 "\"finite\""));
    const struct scheme *scheme = scheme_find(d->questionnaire, request->weight, f);
    const struct weighting *weighting = scheme ? weighting_make(arena, d, scheme, f) : NULL;
    if (!weighting)
        return fault_context(f, "--weight");
    *weights = cube_weigh(arena, cube, weighting);
    return true;
}

static bool make_tables(struct arena *arena, struct store *store, const struct cube *cube,
                        const struct survey_request *request, const struct table_hidden *hidden,
                        const struct table_set **set, struct fault *f) {
    struct table_options options = request->options;
    if (request->weight && !weigh(arena, cube, request, &options.weights, f))
        return false;
    if (request->population &&
        !(options.population = table_population_of(arena, store, cube, request->population, f)))
        return false;
    *set = table_make_hidden(arena, cube, &options, hidden);
    return true;
}

/* All requests are printed together, so the strictest of them holds for all. */
static bool hide(struct arena *arena, const struct cube *const *cubes, struct survey_request *requests,
                 size_t count, const struct table_hidden *const **hidden, struct fault *f) {
    struct table_suppress_source *sources = arena_array(arena, count + 1, sizeof *sources);
    long least = 0;
    for (size_t i = 0; i < count; i++) {
        sources[i] = (struct table_suppress_source){cubes[i], requests[i].options.percent};
        least = requests[i].options.suppress > least ? requests[i].options.suppress : least;
    }
    for (size_t i = 0; i < count; i++)
        requests[i].options.suppress = least;
    *hidden = least > 1 ? table_suppress(arena, sources, count, least, f) : NULL;
    return least <= 1 || *hidden;
}

static bool any_hidden(const struct cube *cube, const struct table_hidden *hidden) {
    for (size_t i = 0; i < cube->question_count; i++) {
        const size_t cells = cube->questions[i].row_count * cube->column_count;
        for (size_t c = 0; c < cells; c++)
            if (hidden[i].cells[c])
                return true;
        for (size_t c = 0; c < cube->column_count; c++)
            if (hidden[i].n[c] || hidden[i].answers[c])
                return true;
    }
    return false;
}

/* A weighted total is one more equation of the counts that are hidden, in coefficients that anybody may know. */
static bool weights_tell_nothing(const struct cube *const *cubes, const struct survey_request *requests,
                                 size_t count, const struct table_hidden *const *hidden, struct fault *f) {
    bool weighted = false, hides = false;
    for (size_t i = 0; i < count && hidden; i++) {
        weighted = weighted || requests[i].weight;
        hides = hides || any_hidden(cubes[i], hidden[i]);
    }
    return !weighted || !hides ||
           fault_set(f, _("--weight with --suppress: small counts would have to be hidden in these tables, "
                          "and weighted totals "
                          "give them away; ask for fewer questions or columns, or without --weight"));
}

bool survey_tables_from(struct arena *arena, struct store *store, const struct questionnaire *q,
                        const struct survey_request *requests, size_t count, const struct table_set **sets,
                        struct fault *f) {
    struct cube_spec *specs = arena_array(arena, count + 1, sizeof *specs);
    size_t expr_count = 0;
    const struct expr **exprs = arena_array(arena, 2 * count + count_margins(q) + 1, sizeof *exprs);
    for (size_t i = 0; i < q->scheme_count; i++)
        for (size_t m = 0; m < q->schemes[i].margin_count; m++)
            exprs[expr_count++] = q->schemes[i].margins[m].where;
    for (size_t i = 0; i < count; i++) {
        if (!make_spec(arena, q, &requests[i], &specs[i], f))
            return false;
        exprs[expr_count++] = specs[i].where;
        exprs[expr_count++] = specs[i].base;
    }
    const struct dataset *d = dataset_load_for(arena, store, q, exprs, expr_count, f);
    const struct cube **cubes = arena_array(arena, count + 1, sizeof *cubes);
    struct survey_request *together = arena_copy(arena, requests, count * sizeof *together);
    for (size_t i = 0; d && i < count; i++)
        if (!(cubes[i] = cube_count(arena, d, &specs[i], f)))
            return false;
    const struct table_hidden *const *hidden = NULL;
    if (!d || !hide(arena, cubes, together, count, &hidden, f) ||
        !weights_tell_nothing(cubes, together, count, hidden, f))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!make_tables(arena, store, cubes[i], &together[i], hidden ? hidden[i] : NULL, &sets[i], f))
            return false;
    return true;
}

bool survey_tables(struct arena *arena, const char *store_path, const char *survey,
                   const struct survey_request *requests, size_t count, const struct table_set **sets,
                   struct fault *f) {
    struct store *store = store_open(store_path, STORE_READ, f);
    if (!store)
        return false;
    const struct questionnaire *q = store_questionnaire(store, arena, survey, f);
    bool ok = q && survey_tables_from(arena, store, q, requests, count, sets, f);
    store_close(store);
    return ok;
}
