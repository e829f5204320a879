/* A cell in the column of one option: ticked or not. */
#include "engine/base/utf8.h"
#include "engine/response/spellings.h"

#include <string.h>

/* なし。 and ナシ are なし. */
static unsigned loosely(const struct words *words, char *text) {
    static const char *const ends[] = {"。", ".", "!", "｡"};
    size_t length = strlen(text);
    utf8_hiragana(text);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i]);
        if (length > end && strcmp(text + length - end, ends[i]) == 0)
            length -= end;
    }
    return words_meaning(words, text, length);
}

unsigned normalise_meaning(struct arena *scratch, const struct words *words, const char *cell,
                           size_t length) {
    enum { LONGEST = 64 }; /* no word of the lists is as long; do not fold somebody's essay */
    unsigned meaning = words_meaning(words, cell, length);
    if (meaning || length > LONGEST)
        return meaning;
    struct folded folded;
    folded_make(scratch, cell, &folded); /* drops what utf8_fold keeps: variation selectors */
    char *text = utf8_fold(scratch, folded.text);
    meaning = words_meaning(words, text, strlen(text));
    return meaning ? meaning : loosely(words, text);
}

enum answer_state normalise_silence(unsigned meanings) {
    if (meanings & WORD_INVALID)
        return ANSWER_INVALID;
    if (meanings & WORD_NO_ANSWER)
        return ANSWER_NO_ANSWER;
    if (meanings & WORD_NOT_APPLICABLE)
        return ANSWER_NOT_APPLICABLE;
    return meanings & WORD_NONE ? ANSWER_NONE : ANSWER_GIVEN;
}

/* Words that mean a tick, and marks that mean none, whatever the option is called. */
static enum tick by_mark(unsigned meaning) {
    if (meaning & WORD_TICK)
        return TICK_YES;
    return meaning & WORD_NO_TICK ? TICK_NO : TICK_UNKNOWN;
}

static bool same_name(struct arena *scratch, const char *name, const char *folded) {
    return name && strcmp(utf8_fold(scratch, name), folded) == 0;
}

static bool own_name(struct arena *scratch, const struct option *option, const char *folded) {
    if (same_name(scratch, option->id, folded) || same_name(scratch, option->label, folded) ||
        same_name(scratch, option->text, folded))
        return true;
    for (size_t i = 0; i < option->alias_count; i++)
        if (same_name(scratch, option->aliases[i], folded))
            return true;
    return false;
}

/* 0 or 1, the cells of most files, are known without looking anything up. */
static bool by_byte(const char *cell, enum tick *tick) {
    if (cell[0] == '\0') {
        *tick = TICK_NO;
        return true;
    }
    *tick = cell[0] == '1' ? TICK_YES : TICK_NO;
    return (cell[0] == '1' || cell[0] == '0') && cell[1] == '\0';
}

enum tick normalise_tick(struct arena *scratch, const struct option *option, const char *cell) {
    enum tick tick;
    if (by_byte(cell, &tick))
        return tick;
    struct fault f = {0};
    const struct words *words = words_get(&f);
    unsigned meaning = words ? normalise_meaning(scratch, words, cell, strlen(cell)) : 0;
    if (by_mark(meaning) != TICK_UNKNOWN)
        return by_mark(meaning);
    const char *folded = utf8_fold(scratch, cell);
    if (*folded && own_name(scratch, option, folded))
        return TICK_YES;
    return !*folded || meaning & WORD_NO_TICK_WORD ? TICK_NO : TICK_UNKNOWN;
}

/* Bytes of a tick mark that the text begins with: 「○ 停電」 in その他's column.  A letter counts only when
 * it stands alone: 「レセコン」 and "x-ray" do not begin with a tick. */
size_t normalise_mark(const struct words *words, const char *text) {
    enum { FIRST_KANA = 0x3040 };
    const char *at = text;
    uint32_t code = utf8_next(&at);
    bool symbol = code >= 0x80 && code < FIRST_KANA;
    if (!symbol && *at != ' ' && *at != '(')
        return 0;
    return words_meaning(words, text, (size_t)(at - text)) & WORD_TICK ? (size_t)(at - text) : 0;
}

static bool closes_all(const char *text, size_t length) {
    int depth = 0;
    for (size_t i = 0; i < length; i++) {
        depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
        if (depth == 0 && i + 1 < length)
            return false;
    }
    return true;
}

/* The words in その他's own column, without a tick, the option's own name and one pair of parentheses around
 * them. */
static const char *words_in_column(struct arena *arena, const struct spellings *s,
                                   const struct question_spellings *of, int option,
                                   const struct folded *cell) {
    size_t from = 0, to = cell->length;
    while (from < to && cell->text[from] == ' ')
        from++;
    from += normalise_mark(s->words, cell->text + from);
    for (size_t i = 0; i < of->count; i++)
        if (of->items[i].option == option &&
            strncmp(cell->text + from, of->items[i].text, of->items[i].length) == 0) {
            from += of->items[i].length;
            break;
        }
    while (from < to && (cell->text[from] == ' ' || cell->text[from] == ':'))
        from++;
    while (to > from && cell->text[to - 1] == ' ')
        to--;
    if (to - from >= 2 && cell->text[from] == '(' && cell->text[to - 1] == ')' &&
        closes_all(cell->text + from, to - from)) {
        from++;
        to--;
    }
    const char *words = folded_origin(arena, cell, from, to);
    return *words ? words : NULL;
}

static bool names_option(const struct question_spellings *of, int option, const char *folded) {
    size_t length = strlen(folded);
    for (size_t i = 0; i < of->count; i++)
        if (of->items[i].option == option && of->items[i].length == length &&
            memcmp(of->items[i].text, folded, length) == 0)
            return true;
    return false;
}

/* 「○（3件）」 and 「3件」 in the column of あった, of which the number is asked in a question of its own. */
static bool number_in_column(struct arena *arena, const struct spellings *s,
                             const struct question_spellings *of, int option, const char *cell,
                             const char **words) {
    struct folded whole;
    int64_t ignored;
    bool approximate;
    const char *unit = of->numbers[option]->measure.unit;
    folded_make(arena, cell, &whole);
    *words = words_in_column(arena, s, of, option, &whole);
    if (*words && normalise_number_of(arena, s->words, unit, *words, &ignored, &approximate))
        return true;
    *words = NULL;
    return false;
}

void normalise_tick_cell(struct arena *arena, const struct spellings *s, const struct question_spellings *of,
                         int option, const char *cell, struct reading *out, const char **words) {
    *out = (struct reading){.state = ANSWER_NO_ANSWER, .code = -1};
    *words = NULL;
    if (by_byte(cell, &out->tick))
        return;
    unsigned meaning = normalise_meaning(arena, s->words, cell, strlen(cell));
    out->tick = by_mark(meaning);
    if (out->tick != TICK_UNKNOWN)
        return;
    const char *folded = utf8_fold(arena, cell);
    if (*folded && names_option(of, option, folded)) {
        out->tick = TICK_YES;
    } else if (!*folded || meaning & (WORD_NO_TICK_WORD | WORD_SILENCES)) {
        out->tick = TICK_NO;
        if (!(meaning & WORD_NO_TICK_WORD) && *folded)
            out->state = normalise_silence(meaning);
    } else if (of->numbers && of->numbers[option] && number_in_column(arena, s, of, option, cell, words)) {
        out->tick = TICK_YES;
    } else if (of->question->options[option].other) {
        struct folded whole;
        folded_make(arena, cell, &whole);
        out->tick = TICK_YES;
        *words = words_in_column(arena, s, of, option, &whole);
    }
}
