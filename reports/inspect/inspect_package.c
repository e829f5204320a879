/* The rules of a package: what Excel complains about, or repairs, when it opens a workbook. */
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "reports/inspect/inspect_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void well_formed(struct inspect_run *run) {
    for (size_t i = 0; i < run->book->part_count; i++)
        if (run->book->parts[i].problem)
            inspect_found(run, run->book->parts[i].name, "", run->book->parts[i].problem);
}

static bool same_relation(const struct inspect_relation *a, const struct inspect_relation *b) {
    return strcmp(a->source, b->source) == 0 && strcmp(a->id, b->id) == 0;
}

static void relations_lead(struct inspect_run *run) {
    const struct inspect_book *book = run->book;
    for (size_t i = 0; i < book->relation_count; i++) {
        const struct inspect_relation *r = &book->relations[i];
        const char *source = *r->source ? r->source : "/";
        if (*r->source && !inspect_part_find(book, r->source))
            inspect_found(run, source, r->id, _("relationships of a part that is not there"));
        if (!r->external && !inspect_part_find(book, r->target))
            inspect_found(run, source, r->id,
                          arena_printf(run->arena, _("leads to %s, which is not there"), r->target));
        for (size_t j = 0; j < i; j++)
            if (same_relation(r, &book->relations[j]))
                inspect_found(run, source, r->id, _("the id stands twice"));
    }
}

static void types_known(struct inspect_run *run) {
    const struct inspect_book *book = run->book;
    for (size_t i = 0; i < book->part_count; i++)
        if (!book->parts[i].type && strcmp(book->parts[i].name, "[Content_Types].xml") != 0)
            inspect_found(run, book->parts[i].name, "", _("has no content type"));
    for (size_t i = 0; i < book->override_count; i++)
        if (!inspect_part_find(book, book->overrides[i]))
            inspect_found(run, book->overrides[i], "", _("has a content type and is not there"));
}

/* --- names --- */

size_t inspect_units(const char *text) {
    size_t units = 0;
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        units += code > 0xFFFF ? 2 : 1;
    return units;
}

static const char *bad_name(const char *name) {
    enum { NAME_MAX_UNITS = 31 };
    size_t length = strlen(name), units = inspect_units(name);
    if (units == 0 || units > NAME_MAX_UNITS)
        return _("a sheet's name has 1 to 31 characters");
    if (name[strcspn(name, "[]:*?/\\")])
        return _("a sheet's name has none of [ ] : * ? / \\");
    if (name[0] == '\'' || name[length - 1] == '\'')
        return _("a sheet's name does not begin or end with an apostrophe");
    return NULL;
}

static void names_legal(struct inspect_run *run) {
    const struct inspect_book *book = run->book;
    const char **folded = arena_array(run->arena, book->sheet_count + 1, sizeof *folded);
    for (size_t i = 0; i < book->sheet_count; i++) {
        const char *name = book->sheets[i].name, *bad = bad_name(name);
        folded[i] = utf8_fold(run->arena, name);
        if (bad)
            inspect_found(run, name, "", bad);
        for (size_t j = 0; j < i; j++)
            if (strcmp(folded[i], folded[j]) == 0)
                inspect_found(run, name, "", _("the name stands twice"));
    }
    for (size_t i = 0; i < book->part_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcasecmp(book->parts[i].name, book->parts[j].name) == 0)
                inspect_found(run, book->parts[i].name, "", _("the part stands twice"));
    for (size_t i = 0; i < book->defined_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcasecmp(book->defined_names[i], book->defined_names[j]) == 0)
                inspect_found(run, book->defined_names[i], "", _("the name stands twice"));
}

/* --- cells --- */

static void report(struct inspect_run *run, enum inspect_flaw_kind kind) {
    for (size_t i = 0; i < run->book->flaw_count; i++) {
        const struct inspect_place *at = &run->book->flaws[i].place;
        if (run->book->flaws[i].kind == kind)
            inspect_found(run, at->sheet, at->cell, at->what);
    }
}

static void references_hold(struct inspect_run *run) {
    report(run, INSPECT_BROKEN);
}
static void nothing_long(struct inspect_run *run) {
    report(run, INSPECT_LONG);
}
static void nothing_astray(struct inspect_run *run) {
    report(run, INSPECT_ASTRAY);
}

static void charts_drawn(struct inspect_run *run) {
    report(run, INSPECT_UNDRAWN);
}

struct area {
    unsigned left, top, right, bottom;
};

static unsigned column_of(const char **at) {
    unsigned column = 0;
    for (; **at >= 'A' && **at <= 'Z' && column < 20000; ++*at)
        column = column * 26 + (unsigned)(**at - 'A' + 1);
    return column;
}

static bool read_area(const char *text, struct area *a) {
    char *end;
    a->left = column_of(&text);
    a->top = (unsigned)strtoul(text, &end, 10);
    if (*end != ':')
        return false;
    text = end + 1;
    a->right = column_of(&text);
    a->bottom = (unsigned)strtoul(text, &end, 10);
    return !*end && a->left > 0 && a->top > 0 && a->right >= a->left && a->bottom >= a->top;
}

static bool overlap(const struct area *a, const struct area *b) {
    return a->left <= b->right && b->left <= a->right && a->top <= b->bottom && b->top <= a->bottom;
}

static void merges_apart(struct inspect_run *run) {
    for (size_t s = 0; s < run->book->sheet_count; s++) {
        const struct inspect_sheet *sheet = &run->book->sheets[s];
        struct area *areas = arena_array(run->arena, sheet->merge_count + 1, sizeof *areas);
        for (size_t i = 0; i < sheet->merge_count; i++) {
            if (!read_area(sheet->merges[i], &areas[i]))
                inspect_found(run, sheet->name, sheet->merges[i], _("a merged area that is none"));
            for (size_t j = 0; j < i; j++)
                if (overlap(&areas[i], &areas[j]))
                    inspect_found(run, sheet->name, sheet->merges[i], _("merged areas overlap"));
        }
    }
}

static void nothing_outside(struct inspect_run *run) {
    for (size_t i = 0; i < run->book->relation_count; i++)
        if (run->book->relations[i].external && !strstr(run->book->relations[i].type, "/hyperlink"))
            inspect_found(run, run->book->relations[i].source, "", run->book->relations[i].target);
}

const struct inspect_rule inspect_package_rules[] = {
    {"P-1", N_("Parts are well-formed XML"), N_("Open the file in Excel, let it repair it, and save it."),
     well_formed},
    {"P-2", N_("Relationships lead to parts"), N_("Open the file in Excel, let it repair it, and save it."),
     relations_lead},
    {"P-3", N_("Every part has a content type"), N_("Open the file in Excel, let it repair it, and save it."),
     types_known},
    {"P-4", N_("Names are legal and stand once"), N_("Give the sheet another name."), names_legal},
    {"P-5", N_("Cells refer to texts and styles that are there, in order"),
     N_("Open the file in Excel, let it repair it, and save it."), references_hold},
    {"P-6", N_("Merged areas do not overlap"), N_("Undo the merging."), merges_apart},
    {"P-7", N_("Nothing is fetched from elsewhere"), N_("Replace links to other files by their values."),
     nothing_outside},
    {"P-8", N_("Nothing is longer than Excel takes"), N_("Shorten it."), nothing_long},
    {"P-9", N_("Names, charts and links lead to sheets that are there"),
     N_("Point it to a sheet that is there, or take it away."), nothing_astray},
    {"P-10", N_("Charts are told to draw only what Excel knows"), N_("Make the chart anew."), charts_drawn},
    {0},
};
