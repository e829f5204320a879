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
