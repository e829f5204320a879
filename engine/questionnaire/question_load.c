#include "engine/questionnaire/load.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/expr_lex.h"
#include "engine/questionnaire/net_load.h"
#include "engine/questionnaire/option_load.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NESTING_MAX = 8, ROWS_MAX = 200, CLASSES_MAX = 200, KIND_MATRIX = 100 };

#define COMMON_KEYS                                                                                          \
    "id", "kind", "number", "label", "text", "concept", "ask", "base", "note", "required", "confidential",   \
        "aliases"
#define NUMBER_KEYS "unit", "min", "max", "decimals", "at_least", "classes", "outlier"

/* What may stand in a question of each kind, beside the common keys. */
static const struct kind_row {
    const char *name;
    int kind;
    const char *const keys[8];
} kinds[] = {
    {"single", QUESTION_SINGLE, {"options", "nets", NULL}},
    {"multi", QUESTION_MULTI, {"options", "nets", NULL}},
    {"number", QUESTION_NUMBER, {NUMBER_KEYS, NULL}},
    {"text", QUESTION_TEXT, {NULL}},
    {"prefecture", QUESTION_PREFECTURE, {"nets", NULL}},
    {"date", QUESTION_DATE, {"min", "max", NULL}},
    {"matrix", KIND_MATRIX, {"rows", "cells", NULL}},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* Where a question being read belongs. */
struct place {
    int parent, parent_option; /* -1 at the top */
    const char *prefix;        /* of ids of questions nested in a matrix's row: "m_r_", else "" */
    int depth;
};

static bool load_questions(struct loader *l, const struct json *list, const struct place *at,
                           struct fault *f);

static const char *kind_list(struct arena *arena) {
    const char *all = kinds[0].name;
    for (size_t i = 1; i < KINDS; i++)
        all = arena_printf(arena, "%s, %s", all, kinds[i].name);
    return all;
}

static bool load_kind(struct loader *l, const struct json *node, const struct kind_row **out,
                      struct fault *f) {
    const char *name = NULL;
    if (!json_get_string(node, "kind", true, &name, f))
        return false;
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].name, name) == 0) {
            *out = &kinds[i];
            return true;
        }
    return json_fault(f, json_member(node, "kind"),
                      _("no kind of question is called \"%s\"; expected one of: %s"), name,
                      kind_list(l->arena));
}

static bool in_list(const char *const *list, const char *key) {
    for (; *list; list++)
        if (strcmp(*list, key) == 0)
            return true;
    return false;
}

/* Keys that no question has are misspelt; keys of another kind are named as such. */
static bool known_keys(const struct json *node, const char *const *all, const char *const *common,
                       const struct kind_row *kind, struct fault *f) {
    if (!json_known(node, all, f))
        return false;
    for (const struct json *child = node->first; child; child = child->next)
        if (!in_list(common, child->key) && !in_list(kind->keys, child->key))
            return json_fault(f, child, _("\"%s\" has no meaning for a question of kind \"%s\"; take it out"),
                              child->key, kind->name);
    return true;
}

static bool question_keys(const struct json *node, const struct kind_row *kind, struct fault *f) {
    static const char *const all[] = {COMMON_KEYS, "options", "nets", NUMBER_KEYS, "rows", "cells", NULL};
    static const char *const common[] = {COMMON_KEYS, NULL};
    return known_keys(node, all, common, kind, f);
}

static bool cell_keys(const struct json *node, const struct kind_row *kind, struct fault *f) {
    static const char *const all[] = {"kind", "options", "nets", NUMBER_KEYS, NULL};
    static const char *const common[] = {"kind", NULL};
    return known_keys(node, all, common, kind, f);
}

/* A number of the file in millionths; more than six places or too large is refused, not rounded. */
static bool millionths(const struct json *node, int64_t *out, struct fault *f) {
    double scaled = node->number * NUMBER_ONE;
    if (!(fabs(node->number) <= 9e11))
        return json_fault(f, node, _("is too large; expected at most 900000000000"));
    double whole = nearbyint(scaled);
    if (fabs(scaled - whole) > 1e-3 + fabs(scaled) * 1e-12)
        return json_fault(f, node, _("has too many decimals; expected at most %d"), NUMBER_DECIMALS);
    *out = (int64_t)whole;
    return true;
}

static bool load_limit(const struct json *node, const char *key, int64_t *out, struct fault *f) {
    const struct json *found = json_member(node, key);
    return !found || (json_expect(found, JSON_NUMBER, f) && millionths(found, out, f));
}

