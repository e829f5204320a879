/*
 * row_job: one record on its way to a response; shared by the files that implement importers/import_row.h.
 *
 *     import_row.c   the row, and the answers in it
 *     row_fields.c   sheet number, day, association, ... and where they are remembered
 *     row_service.c  what a form service tells of the row besides
 *
 * The job lives as long as the reading of one record; everything read is in `scratch`.
 */
#ifndef SHUKEI_IMPORTERS_ROW_JOB_H
#define SHUKEI_IMPORTERS_ROW_JOB_H

#include "importers/day_order.h"
#include "importers/import_row.h"
#include "importers/service.h"

enum { ROW_REMEMBERED = 256 };

/* Fields repeat from row to row: 41 associations, some fifty days.  What a cell became is remembered by its
 * text. */
struct row_remembered {
    const char *written, *value; /* value NULL: it was not understood */
};

struct import_row {
    struct arena *arena;
    const struct questionnaire *q;
    const struct spellings *spellings;
    const struct columns *columns;
    const char *channel;
    const struct service *service;                /* or NULL */
    const struct service_status *const *statuses; /* by column, NULL for most; NULL without a service */
    enum day_order day_order;                     /* of days such as 05/10/2025 */
    bool *plain_tick_is_parents;                  /* by question: implied, and counted by option */
    struct row_remembered memory[FIELD_COUNT][ROW_REMEMBERED];
};

struct row_job {
    struct arena *scratch;
    struct import_row *row;
    const struct record *record;
    struct finding where;
    struct findings *out;
};

const char *row_job_cell(const struct row_job *job, int column);

/* The cell without what only the service writes in it. */
const char *row_job_plain(const struct row_job *job, enum service_place place, const char *written);

void row_job_report(const struct row_job *job, const char *rule, enum rule_severity severity,
                    const char *value, const char *message, const char *suggestion);

void row_fields_read(const struct row_job *job, struct response *response);

/* Whether the respondent finished. */
void row_service_status(const struct row_job *job);
const struct service_status *const *row_service_statuses(struct arena *arena, const struct columns *columns);

/* Routing, and what the service did not show though it was to be asked. */
void row_service_route(const struct row_job *job, struct response *response);

#endif
