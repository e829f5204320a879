#include "engine/questionnaire/expr_resolve.h"

#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/channel.h"
#include "engine/questionnaire/reference.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { LISTED_MAX = 12 };

static const struct {
    const char *name;
    enum return_field field;
} fields[] = {
    {"association", FIELD_ASSOCIATION},
    {"channel", FIELD_CHANNEL},
    {"sheet", FIELD_SHEET},
    {"received", FIELD_RECEIVED},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static bool unknown_name(const struct questionnaire *q, const struct token *token, struct fault *f) {
    struct utf8_nearest n = {.wanted = token->text};
    for (size_t i = 0; i < q->question_count; i++)
        utf8_nearest_offer(&n, q->questions[i].id);
    for (size_t i = 0; i < q->grouping_count; i++)
        utf8_nearest_offer(&n, q->groupings[i].id);
    for (size_t i = 0; i < FIELDS; i++)
        utf8_nearest_offer(&n, fields[i].name);
    if (n.name)
        return fault_set(f, _("column %zu: no question is called \"%s\"; did you mean \"%s\"?"),
                         token->column, token->text, n.name);
    return fault_set(f, _("column %zu: no question is called \"%s\""), token->column, token->text);
}

static int key_question(const struct questionnaire *q, const char *name) {
    if (strcmp(name, "pref") == 0)
        return q->key_pref;
    return strcmp(name, "type") == 0 ? q->key_type : -1;
}

bool expr_resolve_name(const struct questionnaire *q, const struct token *token, struct expr_name *out,
                       struct fault *f) {
    const char *name = token->text;
    *out = (struct expr_name){.text = name, .question = questionnaire_find(q, name), .field = -1};
    if (out->question < 0)
        out->question = key_question(q, name);
    if (out->question >= 0)
        return true;
    int grouping = questionnaire_grouping(q, name);
    if (grouping >= 0) {
        out->grouping = &q->groupings[grouping];
        out->question = (int)out->grouping->question;
        return true;
    }
    for (size_t i = 0; i < FIELDS && out->field < 0; i++)
        if (strcmp(fields[i].name, name) == 0)
            out->field = (int)fields[i].field;
    if (out->field >= 0)
        return true;
    if (strcmp(name, "pref") == 0 || strcmp(name, "type") == 0)
        return fault_set(f,
                         _("column %zu: no question stands behind the key \"%s\"; name one under \"keys\""),
                         token->column, name);
    return unknown_name(q, token, f);
}

static bool is_spelling(struct arena *arena, const struct option *option, const char *folded) {
    if (strcmp(utf8_fold(arena, option->label), folded) == 0 ||
        strcmp(utf8_fold(arena, option->text), folded) == 0)
        return true;
    for (size_t i = 0; i < option->alias_count; i++)
        if (strcmp(utf8_fold(arena, option->aliases[i]), folded) == 0)
            return true;
    return false;
}

/* By id, else by what is printed for it, else -1. */
static int find_option(struct arena *arena, const struct question *question, const char *written) {
    int option = question_option(question, written);
    if (option >= 0)
        return option;
    if (question->kind == QUESTION_PREFECTURE) {
        struct fault ignored = {0};
        return reference_prefecture(reference_get(&ignored), arena, written);
    }
    const char *folded = utf8_fold(arena, written);
    for (size_t i = 0; i < question->option_count; i++)
        if (*folded && is_spelling(arena, &question->options[i], folded))
            return (int)i;
    return -1;
}

static bool unknown_value(struct arena *arena, const char *owner, const char *const *ids,
                          const char *const *labels, size_t count, const struct token *value,
                          struct fault *f) {
    struct utf8_nearest n = {.wanted = value->text};
    for (size_t i = 0; i < count; i++) {
        utf8_nearest_offer(&n, ids[i]);
        utf8_nearest_offer(&n, labels[i]);
    }
    if (n.name)
        return fault_set(f, _("column %zu: \"%s\" has no option \"%s\"; did you mean \"%s\"?"), value->column,
                         owner, value->text, n.name);
    if (count > LISTED_MAX)
        return fault_set(f, _("column %zu: \"%s\" has no option \"%s\"; `shukei survey show` lists them"),
                         value->column, owner, value->text);
    const char *all = ids[0];
    for (size_t i = 1; i < count; i++)
        all = arena_printf(arena, "%s, %s", all, ids[i]);
    return fault_set(f, _("column %zu: \"%s\" has no option \"%s\"; expected one of: %s"), value->column,
                     owner, value->text, all);
}

static bool resolve_category(struct arena *arena, const struct questionnaire *q,
                             const struct grouping *grouping, const struct token *value, uint64_t options[4],
                             struct fault *f) {
    const char *folded = utf8_fold(arena, value->text);
    int category = -1;
    for (size_t i = 0; i < grouping->count && category < 0; i++)
        if (strcmp(grouping->ids[i], value->text) == 0 ||
            strcmp(utf8_fold(arena, grouping->labels[i]), folded) == 0)
            category = (int)i;
    if (category < 0)
        return unknown_value(arena, grouping->id, grouping->ids, grouping->labels, grouping->count, value, f);
    size_t count = q->questions[grouping->question].option_count;
    for (size_t i = 0; i < count; i++)
        if (grouping->category_of[i] == category)
            options[i / 64] |= (uint64_t)1 << (i % 64);
    return true;
}

bool expr_resolve_option(struct arena *arena, const struct questionnaire *q, const struct expr_name *name,
                         const struct token *value, uint64_t options[4], struct fault *f) {
    if (name->grouping)
        return resolve_category(arena, q, name->grouping, value, options, f);
    const struct question *question = &q->questions[name->question];
    int option = find_option(arena, question, value->text);
    if (option >= 0) {
        options[option / 64] |= (uint64_t)1 << (option % 64);
        return true;
    }
    if (question->kind == QUESTION_PREFECTURE)
        return fault_set(f,
                         _("column %zu: \"%s\" is no prefecture; expected its code, 01 to 47, or its name"),
                         value->column, value->text);
    const char **ids = arena_array(arena, question->option_count, sizeof *ids);
    const char **labels = arena_array(arena, question->option_count, sizeof *labels);
    for (size_t i = 0; i < question->option_count; i++) {
        ids[i] = question->options[i].id;
        labels[i] = question->options[i].label;
    }
    return unknown_value(arena, question->id, ids, labels, question->option_count, value, f);
}

/* -12.5 exactly, in millionths; false on anything else or more than six places. */
static bool parse_millionths(const char *text, int64_t *out) {
    enum { DIGITS_MAX = 12 };
    bool negative = *text == '-';
    text += negative;
    size_t whole = strspn(text, "0123456789");
    const char *places = text[whole] == '.' ? text + whole + 1 : text + whole;
    size_t decimals = strspn(places, "0123456789");
    if (whole == 0 || whole > DIGITS_MAX || decimals > NUMBER_DECIMALS || places[decimals] ||
        (text[whole] == '.' && decimals == 0))
        return false;
    int64_t value = 0;
    for (size_t i = 0; i < whole; i++)
        value = value * 10 + (text[i] - '0');
    for (size_t i = 0; i < NUMBER_DECIMALS; i++)
        value = value * 10 + (i < decimals ? places[i] - '0' : 0);
    *out = negative ? -value : value;
    return true;
}

bool expr_resolve_number(struct arena *arena, const struct token *value, int64_t *out, struct fault *f) {
    if (value->kind == TOKEN_WORD && parse_millionths(utf8_nfkc(arena, value->text), out))
        return true;
    return fault_set(f, _("column %zu: expected a number, found \"%s\""), value->column, value->text);
}

static bool parse_date(const char *text, int64_t *out) {
    static const char pattern[] = "dddd-dd-dd";
    if (strlen(text) != sizeof pattern - 1)
        return false;
    for (size_t i = 0; pattern[i]; i++)
        if (pattern[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != '-')
            return false;
    return calendar_days(atoi(text), atoi(text + 5), atoi(text + 8), out);
}

bool expr_resolve_date(struct arena *arena, const struct token *value, int64_t *out, struct fault *f) {
    if (parse_date(utf8_nfkc(arena, value->text), out))
        return true;
    return fault_set(f, _("column %zu: expected a day such as 2023-12-01, found \"%s\""), value->column,
                     value->text);
}

const char *expr_resolve_field(struct arena *arena, enum return_field field, const char *written) {
    struct fault ignored = {0};
    const char *channel = field == FIELD_CHANNEL ? channel_find(arena, written) : NULL;
    if (channel)
        return channel;
    const struct reference *r = field == FIELD_ASSOCIATION ? reference_get(&ignored) : NULL;
    int association = reference_association(r, arena, written);
    return association >= 0 ? r->associations[association].id : utf8_fold(arena, written);
}
