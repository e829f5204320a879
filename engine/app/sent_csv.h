/*
 * sent_csv: how many questionnaires were sent, from a CSV file with a heading row.
 *
 * Columns: association (協会), prefecture (都道府県), count (送付数), in any order; one of the first two may
 * be missing.  UTF-8, or CP932 as a Japanese Excel saves it.  Prefectures and associations may be written in
 * any of their usual ways.  A row that cannot be read, or that says the same place twice, is a fault that
 * names it: counts that silently miss a row would make every response rate wrong.
 */
#ifndef SHUKEI_ENGINE_APP_SENT_CSV_H
#define SHUKEI_ENGINE_APP_SENT_CSV_H

#include "engine/questionnaire/questionnaire.h"

/* The same of bytes that are in memory; `name` for messages. */
bool sent_csv_parse(struct arena *arena, const char *name, const char *bytes, size_t length,
                    struct sent_count **sent, size_t *count, struct fault *f) FAULT_CHECKED;
bool sent_csv_read(struct arena *arena, const char *path, struct sent_count **sent, size_t *count,
                   struct fault *f) FAULT_CHECKED;

#endif
