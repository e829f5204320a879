#include "importers/columns.h"

#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "importers/service.h"

#include <string.h>

/* --- one heading
 * ----------------------------------------------------------------------------------------------- */

static bool is_near(const struct questionnaire *q, int question, int context) {
    for (int at = question; at >= 0; at = q->questions[at].parent)
        if (at == context)
            return true;
    return context >= 0 && question >= 0 && q->questions[context].parent >= 0 &&
           q->questions[context].parent == q->questions[question].parent;
}

/* The cheapest reading; of equally cheap ones the only one near the columns before, else none. */
static const struct reading *choose(const struct questionnaire *q, const struct readings *readings,
                                    int context) {
    const struct reading *best = NULL;
    size_t ties = 0, near = 0;
    for (size_t i = 0; i < readings->count && readings->items[i].cost == readings->items[0].cost; i++) {
        ties++;
        if (is_near(q, readings->items[i].meaning.question, context)) {
            near++;
            best = &readings->items[i];
        }
    }
    if (ties == 1)
        return &readings->items[0];
    return near == 1 ? best : NULL;
}

/* Whether a heading as a service spells it, rewritten, is one beyond doubt. */
struct rewritten {
    struct arena *arena;
    const struct vocabulary *v;
    struct readings *out;
};

static bool is_sure(void *data, const char *text) {
    const struct rewritten *r = data;
    struct readings readings;
    vocabulary_read(r->v, vocabulary_key(r->arena, text), -1, &readings);
    if (!choose(vocabulary_questionnaire(r->v), &readings, -1) || readings.items[0].cost > COST_SURE)
        return false;
    *r->out = readings;
    return true;
}

/* A question's own id is that question whatever else the heading may mean to the service; then come the
 * service's own columns, its rewritings, and the heading as it stands.  True when the service alone knows it.
 */
static bool read_heading(struct arena *arena, const struct vocabulary *v, const char *heading,
                         const char *key, int context, struct readings *out) {
    const struct service *service = vocabulary_service(v);
    vocabulary_read(v, key, context, out);
    if (!service || (out->count && out->items[0].cost == 0 && out->items[0].meaning.kind == MEANING_QUESTION))
        return false;
    int field;
    if (service_column(arena, service, heading, &field)) {
        const struct meaning meaning = {field < 0 ? MEANING_IGNORED : MEANING_FIELD, field, -1, -1};
        *out = (struct readings){.items = {{.meaning = meaning}}, .count = 1};
        return true;
    }
    struct rewritten rewritten = {arena, v, out};
    if (service_rewrite(arena, service, SERVICE_HEADING, true, heading, is_sure, &rewritten))
        return false;
    if (out->count == 0 || out->items[0].cost > COST_SURE)
        service_rewrite(arena, service, SERVICE_HEADING, false, heading, is_sure, &rewritten);
    return false;
}

size_t columns_score(struct arena *scratch, const struct vocabulary *v, struct column_map *map,
                     const char *const *headings, size_t count) {
    const struct questionnaire *q = vocabulary_questionnaire(v);
    size_t score = 0;
    int context = -1;
    for (size_t i = 0; i < count; i++) {
        const char *key = vocabulary_key(scratch, headings[i]);
        struct readings readings;
        read_heading(scratch, v, headings[i], key, context, &readings);
        const struct reading *reading = choose(q, &readings, context);
        bool sure = reading && reading->cost <= COST_SURE;
        score += sure || (map && column_map_find(map, key));
        if (sure && reading->meaning.question >= 0)
            context = reading->meaning.question;
    }
    return score;
}

/* --- all headings
 * ---------------------------------------------------------------------------------------------- */

struct resolver {
    struct arena *arena;
    const struct vocabulary *v;
    const struct questionnaire *q;
    struct column_map *map;
    struct column *items;
    struct readings *readings;
    size_t count;
};

static void resolve_one(struct resolver *r, size_t i, const char *heading, int *context) {
    struct column *column = &r->items[i];
    const char *key = vocabulary_key(r->arena, heading);
    const struct meaning *mapped = r->map ? column_map_find(r->map, key) : NULL;
    column->heading = heading;
    column->mapped = mapped != NULL;
    column->meaning = (struct meaning){*key ? MEANING_UNKNOWN : MEANING_EMPTY, -1, -1, -1};
    if (mapped) {
        column->meaning = *mapped;
    } else {
        column->own = read_heading(r->arena, r->v, heading, key, *context, &r->readings[i]);
        const struct reading *reading = choose(r->q, &r->readings[i], *context);
        if (reading)
            column->meaning = reading->meaning;
    }
    if (column->meaning.question >= 0)
        *context = column->meaning.question;
    if (column->meaning.kind == MEANING_QUESTION)
        column->unit = vocabulary_other_unit(r->arena, r->v, column->meaning.question, key);
    if (column->meaning.kind == MEANING_UNKNOWN) {
        column->suggestion = vocabulary_suggest(r->arena, r->v, key);
        column->guess = vocabulary_guess(r->arena, r->v, key);
    }
}

