/*
 * expr_parser: the state of reading one expression, shared by expr_parse.c (conditions) and expr_sum.c
 * (arithmetic); no one else includes this.
 *
 * `now` is the token not yet consumed.  Functions that return a node give NULL on a fault, which names the
 * column.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_EXPR_PARSER_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_EXPR_PARSER_H

#include "engine/questionnaire/expr_resolve.h"

struct expr_parser {
    struct arena *arena;
    const struct questionnaire *q;
    struct expr_lex lex;
    struct token now;
    size_t depth, nodes;
};

bool expr_parser_advance(struct expr_parser *p, struct fault *f) FAULT_CHECKED;
bool expr_parser_at(const struct expr_parser *p, const char *word);
bool expr_parser_unexpected(const struct expr_parser *p, const char *wanted, struct fault *f); /* false */
bool expr_parser_expect(struct expr_parser *p, enum token_kind kind, const char *wanted,
                        struct fault *f) FAULT_CHECKED;
struct expr *expr_parser_node(struct expr_parser *p, enum expr_op op, struct fault *f) FAULT_CHECKED;

/* Whether what stands here is arithmetic: a number, sum(...), or a question with a number or a day that is
 * added to, or compared with another question.  Looks ahead; consumes nothing. */
bool expr_sum_begins(const struct expr_parser *p);
/* a + b <= 2 * c - 1 */
struct expr *expr_sum_parse(struct expr_parser *p, struct fault *f) FAULT_CHECKED;

#endif
