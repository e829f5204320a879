#include "importers/service_formats.h"

#include "engine/base/lang.h"
#include "importers/csv.h"
#include "importers/service.h"

#include <string.h>

enum { SURE = 80, HEAD_BYTES = 64 * 1024, HEAD_ROWS = 3 };

/* The first rows: the file up to the last line end in its beginning. */
static size_t head_length(const struct source *source) {
    if (source->length <= HEAD_BYTES)
        return source->length;
    for (size_t length = HEAD_BYTES; length > 0; length--)
        if (source->bytes[length - 1] == '\n') {
            bool little_endian = source->bytes[0] == 0xFF && source->bytes[1] == 0xFE;
            return little_endian ? length + 1 : length;
        }
    return HEAD_BYTES;
}

static bool is_of(struct arena *arena, struct reader *reader, const char *id) {
    struct fault ignored = {0};
    struct record record;
    for (size_t row = 0; row < HEAD_ROWS && reader->next(reader, &record, &ignored) > 0; row++) {
        const struct service *found;
        if (!service_recognise(arena, record.cells, record.count, &found, &ignored))
            return false;
        if (found) /* the first row that is anybody's decides: an answer may look like another's heading */
            return strcmp(service_id(found), id) == 0;
    }
    return false;
}

/* What cannot be read is told when it is opened in earnest. */
static int sniff(const struct source *source, const char *id) {
    const struct source head = {.path = source->path, .bytes = source->bytes, .length = head_length(source)};
    struct fault ignored = {0};
    struct arena *arena = arena_create();
    struct reader reader;
    int sure = 0;
    if (csv_importer.open(arena, &head, &reader, &ignored)) {
        sure = is_of(arena, &reader, id) ? SURE : 0;
        reader.close(&reader);
    }
    arena_destroy(arena);
    return sure;
}

static bool open_table(struct arena *arena, const struct source *source, struct reader *reader,
                       struct fault *f) {
    return csv_importer.open(arena, source, reader, f);
}

static int sniff_google(const struct source *source) {
    return sniff(source, "google");
}

static int sniff_limesurvey(const struct source *source) {
    return sniff(source, "limesurvey");
}

static int sniff_kobo(const struct source *source) {
    return sniff(source, "kobo");
}

static int sniff_redcap(const struct source *source) {
    return sniff(source, "redcap");
}

static int sniff_surveymonkey(const struct source *source) {
    return sniff(source, "surveymonkey");
}

static int sniff_kintone(const struct source *source) {
    return sniff(source, "kintone");
}

const struct importer google_importer = {
    .name = "google",
    .description = N_("Google Forms: the CSV download, or the linked sheet saved as CSV"),
    .sniff = sniff_google,
    .open = open_table,
    .service = "google",
};

const struct importer limesurvey_importer = {
    .name = "limesurvey",
    .description = N_("LimeSurvey: CSV export under question codes or full question texts"),
    .sniff = sniff_limesurvey,
    .open = open_table,
    .service = "limesurvey",
};

const struct importer kobo_importer = {
    .name = "kobo",
    .description = N_("KoboToolbox: CSV export with XML values or labels"),
    .sniff = sniff_kobo,
    .open = open_table,
    .service = "kobo",
};

const struct importer redcap_importer = {
    .name = "redcap",
    .description = N_("REDCap: CSV export, raw data or labels"),
    .sniff = sniff_redcap,
    .open = open_table,
    .service = "redcap",
};

const struct importer surveymonkey_importer = {
    .name = "surveymonkey",
    .description = N_("SurveyMonkey: CSV export of all responses, with two rows of headings"),
    .sniff = sniff_surveymonkey,
    .open = open_table,
    .service = "surveymonkey",
};

const struct importer kintone_importer = {
    .name = "kintone",
    .description = N_("kintone: records written out as CSV"),
    .sniff = sniff_kintone,
    .open = open_table,
    .service = "kintone",
};
