#include "engine/response/spellings.h"

#include "engine/base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { REMEMBERED = 512 }; /* cells per question */

static int longest_first(const void *a, const void *b) {
    const struct spelling *x = a, *y = b;
    if (x->length != y->length)
        return x->length < y->length ? 1 : -1;
    return x->option - y->option; /* two options of one spelling: the first on the form has it */
}

struct spelling_list {
    struct arena *arena;
    struct spelling *items;
    size_t count, capacity;
};

static void spell_folded(struct spelling_list *list, const char *folded, int option) {
    if (!*folded)
        return;
    list->items = arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = (struct spelling){folded, strlen(folded), option};
}

/* 「その他（具体的に）」 on the form is 「その他」 in the data: the words come where the parenthesis is. */
static void spell(struct spelling_list *list, const struct option *option, int position,
                  const char *written) {
    char *folded = utf8_fold(list->arena, written);
    spell_folded(list, folded, position);
    const char *parenthesis = strchr(folded, '(');
    if (option->other && parenthesis && parenthesis > folded)
        spell_folded(list, arena_strndup(list->arena, folded, (size_t)(parenthesis - folded)), position);
}

static const struct question several; /* stands for "more than one" while they are looked for */

static int none_option(const struct question *question) {
    for (size_t j = 0; j < question->option_count; j++)
        if (question->options[j].exclusive || strcmp(question->options[j].id, "none") == 0)
            return (int)j;
    return -1;
}

static bool is_spelt(const struct spelling_list *list, const char *folded) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].text, folded) == 0)
            return true;
    return false;
}

/* Every name as hiragana too, unless that is a name already: カードリーダー is found in かーどりーだー. */
static void spell_hiragana(struct spelling_list *list) {
    for (size_t i = 0, count = list->count; i < count; i++) {
        char *hiragana = arena_strdup(list->arena, list->items[i].text);
        utf8_hiragana(hiragana);
        if (!is_spelt(list, hiragana))
            spell_folded(list, hiragana, list->items[i].option);
    }
}

static void spell_question(struct arena *arena, const struct question *question,
                           struct question_spellings *out) {
    struct spelling_list list = {.arena = arena};
    for (size_t j = 0; j < question->option_count; j++) {
        const struct option *option = &question->options[j];
        const char *const names[] = {option->id, option->label, option->text};
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            if (names[n])
                spell(&list, option, (int)j, names[n]);
        for (size_t n = 0; n < option->alias_count; n++)
            spell(&list, option, (int)j, option->aliases[n]);
    }
    spell_hiragana(&list);
    if (list.count > 0)
        qsort(list.items, list.count, sizeof *list.items, longest_first);
    *out = (struct question_spellings){
        .question = question, .items = list.items, .count = list.count, .none_option = none_option(question)};
}

/* Where an option opens exactly one question that wants a number. */
static void find_numbers(struct arena *arena, const struct questionnaire *q, struct spellings *s) {
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question *nested = &q->questions[i];
        if (nested->kind != QUESTION_NUMBER || nested->parent < 0)
            continue;
        struct question_spellings *of = &s->questions[nested->parent];
        if (!of->numbers)
            of->numbers = arena_array(arena, of->question->option_count, sizeof *of->numbers);
        const struct question **number = &of->numbers[nested->parent_option];
        *number = *number ? &several : nested;
    }
    for (size_t i = 0; i < q->question_count; i++)
        for (size_t j = 0; s->questions[i].numbers && j < q->questions[i].option_count; j++)
            if (s->questions[i].numbers[j] == &several)
                s->questions[i].numbers[j] = NULL;
}

struct spellings *normalise_prepare(struct arena *arena, const struct questionnaire *q, struct fault *f) {
    struct spellings *s = arena_alloc(arena, sizeof *s);
    s->words = words_get(f);
    s->reference = s->words ? reference_get(f) : NULL;
    if (!s->reference)
        return NULL;
    s->arena = arena;
    s->questions = arena_array(arena, q->question_count, sizeof *s->questions);
    for (size_t i = 0; i < q->question_count; i++)
        spell_question(arena, &q->questions[i], &s->questions[i]);
    find_numbers(arena, q, s);
    return s;
}

const struct spellings *normalise_open(struct arena *arena, const struct spellings *s) {
    struct spellings *open = arena_copy(arena, s, sizeof *s);
    open->open = true;
    return open;
}

static size_t place(unsigned column, const char *cell, size_t length) {
    uint32_t hash = 2166136261u ^ column * 0x9E3779B1u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)cell[i]) * 16777619u;
    return (hash ^ hash >> 15) % REMEMBERED;
}

const struct reading *spellings_recall(const struct question_spellings *of, unsigned column, const char *cell,
                                       size_t length) {
    if (!of->remembered || length == 0 || length > SPELLINGS_KEY)
        return NULL;
    const struct remembered *found = &of->remembered[place(column, cell, length)];
    if (found->length != length || found->column != column || memcmp(found->cell, cell, length) != 0)
        return NULL;
    return &found->reading;
}

void spellings_remember(const struct spellings *s, struct question_spellings *of, unsigned column,
                        const char *cell, size_t length, const struct reading *reading) {
    if (length == 0 || length > SPELLINGS_KEY)
        return;
    if (!of->remembered)
        of->remembered = arena_array(s->arena, REMEMBERED, sizeof *of->remembered);
    struct remembered *slot = &of->remembered[place(column, cell, length)];
    slot->length = (uint8_t)length;
    slot->column = (uint8_t)column;
    memcpy(slot->cell, cell, length);
    slot->reading = *reading;
}
