/*
 * sheet_name: what people call a return: the number that is written on its sheet.
 *
 * A return's own number (ret.id) counts what comes into the store; commands and files go by it, and on a screen it would be a
 * second number beside the one on the paper.  So every screen, and every sentence for one, names a return in one way:
 *
 *     sheet 12                                   票番号 12
 *     no sheet number (received as 3)            票番号なし（受付 3）
 *
 * templates/web/words.js says the same (sheetName) where a list comes with number and sheet.
 */
#ifndef SHUKEI_ENGINE_STORE_SHEET_NAME_H
#define SHUKEI_ENGINE_STORE_SHEET_NAME_H

#include "engine/store/store.h"

/* sheet: or NULL. */
const char *sheet_name(struct arena *arena, const char *sheet, long ret);

/* *sheet: NULL when it has none. */
bool sheet_number_of(struct store *store, struct arena *arena, long ret, const char **sheet,
                     struct fault *f) FAULT_CHECKED;
/* Of a return by its number; one that is not there has no sheet number. */
bool sheet_name_of(struct store *store, struct arena *arena, long ret, const char **name,
                   struct fault *f) FAULT_CHECKED;

#endif
