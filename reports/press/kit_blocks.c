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
    {"break", KIT_BREAK, JSON_BOOL},           {"quote", KIT_QUOTE, JSON_OBJECT},
    {"numbered", KIT_NUMBERED, JSON_OBJECT},   {"table", KIT_TABLE_BLOCK, JSON_OBJECT},
    {"figure", KIT_FIGURE_BLOCK, JSON_OBJECT},
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

bool kit_strings(const struct json *object, const char *key, const struct json **out, struct fault *f) {
    *out = NULL;
    if (!json_get_array(object, key, false, out, f))
        return false;
    for (const struct json *item = *out ? (*out)->first : NULL; item; item = item->next)
        if (!json_expect(item, JSON_STRING, f))
            return false;
    return true;
}

/* --- tables --- */

static bool read_align(const struct json *node, bool first, struct kit_column *out, struct fault *f) {
    static const char *const names[] = {
        [ALIGN_LEFT] = "left", [ALIGN_CENTER] = "center", [ALIGN_RIGHT] = "right"};
    const char *name = first ? "left" : "right";
    if (!json_get_string(node, "align", false, &name, f))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            out->align = (enum canvas_align)i;
            return true;
        }
    return json_fault(f, json_member(node, "align"), _("expected \"left\", \"center\" or \"right\""));
}

static bool read_column(const struct json *node, struct kit_column *out, struct fault *f) {
    static const char *const keys[] = {"label", "group", "align", "width", NULL};
    const bool first = node->index == 0;
    if (node->kind == JSON_STRING) {
        *out = (struct kit_column){.label = node, .align = first ? ALIGN_LEFT : ALIGN_RIGHT};
        return true;
    }
    if (!json_expect(node, JSON_OBJECT, f) || !json_known(node, keys, f) ||
        !kit_text(node, "label", true, &out->label, f) || !kit_text(node, "group", false, &out->group, f) ||
        !json_get_number(node, "width", false, &out->width, f) || !read_align(node, first, out, f))
        return false;
    return (out->width >= 0 && out->width <= 400) ||
           json_fault(f, json_member(node, "width"), _("expected points, from 0 to 400"));
}

/* {"total": [...]}, or {"each": ..., "cells": [...]} */
static bool read_special_row(const struct json *node, struct kit_row *out, struct fault *f) {
    static const char *const keys[] = {"total", "each", "cells", NULL};
    if (!json_known(node, keys, f) || !kit_text(node, "each", false, &out->each, f))
        return false;
    out->total = !out->each;
    return json_get_array(node, out->each ? "cells" : "total", true, &out->cells, f);
}

static bool read_row(const struct json *node, size_t columns, struct kit_row *out, struct fault *f) {
    out->cells = node;
    if (node->kind == JSON_OBJECT && !read_special_row(node, out, f))
        return false;
    if (!json_expect(out->cells, JSON_ARRAY, f))
        return false;
    for (const struct json *cell = out->cells->first; cell; cell = cell->next)
        if (!json_expect(cell, JSON_STRING, f))
            return false;
    return out->cells->count == columns ||
           json_fault(f, out->cells, _("the row has %zu cells, the table %zu columns"), out->cells->count,
                      columns);
}

enum { TABLE_COLUMNS_MAX = 14 };

static bool read_columns(struct arena *arena, const struct json *array, struct kit_table *out,
                         struct fault *f) {
    if (array->count < 1 || array->count > TABLE_COLUMNS_MAX)
        return json_fault(f, array, _("a table has 1 to %d columns"), TABLE_COLUMNS_MAX);
    struct kit_column *columns = arena_array(arena, array->count, sizeof *columns);
    out->columns = columns;
    for (const struct json *node = array->first; node; node = node->next)
        if (!read_column(node, &columns[out->column_count++], f))
            return false;
    return true;
}

static bool read_table(struct arena *arena, const struct json *node, struct kit_block *block,
                       struct fault *f) {
    static const char *const keys[] = {"title", "caption", "columns", "rows", "notes", NULL};
    const struct json *columns = NULL, *array = NULL;
    struct kit_table *out = arena_alloc(arena, sizeof *out);
    *out = (struct kit_table){0};
    block->table = out;
    if (!json_known(node, keys, f) || !kit_text(node, "title", false, &out->title, f) ||
        !kit_text(node, "caption", false, &out->caption, f) || !kit_strings(node, "notes", &out->notes, f) ||
        !json_get_array(node, "columns", true, &columns, f) || !read_columns(arena, columns, out, f) ||
        !json_get_array(node, "rows", true, &array, f))
        return false;
    struct kit_row *rows = arena_array(arena, array->count + 1, sizeof *rows);
    out->rows = rows;
    for (const struct json *row = array->first; row; row = row->next)
        if (!read_row(row, out->column_count, &rows[out->row_count++], f))
            return false;
    return true;
}

