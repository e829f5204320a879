#include "reports/audit/audit_match.h"

#include "engine/base/utf8.h"
#include "engine/store/aggregate.h"
#include "reports/model/survey_tables.h"

#include <stdlib.h>
#include <string.h>

enum { COURSE_MAX = 64, WORD_LEAST = 6 /* bytes: two kanji */ };

static bool hiragana_only(const char *text) {
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        if (code < 0x3041 || code > 0x309F)
            return false;
    return true;
}

/* --- names ------------------------------------------------------------------------------------------------- */

static void add_folded(struct audit_reference *r, struct audit_names *names, const char *folded) {
    if (!*folded)
        return;
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->list[i].text, folded) == 0)
            return;
    names->list = arena_grow(r->arena, names->list, names->count, &names->capacity, sizeof *names->list);
    names->list[names->count++] = (struct audit_name){.text = folded, .generic = hiragana_only(folded)};
}

/* 処遇改善(給与の引き上げ) is also called by what stands before its bracket, and by what stands in it. */
static void add_name(struct audit_reference *r, struct audit_names *names, const char *name) {
    const char *folded = name ? audit_match_fold(r, name) : "", *open = strchr(folded, '(');
    const char *close = open ? strchr(open, ')') : NULL;
    add_folded(r, names, folded);
    if (open && open - folded >= WORD_LEAST)
        add_folded(r, names, arena_strndup(r->arena, folded, (size_t)(open - folded)));
    if (close && close - open > 2 * WORD_LEAST)
        add_folded(r, names, arena_strndup(r->arena, open + 1, (size_t)(close - open - 1)));
}

/* Spellings that a clerk may write into a cell (有, 1) are no names. */
static void add_aliases(struct audit_reference *r, struct audit_names *names, const char *const *aliases,
                        size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strlen(aliases[i]) >= WORD_LEAST)
            add_name(r, names, aliases[i]);
}

static void name_option(struct audit_reference *r, struct audit_names *names, const struct option *o) {
    add_name(r, names, o->label);
    add_name(r, names, o->text);
    add_aliases(r, names, o->aliases, o->alias_count);
}

static void name_question(struct audit_reference *r, struct audit_names *names, const struct question *q) {
    add_name(r, names, q->label);
    add_name(r, names, q->text);
    add_name(r, names, q->group_label);
    add_aliases(r, names, q->aliases, q->alias_count);
}

/* --- figures ----------------------------------------------------------------------------------------------- */

static struct audit_question *add_question(struct audit_reference *r, const char *title, const char *concept,
                                           const char *base) {
    r->questions =
        arena_grow(r->arena, r->questions, r->question_count, &r->question_capacity, sizeof *r->questions);
    struct audit_question *q = &r->questions[r->question_count++];
    *q = (struct audit_question){.title = title, .concept = concept, .base = base, .first = r->figure_count};
    add_name(r, &q->names, title);
    return q;
}

static struct audit_figure *add_figure(struct audit_reference *r, const char *label, const char *concept) {
    r->figures = arena_grow(r->arena, r->figures, r->figure_count, &r->figure_capacity, sizeof *r->figures);
    struct audit_figure *g = &r->figures[r->figure_count++];
    *g = (struct audit_figure){.label = label, .concept = concept, .question = r->question_count - 1};
    r->questions[g->question].count++;
    add_name(r, &g->names, label);
    return g;
}

/* The tables of one question: of all, by type, by place; the columns of the figures stand in this order. */
struct cuts {
    const struct table *list[DIVISION_KINDS];
    size_t count;
};

static void add_row(struct audit_reference *r, const struct question *q, const struct cuts *cuts,
                    size_t row) {
    const struct table_row *all = &cuts->list[0]->rows[row];
    struct audit_figure *g = add_figure(r, all->label, all->concept);
    int64_t *counts = arena_array(r->arena, r->column_count, sizeof *counts);
    int64_t *bases = arena_array(r->arena, r->column_count, sizeof *bases);
    size_t column = 0;
    for (size_t t = 0; t < cuts->count; t++)
        for (size_t c = t ? 1 : 0; c < cuts->list[t]->column_count && (t || c == 0); c++, column++) {
            counts[column] = cuts->list[t]->rows[row].cells[c].count;
            bases[column] = cuts->list[t]->rows[row].cells[c].n;
        }
    g->counts = counts;
    g->bases = bases;
    g->net = all->kind == TABLE_NET;
    g->closing = g->silence = all->kind == TABLE_SILENCE;
    int option = q && !g->net ? question_option(q, all->key) : -1;
    if (option < 0)
        return;
    name_option(r, &g->names, &q->options[option]);
    g->closing = q->options[option].other || q->options[option].exclusive;
}

