/* duplicates: returns that are probably the same sheet twice, and the decision that they are. */
#include "engine/app/commands.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/app/progress.h"
#include "engine/base/lang.h"
#include "engine/response/alike.h"
#include "engine/store/newest.h"

#include <string.h>

/* --- list --- */

static const struct listing_column columns[] = {
    {"score", N_("Score"), LISTING_NUMBER},     {"a", N_("Return"), LISTING_NUMBER},
    {"b", N_("and return"), LISTING_NUMBER},    {"why", N_("Why"), LISTING_TEXT},
    {"evidence", N_("Evidence"), LISTING_TEXT},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

struct collecting {
    struct newest newest;
    struct alike *all;
    struct arena *scratch;
    struct progress progress;
    size_t done;
};

static bool collect(void *data, const struct stored_return *row, struct fault *f) {
    struct collecting *c = data;
    const struct response *response = newest_response(&c->newest, c->scratch, row, f);
    if (!response)
        return false;
    alike_add(c->scratch, c->all, row->id, response);
    arena_reset(c->scratch);
    progress_step(&c->progress, ++c->done);
    return true;
}

static bool find(struct app *app, const char *survey, long least, struct alike_pair **pairs, size_t *count,
                 struct fault *f) {
    struct collecting c = {.scratch = arena_create()};
    struct store *store = store_open(app->store_path, STORE_READ, f);
    const struct questionnaire *q = store ? store_questionnaire(store, app->arena, survey, f) : NULL;
    bool done = q != NULL;
    if (done) {
        long accepted = store_count_accepted(store, survey);
        c.newest = (struct newest){.store = store, .arena = app->arena, .q = q};
        c.all = alike_create(app->arena, q);
        progress_begin(&c.progress, app, _("comparing"), accepted > 0 ? (size_t)accepted : 0);
        done = store_each_of(store, survey, 1u << RETURN_ACCEPTED | 1u << RETURN_SET_ASIDE, collect, &c, f);
        progress_end(&c.progress);
    }
    if (done)
        alike_pairs(c.all, (int)least, pairs, count);
    store_close(store);
    arena_destroy(c.scratch);
    return done;
}

/* The keys of the evidence are for machines only. */
static void print(struct arena *arena, const struct alike_pair *pairs, size_t count,
                  enum output_format format) {
    if (format == OUTPUT_TEXT && !count) {
        puts(_("no likely duplicates"));
        return;
    }
    struct listing *l =
        listing_create(arena, "pairs", columns, format == OUTPUT_TEXT ? COLUMNS - 1 : COLUMNS);
    for (size_t i = 0; i < count; i++)
        listing_add(l, (const char *const[COLUMNS]){
                           listing_number(arena, pairs[i].score), listing_number(arena, pairs[i].a),
                           listing_number(arena, pairs[i].b), alike_words(arena, &pairs[i]),
                           alike_keys(arena, &pairs[i])});
    listing_print(l, format, stdout);
    if (format == OUTPUT_TEXT)
        puts(_("If two are one sheet: shukei duplicates merge A B --keep A"));
}

static bool list(struct app *app, int argc, char **argv, struct fault *f) {
    const char *survey = NULL, *format_name = NULL;
    long least = ALIKE_LIKELY;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &survey, true},
                                        {"least", 0, OPTION_INTEGER, &least, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t operand_total, count;
    enum output_format format;
    struct alike_pair *pairs;
    if (!options_parse(argc, argv, specs, &operands, &operand_total, app->arena, f) ||
        !options_format(format_name, &format, f) ||
        !operand_count(operand_total, 0, "shukei duplicates --survey ID", f))
        return false;
    if (least < 1 || least > 100)
        return fault_usage(f, _("--least %ld: a score is between 1 and 100"), least);
    if (!find(app, survey, least, &pairs, &count, f))
        return false;
    print(app->arena, pairs, count, format);
    return true;
}

/* --- merge --- */

static bool read_pair(const char *const *operands, long keep, long *drop, struct fault *f) {
    long a, b;
    if (!operand_return(operands[0], &a, f) || !operand_return(operands[1], &b, f))
        return false;
    if (keep != a && keep != b)
        return fault_usage(f, _("--keep %ld is neither %ld nor %ld"), keep, a, b);
    *drop = keep == a ? b : a;
    return true;
}

static bool merge(struct app *app, int argc, char **argv, struct fault *f) {
    const char *why = NULL;
    long keep = 0, drop = 0;
    const struct option_spec specs[] = {
        {"keep", 0, OPTION_INTEGER, &keep, true}, {"why", 0, OPTION_STRING, &why, false}, {0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 2, "shukei duplicates merge A B --keep A [--why TEXT]", f) ||
        !read_pair(operands, keep, &drop, f))
        return false;
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f) && store_return_merge(store, keep, drop, why, f) &&
                store_commit(store, f);
    store_close(store);
    if (done && !app->quiet)
        printf(
            _("return %ld is a duplicate of %ld now; `shukei return accept %ld --why TEXT` takes it back\n"),
            drop, keep, drop);
    return done;
}

static bool duplicates_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    if (argc > 1 && strcmp(argv[1], "merge") == 0)
        return merge(app, argc - 1, argv + 1, f);
    return list(app, argc, argv, f);
}

static const struct option_help duplicates_options[] = {
    {"least", N_("only pairs with this score or more, 0 to 100")},
    {"keep", N_("which of the two counts; the other becomes its duplicate")},
    {NULL, NULL},
};

const struct command duplicates_command = {
    .name = "duplicates",
    .group = N_("Check"),
    .summary = N_("returns that are probably one sheet twice; merge two of them"),
    .usage = "--survey ID [--least SCORE] [--format text|json|csv] | merge A B --keep A [--why TEXT]",
    .options = duplicates_options,
    .run = duplicates_run,
};
