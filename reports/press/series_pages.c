/* Pages of series: places by period, and the course of time. */
#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "reports/press/words.h"
#include "reports/press/writer.h"
#include "reports/series/series_plot.h"
#include "reports/series/series_trend.h"

#include <string.h>

enum { FIGURE_AFTER = 10 };

/* --- periods --- */

struct chosen {
    const struct series_table *t;
    size_t *periods;
    size_t count;
};

static bool choose_periods(struct writer *w, const struct json *wanted, struct chosen *c, struct fault *f) {
    const struct series_table *t = w->source->series;
    c->t = t;
    c->periods =
        arena_array(w->arena, t->period_count + (wanted ? wanted->count : 0) + 1, sizeof *c->periods);
    c->count = 0;
    for (size_t i = 0; !wanted && i < t->period_count; i++)
        c->periods[c->count++] = i;
    for (const struct json *node = wanted ? wanted->first : NULL; node; node = node->next)
        if (!series_table_period(t, node->string, &c->periods[c->count++], f)) {
            const char *why = arena_strdup(w->arena, f->text);
            fault_clear(f);
            return json_fault(f, node, "%s", why);
        }
    return c->count > 0 || json_fault(f, wanted, _("the list is empty"));
}

static void span_of(const struct chosen *c, size_t *first, size_t *last) {
    *first = *last = c->periods[0];
    for (size_t i = 1; i < c->count; i++) {
        *first = c->periods[i] < *first ? c->periods[i] : *first;
        *last = c->periods[i] > *last ? c->periods[i] : *last;
    }
}

static const char *number_text(struct writer *w, const struct series_value *v) {
    char text[PERCENT_TEXT];
    if (v->text)
        return v->exact.den == 1 ? number_thousands(w->arena, v->exact.num) : v->text;
    if (v->exact.den <= 0)
        return "–";
    percent_ratio_text(text, v->exact.num, v->exact.den, v->decimals);
    return arena_strdup(w->arena, text);
}

static const char *known_or_dash(const char *text) {
    return text && *text ? text : "–";
}

/* --- figures above the grids --- */

static bool add_figure(struct writer *w, const struct kit_section *section, const struct plot *plot,
                       struct fault *f) {
    const struct figure *made = figure_make(w->arena, section->figure, plot, f);
    if (!made)
        return fault_context(f, "%s", json_pointer(w->arena, section->at));
    struct figure *figure = arena_copy(w->arena, made, sizeof *made);
    if (strcmp(w->source->series->title, w->source->series->series->id) == 0)
        figure->title = section->title; /* an id is nothing for readers */
    figure->note = NULL;                /* the grid below it names the sources */
    writer_figure(w, figure, section->id);
    writer_add(w, BLOCK_SPACE)->height = FIGURE_AFTER;
    return true;
}

/* Of the last period where one is all that can be shown. */
static bool draw_ranking(struct writer *w, const struct kit_section *section, const struct chosen *c,
                         struct fault *f) {
    size_t *items = arena_array(w->arena, c->t->item_count + 1, sizeof *items);
    const size_t count = series_plot_all(c->t, items);
    const size_t shown = figure_kind_one_column(section->figure) ? 1 : c->count;
    const struct plot *plot =
        series_plot_at(w->arena, c->t, items, count, c->periods + (c->count - shown), shown);
    return add_figure(w, section, plot_ordered(w->arena, plot, !section->in_order, shown - 1), f);
}

static bool draw_trend(struct writer *w, const struct kit_section *section, const struct chosen *c,
                       const size_t *items, size_t count, struct fault *f) {
    size_t first, last;
    span_of(c, &first, &last);
    return add_figure(w, section, series_plot_course(w->arena, c->t, items, count, first, last), f);
}

/* --- ranking --- */

enum { LONG_TABLE = 20 }; /* rows: below a figure it begins a page of its own */
enum { RANK_FIXED = 3 };  /* name, change of value, change of place */

