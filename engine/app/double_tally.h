/*
 * double_tally: what two keyings of many sheets add up to.
 *
 * Sheets.      A sheet agrees when both keyings say the same on every question; it is open while a question
 * on which they differ is undecided, and adjudicated after.
 *
 * Keyers.      A field of a keyer is a question
 * that the final record asks, or that the keyer wrote something under.  It is an error when the keyer's
 * answer differs from the final one, so what both got wrong and a person corrected later counts against both.
 * While the two differ and nobody has decided, who is wrong is not known: those fields are counted apart
 * (`open`), and neither in the errors nor in what they are divided by.  Rate: errors per 1,000 fields, with
 * Wilson's interval at 95% (engine/statistics/interval.h); fields of one sheet are taken as independent.
 *
 * What a keyer may be told of his own errors must not tell how the sheet that he has just keyed compares with the first
 * keying.  So only sheets count there of which nothing is undecided, and those only that were keyed a second time no later
 * than the last one on which somebody has decided: the figure moves when a person decides, never when a sheet is saved.
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
    long sheets, fields, errors, open;
    struct double_sum told; /* what the keyer may know while the work goes on */
    struct double_sum held; /* back, until somebody decides again */
};

struct double_question {
    long fields, agreed;
    struct kappa_pair *pairs; /* of questions counted by option */
    size_t pair_count, pair_capacity;
    struct kappa kappa;
};

struct double_tally {
    struct arena *arena;
    struct double_book open;
    long drawn, compared, agreeing, adjudicated, undecided, outside;
    long not_compared[SECOND_STATES];
    struct double_keyer *keyers;
    size_t keyer_count, keyer_capacity;
    struct double_question *questions; /* by position */
    long fields, agreed;
};

/* The book must be open. */
bool double_tally_make(struct double_tally *t, struct fault *f) FAULT_CHECKED;

#endif
