/*
 * double: sheets that are keyed twice; and `double compare`, which holds two files against each other before
 * anything is stored.
 *
 * Both files are read as `import` would read them, rows are matched by sheet number (and association where
 * both name one), and every question on which they differ is listed.  A question whose column one of the
 * files lacks is not compared.  What has no counterpart is listed too: nothing is passed over.
 */
#include "engine/base/text.h"
#include "importers/commands.h"

#include "engine/app/double.h"
#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/response/keying.h"
#include "importers/import_row.h"
#include "importers/import_run.h"

#include <stdio.h>
#include <string.h>

struct keyed_row {
    size_t row;
    const struct response *response;
    bool met;
};

struct keyed_file {
    const char *path;
    struct keyed_row *rows;
    size_t count, capacity;
};

struct comparing {
    struct import_spec spec;
    struct import_setup setup;
    struct keyed_file files[2];
    struct keying_index *index; /* of the first file */
    struct listing *listing;
    enum output_format format;
    long sheets, agreeing, fields, agreed;
};

/* --- reading --- */

static bool read_table(struct comparing *c, struct keyed_file *file, const struct importer *importer,
                       struct reader *reader, struct fault *f) {
    struct arena *arena = c->setup.arena;
    struct sheet sheet;
    struct record record;
    int more;
    const struct columns *columns =
        import_start(&c->setup, importer, c->spec.format != NULL, reader, &sheet, f);
    if (!columns || !columns_check(arena, c->setup.vocabulary, columns, f))
        return false;
    struct import_row *row = import_row_prepare(arena, c->setup.q, c->setup.spellings, columns, NULL);
    while ((more = sheet_next(&sheet, &record, f)) > 0) {
        struct findings found = {.arena = arena}; /* import says them; here only the two are compared */
        file->rows = arena_grow(arena, file->rows, file->count, &file->capacity, sizeof *file->rows);
        file->rows[file->count++] = (struct keyed_row){
            .row = record.row, .response = import_row_read(arena, row, &record, file->path, &found)};
    }
    return more == 0;
}

static bool read_source(struct comparing *c, struct keyed_file *file, const struct source *source,
                        struct fault *f) {
    const struct importer *importer = importer_choose(source, c->spec.format, f);
    struct reader reader;
    if (!importer || !importer->open(c->setup.arena, source, &reader, f))
        return false;
    bool done = read_table(c, file, importer, &reader, f);
    reader.close(&reader);
    return done;
}

static bool read_file(struct comparing *c, struct keyed_file *file, struct fault *f) {
    struct source source;
    bool done = source_open(&source, file->path, f);
    if (!done)
        return false;
    done = read_source(c, file, &source, f);
    source_close(&source);
    return done || fault_context(f, "%s", file->path);
}

/* --- comparing --- */

