/*
 * message: a sentence about the data that is kept apart from the language in which it is shown.
 *
 * Findings are stored, and read later by somebody else, perhaps in another language.  What is kept is the English
 * original (a msgid, as N_() marks it) with what stands in its places; it becomes a sentence when it is shown:
 *
 *     const char *kept = message_make(arena, N_("%s is out of range (%s)"), "12", message_make(...));
 *     puts(message_text(arena, kept));         // in the language in force
 *
 * An argument may be a message itself.  A msgid without places is kept as it is; so a text that is no message (the
 * words of a template, what older stores hold) is shown as it stands, or translated when it is a msgid.
 *
 * Kept form: U+0002, the msgid, then for every place U+001F and its text, U+0003.  These characters are taken out of
 * the texts.  Places: %s, %d, %ld, %zu, %%; a translation may number them (%2$s).
 */
#ifndef SHUKEI_ENGINE_RESPONSE_MESSAGE_H
#define SHUKEI_ENGINE_RESPONSE_MESSAGE_H

#include "engine/base/json.h"
#include "engine/base/strbuf.h"

#include <stdarg.h>

char *message_make(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A message without places, so that it is translated as an argument of another one too; one with places is left. */
char *message_part(struct arena *arena, const char *message);
char *message_vmake(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* For files: a string, or an array of the msgid and what stands in its places, each a string or such an array. */
void message_to_json(struct strbuf *out, const char *message); /* NULL: null */
const char *message_from_json(struct arena *arena, const struct json *node, struct fault *f) FAULT_CHECKED;

/* NULL for NULL. */
const char *message_text(struct arena *arena, const char *message);

#endif
