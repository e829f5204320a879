#include "engine/response/mask_rules.h"

#include "engine/base/calendar.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"

#include <string.h>

enum {
    DIGITS_MAX = 32,
    NAME_KANJI = 6,
    NAME_KANA = 10,
    LABELLED_KANJI = 8,
    GIVEN_KANJI = 4,
    ADDRESS_MAX = 40,
    LABELLED_MIN = 4
};

/* The text character by character: half-width codes, and where each stands in the text. */
struct scan {
    const struct mask_rules *rules;
    uint32_t *code; /* ends with 0 */
    size_t *at;     /* count + 1 of them */
    size_t count;
};

static struct scan read_text(struct arena *arena, const struct mask_rules *rules, const char *text) {
    size_t length = utf8_length(text);
    struct scan s = {.rules = rules};
    s.code = arena_array(arena, length + 2, sizeof *s.code);
    s.at = arena_array(arena, length + 2, sizeof *s.at);
    const char *next = text;
    for (uint32_t code; s.count < length && (code = utf8_next(&next)) != 0;) {
        s.code[s.count++] = mask_fold(code);
        s.at[s.count] = (size_t)(next - text);
    }
    return s;
}

/* --- characters --- */

static bool is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

static bool is_dash(uint32_t c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30FC || c == 0xFF70;
}

static bool is_kanji(uint32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005;
}

static bool is_katakana(uint32_t c) {
    return (c >= 0x30A1 && c <= 0x30FA) || c == 0x30FC || (c >= 0xFF66 && c <= 0xFF9F);
}

static bool is_hiragana(uint32_t c) {
    return c >= 0x3041 && c <= 0x3096;
}

static bool is_mail(uint32_t c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && c < 128 && strchr("._%+-", (int)c));
}

/* --- words --- */

static bool is_word(const struct scan *s, size_t at, const struct mask_word *word) {
    if (at + word->length > s->count)
        return false;
    for (size_t i = 0; i < word->length; i++)
        if (s->code[at + i] != word->code[i])
            return false;
    return true;
}

/* Characters of the longest word of the list that begins here; 0 for none. */
static size_t word_at(const struct scan *s, size_t at, enum mask_list which) {
    const struct mask_words *list = &s->rules->lists[which];
    size_t longest = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].length > longest && is_word(s, at, &list->items[i]))
            longest = list->items[i].length;
    return longest;
}

/* Whether a word of the list ends just before `end`, not reaching over `from`. */
static bool word_before(const struct scan *s, size_t from, size_t end, enum mask_list which) {
    const struct mask_words *list = &s->rules->lists[which];
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].length <= end - from && is_word(s, end - list->items[i].length, &list->items[i]))
            return true;
    return false;
}

/* --- numbers --- */

struct digits {
    int digit[DIGITS_MAX];
    size_t count, separators, end;
};

static bool is_separator(uint32_t c) {
    return is_dash(c) || c == ' ' || c == '(' || c == ')';
}

/* The run of digits that begins here, single separators between them. */
static struct digits read_digits(const struct scan *s, size_t from) {
    struct digits d = {.end = from};
    for (size_t i = from; i < s->count && d.count < DIGITS_MAX; i++) {
        if (is_digit(s->code[i])) {
            d.digit[d.count++] = (int)(s->code[i] - '0');
            d.end = i + 1;
        } else if (d.count && is_separator(s->code[i]) && is_digit(s->code[i + 1])) {
            d.separators++;
        } else {
            break;
        }
    }
    return d;
}

static bool my_number_holds(const int *digit) {
    int sum = 0;
    for (int n = 1; n <= 11; n++)
        sum += digit[11 - n] * (n <= 6 ? n + 1 : n - 5);
    int rest = sum % 11;
    return digit[11] == (rest <= 1 ? 0 : 11 - rest);
}

static bool looks_like_date(const int *d) {
    int year = d[0] * 1000 + d[1] * 100 + d[2] * 10 + d[3];
    int64_t days;
    return year >= 1868 && year <= 2100 && calendar_days(year, d[4] * 10 + d[5], d[6] * 10 + d[7], &days);
}

