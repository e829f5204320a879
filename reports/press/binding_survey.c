/* Numbers of a survey whose returns are counted: cells, bases, summaries of tables; facts. */
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "reports/press/binding_value.h"

#include <stdlib.h>
#include <string.h>

static const char SURVEY[] = "survey";

/* --- what is not there --- */

static const char *column_part(const struct binder *b, const struct operand *o) {
    return o->column ? arena_printf(b->arena, "@%s", o->column) : "";
}

static const char *source_part(const struct binder *b, const struct operand *o) {
    return *o->source->name ? arena_printf(b->arena, "%s:", o->source->name) : "";
}

static bool no_table(const struct binder *b, const struct reference *r, const struct operand *o,
                     struct fault *f) {
    struct nearest n = {.wanted = o->table};
    nearest_offer(&n, SURVEY);
    for (size_t i = 0; i < o->source->tables->count; i++)
        nearest_offer(&n, o->source->tables->tables[i].question);
    const char *row = o->row ? arena_printf(b->arena, ".%s", o->row) : "";
    return reference_refuse_operand(
        b, r, o, _("there is no such table"),
        arena_printf(b->arena, "%s%s%s%s", source_part(b, o), n.found, row, column_part(b, o)), f);
}

static bool no_row(const struct binder *b, const struct reference *r, const struct operand *o,
                   const struct table *table, struct fault *f) {
    struct nearest n = {.wanted = o->row};
    for (size_t i = 0; i < table->row_count; i++)
        nearest_offer(&n, table->rows[i].key);
    return reference_refuse_operand(
        b, r, o, _("the table has no such row"),
        n.found ? arena_printf(b->arena, "%s%s.%s%s", source_part(b, o), o->table, n.found, column_part(b, o))
                : NULL,
        f);
}

static bool no_column(const struct binder *b, const struct reference *r, const struct operand *o,
                      const struct table *table, struct fault *f) {
    struct nearest n = {.wanted = o->column};
    for (size_t i = 0; i < table->column_count; i++)
        nearest_offer(&n, table->columns[i].key);
    const char *dot = o->row ? "." : "", *row = o->row ? o->row : "";
    return reference_refuse_operand(
        b, r, o, _("the table has no such column"),
        arena_printf(b->arena, "%s%s%s%s@%s", source_part(b, o), o->table, dot, row, n.found), f);
}

static bool suppressed(const struct reference *r, struct fault *f) {
    return reference_refuse(
        r, f, _("this cell is suppressed because its number is small; take it out of the text"), NULL);
}

/* --- cells --- */

static const char *share_text(const struct binder *b, const struct reference *r,
                              const struct table_cell *cell) {
    if (r->places < 0)
        return cell->text;
    char text[PERCENT_TEXT];
    table_cell_percent(cell, r->places, text);
    return arena_strdup(b->arena, text);
}

static const char *with_unit(const struct binder *b, const struct reference *r, const struct table *table,
                             int64_t count) {
    const char *space = strcmp(lang_now(), "ja") == 0 ? "" : " ";
    return arena_printf(b->arena, "%s%s%s", binding_integer(b, r, count), space,
                        table->unit ? table->unit : "");
}

static bool format_cell(const struct binder *b, const struct reference *r, const struct table *table,
                        const struct table_row *row, const struct table_cell *cell, struct value *v,
                        struct fault *f) {
    static const char *const known[] = {"count",    "count,", "percent", "percent0", "percent1", "percent2",
                                        "percent3", "low1",   "high1",   "n",        "n,",       "units",
                                        "units,",   "label",  "about",   "claim:",   NULL};
    if (cell->suppressed)
        return suppressed(r, f);
    v->count = cell->count;
    v->n = cell->n;
    v->number = (struct quantity){cell->count, 1};
    v->share = (struct quantity){cell->count, cell->n > 0 ? cell->n : 0};
    if (cell->weighted && cell->n > 0) /* the integers of the returns do not make it */
        v->share = (struct quantity){table_cell_scaled(cell, 6), 100000000};
    v->weight = table->weight;
    if (reference_is(r, "count", false, true))
        v->text = binding_integer(b, r, cell->count);
    else if (reference_is(r, "units", false, true))
        v->text = with_unit(b, r, table, cell->count);
    else if (reference_is(r, "label", false, false))
        v->text = row->label;
    else if (reference_is(r, "n", false, true))
        v->text = binding_integer(b, r, cell->n);
    else if (reference_is(r, "percent", true, false) && cell->n > 0)
        v->text = share_text(b, r, cell);
    else if (reference_is(r, "low", true, false) && cell->has_interval)
        v->text = arena_printf(b->arena, "%.*f", r->places < 0 ? 1 : r->places, cell->low);
    else if (reference_is(r, "high", true, false) && cell->has_interval)
        v->text = arena_printf(b->arena, "%.*f", r->places < 0 ? 1 : r->places, cell->high);
    bool vague = false;
    if (!v->text && !r->between && !binding_vague(b, r, v, &vague, f))
        return false;
    return v->text || r->between || reference_no_format(b, r, known, f);
}

