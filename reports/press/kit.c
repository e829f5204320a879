#include "reports/press/kit.h"

#include "engine/base/lang.h"
#include "reports/press/words.h"

#include <string.h>

static const char FORMAT[] = "shukei-press-1";

/* --- sections --- */

static bool read_show(const struct json *node, struct kit_result *out, struct fault *f) {
    const char *kind = NULL;
    if (!json_get_string(node, "kind", false, &kind, f))
        return false;
    if (!kind || strcmp(kind, "auto") == 0)
        return true;
    out->show = strcmp(kind, "table") == 0 ? KIT_TABLE : KIT_FIGURE;
    if (out->show == KIT_TABLE || figure_kind_parse(kind, &out->figure))
        return true;
    return json_fault(f, json_member(node, "kind"), _("\"%s\" is no kind of result; expected one of: %s"),
                      kind, "auto, bars, pie, stack, table");
}

static bool read_result(const struct json *node, struct kit_result *out, struct fault *f) {
    static const char *const keys[] = {"question", "by", "column", "kind", "table", "headline", "note", NULL};
    out->at = node;
    if (!json_known(node, keys, f) || !json_get_string(node, "question", true, &out->question, f) ||
        !json_get_string(node, "by", false, &out->by, f) ||
        !json_get_string(node, "column", false, &out->column, f) || !read_show(node, out, f) ||
        !json_get_bool(node, "table", false, &out->with_table, f) ||
        !kit_text(node, "headline", false, &out->headline, f) ||
        !kit_text(node, "note", false, &out->note, f))
        return false;
    if (out->column && !out->by)
        return json_fault(f, node, _("\"column\" needs \"by\", the key whose columns the table has"));
    return true;
}

static bool read_results(struct arena *arena, const struct json *node, struct kit_section *out,
                         struct fault *f) {
    const struct json *array = NULL;
    if (!json_get_array(node, "results", true, &array, f))
        return false;
    struct kit_result *results = arena_array(arena, array->count + 1, sizeof *results);
    for (const struct json *item = array->first; item; item = item->next)
        if (!read_result(item, &results[out->result_count++], f))
            return false;
    out->results = results;
    return true;
}

static bool read_prefectures(struct arena *arena, const struct json *node, struct kit_section *out,
                             struct fault *f) {
    (void)arena;
    return json_get_string(node, "question", true, &out->question, f) &&
           json_get_string(node, "option", true, &out->option, f);
}

static bool read_methodology(struct arena *arena, const struct json *node, struct kit_section *out,
                             struct fault *f) {
    return kit_read_pairs(arena, node, "items", false, &out->items, &out->item_count, f);
}

static bool read_nothing(struct arena *arena, const struct json *node, struct kit_section *out,
                         struct fault *f) {
    (void)arena, (void)node, (void)out, (void)f;
    return true;
}

#define COMMON_KEYS "id", "type", "title", "landscape", "blocks"
static const struct section_type {
    const char *name;
    enum kit_section_type type;
    const char *keys[10];
    bool (*read)(struct arena *, const struct json *, struct kit_section *, struct fault *);
} section_types[] = {
    {"statement", KIT_STATEMENT, {COMMON_KEYS, NULL}, read_nothing},
    {"results", KIT_RESULTS, {COMMON_KEYS, "results", NULL}, read_results},
    {"prefectures", KIT_PREFECTURES, {COMMON_KEYS, "question", "option", NULL}, read_prefectures},
    {"methodology", KIT_METHODOLOGY, {COMMON_KEYS, "items", NULL}, read_methodology},
    {"questionnaire", KIT_QUESTIONNAIRE, {COMMON_KEYS, NULL}, read_nothing},
};

static const struct section_type *find_type(const char *name) {
    for (size_t i = 0; i < sizeof section_types / sizeof *section_types; i++)
        if (strcmp(name, section_types[i].name) == 0)
            return &section_types[i];
    return NULL;
}

