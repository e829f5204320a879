/* Routing: who was asked what. */
#include "engine/base/bitset.h"
#include "engine/questionnaire/expr.h"
#include "engine/response/response.h"

#include <string.h>

/*
 * `seen` is the return as other questions' routing sees it: what stands under a question that was routed past
 * is not there.  Routing has no circles, but a question may look at a later one, so passes are made until
 * nothing changes; the longest chain of questions bounds their number.
 */
static bool pass(const struct questionnaire *q, const struct response *response, struct response *seen,
                 uint64_t *asked) {
    bool changed = false;
    for (size_t i = 0; i < q->question_count; i++) {
        if (!q->questions[i].ask)
            continue;
        bool holds = expr_holds(q->questions[i].ask, q, seen);
        if (holds == bitset_has(asked, i))
            continue;
        changed = true;
        if (holds) {
            bitset_add(asked, i);
            seen->answers[i] = response->answers[i];
            if (seen->answers[i].state == ANSWER_NOT_APPLICABLE)
                seen->answers[i].state = ANSWER_NO_ANSWER;
        } else {
            bitset_remove(asked, i);
            seen->answers[i] = (struct answer){.state = ANSWER_NOT_APPLICABLE, .code = -1};
        }
    }
    return changed;
}

void response_asked(const struct questionnaire *q, const struct response *response, uint64_t *asked) {
    struct answer answers[QUESTION_MAX];
    struct response seen = *response;
    memcpy(answers, response->answers, q->question_count * sizeof *answers);
    seen.answers = answers;
    for (size_t i = 0; i < q->question_count; i++)
        if (answers[i].state == ANSWER_NOT_APPLICABLE)
            answers[i].state = ANSWER_NO_ANSWER;
    bitset_fill(asked, q->question_count);
    for (size_t i = 0; i <= q->question_count && pass(q, response, &seen, asked); i++)
        ;
}

void response_route(const struct questionnaire *q, struct response *response) {
    uint64_t asked[(QUESTION_MAX + 63) / 64];
    response_asked(q, response, asked);
    for (size_t i = 0; i < q->question_count; i++) {
        enum answer_state *state = &response->answers[i].state;
        if (bitset_has(asked, i) && *state == ANSWER_NOT_APPLICABLE)
            *state = ANSWER_NO_ANSWER;
        else if (!bitset_has(asked, i) && *state == ANSWER_NO_ANSWER)
            *state = ANSWER_NOT_APPLICABLE;
    }
}
