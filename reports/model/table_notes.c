#include "reports/model/table_notes.h"

#include "engine/base/number_text.h"
#include "reports/model/table_weight.h"

#include "engine/base/lang.h"
#include "reports/model/interval_words.h"
#include "reports/model/table_population.h"

#include <string.h>

struct notes {
    struct arena *arena;
    const char **items, **codes;
    size_t count, capacity, code_capacity;
};

/* The code is what a program knows the note by: it is never changed, whatever becomes of the words. */
static void add(struct notes *notes, const char *code, const char *text) {
    notes->items =
        arena_grow(notes->arena, notes->items, notes->count, &notes->capacity, sizeof *notes->items);
    notes->codes =
        arena_grow(notes->arena, notes->codes, notes->count, &notes->code_capacity, sizeof *notes->codes);
    notes->codes[notes->count] = code;
    notes->items[notes->count++] = text;
}

static void add_weighting(struct notes *notes, const struct weighting *w) {
    const char *words[TABLE_WEIGHT_NOTES];
    const size_t count = table_weight_notes(notes->arena, w, words);
    for (size_t i = 0; i < count; i++)
        add(notes, "weighting", words[i]);
}

/* --- of one table --- */

/* Of how many answers the percentages of each column are: no row of the table says it. */
static const char *answers_text(struct arena *arena, const struct table *t) {
    size_t row = 0;
    const char *all = "";
    while (row < t->row_count && t->rows[row].kind == TABLE_SILENCE)
        row++;
    for (size_t c = 0; row < t->row_count && c < t->column_count; c++)
        all = arena_printf(arena, "%s%s%s %s", all, c ? _(", ") : "", t->columns[c].label,
                           table_n_text(arena, t->rows[row].cells[c].n));
    return all;
}

static void note_percent(struct arena *arena, const struct table *t, struct notes *notes) {
    if (t->percent == TABLE_OF_ANSWERS && t->multi)
        add(notes, "percent_of_answers",
            arena_printf(arena,
                         _("Percentages are of all answers ticked, not of the returns (%s). They have "
                           "no interval: the ticks of one return hang together."),
                         answers_text(arena, t)));
    else if (t->percent == TABLE_OF_ANSWERS)
        add(notes, "percent_of_those_who_answered",
            arena_printf(
                arena,
                _("Percentages are of those who answered (%s); no answer, invalid and not applicable are "
                  "left out of them."),
                answers_text(arena, t)));
    else if (t->percent == TABLE_OF_ROW)
        add(notes, "percent_of_row",
            _("Percentages are of the row: of the returns that gave this answer, in all columns."));
    else if (t->percent == TABLE_OF_TOTAL)
        add(notes, "percent_of_total",
            _("Percentages are of the base in all columns, not of the column's own."));
    else if (t->multi)
        add(notes, "several_answers",
            _("Several answers allowed: percentages are of the returns in the base and may add up to "
              "more than "
              "100%."));
}

static void note_silence(const struct table *t, struct notes *notes) {
    const struct table_row *row = table_row_find(t, answer_state_key(ANSWER_NO_ANSWER));
    if (t->percent == TABLE_OF_CASES && row && (row->cells[0].suppressed || row->cells[0].count > 0))
        add(notes, "no_answer_in_base", _("No answer stays in the base of the percentages."));
}

static void note_left_out(struct arena *arena, const struct table *t, struct notes *notes) {
    if (t->left_out == 0)
        return;
    add(notes, "no_answer_left_out",
        arena_printf(arena, _("Left out of the base: %s %s that gave no answer to this question."),
                     table_n_text(arena, t->left_out), t->unit));
}

static void note_nets(const struct table *t, struct notes *notes) {
    if (t->net_count > 0)
        add(notes, "nets",
            _("Rows in angle brackets count several answers as one; a return counts there once."));
}

static void note_order(const struct table_options *options, const struct table *t, struct notes *notes) {
    if (options->order == TABLE_BY_COUNT && t->row_count > 0 && t->rows[0].kind == TABLE_OPTION)
        add(notes, "sorted_by_count", _("Sorted by count in all; the form has another order."));
}

static void note_at_least(struct arena *arena, const struct question *question, const struct table *t,
                          struct notes *notes) {
    const struct table_summary *s = t->summaries;
    if (!s || s->suppressed || !s->at_least_text || s->unstated == 0)
        return;
    const char *unit = question->measure.suffix;
    add(notes, "at_least",
        arena_printf(arena,
                     _("In total at least %s%s: %s%s stated by %s %s, and one each for %s without a number."),
                     s->at_least_text, unit, s->sum_text, unit, number_thousands(arena, s->given), t->unit,
                     number_thousands(arena, s->unstated)));
}

static void note_summaries(struct arena *arena, const struct question *question, const struct table *t,
                           struct notes *notes) {
    const char *unit = question->measure.unit;
    if (!t->summaries)
        return;
    if (*unit)
        add(notes, "unit", arena_printf(arena, _("Sum, mean and so on are in %s."), unit));
    add(notes, "summaries",
        _("Mean, median and quartiles are of the numbers stated; quartiles lie between two numbers in "
          "proportion (Hyndman and Fan 1996, type 7)."));
}

static void note_mean(const struct table *t, struct notes *notes) {
    if (t->weight && t->summaries)
        add(notes, "weighted_mean",
            _("Only the mean is also given weighted; the other summaries are of the returns as they came."));
}

