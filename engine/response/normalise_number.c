/* Numbers as people write them: １，２３４　3件　約3　3件くらい　1億2,000万円. */
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/response/folded.h"
#include "engine/response/spellings.h"

#include <string.h>

enum { WHOLE_DIGITS_MAX = 12 }; /* millionths of more do not fit an int64 */

/* 3 or 1234567 or 1,234,567: a comma stands before exactly three digits, and if anywhere, then everywhere. */
static bool read_whole(const char **at, int64_t *value) {
    size_t digits = 0, group = 0;
    bool commas = false;
    const char *p = *at;
    *value = 0;
    for (;; p++) {
        if (text_digit(*p)) {
            if (++digits > WHOLE_DIGITS_MAX)
                return false;
            *value = *value * 10 + (*p - '0');
            group++;
        } else if (*p == ',' && text_digit(p[1])) {
            if (commas ? group != 3 : group > 3 || group == 0)
                return false;
            commas = true;
            group = 0;
        } else {
            break;
        }
    }
    *at = p;
    return digits > 0 && (!commas || group == 3);
}

/* Up to six places; more are read only when they are zeros (1.0000000). */
static bool read_fraction(const char **at, int64_t *millionths) {
    *millionths = 0;
    if (**at != '.')
        return true;
    const char *p = *at + 1;
    if (!text_digit(*p))
        return false;
    for (int64_t worth = NUMBER_ONE / 10; text_digit(*p); p++, worth /= 10) {
        if (worth == 0 && *p != '0')
            return false;
        *millionths += (*p - '0') * worth;
    }
    *at = p;
    return true;
}

static bool skip_words(const struct words *words, enum word_list list, const char **at) {
    size_t length = words ? words_prefix(words, list, *at) : 0;
    *at += length;
    return length > 0;
}

static bool read_sign(const char **at) {
    return text_skip(at, "-") || text_skip(at, "−") || text_skip(at, "△") || text_skip(at, "▲");
}

/* 千, 百万, 億: what the myriads at this place come to; 1 when there are none. */
static int64_t read_myriads(const char **at) {
    static const struct {
        const char *sign;
        int64_t times;
    } myriads[] = {{"百", 100}, {"千", 1000}, {"万", 10000}, {"億", 100000000}};
    enum { MYRIADS = sizeof myriads / sizeof *myriads };
    int64_t times = 1;
    for (size_t i = 0; i < MYRIADS; i++) /* 百万 and 千万 are written with the smaller one first */
        if (text_skip(at, myriads[i].sign))
            times *= myriads[i].times;
    return times;
}

/* A unit may have myriads of its own (万円, 千人): then they are a divisor of what is written with its unit. */
struct unit {
    const char *whole, *plain; /* 万円, 円 */
    int64_t times;             /* 10000 */
};

static struct unit unit_of(struct arena *scratch, const char *text) {
    struct unit unit = {.whole = utf8_nfkc(scratch, text)};
    unit.plain = unit.whole;
    unit.times = read_myriads(&unit.plain);
    return unit;
}

/* What an amount is written with: how many parts, and whether myriads stand behind the last one. */
struct writing {
    int parts;
    bool named;
};

/* 35万 and 1億2,000万: parts, each of smaller myriads than the one before. */
static bool read_parts(const char **at, int64_t *millionths, struct writing *as) {
    static const int64_t most = INT64_C(999999999999) * NUMBER_ONE;
    int64_t before = INT64_MAX;
    *millionths = 0;
    for (as->parts = 0; as->parts == 0 || text_digit(**at); as->parts++) {
        int64_t whole, fraction;
        if (!read_whole(at, &whole) || !read_fraction(at, &fraction))
            return false;
        const char *behind = *at;
        text_skip_blanks(&behind);
        int64_t times = read_myriads(&behind), value = whole * NUMBER_ONE + fraction;
        if (times >= before || value > most / times || *millionths > most - value * times)
            return false;
        as->named = times > 1;
        *at = as->named ? behind : *at;
        *millionths += value * times;
        before = times;
    }
    return true;
}

