/*
 * form: the blank questionnaire, as it is sent out by FAX and filled in by pen.
 *
 * The questions come from the questionnaire itself, in its order and wording: boxes to tick for options, nested questions
 * right behind the option that opens them (in words where they have a number of their own, or ask for words), room to write for numbers, days and free text.  The same blocks are the
 * questionnaire's page of a press kit.
 *
 * The form that is sent out (form_document) has a head besides: the association's name, room for the sheet's number,
 * until when and whither it is to be returned.  S1 fits on one page of A4; a longer questionnaire goes on over pages.
 */
#ifndef SHUKEI_REPORTS_FORM_FORM_H
#define SHUKEI_REPORTS_FORM_FORM_H

#include "engine/questionnaire/questionnaire.h"
#include "reports/model/document.h"

/* Everything below the title, in the language in force. */
void form_questions(struct arena *arena, const struct questionnaire *q, const struct block **blocks,
                    size_t *count);

/* association: its name, or NULL.  In the language in force. */
const struct document *form_document(struct arena *arena, const struct questionnaire *q,
                                     const char *association);

#endif
