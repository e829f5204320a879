/*
 * sav_sets: the multiple-response sets of a .sav file, which ReadStat does not write.
 *
 * They stand in an extension record of the dictionary (type 7, subtype 7), one line of text per set:
 *
 *     $NAME=D LENGTH VALUE LENGTH LABEL VARIABLE VARIABLE ...
 *
 * D: the counted value of dichotomies; lengths are in bytes; variables by their short names in lower case.  (B. Pfaff et
 * al., PSPP Developers Guide, "System File Format", "Multiple Response Sets Records".)  Nothing in such a file holds the
 * place of anything else, so the record is put in before the one that ends the dictionary; SPSS and PSPP read it like
 * their own.  The short names are taken from the dictionary itself (type 7, subtype 13).
 *
 * While it is at it, it gives the pieces of a text of more than 9,072 bytes names of their own: ReadStat gives some the
 * same, which PSPP warns of and SPSS may refuse.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_SAV_SETS_H
#define SHUKEI_REPORTS_MICRODATA_SAV_SETS_H

#include "engine/base/strbuf.h"
#include "reports/microdata/microdata.h"

/* `dictionary`: all bytes of a little-endian file before its first row, from its first byte on.  A fault when it is not
 * such. */
bool sav_sets_insert(const struct microdata *m, struct strbuf *dictionary, struct fault *f) FAULT_CHECKED;

#endif
