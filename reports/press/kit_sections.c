/* Sections of a kit: one row of a table per type. */
#include "engine/base/lang.h"
#include "reports/press/kit.h"

#include <string.h>

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

/* --- series --- */

enum { ENDS_DEFAULT = 5, LIMIT_DEFAULT = 20, LIMIT_MAX = 500 };

static bool read_ranking(struct arena *arena, const struct json *node, struct kit_section *out,
                         struct fault *f) {
    const char *order = "rank";
    out->ends = ENDS_DEFAULT;
    if (!kit_strings(node, "periods", &out->periods, f) ||
        !json_get_integer(node, "ends", false, &out->ends, f) ||
        !kit_read_figure(arena, node, "figure", &out->figure, f) ||
        !json_get_string(node, "order", false, &order, f))
        return false;
    out->in_order = strcmp(order, "list") == 0;
    return out->in_order || strcmp(order, "rank") == 0 ||
           json_fault(f, json_member(node, "order"), _("expected \"rank\" or \"list\""));
}

static bool read_trend(struct arena *arena, const struct json *node, struct kit_section *out,
                       struct fault *f) {
    return kit_strings(node, "periods", &out->periods, f) && kit_strings(node, "items", &out->lines, f) &&
           kit_read_figure(arena, node, "figure", &out->figure, f);
}

/* --- waves --- */

enum { WAVES_LEAST = 2 };

static bool read_comparison(struct arena *arena, const struct json *node, struct kit_section *out,
                            struct fault *f) {
    if (!kit_strings(node, "surveys", &out->surveys, f) ||
        !kit_strings(node, "concepts", &out->concepts, f) ||
        !json_get_string(node, "by", false, &out->by, f) ||
        !json_get_string(node, "base", false, &out->base, f) ||
        !kit_read_figure(arena, node, "kind", &out->figure, f))
        return false;
    return (out->surveys && out->surveys->count >= WAVES_LEAST) ||
           json_fault(f, node, _("\"surveys\" names two surveys or more, which are compared"));
}

/* --- answers one by one --- */

static bool read_listing(struct arena *arena, const struct json *node, struct kit_section *out,
                         struct fault *f) {
    (void)arena;
    return json_get_string(node, "label", true, &out->label, f) &&
           kit_strings(node, "questions", &out->questions, f) &&
           kit_text(node, "consent", true, &out->consent, f);
}

static bool read_examples(struct arena *arena, const struct json *node, struct kit_section *out,
                          struct fault *f) {
    (void)arena;
    out->limit = LIMIT_DEFAULT;
    if (!json_get_string(node, "question", true, &out->question, f) ||
        !kit_text(node, "where", false, &out->where, f) || !json_get_string(node, "by", false, &out->by, f) ||
        !json_get_integer(node, "limit", false, &out->limit, f) ||
        !kit_text(node, "consent", true, &out->consent, f))
        return false;
    return (out->limit >= 1 && out->limit <= LIMIT_MAX) ||
           json_fault(f, json_member(node, "limit"), _("expected a number from 1 to %d"), LIMIT_MAX);
}

/* --- types --- */

static bool read_nothing(struct arena *arena, const struct json *node, struct kit_section *out,
                         struct fault *f) {
    (void)arena, (void)node, (void)out, (void)f;
    return true;
}

#define COMMON_KEYS "id", "type", "title", "landscape", "continues", "blocks", "source"
static const struct section_type {
    const char *name;
    enum kit_section_type type;
    const char *keys[16];
    bool (*read)(struct arena *, const struct json *, struct kit_section *, struct fault *);
} section_types[] = {
    {"statement", KIT_STATEMENT, {COMMON_KEYS, NULL}, read_nothing},
    {"results", KIT_RESULTS, {COMMON_KEYS, "results", "common_axis", NULL}, kit_read_results},
    {"prefectures", KIT_PREFECTURES, {COMMON_KEYS, "question", "option", NULL}, read_prefectures},
    {"ranking", KIT_RANKING, {COMMON_KEYS, "periods", "ends", "order", "figure", NULL}, read_ranking},
    {"trend", KIT_TREND, {COMMON_KEYS, "periods", "items", "figure", NULL}, read_trend},
    {"comparison",
     KIT_COMPARISON,
     {COMMON_KEYS, "surveys", "concepts", "by", "base", "kind", NULL},
     read_comparison},
    {"listing", KIT_LISTING, {COMMON_KEYS, "label", "questions", "consent", NULL}, read_listing},
    {"examples",
     KIT_EXAMPLES,
     {COMMON_KEYS, "question", "where", "by", "limit", "consent", NULL},
     read_examples},
    {"tables", KIT_TABLES, {COMMON_KEYS, NULL}, read_nothing},
    {"methodology", KIT_METHODOLOGY, {COMMON_KEYS, "items", NULL}, read_methodology},
    {"questionnaire", KIT_QUESTIONNAIRE, {COMMON_KEYS, NULL}, read_nothing},
};

static const struct section_type *find_type(const char *name) {
    for (size_t i = 0; i < sizeof section_types / sizeof *section_types; i++)
        if (strcmp(name, section_types[i].name) == 0)
            return &section_types[i];
    return NULL;
}

bool kit_read_section(struct arena *arena, const struct json *node, struct kit_section *out,
                      struct fault *f) {
    const char *name = NULL;
    if (!json_expect(node, JSON_OBJECT, f) || !json_get_string(node, "type", true, &name, f))
        return false;
    const struct section_type *type = find_type(name);
    if (!type)
        return json_fault(f, json_member(node, "type"),
                          _("\"%s\" is no type of section; expected one of: %s"), name,
                          "statement, results, prefectures, ranking, trend, comparison, listing, examples, "
                          "tables, methodology, "
                          "questionnaire");
    out->at = node;
    out->type = type->type;
    out->source = "";
    return json_known(node, type->keys, f) && json_get_string(node, "id", true, &out->id, f) &&
           json_get_string(node, "title", true, &out->title, f) &&
           json_get_string(node, "source", false, &out->source, f) &&
           json_get_bool(node, "landscape", false, &out->landscape, f) &&
           json_get_bool(node, "continues", false, &out->continues, f) &&
           kit_read_blocks(arena, node, out, f) && type->read(arena, node, out, f);
}