static void rank_period(struct writer *w, const struct chosen *c, size_t period, struct ranking_place *places,
                        long ends) {
    struct ranking_value *values = arena_array(w->arena, c->t->item_count + 1, sizeof *values);
    for (size_t i = 0; i < c->t->item_count; i++)
        if (!c->t->items[i].whole)
            values[i] = series_table_value(c->t, i, period)->exact;
    ranking_make(values, c->t->item_count, RANKING_GREATEST_FIRST, places);
    /* A printed place was made from finer values and may tell apart what prints alike. */
    for (size_t i = 0; i < c->t->item_count; i++) {
        const struct series_point *point = series_table_value(c->t, i, period)->point;
        if (places[i].rank > 0 && point && point->rank != AGGREGATE_UNKNOWN)
            places[i].rank = point->rank;
    }
    if (ends > 0)
        ranking_mark(places, c->t->item_count, (size_t)ends);
}

/* Of two periods or more. */
static const char *from_words(struct writer *w, const struct chosen *c) {
    return arena_printf(w->arena, _("From %s"),
                        words_month(w->arena, c->t->periods[c->periods[c->count - 2]].text));
}

static const struct grid_column *rank_columns(struct writer *w, const struct chosen *c) {
    struct grid_column *columns = arena_array(w->arena, RANK_FIXED + 2 * c->count, sizeof *columns);
    size_t at = 0;
    columns[at++] = (struct grid_column){.heading = "", .align = ALIGN_LEFT};
    for (size_t i = 0; i < c->count; i++) {
        const char *group = words_month(w->arena, c->t->periods[c->periods[i]].text);
        columns[at++] = (struct grid_column){_("Value"), group, ALIGN_RIGHT, 36, false};
        columns[at++] = (struct grid_column){_("Rank"), group, ALIGN_RIGHT, 34, false};
    }
    if (c->count < 2)
        return columns;
    const char *group = from_words(w, c);
    columns[at++] = (struct grid_column){series_change_unit(c->t), group, ALIGN_RIGHT, 44, false};
    columns[at++] = (struct grid_column){_("Rank"), group, ALIGN_RIGHT, 38, false};
    return columns;
}

/* ▲ and ▽ are read on paper that was photocopied, where a shade is not. */
static const char *place_text(struct writer *w, const struct ranking_place *place) {
    static const char *const signs[] = {[RANKING_BEST] = "▲", [RANKING_WORST] = "▽", [RANKING_MIDDLE] = ""};
    return place->rank > 0 ? arena_printf(w->arena, "%s%ld", signs[place->end], place->rank) : "";
}

static enum grid_mark mark_of(const struct ranking_place *place) {
    return place->rank <= 0              ? GRID_UNMARKED
           : place->end == RANKING_BEST  ? GRID_BEST
           : place->end == RANKING_WORST ? GRID_WORST
                                         : GRID_UNMARKED;
}

static const char *place_change(struct writer *w, const struct ranking_place *before,
                                const struct ranking_place *now) {
    if (before->rank <= 0 || now->rank <= 0)
        return "";
    const long up = before->rank - now->rank;
    return up == 0 ? "→" : arena_printf(w->arena, "%s%ld", up > 0 ? "↑" : "↓", up > 0 ? up : -up);
}

static struct grid_row rank_row(struct writer *w, const struct chosen *c, struct ranking_place **places,
                                size_t item) {
    struct grid_cell *cells = arena_array(w->arena, RANK_FIXED + 2 * c->count, sizeof *cells);
    size_t at = 0;
    cells[at++].text = c->t->items[item].label;
    for (size_t i = 0; i < c->count; i++) {
        const struct ranking_place *place = &places[i][item];
        cells[at].mark = mark_of(place);
        cells[at++].text = number_text(w, series_table_value(c->t, item, c->periods[i]));
        cells[at].mark = mark_of(place);
        cells[at++].text = place_text(w, place);
    }
    if (c->count >= 2) {
        const size_t last = c->count - 1;
        cells[at++].text =
            known_or_dash(series_change_text(w->arena, series_table_value(c->t, item, c->periods[last - 1]),
                                             series_table_value(c->t, item, c->periods[last])));
        cells[at++].text = place_change(w, &places[last - 1][item], &places[last][item]);
    }
    return (struct grid_row){cells, c->t->items[item].whole ? GRID_TOTAL : GRID_PLAIN};
}

