#include "reports/audit/audit_grid.h"

#include "engine/base/utf8.h"

#include <string.h>

static const struct audit_segment *segment(const struct audit *a, size_t i) {
    return &a->draft->segments[i];
}

/* The number of a cell that is nothing else: "5,188", "(59.8%)", "n=5,188". */
static struct audit_token *sole_token(const struct audit_segment *s, size_t cell) {
    struct audit_token *found = NULL;
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].cell == cell) {
            if (found && !(found->marks & MARK_RATIO))
                return NULL;
            found = found ? found : &s->tokens[i];
        }
    if (!found || found->sign || strchr(s->cells[cell], '~'))
        return NULL; /* 5~10% names a row */
    size_t length = strlen(s->cells[cell]), own = found->end - found->at;
    return length <= own + 6 || (found->marks & MARK_RATIO) ? found : NULL;
}

/* "180 (64.1%)", "64.1% (180)": a count and its percentage, and nothing else. */
static struct audit_token *compound(const struct audit_segment *s, size_t cell, enum audit_kind kind) {
    struct audit_token *found[2] = {NULL, NULL};
    size_t count = 0;
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].cell == cell) {
            if (count == 2)
                return NULL;
            found[count++] = &s->tokens[i];
        }
    if (count != 2 || strchr(s->cells[cell], '~') || found[0]->kind == found[1]->kind || found[0]->sign ||
        found[1]->sign)
        return NULL;
    size_t own = found[0]->end - found[0]->at + found[1]->end - found[1]->at;
    if (strlen(s->cells[cell]) > own + 6)
        return NULL;
    return found[0]->kind == kind ? found[0] : found[1]->kind == kind ? found[1] : NULL;
}

static bool is_compound(const struct audit_segment *s, size_t cell) {
    return compound(s, cell, TOKEN_COUNT) && compound(s, cell, TOKEN_PERCENT);
}

static size_t usual_width(const struct audit *a, size_t from, size_t to) {
    size_t counts[65] = {0}, best = 0;
    for (size_t i = from; i < to; i++)
        counts[segment(a, i)->cell_count < 64 ? segment(a, i)->cell_count : 64]++;
    for (size_t w = 2; w < 64; w++)
        if (counts[w] > counts[best] || best == 0)
            best = counts[w] ? w : best;
    return to - from >= 2 && counts[best] >= 2 ? best : 0;
}

static bool heading_says(const struct audit *a, enum audit_list list, const char *heading) {
    return heading && audit_word_within(&a->words->lists[list], heading, heading + strlen(heading));
}

/* "割合(%)", "構成比", "%", but not 負担割合の齟齬: the word ends a line of the heading, brackets aside. */
static bool heading_ends(const struct audit *a, enum audit_list list, const char *heading) {
    const struct audit_word_list *words = &a->words->lists[list];
    for (const char *at = heading ? heading : ""; *at; at++) {
        size_t length = audit_word_at(words, at);
        const char *after = at + length;
        if (length && (*after == '\0' || *after == ' ' || *after == '(' || *after == ')'))
            return true;
    }
    return false;
}

/* 80%以上: the name of a class, among names that are no numbers. */
static bool is_class(const struct audit_token *t) {
    return (t->marks & (MARK_AT_LEAST | MARK_UNDER | MARK_AT_MOST)) != 0;
}

/* A row of headings has no number but years, classes, or n= in its columns. */
static bool is_heading(const struct audit_segment *s) {
    size_t numbers = 0, marked = 0;
    for (size_t i = 0; i < s->cell_count; i++) {
        struct audit_token *t = sole_token(s, i);
        if (t && is_class(t))
            continue;
        numbers += (t && (t->kind != TOKEN_OTHER || t->decimals > 0)) || is_compound(s, i);
        marked += t && (t->marks & MARK_N);
    }
    return numbers == marked;
}

static enum audit_row_kind row_kind(const struct audit *a, const char *label) {
    char *folded = utf8_fold(a->arena, label);
    if (strcmp(folded, "小計") == 0 || strcmp(folded, "subtotal") == 0)
        return ROW_SUBTOTAL;
    if (heading_says(a, WORDS_BASE_LABELS, label) ||
        audit_word_is(&a->words->lists[WORDS_SOFT_TOTALS], label) ||
        audit_word_is(&a->words->lists[WORDS_SOFT_TOTALS], folded))
        return ROW_SOFT_TOTAL;
    return audit_word_is(&a->words->lists[WORDS_TOTAL_LABELS], folded) ? ROW_TOTAL : ROW_PART;
}

