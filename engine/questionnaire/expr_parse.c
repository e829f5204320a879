#include "engine/questionnaire/expr.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/channel.h"
#include "engine/questionnaire/expr_parser.h"
#include "engine/response/response.h"

#include <string.h>

/* Limits against hostile templates; a person's expression is far below them. */
enum { TEXT_MAX = 4096, DEPTH_MAX = 40, NODES_MAX = 600 };

static struct expr *parse_or(struct expr_parser *p, struct fault *f);

bool expr_parser_advance(struct expr_parser *p, struct fault *f) {
    return expr_lex_next(&p->lex, &p->now, f);
}

bool expr_parser_at(const struct expr_parser *p, const char *word) {
    return p->now.kind == TOKEN_WORD && strcmp(p->now.text, word) == 0;
}

bool expr_parser_unexpected(const struct expr_parser *p, const char *wanted, struct fault *f) {
    if (p->now.kind == TOKEN_END)
        return fault_set(f, _("column %zu: the expression ends too early; expected %s"), p->now.column,
                         wanted);
    return fault_set(f, _("column %zu: expected %s, found \"%s\""), p->now.column, wanted, p->now.text);
}

bool expr_parser_expect(struct expr_parser *p, enum token_kind kind, const char *wanted, struct fault *f) {
    return p->now.kind == kind ? expr_parser_advance(p, f) : expr_parser_unexpected(p, wanted, f);
}

struct expr *expr_parser_node(struct expr_parser *p, enum expr_op op, struct fault *f) {
    if (++p->nodes > NODES_MAX) {
        fault_set(f, _("column %zu: the expression has more than %d parts"), p->now.column, NODES_MAX);
        return NULL;
    }
    struct expr *e = arena_alloc(p->arena, sizeof *e);
    e->op = op;
    e->question = -1;
    return e;
}

static struct expr *join(struct expr_parser *p, enum expr_op op, const struct expr *a, const struct expr *b,
                         struct fault *f) {
    struct expr *e = expr_parser_node(p, op, f);
    if (!e)
        return NULL;
    e->a = a;
    e->b = b;
    return e;
}

static struct expr *state_is(struct expr_parser *p, int question, enum answer_state state, struct fault *f) {
    struct expr *e = expr_parser_node(p, EXPR_STATE, f);
    if (!e)
        return NULL;
    e->question = question;
    e->value = state;
    return e;
}

/* "!=" is a comparison too: false for those who did not answer. */
static struct expr *answered_and_not(struct expr_parser *p, const struct expr *e, struct fault *f) {
    struct expr *given = state_is(p, e->question, ANSWER_GIVEN, f);
    struct expr *otherwise = given ? join(p, EXPR_NOT, e, NULL, f) : NULL;
    return otherwise ? join(p, EXPR_AND, given, otherwise, f) : NULL;
}

static bool is_value(const struct token *t) {
    return t->kind == TOKEN_WORD || t->kind == TOKEN_STRING;
}

static bool no_comparison(const struct expr_parser *p, const struct expr_name *name, const char *instead,
                          struct fault *f) {
    return fault_set(f, _("column %zu: \"%s\" cannot be compared so; use %s"), p->now.column, name->text,
                     instead);
}

static struct expr *compare_option(struct expr_parser *p, const struct expr_name *name,
                                   enum expr_relation relation, const struct token *value, struct fault *f) {
    if (relation != RELATION_EQ && relation != RELATION_NE) {
        no_comparison(p, name, "= != in has", f);
        return NULL;
    }
    struct expr *e = expr_parser_node(p, EXPR_ANY, f);
    if (!e)
        return NULL;
    e->question = name->question;
    if (!expr_resolve_option(p->arena, p->q, name, value, e->options, f))
        return NULL;
    return relation == RELATION_NE ? answered_and_not(p, e, f) : e;
}

static struct expr *compare_number(struct expr_parser *p, const struct expr_name *name,
                                   enum expr_relation relation, const struct token *value, struct fault *f) {
    bool date = p->q->questions[name->question].kind == QUESTION_DATE;
    struct expr *e = expr_parser_node(p, EXPR_NUMBER, f);
    if (!e)
        return NULL;
    e->question = name->question;
    e->relation = relation;
    bool good = date ? expr_resolve_date(p->arena, value, &e->value, f)
                     : expr_resolve_number(p->arena, value, &e->value, f);
    return good ? e : NULL;
}