/* The whole first; then by the last period's place, or as the list has them. */
static size_t *row_order(struct writer *w, const struct chosen *c, const struct ranking_place *last,
                         bool in_order) {
    size_t *order = arena_array(w->arena, c->t->item_count + 1, sizeof *order);
    for (size_t i = 0; i < c->t->item_count; i++) {
        const long rank = c->t->items[i].whole ? 0 : in_order ? 1 : last[i].rank > 0 ? last[i].rank : 9999;
        size_t at = i;
        for (; at > 0; at--) {
            const size_t other = order[at - 1];
            const long theirs = c->t->items[other].whole ? 0
                                : in_order               ? 1
                                : last[other].rank > 0   ? last[other].rank
                                                         : 9999;
            if (theirs <= rank)
                break;
            order[at] = other;
        }
        order[at] = i;
    }
    return order;
}

static const char *const *source_notes(struct writer *w, const struct chosen *c, const char *legend,
                                       size_t *count) {
    const char **notes = arena_array(w->arena, 3, sizeof *notes);
    *count = 0;
    if (legend)
        notes[(*count)++] = legend;
    size_t first, last;
    span_of(c, &first, &last);
    const char *sources = series_table_sources(w->arena, c->t, first, last);
    if (sources)
        notes[(*count)++] = arena_printf(w->arena, _("Source: %s"), sources);
    return notes;
}

static const char *caption_of(struct writer *w, const struct series_table *t) {
    return t->fixed ? arena_printf(w->arena, _("%s; unit: %s"), t->fixed, t->unit ? t->unit : "-")
                    : arena_printf(w->arena, _("Unit: %s"), t->unit ? t->unit : "-");
}

struct ranked {
    struct chosen c;
    struct ranking_place **places; /* of each period */
    const size_t *order;
};

static void rank_all(struct writer *w, const struct kit_section *section, struct ranked *r) {
    r->places = arena_array(w->arena, r->c.count + 1, sizeof *r->places);
    for (size_t i = 0; i < r->c.count; i++) {
        r->places[i] = arena_array(w->arena, r->c.t->item_count + 1, sizeof **r->places);
        rank_period(w, &r->c, r->c.periods[i], r->places[i], section->ends);
    }
    r->order = row_order(w, &r->c, r->places[r->c.count - 1], section->in_order);
}

static void add_places(struct writer *w, const struct kit_section *section, const struct ranked *r) {
    const struct chosen *c = &r->c;
    struct grid_row *rows = arena_array(w->arena, c->t->item_count + 1, sizeof *rows);
    for (size_t i = 0; i < c->t->item_count; i++)
        rows[i] = rank_row(w, c, r->places, r->order[i]);
    struct grid *grid = arena_alloc(w->arena, sizeof *grid);
    *grid = (struct grid){.caption = caption_of(w, c->t),
                          .columns = rank_columns(w, c),
                          .column_count = 1 + 2 * c->count + (c->count >= 2 ? 2 : 0),
                          .rows = rows,
                          .row_count = c->t->item_count,
                          .compact = true};
    const char *legend =
        section->ends > 0
            ? arena_printf(
                  w->arena,
                  _("▲: the %ld highest, ▽: the %ld lowest of each period (all that share the last of "
                    "these places). Changes are of the printed values."),
                  section->ends, section->ends)
            : NULL;
    grid->notes = source_notes(w, c, legend, &grid->note_count);
    writer_add(w, BLOCK_GRID)->grid = grid;
}

/* --- the ends alone: below a map, on which places cannot be read --- */

enum {
    ENDS_SIDE = 4,
    ENDS_COLUMNS = 2 * ENDS_SIDE + 1
}; /* rank, name, value, change; a gap between the two */