static bool fits(const struct digits *d, const struct mask_digits *rule) {
    if (d->count != rule->count || d->separators > rule->separators ||
        (rule->first && (uint32_t)d->digit[0] + '0' != rule->first))
        return false;
    return (!rule->my_number || my_number_holds(d->digit)) && (!rule->no_date || !looks_like_date(d->digit));
}

/* Whether a word of the list stands before, with at most a colon, a blank or a particle between. */
static bool labelled(const struct scan *s, size_t at, enum mask_list which) {
    size_t end = at;
    while (end > 0 && at - end < 3 &&
           (s->code[end - 1] == ':' || s->code[end - 1] == ' ' || s->code[end - 1] == '(' ||
            s->code[end - 1] == '.' || is_hiragana(s->code[end - 1])) &&
           !word_before(s, 0, end, which))
        end--;
    return word_before(s, 0, end, which);
}

static size_t find_number(const struct scan *s, size_t at, enum mask_kind *kind) {
    if (!is_digit(s->code[at]) || (at && is_digit(s->code[at - 1])))
        return 0;
    struct digits d = read_digits(s, at);
    for (size_t i = 0; i < s->rules->digits_count; i++)
        if (fits(&d, &s->rules->digits[i])) {
            *kind = s->rules->digits[i].kind;
            return d.end;
        }
    *kind = MASK_NUMBER;
    return d.count >= LABELLED_MIN && labelled(s, at, LIST_NUMBER_LABELS) ? d.end : 0;
}

/* +81-90-1234-5678, and (03)1234-5678 from its bracket on. */
static size_t find_phone(const struct scan *s, size_t at, enum mask_kind *kind) {
    enum { SHORTEST = 11, LONGEST = 13 }; /* with the country's 81, and a 0 that is dialled at home only */
    struct digits d = read_digits(s, at + 1);
    *kind = MASK_PHONE;
    if (s->code[at] == '+')
        return d.count >= SHORTEST && d.count <= LONGEST && d.digit[0] == 8 && d.digit[1] == 1 ? d.end : 0;
    if (s->code[at] != '(' || !d.count)
        return 0;
    enum mask_kind inside;
    size_t end = find_number(s, at + 1, &inside), close = at + 1;
    while (close < end && s->code[close] != ')')
        close++;
    return end && inside == MASK_PHONE && close < end ? end : 0;
}

/* --- dates of birth --- */

/* One or two digits (a year: also 元, and four), then the unit or a mark; 0 when it is not so. */
static size_t read_part(const struct scan *s, size_t at, size_t most, uint32_t unit) {
    size_t end = at;
    while (end < s->count && end - at < most && is_digit(s->code[end]))
        end++;
    if (end == at && unit == 0x5E74 && s->code[at] == 0x5143) /* 元年 */
        end++;
    if (end == at)
        return 0;
    if (s->code[end] == unit)
        return end + 1;
    if (unit == 0x65E5) /* a day needs no unit */
        return is_digit(s->code[end]) ? 0 : end;
    return s->code[end] == '.' || s->code[end] == '/' || is_dash(s->code[end]) ? end + 1 : 0;
}

static size_t read_date(const struct scan *s, size_t at, bool *long_ago) {
    size_t era = word_at(s, at, LIST_ERAS), end;
    if (!era && at && is_digit(s->code[at - 1]))
        return 0;
    *long_ago = era && word_at(s, at, LIST_BIRTH_ERAS) == era;
    end = read_part(s, at + era, era ? 2 : 4, 0x5E74);
    if (!end || (!era && end - at < 5))
        return 0;
    end = read_part(s, end, 2, 0x6708);
    return end ? read_part(s, end, 2, 0x65E5) : 0;
}

static size_t find_birth(const struct scan *s, size_t at, enum mask_kind *kind) {
    bool long_ago;
    size_t end = read_date(s, at, &long_ago);
    *kind = MASK_BIRTH;
    if (!end)
        return 0;
    return long_ago || word_at(s, end, LIST_BIRTH_MARKS) || labelled(s, at, LIST_BIRTH_LABELS) ? end : 0;
}

