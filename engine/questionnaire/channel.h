/*
 * channel: the ways by which returns come in, and how people write them.
 *
 * There are three: "fax", "post" and "web".  Whoever reads one from a file, an option, an expression or a correction
 * asks here, so that 郵送 is post everywhere, and what is none of the three is refused or reported and never compared.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_CHANNEL_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_CHANNEL_H

#include "engine/base/arena.h"

/* "fax", "post" or "web", whatever the spelling; NULL when it is none of them. */
const char *channel_find(struct arena *scratch, const char *written);

#endif
