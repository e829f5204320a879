/*
 * edit_findings: what is to be found about a return after some of its answers were changed by a person.
 *
 * The rules say anew what they find.  What only the reading of a cell could find (two ticks, a word that is
 * no option) stands until its question is edited.
 */
#ifndef SHUKEI_ENGINE_APP_EDIT_FINDINGS_H
#define SHUKEI_ENGINE_APP_EDIT_FINDINGS_H

#include "engine/store/store.h"

/* edited: by question.  out->arena: where they go. */
bool edit_findings(struct store *store, const struct questionnaire *q, const struct return_row *row,
                   const struct response *after, const bool *edited, struct findings *out,
                   struct fault *f) FAULT_CHECKED;

/* Once that is stored: what is open now, without what a person has accepted before. */
bool edit_findings_open(struct store *store, const struct questionnaire *q, long id, struct findings *out,
                        struct fault *f) FAULT_CHECKED;

#endif
