/*
 * mask: what in free text may tell who somebody is; a person accepts the proposal or writes another.
 *
 * Looked at are the written texts of counted and set-aside returns.  The answer itself is never changed.
 */
#include "engine/app/commands.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/response/mask.h"
#include "engine/store/newest.h"

#include <string.h>

struct proposal {
    long id;
    const char *question, *text, *masked;
    const char *found;   /* "name: ...; phone: ...", with the words */
    const char *summary; /* "q name=2 phone=1", without them */
};

struct searching {
    struct arena *arena, *scratch;
    struct store *store;
    struct newest newest;
    const struct mask_rules *rules;
    struct proposal *items;
    size_t count, capacity;
};

/* --- proposing --- */

static const char *list_found(struct arena *arena, const char *text, const struct mask_span *spans,
                              size_t count) {
    const char *found = "";
    for (size_t i = 0; i < count; i++)
        found = arena_printf(arena, "%s%s%s: %.*s", found, i ? "; " : "", mask_kind_key(spans[i].kind),
                             (int)(spans[i].to - spans[i].from), text + spans[i].from);
    return found;
}

static const char *summarise(struct arena *arena, const char *question, const struct mask_span *spans,
                             size_t count) {
    size_t by_kind[MASK_KINDS] = {0};
    const char *summary = question;
    for (size_t i = 0; i < count; i++)
        by_kind[spans[i].kind]++;
    for (int kind = 0; kind < MASK_KINDS; kind++)
        if (by_kind[kind])
            summary =
                arena_printf(arena, "%s %s=%zu", summary, mask_kind_key((enum mask_kind)kind), by_kind[kind]);
    return summary;
}

/* Not for a text that was masked before. */
static bool propose(struct searching *s, long id, const char *question, const char *text, struct fault *f) {
    struct mask_span *spans;
    size_t count;
    const char *masked = NULL;
    mask_find(s->scratch, s->rules, text, &spans, &count);
    if (!count)
        return true;
    if (!store_masked_get(s->store, s->scratch, id, question, text, &masked, f))
        return false;
    if (masked)
        return true;
    s->items = arena_grow(s->arena, s->items, s->count, &s->capacity, sizeof *s->items);
    s->items[s->count++] = (struct proposal){
        .id = id,
        .question = question,
        .text = arena_strdup(s->arena, text),
        .masked = mask_apply(s->arena, s->rules, text, spans, count),
        .found = list_found(s->arena, text, spans, count),
        .summary = summarise(s->arena, question, spans, count),
    };
    return true;
}

/* Free text, and the words after an "other" option. */
static bool has_words(const struct question *question, const struct answer *answer) {
    return answer->text && *answer->text && (question->kind == QUESTION_TEXT || question_is_coded(question));
}

static bool search_response(struct searching *s, long id, const struct response *response, struct fault *f) {
    const struct questionnaire *q = s->newest.q;
    for (size_t i = 0; i < q->question_count; i++)
        if (has_words(&q->questions[i], &response->answers[i]) &&
            !propose(s, id, q->questions[i].id, response->answers[i].text, f))
            return false;
    return true;
}

static bool visit(void *data, const struct stored_return *row, struct fault *f) {
    struct searching *s = data;
    const struct response *response = newest_response(&s->newest, s->scratch, row, f);
    bool done = response && search_response(s, row->id, response, f);
    arena_reset(s->scratch);
    return done;
}

static bool search_all(struct searching *s, const char *survey, struct fault *f) {
    s->newest = (struct newest){.store = s->store, .arena = s->arena};
    s->newest.q = store_questionnaire(s->store, s->arena, survey, f);
    s->rules = s->newest.q ? mask_rules_get(f) : NULL;
    return s->rules &&
           store_each_of(s->store, survey, 1u << RETURN_ACCEPTED | 1u << RETURN_SET_ASIDE, visit, s, f);
}

/* --- list --- */

static const struct listing_column columns[] = {
    {"return", N_("Return"), LISTING_NUMBER}, {"question", N_("Question"), LISTING_TEXT},
    {"found", N_("Found"), LISTING_TEXT},     {"masked", N_("Masked"), LISTING_TEXT},
    {"text", N_("Text"), LISTING_TEXT},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* The text as it is written is for machines: on a screen it would only repeat the masked one. */
static void print(const struct searching *s, enum output_format format) {
    if (format == OUTPUT_TEXT && !s->count) {
        puts(_("nothing to mask was found"));
        return;
    }
    struct listing *l =
        listing_create(s->arena, "proposals", columns, format == OUTPUT_TEXT ? COLUMNS - 1 : COLUMNS);
    for (size_t i = 0; i < s->count; i++)
        listing_add(l, (const char *const[COLUMNS]){listing_number(s->arena, s->items[i].id),
                                                    s->items[i].question, s->items[i].found,
                                                    s->items[i].masked, s->items[i].text});
    listing_print(l, format, stdout);
    if (format == OUTPUT_TEXT)
        puts(_("These are proposals; many names without 様 or さん are not found. Read the texts before you "
               "accept."));
}

static bool list(struct app *app, int argc, char **argv, struct fault *f) {
    const char *survey = NULL, *format_name = NULL;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &survey, true},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t count;
    enum output_format format;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) || !operand_count(count, 0, "shukei mask --survey ID", f))
        return false;
    struct searching s = {.arena = app->arena, .scratch = arena_create()};
    s.store = store_open(app->store_path, STORE_READ, f);
    bool done = s.store && search_all(&s, survey, f);
    store_close(s.store);
    if (done)
        print(&s, format);
    arena_destroy(s.scratch);
    return done;
}

