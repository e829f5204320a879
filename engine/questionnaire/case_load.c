/* The kinds of cases that stand in free text (struct case_coding), from the key "cases". */
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/load.h"

#include <string.h>

/* Terms are folded once, here; a text is folded alike when it is looked at. */
static bool load_terms(const struct loader *l, const struct json *node, bool required, struct case_terms *out,
                       struct fault *f) {
    const char *const *written = NULL;
    if (!load_texts(l->arena, node, "terms", &written, &out->count, f))
        return false;
    if (required && !out->count)
        return json_fault(f, node,
                          _("\"terms\" is missing: the words by which it is known, [\"返戻\", ...]"));
    const char **items = arena_array(l->arena, out->count + 1, sizeof *items);
    for (size_t i = 0; i < out->count; i++) {
        char *folded = utf8_fold(l->arena, written[i]);
        utf8_hiragana(folded);
        if (!*folded)
            return json_fault(f, json_member(node, "terms"), _("\"%s\" would be found in every text"),
                              written[i]);
        items[i] = folded;
    }
    out->items = items;
    return true;
}

static bool load_kind(const struct loader *l, const struct json *node, struct case_kind *kinds,
                      struct fault *f) {
    static const char *const keys[] = {"id", "label", "when", "terms", NULL};
    struct case_kind *out = &kinds[node->index];
    if (!json_known(node, keys, f) || !load_word(node, &out->id, f) ||
        !load_text(node, "label", true, &out->label, f) ||
        !load_expr(l, node, "when", &out->when_text, &out->when, f) ||
        !load_terms(l, node, false, &out->terms, f))
        return false;
    for (size_t i = 0; i < node->index; i++)
        if (strcmp(kinds[i].id, out->id) == 0)
            return json_fault(f, json_member(node, "id"), _("the id \"%s\" stands twice; ids must be unique"),
                              out->id);
    if (!out->when && !out->terms.count)
        return json_fault(f, node, _("says neither \"when\" nor \"terms\": which cases are of this kind?"));
    return true;
}

static bool load_kinds(const struct loader *l, const struct json *node, struct case_coding *out,
                       struct fault *f) {
    const struct json *list;
    if (!json_get_array(node, "kinds", false, &list, f))
        return false;
    if (!list)
        return true;
    if (list->count > CASE_KINDS_MAX)
        return json_fault(f, list, _("at most %d kinds"), (int)CASE_KINDS_MAX);
    struct case_kind *kinds = arena_array(l->arena, list->count + 1, sizeof *kinds);
    for (const struct json *item = list->first; item; item = item->next)
        if (!load_kind(l, item, kinds, f))
            return false;
    out->kinds = kinds;
    out->kind_count = list->count;
    return true;
}

static bool load_words(const struct loader *l, const struct json *node, struct case_coding *out,
                       struct fault *f) {
    static const char *const keys[] = {"label", "terms", NULL};
    const struct json *list;
    if (!json_get_array(node, "words", false, &list, f))
        return false;
    if (!list)
        return true;
    if (list->count > CASE_KINDS_MAX)
        return json_fault(f, list, _("at most %d words"), (int)CASE_KINDS_MAX);
    struct case_word *words = arena_array(l->arena, list->count + 1, sizeof *words);
    for (const struct json *item = list->first; item; item = item->next)
        if (!json_known(item, keys, f) || !load_text(item, "label", true, &words[item->index].label, f) ||
            !load_terms(l, item, true, &words[item->index].terms, f))
            return false;
    out->words = words;
    out->word_count = list->count;
    return true;
}

static bool load_question(const struct loader *l, const struct json *node, struct case_coding *codings,
                          struct fault *f) {
    const struct json *place = json_member(node, "question");
    int question = -1;
    if (!load_reference(l, node, "question", &question, f))
        return false;
    if (question < 0)
        return json_fault(f, node, _("\"question\" is missing: whose free texts are the cases?"));
    if (l->q->questions[question].kind != QUESTION_TEXT)
        return json_fault(f, place, _("\"%s\" is no question of kind \"text\""),
                          l->q->questions[question].id);
    for (size_t i = 0; i < node->index; i++)
        if (codings[i].question == (size_t)question)
            return json_fault(f, place, _("the question \"%s\" stands here twice"),
                              l->q->questions[question].id);
    codings[node->index].question = (size_t)question;
    return true;
}

bool case_load_all(struct loader *l, const struct json *root, struct fault *f) {
    static const char *const keys[] = {"question", "label", "kinds", "words", NULL};
    const struct json *list;
    if (!json_get_array(root, "cases", false, &list, f))
        return false;
    if (!list)
        return true;
    struct case_coding *codings = arena_array(l->arena, list->count + 1, sizeof *codings);
    for (const struct json *item = list->first; item; item = item->next) {
        struct case_coding *out = &codings[item->index];
        if (!json_known(item, keys, f) || !load_question(l, item, codings, f) ||
            !load_text(item, "label", false, &out->label, f) || !load_kinds(l, item, out, f) ||
            !load_words(l, item, out, f))
            return false;
    }
    l->q->codings = codings;
    l->q->coding_count = list->count;
    return true;
}
