#include "reports/microdata/statfile.h"

#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "reports/microdata/release.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static ssize_t take_bytes(const void *bytes, size_t length, void *data) {
    struct statfile *s = data;
    if (s->holding) {
        strbuf_add_bytes(&s->held, bytes, length);
        return (ssize_t)length;
    }
    if (fwrite(bytes, 1, length, s->out) == length)
        return (ssize_t)length;
    s->why = errno;
    return -1;
}

static bool check(const struct statfile *s, readstat_error_t error, struct fault *f) {
    if (error == READSTAT_OK)
        return true;
    return s->why ? writer_failed(s->why, f)
                  : fault_set(f, _("ReadStat cannot write the file: %s"), readstat_error_message(error));
}

/* --- labels --- */

const char *statfile_label(struct statfile *s, const char *label, size_t bytes, size_t characters) {
    const char *fitting = writer_cut(s->arena, label, bytes, characters);
    s->cut += strcmp(fitting, label) != 0;
    return fitting;
}

readstat_label_set_t *statfile_labels(struct statfile *s, const struct microdata_variable *variable,
                                      readstat_type_t type, size_t bytes,
                                      void (*missing)(readstat_label_set_t *set,
                                                      const struct microdata_variable *variable,
                                                      enum microdata_missing kind, const char *label)) {
    if (variable->kind == MICRODATA_TEXT || variable->source == MICRODATA_ROW ||
        variable->source == MICRODATA_WEIGHT)
        return NULL;
    if (variable->set >= 0 && s->sets[variable->set])
        return s->sets[variable->set];
    const char *name = arena_printf(s->arena, "labels%zu", (size_t)(variable - s->m->variables) + 1);
    readstat_label_set_t *set = readstat_add_label_set(s->writer, type, name);
    for (size_t i = 0; i < variable->category_count; i++) {
        const char *label = statfile_label(s, variable->categories[i].label, bytes, bytes);
        if (type == READSTAT_TYPE_DOUBLE)
            readstat_label_double_value(set, variable->categories[i].code, label);
        else
            readstat_label_int32_value(set, variable->categories[i].code, label);
    }
    for (int kind = 0; kind < MICRODATA_MISSING; kind++)
        if (microdata_may_miss(variable, (enum microdata_missing)kind))
            missing(set, variable, (enum microdata_missing)kind,
                    microdata_missing_name((enum microdata_missing)kind));
    if (variable->set >= 0)
        s->sets[variable->set] = set;
    return set;
}

/* --- notes --- */

const char *const *statfile_notes(struct statfile *s, size_t *count) {
    const struct questionnaire *q = s->m->q;
    size_t sentences;
    const char *const *said = release_sentences(s->arena, s->m, &sentences);
    const char **notes = arena_array(s->arena, sentences + 8, sizeof *notes);
    *count = 0;
    notes[(*count)++] = q->title;
    notes[(*count)++] = q->organiser;
    if (*q->field_from || *q->field_to)
        notes[(*count)++] = arena_printf(s->arena, _("Field period: %s to %s"), q->field_from, q->field_to);
    if (s->m->dataset->synthetic)
        notes[(*count)++] = s->m->dataset->synthetic;
    for (size_t i = 0; i < sentences; i++)
        notes[(*count)++] = said[i];
    if (s->cut)
        notes[(*count)++] = arena_printf(
            s->arena,
            _("%zu labels are longer than this format holds and end in ...; the codebook of --format csv "
              "and the DDI file have them whole."),
            s->cut);
    if (s->cut_texts)
        notes[(*count)++] = arena_printf(
            s->arena,
            _("The longest texts of %zu variables are cut, and end in ...; --format csv has them whole."),
            s->cut_texts);
    notes[(*count)++] = arena_printf(s->arena, _("State of the data: %s"), s->m->dataset->state);
    return notes;
}

/* --- rows --- */

static void declare_all(struct statfile *s, const struct statfile_format *format) {
    s->variables = arena_array(s->arena, s->m->variable_count + 1, sizeof *s->variables);
    s->sets = arena_array(s->arena, s->m->set_count + 1, sizeof *s->sets);
    for (size_t v = 0; v < s->m->variable_count; v++)
        s->variables[v] = format->declare(s, &s->m->variables[v]);
    format->describe(s);
}

static time_t time_of(const char *iso) {
    int year, month, day;
    int64_t days = 0;
    if (sscanf(iso, "%d-%d-%d", &year, &month, &day) == 3 && !calendar_days(year, month, day, &days))
        days = 0;
    return (time_t)days * 86400;
}

/* The dictionary is whole as soon as the first row has begun. */
static bool release_held(struct statfile *s, const struct statfile_format *format, struct fault *f) {
    if (!s->holding)
        return true;
    s->holding = false;
    return format->dictionary(s, &s->held, f) && writer_put(s->out, s->held.text, s->held.length, f);
}

static bool write_row(struct statfile *s, const struct statfile_format *format, size_t row, struct fault *f) {
    struct microdata_cell cell;
    if (!microdata_step(s->m, row, f) || !check(s, readstat_begin_row(s->writer), f) ||
        !release_held(s, format, f))
        return false;
    for (size_t v = 0; v < s->m->variable_count; v++)
        if (!microdata_cell(s->m, row, v, &cell, f) ||
            !check(s, format->insert(s, &s->m->variables[v], s->variables[v], &cell), f))
            return fault_context(f, "%s", s->m->variables[v].name);
    return check(s, readstat_end_row(s->writer), f);
}

static bool write_all(struct statfile *s, const struct statfile_format *format, struct fault *f) {
    readstat_set_data_writer(s->writer, take_bytes);
    readstat_writer_set_file_timestamp(s->writer, time_of(s->m->made));
    declare_all(s, format);
    if (format->prepare && !format->prepare(s, f))
        return false;
    if (!check(s, format->begin(s->writer, s, (long)s->m->rows), f) ||
        !check(s, readstat_validate_metadata(s->writer), f))
        return false;
    for (size_t row = 0; row < s->m->rows; row++)
        if (!write_row(s, format, row, f))
            return false;
    return check(s, readstat_end_writing(s->writer), f) && release_held(s, format, f);
}

bool statfile_write(struct arena *arena, const struct microdata *m, const struct statfile_format *format,
                    FILE *out, struct fault *f) {
    struct statfile s = {.arena = arena,
                         .m = m,
                         .out = out,
                         .writer = readstat_writer_init(),
                         .empty_text = -1,
                         .holding = format->dictionary != NULL};
    if (!s.writer)
        arena_out_of_memory();
    bool done = write_all(&s, format, f);
    readstat_writer_free(s.writer);
    strbuf_end(&s.held);
    return done;
}