static struct expr *compare_field(struct expr_parser *p, const struct expr_name *name,
                                  enum expr_relation relation, const struct token *value, struct fault *f) {
    bool date = name->field == FIELD_RECEIVED;
    if (!date && relation != RELATION_EQ && relation != RELATION_NE) {
        no_comparison(p, name, "= != in", f);
        return NULL;
    }
    struct expr *e = expr_parser_node(p, EXPR_FIELD, f);
    if (!e)
        return NULL;
    e->field = name->field;
    e->relation = relation;
    if (name->field == FIELD_CHANNEL && !channel_find(p->arena, value->text)) {
        fault_set(f, _("column %zu: \"%s\" is no way by which returns come in; expected fax, post or web"),
                  value->column, value->text);
        return NULL;
    }
    if (!date)
        e->text = expr_resolve_field(p->arena, (enum return_field)name->field, value->text);
    else if (!expr_resolve_date(p->arena, value, &e->value, f))
        return NULL;
    return e;
}

static struct expr *compare(struct expr_parser *p, const struct expr_name *name, enum expr_relation relation,
                            const struct token *value, struct fault *f) {
    if (name->field >= 0)
        return compare_field(p, name, relation, value, f);
    switch (p->q->questions[name->question].kind) {
    case QUESTION_NUMBER:
    case QUESTION_DATE:
        return compare_number(p, name, relation, value, f);
    case QUESTION_TEXT:
        no_comparison(p, name, "contains, answered( ), no_answer( )", f);
        return NULL;
    default:
        return compare_option(p, name, relation, value, f);
    }
}

static struct expr *parse_relation(struct expr_parser *p, const struct expr_name *name, struct fault *f) {
    enum expr_relation relation = p->now.relation;
    if (!expr_parser_advance(p, f))
        return NULL;
    struct token value = p->now;
    if (!is_value(&value)) {
        expr_parser_unexpected(p, _("a value"), f);
        return NULL;
    }
    struct expr *e = compare(p, name, relation, &value, f);
    return e && expr_parser_advance(p, f) ? e : NULL;
}

/* ( value, value, ... ): each is compared, and the results or-ed; options of one question go into one set. */
static struct expr *parse_in(struct expr_parser *p, const struct expr_name *name, struct fault *f) {
    struct expr *all = NULL;
    if (!expr_parser_expect(p, TOKEN_OPEN, "\"(\"", f))
        return NULL;
    for (;;) {
        if (!is_value(&p->now)) {
            expr_parser_unexpected(p, _("a value"), f);
            return NULL;
        }
        struct expr *one = compare(p, name, RELATION_EQ, &p->now, f);
        if (!one || !expr_parser_advance(p, f))
            return NULL;
        if (all && one->op == EXPR_ANY)
            for (size_t i = 0; i < sizeof one->options / sizeof *one->options; i++)
                one->options[i] |= all->options[i];
        else if (all && !(one = join(p, EXPR_OR, all, one, f)))
            return NULL;
        all = one;
        if (p->now.kind != TOKEN_COMMA)
            break;
        if (!expr_parser_advance(p, f))
            return NULL;
    }
    return expr_parser_expect(p, TOKEN_CLOSE, "\")\"", f) ? all : NULL;
}

static bool wants_options(const struct expr_parser *p, const struct expr_name *name, const char *word,
                          struct fault *f) {
    if (name->field < 0 && question_is_coded(&p->q->questions[name->question]))
        return true;
    return fault_set(f, _("column %zu: \"%s\" has no options; \"%s\" needs a question with options"),
                     p->now.column, name->text, word);
}

/* has option | has any (a, b) | has all (a, b) */
static struct expr *parse_has(struct expr_parser *p, const struct expr_name *name, struct fault *f) {
    if (!wants_options(p, name, "has", f))
        return NULL;
    if (!is_value(&p->now)) {
        expr_parser_unexpected(p, _("an option"), f);
        return NULL;
    }
    struct token first = p->now;
    if (!expr_parser_advance(p, f))
        return NULL;
    if (p->now.kind != TOKEN_OPEN || first.kind != TOKEN_WORD)
        return compare_option(p, name, RELATION_EQ, &first, f);
    bool all = strcmp(first.text, "all") == 0;
    if (!all && strcmp(first.text, "any") != 0) {
        expr_parser_unexpected(p, "and, or", f);
        return NULL;
    }
    if (all && name->grouping) {
        fault_set(f, _("column %zu: \"all\" cannot be asked of the grouping \"%s\""), first.column,
                  name->text);
        return NULL;
    }
    struct expr *e = parse_in(p, name, f);
    if (e && all)
        e->op = EXPR_ALL;
    return e;
}

