/* Numbers that came without returns: published surveys, and series. */
#include "engine/base/lang.h"
#include "reports/press/binding_value.h"
#include "reports/series/series_trend.h"

#include <stdlib.h>
#include <string.h>

/* --- published surveys --- */

static bool no_question(const struct binder *b, const struct reference *r, const struct operand *o,
                        struct fault *f) {
    const struct published_survey *p = o->source->published;
    struct nearest n = {.wanted = o->table};
    nearest_offer(&n, "survey");
    for (size_t i = 0; i < p->question_count; i++)
        if (p->questions[i].id)
            nearest_offer(&n, p->questions[i].id);
    const char *row = o->row ? arena_printf(b->arena, ".%s", o->row) : "";
    return reference_refuse_operand(b, r, o, _("nothing was published for this question"),
                                    arena_printf(b->arena, "%s:%s%s", o->source->name, n.found, row), f);
}

static bool no_option(const struct binder *b, const struct reference *r, const struct operand *o,
                      const struct published_question *q, struct fault *f) {
    struct nearest n = {.wanted = o->row ? o->row : ""};
    for (size_t i = 0; i < q->option_count; i++)
        if (q->options[i].id)
            nearest_offer(&n, q->options[i].id);
    return reference_refuse_operand(
        b, r, o, _("nothing was published for this answer"),
        n.found ? arena_printf(b->arena, "%s:%s.%s", o->source->name, o->table, n.found) : NULL, f);
}

/* Questions may be published in several pieces: derived ones stand last, and the first that has the row counts. */
static const struct published_option *find_option(const struct operand *o,
                                                  const struct published_question **question) {
    const struct published_survey *p = o->source->published;
    *question = NULL;
    for (size_t i = 0; i < p->question_count; i++) {
        const struct published_question *q = &p->questions[i];
        if (!q->id || strcmp(q->id, o->table) != 0)
            continue;
        *question = *question ? *question : q;
        for (size_t k = 0; o->row && k < q->option_count; k++)
            if (q->options[k].id && strcmp(q->options[k].id, o->row) == 0) {
                *question = q;
                return &q->options[k];
            }
    }
    return NULL;
}

/* "53.5" as 535 of 1000. */
static struct quantity printed_share(const char *percent) {
    struct quantity share = {0, 100};
    bool point = false;
    for (const char *at = percent; *at && share.den < 1000000000; at++) {
        if (*at >= '0' && *at <= '9') {
            share.num = share.num * 10 + (*at - '0');
            share.den *= point ? 10 : 1;
        }
        point |= *at == '.';
    }
    return share;
}

static int places_of(const char *number) {
    const char *point = strchr(number, '.');
    return point ? (int)strlen(point + 1) : 0;
}

static void set_quantities(const struct published_question *q, const struct published_option *option,
                           struct value *v) {
    const bool counted = option->count != AGGREGATE_UNKNOWN, based = q->base_n > 0;
    if (counted)
        v->number = (struct quantity){option->count, 1};
    if (counted && based)
        v->share = (struct quantity){option->count, q->base_n};
    else if (option->percent) {
        v->share = printed_share(option->percent);
        v->rounded = true;
        v->places = places_of(option->percent);
    }
    v->count = counted ? option->count : 0;
    v->n = based ? q->base_n : 0;
    v->base_text = q->base;
}

/* As printed; with other places only from the counts. */
static const char *published_percent(const struct binder *b, const struct reference *r,
                                     const struct published_question *q,
                                     const struct published_option *option) {
    if (option->percent && (r->places < 0 || r->places == places_of(option->percent)))
        return arena_printf(b->arena, "%s%%", option->percent);
    if (option->count == AGGREGATE_UNKNOWN || q->base_n <= 0)
        return NULL;
    return binding_percent(b, option->count, q->base_n, r->places < 0 ? 1 : r->places);
}

static const char *published_text(const struct binder *b, const struct reference *r,
                                  const struct published_question *q, const struct published_option *option) {
    if (reference_is(r, "percent", true, false))
        return published_percent(b, r, q, option);
    if (reference_is(r, "count", false, true) && option->count != AGGREGATE_UNKNOWN)
        return binding_integer(b, r, option->count);
    if (reference_is(r, "n", false, true) && q->base_n > 0)
        return binding_integer(b, r, q->base_n);
    if (reference_is(r, "value", false, false))
        return option->value;
    return reference_is(r, "label", false, false) ? option->label : NULL;
}

static bool not_published(const struct binder *b, const struct reference *r,
                          const struct published_question *q, const struct published_option *option,
                          struct fault *f) {
    const char *share = option->percent ? arena_printf(b->arena, "%s%%", option->percent) : "-";
    const char *count =
        option->count == AGGREGATE_UNKNOWN ? "-" : arena_printf(b->arena, "%ld", option->count);
    const char *n = q->base_n > 0 ? arena_printf(b->arena, "%ld", q->base_n) : "-";
    return reference_refuse(
        r, f,
        arena_printf(b->arena, _("this was not published so; published are: share %s, count %s, n %s"), share,
                     count, n),
        NULL);
}

