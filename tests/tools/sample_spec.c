/* Reading a spec and the published figures that it must meet. */
#include "tests/tools/sample.h"

#include <math.h>
#include <string.h>

struct loading {
    struct sample *sample;
    const struct json *published; /* its "questions" */
    struct fault *f;
};

static size_t index_of_latent(const struct sample *s, const char *name) {
    size_t i = 0;
    while (i < s->latent_count && strcmp(s->latent_names[i], name) != 0)
        i++;
    return i;
}

static int variable_index(const struct sample *s, const char *id, size_t length) {
    for (size_t i = 0; i < s->variable_count; i++)
        if (strlen(s->variables[i].id) == length && memcmp(s->variables[i].id, id, length) == 0)
            return (int)i;
    return -1;
}

static int option_index(const struct sample_variable *v, const char *id) {
    for (size_t i = 0; i < v->option_count; i++)
        if (strcmp(v->options[i].id, id) == 0)
            return (int)i;
    return -1;
}

/* Only what was drawn before can have an effect, so a term may name this variable's earlier options and all
 * earlier variables. */
static bool read_term(struct loading *l, const struct json *at, const char *text, struct sample_term *term) {
    const struct sample *s = l->sample;
    if (text[0] == '~') {
        size_t latent = index_of_latent(s, text + 1);
        *term = (struct sample_term){-1, (int)latent, 0};
        return latent < s->latent_count || json_fault(l->f, at, "no latent trait is called \"%s\"", text + 1);
    }
    const char *equals = strchr(text, '=');
    int variable = equals ? variable_index(s, text, (size_t)(equals - text)) : -1;
    int option = variable < 0 ? -1 : option_index(&s->variables[variable], equals + 1);
    *term = (struct sample_term){variable, option, 0};
    return option >= 0 ||
           json_fault(l->f, at, "\"%s\" is not \"variable=option\" of something drawn before", text);
}

/* A list of terms (conditions) or an object of term: weight (effects). */
static bool read_terms(struct loading *l, const struct json *owner, const char *key,
                       struct sample_terms *terms) {
    const struct json *list = json_member(owner, key);
    if (!list)
        return true;
    terms->items = arena_array(l->sample->arena, list->count + 1, sizeof *terms->items);
    for (const struct json *item = list->first; item; item = item->next) {
        bool weighted = list->kind == JSON_OBJECT;
        if (!json_expect(item, weighted ? JSON_NUMBER : JSON_STRING, l->f) ||
            !read_term(l, item, weighted ? item->key : item->string, &terms->items[terms->count]))
            return false;
        terms->items[terms->count++].weight = weighted ? item->number : 0;
    }
    return true;
}

static const char **read_lines(struct arena *arena, const struct json *list, size_t *count) {
    const char **lines = arena_array(arena, list->count + 1, sizeof *lines);
    for (const struct json *item = list->first; item; item = item->next)
        if (item->kind == JSON_STRING)
            lines[(*count)++] = item->string;
    return lines;
}

static const struct json *published_question(const struct loading *l, const char *id) {
    for (const struct json *q = l->published->first; q; q = q->next) {
        const struct json *name = json_member(q, "id");
        if (name && name->kind == JSON_STRING && strcmp(name->string, id) == 0)
            return q;
    }
    return NULL;
}

static const struct json *published_option(const struct loading *l, const char *question,
                                           const char *option) {
    const struct json *q = published_question(l, question);
    const struct json *options = q ? json_member(q, "options") : NULL;
    for (const struct json *o = options ? options->first : NULL; o; o = o->next) {
        const struct json *name = json_member(o, "id");
        if (name && name->kind == JSON_STRING && strcmp(name->string, option) == 0)
            return o;
    }
    return NULL;
}

