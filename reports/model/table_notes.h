/* table_notes: what must be said under a table so that its numbers are not misread. */
#ifndef SHUKEI_REPORTS_MODEL_TABLE_NOTES_H
#define SHUKEI_REPORTS_MODEL_TABLE_NOTES_H

#include "reports/model/table.h"

/* In the language in force.  table_notes reads the finished rows and columns of t and fills notes and
 * note_count. */
void table_notes(struct arena *arena, const struct cube *cube, const struct question *question,
                 const struct table_options *options, struct table *t);
void table_notes_of_set(struct arena *arena, struct table_set *set);

/* One more; its code is for programs, and never changed. */
void table_notes_add(struct arena *arena, struct table *t, const char *code, const char *text);

#endif
