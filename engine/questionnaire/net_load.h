/*
 * net_load: the nets of a question (struct net), from its JSON object; after its options.
 *
 * An option a net names must exist, and stand in it once; a net's id must differ from those of the question's
 * options and other nets, for rows of a table are found by id.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_NET_LOAD_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_NET_LOAD_H

#include "engine/questionnaire/load.h"

bool net_load(struct arena *arena, const struct json *node, struct question *out,
              struct fault *f) FAULT_CHECKED;

#endif
