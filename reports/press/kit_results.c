/* The results of a section: which table, drawn or set, and what of it. */
#include "engine/base/lang.h"
#include "reports/press/kit.h"

#include <string.h>

static bool read_kind(struct arena *arena, const struct json *node, struct kit_result *out, struct fault *f) {
    const char *kind = NULL;
    if (!json_get_string(node, "kind", false, &kind, f))
        return false;
    if (!kind || strcmp(kind, "auto") == 0)
        return true;
    out->show = strcmp(kind, "table") == 0 ? KIT_TABLE : KIT_FIGURE;
    if (out->show == KIT_TABLE || figure_kind_parse(kind, &out->figure.kind))
        return true;
    return json_fault(f, json_member(node, "kind"), _("\"%s\" is no kind of result; expected one of: %s"),
                      kind, arena_printf(arena, "auto, table, %s", figure_kind_names(arena)));
}

bool kit_read_figure(struct arena *arena, const struct json *node, const char *key, enum figure_kind *kind,
                     struct fault *f) {
    const char *name = NULL;
    if (!json_get_string(node, key, false, &name, f))
        return false;
    return !name || figure_kind_parse(name, kind) ||
           json_fault(f, json_member(node, key), _("\"%s\" is no kind of figure; expected one of: %s"), name,
                      figure_kind_names(arena));
}

static bool read_columns(struct arena *arena, const struct json *node, struct plot_choice *out,
                         struct fault *f) {
    const char *one = NULL;
    const struct json *many = NULL;
    if (!json_get_string(node, "column", false, &one, f) || !json_get_array(node, "columns", false, &many, f))
        return false;
    if (one && many)
        return json_fault(f, node, _("either \"column\" or \"columns\""));
    const char **columns = arena_array(arena, (many ? many->count : 1) + 1, sizeof *columns);
    if (one)
        columns[out->column_count++] = one;
    for (const struct json *item = many ? many->first : NULL; item; item = item->next) {
        if (!json_expect(item, JSON_STRING, f))
            return false;
        columns[out->column_count++] = item->string;
    }
    out->columns = columns;
    return true;
}

static bool read_order(const struct json *node, struct plot_choice *out, struct fault *f) {
    const char *order = NULL;
    if (!json_get_string(node, "order", false, &order, f))
        return false;
    if (order && !plot_order_parse(order, &out->order))
        return json_fault(f, json_member(node, "order"), _("expected \"form\" or \"size\""));
    return true;
}

/* What needs a crossed table says so here, where the place is known. */
static bool check_crossed(const struct json *node, const struct kit_result *result, struct fault *f) {
    static const char *const keys[] = {"column", "columns", "option"};
    for (size_t i = 0; !result->by && i < sizeof keys / sizeof *keys; i++)
        if (json_member(node, keys[i]))
            return json_fault(f, node, _("\"%s\" needs \"by\", the key whose columns the table has"),
                              keys[i]);
    return true;
}

/* Columns compared in the table: letters behind the percentages, tests below. */
static bool read_test(const struct json *node, struct kit_result *out, struct fault *f) {
    const char *test = NULL, *adjust = NULL;
    if (!json_get_string(node, "test", false, &test, f) ||
        !json_get_string(node, "adjust", false, &adjust, f))
        return false;
    out->letters = test != NULL;
    out->adjust = table_default_options.adjust;
    if (test && strcmp(test, "letters") != 0)
        return json_fault(f, json_member(node, "test"), _("expected \"letters\""));
    if (test && !out->by)
        return json_fault(f, json_member(node, "test"),
                          _("\"test\" needs \"by\", the key whose columns are compared"));
    if (adjust && !test)
        return json_fault(f, json_member(node, "adjust"), _("\"adjust\" needs \"test\""));
    return !adjust || adjust_parse(adjust, &out->adjust) ||
           json_fault(f, json_member(node, "adjust"),
                      _("expected \"bonferroni\", \"holm\", \"bh\" or \"none\""));
}

static bool read_result(struct arena *arena, const struct json *node, struct kit_result *out,
                        struct fault *f) {
    static const char *const keys[] = {"question", "by",   "column",   "columns", "option", "order", "kind",
                                       "table",    "note", "headline", "test",    "adjust", NULL};
    struct plot_choice *choice = &out->figure.choice;
    out->at = node;
    return json_known(node, keys, f) && json_get_string(node, "question", true, &out->question, f) &&
           json_get_string(node, "by", false, &out->by, f) && read_test(node, out, f) &&
           read_columns(arena, node, choice, f) &&
           json_get_string(node, "option", false, &choice->option, f) && read_order(node, choice, f) &&
           read_kind(arena, node, out, f) && json_get_bool(node, "table", false, &out->with_table, f) &&
           kit_text(node, "headline", false, &out->headline, f) &&
           kit_text(node, "note", false, &out->note, f) && check_crossed(node, out, f);
}

bool kit_read_results(struct arena *arena, const struct json *section, struct kit_section *out,
                      struct fault *f) {
    const struct json *array = NULL;
    if (!json_get_array(section, "results", true, &array, f) ||
        !json_get_bool(section, "common_axis", false, &out->common_axis, f))
        return false;
    struct kit_result *results = arena_array(arena, array->count + 1, sizeof *results);
    for (const struct json *item = array->first; item; item = item->next)
        if (!read_result(arena, item, &results[out->result_count++], f))
            return false;
    out->results = results;
    return true;
}
