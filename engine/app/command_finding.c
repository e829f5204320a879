/* finding: what a person must look at, and what became of it. */
#include "engine/app/commands.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/base/text.h"
#include "engine/response/check.h"
#include "engine/store/store.h"

#include <string.h>

/* --- list --- */

/* Behind the sixth they are too wide for a terminal. */
static const struct listing_column columns[] = {
    {"id", N_("Finding"), LISTING_NUMBER},      {"return", N_("Return"), LISTING_NUMBER},
    {"severity", N_("Severity"), LISTING_TEXT}, {"rule", N_("Rule"), LISTING_TEXT},
    {"state", N_("State"), LISTING_TEXT},       {"message", N_("What is the matter"), LISTING_TEXT},
    {"question", N_("Question"), LISTING_TEXT}, {"value", N_("Value"), LISTING_TEXT},
    {"status", N_("Status"), LISTING_TEXT},     {"file", N_("File"), LISTING_TEXT},
    {"row", N_("Row"), LISTING_NUMBER},         {"suggestion", N_("Suggestion"), LISTING_TEXT},
    {"sheet", N_("Sheet"), LISTING_TEXT},       {"counted_as", N_("Counted as"), LISTING_TEXT},
    {"who", N_("Closed by"), LISTING_TEXT},     {"at", N_("Closed on"), LISTING_TIME},
    {"why", N_("Reason"), LISTING_TEXT},
};
enum { COLUMNS = sizeof columns / sizeof *columns, TEXT_COLUMNS = 6 };

static void add(struct arena *arena, struct listing *l, const struct questionnaire *q,
                const struct finding_row *row, const char *counted_as) {
    const struct finding *finding = &row->finding;
    const char *const cells[COLUMNS] = {
        listing_number(arena, row->id),
        listing_number(arena, finding->return_id),
        finding_severity_key(finding->severity),
        finding->rule,
        store_finding_key(row->state),
        finding->message,
        finding->question >= 0 ? q->questions[finding->question].id : NULL,
        finding->value,
        store_status_key(row->status),
        finding->file,
        finding->row ? listing_number(arena, (long)finding->row) : NULL,
        finding->suggestion,
        row->sheet,
        counted_as,
        row->who,
        row->at,
        row->why,
    };
    listing_add(l, cells);
}

struct listed {
    const struct questionnaire *q;
    struct finding_row *rows;
    const char **counted_as; /* by row: as what the answer is counted at present, or NULL */
    size_t count;
};

/* As what the answers are counted, of which the findings are: of those that follow one another in a return it is read once. */
static bool read_counted(struct store *store, struct arena *arena, struct listed *l, struct fault *f) {
    const struct questionnaire *version = NULL;
    struct response *response = NULL;
    struct return_row ret = {.id = 0};
    l->counted_as = arena_array(arena, l->count + 1, sizeof *l->counted_as);
    for (size_t i = 0; i < l->count; i++) {
        const struct finding *finding = &l->rows[i].finding;
        if (finding->question < 0)
            continue;
        if (finding->return_id != ret.id &&
            !store_return_get(store, arena, finding->return_id, &version, &ret, &response, f))
            return false;
        int at = questionnaire_find(version, l->q->questions[finding->question].id);
        l->counted_as[i] = at >= 0 ? answer_state_key(response->answers[at].state) : NULL;
    }
    return true;
}

static bool read_list(struct app *app, const char *survey, bool all, struct listed *listed, struct fault *f) {
    struct store *store = store_open(app->store_path, STORE_READ, f);
    listed->q = store ? store_questionnaire(store, app->arena, survey, f) : NULL;
    bool done = listed->q &&
                store_finding_list(store, app->arena, listed->q, all, &listed->rows, &listed->count, f) &&
                read_counted(store, app->arena, listed, f);
    store_close(store);
    return done;
}

/* Returns whether an open error is among them. */
static bool print(struct arena *arena, const struct listed *listed, enum output_format format) {
    bool error = false;
    struct listing *l =
        listing_create(arena, "findings", columns, format == OUTPUT_TEXT ? TEXT_COLUMNS : COLUMNS);
    for (size_t i = 0; i < listed->count; i++) {
        const struct finding_row *row = &listed->rows[i];
        add(arena, l, listed->q, row, listed->counted_as[i]);
        error = error || (row->state == FINDING_OPEN && row->finding.severity == RULE_ERROR &&
                          row->status != RETURN_VOID && row->status != RETURN_DUPLICATE);
    }
    if (format == OUTPUT_TEXT && !listed->count)
        puts(_("no findings"));
    else
        listing_print(l, format, stdout);
    return error;
}

