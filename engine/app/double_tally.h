/*
 * double_tally: what two keyings of many sheets add up to.
 *
 * Sheets.      A sheet agrees when both keyings say the same on every question; it is open while a question
 * on which they differ is undecided, and adjudicated after.
 *
 * Keyers.      A field is a question under which one of the two keyings wrote something, or that one of them was asked;
 * so both keyers of a sheet have the same fields.  It is an error of a keyer when the two differ, a person has decided,
 * and the keyer's answer is not what was decided then: the answer as the decision has it, not as the return says today,
 * for a return is also corrected for other reasons (the institution calls), which is nobody's slip.  What both keyed alike
 * is taken as right; that two people make the same slip shows in no double entry.  Rate: errors per 1,000 fields, with
 * Wilson's interval at 95% (engine/statistics/interval.h); fields of one sheet are taken as independent.
 *
 * Which sheets.  One of which something is undecided counts with none of its fields: who is wrong is not known, and to
 * count only what agrees would make everybody look better than they are (those fields are counted apart, `open`).  Nor may
 * the figure tell a keyer how the sheet just keyed compares with the first keying.  So a sheet counts once a person has
 * decided anything after it was keyed a second time, or from the next day on: the figure moves when somebody decides and
 * when a day ends, never when a sheet is saved.  There is one such figure, the same on a keyer's own screen and in the table
 * for officers.
 *
 * Questions.   Agreement in percent of the fields, and Cohen's kappa (engine/tabulation/kappa.h) for
 * questions that are counted by option; a category is the answer as a whole, silences included.
 *
 * Sheets outside the sample enter none of these; they are counted by themselves.
 */
#ifndef SHUKEI_ENGINE_APP_DOUBLE_TALLY_H
#define SHUKEI_ENGINE_APP_DOUBLE_TALLY_H

#include "engine/app/double.h"
#include "engine/tabulation/kappa.h"

struct double_sum {
    long sheets, fields, errors;
};

struct double_keyer {
    const char *name;
    struct double_sum sum;
    long open;  /* undecided fields */
    long later; /* sheets that do not count yet */
};

struct double_question {
    long fields, agreed;
    struct kappa_pair *pairs; /* of questions counted by option */
    size_t pair_count, pair_capacity;
    struct kappa kappa;
};

struct double_part; /* what one sheet adds to a keyer */

struct double_tally {
    struct arena *arena;
    struct double_book open;
    long drawn, compared, agreeing, adjudicated, undecided, outside;
    long not_compared[SECOND_STATES];
    struct double_keyer *keyers;
    size_t keyer_count, keyer_capacity;
    struct double_part *parts;
    size_t part_count, part_capacity;
    long last;                         /* decision: its number in the trail */
    struct double_question *questions; /* by position */
    long fields, agreed;
};

/* The book must be open. */
bool double_tally_make(struct double_tally *t, struct fault *f) FAULT_CHECKED;

#endif
