/*
 * heading_unit: the unit that a heading names: 費用（千円） of a question that counts 万円.
 *
 * A unit may have myriads of its own (百千万億); what is left without them is what it measures (円).  A heading whose
 * unit measures the same as the question's, in other myriads, is that question, and its bare numbers count the heading's
 * unit.  Any other unit (ドル) is none: the heading stays unknown, because its figures would be read as what they are not.
 *
 * Texts are keys of importers/vocabulary.h, where brackets and spaces are underscores; 単位 may stand beside a unit.
 */
#ifndef SHUKEI_IMPORTERS_HEADING_UNIT_H
#define SHUKEI_IMPORTERS_HEADING_UNIT_H

#include "engine/base/arena.h"

#include <stdbool.h>

/* Whether `rest`, the end of a heading after its question's name, is nothing but the unit, in whatever myriads.  A bare
 * 円 of a question in 万円 must stand apart from the name. */
bool heading_unit_is(const char *unit, const char *rest);

/* The unit that the heading names, when it is the question's in other myriads; else NULL. */
const char *heading_unit_other(struct arena *arena, const char *unit, const char *key);

#endif
