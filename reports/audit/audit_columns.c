#include "reports/audit/audit_columns.h"

#include "engine/base/utf8.h"

#include <string.h>

enum {
    PROSE_LEAST = 10, /* characters of a stretch of prose */
    VOTES_LEAST = 4,  /* lines that two columns have at least */
    APART = 3,        /* characters by which the columns of two lines may begin at different places */
    PLACES = 400,     /* characters of a line that are looked at */
    GAP = 2,
};

struct row {
    const char *text;
    size_t length, line;
    size_t split, start; /* byte and character where the right part begins; 0: the line is no two stretches */
    bool blank, both;    /* both: two stretches of prose */
};

struct reading {
    struct arena *arena;
    struct audit_piece *pieces;
    size_t count, capacity;
};

static void add(struct reading *r, const char *text, size_t length, size_t line) {
    r->pieces = arena_grow(r->arena, r->pieces, r->count, &r->capacity, sizeof *r->pieces);
    r->pieces[r->count++] = (struct audit_piece){text, length, line};
}

/* --- one line --------------------------------------------------------------------------------------------- */

/* At least ten characters, a fifth of them hiragana, and no gap in between. */
static bool is_prose(const char *from, const char *to) {
    size_t all = 0, hiragana = 0;
    for (const char *at = from; at < to;) {
        uint32_t code = utf8_next(&at);
        all++;
        hiragana += code >= 0x3041 && code <= 0x3096;
    }
    return all >= PROSE_LEAST && hiragana * 5 >= all && !memmem(from, (size_t)(to - from), "  ", 2);
}

static const char *end_of(const struct row *r) {
    const char *end = r->text + r->length;
    while (end > r->text && strchr(" \r", end[-1]))
        end--;
    return end;
}

static const char *start_of(const struct row *r) {
    const char *at = r->text, *end = r->text + r->length;
    while (at < end && *at == ' ')
        at++;
    return at;
}

/* Where the last gap of the line ends; sets what is needed to split it there. */
static void find_gap(struct row *r) {
    const char *end = end_of(r), *start = start_of(r);
    size_t characters = 0;
    r->blank = start >= end;
    for (const char *at = r->text; at < end && characters < PLACES; characters++) {
        bool gap = at > start && at - start > GAP && at[-1] == ' ' && at[-2] == ' ' && *at != ' ';
        if (gap)
            r->split = (size_t)(at - r->text), r->start = characters;
        (void)utf8_next(&at);
    }
}

static bool is_both(const struct row *r) {
    const char *left = r->text + r->split;
    while (left > r->text && left[-1] == ' ')
        left--;
    return r->split && is_prose(start_of(r), left) && is_prose(r->text + r->split, end_of(r));
}

/* --- one page --------------------------------------------------------------------------------------------- */

static bool is_near(size_t x, size_t y) {
    return (x > y ? x - y : y - x) <= APART;
}

/* How many of the lines are two stretches of which the right one begins near this character. */
static size_t near_place(const size_t places[PLACES], size_t place) {
    size_t near = 0;
    for (size_t x = place > APART ? place - APART : 0; x <= place + APART && x < PLACES; x++)
        near += places[x];
    return near;
}

/* The character where most right columns begin; 0 when the page has no two columns.  [*first, *last]: the lines that have both. */
static size_t gutter(const struct row *rows, size_t count, size_t *first, size_t *last) {
    size_t places[PLACES] = {0}, best = 0, filled = 0;
    for (size_t i = 0; i < count; i++)
        places[rows[i].start] += rows[i].both;
    for (size_t x = 1; x < PLACES; x++)
        best = near_place(places, x) > near_place(places, best) ? x : best;
    if (near_place(places, best) < VOTES_LEAST)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (rows[i].both && is_near(rows[i].start, best)) {
            *first = i < *first ? i : *first;
            *last = i;
        }
    for (size_t i = *first; i <= *last; i++)
        filled += !rows[i].blank;
    return near_place(places, best) * 2 >= filled ? best : 0;
}

/* Bytes of the left part: all of a line that ends before the gutter, nothing of one that begins there. */
static bool parts(const struct row *r, size_t place, size_t *left) {
    size_t indent = (size_t)(start_of(r) - r->text), characters = 0;
    const char *end = end_of(r);
    for (const char *at = r->text; at < end; characters++)
        (void)utf8_next(&at);
    if (r->split && is_near(r->start, place))
        *left = r->split;
    else if (indent + APART >= place)
        *left = indent;
    else if (characters < place)
        *left = (size_t)(end - r->text);
    else
        return false; /* it goes over both columns */
    return true;
}

static void emit_columns(struct reading *reading, const struct row *rows, size_t from, size_t to,
                         size_t place) {
    for (int side = 0; side < 2; side++) {
        for (size_t i = from; i < to; i++) {
            const struct row *r = &rows[i];
            size_t left = 0;
            (void)parts(r, place, &left);
            if (side == 0)
                add(reading, r->text, left, r->line);
            else
                add(reading, r->text + left, r->length - left, r->line);
        }
        add(reading, "", 0, rows[to - 1].line);
    }
}

static void emit_page(struct reading *reading, const struct row *rows, size_t count) {
    size_t first = count, last = 0, place = gutter(rows, count, &first, &last), ignored;
    /* the columns begin or end with lines that only one of them has */
    while (place && first > 0 && !rows[first - 1].blank && parts(&rows[first - 1], place, &ignored))
        first--;
    while (place && last + 1 < count && !rows[last + 1].blank && parts(&rows[last + 1], place, &ignored))
        last++;
    for (size_t i = 0; i < count;) {
        size_t to = i;
        while (place && i >= first && to <= last && to < count && parts(&rows[to], place, &ignored))
            to++;
        if (to > i + 1) {
            emit_columns(reading, rows, i, to, place);
            i = to;
        } else {
            add(reading, rows[i].text, rows[i].length, rows[i].line);
            i++;
        }
    }
}

struct audit_piece *audit_pieces(struct arena *arena, const char *text, size_t length, size_t *count) {
    struct reading reading = {.arena = arena};
    struct row *rows = NULL;
    size_t capacity = 0, on_page = 0, line = 0;
    for (const char *at = text, *end = text + length; at < end;) {
        const char *stop = at;
        while (stop < end && *stop != '\n' && *stop != '\f')
            stop++;
        rows = arena_grow(arena, rows, on_page, &capacity, sizeof *rows);
        rows[on_page] = (struct row){.text = at, .length = (size_t)(stop - at), .line = ++line};
        find_gap(&rows[on_page]);
        rows[on_page].both = is_both(&rows[on_page]);
        on_page++;
        if (stop == end || *stop == '\f') {
            emit_page(&reading, rows, on_page);
            on_page = 0;
        }
        line -= stop < end && *stop == '\f'; /* a new page is no new line */
        at = stop + 1;
    }
    emit_page(&reading, rows, on_page);
    *count = reading.count;
    return reading.pieces;
}
