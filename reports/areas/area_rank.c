#include "reports/areas/area_rank.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/utf8.h"
#include "reports/areas/area_rates.h"
#include "reports/model/interval_words.h"
#include "reports/model/survey_tables.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct view {
    struct arena *arena;
    const struct table_set *set;
    const struct area_rank_wishes *wishes;
    struct area_rates rates;
};

/* --- rows --- */

static const struct listing_column people_columns[] = {
    {"rank", N_("Rank"), LISTING_NUMBER},         {"label", N_("Area"), LISTING_TEXT},
    {"count", N_("Count"), LISTING_NUMBER},       {"n", "n", LISTING_NUMBER},
    {"rate", N_("Rate"), LISTING_NUMBER},         {"interval", N_("Interval"), LISTING_NUMBER},
    {"shrunken", N_("Shrunken"), LISTING_NUMBER}, {"its", N_("Its interval"), LISTING_NUMBER},
    {"mark", N_("Mark"), LISTING_TEXT},
};
static const struct listing_column weighted_columns[] = {
    {"rank", N_("Rank"), LISTING_NUMBER},
    {"label", N_("Area"), LISTING_TEXT},
    {"count", N_("Count"), LISTING_NUMBER},
    {"n", "n", LISTING_NUMBER},
    {"n_effective", N_("n, effective"), LISTING_NUMBER},
    {"rate", N_("Weighted rate"), LISTING_NUMBER},
    {"interval", N_("Interval"), LISTING_NUMBER},
    {"mark", N_("Mark"), LISTING_TEXT},
};
static const struct listing_column machine_columns[] = {
    {"rank", NULL, LISTING_NUMBER},
    {"shared", NULL, LISTING_NUMBER},
    {"key", NULL, LISTING_TEXT},
    {"label", NULL, LISTING_TEXT},
    {"count", NULL, LISTING_NUMBER},
    {"n", NULL, LISTING_NUMBER},
    {"percent", NULL, LISTING_NUMBER},
    {"text", NULL, LISTING_TEXT},
    {"low", NULL, LISTING_NUMBER},
    {"high", NULL, LISTING_NUMBER},
    {"shrunken", NULL, LISTING_NUMBER},
    {"shrunken_low", NULL, LISTING_NUMBER},
    {"shrunken_high", NULL, LISTING_NUMBER},
    {"funnel", NULL, LISTING_TEXT},
    {"end", NULL, LISTING_TEXT},
    {"small_n", NULL, LISTING_FLAG},
    {"suppressed", NULL, LISTING_FLAG},
    {"weighted_count", NULL, LISTING_NUMBER},
    {"n_effective", NULL, LISTING_NUMBER},
};
enum {
    PEOPLE = sizeof people_columns / sizeof *people_columns,
    WEIGHTED = sizeof weighted_columns / sizeof *weighted_columns,
    MACHINE = sizeof machine_columns / sizeof *machine_columns
};

static const struct {
    const char *key, *mark;
} funnel_words[] = {
    [FUNNEL_BELOW_OUTER] = {"below_99.8", "▼▼"},
    [FUNNEL_BELOW_INNER] = {"below_95", "▼"},
    [FUNNEL_WITHIN] = {"within", ""},
    [FUNNEL_ABOVE_INNER] = {"above_95", "▲"},
    [FUNNEL_ABOVE_OUTER] = {"above_99.8", "▲▲"},
};

static const char *rank_text(struct arena *arena, long rank) {
    return rank > 0 ? listing_number(arena, rank) : NULL;
}

static const char *span_text(struct arena *arena, bool known, double low, double high) {
    return known ? arena_printf(arena, "%.1f-%.1f%%", low, high) : NULL;
}

static bool is_small(const struct table_cell *cell) {
    return cell->mark_count > 0;
}

static const char *mark_text(const struct view *v, const struct area_rate *area) {
    const char *end =
        area->place.end == RANKING_BEST    ? arena_printf(v->arena, _("best %zu"), v->rates.ends.each)
        : area->place.end == RANKING_WORST ? arena_printf(v->arena, _("worst %zu"), v->rates.ends.each)
                                           : "";
    const char *funnel = area->has_funnel ? funnel_words[area->funnel].mark : "";
    const char *small = is_small(area->cell) ? TABLE_SMALL_N : "";
    return arena_printf(v->arena, "%s%s%s%s%s", end, *end && *funnel ? " " : "", funnel,
                        (*end || *funnel) && *small ? " " : "", small);
}

