/* duplicates: returns that are probably the same sheet twice, and the decision that they are. */
#include "engine/app/commands.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/app/progress.h"
#include "engine/base/lang.h"
#include "engine/response/alike.h"
#include "engine/store/newest.h"
#include "engine/store/pair.h"
#include "engine/store/sheet_name.h"

#include <string.h>

/* --- list --- */

static const struct listing_column columns[] = {
    {"score", N_("Score"), LISTING_NUMBER},     {"a", N_("Return"), LISTING_NUMBER},
    {"b", N_("and return"), LISTING_NUMBER},    {"why", N_("Why"), LISTING_TEXT},
    {"evidence", N_("Evidence"), LISTING_TEXT}, {"sheet_a", N_("Sheet"), LISTING_TEXT},
    {"sheet_b", N_("and sheet"), LISTING_TEXT},
};
enum { COLUMNS = sizeof columns / sizeof *columns, TEXT_COLUMNS = COLUMNS - 3 };

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

static bool was_decided(const struct pair_said *said, size_t count, const struct alike_pair *pair) {
    for (size_t i = 0; i < count; i++)
        if (said[i].a == pair->a && said[i].b == pair->b)
            return true;
    return false;
}

/* Pairs about which nobody has decided. */
static bool leave_open(struct store *store, struct arena *arena, const char *survey, struct alike_pair *pairs,
                       size_t *count, struct fault *f) {
    struct pair_said *said;
    size_t decided, open = 0;
    if (!pair_list(store, arena, survey, &said, &decided, f))
        return false;
    for (size_t i = 0; i < *count; i++)
        if (!was_decided(said, decided, &pairs[i]))
            pairs[open++] = pairs[i];
    *count = open;
    return true;
}

static bool name_sheets(struct store *store, struct arena *arena, const struct alike_pair *pairs,
                        size_t count, const char *(*sheets)[2], struct fault *f) {
    for (size_t i = 0; i < count; i++)
        if (!sheet_number_of(store, arena, pairs[i].a, &sheets[i][0], f) ||
            !sheet_number_of(store, arena, pairs[i].b, &sheets[i][1], f))
            return false;
    return true;
}

struct found {
    struct alike_pair *pairs;
    size_t count;
    const char *(*sheets)[2];
};

static bool find(struct app *app, const char *survey, long least, struct found *found, struct fault *f) {
    struct collecting c = {.scratch = arena_create()};
    struct store *store = store_open(app->store_path, STORE_READ, f);
    const struct questionnaire *q = store ? store_questionnaire(store, app->arena, survey, f) : NULL;
    bool done = q != NULL;
    if (done) {
        long accepted = store_count_accepted(store, survey);
        c.newest = (struct newest){.store = store, .arena = app->arena, .q = q};
        c.all = alike_create(app->arena, q);
        progress_begin(&c.progress, N_("comparing"), accepted > 0 ? (size_t)accepted : 0);
        done = store_each_of(store, survey, 1u << RETURN_ACCEPTED | 1u << RETURN_SET_ASIDE, collect, &c, f);
        progress_end(&c.progress);
    }
    if (done) {
        alike_pairs(c.all, (int)least, &found->pairs, &found->count);
        done = leave_open(store, app->arena, survey, found->pairs, &found->count, f);
    }
    if (done) {
        found->sheets = arena_array(app->arena, found->count + 1, sizeof *found->sheets);
        done = name_sheets(store, app->arena, found->pairs, found->count, found->sheets, f);
    }
    store_close(store);
    arena_destroy(c.scratch);
    return done;
}

/* The keys of the evidence are for machines only. */
static void print(struct arena *arena, const struct found *found, enum output_format format) {
    const struct alike_pair *pairs = found->pairs;
    const size_t count = found->count;
    if (format == OUTPUT_TEXT && !count) {
        puts(_("no likely duplicates"));
        return;
    }
    struct listing *l =
        listing_create(arena, "pairs", columns, format == OUTPUT_TEXT ? TEXT_COLUMNS : COLUMNS);
    for (size_t i = 0; i < count; i++)
        listing_add(l, (const char *const[COLUMNS]){
                           listing_number(arena, pairs[i].score), listing_number(arena, pairs[i].a),
                           listing_number(arena, pairs[i].b), alike_words(arena, &pairs[i]),
                           alike_keys(arena, &pairs[i]), found->sheets[i][0], found->sheets[i][1]});
    listing_print(l, format, stdout);
    if (format == OUTPUT_TEXT)
        puts(_("If two are one sheet: shukei duplicates merge A B --keep A; if not: shukei duplicates "
               "distinct A B"));
}

/* --- what was decided --- */

static const struct listing_column said_columns[] = {
    {"a", N_("Return"), LISTING_NUMBER},       {"b", N_("and return"), LISTING_NUMBER},
    {"sheet_a", N_("Sheet"), LISTING_TEXT},    {"sheet_b", N_("and sheet"), LISTING_TEXT},
    {"decision", N_("Decided"), LISTING_TEXT}, {"kept", N_("Kept"), LISTING_NUMBER},
    {"who", N_("Decided by"), LISTING_TEXT},   {"at", N_("Decided on"), LISTING_TIME},
    {"why", N_("Why"), LISTING_TEXT},          {"entry", N_("Entry"), LISTING_NUMBER},
};
enum { SAID_COLUMNS = sizeof said_columns / sizeof *said_columns };

