#include "reports/inspect/inspect_book.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/text.h"
#include "reports/inspect/inspect_zip.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct reading {
    struct arena *arena;
    struct inspect_book *book;
    struct inspect_zip *zip;
    const char *source; /* of the relations that are being read */
    struct strbuf text;
    bool phonetic, in_text, in_formats;
};

void inspect_flaw(struct arena *arena, struct inspect_book *book, enum inspect_flaw_kind kind,
                  const char *sheet, const char *cell, const char *what) {
    book->flaws = arena_grow(arena, book->flaws, book->flaw_count, &book->flaw_capacity, sizeof *book->flaws);
    book->flaws[book->flaw_count++] = (struct inspect_flaw){kind, {sheet, cell, what}};
}

const struct inspect_part *inspect_part_find(const struct inspect_book *book, const char *name) {
    for (size_t i = 0; i < book->part_count; i++)
        if (strcasecmp(book->parts[i].name, name) == 0) /* part names are compared so (ECMA-376-2) */
            return &book->parts[i];
    return NULL;
}

const struct inspect_relation *inspect_relation_find(const struct inspect_book *book, const char *source,
                                                     const char *type_end) {
    for (size_t i = 0; i < book->relation_count; i++)
        if (strcmp(book->relations[i].source, source) == 0 && text_ends(book->relations[i].type, type_end))
            return &book->relations[i];
    return NULL;
}

/* --- relations --- */

/* "../drawings/d.xml" beside "xl/worksheets/sheet1.xml" is "xl/drawings/d.xml". */
static const char *resolve(struct arena *arena, const char *source, const char *target) {
    if (*target == '/')
        return target + 1;
    const char *slash = strrchr(source, '/');
    size_t length = slash ? (size_t)(slash - source) : 0;
    while (strncmp(target, "../", 3) == 0) {
        target += 3;
        while (length > 0 && source[length - 1] != '/')
            length--;
        length -= length > 0;
    }
    while (strncmp(target, "./", 2) == 0)
        target += 2;
    return arena_printf(arena, "%.*s%s%s", (int)length, source, length ? "/" : "", target);
}

static void relation_start(void *data, const char *name, const char **attributes) {
    struct reading *r = data;
    struct inspect_book *book = r->book;
    if (strcmp(name, "Relationship") != 0)
        return;
    const char *id = inspect_attribute(attributes, "Id"), *type = inspect_attribute(attributes, "Type"),
               *target = inspect_attribute(attributes, "Target"),
               *mode = inspect_attribute(attributes, "TargetMode");
    book->relations = arena_grow(r->arena, book->relations, book->relation_count, &book->relation_capacity,
                                 sizeof *book->relations);
    bool external = mode && strcmp(mode, "External") == 0;
    target = arena_strdup(r->arena, target ? target : "");
    book->relations[book->relation_count++] = (struct inspect_relation){
        .source = r->source,
        .id = arena_strdup(r->arena, id ? id : ""),
        .type = arena_strdup(r->arena, type ? type : ""),
        .target = external ? target : resolve(r->arena, r->source, target),
        .external = external,
    };
}

static const struct inspect_handler relation_handler = {.start = relation_start};

/* "xl/_rels/workbook.xml.rels" is of "xl/workbook.xml". */
static const char *source_of(struct arena *arena, const char *part) {
    const char *folder = strstr(part, "_rels/");
    const char *file = folder + strlen("_rels/");
    return arena_printf(arena, "%.*s%.*s", (int)(folder - part), part, (int)(strlen(file) - strlen(".rels")),
                        file);
}

/* --- content types --- */

static void type_start(void *data, const char *name, const char **attributes) {
    struct reading *r = data;
    struct inspect_book *book = r->book;
    const char *type = inspect_attribute(attributes, "ContentType"),
               *part = inspect_attribute(attributes, "PartName"),
               *extension = inspect_attribute(attributes, "Extension");
    type = type ? arena_strdup(r->arena, type) : "";
    bool override = strcmp(name, "Override") == 0 && part && *part == '/';
    if (override) {
        book->overrides = arena_grow(r->arena, book->overrides, book->override_count,
                                     &book->override_capacity, sizeof *book->overrides);
        book->overrides[book->override_count++] = arena_strdup(r->arena, part + 1);
    }
    for (size_t i = 0; i < book->part_count; i++) {
        struct inspect_part *p = &book->parts[i];
        const char *dot = strrchr(p->name, '.');
        if (override && strcasecmp(p->name, part + 1) == 0)
            p->type = type;
        else if (!override && extension && dot && strcasecmp(dot + 1, extension) == 0 && !p->type)
            p->type = type;
    }
}

static const struct inspect_handler type_handler = {.start = type_start};

/* --- workbook, strings, styles --- */

static const struct inspect_relation *relation_by_id(const struct inspect_book *book, const char *source,
                                                     const char *id) {
    for (size_t i = 0; id && i < book->relation_count; i++)
        if (strcmp(book->relations[i].source, source) == 0 && strcmp(book->relations[i].id, id) == 0)
            return &book->relations[i];
    return NULL;
}

static void add_sheet(struct reading *r, const char **attributes) {
    struct inspect_book *book = r->book;
    const char *name = inspect_attribute(attributes, "name");
    const struct inspect_relation *to = relation_by_id(book, r->source, inspect_attribute(attributes, "id"));
    name = arena_strdup(r->arena, name ? name : "");
    if (!to) {
        inspect_flaw(r->arena, book, INSPECT_BROKEN, name, "", _("the sheet has no part"));
        return;
    }
    if (!text_ends(to->type, "/worksheet"))
        return; /* a chart sheet */
    book->sheets =
        arena_grow(r->arena, book->sheets, book->sheet_count, &book->sheet_capacity, sizeof *book->sheets);
    book->sheets[book->sheet_count++] = (struct inspect_sheet){.name = name, .part = to->target};
}

