/*
 * web_words: what a request or a job is told, in words of the screen.
 *
 * The one door by which messages leave to a browser.  Commands and options become what the screens call them
 * (engine/base/screen.h), and "return 7" becomes the sheet that the person has in hand (engine/store/sheet_name.h).  A message
 * that begins with a path of the server and a place in that file ("/usr/share/.../kit.json: /sources/x: ...") says first what is the
 * matter; behind it, of one of our templates, the title of the part it is in ("in the part 'The results'"), else the file's
 * name and the place, for whoever looks after the file.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_WORDS_H
#define SHUKEI_ENGINE_WEB_WEB_WORDS_H

#include "engine/store/store.h"

/* A store that cannot be read just now leaves the numbers as they are. */
const char *web_words(struct store *store, struct arena *arena, const char *message);

#endif
