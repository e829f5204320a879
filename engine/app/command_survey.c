/* survey: define surveys, look at them, and say how many questionnaires were sent. */
#include "engine/app/commands.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/app/sent_csv.h"
#include "engine/app/show_published.h"
#include "engine/base/home.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/percent.h"
#include "engine/store/store.h"

#include <string.h>

/* Only --format, or nothing. */
static bool parse(struct app *app, int argc, char **argv, enum output_format *format, const char ***operands,
                  size_t *count, struct fault *f) {
    const char *name = NULL;
    const struct option_spec specs[] = {{"format", 0, OPTION_STRING, &name, false}, {0}};
    return options_parse(argc, argv, specs, operands, count, app->arena, f) &&
           options_format(name, format, f);
}

/* --- add --- */

/* Versions of the survey in the store; 0 when it is unknown. */
static bool count_versions(struct app *app, struct store *store, const char *id, long *versions,
                           struct fault *f) {
    struct survey_row *rows;
    size_t count;
    *versions = 0;
    if (!store_survey_list(store, app->arena, &rows, &count, f))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].id, id) == 0)
            *versions = rows[i].versions;
    return true;
}

static bool add_to_store(struct app *app, const struct questionnaire *q, long *before, long *after,
                         struct fault *f) {
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f) && count_versions(app, store, q->id, before, f) &&
                store_survey_add(store, q, f) && count_versions(app, store, q->id, after, f) &&
                store_commit(store, f);
    store_close(store);
    return done;
}

/* Refused here and not by the loader, which must still open stores that hold such a questionnaire. */
static bool sent_agrees(const struct questionnaire *q, const char *path, struct fault *f) {
    long sum = 0;
    for (size_t i = 0; i < q->sent_count; i++)
        sum += q->sent[i].count;
    return sum <= q->sent_total || fault_set(f,
                                             _("%s: /sent/total: the counts in \"by\" already come to %ld; "
                                               "correct one of the two, or leave "
                                               "out \"total\""),
                                             path, sum);
}

static bool add(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    enum output_format format;
    const char **operands;
    size_t count;
    long before, after;
    (void)code;
    if (!parse(app, argc, argv, &format, &operands, &count, f) ||
        !operand_count(count, 1, "shukei survey add FILE.json", f))
        return false;
    const char *path = home_find(app->arena, "templates/surveys", operands[0]);
    if (!path)
        return fault_set(f,
                         _("%s: no such questionnaire, neither here nor in templates/surveys; name its file"),
                         operands[0]);
    const struct questionnaire *q = questionnaire_load(app->arena, path, f);
    if (!q || !sent_agrees(q, path, f) || !add_to_store(app, q, &before, &after, f))
        return false;
    if (app->quiet)
        return true;
    if (!before)
        printf(_("%s: added, %zu questions: %s\n"), q->id, q->question_count, q->title);
    else if (after > before)
        printf(_("%s: version %ld added; returns stored under the earlier ones stay as they are\n"), q->id,
               after);
    else
        printf(_("%s: this version is in the store already\n"), q->id);
    return true;
}

/* --- list --- */

static const struct listing_column list_columns[] = {
    {"id", N_("Survey"), LISTING_TEXT},           {"kind", N_("Kind"), LISTING_TEXT},
    {"title", N_("Title"), LISTING_TEXT},         {"figures", N_("Figures"), LISTING_NUMBER},
    {"versions", N_("Versions"), LISTING_NUMBER}, {"returns", N_("Returns"), LISTING_NUMBER},
    {"added", N_("Added"), LISTING_TIME},         {"template", N_("Questionnaire (hash)"), LISTING_TEXT},
};
enum { LIST_COLUMNS = sizeof list_columns / sizeof *list_columns };

static void list_survey(struct arena *arena, struct listing *l, const struct survey_row *row, bool text) {
    listing_add(l, (const char *const[LIST_COLUMNS]){row->id, text ? _("returns") : "returns", row->title,
                                                     NULL, listing_number(arena, row->versions),
                                                     listing_number(arena, row->returns), row->added_at,
                                                     text ? arena_strndup(arena, row->template_hash, 12)
                                                          : row->template_hash});
}