static void add_quantity(struct audit_reference *r, const struct question *q, const struct table *table) {
    const struct table_summary *s = table->summaries;
    if (!s || s->suppressed || !(s->sum < 1e15))
        return;
    r->quantities =
        arena_grow(r->arena, r->quantities, r->quantity_count, &r->quantity_capacity, sizeof *r->quantities);
    struct audit_quantity *n = &r->quantities[r->quantity_count++];
    *n = (struct audit_quantity){.label = table->title,
                                 .unit = q ? audit_match_fold(r, q->measure.unit) : "",
                                 .sum = s->sum,
                                 .mean = s->mean,
                                 .median = s->median};
    if (s->at_least_text && s->unstated > 0)
        n->at_least = (int64_t)s->at_least;
    add_name(r, &n->names, table->title);
    if (q)
        name_question(r, &n->names, q);
}

static bool is_figure(const struct table *table, const struct table_row *row) {
    return !table->summaries &&
           (row->kind == TABLE_OPTION || row->kind == TABLE_NET || row->kind == TABLE_SILENCE);
}

static void add_table(struct audit_reference *r, const struct questionnaire *q, const struct cuts *cuts) {
    const struct table *all = cuts->list[0];
    int at = questionnaire_find(q, all->question);
    const struct question *asked = at >= 0 ? &q->questions[at] : NULL;
    struct audit_question *question =
        add_question(r, all->title, asked ? asked->concept : NULL, all->base_text);
    question->key = asked && (at == q->key_pref || at == q->key_type);
    if (asked)
        name_question(r, &question->names, asked);
    add_quantity(r, asked, all);
    for (size_t row = 0; row < all->row_count; row++) {
        if (all->rows[row].kind == TABLE_SILENCE)
            r->questions[r->question_count - 1].silent += all->rows[row].cells[0].count;
        if (is_figure(all, &all->rows[row]))
            add_row(r, asked, cuts, row);
    }
}

/* The names of a banner's columns: the options of its question. */
static void add_columns(struct audit_reference *r, const struct questionnaire *q, const struct table *table,
                        int key, enum audit_division_kind kind) {
    for (size_t c = 1; c < table->column_count; c++) {
        const struct table_column *from = &table->columns[c];
        struct audit_division *d = &r->columns[r->column_count++];
        const char *id = strchr(from->key, '=');
        int option = id ? question_option(&q->questions[key], id + 1) : -1;
        *d = (struct audit_division){.label = from->label, .kind = kind};
        if (option >= 0) /* else no answer */
            name_option(r, &d->names, &q->questions[key].options[option]);
    }
}

static bool add_tables(struct audit_reference *r, struct store *store, const struct questionnaire *q,
                       struct fault *f) {
    static const char *const keys[DIVISION_KINDS] = {NULL, "type", "pref"};
    const int questions[DIVISION_KINDS] = {-1, q->key_type, q->key_pref};
    struct survey_request requests[DIVISION_KINDS] = {{.options = table_default_options}};
    const struct table_set *sets[DIVISION_KINDS] = {NULL};
    enum audit_division_kind kinds[DIVISION_KINDS] = {DIVISION_ALL};
    size_t wanted = 1, room = 1;
    for (enum audit_division_kind k = DIVISION_TYPE; k < DIVISION_KINDS; k++)
        if (questions[k] >= 0) {
            kinds[wanted] = k;
            requests[wanted++] =
                (struct survey_request){.keys = {keys[k]}, .key_count = 1, .options = table_default_options};
        }
    if (!survey_tables_from(r->arena, store, q, requests, wanted, sets, f))
        return false;
    for (size_t i = 1; i < wanted; i++)
        room += sets[i]->count ? sets[i]->tables[0].column_count : 0;
    r->columns = arena_array(r->arena, room, sizeof *r->columns);
    r->column_count = 1;
    for (size_t i = 1; i < wanted; i++)
        if (sets[i]->count)
            add_columns(r, q, &sets[i]->tables[0], questions[kinds[i]], kinds[i]);
    for (size_t t = 0; t < sets[0]->count; t++) {
        struct cuts cuts = {.count = wanted};
        for (size_t i = 0; i < wanted; i++)
            cuts.list[i] = &sets[i]->tables[t];
        add_table(r, q, &cuts);
    }
    r->returns = (int64_t)sets[0]->dataset->n;
    return true;
}

