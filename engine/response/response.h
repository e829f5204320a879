/*
 * response: one return, normalised, beside what was written.
 *
 * A response has one answer per question of its questionnaire, by position.  An answer is given, or it is one
 * of the four silences, which are never mixed:
 *
 *     ANSWER_NO_ANSWER       無回答  asked, and left empty
 *     ANSWER_NOT_APPLICABLE  非該当  routed past
 *     ANSWER_INVALID         無効    written, but not an answer (two ticks on a single answer, "abc" for a number)
 *     ANSWER_NONE            なし    said "none of these" where the form has no such option
 *
 * A multi-answer's exclusive option ("none of these" printed on the form) is an ordinary GIVEN tick of that
 * option.
 *
 * `raw` is the cell (or cells, joined by " | ") as written, always kept.  `text` is set for free text, for a
 * date the ISO form, and for the words after an `other` option.  response_route turns NO_ANSWER into
 * NOT_APPLICABLE and back as `ask` says; a GIVEN answer that was routed past stays as it is (a finding is
 * made of it; tabulation leaves it out).
 *
 * Encoding for the store: `response_encode` writes the answers as compact bytes in template order (see
 * response.c for the layout); `response_decode` reads them back under the same template version.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_RESPONSE_H
#define SHUKEI_ENGINE_RESPONSE_RESPONSE_H

#include "engine/base/strbuf.h"
#include "engine/questionnaire/questionnaire.h"

enum answer_state {
    ANSWER_GIVEN,
    ANSWER_NO_ANSWER,
    ANSWER_NOT_APPLICABLE,
    ANSWER_INVALID,
    ANSWER_NONE,
    ANSWER_STATES,
};

struct answer {
    enum answer_state state;
    int code;           /* single, prefecture: option position; else -1 */
    uint64_t bits;      /* multi: bit j for option j */
    int64_t number;     /* number: millionths; date: days since 1970-01-01 */
    const char *text;   /* or NULL; NUL-terminated except in response_scan */
    size_t text_length; /* bytes of text; filled by response_scan and response_decode, read by nobody else */
    const char *raw;    /* as written; NULL when there was no such column */
    const char
        *number_beside; /* 「あった（3件）」: "3件", for the question nested there; or NULL.  Not stored. */
    int number_option; /* the option it stands beside */
};

struct response {
    const char *fields[FIELD_COUNT]; /* sheet number, association id or name as known, channel, ISO date, ...;
                                        or NULL */
    struct answer *answers;          /* questionnaire->question_count of them */
};

struct response *response_create(struct arena *arena,
                                 const struct questionnaire *q); /* all NO_ANSWER, code -1 */
struct response *response_clone(struct arena *arena, const struct questionnaire *q,
                                const struct response *from);

void response_route(const struct questionnaire *q, struct response *response);

/* Whether any answer is another one; edited: by question, whether it is, or NULL. */
bool response_differs(const struct questionnaire *q, const struct response *a, const struct response *b,
                      bool *edited);

/* The questions that were asked of this return, as a bitset of bitset_words(question_count) words.  What was
 * written under a question that was routed past does not count as an answer to it when other questions' `ask`
 * look at it. */
void response_asked(const struct questionnaire *q, const struct response *response, uint64_t *asked);

bool answer_has(const struct question *question, const struct answer *answer, int option);
bool answer_equal(const struct answer *a, const struct answer *b); /* normalised parts only */

void response_encode(const struct questionnaire *q, const struct response *response, struct strbuf *out);
/* Takes out->answers from the arena; raw is NULL, out->fields are left alone. */
bool response_decode(struct arena *arena, const struct questionnaire *q, const void *bytes, size_t length,
                     struct response *out, struct fault *f) FAULT_CHECKED;

/* The same layout without building answers: calls `visit` per question, in order.  For filling columns fast:
 * nothing is allocated; answer->text points into `bytes`, is text_length long and not NUL-terminated; a
 * date's text is NULL. */
struct answer_visitor {
    void (*visit)(void *data, size_t question, const struct answer *answer);
    void *data;
};
bool response_scan(const struct questionnaire *q, const void *bytes, size_t length,
                   const struct answer_visitor *visitor, struct fault *f) FAULT_CHECKED;

/* "medical clinic", "a | b", "3", "無回答": for people, in the interface's language. */
char *answer_text(struct arena *arena, const struct question *question, const struct answer *answer);
/* "a,b", "3", "no_answer": for machines and the trail, the same in every language; the words of `return
 * edit`. */
char *answer_ids(struct arena *arena, const struct question *question, const struct answer *answer);
const char *answer_state_name(enum answer_state state); /* translated */
const char *answer_state_key(enum answer_state state);  /* "no_answer", ... as in JSON */

/* Hash of what identifies a return for duplicate loads: fields and answers, not raw. 64 bits. */
uint64_t response_hash(const struct questionnaire *q, const struct response *response);

#endif
