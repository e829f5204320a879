/* The cells of suppress_system.h: their names, and which of them a table has. */
#include "reports/model/suppress_system.h"

#include "engine/base/fnv.h"
#include "engine/base/strbuf.h"
#include "engine/questionnaire/reference.h"

#include <stdlib.h>
#include <string.h>

struct named {
    const char *name;
    size_t cell;
};

struct suppress_system {
    struct arena *arena;
    struct disclosure *d;
    int64_t least;
    const struct suppress_system *standing;
    struct named *names; /* open addressing */
    size_t name_count, name_room;
    struct suppress_cube **cubes;
    size_t cube_count, cube_room;
    const int *homes; /* of the dataset of the cubes */
    size_t taken;     /* so many of the cubes are in d */
    struct split *splits;
    size_t split_count, split_room;
};

struct split {
    const struct suppress_cube *whole, *part, *rest;
};

struct suppress_system *suppress_system_create(struct arena *arena, int64_t least,
                                               const struct suppress_system *standing) {
    struct suppress_system *s = arena_alloc(arena, sizeof *s);
    *s = (struct suppress_system){
        .arena = arena, .d = disclosure_create(arena), .least = least, .standing = standing};
    return s;
}

struct arena *suppress_system_arena(const struct suppress_system *s) {
    return s->arena;
}

struct disclosure *suppress_system_disclosure(const struct suppress_system *s) {
    return s->d;
}

int64_t suppress_system_least(const struct suppress_system *s) {
    return s->least;
}

/* --- names --- */

static size_t slot_of(const struct suppress_system *s, const char *name) {
    size_t slot = fnv_text(FNV_START, name) % s->name_room;
    while (s->names[slot].name && strcmp(s->names[slot].name, name) != 0)
        slot = (slot + 1) % s->name_room;
    return slot;
}

bool suppress_system_find(const struct suppress_system *s, const struct suppress_name *name, size_t *cell) {
    const struct named *named = s->name_room ? &s->names[slot_of(s, suppress_name_text(name))] : NULL;
    *cell = named ? named->cell : 0;
    return named && named->name;
}

static void grow(struct suppress_system *s) {
    struct named *old = s->names;
    size_t room = s->name_room;
    s->name_room = room ? 2 * room : 1024;
    s->names = arena_array(s->arena, s->name_room, sizeof *s->names);
    for (size_t i = 0; i < room; i++)
        if (old[i].name)
            s->names[slot_of(s, old[i].name)] = old[i];
}

/* What stands in other outputs is as it is there. */
static void settle(const struct suppress_system *s, const struct suppress_name *name, int64_t value,
                   size_t cell) {
    size_t there;
    if (s->standing && suppress_system_find(s->standing, name, &there) &&
        disclosure_value(s->standing->d, there) == value)
        disclosure_settle(s->d, cell, disclosure_hidden(s->standing->d, there));
}

size_t suppress_system_cell(struct suppress_system *s, const struct suppress_name *name, int64_t value,
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
    settle(s, name, value, cell);
    return cell;
}

/* --- the counts of a table --- */

static void add_row(const struct suppress_place *p, size_t row, struct suppress_name *name) {
    const struct cube_row *r = &p->q->rows[row];
    if (r->kind == CUBE_NET) /* no answer: what it says of the return is a condition of its own */
        suppress_name_condition(name, arena_printf(name->arena, "%s of %s", r->key, p->q->question->id));
    else
        suppress_name_answer(name, p->q->question, r->key);
}

static void add_answers(const struct suppress_place *p, struct suppress_name *name) {
    suppress_name_condition(name, arena_printf(name->arena, "answers to %s", p->q->question->id));
}

/* Who meets every condition of what is subtracted is not in the rest. */
static void look_for_nobody(const struct suppress_place *p, struct suppress_name *name) {
    if (p->of->role != SUPPRESS_REST)
        return;
    const struct suppress_name gone =
        suppress_name_of_base(name->arena, p->of->subtracted, p->question, p->of->homes);
    name->impossible = name->impossible || suppress_name_implies(name, &gone);
}

static struct suppress_name column_name(const struct suppress_system *s, const struct suppress_place *p,
                                        size_t column) {
    struct suppress_name name = suppress_name_of_base(s->arena, p->of->cube, p->question, p->of->homes);
    suppress_name_column(&name, p->of->columns[column].key);
    return name;
}

/* Who did not answer the key, an association, a channel: there is a column where there is a return. */
static bool is_own_column(const struct suppress_name *name, const struct cube_column *columns, size_t c) {
    return c > 0 && name->count == 1 &&
           (columns[c].unknown || strcmp(name->conditions[0], columns[c].key) == 0);
}

static size_t cell_of(struct suppress_system *s, const struct suppress_place *p, struct suppress_name *name,
                      int64_t value, enum disclosure_kind printed) {
    if (p->of->role == SUPPRESS_WHOLE)
        return disclosure_cell(s->d, value, DISCLOSURE_FIXED);
    look_for_nobody(p, name);
    return suppress_system_cell(s, name, value, printed);
}