static const struct grid_column *ends_columns(struct writer *w, const struct ranked *r, long ends) {
    static const double GAP = 18;
    const struct chosen *c = &r->c;
    struct grid_column *columns = arena_array(w->arena, ENDS_COLUMNS, sizeof *columns);
    const char *change =
        c->count < 2 ? "" : arena_printf(w->arena, "%s\n%s", from_words(w, c), series_change_unit(c->t));
    for (size_t side = 0; side < 2; side++) {
        struct grid_column *at = columns + side * (ENDS_SIDE + 1);
        const char *group =
            arena_printf(w->arena, side == 0 ? _("▲ the %ld highest") : _("▽ the %ld lowest"), ends);
        at[0] = (struct grid_column){_("Rank"), group, ALIGN_RIGHT, 30, false};
        at[1] = (struct grid_column){"", group, ALIGN_LEFT, 0, false};
        at[2] = (struct grid_column){_("Value"), group, ALIGN_RIGHT, 44, false};
        at[3] = (struct grid_column){change, group, ALIGN_RIGHT, c->count < 2 ? 1 : 84, false};
    }
    columns[ENDS_SIDE] = (struct grid_column){"", NULL, ALIGN_LEFT, GAP, false};
    return columns;
}

static void fill_end(struct writer *w, const struct ranked *r, size_t item, struct grid_cell *cells) {
    const struct chosen *c = &r->c;
    const size_t last = c->count - 1;
    const struct series_value *now = series_table_value(c->t, item, c->periods[last]);
    cells[0].text = arena_printf(w->arena, "%ld", r->places[last][item].rank);
    cells[1].text = c->t->items[item].label;
    cells[2].text = number_text(w, now);
    if (last > 0)
        cells[3].text = known_or_dash(
            series_change_text(w->arena, series_table_value(c->t, item, c->periods[last - 1]), now));
}

static void add_ends(struct writer *w, const struct kit_section *section, const struct ranked *r) {
    const struct ranking_place *places = r->places[r->c.count - 1];
    const size_t most = r->c.t->item_count;
    struct grid_row *rows = arena_array(w->arena, most + 1, sizeof *rows);
    struct grid_cell *cells = arena_array(w->arena, (most + 1) * ENDS_COLUMNS, sizeof *cells);
    size_t used[2] = {0};
    for (size_t i = 0; i < most; i++)
        rows[i] = (struct grid_row){cells + i * ENDS_COLUMNS, GRID_PLAIN};
    for (size_t i = 0; i < most; i++) {
        const size_t item = r->order[i], side = places[item].end == RANKING_WORST;
        if (places[item].rank > 0 && places[item].end != RANKING_MIDDLE)
            fill_end(w, r, item, cells + used[side]++ * ENDS_COLUMNS + side * (ENDS_SIDE + 1));
    }
    struct grid *grid = arena_alloc(w->arena, sizeof *grid);
    *grid = (struct grid){.columns = ends_columns(w, r, section->ends),
                          .column_count = ENDS_COLUMNS,
                          .rows = rows,
                          .row_count = used[0] > used[1] ? used[0] : used[1]};
    struct block *block = writer_add(w, BLOCK_GRID);
    block->grid = grid;
    block->spare = true;
}

bool writer_ranking(struct writer *w, const struct kit_section *section, struct fault *f) {
    const bool drawn = section->figure != FIGURE_NATURAL;
    struct ranked r;
    if (!choose_periods(w, section->periods, &r.c, f) || (drawn && !draw_ranking(w, section, &r.c, f)))
        return false;
    rank_all(w, section, &r);
    if (section->figure == FIGURE_MAP && section->ends > 0)
        add_ends(w, section, &r);
    if (drawn && r.c.t->item_count > LONG_TABLE)
        writer_add(w, BLOCK_BREAK);
    add_places(w, section, &r);
    return true;
}

/* --- the course of time --- */

static bool all_items(const struct series_table *t, const struct json *wanted) {
    return !wanted && t->item_count > 1;
}

static bool choose_items(struct writer *w, const struct json *wanted, const struct series_table *t,
                         size_t *items, size_t *count, struct fault *f) {
    *count = 0;
    for (size_t i = 0; !wanted && i < t->item_count; i++)
        items[(*count)++] = i;
    for (const struct json *node = wanted ? wanted->first : NULL; node; node = node->next) {
        const char *word = strcmp(node->string, "total") == 0 && t->axis == SERIES_GROUPS ? "" : node->string;
        if (*count < t->item_count && series_table_item(t, word, &items[*count], f)) {
            ++*count;
            continue;
        }
        const char *why = f->kind == FAULT_NONE ? _("the list is too long") : arena_strdup(w->arena, f->text);
        fault_clear(f);
        return json_fault(f, node, "%s", why);
    }
    return *count > 0 || json_fault(f, wanted, _("the list is empty"));
}