static bool read_section(struct arena *arena, const struct json *node, struct kit_section *out,
                         struct fault *f) {
    const char *name = NULL;
    if (!json_expect(node, JSON_OBJECT, f) || !json_get_string(node, "type", true, &name, f))
        return false;
    const struct section_type *type = find_type(name);
    if (!type)
        return json_fault(f, json_member(node, "type"),
                          _("\"%s\" is no type of section; expected one of: %s"), name,
                          "statement, results, prefectures, methodology, questionnaire");
    out->at = node;
    out->type = type->type;
    return json_known(node, type->keys, f) && json_get_string(node, "id", true, &out->id, f) &&
           json_get_string(node, "title", true, &out->title, f) &&
           json_get_bool(node, "landscape", false, &out->landscape, f) &&
           kit_read_blocks(arena, node, out, f) && type->read(arena, node, out, f);
}

static bool read_sections(struct arena *arena, const struct json *root, struct kit *kit, struct fault *f) {
    const struct json *array = NULL;
    if (!json_get_array(root, "sections", true, &array, f))
        return false;
    struct kit_section *sections = arena_array(arena, array->count + 1, sizeof *sections);
    kit->sections = sections;
    for (const struct json *node = array->first; node; node = node->next) {
        struct kit_section *section = &sections[kit->section_count];
        if (!read_section(arena, node, section, f))
            return false;
        for (size_t i = 0; i < kit->section_count; i++)
            if (strcmp(sections[i].id, section->id) == 0)
                return json_fault(f, json_member(node, "id"), _("the id \"%s\" stands twice"), section->id);
        kit->section_count++;
    }
    return true;
}

/* --- agenda --- */

static bool read_material(const struct json *node, struct kit_material *out, struct fault *f) {
    static const char *const keys[] = {"title", "section", "through", "note", NULL};
    if (!json_known(node, keys, f) || !kit_text(node, "title", true, &out->title, f) ||
        !json_get_string(node, "section", false, &out->section, f) ||
        !json_get_string(node, "through", false, &out->through, f) ||
        !json_get_string(node, "note", false, &out->note, f))
        return false;
    if (!out->section == !out->note)
        return json_fault(
            f, node,
            _("a material has either \"section\" (pages of this kit) or \"note\" (it is elsewhere)"));
    if (out->through && !out->section)
        return json_fault(f, node, _("\"through\" needs \"section\""));
    return true;
}

static bool read_theme(struct arena *arena, const struct json *node, struct kit_theme *out, struct fault *f) {
    static const char *const keys[] = {"title", "speaker", "materials", NULL};
    const struct json *array = NULL;
    if (!json_known(node, keys, f) || !kit_text(node, "title", true, &out->title, f) ||
        !json_get_string(node, "speaker", false, &out->speaker, f) ||
        !json_get_array(node, "materials", false, &array, f))
        return false;
    struct kit_material *materials = arena_array(arena, array ? array->count + 1 : 1, sizeof *materials);
    out->materials = materials;
    for (const struct json *item = array ? array->first : NULL; item; item = item->next)
        if (!read_material(item, &materials[out->material_count++], f))
            return false;
    return true;
}

static bool read_agenda(struct arena *arena, const struct json *root, struct kit *kit, struct fault *f) {
    static const char *const keys[] = {"title", "themes", NULL};
    const struct json *agenda = NULL, *array = NULL;
    if (!json_get_object(root, "agenda", true, &agenda, f) || !json_known(agenda, keys, f) ||
        !json_get_string(agenda, "title", true, &kit->agenda_title, f) ||
        !json_get_array(agenda, "themes", true, &array, f))
        return false;
    struct kit_theme *themes = arena_array(arena, array->count + 1, sizeof *themes);
    kit->themes = themes;
    for (const struct json *node = array->first; node; node = node->next)
        if (!read_theme(arena, node, &themes[kit->theme_count++], f))
            return false;
    return true;
}

static const struct kit_section *find_section(const struct kit *kit, const char *id) {
    for (size_t i = 0; i < kit->section_count; i++)
        if (strcmp(kit->sections[i].id, id) == 0)
            return &kit->sections[i];
    return NULL;
}

