/*
 * microdata_variables: which variables a survey's file has, with names, labels, categories and places.
 *
 * They follow from the questionnaire (and from which keys and weights there are), not from the answers; so two waves of
 * one template have the same variables with the same codes.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_MICRODATA_VARIABLES_H
#define SHUKEI_REPORTS_MICRODATA_MICRODATA_VARIABLES_H

#include "reports/microdata/microdata.h"

/* Fills variables and sets of m, which has all else. */
void microdata_variables_make(struct arena *arena, struct microdata *m);

#endif
