#include "importers/series.h"

#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "importers/csv.h"

#include <stdlib.h>
#include <string.h>

enum { POINTS_MAX = 1000000, SERIES_MAX = 1000, DIGITS_MAX = 15 };

enum column {
    COLUMN_SERIES,
    COLUMN_PERIOD,
    COLUMN_AREA,
    COLUMN_GROUP,
    COLUMN_VALUE,
    COLUMN_UNIT,
    COLUMN_NUMERATOR,
    COLUMN_DENOMINATOR,
    COLUMN_RANK,
    COLUMN_SOURCE,
    COLUMN_NOTE,
    COLUMN_CONCEPT,
    COLUMNS
};

static const struct {
    const char *name;
    bool required;
} columns[COLUMNS] = {{"series", true}, {"period", true}, {"area", false},      {"group", false},
                      {"value", true},  {"unit", true},   {"numerator", false}, {"denominator", false},
                      {"rank", false},  {"source", true}, {"note", false},      {"concept", false}};

struct table { /* one series while it is read */
    struct series series;
    struct series_point *points;
    size_t capacity;
};

struct place { /* of a point, to find one that stands twice */
    const char *key;
    size_t row;
};

struct loading {
    struct arena *arena;
    int at[COLUMNS]; /* position of the column in a row, or -1 */
    struct table *tables;
    size_t table_count, table_capacity;
    struct place *places;
    size_t place_count, place_capacity;
};

/* --- forms of text --- */

static size_t digits(const char *text) {
    return strspn(text, "0123456789");
}

static bool in_range(const char *two, int most) {
    int number = atoi(two);
    return digits(two) >= 2 && number >= 1 && number <= most;
}

/* One period; *end is behind it. */
static bool is_moment(const char *text, const char **end) {
    bool fiscal = strncmp(text, "FY", 2) == 0;
    text += fiscal ? 2 : 0;
    if (digits(text) != 4)
        return false;
    *end = text + 4;
    if (fiscal || **end != '-')
        return true;
    if (digits(text + 5) != 2 || !in_range(text + 5, 12))
        return false;
    *end = text + 7;
    if (**end != '-')
        return true;
    *end = text + 10;
    return digits(text + 8) == 2 && in_range(text + 8, 31);
}

bool series_is_period(const char *text) {
    const char *end;
    if (!is_moment(text, &end))
        return false;
    return *end == '\0' || (*end == '/' && is_moment(end + 1, &end) && *end == '\0');
}

/* An optional ~ < or >, an optional minus, digits, an optional fraction. */
static bool is_value(const char *text) {
    text += *text && strchr("~<>", *text) ? 1 : 0;
    text += *text == '-' ? 1 : 0;
    size_t whole = digits(text);
    if (!whole || whole > DIGITS_MAX)
        return false;
    text += whole;
    return *text == '\0' || (*text == '.' && digits(text + 1) && digits(text + 1) <= DIGITS_MAX &&
                             text[1 + digits(text + 1)] == '\0');
}

/* --- headings --- */

static int column_of(const char *heading) {
    for (int i = 0; i < COLUMNS; i++)
        if (strcmp(columns[i].name, heading) == 0)
            return i;
    return -1;
}

static bool read_headings(struct loading *l, const struct record *record, struct fault *f) {
    for (size_t i = 0; i < record->count; i++) {
        int column = column_of(record->cells[i]);
        if (column < 0)
            return fault_set(
                f,
                _("row %zu: the heading \"%.60s\" is not known; expected series, period, area, group, "
                  "value, unit, numerator, denominator, rank, source, note, concept"),
                record->row, record->cells[i]);
        if (l->at[column] >= 0)
            return fault_set(f, _("row %zu: the heading \"%.60s\" stands twice"), record->row,
                             record->cells[i]);
        l->at[column] = (int)i;
    }
    for (int i = 0; i < COLUMNS; i++)
        if (columns[i].required && l->at[i] < 0)
            return fault_set(f, _("row %zu: the column \"%s\" is missing"), record->row, columns[i].name);
    return true;
}

/* --- cells --- */

/* NULL when it is empty. */
static const char *cell(const struct loading *l, const struct record *record, enum column column) {
    int at = l->at[column];
    const char *text = at >= 0 && (size_t)at < record->count ? record->cells[at] : "";
    return *text ? arena_strdup(l->arena, text) : NULL;
}

