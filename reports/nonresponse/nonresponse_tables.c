#include "reports/nonresponse/nonresponse_tables.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/statistics/proportion.h"

#include <string.h>

bool nonresponse_is_shown(const struct table_set *set, const struct table *t,
                          const struct nonresponse_wishes *wishes) {
    const struct questionnaire *q = set->questionnaire;
    int position = questionnaire_find(q, t->question);
    if (t->row_count == 0 || t->rows[0].kind != TABLE_OPTION)
        return false;
    return wishes->question_count > 0 || (position != q->key_pref && position != q->key_type);
}

const char *nonresponse_question(const struct table *t) {
    return *t->number ? t->number : t->question;
}

void nonresponse_facts(struct arena *arena, const struct table_set *set,
                       const struct nonresponse_wishes *wishes, struct result *to) {
    const struct questionnaire *q = set->questionnaire;
    result_fact(to, "survey", _("Survey"), q->id);
    result_fact_number(to, "returns", _("Returns"), (int64_t)set->dataset->n);
    result_fact(to, "where", _("Only"), wishes->where);
    result_fact(to, "source", _("Source"),
                arena_printf(arena, _("returns of %s, state %.12s"), q->title, set->dataset->state));
}

/* The shown question after `from` that has its base; set->count: none. */
static size_t next_of_base(const struct table_set *set, const struct nonresponse_wishes *wishes,
                           const char *base, size_t from) {
    while (from < set->count && (!nonresponse_is_shown(set, &set->tables[from], wishes) ||
                                 strcmp(set->tables[from].base_text, base) != 0))
        from++;
    return from;
}

void nonresponse_base_notes(struct arena *arena, const struct table_set *set,
                            const struct nonresponse_wishes *wishes, struct result *to) {
    for (size_t i = 0; i < set->count; i++) {
        const char *base = set->tables[i].base_text, *of = "";
        if (next_of_base(set, wishes, base, 0) != i)
            continue;
        for (size_t j = i; j < set->count; j = next_of_base(set, wishes, base, j + 1))
            of = arena_printf(arena, "%s%s%s", of, *of ? _(", ") : "", nonresponse_question(&set->tables[j]));
        result_note(to, arena_printf(arena, _("Base of %s: %s."), of, base));
    }
}

void nonresponse_hidden_note(struct arena *arena, const struct nonresponse_wishes *wishes,
                             struct result *to) {
    if (wishes->suppress > 1)
        result_note(
            to,
            arena_printf(arena,
                         _("%s: not shown, because it is fewer than %ld or would give away a cell that is; "
                           "what is worked out from it is not shown either."),
                         TABLE_HIDDEN, wishes->suppress));
}

/* --- comparisons --- */

static const struct listing_column people_columns[] = {
    {"question", N_("Question"), LISTING_TEXT},
    {"option", N_("Option"), LISTING_TEXT},
    {"first", N_("Group 1"), LISTING_TEXT},
    {"first_n", "n", LISTING_NUMBER},
    {"first_percent", "%", LISTING_NUMBER},
    {"second", N_("Group 2"), LISTING_TEXT},
    {"second_n", "n", LISTING_NUMBER},
    {"second_percent", "%", LISTING_NUMBER},
    {"points", N_("Difference (points)"), LISTING_NUMBER},
    {"interval", N_("Interval"), LISTING_NUMBER},
    {"p", "p", LISTING_NUMBER},
};
static const struct listing_column machine_columns[] = {
    {"question", "question", LISTING_TEXT},
    {"option", "option", LISTING_TEXT},
    {"first", "first", LISTING_TEXT},
    {"first_count", "first_count", LISTING_NUMBER},
    {"first_n", "first_n", LISTING_NUMBER},
    {"second", "second", LISTING_TEXT},
    {"second_count", "second_count", LISTING_NUMBER},
    {"second_n", "second_n", LISTING_NUMBER},
    {"points", "points", LISTING_NUMBER},
    {"low", "low", LISTING_NUMBER},
    {"high", "high", LISTING_NUMBER},
    {"p", "p", LISTING_NUMBER},
};
enum {
    PEOPLE = sizeof people_columns / sizeof *people_columns,
    MACHINE = sizeof machine_columns / sizeof *machine_columns
};

struct nonresponse_comparison nonresponse_compare_begin(struct arena *arena, const struct table_set *set,
                                                        double level) {
    return (struct nonresponse_comparison){
        .arena = arena,
        .level = level,
        .decimals = set->questionnaire->percent_decimals,
        .people = listing_create(arena, "comparisons", people_columns, PEOPLE),
        .machines = listing_create(arena, "comparisons", machine_columns, MACHINE),
    };
}

