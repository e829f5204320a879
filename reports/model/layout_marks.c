/* Text beside a mark: quotations with a bar, and items that hang from their number. */
#include "reports/model/layout_flow.h"

/* --- quotations --- */

static const double QUOTE_INDENT = 16, QUOTE_AFTER = 8, QUOTE_BAR = 2.5;

static struct typeset_style quote_style(void) {
    struct typeset_style style = flow_style(10, 16.5, PALETTE_INK);
    style.justify = true;
    return style;
}

static struct typeset_style quote_source_style(void) {
    struct typeset_style style = flow_style(8.5, 13, PALETTE_GREY);
    style.align = ALIGN_RIGHT;
    return style;
}

static double quote_width(const struct flow *flow) {
    return flow->width - 2 * QUOTE_INDENT;
}

static double quote_inner(struct flow *flow, const struct block *block) {
    const struct typeset_style style = quote_style(), small = quote_source_style();
    const double source = block->note ? flow_text_height(flow, &small, block->note, quote_width(flow)) : 0;
    return flow_text_height(flow, &style, block->text, quote_width(flow)) + source;
}

double quote_height(struct flow *flow, const struct block *block) {
    return quote_inner(flow, block) + QUOTE_AFTER;
}

void quote_draw(struct flow *flow, const struct block *block) {
    const struct typeset_style style = quote_style(), small = quote_source_style();
    const double height = quote_inner(flow, block);
    flow_need(flow, height);
    canvas_rectangle(flow->canvas, flow->left + 5, flow->y + 2, QUOTE_BAR, height - 3, PALETTE_SECOND);
    double y = flow->y;
    y += flow_text(flow, &style, block->text, flow->left + QUOTE_INDENT, y, quote_width(flow));
    if (block->note)
        flow_text(flow, &small, block->note, flow->left + QUOTE_INDENT, y, quote_width(flow));
    flow->y += height;
    flow_skip(flow, QUOTE_AFTER);
}

/* --- items that hang from their number --- */

struct hanging_form {
    double left, gap, after;
    struct typeset_style style;
    bool bar;
};

static struct hanging_form hanging_form(const struct block *block) {
    struct hanging_form form =
        block->level > 0 ? (struct hanging_form){36, 8, 4, flow_style(9, 14, PALETTE_INK), true}
                         : (struct hanging_form){6, 4, 5, flow_style(10.5, 17.5, PALETTE_INK), false};
    form.style.justify = true;
    return form;
}

/* Room for the label, the same for every number of so many digits; the detail is the widest label of a list. */
static double hanging_label(struct flow *flow, const struct block *block, const struct hanging_form *form) {
    const struct block_pair *pair = &block->pairs[0];
    char *label = arena_strdup(flow->arena, pair->detail ? pair->detail : pair->label);
    for (char *at = label; *at; at++)
        *at = *at >= '0' && *at <= '9' ? '0' : *at;
    return canvas_text_width(flow->canvas, form->style.face, form->style.size, label);
}

/* Where the text begins. */
static double hanging_x(struct flow *flow, const struct block *block, const struct hanging_form *form) {
    return flow->left + form->left + hanging_label(flow, block, form) + form->gap;
}

static double hanging_inner(struct flow *flow, const struct block *block, const struct hanging_form *form) {
    const double width = flow->left + flow->width - hanging_x(flow, block, form);
    return flow_text_height(flow, &form->style, block->pairs[0].text, width);
}

double hanging_height(struct flow *flow, const struct block *block) {
    const struct hanging_form form = hanging_form(block);
    return hanging_inner(flow, block, &form) + form.after;
}

void hanging_draw(struct flow *flow, const struct block *block) {
    const struct hanging_form form = hanging_form(block);
    const double height = hanging_inner(flow, block, &form), x = hanging_x(flow, block, &form);
    flow_need(flow, height);
    if (form.bar)
        canvas_rectangle(flow->canvas, flow->left + form.left, flow->y + 1, 2, height - 1, PALETTE_SECOND);
    canvas_text(flow->canvas, x - form.gap, flow->y + typeset_baseline(&form.style), ALIGN_RIGHT,
                form.style.face, form.style.size, form.style.colour, block->pairs[0].label);
    flow_text(flow, &form.style, block->pairs[0].text, x, flow->y, flow->left + flow->width - x);
    flow->y += height;
    flow_skip(flow, form.after);
}
