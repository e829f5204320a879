#include "importers/xlsx/xlsx_value.h"

#include "engine/base/calendar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DIGITS = 15,       /* that Excel shows */
    DAYS_1900 = 25569, /* its number of 1970-01-01 */
    DAYS_1904 = 24107,
    LEAP_DAY = 60,        /* 1900-02-29, which never was */
    SERIAL_MAX = 2958465, /* 9999-12-31 */
    SECONDS = 24 * 60 * 60,
};

/* A text that is a whole number of few digits is what people see already. */
static bool is_plain(const char *text) {
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= DIGITS && !text[digits] && (text[0] != '0' || digits == 1);
}

/* Without an exponent: 1e-07 as 0.0000001. */
static void add_number(struct strbuf *out, double value) {
    char text[400];
    snprintf(text, sizeof text, "%.*g", DIGITS, value);
    char *exponent = strchr(text, 'e');
    if (exponent) {
        long power = strtol(exponent + 1, NULL, 10);
        *exponent = '\0';
        char *point = strchr(text, '.');
        long places = point ? (long)strlen(point + 1) : 0;
        long decimals = places - power;
        snprintf(text, sizeof text, "%.*f", decimals > 0 && decimals < 330 ? (int)decimals : 0, value);
    }
    strbuf_add(out, strcmp(text, "-0") == 0 ? "0" : text);
}

static void add_time(struct strbuf *out, long seconds) {
    strbuf_printf(out, "%02ld:%02ld", seconds / 3600, seconds / 60 % 60);
    if (seconds % 60)
        strbuf_printf(out, ":%02ld", seconds % 60);
}

static void add_day(struct strbuf *out, long serial, bool since_1904) {
    char iso[CALENDAR_TEXT];
    if (!since_1904 && serial == LEAP_DAY) {
        strbuf_add(out, "1900-02-29");
        return;
    }
    long shift = since_1904 ? DAYS_1904 : serial < LEAP_DAY ? DAYS_1900 - 1 : DAYS_1900;
    strbuf_add(out, calendar_iso(iso, serial - shift));
}

/* False when it is no moment. */
static bool add_moment(struct strbuf *out, double value, enum xlsx_kind kind, bool since_1904) {
    if (!(value >= 0) || value >= SERIAL_MAX + 1 - (since_1904 ? DAYS_1900 - DAYS_1904 : 0))
        return false;
    long day = (long)value, seconds = lround((value - (double)day) * SECONDS);
    if (seconds >= SECONDS) {
        seconds -= SECONDS;
        day++;
    }
    if (day > SERIAL_MAX - (since_1904 ? DAYS_1900 - DAYS_1904 : 0))
        return false;
    bool no_day = day == 0 && !since_1904;
    if (kind == XLSX_ELAPSED)
        add_time(out, day * SECONDS + seconds);
    else if (kind == XLSX_TIME || (no_day && kind == XLSX_DATETIME))
        add_time(out, seconds);
    else if (no_day)
        return false;
    else {
        add_day(out, day, since_1904);
        if (kind == XLSX_DATETIME && seconds) {
            strbuf_char(out, ' ');
            add_time(out, seconds);
        }
    }
    return true;
}

static void add_zeros(struct strbuf *out, double value, unsigned digits) {
    char text[400];
    snprintf(text, sizeof text, "%.0f", fabs(round(value)));
    strbuf_add(out, value < 0 ? "-" : "");
    for (size_t i = strlen(text); i < digits; i++)
        strbuf_char(out, '0');
    strbuf_add(out, text);
}

void xlsx_value_number(struct strbuf *out, const char *text, struct xlsx_format format, bool since_1904) {
    if (format.kind == XLSX_GENERAL && is_plain(text)) {
        strbuf_add(out, text);
        return;
    }
    char *end;
    double value = strtod(text, &end);
    if (end == text || text[strspn(text, "0123456789+-.eE \t\n")] || !isfinite(value)) {
        strbuf_add(out, text);
        return;
    }
    if (format.kind == XLSX_PERCENT) {
        add_number(out, value * 100);
        strbuf_char(out, '%');
    } else if (format.kind == XLSX_ZEROS) {
        add_zeros(out, value, format.zeros);
    } else if (format.kind == XLSX_GENERAL || !add_moment(out, value, format.kind, since_1904)) {
        add_number(out, value);
    }
}

void xlsx_value_iso(struct strbuf *out, const char *text) {
    size_t length = strlen(text), start = out->length;
    strbuf_add(out, text);
    if (length < 16 || text[10] != 'T')
        return;
    out->text[start + 10] = ' ';
    const char *fraction = strchr(text, '.');
    if (fraction)
        length = (size_t)(fraction - text);
    else if (text[length - 1] == 'Z')
        length--;
    if (length == 19 && strncmp(text + 16, ":00", 3) == 0)
        length = 16;
    if (length == 16 && strncmp(text + 11, "00:00", 5) == 0)
        length = 10;
    out->length = start + length;
    out->text[out->length] = '\0';
}
