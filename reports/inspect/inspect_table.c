/* Where the table of a sheet is: the guess that the rules for machines rest on. */
#include "reports/inspect/inspect_book.h"
#include "reports/inspect/inspect_words.h"

#include <string.h>

enum { HEADS_MAX = 5 };

/* How many cells stand in the row, and whether one is a number. */
struct row_look {
    uint32_t row;
    size_t filled;
    bool numbers;
};

/* A number, however it is written, or what stands in its place. */
static bool is_figure(struct arena *arena, const struct inspect_cell *c) {
    bool plain;
    return c->kind == INSPECT_NUMBER ||
           (c->kind == INSPECT_TEXT &&
            (inspect_is_number(arena, c->text, &plain) || inspect_is_mark(c->text)));
}

static size_t look_at_rows(struct arena *arena, const struct inspect_sheet *s, struct row_look **out) {
    struct row_look *rows = arena_array(arena, s->cell_count + 1, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < s->cell_count; i++) {
        const struct inspect_cell *c = &s->cells[i];
        if (i == 0 || c->row != s->cells[i - 1].row)
            rows[count++] = (struct row_look){.row = c->row};
        rows[count - 1].filled++;
        rows[count - 1].numbers = rows[count - 1].numbers || is_figure(arena, c);
    }
    *out = rows;
    return count;
}

/* The first row of data: the first with a number below a heading; else the one below the first heading. */
static uint32_t first_of_data(const struct row_look *rows, size_t from, size_t count) {
    for (size_t i = from + 1; i < count && rows[i].row <= rows[from].row + HEADS_MAX; i++)
        if (rows[i].numbers)
            return rows[i].row;
    return rows[from].row + 1;
}

static void find_columns(struct inspect_sheet *s) {
    s->first_column = UINT32_MAX;
    for (size_t i = 0; i < s->cell_count; i++) {
        const struct inspect_cell *c = &s->cells[i];
        if (c->row < s->head || c->row > s->last)
            continue;
        s->first_column = c->column < s->first_column ? c->column : s->first_column;
        s->columns = c->column >= s->columns ? c->column + 1 : s->columns;
    }
}

/* A column of numbers: half of what stands in it are numbers or marks in their place, and one at least is a number. */
static void find_numeric(struct arena *arena, struct inspect_sheet *s) {
    size_t *numbers = arena_array(arena, s->columns + 1, sizeof *numbers),
           *marks = arena_array(arena, s->columns + 1, sizeof *marks),
           *texts = arena_array(arena, s->columns + 1, sizeof *texts);
    for (size_t i = 0; i < s->cell_count; i++) {
        const struct inspect_cell *c = &s->cells[i];
        if (c->row < s->body || c->row > s->last)
            continue;
        if (c->kind == INSPECT_NUMBER)
            numbers[c->column]++;
        else if (c->kind == INSPECT_TEXT && (inspect_is_mark(c->text) || inspect_is_odd_mark(c->text)))
            marks[c->column]++;
        else
            texts[c->column]++;
    }
    s->numeric = arena_array(arena, s->columns + 1, sizeof *s->numeric);
    for (uint32_t c = 0; c < s->columns; c++)
        s->numeric[c] = numbers[c] > 0 && numbers[c] + marks[c] >= texts[c];
}

void inspect_table_find(struct arena *arena, struct inspect_sheet *s) {
    struct row_look *rows;
    size_t count = look_at_rows(arena, s, &rows), head = 0, last = count, widest = 0;
    for (size_t i = 0; i < count; i++)
        widest = rows[i].filled > widest ? rows[i].filled : widest;
    while (head < count && (rows[head].filled < 2 || 2 * rows[head].filled < widest))
        head++; /* titles, and facts in pairs, above a table that is wider */
    while (last > head && rows[last - 1].filled < 2)
        last--;
    if (last <= head + 1)
        return; /* a text, or a single line */
    s->has_table = true;
    s->title = rows[0].row;
    s->head = rows[head].row;
    s->last = rows[last - 1].row;
    s->body = first_of_data(rows, head, count);
    find_columns(s);
    find_numeric(arena, s);
}
