/*
 * facsimile: where on the sheet of paper a question stands, so that a picture of the sheet can follow the typist.
 *
 * The template may say it (`sheet`, templates/README.md), for a form that was made elsewhere.  Without that it is estimated
 * from the questionnaire, as `shukei form` would set it: a head, then per question a heading and its boxes to tick or its
 * room to write, as many lines as the wording takes.  A sheet of more pages than that has the questions spread over them.
 * Nested questions stand with their parent, the rows of a matrix where their grid stands.
 *
 * Places are thousandths of the page, from the left and the top; left = right = 0 where nothing is known of the sides.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_FACSIMILE_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_FACSIMILE_H

#include "engine/questionnaire/questionnaire.h"

enum { FACSIMILE_PAGES = 16, FACSIMILE_WHOLE = 1000 };

/* By question; pages: of the sheet at hand. */
const struct facsimile_place *facsimile_places(struct arena *arena, const struct questionnaire *q, int pages);

#endif
