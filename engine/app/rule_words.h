/*
 * rule_words: what a rule finds, in a few words.
 *
 * A finding's own sentence tells what stands where ("12 is out of range (1 to 9)"); an entry of the trail keeps the rule's id
 * only, and a person reads these words of it.  A rule of the questionnaire is told by its own message.
 */
#ifndef SHUKEI_ENGINE_APP_RULE_WORDS_H
#define SHUKEI_ENGINE_APP_RULE_WORDS_H

#include "engine/questionnaire/questionnaire.h"

/* Translated; the id itself when nothing is known of it.  q: may be NULL. */
const char *rule_words(const struct questionnaire *q, const char *rule);

#endif