/* --- columns --- */

static const char *without_separators(const struct binder *b, const char *number) {
    char *text = arena_strdup(b->arena, number), *to = text;
    for (const char *at = text; *at; at++)
        if (*at != ',')
            *to++ = *at;
    *to = '\0';
    return text;
}

/* A mean or median with other places than the table's. */
static const char *with_places(const struct binder *b, double number, int places) {
    char text[PERCENT_TEXT];
    percent_real_text(text, number, places);
    text[strcspn(text, "%")] = '\0';
    return arena_strdup(b->arena, text);
}

static const char *format_summary(const struct binder *b, const struct reference *r,
                                  const struct table_summary *s) {
    const struct {
        const char *name, *text;
        double number;
    } texts[] = {
        {"sum", s->sum_text, s->sum},          {"mean", s->mean_text, s->mean},
        {"median", s->median_text, s->median}, {"min", s->min_text, s->min},
        {"max", s->max_text, s->max},          {"lower", s->lower_text, s->lower},
        {"upper", s->upper_text, s->upper},    {"mode", s->mode_text, s->mode_count ? s->modes[0] : 0}};
    if (reference_is(r, "at_least", false, true) && s->at_least_text)
        return r->thousands ? s->at_least_text : without_separators(b, s->at_least_text);
    if (reference_is(r, "given", false, true))
        return binding_integer(b, r, s->given);
    if (reference_is(r, "unstated", false, true))
        return binding_integer(b, r, s->unstated);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (reference_is(r, texts[i].name, true, false))
            return r->places < 0 || !texts[i].text ? texts[i].text
                                                   : with_places(b, texts[i].number, r->places);
    return NULL;
}

/* The reference names a column as a whole: its base, or a number question's summary. */
static bool format_column(const struct binder *b, const struct reference *r, const struct table *table,
                          size_t column, struct value *v, struct fault *f) {
    static const char *const bases[] = {"n", "n,", NULL};
    static const char *const sums[] = {"n",        "n,",    "at_least", "at_least,", "given",
                                       "unstated", "sum",   "mean",     "median",    "min",
                                       "max",      "lower", "upper",    "mode",      NULL};
    v->count = table->columns[column].n;
    if (v->count == TABLE_N_HIDDEN)
        return suppressed(r, f);
    v->number = (struct quantity){v->count, 1};
    if (table->summaries && table->summaries[column].suppressed && strcmp(r->name, "n") != 0)
        return suppressed(r, f);
    if (reference_is(r, "n", false, true))
        v->text = binding_integer(b, r, table->columns[column].n);
    else if (table->summaries) {
        v->text = format_summary(b, r, &table->summaries[column]);
        if (strcmp(r->name, "at_least") == 0)
            v->count = (int64_t)table->summaries[column].at_least;
    }
    if (v->text || r->between)
        return true;
    if (table->summaries && strcmp(r->name, "at_least") == 0 && !table->summaries[column].at_least_text)
        return reference_refuse(
            r, f,
            _("the questionnaire does not count a yes without a number as one: write \"at_least\": "
              "true at the question, or use sum here"),
            NULL);
    return reference_no_format(b, r, table->summaries ? sums : bases, f);
}

/* --- facts --- */

static const struct binding_fact *find_fact(const struct binding_source *source, const char *name) {
    for (size_t i = 0; i < source->fact_count; i++)
        if (strcmp(source->facts[i].name, name) == 0)
            return &source->facts[i];
    return NULL;
}

static bool no_fact(const struct binder *b, const struct reference *r, const struct binding_source *source,
                    struct fault *f) {
    const char **known = arena_array(b->arena, source->fact_count + 1, sizeof *known);
    for (size_t i = 0, count = 0; i < source->fact_count; i++)
        if (!source->facts[i].missing)
            known[count++] = source->facts[i].n > 0 ? arena_printf(b->arena, "%s1", source->facts[i].name)
                                                    : source->facts[i].name;
    return reference_no_format(b, r, known, f);
}

