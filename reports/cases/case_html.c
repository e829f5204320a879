#include "reports/cases/case_html.h"

#include "engine/base/file.h"
#include "engine/base/home.h"
#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "reports/cases/case_overview.h"

#include <sodium.h>
#include <string.h>

enum { ASSET_LIMIT = 1 << 20 };

struct page {
    struct arena *arena;
    FILE *out;
    const struct case_list *list;
};

static void escaped(struct page *p, const char *text) {
    for (; *text; text++) {
        const char *entity = *text == '&'    ? "&amp;"
                             : *text == '<'  ? "&lt;"
                             : *text == '>'  ? "&gt;"
                             : *text == '"'  ? "&quot;"
                             : *text == '\'' ? "&#39;"
                                             : NULL;
        if (entity)
            fputs(entity, p->out);
        else
            fputc(*text, p->out);
    }
}

/* <tag attributes>text</tag> */
static void element(struct page *p, const char *tag, const char *attributes, const char *text) {
    fprintf(p->out, "<%s%s%s>", tag, *attributes ? " " : "", attributes);
    escaped(p, text);
    fprintf(p->out, "</%s>\n", tag);
}

/* --- head --- */

static const char *hash_of(struct arena *arena, const char *text) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    char base64[sodium_base64_ENCODED_LEN(sizeof digest, sodium_base64_VARIANT_ORIGINAL)];
    crypto_hash_sha256(digest, (const unsigned char *)text, strlen(text));
    sodium_bin2base64(base64, sizeof base64, digest, sizeof digest, sodium_base64_VARIANT_ORIGINAL);
    return arena_printf(arena, "sha256-%s", base64);
}

static const char *page_title(struct page *p) {
    return arena_printf(p->arena, _("Cases: %s"), p->list->questionnaire->title);
}

static void write_head(struct page *p, const char *style, const char *script) {
    fprintf(p->out,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '%s'; "
            "script-src '%s'; base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n",
            lang_now(), hash_of(p->arena, style), hash_of(p->arena, script));
    element(p, "title", "", page_title(p));
    fprintf(p->out, "<style>%s</style>\n</head>\n<body>\n", style);
}

static void write_facts(struct page *p) {
    struct case_fact facts[CASE_FACTS_MAX];
    size_t count = case_facts(p->arena, p->list, facts);
    element(p, "h1", "", page_title(p));
    if (p->list->synthetic)
        element(p, "p", "class=\"notice\"", p->list->synthetic);
    fputs("<dl>\n", p->out);
    for (size_t i = 0; i < count; i++) {
        element(p, "dt", "", facts[i].label);
        element(p, "dd", "", facts[i].text);
    }
    fputs("</dl>\n<div class=\"notes\">\n", p->out);
    for (size_t i = 0; i < p->list->note_count; i++)
        if (p->list->notes[i] != p->list->synthetic)
            element(p, "p", "", p->list->notes[i]);
    fputs("</div>\n", p->out);
}

/* --- overview --- */

static void write_table(struct page *p, const struct case_table *t) {
    element(p, "h2", "", t->title);
    element(p, "p", "class=\"caption\"", t->caption);
    fputs("<div class=\"scroll\"><table>\n<thead><tr>", p->out);
    for (size_t c = 0; c < t->columns; c++)
        element(p, "th", "scope=\"col\"", t->headings[c]);
    fputs("</tr></thead>\n<tbody>\n", p->out);
    for (size_t r = 0; r < t->rows; r++) {
        fputs("<tr>", p->out);
        element(p, "th", "scope=\"row\"", t->cells[r * t->columns]);
        for (size_t c = 1; c < t->columns; c++)
            element(p, "td", "", t->cells[r * t->columns + c]);
        fputs("</tr>\n", p->out);
    }
    fputs("</tbody></table></div>\n", p->out);
}

static void write_overview(struct page *p) {
    for (size_t g = 0; g < p->list->group_count; g++) {
        struct case_table tables[CASE_TABLES_MAX];
        const struct case_group *group = &p->list->groups[g];
        size_t count = case_tables(p->arena, p->list, group, tables);
        if (count == 0)
            continue;
        fputs("<details>\n", p->out);
        element(p, "summary", "",
                p->list->group_count == 1 ? _("Overview: counts")
                                          : arena_printf(p->arena, _("Overview: %s"), group->title));
        for (size_t i = 0; i < count; i++)
            write_table(p, &tables[i]);
        fputs("</details>\n", p->out);
    }
}

/* --- filters --- */

static void write_option(struct page *p, const char *value, const char *label, size_t count) {
    fputs("<option value=\"", p->out);
    escaped(p, value);
    fputs("\">", p->out);
    escaped(p, label);
    if (count)
        fprintf(p->out, " (%s)", number_thousands(p->arena, (int64_t)count));
    fputs("</option>\n", p->out);
}

static void begin_select(struct page *p, const char *name, const char *label) {
    fputs("<label>", p->out);
    escaped(p, label);
    fprintf(p->out, "<select name=\"%s\">\n", name);
    write_option(p, "", _("all"), 0);
}

static size_t cases_in(const struct case_list *list, size_t area) {
    size_t count = 0;
    for (size_t g = 0; g < list->group_count; g++)
        count += list->groups[g].by_area[area];
    return count;
}

