/*
 * archive_metadata: the grammar of an XMP packet (ISO 16684-1) as far as shukei writes one: a head and a tail, well-formed
 * XML, one description of the file itself, properties that ISO 19005-2, 6.6.2.3 knows without an extension schema, each
 * once and in the form that its schema gives it.
 */
#ifndef SHUKEI_TESTS_TOOLS_ARCHIVE_METADATA_H
#define SHUKEI_TESTS_TOOLS_ARCHIVE_METADATA_H

#include <stddef.h>

void archive_metadata(const char *packet, size_t size);

#endif
