/* return: one return: its answers, its corrections, and whether it counts. */
#include "engine/app/commands.h"

#include "engine/app/edit_answer.h"
#include "engine/app/edit_findings.h"
#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/app/show_return.h"
#include "engine/base/lang.h"
#include "engine/base/text.h"
#include "engine/questionnaire/wording.h"

#include <string.h>

/* --- show --- */

static bool read_shown(struct store *store, struct arena *arena, long id, struct shown_return *shown,
                       struct fault *f) {
    struct response *response;
    struct finding *findings;
    if (!store_return_get(store, arena, id, &shown->q, &shown->row, &response, f) ||
        !store_return_findings(store, arena, shown->q, id, &findings, &shown->finding_count, f))
        return false;
    shown->response = response;
    shown->findings = findings;
    return true;
}

static bool show(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *format_name = NULL;
    const struct option_spec specs[] = {{"format", 0, OPTION_STRING, &format_name, false}, {0}};
    const char **operands;
    size_t count;
    enum output_format format;
    struct shown_return shown = {0};
    long id;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) || !operand_count(count, 1, "shukei return show ID", f) ||
        !operand_return(operands[0], &id, f))
        return false;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && read_shown(store, app->arena, id, &shown, f);
    store_close(store);
    if (done)
        show_return(app->arena, &shown, format);
    return done;
}

/* --- edit --- */

struct editing {
    struct app *app;
    struct store *store;
    long id;
    const struct questionnaire *q; /* the newest version: what is corrected is written under it */
    struct return_row row;
    struct response *before, *after;
    bool *edited; /* by question */
    struct findings findings;
};

static bool start(struct editing *e, struct fault *f) {
    struct arena *arena = e->app->arena;
    const struct questionnaire *written;
    struct response *stored;
    e->store = store_open(e->app->store_path, STORE_WRITE, f);
    if (!e->store || !store_begin(e->store, f) ||
        !store_return_get(e->store, arena, e->id, &written, &e->row, &stored, f))
        return false;
    e->q = store_questionnaire(e->store, arena, e->row.survey, f);
    if (!e->q)
        return false;
    e->before = store_response_carry(arena, written, stored, e->q);
    e->after = response_clone(arena, e->q, e->before);
    e->edited = arena_array(arena, e->q->question_count, sizeof *e->edited);
    e->findings = (struct findings){.arena = arena};
    return true;
}

static bool apply(struct editing *e, const char **assignments, size_t count, struct fault *f) {
    struct spellings *spellings = normalise_prepare(e->app->arena, e->q, f);
    if (!spellings)
        return false;
    for (size_t i = 0; i < count; i++) {
        int question;
        if (!edit_answer(e->app->arena, e->q, spellings, e->after, assignments[i], &question, f))
            return false;
        if (question >= 0)
            e->edited[question] = true;
    }
    response_route(e->q, e->after);
    return true;
}

static const struct listing_column change_columns[] = {
    {"name", N_("Question"), LISTING_TEXT},
    {"before", N_("Before"), LISTING_TEXT},
    {"after", N_("After"), LISTING_TEXT},
};

/* For machines: in ids. */
static struct listing *list_changes(const struct editing *e) {
    struct arena *arena = e->app->arena;
    struct listing *l = listing_create(arena, "changes", change_columns, 3);
    for (int i = 0; i < FIELD_COUNT; i++)
        if (!text_same(e->before->fields[i], e->after->fields[i]))
            listing_add(
                l, (const char *const[]){wording_field_keys[i], e->before->fields[i], e->after->fields[i]});
    for (size_t i = 0; i < e->q->question_count; i++) {
        const struct question *question = &e->q->questions[i];
        if (!answer_equal(&e->before->answers[i], &e->after->answers[i]))
            listing_add(l, (const char *const[]){question->id,
                                                 answer_ids(arena, question, &e->before->answers[i]),
                                                 answer_ids(arena, question, &e->after->answers[i])});
    }
    return l;
}

