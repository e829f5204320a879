#include "engine/app/edit_answer.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/channel.h"
#include "engine/questionnaire/reference.h"
#include "engine/questionnaire/wording.h"

#include <string.h>

/* --- names --- */

static bool unknown_name(const struct questionnaire *q, const char *name, struct fault *f) {
    struct utf8_nearest nearest = {.wanted = name};
    for (size_t i = 0; i < q->question_count; i++)
        utf8_nearest_offer(&nearest, q->questions[i].id);
    for (int i = 0; i < FIELD_COUNT; i++)
        utf8_nearest_offer(&nearest, wording_field_keys[i]);
    if (nearest.name)
        return fault_usage(f, _("there is no question \"%s\"; did you mean \"%s\"?"), name, nearest.name);
    return fault_usage(f, _("there is no question \"%s\"; `shukei survey show %s` lists them"), name, q->id);
}

/* --- options --- */

static bool unknown_option(const struct question *question, const char *word, struct fault *f) {
    struct strbuf known = {0};
    for (size_t j = 0; j < question->option_count && j < 50; j++)
        strbuf_printf(&known, _("%s%s (%s)"), j ? ", " : "", question->options[j].id,
                      question->options[j].label);
    fault_usage(f, _("%s %s: \"%s\" is none of its options; there are: %s"), question->id, question->label,
                word, known.text);
    strbuf_end(&known);
    return false;
}

static void tick(const struct question *question, struct answer *answer, int option, bool on) {
    if (answer->state != ANSWER_GIVEN)
        *answer = (struct answer){.state = ANSWER_GIVEN, .code = -1};
    if (question->kind == QUESTION_MULTI && on)
        answer->bits |= (uint64_t)1 << option;
    else if (question->kind == QUESTION_MULTI)
        answer->bits &= ~((uint64_t)1 << option);
    else if (on)
        answer->code = option;
    else if (answer->code == option)
        answer->code = -1;
}

/* Nothing ticked any more is no answer; words that stood beside a tick go with it. */
static void settle(const struct question *question, struct answer *answer) {
    bool any = false, other = false;
    for (size_t j = 0; j < question->option_count; j++) {
        bool has = answer_has(question, answer, (int)j);
        any |= has;
        other |= has && question->options[j].other;
    }
    if (!other)
        answer->text = NULL;
    if (!any)
        *answer = (struct answer){.state = ANSWER_NO_ANSWER, .code = -1};
}

/* "+a,-b" changes the ticks that are there. */
static bool change_ticks(struct arena *arena, const struct question *question, const char *value,
                         struct answer *answer, struct fault *f) {
    char *rest = arena_strdup(arena, value);
    for (char *word; (word = strsep(&rest, ",")) != NULL;) {
        int option = question_option(question, word + (*word != '\0'));
        if (*word != '+' && *word != '-')
            return fault_usage(f, _("%s: either every option has + or - before it, or none"), question->id);
        if (option < 0)
            return unknown_option(question, word + 1, f);
        tick(question, answer, option, *word == '+');
    }
    settle(question, answer);
    return true;
}

/* "a,b" by ids alone; false without a fault when a word is no id. */
static bool set_ticks(struct arena *arena, const struct question *question, const char *value,
                      struct answer *answer) {
    struct answer fresh = {.state = ANSWER_GIVEN, .code = -1, .text = answer->text};
    char *rest = arena_strdup(arena, value);
    size_t count = 0;
    for (char *word; (word = strsep(&rest, ",")) != NULL; count++) {
        int option = question_option(question, word);
        if (option < 0)
            return false;
        tick(question, &fresh, option, true);
    }
    if (count > 1 && question->kind != QUESTION_MULTI)
        return false;
    settle(question, &fresh);
    *answer = fresh;
    return true;
}

/* --- the other kinds --- */

static const char *unquoted(struct arena *arena, const char *value) {
    size_t length = strlen(value);
    if (length >= 2 && value[0] == '"' && value[length - 1] == '"')
        return arena_strndup(arena, value + 1, length - 2);
    return value;
}

