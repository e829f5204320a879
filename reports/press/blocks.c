/* The blocks that a kit's author writes, with their numbers bound. */
#include "engine/base/lang.h"
#include "reports/press/writer.h"

#include <string.h>

static bool add_bullets(struct writer *w, const struct kit_block *from, struct fault *f) {
    struct block_pair *pairs = arena_array(w->arena, from->items->count + 1, sizeof *pairs);
    size_t count = 0;
    for (const struct json *item = from->items->first; item; item = item->next)
        if (!(pairs[count++].text = binder_text(&w->binder, item, f)))
            return false;
    struct block *block = writer_add(w, BLOCK_BULLETS);
    block->pairs = pairs;
    block->pair_count = count;
    return true;
}

static bool add_cards(struct writer *w, const struct kit_block *from, struct fault *f) {
    struct block_pair *pairs = arena_array(w->arena, from->card_count + 1, sizeof *pairs);
    if (!writer_pairs(w, from->cards, from->card_count, pairs, f))
        return false;
    struct block *block = writer_add(w, BLOCK_CARDS);
    block->pairs = pairs;
    block->pair_count = from->card_count;
    return true;
}

/* A Japanese paragraph begins with an empty em, unless it begins with an opening bracket or is indented
 * already. */
static const char *indented(struct arena *arena, const char *text) {
    static const char *const never[] = {"　", "（", "【", "※", "・"};
    if (strcmp(lang_now(), "ja") != 0)
        return text;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strncmp(text, never[i], strlen(never[i])) == 0)
            return text;
    return arena_printf(arena, "　%s", text);
}

static const struct {
    enum block_kind kind;
    int level;
} text_blocks[] = {
    [KIT_HEADING] = {BLOCK_TITLE, 2},       [KIT_SUBHEADING] = {BLOCK_TITLE, 3},
    [KIT_PARAGRAPH] = {BLOCK_PARAGRAPH, 0}, [KIT_BOX] = {BLOCK_BOX, 0},
    [KIT_NOTE] = {BLOCK_PARAGRAPH, 1},      [KIT_BYLINE] = {BLOCK_PARAGRAPH, 0},
};

static bool add_text(struct writer *w, const struct kit_block *from, struct fault *f) {
    const char *text = binder_text(&w->binder, from->text, f);
    if (!text)
        return false;
    struct block *block = writer_add(w, text_blocks[from->kind].kind);
    block->level = text_blocks[from->kind].level;
    block->text = from->kind == KIT_PARAGRAPH ? indented(w->arena, text) : text;
    block->align = from->kind == KIT_BYLINE ? BLOCK_RIGHT : BLOCK_LEFT;
    return true;
}

/* --- quotations, questions, tables --- */

static bool add_quote(struct writer *w, const struct kit_block *from, struct fault *f) {
    const char *text = binder_text(&w->binder, from->text, f);
    const char *source = text && from->source ? binder_text(&w->binder, from->source, f) : NULL;
    if (!text || (from->source && !source))
        return false;
    struct block *block = writer_add(w, BLOCK_QUOTE);
    block->text = text;
    block->note = source;
    return true;
}

static bool add_hanging(struct writer *w, int level, const char *label, const struct json *node,
                        struct fault *f) {
    struct block_pair *pair = arena_array(w->arena, 1, sizeof *pair);
    pair->label = label;
    pair->text = binder_text(&w->binder, node, f);
    if (!pair->text)
        return false;
    struct block *block = writer_add(w, BLOCK_HANGING);
    block->level = level;
    block->pairs = pair;
    block->pair_count = 1;
    return true;
}

static bool add_question(struct writer *w, size_t number, const struct kit_question *from, struct fault *f) {
    const char *label = strcmp(lang_now(), "ja") == 0 ? arena_printf(w->arena, "（%zu）", number)
                                                      : arena_printf(w->arena, "(%zu)", number);
    if (!add_hanging(w, 0, label, from->text, f))
        return false;
    for (const struct json *figure = from->figures ? from->figures->first : NULL; figure;
         figure = figure->next)
        if (!add_hanging(w, 1, "", figure, f))
            return false;
    return true;
}

