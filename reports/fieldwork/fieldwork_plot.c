/* Where the returns come from, as a map; and how they come in, as lines. */
#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/text.h"
#include "reports/fieldwork/fieldwork.h"

#include <string.h>

/* --- the map --- */

static bool has_sent(const struct monitor_group *group) {
    for (size_t i = 0; i < group->count; i++)
        if (*group->rows[i].key && group->rows[i].sent > 0)
            return true;
    return false;
}

static struct plot_value rate_of(struct arena *arena, const struct monitor_row *row, int decimals) {
    char text[PERCENT_TEXT];
    const long valid = row->counts.accepted;
    if (row->sent <= 0)
        return (struct plot_value){.state = PLOT_NONE, .text = "-"};
    percent_text(text, valid, row->sent, decimals);
    return (struct plot_value){.state = PLOT_SHOWN,
                               .text = arena_strdup(arena, text),
                               .count = number_thousands(arena, valid),
                               .value = 100.0 * (double)valid / (double)row->sent,
                               .n = row->sent};
}

static struct plot_value number_of(struct arena *arena, long number) {
    return (struct plot_value){
        .state = PLOT_SHOWN, .text = number_thousands(arena, number), .value = (double)number};
}

static struct plot_side side_of(struct arena *arena, const struct monitor_row *row, bool rates,
                                enum plot_side_kind kind) {
    return (struct plot_side){.kind = kind,
                              .key = arena_printf(arena, "pref=%s", row->key),
                              .label = row->label,
                              .n = rates && row->sent > 0 ? number_thousands(arena, row->sent) : NULL};
}

/* Prefectures, those not stated left out, and the whole at the end. */
static void fill_map(struct arena *arena, const struct monitor *m, struct plot *plot) {
    const struct monitor_group *group = &m->by[MONITOR_PREFECTURE];
    struct plot_side *rows = arena_array(arena, group->count + 1, sizeof *rows);
    struct plot_value *values = arena_array(arena, group->count + 1, sizeof *values);
    size_t count = 0;
    for (size_t i = 0; i <= group->count; i++) {
        const struct monitor_row *row = i < group->count ? &group->rows[i] : &m->total;
        if (i < group->count && !*row->key)
            continue;
        values[count] = plot->share ? rate_of(arena, row, m->q->percent_decimals)
                                    : number_of(arena, row->counts.accepted);
        rows[count++] = side_of(arena, row, plot->share, i < group->count ? PLOT_PART : PLOT_WHOLE);
    }
    plot->rows = rows;
    plot->values = values;
    plot->row_count = count;
}

const struct plot *fieldwork_map(struct arena *arena, const struct fieldwork *w) {
    const struct monitor *m = w->now.monitor;
    struct plot *plot = arena_alloc(arena, sizeof *plot);
    struct plot_side *column = arena_alloc(arena, sizeof *column);
    const bool rates = has_sent(&m->by[MONITOR_PREFECTURE]);
    *plot = (struct plot){.columns = column, .column_count = 1, .unit = rates ? "%" : "", .share = rates};
    fill_map(arena, m, plot);
    *column = (struct plot_side){.kind = PLOT_PART,
                                 .key = rates ? "response_rate" : "valid",
                                 .label = rates ? _("Response rate") : _("Valid returns")};
    plot->title = arena_printf(
        arena, rates ? _("%s: response rate by prefecture") : _("%s: valid returns by prefecture"),
        w->now.label);
    plot->caption = rates ? _("Valid returns of those sent; n: sent") : _("Number of valid returns");
    plot->note = text_lines(arena, rates ? NULL : _("How many were sent to each prefecture is not known."),
                            m->synthetic);
    return plot;
}

/* --- the course --- */

enum { POINTS_MAX = 180 }; /* a figure's line has room for 200 */

static struct plot_value point_of(struct arena *arena, const struct fieldwork_course *c, size_t day) {
    const long so_far = fieldwork_so_far(c, day);
    return so_far < 0 ? (struct plot_value){.state = PLOT_NONE, .text = "-"} : number_of(arena, so_far);
}

static const struct plot_side *days_of(struct arena *arena, size_t days, size_t every, size_t *count) {
    struct plot_side *columns = arena_array(arena, days / every + 2, sizeof *columns);
    for (size_t day = 0; day < days; day += every)
        columns[(*count)++] = (struct plot_side){.kind = PLOT_PART,
                                                 .key = arena_printf(arena, "%zu", day + 1),
                                                 .label = arena_printf(arena, _("day %zu"), day + 1),
                                                 .at = (double)day};
    return columns;
}

static const char *course_note(struct arena *arena, const struct fieldwork *w) {
    const long undated = w->now.undated + (w->against ? w->last.undated : 0);
    const char *note = w->against ? NULL : arena_printf(arena, _("Drawn alone: %s"), w->why_alone);
    if (undated)
        note = text_lines(arena, note,
                          arena_printf(arena,
                                       _("%s returns without the day they were received on are not in it."),
                                       number_thousands(arena, undated)));
    return text_lines(arena, note, fieldwork_notice(arena, w));
}

const struct plot *fieldwork_course_plot(struct arena *arena, const struct fieldwork *w) {
    const struct fieldwork_course *const courses[] = {&w->now, &w->last};
    const size_t lines = w->against ? 2 : 1, days = w->now.days > w->last.days ? w->now.days : w->last.days,
                 every = days / POINTS_MAX + 1;
    struct plot *plot = arena_alloc(arena, sizeof *plot);
    *plot = (struct plot){.row_count = lines, .unit = "", .timed = true, .bridged = true};
    plot->columns = days_of(arena, days, every, &plot->column_count);
    struct plot_side *rows = arena_array(arena, lines, sizeof *rows);
    struct plot_value *values = arena_array(arena, lines * plot->column_count + 1, sizeof *values);
    for (size_t r = 0; r < lines; r++) {
        rows[r] = (struct plot_side){PLOT_PART, courses[r]->monitor->q->id, courses[r]->label, NULL, 0};
        for (size_t c = 0; c < plot->column_count; c++)
            values[r * plot->column_count + c] = point_of(arena, courses[r], c * every);
    }
    plot->rows = rows;
    plot->values = values;
    plot->title = arena_printf(arena, _("%s: valid returns day by day"), w->now.label);
    plot->caption = _("Valid returns so far, by the day since the field period began");
    plot->note = course_note(arena, w);
    return plot;
}
