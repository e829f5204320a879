#include "engine/web/web_keep.h"

#include "engine/base/file.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/store/trail_list.h"
#include "engine/web/web_internal.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { STAMP = 15, DAY_SECONDS = 24 * 60 * 60 };

static const char shape[] = "00000000-000000.db"; /* 0: a digit */

struct kept {
    const char *name;
    long long bytes;
    time_t at; /* when it was whole */
};

static bool is_backup(const char *name) {
    if (strlen(name) != sizeof shape - 1)
        return false;
    for (size_t i = 0; shape[i]; i++)
        if (shape[i] == '0' ? !isdigit((unsigned char)name[i]) : name[i] != shape[i])
            return false;
    return true;
}

static const char *folder(const struct web_request *r) {
    const struct web_server *server = r->server;
    return server->backups ? server->backups : arena_printf(r->arena, "%s.backups", server->store_path);
}

static int newest_first(const void *a, const void *b) {
    return strcmp(((const struct kept *)b)->name, ((const struct kept *)a)->name);
}

/* A folder that is not there has none. */
static bool list(struct web_request *r, struct kept **items, size_t *count, struct fault *f) {
    size_t capacity = 0;
    struct stat is;
    *items = NULL;
    *count = 0;
    DIR *directory = opendir(folder(r));
    if (!directory)
        return errno == ENOENT || fault_errno(f, folder(r));
    for (const struct dirent *entry; (entry = readdir(directory));) {
        if (!is_backup(entry->d_name) ||
            stat(arena_printf(r->arena, "%s/%s", folder(r), entry->d_name), &is) != 0)
            continue;
        *items = arena_grow(r->arena, *items, *count, &capacity, sizeof **items);
        (*items)[(*count)++] =
            (struct kept){arena_strdup(r->arena, entry->d_name), (long long)is.st_size, is.st_mtime};
    }
    closedir(directory);
    if (*count)
        qsort(*items, *count, sizeof **items, newest_first);
    return true;
}

/* Whether something has happened since: without a change a backup does not grow old. */
static bool changed_since(struct web_request *r, time_t at, bool *changed, struct fault *f) {
    struct trail_filter filter = {.limit = 1};
    struct trail_item *items;
    struct tm local;
    char stamp[24];
    size_t count;
    localtime_r(&at, &local);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &local);
    if (!trail_list(r->store, r->arena, &filter, &items, &count, f))
        return false;
    *changed = count && strncmp(items[0].at, stamp, 19) > 0;
    return true;
}

static void put_kept(const struct kept *kept, struct strbuf *out) {
    char at[24];
    struct tm local;
    localtime_r(&kept->at, &local);
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%S", &local);
    strbuf_char(out, '{');
    json_add_member(out, "name", kept->name);
    json_add_member(out, "at", at);
    strbuf_printf(out, ", \"bytes\": %lld}", kept->bytes);
}

bool web_keep_list(struct web_request *r, struct web_response *out, struct fault *f) {
    struct kept *items;
    size_t count;
    bool changed;
    if (!list(r, &items, &count, f) || !changed_since(r, count ? items[0].at : 0, &changed, f))
        return false;
    bool old = changed && (!count || time(NULL) - items[0].at > WEB_KEEP_DAYS * DAY_SECONDS);
    strbuf_printf(&out->body, "{\"days\": %d, \"changed\": %s, \"old\": %s", WEB_KEEP_DAYS,
                  changed ? "true" : "false", old ? "true" : "false");
    json_add_member(&out->body, "folder", folder(r));
    strbuf_add(&out->body, ", \"backups\": [");
    for (size_t i = 0; i < count; i++) {
        strbuf_add(&out->body, i ? ", " : "");
        put_kept(&items[i], &out->body);
    }
    strbuf_add(&out->body, "]}\n");
    return true;
}

/* --- making and verifying --- */

/* `store`: the backup that the words are about, or NULL. */
static bool begin(struct web_request *r, struct web_response *out, const char *store,
                  const char *const *words, struct fault *f) {
    const struct web_job_spec spec = {.account = r->session->account,
                                      .words = words,
                                      .name = "backup.json",
                                      .type = "application/json",
                                      .store = store};
    long id;
    if (!web_job_begin(r->server->jobs, &spec, &id, f))
        return false;
    strbuf_printf(&out->body, "{\"job\": %ld}\n", id);
    return true;
}

static bool make(struct web_request *r, struct web_response *out, struct fault *f) {
    char stamp[STAMP + 1];
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &local);
    if (mkdir(folder(r), 0700) != 0 && errno != EEXIST)
        return fault_errno(f, folder(r));
    const char *words[] = {"backup", "--verify", arena_printf(r->arena, "%s/%s.db", folder(r), stamp), NULL};
    return begin(r, out, NULL, words, f);
}

static const char *const verify_words[] = {"verify", "--format", "json", NULL};

static bool find(struct web_request *r, struct web_response *out, const char *name, const char **path,
                 struct fault *f) {
    struct stat is;
    *path = arena_printf(r->arena, "%s/%s", folder(r), name);
    return (is_backup(name) && stat(*path, &is) == 0) ||
           web_refuse(out, f, 404, _("there is no such backup"));
}

static bool verify(struct web_request *r, struct web_response *out, const char *name, struct fault *f) {
    const char *path;
    return find(r, out, name, &path, f) && begin(r, out, path, verify_words, f);
}

bool web_keep_work(struct web_request *r, struct web_response *out, struct fault *f) {
    const struct json *body = web_json(r, f);
    const char *what, *name = "";
    if (!body || !json_expect(body, JSON_OBJECT, f) || !json_get_string(body, "do", true, &what, f) ||
        !json_get_string(body, "name", false, &name, f))
        return web_malformed(f);
    if (strcmp(what, "make") == 0)
        return make(r, out, f);
    if (strcmp(what, "verify") == 0)
        return verify(r, out, name, f);
    if (strcmp(what, "verify-store") == 0)
        return begin(r, out, NULL, verify_words, f);
    return fault_usage(f, _("\"%s\" is nothing that can be done here"), what);
}

bool web_keep_file(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *path;
    size_t length;
    if (!find(r, out, r->wild[0], &path, f))
        return false;
    const char *bytes = file_read(r->arena, path, (size_t)1 << 30, &length, f);
    if (!bytes)
        return false;
    strbuf_add_bytes(&out->body, bytes, length);
    out->type = "application/octet-stream";
    out->download = arena_printf(r->arena, "shukei-%s", r->wild[0]);
    return true;
}
