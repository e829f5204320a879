#include "reports/press/words.h"

#include "engine/base/calendar.h"
#include "engine/base/lang.h"

#include <stdio.h>
#include <string.h>

bool words_date_parse(const char *iso, int64_t *day) {
    int year, month, date, used = 0;
    if (strlen(iso) != 10 || sscanf(iso, "%4d-%2d-%2d%n", &year, &month, &date, &used) != 3 || used != 10)
        return false;
    return calendar_days(year, month, date, day);
}

const char *words_date(struct arena *arena, const char *iso) {
    int64_t day;
    int year, month, date;
    if (!words_date_parse(iso, &day))
        return arena_strdup(arena, iso);
    calendar_date(day, &year, &month, &date);
    return arena_printf(arena, _("%d-%02d-%02d"), year, month, date);
}

const char *words_date_weekday(struct arena *arena, const char *iso) {
    static const char *const names[] = {N_("Sunday"),   N_("Monday"), N_("Tuesday"), N_("Wednesday"),
                                        N_("Thursday"), N_("Friday"), N_("Saturday")};
    int64_t day;
    if (!words_date_parse(iso, &day))
        return arena_strdup(arena, iso);
    const int weekday = (int)(((day + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
    return arena_printf(arena, _("%s (%s)"), words_date(arena, iso), _(names[weekday]));
}

const char *words_period(struct arena *arena, const char *from, const char *to) {
    const bool begins = from && *from, ends = to && *to;
    if (begins && ends)
        return arena_printf(arena, _("%s to %s"), words_date(arena, from), words_date(arena, to));
    if (begins)
        return arena_printf(arena, _("from %s"), words_date(arena, from));
    return ends ? arena_printf(arena, _("until %s"), words_date(arena, to)) : "";
}

const char *words_month(struct arena *arena, const char *period) {
    int year, month, used = 0;
    if (strlen(period) == 10 && strchr(period, '-'))
        return words_date(arena, period);
    if (strlen(period) != 7 || sscanf(period, "%4d-%2d%n", &year, &month, &used) != 2 || used != 7)
        return arena_strdup(arena, period);
    return arena_printf(arena, _("%d-%02d"), year, month);
}
