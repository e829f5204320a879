#include "reports/pdf/pdf_print.h"

#include "engine/base/lang.h"
#include "reports/model/layout.h"
#include "reports/pdf/pdf_canvas.h"

#include <stdio.h>

bool pdf_print(struct arena *arena, const struct document *document, bool quiet, const char *path,
               struct fault *f) {
    const struct pdf_info info = {document->title,    document->author, document->subject,
                                  document->keywords, document->lang,   document->created};
    struct pdf *pdf = pdf_create(&info, f);
    if (!pdf)
        return false;
    struct document_pages pages;
    stages_next();
    const char *before = lang_enter(document->lang);
    bool laid = document_layout(arena, document, pdf_canvas(pdf), &pages, f);
    lang_enter(before);
    if (!laid) { /* nothing is drawn yet: once more, to complain in the language of the interface */
        fault_clear(f);
        laid = document_layout(arena, document, pdf_canvas(pdf), &pages, f);
    }
    stages_next();
    const bool done = laid && pdf_finish(pdf, path, f);
    stages_aside();
    if (done && pdf_warning(pdf) && !quiet)
        fprintf(stderr, "shukei: %s\n", pdf_warning(pdf));
    pdf_destroy(pdf);
    return done;
}
