#include "reports/model/suppress_name.h"

#include "engine/base/bitset.h"
#include "engine/base/order.h"

#include <stdlib.h>
#include <string.h>

static bool has(const struct suppress_name *name, const char *text) {
    for (size_t i = 0; i < name->count; i++)
        if (strcmp(name->conditions[i], text) == 0)
            return true;
    return false;
}

void suppress_name_condition(struct suppress_name *name, const char *text) {
    if (!has(name, text) && name->count < SUPPRESS_CONDITIONS_MAX)
        name->conditions[name->count++] = text;
}

/* --- prefectures that took no part --- */

/* Which prefectures took part is published with every survey, so the noughts of the others are no secret. */
static bool is_absent(const struct dataset *d, const struct question *question, int option) {
    return question->kind == QUESTION_PREFECTURE && option >= 0 &&
           bitset_count(d->columns[question->position].option[option], d->n) == 0;
}

static bool is_absent_region(const struct dataset *d, const struct grouping *g, const char *category) {
    const struct question *question = &d->questionnaire->questions[g->question];
    for (size_t j = 0; j < question->option_count; j++)
        if (g->category_of[j] >= 0 && strcmp(g->ids[g->category_of[j]], category) == 0 &&
            !is_absent(d, question, (int)j))
            return false;
    return true;
}

/* --- answers --- */

static const char *condition_of(struct arena *arena, const struct question *question, const char *row) {
    return arena_printf(arena, "%s=%s", question->id, row);
}

/* Another answer to the same question. */
static bool contradicts(const struct suppress_name *name, const struct question *question) {
    size_t length = strlen(question->id);
    for (size_t i = 0; i < name->count; i++)
        if (strncmp(name->conditions[i], question->id, length) == 0 && name->conditions[i][length] == '=')
            return true;
    return false;
}

static void add_route(struct suppress_name *name, const struct question *question) {
    if (question->ask)
        suppress_name_expr(name, question->ask,
                           question->ask_text ? question->ask_text
                                              : arena_printf(name->arena, "route of %s", question->id));
}

static const char *answered_text(struct arena *arena, const struct question *question) {
    return arena_printf(arena, "an answer to %s", question->id);
}

static void drop(struct suppress_name *name, const char *text) {
    for (size_t i = 0; i < name->count; i++)
        if (strcmp(name->conditions[i], text) == 0)
            name->conditions[i] = name->conditions[--name->count];
}

/* Of those in no column of a key it says why they are in none. */
static bool is_silence(const char *row) {
    for (int s = 0; s < ANSWER_STATES; s++)
        if (s != ANSWER_GIVEN && strcmp(row, answer_state_key((enum answer_state)s)) == 0)
            return true;
    return false;
}

static bool has_silence(const struct suppress_name *name, const struct question *question) {
    for (int s = 0; s < ANSWER_STATES; s++)
        if (s != ANSWER_GIVEN &&
            has(name, condition_of(name->arena, question, answer_state_key((enum answer_state)s))))
            return true;
    return false;
}

void suppress_name_answer(struct suppress_name *name, const struct question *question, const char *row) {
    const char *text = condition_of(name->arena, question, row);
    if (has(name, text))
        return;
    if (is_silence(row)) /* what goes without saying beside the answer itself is dropped */
        drop(name, condition_of(name->arena, question, "unknown"));
    if ((question->kind != QUESTION_MULTI && contradicts(name, question)) ||
        is_absent(name->dataset, question, question_option(question, row)))
        name->impossible = true;
    suppress_name_condition(name, text);
    if (strcmp(row, answer_state_key(ANSWER_NO_ANSWER)) != 0)
        drop(name, answered_text(name->arena, question));
    if (strcmp(row, answer_state_key(ANSWER_NOT_APPLICABLE)) != 0)
        add_route(name, question);
}

/* --- expressions --- */

