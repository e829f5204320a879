/*
 * inspect_book: what a workbook is made of, as the rules look at it.
 *
 * Cells hold what was saved in them; empty ones are not listed.  Rows and columns count from 0.
 */
#ifndef SHUKEI_REPORTS_INSPECT_INSPECT_BOOK_H
#define SHUKEI_REPORTS_INSPECT_INSPECT_BOOK_H

#include "reports/inspect/inspect.h"

#include <stdint.h>

enum inspect_kind { INSPECT_TEXT, INSPECT_NUMBER, INSPECT_OTHER /* true/false, an error */ };

struct inspect_cell {
    uint32_t row, column;
    enum inspect_kind kind;
    bool formula;
    const char *text; /* texts */
};

struct inspect_sheet {
    const char *name, *part;
    struct inspect_cell *cells; /* by row, then column */
    size_t cell_count, cell_capacity;
    const char **merges; /* "A1:B2" */
    size_t merge_count, merge_capacity;
    size_t objects; /* drawings, pictures, controls, embedded files, comments */
    /* of the table in it (inspect_table.c) */
    bool has_table;
    uint32_t title, head, body,
        last;                       /* first row with anything; first heading; first row of data; last one */
    uint32_t first_column, columns; /* columns: one past the last */
    bool *numeric;                  /* by column */
};

struct inspect_part {
    const char *name;
    const char *type;    /* content type, or NULL */
    const char *problem; /* it cannot be read, or is no XML; else NULL */
};

struct inspect_relation {
    const char *source;             /* part, or "" for the package */
    const char *id, *type, *target; /* target: a part's name, without a leading "/" */
    bool external;
};

struct inspect_book {
    const char *path;
    struct inspect_part *parts;
    size_t part_count, part_capacity;
    struct inspect_relation *relations;
    size_t relation_count, relation_capacity;
    struct inspect_sheet *sheets;
    size_t sheet_count, sheet_capacity;
    const char **strings; /* shared */
    size_t string_count, string_capacity;
    size_t style_count, cell_count;
    const char **defined_names; /* "name!scope" */
    size_t defined_count, defined_capacity;
    const char **overrides; /* parts that [Content_Types].xml names */
    size_t override_count, override_capacity;
    struct inspect_flaw *flaws; /* found while reading */
    size_t flaw_count, flaw_capacity;
};

enum inspect_flaw_kind {
    INSPECT_BROKEN,  /* references of cells to what is not there, cells out of order */
    INSPECT_LONG,    /* longer, wider or more than Excel takes */
    INSPECT_ASTRAY,  /* names, charts and links that lead to no sheet */
    INSPECT_UNDRAWN, /* what a chart is told to draw that no chart can */
};
struct inspect_flaw {
    enum inspect_flaw_kind kind;
    struct inspect_place place;
};

const struct inspect_part *inspect_part_find(const struct inspect_book *book, const char *name);
const struct inspect_relation *inspect_relation_find(const struct inspect_book *book, const char *source,
                                                     const char *type_end); /* of a type that ends so */
/* NULL: empty. */
const struct inspect_cell *inspect_at(const struct inspect_sheet *sheet, uint32_t row, uint32_t column);
const char *inspect_cell_name(struct arena *arena, uint32_t row, uint32_t column); /* "B7" */
void inspect_flaw(struct arena *arena, struct inspect_book *book, enum inspect_flaw_kind kind,
                  const char *sheet, const char *cell, const char *what);
size_t inspect_units(const char *text); /* UTF-16, which is what Excel counts */

/* A sheet's cells, merges and objects from its part (inspect_sheet.c); flaws go to the book. */
struct inspect_zip;
bool inspect_sheet_read(struct arena *arena, struct inspect_book *book, struct inspect_zip *zip,
                        struct inspect_sheet *sheet, struct fault *f) FAULT_CHECKED;

/* Flaws of the last two kinds, when all sheets are known (inspect_extent.c); workbook: its own part. */
void inspect_extent_read(struct arena *arena, struct inspect_book *book, struct inspect_zip *zip,
                         const char *workbook);

/* Where the table of the sheet begins and ends (inspect_table.c). */
void inspect_table_find(struct arena *arena, struct inspect_sheet *sheet);

/* --- rules ---------------------------------------------------------------------------------------------------- */

struct inspect_run {
    struct arena *arena;
    const struct inspect_book *book;
    struct inspect_result *result; /* of the rule that is looked at */
};
struct inspect_rule {
    const char *number, *title, *remedy; /* N_() */
    void (*check)(struct inspect_run *run);
};
extern const struct inspect_rule inspect_package_rules[], inspect_machine_rules[]; /* end with number NULL */

void inspect_found(struct inspect_run *run, const char *sheet, const char *cell, const char *what);
void inspect_found_at(struct inspect_run *run, const struct inspect_sheet *sheet, uint32_t row,
                      uint32_t column, const char *what);

#endif