static const struct listing_column columns[] = {
    {"sheet", N_("Sheet"), LISTING_TEXT},   {"association", N_("Association"), LISTING_TEXT},
    {"matter", N_("What"), LISTING_TEXT},   {"question", N_("Question"), LISTING_TEXT},
    {"label", N_("Label"), LISTING_TEXT},   {"first_row", N_("Row"), LISTING_NUMBER},
    {"first", N_("First"), LISTING_TEXT},   {"second_row", N_("Row"), LISTING_NUMBER},
    {"second", N_("Second"), LISTING_TEXT}, {"agreed", N_("Agreed on the sheet"), LISTING_NUMBER},
    {"fields", N_("Of"), LISTING_NUMBER},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

enum matter { DIFFERS, ONLY_FIRST, ONLY_SECOND, REPEATED, SEVERAL, NO_SHEET };
static const struct {
    const char *key, *name;
} matters[] = {
    [DIFFERS] = {"differs", N_("differs")},
    [ONLY_FIRST] = {"only_first", N_("only in the first file")},
    [ONLY_SECOND] = {"only_second", N_("only in the second file")},
    [REPEATED] = {"repeated", N_("twice in the same file")},
    [SEVERAL] = {"several", N_("several sheets have this number")},
    [NO_SHEET] = {"no_sheet", N_("no sheet number")},
};

static const char *matter_cell(const struct comparing *c, enum matter matter) {
    return c->format == OUTPUT_TEXT ? _(matters[matter].name) : matters[matter].key;
}

/* A row that has no counterpart. */
static void add_alone(const struct comparing *c, const struct keyed_row *row, size_t file,
                      enum matter matter) {
    const char *number = listing_number(c->setup.arena, (long)row->row);
    listing_add(c->listing,
                (const char *const[COLUMNS]){row->response->fields[FIELD_SHEET],
                                             row->response->fields[FIELD_ASSOCIATION], matter_cell(c, matter),
                                             NULL, NULL, file ? NULL : number, NULL, file ? number : NULL});
}

static const char *answer_cell(const struct comparing *c, size_t question, const struct answer *answer) {
    return (c->format == OUTPUT_TEXT ? answer_text : answer_ids)(c->setup.arena,
                                                                 &c->setup.q->questions[question], answer);
}

static void add_difference(const struct comparing *c, const struct keyed_row *const rows[2], size_t question,
                           long agreed, long fields) {
    struct arena *arena = c->setup.arena;
    listing_add(c->listing,
                (const char *const[COLUMNS]){
                    rows[0]->response->fields[FIELD_SHEET], rows[0]->response->fields[FIELD_ASSOCIATION],
                    matter_cell(c, DIFFERS), c->setup.q->questions[question].id,
                    c->setup.q->questions[question].label, listing_number(arena, (long)rows[0]->row),
                    answer_cell(c, question, &rows[0]->response->answers[question]),
                    listing_number(arena, (long)rows[1]->row),
                    answer_cell(c, question, &rows[1]->response->answers[question]),
                    listing_number(arena, agreed), listing_number(arena, fields)});
}

static void compare_rows(struct comparing *c, const struct keyed_row *first, const struct keyed_row *second) {
    const struct keyed_row *const rows[2] = {first, second};
    const struct questionnaire *q = c->setup.q;
    bool *differs = arena_array(c->setup.arena, q->question_count, sizeof *differs);
    long fields = 0, agreed = 0;
    for (size_t i = 0; i < q->question_count; i++) {
        const struct answer *a = &first->response->answers[i], *b = &second->response->answers[i];
        if (!a->raw || !b->raw || (!keying_is_field(a) && !keying_is_field(b)))
            continue;
        differs[i] = !keying_alike(c->setup.arena, &q->questions[i], a, b);
        fields++;
        agreed += !differs[i];
    }
    for (size_t i = 0; i < q->question_count; i++)
        if (differs[i])
            add_difference(c, rows, i, agreed, fields);
    c->sheets++;
    c->agreeing += fields == agreed;
    c->fields += fields;
    c->agreed += agreed;
}

static void index_first(struct comparing *c) {
    struct keyed_file *file = &c->files[0];
    for (size_t i = 0; i < file->count; i++) {
        struct keyed_row *row = &file->rows[i];
        const char *sheet = row->response->fields[FIELD_SHEET];
        const char *association = row->response->fields[FIELD_ASSOCIATION];
        void *found = NULL;
        row->met = true;
        if (!sheet) {
            add_alone(c, row, 0, NO_SHEET);
        } else if (keying_index_find(c->index, sheet, association, &found) == KEYING_ONE &&
                   text_same(((struct keyed_row *)found)->response->fields[FIELD_ASSOCIATION], association)) {
            add_alone(c, row, 0, REPEATED);
        } else {
            row->met = false;
            keying_index_add(c->index, sheet, association, row);
        }
    }
}

static void match_second(struct comparing *c, const struct keyed_row *row) {
    const char *sheet = row->response->fields[FIELD_SHEET];
    void *found = NULL;
    if (!sheet) {
        add_alone(c, row, 1, NO_SHEET);
        return;
    }
    enum keying_match many =
        keying_index_find(c->index, sheet, row->response->fields[FIELD_ASSOCIATION], &found);
    struct keyed_row *first = found;
    if (!first || first->met) {
        add_alone(c, row, 1, first ? REPEATED : many == KEYING_NONE ? ONLY_SECOND : SEVERAL);
        return;
    }
    first->met = true;
    compare_rows(c, first, row);
}

static void compare_files(struct comparing *c) {
    index_first(c);
    for (size_t i = 0; i < c->files[1].count; i++)
        match_second(c, &c->files[1].rows[i]);
    for (size_t i = 0; i < c->files[0].count; i++)
        if (!c->files[0].rows[i].met)
            add_alone(c, &c->files[0].rows[i], 0, ONLY_FIRST);
}

static void print_comparison(const struct comparing *c) {
    if (c->format == OUTPUT_TEXT) {
        printf(_("sheets in both files: %ld, of which the same: %ld\n"), c->sheets, c->agreeing);
        double_print_agreement(c->fields, c->agreed);
    }
    if (c->format != OUTPUT_TEXT || listing_count(c->listing))
        listing_print(c->listing, c->format, stdout);
}

static bool compare(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct comparing c = {0};
    const char *format_name = NULL;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &c.spec.survey, true},
                                        {"as", 0, OPTION_STRING, &c.spec.format, false},
                                        {"map", 0, OPTION_STRING, &c.spec.map, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &c.format, f) ||
        !operand_count(count, 2, "shukei double compare --survey ID FIRST.csv SECOND.csv", f))
        return false;
    c.files[0].path = operands[0];
    c.files[1].path = operands[1];
    c.index = keying_index_create(app->arena);
    c.listing = listing_create(app->arena, "differences", columns, COLUMNS);
    bool done = import_prepare(app, &c.spec, false, &c.setup, f) && read_file(&c, &c.files[0], f) &&
                read_file(&c, &c.files[1], f);
    store_close(c.setup.store);
    if (!done)
        return false;
    compare_files(&c);
    print_comparison(&c);
    *code = listing_count(c.listing) ? 3 : 0;
    return true;
}

