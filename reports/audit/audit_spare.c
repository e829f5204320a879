/* Numbers in names. */
#include "reports/audit/audit_survey.h"

#include <string.h>

static bool has_digit(const char *text) {
    return strpbrk(text, "0123456789") != NULL;
}

/* Tokens of the segment that stand in [from, to), where the name has more than the number and its unit. */
static void spare(struct audit_segment *s, size_t from, size_t to) {
    enum { MORE = 2 }; /* bytes: a sign, or any character of Japanese */
    const int bounds = MARK_AT_LEAST | MARK_UNDER | MARK_AT_MOST | MARK_OVER;
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i];
        bool more = t->end - t->at + MORE <= to - from || t->marks & bounds;
        if (t->digits >= from && t->digits < to && more)
            t->kind = TOKEN_OTHER;
    }
}

static void spare_name(struct audit *a, const char *name) {
    size_t length = strlen(name);
    for (size_t i = 0; i < a->draft->count; i++) {
        struct audit_segment *s = &a->draft->segments[i];
        for (const char *at = s->text; s->token_count && (at = strstr(at, name)) != NULL; at += length) {
            size_t from = (size_t)(at - s->text);
            bool inside =
                (at > s->text && at[-1] >= '0' && at[-1] <= '9') || (at[length] >= '0' && at[length] <= '9');
            if (!inside)
                spare(s, from, from + length);
        }
    }
}

static void spare_names(struct audit *a, const struct audit_names *names) {
    for (size_t i = 0; i < names->count; i++)
        if (has_digit(names->list[i].text))
            spare_name(a, names->list[i].text);
}

void audit_spare_names(struct audit *a) {
    const struct audit_reference *r = a->reference;
    for (size_t i = 0; r && i < r->figure_count; i++)
        spare_names(a, &r->figures[i].names);
    for (size_t i = 0; r && i < r->question_count; i++)
        spare_names(a, &r->questions[i].names);
    for (size_t c = 0; r && c < r->column_count; c++)
        spare_names(a, &r->columns[c].names);
}
