/* Any bytes as an export of a form service: recognised, or read as one of each, from the file to the
 * responses. */
#include "importers/csv.h"
#include "importers/import_row.h"
#include "importers/service.h"
#include "importers/service_formats.h"
#include "importers/sheet.h"
#include "tests/fuzz/fuzz_survey.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char survey[] =
    "{\"format\":\"shukei-survey-1\",\"id\":\"t\",\"title\":\"T\",\"organiser\":\"O\",\"questions\":["
    "{\"id\":\"a\",\"number\":\"問1\",\"kind\":\"prefecture\",\"label\":\"所在地\"},"
    "{\"id\":\"b\",\"number\":\"問2\",\"kind\":\"single\",\"label\":\"有無\",\"options\":[{\"id\":\"yes\","
    "\"label\":\"有\"},{\"id\":\"no\",\"label\":\"無\"},{\"id\":\"else\",\"label\":\"その他\",\"other\":true}"
    "]},"
    "{\"id\":\"c\",\"number\":\"問3\",\"kind\":\"multi\",\"label\":\"種類\",\"ask\":\"b = yes\",\"options\":["
    "{\"id\":\"x\",\"label\":\"甲, 乙;丙\"},{\"id\":\"y\",\"label\":\"乙\"},"
    "{\"id\":\"other\",\"label\":\"その他\",\"other\":true}]},"
    "{\"id\":\"d\",\"number\":\"問4\",\"kind\":\"matrix\",\"label\":\"必要性\",\"cells\":{\"kind\":"
    "\"single\","
    "\"options\":[{\"id\":\"need\",\"label\":\"要\"},{\"id\":\"not\",\"label\":\"否\"}]},"
    "\"rows\":[{\"id\":\"card\",\"label\":\"カード\"},{\"id\":\"reader\",\"label\":\"読取機\"}]},"
    "{\"id\":\"e\",\"number\":\"問5\",\"kind\":\"text\",\"label\":\"意見\"},"
    "{\"id\":\"f\",\"number\":\"問6\",\"kind\":\"number\",\"label\":\"数\"}]}";

static const struct importer *const formats[] = {&google_importer, &limesurvey_importer, &kobo_importer,
                                                 &redcap_importer};
enum { FORMATS = sizeof formats / sizeof *formats };

static void read_rows(struct arena *arena, struct sheet *sheet, const struct columns *columns) {
    struct fault f = {0};
    struct import_row *row = import_row_prepare(arena, fixed.q, fixed.spellings, columns, NULL);
    struct record record;
    while (sheet_next(sheet, &record, &f) > 0) {
        struct findings found = {.arena = arena};
        const struct response *response = import_row_read(arena, row, &record, "x.csv", &found);
        if (!response->fields[FIELD_CHANNEL])
            abort();
        for (size_t i = 0; i < fixed.q->question_count; i++)
            if (response->answers[i].state >= ANSWER_STATES)
                abort();
    }
}

static void read_as(const struct source *source, const struct importer *format) {
    struct arena *arena = arena_create();
    struct fault f = {0};
    struct reader reader;
    const struct service *service = service_get(format->service, &f);
    if (!service)
        abort();
    if (format->open(arena, source, &reader, &f)) {
        struct sheet sheet;
        const struct vocabulary *v = vocabulary_of_service(arena, fixed.vocabulary, service);
        if (sheet_start(arena, &reader, v, NULL, &sheet, &f))
            read_rows(arena, &sheet, columns_resolve(arena, v, NULL, sheet.headings, sheet.heading_count));
        reader.close(&reader);
    }
    arena_destroy(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    prepare(survey);
    if (size == 0)
        return 0;
    const struct source source = {.path = "x.csv", .bytes = data + 1, .length = size - 1};
    int sure = 0;
    for (size_t i = 0; i < FORMATS; i++)
        sure += formats[i]->sniff(&source) > 0;
    if (sure > 1)
        abort(); /* an export is of one service */
    read_as(&source, formats[data[0] % FORMATS]);
    return 0;
}
