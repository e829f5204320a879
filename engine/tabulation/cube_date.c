#include "engine/tabulation/cube_date.h"

#include "engine/base/calendar.h"
#include "engine/base/lang.h"

/* Months since the year 0, of the class of so many months that a day belongs to. */
static int class_of(int64_t day, int months) {
    int year, month, of_month;
    calendar_date(day, &year, &month, &of_month);
    return (12 * year + month - 1) / months * months;
}

/* A decade that begins before the first year that is counted begins with it. */
static int64_t day_of(int month) {
    int64_t day = 0;
    (void)!calendar_days(month < 12 ? 1 : month / 12, month < 12 ? 1 : month % 12 + 1, 1, &day);
    return day;
}

struct cube_dates cube_dates_make(struct arena *arena, int64_t first, int64_t last) {
    static const int lengths[] = {1, 12, 60, 120, 1200};
    enum { LENGTHS = sizeof lengths / sizeof *lengths };
    size_t chosen = 0;
    while (chosen + 1 < LENGTHS &&
           (class_of(last, lengths[chosen]) - class_of(first, lengths[chosen])) / lengths[chosen] >=
               CUBE_DATE_CLASSES)
        chosen++;
    const int months = lengths[chosen], from = class_of(first, months);
    struct cube_dates made = {.months = months,
                              .count = (size_t)((class_of(last, months) - from) / months) + 1};
    made.bounds = arena_array(arena, made.count + 1, sizeof *made.bounds);
    for (size_t i = 0; i < made.count; i++)
        made.bounds[i] = day_of(from + (int)i * months);
    return made;
}

struct cube_row cube_dates_row(struct arena *arena, const struct cube_dates *dates, size_t at) {
    struct cube_row row = {.kind = CUBE_VALUE, .option = -1};
    const int begin = class_of(dates->bounds[at], dates->months), year = begin / 12, month = begin % 12 + 1,
              last = year + dates->months / 12 - 1;
    if (dates->months == 1) {
        row.key = arena_printf(arena, "%04d-%02d", year, month);
        row.label = arena_printf(arena, _("%04d-%02d"), year, month);
    } else if (dates->months == 12) {
        row.key = arena_printf(arena, "%04d", year);
        row.label = arena_printf(arena, _("%d (year)"), year);
    } else {
        row.key = arena_printf(arena, "%04d-%04d", year, last);
        row.label = dates->months == 120 ? arena_printf(arena, _("%ds"), year)
                                         : arena_printf(arena, _("%d-%d (years)"), year, last);
    }
    return row;
}
