/*
 * dataset_order: puts returns side by side that are alike in what tables are most often crossed by.
 *
 * The keys are taken one after another: prefecture and type (as the questionnaire names them), channel,
 * association. Each splits the groups made so far, by option or silence; a key that would make more groups
 * than are worth it (DATASET_GROUPS_FREE, and one more for every DATASET_GROUP_RETURNS returns) is passed
 * over.  Then every set and column is brought into the order of the groups, in place; inside a group the
 * order stays as it was.
 *
 *     dataset_order_none(arena, d);     // one group of all
 *     dataset_order_arrange(arena, d);  // after routing
 */
#ifndef SHUKEI_ENGINE_TABULATION_DATASET_ORDER_H
#define SHUKEI_ENGINE_TABULATION_DATASET_ORDER_H

#include "engine/tabulation/dataset.h"

enum { DATASET_GROUPS_FREE = 1024, DATASET_GROUP_RETURNS = 1024 };

void dataset_order_none(struct arena *arena, struct dataset *d);
void dataset_order_arrange(struct arena *arena, struct dataset *d);

#endif
