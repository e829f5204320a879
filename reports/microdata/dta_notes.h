/*
 * dta_notes: the count of notes, which ReadStat leaves out.
 *
 * Stata keeps the notes of a file as characteristics of _dta: note1, note2 ... and in note0 how many there are; without
 * that `notes` lists none.  The characteristic is put in front of the others, and the places in the file's map that lie
 * behind it are moved ("File formats .dta", release 118, sections 5.2 and 5.9: StataCorp, Stata 14 help).
 */
#ifndef SHUKEI_REPORTS_MICRODATA_DTA_NOTES_H
#define SHUKEI_REPORTS_MICRODATA_DTA_NOTES_H

#include "engine/base/fault.h"
#include "engine/base/strbuf.h"

/* bytes: a file of release 118 from its beginning to its characteristics or further, in this machine's byte order. */
bool dta_notes_count(struct strbuf *bytes, size_t notes, struct fault *f) FAULT_CHECKED;

#endif
