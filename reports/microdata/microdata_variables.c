#include "reports/microdata/microdata_variables.h"

#include "engine/base/lang.h"
#include "reports/microdata/microdata_texts.h"
#include "reports/microdata/naming.h"
#include "reports/microdata/release_keys.h"
#include "reports/microdata/release_told.h"

#include <string.h>

enum { WEIGHT_DECIMALS = 6 };

struct maker {
    struct arena *arena;
    struct microdata *m;
    struct naming *naming, *set_names;
    const char **names; /* by question: of its own variable; NULL for a multi-answer */
    struct microdata_variable *variables;
    size_t count, capacity;
    struct microdata_set *sets;
    size_t set_count, set_capacity;
    const uint32_t *told; /* by question: release_told.h */
};

static struct microdata_variable *add(struct maker *k, const struct microdata_variable *variable) {
    k->variables = arena_grow(k->arena, k->variables, k->count, &k->capacity, sizeof *k->variables);
    struct microdata_variable *made = &k->variables[k->count++];
    *made = *variable;
    made->option = made->kind == MICRODATA_TICK ? made->option : -1;
    made->set = made->kind == MICRODATA_TICK ? made->set : -1;
    made->told = made->question && made->source != MICRODATA_KEY ? k->told[made->question->position] : 0;
    return made;
}

/* Number and title, as printed over its table. */
static const char *title_of(const struct maker *k, const struct question *question) {
    const char *title = question_title(k->arena, k->m->q, question);
    return *question->number ? arena_printf(k->arena, "%s %s", question->number, title) : title;
}

static int key_of(const struct maker *k, const struct question *question) {
    for (size_t i = 0; i < k->m->release->key_count; i++)
        if (k->m->release->keys[i].question == question)
            return (int)i;
    return -1;
}

static const struct microdata_category *two_categories(struct arena *arena, const char *no, const char *yes,
                                                       const struct option *option) {
    struct microdata_category *both = arena_array(arena, 2, sizeof *both);
    both[0] = (struct microdata_category){0, "0", no, NULL};
    both[1] = (struct microdata_category){1, option ? option->id : "1", yes, option ? option->concept : NULL};
    return both;
}

/* --- questions --- */

static void add_coded(struct maker *k, const struct question *question) {
    int key = key_of(k, question);
    add(k, &(struct microdata_variable){.name = k->names[question->position],
                                        .label = title_of(k, question),
                                        .kind = MICRODATA_CODE,
                                        .source = key >= 0 ? MICRODATA_KEY : MICRODATA_QUESTION,
                                        .place = key >= 0 ? (size_t)key : 0,
                                        .question = question,
                                        .categories = release_keys_options(k->arena, question),
                                        .category_count = question->option_count});
}

/* Sets have names of their own. */
static const char *set_name(const struct maker *k, const struct question *question) {
    return strlen(question->id) <= NAMING_MAX ? question->id
                                              : naming_take(k->set_names, question->id, NULL, 0);
}

static void add_ticks(struct maker *k, const struct question *question) {
    const char *title = title_of(k, question);
    k->sets = arena_grow(k->arena, k->sets, k->set_count, &k->set_capacity, sizeof *k->sets);
    k->sets[k->set_count] =
        (struct microdata_set){set_name(k, question), title, question, k->count, question->option_count};
    for (size_t j = 0; j < question->option_count; j++) {
        const struct option *option = &question->options[j];
        add(k, &(struct microdata_variable){
                   .name = naming_take(k->naming, question->id, option->id, j + 1),
                   .label = arena_printf(k->arena, _("%s (%s)"), option->label, title),
                   .kind = MICRODATA_TICK,
                   .source = MICRODATA_QUESTION,
                   .question = question,
                   .option = (int)j,
                   .categories = two_categories(k->arena, _("not ticked"), _("ticked"), option),
                   .category_count = 2,
                   .set = (int)k->set_count});
    }
    k->set_count++;
}

/* The power of ten below whose negative the missing codes lie; 0 when nothing is negative. */
static int64_t room_below(int64_t least) {
    int64_t room = 0;
    if (least < 0)
        for (room = 10; room < INT64_MAX / NUMBER_ONE / 100 && -room > least / NUMBER_ONE - 1;)
            room *= 10;
    return room;
}

static void add_number(struct maker *k, const struct question *question) {
    const struct release_limit *limit = release_limit_of(k->m->release, question);
    const struct dataset_column *column = &k->m->dataset->columns[question->position];
    int64_t least = question->measure.min != INT64_MIN ? question->measure.min : 0;
    if (column->value_count && column->value[0] < least)
        least = column->value[0];
    const char *label = title_of(k, question);
    if (*question->measure.unit)
        label = arena_printf(k->arena, _("%s (%s)"), label, question->measure.unit);
    add(k, &(struct microdata_variable){.name = k->names[question->position],
                                        .label = label,
                                        .kind = MICRODATA_NUMBER,
                                        .source = MICRODATA_QUESTION,
                                        .question = question,
                                        .decimals = question->measure.decimals,
                                        .low = limit->low,
                                        .high = limit->high,
                                        .place = limit->withheld,
                                        .beyond = room_below(least)});
}

