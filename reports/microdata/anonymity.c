#include "reports/microdata/anonymity.h"

#include <string.h>

struct anonymity {
    struct arena *arena;
    size_t n, k;
    uint32_t *rows, *sorted; /* the returns, class by class; and room for the next order */
    uint32_t *first, *next;  /* where the classes begin, and one past the last */
    size_t count;
};

/* One class being split. */
struct split {
    struct anonymity_key *key;
    const uint32_t *rows;
    size_t size;
    uint32_t *part;   /* by value: how many, then where its next return goes */
    uint32_t *hold;   /* by value: of how many it is withheld */
    uint16_t *values; /* the different ones */
    size_t value_count;
    bool *touched; /* by value: it is withheld of some return, of whatever class */
};

struct anonymity *anonymity_begin(struct arena *arena, size_t n, size_t k, const uint32_t *order) {
    struct anonymity *a = arena_alloc(arena, sizeof *a);
    *a = (struct anonymity){.arena = arena, .n = n, .k = k, .count = n > 0};
    a->rows = arena_array(arena, n + 1, sizeof *a->rows);
    a->sorted = arena_array(arena, n + 1, sizeof *a->sorted);
    a->first = arena_array(arena, n + 2, sizeof *a->first);
    a->next = arena_array(arena, n + 2, sizeof *a->next);
    for (size_t i = 0; i < n; i++)
        a->rows[i] = order ? order[i] : (uint32_t)i;
    a->first[a->count] = (uint32_t)n;
    return a;
}

static void count_values(struct split *s) {
    s->value_count = 0;
    for (size_t i = 0; i < s->size; i++) {
        uint16_t value = s->key->value[s->rows[i]];
        if (s->part[value]++ == 0)
            s->values[s->value_count++] = value;
    }
}

/* The smallest or the largest of the parts that are not withheld; of equals that of the lowest value.  -1: none. */
static int find_part(const struct split *s, bool largest) {
    int best = -1;
    for (size_t i = 0; i < s->value_count; i++) {
        uint16_t value = s->values[i];
        if (s->hold[value])
            continue;
        uint32_t size = s->part[value], least = best < 0 ? size : s->part[best];
        if (best < 0 || (largest ? size > least : size < least) || (size == least && value < best))
            best = value;
    }
    return best;
}

/* Withholds `needed` more, of the largest parts, each of which keeps k; false, and nothing is done, if they cannot.
 * Of a value that tables tell, they are more in the end (settle). */
static bool hold_some(struct split *s, size_t k, size_t needed) {
    size_t spare = 0;
    for (size_t i = 0; i < s->value_count; i++)
        if (!s->hold[s->values[i]])
            spare += s->part[s->values[i]] - k;
    if (spare < needed)
        return false;
    while (needed > 0) {
        int part = find_part(s, true);
        size_t some = s->part[part] - k < needed ? s->part[part] - k : needed;
        s->hold[part] = (uint32_t)some;
        needed -= some;
    }
    return true;
}

/* How many are withheld in all. */
static size_t choose(struct split *s, size_t k, bool all) {
    size_t held = 0;
    for (size_t i = 0; i < s->value_count; i++) {
        uint32_t size = s->part[s->values[i]], some = size >= 2 * k ? (uint32_t)k : size;
        s->hold[s->values[i]] = all || size < k ? size : s->touched[s->values[i]] ? some : 0;
        held += s->hold[s->values[i]];
    }
    if (held == 0 || held >= k)
        return held;
    if (hold_some(s, k, k - held))
        return k;
    int part = find_part(s, false);
    if (part >= 0)
        s->hold[part] = s->part[part];
    return held + (part >= 0 ? s->part[part] : 0);
}

static bool parent_withheld(const struct split *s) {
    return s->key->parent && s->key->parent[s->rows[0]] == ANONYMITY_WITHHELD;
}

/* Writes the class to `to` from `base` on, first what is withheld, then part by part; gives the places where parts
 * begin, and how many they are. */
static size_t divide(struct split *s, size_t held, uint32_t base, uint32_t *to, uint32_t *first) {
    size_t parts = 0;
    uint32_t at = base + (uint32_t)held, hidden = base;
    if (held)
        first[parts++] = base;
    for (size_t i = 0; i < s->value_count; i++) {
        uint32_t size = s->part[s->values[i]] - s->hold[s->values[i]];
        if (size)
            first[parts++] = at;
        s->part[s->values[i]] = at;
        at += size;
    }
    for (size_t i = 0; i < s->size; i++) {
        uint16_t value = s->key->value[s->rows[i]];
        bool hide = s->hold[value] > 0;
        s->hold[value] -= hide;
        to[hide ? hidden++ : s->part[value]++] = s->rows[i];
        s->key->released[s->rows[i]] = hide ? ANONYMITY_WITHHELD : value;
    }
    s->key->withheld += held;
    return parts;
}

static void begin_class(const struct anonymity *a, struct split *s, size_t class) {
    s->rows = a->rows + a->first[class];
    s->size = a->first[class + 1] - a->first[class];
    count_values(s);
}

static void end_class(struct split *s) {
    for (size_t i = 0; i < s->value_count; i++)
        s->part[s->values[i]] = s->hold[s->values[i]] = 0;
}

/* Finds the values that are withheld of any return, until there are no more: one that makes up for too few may be new. */
static void settle(const struct anonymity *a, struct split *s) {
    for (bool more = s->key->told_by_tables; more;) {
        more = false;
        for (size_t c = 0; c < a->count; c++) {
            begin_class(a, s, c);
            choose(s, a->k, parent_withheld(s));
            for (size_t i = 0; i < s->value_count; i++) {
                bool held = s->hold[s->values[i]] > 0 && !s->touched[s->values[i]];
                s->touched[s->values[i]] |= held;
                more |= held;
            }
            end_class(s);
        }
    }
}

void anonymity_refine(struct anonymity *a, struct anonymity_key *key) {
    struct arena *scratch = arena_create();
    struct split s = {.key = key};
    size_t parts = 0;
    s.part = arena_array(scratch, key->value_count + 1, sizeof *s.part);
    s.hold = arena_array(scratch, key->value_count + 1, sizeof *s.hold);
    s.values = arena_array(scratch, key->value_count + 1, sizeof *s.values);
    s.touched = arena_array(scratch, key->value_count + 1, sizeof *s.touched);
    key->withheld = 0;
    settle(a, &s);
    for (size_t c = 0; c < a->count; c++) {
        begin_class(a, &s, c);
        size_t held = choose(&s, a->k, parent_withheld(&s));
        parts += divide(&s, held, a->first[c], a->sorted, a->next + parts);
        end_class(&s);
    }
    a->next[parts] = (uint32_t)a->n;
    uint32_t *rows = a->rows, *first = a->first;
    a->rows = a->sorted, a->first = a->next, a->count = parts;
    a->sorted = rows, a->next = first;
    arena_destroy(scratch);
}

const uint32_t *anonymity_rows(const struct anonymity *a, const uint32_t **first, size_t *count) {
    *first = a->first;
    *count = a->count;
    return a->rows;
}
