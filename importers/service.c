#include "importers/service.h"

#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"

#include <string.h>

static const struct json *read_service(struct arena *arena, const char *id, struct fault *f) {
    const char *path = home_path(arena, "data/reference/services.json", f), *format = NULL;
    const struct json *root = path ? json_read_file(arena, path, f) : NULL, *node = NULL;
    if (!root)
        return NULL;
    if (!json_get_string(root, "format", true, &format, f) || !json_get_object(root, id, true, &node, f)) {
        fault_context(f, "%s", path);
        return NULL;
    }
    if (strcmp(format, "shukei-services-1") == 0)
        return node;
    fault_set(f, _("%s: the format is \"%s\", not \"shukei-services-1\"; take the file of this version"),
              path, format);
    return NULL;
}

bool service_get(struct arena *arena, const struct questionnaire *q, const char *id, struct column_map *map,
                 struct service *service, struct fault *f) {
    *service = (struct service){.map = map};
    if (!id)
        return true;
    const struct json *node = read_service(arena, id, f), *headings = NULL;
    if (!node || !json_get_string(node, "channel", false, &service->channel, f) ||
        !json_get_object(node, "headings", true, &headings, f))
        return false;
    service->map = column_map_under(arena, q, headings, map, f);
    return service->map != NULL;
}

static bool has_one_of(struct arena *scratch, const struct json *names, const char *const *cells,
                       size_t count) {
    for (const struct json *name = names->first; name; name = name->next)
        for (size_t i = 0; i < count && name->kind == JSON_STRING; i++)
            if (strcmp(vocabulary_key(scratch, name->string), vocabulary_key(scratch, cells[i])) == 0)
                return true;
    return false;
}

bool service_recognises(struct arena *scratch, const char *id, const char *const *cells, size_t count) {
    struct fault f = {0}; /* a missing file is reported when it is needed */
    const struct json *node = read_service(scratch, id, &f), *signature = NULL;
    if (!node || !json_get_array(node, "signature", true, &signature, &f))
        return false;
    for (const struct json *names = signature->first; names; names = names->next)
        if (!has_one_of(scratch, names, cells, count))
            return false;
    return signature->first != NULL;
}