static void add_people(const struct view *v, struct listing *l, const struct area_rate *area) {
    const struct table_cell *cell = area->cell;
    const struct shrinkage_rate *s = &area->shrunken;
    const char *const cells[PEOPLE] = {
        rank_text(v->arena, area->place.rank),
        area->column->label,
        cell->suppressed ? TABLE_HIDDEN : number_thousands(v->arena, cell->count),
        table_n_text(v->arena, cell->n),
        cell->text,
        span_text(v->arena, cell->has_interval, cell->low, cell->high),
        area->counted ? arena_printf(v->arena, "%.1f%%", 100 * s->rate) : NULL,
        span_text(v->arena, area->counted && s->has_interval, 100 * s->low, 100 * s->high),
        mark_text(v, area),
    };
    listing_add(l, cells);
}

static void add_weighted(const struct view *v, struct listing *l, const struct area_rate *area) {
    const struct table_cell *cell = area->cell;
    bool shown = !cell->suppressed && cell->n > 0;
    const char *const cells[WEIGHTED] = {
        rank_text(v->arena, area->place.rank),
        area->column->label,
        cell->suppressed ? TABLE_HIDDEN : number_thousands(v->arena, cell->count),
        table_n_text(v->arena, cell->n),
        shown ? number_thousands(v->arena, (int64_t)(cell->n_effective + 0.5)) : NULL,
        cell->text,
        span_text(v->arena, cell->has_interval, cell->low, cell->high),
        mark_text(v, area),
    };
    listing_add(l, cells);
}

static const char *decimal(struct arena *arena, bool known, double value) {
    return known ? number_real(arena, value) : NULL;
}

static void add_machine(const struct view *v, struct listing *l, const struct area_rate *area) {
    static const char *const ends[] = {
        [RANKING_MIDDLE] = NULL, [RANKING_BEST] = "best", [RANKING_WORST] = "worst"};
    const struct table_cell *cell = area->cell;
    const struct shrinkage_rate *s = &area->shrunken;
    bool shown = !cell->suppressed, own = area->counted && s->has_interval;
    const char *const cells[MACHINE] = {
        rank_text(v->arena, area->place.rank),
        rank_text(v->arena, area->place.shared),
        area->column->key,
        area->column->label,
        shown ? arena_printf(v->arena, "%" PRId64, cell->count) : NULL,
        cell->n == TABLE_N_HIDDEN ? NULL : arena_printf(v->arena, "%" PRId64, cell->n),
        decimal(v->arena, shown && cell->n > 0, cell->percent),
        cell->text,
        decimal(v->arena, cell->has_interval, cell->low),
        decimal(v->arena, cell->has_interval, cell->high),
        decimal(v->arena, area->counted, 100 * s->rate),
        decimal(v->arena, own, 100 * s->low),
        decimal(v->arena, own, 100 * s->high),
        area->has_funnel ? funnel_words[area->funnel].key : NULL,
        ends[area->place.end],
        is_small(cell) ? listing_yes : NULL,
        cell->suppressed ? listing_yes : NULL,
        decimal(v->arena, shown && cell->weighted, cell->weighted_count),
        decimal(v->arena, shown && cell->weighted && cell->n > 0, cell->n_effective),
    };
    listing_add(l, cells);
}

static bool goes_last(const struct area_rate *area) {
    return area->place.rank == 0;
}

static int by_rank(const void *a, const void *b) {
    const struct area_rate *x = a, *y = b;
    if (goes_last(x) != goes_last(y))
        return goes_last(x) ? 1 : -1;
    if (x->place.rank != y->place.rank)
        return x->place.rank < y->place.rank ? -1 : 1;
    return x->position < y->position ? -1 : x->position > y->position;
}

static struct area_rate whole(const struct view *v) {
    return (struct area_rate){.column = &v->rates.table->columns[0], .cell = v->rates.total};
}

/* Over an interval stands which it is. */
static const struct listing_column *headed(const struct view *v, const struct listing_column *columns,
                                           size_t count) {
    struct listing_column *own = arena_copy(v->arena, columns, count * sizeof *columns);
    for (size_t i = 0; i < count; i++)
        if (strcmp(own[i].key, "interval") == 0 && v->set->interval_heading)
            own[i].heading = v->set->interval_heading;
        else if (strcmp(own[i].key, "its") == 0)
            own[i].heading = interval_words_shrunken(v->arena, v->wishes->options.level);
    return own;
}

