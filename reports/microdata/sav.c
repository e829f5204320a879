/*
 * sav: a file of SPSS.
 *
 * Silences are user-missing values (a range of codes) with labels.  Labels of variables are cut at 252 bytes, those of
 * values at 120, as SPSS shows them; the codebook has all.  Dates are seconds since 1582-10-14.  Rows are compressed.
 */
#include "engine/base/utf8.h"
#include "reports/microdata/sav_sets.h"
#include "reports/microdata/statfile.h"

#include <string.h>

enum { LABEL_BYTES = 252, VALUE_BYTES = 120, FILE_BYTES = 64, TEXT_BYTES = 32767, NOTE_BYTES = 80 };

static const double day = 86400, epoch = 12219379200; /* 1970-01-01 */

static double scaled(const struct microdata_variable *variable, int64_t number) {
    return variable->kind == MICRODATA_DATE     ? (double)number * day + epoch
           : variable->kind == MICRODATA_NUMBER ? (double)number / NUMBER_ONE
                                                : (double)number;
}

static void label_missing(readstat_label_set_t *set, const struct microdata_variable *variable,
                          enum microdata_missing kind, const char *label) {
    readstat_label_double_value(set, (double)microdata_missing_code(variable, kind), label);
}

static const char *format_of(struct statfile *s, const struct microdata_variable *variable) {
    if (variable->kind == MICRODATA_DATE)
        return "SDATE10";
    return arena_printf(s->arena, "F%d.%d", variable->kind == MICRODATA_NUMBER ? 12 : 4, variable->decimals);
}

static readstat_variable_t *declare(struct statfile *s, const struct microdata_variable *variable) {
    bool text = variable->kind == MICRODATA_TEXT;
    bool scale = variable->kind == MICRODATA_NUMBER || variable->kind == MICRODATA_DATE;
    size_t width = variable->text_bytes ? variable->text_bytes : 1;
    readstat_variable_t *column =
        readstat_add_variable(s->writer, variable->name, text ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE,
                              !text                ? 0
                              : width > TEXT_BYTES ? TEXT_BYTES
                                                   : width);
    readstat_variable_set_label(column, statfile_label(s, variable->label, LABEL_BYTES, LABEL_BYTES));
    s->cut_texts += text && width > TEXT_BYTES;
    readstat_variable_set_measure(column, scale ? READSTAT_MEASURE_SCALE : READSTAT_MEASURE_NOMINAL);
    if (text)
        return column;
    readstat_variable_set_format(column, format_of(s, variable));
    readstat_label_set_t *set =
        statfile_labels(s, variable, READSTAT_TYPE_DOUBLE, VALUE_BYTES, label_missing);
    if (!set)
        return column;
    readstat_variable_set_label_set(column, set);
    readstat_variable_add_missing_double_range(
        column, (double)microdata_missing_code(variable, MICRODATA_MISSING - 1),
        (double)microdata_missing_code(variable, MICRODATA_NO_ANSWER));
    return column;
}

/* A note takes as many lines of 80 bytes as it needs; no character is cut. */
static void add_note(struct statfile *s, const char *note) {
    for (const char *from = note; *from;) {
        const char *at = from, *end = from;
        while (*at && (size_t)(at - from) <= NOTE_BYTES) {
            end = at;
            utf8_next(&at);
        }
        if (!*at && (size_t)(at - from) <= NOTE_BYTES)
            end = at;
        readstat_add_note(s->writer, arena_strndup(s->arena, from, (size_t)(end - from)));
        from = end;
    }
}

static void describe(struct statfile *s) {
    size_t count;
    const char *const *notes = statfile_notes(s, &count);
    readstat_writer_set_file_label(s->writer, writer_cut(s->arena, s->m->q->title, FILE_BYTES, FILE_BYTES));
    readstat_writer_set_compression(s->writer, READSTAT_COMPRESS_ROWS);
    for (size_t i = 0; i < count; i++)
        add_note(s, notes[i]);
}

static readstat_error_t insert(struct statfile *s, const struct microdata_variable *variable,
                               readstat_variable_t *column, const struct microdata_cell *cell) {
    if (variable->kind == MICRODATA_TEXT)
        return readstat_insert_string_value(
            s->writer, column, cell->text ? writer_cut(s->arena, cell->text, TEXT_BYTES, TEXT_BYTES) : "");
    double value = cell->missing == MICRODATA_GIVEN
                       ? scaled(variable, cell->number)
                       : (double)microdata_missing_code(variable, (enum microdata_missing)cell->missing);
    return readstat_insert_double_value(s->writer, column, value);
}

static bool add_sets(const struct statfile *s, struct strbuf *bytes, struct fault *f) {
    return sav_sets_insert(s->m, bytes, f);
}

bool sav_write(struct arena *arena, const struct microdata *m, FILE *out, struct fault *f) {
    static const struct statfile_format format = {.declare = declare,
                                                  .describe = describe,
                                                  .begin = readstat_begin_writing_sav,
                                                  .insert = insert,
                                                  .dictionary = add_sets};
    return statfile_write(arena, m, &format, out, f);
}
