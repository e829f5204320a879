#include "engine/tabulation/cube.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/wording.h"
#include "engine/tabulation/cube_banner.h"
#include "engine/tabulation/cube_number.h"

#include <assert.h>
#include <string.h>

/* Most questions share a base, and it is found and counted once. */
struct base {
    const char *where;       /* source, "" for everybody */
    const uint64_t *without; /* returns left out of it, or NULL */
    const uint64_t *set;     /* filtered; NULL: all */
    const uint32_t *n;       /* by place */
};

/* A set of which all returns are counted by place: a base is often an option that has its row before. */
struct counted {
    const uint64_t *set;
    const uint32_t *counts;
};

/* Sets that are counted together.  Those that are whole groups are of one question. */
struct batch {
    const uint64_t *base;  /* filtered; NULL: all, or no return of the sets lies outside of it */
    const uint16_t *group; /* by group, or NULL */
    struct cube_set *sets;
    size_t count, room;
};

/* A question whose rows are there; when they have been counted it is finished. */
struct work {
    struct cube_question *out;
    const struct dataset_column *column;
    const uint64_t *base; /* as of a batch */
    bool all_asked;       /* everybody in the base was asked, and nobody else */
    struct cube_row *items;
    uint32_t *counts;
    size_t count, capacity;
    size_t silences, nets; /* the first of them */
};

struct counter {
    struct arena *arena, *scratch;
    const struct dataset *d;
    const struct cube_spec *spec;
    const struct cube_banner *banner;
    const char *base_words;   /* of the spec's own base */
    const char *filter_words; /* likewise; empty without one */
    const uint64_t *filter;   /* NULL: all */
    struct base *bases;
    size_t base_count;
    struct batch *batches;
    size_t batch_count, batch_room;
    struct counted *counted; /* the last ones may still be in a batch */
    size_t counted_count, counted_room, counted_ready;
};

/* --- batches --- */

static struct batch *batch_for(struct counter *c, const uint64_t *base, const uint16_t *group) {
    size_t at = 0;
    while (at < c->batch_count && (c->batches[at].base != base || c->batches[at].group != group))
        at++;
    if (at == c->batch_count) {
        c->batches = arena_grow(c->scratch, c->batches, c->batch_count, &c->batch_room, sizeof *c->batches);
        c->batches[c->batch_count++] = (struct batch){.base = base, .group = group};
    }
    return &c->batches[at];
}

static void count_later(struct counter *c, const uint64_t *base, struct cube_set set) {
    struct batch *batch = batch_for(c, base, set.group);
    batch->sets = arena_grow(c->scratch, batch->sets, batch->count, &batch->room, sizeof *batch->sets);
    batch->sets[batch->count++] = set;
}

static void count_batches(struct counter *c) {
    for (size_t i = 0; i < c->batch_count; i++)
        cube_banner_tally(c->banner, c->batches[i].sets, c->batches[i].count, c->batches[i].base);
    c->batch_count = 0;
    c->counted_ready = c->counted_count;
}

/* --- bases --- */

/* A base or a filter given with the cube is called what the questionnaire calls it, where a question has the same base. */
static const char *words_of(struct arena *arena, const struct questionnaire *q, const struct expr *e,
                            const char *source, struct fault *f) {
    if (!e || !source)
        return "";
    if (e->op == EXPR_TRUE)
        return q->base_all_text;
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].base_where_text && strcmp(q->questions[i].base_where_text, source) == 0)
            return q->questions[i].base_text;
    return wording_base(arena, q, e, source, f);
}

static void name_base(const struct counter *c, struct cube_question *out) {
    const char *where = c->spec->base ? c->spec->base_text : out->question->base_where_text;
    out->base_where = where && *where ? where : NULL;
    out->base_text = c->spec->base ? c->base_words : out->question->base_text;
    if (!c->spec->without_no_answer)
        return;
    const char *id = out->question->id;
    out->base_where = out->base_where
                          ? arena_printf(c->arena, "(%s) and not no_answer(%s)", out->base_where, id)
                          : arena_printf(c->arena, "not no_answer(%s)", id);
    out->base_text = arena_printf(c->arena, _("%s, without no answer"), out->base_text);
}

/* What a base and the filter leave; NULL: all. */
static const uint64_t *filtered(const struct counter *c, const struct expr *where) {
    const uint64_t *set = dataset_set(c->scratch, c->d, where);
    if (!set || !c->filter)
        return set ? set : c->filter;
    uint64_t *both = arena_copy(c->scratch, set, bitset_words(c->d->n) * sizeof *both);
    bitset_and(both, c->filter, c->d->n);
    return both;
}

