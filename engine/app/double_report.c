/* double report: errors of each keyer, and how far the keyings agree. */
#include "engine/app/double.h"

#include "engine/app/double_tally.h"
#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/percent.h"
#include "engine/statistics/interval.h"

#include <stdio.h>
#include <string.h>

static const double level = 0.95;

static const struct listing_column keyer_columns[] = {
    {"keyed_by", N_("Keyed by"), LISTING_TEXT},
    {"sheets", N_("Sheets"), LISTING_NUMBER},
    {"fields", N_("Fields"), LISTING_NUMBER},
    {"errors", N_("Errors"), LISTING_NUMBER},
    {"per_1000", N_("Per 1,000 fields"), LISTING_NUMBER},
    {"low", N_("Interval from (95%)"), LISTING_NUMBER},
    {"high", N_("to"), LISTING_NUMBER},
    {"open", N_("Undecided"), LISTING_NUMBER},
    {"later", N_("Sheets not counted yet"), LISTING_NUMBER},
};
/* A keyer is not told what changes when a sheet is saved: the last two. */
enum { KEYER_COLUMNS = sizeof keyer_columns / sizeof *keyer_columns, TOLD_COLUMNS = KEYER_COLUMNS - 2 };

static const struct listing_column question_columns[] = {
    {"question", N_("Question"), LISTING_TEXT}, {"label", N_("Label"), LISTING_TEXT},
    {"fields", N_("Fields"), LISTING_NUMBER},   {"agreed", N_("Agreed"), LISTING_NUMBER},
    {"percent", "%", LISTING_NUMBER},           {"kappa", N_("Kappa"), LISTING_NUMBER},
};
enum { QUESTION_COLUMNS = sizeof question_columns / sizeof *question_columns };

static const struct listing_column row_columns[] = {
    {"sheet", N_("Sheet"), LISTING_TEXT},   {"association", N_("Association"), LISTING_TEXT},
    {"batch", N_("Batch"), LISTING_TEXT},   {"file", N_("File"), LISTING_TEXT},
    {"row", N_("Row"), LISTING_NUMBER},     {"keyed_by", N_("Keyed by"), LISTING_TEXT},
    {"reason", N_("Reason"), LISTING_TEXT},
};
enum { ROW_COLUMNS = sizeof row_columns / sizeof *row_columns };

static const char *decimal(struct arena *arena, double value, int places) {
    return arena_printf(arena, "%.*f", places, value);
}

/* From exact integers. */
static const char *ratio(struct arena *arena, long count, long n) {
    char text[PERCENT_TEXT];
    percent_ratio_text(text, count, n, 1);
    return arena_strdup(arena, text);
}

static void add_keyer(struct arena *arena, struct listing *l, const struct double_keyer *k) {
    const struct double_sum *sum = &k->sum;
    const char *rate = NULL, *low = NULL, *high = NULL;
    if (sum->fields) {
        struct interval at = interval_proportion(INTERVAL_WILSON, sum->errors, sum->fields, level);
        rate = ratio(arena, 1000 * sum->errors, sum->fields);
        low = decimal(arena, 10 * at.low, 1); /* percent to per mille */
        high = decimal(arena, 10 * at.high, 1);
    }
    listing_add(l, (const char *const[KEYER_COLUMNS]){
                       k->name, listing_number(arena, sum->sheets), listing_number(arena, sum->fields),
                       listing_number(arena, sum->errors), rate, low, high, listing_number(arena, k->open),
                       listing_number(arena, k->later)});
}

static struct listing *list_keyers(const struct double_tally *t) {
    struct listing *l = listing_create(t->arena, "keyers", keyer_columns, KEYER_COLUMNS);
    for (size_t i = 0; i < t->keyer_count; i++)
        add_keyer(t->arena, l, &t->keyers[i]);
    return l;
}

static struct listing *list_questions(const struct double_tally *t) {
    struct arena *arena = t->arena;
    struct listing *l = listing_create(arena, "questions", question_columns, QUESTION_COLUMNS);
    for (size_t i = 0; i < t->open.q->question_count; i++) {
        const struct question *question = &t->open.q->questions[i];
        const struct double_question *of = &t->questions[i];
        if (!of->fields)
            continue;
        listing_add(l, (const char *const[QUESTION_COLUMNS]){
                           question->id, question->label, listing_number(arena, of->fields),
                           listing_number(arena, of->agreed), ratio(arena, 100 * of->agreed, of->fields),
                           of->kappa.defined ? decimal(arena, of->kappa.value, 3) : NULL});
    }
    return l;
}

