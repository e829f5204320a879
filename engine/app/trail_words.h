/*
 * trail_words: an entry of the trail in the words of the office.
 *
 * The trail keeps keys and ids (`return.edit`, `q4=masked -> q4=invalid,masked`), which mean the same in every language and
 * for ever; a person reads "return 12 corrected: kinds of trouble: ● in name or address -> ...".
 */
#ifndef SHUKEI_ENGINE_APP_TRAIL_WORDS_H
#define SHUKEI_ENGINE_APP_TRAIL_WORDS_H

#include "engine/store/trail_list.h"

/* "corrected"; the key itself when it has no words.  after: what the entry says it came to, or NULL. */
const char *trail_words_action(const char *action, const char *after);

/* The reason that was given; one of the program's own in the words of the reader. */
const char *trail_words_why(const char *why);

/* What was done, to what, from what to what.  q: the survey's questionnaire, in whose labels answers are said, or NULL. */
const char *trail_words_sentence(struct arena *arena, const struct trail_item *item,
                                 const struct questionnaire *q);

#endif
