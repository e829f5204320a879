/* Years of Japanese eras in running text, and the Western years that belong beside them. */
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/reference.h"
#include "reports/inspect/inspect_words.h"

#include <ctype.h>
#include <string.h>

static bool has_western_year(const char *text) {
    size_t digits = 0;
    for (;; text++) {
        if (isdigit((unsigned char)*text)) {
            digits++;
            continue;
        }
        if (digits == 4 && (text[-4] == '1' || text[-4] == '2'))
            return true;
        digits = 0;
        if (!*text)
            return false;
    }
}

/* A digit, half or full width; moves past it. */
static bool digit(const char **at, int *value) {
    const char *next = *at;
    uint32_t code = utf8_next(&next);
    code = code >= 0xFF10 && code <= 0xFF19 ? code - 0xFF10 + '0' : code;
    if (code < '0' || code > '9')
        return false;
    *value = (int)(code - '0');
    *at = next;
    return true;
}

/* "5", "元", "３０"; 0: no year. */
static int year_of_era(const char **at) {
    static const char first[] = "元";
    int year = 0, next;
    if (strncmp(*at, first, strlen(first)) == 0) {
        *at += strlen(first);
        return 1;
    }
    for (int digits = 0; digits < 2 && digit(at, &next); digits++)
        year = 10 * year + next;
    return year;
}

/* What stands at `at`: "令和5年度" gives 2023 and where it ends; 0: no year of an era. */
static int western_year(const struct reference *r, const char *at, const char **end) {
    for (size_t i = 0; i < r->era_count; i++) {
        size_t length = strlen(r->eras[i].name);
        if (strncmp(at, r->eras[i].name, length) != 0)
            continue;
        *end = at + length;
        int year = year_of_era(end);
        return year ? r->eras[i].year + year - 1 : 0;
    }
    return 0;
}

/* "R5.10", "H30年度"; "S1" alone is as likely a code. */
static bool is_era_letter(const char *text) {
    if (!*text || !strchr("RHSTM", *text) || !isdigit((unsigned char)text[1]))
        return false;
    const char *at = text + 1;
    while (isdigit((unsigned char)*at))
        at++;
    return (at - text) <= 3 && (strncmp(at, "年", strlen("年")) == 0 ||
                                ((*at == '.' || *at == '/') && isdigit((unsigned char)at[1])));
}

bool inspect_is_era_only(const char *text) {
    struct fault ignored = {0};
    const struct reference *r = reference_get(&ignored);
    const char *end;
    if (!r || has_western_year(text))
        return false;
    for (const char *at = text; *at; at++)
        if (western_year(r, at, &end))
            return true;
    return is_era_letter(text);
}

const char *inspect_with_western_years(struct arena *arena, const char *text) {
    static const char year_word[] = "年";
    struct fault ignored = {0};
    const struct reference *r = reference_get(&ignored);
    if (!r || !inspect_is_era_only(text))
        return text;
    struct strbuf b = {0};
    strbuf_add(&b, "");
    for (const char *at = text; *at;) {
        const char *end = at;
        int year = western_year(r, at, &end);
        if (!year) {
            strbuf_char(&b, *at++);
            continue;
        }
        bool said = strncmp(end, year_word, strlen(year_word)) == 0;
        end += said ? strlen(year_word) : 0;
        strbuf_add_bytes(&b, at, (size_t)(end - at));
        strbuf_printf(&b, "（%d年）", year);
        at = end;
    }
    const char *with = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return with;
}