static struct listing *list_not_compared(const struct double_tally *t, enum output_format format) {
    struct arena *arena = t->arena;
    struct listing *l = listing_create(arena, "not_compared", row_columns, ROW_COLUMNS);
    for (size_t i = 0; i < t->open.book->row_count; i++) {
        const struct second_row *row = &t->open.book->rows[i];
        if (row->state == SECOND_COMPARED)
            continue;
        listing_add(
            l, (const char *const[ROW_COLUMNS]){
                   row->sheet, row->association, row->batch, row->file,
                   row->row ? listing_number(arena, (long)row->row) : NULL, row->keyer,
                   format == OUTPUT_TEXT ? second_state_message(row->state) : second_state_key(row->state)});
    }
    return l;
}

/* --- printing --- */

static long not_compared(const struct double_tally *t) {
    return (long)t->open.book->row_count - t->not_compared[SECOND_COMPARED];
}

static void print_part(const char *title, const struct listing *l) {
    if (!listing_count(l))
        return;
    printf("\n%s\n", title);
    listing_print(l, OUTPUT_TEXT, stdout);
}

static void print_text(const struct double_tally *t) {
    double_print_plan(&t->open.book->plan);
    if (t->open.book->plan.share > 0)
        printf(_("sheets drawn: %ld\n"), t->drawn);
    printf(_("sheets keyed twice: %ld = agreeing %ld + adjudicated %ld + open %ld\n"), t->compared,
           t->agreeing, t->adjudicated, t->undecided);
    if (t->outside)
        printf(_("keyed twice outside the sample, in no rate: %ld\n"), t->outside);
    if (not_compared(t))
        printf(_("second keyings that are not compared: %ld\n"), not_compared(t));
    double_print_agreement(t->fields, t->agreed);
    print_part(_("Errors against what was decided"), list_keyers(t));
    print_part(_("Agreement of first and second"), list_questions(t));
    print_part(_("Not compared"), list_not_compared(t, OUTPUT_TEXT));
}

static void print_json(const struct double_tally *t) {
    const struct second_plan *plan = &t->open.book->plan;
    struct strbuf b = {0};
    strbuf_char(&b, '{');
    json_add_member(&b, "survey", t->open.q->id);
    strbuf_printf(&b, ", \"plan\": {\"share\": %g, \"seed\": %ld},\n ", plan->share, plan->seed);
    strbuf_printf(
        &b,
        "\"sheets\": {\"drawn\": %ld, \"keyed_twice\": %ld, \"agreeing\": %ld, \"adjudicated\": %ld, "
        "\"open\": %ld, \"outside\": %ld, \"not_compared\": %ld},\n ",
        t->drawn, t->compared, t->agreeing, t->adjudicated, t->undecided, t->outside, not_compared(t));
    strbuf_printf(&b, "\"fields\": {\"compared\": %ld, \"agreed\": %ld},\n ", t->fields, t->agreed);
    listing_json(list_keyers(t), &b);
    strbuf_add(&b, ",\n ");
    listing_json(list_questions(t), &b);
    strbuf_add(&b, ",\n ");
    listing_json(list_not_compared(t, OUTPUT_JSON), &b);
    strbuf_add(&b, "}\n");
    fputs(b.text, stdout);
    strbuf_end(&b);
}

/* --- what one keyer may know --- */

static void print_told(const struct double_tally *t, const char *name, enum output_format format) {
    const struct double_keyer nobody = {.name = name}, *keyer = &nobody;
    struct listing *l = listing_create(t->arena, "told", keyer_columns, TOLD_COLUMNS);
    for (size_t i = 0; i < t->keyer_count; i++)
        if (second_same_person(t->arena, t->keyers[i].name, name))
            keyer = &t->keyers[i];
    add_keyer(t->arena, l, keyer);
    listing_print(l, format, stdout);
}

/* CSV holds one table: that of the keyers. */
bool double_report(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *format_name = NULL, *keyer = NULL;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &survey, true},
                                        {"keyer", 0, OPTION_STRING, &keyer, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t count;
    enum output_format format;
    struct double_tally t = {.arena = app->arena};
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) ||
        !operand_count(count, 0, "shukei double report --survey ID", f))
        return false;
    bool done = double_open(app, survey, &t.open, f) && double_tally_make(&t, f);
    store_close(t.open.store);
    if (!done)
        return false;
    if (keyer)
        print_told(&t, keyer, format);
    else if (format == OUTPUT_JSON)
        print_json(&t);
    else if (format == OUTPUT_CSV)
        listing_print(list_keyers(&t), format, stdout);
    else
        print_text(&t);
    return true;
}
