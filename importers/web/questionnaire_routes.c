/* The routes of questionnaire files: those that came with the program, and the one of a survey, to be changed and added anew. */
#include "engine/base/file.h"
#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/order.h"
#include "importers/web/routes.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 4 << 20, SUPPLIED_MOST = 256 };

struct supplied {
    const char *names[SUPPLIED_MOST]; /* of files, in order */
    size_t count;
};

static bool find_supplied(struct web_request *r, const char **folder, struct supplied *found,
                          struct fault *f) {
    *folder = home_path(r->arena, "templates/surveys", f);
    DIR *directory = *folder ? opendir(*folder) : NULL;
    if (!directory)
        return *folder ? fault_errno(f, *folder) : false;
    for (const struct dirent *entry; (entry = readdir(directory)) && found->count < SUPPLIED_MOST;) {
        const char *ending = strrchr(entry->d_name, '.');
        if (ending && strcmp(ending, ".json") == 0)
            found->names[found->count++] = arena_strdup(r->arena, entry->d_name);
    }
    closedir(directory);
    qsort(found->names, found->count, sizeof *found->names, order_texts);
    return true;
}

bool questionnaire_list(struct web_request *r, struct web_response *out, struct fault *f) {
    struct supplied found = {.count = 0};
    const char *folder, *title;
    if (!find_supplied(r, &folder, &found, f))
        return false;
    strbuf_add(&out->body, "{\"questionnaires\": [");
    for (size_t i = 0; i < found.count; i++) {
        const struct json *root =
            json_read_file(r->arena, arena_printf(r->arena, "%s/%s", folder, found.names[i]), f);
        if (!root || !json_get_string(root, "title", true, &title, f))
            return fault_context(f, "%s", found.names[i]);
        json_add_object(&out->body,
                        (const char *const[][2]){{"name", found.names[i]}, {"title", title}, {NULL}});
    }
    strbuf_add(&out->body, "]}\n");
    return true;
}

/* The name is one of the list: no path of a request is opened. */
bool questionnaire_supplied(struct web_request *r, struct web_response *out, struct fault *f) {
    struct supplied found = {.count = 0};
    const char *folder;
    size_t length;
    if (!find_supplied(r, &folder, &found, f))
        return false;
    for (size_t i = 0; i < found.count; i++)
        if (strcmp(found.names[i], r->wild[0]) == 0) {
            const char *bytes = file_read(r->arena, arena_printf(r->arena, "%s/%s", folder, found.names[i]),
                                          FILE_MOST, &length, f);
            if (bytes)
                strbuf_add_bytes(&out->body, bytes, length);
            return bytes != NULL;
        }
    return web_refuse(out, f, 404, _("no such questionnaire came with the program"));
}

/* As it was added last. */
bool questionnaire_of_survey(struct web_request *r, struct web_response *out, struct fault *f) {
    const struct questionnaire *q = store_questionnaire(r->store, r->arena, r->wild[0], f);
    if (!q)
        return false;
    strbuf_add_bytes(&out->body, q->json, q->json_length);
    out->download = arena_printf(r->arena, "%s.json", q->id);
    return true;
}
