#include "engine/base/strbuf.h"

#include "engine/base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void grow(struct strbuf *b, size_t needed) {
    size_t capacity = b->capacity ? b->capacity : 128;
    while (capacity < needed)
        capacity *= 2;
    b->text = realloc(b->text, capacity);
    if (!b->text)
        arena_out_of_memory();
    b->capacity = capacity;
}

static inline void reserve(struct strbuf *b, size_t more) {
    size_t needed = b->length + more + 1;
    if (needed < more)
        arena_out_of_memory();
    if (needed > b->capacity)
        grow(b, needed);
}

void strbuf_add_bytes(struct strbuf *b, const void *bytes, size_t count) {
    reserve(b, count);
    if (count)
        memcpy(b->text + b->length, bytes, count);
    b->length += count;
    b->text[b->length] = '\0';
}

void strbuf_add(struct strbuf *b, const char *text) {
    strbuf_add_bytes(b, text, strlen(text));
}

void strbuf_char(struct strbuf *b, char c) {
    reserve(b, 1);
    b->text[b->length++] = c;
    b->text[b->length] = '\0';
}

void strbuf_printf(struct strbuf *b, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return;
    reserve(b, (size_t)length);
    va_start(args, format);
    vsnprintf(b->text + b->length, (size_t)length + 1, format, args);
    va_end(args);
    b->length += (size_t)length;
}

void strbuf_clear(struct strbuf *b) {
    b->length = 0;
    if (b->text)
        b->text[0] = '\0';
}

void strbuf_end(struct strbuf *b) {
    free(b->text);
    *b = (struct strbuf){0};
}
