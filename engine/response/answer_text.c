/* Answers in words, for people: listings, trails, findings. */
#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/response/response.h"

#include <inttypes.h>

static const struct {
    const char *key, *name;
} states[ANSWER_STATES] = {
    [ANSWER_GIVEN] = {"given", N_("answered")},
    [ANSWER_NO_ANSWER] = {"no_answer", N_("no answer")},
    [ANSWER_NOT_APPLICABLE] = {"not_applicable", N_("not applicable")},
    [ANSWER_INVALID] = {"invalid", N_("invalid")},
    [ANSWER_NONE] = {"none", N_("none")},
};

const char *answer_state_name(enum answer_state state) {
    return gettext(states[state].name);
}

const char *answer_state_key(enum answer_state state) {
    return states[state].key;
}

static void put_option(struct strbuf *out, const struct option *option, const char *words) {
    if (out->length > 0)
        strbuf_add(out, " | ");
    strbuf_add(out, option->label);
    if (option->other && words && *words)
        strbuf_printf(out, _(" (%s)"), words);
}

static void put_options(struct strbuf *out, const struct question *question, const struct answer *answer) {
    for (size_t j = 0; j < question->option_count; j++)
        if (answer_has(question, answer, (int)j))
            put_option(out, &question->options[j], answer->text);
}

/* Millionths as a decimal number without needless zeros: 2500000 is "2.5". */
static void put_number(struct strbuf *out, int64_t millionths) {
    uint64_t size = millionths < 0 ? (uint64_t)0 - (uint64_t)millionths : (uint64_t)millionths;
    strbuf_printf(out, "%s%" PRIu64, millionths < 0 ? "-" : "", size / NUMBER_ONE);
    uint64_t rest = size % NUMBER_ONE;
    int places = NUMBER_DECIMALS;
    if (rest == 0)
        return;
    for (; rest % 10 == 0; rest /= 10)
        places--;
    strbuf_printf(out, ".%0*" PRIu64, places, rest);
}

static void put_given(struct strbuf *out, const struct question *question, const struct answer *answer) {
    char iso[CALENDAR_TEXT];
    switch (question->kind) {
    case QUESTION_NUMBER:
        put_number(out, answer->number);
        break;
    case QUESTION_DATE:
        strbuf_add(out, calendar_iso(iso, answer->number));
        break;
    case QUESTION_TEXT:
        strbuf_add(out, answer->text ? answer->text : "");
        break;
    default:
        put_options(out, question, answer);
    }
}

char *answer_text(struct arena *arena, const struct question *question, const struct answer *answer) {
    if (answer->state != ANSWER_GIVEN)
        return arena_strdup(arena, answer_state_name(answer->state));
    struct strbuf out = {0};
    put_given(&out, question, answer);
    char *text = arena_strdup(arena, out.text ? out.text : "");
    strbuf_end(&out);
    return text;
}

static void put_ids(struct strbuf *out, const struct question *question, const struct answer *answer) {
    for (size_t j = 0; j < question->option_count; j++)
        if (answer_has(question, answer, (int)j))
            strbuf_printf(out, "%s%s", out->length ? "," : "", question->options[j].id);
    if (answer->text)
        strbuf_printf(out, " \"%s\"", answer->text);
}

char *answer_ids(struct arena *arena, const struct question *question, const struct answer *answer) {
    if (answer->state != ANSWER_GIVEN)
        return arena_strdup(arena, answer_state_key(answer->state));
    struct strbuf out = {0};
    if (question_is_coded(question))
        put_ids(&out, question, answer);
    else
        put_given(&out, question, answer);
    char *text = arena_strdup(arena, out.text ? out.text : "");
    strbuf_end(&out);
    return text;
}
