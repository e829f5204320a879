#include "engine/questionnaire/expr_lex.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <string.h>
#include <utf8proc.h>

static const uint32_t NO_QUOTE = 0xFFFFFFFF;

static bool is_id_char(uint32_t code) {
    if (code < 0x80)
        return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
               code == '_' || code == '-';
    if (code == 0x30FB || code == 0x30FC) /* ・ ー stand inside Japanese words */
        return true;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

static bool is_word_char(uint32_t code) {
    return is_id_char(code) || code == '.' || code == 0xFF0E;
}

bool expr_lex_is_word(const char *text) {
    if (!*text)
        return false;
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        if (!is_id_char(code))
            return false;
    return true;
}

bool expr_lex_is_reserved(const char *word) {
    static const char *const words[] = {
        "and",     "or",          "not",   "in",       "has",       "any",     "all",  "contains",
        "true",    "false",       "ticks", "answered", "no_answer", "invalid", "none", "not_applicable",
        "channel", "association", "sheet", "received"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

static const struct sign {
    uint32_t code;
    enum token_kind kind;
    enum expr_relation relation;
    bool may_equal; /* "=" may follow and makes it the next relation */
} signs[] = {
    {'(', TOKEN_OPEN, 0, false},
    {0xFF08, TOKEN_OPEN, 0, false},
    {')', TOKEN_CLOSE, 0, false},
    {0xFF09, TOKEN_CLOSE, 0, false},
    {',', TOKEN_COMMA, 0, false},
    {0xFF0C, TOKEN_COMMA, 0, false},
    {0x3001, TOKEN_COMMA, 0, false},
    {'+', TOKEN_PLUS, 0, false},
    {0xFF0B, TOKEN_PLUS, 0, false},
    {0x2212, TOKEN_MINUS, 0, false}, /* "-" is a word's sign: it stands in ids */
    {0xFF0D, TOKEN_MINUS, 0, false},
    {'*', TOKEN_TIMES, 0, false},
    {0xFF0A, TOKEN_TIMES, 0, false},
    {0xD7, TOKEN_TIMES, 0, false},
    {'=', TOKEN_RELATION, RELATION_EQ, false},
    {0xFF1D, TOKEN_RELATION, RELATION_EQ, false},
    {0x2260, TOKEN_RELATION, RELATION_NE, false},
    {'<', TOKEN_RELATION, RELATION_LT, true},
    {0xFF1C, TOKEN_RELATION, RELATION_LT, true},
    {0x2264, TOKEN_RELATION, RELATION_LE, false},
    {0x2266, TOKEN_RELATION, RELATION_LE, false},
    {'>', TOKEN_RELATION, RELATION_GT, true},
    {0xFF1E, TOKEN_RELATION, RELATION_GT, true},
    {0x2265, TOKEN_RELATION, RELATION_GE, false},
    {0x2267, TOKEN_RELATION, RELATION_GE, false},
};

static uint32_t closing_quote(uint32_t code) {
    switch (code) {
    case '"':
        return '"';
    case 0x201C:
        return 0x201D;
    case 0x300C:
        return 0x300D;
    case 0x300E:
        return 0x300F;
    default:
        return NO_QUOTE;
    }
}

static uint32_t peek(const struct expr_lex *lex) {
    const char *at = lex->at;
    return utf8_next(&at);
}

static uint32_t take(struct expr_lex *lex) {
    lex->column++;
    return utf8_next(&lex->at);
}

static bool read_string(struct expr_lex *lex, uint32_t close, struct token *out, struct fault *f) {
    take(lex);
    const char *start = lex->at;
    while (*lex->at && peek(lex) != close)
        take(lex);
    if (!*lex->at)
        return fault_set(f, _("column %zu: the quotation is not closed"), out->column);
    out->kind = TOKEN_STRING;
    out->text = arena_strndup(lex->arena, start, (size_t)(lex->at - start));
    take(lex);
    return true;
}

static void read_word(struct expr_lex *lex, struct token *out) {
    const char *start = lex->at;
    while (*lex->at && is_word_char(peek(lex)))
        take(lex);
    out->kind = TOKEN_WORD;
    out->text = arena_strndup(lex->arena, start, (size_t)(lex->at - start));
}

static bool is_equals(uint32_t code) {
    return code == '=' || code == 0xFF1D;
}

static bool read_sign(struct expr_lex *lex, struct token *out, struct fault *f) {
    const char *start = lex->at;
    uint32_t code = take(lex);
    if ((code == '!' || code == 0xFF01) && is_equals(peek(lex))) {
        take(lex);
        out->kind = TOKEN_RELATION;
        out->relation = RELATION_NE;
        out->text = "!=";
        return true;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i].code != code)
            continue;
        out->kind = signs[i].kind;
        out->relation = signs[i].relation;
        if (signs[i].may_equal && is_equals(peek(lex))) {
            take(lex);
            out->relation++; /* < becomes <=, > becomes >= */
        }
        out->text = arena_strndup(lex->arena, start, (size_t)(lex->at - start));
        return true;
    }
    const char *bad = arena_strndup(lex->arena, start, (size_t)(lex->at - start));
    return fault_set(f, _("column %zu: \"%s\" cannot stand in an expression"), out->column, bad);
}

bool expr_lex_next(struct expr_lex *lex, struct token *out, struct fault *f) {
    while (*lex->at && utf8_space(peek(lex)))
        take(lex);
    *out = (struct token){.kind = TOKEN_END, .text = "", .column = lex->column};
    if (!*lex->at)
        return true;
    uint32_t code = peek(lex), close = closing_quote(code);
    if (close != NO_QUOTE)
        return read_string(lex, close, out, f);
    if (is_word_char(code)) {
        read_word(lex, out);
        return true;
    }
    return read_sign(lex, out, f);
}
