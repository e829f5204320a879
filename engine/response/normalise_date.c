/* Days as people write them: 令和6年1月9日　R6.1.9　2024/1/9　20240109　45300. */
#include "engine/base/calendar.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/response/spellings.h"

#include <string.h>

enum {
    YEAR_MIN = 1868, /* nothing here is older than Meiji: a smaller year is a slip of the pen */
    YEAR_MAX = 2199,
    SERIAL_MIN = 20000, /* Excel's day numbers from 1954-10-03 to 2119-01-10: five digits */
    SERIAL_MAX = 79999,
    SERIAL_1970 = 25569, /* Excel's number of 1970-01-01 */
};

/* One to `most` digits. */
static bool read_digits(const char **at, int most, int *value) {
    int count = 0;
    *value = 0;
    for (; count < most && text_digit(**at); count++, ++*at)
        *value = *value * 10 + (**at - '0');
    return count > 0 && !text_digit(**at);
}

static size_t count_digits(const char *at) {
    size_t count = 0;
    while (text_digit(at[count]))
        count++;
    return count;
}

/* 令和, 令, R and r; what follows must be a year, so that "Rxyz" is no era. */
static const struct era *read_era(const struct reference *r, const char **at) {
    for (size_t i = 0; i < r->era_count; i++) {
        const struct era *era = &r->eras[i];
        const char *p = *at, *first_end = era->name;
        utf8_next(&first_end);
        size_t first = (size_t)(first_end - era->name);
        if (!text_skip(&p, era->name)) {
            if (strncmp(p, era->name, first) == 0)
                p += first;
            else if ((*p & ~0x20) == *era->letter && era->letter[1] == '\0')
                p++;
            else
                continue;
        }
        text_skip_blanks(&p);
        text_skip(&p, ".");
        text_skip_blanks(&p);
        if (!text_digit(*p) && strncmp(p, "元", strlen("元")) != 0)
            continue;
        *at = p;
        return era;
    }
    return NULL;
}

static bool skip_mark(const char **at, const char *kanji) {
    text_skip_blanks(at);
    bool found = text_skip(at, kanji) || text_skip(at, "/") || text_skip(at, "-") || text_skip(at, ".");
    text_skip_blanks(at);
    return found;
}

/* 受, 着, FAX受信: what a stamp says beside its day. */
static void skip_stamps(const char **at) {
    struct fault ignored = {0};
    const struct words *words = words_get(&ignored);
    text_skip_blanks(at);
    for (size_t length; words && (length = words_prefix(words, WORDS_STAMPS, *at)) > 0; text_skip_blanks(at))
        *at += length;
}

/* （受）, 受付. */
static void skip_bracketed_stamps(const char **at) {
    const char *inside = *at;
    skip_stamps(at);
    if (*at != inside || !text_skip(&inside, "("))
        return;
    const char *first = inside;
    skip_stamps(&inside);
    if (inside != first && text_skip(&inside, ")"))
        *at = inside;
}

/* (火), 火曜日, a time of day with or without zone, and what a stamp says: of no interest, but usual. */
static bool read_rest(const char *at) {
    static const char *const weekdays[] = {"日", "月", "火", "水", "木", "金", "土"};
    skip_bracketed_stamps(&at);
    bool open = text_skip(&at, "(");
    for (size_t i = 0; i < sizeof weekdays / sizeof *weekdays; i++)
        if (text_skip(&at, weekdays[i])) {
            if (text_skip(&at, "曜"))
                text_skip(&at, "日");
            break;
        }
    if (open && !text_skip(&at, ")"))
        return false;
    skip_bracketed_stamps(&at);
    bool time = text_skip(&at, "t") || text_skip(&at, "T") || text_digit(*at) || text_skip(&at, "午前") ||
                text_skip(&at, "午後");
    if (time)
        at += strspn(at, "0123456789:. +-zZAPMapm");
    skip_bracketed_stamps(&at);
    return *at == '\0';
}

struct written_date {
    const struct era *era; /* or NULL: Western */
    int year, month, day;
};

static bool read_year(const char **at, struct written_date *date) {
    if (date->era && text_skip(at, "元")) {
        date->year = 1;
        return true;
    }
    return (date->era || count_digits(*at) == 4) && read_digits(at, date->era ? 2 : 4, &date->year);
}

static bool read_marked(const char *at, struct written_date *date) {
    if (!read_year(&at, date) || !skip_mark(&at, "年") || !read_digits(&at, 2, &date->month) ||
        !skip_mark(&at, "月") || !read_digits(&at, 2, &date->day))
        return false;
    text_skip_blanks(&at);
    text_skip(&at, "日");
    return read_rest(at);
}

/* 20240109, R060109 */
static bool read_run(const char *at, struct written_date *date) {
    size_t digits = count_digits(at), wanted = date->era ? 6 : 8;
    if (digits != wanted)
        return false;
    int value = 0;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (at[i] - '0');
    date->year = value / 10000;
    date->month = value / 100 % 100;
    date->day = value % 100;
    return read_rest(at + digits);
}

/* 45300 or, with a time of day, 45300.52 */
static bool read_serial(const char *at, int64_t *days) {
    int value;
    if (!read_digits(&at, 5, &value) || value < SERIAL_MIN || value > SERIAL_MAX)
        return false;
    if (text_skip(&at, "."))
        at += count_digits(at);
    text_skip_blanks(&at);
    *days = value - SERIAL_1970;
    return *at == '\0';
}

static enum date_reading to_days(const struct written_date *date, int64_t *days) {
    int year = date->year;
    int64_t first = INT64_MIN;
    if (date->era) {
        if (year < 1 || !calendar_days(date->era->year, date->era->month, date->era->day, &first))
            return DATE_IMPOSSIBLE;
        year += date->era->year - 1;
    }
    if (year < YEAR_MIN || year > YEAR_MAX || !calendar_days(year, date->month, date->day, days) ||
        *days < first)
        return DATE_IMPOSSIBLE;
    return DATE_READ;
}

enum date_reading normalise_date_of(struct arena *scratch, const struct reference *reference,
                                    const char *cell, int64_t *days) {
    const char *at = folded_plain(scratch, cell);
    skip_bracketed_stamps(&at);
    if (read_serial(at, days))
        return DATE_READ;
    struct written_date date = {.era = reference ? read_era(reference, &at) : NULL};
    if (!read_run(at, &date) && !read_marked(at, &date))
        return DATE_UNREADABLE;
    return to_days(&date, days);
}

bool normalise_date(struct arena *scratch, const char *cell, int64_t *days) {
    struct fault f = {0};
    return normalise_date_of(scratch, reference_get(&f), cell, days) == DATE_READ;
}

char *normalise_date_text(struct arena *arena, int64_t days) {
    char iso[CALENDAR_TEXT];
    return arena_strdup(arena, calendar_iso(iso, days));
}
