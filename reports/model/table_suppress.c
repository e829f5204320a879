#include "reports/model/table_suppress.h"

#include "engine/base/lang.h"
#include "engine/tabulation/cube_key.h"
#include "reports/model/suppress_system.h"

#include <string.h>

static const uint64_t patience = 5000000000, /* some 5 seconds of the audit */
    standing_patience = 500000000;           /* for what is printed only in part, if at all */

enum {
    STANDING_MOST = 30000, /* counts of the standing tables; keys beyond stand by themselves */
    PARENTS_MAX = 5,       /* of a filter: none of its conditions, and each alone */
};

struct suppressing {
    struct arena *arena;
    struct suppress_system *stood, *own; /* what stands, and what is printed */
    const struct dataset *dataset;
    const char **standing; /* keys */
    size_t standing_count, counts;
    bool alone; /* what stands has no part in it */
    struct fault *f;
};

static const struct cube *count_of(const struct suppressing *s, const struct cube_spec *spec) {
    return cube_count(s->arena, s->dataset, arena_copy(s->arena, spec, sizeof *spec), s->f);
}

/* --- standing tables --- */

static bool has_key(const struct dataset *d, const char *key) {
    struct fault ignored = {0};
    if (strcmp(key, "association") == 0 || strcmp(key, "channel") == 0)
        return (*key == 'a' ? d->association : d->channel).count > 0;
    return cube_key_check(d->questionnaire, key, &ignored);
}

static size_t counts_of(const struct cube *cube) {
    size_t rows = 0;
    for (size_t k = 0; k < cube->question_count; k++)
        rows += cube->questions[k].row_count + 1;
    return rows * cube->column_count;
}

static bool stand(struct suppressing *s, const char *key) {
    const struct questionnaire *q = s->dataset->questionnaire;
    size_t *all = arena_array(s->arena, q->question_count + 1, sizeof *all);
    for (size_t i = 0; i < q->question_count; i++)
        all[i] = i;
    const struct cube *cube = count_of(s, &(struct cube_spec){.questions = all,
                                                              .question_count = q->question_count,
                                                              .keys = {key},
                                                              .key_count = key != NULL});
    if (!cube)
        return false;
    s->counts += counts_of(cube);
    if (key && s->counts > STANDING_MOST)
        return true;
    suppress_system_add(s->stood, cube, TABLE_OF_CASES, SUPPRESS_PRINTED, NULL);
    if (key)
        s->standing[s->standing_count++] = key;
    if (!suppress_system_protect(s->stood, standing_patience))
        s->stood = NULL;
    return true;
}

/* The order is always the same, so what is hidden is, too. */
static bool stand_all(struct suppressing *s) {
    static const char *const own[] = {"type", "pref", "association", "channel"};
    const struct questionnaire *q = s->dataset->questionnaire;
    s->standing = arena_array(s->arena, sizeof own / sizeof *own + q->grouping_count, sizeof *s->standing);
    if (!stand(s, NULL))
        return false;
    for (size_t i = 0; s->stood && i < q->grouping_count; i++)
        if (has_key(s->dataset, q->groupings[i].id) && !stand(s, q->groupings[i].id))
            return false;
    for (size_t i = 0; s->stood && i < sizeof own / sizeof *own; i++)
        if (has_key(s->dataset, own[i]) && !stand(s, own[i]))
            return false;
    return true;
}

static bool stands(const struct suppressing *s, const struct cube_spec *spec, enum table_percent percent) {
    if (!s->stood || spec->where || spec->base || spec->without_no_answer || percent == TABLE_OF_ANSWERS ||
        spec->key_count > 1)
        return false;
    for (size_t i = 0; spec->key_count && i < s->standing_count; i++)
        if (strcmp(s->standing[i], spec->keys[0]) == 0)
            return true;
    return spec->key_count == 0;
}

/* --- filters --- */

static const struct expr everybody = {.op = EXPR_TRUE, .question = -1};

/* Who a source is about. */
struct filter {
    const struct expr *all; /* NULL: everybody */
    const char *text;
    const struct expr *parents[PARENTS_MAX]; /* whom it may be subtracted from; NULL: everybody */
    const char *parent_texts[PARENTS_MAX];
    size_t parent_count;
};

static void add_conditions(const struct expr *e, const struct expr **conditions, size_t *count) {
    if (e->op == EXPR_AND) {
        add_conditions(e->a, conditions, count);
        add_conditions(e->b, conditions, count);
    } else if ((*count)++ < PARENTS_MAX) {
        conditions[*count - 1] = e;
    }
}

