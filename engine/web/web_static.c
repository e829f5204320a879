#include "engine/web/web_static.h"

#include "engine/base/file.h"
#include "engine/base/home.h"
#include "engine/base/lang.h"

#include <dirent.h>
#include <sodium.h>
#include <string.h>

enum { FILE_MAX = 4 * 1024 * 1024 };

struct web_files {
    struct web_file *items;
    size_t count, capacity;
};

static const char *type_of(const char *name) {
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".webmanifest", "application/manifest+json"},
    };
    const char *ending = strrchr(name, '.');
    for (size_t i = 0; ending && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].ending, ending) == 0)
            return types[i].type;
    return NULL;
}

static const char *tag_of(struct arena *arena, const struct web_file *file) {
    unsigned char digest[16];
    char hex[sizeof digest * 2 + 1];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)file->bytes, file->length, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return arena_printf(arena, "\"%s\"", hex);
}

static bool read_one(struct arena *arena, struct web_files *files, const char *folder, const char *name,
                     struct fault *f) {
    struct web_file file = {.path = arena_printf(arena, "/%s", name), .type = type_of(name)};
    if (!file.type)
        return true;
    file.bytes = file_read(arena, arena_printf(arena, "%s/%s", folder, name), FILE_MAX, &file.length, f);
    if (!file.bytes)
        return false;
    file.etag = tag_of(arena, &file);
    files->items = arena_grow(arena, files->items, files->count, &files->capacity, sizeof *files->items);
    files->items[files->count++] = file;
    return true;
}

struct web_files *web_files_read(struct arena *arena, struct fault *f) {
    struct web_files *files = arena_alloc(arena, sizeof *files);
    const char *folder = home_path(arena, "templates/web", f);
    DIR *directory = folder ? opendir(folder) : NULL;
    if (!directory) {
        if (folder)
            fault_errno(f, folder);
        return NULL;
    }
    bool done = true;
    for (const struct dirent *entry; done && (entry = readdir(directory));)
        done = entry->d_name[0] == '.' || read_one(arena, files, folder, entry->d_name, f);
    closedir(directory);
    if (done && !web_file_find(files, "/"))
        done = fault_set(f, _("%s: there is no index.html; the program is not installed whole"), folder);
    return done ? files : NULL;
}

const struct web_file *web_file_find(const struct web_files *files, const char *path) {
    const char *wanted = strcmp(path, "/") == 0 ? "/index.html" : path;
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->items[i].path, wanted) == 0)
            return &files->items[i];
    return NULL;
}
