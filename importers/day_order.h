/*
 * day_order: whether 05/10/2025 in a form service's export is the 5th of October or the 10th of May.
 *
 * A service writes days as its owner's country does, and says nowhere which.  All days of one file are written alike,
 * so the file is read once before its rows are: a first number above 12 says that the day comes first, a second one
 * that the month does.  A file in which no day tells is DAY_ORDER_UNKNOWN: its days are read as the service's own rules
 * say (importers/service.h), with a finding.  2025/10/05, as Japanese forms write it, is never in doubt.
 */
#ifndef SHUKEI_IMPORTERS_DAY_ORDER_H
#define SHUKEI_IMPORTERS_DAY_ORDER_H

#include "importers/import_run.h"

enum day_order { DAY_ORDER_UNKNOWN, DAY_ORDER_MONTH_FIRST, DAY_ORDER_DAY_FIRST };

/* Opens the source anew; columns: as import_start gave them. */
bool day_order_find(const struct import_setup *setup, const struct importer *importer,
                    const struct source *source, const struct columns *columns, enum day_order *order,
                    struct fault *f) FAULT_CHECKED;

/* "2025/10/5 09:12" for "05/10/2025 09:12"; NULL when it is written otherwise, or may be either. */
const char *day_order_rewrite(struct arena *arena, enum day_order order, const char *written);
bool day_order_doubtful(enum day_order order, const char *written);

#endif
