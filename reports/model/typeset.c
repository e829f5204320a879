#include "reports/model/typeset.h"

#include "engine/base/utf8.h"
#include "reports/model/kinsoku.h"
#include "reports/model/signs.h"
#include "reports/model/typeset_cache.h"

#include <string.h>

/* One character with the marks that combine with it: the smallest thing that moves. */
struct item {
    const char *at;
    size_t length; /* bytes; 0 for an invisible character */
    uint32_t code; /* of the base character */
    enum kinsoku_class class;
    enum canvas_face face;
    double end;  /* where it ends if all items stood in one line */
    bool breaks; /* a line may end after it */
};

struct breaker {
    struct arena *arena, *scratch; /* of the lines; of the items */
    struct canvas *canvas;
    const struct typeset_style *style;
    double width;
    struct item *items; /* of the present stretch between two "\n" */
    size_t count, item_capacity;
    struct typeset_line *lines;
    size_t line_count, line_capacity;
};

static const double slop = 1e-6; /* of sums of doubles, in points */

/* ---- text to items ---- */

static bool is_invisible(uint32_t code) {
    return code < 0x20 || code == 0x200B || code == 0x2060 || code == 0xFEFF || code == 0xAD;
}

static double measure(struct breaker *b, enum canvas_face face, const char *at, size_t length) {
    char one[8] = {0};
    memcpy(one, at, length);
    return b->canvas->operations->text_width(b->canvas, face, b->style->size,
                                             one); /* signs are printed already */
}

static void add_item(struct breaker *b, const char *at, size_t length, uint32_t code, enum canvas_face face) {
    if (code == '\t') {
        at = " ";
        code = ' ';
    }
    if (is_invisible(code))
        length = 0;
    double end = b->count ? b->items[b->count - 1].end : 0;
    if (length > 0)
        end += measure(b, face, at, length);
    struct item *last = b->count ? &b->items[b->count - 1] : NULL;
    if (last && length > 0 && utf8_char_width(code) == 0 && last->at + last->length == at) {
        last->length += length;
        last->end = end;
        return;
    }
    b->items = arena_grow(b->scratch, b->items, b->count, &b->item_capacity, sizeof *b->items);
    b->items[b->count++] = (struct item){at, length, code, kinsoku_class(code), face, end, false};
}

static void mark_breaks(struct breaker *b) {
    enum kinsoku_class solid = KINSOKU_SPACE; /* of the last item that is no space */
    for (size_t i = 0; i + 1 < b->count; i++) {
        struct item *item = &b->items[i];
        if (item->class != KINSOKU_SPACE)
            solid = item->class;
        item->breaks = kinsoku_may_break(item->code, b->items[i + 1].code);
        /* Spaces do not open what the characters around them forbid: neither after an opening bracket nor
         * within the indent of a paragraph. */
        if (item->class == KINSOKU_SPACE && (solid == KINSOKU_SPACE || solid == KINSOKU_OPENING))
            item->breaks = false;
    }
}

/* ---- where lines end ---- */

static double line_start(const struct breaker *b, size_t from) {
    return from ? b->items[from - 1].end : 0;
}

static size_t without_spaces(const struct breaker *b, size_t from, size_t to) {
    while (to > from && b->items[to - 1].class == KINSOKU_SPACE)
        to--;
    return to;
}

/* The empty half of a closing mark of full width, which takes no room at the end of a line. */
static double empty_half(const struct breaker *b, size_t from, size_t last) {
    const struct item *item = &b->items[last];
    if (item->class != KINSOKU_CLOSING && item->class != KINSOKU_STOP)
        return 0;
    double surplus = item->end - line_start(b, last) - b->style->size / 2;
    return last > from && surplus > 0 ? surplus : 0;
}

static double visible_width(const struct breaker *b, size_t from, size_t to) {
    to = without_spaces(b, from, to);
    return to == from ? 0 : b->items[to - 1].end - line_start(b, from) - empty_half(b, from, to - 1);
}