/* Bases first: a count that is a base somewhere is one everywhere. */
static void take_bases(struct suppress_system *s, struct suppress_place *p) {
    const struct cube *cube = p->of->cube;
    p->n = arena_array(s->arena, cube->column_count, sizeof *p->n);
    if (p->of->percent == TABLE_OF_ANSWERS)
        p->answers = arena_array(s->arena, cube->column_count, sizeof *p->answers);
    for (size_t c = 0; c < cube->column_count; c++) {
        struct suppress_name name = column_name(s, p, c);
        p->n[c] = cell_of(s, p, &name, cube_n(cube, p->q, c), DISCLOSURE_HEAVY);
        if (p->of->role == SUPPRESS_PRINTED && is_own_column(&name, p->of->columns, c) &&
            cube_n(cube, p->q, c) > 0)
            disclosure_floor(s->d, p->n[c], 1);
        if (!p->answers)
            continue;
        add_answers(p, &name);
        p->answers[c] = cell_of(s, p, &name, cube_answers(cube, p->q, c), DISCLOSURE_HEAVY);
    }
}

/* A value, or a silence other than no answer, has a row only where it occurs. */
static bool occurs(const struct suppress_place *p, size_t row) {
    const struct cube_row *r = &p->q->rows[row];
    return r->kind == CUBE_VALUE ? !p->q->classes : r->kind == CUBE_SILENCE && r->state != ANSWER_NO_ANSWER;
}

static void take_cells(struct suppress_system *s, struct suppress_place *p) {
    const struct cube *cube = p->of->cube;
    p->cells = arena_array(s->arena, p->q->row_count * cube->column_count + 1, sizeof *p->cells);
    for (size_t c = 0; c < cube->column_count; c++) {
        const struct suppress_name column = column_name(s, p, c);
        for (size_t r = 0; r < p->q->row_count; r++) {
            struct suppress_name name = column;
            add_row(p, r, &name);
            size_t cell = cell_of(s, p, &name, cube_cell(cube, p->q, r, c), DISCLOSURE_PRINTED);
            if (c == 0 && p->of->role == SUPPRESS_PRINTED && occurs(p, r) && disclosure_value(s->d, cell) > 0)
                disclosure_floor(s->d, cell, 1);
            p->cells[r * cube->column_count + c] = cell;
        }
    }
}

bool suppress_place_is_answer(const struct suppress_place *p, size_t row) {
    return row < p->rows && p->q->rows[row].kind != CUBE_SILENCE;
}

size_t suppress_place_at(const struct suppress_place *p, size_t row, size_t column) {
    return row < p->q->row_count    ? p->cells[row * p->of->cube->column_count + column]
           : row == p->q->row_count ? p->n[column]
                                    : p->answers[column];
}

size_t suppress_place_rows_and_base(const struct suppress_place *p) {
    return p->q->row_count + 1 + (p->answers != NULL);
}

struct suppress_name suppress_place_name(const struct suppress_place *p, struct arena *arena, size_t row) {
    struct suppress_name name = suppress_name_of_base(arena, p->of->cube, p->question, p->of->homes);
    if (row < p->q->row_count)
        add_row(p, row, &name);
    else if (row > p->q->row_count)
        add_answers(p, &name);
    return name;
}

/* --- margins --- */

struct keyed {
    const char *key;
    size_t column;
};

static int by_key(const void *a, const void *b) {
    const struct keyed *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : (x->column > y->column) - (x->column < y->column);
}

/* Of a column's key the parts that are in the set: "pref=13,type=clinic", 2: "type=clinic". */
static const char *parts_of(struct arena *arena, const char *key, unsigned set) {
    struct strbuf kept = {0};
    strbuf_add(&kept, "");
    for (unsigned part = 0; *key; part++) {
        size_t length = strcspn(key, ",");
        if (set >> part & 1)
            strbuf_printf(&kept, "%s%.*s", kept.length ? "," : "", (int)length, key);
        key += length + (key[length] == ',');
    }
    const char *text = arena_strdup(arena, kept.text);
    strbuf_end(&kept);
    return text;
}

static void add_margins(struct suppress_system *s, struct suppress_cube *c, unsigned set,
                        struct suppress_margin *margins) {
    size_t columns = c->cube->column_count, *order = arena_array(s->arena, columns + 1, sizeof *order);
    struct keyed *keyed = arena_array(s->arena, columns + 1, sizeof *keyed);
    for (size_t i = 1; i < columns; i++)
        keyed[i - 1] = (struct keyed){parts_of(s->arena, c->columns[i].key, set), i};
    qsort(keyed, columns - 1, sizeof *keyed, by_key);
    for (size_t i = 0; i + 1 < columns; i++) {
        order[i] = keyed[i].column;
        if (i == 0 || strcmp(keyed[i].key, keyed[i - 1].key) != 0)
            margins[c->margin_count++] = (struct suppress_margin){keyed[i].key, order + i, 0};
        margins[c->margin_count - 1].count++;
    }
}

