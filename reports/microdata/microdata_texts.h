/*
 * microdata_texts: masked texts on their way into a file, kept outside of memory.
 *
 * Free text goes into a file without a name; what is kept in memory is where each begins.  A text is taken as a person
 * has masked it (`shukei mask`), else as the masker proposes.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_MICRODATA_TEXTS_H
#define SHUKEI_REPORTS_MICRODATA_MICRODATA_TEXTS_H

#include "engine/questionnaire/questionnaire.h"
#include "engine/store/store.h"

struct microdata_texts;

/* Which questions have words: free texts, and the words beside an "other" option. */
bool microdata_texts_has(const struct question *question);

/* Reads all counted returns, in the order of store_each_return; `n` of them. */
struct microdata_texts *microdata_texts_load(struct arena *arena, struct store *store,
                                             const struct questionnaire *q, size_t n,
                                             struct fault *f) FAULT_CHECKED;
void microdata_texts_end(struct microdata_texts *texts); /* NULL is allowed */

/* *text: NULL where nothing was written; else until the next call. */
bool microdata_texts_get(struct microdata_texts *texts, size_t question, size_t row, const char **text,
                         struct fault *f) FAULT_CHECKED;

size_t microdata_texts_longest(const struct microdata_texts *texts, size_t question); /* bytes */
size_t microdata_texts_masked(const struct microdata_texts *texts); /* texts in which something was masked */

#endif
