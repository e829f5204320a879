/*
 * screen: messages as they are said to somebody who has a screen before them, and no terminal.
 *
 * Messages name the command or the option that mends a thing: "correct it with `shukei return edit`", "--by pref: no
 * such key".  Who sits at a screen has neither.  `serve` says so once, for itself and for the programs that it starts;
 * from then on every message goes through screen_words at the door by which it leaves: an answer that refuses
 * (engine/web/web_words.h), what a job said, and a finding's sentence (engine/response/message.h).
 *
 *     correct it with `shukei return edit`      ->   correct it with the screen "Keying"
 *     --by pref: no such key                    ->   "Split by" pref: no such key
 *     add it to the option's aliases in ...     ->   tell whoever looks after the questionnaire
 *
 * Commands and options are looked up in two tables of what the screens call them.  What has no screen is the
 * administrator's, and is said to be: a command that is not in the table never comes through as it is.  In a text
 * `shukei ...` stands between backquotes, or to the end of its clause; capitals behind an option (TEXT, KEY) go with it.
 */
#ifndef SHUKEI_ENGINE_BASE_SCREEN_H
#define SHUKEI_ENGINE_BASE_SCREEN_H

#include "engine/base/arena.h"

#include <stdbool.h>

/* For this process, and those that it starts. */
void screen_begin(void);
bool screen_is_on(void);

/* The text itself when it names nothing of a command line. */
const char *screen_words(struct arena *arena, const char *text);

#endif
