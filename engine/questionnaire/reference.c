#include "engine/questionnaire/reference.h"

#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PREFECTURES = 47 };

/* One folded spelling and the position of what it names. */
struct spelling {
    const char *text;
    int position;
};

struct spelling_list {
    struct spelling *items;
    size_t count, capacity;
};

/* The tables and their spellings, sorted for bsearch; made once and kept until the process ends. */
static struct {
    const struct reference *tables;
    struct spelling_list prefectures, associations;
} loaded;

static int by_text(const void *a, const void *b) {
    const struct spelling *x = a, *y = b;
    return strcmp(x->text, y->text);
}

static void add_spelling(struct arena *arena, struct spelling_list *list, const char *written, int position) {
    const char *folded = utf8_fold(arena, written);
    list->items = arena_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = (struct spelling){folded, position};
}

static int find_spelling(const struct spelling_list *list, struct arena *scratch, const char *written) {
    const struct spelling wanted = {.text = utf8_fold(scratch, written)};
    if (list->count == 0 || !*wanted.text)
        return -1;
    const struct spelling *found = bsearch(&wanted, list->items, list->count, sizeof wanted, by_text);
    return found ? found->position : -1;
}

/* Two rows that are spelt alike could not be told apart in data; the table is then wrong. */
static bool sort_spellings(struct spelling_list *list, struct fault *f) {
    qsort(list->items, list->count, sizeof *list->items, by_text);
    for (size_t i = 1; i < list->count; i++)
        if (strcmp(list->items[i - 1].text, list->items[i].text) == 0 &&
            list->items[i - 1].position != list->items[i].position)
            return fault_set(f, _("two entries share the spelling \"%s\"; keep it in one of them"),
                             list->items[i].text);
    return true;
}

static bool expect_format(const struct json *root, const char *const *keys, const char *format,
                          struct fault *f) {
    const char *found = NULL;
    if (!json_known(root, keys, f) || !json_get_string(root, "format", true, &found, f))
        return false;
    return strcmp(found, format) == 0 ||
           json_fault(f, json_member(root, "format"), _("expected \"%s\", found \"%s\""), format, found);
}

static bool read_region(const struct json *node, struct region *out, struct fault *f) {
    static const char *const keys[] = {"id", "name", NULL};
    return json_known(node, keys, f) && json_get_string(node, "id", true, &out->id, f) &&
           json_get_string(node, "name", true, &out->name, f);
}

static bool read_regions(struct arena *arena, const struct json *list, struct reference *out,
                         struct fault *f) {
    struct region *regions = arena_array(arena, list->count, sizeof *regions);
    for (const struct json *node = list->first; node; node = node->next)
        if (!read_region(node, &regions[node->index], f))
            return false;
    out->regions = regions;
    out->region_count = list->count;
    return true;
}

static bool region_exists(const struct reference *r, const char *id) {
    for (size_t i = 0; i < r->region_count; i++)
        if (strcmp(r->regions[i].id, id) == 0)
            return true;
    return false;
}

static bool read_prefecture(const struct json *node, const struct reference *r, struct prefecture *out,
                            struct fault *f) {
    static const char *const keys[] = {"code", "name", "stem", "kana", "latin", "region", NULL};
    if (!json_known(node, keys, f) || !json_get_string(node, "code", true, &out->code, f) ||
        !json_get_string(node, "name", true, &out->name, f) ||
        !json_get_string(node, "stem", true, &out->stem, f) ||
        !json_get_string(node, "kana", true, &out->kana, f) ||
        !json_get_string(node, "latin", true, &out->latin, f) ||
        !json_get_string(node, "region", true, &out->region, f))
        return false;
    char expected[24];
    snprintf(expected, sizeof expected, "%02zu", node->index + 1);
    if (strcmp(out->code, expected) != 0)
        return json_fault(f, json_member(node, "code"), _("expected \"%s\": prefectures stand in code order"),
                          expected);
    return region_exists(r, out->region) ||
           json_fault(f, json_member(node, "region"), _("no region has the id \"%s\""), out->region);
}