static bool fits(const struct breaker *b, size_t from, size_t to) {
    double width = visible_width(b, from, to);
    if (width <= b->width + slop)
        return true;
    to = without_spaces(b, from, to);
    return b->items[to - 1].class == KINSOKU_STOP && to - 1 > from &&
           visible_width(b, from, to - 1) <= b->width + slop && width <= b->width + b->style->size / 2 + slop;
}

/* Beyond this nothing fits any more: half an em of emptiness and half an em of hanging. */
static bool hopeless(const struct breaker *b, size_t from, size_t to) {
    return b->items[to - 1].end - line_start(b, from) > b->width + 2 * b->style->size;
}

/* How bad is it to part an unbreakable stretch before item `to`?  0 is best, 3 worst. */
static int split_badness(const struct breaker *b, size_t to) {
    const struct item *before = &b->items[to - 1], *after = &b->items[to];
    if (kinsoku_may_split_word(before->code, after->code))
        return 0;
    bool forbidden = before->class == KINSOKU_OPENING || after->class == KINSOKU_CLOSING ||
                     after->class == KINSOKU_STOP || after->class == KINSOKU_NO_START;
    if (forbidden)
        return 3;
    bool number =
        after->class == KINSOKU_DIGIT && (before->class == KINSOKU_DIGIT || before->class == KINSOKU_STOP);
    return number ? 2 : 1;
}

/* No permitted place fits: part at the least bad place that does. */
static size_t split_anyhow(const struct breaker *b, size_t from) {
    size_t best = from + 1;
    int best_badness = 4;
    for (size_t to = from + 1; to < b->count && !hopeless(b, from, to); to++) {
        if (!fits(b, from, to))
            continue;
        int badness = split_badness(b, to);
        if (badness <= best_badness) {
            best = to;
            best_badness = badness;
        }
    }
    while (best < b->count && b->items[best].class == KINSOKU_SPACE)
        best++;
    return best;
}

static size_t end_of_line(const struct breaker *b, size_t from) {
    size_t best = from;
    for (size_t to = from + 1; to <= b->count; to++) {
        if ((to == b->count || b->items[to - 1].breaks) && fits(b, from, to))
            best = to;
        if (b->items[to - 1].class != KINSOKU_SPACE && hopeless(b, from, to))
            break;
    }
    return best > from ? best : split_anyhow(b, from);
}

/* Characters that make a line more than a lone one. */
static size_t weight(const struct breaker *b, size_t from, size_t to) {
    size_t count = 0;
    for (size_t i = from; i < to; i++) {
        enum kinsoku_class class = b->items[i].class;
        count += class != KINSOKU_CLOSING && class != KINSOKU_STOP && class != KINSOKU_SPACE &&
                 b->items[i].length > 0;
    }
    return count;
}

enum { LONELY = 2 }; /* characters: so few make no last line */

/* The line before the last one begins at `from`, the last one at `last`: where the last one had better begin.
 */
static size_t pull_more_than(const struct breaker *b, size_t from, size_t last, size_t few) {
    for (size_t to = last - 1; to > from; to--) {
        if (visible_width(b, to, b->count) > b->width / 2)
            break;
        if (b->items[to - 1].breaks && weight(b, to, b->count) > few && weight(b, from, to) > few)
            return to;
    }
    return last;
}

static int quality_at(const struct breaker *b, size_t to) {
    return kinsoku_break_quality(b->items[to - 1].code, b->items[to].code);
}

/* The same for a ragged line: the last place where a phrase ends; `last` when there is none. */
static size_t pull_phrase(const struct breaker *b, size_t from, size_t last) {
    enum { PHRASE = 2 };
    for (size_t to = last - 1; to > from && visible_width(b, to, b->count) <= b->width / 2; to--)
        if (b->items[to - 1].breaks && quality_at(b, to) >= PHRASE && weight(b, to, b->count) > LONELY &&
            weight(b, from, to) > LONELY)
            return to;
    return last;
}

