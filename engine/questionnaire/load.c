#include "engine/questionnaire/load.h"

#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/expr_lex.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

const struct json *load_place(const struct draft *draft) {
    return draft->row ? draft->row : draft->node;
}

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r\n")] == '\0';
}

bool load_text(const struct json *object, const char *key, bool required, const char **out, struct fault *f) {
    const char *found = NULL;
    if (!json_get_string(object, key, required, &found, f))
        return false;
    if (found && is_blank(found))
        return json_fault(f, json_member(object, key), _("is empty; write something or leave the key out"));
    if (found)
        *out = found;
    return true;
}

bool load_texts(struct arena *arena, const struct json *object, const char *key, const char *const **out,
                size_t *count, struct fault *f) {
    const struct json *list;
    *out = NULL;
    *count = 0;
    if (!json_get_array(object, key, false, &list, f))
        return false;
    if (!list)
        return true;
    const char **texts = arena_array(arena, list->count, sizeof *texts);
    for (const struct json *item = list->first; item; item = item->next) {
        if (!json_expect(item, JSON_STRING, f))
            return false;
        if (is_blank(item->string))
            return json_fault(f, item, _("is empty; write something or take it out"));
        texts[item->index] = item->string;
    }
    *out = texts;
    *count = list->count;
    return true;
}

bool load_id(const struct json *object, const char *marks, const char **out, struct fault *f) {
    const char *id = NULL;
    if (!json_get_string(object, "id", true, &id, f))
        return false;
    bool good = islower((unsigned char)id[0]) && strlen(id) <= LOAD_ID_MAX;
    for (const char *c = id; *c && good; c++)
        good = islower((unsigned char)*c) || isdigit((unsigned char)*c) || strchr(marks, *c);
    *out = id;
    return good ||
           json_fault(f, json_member(object, "id"),
                      _("\"%s\" is not an id: expected a small letter a-z, then small letters, digits and "
                        "\"%s\", at most %d"),
                      id, marks, LOAD_ID_MAX);
}

bool load_word(const struct json *object, const char **out, struct fault *f) {
    if (!load_text(object, "id", true, out, f))
        return false;
    if (strlen(*out) <= LOAD_ID_MAX && expr_lex_is_word(*out))
        return true;
    return json_fault(
        f, json_member(object, "id"),
        _("\"%s\" is not an id: expected one word of letters, digits, \"_\" and \"-\", at most %d bytes"),
        *out, LOAD_ID_MAX);
}

bool load_severity(const struct json *node, int *out, struct fault *f) {
    static const char *const names[] = {
        [RULE_INFO] = "info", [RULE_WARNING] = "warning", [RULE_ERROR] = "error"};
    if (!json_expect(node, JSON_STRING, f))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], node->string) == 0) {
            *out = (int)i;
            return true;
        }
    return json_fault(f, node, _("expected \"error\", \"warning\" or \"info\", found \"%s\""), node->string);
}

bool load_day(const struct json *object, const char *key, int64_t *out, struct fault *f) {
    const char *text = NULL;
    int year, month, day;
    char rest;
    if (!json_get_string(object, key, false, &text, f))
        return false;
    if (!text)
        return true;
    bool good = strlen(text) == 10 && sscanf(text, "%4d-%2d-%2d%c", &year, &month, &day, &rest) == 3 &&
                calendar_days(year, month, day, out);
    return good || json_fault(f, json_member(object, key),
                              _("expected a day such as \"2023-11-24\", found \"%s\""), text);
}

/* The existing id that is spelt most alike, or NULL. */
static const char *nearest_question(const struct questionnaire *q, const char *id) {
    struct utf8_nearest nearest = {.wanted = id};
    for (size_t i = 0; i < q->question_count; i++)
        utf8_nearest_offer(&nearest, q->questions[i].id);
    return nearest.name;
}

bool load_reference(const struct loader *l, const struct json *object, const char *key, int *out,
                    struct fault *f) {
    const char *id = NULL;
    *out = -1;
    if (!json_get_string(object, key, false, &id, f))
        return false;
    if (!id)
        return true;
    *out = questionnaire_find(l->q, id);
    if (*out >= 0)
        return true;
    const char *nearest = nearest_question(l->q, id);
    if (nearest)
        return json_fault(f, json_member(object, key),
                          _("no question has the id \"%s\"; did you mean \"%s\"?"), id, nearest);
    return json_fault(f, json_member(object, key), _("no question has the id \"%s\""), id);
}

bool load_expr(const struct loader *l, const struct json *object, const char *key, const char **text,
               const struct expr **out, struct fault *f) {
    const char *source = NULL;
    *text = NULL;
    *out = NULL;
    if (!json_get_string(object, key, false, &source, f))
        return false;
    if (!source || is_blank(source))
        return true;
    struct fault inner = {0};
    *out = expr_compile(l->arena, l->q, source, &inner);
    *text = source;
    return *out || json_fault(f, json_member(object, key), "%s", inner.text);
}
