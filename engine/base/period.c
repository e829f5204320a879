#include "engine/base/period.h"

#include <stdio.h>
#include <string.h>

static bool months(enum period_kind kind, int year, int month, int count, struct period *out) {
    int last = month - 1 + count;
    *out = (struct period){.kind = kind};
    if (!calendar_days(year, month, 1, &out->first) ||
        !calendar_days(year + last / 12, last % 12 + 1, 1, &out->last))
        return false;
    out->last--;
    return true;
}

static bool day(const char *text, struct period *out) {
    int year, month, of_month, used = 0;
    *out = (struct period){.kind = PERIOD_DAY};
    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &of_month, &used) != 3 || text[used] ||
        !calendar_days(year, month, of_month, &out->first))
        return false;
    out->last = out->first;
    return true;
}

static bool span(const char *text, struct period *out) {
    char begin[CALENDAR_TEXT];
    struct period end;
    const char *slash = strchr(text, '/');
    if (!slash || (size_t)(slash - text) >= sizeof begin)
        return false;
    snprintf(begin, sizeof begin, "%.*s", (int)(slash - text), text);
    if (!day(begin, out) || !day(slash + 1, &end) || end.first < out->first)
        return false;
    out->kind = PERIOD_SPAN;
    out->last = end.last;
    return true;
}

bool period_parse(const char *text, struct period *out) {
    int year, month, used = 0;
    const char *digits = text + (strncmp(text, "FY", 2) == 0 ? 2 : 0);
    if (strspn(digits, "0123456789") != 4 || strspn(digits, "0123456789-/") != strlen(digits))
        return false;
    if (sscanf(text, "FY%4d%n", &year, &used) == 1 && !text[used])
        return months(PERIOD_FISCAL_YEAR, year, 4, 12, out);
    if (sscanf(text, "%4d%n", &year, &used) == 1 && !text[used])
        return months(PERIOD_YEAR, year, 1, 12, out);
    if (sscanf(text, "%4d-%2d%n", &year, &month, &used) == 2 && !text[used])
        return month >= 1 && month <= 12 && months(PERIOD_MONTH, year, month, 1, out);
    return day(text, out) || span(text, out);
}

int64_t period_middle_twice(struct period period) {
    return period.first + period.last;
}

static bool is_sequence(enum period_kind kind) {
    return kind != PERIOD_DAY && kind != PERIOD_SPAN;
}

bool period_follows(struct period a, struct period b) {
    return !is_sequence(a.kind) || b.first == a.last + 1;
}

struct period period_next(struct period period) {
    int year, month, of_month;
    struct period next = period;
    calendar_date(period.last + 1, &year, &month, &of_month);
    if (!months(period.kind, year, month, period.kind == PERIOD_MONTH ? 1 : 12, &next))
        return period;
    return next;
}

char *period_text(char out[CALENDAR_TEXT], struct period period) {
    int year, month, of_month;
    calendar_date(period.first, &year, &month, &of_month);
    switch (period.kind) {
    case PERIOD_MONTH:
        snprintf(out, CALENDAR_TEXT, "%04d-%02d", year, month);
        break;
    case PERIOD_YEAR:
        snprintf(out, CALENDAR_TEXT, "%04d", year);
        break;
    case PERIOD_FISCAL_YEAR:
        snprintf(out, CALENDAR_TEXT, "FY%04d", year);
        break;
    case PERIOD_DAY:
    case PERIOD_SPAN:
        calendar_iso(out, period.first);
        break;
    }
    return out;
}
