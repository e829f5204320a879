#include "engine/base/fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts a text that was truncated by vsnprintf back to a whole UTF-8 character. */
static void trim_partial_character(char *text) {
    size_t length = strlen(text);
    size_t start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (length - (start - 1) < needed)
        text[start - 1] = '\0';
}

static bool set(struct fault *f, enum fault_kind kind, const char *format, va_list args) {
    if (f->kind != FAULT_NONE)
        return false;
    f->kind = kind;
    vsnprintf(f->text, sizeof f->text, format, args);
    trim_partial_character(f->text);
    return false;
}

bool fault_set(struct fault *f, const char *format, ...) {
    va_list args;
    va_start(args, format);
    set(f, FAULT_FAILED, format, args);
    va_end(args);
    return false;
}

bool fault_usage(struct fault *f, const char *format, ...) {
    va_list args;
    va_start(args, format);
    set(f, FAULT_USAGE, format, args);
    va_end(args);
    return false;
}

bool fault_errno(struct fault *f, const char *what) {
    return fault_set(f, "%s: %s", what, strerror(errno));
}

bool fault_context(struct fault *f, const char *format, ...) {
    char context[512], whole[sizeof f->text];
    va_list args;
    va_start(args, format);
    vsnprintf(context, sizeof context, format, args);
    va_end(args);
    trim_partial_character(context);
    size_t before = strlen(context), after = strlen(f->text);
    if (after > sizeof whole - before - 3)
        after = sizeof whole - before - 3;
    memcpy(whole, context, before);
    memcpy(whole + before, ": ", 2);
    memcpy(whole + before + 2, f->text, after);
    whole[before + 2 + after] = '\0';
    trim_partial_character(whole);
    memcpy(f->text, whole, before + after + 3);
    if (f->kind == FAULT_NONE)
        f->kind = FAULT_FAILED;
    return false;
}

void fault_clear(struct fault *f) {
    *f = (struct fault){.kind = FAULT_NONE};
}

int fault_exit_code(const struct fault *f) {
    return f->kind == FAULT_NONE ? 0 : f->kind == FAULT_USAGE ? 2 : 1;
}
