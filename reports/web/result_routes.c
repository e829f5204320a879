/* The routes of the results screen: tables, comparisons, files to take away. */
#include "engine/web/web_work.h"
#include "reports/web/catalogue_routes.h"
#include "reports/web/fieldwork_route.h"
#include "reports/web/kit_routes.h"
#include "reports/web/text_routes.h"

enum { QUESTIONS = 16, PLACE = 2 };

#define PDF_TYPE "application/pdf"
#define BOOK_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* What is on the screen, to be looked at and to be taken away. */
static const struct web_work_form forms[] = {
    {"json", {"--format", "json"}, ".json", "application/json; charset=utf-8"},
    {"csv", {"--format", "csv-excel"}, ".csv", "text/csv; charset=utf-8"},
    {"xlsx", {"--format", "xlsx", "-o", "{out}"}, ".xlsx", BOOK_TYPE},
    {"pdf", {"--format", "pdf", "-o", "{out}"}, ".pdf", PDF_TYPE},
    {"svg", {"-o", "{out}"}, ".svg", "image/svg+xml"},
    {0},
};

static const struct web_view views[] = {
    {.work = {"table",
              WEB_RESULTS,
              {"tabulate"},
              {"by", "where", "base", "percent", "no-answer", "sort", "weight", "adjust", "population",
               "interval", "level", "test", "suppress", "figure", "across", "columns"},
              QUESTIONS,
              true,
              NULL,
              NULL},
     .forms = forms},
    {.work = {"rank",
              WEB_RESULTS,
              {"rank"},
              {"by", "where", "interval", "level", "suppress", "weight", "min-n", "best", "sort", "figure"},
              PLACE,
              true,
              NULL,
              NULL},
     .flags = {"least-first"},
     .forms = forms},
    {.work = {"rank-series",
              WEB_RESULTS,
              {"rank"},
              {"series", "at", "against", "group", "best", "sort", "figure"},
              0,
              false,
              NULL,
              NULL},
     .flags = {"least-first"},
     .forms = forms},
    {.work = {"compare",
              WEB_RESULTS,
              {"compare"},
              {"surveys", "concept", "by", "base", "matched", "weight", "suppress", "level", "adjust",
               "figure"},
              0,
              false,
              NULL,
              NULL},
     .flags = {"force"},
     .forms = forms},
    {.work = {"trend", WEB_RESULTS, {"trend"}, {"concept", "by", "figure"}, 0, false, NULL, NULL},
     .forms = forms},
    {.work = {"trend-series",
              WEB_RESULTS,
              {"trend"},
              {"series", "by", "area", "group", "figure"},
              0,
              false,
              NULL,
              NULL},
     .forms = forms},
    {.work = {"workbook",
              WEB_RESULTS,
              {"excel", "-o", "{out}"},
              {"suppress", "test", "weight"},
              0,
              true,
              "%s.xlsx",
              BOOK_TYPE}},
    {.work = {"workbook-machine",
              WEB_RESULTS,
              {"excel", "--machine", "-o", "{out}"},
              {"suppress"},
              0,
              true,
              "%s-machine.xlsx",
              BOOK_TYPE}},
    {.work = {"kit", WEB_OFFICER, {"press", "-o", "{out}"}, {"kit"}, 0, false, "%s-kit.pdf", PDF_TYPE},
     .plain = {"kit"}},
    {.work = {0}},
};

static bool work(struct web_request *r, struct web_response *out, struct fault *f) {
    return store_questionnaire(r->store, r->arena, r->wild[0], f) && web_view_begin(r, out, views, f);
}

const struct web_route reports_routes[] = {
    {WEB_POST, "/api/surveys/*/results", WEB_RESULTS, WEB_BODY_FORM, work},
    {WEB_GET, "/api/kits", WEB_RESULTS, 0, kit_list},
    {WEB_GET, "/api/catalogue", WEB_RESULTS, 0, catalogue_store},
    {WEB_GET, "/api/series/*", WEB_RESULTS, 0, catalogue_series},
    {WEB_GET, "/api/surveys/*/catalogue", WEB_RESULTS, 0, catalogue_survey},
    {WEB_GET, "/api/surveys/*/expression", WEB_RESULTS, 0, catalogue_expression},
    {WEB_GET, "/api/surveys/*/fieldwork", WEB_SIGNED_IN, 0, fieldwork_route},
    {WEB_GET, "/api/surveys/*/texts", WEB_RESULTS, 0, text_search},
    {WEB_POST, "/api/surveys/*/masks", WEB_OFFICER, WEB_BODY_SHEET, text_mask},
    {0},
};
