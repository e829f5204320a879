#include "reports/audit/audit_layout.h"

#include "engine/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINES_LEAST = 4,   /* that have words on both sides of a gutter */
    FULL_LEAST = 3,    /* lines of prose on either side of it */
    DEPTH_MOST = 3,    /* columns of columns */
    STEPS_MOST = 2000, /* across a page, however wide somebody says that it is */
    COLUMN_LEAST = 8,  /* characters that a full line of a column has at least */
};
static const double MARGIN = 3;   /* points on either side of the middle of a gutter, 72 to the inch */
static const double FULL = .6;    /* of its column's width: a full line */
static const double NARROW = .15; /* of the width: no column is less */

struct word {
    double left, top, right, bottom;
    const char *text;
    size_t length;
};

struct line {
    const struct word *words;
    size_t count;
};

struct words {
    struct word *list;
    size_t count, capacity;
};

/* --- reading ----------------------------------------------------------------------------------------------- */

static double attribute(const char *from, const char *to, const char *name) {
    const char *at = memmem(from, (size_t)(to - from), name, strlen(name));
    return at ? strtod(at + strlen(name), NULL) : 0;
}

/* &amp; and its like; gives the length of the text. */
static size_t unescape(char *text) {
    static const char *const names[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
    char *to = text;
    for (const char *at = text; *at; to++) {
        size_t length = 1;
        *to = *at;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strncmp(at, names[i][0], strlen(names[i][0])) == 0)
                *to = *names[i][1], length = strlen(names[i][0]);
        at += length;
    }
    *to = '\0';
    return (size_t)(to - text);
}

/* <word xMin="1" yMin="2" xMax="3" yMax="4">text</word>, one a line, of one page. */
static struct words read_words(struct arena *arena, const char *from, const char *to) {
    struct words w = {.list = NULL};
    for (const char *at = from; (at = memmem(at, (size_t)(to - at), "<word ", 6)) != NULL; at++) {
        const char *open = memchr(at, '>', (size_t)(to - at));
        const char *close = open ? memmem(open, (size_t)(to - open), "</word>", 7) : NULL;
        if (!close)
            break;
        char *text = arena_strndup(arena, open + 1, (size_t)(close - open - 1));
        w.list = arena_grow(arena, w.list, w.count, &w.capacity, sizeof *w.list);
        w.list[w.count++] = (struct word){.left = attribute(at, open, "xMin=\""),
                                          .top = attribute(at, open, "yMin=\""),
                                          .right = attribute(at, open, "xMax=\""),
                                          .bottom = attribute(at, open, "yMax=\""),
                                          .length = unescape(text),
                                          .text = text};
    }
    return w;
}

/* --- lines ------------------------------------------------------------------------------------------------- */

static double middle(const struct word *w) {
    return (w->top + w->bottom) / 2;
}

static int by_middle(const void *left, const void *right) {
    double a = middle(left), b = middle(right);
    return a < b ? -1 : a > b;
}

static int by_left(const void *left, const void *right) {
    const struct word *a = left, *b = right;
    return a->left < b->left ? -1 : a->left > b->left;
}

static double height(const struct word *w) {
    return w->bottom - w->top;
}

/* The words in lines from the top, each from the left. */
static struct line *lines_of(struct arena *arena, struct words *w, size_t *count) {
    struct line *lines = arena_array(arena, w->count + 1, sizeof *lines);
    *count = 0;
    if (w->count)
        qsort(w->list, w->count, sizeof *w->list, by_middle);
    for (size_t from = 0, to; from < w->count; from = to) {
        double low = height(&w->list[from]);
        for (to = from + 1; to < w->count; to++) {
            low = fmin(low, height(&w->list[to]));
            if (middle(&w->list[to]) - middle(&w->list[to - 1]) > low / 4 ||
                middle(&w->list[to]) - middle(&w->list[from]) > low / 2)
                break;
        }
        qsort(&w->list[from], to - from, sizeof *w->list, by_left);
        lines[(*count)++] = (struct line){&w->list[from], to - from};
    }
    return lines;
}

