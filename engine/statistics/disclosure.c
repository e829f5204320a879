#include "engine/statistics/disclosure_internal.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct disclosure *disclosure_create(struct arena *arena) {
    struct disclosure *d = arena_alloc(arena, sizeof *d);
    d->arena = arena;
    return d;
}

size_t disclosure_cell(struct disclosure *d, int64_t value, enum disclosure_kind kind) {
    assert(value >= 0);
    d->cells = arena_grow(d->arena, d->cells, d->cell_count, &d->cell_room, sizeof *d->cells);
    d->cells[d->cell_count] =
        (struct disclosure_count){.value = value, .ceiling = INT64_MAX, .kind = kind, .twin = d->cell_count};
    d->cells[d->cell_count].hidden = kind == DISCLOSURE_NOWHERE || kind == DISCLOSURE_SLACK;
    return d->cell_count++;
}

void disclosure_floor(struct disclosure *d, size_t cell, int64_t floor) {
    assert(floor <= d->cells[cell].value);
    if (floor > d->cells[cell].floor)
        d->cells[cell].floor = floor;
}

static void lower_ceiling(struct disclosure_count *c, int64_t ceiling) {
    c->ceiling = ceiling < c->ceiling ? ceiling : c->ceiling;
}

/* Twins stand in a ring; two rings become one when two of their members change places. */
void disclosure_twins(struct disclosure *d, size_t a, size_t b) {
    struct disclosure_count *x = &d->cells[a], *y = &d->cells[b];
    size_t next = x->twin;
    lower_ceiling(x, x->value + y->value);
    lower_ceiling(y, x->value + y->value);
    x->twin = y->twin, y->twin = next;
    y->hidden = x->hidden, y->settled = x->settled;
}

void disclosure_unknown(struct disclosure *d, size_t cell) {
    d->cells[cell].kind = DISCLOSURE_SLACK;
    d->cells[cell].hidden = true;
}

void disclosure_settle(struct disclosure *d, size_t cell, bool hidden) {
    d->cells[cell].hidden = hidden;
    d->cells[cell].settled = true;
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
    d->relations[d->relation_count++] = (struct disclosure_sum){own, kept};
}

/* --- what needs protection --- */

static bool is_small(const struct disclosure *d, const struct disclosure_count *c) {
    return c->kind != DISCLOSURE_SLACK && c->kind != DISCLOSURE_FIXED && c->value > 0 && c->value < d->least;
}

double disclosure_needed(const struct disclosure *d, const struct disclosure_count *c) {
    if (!c->hidden || c->kind == DISCLOSURE_SLACK)
        return 0;
    if (is_small(d, c))
        return (double)(c->ceiling - c->floor < d->least - 1 ? c->ceiling - c->floor : d->least - 1);
    return c->kind == DISCLOSURE_NOWHERE ? 0 : 1;
}

/* --- partners --- */

/* Something is better hidden behind a count than behind a nought, behind a part than behind a total or a base, and behind
 * a small count. */
static bool better(const struct disclosure *d, struct disclosure_term a, struct disclosure_term b) {
    const struct disclosure_count *x = &d->cells[a.cell], *y = &d->cells[b.cell];
    if (x->kind != y->kind)
        return x->kind == DISCLOSURE_PRINTED;
    if ((x->value == 0) != (y->value == 0))
        return y->value == 0;
    if (a.sign != b.sign)
        return a.sign > b.sign;
    return x->value < y->value;
}

static bool can_be_hidden(const struct disclosure_count *c) {
    return !c->hidden && !c->settled && c->kind != DISCLOSURE_FIXED;
}

static void hide(struct disclosure *d, size_t cell) {
    size_t at = cell;
    do
        d->cells[at].hidden = true;
    while ((at = d->cells[at].twin) != cell);
}

bool disclosure_hide_one(struct disclosure *d, const struct disclosure_sum *r) {
    const struct disclosure_term *best = NULL;
    for (size_t i = 0; i < r->count; i++) {
        const struct disclosure_count *c = &d->cells[r->terms[i].cell];
        if (!can_be_hidden(c))
            continue;
        if (!best || better(d, r->terms[i], *best))
            best = &r->terms[i];
    }
    if (best)
        hide(d, best->cell);
    return best != NULL;
}

/* Whether this relation alone tells too much: one unknown, or several of one sign whose sum leaves too little room. */
static bool tells(const struct disclosure *d, const struct disclosure_sum *r) {
    size_t unknown = 0;
    int64_t sum = 0;
    double need = 0;
    bool up = false, down = false;
    for (size_t i = 0; i < r->count; i++) {
        const struct disclosure_count *c = &d->cells[r->terms[i].cell];
        if (!c->hidden)
            continue;
        unknown++;
        sum += c->value - c->floor;
        up = up || r->terms[i].sign > 0;
        down = down || r->terms[i].sign < 0;
        need = fmax(need, disclosure_needed(d, c));
    }
    if (need == 0 || (up && down))
        return false;
    return unknown == 1 || (double)sum < need;
}

static bool protect_relations(struct disclosure *d) {
    bool any = false;
    for (size_t i = 0; i < d->relation_count; i++)
        while (tells(d, &d->relations[i]) && disclosure_hide_one(d, &d->relations[i]))
            any = true;
    return any;
}

/* --- the whole --- */

/* Which relations each cell stands in, and what is known of it before any audit: what it truly is. */
static void index_cells(struct disclosure *d) {
    struct disclosure_count *cells = arena_array(d->arena, d->cell_count + 2, sizeof *cells);
    size_t all = 0;
    memcpy(cells, d->cells, d->cell_count * sizeof *cells);
    d->cells = cells;
    d->cell_room = d->cell_count + 2;
    for (size_t i = 0; i < d->cell_count; i++)
        cells[i].first = 0;
    for (size_t i = 0; i < d->relation_count; i++)
        for (size_t k = 0; k < d->relations[i].count; k++, all++)
            cells[d->relations[i].terms[k].cell + 1].first++;
    for (size_t i = 0; i < d->cell_count; i++)
        cells[i + 1].first += cells[i].first;
    size_t *filled = arena_array(d->arena, d->cell_count + 1, sizeof *filled);
    d->standing = arena_array(d->arena, all + 1, sizeof *d->standing);
    for (size_t i = 0; i < d->relation_count; i++)
        for (size_t k = 0; k < d->relations[i].count; k++) {
            size_t cell = d->relations[i].terms[k].cell;
            d->standing[cells[cell].first + filled[cell]++] = i;
        }
    for (size_t i = 0; i < d->cell_count; i++)
        cells[i].low = cells[i].high = (double)(cells[i].value - cells[i].floor);
}

bool disclosure_protect(struct disclosure *d, int64_t least, uint64_t patience) {
    d->least = least;
    d->patience = patience;
    index_cells(d);
    for (size_t i = 0; i < d->cell_count; i++)
        if (is_small(d, &d->cells[i]) && can_be_hidden(&d->cells[i]))
            hide(d, i);
    do
        while (protect_relations(d))
            continue;
    while (disclosure_audit(d));
    for (size_t i = 0; i < d->cell_count; i++)
        d->cells[i].settled = true;
    return !d->too_long;
}