/* --- figures --- */

static bool read_drawing_row(const struct json *node, size_t columns, struct kit_drawing_row *out,
                             struct fault *f) {
    static const char *const keys[] = {"label", "values", NULL};
    if (!json_expect(node, JSON_OBJECT, f) || !json_known(node, keys, f) ||
        !kit_text(node, "label", true, &out->label, f) || !kit_strings(node, "values", &out->values, f))
        return false;
    const size_t count = out->values ? out->values->count : 0;
    return count == columns ||
           json_fault(f, node, _("the row has %zu values, the figure %zu columns"), count, columns);
}

static bool read_drawing_kind(struct arena *arena, const struct json *node, struct kit_drawing *out,
                              struct fault *f) {
    const char *kind = NULL;
    if (!json_get_string(node, "kind", true, &kind, f))
        return false;
    return figure_kind_parse(kind, &out->kind) ||
           json_fault(f, json_member(node, "kind"), _("\"%s\" is no kind of result; expected one of: %s"),
                      kind, figure_kind_names(arena));
}

static bool read_drawing(struct arena *arena, const struct json *node, struct kit_block *block,
                         struct fault *f) {
    static const char *const keys[] = {"kind", "title", "caption", "note", "columns", "rows", NULL};
    const struct json *array = NULL;
    struct kit_drawing *out = arena_alloc(arena, sizeof *out);
    *out = (struct kit_drawing){0};
    block->drawing = out;
    if (!json_known(node, keys, f) || !read_drawing_kind(arena, node, out, f) ||
        !kit_text(node, "title", true, &out->title, f) ||
        !kit_text(node, "caption", false, &out->caption, f) ||
        !kit_text(node, "note", false, &out->note, f) || !kit_strings(node, "columns", &out->columns, f) ||
        !json_get_array(node, "rows", true, &array, f))
        return false;
    if (!out->columns || out->columns->count == 0 || array->count == 0)
        return json_fault(f, node, _("a figure has \"columns\" and \"rows\", one or more of each"));
    struct kit_drawing_row *rows = arena_array(arena, array->count, sizeof *rows);
    out->rows = rows;
    for (const struct json *item = array->first; item; item = item->next)
        if (!read_drawing_row(item, out->columns->count, &rows[out->row_count++], f))
            return false;
    return true;
}

/* --- questions to be answered --- */

static bool read_question(const struct json *node, struct kit_question *out, struct fault *f) {
    static const char *const keys[] = {"text", "figures", NULL};
    if (node->kind == JSON_STRING) {
        out->text = node;
        return true;
    }
    return json_expect(node, JSON_OBJECT, f) && json_known(node, keys, f) &&
           kit_text(node, "text", true, &out->text, f) && kit_strings(node, "figures", &out->figures, f);
}

static bool read_numbered(struct arena *arena, const struct json *node, struct kit_block *block,
                          struct fault *f) {
    static const char *const keys[] = {"heading", "lead", "questions", NULL};
    const struct json *array = NULL;
    struct kit_numbered *out = arena_alloc(arena, sizeof *out);
    *out = (struct kit_numbered){0};
    block->numbered = out;
    if (!json_known(node, keys, f) || !kit_text(node, "heading", true, &out->heading, f) ||
        !kit_text(node, "lead", false, &out->lead, f) || !json_get_array(node, "questions", true, &array, f))
        return false;
    struct kit_question *questions = arena_array(arena, array->count + 1, sizeof *questions);
    out->questions = questions;
    for (const struct json *item = array->first; item; item = item->next)
        if (!read_question(item, &questions[out->question_count++], f))
            return false;
    return true;
}

static bool read_quote(const struct json *node, struct kit_block *block, struct fault *f) {
    static const char *const keys[] = {"text", "source", NULL};
    return json_known(node, keys, f) && kit_text(node, "text", true, &block->text, f) &&
           kit_text(node, "source", false, &block->source, f);
}

/* --- blocks --- */

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
    if (kind == KIT_TABLE_BLOCK)
        return read_table(arena, value, out, f);
    if (kind == KIT_FIGURE_BLOCK)
        return read_drawing(arena, value, out, f);
    if (kind == KIT_NUMBERED)
        return read_numbered(arena, value, out, f);
    if (kind == KIT_QUOTE)
        return read_quote(value, out, f);
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
