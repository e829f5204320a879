/* What Excel repairs or refuses because it is too long, and what leads to a sheet that is not there. */
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "reports/inspect/inspect_book.h"
#include "reports/inspect/inspect_zip.h"

#include <stdlib.h>
#include <string.h>

/* Excel specifications and limits (Microsoft), and ECMA-376-1, 18.3.1. */
enum {
    WIDTH_MAX = 255,
    HEIGHT_MAX = 409,
    FOOTER_UNITS = 255,
    FORMULA_UNITS = 8192,
    LIST_UNITS = 255,
    MESSAGE_UNITS = 255,
    MESSAGE_TITLE_UNITS = 32,
    LINKS_MAX = 65530,
};

struct reading {
    struct arena *arena;
    struct inspect_book *book;
    const char *place; /* sheet, or part */
    struct strbuf text;
    size_t links;
    bool taking, in_sheet;
};

static void too_long(struct reading *r, const char *what) {
    inspect_flaw(r->arena, r->book, INSPECT_LONG, r->place, "", what);
}

/* --- sheets that are named --- */

static bool is_sheet(const struct inspect_book *book, const char *name) {
    for (size_t i = 0; i < book->sheet_count; i++)
        if (strcasecmp(book->sheets[i].name, name) == 0)
            return true;
    return false;
}

/* What stands in another workbook ([1]) is P-7's; #REF! leads nowhere and Excel knows it. */
static void look_up(struct reading *r, const struct strbuf *name) {
    if (name->length && *name->text != '#' && !strchr(name->text, '[') && !is_sheet(r->book, name->text))
        inspect_flaw(r->arena, r->book, INSPECT_ASTRAY, r->place, "",
                     arena_printf(r->arena, _("leads to the sheet \"%s\", which is not there"), name->text));
}

/* The name in quotation marks that begins here, '' for one of them within; returns what is behind it. */
static const char *quoted(const char *at, struct strbuf *name) {
    for (at++; *at && (*at != '\'' || at[1] == '\''); at++) {
        at += *at == '\'';
        strbuf_char(name, *at);
    }
    return *at ? at + 1 : at;
}

/* 'A sheet'!$A$1:$B$2,Other!C3 */
static void look_up_all(struct reading *r, const char *reference) {
    struct strbuf name = {0};
    strbuf_add(&name, "");
    for (const char *at = reference; *at;) {
        if (*at == '\'') {
            strbuf_clear(&name);
            at = quoted(at, &name);
        } else if (*at == '"') {
            const char *end = strchr(at + 1, '"');
            at = end ? end + 1 : at + strlen(at);
        } else if (*at == '!') {
            look_up(r, &name);
            strbuf_clear(&name);
            at++;
        } else if (strchr(",;()=+-*/&<>^: {}", *at)) {
            strbuf_clear(&name);
            at++;
        } else
            strbuf_char(&name, *at++);
    }
    strbuf_end(&name);
}

/* --- parts --- */