static bool check_target(const struct kit *kit, const struct json *material, const char *key, const char *id,
                         struct fault *f) {
    return !id || find_section(kit, id) ||
           json_fault(f, json_member(material, key), _("the kit has no section with the id \"%s\""), id);
}

static bool check_targets(const struct kit *kit, struct fault *f) {
    for (size_t i = 0; i < kit->theme_count; i++)
        for (size_t j = 0; j < kit->themes[i].material_count; j++) {
            const struct kit_material *material = &kit->themes[i].materials[j];
            const struct json *node = material->title->parent;
            if (!check_target(kit, node, "section", material->section, f) ||
                !check_target(kit, node, "through", material->through, f))
                return false;
            if (material->through &&
                find_section(kit, material->through) < find_section(kit, material->section))
                return json_fault(f, json_member(node, "through"),
                                  _("\"%s\" stands before \"%s\" in the kit"), material->through,
                                  material->section);
        }
    return true;
}

/* --- the whole --- */

static bool check_date(const struct json *meta, const char *date, struct fault *f) {
    int64_t day;
    return words_date_parse(date, &day) ||
           json_fault(f, json_member(meta, "date"), _("expected a date like \"2024-01-31\""));
}

static bool read_meta(const struct json *root, struct kit *kit, struct fault *f) {
    static const char *const keys[] = {"survey", "title",     "subtitle", "date",     "time",
                                       "place",  "organiser", "lang",     "keywords", NULL};
    const struct json *meta = NULL;
    if (!json_get_object(root, "meta", true, &meta, f) || !json_known(meta, keys, f) ||
        !json_get_string(meta, "survey", true, &kit->survey, f) ||
        !kit_text(meta, "title", true, &kit->title, f) ||
        !kit_text(meta, "subtitle", false, &kit->subtitle, f) ||
        !json_get_string(meta, "date", true, &kit->date, f) || !check_date(meta, kit->date, f) ||
        !json_get_string(meta, "time", false, &kit->time, f) ||
        !json_get_string(meta, "place", false, &kit->place, f) ||
        !json_get_string(meta, "organiser", false, &kit->organiser, f) ||
        !json_get_string(meta, "lang", false, &kit->lang, f) ||
        !json_get_string(meta, "keywords", false, &kit->keywords, f))
        return false;
    if (kit->lang && strcmp(kit->lang, "ja") != 0 && strcmp(kit->lang, "en") != 0)
        return json_fault(f, json_member(meta, "lang"), _("expected \"ja\" or \"en\""));
    return true;
}

static bool check_format(const struct json *root, struct fault *f) {
    const char *format = NULL;
    if (!json_get_string(root, "format", true, &format, f))
        return false;
    return strcmp(format, FORMAT) == 0 ||
           json_fault(f, json_member(root, "format"), _("expected \"%s\""), FORMAT);
}

static const struct kit *read_kit(struct arena *arena, const struct json *root, const char *name,
                                  struct fault *f) {
    static const char *const keys[] = {"format", "meta", "agenda", "contact", "sections", NULL};
    struct kit *kit = arena_alloc(arena, sizeof *kit);
    kit->file = arena_strdup(arena, name);
    if (json_known(root, keys, f) && check_format(root, f) && read_meta(root, kit, f) &&
        read_sections(arena, root, kit, f) && read_agenda(arena, root, kit, f) && check_targets(kit, f) &&
        kit_read_pairs(arena, root, "contact", false, &kit->contact, &kit->contact_count, f))
        return kit;
    fault_context(f, "%s", name);
    return NULL;
}

const struct kit *kit_parse(struct arena *arena, const char *json, size_t length, const char *name,
                            struct fault *f) {
    const struct json *root = json_parse(arena, json, length, name, f);
    return root ? read_kit(arena, root, name, f) : NULL;
}

const struct kit *kit_load(struct arena *arena, const char *path, struct fault *f) {
    const struct json *root = json_read_file(arena, path, f);
    return root ? read_kit(arena, root, path, f) : NULL;
}
