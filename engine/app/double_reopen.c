/* double reopen: a decision between two keyings is taken back, and the return says again what it said before. */
#include "engine/app/double_sheet.h"

#include "engine/app/operand.h"
#include "engine/base/lang.h"

struct reopening {
    struct double_sheet on;
    long entry; /* the decision that the person has seen, or 0 */
};

/* Of two people with the same list before them, the second learns what has been decided since. */
static bool still_stands(const struct reopening *r, struct fault *f) {
    const struct second_decision *now = r->on.pair.decided[r->on.at];
    if (!r->entry || (now && now->entry == r->entry))
        return true;
    if (!now)
        return fault_set(f, _("\"%s\" has been reopened already"), double_sheet_title(&r->on));
    return fault_set(f, _("\"%s\" was decided anew by %s (%.16s); look at the list again"),
                     double_sheet_title(&r->on), now->who, now->at);
}

static bool reopen(struct reopening *r, long *left, struct fault *f) {
    struct double_sheet *on = &r->on;
    struct response *before;
    struct second_ruling ruling = {.why = on->why, .own = on->own};
    if (!double_sheet_find(on, f) || !still_stands(r, f) ||
        !store_second_before(on->open.store, on->app->arena, on->open.book, &on->pair, on->at, &before, f))
        return false;
    ruling.question = on->at;
    return (!before || double_sheet_settle(on, before, &ruling.revision, f)) &&
           store_second_reopen(on->open.store, on->open.book, &on->pair, &ruling, f) &&
           double_sheet_left(on, left, f) && store_commit(on->open.store, f);
}

bool double_reopen(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct reopening r = {.on = {.app = app}};
    struct double_sheet *on = &r.on;
    long left;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &on->survey, false},
                                        {"association", 0, OPTION_STRING, &on->association, false},
                                        {"why", 0, OPTION_STRING, &on->why, false},
                                        {"own", 0, OPTION_FLAG, &on->own, false},
                                        {"decision", 0, OPTION_INTEGER, &r.entry, false},
                                        {0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 2, "shukei double reopen (--survey ID SHEET | RETURN) QUESTION [--why TEXT]",
                       f))
        return false;
    on->sheet = operands[0];
    on->question = operands[1];
    bool done = reopen(&r, &left, f);
    store_close(on->open.store);
    if (done && !app->quiet)
        double_sheet_print(on, left);
    if (done && on->findings.errors)
        *code = 3;
    return done;
}
