/* double decide: which of two keyings is right, or what else; the third record. */
#include "engine/app/double_sheet.h"

#include "engine/app/edit_answer.h"
#include "engine/app/operand.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"

#include <stdio.h>
#include <string.h>

struct deciding {
    struct double_sheet on;
    const char *value;
    struct response *after;
    const char *choice;
    bool undecided; /* only what nobody has decided yet */
};

/* The answer as a person gives it, in the words of `return edit`; an "=" before it keeps an answer that is
 * the word first or second from being taken for one of the keyings. */
static bool read_value(struct deciding *d, struct fault *f) {
    struct arena *arena = d->on.app->arena;
    const char *value = d->value + (*d->value == '=');
    struct spellings *spellings = normalise_prepare(arena, d->on.open.q, f);
    int question;
    d->choice = "value";
    return spellings && edit_answer(arena, d->on.open.q, spellings, d->after,
                                    arena_printf(arena, "%s=%s", d->on.question, value), &question, f);
}

static bool choose(struct deciding *d, struct fault *f) {
    const struct second_pair *pair = &d->on.pair;
    d->after = response_clone(d->on.app->arena, d->on.open.q, pair->answers[SECOND_AS_FINAL]);
    if (strcmp(d->value, "first") == 0)
        d->after->answers[d->on.at] = pair->answers[SECOND_AS_FIRST]->answers[d->on.at];
    else if (strcmp(d->value, "second") == 0)
        d->after->answers[d->on.at] = pair->answers[SECOND_AS_SECOND]->answers[d->on.at];
    else if (!read_value(d, f))
        return false;
    if (!d->choice)
        d->choice = d->value;
    return true;
}

/* Of two people with the same list before them, the second learns that the first has decided. */
static bool still_open(const struct deciding *d, struct fault *f) {
    const struct second_decision *was = d->on.pair.decided[d->on.at];
    return !d->undecided || !was ||
           fault_set(f,
                     _("%s has decided \"%s\" already (%.16s); if that is wrong, reopen it and decide anew"),
                     was->who, double_sheet_title(&d->on), was->at);
}

static bool decide(struct deciding *d, long *left, struct fault *f) {
    struct double_sheet *on = &d->on;
    struct arena *arena = on->app->arena;
    struct second_ruling ruling = {.why = on->why, .own = on->own};
    if (!double_sheet_find(on, f) || !still_open(d, f) || !choose(d, f) ||
        !double_sheet_settle(on, d->after, &ruling.revision, f))
        return false;
    ruling.question = on->at;
    ruling.choice = d->choice;
    ruling.answer = answer_ids(arena, &on->open.q->questions[on->at], &d->after->answers[on->at]);
    return store_second_decide(on->open.store, on->open.book, &on->pair, &ruling, f) &&
           double_sheet_left(on, left, f) && store_commit(on->open.store, f);
}

static void print_json(const struct deciding *d, long left) {
    const struct second_decision *decision = d->on.pair.decided[d->on.at];
    struct strbuf b = {0};
    strbuf_printf(&b, "{\"entry\": %ld, \"open\": %ld", decision->entry, left);
    json_add_member(&b, "answer", decision->answer);
    strbuf_add(&b, "}\n");
    fputs(b.text, stdout);
    strbuf_end(&b);
}

static void print_decision(const struct deciding *d, long left) {
    const struct question *question = &d->on.open.q->questions[d->on.at];
    printf("%s %s: %s\n", question->id, question->label,
           answer_text(d->on.app->arena, question, &d->after->answers[d->on.at]));
    double_sheet_print(&d->on, left);
}

bool double_decide(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct deciding d = {.on = {.app = app}};
    struct double_sheet *on = &d.on;
    const char *format_name = NULL;
    enum output_format format;
    long left;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &on->survey, false},
                                        {"association", 0, OPTION_STRING, &on->association, false},
                                        {"why", 0, OPTION_STRING, &on->why, false},
                                        {"own", 0, OPTION_FLAG, &on->own, false},
                                        {"undecided", 0, OPTION_FLAG, &d.undecided, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) ||
        !operand_count(count, 3,
                       "shukei double decide (--survey ID SHEET | RETURN) QUESTION first|second|VALUE [--why "
                       "TEXT]",
                       f))
        return false;
    on->sheet = operands[0];
    on->question = operands[1];
    d.value = operands[2];
    bool done = decide(&d, &left, f);
    store_close(on->open.store);
    if (done && format == OUTPUT_JSON)
        print_json(&d, left);
    else if (done && !app->quiet)
        print_decision(&d, left);
    if (done && on->findings.errors)
        *code = 3;
    return done;
}
