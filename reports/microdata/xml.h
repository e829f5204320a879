/*
 * xml: writing XML into a strbuf, element by element.
 *
 *     xml_open(x, "var", "ID", "V1", "name", name, NULL);      <var ID="V1" name="...">
 *     xml_leaf(x, "labl", label, NULL);                         <labl>...</labl>; nothing when the text is NULL or ""
 *     xml_close(x, "var");
 *
 * Attributes are pairs that end with NULL; one whose value is NULL is left out.  Characters that XML 1.0 does not allow
 * (control characters) become U+FFFD.  Elements are indented by their depth.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_XML_H
#define SHUKEI_REPORTS_MICRODATA_XML_H

#include "engine/base/strbuf.h"

struct xml {
    struct strbuf text;
    int depth;
};

void xml_begin(struct xml *x);
void xml_open(struct xml *x, const char *name, ...) __attribute__((sentinel));
void xml_close(struct xml *x, const char *name);
void xml_leaf(struct xml *x, const char *name, const char *text, ...) __attribute__((sentinel));
void xml_end(struct xml *x); /* frees */

#endif
