/*
 * door: files that are not returns, for commands outside of importers.
 *
 * Decoding text and reading the cells of tables are importers' business; a report that is handed somebody's file (audit) may not
 * include them.  So the host declares what it needs here, importers/door.c defines it, and arrows still point inwards.
 */
#ifndef SHUKEI_ENGINE_APP_DOOR_H
#define SHUKEI_ENGINE_APP_DOOR_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

struct door_row {
    const char *sheet; /* of a workbook, or NULL */
    size_t row;        /* as a spreadsheet counts */
    const char *const *cells;
    size_t count;
};

struct door {
    /* The text of a file as UTF-8, whatever it is written in; NULL on a fault. */
    char *(*text)(struct arena *arena, const char *path, size_t *length, struct fault *f);
    /* Every row of a CSV or of all visible sheets of a workbook. */
    bool (*rows)(struct arena *arena, const char *path, void (*row)(void *data, const struct door_row *row),
                 void *data, struct fault *f);
    /* The text of a Word document, a paragraph or a table's row a line (importers/docx.h); NULL on a fault, and without one when
     * the file is no such document. */
    char *(*document)(struct arena *arena, const char *path, size_t *length, struct fault *f);
};

extern const struct door importers_door;

#endif
