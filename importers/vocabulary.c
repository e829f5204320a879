#include "importers/vocabulary.h"

#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/wording.h"
#include "importers/heading_unit.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct name {
    const char *key;     /* as compared */
    const char *written; /* as shown in a suggestion */
    int cost;
    bool digits; /* nothing but digits: must stand apart */
};

struct names {
    struct name *items;
    size_t count, capacity;
};

struct vocabulary {
    const struct questionnaire *q;
    struct names *questions; /* by position */
    struct names **options;  /* by question, by option */
    struct names *groups;    /* of the matrix that begins at the question, by position; else empty */
    const char **units;      /* of number questions, as keys; else NULL */
    const struct service *service;
    struct names fields[FIELD_COUNT];
};

/* What each kind of name costs. */
enum {
    COST_ID = 0,
    COST_NUMBER = 10,
    COST_FIELD = 14,
    COST_CONTEXT = 15, /* an option's label, of the question that the columns before are about */
    COST_LABEL = 20,
    COST_PREFECTURE = 30, /* what any survey calls it */
    COST_STEP = 3,        /* each further name of a path */
    COST_OPTION_ID = 4,
    COST_POSITION = 6, /* an option by its position */
    COST_GUESS = 60,   /* an option's label alone */
};

/* --- keys
 * ------------------------------------------------------------------------------------------------------ */

static bool is_separator(uint32_t code) {
    if (code < 0x80)
        return !isalnum((int)code) && code != '%' && code != '&' && code != '+';
    static const uint32_t ranges[][2] = {
        {0xA0, 0xA0},     {0x2010, 0x2015}, {0x2018, 0x201F}, {0x2026, 0x2026}, {0x2190, 0x2193},
        {0x21D2, 0x21D2}, {0x2212, 0x2212}, {0x3000, 0x3003}, {0x3008, 0x3011}, {0x3014, 0x301B},
        {0x301C, 0x301C}, {0x30FB, 0x30FB}, {0xFEFF, 0xFEFF}, {0xFF01, 0xFF04}, {0xFF07, 0xFF0A},
        {0xFF0C, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0x203B, 0x203B},
        {0x25B6, 0x25B8}, {0x200B, 0x200B},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i][0] && code <= ranges[i][1])
            return true;
    return false;
}

char *vocabulary_key(struct arena *arena, const char *text) {
    struct strbuf b = {0};
    char last = '_';
    while (*text) {
        const char *start = text;
        uint32_t code = utf8_next(&text);
        if (code >= 0x2460 && code <= 0x2473) { /* ① .. ⑳ */
            strbuf_printf(&b, "%s%u_", last == '_' ? "" : "_", code - 0x2460 + 1);
            last = '_';
        } else if (!is_separator(code)) {
            strbuf_add_bytes(&b, start, (size_t)(text - start));
            last = 'x';
        } else if (last != '_') {
            strbuf_char(&b, last = '_');
        }
    }
    while (b.length && b.text[b.length - 1] == '_')
        b.text[--b.length] = '\0';
    char *key = utf8_fold(arena, b.text ? b.text : "");
    strbuf_end(&b);
    return key;
}

static const char *skip(const char *text) {
    while (*text == '_')
        text++;
    return text;
}

/* What is left of the text after the name, or NULL when it does not begin with it. */
static const char *after(const char *text, const struct name *name, bool at_start) {
    if (name->digits && !at_start && *text != '_')
        return NULL;
    const char *key = name->key;
    text = skip(text);
    char last = '\0';
    for (;;) {
        key = skip(key);
        if (!*key)
            break;
        if (*key != *text && *(text = skip(text)) != *key)
            return NULL;
        last = *key++;
        text++;
    }
    bool split_number = isdigit((unsigned char)last) && isdigit((unsigned char)*text);
    return split_number ? NULL : text;
}

/* --- names
 * ----------------------------------------------------------------------------------------------------- */

static void add_name(struct arena *arena, struct names *names, const char *written, int cost) {
    if (!written || !*written)
        return;
    const char *key = vocabulary_key(arena, written);
    if (!*skip(key))
        return;
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i].key, key) == 0)
            return;
    names->items = arena_grow(arena, names->items, names->count, &names->capacity, sizeof *names->items);
    names->items[names->count++] = (struct name){
        .key = key, .written = written, .cost = cost, .digits = key[strspn(key, "0123456789")] == '\0'};
}

