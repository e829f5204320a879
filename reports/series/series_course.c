#include "reports/series/series_trend.h"

#include "engine/base/strbuf.h"

/* The kind that most periods are of; of equally many the earlier in enum period_kind. */
static enum period_kind main_kind(const struct series_table *t) {
    size_t counts[PERIOD_SPAN + 1] = {0}, best = 0;
    for (size_t p = 0; p < t->period_count; p++)
        counts[t->periods[p].period.kind]++;
    for (size_t k = 1; k <= PERIOD_SPAN; k++)
        best = counts[k] > counts[best] ? k : best;
    return (enum period_kind)best;
}

static void add_moment(struct arena *arena, struct series_course *c, size_t *room,
                       struct series_moment moment) {
    c->moments = arena_grow(arena, c->moments, c->count, room, sizeof *c->moments);
    c->moments[c->count++] = moment;
}

/* The periods between the last moment and this one that the series does not have. */
static void add_gap(struct arena *arena, struct series_course *c, size_t *room, struct period until) {
    char text[CALENDAR_TEXT];
    while (c->count && !period_follows(c->moments[c->count - 1].period, until)) {
        struct period next = period_next(c->moments[c->count - 1].period);
        if (next.first >= until.first)
            return;
        add_moment(arena, c, room,
                   (struct series_moment){next, arena_strdup(arena, period_text(text, next)), NULL, 0});
    }
}

static void add_left_out(struct strbuf *b, const struct series_table *t, size_t item, size_t p) {
    const struct series_value *v = series_table_value(t, item, p);
    if (!v->text)
        return;
    strbuf_printf(b, "%s%s (%s)", b->length ? ", " : "", t->periods[p].text, v->text);
}

static void find_runs(struct arena *arena, struct series_course *c) {
    c->points = arena_array(arena, c->count + 1, sizeof *c->points);
    c->runs = arena_array(arena, c->count + 1, sizeof *c->runs);
    for (size_t i = 0; i < c->count; i++) {
        c->points[i].follows = true;
        if (c->moments[i].value)
            c->points[i].value = c->moments[i].value->exact;
    }
    c->run_count = runs_find(c->points, c->count, c->runs);
}

struct series_course series_course(struct arena *arena, const struct series_table *t, size_t item) {
    struct series_course c = {.table = t, .item = item, .kind = main_kind(t)};
    struct strbuf left_out = {0};
    size_t room = 0;
    for (size_t p = 0; p < t->period_count; p++) {
        if (t->periods[p].period.kind != c.kind) {
            add_left_out(&left_out, t, item, p);
            continue;
        }
        add_gap(arena, &c, &room, t->periods[p].period);
        add_moment(arena, &c, &room,
                   (struct series_moment){t->periods[p].period, t->periods[p].text,
                                          series_table_value(t, item, p), p});
    }
    c.left_out = arena_strdup(arena, left_out.text);
    strbuf_end(&left_out);
    find_runs(arena, &c);
    return c;
}