static void list_published(struct arena *arena, struct listing *l, const struct published_row *row,
                           bool text) {
    listing_add(l,
                (const char *const[LIST_COLUMNS]){row->id, text ? _("published") : "published", row->title,
                                                  listing_number(arena, row->figures),
                                                  listing_number(arena, row->versions), NULL, row->at, NULL});
}

static bool list(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    enum output_format format;
    const char **operands;
    size_t count, row_count, published_count;
    struct survey_row *rows;
    struct published_row *published;
    (void)code;
    if (!parse(app, argc, argv, &format, &operands, &count, f) ||
        !operand_count(count, 0, "shukei survey list", f))
        return false;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && store_survey_list(store, app->arena, &rows, &row_count, f) &&
                aggregate_list_published(store, app->arena, &published, &published_count, f);
    store_close(store);
    if (!done)
        return false;
    struct listing *l = listing_create(app->arena, "surveys", list_columns, LIST_COLUMNS);
    for (size_t i = 0; i < row_count; i++)
        list_survey(app->arena, l, &rows[i], format == OUTPUT_TEXT);
    for (size_t i = 0; i < published_count; i++)
        list_published(app->arena, l, &published[i], format == OUTPUT_TEXT);
    listing_print(l, format, stdout);
    return true;
}

/* --- show --- */

static const struct listing_column question_columns[] = {
    {"number", N_("No."), LISTING_TEXT}, {"id", N_("Question"), LISTING_TEXT},
    {"kind", N_("Kind"), LISTING_TEXT},  {"label", N_("Label"), LISTING_TEXT},
    {"ask", N_("Asked"), LISTING_TEXT},  {"options", N_("Options"), LISTING_TEXT},
};
enum { QUESTION_COLUMNS = sizeof question_columns / sizeof *question_columns };

static const char *option_ids(struct arena *arena, const struct question *question) {
    if (question->kind == QUESTION_PREFECTURE || !question->option_count)
        return NULL;
    struct strbuf b = {0};
    for (size_t j = 0; j < question->option_count; j++)
        strbuf_printf(&b, "%s%s", j ? " " : "", question->options[j].id);
    const char *ids = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return ids;
}

static struct listing *list_questions(struct arena *arena, const struct questionnaire *q) {
    struct listing *l = listing_create(arena, "questions", question_columns, QUESTION_COLUMNS);
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question *question = &q->questions[i];
        listing_add(l, (const char *const[QUESTION_COLUMNS]){
                           question->number, question->id, question_kind_name(question->kind),
                           question->label, question->ask_text, option_ids(arena, question)});
    }
    return l;
}

static void show_json(const struct questionnaire *q, const struct listing *questions) {
    struct strbuf b = {0};
    strbuf_char(&b, '{');
    json_add_member(&b, "id", q->id);
    json_add_member(&b, "title", q->title);
    json_add_member(&b, "organiser", q->organiser);
    json_add_member(&b, "method", q->method);
    json_add_member(&b, "from", q->field_from);
    json_add_member(&b, "to", q->field_to);
    json_add_member(&b, "template", q->hash);
    strbuf_printf(&b, ", \"sent\": %ld,\n ", q->sent_total);
    listing_json(questions, &b);
    strbuf_add(&b, "}\n");
    fputs(b.text, stdout);
    strbuf_end(&b);
}

static void show_line(const char *name, const char *value) {
    if (value && *value)
        printf("%s: %s\n", name, value);
}

static void show_text(const struct questionnaire *q, const struct listing *questions) {
    char sent[PERCENT_TEXT];
    printf("%s  %s\n", q->id, q->title);
    show_line(_("Organiser"), q->organiser);
    show_line(_("Population"), q->population);
    show_line(_("Method"), q->method);
    if (q->field_from || q->field_to)
        printf("%s: %s – %s\n", _("Field period"), q->field_from ? q->field_from : "",
               q->field_to ? q->field_to : "");
    if (q->sent_total)
        show_line(_("Sent"), percent_thousands(sent, q->sent_total));
    show_line(_("Notice"), q->synthetic);
    putchar('\n');
    listing_print(questions, OUTPUT_TEXT, stdout);
}

