/* Any text as an expression against one questionnaire with every kind of question: it compiles and can be
 * evaluated, or there is a fault that says why. */
#include "engine/questionnaire/expr.h"
#include "engine/response/response.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char survey[] =
    "{\"format\":\"shukei-survey-1\",\"id\":\"t\",\"title\":\"T\",\"organiser\":\"O\",\"keys\":{\"type\":"
    "\"b\"},"
    "\"groupings\":[{\"id\":\"region\",\"label\":\"R\",\"question\":\"a\",\"from\":\"region\"}],"
    "\"questions\":["
    "{\"id\":\"a\",\"kind\":\"prefecture\",\"label\":\"A\"},"
    "{\"id\":\"b\",\"kind\":\"single\",\"label\":\"B\",\"options\":[{\"id\":\"yes\",\"label\":\"有\"},{"
    "\"id\":\"no\","
    "\"label\":\"無\"}]},"
    "{\"id\":\"c\",\"kind\":\"multi\",\"label\":\"C\",\"options\":[{\"id\":\"x\",\"label\":\"X\"},{\"id\":"
    "\"any\","
    "\"label\":\"Y\",\"other\":true}]},"
    "{\"id\":\"d\",\"kind\":\"number\",\"label\":\"D\"},{\"id\":\"e\",\"kind\":\"text\",\"label\":\"E\"},"
    "{\"id\":\"f\",\"kind\":\"date\",\"label\":\"F\"}]}";

static const struct questionnaire *questionnaire(void) {
    static const struct questionnaire *q;
    static struct arena *arena;
    struct fault f = {0};
    if (q)
        return q;
    arena = arena_create();
    q = questionnaire_parse(arena, survey, strlen(survey), "t.json", &f);
    if (!q) {
        fprintf(stderr, "%s\n", f.text);
        abort();
    }
    return q;
}

static void evaluate(const struct expr *e, const struct questionnaire *q) {
    struct answer answers[6] = {[0] = {.code = 12},  [1] = {.code = 1},      [2] = {.bits = 2, .text = "語"},
                                [3] = {.number = 5}, [4] = {.text = "返戻"}, [5] = {.number = 19000}};
    struct response response = {.answers = answers,
                                .fields = {[FIELD_ASSOCIATION] = "東京", [FIELD_RECEIVED] = "2024-01-01"}};
    (void)expr_holds(e, q, &response);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct questionnaire *q = questionnaire();
    const char *text = arena_strndup(arena, (const char *)data, size);
    const struct expr *e = expr_compile(arena, q, text, &f);
    if ((e == NULL) != (f.kind != FAULT_NONE))
        abort();
    if (e)
        evaluate(e, q);
    arena_destroy(arena);
    return 0;
}
