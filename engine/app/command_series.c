/* series: the reference series of the store; loaded by `import --as series`. */
#include "engine/app/commands.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "engine/store/aggregate.h"

#include <string.h>

/* --- list --- */

static const struct listing_column list_columns[] = {
    {"id", N_("Series"), LISTING_TEXT},
    {"unit", N_("Unit"), LISTING_TEXT},
    {"points", N_("Points"), LISTING_NUMBER},
    {"first", N_("From"), LISTING_TEXT},
    {"last", N_("To"), LISTING_TEXT},
    {"concept", N_("Concept"), LISTING_TEXT},
    {"areas", N_("Areas"), LISTING_NUMBER},
    {"groups", N_("Groups"), LISTING_NUMBER},
    {"versions", N_("Versions"), LISTING_NUMBER},
    {"added", N_("Added"), LISTING_TIME},
};
enum { LIST_COLUMNS = sizeof list_columns / sizeof *list_columns };

static bool list(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    enum output_format format;
    const char *name = NULL, **operands;
    size_t count, row_count;
    struct series_row *rows;
    const struct option_spec specs[] = {{"format", 0, OPTION_STRING, &name, false}, {0}};
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(name, &format, f) || !operand_count(count, 0, "shukei series list", f))
        return false;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && aggregate_list_series(store, app->arena, &rows, &row_count, f);
    store_close(store);
    if (!done)
        return false;
    struct listing *l = listing_create(app->arena, "series", list_columns, LIST_COLUMNS);
    for (size_t i = 0; i < row_count; i++) {
        const struct series_row *row = &rows[i];
        listing_add(l, (const char *const[LIST_COLUMNS]){
                           row->id, row->unit, listing_number(app->arena, row->points), row->first, row->last,
                           row->concept, listing_number(app->arena, row->areas),
                           listing_number(app->arena, row->groups), listing_number(app->arena, row->versions),
                           row->at});
    }
    listing_print(l, format, stdout);
    return true;
}

/* --- show --- */

static const struct listing_column point_columns[] = {
    {"period", N_("Period"), LISTING_TEXT},
    {"area", N_("Code"), LISTING_TEXT},
    {"area_name", N_("Area"), LISTING_TEXT},
    {"group", N_("Group"), LISTING_TEXT},
    {"value", N_("Value"), LISTING_TEXT},
    {"unit", N_("Unit"), LISTING_TEXT},
    {"numerator", N_("Numerator"), LISTING_NUMBER},
    {"denominator", N_("Denominator"), LISTING_NUMBER},
    {"rank", N_("Rank"), LISTING_NUMBER},
    {"source", N_("Source"), LISTING_TEXT},
    {"note", N_("Note"), LISTING_TEXT},
};
enum { POINT_COLUMNS = sizeof point_columns / sizeof *point_columns };

static bool is_code(const char *area) {
    return area && strlen(area) == 2 && strspn(area, "0123456789") == 2;
}

static const char *area_name(const struct reference *reference, const char *area) {
    if (!is_code(area))
        return area;
    if (strcmp(area, "00") == 0)
        return _("whole country");
    for (size_t i = 0; i < reference->prefecture_count; i++)
        if (strcmp(reference->prefectures[i].code, area) == 0)
            return reference->prefectures[i].name;
    return area;
}

static const char *number(struct arena *arena, long value) {
    return value == AGGREGATE_UNKNOWN ? NULL : listing_number(arena, value);
}

static void list_point(struct arena *arena, struct listing *l, const struct series_point *p,
                       const struct reference *reference) {
    listing_add(l, (const char *const[POINT_COLUMNS]){
                       p->period, is_code(p->area) ? p->area : NULL, area_name(reference, p->area), p->group,
                       p->value, p->unit, number(arena, p->numerator), number(arena, p->denominator),
                       number(arena, p->rank), p->source, p->note});
}

static bool no_such_period(const struct series *series, const char *period, struct fault *f) {
    const char *first = series->points[0].period, *last = first;
    for (size_t i = 1; i < series->count; i++) {
        const char *other = series->points[i].period;
        first = strcmp(other, first) < 0 ? other : first;
        last = strcmp(other, last) > 0 ? other : last;
    }
    return fault_set(f, _("the series %s has nothing at %s; its periods are from %s to %s"), series->id,
                     period, first, last);
}

static bool read_series(struct app *app, const char *id, const struct series **series, struct fault *f) {
    struct store *store = store_open(app->store_path, STORE_READ, f);
    *series = store ? aggregate_series(store, app->arena, id, f) : NULL;
    store_close(store);
    return *series != NULL;
}

static bool show(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    enum output_format format;
    const char *name = NULL, *at = NULL, **operands;
    size_t count;
    const struct series *series;
    const struct reference *reference = reference_get(f);
    const struct option_spec specs[] = {
        {"format", 0, OPTION_STRING, &name, false}, {"at", 0, OPTION_STRING, &at, false}, {0}};
    (void)code;
    if (!reference || !options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(name, &format, f) ||
        !operand_count(count, 1, "shukei series show ID [--at PERIOD]", f) ||
        !read_series(app, operands[0], &series, f))
        return false;
    struct listing *l = listing_create(app->arena, "points", point_columns, POINT_COLUMNS);
    for (size_t i = 0; i < series->count; i++)
        if (!at || strcmp(series->points[i].period, at) == 0)
            list_point(app->arena, l, &series->points[i], reference);
    if (!listing_count(l))
        return no_such_period(series, at, f);
    listing_print(l, format, stdout);
    return true;
}

static bool series_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct operand_verb verbs[] = {{"list", list}, {"show", show}, {NULL, NULL}};
    return operand_verb(verbs, app, argc, argv, code, f);
}

const struct command series_command = {
    .name = "series",
    .group = N_("Define"),
    .summary = N_("look at reference series (usage rates, card holding, ...)"),
    .usage = "list | show ID [--at PERIOD]   [--format text|json|csv]",
    .run = series_run,
};