static bool is_taken(const struct resolver *r, const struct meaning *meaning, size_t except) {
    for (size_t i = 0; i < r->count; i++)
        if (i != except && meaning_equal(&r->items[i].meaning, meaning))
            return true;
    return false;
}

static bool has_option_column(const struct resolver *r, int question, size_t except) {
    for (size_t i = 0; i < r->count; i++)
        if (i != except && r->items[i].meaning.kind == MEANING_OPTION &&
            r->items[i].meaning.question == question)
            return true;
    return false;
}

/* What the service notes of itself gives way to a column that somebody made for it, and the first of several
 * (one per instrument) tells. */
static void give_way(struct resolver *r, size_t i) {
    struct meaning *meaning = &r->items[i].meaning;
    if (!r->items[i].own || meaning->kind != MEANING_FIELD)
        return;
    for (size_t k = 0; k < r->count; k++)
        if (k != i && (k < i || !r->items[k].own) && meaning_equal(meaning, &r->items[k].meaning)) {
            *meaning = (struct meaning){MEANING_IGNORED, -1, -1, -1};
            return;
        }
}

/* 問4(1) is the nested question that the form prints so, unless its neighbours are options of question 4 by
 * position, or another column is that question already. */
static void reconsider(struct resolver *r, size_t i) {
    struct column *column = &r->items[i];
    if (column->mapped || column->meaning.kind != MEANING_QUESTION)
        return;
    const struct question *nested = &r->q->questions[column->meaning.question];
    for (size_t k = 1; nested->parent >= 0 && k < r->readings[i].count; k++) {
        const struct meaning *other = &r->readings[i].items[k].meaning;
        if (other->kind != MEANING_OPTION || other->question != nested->parent || is_taken(r, other, i))
            continue;
        bool sibling = other->option != nested->parent_option && has_option_column(r, nested->parent, i);
        if (sibling || is_taken(r, &column->meaning, i)) {
            column->meaning = *other;
            return;
        }
    }
}

static struct question_columns *empty_questions(struct arena *arena, const struct questionnaire *q,
                                                const struct column_map *map) {
    struct question_columns *questions = arena_array(arena, q->question_count, sizeof *questions);
    for (size_t i = 0; i < q->question_count; i++)
        questions[i] = (struct question_columns){
            .whole = -1, .other_text = -1, .absent = map && column_map_absent(map, (int)i, -1)};
    return questions;
}

static int *no_options(struct arena *arena, size_t count) {
    int *options = arena_array(arena, count, sizeof *options);
    for (size_t j = 0; j < count; j++)
        options[j] = -1;
    return options;
}

static void place(struct arena *arena, const struct questionnaire *q, struct columns *columns,
                  struct question_columns *questions, int position) {
    const struct meaning *meaning = &columns->items[position].meaning;
    if (meaning->kind == MEANING_FIELD) {
        if (columns->fields[meaning->field] < 0)
            columns->fields[meaning->field] = position;
        return;
    }
    if (meaning->question < 0)
        return;
    struct question_columns *at = &questions[meaning->question];
    if (meaning->kind == MEANING_QUESTION && at->whole < 0)
        at->whole = position;
    if (meaning->kind == MEANING_OTHER_TEXT && at->other_text < 0)
        at->other_text = position;
    if (meaning->kind == MEANING_OPTION) {
        if (!at->options)
            at->options = no_options(arena, q->questions[meaning->question].option_count);
        if (at->options[meaning->option] < 0)
            at->options[meaning->option] = position;
    }
}

static bool has_column(const struct question_columns *at) {
    return at->whole >= 0 || at->options || at->other_text >= 0;
}

/* 国保／社保／後期高齢 stand in columns, the 負担割合の齟齬 that they belong to in none: who ticks one has
 * ticked the other. */
static void imply_options(const struct questionnaire *q, struct question_columns *questions) {
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question *nested = &q->questions[i];
        if (nested->parent < 0 || nested->parent_option >= QUESTION_OPTIONS_MAX || !has_column(&questions[i]))
            continue;
        struct question_columns *parent = &questions[nested->parent];
        if (parent->options && parent->options[nested->parent_option] < 0)
            parent->implied |= UINT64_C(1) << nested->parent_option;
    }
}