static void workbook_start(void *data, const char *name, const char **attributes) {
    struct reading *r = data;
    struct inspect_book *book = r->book;
    if (strcmp(name, "sheet") == 0)
        add_sheet(r, attributes);
    if (strcmp(name, "definedName") != 0)
        return;
    const char *called = inspect_attribute(attributes, "name"),
               *scope = inspect_attribute(attributes, "localSheetId");
    book->defined_names = arena_grow(r->arena, book->defined_names, book->defined_count,
                                     &book->defined_capacity, sizeof *book->defined_names);
    book->defined_names[book->defined_count++] =
        arena_printf(r->arena, "%s!%s", called ? called : "", scope ? scope : "");
}

static void string_start(void *data, const char *name, const char **attributes) {
    struct reading *r = data;
    (void)attributes;
    if (strcmp(name, "si") == 0)
        strbuf_clear(&r->text);
    r->phonetic = r->phonetic || strcmp(name, "rPh") == 0;
    r->in_text = strcmp(name, "t") == 0 && !r->phonetic;
}

static void string_end(void *data, const char *name) {
    struct reading *r = data;
    struct inspect_book *book = r->book;
    r->in_text = false;
    if (strcmp(name, "rPh") == 0)
        r->phonetic = false;
    if (strcmp(name, "si") != 0)
        return;
    book->strings = arena_grow(r->arena, book->strings, book->string_count, &book->string_capacity,
                               sizeof *book->strings);
    book->strings[book->string_count++] =
        arena_strndup(r->arena, r->text.text ? r->text.text : "", r->text.length);
}

static void string_text(void *data, const char *text, size_t length) {
    struct reading *r = data;
    if (r->in_text)
        strbuf_add_bytes(&r->text, text, length);
}

static void style_start(void *data, const char *name, const char **attributes) {
    struct reading *r = data;
    (void)attributes;
    r->in_formats = r->in_formats || strcmp(name, "cellXfs") == 0;
    if (r->in_formats && strcmp(name, "xf") == 0)
        r->book->style_count++;
}

static void style_end(void *data, const char *name) {
    struct reading *r = data;
    if (strcmp(name, "cellXfs") == 0)
        r->in_formats = false;
}

static const struct inspect_handler workbook_handler = {.start = workbook_start},
                                    string_handler = {string_start, string_end, string_text},
                                    style_handler = {.start = style_start, .end = style_end};

/* --- all --- */

static void read_parts(struct reading *r) {
    struct inspect_book *book = r->book;
    for (size_t i = 0; i < inspect_zip_count(r->zip); i++) {
        const char *name = arena_strdup(r->arena, inspect_zip_name(r->zip, i));
        if (text_ends(name, "/"))
            continue; /* a folder */
        book->parts =
            arena_grow(r->arena, book->parts, book->part_count, &book->part_capacity, sizeof *book->parts);
        book->parts[book->part_count++] = (struct inspect_part){.name = name};
    }
    inspect_zip_parse(r->arena, r->zip, "[Content_Types].xml", &type_handler, r);
    for (size_t i = 0; i < book->part_count; i++) {
        struct inspect_part *part = &book->parts[i];
        bool relations = text_ends(part->name, ".rels") && strstr(part->name, "_rels/");
        if (relations)
            r->source = source_of(r->arena, part->name);
        if (relations || text_ends(part->name, ".xml") || text_ends(part->name, ".vml"))
            part->problem =
                inspect_zip_parse(r->arena, r->zip, part->name, relations ? &relation_handler : NULL, r);
    }
}

static void parse_related(struct reading *r, const char *workbook, const char *type,
                          const struct inspect_handler *handler) {
    const struct inspect_relation *to = inspect_relation_find(r->book, workbook, type);
    if (to && inspect_part_find(r->book, to->target))
        inspect_zip_parse(r->arena, r->zip, to->target, handler, r); /* a problem is known already */
}

static bool read_book(struct reading *r, struct fault *f) {
    struct inspect_book *book = r->book;
    read_parts(r);
    const struct inspect_relation *workbook = inspect_relation_find(book, "", "/officeDocument");
    if (!workbook || !inspect_part_find(book, workbook->target))
        return fault_set(f, _("%s has no workbook in it"), book->path);
    r->source = workbook->target;
    inspect_zip_parse(r->arena, r->zip, workbook->target, &workbook_handler, r);
    parse_related(r, workbook->target, "/sharedStrings", &string_handler);
    parse_related(r, workbook->target, "/styles", &style_handler);
    for (size_t i = 0; i < book->sheet_count; i++) {
        if (!inspect_sheet_read(r->arena, book, r->zip, &book->sheets[i], f))
            return false;
        inspect_table_find(r->arena, &book->sheets[i]);
    }
    inspect_extent_read(r->arena, book, r->zip, workbook->target);
    return true;
}

struct inspect_book *inspect_open(struct arena *arena, const char *path, struct fault *f) {
    struct inspect_book *book = arena_alloc(arena, sizeof *book);
    struct reading r = {.arena = arena, .book = book, .zip = inspect_zip_open(arena, path, f)};
    book->path = path;
    bool done = r.zip && read_book(&r, f);
    inspect_zip_close(r.zip);
    strbuf_end(&r.text);
    return done ? book : NULL;
}
