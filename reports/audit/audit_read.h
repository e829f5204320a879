/*
 * audit_read: a file as a draft, whatever kind of file it is.
 *
 *   .pdf          its text, by the tool pdftotext (Debian: poppler-utils), which keeps columns apart by spaces
 *   .csv .tsv     rows of one table
 *   .docx         a Word document: a paragraph or a table's row is a line
 *   .xlsx .xlsm   rows of every visible sheet
 *   .json         published figures (data/published/README.md) or the tables of `tabulate --format json`, as rows
 *   anything else text or Markdown, UTF-8 or Shift_JIS
 *
 * The contents decide before the name does.  Lines are those of the file; of a table its rows; of a PDF the lines of its text; of a Word document its
 * paragraphs.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_READ_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_READ_H

#include "reports/audit/audit_draft.h"

const struct audit_draft *audit_read(struct arena *arena, const struct audit_words *w, const char *path,
                                     struct fault *f) FAULT_CHECKED;

/* A JSON file's figures as rows; NULL without a fault when it holds none that are known. */
const struct audit_draft *audit_read_figures(struct arena *arena, const struct audit_words *w,
                                             const char *text, size_t length, const char *name,
                                             struct fault *f);

/* The text of a PDF; NULL on a fault. */
char *audit_read_pdf(struct arena *arena, const char *path, size_t *length, struct fault *f) FAULT_CHECKED;

#endif