static const uint64_t *leave_out(const struct counter *c, const uint64_t *set, const uint64_t *without) {
    uint64_t *rest = arena_copy(c->scratch, without, bitset_words(c->d->n) * sizeof *rest);
    bitset_not(rest, c->d->n);
    if (set)
        bitset_and(rest, set, c->d->n);
    return rest;
}

/* Whoever wants to know a count now has all counted that waits for it. */
static const uint32_t *find_counted(struct counter *c, const uint64_t *set) {
    for (size_t i = 0; set && i < c->counted_count; i++) {
        if (c->counted[i].set != set)
            continue;
        if (i >= c->counted_ready)
            count_batches(c);
        return c->counted[i].counts;
    }
    return NULL;
}

static const uint32_t *count_set(const struct counter *c, const uint64_t *bits) {
    const struct cube_set set = {.bits = bits,
                                 .counts = arena_array(c->arena, c->banner->place_count, sizeof(uint32_t))};
    cube_banner_tally(c->banner, &set, 1, NULL);
    return set.counts;
}

static void make_base(struct counter *c, const struct expr *where, struct base *base) {
    const uint64_t *set = filtered(c, where);
    if (base->without)
        set = leave_out(c, set, base->without);
    base->n = find_counted(c, set);
    if (!base->n)
        base->n = count_set(c, set);
    base->set = base->n[0] == c->d->n ? NULL : set;
}

static const struct base *find_base(struct counter *c, const struct question *question) {
    const struct expr *where = c->spec->base ? c->spec->base : question->base_where;
    const char *text = c->spec->base ? c->spec->base_text : question->base_where_text;
    const uint64_t *without =
        c->spec->without_no_answer ? c->d->columns[question->position].state[ANSWER_NO_ANSWER] : NULL;
    size_t at = 0;
    if (!text)
        text = "";
    while (at < c->base_count && (c->bases[at].without != without || strcmp(c->bases[at].where, text) != 0))
        at++;
    if (at == c->base_count) {
        c->bases[c->base_count++] = (struct base){.where = text, .without = without};
        make_base(c, where, &c->bases[at]);
    }
    return &c->bases[at];
}

/* Only returns for which `ask` holds were asked.  Where the base is the same, and as many were asked as are in it,
 * it is they. */
static bool asks_all(const struct counter *c, const struct question *question, size_t n) {
    size_t past = c->d->columns[question->position].states[ANSWER_NOT_APPLICABLE];
    return !c->spec->base && !c->filter && !c->spec->without_no_answer &&
           expr_same(question->ask, question->base_where) && n + past == c->d->n;
}

static void count_base(struct counter *c, struct work *w) {
    const struct base *base = find_base(c, w->column->question);
    w->out->base = base->n;
    w->all_asked = asks_all(c, w->column->question, base->n[0]);
    w->base = w->all_asked ? NULL : base->set;
}

static int64_t count_left_out(const struct counter *c, const struct dataset_column *column) {
    if (!c->spec->without_no_answer)
        return 0;
    const struct expr *where = c->spec->base ? c->spec->base : column->question->base_where;
    const uint64_t *set = filtered(c, where), *silent = column->state[ANSWER_NO_ANSWER];
    return (int64_t)bitset_count_and(silent, set, c->d->n);
}

/* --- rows --- */

static const enum answer_state silences[] = {ANSWER_NONE, ANSWER_NO_ANSWER, ANSWER_INVALID,
                                             ANSWER_NOT_APPLICABLE};
enum { SILENCES = sizeof silences / sizeof *silences };

/* No answer may have a row even where there is none. */
static bool can_occur(const struct work *w, enum answer_state state) {
    return state == ANSWER_NO_ANSWER ||
           (w->column->states[state] > 0 && (state != ANSWER_NOT_APPLICABLE || !w->all_asked));
}

static size_t count_silences(const struct work *w) {
    size_t count = 0;
    for (size_t i = 0; i < SILENCES; i++)
        count += can_occur(w, silences[i]);
    return count;
}

static uint32_t *new_row(const struct counter *c, struct work *w, struct cube_row row) {
    assert(w->count < w->capacity);
    w->items[w->count] = row;
    return w->counts + w->count++ * c->banner->place_count;
}

static void add_row(struct counter *c, struct work *w, struct cube_row row, struct cube_set set) {
    set.counts = new_row(c, w, row);
    count_later(c, w->base, set);
    if (w->base)
        return;
    c->counted = arena_grow(c->scratch, c->counted, c->counted_count, &c->counted_room, sizeof *c->counted);
    c->counted[c->counted_count++] = (struct counted){set.bits, set.counts};
}

