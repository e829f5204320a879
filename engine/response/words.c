#include "engine/response/words.h"

#include "engine/base/fnv.h"
#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <string.h>

enum { WORD_SLOTS = 1024, WORDS_MAX = WORD_SLOTS / 4, SEPARATORS_MAX = 64 };

struct slot {
    const char *text; /* NULL: free */
    size_t length;
    unsigned meaning;
};

struct list {
    const char **items;
    size_t count;
};

struct words {
    struct slot slots[WORD_SLOTS]; /* open addressing; never more than half full */
    size_t used;
    uint32_t separators[SEPARATORS_MAX];
    size_t separator_count;
    struct list lists[WORDS_LISTS];
};

static const struct {
    const char *key;
    unsigned meaning;
} meanings[] = {
    {"tick", WORD_TICK},
    {"no_tick", WORD_NO_TICK},
    {"no_tick_words", WORD_NO_TICK_WORD},
    {"no_answer", WORD_NO_ANSWER},
    {"not_applicable", WORD_NOT_APPLICABLE},
    {"invalid", WORD_INVALID},
    {"none", WORD_NONE},
    {"total", WORD_TOTAL},
};

static const char *const list_keys[WORDS_LISTS] = {
    [WORDS_ABOUT_BEFORE] = "about_before", [WORDS_ABOUT_AFTER] = "about_after",
    [WORDS_STAMPS] = "date_stamps",        [WORDS_COUNTERS] = "counters",
    [WORDS_SYNTHETIC] = "synthetic",
};

static size_t first_slot(const char *text, size_t length) {
    return fnv_bytes(FNV_START, text, length) % WORD_SLOTS;
}

static size_t find(const struct words *w, const char *text, size_t length) {
    size_t at = first_slot(text, length);
    while (w->slots[at].text &&
           (w->slots[at].length != length || memcmp(w->slots[at].text, text, length) != 0))
        at = (at + 1) % WORD_SLOTS;
    return at;
}

unsigned words_meaning(const struct words *w, const char *text, size_t length) {
    return w->slots[find(w, text, length)].meaning;
}

bool words_separator(const struct words *w, uint32_t code) {
    for (size_t i = 0; i < w->separator_count; i++)
        if (w->separators[i] == code)
            return true;
    return false;
}

size_t words_prefix(const struct words *w, enum word_list list, const char *text) {
    size_t longest = 0;
    for (size_t i = 0; i < w->lists[list].count; i++) {
        size_t length = strlen(w->lists[list].items[i]);
        if (length > longest && strncmp(text, w->lists[list].items[i], length) == 0)
            longest = length;
    }
    return longest;
}

bool words_contained(const struct words *w, enum word_list list, const char *text) {
    for (size_t i = 0; i < w->lists[list].count; i++)
        if (strstr(text, w->lists[list].items[i]))
            return true;
    return false;
}

static void learn(struct words *w, const char *text, unsigned meaning) {
    size_t length = strlen(text);
    struct slot *slot = &w->slots[find(w, text, length)];
    if (!slot->text) {
        *slot = (struct slot){.text = text, .length = length};
        w->used++;
    }
    slot->meaning |= meaning;
}

/* ブランク, so that ぶらんく is found too; レ by itself is a mark and no word. */
static void learn_hiragana(struct arena *arena, struct words *w, const char *folded, unsigned meaning) {
    char *hiragana = arena_strdup(arena, folded);
    utf8_hiragana(hiragana);
    if (utf8_length(folded) > 1 && strcmp(hiragana, folded) != 0)
        learn(w, hiragana, meaning);
}

/* The strings of one list, or a fault that points into the file. */
static bool read_list(struct arena *arena, const struct json *root, const char *key, struct list *out,
                      struct fault *f) {
    const struct json *array;
    if (!json_get_array(root, key, true, &array, f))
        return false;
    if (array->count > WORDS_MAX)
        return json_fault(f, array, _("expected at most %d spellings"), WORDS_MAX);
    out->items = arena_array(arena, array->count, sizeof *out->items);
    out->count = array->count;
    for (const struct json *node = array->first; node; node = node->next) {
        if (!json_expect(node, JSON_STRING, f))
            return false;
        if (!*node->string)
            return json_fault(f, node, _("expected a spelling, found an empty text"));
        out->items[node->index] = node->string;
    }
    return true;
}

static bool read_meanings(struct arena *arena, const struct json *root, struct words *w, struct fault *f) {
    for (size_t k = 0; k < sizeof meanings / sizeof *meanings; k++) {
        struct list list;
        if (!read_list(arena, root, meanings[k].key, &list, f))
            return false;
        for (size_t i = 0; i < list.count; i++) {
            if (w->used > WORD_SLOTS / 2 - 2)
                return json_fault(f, json_member(root, meanings[k].key), _("too many spellings in all"));
            const char *folded = utf8_fold(arena, list.items[i]);
            learn(w, list.items[i], meanings[k].meaning);
            if (*folded)
                learn(w, folded, meanings[k].meaning);
            learn_hiragana(arena, w, folded, meanings[k].meaning);
        }
    }
    return true;
}

static bool read_separators(struct arena *arena, const struct json *root, struct words *w, struct fault *f) {
    struct list list;
    if (!read_list(arena, root, "separators", &list, f))
        return false;
    if (list.count > SEPARATORS_MAX)
        return json_fault(f, json_member(root, "separators"), _("expected at most %d spellings"),
                          SEPARATORS_MAX);
    for (; w->separator_count < list.count; w->separator_count++) {
        const char *at = list.items[w->separator_count];
        w->separators[w->separator_count] = utf8_next(&at);
    }
    return true;
}

static bool read_all(struct arena *arena, const struct json *root, struct words *w, struct fault *f) {
    static const char *const keys[] = {"format",    "tick",           "no_tick",      "no_tick_words",
                                       "no_answer", "not_applicable", "invalid",      "none",
                                       "total",     "separators",     "about_before", "about_after",
                                       "counters",  "synthetic",      "date_stamps",  NULL};
    const char *format;
    if (!json_known(root, keys, f) || !json_get_string(root, "format", true, &format, f))
        return false;
    if (strcmp(format, "shukei-spellings-1") != 0)
        return json_fault(f, json_member(root, "format"), _("expected \"%s\""), "shukei-spellings-1");
    for (int i = 0; i < WORDS_LISTS; i++)
        if (!read_list(arena, root, list_keys[i], &w->lists[i], f))
            return false;
    return read_meanings(arena, root, w, f) && read_separators(arena, root, w, f);
}

const struct words *words_get(struct fault *f) {
    static const struct words *loaded;
    static struct arena *arena; /* kept until the end of the process */
    if (loaded)
        return loaded;
    arena_destroy(arena);
    arena = arena_create();
    struct words *w = arena_alloc(arena, sizeof *w);
    const char *path = home_path(arena, "data/reference/spellings.json", f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    if (root && !read_all(arena, root, w, f))
        fault_context(f, "%s", path);
    else if (root)
        loaded = w;
    return loaded;
}
