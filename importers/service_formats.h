/*
 * service_formats: the exports of form services as formats of their own.
 *
 * They are text tables (importers/csv.h) under headings of a service (importers/service.h); which one is told
 * by the headings in the first rows.  A workbook or a text table named with --as is read as what it is.
 */
#ifndef SHUKEI_IMPORTERS_SERVICE_FORMATS_H
#define SHUKEI_IMPORTERS_SERVICE_FORMATS_H

#include "importers/importer.h"

extern const struct importer google_importer, limesurvey_importer, kobo_importer, redcap_importer,
    surveymonkey_importer, kintone_importer;

#endif
