/* double decide: which of two keyings is right, or what else; the third record. */
#include "engine/app/double.h"

#include "engine/app/edit_answer.h"
#include "engine/app/edit_findings.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "engine/response/keying.h"

#include <stdio.h>
#include <string.h>

struct deciding {
    struct app *app;
    const char *survey, *sheet, *association; /* survey NULL: `sheet` is the number of a return */
    const char *question, *value, *why;
    struct double_book open;
    struct second_pair pair;
    size_t at; /* of the question */
    struct return_row row;
    struct response *after;
    const char *choice;
    bool undecided; /* only what nobody has decided yet */
    struct findings findings;
};

/* --- which sheet --- */

static const struct second_first *by_return(const struct deciding *d, long id, struct fault *f) {
    for (size_t i = 0; i < d->open.book->first_count; i++)
        if (d->open.book->firsts[i].ret == id)
            return &d->open.book->firsts[i];
    fault_set(f, _("return %ld is neither accepted nor set aside, so it has no first entry to compare with"),
              id);
    return NULL;
}

/* An association as people write it, by its id where it is known. */
static const char *association_id(const struct deciding *d, struct fault *f) {
    const struct reference *reference = d->association ? reference_get(f) : NULL;
    int at = reference ? reference_association(reference, d->app->arena, d->association) : -1;
    return at >= 0 ? reference->associations[at].id : d->association;
}

static const struct second_first *by_sheet(const struct deciding *d, struct fault *f) {
    void *found;
    const char *association = association_id(d, f);
    if (f->kind != FAULT_NONE)
        return NULL;
    enum keying_match many = keying_index_find(d->open.book->index, d->sheet, association, &found);
    if (many == KEYING_NONE)
        fault_set(f, _("there is no sheet \"%s\" in %s"), d->sheet, d->survey);
    if (many == KEYING_SEVERAL)
        fault_set(f,
                  _("there are several sheets \"%s\"; name the association (--association), or the return "
                    "instead of survey and sheet"),
                  d->sheet);
    return found;
}

static bool find_row(struct deciding *d, const struct second_first *first, struct fault *f) {
    for (size_t i = 0; i < d->open.book->row_count; i++)
        if (first->second && d->open.book->rows[i].id == first->second)
            return store_second_pair(d->open.store, d->app->arena, d->open.book, &d->open.book->rows[i],
                                     &d->pair, f);
    return fault_set(f, _("return %ld has not been keyed a second time"), first->ret);
}

static bool survey_of(struct deciding *d, long id, struct fault *f) {
    const struct questionnaire *q;
    struct response *response;
    if (!store_return_get(d->open.store, d->app->arena, id, &q, &d->row, &response, f))
        return false;
    d->survey = d->row.survey;
    return true;
}

static bool find_sheet(struct deciding *d, struct fault *f) {
    long id = 0;
    bool by_number = !d->survey;
    d->open.store = store_open(d->app->store_path, STORE_WRITE, f);
    if (!d->open.store || !store_begin(d->open.store, f) ||
        (by_number && (!operand_return(d->sheet, &id, f) || !survey_of(d, id, f))))
        return false;
    d->open.q = store_questionnaire(d->open.store, d->app->arena, d->survey, f);
    if (d->open.q)
        d->open.book = store_second_book(d->open.store, d->app->arena, d->open.q, f);
    if (!d->open.book)
        return false;
    const struct second_first *first = by_number ? by_return(d, id, f) : by_sheet(d, f);
    return first && find_row(d, first, f);
}

/* --- what it says --- */

static bool find_question(struct deciding *d, struct fault *f) {
    int at = questionnaire_find(d->open.q, d->question);
    if (at < 0)
        return fault_usage(f, _("there is no question \"%s\"; `shukei survey show %s` lists them"),
                           d->question, d->open.q->id);
    d->at = (size_t)at;
    return second_differs(d->app->arena, d->open.book, &d->pair, d->at) ||
           fault_set(f,
                     _("both keyings agree on %s; what both got wrong is corrected with `shukei return edit "
                       "%ld %s=...`"),
                     d->question, d->pair.first->ret, d->question);
}

/* The answer as a person gives it, in the words of `return edit`; an "=" before it keeps an answer that is
 * the word first or second from being taken for one of the keyings. */
static bool read_value(struct deciding *d, struct fault *f) {
    struct arena *arena = d->app->arena;
    const char *value = d->value + (*d->value == '=');
    struct spellings *spellings = normalise_prepare(arena, d->open.q, f);
    int question;
    d->choice = "value";
    return spellings && edit_answer(arena, d->open.q, spellings, d->after,
                                    arena_printf(arena, "%s=%s", d->question, value), &question, f);
}

