#include "reports/inspect/inspect_print.h"

#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "reports/inspect/inspect_words.h"
#include "reports/text/result.h"

static const struct listing_column columns[] = {
    {"group", N_("Rules"), LISTING_TEXT},          {"rule", N_("No."), LISTING_TEXT},
    {"title", N_("What is wanted"), LISTING_TEXT}, {"holds", N_("Holds"), LISTING_FLAG},
    {"count", N_("Places"), LISTING_NUMBER},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static const char *group_name(const struct inspect_result *r, bool people) {
    return !people ? r->group : *r->group == 'p' ? _("opens in Excel") : _("machine-readable");
}

static void add_line(struct listing *l, const char *text) {
    listing_add(l, (const char *const[COLUMNS]){"", "", text, NULL, NULL});
}

/* One line of at most so many characters. */
static const char *shortened(struct arena *arena, const char *text) {
    enum { SHOWN = 40 };
    const char *plain = inspect_plain_text(arena, text), *at = plain;
    for (size_t i = 0; i < SHOWN && *at; i++)
        utf8_next(&at);
    return *at ? arena_printf(arena, "%.*s…", (int)(at - plain), plain) : plain;
}

/* Below the rule: the first places, and what can be done. */
static void add_places(struct arena *arena, struct listing *l, const struct inspect_result *r) {
    for (size_t i = 0; i < r->count && i < INSPECT_PLACES; i++) {
        const struct inspect_place *p = &r->places[i];
        add_line(l, arena_printf(arena, "  %s%s%s: %s", p->sheet, *p->cell ? " " : "", p->cell,
                                 shortened(arena, p->what)));
    }
    if (r->count > INSPECT_PLACES)
        add_line(l, arena_printf(arena, _("  and %zu more"), r->count - INSPECT_PLACES));
    add_line(l, arena_printf(arena, "  → %s", r->remedy));
}

static struct listing *rules(struct arena *arena, const struct inspect_report *report, bool people) {
    struct listing *l = listing_create(arena, "rules", columns, COLUMNS);
    for (size_t i = 0; i < report->count; i++) {
        const struct inspect_result *r = &report->results[i];
        listing_add(l, (const char *const[COLUMNS]){group_name(r, people), r->rule, r->title,
                                                    r->count ? NULL : listing_yes,
                                                    listing_number(arena, (long)r->count)});
        if (people && r->count)
            add_places(arena, l, r);
    }
    return l;
}

static const char *places_json(struct arena *arena, const struct inspect_report *report) {
    struct strbuf b = {0};
    bool first = true;
    strbuf_add(&b, "[");
    for (size_t i = 0; i < report->count; i++)
        for (size_t p = 0; p < report->results[i].count && p < INSPECT_PLACES; p++, first = false) {
            const struct inspect_place *place = &report->results[i].places[p];
            strbuf_add(&b, first ? "{" : ", {");
            json_add_member(&b, "rule", report->results[i].rule);
            json_add_member(&b, "sheet", place->sheet);
            json_add_member(&b, "cell", *place->cell ? place->cell : NULL);
            json_add_member(&b, "what", place->what);
            strbuf_add(&b, "}");
        }
    strbuf_add(&b, "]");
    const char *json = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return json;
}

bool inspect_print(struct arena *arena, const struct inspect_report *report, enum output_format format,
                   const char *path, struct fault *f) {
    struct result *r = result_create(arena, _("The workbook, rule by rule"));
    result_fact(r, "file", _("File"), report->file);
    result_rows(r, rules(arena, report, true), rules(arena, report, false));
    result_member(r, "passed", report->passed ? "true" : "false");
    result_member(r, "places", places_json(arena, report));
    return result_print(r, format, path, f);
}