static bool list_decided(struct app *app, const char *survey, enum output_format format, struct fault *f) {
    struct pair_said *said = NULL;
    size_t count = 0;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && pair_list(store, app->arena, survey, &said, &count, f);
    store_close(store);
    if (!done)
        return false;
    struct listing *l = listing_create(app->arena, "decided", said_columns, SAID_COLUMNS);
    for (size_t i = 0; i < count; i++)
        listing_add(l, (const char *const[SAID_COLUMNS]){
                           listing_number(app->arena, said[i].a), listing_number(app->arena, said[i].b),
                           said[i].sheet_a, said[i].sheet_b, said[i].merged ? "merged" : "distinct",
                           said[i].kept ? listing_number(app->arena, said[i].kept) : NULL, said[i].who,
                           said[i].at, said[i].why, listing_number(app->arena, said[i].entry)});
    listing_print(l, format, stdout);
    return true;
}

/* --- the list --- */

static bool list(struct app *app, int argc, char **argv, struct fault *f) {
    const char *survey = NULL, *format_name = NULL;
    bool decided = false;
    long least = ALIKE_LIKELY;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &survey, true},
                                        {"least", 0, OPTION_INTEGER, &least, false},
                                        {"decided", 0, OPTION_FLAG, &decided, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t operand_total;
    enum output_format format;
    struct found found = {0};
    if (!options_parse(argc, argv, specs, &operands, &operand_total, app->arena, f) ||
        !options_format(format_name, &format, f) ||
        !operand_count(operand_total, 0, "shukei duplicates --survey ID", f))
        return false;
    if (least < 1 || least > 100)
        return fault_usage(f, _("--least %ld: a score is between 1 and 100"), least);
    if (decided)
        return list_decided(app, survey, format, f);
    if (!find(app, survey, least, &found, f))
        return false;
    print(app->arena, &found, format);
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
    bool done =
        store && store_begin(store, f) && pair_merge(store, keep, drop, why, f) && store_commit(store, f);
    store_close(store);
    if (done && !app->quiet)
        printf(_("return %ld is a duplicate of %ld now; `shukei duplicates reopen %ld %ld` takes it back\n"),
               drop, keep, drop, keep);
    return done;
}

/* --- two sheets; and taken back --- */

struct said_of {
    long a, b, entry;
    const char *why;
};

static bool apply(struct app *app, const struct said_of *of, bool distinct, struct fault *f) {
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f) &&
                (distinct ? pair_distinct(store, of->a, of->b, of->why, f)
                          : pair_reopen(store, of->a, of->b, of->entry, of->why, f)) &&
                store_commit(store, f);
    store_close(store);
    return done;
}

static bool say_of(struct app *app, int argc, char **argv, bool distinct, struct fault *f) {
    struct said_of of = {0};
    const struct option_spec specs[] = {
        {"why", 0, OPTION_STRING, &of.why, false}, {"decision", 0, OPTION_INTEGER, &of.entry, false}, {0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 2, "shukei duplicates distinct|reopen A B [--why TEXT]", f) ||
        !operand_return(operands[0], &of.a, f) || !operand_return(operands[1], &of.b, f) ||
        !apply(app, &of, distinct, f))
        return false;
    if (!app->quiet)
        printf(
            distinct
                ? _("return %ld and return %ld are two sheets; they are not listed again\n")
                : _("return %ld and return %ld are listed again, and both count unless a finding is open\n"),
            of.a, of.b);
    return true;
}

static bool duplicates_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    if (argc > 1 && strcmp(argv[1], "merge") == 0)
        return merge(app, argc - 1, argv + 1, f);
    if (argc > 1 && (strcmp(argv[1], "distinct") == 0 || strcmp(argv[1], "reopen") == 0))
        return say_of(app, argc - 1, argv + 1, strcmp(argv[1], "distinct") == 0, f);
    return list(app, argc, argv, f);
}

static const struct option_help duplicates_options[] = {
    {"least", N_("only pairs with this score or more, 0 to 100")},
    {"decided", N_("what was decided about pairs, by whom, instead of those that are open")},
    {"keep", N_("which of the two counts; the other becomes its duplicate")},
    {"decision", N_("only if this decision still stands: its number in the column `entry`")},
    {NULL, NULL},
};

const struct command duplicates_command = {
    .name = "duplicates",
    .group = N_("Check"),
    .summary = N_("returns that are probably one sheet twice; merge two of them"),
    .usage = "--survey ID [--least SCORE | --decided] [--format text|json|csv] |\n"
             "       merge A B --keep A [--why TEXT] | distinct A B [--why TEXT] |\n"
             "       reopen A B [--decision N] [--why TEXT]",
    .options = duplicates_options,
    .run = duplicates_run,
};