/* What was published of an option: its count, or else its percentage; neither is (-1, NULL). */
static struct sample_figure published_figure(const struct loading *l, const char *question,
                                             const char *option) {
    const struct json *o = published_option(l, question, option);
    const struct json *count = o ? json_member(o, "count") : NULL;
    const struct json *percent = o ? json_member(o, "percent_text") : NULL;
    return (struct sample_figure){
        .count = count && count->kind == JSON_NUMBER ? lround(count->number) : -1,
        .percent = percent && percent->kind == JSON_STRING ? percent->string : NULL,
        .share = -1,
    };
}

static bool read_option(struct loading *l, const struct json *json, struct sample_variable *v) {
    static const char *const keys[] = {"id", "cell", "count", "share", "effects", "when", NULL};
    struct sample_option *o = &v->options[v->option_count];
    *o = (struct sample_option){.cell = ""};
    if (!json_known(json, keys, l->f) || !json_get_string(json, "id", true, &o->id, l->f))
        return false;
    o->figure = published_figure(l, v->id, o->id);
    if (!json_get_string(json, "cell", false, &o->cell, l->f) ||
        !json_get_integer(json, "count", false, &o->figure.count, l->f) ||
        !json_get_number(json, "share", false, &o->figure.share, l->f) ||
        !read_terms(l, json, "effects", &o->effects) || !read_terms(l, json, "when", &o->when))
        return false;
    bool derived = v->kind == SAMPLE_MAP || (v->answered >= 0 && strcmp(o->id, "no_answer") == 0);
    if (o->figure.count < 0 && !o->figure.percent && o->figure.share < 0 && !derived)
        return json_fault(l->f, json, "no figure is published and no count or share is given");
    v->option_count++;
    return true;
}

static bool read_options(struct loading *l, const struct json *json, struct sample_variable *v) {
    const struct json *list = NULL;
    if (!json_get_array(json, "options", true, &list, l->f))
        return false;
    if (list->count > SAMPLE_OPTIONS_MAX)
        return json_fault(l->f, list, "more than %d options", SAMPLE_OPTIONS_MAX);
    v->options = arena_array(l->sample->arena, list->count + 1, sizeof *v->options);
    for (const struct json *o = list->first; o; o = o->next)
        if (!read_option(l, o, v))
            return false;
    return true;
}

/* A stratum with figures takes the cross's; what no cross has, it shares out as the total does. */
static bool read_stratum(struct loading *l, const struct json *json, struct sample_variable *v) {
    static const char *const keys[] = {"when", "answered", "figures", NULL};
    struct sample_stratum *stratum = &v->strata[v->stratum_count++];
    const char *question = NULL;
    *stratum = (struct sample_stratum){.answered = -1};
    if (!json_known(json, keys, l->f) || !read_terms(l, json, "when", &stratum->when) ||
        !json_get_integer(json, "answered", false, &stratum->answered, l->f) ||
        !json_get_string(json, "figures", false, &question, l->f))
        return false;
    if (!question)
        return true;
    if (!published_question(l, question))
        return json_fault(l->f, json, "nothing is published of \"%s\"", question);
    stratum->figures = arena_array(l->sample->arena, v->option_count + 1, sizeof *stratum->figures);
    for (size_t i = 0; i < v->option_count; i++) {
        stratum->figures[i] = published_figure(l, question, v->options[i].id);
        stratum->figures[i].share = v->options[i].figure.share;
    }
    return true;
}

static bool read_strata(struct loading *l, const struct json *json, struct sample_variable *v) {
    const struct json *list = json_member(json, "strata");
    if (!list)
        return true;
    if (v->kind != SAMPLE_SINGLE)
        return json_fault(l->f, list, "only a single answer is drawn by strata");
    v->strata = arena_array(l->sample->arena, list->count + 1, sizeof *v->strata);
    for (const struct json *item = list->first; item; item = item->next) {
        if (!read_stratum(l, item, v))
            return false;
        if (item->next && !v->strata[v->stratum_count - 1].figures)
            return json_fault(l->f, item, "only the last stratum takes what the others leave");
    }
    return true;
}

