/* Arithmetic in expressions: sums of numbers, days and counts of ticks, each times a constant. */
#include "engine/base/lang.h"
#include "engine/questionnaire/expr_parser.h"
#include "engine/response/response.h"

#include <ctype.h>
#include <string.h>

__extension__ typedef __int128 wide; /* the one typedef: the type has no standard name */

enum { TERMS_MAX = 64 };
static const int64_t CONSTANT_MAX = 1000000000000000000;

/* What is being gathered: everything on the left of the relation, with what is on the right taken away. */
struct gathering {
    struct expr_term terms[TERMS_MAX];
    size_t count;
    int64_t constant; /* millionths */
    int64_t days;     /* what the factors of days add up to */
};

/* --- looking ahead --- */

static bool is_minus(const struct token *t) {
    return t->kind == TOKEN_MINUS || (t->kind == TOKEN_WORD && strcmp(t->text, "-") == 0);
}

static bool is_operator(const struct token *t) {
    return t->kind == TOKEN_PLUS || t->kind == TOKEN_TIMES || is_minus(t) ||
           (t->kind == TOKEN_WORD && t->text[0] == '-');
}

static bool is_literal(const struct token *t) {
    return t->kind == TOKEN_WORD &&
           (isdigit((unsigned char)t->text[0]) || (t->text[0] == '-' && isdigit((unsigned char)t->text[1])));
}

static bool is_measured(const struct questionnaire *q, const struct token *t) {
    int question = t->kind == TOKEN_WORD ? questionnaire_find(q, t->text) : -1;
    return question >= 0 &&
           (q->questions[question].kind == QUESTION_NUMBER || q->questions[question].kind == QUESTION_DATE);
}

static bool is_function(const struct token *t, const char *name) {
    return t->kind == TOKEN_WORD && strcmp(t->text, name) == 0;
}

/* Passes over `ticks(q)` or a word; `next` is what stands after it. */
static bool pass_operand(struct expr_lex *lex, bool function, struct token *next) {
    struct fault ignored = {0};
    if (!expr_lex_next(lex, next, &ignored))
        return false;
    if (!function || next->kind != TOKEN_OPEN)
        return !function;
    while (next->kind != TOKEN_CLOSE && next->kind != TOKEN_END)
        if (!expr_lex_next(lex, next, &ignored))
            return false;
    return expr_lex_next(lex, next, &ignored);
}

/* What stands on the right of a relation. */
static bool is_side(const struct questionnaire *q, struct expr_lex *lex) {
    struct token value, next;
    struct fault ignored = {0};
    if (!expr_lex_next(lex, &value, &ignored))
        return false;
    if (is_measured(q, &value) || is_function(&value, "sum") || is_function(&value, "ticks") ||
        is_minus(&value))
        return true;
    return is_literal(&value) && expr_lex_next(lex, &next, &ignored) && is_operator(&next);
}

bool expr_sum_begins(const struct expr_parser *p) {
    struct expr_lex lex = p->lex;
    struct token next;
    bool ticks = is_function(&p->now, "ticks"), sum = is_function(&p->now, "sum");
    if (is_minus(&p->now))
        return true;
    if (!ticks && !sum && !is_literal(&p->now) && !is_measured(p->q, &p->now))
        return false;
    if (!pass_operand(&lex, ticks || sum, &next))
        return false;
    if (sum || is_literal(&p->now) || is_operator(&next))
        return true;
    return next.kind == TOKEN_RELATION && is_side(p->q, &lex);
}

/* --- reading --- */

static bool too_large(const struct expr_parser *p, struct fault *f) {
    return fault_set(f, _("column %zu: a number in this sum is too large"), p->now.column);
}

/* a * b of millionths, when it is exact and not too large. */
static bool multiply(const struct expr_parser *p, int64_t by, int64_t *factor, struct fault *f) {
    wide product = (wide)*factor * by;
    if (product % NUMBER_ONE)
        return fault_set(f, _("column %zu: this product has more than %d decimals"), p->now.column,
                         NUMBER_DECIMALS);
    product /= NUMBER_ONE;
    if (product > CONSTANT_MAX || product < -CONSTANT_MAX)
        return too_large(p, f);
    *factor = (int64_t)product;
    return true;
}

static bool add_constant(const struct expr_parser *p, struct gathering *g, int64_t value, struct fault *f) {
    wide sum = (wide)g->constant + value;
    if (sum > CONSTANT_MAX || sum < -CONSTANT_MAX)
        return too_large(p, f);
    g->constant = (int64_t)sum;
    return true;
}

