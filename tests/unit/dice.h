/*
 * dice: chance that falls the same way in every run, and answers by it.
 *
 *     uint32_t seed = 1;
 *     struct answer answer = dice_answer(&seed, question, 300);
 */
#ifndef SHUKEI_TESTS_UNIT_DICE_H
#define SHUKEI_TESTS_UNIT_DICE_H

#include "engine/response/response.h"

static inline uint32_t dice(uint32_t *seed, uint32_t sides) {
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % sides;
}

/* Two thirds and more are given; numbers and days are below `numbers`. */
static inline struct answer dice_answer(uint32_t *seed, const struct question *question, uint32_t numbers) {
    static const char *const texts[] = {"it was closed", "words", "ＣＬＯＳＥＤ all day"};
    struct answer answer = {.code = -1, .state = (enum answer_state)dice(seed, 3 * ANSWER_STATES)};
    if (answer.state >= ANSWER_STATES)
        answer.state = ANSWER_GIVEN;
    if (answer.state != ANSWER_GIVEN)
        return answer;
    if (question->kind == QUESTION_MULTI)
        answer.bits = 1 + dice(seed, (1u << question->option_count) - 1);
    else if (question->option_count > 0)
        answer.code = (int)dice(seed, (uint32_t)question->option_count);
    else if (question->kind == QUESTION_TEXT)
        answer.text = texts[dice(seed, 3)];
    else
        answer.number = (int64_t)dice(seed, numbers) * (question->kind == QUESTION_DATE ? 1 : NUMBER_ONE);
    return answer;
}

#endif
