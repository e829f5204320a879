/*
 * text: what is asked of two texts that may be absent, or of which one is a part of the other.
 *
 * An absent text (NULL) is a value of its own here: it is the same as another absent one and as nothing else, not even as
 * the empty text.  Widths, folding and likeness of texts are in utf8.h.
 */
#ifndef SHUKEI_ENGINE_BASE_TEXT_H
#define SHUKEI_ENGINE_BASE_TEXT_H

#include <stdbool.h>

bool text_same(const char *a, const char *b); /* either may be NULL */
bool text_begins(const char *text, const char *with);
bool text_ends(const char *text, const char *with);

#endif