static bool load_classes(struct arena *arena, const struct json *node, struct number_spec *out,
                         struct fault *f) {
    const struct json *list;
    if (!json_get_array(node, "classes", false, &list, f))
        return false;
    if (!list)
        return true;
    if (list->count == 0 || list->count > CLASSES_MAX)
        return json_fault(f, list, _("expected 1 to %d lower bounds of classes, found %zu"), CLASSES_MAX,
                          list->count);
    int64_t *bounds = arena_array(arena, list->count, sizeof *bounds);
    for (const struct json *item = list->first; item; item = item->next) {
        if (!json_expect(item, JSON_NUMBER, f) || !millionths(item, &bounds[item->index], f))
            return false;
        if (item->index && bounds[item->index] <= bounds[item->index - 1])
            return json_fault(f, item,
                              _("lower bounds of classes must rise; this one is not above the one before"));
    }
    out->bounds = bounds;
    out->bound_count = list->count;
    return true;
}

static bool load_measure(struct arena *arena, const struct json *node, struct number_spec *out,
                         struct fault *f) {
    long decimals = 0;
    *out = (struct number_spec){.unit = "", .suffix = "", .min = INT64_MIN, .max = INT64_MAX};
    if (!json_get_string(node, "unit", false, &out->unit, f) || !load_limit(node, "min", &out->min, f) ||
        !load_limit(node, "max", &out->max, f) || !json_get_integer(node, "decimals", false, &decimals, f) ||
        !json_get_bool(node, "at_least", false, &out->at_least, f) || !load_classes(arena, node, out, f))
        return false;
    if (decimals < 0 || decimals > NUMBER_DECIMALS)
        return json_fault(f, json_member(node, "decimals"), _("expected 0 to %d"), NUMBER_DECIMALS);
    if (out->min > out->max)
        return json_fault(f, json_member(node, "min"), _("\"min\" is above \"max\""));
    out->decimals = (int)decimals;
    /* 件 and % follow the number at once, a word does after a space. */
    out->suffix = isalpha((unsigned char)*out->unit) ? arena_printf(arena, " %s", out->unit) : out->unit;
    return true;
}

/* How many times as far out as the quartiles: engine/response/outlier.h. */
static bool load_fence(const struct json *node, double *out, struct fault *f) {
    *out = 4;
    if (!json_get_number(node, "outlier", false, out, f))
        return false;
    return *out == 0 || (*out >= 1 && *out <= 100) ||
           json_fault(f, json_member(node, "outlier"), _("expected 0 (never), or 1 to 100"));
}

static bool load_days(const struct json *node, struct number_spec *out, struct fault *f) {
    if (!load_day(node, "min", &out->min, f) || !load_day(node, "max", &out->max, f))
        return false;
    return out->min <= out->max || json_fault(f, json_member(node, "min"), _("\"min\" is above \"max\""));
}

/* The part that depends on the kind: options or measure. */
static bool load_substance(struct loader *l, const struct json *node, struct question *out, struct fault *f) {
    out->measure = (struct number_spec){.unit = "", .suffix = "", .min = INT64_MIN, .max = INT64_MAX};
    switch (out->kind) {
    case QUESTION_SINGLE:
        return option_load(l, node, QUESTION_SINGLE_MAX, out, f) && net_load(l->arena, node, out, f);
    case QUESTION_MULTI:
        return option_load(l, node, QUESTION_OPTIONS_MAX, out, f) && net_load(l->arena, node, out, f);
    case QUESTION_PREFECTURE:
        return option_load_prefectures(l, out, f) && net_load(l->arena, node, out, f);
    case QUESTION_NUMBER:
        return load_measure(l->arena, node, &out->measure, f) && load_fence(node, &out->fence, f);
    case QUESTION_DATE:
        return load_days(node, &out->measure, f);
    case QUESTION_TEXT:
        break;
    }
    return true;
}

static bool unique_id(const struct loader *l, const char *id, const struct json *node, struct fault *f) {
    if (strlen(id) > 2 * LOAD_ID_MAX)
        return json_fault(f, node, _("the id \"%s\" is too long"), id);
    if (expr_lex_is_reserved(id))
        return json_fault(f, node, _("\"%s\" is a word of the expressions and cannot be a question's id"),
                          id);
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->drafts[i].question.id, id) == 0 ||
            (l->drafts[i].question.group && strcmp(l->drafts[i].question.group, id) == 0)) {
            const char *first = json_pointer(l->arena, load_place(&l->drafts[i]));
            return json_fault(f, node, _("the id \"%s\" is taken by the question at %s; ids must be unique"),
                              id, first);
        }
    return true;
}

