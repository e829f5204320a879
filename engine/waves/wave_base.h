/*
 * wave_base: what a rate is a rate of, so that two surveys can be told to mean the same.
 *
 * A base is a set of conditions ("atoms") that all returns in it fulfil; no atom at all: everybody who
 * answered the survey.  An atom is
 *
 *     a concept id          said the option of this concept: "trouble.any", "respondent.hospital"
 *     answered=CONCEPT      answered the question of this concept; its no-answers are left out
 *     pref=13               stands in this prefecture
 *     ticks                 no returns at all but the ticks of a multi-answer question
 *     other=SURVEY: TEXT    something that only this survey knows; never the same as another's
 *
 * Atoms are kept in order, so that equal bases are equal lists.  Published figures name their base with a
 * word ("all", "operating", "trouble"); data/reference/bases.json says which concept a word means.
 * Questionnaires state theirs as an expression, of which wave_base_of_question makes atoms.
 *
 * Texts are borrowed from whoever made them or live in the arena.
 */
#ifndef SHUKEI_ENGINE_WAVES_WAVE_BASE_H
#define SHUKEI_ENGINE_WAVES_WAVE_BASE_H

#include "engine/questionnaire/questionnaire.h"

enum { WAVE_BASE_ATOMS = 6 };

struct wave_base {
    const char *atoms[WAVE_BASE_ATOMS];
    size_t count;
};

#define WAVE_BASE_TICKS "ticks"

/* The base with one atom more; false when it has no room for it. */
bool wave_base_add(struct wave_base *base, const char *atom);
struct wave_base wave_base_without(const struct wave_base *base, size_t atom);
bool wave_base_same(const struct wave_base *a, const struct wave_base *b);
bool wave_base_has(const struct wave_base *base, const char *atom);
bool wave_base_within(const struct wave_base *inner, const struct wave_base *outer); /* has all its atoms */

/* Whether an atom is of the kind "answered=", "other=" ... ; kind with the equals sign. */
bool wave_base_atom_is(const char *atom, const char *kind);
bool wave_base_answered_only(const struct wave_base *base); /* some atom leaves no-answers out */
bool wave_base_private(const struct wave_base *base);       /* some atom is only this survey's */

/* "all", "trouble", "trouble+hospital"; words of bases.json where there are any. */
const char *wave_base_key(struct arena *arena, const struct wave_base *base);

/* Of a word of a published file or of --base; `question` is the concept of the question it belongs to, for
 * the word "question" (NULL: not known).  A word that is neither known nor a concept is the survey's own. */
bool wave_base_of_word(struct arena *arena, const char *word, const char *survey, const char *question,
                       struct wave_base *out, struct fault *f) FAULT_CHECKED;

/* Of a question's own base. */
struct wave_base wave_base_of_question(struct arena *arena, const struct questionnaire *q,
                                       const struct question *question);

#endif
