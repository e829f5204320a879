#include "reports/page/result_page.h"

#include "engine/base/utf8.h"

#include <math.h>
#include <string.h>

/* The longest word of what is written with spaces: it is not broken. */
static size_t longest_word(const char *text) {
    size_t longest = 0;
    for (const char *at = text; *at; at += strspn(at, " ")) {
        size_t latin = strcspn(at, " "), run = 0;
        for (size_t i = 0; i < latin; i++) {
            run = (unsigned char)at[i] < 0x80 ? run + 1 : 0;
            longest = run > longest ? run : longest;
        }
        at += latin;
    }
    return longest;
}

/* Numbers take the room that they need, and their headings two lines; words share the rest. */
static double width_of(const struct listing *l, size_t column) {
    static const double CHARACTER = 4.7, PADDING = 9, LEAST = 34, MOST = 120;
    const char *heading = listing_heading(l, column);
    size_t widest = (3 * utf8_width(heading) + 3) / 4, word = longest_word(heading);
    widest = word + 1 > widest ? word + 1 : widest; /* letters are wider than figures */
    for (size_t r = 0; r < listing_count(l); r++) {
        const size_t width = utf8_width(listing_cell(l, r, column));
        widest = width > widest ? width : widest;
    }
    return fmin(MOST, fmax(LEAST, CHARACTER * (double)widest + PADDING));
}

static const struct grid_column *columns_of(struct arena *arena, const struct listing *l) {
    const size_t count = listing_columns(l);
    struct grid_column *columns = arena_array(arena, count + 1, sizeof *columns);
    for (size_t c = 0; c < count; c++) {
        const bool number = listing_to_the_right(l, c);
        columns[c] = (struct grid_column){.heading = listing_heading(l, c),
                                          .align = number ? ALIGN_RIGHT : ALIGN_LEFT,
                                          .width = number ? width_of(l, c) : 0};
    }
    return columns;
}

static const struct grid *grid_of(struct arena *arena, const struct listing *l) {
    enum { COMPACT_ROWS = 20 };
    const size_t columns = listing_columns(l), rows = listing_count(l);
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    struct grid_row *out = arena_array(arena, rows + 1, sizeof *out);
    for (size_t r = 0; r < rows; r++) {
        struct grid_cell *cells = arena_array(arena, columns + 1, sizeof *cells);
        for (size_t c = 0; c < columns; c++)
            cells[c].text = listing_cell(l, r, c);
        out[r].cells = cells;
    }
    *grid = (struct grid){.columns = columns_of(arena, l),
                          .column_count = columns,
                          .rows = out,
                          .row_count = rows,
                          .compact = rows > COMPACT_ROWS};
    return grid;
}

const struct page *result_page(struct arena *arena, const struct result *r, const struct figure *figure,
                               const char *id, const char *notice) {
    struct page *page = arena_alloc(arena, sizeof *page);
    struct page_part *part = arena_alloc(arena, sizeof *part);
    size_t lines;
    const struct result_line *facts = result_lines(r, &lines);
    struct block_pair *pairs = arena_array(arena, lines + 1, sizeof *pairs);
    for (size_t i = 0; i < lines; i++)
        pairs[i] = (struct block_pair){facts[i].label, facts[i].text, NULL};
    struct figure *shown = figure ? arena_copy(arena, figure, sizeof *figure) : NULL;
    const char *title = result_title(r);
    if (shown &&
        shown->title) { /* the figure's is in words, the result's for who asked for it; once is enough */
        title = shown->title;
        shown->title = NULL;
    }
    *part = (struct page_part){.figure = shown, .grid = grid_of(arena, result_listing(r))};
    *page = (struct page){.title = title,
                          .id = id,
                          .notice = notice,
                          .parts = part,
                          .part_count = 1,
                          .facts = pairs,
                          .fact_count = lines};
    page->notes = result_notes(r, &page->note_count);
    return page;
}