/* --- addresses --- */

static bool in_address(uint32_t c) {
    return is_kanji(c) || is_katakana(c) || is_hiragana(c) || is_digit(c) || is_dash(c);
}

/* The end of a house number: digits, dashes, 丁目, 番地, 号; 0 when there is no digit. */
static size_t read_house(const struct scan *s, size_t at) {
    size_t end = at;
    bool digit = false;
    while (end < s->count) {
        size_t word = word_at(s, end, LIST_HOUSE_WORDS);
        if (is_digit(s->code[end]) || (digit && is_dash(s->code[end]) && is_digit(s->code[end + 1]))) {
            digit = digit || is_digit(s->code[end]);
            end++;
        } else if (digit && word && (word > 1 || s->code[end] != 0x306E || is_digit(s->code[end + 1]))) {
            end += word;
        } else {
            break;
        }
    }
    return digit ? end : 0;
}

/* How far the names reach, from the prefecture or the first kanji to the house number; 0 when 市区町村 is not
 * among them.  Without a prefecture a hiragana before it is a particle: the name begins after that. */
static size_t read_place(const struct scan *s, size_t at, size_t prefecture) {
    bool place = false;
    size_t i = at + prefecture;
    for (; in_address(s->code[i]) && !is_digit(s->code[i]) && i - at < ADDRESS_MAX; i++) {
        if (i > at && word_at(s, i, LIST_PREFECTURES))
            return 0;
        if (i > at + prefecture && word_at(s, i, LIST_PLACES))
            place = true;
        if (!prefecture && !place && is_hiragana(s->code[i]))
            return 0;
    }
    return place ? i : 0;
}

/* What follows the digits must close them as an address does: 市 and 2023年 or 3名 are none. */
static size_t find_address(const struct scan *s, size_t at, enum mask_kind *kind) {
    size_t prefecture = word_at(s, at, LIST_PREFECTURES);
    *kind = MASK_ADDRESS;
    if (!prefecture && (!is_kanji(s->code[at]) || (at && is_kanji(s->code[at - 1]))))
        return 0;
    size_t house = read_place(s, at, prefecture), end = house ? read_house(s, house) : 0;
    if (!end)
        return 0;
    bool closed = word_before(s, house, end, LIST_HOUSE_WORDS) || read_digits(s, house).separators;
    return closed || (prefecture && !is_kanji(s->code[end])) ? end : 0;
}

/* --- names --- */

/* A run of kanji, a single blank inside allowed, or of katakana; its end, or 0. */
static size_t read_name(const struct scan *s, size_t at) {
    size_t end = at;
    if (is_katakana(s->code[at])) {
        while (end < s->count && end - at < NAME_KANA &&
               (is_katakana(s->code[end]) || s->code[end] == 0x30FB))
            end++;
        return end;
    }
    while (end < s->count && is_kanji(s->code[end]) && !word_at(s, end, LIST_NAME_SUFFIXES))
        end++;
    if (end > at && s->code[end] == ' ' && is_kanji(s->code[end + 1]))
        for (end++; end < s->count && is_kanji(s->code[end]) && !word_at(s, end, LIST_NAME_SUFFIXES);)
            end++;
    return end;
}

static bool is_name(const struct scan *s, size_t from, size_t end) {
    size_t whole = word_at(s, from, LIST_NOT_NAMES);
    return end > from && whole != end - from && !word_before(s, from, end, LIST_NOT_NAMES_END);
}