/* 問4 is also written Q4, 設問4, 4. */
static void add_numbers(struct arena *arena, struct names *names, const char *number) {
    static const char *const prefixes[] = {"問", "q", "設問", "質問", "no", "第"};
    add_name(arena, names, number, COST_NUMBER);
    const char *core = vocabulary_key(arena, number);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t length = strlen(prefixes[i]);
        if (strncmp(core, prefixes[i], length) == 0 && isdigit((unsigned char)*skip(core + length)))
            core = skip(core + length);
    }
    if (!isdigit((unsigned char)*core))
        return;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        add_name(arena, names, arena_printf(arena, "%s%s", prefixes[i], core), COST_NUMBER);
    add_name(arena, names, core, COST_NUMBER);
}

static bool is_one_of(const char *rest, const char *const *words) {
    for (; *words; words++) {
        const struct name word = {.key = *words};
        const char *left = after(rest, &word, false);
        if (left && !*skip(left))
            return true;
    }
    return false;
}

/* What printed forms and form services hang on to a question. */
static const char *const decorations[] = {"複数回答可",
                                          "複数回答",
                                          "複数選択可",
                                          "複数選択",
                                          "いくつでも",
                                          "○はいくつでも",
                                          "○はすべて",
                                          "○は1つ",
                                          "3つまで",
                                          "すべて選択",
                                          "あてはまるものすべて",
                                          "該当するものすべて",
                                          "単数回答",
                                          "単一回答",
                                          "ひとつだけ",
                                          "一つだけ",
                                          "1つだけ",
                                          "自由記述",
                                          "自由記載",
                                          "自由回答",
                                          "必須",
                                          "任意",
                                          "ma",
                                          "sa",
                                          "fa",
                                          "na",
                                          NULL};

/* A template whose label says 「困ったこと（いくつでも）」 has returns headed 「困ったこと」. */
static void add_undecorated(struct arena *arena, struct names *names, const char *label) {
    char *key = vocabulary_key(arena, label ? label : "");
    for (char *at = strchr(key, '_'); at; at = strchr(at + 1, '_'))
        if (is_one_of(at, decorations)) {
            *at = '\0';
            add_name(arena, names, key, COST_LABEL);
            return;
        }
}

static void name_question(struct arena *arena, struct names *names, const struct question *question) {
    add_name(arena, names, question->id, COST_ID);
    add_numbers(arena, names, question->number);
    add_name(arena, names, question->label, COST_LABEL);
    add_name(arena, names, question->text, COST_LABEL);
    add_undecorated(arena, names, question->label);
    for (size_t i = 0; i < question->alias_count; i++)
        add_name(arena, names, question->aliases[i], COST_LABEL);
    static const char *const prefecture[] = {"都道府県", "都道府県名", "府県", "県名", "県"};
    for (size_t i = 0; i < sizeof prefecture / sizeof *prefecture && question->kind == QUESTION_PREFECTURE;
         i++)
        add_name(arena, names, prefecture[i], COST_PREFECTURE);
}

static bool same_group(const struct question *a, const struct question *b) {
    return a->group && b->group && strcmp(a->group, b->group) == 0;
}

static void name_group(struct arena *arena, struct names *names, const struct question *first) {
    add_name(arena, names, first->group, COST_ID);
    add_numbers(arena, names, first->number);
    add_name(arena, names, first->group_label, COST_LABEL);
    add_name(arena, names, first->group_text, COST_LABEL);
}

static void name_option(struct arena *arena, struct names *names, const struct option *option,
                        size_t position) {
    add_name(arena, names, option->label, 0);
    add_name(arena, names, option->text, 0);
    for (size_t i = 0; i < option->alias_count; i++)
        add_name(arena, names, option->aliases[i], 0);
    add_name(arena, names, option->id, COST_OPTION_ID);
    add_name(arena, names, arena_printf(arena, "%zu", position + 1), COST_POSITION);
}