static void add_people(struct nonresponse_comparison *c, const struct nonresponse_group *first,
                       const struct nonresponse_group *second, size_t r,
                       const struct proportion_difference *d) {
    struct arena *arena = c->arena;
    const struct table_cell *a = &first->table->rows[r].cells[first->column],
                            *b = &second->table->rows[r].cells[second->column];
    char points[PERCENT_TEXT] = TABLE_HIDDEN;
    if (d)
        percent_points_text(points, a->count, a->n, b->count, b->n, c->decimals);
    listing_add(c->people, (const char *const[PEOPLE]){
                               r == 0 ? nonresponse_question(first->table) : "", first->table->rows[r].label,
                               r == 0 ? first->label : "", r == 0 ? table_n_text(arena, a->n) : NULL, a->text,
                               r == 0 ? second->label : "", r == 0 ? table_n_text(arena, b->n) : NULL,
                               b->text, arena_strdup(arena, points),
                               d ? arena_printf(arena, _("%+.1f to %+.1f"), d->low, d->high) : NULL,
                               d && d->tested ? number_p(arena, d->p) : NULL});
}

static const char *count_of(struct arena *arena, const struct table_cell *cell) {
    return cell->suppressed ? NULL : number_whole(arena, cell->count);
}

static const char *n_of(struct arena *arena, const struct table_cell *cell) {
    return cell->n == TABLE_N_HIDDEN ? NULL : number_whole(arena, cell->n);
}

/* A difference tells both counts. */
static bool both_shown(const struct table_cell *a, const struct table_cell *b) {
    return !a->suppressed && !b->suppressed && a->n > 0 && b->n > 0;
}

static void add_machine(struct nonresponse_comparison *c, const struct nonresponse_group *first,
                        const struct nonresponse_group *second, size_t r,
                        const struct proportion_difference *d) {
    struct arena *arena = c->arena;
    const struct table_cell *a = &first->table->rows[r].cells[first->column],
                            *b = &second->table->rows[r].cells[second->column];
    listing_add(c->machines, (const char *const[MACHINE]){first->table->question, first->table->rows[r].key,
                                                          first->label, count_of(arena, a), n_of(arena, a),
                                                          second->label, count_of(arena, b), n_of(arena, b),
                                                          d ? number_real(arena, d->points) : NULL,
                                                          d ? number_real(arena, d->low) : NULL,
                                                          d ? number_real(arena, d->high) : NULL,
                                                          d && d->tested ? number_real(arena, d->p) : NULL});
}

void nonresponse_compare(struct nonresponse_comparison *c, const struct nonresponse_group *first,
                         const struct nonresponse_group *second) {
    const struct table *t = first->table;
    if (t->columns[first->column].n == 0 || second->table->columns[second->column].n == 0)
        return;
    for (size_t r = 0; r < t->row_count && t->rows[r].kind == TABLE_OPTION; r++) {
        const struct table_cell *a = &t->rows[r].cells[first->column],
                                *b = &second->table->rows[r].cells[second->column];
        bool shown = both_shown(a, b);
        struct proportion_difference d = {0};
        if (shown)
            d = proportion_independent((struct proportion){a->count, a->n},
                                       (struct proportion){b->count, b->n}, c->level);
        add_people(c, first, second, r, shown ? &d : NULL);
        add_machine(c, first, second, r, shown ? &d : NULL);
        c->count += shown;
        c->rows++;
    }
}

void nonresponse_compare_end(const struct nonresponse_comparison *c, const struct table_set *set,
                             const struct nonresponse_wishes *wishes, struct result *to) {
    result_rows(to, c->people, c->machines);
    nonresponse_base_notes(c->arena, set, wishes, to);
    result_note(
        to, arena_printf(
                c->arena,
                _("Difference: second less first, in points, with its %g%% interval (Newcombe 1998) and "
                  "the p of the z test with pooled proportion. Of %zu comparisons about %.1f have p < 0.05 "
                  "by chance alone."),
                100 * c->level, c->count, 0.05 * (double)c->count));
    nonresponse_hidden_note(c->arena, wishes, to);
    result_note(to, _("No answer stays in the base of the percentages."));
    for (size_t i = 0; i < set->note_count; i++)
        result_note(to, set->notes[i]);
}
