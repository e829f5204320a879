/* The audit of disclosure.h: what hangs together is looked at by itself, first piece by piece, then as a whole. */
#include "engine/statistics/disclosure_bounds.h"
#include "engine/statistics/disclosure_internal.h"

#include <math.h>
#include <stdlib.h>

/* Cells of a piece, without slack; the next size is for what the one before did not show to be safe. */
static const size_t piece_sizes[] = {40, 150, 600};

enum { PARTNERS = 3 }; /* that a piece takes of each relation: one to give, one to take, one more */

/* --- parts --- */

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
        const struct disclosure_sum *r = &d->relations[i];
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

/* --- a system of some of the unknowns: all others stay at what they truly are --- */

struct piece {
    size_t *cells, *relations;
    size_t cell_count, relation_count;
};

/* Its relations are found when it is complete. */
static struct piece new_piece(struct arena *scratch, size_t cells) {
    return (struct piece){.cells = arena_array(scratch, cells + 1, sizeof(size_t))};
}

static void take(struct disclosure *d, struct piece *p, size_t cell) {
    d->cells[cell].column = p->cell_count;
    p->cells[p->cell_count++] = cell;
}

static void let_go(struct disclosure *d, const struct piece *p) {
    for (size_t i = 0; i < p->cell_count; i++)
        d->cells[p->cells[i]].column = SIZE_MAX;
}

static bool is_in(const struct disclosure *d, size_t cell) {
    return d->cells[cell].hidden && d->cells[cell].column != SIZE_MAX;
}

static int by_number(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

/* Each relation that an unknown of the piece stands in, once. */
static void find_relations(const struct disclosure *d, struct arena *scratch, struct piece *p) {
    size_t count = 0, all = 0;
    for (size_t i = 0; i < p->cell_count; i++)
        all += d->cells[p->cells[i] + 1].first - d->cells[p->cells[i]].first;
    p->relations = arena_array(scratch, all + 1, sizeof *p->relations);
    for (size_t i = 0; i < p->cell_count; i++)
        for (size_t k = d->cells[p->cells[i]].first; k < d->cells[p->cells[i] + 1].first; k++)
            p->relations[count++] = d->standing[k];
    qsort(p->relations, count, sizeof *p->relations, by_number);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || p->relations[i] != p->relations[i - 1])
            p->relations[p->relation_count++] = p->relations[i];
}

static struct disclosure_bounds *bounds_of(const struct disclosure *d, struct arena *scratch,
                                           struct piece *p) {
    find_relations(d, scratch, p);
    double *matrix = arena_array(scratch, p->relation_count * p->cell_count + 1, sizeof *matrix);
    double *truth = arena_array(scratch, p->cell_count + 1, sizeof *truth);
    for (size_t j = 0; j < p->cell_count; j++)
        truth[j] = (double)(d->cells[p->cells[j]].value - d->cells[p->cells[j]].floor);
    for (size_t i = 0; i < p->relation_count; i++) {
        const struct disclosure_sum *r = &d->relations[p->relations[i]];
        for (size_t k = 0; k < r->count; k++)
            if (is_in(d, r->terms[k].cell))
                matrix[i * p->cell_count + d->cells[r->terms[k].cell].column] = r->terms[k].sign;
    }
    return disclosure_bounds_create(scratch, p->relation_count, p->cell_count, matrix, truth);
}

/* What was seen in a piece can be: the rest may well be what it truly is. */
static void remember(struct disclosure *d, const struct piece *p, const struct disclosure_bounds *s) {
    for (size_t j = 0; j < p->cell_count; j++) {
        struct disclosure_count *c = &d->cells[p->cells[j]];
        struct disclosure_range seen = disclosure_bounds_seen(s, j);
        c->low = fmin(c->low, seen.low);
        c->high = fmax(c->high, seen.high);
    }
}

static bool is_safe(const struct disclosure *d, const struct disclosure_count *c) {
    return c->high - c->low >= disclosure_needed(d, c) - 1e-6;
}

