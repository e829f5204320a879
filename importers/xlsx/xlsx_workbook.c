#include "importers/xlsx/xlsx_workbook.h"

#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

enum { SHEETS_MAX = 4096, RELATIONS_MAX = 65536, LISTED = 10 };

/* "worksheet" and where it lies. */
struct relation {
    const char *id, *type, *target;
};

struct tab {
    const char *name, *relation;
    bool hidden;
};

struct workbook_reader {
    struct arena *arena;
    struct xlsx_xml *xml;
    struct relation *relations;
    size_t relation_count, relation_capacity;
    struct tab *tabs;
    size_t tab_count, tab_capacity;
    bool since_1904;
};

/* --- relations: of a part to others -----------------------------------------------------------------------
 */

/* Their types are addresses, of two standards; the last word tells. */
static const char *last_word(const char *type) {
    const char *slash = strrchr(type, '/');
    return slash ? slash + 1 : type;
}

static void on_relation(void *data, const char *name, const char **attributes) {
    struct workbook_reader *r = data;
    if (strcmp(name, "Relationship") != 0)
        return;
    const char *id = xlsx_attribute(attributes, "Id"), *type = xlsx_attribute(attributes, "Type");
    const char *target = xlsx_attribute(attributes, "Target");
    if (!id || !type || !target)
        return;
    if (r->relation_count >= RELATIONS_MAX) {
        xlsx_xml_stop(r->xml, _("it has more parts than any workbook"));
        return;
    }
    r->relations =
        arena_grow(r->arena, r->relations, r->relation_count, &r->relation_capacity, sizeof *r->relations);
    r->relations[r->relation_count++] = (struct relation){
        arena_strdup(r->arena, id), arena_strdup(r->arena, last_word(type)), arena_strdup(r->arena, target)};
}

/* The name of a part from a target, which is relative to the folder of the part that names it. */
static const char *resolved(struct arena *arena, const char *folder, const char *target) {
    if (*target == '/')
        return arena_strdup(arena, target + 1);
    char *base = arena_strdup(arena, folder);
    while (strncmp(target, "../", 3) == 0 || strncmp(target, "./", 2) == 0) {
        if (target[1] == '.') {
            char *slash = strrchr(base, '/');
            *(slash ? slash : base) = '\0';
        }
        target += target[1] == '.' ? 3 : 2;
    }
    return *base ? arena_printf(arena, "%s/%s", base, target) : arena_strdup(arena, target);
}

static bool parse(struct workbook_reader *r, struct xlsx_package *package, const char *part,
                  void (*start)(void *, const char *, const char **), struct fault *f) {
    const struct xlsx_handler handler = {start, NULL, NULL};
    r->xml = xlsx_xml_create(&handler, r);
    bool parsed = xlsx_part_parse(package, part, r->xml, f);
    xlsx_xml_destroy(r->xml);
    return parsed;
}

/* folder "xl", file "workbook.xml": its relations are in xl/_rels/workbook.xml.rels */
static bool read_relations(struct workbook_reader *r, struct xlsx_package *package, const char *folder,
                           const char *file, struct fault *f) {
    const char *part = arena_printf(r->arena, "%s%s_rels/%s.rels", folder, *folder ? "/" : "", file);
    r->relations = NULL;
    r->relation_count = r->relation_capacity = 0;
    return parse(r, package, part, on_relation, f);
}

static const char *target_by_type(const struct workbook_reader *r, const char *folder, const char *type) {
    for (size_t i = 0; i < r->relation_count; i++)
        if (strcmp(r->relations[i].type, type) == 0)
            return resolved(r->arena, folder, r->relations[i].target);
    return NULL;
}

/* --- the workbook -----------------------------------------------------------------------------------------
 */

static void add_tab(struct workbook_reader *r, const char **attributes) {
    const char *name = xlsx_attribute(attributes, "name"), *state = xlsx_attribute(attributes, "state");
    const char *relation = NULL;
    for (const char **at = attributes; *at; at += 2) /* r:id, not sheetId */
        if (strlen(at[0]) > 3 && strcmp(at[0] + strlen(at[0]) - 3, ":id") == 0)
            relation = at[1];
    if (!name || !relation)
        return;
    if (r->tab_count >= SHEETS_MAX) {
        xlsx_xml_stop(r->xml, _("it has more than 4,096 sheets"));
        return;
    }
    r->tabs = arena_grow(r->arena, r->tabs, r->tab_count, &r->tab_capacity, sizeof *r->tabs);
    r->tabs[r->tab_count++] = (struct tab){arena_strdup(r->arena, name), arena_strdup(r->arena, relation),
                                           state && strcmp(state, "visible") != 0};
}

