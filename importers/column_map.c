#include "importers/column_map.h"

#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/wording.h"

#include <string.h>

enum { MAP_BYTES_MAX = 4 << 20 };

struct entry {
    const char *key, *heading;
    struct meaning meaning;
    bool used;
};

/* What a cell means that a question's option is written as. */
struct code {
    int question;
    const char *written, *option;
};

struct column_map {
    const char *path, *text;
    struct entry *entries;
    size_t count;
    struct meaning *absent;
    size_t absent_count;
    struct code *codes;
    size_t code_count, code_capacity;
};

static bool unknown_meaning(const struct questionnaire *q, const struct json *node, struct fault *f) {
    return json_fault(
        f, node,
        _("\"%s\" is no question, question.option or field of %s; expected for example \"%s\", \"sheet\" "
          "or \"ignore\""),
        node->string, q->id, q->questions[0].id);
}

static bool read_option(struct arena *arena, const struct questionnaire *q, const struct json *node,
                        const char *dot, struct meaning *meaning, struct fault *f) {
    meaning->question =
        questionnaire_find(q, arena_strndup(arena, node->string, (size_t)(dot - node->string)));
    if (meaning->question < 0)
        return unknown_meaning(q, node, f);
    const struct question *question = &q->questions[meaning->question];
    const char *last = strrchr(dot, '.');
    bool text = last > dot && strcmp(last, ".text") == 0;
    const char *id = text ? arena_strndup(arena, dot + 1, (size_t)(last - dot) - 1) : dot + 1;
    meaning->option = question_option(question, id);
    meaning->kind = text ? MEANING_OTHER_TEXT : MEANING_OPTION;
    if (meaning->option >= 0)
        return true;
    return json_fault(f, node, _("question %s has no option \"%s\""), question->id, id);
}

static bool read_meaning(struct arena *arena, const struct questionnaire *q, const struct json *node,
                         struct meaning *meaning, struct fault *f) {
    if (!json_expect(node, JSON_STRING, f))
        return false;
    *meaning = (struct meaning){MEANING_IGNORED, -1, -1, -1};
    if (strcmp(node->string, "ignore") == 0)
        return true;
    const char *dot = strchr(node->string, '.');
    if (dot)
        return read_option(arena, q, node, dot, meaning, f);
    meaning->question = questionnaire_find(q, node->string);
    meaning->kind = MEANING_QUESTION;
    if (meaning->question >= 0)
        return true;
    meaning->field = wording_field(node->string);
    meaning->kind = MEANING_FIELD;
    return meaning->field >= 0 || unknown_meaning(q, node, f);
}

static bool read_absent(struct arena *arena, const struct questionnaire *q, const struct json *list,
                        struct column_map *map, struct fault *f) {
    if (!json_expect(list, JSON_ARRAY, f))
        return false;
    map->absent = arena_array(arena, list->count, sizeof *map->absent);
    for (const struct json *node = list->first; node; node = node->next) {
        struct meaning *meaning = &map->absent[map->absent_count++];
        if (!read_meaning(arena, q, node, meaning, f))
            return false;
        if (meaning->kind != MEANING_QUESTION && meaning->kind != MEANING_OPTION)
            return unknown_meaning(q, node, f);
    }
    return true;
}

static bool read_code(struct arena *arena, const struct questionnaire *q, int question,
                      const struct json *node, struct column_map *map, struct fault *f) {
    if (!json_expect(node, JSON_STRING, f))
        return false;
    if (question_option(&q->questions[question], node->string) < 0)
        return json_fault(f, node, _("question %s has no option \"%s\""), q->questions[question].id,
                          node->string);
    map->codes = arena_grow(arena, map->codes, map->code_count, &map->code_capacity, sizeof *map->codes);
    map->codes[map->code_count++] =
        (struct code){.question = question, .written = node->key, .option = node->string};
    return true;
}

static bool read_codes(struct arena *arena, const struct questionnaire *q, const struct json *answers,
                       struct column_map *map, struct fault *f) {
    if (!json_expect(answers, JSON_OBJECT, f))
        return false;
    for (const struct json *node = answers->first; node; node = node->next) {
        int question = questionnaire_find(q, node->key);
        if (question < 0)
            return json_fault(f, node, _("there is no question \"%s\" in %s"), node->key, q->id);
        if (!json_expect(node, JSON_OBJECT, f))
            return false;
        for (const struct json *code = node->first; code; code = code->next)
            if (!read_code(arena, q, question, code, map, f))
                return false;
    }
    return true;
}

static bool read_entries(struct arena *arena, const struct questionnaire *q, const struct json *root,
                         struct column_map *map, struct fault *f) {
    if (!json_expect(root, JSON_OBJECT, f))
        return false;
    map->entries = arena_array(arena, root->count, sizeof *map->entries);
    for (const struct json *node = root->first; node; node = node->next) {
        if (strcmp(node->key, "absent") == 0) {
            if (!read_absent(arena, q, node, map, f))
                return false;
            continue;
        }
        if (strcmp(node->key, "answers") == 0 && node->kind == JSON_OBJECT) {
            if (!read_codes(arena, q, node, map, f))
                return false;
            continue;
        }
        struct entry *entry = &map->entries[map->count++];
        entry->heading = node->key;
        entry->key = vocabulary_key(arena, node->key);
        if (!read_meaning(arena, q, node, &entry->meaning, f))
            return false;
    }
    return true;
}

struct column_map *column_map_read(struct arena *arena, const struct questionnaire *q, const char *path,
                                   struct fault *f) {
    struct column_map *map = arena_alloc(arena, sizeof *map);
    size_t length;
    map->path = path;
    map->text = file_read(arena, path, MAP_BYTES_MAX, &length, f);
    const struct json *root = map->text ? json_parse(arena, map->text, length, path, f) : NULL;
    if (!root)
        return NULL;
    if (read_entries(arena, q, root, map, f))
        return map;
    fault_context(f, "%s", path);
    return NULL;
}

const struct meaning *column_map_find(struct column_map *map, const char *key) {
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->entries[i].key, key) == 0) {
            map->entries[i].used = true;
            return &map->entries[i].meaning;
        }
    return NULL;
}

bool column_map_absent(const struct column_map *map, int question, int option) {
    for (size_t i = 0; i < map->absent_count; i++)
        if (map->absent[i].question == question &&
            (map->absent[i].option < 0 || map->absent[i].option == option))
            return true;
    return false;
}

const char *column_map_answer(const struct column_map *map, int question, const char *cell) {
    for (size_t i = 0; i < map->code_count; i++)
        if (map->codes[i].question == question && strcmp(map->codes[i].written, cell) == 0)
            return map->codes[i].option;
    return NULL;
}

bool column_map_check(const struct column_map *map, struct fault *f) {
    for (size_t i = 0; i < map->count; i++)
        if (!map->entries[i].used)
            return fault_set(f,
                             _("%s: no file has the heading \"%s\"; correct it, or take it out of the map"),
                             map->path, map->entries[i].heading);
    return true;
}

const char *column_map_text(const struct column_map *map) {
    return map->text;
}
