#include "reports/series/series_rank.h"

#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

struct rank_row {
    size_t item;
    const struct series_value *now, *then;
    struct ranking_place place, before;
    const char *printed; /* what is wrong or finer in the printed rank, or NULL */
};

struct ranking {
    struct arena *arena;
    const struct series_table *t;
    const struct series_rank_wishes *wishes;
    size_t at, against;
    bool has_against;
    struct rank_row *rows; /* item_count */
    size_t ranked;
    struct ranking_ends ends;
    size_t printed, finer,
        impossible; /* printed ranks: how many, how many finer than the values, how many wrong */
};

/* --- places --- */

static size_t rank_at(const struct ranking *r, size_t period, struct ranking_place *places) {
    size_t count = r->t->item_count;
    struct ranking_value *values = arena_array(r->arena, count + 1, sizeof *values);
    for (size_t i = 0; i < count; i++)
        if (!r->t->items[i].whole)
            values[i] = series_table_value(r->t, i, period)->exact;
    return ranking_make(values, count, r->wishes->direction, places);
}

static void check_printed(struct ranking *r, struct rank_row *row) {
    long printed = row->now->point ? row->now->point->rank : AGGREGATE_UNKNOWN;
    if (printed == AGGREGATE_UNKNOWN || row->place.rank == 0)
        return;
    r->printed++;
    if (printed == row->place.rank)
        return;
    bool possible = printed > row->place.rank && printed < row->place.rank + row->place.shared;
    r->finer += possible;
    r->impossible += !possible;
    row->printed = arena_printf(r->arena, possible ? _("printed %ld") : _("printed %ld!"), printed);
}

static void place_all(struct ranking *r) {
    size_t count = r->t->item_count;
    struct ranking_place *places = arena_array(r->arena, count + 1, sizeof *places);
    struct ranking_place *before = arena_array(r->arena, count + 1, sizeof *before);
    r->rows = arena_array(r->arena, count + 1, sizeof *r->rows);
    r->ranked = rank_at(r, r->at, places);
    r->ends = ranking_mark(places, count, (size_t)r->wishes->ends);
    if (r->has_against)
        rank_at(r, r->against, before);
    for (size_t i = 0; i < count; i++) {
        r->rows[i] =
            (struct rank_row){i, series_table_value(r->t, i, r->at), NULL, places[i], before[i], NULL};
        if (r->has_against)
            r->rows[i].then = series_table_value(r->t, i, r->against);
        check_printed(r, &r->rows[i]);
    }
}

