#include "engine/base/home.h"

#include "engine/base/lang.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool join(char *out, size_t size, const char *a, const char *b) {
    int length = snprintf(out, size, "%s/%s", a, b);
    return length > 0 && (size_t)length < size;
}

static bool is_home(const char *directory) {
    char path[PATH_MAX];
    return join(path, sizeof path, directory, "templates") && access(path, R_OK) == 0 &&
           join(path, sizeof path, directory, "data") && access(path, R_OK) == 0;
}

/* The directory of the running program, without the final slash. */
static const char *program_directory(void) {
    static char path[PATH_MAX];
    static const char *directory;
    if (directory)
        return directory;
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return directory = ".";
    path[length] = '\0';
    return directory = dirname(path);
}

const char *home_directory(struct fault *f) {
    static char installed[PATH_MAX];
    const char *named = getenv("SHUKEI_HOME");
    if (named && *named) {
        if (is_home(named))
            return named;
        fault_set(f, _("SHUKEI_HOME is %s, but there is no templates/ and data/ in it; correct or unset it"),
                  named);
        return NULL;
    }
    if (join(installed, sizeof installed, program_directory(), "../share/shukei") && is_home(installed))
        return installed;
    if (is_home(SHUKEI_SOURCE_DIR))
        return SHUKEI_SOURCE_DIR;
    fault_set(f,
              _("templates and data were found neither in %s nor in %s; set SHUKEI_HOME to the directory "
                "that holds them"),
              installed, SHUKEI_SOURCE_DIR);
    return NULL;
}

char *home_path(struct arena *arena, const char *relative, struct fault *f) {
    const char *home = home_directory(f);
    if (!home)
        return NULL;
    char *path = arena_printf(arena, "%s/%s", home, relative);
    if (access(path, R_OK) != 0) {
        fault_set(f, _("%s: not found; the installation is incomplete (or SHUKEI_HOME points elsewhere)"),
                  path);
        return NULL;
    }
    return path;
}

const char *home_find(struct arena *arena, const char *folder, const char *name) {
    static const char *const endings[] = {"", ".json"};
    if (access(name, F_OK) == 0)
        return arena_strdup(arena, name);
    struct fault ignored = {0};
    for (size_t i = 0; i < 2 && !strchr(name, '/'); i++) {
        const char *path =
            home_path(arena, arena_printf(arena, "%s/%s%s", folder, name, endings[i]), &ignored);
        if (path)
            return path;
        fault_clear(&ignored);
    }
    return NULL;
}

const char *home_locale_directory(void) {
    static char path[PATH_MAX];
    const char *candidates[] = {"locale", "../share/shukei/locale", "../locale"};
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++)
        if (join(path, sizeof path, program_directory(), candidates[i]) && access(path, R_OK) == 0)
            return path;
    return SHUKEI_BUILD_DIR "/locale";
}