/* 患者田中様: the name begins after the words that stand before names. */
static size_t find_name(const struct scan *s, size_t at, size_t *from) {
    uint32_t before = at ? s->code[at - 1] : 0;
    bool kanji = is_kanji(s->code[at]), kana = is_katakana(s->code[at]);
    if ((!kanji && !kana) || (kanji && is_kanji(before)) || (kana && is_katakana(before)))
        return 0;
    size_t end = read_name(s, at);
    if (end == at)
        return 0;
    if (s->code[end] == ' ' && word_at(s, end + 1, LIST_NAME_SUFFIXES))
        end++;
    size_t suffix = word_at(s, end, LIST_NAME_SUFFIXES);
    if (!suffix || word_at(s, end + suffix, LIST_NOT_AFTER_SUFFIX))
        return 0;
    size_t name_end = s->code[end - 1] == ' ' ? end - 1 : end;
    *from = at;
    for (size_t word; (word = word_at(s, *from, LIST_BEFORE_NAMES)) > 0 && *from + word < name_end;)
        *from += word + (s->code[*from + word] == ' ');
    if (!is_name(s, *from, name_end) || (kanji && name_end - *from > NAME_KANJI))
        return 0;
    return name_end;
}

/* --- names without 様 --- */

/* The end of kanji from here on, at most as many as a name has, with a single blank inside allowed. */
static size_t read_kanji(const struct scan *s, size_t at, bool *blank) {
    size_t end = at;
    *blank = false;
    while (is_kanji(s->code[end]) ||
           (!*blank && end > at && s->code[end] == ' ' && is_kanji(s->code[end + 1]))) {
        *blank = *blank || s->code[end] == ' ';
        end++;
    }
    return end - at <= NAME_KANJI + 1 ? end : at;
}

/* A common surname, alone or with a given name of up to three kanji that ends as given names do. */
static bool is_full_name(const struct scan *s, size_t from, size_t end, bool *given) {
    size_t surname = word_at(s, from, LIST_SURNAMES), rest = from + surname;
    if (!surname || rest > end || word_at(s, from, LIST_PREFECTURES))
        return false;
    rest += rest < end && s->code[rest] == ' ';
    *given = end > rest;
    return !*given || (end - rest <= 3 && word_at(s, end - 1, LIST_GIVEN_ENDS) &&
                       !word_before(s, rest, end, LIST_NOT_NAMES_END));
}

/* What may stand after a name: nothing that goes on with the word. */
static bool name_closes(const struct scan *s, size_t end) {
    uint32_t c = s->code[end];
    return !is_kanji(c) && !is_katakana(c) && !is_digit(c);
}

enum label { LABEL_NONE, LABEL_BLANK, LABEL_WEAK, LABEL_STRONG };

/* 氏名:, 患者名「, 担当: are strong; 名前は is weak, for much else is said of a name; 氏名 and a blank is between
 * them. */
static enum label name_label(const struct scan *s, size_t at) {
    enum label label = LABEL_NONE;
    size_t end = at;
    for (; end > 0 && at - end < 3; end--) {
        uint32_t c = s->code[end - 1];
        if (c == ':' || c == '=' || c == 0x300C)
            label = LABEL_STRONG;
        else if (c == 0x306F) /* は */
            label = label == LABEL_STRONG ? label : LABEL_WEAK;
        else if (c == ' ')
            label = label == LABEL_NONE ? LABEL_BLANK : label;
        else
            break;
    }
    return label != LABEL_NONE && word_before(s, 0, end, LIST_NAME_LABELS) ? label : LABEL_NONE;
}

/* ヤマダ タロウ, やまだ たろう after a strong label: two runs of one script with a blank between. */
static size_t find_kana_name(const struct scan *s, size_t at) {
    bool (*same)(uint32_t) = is_katakana(s->code[at]) ? is_katakana : is_hiragana;
    size_t end = at, blank;
    while (same(s->code[end]) && end - at < NAME_KANA)
        end++;
    blank = end;
    if (blank - at < 2 || (s->code[blank] != ' ' && s->code[blank] != 0x30FB))
        return 0;
    for (end++; same(s->code[end]) && end - blank <= NAME_KANA;)
        end++;
    return end - blank > 2 && name_label(s, at) == LABEL_STRONG ? end : 0;
}

/* 山田太郎 電話: the end of the whole name that stands before the blank; 0 when there is none. */
static size_t before_blank(const struct scan *s, size_t at, bool *given) {
    size_t end = at;
    while (is_kanji(s->code[end]))
        end++;
    return is_full_name(s, at, end, given) && *given ? end : 0;
}

