#include "engine/app/double.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/base/percent.h"

#include <stdio.h>

bool double_open(const struct app *app, const char *survey, struct double_book *open, struct fault *f) {
    *open = (struct double_book){.store = store_open(app->store_path, STORE_READ, f)};
    open->q = open->store ? store_questionnaire(open->store, app->arena, survey, f) : NULL;
    open->book = open->q ? store_second_book(open->store, app->arena, open->q, f) : NULL;
    return open->book != NULL;
}

bool double_each(struct double_book *open,
                 bool (*visit)(void *data, struct arena *scratch, const struct second_pair *pair,
                               struct fault *f),
                 void *data, struct fault *f) {
    struct arena *scratch = arena_create();
    bool done = true;
    for (size_t i = 0; done && i < open->book->row_count; i++) {
        struct second_pair pair;
        if (open->book->rows[i].state != SECOND_COMPARED)
            continue;
        done = store_second_pair(open->store, scratch, open->book, &open->book->rows[i], &pair, f) &&
               visit(data, scratch, &pair, f);
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    return done;
}

const char *double_keyer(struct arena *arena, const char *keyer, const char *batch) {
    return keyer ? arena_strdup(arena, keyer) : arena_printf(arena, "(%s)", batch);
}

void double_print_plan(const struct second_plan *plan) {
    if (plan->share > 0)
        printf(_("plan: %g%% of the sheets of every batch are keyed twice (seed %ld)\n"), plan->share * 100,
               plan->seed);
    else
        puts(_("plan: none; every sheet that is keyed twice counts"));
}

void double_print_agreement(long fields, long agreed) {
    char percent[PERCENT_TEXT];
    percent_text(percent, agreed, fields, 1);
    if (fields)
        printf(_("fields: %ld, of which both keyed the same: %ld (%s)\n"), fields, agreed, percent);
}

/* --- plan --- */

static const struct listing_column columns[] = {
    {"sheet", N_("Sheet"), LISTING_TEXT},       {"association", N_("Association"), LISTING_TEXT},
    {"return", N_("Return"), LISTING_NUMBER},   {"batch", N_("Batch"), LISTING_TEXT},
    {"keyed_by", N_("Keyed by"), LISTING_TEXT}, {"keyed_twice", N_("Keyed twice"), LISTING_FLAG},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static struct listing *list_drawn(struct arena *arena, const struct second_book *book, size_t *twice) {
    struct listing *l = listing_create(arena, "sheets", columns, COLUMNS);
    *twice = 0;
    for (size_t i = 0; i < book->first_count; i++) {
        const struct second_first *first = &book->firsts[i];
        if (!first->drawn)
            continue;
        *twice += first->second != 0;
        listing_add(l, (const char *const[COLUMNS]){first->sheet, first->association,
                                                    listing_number(arena, first->ret), first->batch,
                                                    first->keyer, first->second ? listing_yes : NULL});
    }
    return l;
}

static bool set_plan(const struct app *app, const char *survey, double share, long seed, bool keep_share,
                     bool keep_seed, struct fault *f) {
    struct second_plan plan = {0};
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    const struct questionnaire *q = store ? store_questionnaire(store, app->arena, survey, f) : NULL;
    bool done = q && store_begin(store, f) && store_second_plan(store, q, &plan, f);
    done =
        done &&
        store_second_plan_set(store, q, keep_share ? plan.share : share, keep_seed ? plan.seed : seed, f) &&
        store_commit(store, f);
    store_close(store);
    return done;
}

/* set: a person has just set the plan, were it to none. */
static bool show_plan(const struct app *app, const char *survey, enum output_format format, bool set,
                      struct fault *f) {
    struct double_book open;
    size_t twice;
    bool done = double_open(app, survey, &open, f);
    store_close(open.store);
    if (!done)
        return false;
    if (!set && !(open.book->plan.share > 0))
        return fault_set(f,
                         _("the questionnaire has no \"double_entry\", so no sheets are drawn; set a share: "
                           "shukei double plan --survey %s --share 0.1"),
                         survey);
    struct listing *l = list_drawn(app->arena, open.book, &twice);
    if (format == OUTPUT_TEXT) {
        double_print_plan(&open.book->plan);
        printf(_("sheets drawn: %zu, keyed twice so far: %zu\n\n"), listing_count(l), twice);
    }
    listing_print(l, format, stdout);
    return true;
}

enum { NOT_SAID = -1 };

bool double_plan(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *format_name = NULL;
    double share = NOT_SAID;
    long seed = NOT_SAID;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &survey, true},
                                        {"share", 0, OPTION_NUMBER, &share, false},
                                        {"seed", 0, OPTION_INTEGER, &seed, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t count;
    enum output_format format;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) ||
        !operand_count(count, 0, "shukei double plan --survey ID [--share SHARE] [--seed N]", f))
        return false;
    bool keep_share = share == NOT_SAID, keep_seed = seed == NOT_SAID;
    if (!keep_share && !(share >= 0 && share <= 1))
        return fault_usage(f, _("--share: expected a share from 0 to 1, such as 0.1"));
    if (!keep_seed && seed < 0)
        return fault_usage(f, _("--seed: expected 0 or a positive number"));
    if (!(keep_share && keep_seed) && !set_plan(app, survey, share, seed, keep_share, keep_seed, f))
        return false;
    return show_plan(app, survey, format, !(keep_share && keep_seed), f);
}