static bool is_one_of(const char *name, const char *const *names) {
    for (size_t i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static double number_of(const char **attributes, const char *name) {
    const char *text = inspect_attribute(attributes, name);
    return text ? strtod(text, NULL) : 0;
}

static size_t units_of(const char **attributes, const char *name) {
    const char *text = inspect_attribute(attributes, name);
    return text ? inspect_units(text) : 0;
}

static void start_of_sheet(struct reading *r, const char *name, const char **attributes) {
    const char *location = NULL;
    if (strcmp(name, "col") == 0 && number_of(attributes, "width") > WIDTH_MAX)
        too_long(r, _("a column is 255 characters wide at most"));
    else if (strcmp(name, "row") == 0 && number_of(attributes, "ht") > HEIGHT_MAX + 0.5)
        too_long(r, _("a row is 409 points high at most"));
    else if (strcmp(name, "hyperlink") == 0) {
        location = inspect_attribute(attributes, "location");
        if (++r->links == LINKS_MAX + 1)
            too_long(r, _("a sheet has 65,530 links at most"));
    } else if (strcmp(name, "dataValidation") == 0 &&
               (units_of(attributes, "prompt") > MESSAGE_UNITS ||
                units_of(attributes, "error") > MESSAGE_UNITS ||
                units_of(attributes, "promptTitle") > MESSAGE_TITLE_UNITS ||
                units_of(attributes, "errorTitle") > MESSAGE_TITLE_UNITS))
        too_long(r, _("a message on what may be entered has 255 characters at most, its title 32"));
    if (location && strchr(location, '!'))
        look_up_all(r, location);
}

/* The values that ECMA-376 (part 1, 21.2.3 and 20.1.10) gives to what charts use. */
static void start_of_others(struct reading *r, const char *name, const char **attributes) {
    static const struct {
        const char *element, *values[13];
    } known[] = {
        {"symbol",
         {"auto", "circle", "dash", "diamond", "dot", "none", "picture", "plus", "square", "star", "triangle",
          "x"}},
        {"prstDash",
         {"dash", "dashDot", "dot", "lgDash", "lgDashDot", "lgDashDotDot", "solid", "sysDash", "sysDashDot",
          "sysDashDotDot", "sysDot"}},
        {"grouping", {"clustered", "percentStacked", "stacked", "standard"}},
        {"barDir", {"bar", "col"}},
        {"dLblPos", {"b", "bestFit", "ctr", "inBase", "inEnd", "l", "outEnd", "r", "t"}},
        {"legendPos", {"b", "l", "r", "t", "tr"}},
        {"tickLblPos", {"high", "low", "nextTo", "none"}},
        {"dispBlanksAs", {"gap", "span", "zero"}},
    };
    const char *value = inspect_attribute(attributes, "val");
    for (size_t i = 0; value && i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i].element) == 0 && !is_one_of(value, known[i].values))
            inspect_flaw(r->arena, r->book, INSPECT_UNDRAWN, r->place, "",
                         arena_printf(r->arena, "%s: %s", name, value));
}

static void on_start(void *data, const char *name, const char **attributes) {
    static const char *const of_sheets[] = {"f",           "formula1",   "formula2",   "oddHeader",
                                            "oddFooter",   "evenHeader", "evenFooter", "firstHeader",
                                            "firstFooter", NULL},
                             *const of_others[] = {"f", "definedName", NULL};
    struct reading *r = data;
    r->taking = is_one_of(name, r->in_sheet ? of_sheets : of_others);
    strbuf_clear(&r->text);
    if (r->in_sheet)
        start_of_sheet(r, name, attributes);
    else
        start_of_others(r, name, attributes);
}

static void end_of_sheet(struct reading *r, const char *name) {
    const char *text = r->text.text ? r->text.text : "";
    size_t units = inspect_units(text);
    if (strcmp(name, "f") == 0 && units > FORMULA_UNITS)
        too_long(r, _("a formula has 8,192 characters at most"));
    else if (strncmp(name, "formula", 7) == 0 && *text == '"' && units > LIST_UNITS + 2)
        too_long(r, _("a list of what may be entered has 255 characters at most"));
    else if ((strstr(name, "Header") || strstr(name, "Footer")) && units > FOOTER_UNITS)
        too_long(r, _("a header or footer has 255 characters at most"));
}

static void on_end(void *data, const char *name) {
    struct reading *r = data;
    if (!r->taking)
        return;
    r->taking = false;
    if (r->in_sheet)
        end_of_sheet(r, name);
    else
        look_up_all(r, r->text.text ? r->text.text : "");
}

static void on_text(void *data, const char *text, size_t length) {
    struct reading *r = data;
    if (r->taking)
        strbuf_add_bytes(&r->text, text, length);
}

static void read_part(struct reading *r, struct inspect_zip *zip, const char *part, const char *place) {
    static const struct inspect_handler handler = {on_start, on_end, on_text};
    r->place = place;
    r->taking = false;
    r->links = 0;
    strbuf_clear(&r->text);
    if (inspect_part_find(r->book, part))
        inspect_zip_parse(r->arena, zip, part, &handler, r); /* a problem is known already */
}

void inspect_extent_read(struct arena *arena, struct inspect_book *book, struct inspect_zip *zip,
                         const char *workbook) {
    struct reading r = {.arena = arena, .book = book};
    strbuf_add(&r.text, "");
    read_part(&r, zip, workbook, workbook);
    for (size_t i = 0; i < book->part_count; i++)
        if (book->parts[i].type && strstr(book->parts[i].type, "drawingml.chart+xml"))
            read_part(&r, zip, book->parts[i].name, book->parts[i].name);
    r.in_sheet = true;
    for (size_t i = 0; i < book->sheet_count; i++)
        read_part(&r, zip, book->sheets[i].part, book->sheets[i].name);
    strbuf_end(&r.text);
}
