#include "reports/model/table_suppress.h"

#include "engine/base/lang.h"
#include "engine/statistics/disclosure.h"
#include "reports/model/suppress_name.h"

#include <stdlib.h>
#include <string.h>

static const uint64_t patience = 20000000000; /* some 20 seconds of the audit */

/* One question of one cube, and which cell of the system each of its counts is. */
struct place {
    const struct cube *cube;
    const struct cube_column *columns;
    const struct cube_question *q;
    size_t question;
    enum table_percent percent;
    size_t *cells, *n, *answers; /* answers: where percentages are of them, else NULL */
    size_t left_out;             /* cell, where the cube leaves no answer out */
    size_t rows;                 /* without nets, which come after them */
};

struct named {
    const char *name;
    size_t cell;
};

struct system {
    struct arena *arena;
    struct disclosure *d;
    struct named *names; /* open addressing */
    size_t name_count, name_room;
    struct place *places;
    size_t place_count;
};

/* --- names --- */

static size_t slot_of(const struct system *s, const char *name) {
    uint64_t hash = 1469598103934665603u; /* FNV-1a */
    for (const char *c = name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    size_t slot = hash % s->name_room;
    while (s->names[slot].name && strcmp(s->names[slot].name, name) != 0)
        slot = (slot + 1) % s->name_room;
    return slot;
}

static bool find(const struct system *s, const char *name, size_t *cell) {
    const struct named *named = &s->names[slot_of(s, name)];
    *cell = named->cell;
    return named->name != NULL;
}

static void grow(struct system *s) {
    struct named *old = s->names;
    size_t room = s->name_room;
    s->name_room = room ? 2 * room : 1024;
    s->names = arena_array(s->arena, s->name_room, sizeof *s->names);
    for (size_t i = 0; i < room; i++)
        if (old[i].name)
            s->names[slot_of(s, old[i].name)] = old[i];
}

static size_t cell_named(struct system *s, const struct suppress_name *name, int64_t value,
                         enum disclosure_kind kind) {
    const char *text = suppress_name_text(name);
    if (2 * (s->name_count + 1) > s->name_room)
        grow(s);
    size_t slot = slot_of(s, text);
    if (s->names[slot].name && disclosure_value(s->d, s->names[slot].cell) == value)
        return s->names[slot].cell;
    size_t cell = disclosure_cell(s->d, value, name->impossible && value == 0 ? DISCLOSURE_FIXED : kind);
    if (!s->names[slot].name) {
        s->names[slot] = (struct named){text, cell};
        s->name_count++;
    }
    return cell;
}

/* --- the counts of a table --- */

static struct suppress_name column_name(const struct system *s, const struct place *p, size_t column) {
    struct suppress_name name = suppress_name_of_base(s->arena, p->cube, p->question);
    suppress_name_column(&name, p->columns[column].key);
    return name;
}

static bool is_answer(const struct place *p, size_t row) {
    return row < p->rows && p->q->rows[row].kind != CUBE_SILENCE;
}

/* Who did not answer the key, an association, a channel: there is a column where there is a return. */
static bool is_own_column(const struct suppress_name *name, const struct cube_column *columns, size_t c) {
    return c > 0 && name->count == 1 &&
           (columns[c].unknown || strcmp(name->conditions[0], columns[c].key) == 0);
}

static void add_answers(const struct system *s, const struct place *p, struct suppress_name *name) {
    suppress_name_condition(name, arena_printf(s->arena, "answers to %s", p->q->question->id));
}

/* Bases first: a count that is a base somewhere is one everywhere. */
static void take_bases(struct system *s, struct place *p) {
    size_t columns = p->cube->column_count;
    p->n = arena_array(s->arena, columns, sizeof *p->n);
    if (p->percent == TABLE_OF_ANSWERS)
        p->answers = arena_array(s->arena, columns, sizeof *p->answers);
    for (size_t c = 0; c < columns; c++) {
        struct suppress_name name = column_name(s, p, c);
        p->n[c] = cell_named(s, &name, cube_n(p->cube, p->q, c), DISCLOSURE_HEAVY);
        if (is_own_column(&name, p->columns, c) && cube_n(p->cube, p->q, c) > 0)
            disclosure_floor(s->d, p->n[c], 1);
        if (!p->answers)
            continue;
        add_answers(s, p, &name);
        p->answers[c] = cell_named(s, &name, cube_answers(p->cube, p->q, c), DISCLOSURE_HEAVY);
    }
}

/* A value, or a silence other than no answer, has a row only where it occurs. */
static bool occurs(const struct place *p, size_t row) {
    const struct cube_row *r = &p->q->rows[row];
    return r->kind == CUBE_VALUE ? !p->q->classes : r->kind == CUBE_SILENCE && r->state != ANSWER_NO_ANSWER;
}

/* A net is no answer: what it says of the return is a condition of its own. */
static void add_row(const struct system *s, const struct place *p, size_t row, struct suppress_name *name) {
    const struct cube_row *r = &p->q->rows[row];
    if (r->kind == CUBE_NET)
        suppress_name_condition(name, arena_printf(s->arena, "%s of %s", r->key, p->q->question->id));
    else
        suppress_name_answer(name, p->q->question, r->key);
}

static void take_cells(struct system *s, struct place *p) {
    size_t columns = p->cube->column_count;
    p->cells = arena_array(s->arena, p->q->row_count * columns + 1, sizeof *p->cells);
    for (size_t c = 0; c < columns; c++) {
        const struct suppress_name column = column_name(s, p, c);
        for (size_t r = 0; r < p->q->row_count; r++) {
            struct suppress_name name = column;
            add_row(s, p, r, &name);
            size_t cell = cell_named(s, &name, cube_cell(p->cube, p->q, r, c), DISCLOSURE_PRINTED);
            if (c == 0 && occurs(p, r) && disclosure_value(s->d, cell) > 0)
                disclosure_floor(s->d, cell, 1);
            p->cells[r * columns + c] = cell;
        }
    }
}

/* --- sums --- */

struct sum {
    struct disclosure_term *terms;
    size_t count;
};

static struct sum new_sum(const struct system *s, size_t most) {
    return (struct sum){arena_array(s->arena, most + 1, sizeof(struct disclosure_term)), 0};
}

static void add(struct sum *sum, size_t cell, int sign) {
    sum->terms[sum->count++] = (struct disclosure_term){cell, sign};
}

static int64_t balance(const struct system *s, const struct sum *sum) {
    int64_t total = 0;
    for (size_t i = 0; i < sum->count; i++)
        total += sum->terms[i].sign * disclosure_value(s->d, sum->terms[i].cell);
    return total;
}

/* A sum that does not hold was taken for one wrongly; nothing follows from it. */
static void relate(struct system *s, const struct sum *sum) {
    if (balance(s, sum) == 0)
        disclosure_relate(s->d, sum->terms, sum->count);
}

/* total - parts >= 0, by a cell that takes up the rest. */
static void relate_at_most(struct system *s, struct sum *parts_less_total) {
    int64_t rest = -balance(s, parts_less_total);
    if (rest < 0)
        return;
    add(parts_less_total, disclosure_cell(s->d, rest, DISCLOSURE_SLACK), 1);
    relate(s, parts_less_total);
}

static void relate_one_answer(struct system *s, const struct place *p, size_t c) {
    struct sum sum = new_sum(s, p->rows + 1);
    for (size_t r = 0; r < p->rows; r++)
        add(&sum, p->cells[r * p->cube->column_count + c], 1);
    add(&sum, p->n[c], -1);
    relate(s, &sum);
}

static void add_silences(const struct place *p, size_t c, struct sum *sum, int sign) {
    for (size_t r = 0; r < p->rows; r++)
        if (!is_answer(p, r))
            add(sum, p->cells[r * p->cube->column_count + c], sign);
}

static void relate_several_answers(struct system *s, const struct place *p, size_t c) {
    struct sum all = new_sum(s, p->rows + 2);
    add(&all, p->n[c], 1);
    for (size_t r = 0; r < p->rows; r++) {
        if (!is_answer(p, r))
            continue;
        struct sum one = new_sum(s, p->rows + 2);
        add(&one, p->cells[r * p->cube->column_count + c], 1);
        add_silences(p, c, &one, 1);
        add(&one, p->n[c], -1);
        relate_at_most(s, &one);
        add(&all, p->cells[r * p->cube->column_count + c], -1);
    }
    add_silences(p, c, &all, -1);
    relate_at_most(s, &all);
}

/* A net of one answer is the sum of its options; of several it is at least each of them, and at most all together and
 * the base less the silences. */
static void relate_net(struct system *s, const struct place *p, size_t c, size_t which) {
    const struct net *net = &p->q->question->nets[which];
    size_t columns = p->cube->column_count, cell = p->cells[(p->rows + which) * columns + c];
    bool several = p->q->question->kind == QUESTION_MULTI;
    struct sum all = new_sum(s, net->option_count + 2), most = new_sum(s, p->rows + 3);
    add(&all, cell, 1);
    for (size_t k = 0; k < net->option_count; k++) {
        size_t option = p->cells[(size_t)net->options[k] * columns + c];
        struct sum one = new_sum(s, 3);
        add(&one, option, 1);
        add(&one, cell, -1);
        if (several)
            relate_at_most(s, &one);
        add(&all, option, -1);
    }
    if (!several) {
        relate(s, &all);
        return;
    }
    relate_at_most(s, &all);
    add(&most, cell, 1);
    add_silences(p, c, &most, 1);
    add(&most, p->n[c], -1);
    relate_at_most(s, &most);
}

static void relate_answers(struct system *s, const struct place *p, size_t c) {
    struct sum sum = new_sum(s, p->rows + 1);
    for (size_t r = 0; r < p->rows; r++)
        if (is_answer(p, r))
            add(&sum, p->cells[r * p->cube->column_count + c], 1);
    add(&sum, p->answers[c], -1);
    relate(s, &sum);
}

static void relate_left_out(struct system *s, struct place *p, size_t c) {
    struct cube_spec spec = *p->cube->spec;
    struct cube cube = *p->cube;
    size_t whole;
    spec.without_no_answer = false;
    cube.spec = &spec;
    struct suppress_name name = suppress_name_of_base(s->arena, &cube, p->question);
    suppress_name_column(&name, p->columns[c].key);
    bool known = find(s, suppress_name_text(&name), &whole);
    int64_t left = known ? disclosure_value(s->d, whole) - cube_n(p->cube, p->q, c) : p->q->left_out;
    suppress_name_answer(&name, p->q->question, answer_state_key(ANSWER_NO_ANSWER));
    if (left < 0 || (!known && c > 0))
        return;
    size_t out = cell_named(s, &name, left, c == 0 ? DISCLOSURE_PRINTED : DISCLOSURE_NOWHERE);
    p->left_out = c == 0 ? out : p->left_out;
    struct sum sum = new_sum(s, 3);
    add(&sum, p->n[c], 1);
    add(&sum, out, 1);
    add(&sum, whole, -1);
    if (known)
        relate(s, &sum);
}

/* --- columns --- */

/* The cell of a row in a column; after the last row comes the base, and where percentages are of answers their number. */
static size_t at(const struct place *p, size_t row, size_t column) {
    return row < p->q->row_count    ? p->cells[row * p->cube->column_count + column]
           : row == p->q->row_count ? p->n[column]
                                    : p->answers[column];
}

static size_t rows_and_base(const struct place *p) {
    return p->q->row_count + 1 + (p->answers != NULL);
}

static void relate_columns(struct system *s, const struct place *p, size_t row) {
    struct sum sum = new_sum(s, p->cube->column_count);
    for (size_t c = 1; c < p->cube->column_count; c++)
        add(&sum, at(p, row, c), 1);
    add(&sum, at(p, row, 0), -1);
    if (p->cube->column_count > 1)
        relate(s, &sum);
}

static struct suppress_name row_name(const struct system *s, const struct place *p, size_t row) {
    struct suppress_name name = suppress_name_of_base(s->arena, p->cube, p->question);
    if (row < p->q->row_count)
        add_row(s, p, row, &name);
    else if (row > p->q->row_count)
        add_answers(s, p, &name);
    return name;
}

/* Where part `which` of a column's key begins, and how long it is. */
static const char *part_of(const char *key, size_t which, size_t *length) {
    for (; which > 0; which--)
        key = strchr(key, ',') + 1;
    *length = strcspn(key, ",");
    return key;
}

static bool same_part(const struct cube_column *columns, size_t a, size_t b, size_t which) {
    size_t x, y;
    const char *first = part_of(columns[a].key, which, &x), *second = part_of(columns[b].key, which, &y);
    return x == y && strncmp(first, second, x) == 0;
}

/* All pairs with one category of one key are that category's own column, where the set has it. */
static void relate_pairs(struct system *s, const struct place *p, size_t row, size_t which, size_t column) {
    size_t length, margin;
    struct suppress_name name = row_name(s, p, row);
    const char *part = part_of(p->columns[column].key, which, &length);
    suppress_name_part(&name, arena_strndup(s->arena, part, length));
    if (!find(s, suppress_name_text(&name), &margin))
        return;
    struct sum sum = new_sum(s, p->cube->column_count);
    for (size_t c = 1; c < p->cube->column_count; c++)
        if (same_part(p->columns, c, column, which))
            add(&sum, at(p, row, c), 1);
    add(&sum, margin, -1);
    relate(s, &sum);
}

static bool is_first_of_part(const struct cube_column *columns, size_t column, size_t which) {
    for (size_t c = 1; c < column; c++)
        if (same_part(columns, c, column, which))
            return false;
    return true;
}

/* A category of a grouping is the sum of its options, where the set has them all. */
static void relate_category(struct system *s, const struct place *p, size_t row, size_t column) {
    const struct questionnaire *q = p->cube->dataset->questionnaire;
    const char *key = p->columns[column].key, *equals = strchr(key, '=');
    int at_grouping =
        equals ? questionnaire_grouping(q, arena_strndup(s->arena, key, (size_t)(equals - key))) : -1;
    if (at_grouping < 0)
        return;
    const struct grouping *g = &q->groupings[at_grouping];
    const struct question *question = &q->questions[g->question];
    struct sum sum = new_sum(s, question->option_count + 1);
    for (size_t j = 0; j < question->option_count; j++) {
        size_t cell;
        if (g->category_of[j] < 0 || strcmp(g->ids[g->category_of[j]], equals + 1) != 0)
            continue;
        struct suppress_name name = row_name(s, p, row);
        suppress_name_answer(&name, question, question->options[j].id);
        if (!find(s, suppress_name_text(&name), &cell))
            return;
        add(&sum, cell, 1);
    }
    add(&sum, at(p, row, column), -1);
    relate(s, &sum);
}

static void relate_row(struct system *s, const struct place *p, size_t row) {
    const struct cube *cube = p->cube;
    relate_columns(s, p, row);
    for (size_t c = 1; c < cube->column_count && cube->spec->key_count == 1; c++)
        relate_category(s, p, row, c);
    for (size_t which = 0; cube->spec->key_count == 2 && which < 2; which++)
        for (size_t c = 1; c < cube->column_count; c++)
            if (is_first_of_part(p->columns, c, which))
                relate_pairs(s, p, row, which, c);
}

static void relate_place(struct system *s, struct place *p) {
    bool several = p->q->question->kind == QUESTION_MULTI;
    for (size_t c = 0; c < p->cube->column_count; c++) {
        several ? relate_several_answers(s, p, c) : relate_one_answer(s, p, c);
        for (size_t i = 0; i < p->q->net_count; i++)
            relate_net(s, p, c, i);
        if (p->answers)
            relate_answers(s, p, c);
        if (p->cube->spec->without_no_answer)
            relate_left_out(s, p, c);
    }
    for (size_t row = 0; p->cube->partition && row < rows_and_base(p); row++)
        relate_row(s, p, row);
}

/* --- what comes of it --- */

static struct table_hidden hidden_of(const struct system *s, const struct place *p) {
    size_t columns = p->cube->column_count;
    bool *cells = arena_array(s->arena, p->q->row_count * columns + 1, sizeof *cells);
    bool *n = arena_array(s->arena, columns + 1, sizeof *n);
    bool *answers = arena_array(s->arena, columns + 1, sizeof *answers);
    for (size_t c = 0; c < columns; c++) {
        n[c] = disclosure_hidden(s->d, p->n[c]);
        answers[c] = p->answers && disclosure_hidden(s->d, p->answers[c]);
        for (size_t r = 0; r < p->q->row_count; r++)
            cells[r * columns + c] = disclosure_hidden(s->d, p->cells[r * columns + c]);
    }
    bool left_out =
        p->cube->spec->without_no_answer && p->q->left_out > 0 && disclosure_hidden(s->d, p->left_out);
    return (struct table_hidden){cells, n, answers, left_out};
}

static void take_places(struct system *s, const struct table_suppress_source *sources, size_t count) {
    size_t room = 0;
    for (size_t i = 0; i < count; i++) {
        const struct cube_column *columns = cube_columns(s->arena, sources[i].cube);
        for (size_t k = 0; k < sources[i].cube->question_count; k++) {
            const struct cube_question *q = &sources[i].cube->questions[k];
            s->places = arena_grow(s->arena, s->places, s->place_count, &room, sizeof *s->places);
            s->places[s->place_count++] = (struct place){.cube = sources[i].cube,
                                                         .columns = columns,
                                                         .q = q,
                                                         .question = k,
                                                         .percent = sources[i].percent,
                                                         .rows = q->row_count - q->net_count};
        }
    }
}

const struct table_hidden *const *table_suppress(struct arena *arena,
                                                 const struct table_suppress_source *sources, size_t count,
                                                 int64_t least, struct fault *f) {
    struct system s = {.arena = arena, .d = disclosure_create(arena)};
    const struct table_hidden **all = arena_array(arena, count + 1, sizeof *all);
    take_places(&s, sources, count);
    for (size_t i = 0; i < s.place_count; i++)
        take_bases(&s, &s.places[i]);
    for (size_t i = 0; i < s.place_count; i++)
        take_cells(&s, &s.places[i]);
    for (size_t i = 0; i < s.place_count; i++)
        relate_place(&s, &s.places[i]);
    if (!disclosure_protect(s.d, least, patience)) {
        fault_set(f,
                  _("--suppress %ld: too many small counts hang together in these tables; ask for fewer "
                    "questions, for one "
                    "key instead of two, or for a smaller number"),
                  (long)least);
        return NULL;
    }
    const struct place *p = s.places;
    for (size_t i = 0; i < count; i++) {
        struct table_hidden *hidden = arena_array(arena, sources[i].cube->question_count + 1, sizeof *hidden);
        for (size_t k = 0; k < sources[i].cube->question_count; k++)
            hidden[k] = hidden_of(&s, p++);
        all[i] = hidden;
    }
    return all;
}
