/* inspect_print: a report of inspect.h for people and for machines. */
#ifndef SHUKEI_REPORTS_INSPECT_INSPECT_PRINT_H
#define SHUKEI_REPORTS_INSPECT_INSPECT_PRINT_H

#include "engine/app/command.h"
#include "reports/inspect/inspect.h"

bool inspect_print(struct arena *arena, const struct inspect_report *report, enum output_format format,
                   const char *path, struct fault *f) FAULT_CHECKED;

#endif
