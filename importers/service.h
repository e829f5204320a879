/*
 * service: the ways of the services that make web forms: Google Forms, LimeSurvey, KoboToolbox, REDCap.
 *
 * Their exports are ordinary tables; what differs is how headings are spelt, which columns are about the
 * answer and not of it, and what stands in a cell.  All of that is data (data/reference/services.json, whose
 * keys data/README.md explains); a new service is an entry there and a row in importers/service_formats.c.
 *
 *     signs      headings by which an export is recognised, each with a weight
 *     columns    what the service's own columns mean: a field of the return, or nothing
 *     status     columns that tell that a respondent did not finish
 *     headings, cells   rewriting: how the service spells what the rest of the program spells otherwise
 *
 * A rewriting is a pattern and one or several texts: `*` stands for anything, `#` for digits (leading zeros
 * dropped), $1 $2 ... for what they stood for; letters match in either case.  The texts are offered one by
 * one, for every way in which the pattern fits, until one is understood: so "q/4" may be tried as a path of
 * groups, and 8/12/2022 first as the 12th of August, without anything being decided here.  A rewriting marked
 * `always` goes before the reading as written, the others come after it has failed.
 *
 * Loaded once per process and kept until its end.
 */
#ifndef SHUKEI_IMPORTERS_SERVICE_H
#define SHUKEI_IMPORTERS_SERVICE_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"
#include "engine/response/finding.h"

struct service;

/* Whatever is wrong with the file of services is a fault; an id that is not in it, too. */
const struct service *service_get(const char *id, struct fault *f) FAULT_CHECKED;

/* The service whose export these headings are, or NULL. */
bool service_recognise(struct arena *scratch, const char *const *headings, size_t count,
                       const struct service **out, struct fault *f) FAULT_CHECKED;

/* Whether they are those of the service with this id; what is wrong with the file is told when it is used. */
bool service_recognises(struct arena *scratch, const char *id, const char *const *headings, size_t count);

const char *service_id(const struct service *service);
const char *service_name(const struct service *service);    /* "Google Forms" */
const char *service_channel(const struct service *service); /* by which its returns come in, or NULL: by several */
bool service_open_words(const struct service *service); /* words of `other` options stand without its name */
int service_hours_ahead(
    const struct service *service); /* of the returns' clock, where times are without zone */
bool service_words_tick(const struct service *service); /* words beside an option are its tick */

/* Whether the column is the service's own; *field: what it tells, or -1. */
bool service_column(struct arena *scratch, const struct service *service, const char *heading, int *field);

/* Where texts are rewritten. */
enum service_place {
    SERVICE_HEADING,
    SERVICE_OPTION, /* a cell in an option's own column */
    SERVICE_ANSWER, /* a cell that holds the whole answer to a question that is counted by option */
    SERVICE_OTHER,  /* any other cell: numbers, words, fields */
    SERVICE_RECEIVED,
    SERVICE_PLACES,
};

/* Offers the texts that `text` may stand for until `understood` returns true; that one, or NULL. */
typedef bool service_understood(void *data, const char *text);
const char *service_rewrite(struct arena *arena, const struct service *service, enum service_place place,
                            bool always, const char *text, service_understood *understood, void *data);

/* A column that tells whether the respondent finished. */
struct service_status {
    const char *heading;       /* pattern */
    const char *const *values; /* that mean: not finished */
    size_t value_count;
    enum rule_severity severity;
};
const struct service_status *service_status(struct arena *scratch, const struct service *service,
                                            const char *heading);
bool service_unfinished(struct arena *scratch, const struct service_status *status, const char *cell);

#endif
