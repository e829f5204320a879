#include "engine/response/mask_rules.h"

#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <string.h>

static const char *const list_keys[LIST_ERAS] = {
    [LIST_NAME_SUFFIXES] = "name_suffixes",
    [LIST_NOT_NAMES] = "not_names",
    [LIST_NOT_NAMES_END] = "not_names_end",
    [LIST_BEFORE_NAMES] = "before_names",
    [LIST_NOT_AFTER_SUFFIX] = "not_after_suffix",
    [LIST_NUMBER_LABELS] = "number_labels",
    [LIST_BIRTH_LABELS] = "birth_labels",
    [LIST_BIRTH_MARKS] = "birth_marks",
    [LIST_BIRTH_ERAS] = "birth_eras",
    [LIST_PLACES] = "places",
    [LIST_HOUSE_WORDS] = "house_words",
    [LIST_NAME_LABELS] = "name_labels",
    [LIST_NOT_AFTER_LABEL] = "not_after_label",
    [LIST_NAME_CLOSERS] = "name_closers",
    [LIST_PERSONS] = "persons",
    [LIST_SURNAMES] = "surnames",
    [LIST_GIVEN_ENDS] = "given_ends",
    [LIST_NAME_TITLES] = "name_titles",
};

static const char *const kind_keys[MASK_KINDS] = {
    [MASK_NAME] = "name",           [MASK_PHONE] = "phone", [MASK_NUMBER] = "number",
    [MASK_MY_NUMBER] = "my_number", [MASK_BIRTH] = "birth", [MASK_ADDRESS] = "address",
    [MASK_EMAIL] = "email",         [MASK_OTHER] = "other",
};

const char *mask_kind_key(enum mask_kind kind) {
    return kind_keys[kind];
}

bool mask_kind_parse(const char *key, enum mask_kind *kind) {
    for (int i = 0; i < MASK_KINDS; i++)
        if (strcmp(kind_keys[i], key) == 0) {
            *kind = (enum mask_kind)i;
            return true;
        }
    return false;
}

const char *mask_replacement(const struct mask_rules *rules, enum mask_kind kind) {
    return rules->replacements[kind];
}

uint32_t mask_fold(uint32_t code) {
    if (code >= 0xFF01 && code <= 0xFF5E)
        return code - 0xFEE0;
    return code == 0x3000 ? ' ' : code;
}

static void add_word(struct arena *arena, struct mask_words *words, size_t *capacity, const char *text) {
    struct mask_word word = {.length = 0};
    for (uint32_t code; word.length < MASK_WORD && (code = utf8_next(&text)) != 0;)
        word.code[word.length++] = mask_fold(code);
    words->items = arena_grow(arena, words->items, words->count, capacity, sizeof *words->items);
    words->items[words->count++] = word;
}

static bool read_list(struct arena *arena, const struct json *root, const char *key, struct mask_words *words,
                      struct fault *f) {
    const struct json *array;
    size_t capacity = 0;
    if (!json_get_array(root, key, true, &array, f))
        return false;
    for (const struct json *item = array->first; item; item = item->next) {
        if (!json_expect(item, JSON_STRING, f))
            return false;
        if (!*item->string || utf8_length(item->string) > MASK_WORD)
            return json_fault(f, item, _("expected a word of 1 to %d characters"), MASK_WORD);
        add_word(arena, words, &capacity, item->string);
    }
    return true;
}

static bool read_replacements(const struct json *root, struct mask_rules *rules, struct fault *f) {
    const struct json *object;
    if (!json_get_object(root, "replacements", true, &object, f))
        return false;
    for (int kind = 0; kind < MASK_KINDS; kind++)
        if (!json_get_string(object, kind_keys[kind], true, &rules->replacements[kind], f))
            return false;
    return true;
}

static bool read_kind(const struct json *item, enum mask_kind *kind, struct fault *f) {
    const char *name;
    return json_get_string(item, "kind", true, &name, f) &&
           (mask_kind_parse(name, kind) || json_fault(f, item, _("\"%s\" is no kind of mask"), name));
}

static bool read_check(const struct json *item, struct mask_digits *digits, struct fault *f) {
    const char *check = NULL, *first = NULL;
    if (!json_get_string(item, "check", false, &check, f) ||
        !json_get_string(item, "first", false, &first, f))
        return false;
    digits->first = first ? (unsigned char)*first : 0;
    digits->my_number = check && strcmp(check, "my_number") == 0;
    digits->no_date = check && strcmp(check, "no_date") == 0;
    return !check || digits->my_number || digits->no_date ||
           json_fault(f, item, _("\"%s\" is no check; expected my_number or no_date"), check);
}

static bool read_digits(struct arena *arena, const struct json *root, struct mask_rules *rules,
                        struct fault *f) {
    static const char *const keys[] = {"kind", "count", "first", "separators", "check", NULL};
    const struct json *array;
    if (!json_get_array(root, "digits", true, &array, f))
        return false;
    rules->digits = arena_array(arena, array->count + 1, sizeof *rules->digits);
    for (const struct json *item = array->first; item; item = item->next) {
        struct mask_digits *digits = &rules->digits[rules->digits_count++];
        long count, separators;
        if (!json_expect(item, JSON_OBJECT, f) || !json_known(item, keys, f) ||
            !read_kind(item, &digits->kind, f) || !json_get_integer(item, "count", true, &count, f) ||
            !json_get_integer(item, "separators", true, &separators, f) || !read_check(item, digits, f))
            return false;
        if (count < 1 || count > 20 || separators < 0 || (digits->my_number && count != 12) ||
            (digits->no_date && count != 8))
            return json_fault(f, item, _("this number of digits cannot be"));
        digits->count = (size_t)count;
        digits->separators = (size_t)separators;
    }
    return true;
}

static bool read_reference(struct arena *arena, struct mask_rules *rules, struct fault *f) {
    const struct reference *r = reference_get(f);
    size_t capacity = 0;
    if (!r)
        return false;
    for (size_t i = 0; i < r->era_count; i++) {
        add_word(arena, &rules->lists[LIST_ERAS], &capacity, r->eras[i].name);
        add_word(arena, &rules->lists[LIST_ERAS], &capacity, r->eras[i].letter);
    }
    capacity = 0;
    for (size_t i = 0; i < r->prefecture_count; i++)
        add_word(arena, &rules->lists[LIST_PREFECTURES], &capacity, r->prefectures[i].name);
    return true;
}

static struct mask_rules *load(struct arena *arena, struct fault *f) {
    struct mask_rules *rules = arena_alloc(arena, sizeof *rules);
    const char *path = home_path(arena, "data/reference/masks.json", f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    bool done = root && json_expect(root, JSON_OBJECT, f) && read_replacements(root, rules, f) &&
                read_digits(arena, root, rules, f) && read_reference(arena, rules, f);
    for (int i = 0; done && i < LIST_ERAS; i++)
        done = read_list(arena, root, list_keys[i], &rules->lists[i], f);
    return done ? rules : NULL;
}

const struct mask_rules *mask_rules_get(struct fault *f) {
    static struct mask_rules *rules;
    static struct arena *arena;
    if (rules)
        return rules;
    if (!arena)
        arena = arena_create();
    rules = load(arena, f);
    if (!rules)
        fault_context(f, "data/reference/masks.json");
    return rules;
}