static size_t pull_down(const struct breaker *b, size_t from, size_t last) {
    if (!b->style->justify && weight(b, last, b->count) <= LONELY) {
        const size_t to = pull_phrase(b, from, last);
        if (to != last)
            return to;
    }
    for (size_t few = LONELY; few > 0; few--) {
        if (weight(b, last, b->count) > few)
            return last;
        const size_t to = pull_more_than(b, from, last, few);
        if (to != last)
            return to;
    }
    return last;
}

static size_t lines_from(const struct breaker *b, size_t from) {
    size_t lines = 0;
    for (; from < b->count; lines++)
        from = end_of_line(b, from);
    return lines;
}

/* What a ragged line may leave empty to end with a phrase: half of a short one, as in labels, and little of a long one. */
static double may_leave(const struct breaker *b) {
    const double em = b->style->size, few = 16, little = 2.5, three_lines = 3 * b->width;
    return b->width < few * em && b->items[b->count - 1].end < three_lines ? 0.7 * b->width : little * em;
}

/* A ragged line had better end with a phrase, if the paragraph becomes no longer by that. */
static size_t end_of_phrase(const struct breaker *b, size_t from, size_t to) {
    size_t best = to;
    const double least = b->width - may_leave(b);
    const size_t lines = lines_from(b, to);
    for (size_t at = to - 1; at > from && visible_width(b, from, at) >= least; at--) {
        if (!b->items[at - 1].breaks || quality_at(b, at) <= quality_at(b, best) ||
            weight(b, from, at) <= LONELY)
            continue;
        if (lines_from(b, at) > lines)
            break;
        best = at;
    }
    return best;
}

/* ---- lines to runs ---- */

static bool is_wordish(const struct item *item) {
    return item->class == KINSOKU_LATIN || item->class == KINSOKU_DIGIT ||
           (item->code < 0x80 && item->class != KINSOKU_SPACE);
}

/* May justification put space between these two? */
static bool may_spread(const struct item *before, const struct item *after) {
    if (after->class == KINSOKU_SPACE || after->class == KINSOKU_GLUE || before->class == KINSOKU_GLUE ||
        after->length == 0)
        return false;
    if (before->class == KINSOKU_LEADER && after->class == KINSOKU_LEADER)
        return false;
    return !(is_wordish(before) && is_wordish(after));
}

static double spread(const struct breaker *b, size_t from, size_t to, bool last) {
    if (!b->style->justify || b->style->align != ALIGN_LEFT || last)
        return 0;
    size_t gaps = 0;
    for (size_t i = from + 1; i < to; i++)
        gaps += may_spread(&b->items[i - 1], &b->items[i]);
    double slack = b->width - visible_width(b, from, to);
    /* A line that would be torn apart stays as it is. */
    return gaps && slack > 0 && slack <= (double)gaps * b->style->size / 4 ? slack / (double)gaps : 0;
}

static struct typeset_run make_run(const struct breaker *b, size_t from, size_t to, double x) {
    size_t length = 0;
    for (size_t i = from; i < to; i++)
        length += b->items[i].length;
    char *text = arena_alloc(b->arena, length + 1), *end = text;
    for (size_t i = from; i < to; i++) {
        memcpy(end, b->items[i].at, b->items[i].length);
        end += b->items[i].length;
    }
    double width = b->items[to - 1].end - line_start(b, from);
    return (struct typeset_run){text, b->items[from].face, x, width};
}

static struct typeset_line make_line(const struct breaker *b, size_t from, size_t to, bool last) {
    to = without_spaces(b, from, to);
    double extra = spread(b, from, to, last), x = 0;
    struct typeset_run *runs = NULL;
    size_t count = 0, capacity = 0;
    for (size_t start = from, i = from + 1; i <= to; i++) {
        bool moved = i < to && extra > 0 && may_spread(&b->items[i - 1], &b->items[i]);
        if (i < to && !moved && b->items[i].face == b->items[start].face)
            continue;
        runs = arena_grow(b->arena, runs, count, &capacity, sizeof *runs);
        runs[count] = make_run(b, start, i, x);
        x += runs[count++].width + (moved ? extra : 0);
        start = i;
    }
    if (to > from)
        x -= empty_half(b, from, to - 1);
    return (struct typeset_line){runs, count, x, extra};
}

