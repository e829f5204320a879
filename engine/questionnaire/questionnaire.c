#include "engine/questionnaire/questionnaire.h"

#include "engine/base/lang.h"

#include <string.h>

int questionnaire_find(const struct questionnaire *q, const char *id) {
    for (size_t i = 0; i < q->question_count; i++)
        if (strcmp(q->questions[i].id, id) == 0)
            return (int)i;
    return -1;
}

int question_option(const struct question *question, const char *id) {
    char padded[] = {'0', id[0], '\0'};
    if (question->kind == QUESTION_PREFECTURE && id[0] >= '1' && id[0] <= '9' && !id[1])
        id = padded;
    for (size_t i = 0; i < question->option_count; i++)
        if (strcmp(question->options[i].id, id) == 0)
            return (int)i;
    return -1;
}

int questionnaire_grouping(const struct questionnaire *q, const char *id) {
    for (size_t i = 0; i < q->grouping_count; i++)
        if (strcmp(q->groupings[i].id, id) == 0)
            return (int)i;
    return -1;
}

int questionnaire_key(const struct questionnaire *q, const char *name) {
    if (strcmp(name, "pref") == 0 && q->key_pref >= 0)
        return q->key_pref;
    if (strcmp(name, "type") == 0 && q->key_type >= 0)
        return q->key_type;
    return questionnaire_find(q, name);
}

bool question_allows(const struct question *question, int64_t number) {
    return number >= question->measure.min && number <= question->measure.max;
}

const char *question_kind_name(enum question_kind kind) {
    static const char *const names[] = {
        [QUESTION_SINGLE] = "single", [QUESTION_MULTI] = "multi",           [QUESTION_NUMBER] = "number",
        [QUESTION_TEXT] = "text",     [QUESTION_PREFECTURE] = "prefecture", [QUESTION_DATE] = "date"};
    return names[kind];
}

bool question_is_coded(const struct question *question) {
    return question->kind == QUESTION_SINGLE || question->kind == QUESTION_MULTI ||
           question->kind == QUESTION_PREFECTURE;
}

const char *question_title(struct arena *arena, const struct questionnaire *q,
                           const struct question *question) {
    if (question->group_label)
        return arena_printf(arena, _("%s: %s"), question->group_label, question->label);
    for (int at = question->parent; at >= 0; at = q->questions[at].parent)
        if (q->questions[at].group)
            return arena_printf(arena, _("%s: %s"), q->questions[at].label, question->label);
    return question->label;
}

const char *question_wording(struct arena *arena, const struct question *question) {
    if (!question->group_label)
        return question->text;
    return arena_printf(arena, _("%s: %s"), question->group_label, question->text);
}

const char *question_on_form(struct arena *arena, const struct question *question) {
    const char *wording = question_wording(arena, question);
    if (strcmp(question->text, question->label) != 0)
        return wording;
    if (question->ask)
        wording = arena_printf(arena, _("%s (only %s)"), wording, question->base_text);
    return question->kind == QUESTION_MULTI ? arena_printf(arena, _("%s (tick all that apply)"), wording)
                                            : wording;
}

static bool fits_grid(const struct questionnaire *q, const struct question *question) {
    enum { MOST = 9 };
    for (size_t i = 0; i < question->option_count; i++)
        if (question->options[i].other)
            return false;
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].parent == (int)question->position)
            return false;
    return question->kind != QUESTION_TEXT && question->option_count <= MOST;
}

size_t question_grid_end(const struct questionnaire *q, size_t from) {
    const char *group = q->questions[from].group;
    size_t to = from;
    for (; group && to < q->question_count && q->questions[to].group &&
           strcmp(q->questions[to].group, group) == 0;
         to++)
        if (!fits_grid(q, &q->questions[to]))
            return from;
    return to - from > 1 ? to : from;
}

const struct question *question_of_grid(struct arena *arena, const struct question *row) {
    struct question *shared = arena_copy(arena, row, sizeof *shared);
    shared->label = row->group_label;
    shared->text = row->group_text;
    shared->group_label = NULL;
    return shared;
}
