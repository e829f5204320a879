#include "reports/audit/audit_commas.h"

#include <stddef.h>
#include <string.h>

static size_t separators(const char *line) {
    size_t count = 0;
    bool quoted = false;
    for (; *line; line++) {
        quoted ^= *line == '"';
        count += *line == ',' && !quoted;
    }
    return quoted ? 0 : count;
}

bool audit_commas(const char *heading, const char *line) {
    size_t count = separators(heading);
    return count >= 2 && count == separators(line) && !strpbrk(heading, "0123456789\t|") &&
           !strstr(heading, ", ") && !strstr(line, "。");
}

void audit_commas_split(char *line) {
    char *to = line;
    bool quoted = false;
    for (const char *at = line; *at; at++) {
        if (*at == '"')
            quoted = !quoted;
        else
            *to++ = *at == ',' && !quoted ? '\t' : *at;
    }
    *to = '\0';
}
