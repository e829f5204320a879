/*
 * exchange_line: the lines of a bundle (engine/store/exchange.h), from bytes to structs.
 *
 * exchange_lines walks the lines of a file and keeps the running digest; exchange_line_* make sense of one
 * that was parsed. Every complaint names what is wrong by its JSON pointer; the caller adds the line's
 * number.
 */
#ifndef SHUKEI_IMPORTERS_EXCHANGE_LINE_H
#define SHUKEI_IMPORTERS_EXCHANGE_LINE_H

#include "engine/base/json.h"
#include "engine/store/exchange.h"
#include "importers/importer.h"

#include <sodium.h>

enum { EXCHANGE_LINE_MAX = 16 << 20 };

struct exchange_lines {
    const struct source *source;
    size_t at, number, forgotten;            /* number: of the line just read, from 1 */
    crypto_generichash_state digest, before; /* of all bytes read; of those before this line */
};
void exchange_lines_begin(struct exchange_lines *lines, const struct source *source);
/* 1: a line (*json in the arena), 0: the end, -1: a fault.  A line without its line end is a fault: the file
 * was cut. */
int exchange_lines_next(struct exchange_lines *lines, struct arena *arena, const struct json **json,
                        struct fault *f);

struct exchange_header {
    const char *survey;
    const struct questionnaire **templates;
    size_t template_count, newest;
    long returns;
    bool with_text, with_identity;
};
bool exchange_line_header(struct arena *arena, const struct json *line, struct exchange_header *out,
                          struct fault *f) FAULT_CHECKED;
bool exchange_line_source(const struct json *line, struct arena *arena, struct exchange_source *out,
                          struct fault *f) FAULT_CHECKED;
bool exchange_line_return(struct arena *arena, const struct exchange_header *header, const struct json *line,
                          struct exchange_return *out, struct fault *f) FAULT_CHECKED;

/* The last line: whether all that was sent has come. */
bool exchange_line_end(const struct exchange_lines *lines, const struct json *line, long returns,
                       struct fault *f) FAULT_CHECKED;

/* An answer as a bundle has it. */
bool exchange_answer(struct arena *arena, const struct question *question, const struct json *node,
                     struct answer *out, struct fault *f) FAULT_CHECKED;

#endif