/* 山田太郎看護師長: the end of the whole name that stands before a title; 0 when there is none. */
static size_t before_title(const struct scan *s, size_t at) {
    bool given;
    const size_t surname = word_at(s, at, LIST_SURNAMES);
    for (size_t end = at + surname + 1; surname && end <= at + surname + 3 && is_kanji(s->code[end]); end++)
        if (word_at(s, end, LIST_NAME_TITLES) && is_full_name(s, at, end, &given))
            return end;
    return 0;
}

/* 患者の山田太郎が, 山田太郎が, 氏名:山田 太郎, 名前は山田です */
static size_t find_bare_name(const struct scan *s, size_t at) {
    uint32_t before = at ? s->code[at - 1] : 0;
    bool blank, given = false;
    if (is_katakana(s->code[at]) || is_hiragana(s->code[at]))
        return is_katakana(before) || is_hiragana(before) ? 0 : find_kana_name(s, at);
    bool person = word_before(s, 0, at, LIST_PERSONS) ||
                  (before == 0x306E && word_before(s, 0, at - 1, LIST_PERSONS)); /* の */
    if (!is_kanji(s->code[at]) || (is_kanji(before) && !person))
        return 0;
    const size_t titled = before_title(s, at);
    if (titled)
        return titled;
    size_t end = read_kanji(s, at, &blank);
    bool full = name_closes(s, end) && is_full_name(s, at, end, &given);
    if (blank && !full && before_blank(s, at, &given)) {
        end = before_blank(s, at, &given);
        blank = false;
        full = true;
    }
    if (end == at || !name_closes(s, end))
        return 0;
    enum label label = name_label(s, at);
    if (full && (given || person || label == LABEL_STRONG))
        return end;
    bool closed = word_at(s, end, LIST_NAME_CLOSERS) > 0;
    return label == LABEL_STRONG && blank ? end : full && label == LABEL_WEAK && closed ? end : 0;
}

/* --- names after a label --- */

static size_t read_script(const struct scan *s, size_t at, size_t most) {
    uint32_t first = s->code[at];
    bool (*same)(uint32_t) = is_kanji(first) ? is_kanji : is_katakana(first) ? is_katakana : is_hiragana;
    size_t end = at;
    while (end - at < most && same(s->code[end]))
        end++;
    return end;
}

/* 空白, エラー表示: what is said of a name, not one. */
static bool says_no_name(const struct scan *s, size_t from, size_t end) {
    for (size_t i = from; i < end; i++)
        if (word_at(s, i, LIST_NOT_AFTER_LABEL))
            return true;
    return !is_name(s, from, end);
}

/* The end of the text, 、 。 a blank, a digit, a bracket: no word goes on here. */
static bool ends_hard(const struct scan *s, size_t end) {
    uint32_t c = s->code[end];
    return !is_kanji(c) && !is_katakana(c) && !is_hiragana(c) && !(is_mail(c) && !is_digit(c));
}

/* 早乙女ひろみ: kana that belong to the name before them; what they begin with may be okurigana after one kanji. */
static size_t read_kana_given(const struct scan *s, size_t at, size_t end) {
    size_t kana = read_script(s, end, GIVEN_KANJI);
    bool surname = end - at >= 2 || word_at(s, at, LIST_SURNAMES) == end - at;
    bool belongs = surname && kana - end >= 2 && ends_hard(s, kana) && !word_at(s, end, LIST_NAME_CLOSERS);
    return belongs && !says_no_name(s, end, kana) ? kana : end;
}

/* The end of the next word of a name: the given name after a surname, or how it is read; `end` when none follows. */
static size_t read_further(const struct scan *s, size_t end, bool surname) {
    size_t next = end;
    while (next - end < 2 && (s->code[next] == ' ' || s->code[next] == '(' || s->code[next] == 0x30FB))
        next++;
    bool kanji = is_kanji(s->code[next]), katakana = is_katakana(s->code[next]);
    size_t last = read_script(s, next, kanji ? GIVEN_KANJI : NAME_KANA);
    if (next == end || (kanji ? last == next || word_at(s, next, LIST_ERAS) : last - next < 2) ||
        !(kanji ? !is_kanji(s->code[last]) && !is_katakana(s->code[last]) : ends_hard(s, last)))
        return end;
    bool belongs = katakana || s->code[next - 1] == '(' ? !kanji : surname;
    return belongs && !says_no_name(s, next, last) ? last : end;
}

