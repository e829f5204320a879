/*
 * dta: a file of Stata 14 and later (format 118, UTF-8).
 *
 * Silences are the extended missing values .a to .e, with labels.  Labels of variables are cut at 80 characters, texts at
 * 2,045 bytes, which are Stata's limits.  Dates are days since 1960-01-01.  What is said of the file stands in its notes.
 */
#include "reports/microdata/statfile.h"

enum {
    VERSION = 118,
    LABEL_CHARACTERS = 80,
    LABEL_BYTES = 320,
    VALUE_BYTES = 1000,
    TEXT_BYTES = 2045,
    BYTE_MAX = 100, /* of Stata's byte */
    EPOCH = 3653,   /* 1970-01-01 */
};

static char tag_of(enum microdata_missing kind) {
    return (char)('a' + kind);
}

static void label_missing(readstat_label_set_t *set, const struct microdata_variable *variable,
                          enum microdata_missing kind, const char *label) {
    (void)variable;
    readstat_label_tagged_value(set, tag_of(kind), label);
}

static readstat_type_t type_of(const struct microdata_variable *variable) {
    switch (variable->kind) {
    case MICRODATA_NUMBER:
        return READSTAT_TYPE_DOUBLE;
    case MICRODATA_DATE:
        return READSTAT_TYPE_INT32;
    case MICRODATA_TEXT:
        return READSTAT_TYPE_STRING;
    default:
        break;
    }
    for (size_t i = 0; i < variable->category_count; i++)
        if (variable->categories[i].code > BYTE_MAX)
            return READSTAT_TYPE_INT16;
    return READSTAT_TYPE_INT8;
}

static readstat_variable_t *declare(struct statfile *s, const struct microdata_variable *variable) {
    size_t width = variable->text_bytes ? variable->text_bytes : 1;
    readstat_type_t type = type_of(variable);
    readstat_variable_t *column = readstat_add_variable(s->writer, variable->name, type,
                                                        type != READSTAT_TYPE_STRING ? 0
                                                        : width > TEXT_BYTES         ? TEXT_BYTES
                                                                                     : width);
    readstat_variable_set_label(column, writer_cut(s->arena, variable->label, LABEL_BYTES, LABEL_CHARACTERS));
    if (variable->kind == MICRODATA_DATE)
        readstat_variable_set_format(column, "%tdCCYY-NN-DD");
    readstat_label_set_t *set = statfile_labels(s, variable, READSTAT_TYPE_INT32, VALUE_BYTES, label_missing);
    if (set)
        readstat_variable_set_label_set(column, set);
    return column;
}

static void describe(struct statfile *s) {
    size_t count;
    const char *const *notes = statfile_notes(s, &count);
    readstat_writer_set_file_format_version(s->writer, VERSION);
    readstat_writer_set_file_label(s->writer, writer_cut(s->arena, s->m->q->title, 256, LABEL_CHARACTERS));
    for (size_t i = 0; i < count; i++)
        readstat_add_note(s->writer, notes[i]);
}

static readstat_error_t insert(struct statfile *s, const struct microdata_variable *variable,
                               readstat_variable_t *column, const struct microdata_cell *cell) {
    if (variable->kind == MICRODATA_TEXT)
        return readstat_insert_string_value(
            s->writer, column, cell->text ? writer_cut(s->arena, cell->text, TEXT_BYTES, TEXT_BYTES) : "");
    if (cell->missing != MICRODATA_GIVEN)
        return readstat_insert_tagged_missing_value(s->writer, column,
                                                    tag_of((enum microdata_missing)cell->missing));
    switch (type_of(variable)) {
    case READSTAT_TYPE_DOUBLE:
        return readstat_insert_double_value(s->writer, column, (double)cell->number / NUMBER_ONE);
    case READSTAT_TYPE_INT32:
        return readstat_insert_int32_value(s->writer, column, (int32_t)(cell->number + EPOCH));
    case READSTAT_TYPE_INT16:
        return readstat_insert_int16_value(s->writer, column, (int16_t)cell->number);
    default:
        return readstat_insert_int8_value(s->writer, column, (int8_t)cell->number);
    }
}

bool dta_write(struct arena *arena, const struct microdata *m, FILE *out, struct fault *f) {
    static const struct statfile_format format = {declare, describe, readstat_begin_writing_dta, insert,
                                                  NULL};
    return statfile_write(arena, m, &format, out, f);
}