/* The cells of a heading over a table laid out by spaces stand over the last columns: the first one has none. */
static void add_heading(struct audit *a, struct audit_grid *g, const struct audit_segment *s, size_t width) {
    size_t shift = !s->aligned && s->cell_count + 1 == width ? 1 : 0;
    if (!s->aligned && s->cell_count + 1 < width)
        return; /* a title, or groups of columns: which stand under it cannot be told */
    for (size_t c = 0; c < g->column_count; c++) {
        size_t cell = g->sources[c].cell;
        if (cell < shift || cell - shift >= s->cell_count)
            continue;
        const char *text = s->cells[cell - shift];
        g->headings[c] = g->headings[c] ? arena_printf(a->arena, "%s %s", g->headings[c], text) : text;
        for (size_t i = 0; i < s->token_count; i++)
            if (s->tokens[i].cell == cell - shift && (s->tokens[i].marks & MARK_N) &&
                s->tokens[i].kind == TOKEN_COUNT)
                g->bases[c] = &s->tokens[i];
    }
}

static struct audit_token *token_of(const struct audit_segment *s, const struct audit_source *source) {
    enum audit_kind kind = source->part == SOURCE_COUNT ? TOKEN_COUNT : TOKEN_PERCENT;
    struct audit_token *sole = sole_token(s, source->cell);
    if (source->part == SOURCE_CELL)
        return sole;
    return sole ? (sole->kind == kind ? sole : NULL) : compound(s, source->cell, kind);
}

static void add_body_row(struct audit *a, struct audit_grid *g, size_t at) {
    const struct audit_segment *s = segment(a, at);
    struct audit_grid_row *row = &g->rows[g->row_count++];
    row->segment = at;
    row->cells = arena_array(a->arena, g->column_count, sizeof *row->cells);
    row->label = "";
    for (size_t c = g->column_count; c-- > 0;) {
        size_t cell = g->sources[c].cell;
        row->cells[c] = token_of(s, &g->sources[c]);
        if (!row->cells[c] && g->sources[c].part == SOURCE_CELL && *s->cells[cell])
            row->label = s->cells[cell];
    }
    if (!*row->label)
        row->label = s->cells[0];
    row->kind = row_kind(a, row->label);
}

/* 割合(%) over the first of several columns, that are named in a row below: the last heading to the left in the rows that leave this one
 * empty; NULL: none. */
static const char *group_over(const struct audit *a, const struct audit_grid *g, size_t c) {
    const char *found = NULL;
    for (size_t i = g->first_segment; g->row_count && i < g->rows[0].segment; i++) {
        const struct audit_segment *s = segment(a, i);
        size_t cell = g->sources[c].cell;
        if (!s->aligned || s->cell_count < 3 || cell >= s->cell_count || *s->cells[cell])
            continue;
        while (cell > 0 && !*s->cells[cell])
            cell--;
        found = *s->cells[cell] ? s->cells[cell] : found;
    }
    return found;
}

static enum audit_column column_type(const struct audit *a, const struct audit_grid *g, size_t c) {
    size_t kinds[TOKEN_VAGUE + 1] = {0}, numbers = 0, fractions = 0, text = 0;
    for (size_t r = 0; r < g->row_count; r++) {
        const struct audit_token *t = g->rows[r].cells[c];
        const char *cell = segment(a, g->rows[r].segment)->cells[g->sources[c].cell];
        text += !t && *cell && !strchr("-*", *cell) && strcmp(cell, "—") != 0;
        numbers += t != NULL;
        kinds[t ? t->kind : TOKEN_OTHER] += t != NULL;
        fractions += t && t->decimals > 0;
    }
    if (g->sources[c].part != SOURCE_CELL)
        return g->sources[c].part == SOURCE_COUNT ? COLUMN_COUNT : COLUMN_PERCENT;
    if (numbers * 2 <= g->row_count || text * 2 > numbers)
        return COLUMN_LABEL;
    if (heading_says(a, WORDS_RANK_HEADINGS, g->headings[c]))
        return COLUMN_RANK;
    if (heading_says(a, WORDS_BOUND_HEADINGS, g->headings[c]))
        return COLUMN_BOUND;
    if (kinds[TOKEN_PERCENT] * 2 > numbers)
        return COLUMN_PERCENT;
    if (fractions * 3 > numbers)
        return heading_ends(a, WORDS_RATE_HEADINGS, g->headings[c]) ||
                       heading_ends(a, WORDS_RATE_HEADINGS, group_over(a, g, c))
                   ? COLUMN_PERCENT
                   : COLUMN_VALUE;
    if (kinds[TOKEN_COUNT] * 2 <= numbers)
        return COLUMN_LABEL;
    return heading_ends(a, WORDS_RATE_HEADINGS, g->headings[c]) ? COLUMN_VALUE : COLUMN_COUNT;
}

