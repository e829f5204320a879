/* The blocks that a kit's author writes: one key says what a block is. */
#include "engine/base/lang.h"
#include "reports/press/kit.h"

#include <string.h>

static const struct {
    const char *key;
    enum kit_block_kind kind;
    enum json_kind value;
} forms[] = {
    {"heading", KIT_HEADING, JSON_STRING},     {"subheading", KIT_SUBHEADING, JSON_STRING},
    {"paragraph", KIT_PARAGRAPH, JSON_STRING}, {"bullets", KIT_BULLETS, JSON_ARRAY},
    {"cards", KIT_CARDS, JSON_ARRAY},          {"box", KIT_BOX, JSON_STRING},
    {"note", KIT_NOTE, JSON_STRING},           {"byline", KIT_BYLINE, JSON_STRING},
    {"break", KIT_BREAK, JSON_BOOL},
};
enum { FORM_COUNT = sizeof forms / sizeof *forms };

bool kit_text(const struct json *object, const char *key, bool required, const struct json **out,
              struct fault *f) {
    const char *text = NULL;
    *out = NULL;
    if (!json_get_string(object, key, required, &text, f))
        return false;
    *out = json_member(object, key);
    return true;
}

static bool read_pair(const struct json *node, bool details, struct kit_pair *out, struct fault *f) {
    static const char *const plain[] = {"label", "text", NULL}, *const detailed[] = {"label", "text",
                                                                                     "detail", NULL};
    return json_known(node, details ? detailed : plain, f) && kit_text(node, "label", true, &out->label, f) &&
           kit_text(node, "text", true, &out->text, f) && kit_text(node, "detail", false, &out->detail, f);
}

static bool read_pair_array(struct arena *arena, const struct json *array, bool details,
                            const struct kit_pair **out, size_t *count, struct fault *f) {
    struct kit_pair *pairs = arena_array(arena, array->count + 1, sizeof *pairs);
    *count = 0;
    for (const struct json *node = array->first; node; node = node->next)
        if (!read_pair(node, details, &pairs[(*count)++], f))
            return false;
    *out = pairs;
    return true;
}

bool kit_read_pairs(struct arena *arena, const struct json *object, const char *key, bool details,
                    const struct kit_pair **out, size_t *count, struct fault *f) {
    const struct json *array = NULL;
    if (!json_get_array(object, key, false, &array, f))
        return false;
    return !array || read_pair_array(arena, array, details, out, count, f);
}

enum { KIT_CARDS_MAX = 6 }; /* more would be narrower than a number */

static bool read_value(struct arena *arena, const struct json *value, enum kit_block_kind kind,
                       struct kit_block *out, struct fault *f) {
    out->kind = kind;
    if (kind == KIT_CARDS && (value->count < 1 || value->count > KIT_CARDS_MAX))
        return json_fault(f, value, _("1 to %d cards fit side by side, not %zu; make more blocks of cards"),
                          KIT_CARDS_MAX, value->count);
    if (kind == KIT_CARDS)
        return read_pair_array(arena, value, true, &out->cards, &out->card_count, f);
    if (kind == KIT_BULLETS) {
        for (const struct json *item = value->first; item; item = item->next)
            if (!json_expect(item, JSON_STRING, f))
                return false;
        out->items = value;
        return true;
    }
    if (kind == KIT_BREAK && !value->truth)
        return json_fault(f, value, _("\"break\" can only be true; leave the block out instead"));
    out->text = value;
    return true;
}

static bool read_block(struct arena *arena, const struct json *node, struct kit_block *out, struct fault *f) {
    const char *keys[FORM_COUNT + 1] = {NULL};
    for (size_t i = 0; i < FORM_COUNT; i++)
        keys[i] = forms[i].key;
    if (!json_known(node, keys, f))
        return false;
    if (node->count != 1)
        return json_fault(f, node, _("a block has exactly one key, which says what it is"));
    for (size_t i = 0; i < FORM_COUNT; i++)
        if (strcmp(node->first->key, forms[i].key) == 0)
            return json_expect(node->first, forms[i].value, f) &&
                   read_value(arena, node->first, forms[i].kind, out, f);
    return false; /* json_known has refused it */
}

bool kit_read_blocks(struct arena *arena, const struct json *section, struct kit_section *out,
                     struct fault *f) {
    const struct json *array = NULL;
    if (!json_get_array(section, "blocks", false, &array, f))
        return false;
    if (!array)
        return true;
    struct kit_block *blocks = arena_array(arena, array->count + 1, sizeof *blocks);
    for (const struct json *node = array->first; node; node = node->next)
        if (!read_block(arena, node, &blocks[out->block_count++], f))
            return false;
    out->blocks = blocks;
    return true;
}