static bool widen(struct disclosure *d, const struct piece *p, struct disclosure_bounds *s, size_t column) {
    struct disclosure_count *c = &d->cells[p->cells[column]];
    disclosure_bounds_widen(s, column, disclosure_needed(d, c));
    remember(d, p, s);
    return is_safe(d, c);
}

/* --- pieces: the unknown, those of its relations that have most room to give way, and so on --- */

static size_t partners_in(const struct disclosure *d, const struct disclosure_sum *r) {
    size_t count = 0;
    for (size_t k = 0; k < r->count; k++)
        count += is_in(d, r->terms[k].cell);
    return count;
}

static double room(const struct disclosure_count *c) {
    return c->kind == DISCLOSURE_SLACK ? HUGE_VAL : (double)(c->value - c->floor);
}

/* The unknown of the relation with most room that is not in the piece; cell_count when all are. */
static size_t next_partner(const struct disclosure *d, const struct disclosure_sum *r) {
    size_t best = d->cell_count;
    for (size_t k = 0; k < r->count; k++) {
        size_t cell = r->terms[k].cell;
        if (!d->cells[cell].hidden || is_in(d, cell))
            continue;
        if (best == d->cell_count || room(&d->cells[cell]) > room(&d->cells[best]))
            best = cell;
    }
    return best;
}

/* Slack stands in its one relation and makes the piece no larger in what has to be reckoned, so it does not count. */
static void grow(struct disclosure *d, struct piece *p, size_t most) {
    size_t counted = 1;
    for (size_t at = 0; at < p->cell_count && counted < most; at++)
        for (size_t k = d->cells[p->cells[at]].first; k < d->cells[p->cells[at] + 1].first; k++) {
            const struct disclosure_sum *r = &d->relations[d->standing[k]];
            for (size_t in = partners_in(d, r); in <= PARTNERS; in++) {
                size_t cell = next_partner(d, r);
                if (cell == d->cell_count)
                    break;
                take(d, p, cell);
                counted += d->cells[cell].kind != DISCLOSURE_SLACK;
            }
        }
}

/* Whether a cell is seen to be safe in a piece of the part around it. */
static bool is_safe_in_piece(struct disclosure *d, struct arena *scratch, size_t cell, size_t most,
                             size_t part_cells) {
    struct piece p = new_piece(scratch, part_cells);
    take(d, &p, cell);
    grow(d, &p, most);
    struct disclosure_bounds *s = bounds_of(d, scratch, &p);
    remember(d, &p, s);
    bool safe = is_safe(d, &d->cells[cell]) || widen(d, &p, s, 0);
    d->work += disclosure_bounds_work(s);
    let_go(d, &p);
    arena_reset(scratch);
    return safe;
}

/* --- hiding more --- */

static size_t unknown_in(const struct disclosure *d, const struct disclosure_sum *r) {
    size_t unknown = 0;
    for (size_t k = 0; k < r->count; k++)
        unknown += d->cells[r->terms[k].cell].hidden;
    return unknown;
}

struct choice {
    size_t relation, unknown;
};

static int by_unknown(const void *a, const void *b) {
    const struct choice *x = a, *y = b;
    if (x->unknown != y->unknown)
        return x->unknown < y->unknown ? -1 : 1;
    return x->relation < y->relation ? -1 : x->relation > y->relation;
}

/* Hides something more beside a cell whose bounds are too near, where the fewest are hidden yet. */
static bool strengthen(struct disclosure *d, struct arena *scratch, size_t cell) {
    size_t first = d->cells[cell].first, count = d->cells[cell + 1].first - first;
    struct choice *choices = arena_array(scratch, count + 1, sizeof *choices);
    for (size_t i = 0; i < count; i++)
        choices[i] =
            (struct choice){d->standing[first + i], unknown_in(d, &d->relations[d->standing[first + i]])};
    qsort(choices, count, sizeof *choices, by_unknown);
    for (size_t i = 0; i < count; i++)
        if (disclosure_hide_one(d, &d->relations[choices[i].relation]))
            return true;
    return false;
}