static bool complain(struct fault *f, const struct record *record, enum column column, const char *why,
                     const char *text) {
    return fault_set(f, _("row %zu, column %s: \"%.60s\" %s"), record->row, columns[column].name, text, why);
}

static bool read_whole(const struct loading *l, const struct record *record, enum column column, long *out,
                       struct fault *f) {
    const char *text = cell(l, record, column);
    *out = AGGREGATE_UNKNOWN;
    if (!text)
        return true;
    if (text[digits(text)] != '\0' || digits(text) > DIGITS_MAX)
        return complain(f, record, column, _("is not a whole number; write digits alone, without commas"),
                        text);
    *out = atol(text);
    return true;
}

/* A prefecture's code, 00 for the whole country; other names as they are. */
static bool read_area(const struct loading *l, const struct record *record, const char **out,
                      struct fault *f) {
    const struct reference *reference = reference_get(f);
    const char *text = cell(l, record, COLUMN_AREA);
    if (!reference)
        return false;
    *out = text;
    if (!text)
        return true;
    int at = reference_prefecture(reference, l->arena, text);
    if (at >= 0)
        *out = reference->prefectures[at].code;
    else if (strcmp(text, "全国") == 0)
        *out = "00";
    return true;
}

static bool read_texts(const struct loading *l, const struct record *record, struct series_point *p,
                       struct fault *f) {
    static const enum column needed[] = {COLUMN_SERIES, COLUMN_PERIOD, COLUMN_UNIT, COLUMN_SOURCE};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!cell(l, record, needed[i]))
            return fault_set(f, _("row %zu: the column \"%s\" is empty; every row needs it"), record->row,
                             columns[needed[i]].name);
    p->period = cell(l, record, COLUMN_PERIOD);
    p->group = cell(l, record, COLUMN_GROUP);
    p->value = cell(l, record, COLUMN_VALUE);
    p->unit = cell(l, record, COLUMN_UNIT);
    p->source = cell(l, record, COLUMN_SOURCE);
    p->note = cell(l, record, COLUMN_NOTE);
    p->concept = cell(l, record, COLUMN_CONCEPT);
    if (!series_is_period(p->period))
        return complain(f, record, COLUMN_PERIOD,
                        _("is not a period; write 2024, 2024-05, 2024-05-31 or FY2024 (fiscal year)"),
                        p->period);
    return !p->value || is_value(p->value) ||
           complain(
               f, record, COLUMN_VALUE,
               _("is not a number; write digits alone, the unit has its own column (~7: about, <1: less)"),
               p->value);
}

static bool check_point(const struct record *record, const struct series_point *p, struct fault *f) {
    if (strcmp(p->unit, "%") == 0 && p->denominator >= 0 && p->numerator > p->denominator)
        return fault_set(f,
                         _("row %zu: the numerator %ld is greater than the denominator %ld; are they "
                           "interchanged?"),
                         record->row, p->numerator, p->denominator);
    if (p->denominator == 0)
        return fault_set(f, _("row %zu: the denominator is 0; leave it empty when it is not known"),
                         record->row);
    if (p->rank == 0)
        return fault_set(f, _("row %zu: a rank counts from 1"), record->row);
    return p->value || p->numerator >= 0 || p->denominator >= 0 || p->rank > 0 || p->note ||
           fault_set(
               f, _("row %zu: no figure; say in the column \"note\" why it is missing, or take the row out"),
               record->row);
}

static bool read_point(const struct loading *l, const struct record *record, struct series_point *p,
                       struct fault *f) {
    return read_texts(l, record, p, f) && read_area(l, record, &p->area, f) &&
           read_whole(l, record, COLUMN_NUMERATOR, &p->numerator, f) &&
           read_whole(l, record, COLUMN_DENOMINATOR, &p->denominator, f) &&
           read_whole(l, record, COLUMN_RANK, &p->rank, f) && check_point(record, p, f);
}

/* --- rows into series --- */

static struct table *table_of(struct loading *l, const char *id) {
    for (size_t i = l->table_count; i-- > 0;)
        if (strcmp(l->tables[i].series.id, id) == 0)
            return &l->tables[i];
    l->tables = arena_grow(l->arena, l->tables, l->table_count, &l->table_capacity, sizeof *l->tables);
    struct table *table = &l->tables[l->table_count++];
    *table = (struct table){.series.id = id};
    return table;
}