static bool list(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *format_name = NULL;
    bool open = false, all = false;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &survey, true},
                                        {"open", 0, OPTION_FLAG, &open, false},
                                        {"all", 0, OPTION_FLAG, &all, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t count;
    enum output_format format;
    struct listed listed = {0};
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) ||
        !operand_count(count, 0, "shukei finding list --survey ID [--open|--all]", f))
        return false;
    if (open && all)
        return fault_usage(f, _("--open and --all exclude each other"));
    if (!read_list(app, survey, all, &listed, f))
        return false;
    if (print(app->arena, &listed, format))
        *code = 3;
    return true;
}

/* --- accept, resolve --- */

static bool found_again(const struct findings *found, const struct finding *finding) {
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].question == finding->question && text_same(found->items[i].rule, finding->rule) &&
            text_same(found->items[i].value, finding->value))
            return true;
    return false;
}

/* Whether the answers break the rule of the finding as they are now.  What only reading the cell could find counts as
 * long as it stands. */
static bool still_broken(struct store *store, struct arena *arena, long id, struct finding_row *row,
                         bool *known, bool *broken, struct fault *f) {
    struct return_row ret;
    struct response *response;
    const struct fence *fences;
    const struct questionnaire *q = store_finding_get(store, arena, id, row, f), *version;
    *broken = true;
    *known = q && check_knows(q, row->finding.rule);
    if (!q || !store_return_get(store, arena, row->finding.return_id, &version, &ret, &response, f) ||
        !store_fences(store, arena, q, &fences, f))
        return false;
    if (!*known)
        return true;
    if (strcmp(version->hash, q->hash) != 0)
        response = store_response_carry(arena, version, response, q);
    struct findings found = {.arena = arena};
    response_route(q, response);
    check_response(q, response, NULL, &found);
    outlier_check(q, response, fences, NULL, &found);
    *broken = found_again(&found, &row->finding);
    return true;
}

/* What a rule would find again at the next check is not resolved; what it would not find cannot be reopened. */
static bool may_change(struct store *store, struct arena *arena, long id, enum finding_state state,
                       struct fault *f) {
    struct finding_row row;
    bool known, broken;
    if (state == FINDING_ACCEPTED)
        return true;
    if (!still_broken(store, arena, id, &row, &known, &broken, f))
        return false;
    if (state == FINDING_RESOLVED && row.state == FINDING_OPEN && known && broken)
        return fault_set(
            f,
            _("finding %ld is not resolved: the answers of return %ld still break this rule; correct "
              "them with `shukei return edit`, or, if they are right, `shukei finding accept %ld "
              "--why TEXT`"),
            id, row.finding.return_id, id);
    return state != FINDING_OPEN || broken ||
           fault_set(
               f,
               _("finding %ld cannot be reopened: the answers of return %ld do not break this rule any more"),
               id, row.finding.return_id);
}

static bool change(struct app *app, long id, enum finding_state state, const char *why,
                   struct finding_row *row, struct fault *f) {
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f) && may_change(store, app->arena, id, state, f) &&
                store_finding_decide(store, id, state, why, f) &&
                store_finding_get(store, app->arena, id, row, f) && store_commit(store, f);
    store_close(store);
    return done;
}

static bool decide(struct app *app, int argc, char **argv, enum finding_state state, const char *message,
                   struct fault *f) {
    const char *why = NULL;
    const struct option_spec specs[] = {{"why", 0, OPTION_STRING, &why, true}, {0}};
    const char **operands;
    size_t count;
    long id;
    struct finding_row row;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 1, "shukei finding accept|resolve|reopen ID --why TEXT", f) ||
        !operand_finding(operands[0], &id, f) || !change(app, id, state, why, &row, f))
        return false;
    if (!app->quiet)
        printf(_(message), id, row.finding.return_id, store_status_name(row.status));
    return true;
}

static bool accept(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    return decide(app, argc, argv, FINDING_ACCEPTED, N_("finding %ld is accepted; return %ld: %s\n"), f);
}

static bool resolve(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    return decide(app, argc, argv, FINDING_RESOLVED, N_("finding %ld is resolved; return %ld: %s\n"), f);
}

static bool reopen(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    return decide(app, argc, argv, FINDING_OPEN, N_("finding %ld is open again; return %ld: %s\n"), f);
}

static bool finding_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct operand_verb verbs[] = {
        {"list", list}, {"accept", accept}, {"resolve", resolve}, {"reopen", reopen}, {NULL, NULL}};
    return operand_verb(verbs, app, argc, argv, code, f);
}

const struct command finding_command = {
    .name = "finding",
    .group = N_("Check"),
    .summary = N_("what a person must look at; accept an answer as it is, or close what was dealt with"),
    .usage = "list --survey ID [--open|--all] [--format text|json|csv] | accept ID --why TEXT |"
             " resolve ID --why TEXT | reopen ID --why TEXT",
    .run = finding_run,
};
