#include "reports/press/kit.h"

#include "engine/base/lang.h"
#include "reports/press/words.h"

#include <string.h>

static const char FORMAT[] = "shukei-press-1";

/* --- sources --- */

static bool read_kind(const struct json *node, struct kit_source *out, struct fault *f) {
    static const char *const names[] = {
        [BINDING_SURVEY] = "survey", [BINDING_PUBLISHED] = "published", [BINDING_SERIES] = "series"};
    size_t found = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *id = NULL;
        if (!json_get_string(node, names[i], false, &id, f))
            return false;
        if (id) {
            out->kind = (enum binding_kind)i;
            out->id = id;
            found++;
        }
    }
    return found == 1 || json_fault(f, node, _("a source has one of \"survey\", \"published\", \"series\""));
}

static bool read_source(const struct json *node, struct kit_source *out, struct fault *f) {
    static const char *const keys[] = {"survey", "published", "series", "area", "group", "weight", NULL};
    out->at = node;
    out->name = node->key;
    if (!json_expect(node, JSON_OBJECT, f) || !json_known(node, keys, f) || !read_kind(node, out, f) ||
        !json_get_string(node, "area", false, &out->area, f) ||
        !json_get_string(node, "group", false, &out->group, f) ||
        !json_get_string(node, "weight", false, &out->weight, f))
        return false;
    if (out->weight && out->kind != BINDING_SURVEY)
        return json_fault(
            f, json_member(node, "weight"),
            _("\"weight\" belongs to a survey with returns; published figures cannot be weighted"));
    if (*out->name == '\0' || out->name[strcspn(out->name, ":.@|# {}")] != '\0')
        return json_fault(f, node, _("the name of a source is one word without : . @ | #"));
    return (out->kind == BINDING_SERIES || (!out->area && !out->group)) ||
           json_fault(f, node, _("\"area\" and \"group\" belong to a series"));
}

static bool read_sources(struct arena *arena, const struct json *root, struct kit *kit, struct fault *f) {
    const struct json *object = NULL;
    if (!json_get_object(root, "sources", false, &object, f))
        return false;
    struct kit_source *sources = arena_array(arena, object ? object->count + 1 : 1, sizeof *sources);
    kit->sources = sources;
    for (const struct json *node = object ? object->first : NULL; node; node = node->next)
        if (!read_source(node, &sources[kit->source_count++], f))
            return false;
    return true;
}

/* --- sections --- */

static bool has_source(const struct kit *kit, const char *name) {
    if (!*name)
        return kit->survey != NULL;
    for (size_t i = 0; i < kit->source_count; i++)
        if (strcmp(kit->sources[i].name, name) == 0)
            return true;
    return false;
}

static bool read_sections(struct arena *arena, const struct json *root, struct kit *kit, struct fault *f) {
    const struct json *array = NULL;
    if (!json_get_array(root, "sections", true, &array, f))
        return false;
    struct kit_section *sections = arena_array(arena, array->count + 1, sizeof *sections);
    kit->sections = sections;
    for (const struct json *node = array->first; node; node = node->next) {
        struct kit_section *section = &sections[kit->section_count];
        if (!kit_read_section(arena, node, section, f))
            return false;
        if (*section->source && !has_source(kit, section->source))
            return json_fault(f, json_member(node, "source"), _("the kit has no source called \"%s\""),
                              section->source);
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
    if (!json_get_object(root, "agenda", false, &agenda, f))
        return false;
    if (!agenda)
        return true;
    if (!json_known(agenda, keys, f) || !json_get_string(agenda, "title", true, &kit->agenda_title, f) ||
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
    static const char *const keys[] = {"survey",    "title", "subtitle", "date",   "time", "place",
                                       "organiser", "lang",  "keywords", "weight", NULL};
    const struct json *meta = NULL;
    if (!json_get_object(root, "meta", true, &meta, f) || !json_known(meta, keys, f) ||
        !json_get_string(meta, "survey", false, &kit->survey, f) ||
        !kit_text(meta, "title", true, &kit->title, f) ||
        !kit_text(meta, "subtitle", false, &kit->subtitle, f) ||
        !json_get_string(meta, "date", true, &kit->date, f) || !check_date(meta, kit->date, f) ||
        !json_get_string(meta, "time", false, &kit->time, f) ||
        !json_get_string(meta, "place", false, &kit->place, f) ||
        !json_get_string(meta, "organiser", false, &kit->organiser, f) ||
        !json_get_string(meta, "lang", false, &kit->lang, f) ||
        !json_get_string(meta, "keywords", false, &kit->keywords, f) ||
        !json_get_string(meta, "weight", false, &kit->weight, f))
        return false;
    if (kit->weight && !kit->survey)
        return json_fault(f, json_member(meta, "weight"), _("\"weight\" needs \"survey\""));
    if (!kit->survey && (!kit->lang || !kit->organiser))
        return json_fault(f, meta, _("a kit without a survey of its own needs \"lang\" and \"organiser\""));
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
    static const char *const keys[] = {"format", "meta", "sources", "agenda", "contact", "sections", NULL};
    struct kit *kit = arena_alloc(arena, sizeof *kit);
    kit->file = arena_strdup(arena, name);
    if (json_known(root, keys, f) && check_format(root, f) && read_meta(root, kit, f) &&
        read_sources(arena, root, kit, f) && read_sections(arena, root, kit, f) &&
        read_agenda(arena, root, kit, f) && check_targets(kit, f) &&
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