static bool is_latin(const struct word *w, bool last) {
    return w->length && ((unsigned char)w->text[last ? w->length - 1 : 0] & 0x80) == 0;
}

/* Words of one line: cells are two spaces apart, as pdftotext has them. */
static void print_line(struct strbuf *out, const struct line *l) {
    static const double CELL = .8, SPACE = .12;
    for (size_t i = 0; i < l->count; i++) {
        const struct word *w = &l->words[i], *before = i ? w - 1 : NULL;
        double em = before ? fmin(height(before), height(w)) : 1, gap = before ? w->left - before->right : 0;
        if (gap > CELL * em)
            strbuf_add(out, "  ");
        else if (gap > SPACE * em && (is_latin(before, true) || is_latin(w, false)))
            strbuf_add(out, " ");
        strbuf_add_bytes(out, w->text, w->length);
    }
    strbuf_add(out, "\n");
}

/* An empty line where more than a line's height is free. */
static void print_lines(struct strbuf *out, const struct line *lines, size_t count) {
    static const double APART = .8;
    for (size_t i = 0; i < count; i++) {
        const struct word *above = i ? &lines[i - 1].words[0] : NULL, *here = &lines[i].words[0];
        if (above && here->top - above->bottom > APART * fmin(height(above), height(here)))
            strbuf_add(out, "\n");
        print_line(out, &lines[i]);
    }
}

/* --- gutters ----------------------------------------------------------------------------------------------- */

struct span {
    double left, right;
};

static struct span span_of(const struct line *lines, size_t count) {
    struct span s = {1e9, 0};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < lines[i].count; k++) {
            s.left = fmin(s.left, lines[i].words[k].left);
            s.right = fmax(s.right, lines[i].words[k].right);
        }
    return s;
}

static bool crosses(const struct line *l, double x) {
    for (size_t i = 0; i < l->count; i++)
        if (l->words[i].left < x + MARGIN && l->words[i].right > x - MARGIN)
            return true;
    return false;
}

static bool is_both(const struct line *l, double x) {
    return l->words[0].left < x && l->words[l->count - 1].right > x && !crosses(l, x);
}

/* Lines that have both sides, less those that go over it. */
static int score(const struct line *lines, size_t count, double x) {
    int both = 0, crossed = 0;
    for (size_t i = 0; i < count; i++) {
        both += is_both(&lines[i], x);
        crossed += crosses(&lines[i], x);
    }
    return both >= LINES_LEAST && both > crossed ? both - crossed : 0;
}

/* The middle of the strip that most lines leave free; 0: there is none. */
static double gutter(const struct line *lines, size_t count, struct span s) {
    const double width = s.right - s.left, step = fmax(1, width / STEPS_MOST);
    double found = 0, last = 0;
    int best = 0;
    for (double x = s.left + NARROW * width; x < s.right - NARROW * width; x += step) {
        int now = score(lines, count, x);
        if (now > best)
            best = now, found = last = x;
        else if (now && now == best && x - last < 1.5 * step)
            last = x;
    }
    return best ? (found + last) / 2 : 0;
}

static size_t count_prose(const struct word *w, size_t *characters) {
    size_t prose = 0;
    for (const char *at = w->text; *at; (*characters)++) {
        uint32_t code = utf8_next(&at);
        prose += (code >= 0x3041 && code <= 0x3096) || (code >= 'a' && code <= 'z');
    }
    return prose;
}

