/* case_document: the list on paper: an overview, then a section (and bookmark) per area, with the kinds as headings in it. */
#ifndef SHUKEI_REPORTS_CASES_CASE_DOCUMENT_H
#define SHUKEI_REPORTS_CASES_CASE_DOCUMENT_H

#include "reports/cases/case_list.h"
#include "reports/model/document.h"

const struct document *case_document_make(struct arena *arena, const struct case_list *list);

#endif
