#include "reports/fieldwork/fieldwork.h"

#include "engine/base/lang.h"
#include "engine/response/normalise.h"

#include <string.h>

/* A date typed with a wrong year would stretch the course over years of nothing. */
enum { DAYS_MAX = 1000 };

/* --- one survey's course --- */

static int64_t day_of(struct arena *arena, const char *text) {
    int64_t day;
    return text && *text && normalise_date(arena, text, &day) ? day : INT64_MIN;
}

static int64_t first_day(struct arena *arena, const struct monitor *m) {
    const struct monitor_group *days = &m->by[MONITOR_DAY];
    int64_t first = day_of(arena, m->q->field_from);
    for (size_t i = 0; i < days->count && first == INT64_MIN; i++)
        if (days->rows[i].counts.accepted)
            first = day_of(arena, days->rows[i].key);
    return first;
}

/* What came before the first day counts on it; what lies years behind it is as good as undated. */
static void count_days(struct arena *arena, struct fieldwork_course *c) {
    const struct monitor_group *days = &c->monitor->by[MONITOR_DAY];
    long *daily = arena_array(arena, DAYS_MAX, sizeof *daily);
    for (size_t i = 0; i < days->count; i++) {
        const int64_t day = day_of(arena, days->rows[i].key), at = day < c->first ? 0 : day - c->first;
        const long count = days->rows[i].counts.accepted;
        if (day == INT64_MIN || at >= DAYS_MAX) {
            c->undated += count;
            continue;
        }
        daily[at] += count;
        if (count && (size_t)at >= c->days)
            c->days = (size_t)at + 1;
    }
    for (size_t i = 1; i < c->days; i++)
        daily[i] += daily[i - 1];
    c->so_far = daily;
}

static const char *label_of(struct arena *arena, const struct questionnaire *q) {
    const char *title = *q->short_title ? q->short_title : q->title;
    return *q->wave_label ? arena_printf(arena, "%s　%s", title, q->wave_label) : title;
}

static bool read_course(struct arena *arena, struct store *store, const char *survey,
                        struct fieldwork_course *c, struct fault *f) {
    c->monitor = monitor_read(store, arena, survey, f);
    if (!c->monitor)
        return false;
    c->label = label_of(arena, c->monitor->q);
    c->first = first_day(arena, c->monitor);
    count_days(arena, c);
    return true;
}

long fieldwork_so_far(const struct fieldwork_course *course, size_t day) {
    return day < course->days ? course->so_far[day] : -1;
}

const char *fieldwork_notice(struct arena *arena, const struct fieldwork *w) {
    const char *now = w->now.monitor->synthetic, *last = w->against ? w->last.monitor->synthetic : NULL;
    const char *of_now = now ? arena_printf(arena, _("%s: %s"), w->now.label, now) : NULL;
    const char *of_last = last ? arena_printf(arena, _("%s: %s"), w->last.label, last) : NULL;
    if (!w->against || (now && last && strcmp(now, last) == 0))
        return now;
    return of_now && of_last ? arena_printf(arena, "%s\n%s", of_now, of_last) : of_now ? of_now : of_last;
}

/* --- the survey before it --- */

static bool is_before(const struct questionnaire *a, const struct questionnaire *b) {
    return *a->field_from && strcmp(a->field_from, b->field_from) < 0;
}

/* *id: NULL when there is none. */
static bool find_last(struct arena *arena, struct store *store, const struct questionnaire *q,
                      const char **id, struct fault *f) {
    struct survey_row *rows;
    size_t count;
    const struct questionnaire *best = NULL;
    if (!store_survey_list(store, arena, &rows, &count, f))
        return false;
    for (size_t i = 0; *q->series && i < count; i++) {
        if (!rows[i].returns || strcmp(rows[i].id, q->id) == 0)
            continue;
        const struct questionnaire *other = store_questionnaire(store, arena, rows[i].id, f);
        if (!other)
            return false;
        if (strcmp(other->series, q->series) == 0 && is_before(other, q) && (!best || is_before(best, other)))
            best = other;
    }
    *id = best ? best->id : NULL;
    return true;
}

static const char *why_alone(struct arena *arena, const struct questionnaire *q) {
    return *q->series
               ? arena_printf(arena, _("no earlier survey of the series \"%s\" has returns in this store"),
                              q->series)
               : _("the questionnaire names no series, so there is no survey before it");
}

const struct fieldwork *fieldwork_read(struct arena *arena, struct store *store, const char *survey,
                                       const char *against, struct fault *f) {
    struct fieldwork *w = arena_alloc(arena, sizeof *w);
    if (!read_course(arena, store, survey, &w->now, f))
        return NULL;
    const struct questionnaire *q = w->now.monitor->q;
    if (against && strcmp(against, q->id) == 0) {
        fault_usage(f, _("--against %s: the survey cannot be held against itself"), against);
        return NULL;
    }
    if (!against && !find_last(arena, store, q, &against, f))
        return NULL;
    w->against = against != NULL;
    if (!against)
        w->why_alone = why_alone(arena, q);
    else if (!read_course(arena, store, against, &w->last, f))
        return NULL;
    return w;
}
