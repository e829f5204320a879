#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/tabulation/monitor.h"
#include "reports/nonresponse/nonresponse_tables.h"

#include <string.h>

struct view {
    struct arena *arena;
    const struct nonresponse_wishes *wishes;
    const struct table_set *set;
    int64_t sent; /* 0: not known */
    int decimals;
    struct listing *people, *machines;
};

static const struct listing_column people_columns[] = {
    {"question", N_("Question"), LISTING_TEXT},
    {"option", N_("Option"), LISTING_TEXT},
    {"n", "n", LISTING_NUMBER},
    {"percent", N_("As tabulated"), LISTING_NUMBER},
    {"silent", N_("Silent"), LISTING_NUMBER},
    {"answered", N_("Of answers"), LISTING_NUMBER},
    {"bounds", N_("Silent none to all"), LISTING_NUMBER},
    {"asked", N_("All asked none to all"), LISTING_NUMBER},
};
static const struct listing_column machine_columns[] = {
    {"question", "question", LISTING_TEXT},
    {"option", "option", LISTING_TEXT},
    {"count", "count", LISTING_NUMBER},
    {"n", "n", LISTING_NUMBER},
    {"silent", "silent", LISTING_NUMBER},
    {"percent", "percent", LISTING_NUMBER},
    {"percent_of_answers", "percent_of_answers", LISTING_NUMBER},
    {"low", "low", LISTING_NUMBER},
    {"high", "high", LISTING_NUMBER},
    {"asked", "asked", LISTING_NUMBER},
    {"asked_low", "asked_low", LISTING_NUMBER},
    {"asked_high", "asked_high", LISTING_NUMBER},
};
enum {
    PEOPLE = sizeof people_columns / sizeof *people_columns,
    MACHINE = sizeof machine_columns / sizeof *machine_columns
};

/* --- one table --- */

/* Those of whom it is not known what they would have said; HIDDEN when that must not show. */
enum { HIDDEN = -1 };
static int64_t silent_of(const struct table *t) {
    static const enum answer_state states[] = {ANSWER_NO_ANSWER, ANSWER_INVALID};
    int64_t silent = 0;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        const struct table_row *row = table_row_find(t, answer_state_key(states[i]));
        if (!row || row->kind != TABLE_SILENCE)
            continue;
        if (row->cells[0].suppressed)
            return HIDDEN;
        silent += row->cells[0].count;
    }
    return t->base_n == TABLE_N_HIDDEN ? HIDDEN : silent;
}

/* Who sent nothing back stands in the base only where everybody does. */
static int64_t asked_of(const struct view *v, const struct table *t) {
    bool everybody = !t->base_where && !t->filter && t->base_n == (int64_t)v->set->dataset->n;
    return everybody && v->sent >= t->base_n ? v->sent : 0;
}

static const char *share(const struct view *v, int64_t count, int64_t n) {
    char text[PERCENT_TEXT];
    percent_text(text, count, n, v->decimals);
    return arena_strdup(v->arena, text);
}

static const char *range(const struct view *v, int64_t low, int64_t high, int64_t n) {
    return arena_printf(v->arena, _("%s to %s"), share(v, low, n), share(v, high, n));
}

static const char *percent_number(struct arena *arena, int64_t count, int64_t n) {
    return n > 0 ? number_real(arena, 100.0 * (double)count / (double)n) : NULL;
}

/* A row of which something is hidden shows what may still be seen. */
static void add_hidden_row(struct view *v, const struct table *t, size_t r, int64_t silent) {
    struct arena *a = v->arena;
    const struct table_cell *cell = &t->rows[r].cells[0];
    bool percent = !cell->suppressed && cell->n > 0;
    const char *mark = TABLE_HIDDEN;
    listing_add(v->people,
                (const char *const[PEOPLE]){r == 0 ? nonresponse_question(t) : "", t->rows[r].label,
                                            r == 0 ? table_n_text(a, t->base_n) : NULL,
                                            cell->suppressed ? mark : cell->text,
                                            r > 0              ? NULL
                                            : silent == HIDDEN ? mark
                                                               : share(v, silent, t->base_n),
                                            mark, mark, NULL});
    listing_add(v->machines,
                (const char *const[MACHINE]){t->question, t->rows[r].key,
                                             cell->suppressed ? NULL : number_whole(a, cell->count),
                                             t->base_n == TABLE_N_HIDDEN ? NULL : number_whole(a, t->base_n),
                                             silent == HIDDEN ? NULL : number_whole(a, silent),
                                             percent ? percent_number(a, cell->count, cell->n) : NULL, NULL,
                                             NULL, NULL, NULL, NULL, NULL});
}

