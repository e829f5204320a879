#include "importers/import_exchange.h"

#include "engine/app/interrupt.h"
#include "engine/app/print_findings.h"
#include "engine/app/progress.h"
#include "engine/base/lang.h"
#include "importers/exchange_line.h"
#include "importers/import_run.h"

#include <stdio.h>
#include <string.h>

struct taking {
    const struct app *app;
    const struct import_spec *spec;
    const struct source *source;
    struct exchange_lines lines;
    struct exchange_header header;
    struct store *store;
    const struct questionnaire *q;
    struct exchange_inbox *inbox;
    struct print_findings *print;
    struct progress progress;
    struct arena *scratch;
    struct exchange_counts counts;
    struct reconciliation reconciliation;
    long batch, returns;
};

static int sniff(const struct source *source) {
    static const char start[] = "{\"shukei\": \"exchange\"";
    return source->length >= sizeof start - 1 && memcmp(source->bytes, start, sizeof start - 1) == 0 ? 100
                                                                                                     : 0;
}

static bool options_fit(const struct import_spec *spec, struct fault *f) {
    return (!spec->map && !spec->channel && !spec->second) ||
           fault_usage(f, _("--map, --channel and --second are for files of rows; a bundle of another store "
                            "says all itself"));
}

static bool at_line(const struct taking *t, struct fault *f) {
    return fault_context(f, _("line %zu"), t->lines.number);
}

/* --- what is printed --- */

static bool print_all(struct taking *t, const struct findings *found, struct fault *f) {
    for (size_t i = 0; i < found->count; i++)
        if (!print_findings_add(t->print, &found->items[i], f))
            return false;
    return true;
}

/* What a new return was found wanting in is said when it comes in. */
static void add_open(const struct taking *t, const struct exchange_return *item, long id,
                     struct findings *found) {
    for (size_t i = 0; i < item->finding_count; i++) {
        const struct exchange_finding *finding = &item->findings[i];
        if (strcmp(finding->state, "open") != 0)
            continue;
        struct finding open = {.file = t->source->path,
                               .row = t->lines.number,
                               .return_id = id,
                               .question =
                                   finding->question ? questionnaire_find(t->q, finding->question) : -1,
                               .rule = finding->rule,
                               .severity = finding->severity,
                               .value = finding->value};
        finding_say(t->scratch, &open,
                    finding->message ? finding->message
                                     : N_("found by the sender; what it quotes was not sent"),
                    finding->suggestion);
        finding_add(found, open);
    }
}

/* --- lines --- */

static bool read_header(struct taking *t, struct fault *f) {
    const struct json *line;
    struct arena *arena = t->app->arena;
    if (exchange_lines_next(&t->lines, arena, &line, f) <= 0 ||
        !exchange_line_header(arena, line, &t->header, f))
        return at_line(t, f) || fault_context(f, "%s", t->source->path);
    return !t->spec->survey || strcmp(t->header.survey, t->spec->survey) == 0 ||
           fault_usage(f, _("the bundle holds the survey \"%s\", not \"%s\"; use --survey %s"),
                       t->header.survey, t->spec->survey, t->header.survey);
}

static bool take_return(struct taking *t, const struct json *line, struct fault *f) {
    struct exchange_return item;
    struct findings found = {.arena = t->scratch};
    long id;
    bool added;
    t->returns++;
    if (!exchange_line_return(t->scratch, &t->header, line, &item, f) ||
        !exchange_receive(t->inbox, &item, &id, &added, &found, f))
        return false;
    if (added)
        add_open(t, &item, id, &found);
    return print_all(t, &found, f);
}

/* *end: this was the last line. */
static bool take_line(struct taking *t, const struct json *line, bool *end, struct fault *f) {
    struct exchange_source source;
    if (json_member(line, "return"))
        return take_return(t, line, f);
    if (json_member(line, "source"))
        return exchange_line_source(line, t->scratch, &source, f) && exchange_source(t->inbox, &source, f);
    *end = json_member(line, "end") != NULL;
    if (*end)
        return exchange_line_end(&t->lines, line, t->returns, f) &&
               (t->returns == t->header.returns ||
                fault_set(f, _("the bundle holds %ld returns, its header says %ld; send it again"),
                          t->returns, t->header.returns));
    return fault_set(f, _("this line is none of a bundle"));
}