/* A question that the returns are arranged by is the same all over a group. */
static struct cube_set set_of(const struct counter *c, const struct work *w, const uint64_t *bits,
                              size_t code) {
    return (struct cube_set){
        .bits = bits, .group = c->d->order.question[w->column->question->position], .code = (uint16_t)code};
}

static void option_rows(struct counter *c, struct work *w) {
    for (size_t j = 0; j < w->column->question->option_count; j++) {
        const struct option *option = &w->column->question->options[j];
        const struct cube_row row = {CUBE_OPTION,     option->id, option->label,
                                     option->concept, (int)j,     ANSWER_GIVEN};
        add_row(c, w, row, set_of(c, w, w->column->option[j], j));
    }
}

static void net_rows(struct counter *c, struct work *w) {
    const struct question *question = w->column->question;
    size_t words = bitset_words(c->d->n);
    w->nets = w->count;
    for (size_t i = 0; i < question->net_count; i++) {
        const struct net *net = &question->nets[i];
        uint64_t *any = arena_array(c->scratch, words + 1, sizeof *any);
        for (size_t k = 0; k < net->option_count; k++)
            bitset_or(any, w->column->option[net->options[k]], c->d->n);
        const struct cube_row row = {CUBE_NET, net->id, net->label, net->concept, -1, ANSWER_GIVEN};
        add_row(c, w, row, (struct cube_set){.bits = any});
    }
}

/* Of answers and silences that exclude each other, no answer is what the others leave of the base. */
static bool is_derived(const struct work *w, enum answer_state state) {
    return state == ANSWER_NO_ANSWER && w->column->question->kind != QUESTION_MULTI;
}

static void silence_rows(struct counter *c, struct work *w) {
    w->silences = w->count;
    for (size_t i = 0; i < SILENCES; i++) {
        enum answer_state state = silences[i];
        const struct cube_row row = {
            CUBE_SILENCE, answer_state_key(state), answer_state_name(state), NULL, -1, state};
        if (!can_occur(w, state))
            continue;
        if (is_derived(w, state))
            new_row(c, w, row);
        else
            add_row(c, w, row,
                    set_of(c, w, w->column->state[state], w->column->question->option_count + state));
    }
}

/* The rows of values are there and counted. */
static void value_rows(struct counter *c, struct work *w) {
    const size_t silent = count_silences(w);
    struct cube_distribution all = cube_number_count(c->arena, c->d, w->column, c->banner, w->base,
                                                     w->all_asked ? w->out->base : NULL, silent);
    w->out->numbers = all.numbers;
    w->out->classes = all.classes;
    w->items = all.rows;
    w->counts = all.counts;
    w->count = all.row_count;
    w->capacity = all.row_count + silent;
}

static void answer_rows(struct counter *c, struct work *w) {
    const struct question *question = w->column->question;
    const struct cube_row answered = {CUBE_ANSWERED, "answered", _("answered"), NULL, -1, ANSWER_GIVEN};
    size_t answers = w->column->option ? question->option_count + question->net_count : 1;
    w->capacity = answers + count_silences(w);
    w->items = arena_array(c->arena, w->capacity, sizeof *w->items);
    w->counts = arena_array(c->arena, w->capacity * c->banner->place_count, sizeof *w->counts);
    if (w->column->option)
        option_rows(c, w);
    else
        add_row(c, w, answered, (struct cube_set){.bits = w->column->state[ANSWER_GIVEN]});
}

static void begin_question(struct counter *c, size_t position, struct work *w) {
    w->column = &c->d->columns[position];
    w->out->question = w->column->question;
    name_base(c, w->out);
    count_base(c, w);
    w->out->left_out = count_left_out(c, w->column);
    if (w->column->number)
        value_rows(c, w);
    else
        answer_rows(c, w);
    silence_rows(c, w);
    net_rows(c, w);
}

/* --- what follows from the counts --- */

/* Places come in steps, and a step is worked on at once. */
static void subtract(uint32_t *restrict from, const uint32_t *restrict what, size_t places) {
    for (size_t k = 0; k < places; k += CUBE_PLACES_STEP)
        for (size_t j = 0; j < CUBE_PLACES_STEP; j++)
            from[k + j] -= what[k + j];
}

static void derive_row(const struct work *w, size_t rest, size_t places) {
    uint32_t *left = &w->counts[rest * places];
    memcpy(left, w->out->base, places * sizeof *left);
    for (size_t r = 0; r < w->nets; r++)
        if (r != rest)
            subtract(left, &w->counts[r * places], places);
}