static bool holds_text(const struct question *question) {
    for (size_t i = 0; i < question->option_count; i++)
        if (question->options[i].other)
            return true;
    return question->kind == QUESTION_TEXT;
}

static struct expr *parse_contains(struct expr_parser *p, const struct expr_name *name, struct fault *f) {
    if (name->field >= 0 || !holds_text(&p->q->questions[name->question])) {
        fault_set(f, _("column %zu: \"%s\" holds no words; \"contains\" needs free text"), p->now.column,
                  name->text);
        return NULL;
    }
    if (!is_value(&p->now)) {
        expr_parser_unexpected(p, _("a text in quotes"), f);
        return NULL;
    }
    struct expr *e = expr_parser_node(p, EXPR_CONTAINS, f);
    if (!e)
        return NULL;
    e->question = name->question;
    e->text = utf8_fold(p->arena, p->now.text);
    if (!*e->text) {
        fault_set(f, _("column %zu: the text to look for is empty"), p->now.column);
        return NULL;
    }
    return expr_parser_advance(p, f) ? e : NULL;
}

static struct expr *parse_comparison(struct expr_parser *p, const struct token *word, struct fault *f) {
    struct expr_name name;
    if (!expr_resolve_name(p->q, word, &name, f))
        return NULL;
    if (p->now.kind == TOKEN_RELATION)
        return parse_relation(p, &name, f);
    if (expr_parser_at(p, "in"))
        return expr_parser_advance(p, f) ? parse_in(p, &name, f) : NULL;
    if (expr_parser_at(p, "has"))
        return expr_parser_advance(p, f) ? parse_has(p, &name, f) : NULL;
    if (expr_parser_at(p, "contains"))
        return expr_parser_advance(p, f) ? parse_contains(p, &name, f) : NULL;
    expr_parser_unexpected(p, "= != < <= > >= in has contains", f);
    return NULL;
}

/* ticks(q) relation number */
static struct expr *parse_ticks(struct expr_parser *p, const struct expr_name *name, struct fault *f) {
    if (!wants_options(p, name, "ticks", f))
        return NULL;
    struct expr *e = expr_parser_node(p, EXPR_TICKS, f);
    if (!e)
        return NULL;
    if (p->now.kind != TOKEN_RELATION) {
        expr_parser_unexpected(p, "= != < <= > >=", f);
        return NULL;
    }
    e->question = name->question;
    e->relation = p->now.relation;
    int64_t scaled;
    if (!expr_parser_advance(p, f) || !expr_resolve_number(p->arena, &p->now, &scaled, f))
        return NULL;
    if (scaled % NUMBER_ONE) {
        expr_parser_unexpected(p, _("a whole number"), f);
        return NULL;
    }
    e->value = scaled / NUMBER_ONE;
    return expr_parser_advance(p, f) ? e : NULL;
}

static const struct function {
    const char *name;
    int state; /* -1: ticks */
} functions[] = {
    {"answered", ANSWER_GIVEN},  {"no_answer", ANSWER_NO_ANSWER}, {"not_applicable", ANSWER_NOT_APPLICABLE},
    {"invalid", ANSWER_INVALID}, {"none", ANSWER_NONE},           {"ticks", -1},
};

static const struct function *find_function(const char *name) {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(functions[i].name, name) == 0)
            return &functions[i];
    return NULL;
}

/* answered(q) and its like; the opening parenthesis is the token at hand. */
static struct expr *parse_function(struct expr_parser *p, const struct token *word, struct fault *f) {
    const struct function *function = find_function(word->text);
    struct expr_name name;
    if (!function) {
        fault_set(
            f,
            _("column %zu: no function is called \"%s\"; there are answered, no_answer, not_applicable, "
              "invalid, none, ticks, sum"),
            word->column, word->text);
        return NULL;
    }
    if (!expr_parser_advance(p, f))
        return NULL;
    if (p->now.kind != TOKEN_WORD) {
        expr_parser_unexpected(p, _("the id of a question"), f);
        return NULL;
    }
    if (!expr_resolve_name(p->q, &p->now, &name, f))
        return NULL;
    if (name.field >= 0) {
        fault_set(f, _("column %zu: \"%s\" is not a question"), p->now.column, name.text);
        return NULL;
    }
    if (!expr_parser_advance(p, f) || !expr_parser_expect(p, TOKEN_CLOSE, "\")\"", f))
        return NULL;
    return function->state < 0 ? parse_ticks(p, &name, f)
                               : state_is(p, name.question, (enum answer_state)function->state, f);
}