static bool double_main(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct operand_verb verbs[] = {{"plan", double_plan},
                                                {"list", double_list},
                                                {"decide", double_decide},
                                                {"reopen", double_reopen},
                                                {"report", double_report},
                                                {"compare", compare},
                                                {NULL, NULL}};
    return operand_verb(verbs, app, argc, argv, code, f);
}

static const struct option_help double_options[] = {
    {"decider",
     N_("who decides: is not told who keyed, nor what is in the sheets that this person has keyed")},
    {"own", N_("of a sheet that one has keyed oneself: show its answers; decide all the same, with --why")},
    {"decision", N_("only if this decision still stands: its number in the column `entry` of `double list`")},
    {"undecided", N_("decide only what nobody has decided yet, as the screen does")},
    {"share", N_("the share of sheets to be keyed twice, from 0 to 1")},
    {"seed", N_("the number from which the sheets are drawn")},
    {"keyer",
     N_("only the errors of this person, on sheets that are decided: what a keyer may know while the "
        "work goes on")},
    {NULL, NULL},
};

const struct command double_command = {
    .name = "double",
    .group = N_("Check"),
    .summary = N_("sheets keyed twice: which, where the keyings differ, who was right, errors per 1,000"),
    .usage =
        "plan --survey ID [--share SHARE] [--seed N] | list --survey ID [--open] [--decider NAME [--own]] "
        "|\n"
        "       decide (--survey ID [--association NAME] SHEET | RETURN) QUESTION first|second|VALUE "
        "[--why TEXT] [--own] [--undecided] |\n"
        "       reopen (--survey ID [--association NAME] SHEET | RETURN) QUESTION [--decision N] [--why "
        "TEXT] [--own] |\n"
        "       report --survey ID [--keyer NAME] | compare --survey ID [--as FORMAT] [--map FILE] "
        "FIRST SECOND\n"
        "       [--format text|json|csv]",
    .options = double_options,
    .run = double_main,
};
