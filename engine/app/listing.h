/*
 * listing: rows under headings, as every listing command prints them.
 *
 *     static const struct listing_column columns[] = {{"name", N_("Batch"), LISTING_TEXT}, ...};
 *     struct listing *l = listing_create(arena, "batches", columns, 3);
 *     listing_add(l, (const char *[]){row->name, ...});     // cells are borrowed; NULL is an empty one
 *     listing_print(l, format, stdout);
 *
 * Text: columns as wide as their widest cell on a terminal, numbers and figures to the right, times to the minute.
 * JSON: {"batches": [{"name": ...}]}, numbers and flags as such, figures ("38.0%") quoted, an empty cell null.  CSV: the keys as headings,
 * and texts as in engine/base/csv_write.h; CSV for a spreadsheet of people: headings and cells as in text.
 */
#ifndef SHUKEI_ENGINE_APP_LISTING_H
#define SHUKEI_ENGINE_APP_LISTING_H

#include "engine/app/command.h"
#include "engine/base/strbuf.h"

#include <stdio.h>

enum listing_kind { LISTING_TEXT, LISTING_NUMBER, LISTING_FLAG, LISTING_TIME, LISTING_FIGURE };

struct listing_column {
    const char *key;     /* in JSON and CSV */
    const char *heading; /* N_() */
    enum listing_kind kind;
};

extern const char *const listing_yes; /* the cell of a LISTING_FLAG that is set; NULL when not */

struct listing;
struct listing *listing_create(struct arena *arena, const char *name, const struct listing_column *columns,
                               size_t column_count);
void listing_add(struct listing *l, const char *const *cells); /* one per column */
size_t listing_count(const struct listing *l);

/* Leaves out the columns in which no row added so far has anything. */
void listing_drop_empty(struct listing *l);

/* The array alone, as a member of a greater JSON object: "name": [...] */
void listing_json(const struct listing *l, struct strbuf *out);
void listing_print(const struct listing *l, enum output_format format, FILE *out);

/* For who sets the rows out in another way: heading (translated) and cell as print has them, never NULL. */
size_t listing_columns(const struct listing *l);
const char *listing_heading(const struct listing *l, size_t column);
bool listing_to_the_right(const struct listing *l, size_t column); /* numbers and figures */
const char *listing_cell(const struct listing *l, size_t row, size_t column);

const char *listing_number(struct arena *arena, long number);

#endif
