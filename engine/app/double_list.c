/*
 * double list: where the two keyings of a sheet differ.
 *
 * final: what the return says now; answer: what was decided.  entry: the decision's number in the trail, by which
 * `reopen` knows it again.  Who decides (--decider) is not told who keyed.  own: who decides has keyed the sheet and
 * somebody else is to decide; what the two keyings say is then left out until it is decided, unless --own asks for it.
 */
#include "engine/app/double.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"

#include <stdio.h>

static const struct listing_column columns[] = {
    {"sheet", N_("Sheet"), LISTING_TEXT},
    {"association", N_("Association"), LISTING_TEXT},
    {"return", N_("Return"), LISTING_NUMBER},
    {"question", N_("Question"), LISTING_TEXT},
    {"label", N_("Label"), LISTING_TEXT},
    {"first", N_("First"), LISTING_TEXT},
    {"first_by", N_("Keyed by"), LISTING_TEXT},
    {"second", N_("Second"), LISTING_TEXT},
    {"second_by", N_("Keyed by"), LISTING_TEXT},
    {"agreed", N_("Agreed on the sheet"), LISTING_NUMBER},
    {"fields", N_("Of"), LISTING_NUMBER},
    {"decision", N_("Decided"), LISTING_TEXT},
    {"final", N_("Final"), LISTING_TEXT},
    {"decided_by", N_("Decided by"), LISTING_TEXT},
    {"why", N_("Why"), LISTING_TEXT},
    {"decided_at", N_("Decided on"), LISTING_TIME},
    {"answer", N_("Decided as"), LISTING_TEXT},
    {"entry", N_("Entry"), LISTING_NUMBER},
    {"own", N_("Own keying"), LISTING_FLAG},
};
enum { COLUMNS = sizeof columns / sizeof *columns, TEXT_COLUMNS = COLUMNS - 3 };

struct lister {
    struct arena *arena;
    struct double_book open;
    struct listing *listing;
    enum output_format format;
    bool only_open;
    const char *decider; /* who asks, or NULL */
    bool show_own;
    long sheets, open_count;
};

/* For people in words, for machines in ids. */
static const char *answer_cell(const struct lister *l, const struct second_pair *pair,
                               enum second_reading reading, size_t question) {
    const struct answer *answer = &pair->answers[reading]->answers[question];
    return (l->format == OUTPUT_TEXT ? answer_text : answer_ids)(l->arena, &l->open.q->questions[question],
                                                                 answer);
}

static const char *choice_name(const struct lister *l, const struct second_decision *decision) {
    if (!decision || l->format != OUTPUT_TEXT)
        return decision ? decision->choice : NULL;
    switch (decision->choice[0]) {
    case 'f':
        return _("the first");
    case 's':
        return _("the second");
    default:
        return _("neither");
    }
}

/* One difference, as it is listed. */
struct listed {
    const struct second_pair *pair;
    struct second_count count;
    bool own; /* somebody else is to decide */
    size_t question;
};

static const char *keyed_cell(const struct lister *l, const struct listed *row, enum second_reading reading) {
    bool hidden = row->own && !l->show_own && !row->pair->decided[row->question];
    return hidden ? NULL : answer_cell(l, row->pair, reading, row->question);
}

/* Who decides looks at the sheet, not at who keyed. */
static const char *keyer_cell(const struct lister *l, const char *keyer, const char *batch) {
    return l->decider ? NULL : double_keyer(l->arena, keyer, batch);
}

static void add(struct lister *l, const struct listed *row) {
    struct arena *arena = l->arena;
    const struct second_pair *pair = row->pair;
    const struct question *question = &l->open.q->questions[row->question];
    const struct second_decision none = {0}, *decided = pair->decided[row->question];
    const struct second_decision *d = decided ? decided : &none;
    listing_add(l->listing,
                (const char *const[COLUMNS]){
                    pair->first->sheet, pair->first->association, listing_number(arena, pair->first->ret),
                    question->id, question->label, keyed_cell(l, row, SECOND_AS_FIRST),
                    keyer_cell(l, pair->first->keyer, pair->first->batch),
                    keyed_cell(l, row, SECOND_AS_SECOND), keyer_cell(l, pair->row->keyer, pair->row->batch),
                    listing_number(arena, row->count.agreed), listing_number(arena, row->count.fields),
                    arena_strdup(arena, choice_name(l, decided)), keyed_cell(l, row, SECOND_AS_FINAL),
                    arena_strdup(arena, d->who), arena_strdup(arena, d->why), arena_strdup(arena, d->at),
                    arena_strdup(arena, d->answer), decided ? listing_number(arena, d->entry) : NULL,
                    row->own ? listing_yes : NULL});
}

static bool is_own(const struct lister *l, struct arena *scratch, const struct second_pair *pair, bool *own,
                   struct fault *f) {
    enum second_decider decider = SECOND_THIRD;
    bool done =
        !l->decider || store_second_decider(l->open.store, scratch, pair->row, l->decider, &decider, f);
    *own = decider == SECOND_KEYER;
    return done;
}

static bool visit(void *data, struct arena *scratch, const struct second_pair *pair, struct fault *f) {
    struct lister *l = data;
    struct listed row = {.pair = pair, .count = second_count(scratch, l->open.book, pair)};
    l->sheets += row.count.open + row.count.decided > 0;
    l->open_count += row.count.open;
    if (!is_own(l, scratch, pair, &row.own, f))
        return false;
    for (row.question = 0; row.question < l->open.q->question_count; row.question++)
        if (second_differs(scratch, l->open.book, pair, row.question) &&
            !(l->only_open && pair->decided[row.question]))
            add(l, &row);
    return true;
}

bool double_list(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *format_name = NULL;
    struct lister l = {.arena = app->arena};
    const struct option_spec specs[] = {
        {"survey", 's', OPTION_STRING, &survey, true},     {"open", 0, OPTION_FLAG, &l.only_open, false},
        {"decider", 0, OPTION_STRING, &l.decider, false},  {"own", 0, OPTION_FLAG, &l.show_own, false},
        {"format", 0, OPTION_STRING, &format_name, false}, {0}};
    const char **operands;
    size_t count;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &l.format, f) ||
        !operand_count(count, 0, "shukei double list --survey ID [--open] [--decider NAME]", f))
        return false;
    l.listing = listing_create(app->arena, "disagreements", columns,
                               l.format == OUTPUT_TEXT ? TEXT_COLUMNS : COLUMNS);
    bool done = double_open(app, survey, &l.open, f) && double_each(&l.open, visit, &l, f);
    store_close(l.open.store);
    if (!done)
        return false;
    if (l.format == OUTPUT_TEXT)
        printf(_("sheets on which the keyings differ: %ld; questions still to be decided: %ld\n"), l.sheets,
               l.open_count);
    if (l.format != OUTPUT_TEXT || listing_count(l.listing))
        listing_print(l.listing, l.format, stdout);
    return true;
}