static void name_fields(struct arena *arena, struct vocabulary *v) {
    for (int field = 0; field < FIELD_COUNT; field++) {
        struct names *names = &v->fields[field];
        add_name(arena, names, wording_field_keys[field], COST_ID);
        for (size_t i = 0; i < v->q->fields[field].count; i++)
            add_name(arena, names, v->q->fields[field].names[i], COST_FIELD);
    }
}

const struct vocabulary *vocabulary_prepare(struct arena *arena, const struct questionnaire *q) {
    struct vocabulary *v = arena_alloc(arena, sizeof *v);
    v->q = q;
    v->questions = arena_array(arena, q->question_count, sizeof *v->questions);
    v->options = arena_array(arena, q->question_count, sizeof *v->options);
    v->units = arena_array(arena, q->question_count, sizeof *v->units);
    v->groups = arena_array(arena, q->question_count, sizeof *v->groups);
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question *question = &q->questions[i];
        name_question(arena, &v->questions[i], question);
        if (question->kind == QUESTION_NUMBER && question->measure.unit && *question->measure.unit)
            v->units[i] = vocabulary_key(arena, question->measure.unit);
        if (question->group && (i == 0 || !same_group(question, &q->questions[i - 1])))
            name_group(arena, &v->groups[i], question);
        v->options[i] = arena_array(arena, question->option_count, sizeof **v->options);
        for (size_t j = 0; j < question->option_count; j++)
            name_option(arena, &v->options[i][j], &question->options[j], j);
    }
    name_fields(arena, v);
    return v;
}

const struct vocabulary *vocabulary_of_service(struct arena *arena, const struct vocabulary *v,
                                               const struct service *service) {
    struct vocabulary *of = arena_copy(arena, v, sizeof *v);
    of->service = service;
    return of;
}

const struct service *vocabulary_service(const struct vocabulary *v) {
    return v->service;
}

const struct questionnaire *vocabulary_questionnaire(const struct vocabulary *v) {
    return v->q;
}

/* --- readings
 * -------------------------------------------------------------------------------------------------- */

bool meaning_equal(const struct meaning *a, const struct meaning *b) {
    return a->kind == b->kind && a->field == b->field && a->question == b->question && a->option == b->option;
}

static void add_reading(struct readings *out, struct meaning meaning, int cost) {
    size_t at = 0;
    for (; at < out->count; at++)
        if (meaning_equal(&out->items[at].meaning, &meaning))
            break;
    if (at < out->count && out->items[at].cost <= cost)
        return;
    if (at == out->count) {
        if (out->count == READINGS_MAX && out->items[READINGS_MAX - 1].cost <= cost)
            return;
        at = out->count < READINGS_MAX ? out->count++ : READINGS_MAX - 1;
    }
    for (; at > 0 && out->items[at - 1].cost > cost; at--)
        out->items[at] = out->items[at - 1];
    out->items[at] = (struct reading){.meaning = meaning, .cost = cost};
}

/* The words beside an option: of the text question nested in it, where the form has one. */
static void add_words(const struct vocabulary *v, struct readings *out, int question, int option, int cost) {
    for (size_t i = (size_t)question + 1; i < v->q->question_count; i++) {
        const struct question *nested = &v->q->questions[i];
        if (nested->parent == question && nested->parent_option == option && nested->kind == QUESTION_TEXT) {
            add_reading(out, (struct meaning){MEANING_QUESTION, -1, (int)i, -1}, cost);
            return;
        }
    }
    add_reading(out, (struct meaning){MEANING_OTHER_TEXT, -1, question, option}, cost);
}

static const char *const other_words[] = {
    "その他の内容", "その他内容", "内容", "具体的に", "具体的な内容", "自由記述",   "自由記載",
    "記述",         "記載",       "記入", "コメント", "text",         "other_text", NULL};

/* 導入費用（円） */
static bool is_unit(const struct vocabulary *v, int question, const char *rest) {
    return v->units[question] && heading_unit_is(v->units[question], rest);
}

const char *vocabulary_other_unit(struct arena *arena, const struct vocabulary *v, int question,
                                  const char *key) {
    return v->units[question] ? heading_unit_other(arena, v->units[question], key) : NULL;
}

struct path {
    const struct vocabulary *v;
    struct readings *out;
};