/* Of every choice of some keys, but not all, the categories. */
static void find_margins(struct suppress_system *s, struct suppress_cube *c) {
    size_t keys = c->cube->spec->key_count;
    if (keys < 2 || !c->cube->partition)
        return;
    unsigned all = (1u << keys) - 1;
    struct suppress_margin *margins = arena_array(s->arena, all * c->cube->column_count + 1, sizeof *margins);
    for (unsigned set = 1; set < all; set++)
        add_margins(s, c, set, margins);
    c->margins = margins;
}

/* --- prefectures of associations --- */

static void find_prefectures(struct suppress_system *s, struct suppress_cube *c) {
    struct fault ignored = {0};
    const struct reference *r = reference_get(&ignored);
    if (!r || c->cube->spec->key_count != 1 || strcmp(c->cube->spec->keys[0], "association") != 0)
        return;
    const char **prefecture = arena_array(s->arena, c->cube->column_count + 1, sizeof *prefecture);
    for (size_t i = 1; i < c->cube->column_count; i++) {
        int at = reference_association(r, s->arena, strchr(c->columns[i].key, '=') + 1);
        prefecture[i] = at >= 0 ? r->associations[at].prefecture : NULL;
    }
    c->prefecture = prefecture;
}

/* --- adding --- */

const struct suppress_cube *suppress_system_add(struct suppress_system *s, const struct cube *cube,
                                                enum table_percent percent, enum suppress_role role,
                                                const struct cube *subtracted) {
    struct suppress_cube *c = arena_alloc(s->arena, sizeof *c);
    if (!s->homes)
        s->homes = s->standing ? s->standing->homes : suppress_name_homes(s->arena, cube->dataset);
    *c = (struct suppress_cube){.cube = cube,
                                .columns = cube_columns(s->arena, cube),
                                .percent = percent,
                                .role = role,
                                .subtracted = subtracted};
    c->places = arena_array(s->arena, cube->question_count + 1, sizeof *c->places);
    for (size_t k = 0; k < cube->question_count; k++)
        c->places[k] =
            (struct suppress_place){.of = c,
                                    .q = &cube->questions[k],
                                    .question = k,
                                    .rows = cube->questions[k].row_count - cube->questions[k].net_count};
    if (role == SUPPRESS_PRINTED || role == SUPPRESS_REST) {
        find_margins(s, c);
        find_prefectures(s, c);
    }
    s->cubes = arena_grow(s->arena, s->cubes, s->cube_count, &s->cube_room, sizeof(struct suppress_cube *));
    return s->cubes[s->cube_count++] = c;
}

void suppress_system_split(struct suppress_system *s, const struct suppress_cube *whole,
                           const struct suppress_cube *part, const struct suppress_cube *rest) {
    s->splits = arena_grow(s->arena, s->splits, s->split_count, &s->split_room, sizeof *s->splits);
    s->splits[s->split_count++] = (struct split){whole, part, rest};
}

static void for_new(struct suppress_system *s,
                    void (*visit)(struct suppress_system *s, struct suppress_place *p)) {
    for (size_t i = s->taken; i < s->cube_count; i++)
        for (size_t k = 0; k < s->cubes[i]->cube->question_count; k++)
            visit(s, &s->cubes[i]->places[k]);
}

static void relate_new(struct suppress_system *s, struct suppress_place *p) {
    if (p->of->role == SUPPRESS_PRINTED || p->of->role == SUPPRESS_REST)
        suppress_sums(s, p);
}

bool suppress_system_protect(struct suppress_system *s, uint64_t patience) {
    for_new(s, take_bases);
    for_new(s, take_cells);
    for_new(s, relate_new);
    for (size_t i = 0; i < s->split_count; i++)
        for (size_t k = 0; k < s->splits[i].whole->cube->question_count; k++)
            suppress_sums_split(s, &s->splits[i].whole->places[k], &s->splits[i].part->places[k],
                                &s->splits[i].rest->places[k]);
    bool more = false;
    for (size_t i = s->taken; i < s->cube_count; i++)
        more = more || s->cubes[i]->role == SUPPRESS_PRINTED;
    s->taken = s->cube_count;
    s->split_count = 0;
    return !more || disclosure_protect(s->d, s->least, patience);
}

/* --- what comes of it --- */

struct table_hidden suppress_system_hidden(const struct suppress_system *s, const struct suppress_place *p) {
    size_t columns = p->of->cube->column_count;
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
        p->of->cube->spec->without_no_answer && p->q->left_out > 0 && disclosure_hidden(s->d, p->left_out);
    return (struct table_hidden){.cells = cells, .n = n, .answers = answers, .left_out = left_out};
}
