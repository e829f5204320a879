/*
 * The options named in one cell: 「1」 「①③」 「あった」 「保険証で確認、その他（停電）」.
 *
 * The cell is read from left to right.  At each place the longest spelling of the template that ends at a
 * boundary is taken, so a name that contains a separator is found whole; then form numbers are tried.  What
 * is neither stops the reading: an answer that is understood in part is not understood.
 */
#include "engine/base/utf8.h"
#include "engine/response/spellings.h"

#include <string.h>

struct place {
    struct arena *arena;
    const struct spellings *s;
    const struct question_spellings *of;
    const struct folded *cell;
    size_t at;
};

static uint32_t code_at(const struct place *p, size_t at) {
    const char *text = p->cell->text + at;
    return utf8_next(&text);
}

static size_t after(const struct place *p, size_t at) {
    const char *text = p->cell->text + at;
    utf8_next(&text);
    return (size_t)(text - p->cell->text);
}

static bool is_separator(const struct place *p, size_t at) {
    return words_separator(p->s->words, code_at(p, at));
}

static bool is_gap(const struct place *p, size_t at) {
    return code_at(p, at) == ' ' || is_separator(p, at);
}

static size_t skip_spaces(const struct place *p, size_t at) {
    while (p->cell->text[at] == ' ')
        at++;
    return at;
}

/* Where the name ends when it stands at `at`, white space inside the cell's words notwithstanding; 0 if it
 * does not. */
static size_t name_end(const struct place *p, size_t at, const struct spelling *name) {
    const char *text = p->cell->text;
    for (size_t i = 0; i < name->length; i++, at++) {
        if (i > 0)
            at = skip_spaces(p, at);
        if (text[at] != name->text[i])
            return 0;
    }
    return at;
}

/* The end of what stands up to the next separator, for messages and for a prefecture's many names. */
static size_t token_end(const struct place *p, size_t at) {
    while (at < p->cell->length && !is_separator(p, at))
        at = after(p, at);
    return at;
}

static size_t closing(const struct place *p, size_t open) {
    int depth = 0;
    for (size_t at = open; at < p->cell->length; at++) {
        depth += p->cell->text[at] == '(' ? 1 : p->cell->text[at] == ')' ? -1 : 0;
        if (depth == 0)
            return at;
    }
    return p->cell->length;
}

/* The number that stands right after an option which wants one: 「(3件)」 「3件」 「: 3件」, but not what may
 * as well be the number of an option.  Gives where it ends; 0 when there is none. */
static size_t number_beside(const struct place *p, size_t at, int option, const char **number) {
    const struct question *nested = p->of->numbers ? p->of->numbers[option] : NULL;
    if (!nested)
        return 0;
    size_t from = at;
    while (p->cell->text[from] == ' ' || p->cell->text[from] == ':')
        from++;
    bool inside = p->cell->text[from] == '(';
    size_t to = inside ? closing(p, from) : token_end(p, from),
           end = inside && to < p->cell->length ? to + 1 : to;
    const char *text = arena_strndup(p->arena, p->cell->text + from + inside, to - from - inside);
    int64_t value;
    bool approximate;
    if (!*text || (!inside && from > at && text[strspn(text, "0123456789")] == '\0') ||
        !normalise_number_of(p->arena, p->s->words, nested->measure.unit, text, &value, &approximate))
        return 0;
    *number = folded_origin(p->arena, p->cell, from + inside, to);
    return end;
}

static bool ends_there(const struct place *p, size_t end, int option) {
    const char *number;
    if (end >= p->cell->length || is_gap(p, end) || number_beside(p, end, option, &number))
        return true;
    return p->of->question->options[option].other && p->cell->text[end] == '(';
}

static size_t match_name(const struct place *p, size_t at, int *option) {
    for (size_t i = 0; i < p->of->count; i++) {
        size_t end = name_end(p, at, &p->of->items[i]);
        if (end && ends_there(p, end, p->of->items[i].option)) {
            *option = p->of->items[i].option;
            return end;
        }
    }
    return 0;
}

/* 「○あり」: the mark that was put before the name says nothing new. */
static size_t match_marked(const struct place *p, size_t at, int *option) {
    const char *text = p->cell->text + at;
    bool number = *text >= '0' && *text <= '9';
    size_t end = match_name(p, at, option), mark = end || number ? 0 : normalise_mark(p->s->words, text);
    return mark ? match_name(p, skip_spaces(p, at + mark), option) : end;
}

/* The next place where an answer may begin; a name may itself begin with what is otherwise a separator
 * (「無効」と表示). */
static size_t skip_gaps(const struct place *p, size_t at) {
    int option;
    while (at < p->cell->length && is_gap(p, at) && !match_name(p, at, &option))
        at = after(p, at);
    return at;
}

static size_t skip_zeros_after_point(const struct place *p, size_t at) {
    const char *text = p->cell->text;
    size_t end = at + 1;
    if (text[at] != '.' || text[end] != '0')
        return at;
    while (text[end] == '0')
        end++;
    return end >= p->cell->length || is_gap(p, end) ? end : at;
}

/* 「(1)(3)」 「1)3)」: a parenthesis parts numbers as well as a separator does. */
static bool number_follows(const char *text) {
    return (text[0] == '(' && text[1] >= '0' && text[1] <= '9') || (text[0] >= '0' && text[0] <= '9');
}