/* 氏名:早乙女光子 電話, 担当:山田 ひろみ, カナ氏名:ヤマダ タロウ: whole, whether the surname is known or not. */
static size_t find_labelled(const struct scan *s, size_t at) {
    enum label label = name_label(s, at);
    bool kanji = is_kanji(s->code[at]);
    size_t first = read_script(s, at, kanji ? LABELLED_KANJI : NAME_KANA);
    if (label == LABEL_NONE || label == LABEL_WEAK || first == at || says_no_name(s, at, first))
        return 0;
    size_t end = kanji ? read_kana_given(s, at, first) : first;
    bool whole = label == LABEL_STRONG && first - at >= 3 && name_closes(s, end);
    if (!ends_hard(s, end) && !(kanji && (whole || word_at(s, end, LIST_NAME_CLOSERS))))
        return 0;
    bool surname = end - at < GIVEN_KANJI || !kanji;
    for (size_t next; (next = read_further(s, end, surname)) > end; surname = false)
        end = next;
    bool loose = label == LABEL_BLANK && is_hiragana(s->code[at]) && end == first;
    return end - at >= 2 && !loose ? end : 0;
}

static size_t find_email(const struct scan *s, size_t at, enum mask_kind *kind) {
    size_t end = at, domain;
    *kind = MASK_EMAIL;
    if (!is_mail(s->code[at]) || (at && is_mail(s->code[at - 1])))
        return 0;
    while (end < s->count && is_mail(s->code[end]))
        end++;
    if (s->code[end] != '@')
        return 0;
    bool dot = false;
    for (domain = ++end; end < s->count && is_mail(s->code[end]); end++)
        dot = dot || (s->code[end] == '.' && end > domain);
    while (end > domain && s->code[end - 1] == '.')
        end--;
    return dot && end > domain ? end : 0;
}

/* --- all --- */

static size_t (*const finders[])(const struct scan *s, size_t at, enum mask_kind *kind) = {
    find_email, find_birth, find_number, find_phone, find_address};

static size_t find_at(const struct scan *s, size_t at, size_t *from, enum mask_kind *kind) {
    *from = at;
    for (size_t i = 0; i < sizeof finders / sizeof *finders; i++) {
        size_t end = finders[i](s, at, kind);
        if (end)
            return end;
    }
    *kind = MASK_NAME;
    size_t end = find_name(s, at, from);
    if (end)
        return end;
    *from = at;
    end = find_labelled(s, at);
    return end ? end : find_bare_name(s, at);
}

void mask_find(struct arena *arena, const struct mask_rules *rules, const char *text,
               struct mask_span **spans, size_t *count) {
    struct scan s = read_text(arena, rules, text);
    size_t capacity = 0;
    *spans = NULL;
    *count = 0;
    for (size_t at = 0; at < s.count;) {
        enum mask_kind kind;
        size_t from, end = find_at(&s, at, &from, &kind);
        if (!end) {
            at++;
            continue;
        }
        *spans = arena_grow(arena, *spans, *count, &capacity, sizeof **spans);
        (*spans)[(*count)++] = (struct mask_span){s.at[from], s.at[end], kind};
        at = end;
    }
}

char *mask_apply(struct arena *arena, const struct mask_rules *rules, const char *text,
                 const struct mask_span *spans, size_t count) {
    struct strbuf b = {0};
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        strbuf_add_bytes(&b, text + from, spans[i].from - from);
        strbuf_add(&b, rules->replacements[spans[i].kind]);
        from = spans[i].to;
    }
    strbuf_add(&b, text + from);
    char *masked = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return masked;
}