static void on_workbook(void *data, const char *name, const char **attributes) {
    struct workbook_reader *r = data;
    if (strcmp(name, "sheet") == 0)
        add_tab(r, attributes);
    else if (strcmp(name, "workbookPr") == 0)
        r->since_1904 = xlsx_is_true(xlsx_attribute(attributes, "date1904"));
}

static void add_sheet(const struct workbook_reader *r, const struct tab *tab, const char *folder,
                      struct xlsx_workbook *workbook) {
    for (size_t i = 0; i < r->relation_count; i++) {
        const struct relation *relation = &r->relations[i];
        if (strcmp(relation->id, tab->relation) != 0 || strcmp(relation->type, "worksheet") != 0)
            continue;
        workbook->sheets[workbook->count++] =
            (struct xlsx_sheet){tab->name, resolved(r->arena, folder, relation->target), tab->hidden};
        return;
    }
}

/* Where Excel puts it, when nothing says otherwise. */
static const char *workbook_part(struct workbook_reader *r, struct xlsx_package *package, struct fault *f) {
    if (!xlsx_package_has(package, "_rels/.rels"))
        return "xl/workbook.xml";
    if (!read_relations(r, package, "", "", f))
        return NULL;
    const char *part = target_by_type(r, "", "officeDocument");
    return part ? part : "xl/workbook.xml";
}

bool xlsx_workbook_read(struct arena *arena, struct xlsx_package *package, struct xlsx_workbook *workbook,
                        struct fault *f) {
    struct workbook_reader r = {.arena = arena};
    const char *part = workbook_part(&r, package, f);
    if (!part)
        return false;
    const char *slash = strrchr(part, '/');
    const char *folder = slash ? arena_strndup(arena, part, (size_t)(slash - part)) : "";
    if (!parse(&r, package, part, on_workbook, f) ||
        !read_relations(&r, package, folder, slash ? slash + 1 : part, f))
        return false;
    *workbook =
        (struct xlsx_workbook){.since_1904 = r.since_1904,
                               .strings = target_by_type(&r, folder, "sharedStrings"),
                               .styles = target_by_type(&r, folder, "styles"),
                               .sheets = arena_array(arena, r.tab_count + 1, sizeof *workbook->sheets)};
    for (size_t i = 0; i < r.tab_count; i++)
        add_sheet(&r, &r.tabs[i], folder, workbook);
    return true;
}

/* --- the choice -------------------------------------------------------------------------------------------
 */

char *xlsx_workbook_list(struct arena *arena, const struct xlsx_workbook *workbook) {
    char *list = arena_strdup(arena, "");
    for (size_t i = 0; i < workbook->count && i < LISTED; i++) {
        const struct xlsx_sheet *sheet = &workbook->sheets[i];
        list = arena_printf(arena, "%s%s\"%s\"%s", list, i ? ", " : "", sheet->name,
                            sheet->hidden ? _(" (hidden)") : "");
    }
    if (workbook->count > LISTED)
        list = arena_printf(arena, _("%s, and %zu more"), list, workbook->count - LISTED);
    return list;
}

const struct xlsx_sheet *xlsx_workbook_sheet(const struct xlsx_workbook *workbook, const char *wanted,
                                             struct fault *f) {
    for (size_t i = 0; i < workbook->count; i++)
        if (strcmp(workbook->sheets[i].name, wanted) == 0)
            return &workbook->sheets[i];
    char *end;
    unsigned long number = strtoul(wanted, &end, 10);
    if (end != wanted && !*end && number >= 1 && number <= workbook->count)
        return &workbook->sheets[number - 1];
    struct arena *scratch = arena_create();
    fault_set(f, _("there is no sheet \"%s\"; the workbook has: %s"), wanted,
              xlsx_workbook_list(scratch, workbook));
    arena_destroy(scratch);
    return NULL;
}