const struct columns *columns_resolve(struct arena *arena, const struct vocabulary *v, struct column_map *map,
                                      const char *const *headings, size_t count) {
    struct resolver r = {
        .arena = arena, .v = v, .q = vocabulary_questionnaire(v), .map = map, .count = count};
    r.items = arena_array(arena, count, sizeof *r.items);
    r.readings = arena_array(arena, count, sizeof *r.readings);
    int context = -1;
    for (size_t i = 0; i < count; i++)
        resolve_one(&r, i, headings[i], &context);
    for (size_t i = 0; i < count; i++) {
        reconsider(&r, i);
        give_way(&r, i);
    }
    struct columns *columns = arena_alloc(arena, sizeof *columns);
    struct question_columns *questions = empty_questions(arena, r.q, map);
    *columns = (struct columns){.items = r.items, .count = count, .questions = questions, .map = map};
    columns->service = vocabulary_service(v);
    for (int field = 0; field < FIELD_COUNT; field++)
        columns->fields[field] = -1;
    for (size_t i = 0; i < count; i++)
        place(arena, r.q, columns, questions, (int)i);
    imply_options(r.q, questions);
    return columns;
}

/* --- what is wrong with them
 * ----------------------------------------------------------------------------------- */

enum { LISTED = 5 };

/* A map that a clerk can copy: with the likely question, else with room for one. */
static void add_to_map(struct strbuf *map, const struct column *column, bool more) {
    strbuf_add(map, more ? ", " : "");
    json_add_string(map, column->heading);
    strbuf_add(map, ": ");
    json_add_string(map, column->guess ? column->guess : "...");
}

/* A heading that is a whole line: somebody's program has put quotes around every row. */
static bool is_line(const struct columns *columns) {
    enum { SEPARATORS = 3 };
    size_t found = 0;
    for (const char *at = columns->items[0].heading; columns->count == 1 && *at; at++)
        found += *at == ',' || *at == ';' || *at == '\t';
    return found >= SEPARATORS;
}

/* As much of it as tells which one it is. */
static const char *shown(struct arena *arena, const char *heading) {
    enum { SHOWN = 40 };
    const char *end = heading;
    for (size_t i = 0; i < SHOWN && *end; i++)
        utf8_next(&end);
    return *end ? arena_printf(arena, "%.*s…", (int)(end - heading), heading) : heading;
}

static bool unknown_headings(struct arena *arena, const struct columns *columns, struct fault *f) {
    if (is_line(columns))
        return fault_set(
            f,
            _("each row stands in a single cell, as if all of it were one text in quotation marks; save the "
              "file anew from the program that it is from, or take the marks off at both ends of each line"));
    struct strbuf list = {0}, map = {0};
    size_t unknown = 0;
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->items[i];
        if (column->meaning.kind != MEANING_UNKNOWN)
            continue;
        add_to_map(&map, column, unknown > 0);
        if (unknown++ >= LISTED)
            continue;
        strbuf_printf(&list, "%s\"%s\"", list.length ? "; " : "", shown(arena, column->heading));
        if (column->suggestion)
            strbuf_printf(&list, _(" (did you mean %s?)"), column->suggestion);
    }
    if (unknown > LISTED)
        strbuf_printf(&list, _("; and %zu more"), unknown - LISTED);
    if (unknown)
        fault_set(
            f,
            _("unknown headings: %s. Correct them in the file, or name what they mean (a question's id, or "
              "\"ignore\") in a file for --map FILE: {%s}"),
            list.text, map.text);
    strbuf_end(&list);
    strbuf_end(&map);
    return unknown == 0;
}

/* Remarks may stand in several columns, and so may the words beside several options. */
static bool may_repeat(const struct meaning *meaning) {
    return meaning->kind <= MEANING_UNKNOWN ||
           (meaning->kind == MEANING_FIELD && meaning->field == FIELD_REMARK);
}

static bool repeated_headings(struct arena *scratch, const struct questionnaire *q,
                              const struct columns *columns, struct fault *f) {
    for (size_t i = 0; i < columns->count; i++)
        for (size_t j = 0; j < i && !may_repeat(&columns->items[i].meaning); j++)
            if (meaning_equal(&columns->items[i].meaning, &columns->items[j].meaning))
                return fault_set(f,
                                 _("columns %zu \"%s\" and %zu \"%s\" both mean %s; delete one, or map one "
                                   "to \"ignore\" with "
                                   "--map FILE"),
                                 j + 1, columns->items[j].heading, i + 1, columns->items[i].heading,
                                 columns_meaning(scratch, q, &columns->items[i]));
    return true;
}

