#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_draft.h"

#include "engine/base/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 15, DECIMALS_MAX = 9, BRACKETS_MAX = 32 };

struct scan {
    struct arena *arena;
    const struct audit_words *w;
    struct audit_segment *s;
    const char *text;
    size_t capacity, cell;
    int stack[BRACKETS_MAX], depth, brackets;
};

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_at(const char *at, const char *word) {
    return strncmp(at, word, strlen(word)) == 0;
}

static size_t list_at(const struct scan *c, enum audit_list list, const char *at) {
    return audit_word_at(&c->w->lists[list], at);
}

static size_t list_before(const struct scan *c, enum audit_list list, const char *at) {
    return audit_word_before(&c->w->lists[list], c->text, at);
}

/* --- the number itself ------------------------------------------------------------------------------------ */

struct number {
    int64_t mantissa; /* all digits */
    int decimals, digits;
    int64_t scale; /* of the last digit: 1, or 10,000 for 5,966万 */
    bool kanji;    /* 万 or 億 stood in it */
    size_t length;
};

static size_t separator(const char *at, size_t before) {
    size_t length = *at == ',' ? 1 : is_at(at, "、") ? strlen("、") : 0;
    if (!length || before == 0 || before > 3 || !digit(at[length]) || !digit(at[length + 1]) ||
        !digit(at[length + 2]) || digit(at[length + 3]))
        return 0;
    return length;
}

/* Digits with thousands set apart and a decimal part; false when there are too many. */
static bool plain_number(const char *at, struct number *n) {
    const char *start = at;
    size_t run = 0;
    bool rounded = false;
    for (;; at++, run++) {
        size_t skip = separator(at, run);
        if (skip) {
            at += skip;
            run = 0;
        }
        if (!digit(*at))
            break;
        if (n->digits++ >= DIGITS_MAX)
            return false;
        n->mantissa = n->mantissa * 10 + (*at - '0');
    }
    if (*at == '.' && digit(at[1]))
        for (at++; digit(*at); at++) {
            if (n->decimals >= DECIMALS_MAX || n->digits >= DIGITS_MAX) {
                n->mantissa += n->decimals && !rounded && *at >= '5'; /* of what a workbook has reckoned */
                rounded = true;
                continue;
            }
            n->mantissa = n->mantissa * 10 + (*at - '0');
            n->decimals++, n->digits++;
        }
    n->length = (size_t)(at - start);
    return true;
}

static int64_t kanji_unit(const char *at, size_t *length) {
    static const struct {
        const char *word;
        int64_t value;
    } units[] = {{"億", 100000000}, {"万", 10000}, {"千", 1000}};
    for (size_t i = 0; i < 3; i++)
        if (is_at(at, units[i].word)) {
            *length = strlen(units[i].word);
            return units[i].value;
        }
    return 0;
}

/* 3億8千万, 1万2,554: parts with falling units.  Leaves the plain number where no unit follows. */
static bool kanji_number(const char *at, struct number *n) {
    const char *start = at;
    int64_t total = 0, scale = 1, unit, above = INT64_MAX;
    size_t length;
    struct number part = *n;
    while ((unit = kanji_unit(at + part.length, &length)) != 0) {
        at += part.length + length;
        if (is_at(at, "万") && unit == 1000)
            unit *= 10000, at += strlen("万");
        if (unit >= above || part.mantissa > INT64_MAX / unit / 10 || total > INT64_MAX / 4)
            return false;
        above = unit;
        total += part.mantissa * unit / audit_power10(part.decimals);
        scale = unit / audit_power10(part.decimals) > 0 ? unit / audit_power10(part.decimals) : 1;
        part = (struct number){.scale = 1};
        if (!digit(*at))
            break;
        if (!plain_number(at, &part) || part.decimals)
            return false;
    }
    if (at == start)
        return true;
    *n = (struct number){.mantissa = total + part.mantissa, .scale = part.digits ? 1 : scale, .kanji = true};
    n->length = (size_t)(at - start) + part.length;
    return n->mantissa < INT64_MAX / 1000;
}