bool binding_published(const struct binder *b, const struct reference *r, const struct operand *o,
                       struct value *v, struct fault *f) {
    const struct published_question *q;
    if (strcmp(o->table, "survey") == 0 && !o->row)
        return binding_fact_text(b, r, o->source, v, f);
    const struct published_option *option = find_option(o, &q);
    if (!q)
        return no_question(b, r, o, f);
    if (!o->row && reference_is(r, "n", false, true) && q->base_n > 0) {
        v->text = binding_integer(b, r, q->base_n);
        v->count = q->base_n;
        v->number = (struct quantity){q->base_n, 1};
        return true;
    }
    if (!option && !o->star)
        return no_option(b, r, o, q, f);
    if (option)
        set_quantities(q, option, v);
    v->text = option ? published_text(b, r, q, option) : NULL;
    if (o->star && !v->text && (!option || !r->between)) {
        v->text = binding_dash;
        return true;
    }
    bool vague = false;
    if (!v->text && !r->between && !binding_vague(b, r, v, &vague, f))
        return false;
    return v->text || r->between || not_published(b, r, q, option, f);
}

/* --- series --- */

static bool misplaced(const struct binder *b, const struct reference *r, struct fault *f) {
    const char *why = arena_strdup(b->arena, f->text);
    fault_clear(f);
    return reference_refuse(r, f, why, NULL);
}

static bool find_period(const struct binder *b, const struct reference *r, const struct operand *o,
                        size_t *period, struct fault *f) {
    const struct series_table *t = o->source->series;
    if (!o->column)
        return reference_refuse(r, f, _("a series is referred to as item@period, for example total@2023-12"),
                                NULL);
    if (strcmp(o->column, "first") == 0 || strcmp(o->column, "last") == 0) {
        *period = o->column[0] == 'f' ? 0 : t->period_count - 1;
        return true;
    }
    return series_table_period(t, o->column, period, f) || misplaced(b, r, f);
}

static void make_places(const struct binder *b, const struct series_table *t, size_t period,
                        struct ranking_place *places) {
    struct ranking_value *values = arena_array(b->arena, t->item_count + 1, sizeof *values);
    for (size_t i = 0; i < t->item_count; i++)
        if (!t->items[i].whole)
            values[i] = series_table_value(t, i, period)->exact;
    ranking_make(values, t->item_count, RANKING_GREATEST_FIRST, places);
}

/* "#3": the item in the third place. */
static bool find_placed(const struct binder *b, const struct reference *r, const struct operand *o,
                        size_t period, size_t *item, struct fault *f) {
    const struct series_table *t = o->source->series;
    struct ranking_place *places = arena_array(b->arena, t->item_count + 1, sizeof *places);
    make_places(b, t, period, places);
    const long wanted = strtol(o->table + 1, NULL, 10);
    for (*item = 0; *item < t->item_count; ++*item) {
        if (places[*item].rank != wanted)
            continue;
        return places[*item].shared == 1 ||
               reference_refuse(r, f,
                                _("several items share this place, so no single one can be named; write the "
                                  "sentence without it"),
                                NULL);
    }
    return reference_refuse(r, f, _("no item has this place"), NULL);
}

static bool find_item(const struct binder *b, const struct reference *r, const struct operand *o,
                      size_t period, size_t *item, struct fault *f) {
    const struct series_table *t = o->source->series;
    if (o->table[0] == '#')
        return find_placed(b, r, o, period, item, f);
    const char *word = strcmp(o->table, "total") == 0 && t->axis == SERIES_GROUPS ? "" : o->table;
    return series_table_item(t, word, item, f) || misplaced(b, r, f);
}

/* For how many periods up to this one it has been falling (or rising). */
static long steps_until(const struct binder *b, const struct series_table *t, size_t item, size_t period,
                        int direction) {
    const struct series_course c = series_course(b->arena, t, item);
    for (size_t i = 0; i < c.run_count; i++) {
        const struct series_moment *from = &c.moments[c.runs[i].from], *to = &c.moments[c.runs[i].to];
        if (c.runs[i].direction == direction && from->at < period && period <= to->at)
            return (long)(period - from->at);
    }
    return 0;
}

static const char *run_text(const struct binder *b, const struct reference *r, const struct series_table *t,
                            size_t item, size_t period, struct fault *f) {
    const bool falls = strcmp(r->name, "falling") == 0;
    const long steps = steps_until(b, t, item, period, falls ? -1 : 1);
    if (steps > 0)
        return arena_printf(b->arena, "%ld", steps);
    reference_refuse(r, f, falls ? _("the value is not falling there") : _("the value is not rising there"),
                     NULL);
    return NULL;
}

