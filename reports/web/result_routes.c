/* The routes of the results screen: tables, comparisons, files to take away. */
#include "engine/base/home.h"
#include "engine/base/json_write.h"
#include "engine/web/web_work.h"
#include "reports/web/fieldwork_route.h"
#include "reports/web/text_routes.h"

#include <dirent.h>
#include <string.h>

enum { QUESTIONS = 16 };

#define TABLE_OPTIONS                                                                                        \
    {                                                                                                        \
        "by", "where", "base", "percent", "no-answer", "sort", "weight", "adjust", "population", "interval", \
            "level", "test", "suppress"                                                                      \
    }

static const char book_type[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

static const struct web_work works[] = {
    {"table", WEB_RESULTS, {"tabulate", "--format", "json"}, TABLE_OPTIONS, QUESTIONS, true, NULL, NULL},
    {"table-csv",
     WEB_RESULTS,
     {"tabulate", "--format", "csv"},
     TABLE_OPTIONS,
     QUESTIONS,
     true,
     "%s.csv",
     "text/csv; charset=utf-8"},
    {"rank", WEB_RESULTS, {"rank", "--format", "json"}, {"suppress", "weight"}, 2, true, NULL, NULL},
    {"compare",
     WEB_RESULTS,
     {"compare", "--format", "json"},
     {"surveys", "concept", "by", "matched"},
     0,
     false,
     NULL,
     NULL},
    {"workbook",
     WEB_RESULTS,
     {"excel", "-o", "{out}"},
     {"suppress", "test", "weight"},
     0,
     true,
     "%s.xlsx",
     book_type},
    {"workbook-machine",
     WEB_RESULTS,
     {"excel", "--machine", "-o", "{out}"},
     {"suppress"},
     0,
     true,
     "%s-machine.xlsx",
     book_type},
    {"kit", WEB_OFFICER, {"press", "-o", "{out}"}, {"kit"}, 0, false, "%s-kit.pdf", "application/pdf"},
    {0},
};

static bool work(struct web_request *r, struct web_response *out, struct fault *f) {
    return store_questionnaire(r->store, r->arena, r->wild[0], f) && web_work_begin(r, out, works, f);
}

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
    {WEB_POST, "/api/surveys/*/results", WEB_RESULTS, WEB_BODY_FORM, work},
    {WEB_GET, "/api/kits", WEB_RESULTS, 0, kits},
    {WEB_GET, "/api/surveys/*/fieldwork", WEB_SIGNED_IN, 0, fieldwork_route},
    {WEB_GET, "/api/surveys/*/texts", WEB_RESULTS, 0, text_search},
    {WEB_POST, "/api/surveys/*/masks", WEB_OFFICER, WEB_BODY_SHEET, text_mask},
    {0},
};