/* --- what stands around it -------------------------------------------------------------------------------- */

static const char *spaces_back(const struct scan *c, const char *at) {
    return at > c->text && at[-1] == ' ' ? at - 1 : at;
}

/* Marks before the number; moves *at to where the quantity begins. */
static void marks_before(const struct scan *c, const char **at, struct audit_token *t) {
    static const struct {
        enum audit_list list;
        int mark;
    } marks[] = {{WORDS_APPROX_BEFORE, MARK_APPROX},
                 {WORDS_AT_LEAST_BEFORE, MARK_AT_LEAST | MARK_LOWER},
                 {WORDS_OVER_BEFORE, MARK_OVER},
                 {WORDS_UNDER_BEFORE, MARK_UNDER}};
    for (bool found = true; found;) {
        found = false;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            size_t length = list_before(c, marks[i].list, *at);
            if (!length) {
                const char *back = spaces_back(c, *at);
                length = list_before(c, marks[i].list, back);
                length += length ? (size_t)(*at - back) : 0;
            }
            if (length) {
                *at -= length;
                t->marks |= marks[i].mark;
                found = true;
            }
        }
    }
}

static const char *marks_after(const struct scan *c, const char *at, struct audit_token *t) {
    static const struct {
        enum audit_list list;
        int mark;
    } marks[] = {{WORDS_AT_LEAST_AFTER, MARK_AT_LEAST}, {WORDS_OVER_AFTER, MARK_OVER},
                 {WORDS_STRONG_AFTER, MARK_STRONG},     {WORDS_UNDER_AFTER, MARK_UNDER},
                 {WORDS_AT_MOST_AFTER, MARK_AT_MOST},   {WORDS_APPROX_AFTER, MARK_APPROX}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = list_at(c, marks[i].list, at);
        if (length) {
            t->marks |= marks[i].mark;
            return at + length;
        }
    }
    return at;
}

static enum audit_unit unit_at(const struct scan *c, const char *at, size_t *length) {
    enum audit_unit best = UNIT_NONE;
    *length = 0;
    for (enum audit_unit unit = UNIT_INSTITUTION; unit < UNIT_KINDS; unit++) {
        size_t found = audit_word_at(&c->w->units[unit], at);
        if (found && isalpha((unsigned char)at[found - 1]) && isalpha((unsigned char)at[found]))
            found = 0; /* 412 managers are no metres */
        if (found > *length || (found == *length && found && unit == UNIT_OTHER))
            *length = found, best = unit;
    }
    return best;
}

/* 第, 問, p.: but not the end of "up 5.3%", nor ※97事業所 */
static bool prefixed(const struct scan *c, const char *at) {
    size_t length = list_before(c, WORDS_NUMBER_PREFIXES, at), counter;
    const char *word = at - length, *after = at + strspn(at, "0123456789,");
    enum audit_unit unit = unit_at(c, after, &counter);
    if (is_at(word, "※") && (unit == UNIT_INSTITUTION || unit == UNIT_CASE))
        return false;
    return length && !(word > c->text && isalpha((unsigned char)word[0]) && isalpha((unsigned char)word[-1]));
}

/* What is no quantity at all: R6.8, 問4, 2024.09.26, 13:30, 03-3375-5121, 8/27, 5~10%.  *length: its bytes. */
static bool no_quantity(const struct scan *c, const char *at, const struct number *n, size_t *length) {
    const char *after = at + n->length, *back = spaces_back(c, at);
    bool date = strchr(".:-~", *after) && *after && (digit(after[1]) || (*after == '~' && after[1] == '('));
    char before = at > c->text ? at[-1] : ' ', before2 = at - c->text > 1 ? at[-2] : ' ';
    bool second = strchr(":-~", before) && before && digit(before2);
    *length = n->length;
    if (date && *after != '~')
        while (digit(at[*length]) || (strchr(".:-/", at[*length]) && at[*length] && digit(at[*length + 1])))
            (*length)++;
    bool or_more = *after == '+' && !digit(after[1]); /* ages: 65+ */
    return date || second || or_more || isalpha((unsigned char)before) || before == '_' || prefixed(c, at) ||
           prefixed(c, back);
}

