/*
 * strbuf: text that grows.  Lives on the heap (unlike arena strings) because it is rewritten often; `strbuf_end`
 * frees it.  `text` is always NUL-terminated and never NULL after the first append.  Start with
 * `struct strbuf b = {0};`.
 */
#ifndef SHUKEI_ENGINE_BASE_STRBUF_H
#define SHUKEI_ENGINE_BASE_STRBUF_H

#include <stddef.h>

struct strbuf {
    char *text;
    size_t length, capacity; /* bytes; capacity counts the final NUL */
};

void strbuf_add(struct strbuf *b, const char *text);
void strbuf_add_bytes(struct strbuf *b, const void *bytes, size_t count);
void strbuf_char(struct strbuf *b, char c);
void strbuf_printf(struct strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strbuf_clear(struct strbuf *b); /* keeps the memory */
void strbuf_end(struct strbuf *b);

#endif