/* Those without a place stand last, in the file's order. */
static int by_rank(const void *a, const void *b) {
    const struct rank_row *x = a, *y = b;
    if ((x->place.rank == 0) != (y->place.rank == 0))
        return x->place.rank == 0 ? 1 : -1;
    if (x->place.rank != y->place.rank)
        return x->place.rank < y->place.rank ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

static int by_item(const void *a, const void *b) {
    const struct rank_row *x = a, *y = b;
    if ((x->place.rank == 0) != (y->place.rank == 0))
        return x->place.rank == 0 ? 1 : -1;
    return x->item < y->item ? -1 : x->item > y->item;
}

static bool choose_periods(struct ranking *r, struct fault *f) {
    const char *against = r->wishes->against;
    if (!series_table_period(r->t, r->wishes->at, &r->at, f))
        return false;
    r->has_against = against != NULL;
    if (against)
        return series_table_period(r->t, against, &r->against, f);
    for (size_t p = r->at; p > 0 && !r->has_against; p--)
        for (size_t i = 0; i < r->t->item_count; i++)
            if (!r->t->items[i].whole && series_table_value(r->t, i, p - 1)->exact.den) {
                r->against = p - 1;
                r->has_against = r->t->periods[p - 1].period.kind == r->t->periods[r->at].period.kind;
            }
    return true;
}

/* --- rows --- */

static const struct listing_column people_columns[] = {
    {"rank", N_("Rank"), LISTING_NUMBER},
    {"label", N_("Area"), LISTING_TEXT},
    {"value", N_("Value"), LISTING_NUMBER},
    {"change", N_("Change"), LISTING_NUMBER},
    {"before", N_("Value before"), LISTING_NUMBER},
    {"rank_before", N_("Rank before"), LISTING_NUMBER},
    {"mark", N_("Mark"), LISTING_TEXT},
};
static const struct listing_column machine_columns[] = {
    {"rank", NULL, LISTING_NUMBER},
    {"shared", NULL, LISTING_NUMBER},
    {"key", NULL, LISTING_TEXT},
    {"label", NULL, LISTING_TEXT},
    {"value", NULL, LISTING_NUMBER},
    {"change", NULL, LISTING_NUMBER},
    {"value_before", NULL, LISTING_NUMBER},
    {"rank_before", NULL, LISTING_NUMBER},
    {"end", NULL, LISTING_TEXT},
    {"printed_rank", NULL, LISTING_NUMBER},
    {"whole", NULL, LISTING_FLAG},
};
enum {
    PEOPLE = sizeof people_columns / sizeof *people_columns,
    MACHINE = sizeof machine_columns / sizeof *machine_columns
};

static const char *number_or_null(struct arena *arena, long number) {
    return number > 0 ? listing_number(arena, number) : NULL;
}

static const char *mark_text(const struct ranking *r, const struct rank_row *row) {
    const char *end = row->place.end == RANKING_BEST    ? arena_printf(r->arena, _("best %zu"), r->ends.each)
                      : row->place.end == RANKING_WORST ? arena_printf(r->arena, _("worst %zu"), r->ends.each)
                                                        : "";
    return row->printed ? arena_printf(r->arena, "%s%s%s", end, *end ? "  " : "", row->printed) : end;
}

static const char *change_of(const struct ranking *r, const struct rank_row *row) {
    return row->then ? series_change_text(r->arena, row->then, row->now) : NULL;
}

/* JSON knows no plus sign. */
static const char *plain(const char *number) {
    return number && *number == '+' ? number + 1 : number;
}

static const char *value_text(const struct series_value *v) {
    return v->text ? v->text : "-";
}

static void add_people(const struct ranking *r, struct listing *l, const struct rank_row *row) {
    listing_add(l, (const char *const[PEOPLE]){
                       number_or_null(r->arena, row->place.rank), r->t->items[row->item].label,
                       value_text(row->now), change_of(r, row), row->then ? value_text(row->then) : NULL,
                       number_or_null(r->arena, row->before.rank), mark_text(r, row)});
}

static const char *known(const struct series_value *v) {
    return v && v->exact.den ? v->text : NULL;
}

static void add_machine(const struct ranking *r, struct listing *l, const struct rank_row *row) {
    static const char *const ends[] = {
        [RANKING_MIDDLE] = NULL, [RANKING_BEST] = "best", [RANKING_WORST] = "worst"};
    const struct series_item *item = &r->t->items[row->item];
    long printed = row->now->point ? row->now->point->rank : 0;
    listing_add(l, (const char *const[MACHINE]){
                       number_or_null(r->arena, row->place.rank), number_or_null(r->arena, row->place.shared),
                       item->key, item->label, known(row->now), plain(change_of(r, row)), known(row->then),
                       number_or_null(r->arena, row->before.rank), ends[row->place.end],
                       number_or_null(r->arena, printed), item->whole ? listing_yes : NULL});
}

static void add_rows(struct ranking *r, struct result *to) {
    struct listing_column *headed = arena_copy(r->arena, people_columns, sizeof people_columns);
    headed[1].heading = r->t->axis == SERIES_AREAS ? N_("Area") : N_("Group");
    struct listing *people = listing_create(r->arena, "ranks", headed, PEOPLE);
    struct listing *machines = listing_create(r->arena, "ranks", machine_columns, MACHINE);
    qsort(r->rows, r->t->item_count, sizeof *r->rows, r->wishes->by_item ? by_item : by_rank);
    for (size_t i = 0; i < r->t->item_count; i++) {
        add_people(r, people, &r->rows[i]);
        add_machine(r, machines, &r->rows[i]);
    }
    result_rows(to, people, machines);
}

/* --- notes --- */

static void note_ends(const struct ranking *r, struct result *to) {
    const char *order =
        r->wishes->direction == RANKING_GREATEST_FIRST
            ? _("The greatest value is first. Equal values share a rank, and the ranks after them stay "
                "empty; compared is what is printed.")
            : _("The least value is first. Equal values share a rank, and the ranks after them stay "
                "empty; compared is what is printed.");
    result_note(to, order);
    if (r->ends.best_tied)
        result_note(to, arena_printf(r->arena,
                                     _("%zu are marked as best: the last rank among the best %zu is shared."),
                                     r->ends.best, r->ends.each));
    if (r->ends.worst_tied)
        result_note(to,
                    arena_printf(r->arena,
                                 _("%zu are marked as worst: the last rank among the worst %zu is shared."),
                                 r->ends.worst, r->ends.each));
}

static void note_printed(const struct ranking *r, struct result *to) {
    if (r->printed == 0)
        return;
    if (r->finer == 0 && r->impossible == 0)
        result_note(to,
                    arena_printf(r->arena, _("All %zu ranks that the source prints are the same as here."),
                                 r->printed));
    if (r->finer > 0)
        result_note(
            to, arena_printf(r->arena,
                             _("%zu of %zu printed ranks tell apart values that print alike; they were made "
                               "from unrounded values and are given as \"printed\"."),
                             r->finer, r->printed));
    for (size_t i = 0; i < r->t->item_count; i++) {
        const struct rank_row *row = &r->rows[i];
        if (row->printed && strchr(row->printed, '!'))
            result_note(
                to,
                arena_printf(r->arena,
                             _("%s: the printed rank %ld cannot be right; by the printed values it is %ld."),
                             r->t->items[row->item].label, row->now->point->rank, row->place.rank));
    }
}

static bool any_counted(const struct ranking *r) {
    for (size_t i = 0; i < r->t->item_count; i++)
        if (r->rows[i].now->counted || (r->rows[i].then && r->rows[i].then->counted))
            return true;
    return false;
}

static void add_notes(const struct ranking *r, struct result *to) {
    note_ends(r, to);
    if (r->has_against)
        result_note(to, arena_printf(r->arena, _("Change: from %s, in %s, of the values as printed."),
                                     r->t->periods[r->against].text, series_change_unit(r->t)));
    note_printed(r, to);
    if (any_counted(r))
        result_note(to, _("Where no rate was printed it is that of the counts, rounded half up."));
    if (r->ranked < r->t->item_count)
        result_note(to, _("Rows without a rank are totals of the others, or have no value."));
    result_note(to, _("Values are as published. They are no sample, so they have no interval."));
}

struct result *series_rank(struct arena *arena, const struct series_table *t,
                           const struct series_rank_wishes *wishes, struct fault *f) {
    struct ranking r = {.arena = arena, .t = t, .wishes = wishes};
    if (!choose_periods(&r, f))
        return NULL;
    place_all(&r);
    const char *title = t->fixed
                            ? arena_printf(arena, _("Ranks: %s, %s, %s"), t->series->id, t->fixed, wishes->at)
                            : arena_printf(arena, _("Ranks: %s, %s"), t->series->id, wishes->at);
    struct result *to = result_create(arena, title);
    result_fact(to, "series", _("Series"), t->series->id);
    result_fact(to, "unit", _("Unit"), t->unit);
    result_fact(to, "at", _("Period"), wishes->at);
    result_fact(to, "against", _("Against"), r.has_against ? t->periods[r.against].text : NULL);
    result_fact_number(to, "ranked", _("Ranked"), (int64_t)r.ranked);
    result_fact(to, "source", _("Source"), series_table_sources(arena, t, r.at, r.at));
    add_rows(&r, to);
    add_notes(&r, to);
    return to;
}