static struct audit_token *add_token(struct scan *c, const struct audit_token *t) {
    struct audit_segment *s = c->s;
    s->tokens = arena_grow(c->arena, s->tokens, s->token_count, &c->capacity, sizeof *s->tokens);
    struct audit_token *made = &s->tokens[s->token_count++];
    *made = *t;
    made->bracket = c->depth ? c->stack[c->depth - 1] : 0;
    made->outer = c->depth > 1 ? c->stack[c->depth - 2] : 0;
    made->line = audit_line(s, t->at);
    made->cell = c->cell;
    return made;
}

/* --- kinds of quantities ---------------------------------------------------------------------------------- */

static void set_vague(struct audit_token *t, double percent, double step) {
    t->kind = TOKEN_VAGUE;
    t->vague_low = percent - step / 2;
    t->vague_high = percent + step / 2;
    if (t->marks & (MARK_OVER | MARK_AT_LEAST))
        t->vague_low = percent, t->vague_high = 100;
    else if (t->marks & MARK_STRONG)
        t->vague_low = percent, t->vague_high = percent + step * 0.6;
    else if (t->marks & MARK_UNDER)
        t->vague_low = percent - step * 0.8, t->vague_high = percent;
    else if (t->marks & MARK_AT_MOST)
        t->vague_low = 0, t->vague_high = percent;
}

static bool grows_after(const struct scan *c, const char *at) {
    return list_at(c, WORDS_GROWTH_AFTER, at) || list_at(c, WORDS_GROWTH_AFTER, at + (*at == ' '));
}

/* 3割, 5.4割, 5割4分; and 約1割増, which is a change as 約10%増 is, but known to a tenth only. */
static const char *vague_tenths(struct scan *c, const char *after, const struct number *n,
                                struct audit_token *t) {
    double value = (double)n->mantissa / (double)audit_power10(n->decimals) * 10;
    bool fine = n->decimals > 0;
    after += strlen("割");
    if (digit(after[0]) && is_at(after + 1, "分")) {
        value += after[0] - '0';
        after += 1 + strlen("分");
        fine = true;
    }
    after = marks_after(c, after, t);
    after = marks_after(c, after, t);
    set_vague(t, value, fine ? 1 : 10);
    if (!fine && grows_after(c, after)) {
        t->kind = TOKEN_CHANGE;
        t->mantissa = (int64_t)value;
        t->decimals = 0;
    }
    return after;
}

/* 3分の2 */
static const char *vague_fraction(struct scan *c, const char *after, const struct number *n,
                                  struct audit_token *t) {
    struct number top = {.scale = 1};
    after += strlen("分の");
    if (!digit(*after) || !plain_number(after, &top) || n->mantissa == 0 || n->decimals || top.decimals)
        return NULL;
    after = marks_after(c, after + top.length, t);
    set_vague(t, 100.0 * (double)top.mantissa / (double)n->mantissa, n->mantissa > 3 ? 7 : 9);
    return after;
}

/* 4人に1人, 5機関に1機関 */
static const char *vague_one_in(struct scan *c, const char *after, size_t unit, const struct number *n,
                                struct audit_token *t) {
    const char *at = after + unit;
    if (!unit || !is_at(at, "に"))
        return NULL;
    at += strlen("に");
    struct number one = {.scale = 1};
    if (!digit(*at) || !plain_number(at, &one) || strncmp(at + one.length, after, unit) != 0 ||
        n->mantissa == 0)
        return NULL;
    double value = 100.0 * (double)one.mantissa * (double)audit_power10(n->decimals) / (double)n->mantissa;
    at = marks_after(c, at + one.length + unit, t);
    set_vague(t, value, value * 0.28 < 10 ? value * 0.28 : 10);
    return at;
}