static const char *count_text(struct writer *w, long count) {
    return count == AGGREGATE_UNKNOWN ? "–" : number_thousands(w->arena, count);
}

/* For how many periods it has been falling or rising, at this one. */
static const char *run_text(struct writer *w, const struct series_course *course, size_t moment) {
    for (size_t i = 0; i < course->run_count; i++) {
        const struct runs_run *run = &course->runs[i];
        if (run->from < moment && moment <= run->to && moment - run->from >= 2)
            return arena_printf(w->arena, run->direction < 0 ? _("falling for %zu") : _("rising for %zu"),
                                moment - run->from);
    }
    return "";
}

static bool is_chosen(const struct chosen *c, size_t period) {
    for (size_t i = 0; i < c->count; i++)
        if (c->periods[i] == period)
            return true;
    return false;
}

static bool any_counts(const struct chosen *c, size_t item) {
    for (size_t i = 0; i < c->count; i++) {
        const struct series_point *point = series_table_value(c->t, item, c->periods[i])->point;
        if (point && (point->numerator != AGGREGATE_UNKNOWN || point->denominator != AGGREGATE_UNKNOWN))
            return true;
    }
    return false;
}

enum { COURSE_PERIOD, COURSE_VALUE, COURSE_CHANGE, COURSE_RUN, COURSE_COUNT, COURSE_OF, COURSE_COLUMNS };

static struct grid_row course_row(struct writer *w, const struct series_course *course, size_t m) {
    const struct series_moment *now = &course->moments[m];
    struct grid_cell *cells = arena_array(w->arena, COURSE_COLUMNS, sizeof *cells);
    cells[COURSE_PERIOD].text = words_month(w->arena, now->text);
    if (!now->value) {
        cells[COURSE_VALUE].text = _("not published");
        return (struct grid_row){cells, GRID_SILENCE};
    }
    const struct series_value *before = m > 0 ? course->moments[m - 1].value : NULL;
    const char *change = before ? series_change_text(w->arena, before, now->value) : NULL;
    cells[COURSE_VALUE].text = number_text(w, now->value);
    cells[COURSE_CHANGE].text = change ? change : "";
    cells[COURSE_RUN].text = run_text(w, course, m);
    const struct series_point *point = now->value->point;
    cells[COURSE_COUNT].text = point ? count_text(w, point->numerator) : "–";
    cells[COURSE_OF].text = point ? count_text(w, point->denominator) : "–";
    return (struct grid_row){cells, GRID_PLAIN};
}

static const struct grid *course_grid(struct writer *w, const struct chosen *c, size_t item) {
    const struct series_course course = series_course(w->arena, c->t, item);
    struct grid *grid = arena_alloc(w->arena, sizeof *grid);
    struct grid_row *rows = arena_array(w->arena, course.count + 1, sizeof *rows);
    size_t count = 0, last = 0;
    for (size_t m = 0; m < course.count; m++)
        if (course.moments[m].value && is_chosen(c, course.moments[m].at))
            last = m;
    for (size_t m = 0; m <= last && m < course.count; m++) {
        const bool gap = !course.moments[m].value && count > 0;
        if (gap || (course.moments[m].value && is_chosen(c, course.moments[m].at)))
            rows[count++] = course_row(w, &course, m);
    }
    struct grid_column *columns = arena_array(w->arena, COURSE_COLUMNS, sizeof *columns);
    const char *unit = c->t->unit ? c->t->unit : "";
    columns[COURSE_PERIOD] = (struct grid_column){.heading = _("Period"), .align = ALIGN_LEFT};
    columns[COURSE_VALUE] =
        (struct grid_column){arena_printf(w->arena, _("Value (%s)"), unit), NULL, ALIGN_RIGHT, 66, false};
    columns[COURSE_CHANGE] = (struct grid_column){
        arena_printf(w->arena, _("Change (%s)"), series_change_unit(c->t)), NULL, ALIGN_RIGHT, 96, false};
    columns[COURSE_RUN] = (struct grid_column){_("Run"), NULL, ALIGN_LEFT, 74, false};
    columns[COURSE_COUNT] = (struct grid_column){_("Count"), NULL, ALIGN_RIGHT, 84, false};
    columns[COURSE_OF] = (struct grid_column){_("Of how many"), NULL, ALIGN_RIGHT, 84, false};
    *grid = (struct grid){.columns = columns,
                          .column_count = any_counts(c, item) ? COURSE_COLUMNS : COURSE_COUNT,
                          .rows = rows,
                          .row_count = count};
    return grid;
}

