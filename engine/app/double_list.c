/* double list: where the two keyings of a sheet differ. */
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
};
enum { COLUMNS = sizeof columns / sizeof *columns };

struct lister {
    struct arena *arena;
    struct double_book open;
    struct listing *listing;
    enum output_format format;
    bool only_open;
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

static const char *kept(struct arena *arena, const char *text) {
    return text ? arena_strdup(arena, text) : NULL;
}

static void add(struct lister *l, const struct second_pair *pair, const struct second_count *count,
                size_t question) {
    struct arena *arena = l->arena;
    const struct second_decision *decision = pair->decided[question];
    listing_add(
        l->listing,
        (const char *const[COLUMNS]){
            pair->first->sheet, pair->first->association, listing_number(arena, pair->first->ret),
            l->open.q->questions[question].id, l->open.q->questions[question].label,
            answer_cell(l, pair, SECOND_AS_FIRST, question),
            double_keyer(arena, pair->first->keyer, pair->first->batch),
            answer_cell(l, pair, SECOND_AS_SECOND, question),
            double_keyer(arena, pair->row->keyer, pair->row->batch), listing_number(arena, count->agreed),
            listing_number(arena, count->fields), kept(arena, choice_name(l, decision)),
            decision ? answer_cell(l, pair, SECOND_AS_FINAL, question) : NULL,
            decision ? kept(arena, decision->who) : NULL, decision ? kept(arena, decision->why) : NULL});
}

static bool visit(void *data, struct arena *scratch, const struct second_pair *pair, struct fault *f) {
    struct lister *l = data;
    const struct second_count count = second_count(scratch, l->open.book, pair);
    (void)f;
    l->sheets += count.open + count.decided > 0;
    l->open_count += count.open;
    for (size_t i = 0; i < l->open.q->question_count; i++)
        if (second_differs(scratch, l->open.book, pair, i) && !(l->only_open && pair->decided[i]))
            add(l, pair, &count, i);
    return true;
}

bool double_list(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *format_name = NULL;
    struct lister l = {.arena = app->arena};
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &survey, true},
                                        {"open", 0, OPTION_FLAG, &l.only_open, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t count;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &l.format, f) ||
        !operand_count(count, 0, "shukei double list --survey ID [--open]", f))
        return false;
    l.listing = listing_create(app->arena, "disagreements", columns, COLUMNS);
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