static bool add_term(struct expr_parser *p, struct gathering *g, struct expr_term term, struct fault *f) {
    if (g->count == TERMS_MAX)
        return fault_set(f, _("column %zu: the sum has more than %d parts"), p->now.column, TERMS_MAX);
    if (term.kind == TERM_DAY)
        g->days += term.factor;
    g->terms[g->count++] = term;
    return true;
}

/* The question at hand as a term; `kind` is TERM_TICKS inside ticks( ). */
static bool read_question(struct expr_parser *p, enum expr_term_kind kind, struct expr_term *out,
                          struct fault *f) {
    struct expr_name name;
    if (p->now.kind != TOKEN_WORD)
        return expr_parser_unexpected(p, _("the id of a question"), f);
    if (!expr_resolve_name(p->q, &p->now, &name, f))
        return false;
    const struct question *question = name.field < 0 ? &p->q->questions[name.question] : NULL;
    if (kind == TERM_TICKS && (!question || !question_is_coded(question)))
        return fault_set(f, _("column %zu: \"%s\" has no options; \"%s\" needs a question with options"),
                         p->now.column, name.text, "ticks");
    if (kind != TERM_TICKS &&
        (!question || (question->kind != QUESTION_NUMBER && question->kind != QUESTION_DATE)))
        return fault_set(f, _("column %zu: \"%s\" is no number and no day, so it cannot be added"),
                         p->now.column, name.text);
    if (kind != TERM_TICKS)
        kind = question->kind == QUESTION_DATE ? TERM_DAY : TERM_NUMBER;
    *out = (struct expr_term){.question = (int)question->position, .kind = kind};
    return expr_parser_advance(p, f);
}

/* number | question | ticks(question); a number goes into *factor and leaves out->question at -1. */
static bool read_operand(struct expr_parser *p, int64_t *factor, struct expr_term *out, struct fault *f) {
    int64_t number;
    *out = (struct expr_term){.question = -1};
    if (is_literal(&p->now))
        return expr_resolve_number(p->arena, &p->now, &number, f) && multiply(p, number, factor, f) &&
               expr_parser_advance(p, f);
    if (!expr_parser_at(p, "ticks"))
        return read_question(p, TERM_NUMBER, out, f);
    return expr_parser_advance(p, f) && expr_parser_expect(p, TOKEN_OPEN, "\"(\"", f) &&
           read_question(p, TERM_TICKS, out, f) && expr_parser_expect(p, TOKEN_CLOSE, "\")\"", f);
}

/* sum(a, b, ...): what is left empty counts as nothing. */
static bool read_sum(struct expr_parser *p, int64_t factor, struct gathering *g, struct fault *f) {
    struct expr_term term;
    if (!expr_parser_advance(p, f) || !expr_parser_expect(p, TOKEN_OPEN, "\"(\"", f))
        return false;
    for (;;) {
        if (!read_question(p, TERM_NUMBER, &term, f))
            return false;
        if (term.kind == TERM_DAY)
            return fault_set(f, _("column %zu: days cannot be summed up"), p->now.column);
        term.factor = factor;
        term.optional = true;
        if (!add_term(p, g, term, f))
            return false;
        if (p->now.kind != TOKEN_COMMA)
            return expr_parser_expect(p, TOKEN_CLOSE, "\")\"", f);
        if (!expr_parser_advance(p, f))
            return false;
    }
}

/* operand * operand * ..., of which one at most is a question */
static bool read_product(struct expr_parser *p, int64_t factor, struct gathering *g, struct fault *f) {
    struct expr_term term, other;
    if (expr_parser_at(p, "sum"))
        return read_sum(p, factor, g, f);
    if (!read_operand(p, &factor, &term, f))
        return false;
    while (p->now.kind == TOKEN_TIMES) {
        if (!expr_parser_advance(p, f) || !read_operand(p, &factor, &other, f))
            return false;
        if (other.question >= 0 && term.question >= 0)
            return fault_set(f, _("column %zu: two questions cannot be multiplied"), p->now.column);
        if (other.question >= 0)
            term = other;
    }
    term.factor = factor;
    return term.question < 0 ? add_constant(p, g, factor, f) : add_term(p, g, term, f);
}

/* "-b" without a space is a word to the lexer. */
static bool take_sign(struct expr_parser *p, int *sign, struct fault *f) {
    *sign = is_operator(&p->now) && p->now.kind != TOKEN_PLUS ? -1 : 1;
    if (p->now.kind == TOKEN_WORD && p->now.text[0] == '-' && p->now.text[1]) {
        p->now.text++;
        p->now.column++;
        return true;
    }
    return expr_parser_advance(p, f);
}

