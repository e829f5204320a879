/*
 * keying: two keyings of one sheet, held against each other.
 *
 * What is compared is what a keyer can have done: per question the state and the answer, in the normalised
 * form.  Free text, and the words beside an option, are compared after folding (utf8_fold): a width or a
 * blank is no mistake.  The silences are states and differ from each other and from every answer, with one
 * exception: nobody keys 非該当.  It follows from other answers (response_route), so an empty cell is the
 * same whether its question was asked or not, and one wrong tick on a routing question is one error, not one
 * for every question behind it.
 *
 * The index finds a sheet by its number, and by its association where both sides name one; a number that
 * stands for several sheets is found as several, never as the first that comes.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_KEYING_H
#define SHUKEI_ENGINE_RESPONSE_KEYING_H

#include "engine/response/response.h"

/* Two answers are keyed alike when their keys are the same text. */
char *keying_key(struct arena *arena, const struct question *question, const struct answer *answer);
bool keying_alike(struct arena *scratch, const struct question *question, const struct answer *a,
                  const struct answer *b);

/* Whether there was anything to key: something was written, or the question was asked. */
bool keying_is_field(const struct answer *answer);

struct keying_index;
struct keying_index *keying_index_create(struct arena *arena);
/* Texts are borrowed; association may be NULL. */
void keying_index_add(struct keying_index *index, const char *sheet, const char *association, void *item);

enum keying_match { KEYING_NONE, KEYING_ONE, KEYING_SEVERAL };
/* *item: the sheet when it is one. */
enum keying_match keying_index_find(const struct keying_index *index, const char *sheet,
                                    const char *association, void **item);

#endif