static void add_rows(struct view *v, struct result *to) {
    bool weighted = v->rates.table->weight != NULL;
    void (*add_line)(const struct view *, struct listing *, const struct area_rate *) =
        weighted ? add_weighted : add_people;
    const size_t count = weighted ? WEIGHTED : PEOPLE;
    const struct listing_column *columns = headed(v, weighted ? weighted_columns : people_columns, count);
    struct listing *people = listing_create(v->arena, "ranks", columns, count);
    struct listing *machines = listing_create(v->arena, "ranks", machine_columns, MACHINE);
    struct area_rate all = whole(v);
    if (!v->wishes->by_item)
        qsort(v->rates.areas, v->rates.count, sizeof *v->rates.areas, by_rank);
    for (size_t i = 0; i < v->rates.count; i++) {
        if (v->rates.areas[i].cell->n != 0)
            add_line(v, people, &v->rates.areas[i]);
        add_machine(v, machines, &v->rates.areas[i]);
    }
    add_line(v, people, &all);
    add_machine(v, machines, &all);
    result_rows(to, people, machines);
}

/* --- notes --- */

static void note_order(const struct view *v, struct result *to) {
    const struct ranking_ends *ends = &v->rates.ends;
    result_note(
        to, v->wishes->direction == RANKING_GREATEST_FIRST
                ? _("The greatest value is first. Equal values share a rank, and the ranks after them stay "
                    "empty; compared is what is printed.")
                : _("The least value is first. Equal values share a rank, and the ranks after them stay "
                    "empty; compared is what is printed."));
    if (ends->best_tied)
        result_note(to, arena_printf(v->arena,
                                     _("%zu are marked as best: the last rank among the best %zu is shared."),
                                     ends->best, ends->each));
    if (ends->worst_tied)
        result_note(to,
                    arena_printf(v->arena,
                                 _("%zu are marked as worst: the last rank among the worst %zu is shared."),
                                 ends->worst, ends->each));
    if (v->rates.few)
        result_note(to, arena_printf(v->arena, _("%zu areas with fewer than %ld returns are not ranked."),
                                     v->rates.few, v->wishes->min_n));
}

static void note_funnel(const struct view *v, struct result *to) {
    if (v->rates.table->weight) {
        result_note(
            to, _("Weighted rates have neither funnel limits nor shrunken rates: both are of returns that "
                  "count alike."));
        return;
    }
    if (v->rates.total->suppressed || v->rates.total->n <= 0)
        return;
    result_note(
        to, arena_printf(
                v->arena,
                _("▲ ▼: above or below what chance alone would make of the rate of all (%s): outside the "
                  "exact binomial limits that hold 95 in 100; ▲▲ ▼▼: 998 in 1000 (Spiegelhalter 2005). Of "
                  "%zu areas about %zu are outside the inner limits by chance."),
                v->rates.total->text, v->rates.counted, (v->rates.counted + 10) / 20));
}

static const char *shrinkage_text(const struct view *v) {
    const struct shrinkage *m = &v->rates.model;
    switch (m->kind) {
    case SHRINKAGE_LIKELIHOOD:
        return arena_printf(
            v->arena,
            _("Shrunken: drawn towards %.1f%% the more, the fewer the returns (empirical Bayes, beta "
              "distribution a = %.4g, b = %.4g by maximum likelihood; areas differ by a standard "
              "deviation of %.1f points). Its interval takes a and b as known."),
            100 * m->mean, m->a, m->b, 100 * m->deviation);
    case SHRINKAGE_MOMENTS:
        return arena_printf(
            v->arena,
            _("Shrunken: drawn towards %.1f%% the more, the fewer the returns (empirical Bayes, beta "
              "distribution a = %.4g, b = %.4g by moments; areas differ by a standard "
              "deviation of %.1f points). Its interval takes a and b as known."),
            100 * m->mean, m->a, m->b, 100 * m->deviation);
    case SHRINKAGE_EQUAL:
        return arena_printf(
            v->arena,
            _("Shrunken: the areas differ no more than by chance, so every rate becomes the common "
              "one, %.1f%%."),
            100 * m->mean);
    case SHRINKAGE_ONE:
        return _("Shrunken: a single area has nothing to be drawn towards.");
    case SHRINKAGE_NONE:
        break;
    }
    return NULL;
}

static void note_hidden(const struct view *v, struct result *to) {
    if (v->rates.hidden || v->rates.total->suppressed)
        result_note(
            to,
            arena_printf(v->arena,
                         _("%s: not shown, because it is fewer than %ld or would give away a cell that is. "
                           "What is hidden takes no part in ranks and shrunken rates."),
                         TABLE_HIDDEN, v->wishes->options.suppress));
}

/* They would be half of the page. */
static void note_empty(const struct view *v, struct result *to) {
    struct strbuf names = {0};
    for (size_t i = 0; i < v->rates.count; i++)
        if (v->rates.areas[i].cell->n == 0) {
            strbuf_add(&names, names.length ? ", " : "");
            strbuf_add(&names, v->rates.areas[i].column->label);
        }
    if (names.length)
        result_note(to, arena_printf(v->arena, _("No returns in the base: %s."), names.text));
    strbuf_end(&names);
}

