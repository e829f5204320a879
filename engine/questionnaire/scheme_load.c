#include "engine/questionnaire/scheme_load.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"

#include <math.h>
#include <string.h>

/* --- keys: names of single-answer questions and groupings --- */

static bool is_single(const struct question *question) {
    return question->kind == QUESTION_SINGLE || question->kind == QUESTION_PREFECTURE;
}

static bool check_key(const struct loader *l, const struct json *by, const char *key, struct fault *f) {
    int question = questionnaire_key(l->q, key);
    if (questionnaire_grouping(l->q, key) >= 0 || (question >= 0 && is_single(&l->q->questions[question])))
        return true;
    return json_fault(f, by,
                      _("\"%s\" is no key to weight by; it takes a question with one answer, pref, type or a "
                        "grouping"),
                      key);
}

static bool load_by(struct loader *l, const struct json *node, struct scheme_margin *out, struct fault *f) {
    const char *text = NULL;
    if (!load_text(node, "by", true, &text, f))
        return false;
    const struct json *by = json_member(node, "by");
    char *rest = arena_strdup(l->arena, text);
    for (char *key; (key = strsep(&rest, ",")) != NULL;) {
        if (out->key_count == SCHEME_KEYS_MAX)
            return json_fault(f, by, _("at most %d keys, with a comma between them"), SCHEME_KEYS_MAX);
        if (!check_key(l, by, key, f))
            return false;
        out->by[out->key_count++] = key;
    }
    return out->key_count < 2 || strcmp(out->by[0], out->by[1]) != 0 ||
           json_fault(f, by, _("the same key twice"));
}

/* --- categories --- */

/* The category's id as columns have it ("01" for 北海道), or NULL. */
static const char *category_of(const struct questionnaire *q, const char *key, const char *id) {
    int grouping = questionnaire_grouping(q, key), question = questionnaire_key(q, key);
    if (question >= 0) {
        int option = question_option(&q->questions[question], id);
        return option < 0 ? NULL : q->questions[question].options[option].id;
    }
    for (size_t c = 0; c < q->groupings[grouping].count; c++)
        if (strcmp(q->groupings[grouping].ids[c], id) == 0)
            return q->groupings[grouping].ids[c];
    return NULL;
}

static bool load_category(const struct loader *l, const struct json *node, const char *key, const char **out,
                          struct fault *f) {
    *out = category_of(l->q, key, node->key);
    return *out || json_fault(f, node, _("\"%s\" has no category \"%s\""), key, node->key);
}

static bool load_number(const struct json *node, double *out, struct fault *f) {
    if (!json_expect(node, JSON_NUMBER, f))
        return false;
    *out = node->number;
    return (*out > 0 && isfinite(*out)) ||
           json_fault(f, node,
                      _("expected a number above 0; a category that is not in the population is left away"));
}

/* {"clinic": 89695}, or with two keys {"clinic": {"online": 72.8}}. */
static bool load_counts(const struct loader *l, const struct json *population, size_t level,
                        const char *const *before, const struct scheme_margin *margin,
                        struct scheme_count *counts, size_t *count, struct fault *f) {
    const char *ids[SCHEME_KEYS_MAX] = {before[0], before[1]};
    for (const struct json *node = population->first; node; node = node->next) {
        if (!load_category(l, node, margin->by[level], &ids[level], f))
            return false;
        if (level + 1 < margin->key_count) {
            if (!json_expect(node, JSON_OBJECT, f) ||
                !load_counts(l, node, level + 1, ids, margin, counts, count, f))
                return false;
            continue;
        }
        counts[*count] = (struct scheme_count){.ids = {ids[0], ids[1]}};
        if (!load_number(node, &counts[(*count)++].count, f))
            return false;
    }
    return true;
}

static size_t count_leaves(const struct json *node) {
    size_t leaves = node->kind == JSON_OBJECT ? 0 : 1;
    for (const struct json *child = node->first; child; child = child->next)
        leaves += count_leaves(child);
    return leaves;
}

