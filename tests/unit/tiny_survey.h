/*
 * tiny_survey: a questionnaire with every kind of question, and returns written as one line each, for tests
 * of counting.  Cells of a line are separated by blanks, in the order of the questions:
 *
 *     -  no answer    ~  not applicable    !  invalid    0  none of these    a|b  options    3  2.5
 * 2024-01-09  text
 *
 * A number of nought is written 00.  A cell for text says what was written, with _ for a blank.
 */
#ifndef SHUKEI_TESTS_UNIT_TINY_SURVEY_H
#define SHUKEI_TESTS_UNIT_TINY_SURVEY_H

#include "engine/base/calendar.h"
#include "engine/response/response.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PREF, TYPE, TROUBLE, KIND, DETAIL, STORY, FULL, FULL_COUNT, STAFF, DAY, TINY_QUESTIONS };

static const char tiny_json[] =
    "{\"format\": \"shukei-survey-1\", \"id\": \"tiny\", \"title\": \"Tiny survey\", \"lang\": \"en\","
    " \"organiser\": \"Nobody\", \"unit\": \"clinics\", \"base_all\": \"all clinics\","
    " \"keys\": {\"pref\": \"pref\", \"type\": \"type\"},"
    " \"groupings\": [{\"id\": \"care\", \"label\": \"Care\", \"question\": \"type\", \"categories\": ["
    "   {\"id\": \"out\", \"label\": \"Outpatient\", \"options\": [\"clinic\", \"dental\"]}]}],"
    " \"questions\": ["
    "  {\"id\": \"pref\", \"kind\": \"prefecture\", \"label\": \"Prefecture\"},"
    "  {\"id\": \"type\", \"kind\": \"single\", \"label\": \"Type\", \"options\": ["
    "    {\"id\": \"clinic\", \"label\": \"Clinic\"}, {\"id\": \"dental\", \"label\": \"Dental\"},"
    "    {\"id\": \"hospital\", \"label\": \"Hospital\"}]},"
    "  {\"id\": \"trouble\", \"kind\": \"single\", \"label\": \"Trouble\", \"options\": ["
    "    {\"id\": \"yes\", \"label\": \"Yes\"}, {\"id\": \"no\", \"label\": \"No\"}]},"
    "  {\"id\": \"kind\", \"kind\": \"multi\", \"label\": \"Kind\", \"ask\": \"trouble = yes\","
    "    \"base\": {\"where\": \"trouble = yes\", \"text\": \"clinics with trouble\"}, \"options\": ["
    "    {\"id\": \"a\", \"label\": \"A\", \"questions\": ["
    "      {\"id\": \"detail\", \"kind\": \"multi\", \"label\": \"Detail\", \"options\": ["
    "        {\"id\": \"x\", \"label\": \"X\"}, {\"id\": \"y\", \"label\": \"Y\"}]}]},"
    "    {\"id\": \"b\", \"label\": \"B\"}, {\"id\": \"c\", \"label\": \"C\"}]},"
    "  {\"id\": \"story\", \"kind\": \"text\", \"label\": \"Story\", \"ask\": \"trouble = yes\"},"
    "  {\"id\": \"full\", \"kind\": \"single\", \"label\": \"Charged in full\", \"options\": ["
    "    {\"id\": \"yes\", \"label\": \"Yes\", \"questions\": ["
    "      {\"id\": \"full_count\", \"kind\": \"number\", \"label\": \"Cases\", \"at_least\": true}]},"
    "    {\"id\": \"no\", \"label\": \"No\"}]},"
    "  {\"id\": \"staff\", \"kind\": \"number\", \"label\": \"Staff\", \"decimals\": 0, \"classes\": [1, 5, "
    "6, 10],"
    "    \"ask\": \"not (story contains \\\"closed\\\")\"},"
    "  {\"id\": \"day\", \"kind\": \"date\", \"label\": \"Day\"}"
    " ]}";

static inline const struct questionnaire *tiny_questionnaire_of(struct arena *arena, const char *json) {
    struct fault f = {0};
    const struct questionnaire *q = questionnaire_parse(arena, json, strlen(json), "tiny.json", &f);
    if (!q) {
        fprintf(stderr, "%s\n", f.text);
        abort();
    }
    return q;
}

static inline const struct questionnaire *tiny_questionnaire(struct arena *arena) {
    return tiny_questionnaire_of(arena, tiny_json);
}

static inline void tiny_options(const struct question *question, char *cell, struct answer *answer) {
    char *rest = NULL;
    for (char *id = strtok_r(cell, "|", &rest); id; id = strtok_r(NULL, "|", &rest)) {
        int option = question_option(question, id);
        if (option < 0) {
            fprintf(stderr, "%s has no option %s\n", question->id, id);
            abort();
        }
        answer->code = question->kind == QUESTION_MULTI ? -1 : option;
        answer->bits |= question->kind == QUESTION_MULTI ? (uint64_t)1 << option : 0;
    }
}

static inline struct answer tiny_answer(struct arena *arena, const struct question *question,
                                        const char *cell) {
    static const char silences[] = "\1-~!0"; /* by enum answer_state */
    struct answer answer = {.code = -1};
    char *copy = arena_strdup(arena, cell);
    int year, month, day;
    if (cell[0] && !cell[1] && strchr(silences, cell[0])) {
        answer.state = (enum answer_state)(strchr(silences, cell[0]) - silences);
    } else if (question_is_coded(question)) {
        tiny_options(question, copy, &answer);
    } else if (question->kind == QUESTION_NUMBER) {
        double value = strtod(cell, NULL) * NUMBER_ONE;
        answer.number = (int64_t)(value < 0 ? value - 0.5 : value + 0.5);
    } else if (question->kind == QUESTION_DATE) {
        if (sscanf(cell, "%d-%d-%d", &year, &month, &day) != 3 ||
            !calendar_days(year, month, day, &answer.number))
            abort();
    } else {
        for (char *at = copy; (at = strchr(at, '_')) != NULL;)
            *at = ' ';
        answer.text = copy;
    }
    return answer;
}

/* What is missing at the end of the line was not answered. */
static inline struct response *tiny_response(struct arena *arena, const struct questionnaire *q,
                                             const char *line) {
    struct response *response = response_create(arena, q);
    char *copy = arena_strdup(arena, line), *rest = NULL;
    size_t i = 0;
    for (char *cell = strtok_r(copy, " ", &rest); cell; cell = strtok_r(NULL, " ", &rest), i++)
        response->answers[i] = tiny_answer(arena, &q->questions[i], cell);
    return response;
}

/* lines end with NULL. */
static inline struct response **tiny_responses(struct arena *arena, const struct questionnaire *q,
                                               const char *const *lines, size_t *count) {
    for (*count = 0; lines[*count]; ++*count)
        ;
    struct response **all = arena_array(arena, *count + 1, sizeof *all);
    for (size_t i = 0; i < *count; i++)
        all[i] = tiny_response(arena, q, lines[i]);
    return all;
}

#endif
