/* One answer of a bundle. */
#include "importers/exchange_line.h"

#include "engine/base/calendar.h"
#include "engine/base/lang.h"

#include <ctype.h>
#include <string.h>

static bool read_option(const struct question *question, const struct json *node, int *at, struct fault *f) {
    if (!json_expect(node, JSON_STRING, f))
        return false;
    *at = question_option(question, node->string);
    return *at >= 0 || json_fault(f, node, _("%s has no option \"%s\""), question->id, node->string);
}

static bool read_options(const struct question *question, const struct json *node, struct answer *out,
                         struct fault *f) {
    int at;
    if (!json_expect(node, JSON_ARRAY, f))
        return false;
    for (const struct json *child = node->first; child; child = child->next) {
        if (!read_option(question, child, &at, f))
            return false;
        out->bits |= (uint64_t)1 << at;
    }
    return true;
}

static bool add_digit(int64_t *value, char digit) {
    return !__builtin_mul_overflow(*value, 10, value) && !__builtin_add_overflow(*value, digit - '0', value);
}

/* "12", "-0.5": in millionths, exactly. */
static bool parse_number(const char *text, int64_t *out) {
    bool minus = *text == '-';
    int64_t value = 0;
    int places = 0;
    const char *at = text + minus;
    if (!isdigit((unsigned char)*at))
        return false;
    for (; isdigit((unsigned char)*at); at++)
        if (!add_digit(&value, *at))
            return false;
    if (*at == '.')
        for (at++; isdigit((unsigned char)*at) && places < NUMBER_DECIMALS; at++, places++)
            if (!add_digit(&value, *at))
                return false;
    for (; places < NUMBER_DECIMALS; places++)
        if (!add_digit(&value, '0'))
            return false;
    *out = minus ? -value : value;
    return !*at;
}

static bool read_number(const struct json *node, struct answer *out, struct fault *f) {
    return json_expect(node, JSON_STRING, f) && (parse_number(node->string, &out->number) ||
                                                 json_fault(f, node, _("\"%s\" is no number"), node->string));
}

static bool read_day(struct arena *arena, const struct json *node, struct answer *out, struct fault *f) {
    char iso[CALENDAR_TEXT];
    int year, month, day, end = 0;
    if (!json_expect(node, JSON_STRING, f))
        return false;
    if (sscanf(node->string, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || node->string[end] ||
        !calendar_days(year, month, day, &out->number))
        return json_fault(f, node, _("\"%s\" is no day"), node->string);
    out->text = arena_strdup(arena, calendar_iso(iso, out->number));
    return true;
}

static bool read_value(struct arena *arena, const struct question *question, const struct json *node,
                       struct answer *out, struct fault *f) {
    switch (question->kind) {
    case QUESTION_SINGLE:
    case QUESTION_PREFECTURE:
        return read_option(question, node, &out->code, f);
    case QUESTION_MULTI:
        return read_options(question, node, out, f);
    case QUESTION_NUMBER:
        return read_number(node, out, f);
    case QUESTION_DATE:
        return read_day(arena, node, out, f);
    case QUESTION_TEXT:
        if (!json_expect(node, JSON_STRING, f))
            return false;
        out->text = node->string;
        return true;
    }
    return false;
}

static bool read_state(const struct question *question, const struct json *node, struct answer *out,
                       struct fault *f) {
    if (!json_expect(node, JSON_STRING, f))
        return false;
    for (int state = 0; state < ANSWER_STATES; state++)
        if (strcmp(answer_state_key((enum answer_state)state), node->string) == 0) {
            out->state = (enum answer_state)state;
            return state != ANSWER_GIVEN || question->kind == QUESTION_TEXT ||
                   json_fault(f, node, _("what was given is missing"));
        }
    return json_fault(f, node, _("\"%s\" is no state of an answer"), node->string);
}

bool exchange_answer(struct arena *arena, const struct question *question, const struct json *node,
                     struct answer *out, struct fault *f) {
    *out = (struct answer){.state = ANSWER_GIVEN, .code = -1};
    if (node->kind != JSON_OBJECT)
        return read_value(arena, question, node, out, f);
    const struct json *state = json_member(node, "state"), *value = json_member(node, "value");
    if ((state != NULL) == (value != NULL))
        return json_fault(f, node, _("an answer has either a state or a value"));
    return (state ? read_state(question, state, out, f) : read_value(arena, question, value, out, f)) &&
           json_get_string(node, "text", false, &out->text, f);
}
