#include "reports/excel/excel_lines.h"

#include "reports/model/typeset.h"
#include "reports/text/trace_canvas.h"

const char *excel_lines(struct arena *arena, const char *text, double characters) {
    static const struct typeset_style one = {
        .face = FACE_GOTHIC, .bold = FACE_GOTHIC, .size = 1, .leading = 1};
    struct trace *trace = trace_create(); /* a canvas that measures without fonts */
    const struct typeset_paragraph *p = typeset_break(arena, trace_canvas(trace), &one, text, characters);
    const char *all = "";
    for (size_t i = 0; i < p->line_count; i++) {
        all = i ? arena_printf(arena, "%s\n", all) : all;
        for (size_t r = 0; r < p->lines[i].run_count; r++)
            all = arena_printf(arena, "%s%s", all, p->lines[i].runs[r].text);
    }
    trace_destroy(trace);
    return all;
}