static bool load_population(struct loader *l, const struct json *node, struct scheme_margin *out,
                            struct fault *f) {
    static const char *const nothing[SCHEME_KEYS_MAX];
    const struct json *population;
    if (!json_get_object(node, "population", false, &population, f))
        return false;
    if (!!population == !!out->table)
        return json_fault(f, node, _("a margin has either a \"table\" or a \"population\""));
    if (!population)
        return true;
    if (out->area)
        return json_fault(f, json_member(node, "area"), _("an area is of a \"table\""));
    if (!out->source)
        return json_fault(f, node, _("a \"population\" needs the \"source\" of its numbers"));
    struct scheme_count *counts = arena_array(l->arena, count_leaves(population) + 1, sizeof *counts);
    out->counts = counts;
    return load_counts(l, population, 0, nothing, out, counts, &out->count, f) &&
           (out->count > 0 || json_fault(f, population, _("a population needs at least one category")));
}

/* --- margins and schemes --- */

static bool load_margin(struct loader *l, const struct json *node, struct scheme_margin *out,
                        struct fault *f) {
    static const char *const keys[] = {"by",    "table",  "area",   "population", "leave_out",
                                       "where", "shares", "source", "date",       NULL};
    return json_known(node, keys, f) && load_by(l, node, out, f) &&
           load_text(node, "table", false, &out->table, f) && load_text(node, "area", false, &out->area, f) &&
           load_text(node, "source", false, &out->source, f) &&
           load_text(node, "date", false, &out->date, f) &&
           load_texts(l->arena, node, "leave_out", &out->leave_out, &out->leave_out_count, f) &&
           json_get_bool(node, "shares", false, &out->shares, f) &&
           load_expr(l, node, "where", &out->where_text, &out->where, f) && load_population(l, node, out, f);
}

static bool load_margins(struct loader *l, const struct json *node, struct scheme *out, struct fault *f) {
    const struct json *list;
    if (!json_get_array(node, "margins", true, &list, f))
        return false;
    if (list->count == 0)
        return json_fault(f, list, _("a weighting needs at least one margin"));
    if (out->poststratify && list->count != 1)
        return json_fault(f, list, _("post-stratification has one margin; several are for \"rake\""));
    struct scheme_margin *margins = arena_array(l->arena, list->count, sizeof *margins);
    for (const struct json *item = list->first; item; item = item->next)
        if (!json_expect(item, JSON_OBJECT, f) || !load_margin(l, item, &margins[item->index], f))
            return false;
    out->margins = margins;
    out->margin_count = list->count;
    return true;
}

static bool load_method(const struct json *node, struct scheme *out, struct fault *f) {
    const char *method = NULL;
    if (!load_text(node, "method", true, &method, f))
        return false;
    out->poststratify = strcmp(method, "poststratify") == 0;
    return out->poststratify || strcmp(method, "rake") == 0 ||
           json_fault(f, json_member(node, "method"),
                      _("expected \"rake\" or \"poststratify\", found \"%s\""), method);
}

static bool load_trim(const struct json *node, struct scheme *out, struct fault *f) {
    static const char *const keys[] = {"low", "high", NULL};
    const struct json *trim;
    out->trim_high = INFINITY;
    if (!json_get_object(node, "trim", false, &trim, f))
        return false;
    if (!trim)
        return true;
    if (!json_known(trim, keys, f) || !json_get_number(trim, "low", false, &out->trim_low, f) ||
        !json_get_number(trim, "high", false, &out->trim_high, f))
        return false;
    if (!(out->trim_low >= 0 && out->trim_low < 1))
        return json_fault(f, json_member(trim, "low"), _("expected 0 to under 1: times the mean weight"));
    return out->trim_high > 1 ||
           json_fault(f, json_member(trim, "high"), _("expected more than 1: times the mean weight"));
}