/* 店, 床, 筆: a counter that no list has is a short noun right after the digits, before a particle or a mark. */
static size_t counter_at(const char *at) {
    static const char *const stops[] = {"中", "超", "強", "弱", "増", "減", "以", "未", "前", "後",
                                        "内", "外", "余", "上", "下", "約", "割", "分", "の", "で",
                                        "が", "は", "を", "に", "と", "も", "、", "。"};
    enum { MOST = 4 };
    const struct audit_word_list ends = {(const char **)stops, sizeof stops / sizeof *stops};
    const char *next = at;
    for (int i = 0; i <= MOST; i++) {
        const char *before = next;
        if (!*next || strchr("()\t ,", *next) || audit_word_at(&ends, next))
            return (size_t)(next - at);
        uint32_t code = utf8_next(&next);
        bool noun = (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x30A1 && code <= 0x30FC);
        if (!noun || next == before)
            break;
    }
    return 0;
}

static void set_count(struct audit_token *t, const struct number *n, enum audit_unit unit) {
    /* 7,260万 and 72,600,000 are known to half a 万 */
    bool rounded = n->kanji ? n->scale > 1 : n->mantissa >= 1000000 && n->mantissa % 10000 == 0;
    int64_t slack = rounded ? (n->kanji ? n->scale : 10000) / 2 : 0;
    t->kind = unit == UNIT_OTHER || n->decimals ? TOKEN_OTHER : TOKEN_COUNT;
    t->unit = unit;
    if (t->marks & MARK_APPROX)
        for (int64_t step = 1; step <= n->mantissa && n->mantissa % (step * 10) == 0; step *= 10)
            slack = step * 10 / 2 > slack ? step * 10 / 2 : slack;
    t->low = n->mantissa - slack;
    t->high = n->mantissa + slack;
}

static const char *percent_or_points(struct scan *c, const char *after, size_t length, bool points,
                                     struct audit_token *t) {
    const char *end = marks_after(c, after + length, t);
    t->kind = points ? TOKEN_POINT : list_at(c, WORDS_NO_SHARE, end) ? TOKEN_OTHER : TOKEN_PERCENT;
    if (t->kind == TOKEN_PERCENT &&
        (grows_after(c, end) || list_before(c, WORDS_GROWTH_BEFORE, c->text + t->digits)))
        t->kind = TOKEN_CHANGE;
    return end;
}

/* The year 2024 in prose, with nothing after it, counts nothing. */
static bool bare_year(const struct scan *c, const struct number *n, const char *at) {
    bool cited = at - c->text >= 2 && at[-1] == ' ' && isalpha((unsigned char)at[-2]); /* Wilson 1927 */
    return (c->s->kind == SEGMENT_PROSE || cited) && n->mantissa >= 1900 && n->mantissa <= 2100 &&
           n->length == 4 && digit(*at);
}

static const char *classify(struct scan *c, const char *at, const struct number *n, struct audit_token *t) {
    const char *after = at + n->length, *end = NULL;
    size_t length;
    if (*after == ' ')
        after++;
    t->mantissa = n->mantissa;
    t->decimals = n->decimals;
    length = list_at(c, WORDS_POINT, after);
    if (length)
        return percent_or_points(c, after, length, true, t);
    length = list_at(c, WORDS_PERCENT, after);
    if (length)
        return percent_or_points(c, after, length, false, t);
    enum audit_unit unit = unit_at(c, after, &length);
    if (unit == UNIT_NONE)
        length = after == at + n->length ? counter_at(after) : 0;
    if (is_at(after, "割") && unit != UNIT_OTHER && n->mantissa < 10 * audit_power10(n->decimals))
        return vague_tenths(c, after, n, t);
    if (is_at(after, "分の"))
        end = vague_fraction(c, after, n, t);
    if (!end)
        end = vague_one_in(c, after, length, n, t);
    if (end)
        return end;
    if (unit == UNIT_NONE)
        after = at + n->length;
    set_count(t, n, bare_year(c, n, at) && unit == UNIT_NONE ? UNIT_OTHER : unit);
    return marks_after(c, after + length, t);
}