static struct filter filter_of(const struct suppressing *s, const struct cube_spec *spec) {
    const struct expr *conditions[PARENTS_MAX], *where = spec->where, *base = spec->base;
    size_t count = 0;
    where = where && where->op == EXPR_TRUE ? NULL : where;
    base = base && base->op == EXPR_TRUE ? NULL : base;
    struct filter filter = {.all = expr_and(s->arena, where, base), .parent_count = 1};
    filter.text = arena_printf(s->arena, "(%s) and (%s)", where ? spec->where_text : "true",
                               base ? spec->base_text : "true");
    if (!filter.all)
        return filter;
    add_conditions(filter.all, conditions, &count);
    for (size_t i = 0; count > 1 && count < PARENTS_MAX && i < count; i++) {
        filter.parents[filter.parent_count] = conditions[i];
        filter.parent_texts[filter.parent_count++] = arena_printf(s->arena, "%zu of %s", i, filter.text);
    }
    return filter;
}

/* The same tables of other returns: of those in `where`, and not in `without`. */
static const struct cube *count_others(const struct suppressing *s, const struct cube_spec *of,
                                       const struct expr *where, const char *where_text,
                                       const struct filter *without) {
    struct cube_spec spec = *of;
    spec.base = spec.base ? &everybody : NULL;
    spec.base_text = spec.base ? "" : NULL;
    spec.where = where;
    spec.where_text = where_text;
    if (without) {
        struct expr *rest = arena_alloc(s->arena, sizeof *rest);
        *rest = (struct expr){.op = EXPR_NOT, .question = -1, .a = without->all};
        spec.where = expr_and(s->arena, where, rest);
        spec.where_text =
            arena_printf(s->arena, "%s without %s", where_text ? where_text : "all", without->text);
    }
    return count_of(s, &spec);
}

/* --- the sources --- */

/* What a filtered table is part of, as if that were known in full, and what is left of it without. */
static bool add_wholes(const struct suppressing *s, const struct table_suppress_source *source,
                       const struct suppress_cube *part, const struct filter *filter) {
    for (size_t i = 0; i < filter->parent_count; i++) {
        const struct cube_spec *spec = source->cube->spec;
        const struct cube *whole = count_others(s, spec, filter->parents[i], filter->parent_texts[i], NULL),
                          *rest = whole ? count_others(s, spec, filter->parents[i], filter->parent_texts[i],
                                                       filter)
                                        : NULL;
        if (!rest)
            return false;
        suppress_system_split(
            s->own, suppress_system_add(s->own, whole, source->percent, SUPPRESS_WHOLE, NULL), part,
            suppress_system_add(s->own, rest, source->percent, SUPPRESS_REST, source->cube));
    }
    return true;
}

static bool all_stand(const struct suppressing *s, const struct table_suppress_source *sources,
                      size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!stands(s, sources[i].cube->spec, sources[i].percent))
            return false;
    return true;
}

static bool are_nested(const struct table_suppress_source *sources, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sources[i].cube->spec->key_count > 1)
            return true;
    return false;
}

/* The system of what is printed: what stands, if it is nothing else. */
static bool begin(struct suppressing *s, const struct table_suppress_source *sources, size_t count,
                  int64_t least) {
    bool nested = are_nested(sources, count);
    s->stood = nested ? NULL : suppress_system_create(s->arena, least, NULL);
    if (!nested && !stand_all(s))
        return false;
    s->alone = !s->stood;
    s->own = s->stood && all_stand(s, sources, count) ? s->stood
                                                      : suppress_system_create(s->arena, least, s->stood);
    return true;
}

static const struct suppress_cube *add_source(const struct suppressing *s,
                                              const struct table_suppress_source *source) {
    const struct filter filter = filter_of(s, source->cube->spec);
    const struct suppress_cube *own = suppress_system_add(
        s->own, source->cube, source->percent, s->own == s->stood ? SUPPRESS_KNOWN : SUPPRESS_PRINTED, NULL);
    return !filter.all || add_wholes(s, source, own, &filter) ? own : NULL;
}

const struct table_hidden *const *table_suppress(struct arena *arena,
                                                 const struct table_suppress_source *sources, size_t count,
                                                 int64_t least, struct fault *f) {
    const struct table_hidden **all = arena_array(arena, count + 1, sizeof *all);
    const struct suppress_cube **own = arena_array(arena, count + 1, sizeof *own);
    struct suppressing s = {.arena = arena, .dataset = count ? sources[0].cube->dataset : NULL, .f = f};
    if (count == 0)
        return all;
    if (!begin(&s, sources, count, least))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (!(own[i] = add_source(&s, &sources[i])))
            return NULL;
    if (!suppress_system_protect(s.own, patience)) {
        fault_set(f,
                  _("--suppress %ld: too many small counts hang together in these tables; ask for fewer "
                    "questions, for one "
                    "key instead of two, or for a smaller number"),
                  (long)least);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        size_t questions = sources[i].cube->question_count;
        struct table_hidden *hidden = arena_array(arena, questions + 1, sizeof *hidden);
        for (size_t k = 0; k < questions; k++) {
            hidden[k] = suppress_system_hidden(s.own, &own[i]->places[k]);
            hidden[k].alone = s.alone;
        }
        all[i] = hidden;
    }
    return all;
}