static struct expr *parse_group(struct expr_parser *p, struct fault *f) {
    if (!expr_parser_advance(p, f))
        return NULL;
    struct expr *e = parse_or(p, f);
    return e && expr_parser_expect(p, TOKEN_CLOSE, "\")\"", f) ? e : NULL;
}

static struct expr *parse_primary(struct expr_parser *p, struct fault *f) {
    if (p->now.kind == TOKEN_OPEN)
        return parse_group(p, f);
    if (p->now.kind != TOKEN_WORD) {
        expr_parser_unexpected(p, _("a condition such as q3 = yes"), f);
        return NULL;
    }
    if (expr_sum_begins(p))
        return expr_sum_parse(p, f);
    struct token word = p->now;
    if (!expr_parser_advance(p, f))
        return NULL;
    if (strcmp(word.text, "true") == 0)
        return expr_parser_node(p, EXPR_TRUE, f);
    if (strcmp(word.text, "false") == 0) {
        struct expr *always = expr_parser_node(p, EXPR_TRUE, f);
        return always ? join(p, EXPR_NOT, always, NULL, f) : NULL;
    }
    return p->now.kind == TOKEN_OPEN ? parse_function(p, &word, f) : parse_comparison(p, &word, f);
}

/* Every way down passes here, so the depth is counted here. */
static struct expr *parse_not(struct expr_parser *p, struct fault *f) {
    if (++p->depth > DEPTH_MAX) {
        fault_set(f, _("column %zu: nested more than %d deep"), p->now.column, DEPTH_MAX);
        return NULL;
    }
    struct expr *e;
    if (expr_parser_at(p, "not")) {
        e = expr_parser_advance(p, f) ? parse_not(p, f) : NULL;
        e = e ? join(p, EXPR_NOT, e, NULL, f) : NULL;
    } else {
        e = parse_primary(p, f);
    }
    p->depth--;
    return e;
}

static struct expr *parse_and(struct expr_parser *p, struct fault *f) {
    struct expr *e = parse_not(p, f);
    while (e && expr_parser_at(p, "and")) {
        struct expr *right = expr_parser_advance(p, f) ? parse_not(p, f) : NULL;
        e = right ? join(p, EXPR_AND, e, right, f) : NULL;
    }
    return e;
}

static struct expr *parse_or(struct expr_parser *p, struct fault *f) {
    struct expr *e = parse_and(p, f);
    while (e && expr_parser_at(p, "or")) {
        struct expr *right = expr_parser_advance(p, f) ? parse_and(p, f) : NULL;
        e = right ? join(p, EXPR_OR, e, right, f) : NULL;
    }
    return e;
}

const struct expr *expr_compile(struct arena *arena, const struct questionnaire *q, const char *text,
                                struct fault *f) {
    struct expr_parser p = {.arena = arena, .q = q, .lex = {arena, text, 1}};
    if (strlen(text) > TEXT_MAX) {
        fault_set(f, _("the expression is longer than %d bytes"), TEXT_MAX);
        return NULL;
    }
    if (!utf8_valid(text, strlen(text))) {
        fault_set(f, _("the expression is not UTF-8"));
        return NULL;
    }
    if (!expr_parser_advance(&p, f))
        return NULL;
    if (p.now.kind == TOKEN_END)
        return expr_parser_node(&p, EXPR_TRUE, f);
    struct expr *e = parse_or(&p, f);
    if (e && p.now.kind != TOKEN_END) {
        expr_parser_unexpected(&p, "and, or", f);
        return NULL;
    }
    return e;
}

const struct expr *expr_compile_option(struct arena *arena, const struct questionnaire *q, const char *option,
                                       const char *text, struct fault *f) {
    const struct expr *e = expr_compile(arena, q, text, f);
    if (!e) {
        f->kind = FAULT_USAGE;
        fault_context(f, "%s", option);
    }
    return e;
}
