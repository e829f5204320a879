/*
 * dta: a file of Stata 14 and later (format 118, UTF-8).
 *
 * Silences are the extended missing values .a to .e, with labels.  Labels of variables are cut at 80 characters, Stata's
 * limit.  A variable whose longest text has more than 2,045 bytes, the most that a row holds, is a strL: its texts are
 * kept apart, and in memory until the rows are written, because the file's map says beforehand how long they are.  Dates
 * are days since 1960-01-01.  What is said of the file stands in its notes.
 */
#include "engine/base/lang.h"
#include "reports/microdata/dta_notes.h"
#include "reports/microdata/statfile.h"

#include <limits.h>

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

static bool is_long(const struct microdata_variable *variable) {
    return variable->kind == MICRODATA_TEXT && variable->text_bytes > TEXT_BYTES;
}

static readstat_type_t type_of(const struct microdata_variable *variable) {
    switch (variable->kind) {
    case MICRODATA_NUMBER:
        return READSTAT_TYPE_DOUBLE;
    case MICRODATA_DATE:
        return READSTAT_TYPE_INT32;
    case MICRODATA_TEXT:
        return is_long(variable) ? READSTAT_TYPE_STRING_REF : READSTAT_TYPE_STRING;
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
    readstat_variable_t *column =
        readstat_add_variable(s->writer, variable->name, type, type == READSTAT_TYPE_STRING ? width : 0);
    readstat_variable_set_label(column, statfile_label(s, variable->label, LABEL_BYTES, LABEL_CHARACTERS));
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
    readstat_writer_set_file_label(s->writer,
                                   writer_cut(s->arena, s->m->q->title, LABEL_BYTES, LABEL_CHARACTERS));
    for (size_t i = 0; i < count; i++)
        readstat_add_note(s->writer, notes[i]);
    s->notes = count;
}

/* --- texts that are kept apart --- */

static void keep_text(struct statfile *s, const char *text) {
    if (text && *text)
        readstat_add_string_ref(s->writer, text);
    else if (s->empty_text < 0) {
        s->empty_text = s->next_text;
        readstat_add_string_ref(s->writer, "");
    } else
        return;
    s->next_text++;
}

/* In the order in which insert asks for them. */
static bool prepare(struct statfile *s, struct fault *f) {
    struct microdata_cell cell;
    bool any = false;
    for (size_t v = 0; v < s->m->variable_count; v++)
        any = any || is_long(&s->m->variables[v]);
    for (size_t row = 0; any && row < s->m->rows; row++)
        for (size_t v = 0; v < s->m->variable_count; v++) {
            if (!is_long(&s->m->variables[v]))
                continue;
            if (s->next_text == INT_MAX)
                return fault_set(f, _("there are more texts than a Stata file holds"));
            if (!microdata_cell(s->m, row, v, &cell, f))
                return false;
            keep_text(s, cell.text);
        }
    s->next_text = 0;
    return true;
}

static readstat_error_t insert_long(struct statfile *s, readstat_variable_t *column, const char *text) {
    if (s->next_text == s->empty_text)
        s->next_text++;
    int at = text && *text ? s->next_text++ : s->empty_text;
    return readstat_insert_string_ref(s->writer, column, readstat_get_string_ref(s->writer, at));
}

static readstat_error_t insert(struct statfile *s, const struct microdata_variable *variable,
                               readstat_variable_t *column, const struct microdata_cell *cell) {
    if (is_long(variable))
        return insert_long(s, column, cell->text);
    if (variable->kind == MICRODATA_TEXT)
        return readstat_insert_string_value(s->writer, column, cell->text ? cell->text : "");
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

static bool count_notes(const struct statfile *s, struct strbuf *bytes, struct fault *f) {
    return dta_notes_count(bytes, s->notes, f);
}

bool dta_write(struct arena *arena, const struct microdata *m, FILE *out, struct fault *f) {
    static const struct statfile_format format = {.declare = declare,
                                                  .describe = describe,
                                                  .prepare = prepare,
                                                  .begin = readstat_begin_writing_dta,
                                                  .insert = insert,
                                                  .dictionary = count_notes};
    return statfile_write(arena, m, &format, out, f);
}
