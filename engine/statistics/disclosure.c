#include "engine/statistics/disclosure.h"

#include "engine/statistics/disclosure_bounds.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Some 20 seconds.  A count and no clock, so that the same tables are refused on every machine. */
static const uint64_t most_work = 20000000000;

struct cell {
    int64_t value, floor;
    enum disclosure_kind kind;
    bool hidden; /* not to be seen: hidden here, or printed nowhere */
    size_t part; /* which of those that hang together, while auditing */
    size_t column;
};

struct relation {
    const struct disclosure_term *terms;
    size_t count;
};

struct disclosure {
    struct arena *arena;
    struct cell *cells;
    struct relation *relations;
    size_t cell_count, cell_room, relation_count, relation_room;
    int64_t least;
    uint64_t work; /* of the audits so far */
    bool too_many;
};

struct disclosure *disclosure_create(struct arena *arena) {
    struct disclosure *d = arena_alloc(arena, sizeof *d);
    d->arena = arena;
    return d;
}

size_t disclosure_cell(struct disclosure *d, int64_t value, enum disclosure_kind kind) {
    assert(value >= 0);
    d->cells = arena_grow(d->arena, d->cells, d->cell_count, &d->cell_room, sizeof *d->cells);
    d->cells[d->cell_count] = (struct cell){.value = value, .kind = kind};
    d->cells[d->cell_count].hidden = kind == DISCLOSURE_NOWHERE || kind == DISCLOSURE_SLACK;
    return d->cell_count++;
}

void disclosure_floor(struct disclosure *d, size_t cell, int64_t floor) {
    assert(floor <= d->cells[cell].value);
    if (floor > d->cells[cell].floor)
        d->cells[cell].floor = floor;
}

int64_t disclosure_value(const struct disclosure *d, size_t cell) {
    return d->cells[cell].value;
}

bool disclosure_hidden(const struct disclosure *d, size_t cell) {
    return d->cells[cell].hidden;
}

void disclosure_relate(struct disclosure *d, const struct disclosure_term *terms, size_t count) {
    struct disclosure_term *own = arena_array(d->arena, count + 1, sizeof *own);
    size_t used = 0;
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < used && own[k].cell != terms[i].cell)
            k++;
        used += k == used;
        own[k].cell = terms[i].cell;
        own[k].sign += terms[i].sign;
        sum += terms[i].sign * d->cells[terms[i].cell].value;
    }
    assert(sum == 0);
    size_t kept = 0;
    for (size_t k = 0; k < used; k++)
        if (own[k].sign != 0)
            own[kept++] = own[k];
    if (kept == 0)
        return;
    d->relations =
        arena_grow(d->arena, d->relations, d->relation_count, &d->relation_room, sizeof *d->relations);
    d->relations[d->relation_count++] = (struct relation){own, kept};
}

/* --- what needs protection --- */

static bool is_small(const struct disclosure *d, const struct cell *c) {
    return c->kind != DISCLOSURE_SLACK && c->kind != DISCLOSURE_FIXED && c->value > 0 && c->value < d->least;
}

/* How far apart the bounds of a hidden cell must be; 0: no matter. */
static double needed(const struct disclosure *d, const struct cell *c) {
    if (!c->hidden || c->kind == DISCLOSURE_SLACK)
        return 0;
    if (is_small(d, c))
        return (double)(d->least - 1);
    return c->kind == DISCLOSURE_NOWHERE ? 0 : 1;
}

/* --- partners --- */

/* Something is better hidden behind a count than behind a nought, behind a part than behind a total or a base, and behind
 * a small count. */
static bool better(const struct disclosure *d, struct disclosure_term a, struct disclosure_term b) {
    const struct cell *x = &d->cells[a.cell], *y = &d->cells[b.cell];
    if (x->kind != y->kind)
        return x->kind == DISCLOSURE_PRINTED;
    if ((x->value == 0) != (y->value == 0))
        return y->value == 0;
    if (a.sign != b.sign)
        return a.sign > b.sign;
    return x->value < y->value;
}

/* Hides the best cell of the relation that is still seen; false when there is none. */
static bool hide_one(struct disclosure *d, const struct relation *r) {
    const struct disclosure_term *best = NULL;
    for (size_t i = 0; i < r->count; i++) {
        const struct cell *c = &d->cells[r->terms[i].cell];
        if (c->hidden || c->kind == DISCLOSURE_FIXED)
            continue;
        if (!best || better(d, r->terms[i], *best))
            best = &r->terms[i];
    }
    if (best)
        d->cells[best->cell].hidden = true;
    return best != NULL;
}

/* Whether this relation alone tells too much: one unknown, or several of one sign whose sum leaves too little room. */
static bool tells(const struct disclosure *d, const struct relation *r) {
    size_t unknown = 0;
    int64_t sum = 0;
    double need = 0;
    bool up = false, down = false;
    for (size_t i = 0; i < r->count; i++) {
        const struct cell *c = &d->cells[r->terms[i].cell];
        if (!c->hidden)
            continue;
        unknown++;
        sum += c->value - c->floor;
        up = up || r->terms[i].sign > 0;
        down = down || r->terms[i].sign < 0;
        need = fmax(need, needed(d, c));
    }
    if (need == 0 || (up && down))
        return false;
    return unknown == 1 || (double)sum < need;
}

static bool protect_relations(struct disclosure *d) {
    bool any = false;
    for (size_t i = 0; i < d->relation_count; i++)
        while (tells(d, &d->relations[i]) && hide_one(d, &d->relations[i]))
            any = true;
    return any;
}

/* --- the audit, part by part --- */

