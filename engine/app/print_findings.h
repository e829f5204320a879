/*
 * print_findings: how findings and the reconciliation are shown, for `import` and `check` alike.
 *
 * Findings are handed in one by one as they arise, and printed at the end, when the work is known to have
 * succeeded. However many there are, memory stays small: JSON and CSV wait in a temporary file; text is
 * grouped by rule and question, with the first few of each group in full and the number of the others.
 *
 *     struct print_findings *p = print_findings_begin(format, q, f);
 *     print_findings_add(p, finding, f) ...
 *     print_findings_end(p, batch, &reconciliation, f);      // to standard output
 *     print_findings_destroy(p);
 */
#ifndef SHUKEI_ENGINE_APP_PRINT_FINDINGS_H
#define SHUKEI_ENGINE_APP_PRINT_FINDINGS_H

#include "engine/app/command.h"
#include "engine/response/finding.h"
#include "engine/store/store.h"

struct print_findings;

struct print_findings *print_findings_begin(enum output_format format, const struct questionnaire *q,
                                            struct fault *f) FAULT_CHECKED;
void print_findings_destroy(struct print_findings *p); /* NULL is allowed */

bool print_findings_add(struct print_findings *p, const struct finding *finding,
                        struct fault *f) FAULT_CHECKED;

/* batch: its name, or NULL when the whole survey is meant. */
bool print_findings_end(struct print_findings *p, const char *batch, const struct reconciliation *r,
                        struct fault *f) FAULT_CHECKED;

size_t print_findings_errors(const struct print_findings *p); /* how many were RULE_ERROR */
size_t
print_findings_serious(const struct print_findings *p); /* how many a person must look at: errors, warnings */

#endif
