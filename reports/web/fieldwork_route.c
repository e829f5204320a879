#include "reports/web/fieldwork_route.h"

#include "engine/app/double_tally.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "reports/fieldwork/fieldwork.h"
#include "reports/svg/svg_figure.h"

static bool add_figure(struct arena *arena, struct strbuf *out, const char *key, enum figure_kind kind,
                       const struct plot *plot, struct fault *f) {
    const struct figure *figure = figure_make(arena, kind, plot, f);
    const char *svg = figure ? svg_figure_text(arena, figure, NULL, lang_now(), f) : NULL;
    if (!svg)
        return false;
    json_add_member(out, key, svg);
    return true;
}

/* A survey without prefectures has no map, and a course of one day is no line: null. */
static bool add_figures(struct arena *arena, struct strbuf *out, const struct fieldwork *w, struct fault *f) {
    const struct plot *map = fieldwork_map(arena, w), *course = fieldwork_course_plot(arena, w);
    if (map->row_count < 2)
        json_add_member(out, "map", NULL);
    else if (!add_figure(arena, out, "map", FIGURE_MAP, map, f))
        return false;
    if (course->column_count > 1)
        return add_figure(arena, out, "course", FIGURE_LINE, course, f);
    json_add_member(out, "course", NULL);
    return true;
}

static void add_last(struct strbuf *out, const struct fieldwork *w) {
    json_add_member(out, "last", w->against ? w->last.label : NULL);
    json_add_member(out, "last_refused", w->why_alone);
}

static bool add_findings(struct arena *arena, struct store *store, const struct questionnaire *q,
                         struct strbuf *out, struct fault *f) {
    struct finding_row *rows;
    size_t count, grave = 0;
    if (!store_finding_list(store, arena, q, false, &rows, &count, f))
        return false;
    for (size_t i = 0; i < count; i++)
        grave += rows[i].finding.severity == RULE_ERROR;
    strbuf_printf(out, ",\n \"findings\": {\"open\": %zu, \"errors\": %zu}", count, grave);
    return true;
}

/* Of the sheets drawn for it; without a plan of all that somebody has keyed twice. */
static bool add_double(struct arena *arena, struct store *store, const struct questionnaire *q,
                       struct strbuf *out, struct fault *f) {
    struct double_tally t = {.arena = arena, .open = {store, q, store_second_book(store, arena, q, f)}};
    if (!t.open.book || !double_tally_make(&t, f))
        return false;
    strbuf_printf(
        out, ",\n \"double\": {\"planned\": %s, \"drawn\": %ld, \"keyed_twice\": %ld, \"undecided\": %ld}",
        t.open.book->plan.share > 0 ? "true" : "false", t.drawn, t.compared, t.undecided);
    return true;
}

static bool answer(struct web_request *r, struct store *store, struct strbuf *out, struct fault *f) {
    const struct fieldwork *w = fieldwork_read(r->arena, store, r->wild[0], NULL, f);
    if (!w)
        return false;
    const struct questionnaire *q = w->now.monitor->q;
    strbuf_add(out, "{");
    json_add_member(out, "survey", q->id);
    add_last(out, w);
    if (!add_findings(r->arena, store, q, out, f) || !add_double(r->arena, store, q, out, f) ||
        !add_figures(r->arena, out, w, f))
        return false;
    strbuf_add(out, "}\n");
    return true;
}

bool fieldwork_route(struct web_request *r, struct web_response *out, struct fault *f) {
    struct store *store = web_reader(r, f);
    const bool done = store && answer(r, store, &out->body, f);
    store_close(store);
    return done;
}
