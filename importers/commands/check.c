/*
 * check: every rule over every return again, after corrections or a new version of the questionnaire.
 *
 * What only reading the cell could find (a word that is no option) stays as it was found; what the rules say
 * is said anew.  A return that was set aside and has no error left is accepted, with an entry in the trail.
 */
#include "importers/commands.h"

#include "engine/app/interrupt.h"
#include "engine/app/print_findings.h"
#include "engine/app/progress.h"
#include "engine/base/lang.h"
#include "engine/response/check.h"
#include "engine/store/newest.h"

#include <string.h>

struct checking {
    struct app *app;
    struct store *store;
    const struct questionnaire *q;
    struct print_findings *print;
    struct progress progress;
    struct arena *scratch;
    struct finding *old; /* open findings before, by return */
    size_t old_count, old_next;
    long done;
    struct newest newest;
    const struct fence *fences;
};

/* A finding about a cell stays until the answer is given another way. */
static bool still_holds(const struct checking *c, const struct finding *old,
                        const struct response *response) {
    if (check_knows(c->q, old->rule))
        return false;
    return old->question < 0 || old->severity != RULE_ERROR ||
           response->answers[old->question].state == ANSWER_INVALID;
}

/* As stored, with the file and the row that each return came from; what a person has accepted is not shown.
 */
static bool print_open(struct checking *c, struct fault *f) {
    struct finding *items;
    size_t count;
    bool done = store_findings(c->store, c->scratch, c->q, &items, &count, f);
    for (size_t i = 0; done && i < count; i++)
        done = print_findings_add(c->print, &items[i], f);
    return done;
}

/* old: the open findings of this return. */
static bool check_one(struct checking *c, long id, struct response *response, const struct finding *old,
                      size_t old_count, struct fault *f) {
    struct findings found = {.arena = c->scratch};
    const struct finding where = {.return_id = id, .question = -1};
    for (size_t i = 0; i < old_count; i++)
        if (still_holds(c, &old[i], response))
            finding_add(&found, old[i]);
    response_route(c->q, response);
    check_response(c->q, response, &where, &found);
    outlier_check(c->q, response, c->fences, &where, &found);
    if (!found.count && !old_count)
        return true;
    return store_findings_replace(c->store, c->q, id, found.items, found.count, f);
}

/* --- accepted
 * -------------------------------------------------------------------------------------------------- */

static bool visit_accepted(void *data, const struct stored_return *row, struct fault *f) {
    struct checking *c = data;
    if (interrupt_pending())
        return fault_set(f, _("interrupted; nothing was stored"));
    struct response *response = newest_response(&c->newest, c->scratch, row, f);
    if (!response)
        return false;
    while (c->old_next < c->old_count && c->old[c->old_next].return_id < row->id)
        c->old_next++;
    size_t first = c->old_next;
    while (c->old_next < c->old_count && c->old[c->old_next].return_id == row->id)
        c->old_next++;
    bool checked = check_one(c, row->id, response, c->old + first, c->old_next - first, f);
    arena_reset(c->scratch);
    progress_step(&c->progress, (size_t)++c->done);
    return checked;
}

/* --- set aside
 * ------------------------------------------------------------------------------------------------- */

/* Without those that a person has accepted. */
static bool has_open_error(struct checking *c, long id, bool *error, struct fault *f) {
    struct finding *items;
    size_t count;
    *error = false;
    if (!store_return_findings(c->store, c->scratch, c->q, id, &items, &count, f))
        return false;
    for (size_t i = 0; i < count; i++)
        *error = *error || items[i].severity == RULE_ERROR;
    return true;
}

static bool check_set_aside(struct checking *c, const struct finding *old, size_t old_count,
                            struct fault *f) {
    struct return_row row;
    struct response *response;
    const struct questionnaire *version;
    long id = old->return_id;
    if (!store_return_get(c->store, c->scratch, id, &version, &row, &response, f))
        return false;
    if (row.status != RETURN_SET_ASIDE)
        return true;
    if (strcmp(version->hash, c->q->hash) != 0)
        response = store_response_carry(c->scratch, version, response, c->q);
    bool error;
    return check_one(c, id, response, old, old_count, f) && has_open_error(c, id, &error, f) &&
           (error || store_return_accept(c->store, id, _("checked again: no error is left"), f));
}

/* Every return that was set aside has an open error. */
static bool check_all_set_aside(struct checking *c, struct fault *f) {
    for (size_t first = 0, next; first < c->old_count; first = next) {
        bool error = false;
        for (next = first; next < c->old_count && c->old[next].return_id == c->old[first].return_id; next++)
            error = error || c->old[next].severity == RULE_ERROR;
        if (error && !check_set_aside(c, c->old + first, next - first, f))
            return false;
        arena_reset(c->scratch);
    }
    return true;
}

/* ---------------------------------------------------------------------------------------------------------------
 */

static bool check_all(struct checking *c, struct reconciliation *counts, struct fault *f) {
    const char *survey = c->q->id;
    long accepted = store_count_accepted(c->store, survey);
    progress_begin(&c->progress, N_("checking"), accepted > 0 ? (size_t)accepted : 0);
    interrupt_watch();
    bool any, done = store_begin(c->store, f) && store_fences_update(c->store, c->q, &any, f) &&
                     store_fences(c->store, c->app->arena, c->q, &c->fences, f) &&
                     store_findings(c->store, c->app->arena, c->q, &c->old, &c->old_count, f) &&
                     store_each_return(c->store, survey, visit_accepted, c, f) && check_all_set_aside(c, f) &&
                     print_open(c, f) && store_reconcile(c->store, survey, 0, counts, f) &&
                     store_commit(c->store, f);
    interrupt_release();
    progress_end(&c->progress);
    if (!done)
        store_rollback(c->store);
    return done;
}

static bool run_check(struct checking *c, const char *survey, enum output_format format, struct fault *f) {
    struct reconciliation counts;
    c->store = store_open(c->app->store_path, STORE_WRITE, f);
    c->q = c->store ? store_questionnaire(c->store, c->app->arena, survey, f) : NULL;
    c->newest = (struct newest){.store = c->store, .arena = c->app->arena, .q = c->q};
    c->print = c->q ? print_findings_begin(format, c->q, f) : NULL;
    return c->print && check_all(c, &counts, f) && print_findings_end(c->print, NULL, &counts, f);
}

static bool check_main(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *format_name = NULL;
    const struct option_spec options[] = {
        {"survey", 's', OPTION_STRING, &survey, true},
        {"format", 0, OPTION_STRING, &format_name, false},
        {0},
    };
    const char **operands;
    size_t count;
    enum output_format format;
    if (!options_parse(argc, argv, options, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f))
        return false;
    if (count)
        return fault_usage(f, _("\"%s\" is one word too many"), operands[0]);
    struct checking c = {.app = app, .scratch = arena_create()};
    bool done = run_check(&c, survey, format, f);
    if (done && print_findings_errors(c.print))
        *code = 3;
    print_findings_destroy(c.print);
    store_close(c.store);
    arena_destroy(c.scratch);
    return done;
}

const struct command check_command = {
    .name = "check",
    .group = N_("Check"),
    .summary = N_("re-run every rule over all returns; list the findings"),
    .usage = "--survey ID [--format text|json|csv]",
    .run = check_main,
};