static int only_option(const struct expr *e) {
    int found = -1;
    for (int i = 0; i < 4 * 64; i++)
        if (e->options[i / 64] >> (i % 64) & 1) {
            if (found >= 0)
                return -1;
            found = i;
        }
    return found;
}

/* Whether it is nothing but answers that all must hold. */
static bool is_plain(const struct expr *e) {
    switch (e->op) {
    case EXPR_TRUE:
        return true;
    case EXPR_AND:
        return is_plain(e->a) && is_plain(e->b);
    case EXPR_ANY:
    case EXPR_ALL:
        return only_option(e) >= 0;
    case EXPR_STATE:
        return e->value != ANSWER_GIVEN;
    default:
        return false;
    }
}

static void add_plain(struct suppress_name *name, const struct expr *e) {
    if (e->op == EXPR_AND) {
        add_plain(name, e->a);
        add_plain(name, e->b);
    }
    if (e->op == EXPR_TRUE || e->op == EXPR_AND)
        return;
    const struct question *question = &name->dataset->questionnaire->questions[e->question];
    suppress_name_answer(name, question,
                         e->op == EXPR_STATE ? answer_state_key((enum answer_state)e->value)
                                             : question->options[only_option(e)].id);
}

void suppress_name_expr(struct suppress_name *name, const struct expr *e, const char *text) {
    if (!e)
        return;
    if (is_plain(e))
        add_plain(name, e);
    else
        suppress_name_condition(name, arena_printf(name->arena, "(%s)", text ? text : ""));
}

/* --- columns --- */

int suppress_name_question(const struct questionnaire *q, const char *key) {
    return strcmp(key, "pref") == 0   ? q->key_pref
           : strcmp(key, "type") == 0 ? q->key_type
                                      : questionnaire_find(q, key);
}

static const struct question *question_of_key(const struct questionnaire *q, const char *key) {
    int at = suppress_name_question(q, key);
    return at >= 0 ? &q->questions[at] : NULL;
}

/* Who is in no column of the key gave no answer, unless something else occurs. */
static bool only_no_answer(const struct dataset *d, const struct question *question) {
    const struct dataset_column *column = &d->columns[question->position];
    for (int s = 0; s < ANSWER_STATES; s++)
        if (s != ANSWER_GIVEN && s != ANSWER_NO_ANSWER && bitset_count(column->state[s], d->n) > 0)
            return false;
    return true;
}

static void add_unknown(struct suppress_name *name, const struct question *question) {
    if (question->kind != QUESTION_MULTI && contradicts(name, question))
        name->impossible = true;
    suppress_name_condition(name, condition_of(name->arena, question, "unknown"));
}

/* --- associations --- */

enum { NOWHERE = -1, SEVERAL = -2 };

struct homes {
    int *option; /* by association */
    size_t *returns, *there;
};

static void look_at(const struct dataset *d, const uint64_t *set, int option, struct homes *h) {
    for (size_t w = 0; w < bitset_words(d->n); w++)
        for (uint64_t left = set[w]; left; left &= left - 1) {
            size_t code = d->association.code[64 * w + (size_t)__builtin_ctzll(left)];
            if (code == DATASET_NO_CODE)
                continue;
            h->option[code] = h->option[code] == NOWHERE || h->option[code] == option ? option : SEVERAL;
            h->there[code]++;
        }
}

const int *suppress_name_homes(struct arena *arena, const struct dataset *d) {
    int at = d->questionnaire->key_pref;
    const struct dataset_column *column = at >= 0 ? &d->columns[at] : NULL;
    size_t count = d->association.count;
    struct homes h = {arena_array(arena, count + 1, sizeof *h.option),
                      arena_array(arena, count + 1, sizeof *h.returns),
                      arena_array(arena, count + 1, sizeof *h.there)};
    for (size_t code = 0; code < count; code++)
        h.option[code] = NOWHERE;
    if (!column || !column->option || column->question->kind == QUESTION_MULTI || count == 0)
        return h.option;
    for (size_t i = 0; i < d->n; i++)
        if (d->association.code[i] != DATASET_NO_CODE)
            h.returns[d->association.code[i]]++;
    for (size_t j = 0; j < column->question->option_count; j++)
        look_at(d, column->option[j], (int)j, &h);
    for (size_t code = 0; code < count; code++)
        if (h.option[code] >= 0 && (h.there[code] != h.returns[code] ||
                                    h.there[code] != bitset_count(column->option[h.option[code]], d->n)))
            h.option[code] = NOWHERE;
    return h.option;
}

