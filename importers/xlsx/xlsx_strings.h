/*
 * xlsx_strings: the shared strings of a workbook, each stored once, in one block.
 *
 * Pieces of rich text are joined; phonetic guides (rPh, the furigana that Japanese Excel keeps beside a typed
 * word) are no part of the text.  `_x000D_` and its like are the characters they stand for, a line break is
 * LF, control characters are dropped.  Limits: 64 MB of text, 4 million strings.
 */
#ifndef SHUKEI_IMPORTERS_XLSX_XLSX_STRINGS_H
#define SHUKEI_IMPORTERS_XLSX_XLSX_STRINGS_H

#include "importers/xlsx/xlsx_package.h"

struct xlsx_strings;

/* part NULL: a workbook without any. */
struct xlsx_strings *xlsx_strings_read(struct xlsx_package *package, const char *part,
                                       struct fault *f) FAULT_CHECKED;
/* From the part's bytes; for tests. */
struct xlsx_strings *xlsx_strings_parse(const char *xml, size_t length, struct fault *f) FAULT_CHECKED;
void xlsx_strings_destroy(struct xlsx_strings *strings); /* NULL is allowed */

const char *xlsx_strings_get(const struct xlsx_strings *strings, size_t index); /* NULL: there is none */

/* Cleans a text in place as described above; returns its length.  It never grows. */
size_t xlsx_text_clean(char *text, size_t length);

#endif