static bool add_numbered(struct writer *w, const struct kit_block *from, struct fault *f) {
    const char *heading = binder_text(&w->binder, from->numbered->heading, f);
    if (!heading)
        return false;
    writer_title(w, 2, arena_printf(w->arena, _("%zu. %s"), ++w->numbered, heading));
    if (from->numbered->lead) {
        const char *lead = binder_text(&w->binder, from->numbered->lead, f);
        if (!lead)
            return false;
        writer_add(w, BLOCK_PARAGRAPH)->text = indented(w->arena, lead);
    }
    for (size_t i = 0; i < from->numbered->question_count; i++)
        if (!add_question(w, i + 1, &from->numbered->questions[i], f))
            return false;
    return true;
}

static bool optional_text(struct writer *w, const struct json *node, const char **out, struct fault *f) {
    *out = node ? binder_text(&w->binder, node, f) : NULL;
    return !node || *out;
}

enum { NUMBER_WIDTH = 64 }; /* points, or as wide as its widest number */

static bool fill_columns(struct writer *w, const struct kit_table *from, struct grid *grid, struct fault *f) {
    struct grid_column *columns = arena_array(w->arena, from->column_count, sizeof *columns);
    for (size_t i = 0; i < from->column_count; i++) {
        const struct kit_column *c = &from->columns[i];
        const bool numbers = i > 0 && c->align == ALIGN_RIGHT; /* the words before them get what is left */
        columns[i] = (struct grid_column){.align = c->align,
                                          .width = c->width > 0 ? c->width
                                                   : numbers    ? NUMBER_WIDTH
                                                                : 0};
        if (!optional_text(w, c->label, &columns[i].heading, f) ||
            !optional_text(w, c->group, &columns[i].group, f))
            return false;
    }
    grid->columns = columns;
    grid->column_count = from->column_count;
    return true;
}

struct rows {
    struct grid_row *items;
    size_t count, capacity;
};

static bool add_row(struct writer *w, const struct kit_table *from, const struct kit_row *row, bool total,
                    struct rows *rows, struct fault *f) {
    struct grid_cell *cells = arena_array(w->arena, from->column_count, sizeof *cells);
    size_t at = 0;
    for (const struct json *cell = row->cells->first; cell; cell = cell->next)
        if (!optional_text(w, cell, &cells[at++].text, f))
            return false;
    rows->items = arena_grow(w->arena, rows->items, rows->count, &rows->capacity, sizeof *rows->items);
    rows->items[rows->count++] = (struct grid_row){cells, total ? GRID_TOTAL : GRID_PLAIN};
    return true;
}

/* The row again for every item of the series, or option of the question: it stands where a * is written. */
static bool add_each(struct writer *w, const struct kit_table *from, const struct kit_row *row,
                     struct rows *rows, struct fault *f) {
    struct binder_each each;
    if (!binder_each(&w->binder, row->each, &each, f))
        return false;
    bool done = true;
    for (size_t i = 0; done && i < each.count; i++) {
        w->binder.star = each.items[i].key;
        done = add_row(w, from, row, each.items[i].whole, rows, f);
    }
    w->binder.star = NULL;
    return done;
}

static bool fill_rows(struct writer *w, const struct kit_table *from, struct grid *grid, struct fault *f) {
    struct rows rows = {0};
    for (size_t i = 0; i < from->row_count; i++) {
        const struct kit_row *row = &from->rows[i];
        if (row->each ? !add_each(w, from, row, &rows, f) : !add_row(w, from, row, row->total, &rows, f))
            return false;
    }
    grid->rows = rows.items;
    grid->row_count = rows.count;
    return true;
}

static bool fill_notes(struct writer *w, const struct kit_table *from, struct grid *grid, struct fault *f) {
    const char **notes = arena_array(w->arena, from->notes ? from->notes->count + 1 : 1, sizeof *notes);
    for (const struct json *note = from->notes ? from->notes->first : NULL; note; note = note->next)
        if (!optional_text(w, note, &notes[grid->note_count++], f))
            return false;
    grid->notes = notes;
    return true;
}

enum { COMPACT_FROM = 24 }; /* rows: one page rather than two */