/* "id label: what it was → what it is" */
static void print_changes(const struct editing *e) {
    struct arena *arena = e->app->arena;
    for (int i = 0; i < FIELD_COUNT; i++)
        if (!text_same(e->before->fields[i], e->after->fields[i]))
            printf("%s: %s → %s\n", wording_field_keys[i], e->before->fields[i] ? e->before->fields[i] : "-",
                   e->after->fields[i] ? e->after->fields[i] : "-");
    for (size_t i = 0; i < e->q->question_count; i++) {
        const struct question *question = &e->q->questions[i];
        if (!answer_equal(&e->before->answers[i], &e->after->answers[i]))
            printf("%s %s: %s → %s\n", question->id, question->label,
                   answer_text(arena, question, &e->before->answers[i]),
                   answer_text(arena, question, &e->after->answers[i]));
    }
}

static void print_edit(const struct editing *e, enum return_status status, enum output_format format) {
    if (format != OUTPUT_TEXT) {
        listing_print(list_changes(e), format, stdout);
        return;
    }
    print_changes(e);
    if (status != e->row.status)
        printf(_("return %ld: %s → %s\n"), e->id, store_status_name(e->row.status),
               store_status_name(status));
    for (size_t i = 0; i < e->findings.count; i++)
        printf("%s: %s\n", finding_severity_name(e->findings.items[i].severity),
               e->findings.items[i].message);
}

static bool work(struct editing *e, const char **assignments, size_t count, const char *why,
                 enum return_status *status, struct fault *f) {
    const struct questionnaire *q;
    struct return_row row;
    struct response *response;
    if (!start(e, f) || !apply(e, assignments, count, f) ||
        !edit_findings(e->store, e->q, &e->row, e->after, e->edited, &e->findings, f) ||
        !store_return_revise(e->store, e->q, e->id, e->after, &e->findings, why, f) ||
        !edit_findings_open(e->store, e->q, e->id, &e->findings, f) ||
        !store_return_get(e->store, e->app->arena, e->id, &q, &row, &response, f))
        return false;
    *status = row.status;
    return store_commit(e->store, f);
}

static bool edit(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *why = NULL, *format_name = NULL;
    const struct option_spec specs[] = {
        {"why", 0, OPTION_STRING, &why, true}, {"format", 0, OPTION_STRING, &format_name, false}, {0}};
    const char **operands;
    size_t count;
    enum output_format format;
    enum return_status status;
    struct editing e = {.app = app};
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f))
        return false;
    if (count < 2)
        return fault_usage(f, _("expected: %s"), "shukei return edit ID QUESTION=ANSWER... --why TEXT");
    if (!operand_return(operands[0], &e.id, f))
        return false;
    bool done = work(&e, operands + 1, count - 1, why, &status, f);
    store_close(e.store);
    if (done && !app->quiet)
        print_edit(&e, status, format);
    if (done && e.findings.errors)
        *code = 3;
    return done;
}

/* --- void, accept --- */

static bool decide(struct app *app, int argc, char **argv,
                   bool (*decision)(struct store *store, long id, const char *why, struct fault *f),
                   const char *done_message, struct fault *f) {
    const char *why = NULL;
    const struct option_spec specs[] = {{"why", 0, OPTION_STRING, &why, true}, {0}};
    const char **operands;
    size_t count;
    long id;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 1, "shukei return void|accept ID --why TEXT", f) ||
        !operand_return(operands[0], &id, f))
        return false;
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f) && decision(store, id, why, f) && store_commit(store, f);
    store_close(store);
    if (done && !app->quiet)
        printf(_(done_message), id);
    return done;
}

static bool make_void(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    return decide(app, argc, argv, store_return_void, N_("return %ld is void now\n"), f);
}

static bool make_accepted(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    return decide(app, argc, argv, store_return_accept, N_("return %ld is accepted now\n"), f);
}

static bool return_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct operand_verb verbs[] = {
        {"show", show}, {"edit", edit}, {"void", make_void}, {"accept", make_accepted}, {NULL, NULL}};
    return operand_verb(verbs, app, argc, argv, code, f);
}

const struct command return_command = {
    .name = "return",
    .group = N_("Check"),
    .summary = N_("look at one return, correct it, make it void, or accept it after all"),
    .usage = "show ID [--format text|json|csv] | edit ID QUESTION=ANSWER... --why TEXT | void ID --why TEXT |"
             " accept ID --why TEXT",
    .run = return_run,
};
