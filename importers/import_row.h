/*
 * import_row: from one record under known columns to one response, with what is doubtful about it.
 *
 * Prepared once per file; then `import_row_read` per record, all in a scratch arena that is reset after each.
 * Short rows are empty at the end.  A cell where no heading is, or a row that is longer than the headings or
 * was cut off, is a finding: nothing that was written is passed over in silence.
 *
 * Where a question nested in an option has a column and the option itself has none (columns.h: implied), an
 * answer to the nested question ticks the option; a bare ○ there ticks the option and answers nothing more.
 *
 * After reading: routing (response_route), then the rules (check_response).
 */
#ifndef SHUKEI_IMPORTERS_IMPORT_ROW_H
#define SHUKEI_IMPORTERS_IMPORT_ROW_H

#include "engine/response/finding.h"
#include "engine/response/normalise.h"
#include "engine/response/response.h"
#include "importers/columns.h"
#include "importers/day_order.h"
#include "importers/importer.h"

struct import_row;

/* Everything handed in must outlive the result.  channel: for rows that do not say, or NULL. */
struct import_row *import_row_prepare(struct arena *arena, const struct questionnaire *q,
                                      const struct spellings *spellings, const struct columns *columns,
                                      const char *channel);

/* What is known of the file's days; without this they are DAY_ORDER_UNKNOWN. */
void import_row_days(struct import_row *row, enum day_order order);

/* out->arena: where the findings go.  file: named in them. */
struct response *import_row_read(struct arena *scratch, struct import_row *row, const struct record *record,
                                 const char *file, struct findings *out);

#endif
