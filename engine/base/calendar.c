#include "engine/base/calendar.h"

#include <stdio.h>

enum { DAYS_400_YEARS = 146097, DAYS_100_YEARS = 36524, DAYS_4_YEARS = 1461, DAYS_TO_1970 = 719468 };

static int month_length(int year, int month) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

/* Years are counted from March, so that the leap day is the last of its year; DAYS_TO_1970 is from
 * 0000-03-01. */
bool calendar_days(int year, int month, int day, int64_t *days) {
    if (year < CALENDAR_YEAR_MIN || year > CALENDAR_YEAR_MAX || month < 1 || month > 12 || day < 1 ||
        day > month_length(year, month))
        return false;
    int from_march = (month + 9) % 12;
    int64_t y = month <= 2 ? year - 1 : year;
    *days = y * 365 + y / 4 - y / 100 + y / 400 + (153 * from_march + 2) / 5 + day - 1 - DAYS_TO_1970;
    return true;
}

void calendar_date(int64_t days, int *year, int *month, int *day) {
    int64_t z = days + DAYS_TO_1970;
    int64_t cycle = (z >= 0 ? z : z - (DAYS_400_YEARS - 1)) / DAYS_400_YEARS;
    int64_t rest = z - cycle * DAYS_400_YEARS;
    int64_t years =
        (rest - rest / (DAYS_4_YEARS - 1) + rest / DAYS_100_YEARS - rest / (DAYS_400_YEARS - 1)) / 365;
    int64_t of_year = rest - (365 * years + years / 4 - years / 100);
    int64_t from_march = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * from_march + 2) / 5 + 1);
    *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = (int)(years + cycle * 400 + (*month <= 2));
}

int64_t calendar_month(int64_t days) {
    int year, month, day;
    int64_t first = days;
    calendar_date(days, &year, &month, &day);
    return calendar_days(year, month, 1, &first) ? first : days;
}

char *calendar_iso(char out[CALENDAR_TEXT], int64_t days) {
    int year, month, day;
    int64_t lowest, highest;
    if (!calendar_days(CALENDAR_YEAR_MIN, 1, 1, &lowest) ||
        !calendar_days(CALENDAR_YEAR_MAX, 12, 31, &highest) || days < lowest || days > highest) {
        snprintf(out, CALENDAR_TEXT, "%lld", (long long)days);
        return out;
    }
    calendar_date(days, &year, &month, &day);
    snprintf(out, CALENDAR_TEXT, "%04d-%02d-%02d", year, month, day);
    return out;
}
