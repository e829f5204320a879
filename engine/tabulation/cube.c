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

/* A set of which all returns were counted by place: a base is often an option that had its row before. */
struct counted {
    const uint64_t *set;
    const uint32_t *counts;
};

struct counter {
    struct arena *arena, *scratch;
    const struct dataset *d;
    const struct cube_spec *spec;
    const struct cube_banner *banner;
    const char *base_words; /* of the spec's own base */
    const uint64_t *filter; /* NULL: all */
    struct base *bases;
    size_t base_count;
    struct counted *counted;
    size_t counted_count, counted_room;
    /* Of the question in hand. */
    const uint64_t *base; /* filtered; NULL: all, or no answer lies outside of it */
    bool all_asked;       /* everybody in the base was asked, and nobody else */
};

/* --- bases --- */

/* A base given with the cube is called what the questionnaire calls it, where a question has the same one. */
static const char *words_of_base(struct arena *arena, const struct questionnaire *q,
                                 const struct cube_spec *spec, struct fault *f) {
    if (spec->base->op == EXPR_TRUE)
        return q->base_all_text;
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].base_where_text && strcmp(q->questions[i].base_where_text, spec->base_text) == 0)
            return q->questions[i].base_text;
    return wording_base(arena, q, spec->base, spec->base_text, f);
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

static const uint32_t *find_counted(const struct counter *c, const uint64_t *set) {
    for (size_t i = 0; set && i < c->counted_count; i++)
        if (c->counted[i].set == set)
            return c->counted[i].counts;
    return NULL;
}

static const uint32_t *count_set(const struct counter *c, const uint64_t *bits) {
    uint32_t *counts = arena_array(c->arena, c->banner->place_count, sizeof *counts);
    const struct cube_set set = {.bits = bits};
    cube_banner_tally(c->banner, &set, 1, NULL, counts);
    return counts;
}

