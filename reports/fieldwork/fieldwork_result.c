#include "reports/fieldwork/fieldwork_result.h"

#include "engine/base/calendar.h"
#include "engine/base/lang.h"

#include <string.h>

static const struct listing_column day_columns[] = {
    {"day", N_("Day of the fieldwork"), LISTING_NUMBER},
    {"date", N_("Date"), LISTING_TEXT},
    {"valid", N_("Valid so far"), LISTING_NUMBER},
    {"last_date", N_("Date, last survey"), LISTING_TEXT},
    {"last_valid", N_("Valid so far, last survey"), LISTING_NUMBER},
};
static const struct listing_column prefecture_columns[] = {
    {"key", N_("Code"), LISTING_TEXT},
    {"label", N_("Prefecture"), LISTING_TEXT},
    {"sent", N_("Sent"), LISTING_NUMBER},
    {"valid", N_("Valid"), LISTING_NUMBER},
    {"text", N_("Response rate"), LISTING_FIGURE},
};
enum {
    DAY_COLUMNS = sizeof day_columns / sizeof *day_columns,
    PREFECTURE_COLUMNS = sizeof prefecture_columns / sizeof *prefecture_columns,
};

static struct result *begin(struct arena *arena, const struct fieldwork *w, const char *title) {
    struct result *r = result_create(arena, title);
    const struct monitor *m = w->now.monitor;
    result_fact(r, "survey", _("Survey"), m->q->id);
    result_fact(r, "survey_title", _("Title"), m->q->title);
    if (m->total.sent != MONITOR_UNKNOWN)
        result_fact_number(r, "sent", _("Sent"), m->total.sent);
    result_fact_number(r, "valid", _("Valid"), m->total.counts.accepted);
    return r;
}

static void end(struct result *r, const char *notice) {
    if (notice)
        result_note(r, notice);
}

/* --- by day --- */

static const char *date_of(struct arena *arena, const struct fieldwork_course *c, size_t day) {
    char text[CALENDAR_TEXT];
    return day < c->days ? arena_strdup(arena, calendar_iso(text, c->first + (int64_t)day)) : NULL;
}

static const char *so_far_of(struct arena *arena, const struct fieldwork_course *c, size_t day) {
    const long so_far = fieldwork_so_far(c, day);
    return so_far < 0 ? NULL : listing_number(arena, so_far);
}

static const struct listing *list_days(struct arena *arena, const struct fieldwork *w) {
    struct listing *l =
        listing_create(arena, "days", day_columns, w->against ? DAY_COLUMNS : DAY_COLUMNS - 2);
    const size_t days = w->now.days > w->last.days ? w->now.days : w->last.days;
    for (size_t day = 0; day < days; day++)
        listing_add(l, (const char *const[DAY_COLUMNS]){
                           listing_number(arena, (long)day + 1), date_of(arena, &w->now, day),
                           so_far_of(arena, &w->now, day), date_of(arena, &w->last, day),
                           so_far_of(arena, &w->last, day)});
    return l;
}

struct result *fieldwork_by_day(struct arena *arena, const struct fieldwork *w) {
    struct result *r = begin(arena, w, _("Valid returns day by day since the field period began"));
    const struct listing *days = list_days(arena, w);
    result_fact(r, "last", _("Last survey"), w->against ? w->last.monitor->q->id : NULL);
    result_fact(r, "last_refused", _("No last survey"), w->why_alone);
    result_fact_number(r, "undated", _("Without a day"), w->now.undated);
    result_rows(r, days, days);
    end(r, fieldwork_notice(arena, w));
    return r;
}

/* --- by prefecture --- */

static const struct listing *list_prefectures(struct arena *arena, const struct monitor *m) {
    struct listing *l = listing_create(arena, "prefectures", prefecture_columns, PREFECTURE_COLUMNS);
    const struct monitor_group *group = &m->by[MONITOR_PREFECTURE];
    for (size_t i = 0; i < group->count; i++) {
        const struct monitor_row *row = &group->rows[i];
        char text[PERCENT_TEXT] = "";
        if (row->sent > 0)
            percent_text(text, row->counts.accepted, row->sent, m->q->percent_decimals);
        listing_add(l, (const char *const[PREFECTURE_COLUMNS]){
                           row->key, row->label,
                           row->sent == MONITOR_UNKNOWN ? NULL : listing_number(arena, row->sent),
                           listing_number(arena, row->counts.accepted),
                           *text ? arena_strdup(arena, text) : NULL});
    }
    return l;
}

struct result *fieldwork_by_prefecture(struct arena *arena, const struct fieldwork *w) {
    struct result *r = begin(arena, w, _("Valid returns and response rate by prefecture"));
    const struct listing *prefectures = list_prefectures(arena, w->now.monitor);
    result_rows(r, prefectures, prefectures);
    end(r, w->now.monitor->synthetic);
    return r;
}
