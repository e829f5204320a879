/*
 * audit_survey: what the store says, for a draft to be held against.
 *
 * The figures of a survey are its tables' cells (counted from the returns; where there are none, its published ones), under the labels,
 * full wordings and aliases of their options.  A figure of the draft belongs to a cell when the words right before or after it contain
 * the longest of these names, and nothing near it speaks of an earlier wave.  The store's reference series are courses that a record
 * or a run of falls is held against.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_SURVEY_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_SURVEY_H

#include "reports/audit/audit.h"

const struct audit_reference *audit_reference_read(struct arena *arena, const char *store_path,
                                                   const char *survey, struct fault *f) FAULT_CHECKED;

/* The values of the i-th series, oldest first, at most `room`; 0 when there is none (also for a reference of NULL). */
size_t audit_reference_course(const struct audit_reference *r, size_t i, double *values, size_t room);

/* Whether the store has this number as a lower bound: a total to which returns without a number counted one each. */
bool audit_reference_at_least(const struct audit_reference *r, int64_t number);

#endif
