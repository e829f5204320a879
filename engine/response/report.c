#include "engine/response/report.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/response/message.h"

const char *report_question_name(struct arena *arena, const struct question *question) {
    const char *label = question->label ? question->label : question->id;
    if (question->number && *question->number)
        return arena_printf(arena, "%s %s", question->number, label);
    if (question->group_label) /* two matrices may have a row of the same name */
        return arena_printf(arena, "%s %s", question->group_label, label);
    return label;
}

const char *report_quote(struct arena *arena, const char *cell) {
    enum { QUOTED = 60 };
    const char *end = cell;
    for (int i = 0; i < QUOTED && *end; i++)
        utf8_next(&end);
    char *quote = arena_printf(arena, "%.*s%s", (int)(end - cell), cell, *end ? "…" : "");
    for (char *at = quote; *at; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
    return quote;
}

void report_finding(struct findings *out, const struct finding *where, const struct question *question,
                    struct finding what, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *message = message_vmake(out->arena, format, args);
    va_end(args);
    what.question = question ? (int)question->position : -1;
    if (question)
        message = message_make(out->arena, N_("%s: %s"), report_question_name(out->arena, question),
                               message_part(out->arena, message));
    finding_say(out->arena, &what, message, what.suggestion);
    if (where) {
        what.file = where->file;
        what.row = where->row;
        what.return_id = where->return_id;
    }
    finding_add(out, what);
}