static bool is_id(const char *id) {
    size_t good = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return id[good] == '\0' && good <= 100 && *id != '-';
}

static void note_place(struct loading *l, const char *id, const struct series_point *p, size_t row) {
    l->places = arena_grow(l->arena, l->places, l->place_count, &l->place_capacity, sizeof *l->places);
    l->places[l->place_count++] =
        (struct place){arena_printf(l->arena, "%s\x1F%s\x1F%s\x1F%s", id, p->period, p->area ? p->area : "",
                                    p->group ? p->group : ""),
                       row};
}

static const char *or_empty(const char *text) {
    return text ? text : "";
}

static bool same_concept(const char *a, const char *b) {
    return strcmp(or_empty(a), or_empty(b)) == 0;
}

static bool add_row(struct loading *l, const struct record *record, struct fault *f) {
    struct series_point point = {0};
    if (!read_point(l, record, &point, f))
        return false;
    const char *id = cell(l, record, COLUMN_SERIES);
    if (!is_id(id))
        return complain(f, record, COLUMN_SERIES,
                        _("cannot be the name of a series; use small letters, digits and hyphens"), id);
    struct table *table = table_of(l, id);
    if (l->table_count > SERIES_MAX || l->place_count >= POINTS_MAX)
        return fault_set(f, _("row %zu: more than %d series or %d rows; split the file"), record->row,
                         SERIES_MAX, POINTS_MAX);
    if (table->series.count && strcmp(table->points[0].unit, point.unit) != 0)
        return fault_set(
            f, _("row %zu: the series %s has the unit %.20s above and %.20s here; make it two series"),
            record->row, id, table->points[0].unit, point.unit);
    if (table->series.count && !same_concept(table->points[0].concept, point.concept))
        return fault_set(
            f,
            _("row %zu: the series %s has the concept \"%.60s\" above and \"%.60s\" here; a series "
              "has one, in every row, or none"),
            record->row, id, or_empty(table->points[0].concept), or_empty(point.concept));
    table->points =
        arena_grow(l->arena, table->points, table->series.count, &table->capacity, sizeof *table->points);
    table->points[table->series.count++] = point;
    note_place(l, id, &point, record->row);
    return true;
}

static int by_key(const void *a, const void *b) {
    const struct place *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static bool no_point_twice(struct loading *l, struct fault *f) {
    if (l->place_count)
        qsort(l->places, l->place_count, sizeof *l->places, by_key);
    for (size_t i = 1; i < l->place_count; i++)
        if (strcmp(l->places[i - 1].key, l->places[i].key) == 0)
            return fault_set(
                f, _("row %zu: the same series, period, area and group as in row %zu; keep one of them"),
                l->places[i].row, l->places[i - 1].row);
    return true;
}

/* --- the file --- */

static bool read_rows(struct loading *l, struct reader *reader, struct fault *f) {
    struct record record;
    bool headings = false;
    int more;
    while ((more = reader->next(reader, &record, f)) > 0) {
        if (!(headings ? add_row(l, &record, f) : read_headings(l, &record, f)))
            return false;
        headings = true;
    }
    if (more < 0)
        return false;
    return (l->place_count && no_point_twice(l, f)) ||
           fault_set(f, _("no rows in it; the first row holds the headings (series, period, ...), then one "
                          "row a point"));
}

bool series_read(struct arena *arena, const struct source *source, struct series **series, size_t *count,
                 struct fault *f) {
    struct loading l = {.arena = arena};
    struct reader reader;
    for (int i = 0; i < COLUMNS; i++)
        l.at[i] = -1;
    if (!csv_importer.open(arena, source, &reader, f))
        return false;
    bool done = read_rows(&l, &reader, f);
    reader.close(&reader);
    if (!done)
        return fault_context(f, "%s", source->path);
    *series = arena_array(arena, l.table_count, sizeof **series);
    *count = l.table_count;
    for (size_t i = 0; i < l.table_count; i++) {
        (*series)[i] = l.tables[i].series;
        (*series)[i].points = l.tables[i].points;
    }
    return true;
}