/* Adds the draft and returns its position, or -1 on a fault. */
static int add_draft(struct loader *l, const struct draft *draft, struct fault *f) {
    const struct json *id = json_member(load_place(draft), "id");
    if (l->count == QUESTION_MAX) {
        json_fault(f, load_place(draft), _("more than %d questions"), QUESTION_MAX);
        return -1;
    }
    if (!unique_id(l, draft->question.id, id, f))
        return -1;
    l->drafts = arena_grow(l->arena, l->drafts, l->count, &l->capacity, sizeof *l->drafts);
    l->drafts[l->count] = *draft;
    l->drafts[l->count].question.position = l->count;
    return (int)l->count++;
}

/* Questions that stand in options, right after their parent. */
static bool load_nested(struct loader *l, const struct json *options, int parent, const struct place *at,
                        struct fault *f) {
    if (!options)
        return true;
    for (const struct json *option = options->first; option; option = option->next) {
        const struct json *list;
        if (!json_get_array(option, "questions", false, &list, f))
            return false;
        if (!list)
            continue;
        if (at->depth + 1 >= NESTING_MAX)
            return json_fault(f, list, _("questions are nested more than %d deep"), NESTING_MAX);
        const struct place inner = {parent, (int)option->index, at->prefix, at->depth + 1};
        if (!load_questions(l, list, &inner, f))
            return false;
    }
    return true;
}

/* true is a warning. */
static bool load_required(const struct json *node, struct question *out, struct fault *f) {
    const struct json *required = json_member(node, "required");
    int severity = RULE_WARNING;
    if (!required || required->kind == JSON_BOOL) {
        out->missing = RULE_WARNING;
        return json_get_bool(node, "required", false, &out->required, f);
    }
    if (!load_severity(required, &severity, f))
        return false;
    out->required = true;
    out->missing = (enum rule_severity)severity;
    return true;
}

/* What every kind has; label and text may come from the row instead. */
static bool load_common(struct loader *l, const struct json *node, struct question *out, struct fault *f) {
    out->number = "";
    if (!json_get_string(node, "number", false, &out->number, f) ||
        !load_text(node, "label", true, &out->label, f))
        return false;
    out->text = out->label;
    return load_text(node, "text", false, &out->text, f) &&
           load_text(node, "concept", false, &out->concept, f) &&
           load_text(node, "note", false, &out->note, f) && load_required(node, out, f) &&
           json_get_bool(node, "confidential", false, &out->confidential, f) &&
           load_texts(l->arena, node, "aliases", &out->aliases, &out->alias_count, f);
}

static bool load_row(struct loader *l, const struct json *row, const struct draft *matrix, struct draft *out,
                     struct fault *f) {
    static const char *const keys[] = {"id", "label", "text", "concept", "aliases", NULL};
    struct question *question = &out->question;
    const char *id;
    *out = *matrix;
    out->row = row;
    question->concept = NULL;
    if (!json_known(row, keys, f) || !load_id(row, "_", &id, f) ||
        !load_text(row, "label", true, &question->label, f))
        return false;
    question->id = arena_printf(l->arena, "%s_%s", matrix->question.id, id);
    question->group = matrix->question.id;
    question->group_label = matrix->question.label;
    question->group_text = matrix->question.text;
    question->text = question->label;
    return load_text(row, "text", false, &question->text, f) &&
           load_text(row, "concept", false, &question->concept, f) &&
           load_texts(l->arena, row, "aliases", &question->aliases, &question->alias_count, f);
}

static bool load_rows(struct loader *l, const struct json *rows, const struct json *cells,
                      struct draft *matrix, const struct place *at, struct fault *f) {
    if (!load_substance(l, cells, &matrix->question, f))
        return false;
    for (const struct json *row = rows->first; row; row = row->next) {
        struct draft draft;
        if (!load_row(l, row, matrix, &draft, f))
            return false;
        int position = add_draft(l, &draft, f);
        if (position < 0)
            return false;
        const struct place inner = {at->parent, at->parent_option,
                                    arena_printf(l->arena, "%s_", draft.question.id), at->depth};
        if (!load_nested(l, json_member(cells, "options"), position, &inner, f))
            return false;
    }
    return true;
}