static void walk_question(const struct path *p, int question, const char *rest, int cost, bool named);

/* Nested questions; option -1: of any option. */
static void walk_nested(const struct path *p, int parent, int option, const char *rest, int cost) {
    const struct questionnaire *q = p->v->q;
    for (size_t i = (size_t)parent + 1; i < q->question_count; i++) {
        if (q->questions[i].parent != parent || (option >= 0 && q->questions[i].parent_option != option))
            continue;
        const struct names *names = &p->v->questions[i];
        for (size_t k = 0; k < names->count; k++) {
            const char *left = after(rest, &names->items[k], false);
            if (left)
                walk_question(p, (int)i, left, cost + COST_STEP, true);
        }
        if (option >= 0 && question_is_coded(&q->questions[i]))
            walk_question(p, (int)i, rest, cost + COST_STEP, true);
    }
}

static void walk_option(const struct path *p, int question, int option, const char *rest, int cost) {
    const struct option *o = &p->v->q->questions[question].options[option];
    if (!*skip(rest)) {
        add_reading(p->out, (struct meaning){MEANING_OPTION, -1, question, option}, cost);
        return;
    }
    if (o->other && is_one_of(rest, other_words))
        add_words(p->v, p->out, question, option, cost);
    walk_nested(p, question, option, rest, cost);
}

static void walk_options(const struct path *p, int question, const char *rest, int cost, bool at_start) {
    const struct question *question_at = &p->v->q->questions[question];
    for (size_t j = 0; j < question_at->option_count; j++) {
        const struct names *names = &p->v->options[question][j];
        for (size_t k = 0; k < names->count; k++) {
            if (at_start && names->items[k].digits)
                continue; /* a number alone is a question's, or nothing */
            const char *left = after(rest, &names->items[k], at_start);
            if (left)
                walk_option(p, question, (int)j, left, cost + names->items[k].cost);
        }
    }
}

static void walk_question(const struct path *p, int question, const char *rest, int cost, bool named) {
    const struct question *at = &p->v->q->questions[question];
    if (!*skip(rest) || is_one_of(rest, decorations) || is_unit(p->v, question, rest))
        add_reading(p->out, (struct meaning){MEANING_QUESTION, -1, question, -1}, cost);
    if (!*skip(rest))
        return;
    for (size_t j = 0; j < at->option_count; j++)
        if (at->options[j].other && is_one_of(rest, other_words))
            add_words(p->v, p->out, question, (int)j, cost + COST_STEP);
    walk_options(p, question, rest, cost + COST_STEP, false);
    walk_nested(p, question, -1, rest, cost);
    if (named)
        return;
    /* The number and the label, one after the other; an id may be the label too. */
    const struct names *names = &p->v->questions[question];
    for (size_t k = 0; k < names->count; k++) {
        const char *left = names->items[k].cost != COST_NUMBER ? after(rest, &names->items[k], false) : NULL;
        if (left)
            walk_question(p, question, left, cost, true);
    }
}

/* A row of a matrix: 「質問 [行]」, or its number on the form. */
static void walk_rows(const struct path *p, size_t first, const char *rest, int cost) {
    const struct questionnaire *q = p->v->q;
    int position = 0;
    for (size_t i = first; i < q->question_count; i++) {
        if (!same_group(&q->questions[first], &q->questions[i]))
            continue;
        char digits[12];
        snprintf(digits, sizeof digits, "%d", ++position);
        const struct name number = {.key = digits, .digits = true};
        const char *left = after(rest, &number, false);
        if (left)
            walk_question(p, (int)i, left, cost + COST_STEP + COST_POSITION, true);
        const struct names *names = &p->v->questions[i];
        for (size_t k = 0; k < names->count; k++) {
            left = names->items[k].cost == COST_LABEL ? after(rest, &names->items[k], false) : NULL;
            if (left)
                walk_question(p, (int)i, left, cost + COST_STEP, true);
        }
    }
}