static void add_published(struct audit_reference *r, const struct published_survey *p) {
    r->column_count = 1;
    r->columns = arena_array(r->arena, 1, sizeof *r->columns);
    for (size_t i = 0; i < p->question_count; i++) {
        const struct published_question *q = &p->questions[i];
        add_question(r, q->text, q->concept, q->base);
        for (size_t k = 0; k < q->option_count; k++) {
            const struct published_option *o = &q->options[k];
            struct audit_figure *g = add_figure(r, o->label, o->concept);
            int64_t pair[2] = {o->count, q->base_n > 0 ? q->base_n : 0};
            g->counts = o->count >= 0 ? arena_copy(r->arena, &pair[0], sizeof *pair) : NULL;
            g->bases = arena_copy(r->arena, &pair[1], sizeof *pair);
            g->percent = o->percent;
        }
    }
    r->returns = p->responses > 0 ? p->responses : 0;
    r->sent = p->sent > 0 ? p->sent : 0;
}

/* --- one wave ---------------------------------------------------------------------------------------------- */

static void describe(struct audit_reference *r, const char *label, const char *order, const char *series) {
    r->label = label ? audit_match_fold(r, label) : "";
    r->order = order ? order : "";
    r->year = arena_strndup(r->arena, r->order, strlen(r->order) < 4 ? strlen(r->order) : 4);
    r->series = series ? series : "";
}

static bool read_survey(struct audit_reference *r, struct store *store, const char *survey, struct fault *f) {
    bool published;
    struct fault unknown = {0};
    const struct questionnaire *q = store_questionnaire(store, r->arena, survey, &unknown);
    if (!aggregate_has_published(store, survey, &published, f))
        return false;
    if (q) {
        describe(r, q->wave_label, q->field_from, q->series);
        r->title = q->title, r->unit = q->unit, r->sent = q->sent_total;
        add_name(r, &r->self, q->title);
        add_name(r, &r->self, q->organiser);
        if (!add_tables(r, store, q, f))
            return false;
    }
    if ((q && r->returns > 0) || !published) {
        if (!q)
            *f = unknown;
        return q != NULL;
    }
    const struct published_survey *p = aggregate_published(store, r->arena, survey, f);
    r->figure_count = r->question_count = r->quantity_count = 0;
    if (p && !q)
        describe(r, p->wave_label, p->from ? p->from : p->order, p->series), r->title = p->title,
                                                                             r->unit = "";
    if (p)
        add_published(r, p);
    return p != NULL;
}

static struct audit_reference *read_one(struct arena *arena, struct store *store, const char *survey,
                                        struct fault *f) {
    struct audit_reference *r = arena_alloc(arena, sizeof *r);
    *r = (struct audit_reference){.arena = arena, .words = audit_words_get(f), .before = SIZE_MAX};
    if (!r->words || !read_survey(r, store, survey, f))
        return NULL;
    audit_match_prepare(r);
    return r;
}

/* --- the other waves --------------------------------------------------------------------------------------- */

static bool has_wave(const struct audit_reference *r, const struct audit_reference *other) {
    for (size_t i = 0; i < r->wave_count; i++)
        if (strcmp(r->waves[i].order, other->order) == 0)
            return true;
    return strcmp(r->order, other->order) == 0;
}

static bool add_wave(struct audit_reference *r, struct store *store, const char *survey, struct fault *f) {
    const struct audit_reference *other = read_one(r->arena, store, survey, f);
    if (!other)
        return false;
    if (strcmp(other->series, r->series) != 0 || !*other->order || has_wave(r, other))
        return true;
    r->waves = arena_grow(r->arena, r->waves, r->wave_count, &r->wave_capacity, sizeof *r->waves);
    r->waves[r->wave_count++] = (struct audit_wave){other->label, other->year, other->order, other};
    return true;
}

static int by_order(const void *left, const void *right) {
    return strcmp(((const struct audit_wave *)left)->order, ((const struct audit_wave *)right)->order);
}

