#include "reports/audit/audit_numerals.h"

#include "engine/base/strbuf.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { KANJI = 3, RUN_MOST = 24 }; /* bytes of one; characters of a number */

static bool is_at(const char *at, const char *word) {
    return strncmp(at, word, strlen(word)) == 0;
}

static bool ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

/* 0 to 9 for a digit, its power of ten for 十 to 億, negative for anything else. */
static int64_t value_at(const char *at) {
    static const struct {
        const char *word;
        int64_t value;
    } numerals[] = {{"〇", 0},   {"零", 0},    {"一", 1},     {"二", 2},        {"三", 3}, {"四", 4},
                    {"五", 5},   {"六", 6},    {"七", 7},     {"八", 8},        {"九", 9}, {"十", 10},
                    {"百", 100}, {"千", 1000}, {"万", 10000}, {"億", 100000000}};
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        if (is_at(at, numerals[i].word))
            return numerals[i].value;
    return -1;
}

static size_t run_length(const char *at) {
    size_t count = 0;
    while (count < RUN_MOST && value_at(at + count * KANJI) >= 0)
        count++;
    return count;
}

/* 二〇二四, 四七: digit by digit; 二千三百万: by powers.  False for what is neither. */
static bool read_run(const char *at, size_t count, int64_t *number) {
    int64_t total = 0, group = 0, digits = 0;
    bool powers = false, digit_before = false;
    for (size_t i = 0; i < count; i++) {
        int64_t value = value_at(at + i * KANJI);
        if (value < 10) {
            if (powers && digit_before)
                return false; /* 百二三 */
            digits = digits * 10 + value;
            digit_before = true;
            continue;
        }
        powers = true;
        if (value < 10000)
            group += (digits ? digits : 1) * value;
        else
            total += (group + digits) * value, group = 0;
        digits = 0;
        digit_before = false;
    }
    *number = total + group + digits;
    return count <= 15;
}

/* What makes a run of kanji a number: a counter, a percentage, a tenth behind it. */
static bool counts_something(const struct audit_words *w, const char *after) {
    if (audit_word_at(&w->lists[WORDS_PERCENT], after) || audit_word_at(&w->lists[WORDS_POINT], after))
        return true;
    for (enum audit_unit unit = UNIT_INSTITUTION; unit < UNIT_KINDS; unit++)
        if (audit_word_at(&w->units[unit], after))
            return true;
    return is_at(after, "割") || is_at(after, "戸") || is_at(after, "軒");
}

/* ・ between the digits of a share or a multiple is a point: 七三・五%, 8・2倍. */
static size_t fraction(const struct audit_words *w, const char *at, struct strbuf *digits) {
    const char *start = at;
    if (!is_at(at, "・"))
        return 0;
    at += strlen("・");
    for (int places = 0;; places++) {
        int64_t value = value_at(at);
        bool kanji = value >= 0 && value < 10, ascii = ascii_digit(*at);
        if (!kanji && !ascii) {
            bool share = audit_word_at(&w->lists[WORDS_PERCENT], at) ||
                         audit_word_at(&w->lists[WORDS_POINT], at) || is_at(at, "割") || is_at(at, "倍") ||
                         is_at(at, "万") || is_at(at, "億");
            return share && places > 0 && places <= 2 ? (size_t)(at - start) : 0;
        }
        strbuf_char(digits, ascii ? *at : (char)('0' + value));
        at += ascii ? 1 : KANJI;
    }
}

/* Where the second number of 三分の二, 四人に一人, 三つに一つ stands after the first: the same word on both sides of に. */
static const char *second_of(const char *after) {
    const char *ni = is_at(after, "分の") ? NULL : strstr(after, "に");
    size_t word = ni ? (size_t)(ni - after) : 0;
    if (!ni)
        return is_at(after, "分の") ? after + strlen("分の") : NULL;
    const char *second = ni + strlen("に");
    size_t digit = ascii_digit(*second) ? 1 : value_at(second) > 0 && value_at(second) < 10 ? KANJI : 0;
    bool same = digit && word && word <= 4 * KANJI && strncmp(second + digit, after, word) == 0;
    return same ? second : NULL;
}

struct rewriting {
    const struct audit_words *w;
    struct strbuf out;
    const char *second; /* where the second number of a pair stands */
};

/* A number in kanji at `at`; returns the bytes that it was, or 0. */
static size_t take_kanji(struct rewriting *r, const char *at) {
    size_t count = run_length(at);
    const char *after = at + count * KANJI, *pair = count == 1 ? second_of(after) : NULL;
    struct strbuf places = {0};
    strbuf_add(&places, "");
    size_t point = count ? fraction(r->w, after, &places) : 0;
    int64_t number = 0;
    bool percent = audit_word_at(&r->w->lists[WORDS_PERCENT], after) > 0;
    bool tenths =
        is_at(after, "割") ||
        (r->out.length >= KANJI && is_at(r->out.text + r->out.length - KANJI, "割") && is_at(after, "分"));
    bool one = count == 1 && (point || percent || (value_at(at) < 10 && (pair || at == r->second || tenths)));
    bool taken = count && read_run(at, count, &number) &&
                 (one || (count > 1 && (point || counts_something(r->w, after))));
    if (taken) {
        strbuf_printf(&r->out, "%" PRId64, number);
        if (point)
            strbuf_printf(&r->out, ".%s", places.text);
        r->second = pair ? pair : r->second;
    }
    strbuf_end(&places);
    return taken ? (size_t)(after - at) + point : 0;
}

char *audit_numerals(struct arena *arena, const struct audit_words *w, const char *text) {
    struct rewriting r = {.w = w};
    strbuf_add(&r.out, "");
    for (const char *at = text; *at;) {
        size_t taken = (unsigned char)*at >= 0x80 ? take_kanji(&r, at) : 0;
        bool pointed = r.out.length && ascii_digit(r.out.text[r.out.length - 1]);
        struct strbuf places = {0};
        strbuf_add(&places, "");
        size_t point = !taken && pointed ? fraction(w, at, &places) : 0;
        if (point)
            strbuf_printf(&r.out, ".%s", places.text);
        else if (!taken)
            strbuf_char(&r.out, *at);
        at += taken ? taken : point ? point : 1;
        strbuf_end(&places);
    }
    char *copy = arena_strndup(arena, r.out.text, r.out.length);
    strbuf_end(&r.out);
    return copy;
}