static bool read_spreads(struct loading *l, const struct json *json, struct sample_variable *v) {
    const struct json *list = json_member(json, "spread");
    if (!list)
        return true;
    v->spreads = arena_array(l->sample->arena, list->count + 1, sizeof *v->spreads);
    for (const struct json *item = list->first; item; item = item->next) {
        int variable = variable_index(l->sample, item->key, strlen(item->key));
        if (variable < 0)
            return json_fault(l->f, item, "no variable is called \"%s\"", item->key);
        v->spreads[v->spread_count++] = (struct sample_spread){variable, item->number};
    }
    return true;
}

static bool read_text_parts(struct loading *l, const struct json *json, struct sample_variable *v) {
    struct arena *arena = l->sample->arena;
    const struct json *sentences = NULL, *slots = NULL;
    if (!json_get_array(json, "sentences", true, &sentences, l->f) ||
        !json_get_object(json, "slots", true, &slots, l->f))
        return false;
    v->sentences = arena_array(arena, sentences->count + 1, sizeof *v->sentences);
    for (const struct json *item = sentences->first; item; item = item->next) {
        struct sample_sentence *sentence = &v->sentences[v->sentence_count++];
        const struct json *lines = NULL;
        *sentence = (struct sample_sentence){.line_count = 0};
        if (!read_terms(l, item, "when", &sentence->when) ||
            !json_get_array(item, "lines", true, &lines, l->f))
            return false;
        sentence->lines = read_lines(arena, lines, &sentence->line_count);
    }
    v->slots = arena_array(arena, slots->count + 1, sizeof *v->slots);
    for (const struct json *item = slots->first; item; item = item->next) {
        struct sample_slot *slot = &v->slots[v->slot_count++];
        *slot = (struct sample_slot){.name = item->key};
        slot->lines = read_lines(arena, item, &slot->line_count);
    }
    return true;
}

/* A total that must come out: published under this id, unless the spec gives one. */
static bool read_total(struct loading *l, const struct json *json, struct sample_variable *v,
                       const char *what, long given) {
    v->total = given >= 0 ? given : published_figure(l, v->id, what).count;
    return v->total >= 0 || json_fault(l->f, json, "no \"%s\" is published of %s", what, v->id);
}

static bool read_kind(struct loading *l, const struct json *json, enum sample_kind *kind) {
    static const char *const names[] = {"single", "multi", "map", "count", "text"};
    const char *name = NULL;
    if (!json_get_string(json, "kind", true, &name, l->f))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *kind = (enum sample_kind)i;
            return true;
        }
    return json_fault(l->f, json, "\"%s\" is no kind of variable", name);
}

static bool read_variable(struct loading *l, const struct json *json) {
    static const char *const keys[] = {"id",        "kind",   "base",     "options", "effects",
                                       "spread",    "silent", "unstated", "second",  "max",
                                       "sentences", "slots",  "answered", "strata",  NULL};
    struct sample_variable *v = &l->sample->variables[l->sample->variable_count];
    *v = (struct sample_variable){.max = 9999, .answered = -1};
    if (!json_known(json, keys, l->f) || !json_get_string(json, "id", true, &v->id, l->f) ||
        !read_kind(l, json, &v->kind) || !read_terms(l, json, "base", &v->base) ||
        !json_get_number(json, "silent", false, &v->silent, l->f) ||
        !json_get_number(json, "unstated", false, &v->unstated, l->f) ||
        !json_get_number(json, "second", false, &v->second, l->f) ||
        !json_get_integer(json, "answered", false, &v->answered, l->f) ||
        !json_get_integer(json, "max", false, &v->max, l->f) || !read_spreads(l, json, v))
        return false;
    l->sample->variable_count++; /* so that its own earlier options can be named */
    if (!read_terms(l, json, "effects", &v->effects))
        return false;
    switch (v->kind) {
    case SAMPLE_COUNT:
        return read_total(l, json, v, "at_least", -1);
    case SAMPLE_TEXT:
        return read_total(l, json, v, "answered", v->answered) && read_text_parts(l, json, v);
    default:
        return read_options(l, json, v) && read_strata(l, json, v);
    }
}

