/*
 * entry: the keying screen's side of `shukei serve`: a sheet as JSON, to and fro.
 *
 * The form that the screen draws is the questionnaire itself (entry_form): so a new survey needs no screen.  A sheet is
 *
 *     {"fields": {"sheet": "12", "association": "tokyo", ...},
 *      "answers": {"type": {"options": ["clinic"]}, "kinds": {"options": ["masked", "other"], "words": "..."},
 *                  "cases": {"text": "３件"}, "story": {"text": "..."}, "since": {"state": "invalid"}}}
 *
 * What is not mentioned has no answer.  A note says why an answer is invalid (two ticks, beside the boxes); it is no answer
 * and goes to the trail.  A number or a day is read as in every file (engine/response/normalise.h), so ３ and
 * R6.1.9 can be keyed.  What a screen of ours cannot send (an unknown question, two options of a single answer) is a
 * usage fault; what a sheet can say wrongly is a finding.
 *
 * entry_look says, without storing anything, which questions are asked and what the rules find: the screen asks after every
 * answer, so routing and rules have one meaning, here.
 */
#ifndef SHUKEI_IMPORTERS_WEB_ENTRY_H
#define SHUKEI_IMPORTERS_WEB_ENTRY_H

#include "engine/base/json.h"
#include "engine/base/strbuf.h"
#include "engine/store/store.h"

bool entry_form(struct arena *arena, const struct questionnaire *q, struct strbuf *out,
                struct fault *f) FAULT_CHECKED;

struct entry_sheet {
    struct response *response; /* routed */
    struct findings findings;
    const char *notes; /* "Q3 invalid: both are ticked; ...", or NULL */
};

/* fences: by question (store_fences), or NULL. */
bool entry_read(struct arena *arena, const struct questionnaire *q, const struct fence *fences,
                const struct json *sheet, struct entry_sheet *out, struct fault *f) FAULT_CHECKED;

/* "asked": [...], "findings": [...] */
void entry_look(const struct questionnaire *q, const struct entry_sheet *sheet, struct strbuf *out);

/* A stored return as a sheet. */
void entry_write(struct arena *arena, const struct questionnaire *q, const struct response *response,
                 struct strbuf *out);

#endif