static bool add_table(struct writer *w, const struct kit_block *from, struct fault *f) {
    struct grid *grid = arena_alloc(w->arena, sizeof *grid);
    *grid = (struct grid){0};
    if (!optional_text(w, from->table->title, &grid->title, f) ||
        !optional_text(w, from->table->caption, &grid->caption, f) ||
        !fill_columns(w, from->table, grid, f) || !fill_rows(w, from->table, grid, f) ||
        !fill_notes(w, from->table, grid, f))
        return false;
    grid->compact = grid->row_count > COMPACT_FROM;
    writer_add(w, BLOCK_GRID)->grid = grid;
    return true;
}

/* --- figures --- */

static bool fill_sides(struct writer *w, const struct kit_drawing *from, struct plot *plot, struct fault *f) {
    struct plot_side *columns = arena_array(w->arena, from->columns->count, sizeof *columns);
    struct plot_side *rows = arena_array(w->arena, from->row_count, sizeof *rows);
    for (const struct json *c = from->columns->first; c; c = c->next)
        if (!optional_text(w, c, &columns[plot->column_count++].label, f))
            return false;
    for (size_t i = 0; i < from->row_count; i++)
        if (!optional_text(w, from->rows[i].label, &rows[plot->row_count++].label, f))
            return false;
    for (size_t i = 0; i < plot->column_count; i++)
        columns[i].key = columns[i].label;
    for (size_t i = 0; i < plot->row_count; i++)
        rows[i].key = rows[i].label;
    plot->columns = columns;
    plot->rows = rows;
    return true;
}

static bool fill_values(struct writer *w, const struct kit_drawing *from, struct plot *plot,
                        struct fault *f) {
    struct plot_value *values =
        arena_array(w->arena, plot->row_count * plot->column_count + 1, sizeof *values);
    bool shares = true;
    size_t at = 0;
    for (size_t r = 0; r < from->row_count; r++)
        for (const struct json *v = from->rows[r].values->first; v; v = v->next) {
            struct binder_number number;
            if (!binder_number(&w->binder, v, &number, f))
                return false;
            shares &= number.share || !number.known;
            values[at++] = (struct plot_value){.state = number.known ? PLOT_SHOWN : PLOT_NONE,
                                               .text = number.text,
                                               .value = number.value,
                                               .n = number.n};
        }
    plot->values = values;
    plot->share = shares;
    plot->unit = shares ? "%" : "";
    return true;
}

static bool add_drawing(struct writer *w, const struct kit_block *from, struct fault *f) {
    struct plot *plot = arena_alloc(w->arena, sizeof *plot);
    *plot = (struct plot){0};
    if (!optional_text(w, from->drawing->title, &plot->title, f) ||
        !optional_text(w, from->drawing->caption, &plot->caption, f) ||
        !optional_text(w, from->drawing->note, &plot->note, f) || !fill_sides(w, from->drawing, plot, f) ||
        !fill_values(w, from->drawing, plot, f))
        return false;
    const struct figure *figure = figure_make(w->arena, from->drawing->kind, plot, f);
    if (!figure)
        return fault_context(f, "%s", json_pointer(w->arena, from->drawing->title->parent));
    enum { BEFORE = 6 };
    writer_add(w, BLOCK_SPACE)->height = BEFORE;
    writer_figure(w, figure, "figure");
    return true;
}

static bool add_break(struct writer *w, const struct kit_block *from, struct fault *f) {
    (void)from, (void)f;
    writer_add(w, BLOCK_BREAK);
    return true;
}

static bool (*const adders[])(struct writer *, const struct kit_block *, struct fault *) = {
    [KIT_HEADING] = add_text,
    [KIT_SUBHEADING] = add_text,
    [KIT_PARAGRAPH] = add_text,
    [KIT_BULLETS] = add_bullets,
    [KIT_CARDS] = add_cards,
    [KIT_BOX] = add_text,
    [KIT_NOTE] = add_text,
    [KIT_BYLINE] = add_text,
    [KIT_BREAK] = add_break,
    [KIT_QUOTE] = add_quote,
    [KIT_NUMBERED] = add_numbered,
    [KIT_TABLE_BLOCK] = add_table,
    [KIT_FIGURE_BLOCK] = add_drawing,
};

bool writer_blocks(struct writer *w, const struct kit_section *section, struct fault *f) {
    for (size_t i = 0; i < section->block_count; i++)
        if (!adders[section->blocks[i].kind](w, &section->blocks[i], f))
            return false;
    return true;
}
