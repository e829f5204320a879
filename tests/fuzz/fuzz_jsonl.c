/* Any bytes as the lines of a bundle: each is read whole or refused with a fault. */
#include "importers/exchange_line.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char survey[] = "{\"format\": \"shukei-survey-1\", \"id\": \"fuzz\", \"title\": \"fuzz\", "
                             "\"organiser\": \"O\", \"questions\": ["
                             "{\"id\": \"s\", \"kind\": \"single\", \"label\": \"s\", \"options\": [{\"id\": "
                             "\"a\", \"label\": \"a\"}]},"
                             "{\"id\": \"m\", \"kind\": \"multi\", \"label\": \"m\", \"options\": [{\"id\": "
                             "\"a\", \"label\": \"a\"}]},"
                             "{\"id\": \"n\", \"kind\": \"number\", \"label\": \"n\"},"
                             "{\"id\": \"d\", \"kind\": \"date\", \"label\": \"d\"},"
                             "{\"id\": \"t\", \"kind\": \"text\", \"label\": \"t\"}]}";

static void check_return(const struct exchange_return *item) {
    struct strbuf bytes = {0};
    if (!item->revision_count || item->duplicate != (item->status == RETURN_DUPLICATE))
        abort();
    /* What was read can be stored: encoding asserts that every answer is one of its question. */
    for (size_t i = 0; i < item->revision_count; i++)
        response_encode(item->revisions[i].q, item->revisions[i].response, &bytes);
    strbuf_end(&bytes);
}

static void read_line(struct arena *arena, const struct exchange_header *header, const struct json *line) {
    struct exchange_header own;
    struct exchange_source source;
    struct exchange_return item;
    struct fault f = {0};
    bool done;
    if (json_member(line, "return"))
        done = exchange_line_return(arena, header, line, &item, &f);
    else if (json_member(line, "source"))
        done = exchange_line_source(line, arena, &source, &f);
    else
        done = exchange_line_header(arena, line, &own, &f);
    if (done != (f.kind == FAULT_NONE))
        abort();
    if (done && json_member(line, "return"))
        check_return(&item);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct source source = {.path = "x.jsonl", .bytes = data, .length = size};
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct questionnaire *q = questionnaire_parse(arena, survey, sizeof survey - 1, "fuzz", &f);
    if (!q)
        abort();
    /* A bundle names its version by a hash that no fuzzer finds. */
    struct questionnaire named = *q;
    strcpy(named.hash, "h");
    const struct questionnaire *templates[] = {&named};
    const struct exchange_header header = {.survey = "fuzz", .templates = templates, .template_count = 1};
    struct exchange_lines lines;
    const struct json *line;
    int got;
    exchange_lines_begin(&lines, &source);
    while ((got = exchange_lines_next(&lines, arena, &line, &f)) > 0)
        read_line(arena, &header, line);
    if ((got < 0) != (f.kind != FAULT_NONE))
        abort();
    arena_destroy(arena);
    return 0;
}