static void show_questionnaire(struct app *app, const struct questionnaire *q, enum output_format format) {
    struct listing *questions = list_questions(app->arena, q);
    if (format == OUTPUT_JSON)
        show_json(q, questions);
    else if (format == OUTPUT_CSV)
        listing_print(questions, format, stdout);
    else
        show_text(q, questions);
}

/* Which of the two an id means: the questionnaire, or else what was printed of a survey. */
static bool is_published(struct app *app, struct store *store, const char *id, bool *published,
                         struct fault *f) {
    long versions;
    bool has;
    if (!count_versions(app, store, id, &versions, f) || !aggregate_has_published(store, id, &has, f))
        return false;
    *published |= has && !versions;
    return true;
}

static bool show(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    enum output_format format;
    const char *name = NULL, **operands;
    bool published = false;
    size_t count;
    const struct option_spec specs[] = {
        {"format", 0, OPTION_STRING, &name, false}, {"published", 0, OPTION_FLAG, &published, false}, {0}};
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(name, &format, f) ||
        !operand_count(count, 1, "shukei survey show ID [--published]", f))
        return false;
    const struct questionnaire *q = NULL;
    const struct published_survey *p = NULL;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && is_published(app, store, operands[0], &published, f);
    if (done && published)
        p = aggregate_published(store, app->arena, operands[0], f);
    else if (done)
        q = store_questionnaire(store, app->arena, operands[0], f);
    store_close(store);
    if (p)
        show_published(app->arena, p, format);
    if (q)
        show_questionnaire(app, q, format);
    return p || q;
}

/* --- sent --- */

static const struct listing_column sent_columns[] = {
    {"association", N_("Association"), LISTING_TEXT},
    {"prefecture", N_("Prefecture"), LISTING_TEXT},
    {"count", N_("Sent"), LISTING_NUMBER},
};

static bool print_sent(struct app *app, const char *survey, enum output_format format, struct fault *f) {
    struct sent_count *counts;
    size_t count;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && store_sent_get(store, app->arena, survey, &counts, &count, f);
    store_close(store);
    if (!done)
        return false;
    struct listing *l = listing_create(app->arena, "sent", sent_columns, 3);
    for (size_t i = 0; i < count; i++)
        listing_add(l, (const char *const[]){counts[i].association, counts[i].prefecture,
                                             listing_number(app->arena, counts[i].count)});
    listing_print(l, format, stdout);
    return true;
}

static bool load_sent(struct app *app, const char *survey, const char *path, struct fault *f) {
    struct sent_count *counts;
    size_t count;
    long total = 0;
    char text[PERCENT_TEXT];
    if (!sent_csv_read(app->arena, path, &counts, &count, f))
        return false;
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f) && store_sent_set(store, survey, counts, count, f) &&
                store_commit(store, f);
    store_close(store);
    for (size_t i = 0; i < count; i++)
        total += counts[i].count;
    if (done && !app->quiet)
        printf(_("%s: %s sent in all, %zu rows\n"), survey, percent_thousands(text, total), count);
    return done;
}

static bool sent(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    enum output_format format;
    const char **operands;
    size_t count;
    (void)code;
    if (!parse(app, argc, argv, &format, &operands, &count, f))
        return false;
    if (count == 1)
        return print_sent(app, operands[0], format, f);
    return operand_count(count, 2, "shukei survey sent ID [FILE.csv]", f) &&
           load_sent(app, operands[0], operands[1], f);
}

static bool survey_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct operand_verb verbs[] = {
        {"add", add}, {"list", list}, {"show", show}, {"sent", sent}, {NULL, NULL}};
    return operand_verb(verbs, app, argc, argv, code, f);
}

static const struct option_help survey_options[] = {
    {"published", N_("also the figures that were published for it")},
    {NULL, NULL},
};

const struct command survey_command = {
    .name = "survey",
    .group = N_("Define"),
    .summary = N_("add a questionnaire, look at surveys, load sent counts"),
    .usage =
        "add FILE.json|NAME | list | show ID [--published] | sent ID [FILE.csv]   [--format text|json|csv]",
    .options = survey_options,
    .run = survey_run,
};