/* --- the audit --- */

struct auditing {
    struct disclosure *d;
    struct arena *scratch, *of_piece;
    struct piece part;
    struct disclosure_bounds *whole; /* made when a piece was not enough */
};

static bool is_out_of_time(struct auditing *a) {
    uint64_t work = a->d->work + (a->whole ? disclosure_bounds_work(a->whole) : 0);
    return a->d->too_long = a->d->too_long || work > a->d->patience;
}

static bool is_safe_in_whole(struct auditing *a, size_t cell) {
    size_t column = 0;
    if (!a->whole) {
        for (size_t j = 0; j < a->part.cell_count; j++)
            a->d->cells[a->part.cells[j]].column = j;
        a->whole = bounds_of(a->d, a->scratch, &a->part);
        remember(a->d, &a->part, a->whole);
        let_go(a->d, &a->part);
    }
    while (a->part.cells[column] != cell)
        column++;
    return is_safe(a->d, &a->d->cells[cell]) || widen(a->d, &a->part, a->whole, column);
}

/* The whole decides; what is too large for that is safe where a piece says so. */
static bool is_safe_somehow(struct auditing *a, size_t cell) {
    size_t cells = a->part.cell_count;
    if (is_safe(a->d, &a->d->cells[cell]))
        return true;
    for (size_t i = 0; i < sizeof piece_sizes / sizeof *piece_sizes && piece_sizes[i] < cells; i++)
        if (is_safe_in_piece(a->d, a->of_piece, cell, piece_sizes[i], cells))
            return true;
    return cells <= DISCLOSURE_MOST && is_safe_in_whole(a, cell);
}

/* Whether something more was hidden.  What is hidden on the way belongs to no piece before the next audit. */
static bool audit_part(struct auditing *a) {
    bool any = false;
    size_t *unsafe = arena_array(a->scratch, a->part.cell_count + 1, sizeof *unsafe), count = 0;
    for (size_t j = 0; j < a->part.cell_count && !is_out_of_time(a); j++)
        if (!is_safe_somehow(a, a->part.cells[j]))
            unsafe[count++] = a->part.cells[j];
    for (size_t i = 0; i < count && !a->d->too_long; i++)
        any = strengthen(a->d, a->scratch, unsafe[i]) || any;
    a->d->work += a->whole ? disclosure_bounds_work(a->whole) : 0;
    return any;
}

struct member {
    size_t part, cell;
};

static int by_part(const void *a, const void *b) {
    const struct member *x = a, *y = b;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return x->cell < y->cell ? -1 : x->cell > y->cell;
}

static size_t list_members(struct disclosure *d, struct member *members) {
    size_t count = 0;
    find_parts(d);
    for (size_t i = 0; i < d->cell_count; i++) {
        d->cells[i].column = SIZE_MAX;
        if (d->cells[i].hidden)
            members[count++] = (struct member){d->cells[i].part, i};
    }
    qsort(members, count, sizeof *members, by_part);
    return count;
}

bool disclosure_audit(struct disclosure *d) {
    struct arena *all = arena_create(), *scratch = arena_create(), *of_piece = arena_create();
    struct member *members = arena_array(all, d->cell_count + 1, sizeof *members);
    size_t count = list_members(d, members);
    bool any = false;
    for (size_t from = 0, to; from < count && !d->too_long; from = to) {
        struct auditing a = {d, scratch, of_piece, new_piece(scratch, count), NULL};
        bool safe = true;
        for (to = from; to < count && members[to].part == members[from].part; to++) {
            a.part.cells[a.part.cell_count++] = members[to].cell;
            safe = safe && is_safe(d, &d->cells[members[to].cell]);
        }
        any = (!safe && audit_part(&a)) || any;
        arena_reset(scratch);
    }
    arena_destroy(of_piece);
    arena_destroy(scratch);
    arena_destroy(all);
    return any;
}
