/* The routes of the desk: files in, what is to be looked at, what was keyed twice. */
#include "engine/web/web_work.h"
#include "importers/web/routes.h"

static const struct web_work works[] = {
    {"import-look",
     WEB_KEYING,
     {"import", "--dry-run", "--format", "json", web_uploads},
     {"as", "sheet", "channel"},
     1,
     true,
     NULL,
     NULL},
    {"import-rehearse",
     WEB_KEYING,
     {"import", "--rehearse", "--format", "json", web_uploads},
     {"as", "sheet", "channel"},
     1,
     true,
     NULL,
     NULL},
    {"import",
     WEB_KEYING,
     {"import", "--format", "json", web_uploads},
     {"as", "sheet", "channel", "batch"},
     1,
     true,
     NULL,
     NULL},
    {"sheets-add",
     WEB_KEYING,
     {"sheets", "add", "--format", "json", web_uploads},
     {"pages-per-sheet", "from"},
     1,
     true,
     NULL,
     NULL},
    {"sheets", WEB_KEYING, {"sheets", "list", "--format", "json"}, {NULL}, 1, true, NULL, NULL},
    {"sheets-drop", WEB_OFFICER, {"sheets", "drop"}, {"why"}, 1, false, NULL, NULL},
    {"check", WEB_KEYING, {"check", "--format", "json"}, {NULL}, 0, true, NULL, NULL},
    {"findings", WEB_KEYING, {"finding", "list", "--format", "json"}, {NULL}, 0, true, NULL, NULL},
    {"finding-accept", WEB_KEYING, {"finding", "accept"}, {"why"}, 1, false, NULL, NULL},
    {"finding-resolve", WEB_KEYING, {"finding", "resolve"}, {"why"}, 1, false, NULL, NULL},
    {"duplicates", WEB_KEYING, {"duplicates", "--format", "json"}, {"least"}, 0, true, NULL, NULL},
    {"merge", WEB_OFFICER, {"duplicates", "merge"}, {"keep", "why"}, 2, false, NULL, NULL},
    {"differences", WEB_KEYING, {"double", "list", "--format", "json"}, {NULL}, 0, true, NULL, NULL},
    {"decide", WEB_KEYING, {"double", "decide"}, {"why"}, 3, false, NULL, NULL},
    {"keyers", WEB_OFFICER, {"double", "report", "--format", "json"}, {NULL}, 0, true, NULL, NULL},
    {"own-errors",
     WEB_KEYING,
     {"double", "report", "--format", "json", "--keyer={account}"},
     {NULL},
     0,
     true,
     NULL,
     NULL},
    {"history", WEB_KEYING, {"history", "--format", "json"}, {NULL}, 1, false, NULL, NULL},
    {"void", WEB_KEYING, {"return", "void"}, {"why"}, 1, false, NULL, NULL},
    {"batches", WEB_KEYING, {"batch", "list", "--format", "json"}, {NULL}, 0, false, NULL, NULL},
    {"batch-undo", WEB_OFFICER, {"batch", "undo"}, {"why"}, 1, false, NULL, NULL},
    {"masks", WEB_OFFICER, {"mask", "--format", "json"}, {NULL}, 0, true, NULL, NULL},
    {"mask-accept", WEB_OFFICER, {"mask", "accept"}, {"question", "text", "why"}, 1, false, NULL, NULL},
    {"sent", WEB_ADMIN, {"survey", "sent", web_uploads}, {NULL}, 2, false, NULL, NULL},
    {"backup", WEB_ADMIN, {"backup", "{out}"}, {NULL}, 0, false, "%s.db", "application/octet-stream"},
    {"verify", WEB_ADMIN, {"verify"}, {NULL}, 0, false, NULL, NULL},
    {0},
};

bool desk_work(struct web_request *r, struct web_response *out, struct fault *f) {
    return store_questionnaire(r->store, r->arena, r->wild[0], f) && web_work_begin(r, out, works, f);
}

/* A questionnaire that is not there yet: the only work that is of no survey. */
bool desk_add_survey(struct web_request *r, struct web_response *out, struct fault *f) {
    static const struct web_work add[] = {
        {"add", WEB_ADMIN, {"survey", "add", web_uploads}, {NULL}, 1, false, NULL, NULL}, {0}};
    return web_work_begin(r, out, add, f);
}
