/*
 * check: the rules of the questionnaire applied to one response.
 *
 * Built-in rules, from the template's own facts: `required`, `blank` (empty, where the questionnaire wants to
 * know), `number.range`, `date.range`, `multi.exclusive` (the exclusive option beside another tick),
 * `routing.answered` (routed past, yet answered; the answer is kept and not counted).  `number.outlier` needs
 * the other returns: outlier.h.  Then the template's own `rules`.  Run on every import, edit and re-check;
 * what it finds is added to `out`.  A finding's value is the answer in the ids of the questionnaire
 * (answer_ids): rule, question and value are what it is known by when a person has accepted it.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_CHECK_H
#define SHUKEI_ENGINE_RESPONSE_CHECK_H

#include "engine/response/finding.h"
#include "engine/response/response.h"

/* where: file, row and return_id for the findings. */
void check_response(const struct questionnaire *q, const struct response *response,
                    const struct finding *where, struct findings *out);

/* Whether check_response can find this rule again in the answers alone; what was found in a cell as it was
 * read (two ticks, a word that is no option) it cannot. */
bool check_knows(const struct questionnaire *q, const char *rule);

#endif