static size_t root(const struct disclosure *d, size_t cell) {
    while (d->cells[cell].part != cell)
        cell = d->cells[cell].part = d->cells[d->cells[cell].part].part;
    return cell;
}

/* Unknowns that stand in one relation hang together. */
static void find_parts(struct disclosure *d) {
    for (size_t i = 0; i < d->cell_count; i++)
        d->cells[i].part = i;
    for (size_t i = 0; i < d->relation_count; i++) {
        const struct relation *r = &d->relations[i];
        size_t first = d->cell_count;
        for (size_t k = 0; k < r->count; k++) {
            if (!d->cells[r->terms[k].cell].hidden)
                continue;
            if (first == d->cell_count)
                first = r->terms[k].cell;
            d->cells[root(d, r->terms[k].cell)].part = root(d, first);
        }
    }
    for (size_t i = 0; i < d->cell_count; i++)
        d->cells[i].part = root(d, i);
}

struct part {
    size_t *cells, *relations;
    size_t cell_count, relation_count;
};

static struct part take_part(struct disclosure *d, struct arena *scratch, size_t which) {
    struct part p = {.cells = arena_array(scratch, d->cell_count + 1, sizeof *p.cells),
                     .relations = arena_array(scratch, d->relation_count + 1, sizeof *p.relations)};
    for (size_t i = 0; i < d->cell_count; i++)
        if (d->cells[i].hidden && d->cells[i].part == which) {
            d->cells[i].column = p.cell_count;
            p.cells[p.cell_count++] = i;
        }
    for (size_t i = 0; i < d->relation_count; i++)
        for (size_t k = 0; k < d->relations[i].count; k++) {
            const struct cell *c = &d->cells[d->relations[i].terms[k].cell];
            if (c->hidden && c->part == which) {
                p.relations[p.relation_count++] = i;
                break;
            }
        }
    return p;
}

static struct disclosure_bounds *bounds_of(const struct disclosure *d, struct arena *scratch,
                                           const struct part *p) {
    double *matrix = arena_array(scratch, p->relation_count * p->cell_count + 1, sizeof *matrix);
    double *truth = arena_array(scratch, p->cell_count + 1, sizeof *truth);
    for (size_t j = 0; j < p->cell_count; j++)
        truth[j] = (double)(d->cells[p->cells[j]].value - d->cells[p->cells[j]].floor);
    for (size_t i = 0; i < p->relation_count; i++) {
        const struct relation *r = &d->relations[p->relations[i]];
        for (size_t k = 0; k < r->count; k++)
            if (d->cells[r->terms[k].cell].hidden)
                matrix[i * p->cell_count + d->cells[r->terms[k].cell].column] = r->terms[k].sign;
    }
    return disclosure_bounds_create(scratch, p->relation_count, p->cell_count, matrix, truth);
}

/* Hides something more beside a cell whose bounds are too near, where the fewest are hidden yet. */
static bool strengthen(struct disclosure *d, const struct part *p, size_t cell) {
    bool *tried = arena_array(d->arena, p->relation_count + 1, sizeof *tried);
    for (;;) {
        size_t best = p->relation_count, fewest = SIZE_MAX;
        for (size_t i = 0; i < p->relation_count; i++) {
            const struct relation *r = &d->relations[p->relations[i]];
            size_t unknown = 0;
            bool has = false;
            for (size_t k = 0; k < r->count; k++) {
                unknown += d->cells[r->terms[k].cell].hidden;
                has = has || r->terms[k].cell == cell;
            }
            if (has && !tried[i] && unknown < fewest) {
                fewest = unknown;
                best = i;
            }
        }
        if (best == p->relation_count)
            return false;
        tried[best] = true;
        if (hide_one(d, &d->relations[p->relations[best]]))
            return true;
    }
}

/* Whether something more was hidden. */
static bool audit_part(struct disclosure *d, struct arena *scratch, size_t which) {
    struct part p = take_part(d, scratch, which);
    d->too_many = p.cell_count > DISCLOSURE_MOST;
    if (d->too_many)
        return false;
    struct disclosure_bounds *s = bounds_of(d, scratch, &p);
    bool any = false;
    for (size_t j = 0; j < p.cell_count && !d->too_many; j++) {
        double enough = needed(d, &d->cells[p.cells[j]]);
        if (disclosure_bounds_width(s, j) < enough)
            disclosure_bounds_widen(s, j, enough);
        if (disclosure_bounds_width(s, j) < enough - 1e-6)
            any = strengthen(d, &p, p.cells[j]) || any;
        d->too_many = d->work + disclosure_bounds_work(s) > most_work;
    }
    d->work += disclosure_bounds_work(s);
    return any;
}

static bool audit(struct disclosure *d) {
    struct arena *scratch = arena_create(), *of_part = arena_create();
    bool *matters = arena_array(scratch, d->cell_count + 1, sizeof *matters), any = false;
    find_parts(d);
    for (size_t i = 0; i < d->cell_count; i++)
        if (needed(d, &d->cells[i]) > 0)
            matters[d->cells[i].part] = true;
    for (size_t i = 0; i < d->cell_count && !d->too_many; i++)
        if (matters[i]) {
            any = audit_part(d, of_part, i) || any;
            arena_reset(of_part);
        }
    arena_destroy(of_part);
    arena_destroy(scratch);
    return any;
}

bool disclosure_protect(struct disclosure *d, int64_t least) {
    d->least = least;
    for (size_t i = 0; i < d->cell_count; i++)
        if (is_small(d, &d->cells[i]))
            d->cells[i].hidden = true;
    do
        while (protect_relations(d))
            continue;
    while (audit(d) && !d->too_many);
    return !d->too_many;
}
