/*
 * sheet: the rows of a reader, once it is known which of them holds the headings.
 *
 * Clerks put titles above the table.  Among the first ten rows that are not blank, the heading row is the one
 * in which most cells are headings of the questionnaire; a two-row heading (問4 over the labels of its
 * options) is joined to one.  The rows above are titles; when one of them looks like a return the file is
 * refused rather than the return lost.  A heading row that is repeated further down (files pasted together)
 * is passed over and counted.
 *
 * Headings live in the arena; records as the reader's do, until the next call.
 */
#ifndef SHUKEI_IMPORTERS_SHEET_H
#define SHUKEI_IMPORTERS_SHEET_H

#include "importers/columns.h"
#include "importers/importer.h"

enum { SHEET_FIRST_ROWS = 10 };

struct sheet {
    struct reader *reader;
    const char *const *headings; /* without the empty ones at the end */
    size_t heading_count;
    size_t heading_row, heading_rows; /* the first of them, as a spreadsheet counts; how many */
    size_t titles;                    /* rows above that were passed over */
    size_t repeats;                   /* heading rows further down, passed over so far */

    struct record first[SHEET_FIRST_ROWS + 1];
    size_t first_count, first_next;
    bool ended; /* the reader has said so, and is not asked again */
};

bool sheet_start(struct arena *arena, struct reader *reader, const struct vocabulary *v,
                 struct column_map *map, struct sheet *sheet, struct fault *f) FAULT_CHECKED;

/* As the reader's own: 1 a record, 0 the end, -1 a fault. */
int sheet_next(struct sheet *sheet, struct record *record, struct fault *f);

#endif