static void note_small(struct arena *arena, const struct table_options *options, const struct table *t,
                       struct notes *notes) {
    bool any = false;
    for (size_t c = 0; c < t->column_count; c++)
        any = any || (t->columns[c].n > 0 && t->columns[c].n < options->small_n);
    if (any)
        add(notes, "small_n",
            arena_printf(arena, _("%s: fewer than %ld returns; the percentages are uncertain."),
                         TABLE_SMALL_N, options->small_n));
}

static bool hides_any(const struct table *t) {
    bool any = false;
    for (size_t r = 0; r < t->row_count; r++)
        for (size_t c = 0; c < t->column_count; c++)
            any = any || t->rows[r].cells[c].suppressed;
    return any;
}

static void note_hidden(struct arena *arena, const struct table_options *options, const struct table *t,
                        struct notes *notes) {
    if (hides_any(t))
        add(notes, "suppressed",
            arena_printf(arena,
                         _("%s: not shown, because it is fewer than %ld or would give away a cell that is."),
                         TABLE_HIDDEN, options->suppress));
}

void table_notes(struct arena *arena, const struct cube *cube, const struct question *question,
                 const struct table_options *options, struct table *t) {
    struct notes notes = {.arena = arena};
    if (question->note)
        add(&notes, "template", question->note);
    note_percent(arena, t, &notes);
    note_silence(t, &notes);
    note_left_out(arena, t, &notes);
    note_nets(t, &notes);
    note_order(options, t, &notes);
    note_at_least(arena, question, t, &notes);
    note_summaries(arena, question, t, &notes);
    note_mean(t, &notes);
    if (!cube->partition)
        add(&notes, "columns_overlap",
            _("A return may stand in several columns; they do not add up to the total."));
    note_small(arena, options, t, &notes);
    note_hidden(arena, options, t, &notes);
    t->notes = notes.items;
    t->note_codes = notes.codes;
    t->note_count = notes.count;
}

void table_notes_add(struct arena *arena, struct table *t, const char *code, const char *text) {
    struct notes notes = {.arena = arena};
    for (size_t i = 0; i < t->note_count; i++)
        add(&notes, t->note_codes[i], t->notes[i]);
    add(&notes, code, text);
    t->notes = notes.items;
    t->note_codes = notes.codes;
    t->note_count = notes.count;
}

/* --- of the whole --- */

static const char *note_of_population(struct arena *arena, const struct table_population *total) {
    return arena_printf(arena,
                        _("Intervals are corrected for the finite population: %s of %s asked have answered, "
                          "taken as a random sample of them; a column whose number asked is not known has "
                          "no correction."),
                        number_thousands(arena, total->returned), number_thousands(arena, total->asked));
}

static const char *source_of(struct arena *arena, const struct table_set *set) {
    const struct questionnaire *q = set->questionnaire;
    return arena_printf(arena, _("%s %s of \"%s\" (%s), state %.12s, questionnaire %.12s"),
                        number_thousands(arena, (int64_t)set->dataset->n), q->unit, q->title, q->organiser,
                        set->dataset->state, q->hash);
}

static const char *note_of_suppression(const struct table_set *set) {
    return set->hidden_alone ? _("Small counts are hidden with regard to the tables of this output only: "
                                 "beside another output "
                                 "of the survey some could be worked out. Print such tables together.")
                             : _("Small counts are hidden alike in all tables of this survey in all and by "
                                 "one key. A table by "
                                 "two keys, or with another filter, from another output is not provided "
                                 "against: print such "
                                 "tables together.");
}

static bool is_census(const struct table_set *set) {
    return set->dataset->n > 0 && (long)set->dataset->n == set->questionnaire->sent_total &&
           !set->options.population;
}

static void note_protected(const struct table_set *set, struct notes *notes) {
    bool any = false;
    for (size_t i = 0; i < set->count; i++)
        any = any || hides_any(&set->tables[i]);
    if (any)
        add(notes, set->hidden_alone ? "protected_in_this_output" : "protected_across_outputs",
            note_of_suppression(set));
}

void table_notes_of_set(struct arena *arena, struct table_set *set) {
    struct notes notes = {.arena = arena};
    const struct cube_weights *weights = set->options.weights;
    if (set->dataset->synthetic)
        add(&notes, "synthetic", set->dataset->synthetic);
    if (weights)
        add_weighting(&notes, weights->weighting);
    add(&notes, "rounded", _("Percentages are rounded half up; their sum need not be 100%."));
    note_protected(set, &notes);
    set->interval_note =
        interval_words_note(arena, set->options.interval, set->options.level, weights != NULL);
    set->interval_heading =
        interval_words_heading(arena, set->options.interval, set->options.level, weights != NULL);
    if (set->interval_note && is_census(set))
        add(&notes, "census",
            arena_printf(arena,
                         _("All %s %s that were asked have answered, so this is no sample of them: an "
                           "interval only tells how far "
                           "such answers could differ by chance."),
                         number_thousands(arena, (int64_t)set->dataset->n), set->questionnaire->unit));
    if (set->interval_note && set->options.population)
        add(&notes, "finite_population", note_of_population(arena, &set->options.population[0]));
    set->source = source_of(arena, set);
    set->notes = notes.items;
    set->note_codes = notes.codes;
    set->note_count = notes.count;
}