/* --- accept --- */

struct accepting {
    struct searching search;
    const char *survey, *question, *text, *why;
    bool all;
    long id;
};

static bool read_return(struct accepting *a, struct response **response, struct fault *f) {
    struct searching *s = &a->search;
    const struct questionnaire *written;
    struct return_row row;
    if (!store_return_get(s->store, s->arena, a->id, &written, &row, response, f))
        return false;
    s->newest.q = store_questionnaire(s->store, s->arena, row.survey, f);
    s->rules = s->newest.q ? mask_rules_get(f) : NULL;
    if (!s->rules)
        return false;
    *response = store_response_carry(s->arena, written, *response, s->newest.q);
    return true;
}

/* The person's own words instead of the proposal. */
static bool take_text(struct accepting *a, const struct response *response, struct fault *f) {
    struct searching *s = &a->search;
    const struct questionnaire *q = s->newest.q;
    int at = questionnaire_find(q, a->question);
    if (at < 0 || !has_words(&q->questions[at], &response->answers[at]))
        return fault_set(f, _("return %ld has no written text under \"%s\""), a->id, a->question);
    s->items = arena_alloc(s->arena, sizeof *s->items);
    s->items[s->count++] =
        (struct proposal){.id = a->id,
                          .question = q->questions[at].id,
                          .text = response->answers[at].text,
                          .masked = a->text,
                          .summary = arena_printf(s->arena, "%s by hand", q->questions[at].id)};
    return true;
}

static bool find_one(struct accepting *a, struct fault *f) {
    struct response *response;
    if (!read_return(a, &response, f))
        return false;
    if (a->text)
        return take_text(a, response, f);
    return search_response(&a->search, a->id, response, f) &&
           (a->search.count ||
            fault_set(f, _("return %ld: nothing to mask was found that is not masked yet"), a->id));
}

static bool store_all(struct accepting *a, struct fault *f) {
    struct searching *s = &a->search;
    for (size_t i = 0; i < s->count; i++) {
        const struct proposal *p = &s->items[i];
        const struct masked_text item = {p->question, p->text, p->masked};
        if (!store_masked_set(s->store, p->id, &item, 1, p->summary, a->why, f))
            return false;
    }
    return true;
}

static bool parse_accept(struct app *app, int argc, char **argv, struct accepting *a, struct fault *f) {
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &a->survey, false},
                                        {"all", 0, OPTION_FLAG, &a->all, false},
                                        {"question", 0, OPTION_STRING, &a->question, false},
                                        {"text", 0, OPTION_STRING, &a->text, false},
                                        {"why", 0, OPTION_STRING, &a->why, true},
                                        {0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f))
        return false;
    if (a->all != (a->survey != NULL) || (a->question != NULL) != (a->text != NULL) || (a->all && a->text) ||
        count != !a->all)
        return fault_usage(
            f, _("expected: %s"),
            "shukei mask accept RETURN [--question ID --text TEXT] --why TEXT | mask accept --all "
            "--survey ID --why TEXT");
    return a->all || operand_return(operands[0], &a->id, f);
}

static bool accept(struct app *app, int argc, char **argv, struct fault *f) {
    struct accepting a = {.search = {.arena = app->arena}};
    if (!parse_accept(app, argc, argv, &a, f))
        return false;
    struct searching *s = &a.search;
    s->scratch = arena_create();
    s->store = store_open(app->store_path, STORE_WRITE, f);
    bool done = s->store && store_begin(s->store, f) &&
                (a.all ? search_all(s, a.survey, f) : find_one(&a, f)) && store_all(&a, f) &&
                store_commit(s->store, f);
    store_close(s->store);
    arena_destroy(s->scratch);
    if (done && !app->quiet)
        printf(_("texts masked: %zu; the answers stay as they are\n"), s->count);
    return done;
}

static bool mask_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    if (argc > 1 && strcmp(argv[1], "accept") == 0)
        return accept(app, argc - 1, argv + 1, f);
    return list(app, argc, argv, f);
}

static const struct option_help mask_options[] = {
    {"question", N_("the free text, by its question's id")},
    {"text", N_("the text as it may be shown, instead of the proposal")},
    {"all", N_("accept every proposal of the survey as it stands")},
    {NULL, NULL},
};

const struct command mask_command = {
    .name = "mask",
    .group = N_("Check"),
    .summary = N_("names, numbers and addresses in free text; accept what shall stand in their place"),
    .usage = "--survey ID [--format text|json|csv] | accept RETURN [--question ID --text TEXT] --why TEXT |"
             " accept --all --survey ID --why TEXT",
    .options = mask_options,
    .run = mask_run,
};
