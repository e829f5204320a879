/*
 * import_second: rows of a file as second keyings of sheets (engine/store/second.h).
 *
 * Each row is stored and matched to its first entry at once, and what keeps it from being compared is said as
 * a finding; nothing is turned away.  What the rules of the questionnaire would say about its answers is not
 * said: they are not counted, and where they differ from the first entry a person looks at both.  What could
 * not be read is said as a warning.
 */
#ifndef SHUKEI_IMPORTERS_IMPORT_SECOND_H
#define SHUKEI_IMPORTERS_IMPORT_SECOND_H

#include "engine/store/second.h"

struct import_second;
struct import_second *import_second_begin(struct arena *arena, struct store *store,
                                          const struct questionnaire *q, struct fault *f) FAULT_CHECKED;

/* file: named in findings.  in->findings: of reading the row.  What is to be said goes to out. */
bool import_second_add(struct import_second *second, const struct incoming *in, const char *file,
                       struct findings *out, struct fault *f) FAULT_CHECKED;

#endif
