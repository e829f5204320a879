/*
 * json_write: JSON for machines, written as text into a strbuf.
 *
 * `json_add_string` writes a quoted, escaped string (NULL: null).  What is not UTF-8 does not occur inside
 * the program.  Objects and arrays are written by hand with strbuf_printf: their shapes are part of the
 * contract, and better read in one place than pieced together from calls.
 */
#ifndef SHUKEI_ENGINE_BASE_JSON_WRITE_H
#define SHUKEI_ENGINE_BASE_JSON_WRITE_H

#include "engine/base/strbuf.h"

void json_add_string(struct strbuf *out, const char *text);
void json_add_strings(struct strbuf *out, const char *const *texts, size_t count); /* ["...", "..."] */

/* "key": "text" with a comma before it unless it is the first in its object. */
void json_add_member(struct strbuf *out, const char *key, const char *text);

/* {"key": "text", ...} with a comma before it unless it is the first in its array.  members: key and text, to a key NULL. */
void json_add_object(struct strbuf *out, const char *const (*members)[2]);

#endif