/* 150, 150万 and 1,500,000円 where the unit is 万円: a bare number counts units, and one in parts (1億5000) must say
 * what its last part counts. */
static bool read_amount(const char **at, const struct unit *unit, int64_t *millionths) {
    struct writing as = {0};
    if (!read_parts(at, millionths, &as))
        return false;
    if (unit->times == 1)
        return true;
    const char *behind = *at;
    text_skip_blanks(&behind);
    bool plain = text_skip(&behind, unit->plain);
    if (!as.named && !plain)
        return as.parts == 1;
    if (*millionths % unit->times != 0)
        return false;
    *millionths /= unit->times;
    *at = plain ? behind : *at;
    return true;
}

/* 件, くらい, 件くらい, くらい件: unit and words of doubt in any order, each at most twice. */
static bool read_tail(const struct words *words, const char *unit, const char *at, bool *approximate) {
    for (int i = 0; i < 4 && *at; i++) {
        text_skip_blanks(&at);
        if (text_skip(&at, unit) || skip_words(words, WORDS_COUNTERS, &at))
            continue;
        if (skip_words(words, WORDS_ABOUT_AFTER, &at))
            *approximate = true;
    }
    text_skip_blanks(&at);
    text_skip(&at, "。");
    text_skip_blanks(&at);
    return *at == '\0';
}

/* A few ASCII digits and nothing else. */
static bool read_plain_digits(const char *cell, int64_t *millionths) {
    int64_t value = 0;
    size_t length = 0;
    for (; length <= 9 && text_digit(cell[length]); length++)
        value = value * 10 + (cell[length] - '0');
    *millionths = value * NUMBER_ONE;
    return length > 0 && cell[length] == '\0';
}

bool normalise_number_of(struct arena *scratch, const struct words *words, const char *unit, const char *cell,
                         int64_t *millionths, bool *approximate) {
    const struct unit own = unit_of(scratch, unit);
    *approximate = false;
    if (read_plain_digits(cell, millionths))
        return true;
    const char *at = folded_plain(scratch, cell);
    text_skip_blanks(&at);
    for (; skip_words(words, WORDS_ABOUT_BEFORE, &at); text_skip_blanks(&at))
        *approximate = true;
    bool negative = read_sign(&at);
    text_skip_blanks(&at);
    if (!read_amount(&at, &own, millionths))
        return false;
    if (negative)
        *millionths = -*millionths;
    return read_tail(words, own.whole, at, approximate);
}

bool normalise_number(struct arena *scratch, const char *cell, int64_t *millionths, bool *approximate) {
    struct fault f = {0};
    return normalise_number_of(scratch, words_get(&f), "", cell, millionths, approximate);
}

static const char *fraction_text(struct arena *arena, uint64_t millionths) {
    char *text = arena_printf(arena, ".%06llu", (unsigned long long)millionths);
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == '0' || text[length - 1] == '.'))
        text[--length] = '\0';
    return text;
}

const char *normalise_number_with(struct arena *arena, const char *unit, const char *cell) {
    struct fault f = {0};
    int64_t millionths;
    bool approximate;
    if (!normalise_number_of(arena, words_get(&f), unit, cell, &millionths, &approximate))
        return strpbrk(utf8_fold(arena, cell), "0123456789") ? arena_printf(arena, "%s (%s)", cell, unit)
                                                             : cell;
    const uint64_t one = NUMBER_ONE, size = millionths < 0 ? -(uint64_t)millionths : (uint64_t)millionths;
    return arena_printf(arena, "%s%s%llu%s%s", approximate ? "約" : "", millionths < 0 ? "-" : "",
                        (unsigned long long)(size / one), fraction_text(arena, size % one), unit);
}