static int sign_before(const struct scan *c, const char **at) {
    static const struct {
        const char *word;
        int sign;
    } signs[] = {{"+", 1}, {"-", -1}, {"▲", -1}, {"△", -1}, {"±", 0}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = strlen(signs[i].word);
        if ((size_t)(*at - c->text) >= length && is_at(*at - length, signs[i].word)) {
            *at -= length;
            return signs[i].sign;
        }
    }
    return 0;
}

static bool divided(const struct audit_segment *s, size_t from, size_t to) {
    static const char *const words[] = {"/", " of ", " of the ", " out of ", "of "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (to >= from && strlen(words[i]) == to - from && memcmp(s->text + from, words[i], to - from) == 0)
            return true;
    return false;
}

/* a/b, when it can be a share and is no date */
static void join_ratio(struct scan *c) {
    struct audit_segment *s = c->s;
    if (s->token_count < 2)
        return;
    struct audit_token *b = &s->tokens[s->token_count - 1], *a = b - 1;
    if (a->kind != TOKEN_COUNT || b->kind != TOKEN_COUNT || a->low > b->high ||
        !divided(s, a->end, b->digits))
        return;
    a->marks |= MARK_RATIO;
    a->of = s->token_count - 1;
    b->marks |= MARK_OF;
}

/* 8/27, 2024/8/27 are days, and 1/300 is a way of speaking; 721/990 is a share. */
static bool is_day(const struct number *n, const char *at) {
    struct number below = {.scale = 1};
    const char *after = at + n->length;
    if (*after != '/' || !digit(after[1]) || n->decimals || !plain_number(after + 1, &below))
        return false;
    return n->mantissa <= 1 || n->mantissa > below.mantissa || (n->mantissa <= 12 && below.mantissa <= 31);
}

static size_t day_length(const char *at) {
    size_t length = 0;
    while (digit(at[length]) || (at[length] == '/' && digit(at[length + 1])))
        length++;
    return length;
}

static const char *take_number(struct scan *c, const char *at) {
    struct number n = {.scale = 1};
    struct audit_token t = {.digits = (size_t)(at - c->text)};
    size_t length = 0;
    if (!plain_number(at, &n)) {
        while (digit(*at))
            at++;
        return at;
    }
    bool marked = list_before(c, WORDS_N_MARKS, at) > 0, day = is_day(&n, at);
    if (day || (!marked && no_quantity(c, at, &n, &length)) || !kanji_number(at, &n)) {
        length = day ? day_length(at) : length;
        length = n.length > length ? n.length : length;
        t.at = t.digits;
        t.end = t.digits + length;
        t.kind = TOKEN_OTHER;
        add_token(c, &t);
        return at + length;
    }
    const char *start = at;
    t.sign = sign_before(c, &start);
    marks_before(c, &start, &t);
    t.marks |= marked ? MARK_N : 0;
    const char *end = classify(c, at, &n, &t);
    t.at = (size_t)(start - c->text);
    t.end = (size_t)(end - c->text);
    add_token(c, &t);
    join_ratio(c);
    return end;
}

/* more than a third, nearly two thirds */
static void qualify_word(const struct scan *c, const char *at, struct audit_token *t) {
    double middle = (t->vague_low + t->vague_high) / 2, step = t->vague_high - t->vague_low;
    struct audit_token before = {0};
    if (t->marks || t->vague_high > 99)
        return;
    marks_before(c, &at, &before);
    if (before.marks & (MARK_OVER | MARK_AT_LEAST))
        t->vague_low = middle, t->vague_high = 100;
    else if (before.marks & (MARK_UNDER | MARK_APPROX))
        t->vague_low -= step / 4;
    t->marks |= before.marks;
    t->at = (size_t)(at - c->text);
}

static const char *take_vague(struct scan *c, const char *at) {
    for (size_t i = 0; i < c->w->vague_count; i++) {
        const struct audit_vague *v = &c->w->vague[i];
        size_t length = audit_word_at(&v->words, at);
        if (!length || (isalpha((unsigned char)at[0]) && isalpha((unsigned char)at[length])))
            continue;
        struct audit_token t = {
            .kind = TOKEN_VAGUE, .at = (size_t)(at - c->text), .digits = (size_t)(at - c->text)};
        t.end = t.at + length;
        t.vague_low = v->above >= 0 ? v->above + 1e-6 : v->low;
        t.vague_high = v->above >= 0 ? 100 : v->high;
        t.marks = v->above >= 0 ? MARK_OVER : 0;
        qualify_word(c, at, &t);
        add_token(c, &t);
        return at + length;
    }
    return NULL;
}

static void brackets(struct scan *c, char at) {
    if (at == '(' && c->depth < BRACKETS_MAX)
        c->stack[c->depth++] = ++c->brackets;
    else if (at == ')' && c->depth)
        c->depth--;
}

/* 52.1%、次いでA39.7、B49.2: numbers as fine as the percentage before them, without a unit, are percentages, too. */
static void bare_percents(struct audit_segment *s) {
    static const char *const ends[] = {"、", "。", ")", "・", "/", " ", "の順", "と続", "で"};
    const struct audit_token *percent = NULL;
    for (size_t i = 0; s->kind == SEGMENT_PROSE && i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i];
        percent = t->kind == TOKEN_PERCENT ? t : percent;
        bool bare = percent && t->kind == TOKEN_OTHER && t->unit == UNIT_NONE && t->decimals && !t->sign &&
                    t->decimals == percent->decimals && t->mantissa <= 100 * audit_power10(t->decimals);
        bool ended = t->end == s->length;
        for (size_t k = 0; bare && k < sizeof ends / sizeof *ends; k++)
            ended |= is_at(s->text + t->end, ends[k]);
        if (bare && ended)
            t->kind = TOKEN_PERCENT;
    }
}