static bool choose(struct deciding *d, struct fault *f) {
    d->after = response_clone(d->app->arena, d->open.q, d->pair.answers[SECOND_AS_FINAL]);
    if (strcmp(d->value, "first") == 0)
        d->after->answers[d->at] = d->pair.answers[SECOND_AS_FIRST]->answers[d->at];
    else if (strcmp(d->value, "second") == 0)
        d->after->answers[d->at] = d->pair.answers[SECOND_AS_SECOND]->answers[d->at];
    else if (!read_value(d, f))
        return false;
    if (!d->choice)
        d->choice = d->value;
    response_route(d->open.q, d->after);
    return true;
}

static bool changed(const struct deciding *d) {
    for (size_t i = 0; i < d->open.q->question_count; i++)
        if (!answer_equal(&d->after->answers[i], &d->pair.answers[SECOND_AS_FINAL]->answers[i]))
            return true;
    return false;
}

/* A new revision, unless the return says so already. */
static bool revise(struct deciding *d, struct fault *f) {
    struct arena *arena = d->app->arena;
    const struct questionnaire *written;
    struct response *stored;
    long id = d->pair.first->ret;
    if (!changed(d))
        return true;
    bool *edited = arena_array(arena, d->open.q->question_count, sizeof *edited);
    edited[d->at] = true;
    d->findings = (struct findings){.arena = arena};
    return store_return_get(d->open.store, arena, id, &written, &d->row, &stored, f) &&
           edit_findings(d->open.store, d->open.q, &d->row, d->after, edited, &d->findings, f) &&
           store_return_revise(d->open.store, d->open.q, id, d->after, &d->findings, d->why, f) &&
           edit_findings_open(d->open.store, d->open.q, id, &d->findings, f);
}

/* Of two people with the same list before them, the second learns that the first has decided. */
static bool still_open(const struct deciding *d, struct fault *f) {
    const struct second_decision *was = d->pair.decided[d->at];
    return !d->undecided || !was ||
           fault_set(
               f,
               _("%s has decided %s on %s already; look at the sheet's history before you decide otherwise"),
               was->who, d->question, was->at);
}

static bool decide(struct deciding *d, struct second_count *count, struct fault *f) {
    struct arena *arena = d->app->arena;
    if (!find_sheet(d, f) || !find_question(d, f) || !still_open(d, f) || !choose(d, f))
        return false;
    const char *answer = answer_ids(arena, &d->open.q->questions[d->at], &d->after->answers[d->at]);
    if (!revise(d, f) ||
        !store_second_decide(d->open.store, d->open.book, &d->pair, d->at, d->choice, answer, d->why, f) ||
        !store_second_pair(d->open.store, arena, d->open.book, d->pair.row, &d->pair, f))
        return false;
    *count = second_count(arena, d->open.book, &d->pair);
    return store_commit(d->open.store, f);
}

static void print_decision(const struct deciding *d, const struct second_count *count) {
    const struct question *question = &d->open.q->questions[d->at];
    printf("%s %s: %s\n", question->id, question->label,
           answer_text(d->app->arena, question, &d->after->answers[d->at]));
    if (count->open)
        printf(_("sheet %s (return %ld): %ld questions still to be decided\n"), d->pair.first->sheet,
               d->pair.first->ret, count->open);
    else
        printf(_("sheet %s (return %ld) is adjudicated\n"), d->pair.first->sheet, d->pair.first->ret);
    for (size_t i = 0; i < d->findings.count; i++)
        printf("%s: %s\n", finding_severity_name(d->findings.items[i].severity),
               d->findings.items[i].message);
}

bool double_decide(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct deciding d = {.app = app};
    struct second_count left;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &d.survey, false},
                                        {"association", 0, OPTION_STRING, &d.association, false},
                                        {"why", 0, OPTION_STRING, &d.why, true},
                                        {"undecided", 0, OPTION_FLAG, &d.undecided, false},
                                        {0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 3,
                       "shukei double decide (--survey ID SHEET | RETURN) QUESTION first|second|VALUE --why "
                       "TEXT",
                       f))
        return false;
    d.sheet = operands[0];
    d.question = operands[1];
    d.value = operands[2];
    bool done = decide(&d, &left, f);
    store_close(d.open.store);
    if (done && !app->quiet)
        print_decision(&d, &left);
    if (done && d.findings.errors)
        *code = 3;
    return done;
}