static bool has_counts(const struct scheme *scheme) {
    for (size_t m = 0; m < scheme->margin_count; m++)
        if (!scheme->margins[m].shares && !scheme->margins[m].where)
            return true;
    return false;
}

/* Of a finite population each stratum's size must be known: the first margin of counts gives it. */
static bool sizes_strata(const struct scheme *scheme) {
    for (size_t m = 0; m < scheme->margin_count; m++) {
        const struct scheme_margin *margin = &scheme->margins[m];
        if (!margin->shares && !margin->where)
            return margin->key_count == 1 && strcmp(margin->by[0], scheme->strata) == 0;
    }
    return false;
}

static bool load_strata(struct loader *l, const struct json *node, struct scheme *out, struct fault *f) {
    if (!load_text(node, "strata", false, &out->strata, f))
        return false;
    const struct json *strata = json_member(node, "strata");
    if (!out->strata || !check_key(l, strata, out->strata, f))
        return !out->strata;
    return !out->finite || sizes_strata(out) ||
           json_fault(
               f, strata,
               _("with \"finite\" the first margin of counts must be by the key of the strata, \"%s\", so "
                 "that the size of each is known"),
               out->strata);
}

static bool load_scheme(struct loader *l, const struct json *node, struct scheme *schemes, struct fault *f) {
    static const char *const keys[] = {"id", "label", "method", "margins", "trim", "finite", "strata", NULL};
    struct scheme *out = &schemes[node->index];
    if (!json_expect(node, JSON_OBJECT, f) || !json_known(node, keys, f) ||
        !load_id(node, "_-", &out->id, f) || !load_text(node, "label", true, &out->label, f) ||
        !load_method(node, out, f) || !load_trim(node, out, f) ||
        !json_get_bool(node, "finite", false, &out->finite, f) || !load_margins(l, node, out, f) ||
        !load_strata(l, node, out, f))
        return false;
    for (size_t i = 0; i < node->index; i++)
        if (strcmp(schemes[i].id, out->id) == 0)
            return json_fault(f, json_member(node, "id"), _("the id \"%s\" stands twice; ids must be unique"),
                              out->id);
    return !out->finite || has_counts(out) ||
           json_fault(f, json_member(node, "finite"),
                      _("a finite population needs a margin of counts of everybody (without \"shares\" and "
                        "\"where\")"));
}

bool scheme_load_all(struct loader *l, const struct json *root, struct fault *f) {
    const struct json *list;
    if (!json_get_array(root, "weights", false, &list, f))
        return false;
    if (!list)
        return true;
    struct scheme *schemes = arena_array(l->arena, list->count + 1, sizeof *schemes);
    for (const struct json *node = list->first; node; node = node->next)
        if (!load_scheme(l, node, schemes, f))
            return false;
    l->q->schemes = schemes;
    l->q->scheme_count = list->count;
    return true;
}

const char *scheme_margin_key(struct arena *arena, const struct scheme_margin *margin) {
    return margin->key_count > 1 ? arena_printf(arena, "%s,%s", margin->by[0], margin->by[1]) : margin->by[0];
}

const struct scheme *scheme_find(const struct questionnaire *q, const char *id, struct fault *f) {
    struct strbuf names = {0};
    for (size_t i = 0; i < q->scheme_count; i++)
        if (strcmp(q->schemes[i].id, id) == 0)
            return &q->schemes[i];
    for (size_t i = 0; i < q->scheme_count; i++)
        strbuf_printf(&names, "%s%s", i ? ", " : "", q->schemes[i].id);
    if (q->scheme_count == 0)
        fault_usage(f, _("%s has no weighting; its questionnaire file can give one under \"weights\""),
                    q->id);
    else
        fault_usage(f, _("%s has no weighting \"%s\"; there is: %s"), q->id, id, names.text);
    strbuf_end(&names);
    return NULL;
}