static void walk_group(const struct path *p, size_t first, const char *key) {
    const struct names *names = &p->v->groups[first];
    for (size_t k = 0; k < names->count; k++) {
        const char *left = after(key, &names->items[k], true);
        if (!left || !*skip(left))
            continue;
        walk_rows(p, first, left, names->items[k].cost);
        for (size_t l = 0; l < names->count && names->items[k].cost == COST_NUMBER; l++) {
            const char *rest =
                names->items[l].cost == COST_LABEL ? after(left, &names->items[l], false) : NULL;
            if (rest)
                walk_rows(p, first, rest, COST_NUMBER);
        }
    }
}

static void read_fields(const struct vocabulary *v, const char *key, struct readings *out) {
    for (int field = 0; field < FIELD_COUNT; field++)
        for (size_t k = 0; k < v->fields[field].count; k++) {
            const char *left = after(key, &v->fields[field].items[k], true);
            if (left && !*skip(left))
                add_reading(out, (struct meaning){MEANING_FIELD, field, -1, -1},
                            v->fields[field].items[k].cost);
        }
}

static void read_context(const struct path *p, const char *key, int context) {
    const struct questionnaire *q = p->v->q;
    for (int at = context; at >= 0; at = q->questions[at].parent) {
        walk_options(p, at, key, COST_CONTEXT, true);
        walk_nested(p, at, -1, key, COST_CONTEXT - COST_STEP);
        for (size_t j = 0; j < q->questions[at].option_count; j++)
            if (q->questions[at].options[j].other && is_one_of(key, other_words))
                add_words(p->v, p->out, at, (int)j, COST_CONTEXT + COST_STEP);
    }
}

/* The rows of a matrix have one number between them: 問6(1) is a row (walk_group), and no option of any row. */
static bool shares_number(const struct questionnaire *q, size_t i) {
    const struct question *question = &q->questions[i];
    return (i > 0 && same_group(question, &q->questions[i - 1])) ||
           (i + 1 < q->question_count && same_group(question, &q->questions[i + 1]));
}

void vocabulary_read(const struct vocabulary *v, const char *key, int context, struct readings *out) {
    *out = (struct readings){.count = 0};
    const struct path p = {.v = v, .out = out};
    if (!*skip(key))
        return;
    for (size_t i = 0; i < v->q->question_count; i++) {
        const struct names *names = &v->questions[i];
        const bool shared = shares_number(v->q, i);
        for (size_t k = 0; k < names->count; k++) {
            const char *left = after(key, &names->items[k], true);
            if (left && !(shared && names->items[k].cost == COST_NUMBER))
                walk_question(&p, (int)i, left, names->items[k].cost, names->items[k].cost == COST_LABEL);
        }
        walk_group(&p, i, key);
        if (v->q->questions[i].kind != QUESTION_PREFECTURE)
            walk_options(&p, (int)i, key, COST_GUESS, true);
    }
    read_context(&p, key, context);
    read_fields(v, key, out);
}

/* --- near misses
 * ----------------------------------------------------------------------------------------------- */

enum { SUGGESTIONS = 3 };

struct near {
    const char *written, *id; /* id: of the question */
    size_t distance;
};

static void consider(struct near near[SUGGESTIONS], const struct names *names, const char *id,
                     const char *key) {
    size_t limit = utf8_length(key) / 3 + 1;
    for (size_t k = 0; k < names->count; k++) {
        struct near candidate = {names->items[k].written, id, utf8_distance(names->items[k].key, key, limit)};
        if (names->items[k].digits || candidate.distance > limit)
            continue;
        for (size_t i = 0; i < SUGGESTIONS; i++)
            if (!near[i].written || candidate.distance < near[i].distance) {
                struct near moved = near[i];
                near[i] = candidate;
                candidate = moved;
            }
    }
}

static bool is_part(const char *part, const char *whole) {
    return utf8_length(part) > 1 && strstr(whole, part);
}

/* Whether one is in the other: 開始日 in オンライン請求の開始日. */
static bool is_contained(const struct names *names, const char *key) {
    for (size_t k = 0; k < names->count; k++)
        if (is_part(key, names->items[k].key) || is_part(names->items[k].key, key))
            return true;
    return false;
}

static const struct question *guess_question(const struct vocabulary *v, const char *key) {
    const struct question *found = NULL;
    for (size_t i = 0; i < v->q->question_count; i++)
        if (is_contained(&v->questions[i], key)) {
            if (found)
                return NULL;
            found = &v->q->questions[i];
        }
    return found;
}