/* 0%以上20%未満: a class, of which neither bound is a figure. */
static void spare_classes(struct audit_segment *s) {
    static const char *const tops[] = {"未満", "以下"};
    size_t from = strlen("以上");
    for (size_t i = 1; i < s->token_count; i++) {
        struct audit_token *low = &s->tokens[i - 1], *high = &s->tokens[i];
        const char *before = s->text + high->digits - from, *after = s->text + high->digits;
        bool bounds = high->digits >= low->digits + from && memcmp(before, "以上", from) == 0 &&
                      high->digits <= low->end + from;
        while (bounds && after < s->text + high->end + from && !is_at(after, tops[0]) &&
               !is_at(after, tops[1]))
            after++;
        if (bounds && (is_at(after, tops[0]) || is_at(after, tops[1])))
            low->kind = high->kind = TOKEN_OTHER;
    }
}

void audit_tokens(struct arena *arena, const struct audit_words *w, struct audit_segment *segment) {
    struct scan c = {.arena = arena, .w = w, .s = segment};
    c.text = segment->text;
    for (const char *at = c.text; *at;) {
        const char *vague = digit(*at) ? NULL : take_vague(&c, at);
        brackets(&c, *at);
        c.cell += *at == '\t';
        if (digit(*at))
            at = take_number(&c, at);
        else if (vague)
            at = vague;
        else
            at++;
    }
    bare_percents(segment);
    spare_classes(segment);
}
