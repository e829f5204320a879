#include "engine/base/text.h"

#include <string.h>

bool text_same(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool text_begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

bool text_ends(const char *text, const char *with) {
    size_t length = strlen(text), tail = strlen(with);
    return length >= tail && strcmp(text + length - tail, with) == 0;
}

bool text_skip(const char **at, const char *prefix) {
    if (!*prefix || !text_begins(*at, prefix))
        return false;
    *at += strlen(prefix);
    return true;
}

void text_skip_blanks(const char **at) {
    *at += strspn(*at, " ");
}

bool text_digit(char c) {
    return c >= '0' && c <= '9';
}

const char *text_lines(struct arena *arena, const char *upper, const char *lower) {
    return upper && lower ? arena_printf(arena, "%s\n%s", upper, lower) : upper ? upper : lower;
}