static bool load_matrix(struct loader *l, const struct json *node, struct draft *matrix,
                        const struct place *at, struct fault *f) {
    const struct json *rows, *cells;
    const struct kind_row *kind;
    if (!json_get_array(node, "rows", true, &rows, f) || !json_get_object(node, "cells", true, &cells, f) ||
        !load_kind(l, cells, &kind, f))
        return false;
    if (kind->kind == KIND_MATRIX || kind->kind == QUESTION_PREFECTURE)
        return json_fault(f, json_member(cells, "kind"), _("the cells of a matrix cannot be of kind \"%s\""),
                          kind->name);
    if (rows->count == 0 || rows->count > ROWS_MAX)
        return json_fault(f, rows, _("expected 1 to %d rows, found %zu"), ROWS_MAX, rows->count);
    if (!cell_keys(cells, kind, f) || !unique_id(l, matrix->question.id, json_member(node, "id"), f))
        return false;
    matrix->question.kind = (enum question_kind)kind->kind;
    return load_rows(l, rows, cells, matrix, at, f);
}

static bool load_question(struct loader *l, const struct json *node, const struct place *at,
                          struct fault *f) {
    const struct kind_row *kind;
    struct draft draft = {.node = node,
                          .question = {.parent = at->parent, .parent_option = at->parent_option}};
    if (!json_expect(node, JSON_OBJECT, f) || !load_kind(l, node, &kind, f) ||
        !question_keys(node, kind, f) || !load_id(node, "_", &draft.question.id, f) ||
        !load_common(l, node, &draft.question, f))
        return false;
    if (*at->prefix)
        draft.question.id = arena_printf(l->arena, "%s%s", at->prefix, draft.question.id);
    if (kind->kind == KIND_MATRIX)
        return load_matrix(l, node, &draft, at, f);
    draft.question.kind = (enum question_kind)kind->kind;
    if (!load_substance(l, node, &draft.question, f))
        return false;
    int position = add_draft(l, &draft, f);
    return position >= 0 && load_nested(l, json_member(node, "options"), position, at, f);
}

static bool load_questions(struct loader *l, const struct json *list, const struct place *at,
                           struct fault *f) {
    for (const struct json *node = list->first; node; node = node->next)
        if (!load_question(l, node, at, f))
            return false;
    return true;
}

/* A heading, folded, and whose it is. */
struct heading {
    const char *text, *written;
    const struct draft *draft;
};

static int by_heading(const void *a, const void *b) {
    const struct heading *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order ? order : (x->draft > y->draft) - (x->draft < y->draft);
}

/* One heading for two questions would put a column into either; ids and aliases must differ. */
static bool headings_differ(const struct loader *l, struct fault *f) {
    size_t count = 0;
    for (size_t i = 0; i < l->count; i++)
        count += 1 + l->drafts[i].question.alias_count;
    struct heading *all = arena_array(l->arena, count, sizeof *all), *end = all;
    for (size_t i = 0; i < l->count; i++) {
        const struct question *question = &l->drafts[i].question;
        *end++ = (struct heading){utf8_fold(l->arena, question->id), question->id, &l->drafts[i]};
        for (size_t k = 0; k < question->alias_count; k++)
            *end++ = (struct heading){utf8_fold(l->arena, question->aliases[k]), question->aliases[k],
                                      &l->drafts[i]};
    }
    qsort(all, count, sizeof *all, by_heading);
    for (const struct heading *h = all + 1; h < end; h++)
        if (strcmp(h[-1].text, h->text) == 0 && h[-1].draft != h->draft)
            return json_fault(f, load_place(h->draft),
                              _("the heading \"%s\" already belongs to the question \"%s\""), h->written,
                              h[-1].draft->question.id);
    return true;
}

bool question_load_all(struct loader *l, const struct json *list, struct fault *f) {
    const struct place top = {-1, -1, "", 0};
    if (list->count == 0)
        return json_fault(f, list, _("a questionnaire needs at least one question"));
    if (!load_questions(l, list, &top, f) || !headings_differ(l, f))
        return false;
    struct question *questions = arena_array(l->arena, l->count, sizeof *questions);
    for (size_t i = 0; i < l->count; i++)
        questions[i] = l->drafts[i].question;
    l->q->questions = questions;
    l->q->question_count = l->count;
    return true;
}
