#include "reports/model/kinsoku.h"

#include <stddef.h>
#include <uchar.h>

static const char32_t openings[] = U"（「『【〔〈《［｛｟〘〖“‘〝([{«｢￥¥＄$￡£＃#№−±";
static const char32_t closings[] = U"）」』】〕〉》］｝｠〙〗”’〟)]}»｣";
static const char32_t stops[] = U"、。，．､｡,.";
static const char32_t no_starts[] = U"ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
                                    U"ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ"
                                    U"ー々〻ゝゞヽヾｰﾞﾟ゛゜・･：；！？‼⁇⁈⁉:;!?〜～゠–‐"
                                    U"％%‰°℃′″㎡㎝㎜㎏￠¢";
static const char32_t leaders[] = U"…‥―—─";

/* A number is not parted from these counters, nor from these prefixes. */
static const char32_t counters[] = U"年月日時分秒人名件円割回枚倍社県市町村万億千点問位歳頁％";
static const char32_t number_prefixes[] = U"第問表図約計";

/* After these, an overlong word may be split. */
static const char32_t splitters[] = U"/-_.?&=@";

static bool stands_in(const char32_t *table, uint32_t code) {
    for (; *table; table++)
        if (*table == code)
            return true;
    return false;
}

static bool is_digit(uint32_t code) {
    return (code >= '0' && code <= '9') || (code >= 0xFF10 && code <= 0xFF19);
}

/* Latin, Greek, Cyrillic, their full-width forms and the marks that ASCII words are made of. */
static bool is_latin(uint32_t code) {
    return (code > ' ' && code < 0x7F) || (code >= 0xC0 && code < 0x530 && code != 0xD7 && code != 0xF7) ||
           (code >= 0xFF21 && code <= 0xFF3A) || (code >= 0xFF41 && code <= 0xFF5A);
}

static bool is_space(uint32_t code) {
    return code == ' ' || code == 0x3000 || code == 0x200B ||
           (code >= 0x2000 && code <= 0x200A && code != 0x2007);
}

static bool is_glue(uint32_t code) {
    return code == 0xA0 || code == 0x2060 || code == 0x202F || code == 0x2007 || code == 0xFEFF;
}

enum kinsoku_class kinsoku_class(uint32_t code) {
    static const struct {
        const char32_t *members;
        enum kinsoku_class class;
    } tables[] = {{openings, KINSOKU_OPENING},
                  {closings, KINSOKU_CLOSING},
                  {stops, KINSOKU_STOP},
                  {no_starts, KINSOKU_NO_START},
                  {leaders, KINSOKU_LEADER}};
    if (code >= 0x4E00 && code <= 0x9FFF) /* kanji, half of all there is, stand in no table */
        return KINSOKU_IDEOGRAPH;
    if (is_space(code))
        return KINSOKU_SPACE;
    if (is_glue(code))
        return KINSOKU_GLUE;
    if (is_digit(code))
        return KINSOKU_DIGIT;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (stands_in(tables[i].members, code))
            return tables[i].class;
    return is_latin(code) ? KINSOKU_LATIN : KINSOKU_IDEOGRAPH;
}

enum { ARROW = 0x2192 };

static bool in_word(enum kinsoku_class class) {
    return class == KINSOKU_LATIN || class == KINSOKU_DIGIT;
}

/* ASCII punctuation belongs to the word before it ("8,672", "a.m."), and a word goes on after it; Japanese
 * punctuation ends one. */
static bool joins_word(uint32_t code) {
    return code < 0x80 && !is_space(code);
}

bool kinsoku_may_break(uint32_t before, uint32_t after) {
    enum kinsoku_class b = kinsoku_class(before), a = kinsoku_class(after);
    if (b == KINSOKU_GLUE || a == KINSOKU_GLUE || a == KINSOKU_SPACE)
        return false;
    if (a == KINSOKU_CLOSING || a == KINSOKU_STOP || a == KINSOKU_NO_START)
        return false;
    if (b == KINSOKU_OPENING)
        return false;
    if (b == KINSOKU_SPACE)
        return true;
    if (b == KINSOKU_LEADER && a == KINSOKU_LEADER)
        return false;
    if (b == KINSOKU_DIGIT && stands_in(counters, after))
        return false;
    if (a == KINSOKU_DIGIT && stands_in(number_prefixes, before))
        return false;
    /* full-width numbers: １０．５ and ８，６７２ */
    if (a == KINSOKU_DIGIT && b == KINSOKU_STOP && before >= 0xFF00)
        return false;
    /* from one number to another: 10,026→8,672 */
    if ((before == ARROW && in_word(a)) || (after == ARROW && in_word(b)))
        return false;
    if (in_word(b) && (in_word(a) || (a == KINSOKU_OPENING && joins_word(after))))
        return false;
    return !(joins_word(before) && in_word(a));
}

enum script { SCRIPT_KANJI, SCRIPT_HIRAGANA, SCRIPT_KATAKANA, SCRIPT_OTHER };

static enum script script_of(uint32_t code) {
    if (code >= 0x3041 && code <= 0x309F)
        return SCRIPT_HIRAGANA;
    if (code >= 0x30A1 && code <= 0x30FF)
        return SCRIPT_KATAKANA;
    return (code >= 0x3400 && code <= 0x9FFF) || code == 0x3005 ? SCRIPT_KANJI : SCRIPT_OTHER;
}

int kinsoku_break_quality(uint32_t before, uint32_t after) {
    static const char32_t marks[] = U"／・：；/:;！？", prefixes[] = U"おご";
    const enum kinsoku_class b = kinsoku_class(before), a = kinsoku_class(after);
    const enum script from = script_of(before), to = script_of(after);
    if (b == KINSOKU_SPACE || b == KINSOKU_CLOSING || b == KINSOKU_STOP || a == KINSOKU_OPENING ||
        stands_in(marks, before))
        return 3;
    if (from == SCRIPT_HIRAGANA && to != SCRIPT_HIRAGANA)
        return stands_in(prefixes, before) ? 0 : 2;
    return from != to && to != SCRIPT_HIRAGANA ? 1 : 0;
}

bool kinsoku_may_split_word(uint32_t before, uint32_t after) {
    return stands_in(splitters, before) && in_word(kinsoku_class(after)) &&
           !(before == '.' && is_digit(after));
}
