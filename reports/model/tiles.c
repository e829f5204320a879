#include "reports/model/tiles.h"

#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"

#include <string.h>

static const char FORMAT[] = "shukei-tiles-1", FILE_NAME[] = "data/reference/prefecture_tiles.json";
enum { GRID_MAX = 40, CODE_LENGTH = 2 };

static const char *name_of(const char *code, struct fault *f) {
    const struct reference *r = reference_get(f);
    for (size_t i = 0; r && i < r->prefecture_count; i++)
        if (strcmp(r->prefectures[i].code, code) == 0)
            return strcmp(lang_now(), "ja") == 0 ? r->prefectures[i].stem : r->prefectures[i].latin;
    if (r)
        fault_set(f, _("no prefecture has the code \"%s\""), code);
    return NULL;
}

static bool read_tile(const struct json *node, struct tile *out, struct fault *f) {
    static const char *const keys[] = {"code", "column", "row", NULL};
    long column = 0, row = 0;
    if (!json_known(node, keys, f) || !json_get_string(node, "code", true, &out->code, f) ||
        !json_get_integer(node, "column", true, &column, f) || !json_get_integer(node, "row", true, &row, f))
        return false;
    if (column < 0 || column >= GRID_MAX || row < 0 || row >= GRID_MAX)
        return json_fault(f, node, _("expected a column and a row from 0 to %d"), GRID_MAX - 1);
    out->column = (int)column;
    out->row = (int)row;
    return (out->name = name_of(out->code, f)) != NULL;
}

static bool add_tile(struct tiles *tiles, struct tile *list, const struct json *node, struct fault *f) {
    struct tile *tile = &list[tiles->count];
    if (!read_tile(node, tile, f))
        return false;
    for (size_t i = 0; i < tiles->count; i++)
        if ((list[i].column == tile->column && list[i].row == tile->row) ||
            strcmp(list[i].code, tile->code) == 0)
            return json_fault(f, node, _("the same place or the same prefecture twice"));
    tiles->count++;
    tiles->columns = tile->column >= tiles->columns ? tile->column + 1 : tiles->columns;
    tiles->rows = tile->row >= tiles->rows ? tile->row + 1 : tiles->rows;
    return true;
}

/* The corner of most tiles' room: for every depth the widest stretch that stays free. */
static void find_corner(struct tiles *tiles) {
    int best = 0;
    for (int depth = 1; depth <= tiles->rows; depth++) {
        int width = tiles->columns;
        for (size_t i = 0; i < tiles->count; i++)
            if (tiles->tiles[i].row < depth && tiles->tiles[i].column < width)
                width = tiles->tiles[i].column;
        if (width * depth > best) {
            best = width * depth;
            tiles->free_columns = width;
            tiles->free_rows = depth;
        }
    }
}

static const struct tiles *read_tiles(struct arena *arena, const struct json *root, struct fault *f) {
    static const char *const keys[] = {"format", "source", "tiles", NULL};
    const struct json *array = NULL;
    const char *format = NULL;
    if (!json_known(root, keys, f) || !json_get_string(root, "format", true, &format, f) ||
        !json_get_array(root, "tiles", true, &array, f))
        return NULL;
    if (strcmp(format, FORMAT) != 0) {
        json_fault(f, json_member(root, "format"), _("expected \"%s\""), FORMAT);
        return NULL;
    }
    struct tiles *tiles = arena_alloc(arena, sizeof *tiles);
    struct tile *list = arena_array(arena, array->count + 1, sizeof *list);
    tiles->tiles = list;
    for (const struct json *node = array->first; node; node = node->next)
        if (!add_tile(tiles, list, node, f))
            return NULL;
    find_corner(tiles);
    return tiles;
}

const struct tiles *tiles_load(struct arena *arena, struct fault *f) {
    const char *path = home_path(arena, FILE_NAME, f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    const struct tiles *tiles = root ? read_tiles(arena, root, f) : NULL;
    if (root && !tiles)
        fault_context(f, "%s", path);
    return tiles;
}

const struct tile *tiles_find(const struct tiles *tiles, const char *key) {
    const char *equals = strchr(key, '='), *code = equals ? equals + 1 : key;
    for (size_t i = 0; strlen(code) == CODE_LENGTH && i < tiles->count; i++)
        if (strcmp(tiles->tiles[i].code, code) == 0)
            return &tiles->tiles[i];
    return NULL;
}
