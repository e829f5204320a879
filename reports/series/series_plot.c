#include "reports/series/series_plot.h"

#include "engine/base/lang.h"
#include "engine/base/text.h"
#include "reports/press/words.h"
#include "reports/series/series_trend.h"

#include <string.h>

/* One column: a period of the table, or a gap. */
struct moment {
    const char *text;
    struct period period;
    bool gap;
    size_t at;
};

struct making {
    struct arena *arena;
    const struct series_table *t;
    const size_t *items;
    size_t item_count;
    struct moment *moments;
    size_t moment_count, first, last; /* periods that are shown */
};

size_t series_plot_all(const struct series_table *t, size_t *items) {
    size_t count = 0;
    for (int parts = 0; parts < 2; parts++)
        for (size_t i = 0; i < t->item_count; i++)
            if (t->items[i].whole == (parts == 0))
                items[count++] = i;
    return count;
}

/* --- values --- */

static const char *with_unit(const struct making *m, const char *number) {
    return arena_printf(m->arena, "%s%s", number, m->t->percent ? "%" : "");
}

static const char *text_of(const struct making *m, const struct series_value *v) {
    char text[PERCENT_TEXT];
    if (v->exact.den <= 0)
        return v->text && *v->text ? with_unit(m, v->text) : "-";
    if (v->text && v->exact.den > 1)
        return with_unit(m, v->text);
    if (v->exact.den == 1)
        return with_unit(m, percent_thousands(text, v->exact.num));
    percent_ratio_text(text, v->exact.num, v->exact.den, v->decimals);
    return with_unit(m, text);
}

static struct plot_value value_of(const struct making *m, size_t item, const struct moment *moment) {
    if (moment->gap)
        return (struct plot_value){.state = PLOT_NONE, .text = "-"};
    const struct series_value *v = series_table_value(m->t, item, moment->at);
    struct plot_value out = {.state = v->exact.den > 0 ? PLOT_SHOWN : PLOT_NONE, .text = text_of(m, v)};
    if (out.state == PLOT_SHOWN)
        out.value = (double)v->exact.num / (double)v->exact.den;
    if (v->point && v->point->denominator != AGGREGATE_UNKNOWN)
        out.n = v->point->denominator;
    return out;
}

/* --- sides --- */

static bool is_prefecture(const char *key) {
    return strlen(key) == 2 && strspn(key, "0123456789") == 2 && strcmp(key, "00") != 0;
}

static struct plot_side row_of(const struct making *m, size_t item) {
    const struct series_item *from = &m->t->items[item];
    const bool area = m->t->axis == SERIES_AREAS && is_prefecture(from->key);
    return (struct plot_side){.kind = from->whole ? PLOT_WHOLE : PLOT_PART,
                              .key = area ? arena_printf(m->arena, "pref=%s", from->key) : from->key,
                              .label = from->label};
}

static struct plot_side column_of(const struct making *m, const struct moment *moment) {
    return (struct plot_side){.kind = PLOT_PART,
                              .key = moment->text,
                              .label = words_month(m->arena, moment->text),
                              .at = (double)period_middle_twice(moment->period)};
}

/* --- words --- */

static const char *note_of(const struct making *m, const char *left_out) {
    const char *sources = series_table_sources(m->arena, m->t, m->first, m->last), *note = NULL;
    for (size_t i = 0; i < m->moment_count && !note; i++)
        if (m->moments[i].gap)
            note = _("A dotted line crosses what was not published.");
    if (left_out)
        note = text_lines(
            m->arena, note,
            arena_printf(m->arena, _("Not drawn, for they are of other kinds of periods: %s"), left_out));
    return text_lines(m->arena, note, sources ? arena_printf(m->arena, _("Source: %s"), sources) : NULL);
}

static const char *caption_of(const struct making *m) {
    const char *unit = m->t->unit ? m->t->unit : "-";
    return m->t->fixed ? arena_printf(m->arena, _("%s; unit: %s"), m->t->fixed, unit)
                       : arena_printf(m->arena, _("Unit: %s"), unit);
}

static const char *title_of(const struct making *m) {
    const char *title = m->t->title;
    if (m->item_count == 1 && *m->t->items[m->items[0]].label && m->t->item_count > 1)
        title = arena_printf(m->arena, "%s　%s", title, m->t->items[m->items[0]].label);
    return m->moment_count == 1
               ? arena_printf(m->arena, "%s　%s", title, words_month(m->arena, m->moments[0].text))
               : title;
}

/* --- the whole --- */

static const struct plot *make(const struct making *m, const char *left_out) {
    struct plot *plot = arena_alloc(m->arena, sizeof *plot);
    struct plot_side *rows = arena_array(m->arena, m->item_count + 1, sizeof *rows),
                     *columns = arena_array(m->arena, m->moment_count + 1, sizeof *columns);
    struct plot_value *values = arena_array(m->arena, m->item_count * m->moment_count + 1, sizeof *values);
    for (size_t c = 0; c < m->moment_count; c++)
        columns[c] = column_of(m, &m->moments[c]);
    for (size_t r = 0; r < m->item_count; r++) {
        rows[r] = row_of(m, m->items[r]);
        for (size_t c = 0; c < m->moment_count; c++)
            values[r * m->moment_count + c] = value_of(m, m->items[r], &m->moments[c]);
    }
    *plot = (struct plot){.rows = rows,
                          .columns = columns,
                          .row_count = m->item_count,
                          .column_count = m->moment_count,
                          .values = values,
                          .unit = m->t->percent ? "%" : "",
                          .share = m->t->percent,
                          .timed = true,
                          .bridged = true,
                          .title = title_of(m),
                          .caption = caption_of(m),
                          .note = note_of(m, left_out)};
    return plot;
}

static bool shown(const struct series_moment *moment, size_t first, size_t last) {
    return moment->value && moment->at >= first && moment->at <= last;
}

const struct plot *series_plot_course(struct arena *arena, const struct series_table *t, const size_t *items,
                                      size_t item_count, size_t first, size_t last) {
    const struct series_course course = series_course(arena, t, items[0]);
    struct making m = {
        .arena = arena, .t = t, .items = items, .item_count = item_count, .first = first, .last = last};
    size_t from = 0, to = course.count;
    while (from < to && !shown(&course.moments[from], first, last))
        from++;
    while (to > from && !shown(&course.moments[to - 1], first, last))
        to--;
    m.moments = arena_array(arena, to - from + 1, sizeof *m.moments);
    for (size_t i = from; i < to; i++)
        m.moments[m.moment_count++] = (struct moment){course.moments[i].text, course.moments[i].period,
                                                      !course.moments[i].value, course.moments[i].at};
    return make(&m, course.left_out);
}

const struct plot *series_plot_at(struct arena *arena, const struct series_table *t, const size_t *items,
                                  size_t item_count, const size_t *periods, size_t period_count) {
    struct making m = {
        .arena = arena, .t = t, .items = items, .item_count = item_count, .first = t->period_count};
    m.moments = arena_array(arena, period_count + 1, sizeof *m.moments);
    for (size_t i = 0; i < period_count; i++) {
        const size_t p = periods[i];
        m.moments[m.moment_count++] = (struct moment){t->periods[p].text, t->periods[p].period, false, p};
        m.first = p < m.first ? p : m.first;
        m.last = p > m.last ? p : m.last;
    }
    const struct plot *plot = make(&m, NULL);
    struct plot *untimed = arena_copy(arena, plot, sizeof *plot); /* the periods stand as they were chosen */
    untimed->timed = false;
    return untimed;
}
