/*
 * trace_canvas: what was drawn, one readable line per operation, for tests.
 *
 * Numbers are rounded to a tenth of a point, and text has fixed widths (full-width characters one em, others
 * half), so that a trace does not depend on installed fonts:
 *
 *     page 595.3 x 841.9
 *     text 56.7 80.0 bold 14.0 #000000 "調査結果"
 *     rectangle 56.7 100.0 120.0 12.0 #1f77b4
 *
 * The text is the trace's own and lives until trace_destroy or the next drawing.
 */
#ifndef SHUKEI_REPORTS_TEXT_TRACE_CANVAS_H
#define SHUKEI_REPORTS_TEXT_TRACE_CANVAS_H

#include "reports/model/canvas.h"

struct trace;

struct trace *trace_create(void);
struct canvas *trace_canvas(struct trace *trace);
const char *trace_text(const struct trace *trace); /* never NULL */
void trace_destroy(struct trace *trace);           /* NULL is allowed */

/* The fixed width in ems: 1, 0.5 or 0. */
double trace_char_width(uint32_t code);

#endif