/* A column of whole percentages under 割合 has no signs and no decimals; nothing in it is over 100. */
static bool whole_percents(const struct audit *a, const struct audit_grid *g, size_t c) {
    if (g->columns[c] != COLUMN_VALUE || !heading_ends(a, WORDS_RATE_HEADINGS, g->headings[c]))
        return false;
    for (size_t r = 0; r < g->row_count; r++)
        if (g->rows[r].cells[c] && g->rows[r].cells[c]->high > 100)
            return false;
    return true;
}

static int zeros(int64_t mantissa, int decimals) {
    int count = 0;
    for (; count < decimals && mantissa % 10 == 0; mantissa /= 10)
        count++;
    return count;
}

/* Workbooks pad 73.9 to 73.90; a column of which every cell ends so was rounded at fewer places.  70.0 is not padded: that whole percentages
 * are shares of some number happens too easily. */
static int column_padding(const struct audit_grid *g, size_t c) {
    int least = 6;
    size_t cells = 0;
    for (size_t r = 0; r < g->row_count; r++) {
        const struct audit_token *t = g->rows[r].cells[c];
        if (!t || t->kind != TOKEN_PERCENT || t->mantissa == 0 || g->rows[r].kind != ROW_PART)
            continue;
        int own = t->decimals > 1 ? zeros(t->mantissa, t->decimals - 1) : 0;
        least = own < least ? own : least;
        cells++;
    }
    return cells >= 2 && least < 6 ? least : 0;
}

static void make_percent(struct audit_grid *g, size_t c) {
    g->columns[c] = COLUMN_PERCENT;
    for (size_t r = 0; r < g->row_count; r++)
        if (g->rows[r].cells[c] &&
            (g->rows[r].cells[c]->kind == TOKEN_COUNT || g->rows[r].cells[c]->kind == TOKEN_OTHER))
            g->rows[r].cells[c]->kind = TOKEN_PERCENT;
}

static bool says(const struct audit *a, enum audit_list list, size_t from, size_t to) {
    const struct audit_word_list *multi = &a->words->lists[list];
    for (size_t i = from > 2 ? from - 2 : 0; i < to; i++) {
        const struct audit_segment *s = segment(a, i);
        if (audit_word_within(multi, s->text, s->text + s->length))
            return true;
    }
    return false;
}

static void type_columns(struct audit *a, struct audit_grid *g) {
    for (size_t c = 0; c < g->column_count; c++) {
        g->columns[c] = column_type(a, g, c);
        if (c == 0 && g->columns[c] == COLUMN_COUNT && g->sources[c].part == SOURCE_CELL)
            g->columns[c] = COLUMN_LABEL;
        if (g->columns[c] == COLUMN_PERCENT || whole_percents(a, g, c))
            make_percent(g, c);
        g->padding[c] = g->columns[c] == COLUMN_PERCENT ? column_padding(g, c) : 0;
    }
}

/* Empty cells at the end of a row are not written. */
static void pad(struct audit *a, size_t at, size_t width) {
    struct audit_segment *s = &a->draft->segments[at];
    if (!s->aligned || s->cell_count < 2 || s->cell_count >= width)
        return;
    const char **cells = arena_array(a->arena, width, sizeof *cells);
    for (size_t c = 0; c < width; c++)
        cells[c] = c < s->cell_count ? s->cells[c] : "";
    s->cells = cells;
    s->cell_count = width;
}

/* "N=905   N=611" over two tables side by side: each n= is of the columns of its own table. */
static void share_out(struct audit_grid *g, const struct audit_segment *s) {
    const struct audit_token *marked[8];
    size_t count = 0, groups = 0, group = SIZE_MAX;
    for (size_t i = 0; i < s->token_count && count < 8; i++)
        if (s->tokens[i].marks & MARK_N)
            marked[count++] = &s->tokens[i];
    for (size_t c = 0; c < g->column_count; c++)
        if (g->bases[c] && g->columns[c] != COLUMN_LABEL)
            return; /* each stands in the heading of its own column */
    for (size_t c = 0; c < g->column_count; c++)
        groups += g->columns[c] == COLUMN_LABEL && (c == 0 || g->columns[c - 1] != COLUMN_LABEL);
    if (count < 2 || groups != count)
        return;
    for (size_t c = 0; c < g->column_count; c++) {
        if (g->columns[c] == COLUMN_LABEL && (c == 0 || g->columns[c - 1] != COLUMN_LABEL))
            group++;
        if (group < count)
            g->bases[c] = marked[group];
    }
}