/* What the heading says after the question's name, "" when that is all; NULL when it does not begin with it.
 */
static const char *rest_of(const struct vocabulary *v, const struct question *question, const char *key) {
    const struct names *names = &v->questions[question->position];
    const char *rest = NULL;
    for (size_t k = 0; k < names->count; k++) {
        const char *left = after(key, &names->items[k], true);
        if (left && (!rest || left > rest))
            rest = left;
    }
    return rest ? skip(rest) : NULL;
}

/* The only option of which a name contains the rest: 費用 in 費用が高い. */
static const char *guess_option(const struct vocabulary *v, const struct question *question,
                                const char *rest) {
    const char *found = NULL;
    for (size_t j = 0; j < question->option_count; j++)
        if (is_contained(&v->options[question->position][j], rest)) {
            if (found)
                return NULL;
            found = question->options[j].id;
        }
    return found;
}

/* 費用（ドル）, 職員数 うち常勤: another number than the question's, until somebody says that it is not. */
static bool is_qualified(const struct vocabulary *v, const struct question *question, const char *key) {
    const char *rest = rest_of(v, question, key);
    return rest && *rest;
}

const char *vocabulary_guess(struct arena *arena, const struct vocabulary *v, const char *key) {
    const struct question *question = guess_question(v, key);
    if (!question || (question->kind == QUESTION_NUMBER && is_qualified(v, question, key)))
        return NULL;
    const char *rest = question_is_coded(question) ? rest_of(v, question, key) : NULL;
    if (!rest || !*rest)
        return question->id;
    const char *option = guess_option(v, question, rest);
    return option ? arena_printf(arena, "%s.%s", question->id, option) : NULL;
}

/* What several questions are called does not tell them apart; their ids do.  NULL: said already. */
static const char *suggestion(const struct near near[SUGGESTIONS], size_t at) {
    for (size_t i = 0; i < SUGGESTIONS; i++)
        if (i != at && near[i].written && strcmp(near[i].written, near[at].written) == 0)
            return near[at].id ? near[at].id : i < at ? NULL : near[at].written;
    return near[at].written;
}

/* 問2 充足状況: the only question with the number that the heading begins with, in whatever words it goes on. */
static const struct question *guess_number(const struct vocabulary *v, const char *key) {
    const struct question *found = NULL;
    for (size_t i = 0; i < v->q->question_count; i++)
        for (size_t k = 0; k < v->questions[i].count; k++) {
            const struct name *name = &v->questions[i].items[k];
            if (name->cost != COST_NUMBER || name->digits || !after(key, name, true))
                continue;
            if (found && found != &v->q->questions[i])
                return NULL;
            found = &v->q->questions[i];
        }
    return found;
}

char *vocabulary_suggest(struct arena *arena, const struct vocabulary *v, const char *key) {
    struct near near[SUGGESTIONS] = {{0}};
    const struct question *guess = vocabulary_guess(arena, v, key) ? guess_question(v, key) : NULL;
    if (guess)
        return arena_printf(arena, "\"%s\"", guess->label);
    if ((guess = guess_question(v, key)) && v->units[guess->position]) /* its numbers are read in this unit */
        return arena_printf(arena, "\"%s (%s)\"", guess->label, guess->measure.unit);
    for (size_t i = 0; i < v->q->question_count; i++) {
        consider(near, &v->questions[i], v->q->questions[i].id, key);
        for (size_t j = 0;
             j < v->q->questions[i].option_count && v->q->questions[i].kind != QUESTION_PREFECTURE; j++)
            consider(near, &v->options[i][j], v->q->questions[i].id, key);
    }
    for (int field = 0; field < FIELD_COUNT; field++)
        consider(near, &v->fields[field], NULL, key);
    char *text = NULL;
    for (size_t i = 0; i < SUGGESTIONS && near[i].written; i++) {
        const char *name = suggestion(near, i);
        if (name)
            text = arena_printf(arena, "%s%s\"%s\"", text ? text : "", text ? ", " : "", name);
    }
    if (!text && (guess = guess_number(v, key)))
        text = arena_printf(arena, "\"%s\"", guess->label);
    return text;
}