bool binding_fact_text(const struct binder *b, const struct reference *r, const struct binding_source *source,
                       struct value *v, struct fault *f) {
    const struct binding_fact *fact = find_fact(source, r->between ? "returns" : r->name);
    if (fact && fact->missing)
        return reference_refuse(r, f, fact->missing, NULL);
    if (!fact || (r->places >= 0 && fact->n <= 0 && !r->between) ||
        (r->thousands && (fact->n > 0 || fact->text)))
        return no_fact(b, r, source, f);
    v->count = fact->count;
    v->n = fact->n;
    if (!fact->text)
        v->number = (struct quantity){fact->count, 1};
    v->text = fact->text    ? fact->text
              : fact->n > 0 ? binding_percent(b, fact->count, fact->n, r->places < 0 ? 1 : r->places)
                            : binding_integer(b, r, fact->count);
    return true;
}

/* --- tables --- */

/* "type=hospital" is crossed by "type", "pref=13,type=clinic" by "pref,type". */
static const char *key_of_column(const struct binder *b, const char *column) {
    struct strbuf key = {0};
    strbuf_add(&key, "");
    for (const char *at = column; *at;) {
        const size_t name = strcspn(at, "=,"), part = strcspn(at, ",");
        strbuf_printf(&key, "%s%.*s", key.length ? "," : "", (int)name, at);
        at += part + (at[part] == ',');
    }
    char *text = arena_strdup(b->arena, key.text);
    strbuf_end(&key);
    return text;
}

static const struct table *find_table(const struct binder *b, const struct reference *r,
                                      const struct operand *o, struct fault *f) {
    const struct binding_source *s = o->source;
    const struct table *table = table_find(s->tables, o->table);
    if (!table) {
        no_table(b, r, o, f);
        return NULL;
    }
    if (!o->column)
        return table;
    const struct table_set *crossed =
        s->crossed ? s->crossed(s->data, key_of_column(b, o->column), o->table, f) : NULL;
    table = crossed ? table_find(crossed, o->table) : NULL;
    if (!table && f->kind == FAULT_NONE)
        reference_refuse(r, f, _("this table cannot be crossed so"), NULL);
    else if (!table)
        fault_context(f, "%s: {%s}", json_pointer(b->arena, r->place), r->whole);
    return table;
}

/* --- "#1": the option that most ticked --- */

static long place_of(const struct table *table, size_t column, const struct table_row *row, size_t *shared) {
    long place = 1;
    *shared = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const struct table_row *other = &table->rows[i];
        if (other->kind != TABLE_OPTION || other->cells[column].suppressed)
            continue;
        place += other->cells[column].count > row->cells[column].count;
        *shared += other->cells[column].count == row->cells[column].count;
    }
    return place;
}

static const struct table_row *row_at_place(const struct reference *r, const struct operand *o,
                                            const struct table *table, size_t column, struct fault *f) {
    const long wanted = strtol(o->row + 1, NULL, 10);
    for (size_t i = 0; i < table->row_count; i++) {
        size_t shared;
        const struct table_row *row = &table->rows[i];
        if (row->kind != TABLE_OPTION || row->cells[column].suppressed ||
            place_of(table, column, row, &shared) != wanted)
            continue;
        if (shared == 1)
            return row;
        reference_refuse(r, f,
                         _("several options share this place, so no single one can be named; write the "
                           "sentence without it"),
                         NULL);
        return NULL;
    }
    reference_refuse(r, f, _("no option has this place"), NULL);
    return NULL;
}

bool binding_survey(const struct binder *b, const struct reference *r, const struct operand *o,
                    struct value *v, struct fault *f) {
    if (strcmp(o->table, SURVEY) == 0 && !o->row && !o->column)
        return binding_fact_text(b, r, o->source, v, f);
    const struct table *table = find_table(b, r, o, f);
    if (!table)
        return false;
    v->base_text = table->base_text;
    v->base_where = table->base_where;
    const int column = o->column ? table_column_find(table, o->column) : 0;
    if (column < 0)
        return no_column(b, r, o, table, f);
    if (!o->row)
        return format_column(b, r, table, (size_t)column, v, f);
    if (o->row[0] == '#') {
        const struct table_row *row = row_at_place(r, o, table, (size_t)column, f);
        return row && format_cell(b, r, table, row, &row->cells[column], v, f);
    }
    const struct table_row *row = table_row_find(table, o->row);
    if (!row && o->star) {
        v->text = binding_dash;
        return true;
    }
    return row ? format_cell(b, r, table, row, &row->cells[column], v, f) : no_row(b, r, o, table, f);
}