static void name_question(struct strbuf *list, const struct question *question) {
    strbuf_printf(list, "%s%s%s%s (%s)", list->length ? ", " : "", question->number,
                  *question->number ? " " : "", question->label, question->id);
}

static bool missing_questions(const struct questionnaire *q, const struct columns *columns, struct fault *f) {
    struct strbuf list = {0},
                  ids = {0}; /* ids as in JSON, between the outer quotes: what the map would say */
    for (size_t i = 0; i < q->question_count; i++) {
        if (q->questions[i].parent >= 0 || columns->questions[i].absent || has_column(&columns->questions[i]))
            continue;
        strbuf_printf(&ids, "%s%s", ids.length ? "\", \"" : "", q->questions[i].id);
        name_question(&list, &q->questions[i]);
    }
    const bool complete = ids.length == 0;
    if (!complete)
        fault_set(f,
                  _("there is no column for %s. Add the column; if the file really has none, say so with "
                    "--map FILE: "
                    "{\"absent\": [\"%s\"]}"),
                  list.text, ids.text);
    strbuf_end(&list);
    strbuf_end(&ids);
    return complete;
}

/* The service has a column for the words alone, and they are the tick. */
static bool ticked_by_words(const struct columns *columns, const struct question_columns *at,
                            const struct option *option) {
    return option->other && at->other_text >= 0 && columns->service && service_words_tick(columns->service);
}

static bool missing_options(const struct questionnaire *q, const struct columns *columns, struct fault *f) {
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question_columns *at = &columns->questions[i];
        const struct question *question = &q->questions[i];
        for (size_t j = 0; at->options && at->whole < 0 && j < question->option_count; j++) {
            bool implied = j < QUESTION_OPTIONS_MAX && at->implied >> j & 1;
            if (at->options[j] >= 0 || implied || ticked_by_words(columns, at, &question->options[j]) ||
                (columns->map && column_map_absent(columns->map, (int)i, (int)j)))
                continue;
            return fault_set(f,
                             _("%s %s has a column per option, but none for \"%s\". Add the column; if the "
                               "file really has "
                               "none, say so with --map FILE: {\"absent\": [\"%s.%s\"]}"),
                             question->number, question->label, question->options[j].label, question->id,
                             question->options[j].id);
        }
    }
    return true;
}

bool columns_check(struct arena *scratch, const struct vocabulary *v, const struct columns *columns,
                   struct fault *f) {
    const struct questionnaire *q = vocabulary_questionnaire(v);
    return unknown_headings(scratch, columns, f) && repeated_headings(scratch, q, columns, f) &&
           missing_questions(q, columns, f) && missing_options(q, columns, f);
}

/* --- for people
 * ------------------------------------------------------------------------------------------------ */

static const char *field_label(int field) {
    static const char *const labels[FIELD_COUNT] = {
        [FIELD_SHEET] = N_("sheet number"),
        [FIELD_ASSOCIATION] = N_("association"),
        [FIELD_CHANNEL] = N_("channel"),
        [FIELD_RECEIVED] = N_("date received"),
        [FIELD_INSTITUTION] = N_("institution"),
        [FIELD_OPERATOR] = N_("operator"),
        [FIELD_REMARK] = N_("remark (not counted)"),
    };
    return _(labels[field]);
}

char *columns_meaning(struct arena *arena, const struct questionnaire *q, const struct column *column) {
    const struct meaning *meaning = &column->meaning;
    if (meaning->kind == MEANING_FIELD)
        return arena_strdup(arena, field_label(meaning->field));
    if (meaning->kind == MEANING_EMPTY)
        return arena_strdup(arena, _("(no heading)"));
    if (meaning->kind == MEANING_IGNORED)
        return arena_strdup(arena, _("ignored"));
    if (meaning->kind == MEANING_UNKNOWN)
        return arena_strdup(arena, _("unknown"));
    const struct question *question = &q->questions[meaning->question];
    char *text = arena_printf(arena, "%s%s%s (%s)", question->number, *question->number ? " " : "",
                              question->label, question->id);
    if (meaning->option >= 0)
        text = arena_printf(arena, "%s: %s (%s)", text, question->options[meaning->option].label,
                            question->options[meaning->option].id);
    if (column->unit)
        return arena_printf(arena, _("%s, converted from %s"), text, column->unit);
    return meaning->kind == MEANING_OTHER_TEXT ? arena_printf(arena, _("%s, in words"), text) : text;
}
