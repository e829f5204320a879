/*
 * xlsx_xml: the XML of a workbook's parts, read in pieces, with bounds on what a malformed one may cost.
 *
 * expat parses.  A handler gets elements by their local names (some programs write x:row for row), so one
 * handler fits all writers.  What no workbook has and only harm would need is stopped: a document type
 * (entities), more than 64 levels, one tag of more than 4 MB, more than 64 MB of names.
 *
 *     struct xlsx_xml *xml = xlsx_xml_create(&handler, data);
 *     while (...) if (!xlsx_xml_feed(xml, bytes, length, last, f)) ...
 *     xlsx_xml_destroy(xml);
 *
 * A handler that cannot go on calls xlsx_xml_stop with what is wrong; it is called no more, and feed is a
 * fault.
 */
#ifndef SHUKEI_IMPORTERS_XLSX_XLSX_XML_H
#define SHUKEI_IMPORTERS_XLSX_XLSX_XML_H

#include "engine/base/fault.h"

#include <stddef.h>

struct xlsx_xml;

/* attributes: name, value, name, value, ..., NULL */
struct xlsx_handler {
    void (*start)(void *data, const char *name, const char **attributes);
    void (*end)(void *data, const char *name);                 /* or NULL */
    void (*text)(void *data, const char *text, size_t length); /* or NULL */
};

struct xlsx_xml *xlsx_xml_create(const struct xlsx_handler *handler, void *data);
bool xlsx_xml_feed(struct xlsx_xml *xml, const char *bytes, size_t length, bool last,
                   struct fault *f) FAULT_CHECKED;
void xlsx_xml_stop(struct xlsx_xml *xml, const char *problem); /* translated; kept by the caller */
void xlsx_xml_destroy(struct xlsx_xml *xml);                   /* NULL is allowed */

/* By local name; NULL when absent. */
const char *xlsx_attribute(const char **attributes, const char *name);
bool xlsx_is_true(const char *value); /* "1", "true", "on"; NULL is false */

#endif