static void write_area_filter(struct page *p) {
    begin_select(p, "area", _("Area name"));
    for (size_t a = 0; a < p->list->area_count; a++)
        if (cases_in(p->list, a))
            write_option(p, p->list->areas[a].key, p->list->areas[a].label, cases_in(p->list, a));
    fputs("</select></label>\n", p->out);
}

static void write_kind_options(struct page *p, size_t g) {
    const struct case_group *group = &p->list->groups[g];
    for (size_t k = 0; k < group->coding->kind_count; k++)
        write_option(p, arena_printf(p->arena, "%zu:%zu", g, k), group->coding->kinds[k].label,
                     group->kinds[k]);
}

static void write_kind_filter(struct page *p) {
    bool any = false;
    for (size_t g = 0; g < p->list->group_count; g++)
        any = any || p->list->groups[g].coding->kind_count > 0;
    if (!any)
        return;
    begin_select(p, "kind", _("Kind"));
    for (size_t g = 0; g < p->list->group_count; g++)
        write_kind_options(p, g);
    fputs("</select></label>\n", p->out);
}

static void write_filters(struct page *p) {
    fputs("<form id=\"filter\" role=\"search\" hidden>\n<label>", p->out);
    escaped(p, _("Search (words apart by blanks; widths and kana do not matter)"));
    fputs("<input type=\"search\" name=\"q\" autocomplete=\"off\"></label>\n", p->out);
    if (p->list->has_areas)
        write_area_filter(p);
    write_kind_filter(p);
    element(p, "button", "type=\"reset\"", _("Show all"));
    fputs("<output id=\"count\" data-text=\"", p->out);
    escaped(p, _("{shown} of {all} cases are shown."));
    fputs("\"></output>\n</form>\n<noscript><p class=\"caption\">", p->out);
    escaped(p, _("Scripts are off: use the browser's own search."));
    fputs("</p></noscript>\n", p->out);
}

/* --- cases --- */

static void write_kinds(struct page *p, const struct case_group *g, const struct case_item *item) {
    for (size_t k = 0; k < g->coding->kind_count; k++)
        if (item->kinds >> k & 1)
            element(p, "span", "class=\"kind\"", g->coding->kinds[k].label);
}

static void write_case(struct page *p, size_t at, const struct case_group *g, const struct case_item *item) {
    const char *separator = "";
    fprintf(p->out, "<article id=\"case-%s\" data-kinds=\"", item->number);
    for (size_t k = 0; k < g->coding->kind_count; k++)
        if (item->kinds >> k & 1) {
            fprintf(p->out, "%s%zu:%zu", separator, at, k);
            separator = " ";
        }
    fputs("\" data-area=\"", p->out);
    escaped(p, p->list->areas[item->area].key);
    fprintf(p->out, "\"><p class=\"head\"><a href=\"#case-%s\">%s</a> ", item->number, item->number);
    if (p->list->has_areas)
        element(p, "span", "", p->list->areas[item->area].label);
    if (item->type || item->type_hidden)
        element(p, "span", "", item->type ? item->type : _("type not shown"));
    write_kinds(p, g, item);
    fputs("</p>\n", p->out);
    element(p, "p", "class=\"text\" dir=\"auto\"", item->text);
    fputs("</article>\n", p->out);
}

static void begin_area(struct page *p, const struct case_group *g, size_t area) {
    fputs("<section>\n", p->out);
    if (!p->list->has_areas)
        return;
    fputs("<h3>", p->out);
    escaped(p, p->list->areas[area].label);
    element(p, "small", "",
            arena_printf(p->arena, _(" %s cases"), number_thousands(p->arena, (int64_t)g->by_area[area])));
    fputs("</h3>\n", p->out);
}

static void write_group(struct page *p, size_t at) {
    const struct case_group *g = &p->list->groups[at];
    fputs("<section>\n", p->out);
    element(p, "h2", "", g->title);
    element(p, "p", "class=\"caption\"", case_base_text(p->arena, g));
    for (size_t i = 0; i < g->count; i++) {
        bool first = i == 0 || g->items[i].area != g->items[i - 1].area;
        if (first)
            begin_area(p, g, g->items[i].area);
        write_case(p, at, g, &g->items[i]);
        if (i + 1 == g->count || g->items[i + 1].area != g->items[i].area)
            fputs("</section>\n", p->out);
    }
    fputs("</section>\n", p->out);
}

/* --- all --- */

static const char *asset(struct arena *arena, const char *name, struct fault *f) {
    size_t length;
    const char *path = home_path(arena, name, f);
    return path ? file_read(arena, path, ASSET_LIMIT, &length, f) : NULL;
}

bool case_html_write(struct arena *arena, const struct case_list *list, const char *path, struct fault *f) {
    const char *style = asset(arena, "templates/cases/list.css", f),
               *script = style ? asset(arena, "templates/cases/list.js", f) : NULL;
    struct file_writer writer;
    if (!script || !file_begin(&writer, path, f))
        return false;
    struct page p = {.arena = arena, .out = writer.stream, .list = list};
    write_head(&p, style, script);
    write_facts(&p);
    write_overview(&p);
    write_filters(&p);
    fputs("<main>\n", p.out);
    for (size_t i = 0; i < list->group_count; i++)
        write_group(&p, i);
    fprintf(p.out, "</main>\n<script>%s</script>\n</body>\n</html>\n", script);
    return file_commit(&writer, f);
}
