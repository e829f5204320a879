/*
 * expr_lex: the words of an expression.
 *
 * A word is a run of letters, digits, "_", "-" and "." in any script; a string stands in "…", “…” or 「…」.
 * Full-width signs (＝ ≠ ≧ （ ） 、) count as their ASCII fellows, because staff type with a Japanese input
 * method.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_EXPR_LEX_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_EXPR_LEX_H

#include "engine/questionnaire/expr.h"

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_STRING,
    TOKEN_RELATION,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_TIMES
};

struct token {
    enum token_kind kind;
    const char *text;            /* word or string; of others, as written */
    enum expr_relation relation; /* TOKEN_RELATION */
    size_t column;               /* in characters, from 1 */
};

struct expr_lex {
    struct arena *arena;
    const char *at;
    size_t column;
};

/* Reads the next token; a fault names the column. */
bool expr_lex_next(struct expr_lex *lex, struct token *out, struct fault *f) FAULT_CHECKED;

/* Whether the text can stand as one word that is an id (no "."). */
bool expr_lex_is_word(const char *text);

/* Whether the language uses the word itself (and, not, has, answered, channel, ...). */
bool expr_lex_is_reserved(const char *word);

#endif