/* 1  (1)  1)  1.  1番  01  and Excel's 1.0; the option's name may follow at once: 「1あった」. */
static size_t match_number(const struct place *p, size_t at, int *option) {
    enum { DIGITS_MAX = 3 };
    const char *text = p->cell->text;
    bool open = text[at] == '(';
    size_t end = open ? skip_spaces(p, at + 1) : at, first = end, value = 0;
    for (; text[end] >= '0' && text[end] <= '9' && end - first < DIGITS_MAX; end++)
        value = value * 10 + (size_t)(text[end] - '0');
    if (end == first || value == 0 || value > p->of->question->option_count)
        return 0;
    end = open ? skip_spaces(p, end) : skip_zeros_after_point(p, end);
    bool closed = text[end] == ')';
    if (open && !closed)
        return 0;
    end += closed;
    if (strncmp(text + end, "番", strlen("番")) == 0)
        end += strlen("番");
    int named;
    *option = (int)value - 1;
    if (end >= p->cell->length || is_gap(p, end) ||
        (closed && (ends_there(p, end, *option) || number_follows(text + end))))
        return end;
    return match_name(p, end, &named) ? end : 0;
}

/* The country's table knows more ways to write a prefecture than the template: とうきょう, Tokyo. */
static size_t match_prefecture(const struct place *p, size_t at, int *option) {
    if (p->of->question->kind != QUESTION_PREFECTURE)
        return 0;
    size_t end = token_end(p, at);
    *option = reference_prefecture(p->s->reference, p->arena,
                                   arena_strndup(p->arena, p->cell->text + at, end - at));
    return *option >= 0 && (size_t)*option < p->of->question->option_count ? end : 0;
}

/* The end of free words: where, after a separator, an option's name stands, or the end of the cell. */
static size_t words_end(const struct place *p, size_t at) {
    int option;
    while (at < p->cell->length) {
        size_t separator = at;
        bool ends = is_separator(p, at);
        at = after(p, at);
        if (ends && match_name(p, skip_gaps(p, at), &option))
            return separator;
    }
    return p->cell->length;
}

/* Microsoft Forms ends every list with one more separator. */
static void keep_words(const struct place *p, size_t from, size_t to, struct named_options *out) {
    while (to > from && strchr(";, ", p->cell->text[to - 1]))
        to--;
    const char *words = folded_origin(p->arena, p->cell, from, to);
    if (*words)
        out->words = out->words ? arena_printf(p->arena, "%s / %s", out->words, words) : words;
}

/* その他（停電）  その他：停電  その他 停電  その他、停電;  `at` is right after the name.  Returns where to
 * go on. */
static size_t take_words(const struct place *p, size_t at, struct named_options *out) {
    int option;
    size_t start = skip_gaps(p, at);
    if (start >= p->cell->length)
        return start;
    if (p->cell->text[start] == '(') {
        size_t end = closing(p, start);
        bool closed = end < p->cell->length;
        if (!match_number(p, start, &option) || start == at) { /* "その他 (1)" is その他 and option 1 */
            keep_words(p, start + 1, end, out);
            return closed ? end + 1 : end;
        }
    }
    if (match_name(p, start, &option) || match_number(p, start, &option))
        return start;
    size_t end = words_end(p, start);
    keep_words(p, start, end, out);
    return end;
}

/* Where to go on after an `other` option that was named by its name or by its number: 「(4)(1)」 are two
 * numbers, 「その他(1)」 is その他 with a remark. */
static size_t after_other(const struct place *p, size_t end, bool numbered, struct named_options *out) {
    int option;
    if (numbered && p->cell->text[end] == '(' && match_number(p, end, &option))
        return end;
    return take_words(p, end, out);
}

static void take_option(struct named_options *out, int option) {
    uint64_t bit = (uint64_t)1 << (option % 64);
    if (out->set[option / 64] & bit)
        return;
    out->set[option / 64] |= bit;
    if (out->count++ == 0)
        out->first = option;
}

void normalise_options(struct arena *arena, const struct spellings *s, const struct question_spellings *of,
                       const struct folded *cell, int open, struct named_options *out) {
    struct place p = {.arena = arena, .s = s, .of = of, .cell = cell};
    *out = (struct named_options){.first = -1};
    for (p.at = skip_gaps(&p, 0); p.at < cell->length; p.at = skip_gaps(&p, p.at)) {
        int option;
        size_t end = match_marked(&p, p.at, &option);
        bool numbered = !end && (end = match_number(&p, p.at, &option)) > 0;
        if (!end)
            end = match_prefecture(&p, p.at, &option);
        if (!end && open < 0) {
            out->unknown = folded_origin(arena, cell, p.at, token_end(&p, p.at));
            return;
        }
        if (!end) {
            end = words_end(&p, p.at);
            keep_words(&p, p.at, end, out);
            take_option(out, open);
            p.at = end;
            continue;
        }
        take_option(out, option);
        size_t beside = numbered ? 0 : number_beside(&p, end, option, &out->number);
        if (beside)
            out->numbered = option;
        p.at = beside                                ? beside
               : of->question->options[option].other ? after_other(&p, end, numbered, out)
                                                     : end;
    }
}