static long rank_of(const struct binder *b, const struct series_table *t, size_t item, size_t period) {
    const struct series_value *v = series_table_value(t, item, period);
    if (v->point && v->point->rank != AGGREGATE_UNKNOWN)
        return v->point->rank;
    struct ranking_place *places = arena_array(b->arena, t->item_count + 1, sizeof *places);
    make_places(b, t, period, places);
    return places[item].rank;
}

/* A bound or an estimate in words: "<1" is under 1%. */
static const char *bound_text(const struct binder *b, const struct series_table *t, const char *text) {
    const char *number = arena_printf(b->arena, "%s%s", text + 1, t->percent ? "%" : "");
    return arena_printf(b->arena,
                        text[0] == '<'   ? _("under %s")
                        : text[0] == '>' ? _("over %s")
                                         : _("about %s"),
                        number);
}

static const char *value_text(const struct binder *b, const struct reference *r, const struct series_table *t,
                              const struct series_value *v) {
    char text[PERCENT_TEXT];
    if (r->places >= 0 && v->exact.den > 0) {
        percent_ratio_text(text, v->exact.num, v->exact.den, r->places);
        return arena_printf(b->arena, "%s%s", text, t->percent ? "%" : "");
    }
    if (!v->text && v->exact.den <= 0)
        return NULL;
    const char *number = v->text;
    if (number && strchr("<>~", *number))
        return bound_text(b, t, number);
    if (!number) {
        percent_ratio_text(text, v->exact.num, v->exact.den, v->decimals);
        number = text;
    }
    if (r->thousands && v->exact.den == 1)
        number = percent_thousands(text, v->exact.num);
    return arena_printf(b->arena, "%s%s", number, t->percent ? "%" : "");
}

static const char *count_text(const struct binder *b, const struct reference *r, long count) {
    return count == AGGREGATE_UNKNOWN ? NULL : binding_integer(b, r, count);
}

static const char *series_text(const struct binder *b, const struct reference *r,
                               const struct series_table *t, size_t item, size_t period, struct fault *f) {
    const struct series_value *v = series_table_value(t, item, period);
    if (reference_is(r, "value", true, true))
        return value_text(b, r, t, v);
    if (reference_is(r, "label", false, false))
        return t->items[item].label;
    if (reference_is(r, "period", false, false))
        return t->periods[period].text;
    if (reference_is(r, "count", false, true) && v->point)
        return count_text(b, r, v->point->numerator);
    if (reference_is(r, "n", false, true) && v->point)
        return count_text(b, r, v->point->denominator);
    if (reference_is(r, "falling", false, false) || reference_is(r, "rising", false, false))
        return run_text(b, r, t, item, period, f);
    const long rank = reference_is(r, "rank", false, false) ? rank_of(b, t, item, period) : 0;
    return rank > 0 ? arena_printf(b->arena, "%ld", rank) : NULL;
}

static void set_series_quantities(const struct series_table *t, const struct series_value *v,
                                  struct value *out) {
    if (v->exact.den > 0 && t->percent)
        out->share = (struct quantity){v->exact.num, v->exact.den * 100};
    if (v->exact.den > 0)
        out->number = (struct quantity){v->exact.num, v->exact.den};
    if (v->point && v->point->numerator != AGGREGATE_UNKNOWN) {
        out->count = v->point->numerator;
        out->n = v->point->denominator != AGGREGATE_UNKNOWN ? v->point->denominator : 0;
        if (t->percent)
            out->number = (struct quantity){v->point->numerator, 1};
    }
}

bool binding_series(const struct binder *b, const struct reference *r, const struct operand *o,
                    struct value *v, struct fault *f) {
    static const char *const known[] = {"value",  "value0", "value1", "value2", "value,", "rank",
                                        "label",  "count",  "count,", "n",      "n,",     "falling",
                                        "rising", "period", "about",  "claim:", NULL};
    const struct series_table *t = o->source->series;
    size_t period, item;
    if (!find_period(b, r, o, &period, f))
        return false;
    if (!find_item(b, r, o, period, &item, f)) {
        if (!o->star)
            return false;
        fault_clear(f);
        v->text = binding_dash;
        return true;
    }
    set_series_quantities(t, series_table_value(t, item, period), v);
    v->text = series_text(b, r, t, item, period, f);
    if (f->kind != FAULT_NONE)
        return false;
    if (o->star && !v->text && (!r->between || v->number.den == 0)) {
        v->text = binding_dash;
        return true;
    }
    bool vague = false;
    if (!v->text && !r->between && !binding_vague(b, r, v, &vague, f))
        return false;
    return v->text || r->between || reference_no_format(b, r, known, f);
}