/* No answer has its row, unless it is left out of the base; the other silences where they occur in it. */
static bool has_row(const struct counter *c, const struct work *w, size_t r) {
    const struct cube_row *row = &w->items[r];
    bool always =
        row->kind != CUBE_SILENCE || (row->state == ANSWER_NO_ANSWER && !c->spec->without_no_answer);
    return always || w->counts[r * c->banner->place_count] > 0;
}

static void finish_question(const struct counter *c, struct work *w) {
    size_t places = c->banner->place_count, kept = w->silences;
    for (size_t r = w->silences; r < w->nets; r++)
        if (is_derived(w, w->items[r].state))
            derive_row(w, r, places);
    for (size_t r = w->silences; r < w->count; r++) {
        if (!has_row(c, w, r))
            continue;
        w->items[kept] = w->items[r];
        if (kept++ < r)
            memcpy(&w->counts[(kept - 1) * places], &w->counts[r * places], places * sizeof *w->counts);
    }
    w->out->net_count = w->column->question->net_count;
    w->out->rows = w->items;
    w->out->row_count = kept;
    w->out->cells = w->counts;
}

static const struct cube *count_all(struct counter *c) {
    struct cube *cube = arena_alloc(c->arena, sizeof *cube);
    struct cube_question *questions = arena_array(c->arena, c->spec->question_count + 1, sizeof *questions);
    *cube = (struct cube){.dataset = c->d,
                          .spec = c->spec,
                          .banner = c->banner,
                          .column_count = c->banner->column_count,
                          .place_count = c->banner->place_count,
                          .place = c->banner->place,
                          .key_label = c->banner->label,
                          .filter_text = *c->filter_words ? c->filter_words : NULL,
                          .partition = c->banner->partition,
                          .questions = questions,
                          .question_count = c->spec->question_count};
    if (c->spec->where)
        c->filter = dataset_where(c->scratch, c->d, c->spec->where);
    c->bases = arena_array(c->scratch, c->spec->question_count + 1, sizeof *c->bases);
    struct work *work = arena_array(c->scratch, c->spec->question_count + 1, sizeof *work);
    for (size_t i = 0; i < c->spec->question_count; i++) {
        work[i].out = &questions[i];
        begin_question(c, c->spec->questions[i], &work[i]);
    }
    count_batches(c);
    for (size_t i = 0; i < c->spec->question_count; i++)
        finish_question(c, &work[i]);
    return cube;
}

const struct cube *cube_count(struct arena *arena, const struct dataset *d, const struct cube_spec *spec,
                              struct fault *f) {
    for (size_t k = 0; k < spec->key_count; k++)
        if (!cube_key_check(d->questionnaire, spec->keys[k], f))
            return NULL;
    const char *before = lang_enter(d->questionnaire->lang);
    struct cube_banner *banner = cube_banner_begin(arena, d, spec->keys, spec->key_count);
    lang_enter(before);
    if (!cube_banner_fits(banner, f))
        return NULL;
    const char *base_words = words_of(arena, d->questionnaire, spec->base, spec->base_text, f);
    const char *filter_words =
        base_words ? words_of(arena, d->questionnaire, spec->where, spec->where_text, f) : NULL;
    if (!filter_words)
        return NULL;
    lang_enter(d->questionnaire->lang);
    struct counter c = {.arena = arena,
                        .scratch = arena_create(),
                        .d = d,
                        .base_words = base_words,
                        .filter_words = filter_words};
    c.spec = arena_copy(arena, spec, sizeof *spec);
    c.banner = cube_banner_end(arena, d, banner);
    const struct cube *cube = count_all(&c);
    arena_destroy(c.scratch);
    lang_enter(before);
    return cube;
}

const struct cube_column *cube_columns(struct arena *arena, const struct cube *cube) {
    return cube_banner_columns(arena, cube->banner);
}

int64_t cube_n(const struct cube *cube, const struct cube_question *q, size_t column) {
    return q->base[cube->place[column]];
}

int64_t cube_cell(const struct cube *cube, const struct cube_question *q, size_t row, size_t column) {
    return q->cells[row * cube->place_count + cube->place[column]];
}

int64_t cube_answers(const struct cube *cube, const struct cube_question *q, size_t column) {
    int64_t answers = 0;
    for (size_t r = 0; r + q->net_count < q->row_count; r++)
        answers += q->rows[r].kind == CUBE_SILENCE ? 0 : cube_cell(cube, q, r, column);
    return answers;
}

const struct cube_number *cube_summary(struct arena *arena, const struct cube *cube,
                                       const struct cube_question *q, size_t column) {
    return cube_number_summary(arena, q->numbers, cube->place[column]);
}

int64_t cube_at(const struct cube *cube, size_t question, size_t row, size_t column) {
    return cube_cell(cube, &cube->questions[question], row, column);
}
