/*
 * inspect_zip: the archive that a workbook is, and its parts as XML.
 *
 * Handlers get elements and attributes by their local names.  A part that is no well-formed XML, has a document type,
 * or is larger than INSPECT_PART_MAX is not a fault but a problem in words: whoever inspects wants to know it.
 */
#ifndef SHUKEI_REPORTS_INSPECT_INSPECT_ZIP_H
#define SHUKEI_REPORTS_INSPECT_INSPECT_ZIP_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

struct inspect_zip;
struct inspect_zip *inspect_zip_open(struct arena *arena, const char *path, struct fault *f) FAULT_CHECKED;
void inspect_zip_close(struct inspect_zip *zip);

size_t inspect_zip_count(const struct inspect_zip *zip);
const char *inspect_zip_name(const struct inspect_zip *zip, size_t index);

struct inspect_handler {
    void (*start)(void *data, const char *name, const char **attributes);
    void (*end)(void *data, const char *name);
    void (*text)(void *data, const char *text, size_t length);
};
/* NULL when the part was read to its end; else what is wrong with it, translated.  handler NULL: only look whether
 * it is well-formed. */
const char *inspect_zip_parse(struct arena *arena, struct inspect_zip *zip, const char *name,
                              const struct inspect_handler *handler, void *data);

const char *inspect_attribute(const char **attributes,
                              const char *name); /* by local name; NULL when absent */

#endif
