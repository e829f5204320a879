/* pdf_print: a document as a PDF file, laid out in the document's own language. */
#ifndef SHUKEI_REPORTS_PDF_PDF_PRINT_H
#define SHUKEI_REPORTS_PDF_PDF_PRINT_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"
#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "reports/model/document.h"

/* Its stages, for the plan of whoever prints (engine/base/stages.h); it begins them itself. */
#define PDF_PRINT_STAGES                                                                                     \
    {N_("setting out the pages"), 6}, {                                                                      \
        N_("finishing the PDF"), 3                                                                           \
    }

/* Characters that no font has are said on stderr, unless quiet. */
bool pdf_print(struct arena *arena, const struct document *document, bool quiet, const char *path,
               struct fault *f) FAULT_CHECKED;

#endif
