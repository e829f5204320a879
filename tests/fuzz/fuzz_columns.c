/* Any bytes as a table of returns: from the file to the responses, against a questionnaire with every kind of
 * question. Headings that are refused are resolved all the same, as a dry run does. */
#include "importers/csv.h"
#include "importers/import_row.h"
#include "importers/sheet.h"
#include "tests/fuzz/fuzz_survey.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char survey[] =
    "{\"format\":\"shukei-survey-1\",\"id\":\"t\",\"title\":\"T\",\"organiser\":\"O\",\"questions\":["
    "{\"id\":\"a\",\"number\":\"問1\",\"kind\":\"prefecture\",\"label\":\"所在地\"},"
    "{\"id\":\"b\",\"number\":\"問2\",\"kind\":\"single\",\"label\":\"有無\",\"options\":[{\"id\":\"yes\","
    "\"label\":\"有\","
    "\"questions\":[{\"id\":\"b_count\",\"number\":\"問2(1)\",\"kind\":\"number\",\"label\":\"件数\"}]},"
    "{\"id\":\"no\",\"label\":\"無\"}]},"
    "{\"id\":\"c\",\"number\":\"問3\",\"kind\":\"multi\",\"label\":\"種類\",\"options\":[{\"id\":\"x\","
    "\"label\":\"甲\","
    "\"questions\":[{\"id\":\"c_x\",\"kind\":\"multi\",\"label\":\"内訳\",\"options\":[{\"id\":\"p\","
    "\"label\":\"国保\"},"
    "{\"id\":\"q\",\"label\":\"社保\"}]}]},{\"id\":\"other\",\"label\":\"その他\",\"other\":true}]},"
    "{\"id\":\"e\",\"number\":\"問4\",\"kind\":\"text\",\"label\":\"意見\"},"
    "{\"id\":\"f\",\"number\":\"問5\",\"kind\":\"date\",\"label\":\"日\"}]}";

static void read_rows(struct arena *arena, struct sheet *sheet, const struct columns *columns,
                      struct fault *f) {
    struct import_row *row = import_row_prepare(arena, fixed.q, fixed.spellings, columns, NULL);
    struct record record;
    while (sheet_next(sheet, &record, f) > 0) {
        struct findings found = {.arena = arena};
        const struct response *response = import_row_read(arena, row, &record, "x.csv", &found);
        for (size_t i = 0; i < fixed.q->question_count; i++)
            if (response->answers[i].state >= ANSWER_STATES)
                abort();
    }
}

static void read_table(struct arena *arena, struct reader *reader, struct fault *f) {
    struct sheet sheet;
    if (!sheet_start(arena, reader, fixed.vocabulary, NULL, &sheet, f))
        return;
    const struct columns *columns =
        columns_resolve(arena, fixed.vocabulary, NULL, sheet.headings, sheet.heading_count);
    for (size_t i = 0; i < columns->count; i++)
        if (!*columns_meaning(arena, fixed.q, &columns->items[i]))
            abort();
    struct fault refused = {0};
    if (columns_check(arena, fixed.vocabulary, columns, &refused) == (refused.kind != FAULT_NONE))
        abort();
    read_rows(arena, &sheet, columns, f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    prepare(survey);
    const struct source source = {.path = "x.csv", .bytes = data, .length = size};
    struct arena *arena = arena_create();
    struct fault f = {0};
    struct reader reader;
    if (csv_importer.open(arena, &source, &reader, &f)) {
        read_table(arena, &reader, &f);
        reader.close(&reader);
    }
    arena_destroy(arena);
    return 0;
}