static bool read_column(struct loading *l, const struct json *json) {
    static const char *const keys[] = {"heading", "fixed", "sequence", "variable", "option", "join", NULL};
    struct sample *s = l->sample;
    struct sample_column *column = &s->columns[s->column_count++];
    const char *id = NULL, *option = NULL;
    *column = (struct sample_column){.variable = -1, .option = -1};
    if (!json_known(json, keys, l->f) || !json_get_string(json, "heading", true, &column->heading, l->f) ||
        !json_get_string(json, "fixed", false, &column->fixed, l->f) ||
        !json_get_bool(json, "sequence", false, &column->sequence, l->f) ||
        !json_get_string(json, "variable", false, &id, l->f) ||
        !json_get_string(json, "option", false, &option, l->f) ||
        !json_get_string(json, "join", false, &column->join, l->f))
        return false;
    if (!id)
        return true;
    column->variable = variable_index(s, id, strlen(id));
    if (column->variable < 0)
        return json_fault(l->f, json, "no variable is called \"%s\"", id);
    const struct sample_variable *v = &s->variables[column->variable];
    column->option = option ? option_index(v, option) : -1;
    if ((v->kind == SAMPLE_MULTI) != (column->option >= 0 || column->join))
        return json_fault(l->f, json,
                          "a multi-answer variable needs an option or \"join\", and only such a one");
    return true;
}

static bool read_spec(struct loading *l, const struct json *root) {
    static const char *const keys[] = {"format",  "note",      "seed",    "mark", "order",
                                       "latents", "variables", "columns", NULL};
    struct sample *s = l->sample;
    const struct json *latents = NULL, *variables = NULL, *columns = NULL;
    const char *order = NULL;
    long seed = 0;
    if (!json_known(root, keys, l->f) || !json_get_integer(root, "seed", true, &seed, l->f) ||
        !json_get_string(root, "mark", true, &s->mark, l->f) ||
        !json_get_string(root, "order", true, &order, l->f) ||
        !json_get_array(root, "latents", true, &latents, l->f) ||
        !json_get_array(root, "variables", true, &variables, l->f) ||
        !json_get_array(root, "columns", true, &columns, l->f))
        return false;
    s->state = (uint64_t)seed;
    s->latent_names = read_lines(s->arena, latents, &s->latent_count);
    s->variables = arena_array(s->arena, variables->count + 1, sizeof *s->variables);
    for (const struct json *v = variables->first; v; v = v->next)
        if (!read_variable(l, v))
            return false;
    s->columns = arena_array(s->arena, columns->count + 1, sizeof *s->columns);
    for (const struct json *c = columns->first; c; c = c->next)
        if (!read_column(l, c))
            return false;
    s->order = variable_index(s, order, strlen(order));
    return s->order >= 0 || json_fault(l->f, root, "no variable is called \"%s\"", order);
}

struct sample *sample_load(struct arena *arena, const char *spec_path, const char *published_path,
                           struct fault *f) {
    const struct json *spec = json_read_file(arena, spec_path, f);
    const struct json *published = spec ? json_read_file(arena, published_path, f) : NULL;
    struct sample *s = arena_alloc(arena, sizeof *s);
    *s = (struct sample){.arena = arena};
    struct loading l = {s, NULL, f};
    long n = 0;
    if (!published)
        return NULL;
    if (!json_get_integer(published, "responses", true, &n, f) ||
        !json_get_array(published, "questions", true, &l.published, f)) {
        fault_context(f, "%s", published_path);
        return NULL;
    }
    s->n = (size_t)n;
    if (!read_spec(&l, spec)) {
        fault_context(f, "%s", spec_path);
        return NULL;
    }
    return s;
}