static bool read_side(struct expr_parser *p, int side, struct gathering *g, struct fault *f) {
    int sign = 1;
    if (is_minus(&p->now) && !take_sign(p, &sign, f))
        return false;
    if (!read_product(p, (int64_t)side * sign * NUMBER_ONE, g, f))
        return false;
    while (is_operator(&p->now) && p->now.kind != TOKEN_TIMES)
        if (!take_sign(p, &sign, f) || !read_product(p, (int64_t)side * sign * NUMBER_ONE, g, f))
            return false;
    return true;
}

static struct expr *make(struct expr_parser *p, const struct gathering *g, struct fault *f) {
    struct expr *e = expr_parser_node(p, EXPR_SUM, f);
    if (!e)
        return NULL;
    struct expr_term *terms = arena_array(p->arena, g->count + 1, sizeof *terms);
    memcpy(terms, g->terms, g->count * sizeof *terms);
    e->terms = terms;
    e->term_count = g->count;
    e->value = g->constant;
    e->relation = RELATION_EQ;
    return e;
}

struct expr *expr_sum_parse(struct expr_parser *p, struct fault *f) {
    struct gathering g = {0};
    if (!read_side(p, 1, &g, f))
        return NULL;
    if (p->now.kind != TOKEN_RELATION) {
        expr_parser_unexpected(p, "= != < <= > >=", f);
        return NULL;
    }
    enum expr_relation relation = p->now.relation;
    if (!expr_parser_advance(p, f) || !read_side(p, -1, &g, f))
        return NULL;
    if (g.days != 0) {
        fault_set(f, _("column %zu: a day can only be compared with a day, as in left - entered >= 30"),
                  p->now.column);
        return NULL;
    }
    struct expr *e = make(p, &g, f);
    if (e)
        e->relation = relation;
    return e;
}

const struct expr *expr_sum_compile(struct arena *arena, const struct questionnaire *q, const char *text,
                                    struct fault *f) {
    struct expr_parser p = {.arena = arena, .q = q, .lex = {arena, text, 1}};
    struct gathering g = {0};
    if (!expr_parser_advance(&p, f) || !read_side(&p, 1, &g, f))
        return NULL;
    if (p.now.kind == TOKEN_END)
        return make(&p, &g, f);
    expr_parser_unexpected(&p, "+ - *", f);
    return NULL;
}

/* --- evaluating --- */

/* A rest beyond the last place must not look like nothing, nor what is too large like something small. */
static int64_t in_millionths(wide sum) {
    wide value = sum / NUMBER_ONE;
    if (value == 0)
        return sum > 0 ? 1 : sum < 0 ? -1 : 0;
    return value > CONSTANT_MAX ? CONSTANT_MAX : value < -CONSTANT_MAX ? -CONSTANT_MAX : (int64_t)value;
}

bool expr_sum(const struct expr *e, const struct expr_terms *of, int64_t *millionths) {
    wide sum = (wide)e->value * NUMBER_ONE;
    bool optional = false, any = false;
    for (size_t i = 0; i < e->term_count; i++) {
        const struct expr_term *term = &e->terms[i];
        int64_t value = 0;
        bool given = of->value(of->data, term, &value);
        optional = optional || term->optional;
        any = any || (term->optional && given);
        if (!given && !term->optional)
            return false;
        if (given)
            sum += (wide)term->factor * value * (term->kind == TERM_NUMBER ? 1 : NUMBER_ONE);
    }
    *millionths = in_millionths(sum);
    return !optional || any;
}

static int ticks_of(const struct question *question, const struct answer *answer) {
    return question->kind == QUESTION_MULTI ? __builtin_popcountll(answer->bits) : answer->code >= 0;
}

struct answered {
    const struct questionnaire *q;
    const struct response *response;
};

static bool value_of(const void *data, const struct expr_term *term, int64_t *value) {
    const struct answered *from = data;
    const struct answer *answer = &from->response->answers[term->question];
    *value =
        term->kind == TERM_TICKS ? ticks_of(&from->q->questions[term->question], answer) : answer->number;
    return answer->state == ANSWER_GIVEN;
}

bool expr_sum_of(const struct expr *e, const struct questionnaire *q, const struct response *response,
                 int64_t *millionths) {
    const struct answered from = {q, response};
    const struct expr_terms of = {value_of, &from};
    return expr_sum(e, &of, millionths);
}