/* As the cell of a sheet would be read; what is doubtful there is refused here. */
static bool read_cell(struct arena *arena, const struct spellings *spellings, const struct question *question,
                      const char *value, struct answer *answer, struct fault *f) {
    static const struct finding nowhere = {.question = -1};
    struct findings doubts = {.arena = arena};
    struct answer read = {.code = -1};
    normalise_cell(arena, spellings, question->position, value, &nowhere, &doubts, &read);
    bool illegible = doubts.count == 1 && strcmp(doubts.items[0].rule, "answer.illegible") == 0;
    if (read.state == ANSWER_INVALID && question_is_coded(question) && !illegible)
        return unknown_option(question, value, f);
    if ((read.state == ANSWER_INVALID && !illegible) || doubts.errors)
        return fault_usage(f, _("%s: \"%s\" is not understood: %s"), question->id, value,
                           doubts.count ? doubts.items[0].message : _("no number or date"));
    *answer = read;
    return true;
}

static bool by_state(const struct question *question, const char *value, struct answer *answer) {
    for (int state = ANSWER_NO_ANSWER; state < ANSWER_STATES; state++)
        if (strcmp(value, answer_state_key((enum answer_state)state)) == 0 &&
            question_option(question, value) < 0) {
            *answer = (struct answer){.state = (enum answer_state)state, .code = -1};
            return true;
        }
    return false;
}

static bool set_answer(struct arena *arena, const struct spellings *spellings,
                       const struct question *question, const char *value, struct answer *answer,
                       struct fault *f) {
    if (!*value || by_state(question, value, answer)) {
        if (!*value)
            *answer = (struct answer){.state = ANSWER_NO_ANSWER, .code = -1};
        return true;
    }
    if (question->kind == QUESTION_TEXT) {
        *answer = (struct answer){.state = ANSWER_GIVEN, .code = -1, .text = unquoted(arena, value)};
        return true;
    }
    if (question_is_coded(question) && (*value == '+' || *value == '-'))
        return change_ticks(arena, question, value, answer, f);
    if (question_is_coded(question) && set_ticks(arena, question, value, answer))
        return true;
    return read_cell(arena, spellings, question, unquoted(arena, value), answer, f);
}

/* --- fields --- */

static bool set_field(struct arena *arena, int field, const char *value, const char **out, struct fault *f) {
    int64_t days;
    value = unquoted(arena, value);
    *out = *value ? value : NULL;
    if (!*value)
        return true;
    if (field == FIELD_RECEIVED) {
        if (!normalise_date(arena, value, &days))
            return fault_usage(f, _("received: \"%s\" is not a date; write 2024-01-09"), value);
        *out = normalise_date_text(arena, days);
    }
    if (field == FIELD_CHANNEL && !(*out = channel_find(arena, value)))
        return fault_usage(f, _("channel: \"%s\"; expected fax, post or web"), value);
    if (field == FIELD_ASSOCIATION) {
        const struct reference *reference = reference_get(f);
        int at = reference ? reference_association(reference, arena, value) : -1;
        if (at >= 0)
            *out = reference->associations[at].id;
        return reference != NULL;
    }
    return true;
}

bool edit_answer(struct arena *arena, const struct questionnaire *q, const struct spellings *spellings,
                 struct response *response, const char *assignment, int *question, struct fault *f) {
    const char *equals = strchr(assignment, '=');
    if (!equals)
        return fault_usage(f, _("\"%s\": expected QUESTION=ANSWER, such as visited=yes"), assignment);
    const char *name = arena_strndup(arena, assignment, (size_t)(equals - assignment));
    *question = questionnaire_find(q, name);
    if (*question >= 0)
        return set_answer(arena, spellings, &q->questions[*question], equals + 1,
                          &response->answers[*question], f);
    int field = wording_field(name);
    return field >= 0 ? set_field(arena, field, equals + 1, &response->fields[field], f)
                      : unknown_name(q, name, f);
}
