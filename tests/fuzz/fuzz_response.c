/* response_decode and response_scan: any bytes are either answers or a fault; what is answers survives a
 * round trip. */
#include "engine/response/response.h"

#include <stdlib.h>
#include <string.h>

static const struct option options[64];
static const struct question questions[] = {
    {.id = "single", .kind = QUESTION_SINGLE, .options = options, .option_count = 3},
    {.id = "multi", .kind = QUESTION_MULTI, .options = options, .option_count = 9},
    {.id = "wide", .kind = QUESTION_MULTI, .options = options, .option_count = 64},
    {.id = "number", .kind = QUESTION_NUMBER},
    {.id = "text", .kind = QUESTION_TEXT},
    {.id = "date", .kind = QUESTION_DATE},
};
static const struct questionnaire survey = {.questions = questions,
                                            .question_count = sizeof questions / sizeof *questions};

static void visit(void *data, size_t question, const struct answer *answer) {
    size_t *sum = data;
    for (size_t i = 0; i < answer->text_length; i++)
        *sum += (unsigned char)answer->text[i] + question;
}

static void round_trip(struct arena *arena, const struct response *response) {
    struct fault f = {0};
    struct strbuf bytes = {0};
    struct response again = {0};
    response_encode(&survey, response, &bytes);
    if (!response_decode(arena, &survey, bytes.text, bytes.length, &again, &f))
        abort();
    for (size_t i = 0; i < survey.question_count; i++)
        if (questions[i].kind != QUESTION_DATE && !answer_equal(&response->answers[i], &again.answers[i]))
            abort();
    strbuf_end(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct arena *arena = arena_create();
    struct fault f = {0}, g = {0};
    struct response response = {0};
    size_t sum = 0;
    const struct answer_visitor visitor = {visit, &sum};
    bool scanned = response_scan(&survey, bytes, length, &visitor, &f);
    bool decoded = response_decode(arena, &survey, bytes, length, &response, &g);
    if (decoded && !scanned)
        abort();
    if (decoded)
        round_trip(arena, &response);
    arena_destroy(arena);
    return 0;
}
