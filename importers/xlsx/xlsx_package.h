/*
 * xlsx_package: the zip archive that a workbook is, and its parts, unpacked in pieces.
 *
 * The archive is read where the source is mapped; a part is never in memory as a whole, and pages of the file
 * are let go of as they are read.  Bounds against archives made to harm: a part of more than 2 GB, or one
 * that grows to over 200 times its packed size, is refused while it is being read, whatever its header says.
 * Damage (a broken checksum, a part cut short) is a fault when the part has been read to its end.
 *
 * Opening says what to do about a file that is no .xlsx: one with a password, an old .xls, a binary .xlsb, an
 * OpenDocument table, any other zip.
 */
#ifndef SHUKEI_IMPORTERS_XLSX_XLSX_PACKAGE_H
#define SHUKEI_IMPORTERS_XLSX_XLSX_PACKAGE_H

#include "importers/importer.h"
#include "importers/xlsx/xlsx_xml.h"

struct xlsx_package;
struct xlsx_package *xlsx_package_open(const struct source *source, struct fault *f) FAULT_CHECKED;
/* The archive that a Word document is; NULL without a fault when it is none. */
#define XLSX_DOCUMENT_PART "word/document.xml"
struct xlsx_package *xlsx_package_open_document(const struct source *source, struct fault *f);
void xlsx_package_close(struct xlsx_package *package); /* NULL is allowed */

bool xlsx_package_has(const struct xlsx_package *package, const char *name);

struct xlsx_part;
struct xlsx_part *xlsx_part_open(struct xlsx_package *package, const char *name,
                                 struct fault *f) FAULT_CHECKED;
/* *length 0 at the end. */
bool xlsx_part_read(struct xlsx_part *part, char *buffer, size_t room, size_t *length,
                    struct fault *f) FAULT_CHECKED;
double xlsx_part_progress(const struct xlsx_part *part); /* 0 to 1 */
void xlsx_part_close(struct xlsx_part *part);            /* NULL is allowed */

/* A whole part through a parser. */
bool xlsx_part_parse(struct xlsx_package *package, const char *name, struct xlsx_xml *xml,
                     struct fault *f) FAULT_CHECKED;

enum { XLSX_PIECE = 64 * 1024 };

#endif