static void add_line(struct breaker *b, size_t from, size_t to, bool last) {
    b->lines = arena_grow(b->arena, b->lines, b->line_count, &b->line_capacity, sizeof *b->lines);
    b->lines[b->line_count++] = make_line(b, from, to, last);
}

enum { SHORT = 400 }; /* characters: a text whose lines can be counted over and over */

static void break_items(struct breaker *b) {
    mark_breaks(b);
    size_t from = 0;
    while (from < b->count) {
        size_t to = end_of_line(b, from);
        if (to < b->count && end_of_line(b, to) == b->count)
            to = pull_down(b, from, to);
        if (to < b->count && !b->style->justify && b->count - to < SHORT)
            to = end_of_phrase(b, from, to);
        add_line(b, from, to, to == b->count);
        from = to;
    }
    if (b->count == 0)
        add_line(b, 0, 0, true);
    b->count = 0;
}

static void break_text(struct breaker *b, const char *text) {
    bool bold = false;
    for (const char *at = text; *at;) {
        if (strncmp(at, "**", 2) == 0 && (bold || strstr(at + 2, "**"))) {
            bold = !bold;
            at += 2;
            continue;
        }
        const char *start = at;
        uint32_t code = utf8_next(&at);
        if (code == '\n')
            break_items(b);
        else if (code != '\r')
            add_item(b, start, (size_t)(at - start), code, bold ? b->style->bold : b->style->face);
    }
    break_items(b);
}

static const struct typeset_paragraph *break_new(struct breaker *b, const char *text) {
    struct signs signs;
    break_text(b, arena_strdup(b->scratch, signs_print(&signs, text)));
    signs_end(&signs);
    struct typeset_paragraph *paragraph = arena_alloc(b->arena, sizeof *paragraph);
    *paragraph =
        (struct typeset_paragraph){b->lines, b->line_count, (double)b->line_count * b->style->leading};
    return paragraph;
}

const struct typeset_paragraph *typeset_break(struct arena *arena, struct canvas *canvas,
                                              const struct typeset_style *style, const char *text,
                                              double width) {
    struct typeset_cache *cache = canvas->broken;
    struct breaker b = {arena, arena, .canvas = canvas, .style = style, .width = width};
    if (!cache)
        return break_new(&b, text);
    const struct typeset_paragraph **place = typeset_cache_place(cache, style, text, width);
    if (!*place) {
        b.arena = typeset_cache_arena(cache);
        b.scratch = typeset_cache_scratch(cache);
        *place = break_new(&b, text);
    }
    return *place;
}

/* ---- drawing ---- */

double typeset_baseline(const struct typeset_style *style) {
    /* The em box of a Japanese face stands 0.88 above its baseline and 0.12 below. */
    return (style->leading - style->size) / 2 + 0.88 * style->size;
}

void typeset_draw(struct canvas *canvas, const struct typeset_style *style,
                  const struct typeset_paragraph *paragraph, size_t from, size_t to, double x, double y,
                  double width) {
    double baseline = y + typeset_baseline(style);
    for (size_t i = from; i < to && i < paragraph->line_count; i++, baseline += style->leading) {
        const struct typeset_line *line = &paragraph->lines[i];
        /* What hangs over the edge hangs over the right one, however the line is aligned. */
        double left = x, slack = width > line->width ? width - line->width : 0;
        if (style->align == ALIGN_CENTER)
            left += slack / 2;
        else if (style->align == ALIGN_RIGHT)
            left += slack;
        for (size_t r = 0; r < line->run_count; r++)
            canvas->operations->text(canvas, left + line->runs[r].x, baseline, line->runs[r].face,
                                     style->size, style->colour, line->runs[r].text);
    }
}
