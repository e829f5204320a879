/*
 * typeset_cache: paragraphs that are broken already.
 *
 * A layout asks for the same text again and again: how high it is, whether a page holds it with what follows, how it
 * stands when figures give way, and at last to draw it, in two passes over the document.  Breaking is the dearest part
 * of it, and its result depends on nothing but the text, the style and the width on one canvas.  So the canvas may
 * carry a cache (`canvas->broken`), in which typeset_break looks first:
 *
 *     struct typeset_cache *cache = typeset_cache_create();
 *     canvas->broken = cache;
 *     ...                                  // paragraphs live as long as the cache, whatever arena was handed in
 *     canvas->broken = NULL;
 *     typeset_cache_destroy(cache);
 *
 * One cache serves canvases that know the same widths.  The colour is no part of a broken text.
 */
#ifndef SHUKEI_REPORTS_MODEL_TYPESET_CACHE_H
#define SHUKEI_REPORTS_MODEL_TYPESET_CACHE_H

#include "reports/model/typeset.h"

struct typeset_cache;

struct typeset_cache *typeset_cache_create(void);
void typeset_cache_destroy(struct typeset_cache *cache);

/* Where the paragraph is kept; it is NULL there when it was not broken so far. */
const struct typeset_paragraph **typeset_cache_place(struct typeset_cache *cache,
                                                     const struct typeset_style *style, const char *text,
                                                     double width);

struct arena *typeset_cache_arena(struct typeset_cache *cache);   /* for the paragraph */
struct arena *typeset_cache_scratch(struct typeset_cache *cache); /* for the breaking; empty at every call */

#endif