static void add_date(struct maker *k, const struct question *question) {
    add(k, &(struct microdata_variable){.name = k->names[question->position],
                                        .label = title_of(k, question),
                                        .kind = MICRODATA_DATE,
                                        .source = MICRODATA_QUESTION,
                                        .question = question});
}

static void add_words(struct maker *k, const struct question *question, const char *label) {
    if (!k->m->texts || !microdata_texts_has(question))
        return;
    add(k,
        &(struct microdata_variable){.name = naming_take(k->naming, question->id, "text", 0),
                                     .label = label,
                                     .kind = MICRODATA_TEXT,
                                     .source = MICRODATA_WORDS,
                                     .question = question,
                                     .text_bytes = microdata_texts_longest(k->m->texts, question->position)});
}

static void add_text(struct maker *k, const struct question *question) {
    const char *title = title_of(k, question);
    struct microdata_category *written = arena_array(k->arena, 1, sizeof *written);
    *written = (struct microdata_category){1, "written", _("something was written"), NULL};
    add(k, &(struct microdata_variable){.name = k->names[question->position],
                                        .label = arena_printf(k->arena, _("%s (whether written)"), title),
                                        .kind = MICRODATA_CODE,
                                        .source = MICRODATA_WRITTEN,
                                        .question = question,
                                        .categories = written,
                                        .category_count = 1});
    add_words(k, question, title);
}

/* Questions keep their ids, whatever the options of others are called. */
static void name_questions(struct maker *k) {
    const struct questionnaire *q = k->m->q;
    k->names = arena_array(k->arena, q->question_count + 1, sizeof *k->names);
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].kind != QUESTION_MULTI)
            k->names[i] = naming_take(k->naming, q->questions[i].id, NULL, 0);
}

static void add_question(struct maker *k, const struct question *question) {
    switch (question->kind) {
    case QUESTION_SINGLE:
    case QUESTION_PREFECTURE:
        add_coded(k, question);
        break;
    case QUESTION_MULTI:
        add_ticks(k, question);
        break;
    case QUESTION_NUMBER:
        add_number(k, question);
        break;
    case QUESTION_DATE:
        add_date(k, question);
        break;
    case QUESTION_TEXT:
        add_text(k, question);
        return;
    }
    add_words(k, question, arena_printf(k->arena, _("%s (words beside an option)"), title_of(k, question)));
}

/* --- the return itself --- */

/* Of the categories of a key only those that are told somewhere: what an association was called on one sheet stays here. */
static const struct microdata_category *told(struct maker *k, const struct release_key *key, size_t *count) {
    struct microdata_category *all = arena_array(k->arena, key->category_count + 1, sizeof *all);
    bool *seen = arena_array(k->arena, key->category_count + 1, sizeof *seen);
    for (size_t i = 0; i < k->m->dataset->n; i++)
        if (key->released[i] < key->category_count)
            seen[key->released[i]] = true;
    for (size_t i = 0; i < key->category_count; i++)
        if (seen[i])
            all[(*count)++] = key->categories[i];
    return all;
}

static void add_key(struct maker *k, size_t place) {
    const struct release_key *key = &k->m->release->keys[place];
    size_t count = 0;
    if (key->question)
        return;
    const struct microdata_category *categories = key->days ? NULL : told(k, key, &count);
    add(k, &(struct microdata_variable){.name = naming_take(k->naming, key->id, NULL, 0),
                                        .label = key->label,
                                        .kind = key->days ? MICRODATA_DATE : MICRODATA_CODE,
                                        .source = MICRODATA_KEY,
                                        .place = place,
                                        .categories = categories,
                                        .category_count = count});
}

static void add_weight(struct maker *k, size_t place) {
    const struct scheme *scheme = k->m->release->weights[place].scheme;
    add(k, &(struct microdata_variable){.name = naming_take(k->naming, "weight", scheme->id, place + 1),
                                        .label = scheme->label,
                                        .kind = MICRODATA_NUMBER,
                                        .source = MICRODATA_WEIGHT,
                                        .place = place,
                                        .decimals = WEIGHT_DECIMALS,
                                        .low = INT64_MIN,
                                        .high = INT64_MAX});
}

void microdata_variables_make(struct arena *arena, struct microdata *m) {
    struct maker k = {
        .arena = arena, .m = m, .naming = naming_create(arena), .set_names = naming_create(arena)};
    k.told = release_told(arena, m->q, m->release);
    name_questions(&k);
    for (size_t i = 0; i < m->q->question_count; i++)
        add_question(&k, &m->q->questions[i]);
    for (size_t i = 0; i < m->release->key_count; i++)
        add_key(&k, i);
    for (size_t i = 0; i < m->release->weight_count; i++)
        add_weight(&k, i);
    add(&k, &(struct microdata_variable){.name = naming_take(k.naming, "row", NULL, 0),
                                         .label = _("Row in this file (says nothing of the return)"),
                                         .kind = MICRODATA_NUMBER,
                                         .source = MICRODATA_ROW,
                                         .low = INT64_MIN,
                                         .high = INT64_MAX});
    m->variables = k.variables;
    m->variable_count = k.count;
    m->sets = k.sets;
    m->set_count = k.set_count;
}
