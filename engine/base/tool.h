/*
 * tool: another program, run within limits, and what it prints.
 *
 *     static const struct tool_limits limits = {.seconds = 20, .clock_ms = 40000, .memory = 1 << 30, .output = 1 << 20};
 *     const char *const words[] = {"pdftotext", "--", path, "-", NULL};
 *     switch (tool_run(words, &limits, &out)) { case TOOL_DONE: ... out.text ... }
 *
 * For files of strangers that a program of its own reads: it can hang, ask for all memory or print without end, and none of that
 * may reach us.  It is found along PATH, reads nothing, its complaints are dropped, and it is over when tool_run returns: ended by
 * itself, or killed.  `out` is cleared first and holds what was printed until then, in every case; it is the caller's to end.
 * What went wrong is for the caller to say: only that knows what the tool was for.
 */
#ifndef SHUKEI_ENGINE_BASE_TOOL_H
#define SHUKEI_ENGINE_BASE_TOOL_H

#include "engine/base/strbuf.h"

struct tool_limits {
    unsigned seconds;  /* of the processor */
    unsigned clock_ms; /* until it must be over */
    size_t memory;     /* bytes of address space */
    size_t output;     /* bytes printed */
};

enum tool_end {
    TOOL_DONE,    /* left with 0 */
    TOOL_MISSING, /* is not on this machine */
    TOOL_FAILED,  /* left with another code, or was killed, as by want of memory */
    TOOL_SLOW,    /* took too long, by the processor or by the clock */
    TOOL_LOUD,    /* printed too much */
};

enum tool_end tool_run(const char *const *words, const struct tool_limits *limits, struct strbuf *out)
    __attribute__((warn_unused_result));

#endif
