/*
 * layout_fit: how a section's pages give and take, so that they end well; private to layout*.c.
 *
 * Some blocks have a height that suits them and may be set lower or higher: figures (closer bars, larger plots), frames to
 * write in, the white above headings.  Before a section is drawn it is set on trial, and then
 *
 *   - where setting them lower saves a page, all are set lower by the same part of what they can give, as little as it takes;
 *   - where the last page would hold next to nothing (a box with an address), it takes along what stands before it;
 *   - what then is left empty on a page goes to its figures and frames, and but for the last page to its headings.
 *
 * A section that is `natural` (the form that is sent out: facsimile.h foretells where its questions stand) is left as it is.
 * Text keeps its size and its leading.  A section whose last page goes on with another one leaves it the room.
 */
#ifndef SHUKEI_REPORTS_MODEL_LAYOUT_FIT_H
#define SHUKEI_REPORTS_MODEL_LAYOUT_FIT_H

#include "reports/model/layout_flow.h"

/* What is found out lies in `flow->kept`, for both passes draw by it. */
struct layout_fit {
    double *give;        /* per block: how much higher than its natural height */
    size_t break_before; /* this block begins a page; SIZE_MAX: none does */
};

/* How much higher than its natural height the block is to be set. */
double fit_give(const struct flow *flow, const struct block *block);

/* The flow stands where the section begins; `followed`: another one goes on behind it. */
const struct layout_fit *fit_section(const struct flow *flow, const struct section *section, bool followed);

#endif