/* Whether the line fills this side of the gutter with prose. */
static bool is_full(const struct line *l, struct span side) {
    struct span s = {1e9, 0};
    size_t prose = 0, characters = 0;
    for (size_t i = 0; i < l->count; i++) {
        if (l->words[i].left < side.left || l->words[i].right > side.right)
            continue;
        s = (struct span){fmin(s.left, l->words[i].left), fmax(s.right, l->words[i].right)};
        prose += count_prose(&l->words[i], &characters);
    }
    return characters >= COLUMN_LEAST && prose * 5 >= characters &&
           s.right - s.left >= FULL * (side.right - side.left);
}

/* Whether each side has a stretch of prose. */
static bool are_columns(const struct line *lines, size_t count, struct span all, double x) {
    size_t left = 0, right = 0;
    for (size_t i = 0; i < count; i++) {
        left += is_full(&lines[i], (struct span){all.left, x});
        right += is_full(&lines[i], (struct span){x, all.right});
    }
    return left >= FULL_LEAST && right >= FULL_LEAST;
}

/* --- a page ------------------------------------------------------------------------------------------------ */

static bool print_words(struct arena *arena, struct strbuf *out, struct words *w, int depth);

static void print_side(struct arena *arena, struct strbuf *out, const struct line *lines, size_t count,
                       struct span side, int depth) {
    struct words of = {.list = NULL};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < lines[i].count; k++)
            if (lines[i].words[k].left >= side.left && lines[i].words[k].left < side.right) {
                of.list = arena_grow(arena, of.list, of.count, &of.capacity, sizeof *of.list);
                of.list[of.count++] = lines[i].words[k];
            }
    (void)print_words(arena, out, &of, depth + 1);
    strbuf_add(out, "\n");
}

/* Whether there were columns. */
static bool print_words(struct arena *arena, struct strbuf *out, struct words *w, int depth) {
    size_t count;
    const struct line *lines = lines_of(arena, w, &count);
    struct span all = span_of(lines, count);
    double x = depth < DEPTH_MOST ? gutter(lines, count, all) : 0;
    bool found = false;
    for (size_t from = 0, to; from < count; from = to) {
        bool over = x <= 0 || crosses(&lines[from], x);
        for (to = from + 1; to < count && (x <= 0 || crosses(&lines[to], x)) == over;)
            to++;
        if (over || !are_columns(&lines[from], to - from, all, x)) {
            print_lines(out, &lines[from], to - from);
            continue;
        }
        found = true;
        print_side(arena, out, &lines[from], to - from, (struct span){all.left, x}, depth);
        print_side(arena, out, &lines[from], to - from, (struct span){x, all.right + 1}, depth);
    }
    return found;
}

static void print_page(struct arena *arena, struct strbuf *out, const char *text, size_t length,
                       const char *boxes, const char *boxes_end) {
    struct words w = read_words(arena, boxes, boxes_end);
    struct strbuf page = {0};
    if (print_words(arena, &page, &w, 0))
        strbuf_add_bytes(out, page.text, page.length);
    else
        strbuf_add_bytes(out, text, length);
    strbuf_end(&page);
}

char *audit_layout(struct arena *arena, const struct strbuf *text, const struct strbuf *boxes,
                   size_t *length) {
    struct strbuf out = {0};
    const char *box = boxes->text, *boxes_end = box + boxes->length, *end = text->text + text->length;
    for (const char *at = text->text, *stop; at < end; at = stop + 1) {
        stop = memchr(at, '\f', (size_t)(end - at));
        stop = stop ? stop : end;
        const char *page = memmem(box, (size_t)(boxes_end - box), "<page ", 6);
        const char *close = page ? memmem(page, (size_t)(boxes_end - page), "</page>", 7) : NULL;
        if (close)
            print_page(arena, &out, at, (size_t)(stop - at), page, close);
        else
            strbuf_add_bytes(&out, at, (size_t)(stop - at));
        box = close ? close : boxes_end;
        if (stop < end)
            strbuf_add(&out, "\f");
    }
    char *result = arena_strndup(arena, out.text ? out.text : "", out.length);
    *length = out.length;
    strbuf_end(&out);
    return result;
}