static const struct grid *courses_grid(struct writer *w, const struct chosen *c, const size_t *items,
                                       size_t item_count) {
    struct grid *grid = arena_alloc(w->arena, sizeof *grid);
    const size_t width = 1 + c->count + (c->count > 1);
    struct grid_column *columns = arena_array(w->arena, width, sizeof *columns);
    struct grid_row *rows = arena_array(w->arena, item_count + 1, sizeof *rows);
    columns[0] = (struct grid_column){.heading = "", .align = ALIGN_LEFT};
    for (size_t i = 0; i < c->count; i++)
        columns[1 + i] = (struct grid_column){words_month(w->arena, c->t->periods[c->periods[i]].text), NULL,
                                              ALIGN_RIGHT, 56, false};
    if (c->count > 1)
        columns[1 + c->count] = (struct grid_column){
            arena_printf(w->arena, _("Change (%s)"), series_change_unit(c->t)), NULL, ALIGN_RIGHT, 66, false};
    for (size_t r = 0; r < item_count; r++) {
        struct grid_cell *cells = arena_array(w->arena, width, sizeof *cells);
        cells[0].text = c->t->items[items[r]].label;
        for (size_t i = 0; i < c->count; i++)
            cells[1 + i].text = number_text(w, series_table_value(c->t, items[r], c->periods[i]));
        if (c->count > 1)
            cells[1 + c->count].text = known_or_dash(
                series_change_text(w->arena, series_table_value(c->t, items[r], c->periods[0]),
                                   series_table_value(c->t, items[r], c->periods[c->count - 1])));
        rows[r] = (struct grid_row){cells, c->t->items[items[r]].whole ? GRID_TOTAL : GRID_PLAIN};
    }
    *grid = (struct grid){.columns = columns, .column_count = width, .rows = rows, .row_count = item_count};
    return grid;
}

static bool has_dash(const struct grid *grid) {
    for (size_t r = 0; r < grid->row_count; r++)
        for (size_t c = 0; c < grid->column_count; c++)
            if (grid->rows[r].cells[c].text && strcmp(grid->rows[r].cells[c].text, "–") == 0)
                return true;
    return false;
}

enum { CLOSE_TABLE = 14 }; /* rows: set closely, to stand with its figure on one page */

bool writer_trend(struct writer *w, const struct kit_section *section, struct fault *f) {
    struct chosen c;
    size_t *items = arena_array(w->arena, w->source->series->item_count + 1, sizeof *items), count;
    if (!choose_periods(w, section->periods, &c, f) ||
        !choose_items(w, section->lines, c.t, items, &count, f) ||
        (section->figure != FIGURE_NATURAL && !draw_trend(w, section, &c, items, count, f)))
        return false;
    const bool many = count > 1 || all_items(c.t, section->lines);
    struct grid *grid = arena_copy(
        w->arena, many ? courses_grid(w, &c, items, count) : course_grid(w, &c, items[0]), sizeof *grid);
    grid->caption = caption_of(w, c.t);
    grid->compact = grid->row_count > CLOSE_TABLE;
    const char *changes =
        _("Changes are of the printed values; no change is made across a period that was not "
          "published.");
    const char *legend =
        has_dash(grid) ? arena_printf(w->arena, _("A dash: not published. %s"), changes) : changes;
    grid->notes = source_notes(w, &c, legend, &grid->note_count);
    writer_add(w, BLOCK_GRID)->grid = grid;
    return true;
}