static void make_base(const struct counter *c, const struct expr *where, struct base *base) {
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

static const uint32_t *count_base(struct counter *c, const struct question *question) {
    const struct base *base = find_base(c, question);
    c->all_asked = asks_all(c, question, base->n[0]);
    c->base = c->all_asked ? NULL : base->set;
    return base->n;
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
static bool can_occur(const struct counter *c, const struct dataset_column *column, enum answer_state state) {
    return state == ANSWER_NO_ANSWER ||
           (column->states[state] > 0 && (state != ANSWER_NOT_APPLICABLE || !c->all_asked));
}

static size_t count_silences(const struct counter *c, const struct dataset_column *column) {
    size_t count = 0;
    for (size_t i = 0; i < SILENCES; i++)
        count += can_occur(c, column, silences[i]);
    return count;
}

struct rows {
    struct cube_row *items;
    struct cube_set *sets;
    uint32_t *counts;
    size_t count, counted, capacity;
};

static struct rows new_rows(const struct counter *c, size_t capacity) {
    return (struct rows){.items = arena_array(c->arena, capacity, sizeof(struct cube_row)),
                         .sets = arena_array(c->scratch, capacity, sizeof(struct cube_set)),
                         .counts = arena_array(c->arena, capacity * c->banner->place_count, sizeof(uint32_t)),
                         .capacity = capacity};
}

/* Rows are added first and counted together. */
static void add_row(struct rows *rows, struct cube_row row, struct cube_set set) {
    assert(rows->count < rows->capacity);
    rows->sets[rows->count] = set;
    rows->items[rows->count++] = row;
}

static void count_some(const struct counter *c, struct rows *rows, size_t from, size_t to) {
    cube_banner_tally(c->banner, rows->sets + from, to - from, c->base,
                      rows->counts + from * c->banner->place_count);
}

static void count_rows(const struct counter *c, struct rows *rows) {
    count_some(c, rows, rows->counted, rows->count);
    rows->counted = rows->count;
}

/* A question that the returns are arranged by is the same all over a group. */
static struct cube_set set_of(const struct counter *c, const struct dataset_column *column,
                              const uint64_t *bits, size_t code) {
    return (struct cube_set){bits, c->d->order.question[column->question->position], (uint16_t)code};
}

static void remember(struct counter *c, const uint64_t *set, const uint32_t *counts) {
    c->counted = arena_grow(c->scratch, c->counted, c->counted_count, &c->counted_room, sizeof *c->counted);
    c->counted[c->counted_count++] = (struct counted){set, counts};
}

static void option_rows(struct counter *c, struct rows *rows, const struct dataset_column *column) {
    for (size_t j = 0; j < column->question->option_count; j++) {
        const struct option *option = &column->question->options[j];
        const struct cube_row row = {CUBE_OPTION,     option->id, option->label,
                                     option->concept, (int)j,     ANSWER_GIVEN};
        add_row(rows, row, set_of(c, column, column->option[j], j));
    }
    count_rows(c, rows);
    for (size_t j = 0; !c->base && j < column->question->option_count; j++)
        remember(c, column->option[j], &rows->counts[j * c->banner->place_count]);
}

static void net_rows(const struct counter *c, struct rows *rows, const struct dataset_column *column) {
    const struct question *question = column->question;
    size_t words = bitset_words(c->d->n);
    for (size_t i = 0; i < question->net_count; i++) {
        const struct net *net = &question->nets[i];
        uint64_t *any = arena_array(c->scratch, words + 1, sizeof *any);
        for (size_t k = 0; k < net->option_count; k++)
            for (size_t w = 0; w < words; w++)
                any[w] |= column->option[net->options[k]][w];
        const struct cube_row row = {CUBE_NET, net->id, net->label, net->concept, -1, ANSWER_GIVEN};
        add_row(rows, row, (struct cube_set){.bits = any});
    }
    count_rows(c, rows);
}

/* No answer has its row, unless it is left out of the base; the other silences where they occur in it. */
static void drop_absent_silences(const struct counter *c, struct rows *rows, size_t from) {
    size_t places = c->banner->place_count, kept = from;
    for (size_t r = from; r < rows->count; r++) {
        bool always = rows->items[r].state == ANSWER_NO_ANSWER && !c->spec->without_no_answer;
        if (!always && rows->counts[r * places] == 0)
            continue;
        rows->items[kept] = rows->items[r];
        if (kept++ < r)
            memcpy(&rows->counts[(kept - 1) * places], &rows->counts[r * places],
                   places * sizeof *rows->counts);
    }
    memset(&rows->counts[kept * places], 0, (rows->count - kept) * places * sizeof *rows->counts);
    rows->count = rows->counted = kept;
}

/* Places come in steps, and a step is worked on at once. */
static void subtract(uint32_t *restrict from, const uint32_t *restrict what, size_t places) {
    for (size_t k = 0; k < places; k += CUBE_PLACES_STEP)
        for (size_t j = 0; j < CUBE_PLACES_STEP; j++)
            from[k + j] -= what[k + j];
}

/* Of answers and silences that exclude each other, one is what the others leave of the base. */
static void derive_row(const struct counter *c, struct rows *rows, size_t rest, const uint32_t *base) {
    size_t places = c->banner->place_count;
    uint32_t *left = &rows->counts[rest * places];
    memcpy(left, base, places * sizeof *left);
    for (size_t r = 0; r < rows->count; r++)
        if (r != rest)
            subtract(left, &rows->counts[r * places], places);
}

static void silence_rows(const struct counter *c, struct rows *rows, const struct dataset_column *column,
                         const uint32_t *base) {
    bool exclusive = column->question->kind != QUESTION_MULTI;
    size_t from = rows->count, silent = 0;
    for (size_t i = 0; i < SILENCES; i++) {
        enum answer_state state = silences[i];
        if (!can_occur(c, column, state))
            continue;
        if (state == ANSWER_NO_ANSWER)
            silent = rows->count;
        const struct cube_row row = {
            CUBE_SILENCE, answer_state_key(state), answer_state_name(state), NULL, -1, state};
        add_row(rows, row, set_of(c, column, column->state[state], column->question->option_count + state));
    }
    if (exclusive) {
        count_some(c, rows, from, silent);
        count_some(c, rows, silent + 1, rows->count);
        derive_row(c, rows, silent, base);
    } else {
        count_rows(c, rows);
    }
    drop_absent_silences(c, rows, from);
}

static struct rows value_rows(const struct counter *c, const struct dataset_column *column,
                              struct cube_question *out) {
    const size_t silent = count_silences(c, column);
    struct cube_distribution all = cube_number_count(c->arena, c->d, column, c->banner, c->base,
                                                     c->all_asked ? out->base : NULL, silent);
    out->numbers = all.numbers;
    out->classes = all.classes;
    return (struct rows){.items = all.rows,
                         .sets = arena_array(c->scratch, all.row_count + silent, sizeof(struct cube_set)),
                         .counts = all.counts,
                         .count = all.row_count,
                         .counted = all.row_count,
                         .capacity = all.row_count + silent};
}

static struct rows make_rows(struct counter *c, const struct dataset_column *column,
                             struct cube_question *out) {
    if (column->number)
        return value_rows(c, column, out);
    const struct question *question = column->question;
    size_t answers = column->option ? question->option_count + question->net_count : 1;
    struct rows rows = new_rows(c, answers + count_silences(c, column));
    const struct cube_row answered = {CUBE_ANSWERED, "answered", _("answered"), NULL, -1, ANSWER_GIVEN};
    if (column->option)
        option_rows(c, &rows, column);
    else
        add_row(&rows, answered, (struct cube_set){.bits = column->state[ANSWER_GIVEN]});
    count_rows(c, &rows);
    return rows;
}

static void count_question(struct counter *c, size_t position, struct cube_question *out) {
    const struct dataset_column *column = &c->d->columns[position];
    out->question = column->question;
    name_base(c, out);
    out->base = count_base(c, column->question);
    out->left_out = count_left_out(c, column);
    struct rows rows = make_rows(c, column, out);
    silence_rows(c, &rows, column, out->base);
    net_rows(c, &rows, column);
    out->net_count = column->question->net_count;
    out->rows = rows.items;
    out->row_count = rows.count;
    out->cells = rows.counts;
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
                          .partition = c->banner->partition,
                          .questions = questions,
                          .question_count = c->spec->question_count};
    if (c->spec->where)
        c->filter = dataset_where(c->scratch, c->d, c->spec->where);
    c->bases = arena_array(c->scratch, c->spec->question_count + 1, sizeof *c->bases);
    for (size_t i = 0; i < c->spec->question_count; i++)
        count_question(c, c->spec->questions[i], &questions[i]);
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
    const char *base_words = spec->base ? words_of_base(arena, d->questionnaire, spec, f) : "";
    if (!base_words)
        return NULL;
    lang_enter(d->questionnaire->lang);
    struct counter c = {.arena = arena, .scratch = arena_create(), .d = d, .base_words = base_words};
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
