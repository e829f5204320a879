/*
 * case_one: one text of one return on its way to a reader: routed, masked, coded, placed.
 *
 * case_list makes a list of all of them, case_index finds some of them; what both say of a text is said here.
 */
#ifndef SHUKEI_REPORTS_CASES_CASE_ONE_H
#define SHUKEI_REPORTS_CASES_CASE_ONE_H

#include "engine/response/mask.h"
#include "reports/cases/case_area.h"

struct case_one { /* what is the same for all texts of a survey */
    struct store *store;
    const struct questionnaire *q;
    const struct mask_rules *masks;
    uint64_t *asked; /* for case_one_route to work with */
};
bool case_one_begin(struct arena *arena, struct store *store, const struct questionnaire *q,
                    struct case_one *one, struct fault *f) FAULT_CHECKED;

/* What was written where nothing was asked counts as little as in a table. */
void case_one_route(const struct case_one *one, struct response *response);

/* The option of a question that takes one; the number of options when there is none.  question NULL: 0. */
size_t case_one_code_of(const struct question *question, const struct response *response);
/* pref, type and room for the counts; zeros. */
void case_one_places(struct arena *arena, const struct questionnaire *q, struct case_places *places);

struct case_masked {
    const char *text; /* as it may leave: in `scratch`, or the text itself */
    size_t spans;     /* proposals; 0 when a person has looked at it */
    bool accepted;    /* by a person */
    bool changed;     /* it differs from the text */
};
/* original: the answer; clean: the same through case_text_clean. */
bool case_one_mask(const struct case_one *one, struct arena *scratch, const struct stored_return *row,
                   const struct question *question, const char *original, const char *clean,
                   struct case_masked *out, struct fault *f) FAULT_CHECKED;

/* Bits of the coding's kinds and words; folded: case_text_folded of the clean text. */
void case_one_code(const struct case_one *one, const struct case_coding *coding,
                   const struct response *response, const char *folded, uint64_t *kinds, uint64_t *words);

/* A text that names its prefecture would undo what was made coarser. */
const char *case_one_without_place(struct arena *arena, const struct question *question, size_t pref,
                                   const char *text);

#endif
