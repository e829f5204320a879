/* normalise: any cell under any kind of question gives an answer, a silence or a finding; the memory changes
 * nothing. */
#include "engine/base/utf8.h"
#include "engine/response/normalise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char survey_json[] =
    "{\"format\":\"shukei-survey-1\",\"id\":\"t\",\"title\":\"T\",\"organiser\":\"O\",\"questions\":["
    "{\"id\":\"single\",\"kind\":\"single\",\"label\":\"S\",\"options\":[{\"id\":\"yes\",\"label\":"
    "\"あった\"},"
    " {\"id\":\"no\",\"label\":\"なかった\"},{\"id\":\"other\",\"label\":\"その他\",\"text\":\"その他（）\","
    "\"other\":true}]},"
    "{\"id\":\"multi\",\"kind\":\"multi\",\"label\":\"M\",\"options\":[{\"id\":\"a\",\"label\":"
    "\"「甲」、乙\"},"
    " {\"id\":\"b\",\"label\":\"●\"},{\"id\":\"other\",\"label\":\"その他\",\"other\":true},"
    " {\"id\":\"n\",\"label\":\"なし\",\"exclusive\":true}]},"
    "{\"id\":\"number\",\"kind\":\"number\",\"label\":\"N\",\"unit\":\"件\"},"
    "{\"id\":\"text\",\"kind\":\"text\",\"label\":\"T\"},{\"id\":\"pref\",\"kind\":\"prefecture\",\"label\":"
    "\"P\"},"
    "{\"id\":\"date\",\"kind\":\"date\",\"label\":\"D\"}]}";

static const struct questionnaire *survey;
static struct spellings *spellings;

static void prepare(void) {
    struct fault f = {0};
    struct arena *arena = arena_create();
    survey = questionnaire_parse(arena, survey_json, sizeof survey_json - 1, "fuzz.json", &f);
    spellings = survey ? normalise_prepare(arena, survey, &f) : NULL;
    if (!spellings) {
        fprintf(stderr, "%s\n", f.text);
        exit(1);
    }
}

static void read_cell(struct arena *arena, size_t question, const char *cell) {
    struct findings out = {.arena = arena};
    struct answer first, second;
    normalise_cell(arena, spellings, question, cell, NULL, &out, &first);
    normalise_cell(arena, spellings, question, cell, NULL, &out, &second);
    if (!answer_equal(&first, &second))
        abort();
    if (first.state != ANSWER_GIVEN)
        return;
    if (first.text && !utf8_valid(first.text, strlen(first.text)))
        abort();
    if (first.code >= (int)survey->questions[question].option_count)
        abort();
}

static void read_columns(struct arena *arena, size_t question, char *cells) {
    const char *columns[QUESTION_SINGLE_MAX] = {0};
    struct findings out = {.arena = arena};
    struct answer answer;
    for (size_t j = 0; cells && j < survey->questions[question].option_count; j++)
        columns[j] = strsep(&cells, ";");
    normalise_ticks(arena, spellings, question, columns, NULL, &out, &answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    if (!spellings)
        prepare();
    if (length == 0 || !utf8_valid((const char *)bytes + 1, length - 1))
        return 0;
    struct arena *arena = arena_create();
    size_t question = bytes[0] % survey->question_count;
    char *cell = arena_strndup(arena, (const char *)bytes + 1, length - 1);
    read_cell(arena, question, cell);
    if (question_is_coded(&survey->questions[question]))
        read_columns(arena, question, cell);
    arena_destroy(arena);
    return 0;
}
