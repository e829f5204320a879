#include "reports/series/series_title.h"

#include "engine/base/home.h"
#include "engine/base/json.h"

static const struct json *read_titles(struct arena *arena, struct fault *f) {
    static const char *const keys[] = {"format", "titles", NULL};
    const char *path = home_path(arena, "templates/series-titles.json", f), *format = NULL;
    const struct json *root = path ? json_read_file(arena, path, f) : NULL, *titles = NULL;
    if (!root || !json_known(root, keys, f) || !json_get_string(root, "format", true, &format, f) ||
        !json_get_object(root, "titles", true, &titles, f))
        return NULL;
    return titles;
}

const char *series_title(struct arena *arena, const char *id, struct fault *f) {
    const struct json *titles = read_titles(arena, f);
    const char *title = NULL;
    if (!titles || !json_get_string(titles, id, false, &title, f)) {
        fault_context(f, "templates/series-titles.json");
        return NULL;
    }
    return title ? title : id;
}