static bool read_prefectures(struct arena *arena, struct reference *out, struct fault *f) {
    static const char *const keys[] = {"format", "source", "regions", "prefectures", NULL};
    const char *path = home_path(arena, "data/reference/prefectures.json", f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    const struct json *regions, *list;
    if (!root)
        return false;
    if (!expect_format(root, keys, "shukei-prefectures-1", f) ||
        !json_get_array(root, "regions", true, &regions, f) || !read_regions(arena, regions, out, f) ||
        !json_get_array(root, "prefectures", true, &list, f))
        return fault_context(f, "%s", path);
    if (list->count != PREFECTURES)
        return fault_set(f, _("%s: expected %d prefectures, found %zu"), path, PREFECTURES, list->count);
    struct prefecture *prefectures = arena_array(arena, list->count, sizeof *prefectures);
    for (const struct json *node = list->first; node; node = node->next)
        if (!read_prefecture(node, out, &prefectures[node->index], f))
            return fault_context(f, "%s", path);
    out->prefectures = prefectures;
    out->prefecture_count = list->count;
    return true;
}

static bool code_exists(const struct reference *r, const char *code) {
    for (size_t i = 0; i < r->prefecture_count; i++)
        if (strcmp(r->prefectures[i].code, code) == 0)
            return true;
    return false;
}

static bool read_association(struct arena *arena, const struct json *node, const struct reference *r,
                             struct association *out, struct fault *f) {
    static const char *const keys[] = {"id", "name", "prefecture", "aliases", NULL};
    const struct json *list;
    if (!json_known(node, keys, f) || !json_get_string(node, "id", true, &out->id, f) ||
        !json_get_string(node, "name", true, &out->name, f) ||
        !json_get_string(node, "prefecture", true, &out->prefecture, f) ||
        !json_get_array(node, "aliases", true, &list, f))
        return false;
    if (!code_exists(r, out->prefecture))
        return json_fault(f, json_member(node, "prefecture"), _("no prefecture has the code \"%s\""),
                          out->prefecture);
    const char **aliases = arena_array(arena, list->count, sizeof *aliases);
    for (const struct json *alias = list->first; alias; alias = alias->next) {
        if (!json_expect(alias, JSON_STRING, f))
            return false;
        aliases[alias->index] = alias->string;
    }
    out->aliases = aliases;
    out->alias_count = list->count;
    return true;
}

static bool read_associations(struct arena *arena, struct reference *out, struct fault *f) {
    static const char *const keys[] = {"format", "source", "associations", NULL};
    const char *path = home_path(arena, "data/reference/associations.json", f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    const struct json *list;
    if (!root)
        return false;
    if (!expect_format(root, keys, "shukei-associations-1", f) ||
        !json_get_array(root, "associations", true, &list, f))
        return fault_context(f, "%s", path);
    struct association *associations = arena_array(arena, list->count, sizeof *associations);
    for (const struct json *node = list->first; node; node = node->next)
        if (!read_association(arena, node, out, &associations[node->index], f))
            return fault_context(f, "%s", path);
    out->associations = associations;
    out->association_count = list->count;
    return true;
}

static bool read_era(const struct json *node, struct era *out, struct fault *f) {
    static const char *const keys[] = {"name", "letter", "from", NULL};
    const char *from = NULL;
    char rest;
    if (!json_known(node, keys, f) || !json_get_string(node, "name", true, &out->name, f) ||
        !json_get_string(node, "letter", true, &out->letter, f) ||
        !json_get_string(node, "from", true, &from, f))
        return false;
    return sscanf(from, "%4d-%2d-%2d%c", &out->year, &out->month, &out->day, &rest) == 3 ||
           json_fault(f, json_member(node, "from"), _("expected a day such as \"2019-05-01\""));
}

static bool read_eras(struct arena *arena, struct reference *out, struct fault *f) {
    static const char *const keys[] = {"format", "eras", NULL};
    const char *path = home_path(arena, "data/reference/eras.json", f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    const struct json *list;
    if (!root)
        return false;
    if (!expect_format(root, keys, "shukei-eras-1", f) || !json_get_array(root, "eras", true, &list, f))
        return fault_context(f, "%s", path);
    struct era *eras = arena_array(arena, list->count, sizeof *eras);
    for (const struct json *node = list->first; node; node = node->next) {
        struct era *era = &eras[node->index];
        if (!read_era(node, era, f))
            return fault_context(f, "%s", path);
        if (node->index && era[-1].year < era->year) {
            json_fault(f, node, _("eras stand newest first"));
            return fault_context(f, "%s", path);
        }
    }
    out->eras = eras;
    out->era_count = list->count;
    return true;
}

/* Hiragana for katakana: the blocks are parallel, 0x60 apart. */
static const char *hiragana(struct arena *arena, const char *katakana) {
    char *out = arena_alloc(arena, strlen(katakana) + 1), *to = out;
    for (uint32_t code; (code = utf8_next(&katakana)) != 0;)
        to += utf8_put(to, code >= 0x30A1 && code <= 0x30F6 ? code - 0x60 : code);
    return out;
}

/* The reading of the whole name: チバ + ケン for 千葉県; 北海道's is whole already. */
static const char *full_kana(struct arena *arena, const struct prefecture *p) {
    static const struct {
        const char *suffix, *kana;
    } suffixes[] = {{"都", "ト"}, {"府", "フ"}, {"県", "ケン"}};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (strcmp(p->name + strlen(p->stem), suffixes[i].suffix) == 0)
            return arena_printf(arena, "%s%s", p->kana, suffixes[i].kana);
    return p->kana;
}

static void spell_prefecture(struct arena *arena, struct spelling_list *list, const struct prefecture *p,
                             int i) {
    const char *kana = full_kana(arena, p);
    const char *const names[] = {
        p->name, p->stem, p->kana, hiragana(arena, p->kana), p->latin, kana, hiragana(arena, kana)};
    const char *const codes[] = {p->code, arena_printf(arena, "%d", i + 1)};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        add_spelling(arena, list, names[n], i);
    for (size_t c = 0; c < sizeof codes / sizeof *codes; c++) {
        add_spelling(arena, list, codes[c], i);
        for (const char *mark = " .:_-"; *mark; mark++) {
            add_spelling(arena, list, arena_printf(arena, "%s%c%s", codes[c], *mark, p->name), i);
            add_spelling(arena, list, arena_printf(arena, "%s%c%s", codes[c], *mark, p->stem), i);
        }
    }
}

static void spell_association(struct arena *arena, struct spelling_list *list, const struct association *a,
                              int i) {
    add_spelling(arena, list, a->id, i);
    add_spelling(arena, list, a->name, i);
    for (size_t k = 0; k < a->alias_count; k++)
        add_spelling(arena, list, a->aliases[k], i);
}

static bool spell_all(struct arena *arena, const struct reference *r, struct fault *f) {
    struct spelling_list prefectures = {0}, associations = {0};
    for (size_t i = 0; i < r->prefecture_count; i++)
        spell_prefecture(arena, &prefectures, &r->prefectures[i], (int)i);
    for (size_t i = 0; i < r->association_count; i++)
        spell_association(arena, &associations, &r->associations[i], (int)i);
    if (!sort_spellings(&prefectures, f))
        return fault_context(f, "data/reference/prefectures.json");
    if (!sort_spellings(&associations, f))
        return fault_context(f, "data/reference/associations.json");
    loaded.prefectures = prefectures;
    loaded.associations = associations;
    return true;
}

const struct reference *reference_get(struct fault *f) {
    static struct arena *arena; /* kept until the end of the process */
    if (loaded.tables)
        return loaded.tables;
    arena_destroy(arena);
    arena = arena_create();
    struct reference *r = arena_alloc(arena, sizeof *r);
    if (!read_prefectures(arena, r, f) || !read_associations(arena, r, f) || !read_eras(arena, r, f) ||
        !spell_all(arena, r, f))
        return NULL;
    return loaded.tables = r;
}

int reference_prefecture(const struct reference *r, struct arena *scratch, const char *written) {
    return r ? find_spelling(&loaded.prefectures, scratch, written) : -1;
}

const char *reference_prefecture_name(const struct prefecture *p) {
    return strcmp(lang_now(), "ja") == 0 ? p->name : p->latin;
}

int reference_association(const struct reference *r, struct arena *scratch, const char *written) {
    return r ? find_spelling(&loaded.associations, scratch, written) : -1;
}