/* Cells that most rows fill with a count and its percentage become two columns. */
static void set_sources(struct audit *a, struct audit_grid *g, size_t from, size_t to, size_t width) {
    g->sources = arena_array(a->arena, 2 * width, sizeof *g->sources);
    for (size_t c = 0; c < width; c++) {
        size_t both = 0, other = 0;
        for (size_t i = from; i < to; i++) {
            const struct audit_segment *s = segment(a, i);
            bool row = s->cell_count == width && !is_heading(s);
            both += row && is_compound(s, c);
            other += row && *s->cells[c] && !is_compound(s, c);
        }
        bool split = both > other;
        g->sources[g->column_count++] = (struct audit_source){c, split ? SOURCE_COUNT : SOURCE_CELL};
        if (split)
            g->sources[g->column_count++] = (struct audit_source){c, SOURCE_PERCENT};
    }
}

static bool make_grid(struct audit *a, struct audit_grid *g, size_t from, size_t to) {
    size_t width = usual_width(a, from, to);
    if (!width)
        return false;
    *g = (struct audit_grid){.first_segment = from, .last_segment = to};
    for (size_t i = from; i < to; i++)
        pad(a, i, width);
    set_sources(a, g, from, to, width);
    g->columns = arena_array(a->arena, g->column_count, sizeof *g->columns);
    g->headings = arena_array(a->arena, g->column_count, sizeof *g->headings);
    g->bases = arena_array(a->arena, g->column_count, sizeof *g->bases);
    g->padding = arena_array(a->arena, g->column_count, sizeof *g->padding);
    g->rows = arena_array(a->arena, to - from, sizeof *g->rows);
    for (size_t i = from; i < to; i++) {
        bool body = segment(a, i)->cell_count == width && !is_heading(segment(a, i));
        if (body)
            add_body_row(a, g, i);
        else if (!g->row_count)
            add_heading(a, g, segment(a, i), width);
    }
    type_columns(a, g);
    for (size_t i = from; i < to && g->row_count && i < g->rows[0].segment; i++)
        share_out(g, segment(a, i));
    g->multi = says(a, WORDS_MULTI, from, to);
    g->rounded = says(a, WORDS_ROUNDED, from, to);
    return g->row_count >= 1;
}

static void find_grids(struct audit *a) {
    a->gridded = true;
    for (size_t i = 0, next; i < a->draft->count; i = next) {
        struct audit_grid g;
        next = i + 1;
        if (segment(a, i)->kind != SEGMENT_ROW)
            continue;
        while (next < a->draft->count && segment(a, next)->kind == SEGMENT_ROW &&
               segment(a, next)->block == segment(a, i)->block)
            next++;
        if (!make_grid(a, &g, i, next))
            continue;
        a->grids = arena_grow(a->arena, a->grids, a->grid_count, &a->grid_capacity, sizeof *a->grids);
        a->grids[a->grid_count++] = g;
    }
}

void audit_grids(struct audit *a, void (*each)(struct audit *a, const struct audit_grid *g, void *data),
                 void *data) {
    if (!a->gridded)
        find_grids(a);
    for (size_t i = 0; i < a->grid_count; i++)
        each(a, &a->grids[i], data);
}

struct audit_range audit_cell(const struct audit_grid *g, size_t row, size_t column) {
    const struct audit_token *t = g->rows[row].cells[column];
    if (!t || t->kind != TOKEN_COUNT)
        return (struct audit_range){1, 0};
    return (struct audit_range){t->low, t->high};
}

/* --- two tables of a page --------------------------------------------------------------------------------- */

static bool is_number(const struct audit_segment *s, size_t cell) {
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].cell == cell && s->tokens[i].kind != TOKEN_OTHER)
            return true;
    return false;
}

/* Words behind numbers: the second label of a row. */
static bool two_labels(const struct audit_segment *s) {
    bool number = false;
    for (size_t c = 0; c < s->cell_count; c++) {
        bool own = is_number(s, c);
        if (number && !own && (unsigned char)s->cells[c][0] >= 0xE3 && strlen(s->cells[c]) >= 6)
            return true;
        number |= own;
    }
    return false;
}

bool audit_side_by_side(const struct audit *a, size_t from, size_t to) {
    enum { WORD_LEAST = 6 };
    for (size_t i = from; i <= to && i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        if (s->kind == SEGMENT_ROW && !s->aligned && two_labels(s))
            return true;
        for (size_t c = 0; s->kind == SEGMENT_ROW && !s->aligned && c < s->cell_count; c++)
            for (size_t d = c + 1; d < s->cell_count; d++)
                if (strlen(s->cells[c]) >= WORD_LEAST && strcmp(s->cells[c], s->cells[d]) == 0 &&
                    !strpbrk(s->cells[c], "0123456789"))
                    return true;
    }
    return false;
}
