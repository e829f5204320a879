/* Numbers as people write them: １，２３４　3件　約3　3件くらい. */
#include "engine/base/utf8.h"
#include "engine/response/folded.h"
#include "engine/response/spellings.h"

#include <string.h>

enum { WHOLE_DIGITS_MAX = 12 }; /* millionths of more do not fit an int64 */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* 3 or 1234567 or 1,234,567: a comma stands before exactly three digits, and if anywhere, then everywhere. */
static bool read_whole(const char **at, int64_t *value) {
    size_t digits = 0, group = 0;
    bool commas = false;
    const char *p = *at;
    *value = 0;
    for (;; p++) {
        if (is_digit(*p)) {
            if (++digits > WHOLE_DIGITS_MAX)
                return false;
            *value = *value * 10 + (*p - '0');
            group++;
        } else if (*p == ',' && is_digit(p[1])) {
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
    if (!is_digit(*p))
        return false;
    for (int64_t worth = NUMBER_ONE / 10; is_digit(*p); p++, worth /= 10) {
        if (worth == 0 && *p != '0')
            return false;
        *millionths += (*p - '0') * worth;
    }
    *at = p;
    return true;
}

static bool skip(const char **at, const char *prefix) {
    size_t length = strlen(prefix);
    if (length == 0 || strncmp(*at, prefix, length) != 0)
        return false;
    *at += length;
    return true;
}

static void skip_spaces(const char **at) {
    while (**at == ' ')
        ++*at;
}

static bool skip_words(const struct words *words, enum word_list list, const char **at) {
    size_t length = words ? words_prefix(words, list, *at) : 0;
    *at += length;
    return length > 0;
}

static bool read_sign(const char **at) {
    return skip(at, "-") || skip(at, "−") || skip(at, "△") || skip(at, "▲");
}

/* 35万, 3千: the myriads that stand behind the digits. */
static bool read_scale(const char **at, int64_t *millionths) {
    static const struct {
        const char *sign;
        int64_t times;
    } scales[] = {{"千", 1000}, {"万", 10000}, {"億", 100000000}};
    static const int64_t most = INT64_C(999999999999) * NUMBER_ONE;
    const char *p = *at;
    skip_spaces(&p);
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (skip(&p, scales[i].sign)) {
            if (*millionths > most / scales[i].times)
                return false;
            *millionths *= scales[i].times;
            *at = p;
            return true;
        }
    return true;
}

/* 件, くらい, 件くらい, くらい件: unit and words of doubt in any order, each at most twice. */
static bool read_tail(const struct words *words, const char *unit, const char *at, bool *approximate) {
    for (int i = 0; i < 4 && *at; i++) {
        skip_spaces(&at);
        if (skip(&at, unit) || skip_words(words, WORDS_COUNTERS, &at))
            continue;
        if (skip_words(words, WORDS_ABOUT_AFTER, &at))
            *approximate = true;
    }
    skip_spaces(&at);
    skip(&at, "。");
    skip_spaces(&at);
    return *at == '\0';
}

/* A few ASCII digits and nothing else. */
static bool read_plain_digits(const char *cell, int64_t *millionths) {
    int64_t value = 0;
    size_t length = 0;
    for (; length <= 9 && is_digit(cell[length]); length++)
        value = value * 10 + (cell[length] - '0');
    *millionths = value * NUMBER_ONE;
    return length > 0 && cell[length] == '\0';
}

bool normalise_number_of(struct arena *scratch, const struct words *words, const char *unit, const char *cell,
                         int64_t *millionths, bool *approximate) {
    int64_t whole, fraction;
    *approximate = false;
    if (read_plain_digits(cell, millionths))
        return true;
    const char *at = folded_plain(scratch, cell);
    skip_spaces(&at);
    for (; skip_words(words, WORDS_ABOUT_BEFORE, &at); skip_spaces(&at))
        *approximate = true;
    bool negative = read_sign(&at);
    skip_spaces(&at);
    if (!read_whole(&at, &whole) || !read_fraction(&at, &fraction))
        return false;
    *millionths = whole * NUMBER_ONE + fraction;
    if (!read_scale(&at, millionths))
        return false;
    if (negative)
        *millionths = -*millionths;
    return read_tail(words, utf8_nfkc(scratch, unit), at, approximate);
}

bool normalise_number(struct arena *scratch, const char *cell, int64_t *millionths, bool *approximate) {
    struct fault f = {0};
    return normalise_number_of(scratch, words_get(&f), "", cell, millionths, approximate);
}
