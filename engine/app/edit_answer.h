/*
 * edit_answer: the words by which one answer is corrected.
 *
 *     q3=yes              the option, by its id or as a clerk would write it in the cell
 *     q4=+invalid,-other  ticks added and taken away
 *     q4=a,b              exactly these
 *     q7_count=3   q5="text"   visited=2024-01-09
 *     q2=no_answer   invalid   not_applicable   none   (q2= alone: no answer)
 *     association=東京   sheet=12   channel=fax   received=2024-01-09 ...
 *
 * A name or value that is not understood is a usage fault that says what could stand there.
 */
#ifndef SHUKEI_ENGINE_APP_EDIT_ANSWER_H
#define SHUKEI_ENGINE_APP_EDIT_ANSWER_H

#include "engine/response/normalise.h"

/* Changes the response; *question is the position of the question it was about, or -1 for a field. */
bool edit_answer(struct arena *arena, const struct questionnaire *q, const struct spellings *spellings,
                 struct response *response, const char *assignment, int *question,
                 struct fault *f) FAULT_CHECKED;

#endif