static bool add_waves(struct audit_reference *r, struct store *store, const char *survey, struct fault *f) {
    struct survey_row *surveys;
    struct published_row *published;
    size_t survey_count, published_count;
    if (!*r->series || !*r->order)
        return true;
    if (!store_survey_list(store, r->arena, &surveys, &survey_count, f) ||
        !aggregate_list_published(store, r->arena, &published, &published_count, f))
        return false;
    for (size_t i = 0; i < survey_count; i++)
        if (strcmp(surveys[i].id, survey) != 0 && !add_wave(r, store, surveys[i].id, f))
            return false;
    for (size_t i = 0; i < published_count; i++)
        if (strcmp(published[i].id, survey) != 0 && !add_wave(r, store, published[i].id, f))
            return false;
    if (r->wave_count)
        qsort(r->waves, r->wave_count, sizeof *r->waves, by_order);
    for (size_t i = 0; i < r->wave_count; i++)
        r->before = strcmp(r->waves[i].order, r->order) < 0 ? i : r->before;
    return true;
}

static bool same_concept(const char *one, const char *two) {
    return one && two && strcmp(one, two) == 0;
}

const struct audit_figure *audit_reference_in(const struct audit_reference *r, const struct audit_figure *g,
                                              const struct audit_wave *wave) {
    const struct audit_reference *other = wave->reference;
    const char *question = r->questions[g->question].concept;
    for (size_t i = 0; i < other->figure_count; i++) {
        const struct audit_figure *same = &other->figures[i];
        const struct audit_question *q = &other->questions[same->question];
        bool alike =
            g->concept ? same_concept(g->concept, same->concept) : strcmp(g->label, same->label) == 0;
        if (alike && same_concept(question, q->concept))
            return same;
    }
    return NULL;
}

/* --- series ------------------------------------------------------------------------------------------------ */

static void add_course(struct audit_reference *r, const struct series *s, const char *area,
                       const char *group) {
    r->courses = arena_grow(r->arena, r->courses, r->course_count, &r->course_capacity, sizeof *r->courses);
    r->courses[r->course_count] = arena_array(r->arena, COURSE_MAX, sizeof **r->courses);
    r->lengths = arena_grow(r->arena, r->lengths, r->course_count, &r->length_capacity, sizeof *r->lengths);
    size_t count = 0;
    for (size_t i = 0; i < s->count && count < COURSE_MAX; i++) {
        const struct series_point *p = &s->points[i];
        bool same = strcmp(p->area ? p->area : "", area) == 0 && strcmp(p->group ? p->group : "", group) == 0;
        if (same && p->value && strcmp(p->unit, "%") == 0 &&
            aggregate_number(p, &r->courses[r->course_count][count]))
            count++;
    }
    r->lengths[r->course_count] = count;
    r->course_count += count >= 3;
}

static bool add_series(struct audit_reference *r, struct store *store, struct fault *f) {
    struct series_row *rows;
    size_t count;
    if (!aggregate_list_series(store, r->arena, &rows, &count, f))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct series *s = aggregate_series(store, r->arena, rows[i].id, f);
        if (!s)
            return false;
        add_course(r, s, "", "");
        add_course(r, s, "00", "");
    }
    return true;
}

const struct audit_reference *audit_reference_read(struct arena *arena, const char *store_path,
                                                   const char *survey, struct fault *f) {
    struct store *store = store_open(store_path, STORE_READ, f);
    struct audit_reference *r = store ? read_one(arena, store, survey, f) : NULL;
    bool read = r && add_waves(r, store, survey, f) && add_series(r, store, f);
    store_close(store);
    return read ? r : NULL;
}

size_t audit_reference_course(const struct audit_reference *r, size_t i, double *values, size_t room) {
    if (!r || i >= r->course_count)
        return 0;
    size_t count = r->lengths[i] < room ? r->lengths[i] : room;
    memcpy(values, r->courses[i], count * sizeof *values);
    return count;
}

bool audit_reference_at_least(const struct audit_reference *r, int64_t number, const char *counter) {
    for (size_t i = 0; r && i < r->quantity_count; i++) {
        const struct audit_quantity *n = &r->quantities[i];
        if (n->at_least && n->at_least == number && strncmp(counter, n->unit, strlen(n->unit)) == 0)
            return true;
    }
    return false;
}