static void add_notes(const struct view *v, struct result *to) {
    const char *shrinkage = shrinkage_text(v);
    note_order(v, to);
    note_empty(v, to);
    if (v->set->interval_note && v->rates.total->has_interval)
        result_note(to, v->set->interval_note);
    note_funnel(v, to);
    if (shrinkage)
        result_note(to, shrinkage);
    for (size_t i = 0; i < v->rates.table->note_count; i++)
        if (!strstr(v->rates.table->notes[i], TABLE_HIDDEN))
            result_note(to, v->rates.table->notes[i]);
    note_hidden(v, to);
    for (size_t i = 0; i < v->set->note_count; i++)
        result_note(to, v->set->notes[i]);
}

/* --- from the store --- */

static const struct table_row *find_row(const struct table *t, const char *option, struct fault *f) {
    const struct table_row *row = table_row_find(t, option);
    struct utf8_nearest nearest = {.wanted = option};
    for (size_t r = 0; !row && r < t->row_count; r++)
        utf8_nearest_offer(&nearest, t->rows[r].key);
    if (row)
        return row;
    if (nearest.name)
        fault_usage(f, _("%s has no option \"%s\"; did you mean \"%s\"?"), t->question, option, nearest.name);
    else
        fault_usage(f, _("%s has no option \"%s\"; `shukei survey show` lists them"), t->question, option);
    return NULL;
}

static const struct table *only_table(const struct table_set *set, const char *question, struct fault *f) {
    if (set->count == 1)
        return &set->tables[0];
    fault_usage(f, _("%s stands for %zu questions; name one of them: %s, %s ..."), question, set->count,
                set->tables[0].question, set->tables[1].question);
    return NULL;
}

static void add_facts(const struct view *v, struct result *to) {
    const struct table *t = v->rates.table;
    const struct questionnaire *q = v->set->questionnaire;
    result_fact(to, "survey", _("Survey"), q->id);
    result_fact_code(to, "question", _("Question"), t->question, t->title, true);
    result_fact_code(to, "option", _("Option"), v->rates.row->key, v->rates.row->label, true);
    result_fact_code(to, "by", _("By"), v->wishes->by, t->key_label, true);
    result_fact(to, "base", _("Base"), t->base_text);
    if (t->base_n == TABLE_N_HIDDEN)
        result_fact(to, "n", "n", NULL);
    else
        result_fact_number(to, "n", "n", t->base_n);
    result_fact(to, "weight", _("Weighted by"), t->weight);
    result_fact(to, "where", _("Only"), t->filter);
    result_fact_number(to, "ranked", _("Ranked"), (int64_t)v->rates.ranked);
    result_fact_code(to, "interval", _("Interval"), interval_name(v->wishes->options.interval),
                     v->set->interval_heading ? v->set->interval_heading : _("none"), false);
    result_fact(to, "source", _("Source"),
                arena_printf(v->arena, _("returns of %s, state %.12s"), q->title, v->set->dataset->state));
}

const struct table *area_rank_table(struct arena *arena, const char *store_path,
                                    const struct area_rank_wishes *wishes, const struct table_set **set,
                                    struct fault *f) {
    const struct survey_request request = {.questions = &wishes->question,
                                           .question_count = 1,
                                           .keys = {wishes->by},
                                           .key_count = 1,
                                           .where = wishes->where,
                                           .weight = wishes->weight,
                                           .options = wishes->options};
    if (!survey_tables(arena, store_path, wishes->survey, &request, 1, set, f))
        return NULL;
    const struct table *t = only_table(*set, wishes->question, f);
    return t && find_row(t, wishes->option, f) ? t : NULL;
}

struct result *area_rank(struct arena *arena, const char *store_path, const struct area_rank_wishes *wishes,
                         struct fault *f) {
    struct view v = {.arena = arena, .wishes = wishes};
    const struct table *t = area_rank_table(arena, store_path, wishes, &v.set, f);
    if (!t)
        return NULL;
    const struct table_row *row = table_row_find(t, wishes->option);
    v.rates = area_rates_make(arena, t, row, v.set->questionnaire->percent_decimals, wishes);
    struct result *to = result_create(
        arena, arena_printf(arena, _("Ranks: %s, %s, by %s"), t->title, row->label, t->key_label));
    add_facts(&v, to);
    add_rows(&v, to);
    add_notes(&v, to);
    return to;
}
