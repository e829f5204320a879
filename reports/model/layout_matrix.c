/*
 * The grid of a matrix question on a form: what is asked about at the left, the answers above, a box to tick, or room to
 * write, where they meet.  Lines are black and thick enough for a FAX; a grid that goes on over a page repeats its answers.
 */
#include "reports/model/layout_flow.h"

#include <math.h>

static const double INDENT = 14, AFTER = 6, PAD = 4, BOX = 8, ROW_LEAST = 19, LINE = 0.5;
static const double STUB_LEAST = 0.3, STUB_MOST = 0.55,
                    STUB_BESIDE_MANY = 0.4; /* of the width, for the labels of rows */
static const double COLUMN_MOST = 110;

struct matrix {
    struct flow *flow;
    const struct block *block;
    struct typeset_style label, answer;
    double stub, column, head;
};

static struct matrix prepare(struct flow *flow, const struct block *block) {
    struct matrix m = {.flow = flow,
                       .block = block,
                       .label = flow_style(9.5, 12.5, PALETTE_INK),
                       .answer = flow_style(8.5, 11, PALETTE_INK)};
    const double width = flow->width - INDENT;
    m.answer.align = ALIGN_CENTER;
    for (size_t i = 0; i < block->pair_count; i++)
        m.stub =
            fmax(m.stub, canvas_text_width(flow->canvas, m.label.face, m.label.size, block->pairs[i].label));
    const double most = block->column_count > 3 ? STUB_BESIDE_MANY : STUB_MOST;
    m.stub = fmin(fmax(m.stub + 2 * PAD + 1, STUB_LEAST * width), most * width);
    m.column = fmin((width - m.stub) / (double)(block->column_count ? block->column_count : 1), COLUMN_MOST);
    for (size_t c = 0; c < block->column_count; c++)
        if (*block->columns[c])
            m.head = fmax(m.head, flow_text_height(flow, &m.answer, block->columns[c], m.column - PAD));
    m.head += m.head > 0 ? PAD : 0;
    return m;
}

static double row_height(const struct matrix *m, size_t row) {
    const double text = flow_text_height(m->flow, &m->label, m->block->pairs[row].label, m->stub - 2 * PAD);
    return fmax(text + PAD, ROW_LEAST);
}

double matrix_height(struct flow *flow, const struct block *block) {
    const struct matrix m = prepare(flow, block);
    double height = m.head + AFTER;
    for (size_t i = 0; i < block->pair_count; i++)
        height += row_height(&m, i);
    return height;
}

/* One of less than half a page is not torn. */
double matrix_first(struct flow *flow, const struct block *block) {
    const double whole = matrix_height(flow, block);
    if (whole <= (flow->bottom - flow->top) / 2)
        return whole;
    const struct matrix m = prepare(flow, block);
    return m.head + row_height(&m, 0) + row_height(&m, 1);
}

/* --- drawing --- */

static double left_of(const struct matrix *m, size_t column) {
    return m->flow->left + INDENT + m->stub + m->column * (double)column;
}

static void frame_of(const struct matrix *m, double height) {
    struct flow *flow = m->flow;
    canvas_frame(flow->canvas, flow->left + INDENT, flow->y,
                 m->stub + m->column * (double)m->block->column_count, height, LINE, PALETTE_INK);
    for (size_t c = 0; c < m->block->column_count; c++)
        canvas_line(flow->canvas, left_of(m, c), flow->y, left_of(m, c), flow->y + height, LINE, PALETTE_INK);
}

static void draw_head(const struct matrix *m) {
    struct flow *flow = m->flow;
    if (m->head <= 0)
        return;
    frame_of(m, m->head);
    for (size_t c = 0; c < m->block->column_count; c++) {
        const double high = flow_text_height(flow, &m->answer, m->block->columns[c], m->column - PAD);
        flow_text(flow, &m->answer, m->block->columns[c], left_of(m, c) + PAD / 2,
                  flow->y + (m->head - high) / 2, m->column - PAD);
    }
    flow->y += m->head;
}

static void draw_cell(const struct matrix *m, const struct block_pair *row, size_t column, double height) {
    struct flow *flow = m->flow;
    const double middle = flow->y + height / 2, x = left_of(m, column);
    if (row->text)
        flow_text(flow, &m->answer, row->text, x + PAD / 2, middle - m->answer.leading / 2, m->column - PAD);
    else
        canvas_frame(flow->canvas, x + (m->column - BOX) / 2, middle - BOX / 2, BOX, BOX, 0.6, PALETTE_INK);
}

static void draw_row(const struct matrix *m, size_t row) {
    struct flow *flow = m->flow;
    const struct block_pair *pair = &m->block->pairs[row];
    const double height = row_height(m, row);
    const double text = flow_text_height(flow, &m->label, pair->label, m->stub - 2 * PAD);
    frame_of(m, height);
    flow_text(flow, &m->label, pair->label, flow->left + INDENT + PAD, flow->y + (height - text) / 2,
              m->stub - 2 * PAD);
    for (size_t c = 0; c < m->block->column_count; c++)
        draw_cell(m, pair, c, height);
    flow->y += height;
}

void matrix_draw(struct flow *flow, const struct block *block) {
    const struct matrix m = prepare(flow, block);
    flow_need(flow, matrix_first(flow, block));
    draw_head(&m);
    for (size_t i = 0; i < block->pair_count; i++) {
        if (row_height(&m, i) > flow_room(flow)) {
            flow_new_page(flow);
            draw_head(&m);
        }
        draw_row(&m, i);
    }
    flow_skip(flow, AFTER);
}
