/* The routes of the results screen: tables, comparisons, files to take away. */
#include "engine/base/home.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/web/web.h"
#include "engine/web/web_job.h"

#include <dirent.h>
#include <string.h>

enum { RESULT_OPTIONS = 16 };

/* What may be made: a command, the options that a screen may give it, and the file it becomes. */
struct result {
    const char *name;
    const char *words[6];                /* of the command, before the survey */
    const char *options[RESULT_OPTIONS]; /* "by" for --by */
    bool survey;                         /* --survey ID of the path */
    const char *file, *type;             /* %s: the survey */
};

static const char json_type[] = "application/json; charset=utf-8";
static const char book_type[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

static const struct result results[] = {
    {"table",
     {"tabulate", "--format", "json"},
     {"by", "where", "base", "percent", "no-answer", "sort", "weight", "population", "interval", "level",
      "test", "adjust", "suppress"},
     true,
     "%s.json",
     json_type},
    {"table-csv",
     {"tabulate", "--format", "csv"},
     {"by", "where", "base", "percent", "no-answer", "sort", "weight", "population", "interval", "level",
      "test", "adjust", "suppress"},
     true,
     "%s.csv",
     "text/csv; charset=utf-8"},
    {"rank", {"rank", "--format", "json"}, {"suppress"}, true, "%s-rank.json", json_type},
    {"compare",
     {"compare", "--format", "json"},
     {"surveys", "concept", "by", "matched"},
     false,
     "compare.json",
     json_type},
    {"workbook", {"excel", "-o", "{out}"}, {"suppress", "test"}, true, "%s.xlsx", book_type},
    {"workbook-machine",
     {"excel", "--machine", "-o", "{out}"},
     {"suppress"},
     true,
     "%s-machine.xlsx",
     book_type},
    {"kit", {"press", "-o", "{out}"}, {"kit"}, false, "kit.pdf", "application/pdf"},
};

/* --- making --- */

static const struct result *find(const char *name) {
    for (size_t i = 0; i < sizeof results / sizeof *results; i++)
        if (strcmp(results[i].name, name) == 0)
            return &results[i];
    return NULL;
}

static bool allowed(const struct result *result, const char *option) {
    for (size_t i = 0; i < RESULT_OPTIONS && result->options[i]; i++)
        if (strcmp(result->options[i], option) == 0)
            return true;
    return false;
}

struct words {
    struct arena *arena;
    const char *items[WEB_JOB_WORDS + 1];
    size_t count;
};

static bool add(struct words *words, const char *word, struct fault *f) {
    if (words->count == WEB_JOB_WORDS)
        return fault_usage(f, _("the request asks for too much at once"));
    words->items[words->count++] = word;
    return true;
}

/* An option and its value are one word, so that no value is taken for an option. */
static bool add_options(struct words *words, const struct result *result, const struct json *options,
                        struct fault *f) {
    for (const struct json *option = options ? options->first : NULL; option; option = option->next) {
        if (!allowed(result, option->key))
            return json_fault(f, option, _("--%s is no option of this"), option->key);
        if (!json_expect(option, JSON_STRING, f))
            return false;
        if (*option->string &&
            !add(words, arena_printf(words->arena, "--%s=%s", option->key, option->string), f))
            return false;
    }
    return true;
}

static bool add_operands(struct words *words, const struct json *operands, struct fault *f) {
    if (!operands || !operands->count)
        return true;
    if (!add(words, "--", f))
        return false;
    for (const struct json *operand = operands->first; operand; operand = operand->next)
        if (!json_expect(operand, JSON_STRING, f) || !add(words, operand->string, f))
            return false;
    return true;
}

static bool read_request(struct web_request *r, const struct result **result, struct words *words,
                         struct fault *f) {
    static const char *const keys[] = {"make", "options", "operands", NULL};
    const struct json *body = web_json(r, f), *options = NULL, *operands = NULL;
    const char *name;
    if (!body || !json_expect(body, JSON_OBJECT, f) || !json_known(body, keys, f) ||
        !json_get_string(body, "make", true, &name, f) ||
        !json_get_object(body, "options", false, &options, f) ||
        !json_get_array(body, "operands", false, &operands, f))
        return false;
    *result = find(name);
    if (!*result)
        return fault_usage(f, _("\"%s\" is nothing that can be made here"), name);
    for (size_t i = 0; (*result)->words[i]; i++)
        if (!add(words, (*result)->words[i], f))
            return false;
    if ((*result)->survey && !add(words, arena_printf(r->arena, "--survey=%s", r->wild[0]), f))
        return false;
    return add_options(words, *result, options, f) && add_operands(words, operands, f);
}

static bool make(struct web_request *r, struct web_response *out, struct fault *f) {
    struct words words = {.arena = r->arena};
    const struct result *result;
    long id;
    if (!read_request(r, &result, &words, f))
        return web_malformed(f);
    if (!store_questionnaire(r->store, r->arena, r->wild[0], f))
        return false;
    const char *file = arena_printf(r->arena, result->file, r->wild[0]);
    if (!web_job_add(r, words.items, file, result->type, &id, f))
        return false;
    strbuf_printf(&out->body, "{\"job\": %ld}\n", id);
    return true;
}

/* --- kits --- */

/* The kits that came with the program, by the names under which `press --kit` knows them. */
static bool kits(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *folder = home_path(r->arena, "templates/press", f);
    DIR *directory = folder ? opendir(folder) : NULL;
    if (!directory)
        return folder ? fault_errno(f, folder) : false;
    strbuf_add(&out->body, "{\"kits\": [");
    size_t n = 0;
    for (const struct dirent *entry; (entry = readdir(directory));) {
        const char *ending = strrchr(entry->d_name, '.');
        if (!ending || strcmp(ending, ".json") != 0)
            continue;
        strbuf_add(&out->body, n++ ? ", " : "");
        json_add_string(&out->body, arena_strndup(r->arena, entry->d_name, (size_t)(ending - entry->d_name)));
    }
    closedir(directory);
    strbuf_add(&out->body, "]}\n");
    return true;
}

const struct web_route reports_routes[] = {
    {WEB_POST, "/api/surveys/*/make", WEB_RESULTS, WEB_BODY_FORM, make},
    {WEB_GET, "/api/kits", WEB_RESULTS, 0, kits},
    {0},
};
