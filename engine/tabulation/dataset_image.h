/*
 * dataset_image: a dataset as it is kept in the store, so that it need not be made from the returns again.
 *
 * dataset_load looks here first.  The image is of a state of the data (store_packed); what is counted after any change
 * is made from the returns, and then becomes the image.  Small surveys have none: to read their returns takes no time.
 * What was asked for beyond the columns, a search in free text for one, is not in it either; then the returns are read.
 *
 * Written down is what the rest follows from.  A question that the returns are arranged by is told by its groups; of
 * the states of any other the last that occurs is left out, for it is what the others leave, and "given" is left out
 * where the options tell it.  On reading, all numbers are held against what they must fit to, and the states against
 * how many returns were in each; what does not fit is no image, and the returns are read.
 *
 * dataset_image_verify holds images against the returns: return by return, whatever their order.  Two datasets hold the
 * same returns when their fingerprints are equal (and, but for a chance of 2^-64, only then).
 */
#ifndef SHUKEI_ENGINE_TABULATION_DATASET_IMAGE_H
#define SHUKEI_ENGINE_TABULATION_DATASET_IMAGE_H

#include "engine/tabulation/dataset.h"

/* Fewer returns than this are read one by one in a few hundredths of a second. */
enum { DATASET_IMAGE_FROM = 20000 };

/* NULL when there is none of this state. */
const struct dataset *dataset_image_load(struct arena *arena, struct store *store,
                                         const struct questionnaire *q, const char state[65]);

/* Whether it was kept.  The dataset was loaded for no expressions. */
bool dataset_image_keep(struct store *store, const struct dataset *d);

uint64_t dataset_image_fingerprint(const struct dataset *d);

/* Holds the image of every survey against its returns.  *survey is set to the first one that does not agree, whose image
 * is thrown away (*dropped: whether that could be done); NULL when all agree. */
bool dataset_image_verify(struct arena *arena, struct store *store, const char **survey, bool *dropped,
                          struct fault *f) FAULT_CHECKED;

#endif