static bool add_association(struct suppress_name *name, const char *key) {
    const struct dataset *d = name->dataset;
    size_t code = 0;
    while (code < d->association.count && strcmp(d->association.keys[code], key) != 0)
        code++;
    if (!name->homes || code == d->association.count || name->homes[code] < 0)
        return false;
    const struct question *question = &d->questionnaire->questions[d->questionnaire->key_pref];
    suppress_name_answer(name, question, question->options[name->homes[code]].id);
    return true;
}

void suppress_name_part(struct suppress_name *name, const char *part) {
    static const char association[] = "association=";
    const struct questionnaire *q = name->dataset->questionnaire;
    const char *equals = strchr(part, '=');
    const char *key = equals ? arena_strndup(name->arena, part, (size_t)(equals - part)) : part;
    const struct question *question = equals ? question_of_key(q, key) : NULL;
    const int grouping = equals && !question ? questionnaire_grouping(q, key) : -1;
    if (grouping >= 0 && is_absent_region(name->dataset, &q->groupings[grouping], equals + 1))
        name->impossible = true;
    if (question && question_option(question, equals + 1) >= 0)
        suppress_name_answer(name, question, equals + 1);
    else if (question && only_no_answer(name->dataset, question))
        suppress_name_answer(name, question, answer_state_key(ANSWER_NO_ANSWER));
    else if (!question && strncmp(part, association, strlen(association)) == 0 &&
             add_association(name, part + strlen(association)))
        return;
    else if (!question)
        suppress_name_condition(name, part);
    else if (!has_silence(name, question))
        add_unknown(name, question);
}

void suppress_name_column(struct suppress_name *name, const char *key) {
    char *rest = arena_strdup(name->arena, key);
    for (char *part; strcmp(key, "total") != 0 && (part = strsep(&rest, ",")) != NULL;)
        suppress_name_part(name, part);
}

/* --- the whole --- */

struct suppress_name suppress_name_of_base(struct arena *arena, const struct cube *cube, size_t question,
                                           const int *homes) {
    struct suppress_name name = {.arena = arena, .dataset = cube->dataset, .homes = homes};
    const struct cube_spec *spec = cube->spec;
    const struct question *of = cube->questions[question].question;
    suppress_name_expr(&name, spec->where, spec->where_text);
    if (spec->base)
        suppress_name_expr(&name, spec->base, spec->base_text);
    else
        suppress_name_expr(&name, of->base_where,
                           of->base_where_text ? of->base_where_text
                                               : arena_printf(arena, "base of %s", of->id));
    if (spec->without_no_answer)
        suppress_name_condition(&name, answered_text(arena, of));
    return name;
}

bool suppress_name_implies(const struct suppress_name *name, const struct suppress_name *other) {
    for (size_t i = 0; i < other->count; i++)
        if (!has(name, other->conditions[i]))
            return false;
    return true;
}

const char *suppress_name_text(const struct suppress_name *name) {
    const char *sorted[SUPPRESS_CONDITIONS_MAX];
    const char *text = "";
    memcpy(sorted, name->conditions, name->count * sizeof *sorted);
    qsort(sorted, name->count, sizeof *sorted, order_texts);
    for (size_t i = 0; i < name->count; i++)
        text = arena_printf(name->arena, "%s%s%s", text, i ? " & " : "", sorted[i]);
    return text;
}