static bool take_lines(struct taking *t, struct fault *f) {
    const struct json *line;
    bool end = false;
    int got = 0;
    while (!end && (got = exchange_lines_next(&t->lines, t->scratch, &line, f)) > 0) {
        if (interrupt_pending())
            return fault_set(f, _("interrupted; nothing was stored"));
        if (!take_line(t, line, &end, f))
            return at_line(t, f);
        arena_reset(t->scratch);
        progress_step(&t->progress, t->lines.at);
    }
    if (got < 0)
        return at_line(t, f);
    return end || fault_set(f, _("the bundle is cut off after line %zu; send it again, or copy it again"),
                            t->lines.number);
}

/* --- the transaction --- */

static bool nothing_new(const struct exchange_counts *c) {
    return !(c->added || c->revised || c->completed || c->restated || c->resolved || c->conflicts ||
             c->noted || c->masked);
}

/* What is here already is a duplicate of itself, as when a file is loaded twice. */
static void count_recognised(struct taking *t) {
    t->reconciliation.read += t->counts.recognised;
    t->reconciliation.duplicate += t->counts.recognised;
}

static bool take_all(struct taking *t, bool dry_run, struct fault *f) {
    const struct batch_spec batch = {.name = t->spec->batch, .format = "jsonl"};
    const struct exchange_header *h = &t->header;
    if (!store_begin(t->store, f) ||
        !exchange_survey(t->store, h->templates, h->template_count, h->newest, f))
        return false;
    t->q = store_questionnaire(t->store, t->app->arena, h->survey, f);
    t->print = t->q ? print_findings_begin(t->spec->output, t->q, f) : NULL;
    if (!t->print || !store_batch_begin(t->store, t->q, &batch, &t->batch, f))
        return false;
    t->inbox = exchange_begin(t->store, t->batch, h->survey, t->source->path, f);
    if (!t->inbox || !take_lines(t, f) || !exchange_end(t->inbox, &t->counts, f) ||
        !store_batch_end(t->store, t->batch, &t->reconciliation, f))
        return false;
    count_recognised(t);
    if (!dry_run && !nothing_new(&t->counts))
        return store_commit(t->store, f);
    store_rollback(t->store);
    return true;
}

static bool take_watched(struct taking *t, bool dry_run, struct fault *f) {
    interrupt_watch();
    progress_begin(&t->progress, N_("importing"), t->source->length);
    bool taken = take_all(t, dry_run, f);
    progress_end(&t->progress);
    interrupt_release();
    exchange_discard(t->inbox);
    if (!taken)
        store_rollback(t->store);
    return taken || fault_context(f, "%s", t->source->path);
}

static void print_counts(const struct taking *t, bool dry_run) {
    const struct exchange_counts *c = &t->counts;
    printf(_("%s: %ld returns: %ld new, %ld here already; of these %ld corrected, %ld completed, %ld with "
             "another "
             "status, %ld with findings decided, %ld in conflict\n"),
           t->source->path, c->returns, c->added, c->recognised, c->revised, c->completed, c->restated,
           c->resolved, c->conflicts);
    if (c->masked)
        printf(_("%ld returns got masked free text that the sender has accepted\n"), c->masked);
    if (!t->header.with_text)
        puts(_("the sender left out free text"));
    if (nothing_new(c))
        puts(_("nothing new; the store was not changed"));
    else if (dry_run)
        puts(_("dry run: nothing was stored"));
}

static bool take(const struct app *app, const struct import_spec *spec, const struct source *source,
                 bool dry_run, size_t *errors, struct fault *f) {
    struct taking t = {.app = app, .spec = spec, .source = source, .scratch = arena_create()};
    exchange_lines_begin(&t.lines, source);
    bool done = options_fit(spec, f) && read_header(&t, f);
    t.store = done ? store_open(app->store_path, STORE_WRITE, f) : NULL;
    done = t.store && take_watched(&t, dry_run, f);
    if (done && spec->output == OUTPUT_TEXT)
        print_counts(&t, dry_run);
    done = done && print_findings_end(t.print, NULL, &t.reconciliation, f);
    *errors = done ? print_findings_errors(t.print) : 0;
    print_findings_destroy(t.print);
    store_close(t.store);
    arena_destroy(t.scratch);
    return done;
}

const struct importer jsonl_importer = {
    .name = "jsonl",
    .description = N_("a bundle of another store (shukei export --format jsonl)"),
    .sniff = sniff,
    .take = take,
};
