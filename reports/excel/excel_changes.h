/*
 * excel_changes: one sheet of what changed since earlier waves, as `compare` has it (engine/waves/comparison.h).
 *
 * A row per concept on its common base; n and percentage of every wave, then every difference that `compare` takes,
 * in points with its interval and adjusted p.  What cannot be compared stands there empty, with the reason.  Up to four
 * waves are also drawn, as grouped bars.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_CHANGES_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_CHANGES_H

#include "engine/waves/comparison.h"
#include "reports/excel/excel_page.h"

const char *excel_changes_title(void);
void excel_changes_write(struct arena *arena, const struct excel_page *page,
                         const struct comparison *comparison, const lxw_worksheet *back);

#endif