static void add_row(struct view *v, const struct table *t, size_t r, int64_t silent, int64_t asked) {
    struct arena *a = v->arena;
    const struct table_cell *cell = &t->rows[r].cells[0];
    int64_t n = t->base_n, yes = cell->count, high = yes + silent, asked_high = high + asked - n;
    listing_add(v->people, (const char *const[PEOPLE]){
                               r == 0 ? nonresponse_question(t) : "", t->rows[r].label,
                               r == 0 ? number_thousands(a, n) : NULL, cell->text,
                               r == 0 ? share(v, silent, n) : NULL, share(v, yes, n - silent),
                               range(v, yes, high, n), asked > 0 ? range(v, yes, asked_high, asked) : NULL});
    listing_add(v->machines, (const char *const[MACHINE]){
                                 t->question, t->rows[r].key, number_whole(a, yes), number_whole(a, n),
                                 number_whole(a, silent), percent_number(a, yes, n),
                                 percent_number(a, yes, n - silent), percent_number(a, yes, n),
                                 percent_number(a, high, n), asked > 0 ? number_whole(a, asked) : NULL,
                                 percent_number(a, yes, asked), percent_number(a, asked_high, asked)});
}

static void add_table(struct view *v, const struct table *t) {
    int64_t silent = silent_of(t), asked = asked_of(v, t);
    for (size_t r = 0; t->base_n != 0 && r < t->row_count && t->rows[r].kind == TABLE_OPTION; r++)
        if (silent == HIDDEN || t->rows[r].cells[0].suppressed)
            add_hidden_row(v, t, r, silent);
        else
            add_row(v, t, r, silent, asked);
}

/* --- the whole --- */

static void add_notes(const struct view *v, struct result *to) {
    result_note(
        to,
        _("Silent: those in the base who gave no answer, or one that cannot be read. Silent none to all: the "
          "share "
          "if none, and if all, of them had this answer; what is true lies between, whatever they think."));
    if (v->sent > 0)
        result_note(to, arena_printf(v->arena,
                                     _("All asked: the same if also none, and all, of the %s who sent "
                                       "nothing back had it; only where everybody is asked."),
                                     number_thousands(v->arena, v->sent - (int64_t)v->set->dataset->n)));
    else
        result_note(to, _("How many were asked is not known; `shukei survey sent` loads it."));
    nonresponse_hidden_note(v->arena, v->wishes, to);
    result_note(to, _("These are no confidence intervals: nothing is assumed about those who are silent."));
    for (size_t i = 0; i < v->set->note_count; i++)
        result_note(to, v->set->notes[i]);
}

static struct result *print(struct view *v, struct fault *f) {
    struct result *to = result_create(v->arena, arena_printf(v->arena, _("What the silent could change: %s"),
                                                             v->set->questionnaire->title));
    v->people = listing_create(v->arena, "bounds", people_columns, PEOPLE);
    v->machines = listing_create(v->arena, "bounds", machine_columns, MACHINE);
    nonresponse_facts(v->arena, v->set, v->wishes, to);
    if (v->sent > 0)
        result_fact_number(to, "sent", _("Sent"), v->sent);
    for (size_t i = 0; i < v->set->count; i++)
        if (nonresponse_is_shown(v->set, &v->set->tables[i], v->wishes))
            add_table(v, &v->set->tables[i]);
    if (listing_count(v->people) == 0) {
        fault_set(f,
                  _("nothing is counted of the returns of %s: nobody in the base, or none of these is a "
                    "question with answers to choose from"),
                  v->wishes->survey);
        return NULL;
    }
    result_rows(to, v->people, v->machines);
    nonresponse_base_notes(v->arena, v->set, v->wishes, to);
    add_notes(v, to);
    return to;
}

static bool read_all(struct view *v, struct store *store, struct fault *f) {
    const struct nonresponse_wishes *w = v->wishes;
    struct survey_request request = {.questions = w->questions,
                                     .question_count = w->question_count,
                                     .where = w->where,
                                     .options = table_default_options};
    request.options.suppress = w->suppress;
    const struct questionnaire *q = store_questionnaire(store, v->arena, w->survey, f);
    const struct monitor *monitor = q ? monitor_read(store, v->arena, w->survey, f) : NULL;
    if (!monitor || !survey_tables_from(v->arena, store, q, &request, 1, &v->set, f))
        return false;
    v->sent = monitor->total.sent == MONITOR_UNKNOWN ? 0 : monitor->total.sent;
    v->decimals = q->percent_decimals;
    return true;
}

struct result *nonresponse_bounds(struct arena *arena, const char *store_path,
                                  const struct nonresponse_wishes *wishes, struct fault *f) {
    struct view v = {.arena = arena, .wishes = wishes};
    struct store *store = store_open(store_path, STORE_READ, f);
    bool good = store && read_all(&v, store, f);
    store_close(store);
    return good ? print(&v, f) : NULL;
}
