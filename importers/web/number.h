/*
 * number: what a person is told of a sheet's number, at the screen and when the sheet is saved (engine/store/number.h).
 *
 * Each is one sentence of what is the case and one of what to do; NULL: the number is right.  A first keying is asked about,
 * since two sheets may well have one number; a second keying that cannot be compared is refused.
 */
#ifndef SHUKEI_IMPORTERS_WEB_NUMBER_H
#define SHUKEI_IMPORTERS_WEB_NUMBER_H

#include "engine/store/number.h"
#include "engine/web/web.h"

/* As it is stored: １２ is 12.  NULL for nothing but blanks. */
const char *number_clean(struct arena *arena, const char *written);

/* who: who is signed in. */
const char *number_question(struct arena *arena, const char *sheet, const struct number *n, const char *who);
const char *number_refusal(struct arena *arena, const char *sheet, const struct number *n);

/* "next": {"sheet": ..., "association": ...}: what is likely to be keyed after `after` (or first, NULL). */
bool number_put_next(struct web_request *r, const struct questionnaire *q, const char *after,
                     const char *association, bool second, struct strbuf *out, struct fault *f) FAULT_CHECKED;

#endif
