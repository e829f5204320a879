/* Running text: titles, paragraphs, boxes, bullets. */
#include "reports/model/layout_fit.h"

#include "engine/base/lang.h"

#include <string.h>

struct typeset_style flow_style(double size, double leading, uint32_t colour) {
    return (struct typeset_style){.face = FACE_GOTHIC,
                                  .bold = FACE_GOTHIC_BOLD,
                                  .size = size,
                                  .leading = leading,
                                  .colour = colour,
                                  .align = ALIGN_LEFT};
}

struct typeset_style flow_bold(double size, double leading, uint32_t colour) {
    struct typeset_style style = flow_style(size, leading, colour);
    style.face = FACE_GOTHIC_BOLD;
    return style;
}

double flow_text_height(struct flow *flow, const struct typeset_style *style, const char *text,
                        double width) {
    return typeset_break(flow->arena, flow->canvas, style, text, width)->height;
}

double flow_text(struct flow *flow, const struct typeset_style *style, const char *text, double x, double y,
                 double width) {
    const struct typeset_paragraph *p = typeset_break(flow->arena, flow->canvas, style, text, width);
    typeset_draw(flow->canvas, style, p, 0, p->line_count, x, y, width);
    return p->height;
}

/* --- titles --- */

struct title_form {
    double size, leading, before, after, indent;
    enum { MARK_NONE, MARK_RULE, MARK_BAR } mark;
};

static const struct title_form title_forms[] = {
    {20, 29, 0, 10, 0, MARK_NONE},
    {15.5, 22, 10, 12, 0, MARK_RULE},
    {12, 17, 12, 6, 9, MARK_BAR},
    {10.5, 15, 7, 3, 0, MARK_NONE},
};

static const struct title_form *title_form(const struct block *block) {
    const int count = sizeof title_forms / sizeof *title_forms;
    return &title_forms[block->level < 0 ? 0 : block->level < count ? block->level : count - 1];
}

static enum canvas_align align_of(const struct block *block) {
    return block->align == BLOCK_CENTER  ? ALIGN_CENTER
           : block->align == BLOCK_RIGHT ? ALIGN_RIGHT
                                         : ALIGN_LEFT;
}

static struct typeset_style title_style(const struct block *block) {
    const struct title_form *form = title_form(block);
    struct typeset_style style = flow_bold(form->size, form->leading, PALETTE_INK);
    style.align = block->level == 0 ? ALIGN_CENTER : align_of(block);
    return style;
}

/* The largest title is balanced: its lines are about equally long, none a single word. */
static double title_width(struct flow *flow, const struct block *block) {
    const struct title_form *form = title_form(block);
    const struct typeset_style style = title_style(block);
    const double full = flow->width - form->indent;
    if (block->level > 0)
        return full;
    const size_t lines = typeset_break(flow->arena, flow->canvas, &style, block->text, full)->line_count;
    double width = full;
    while (
        lines > 1 && width > full / 2 &&
        typeset_break(flow->arena, flow->canvas, &style, block->text, width - style.size / 2)->line_count ==
            lines)
        width -= style.size / 2;
    return width;
}

double flow_title_before(const struct block *block) {
    return title_form(block)->before;
}

static double title_before(const struct flow *flow, const struct block *block) {
    return title_form(block)->before + fit_give(flow, block);
}

double title_height(struct flow *flow, const struct block *block) {
    const struct title_form *form = title_form(block);
    const struct typeset_style style = title_style(block);
    return title_before(flow, block) + flow_text_height(flow, &style, block->text, title_width(flow, block)) +
           form->after;
}

void title_draw(struct flow *flow, const struct block *block) {
    const struct title_form *form = title_form(block);
    const struct typeset_style style = title_style(block);
    flow_skip(flow, title_before(flow, block));
    const double width = title_width(flow, block), full = flow->width - form->indent;
    const double height =
        flow_text(flow, &style, block->text, flow->left + form->indent + (full - width) / 2, flow->y, width);
    if (form->mark == MARK_BAR)
        canvas_rectangle(flow->canvas, flow->left, flow->y + 2, 3.5, height - 4, PALETTE_ACCENT);
    flow->y += height;
    if (form->mark == MARK_RULE)
        canvas_line(flow->canvas, flow->left, flow->y + 3, flow->left + flow->width, flow->y + 3, 1.2,
                    PALETTE_ACCENT);
    flow->y += form->after;
}

/* --- paragraphs --- */

static double paragraph_after(const struct block *block) {
    return block->level > 0 ? 1.5 : 5;
}

/* level 0: body; 1: small print */
static struct typeset_style paragraph_style(const struct block *block) {
    struct typeset_style style =
        block->level > 0 ? flow_style(8, 12, PALETTE_GREY) : flow_style(10.5, 18, PALETTE_INK);
    style.align = align_of(block);
    style.justify = style.align == ALIGN_LEFT;
    return style;
}

/* --- the table behind a figure: its page, linked, at the end of the small print under the figure --- */

static const double SEE_WIDTH = 56;

static const struct document_anchor *find_anchor(const struct document_pages *pages, const char *name) {
    for (size_t i = 0; pages && i < pages->anchor_count; i++)
        if (strcmp(pages->anchors[i].name, name) == 0)
            return &pages->anchors[i];
    return NULL;
}

static void draw_see(struct flow *flow, const struct typeset_style *style, const char *name) {
    const struct document_anchor *anchor = find_anchor(flow->known, name);
    const char *text = arena_printf(flow->arena, _("Table: p.%zu"), anchor ? anchor->page + 1 : 0);
    const double right = flow->left + flow->width;
    const double width = canvas_text_width(flow->canvas, style->face, style->size, text);
    canvas_text(flow->canvas, right, flow->y + typeset_baseline(style), ALIGN_RIGHT, style->face, style->size,
                PALETTE_ACCENT, text);
    if (anchor)
        flow->canvas->operations->link(flow->canvas, right - width, flow->y, width, style->leading,
                                       anchor->page);
}

static double paragraph_width(const struct flow *flow, const struct block *block) {
    return flow->width - (block->see ? SEE_WIDTH : 0);
}

static const struct typeset_paragraph *paragraph_break(struct flow *flow, const struct block *block) {
    const struct typeset_style style = paragraph_style(block);
    return typeset_break(flow->arena, flow->canvas, &style, block->text, paragraph_width(flow, block));
}

double paragraph_height(struct flow *flow, const struct block *block) {
    return paragraph_break(flow, block)->height + paragraph_after(block);
}

/* Two lines, or all of a paragraph that could only be torn into single ones. */
static size_t first_lines(const struct typeset_paragraph *p) {
    return p->line_count <= 3 ? p->line_count : 2;
}

double paragraph_first(struct flow *flow, const struct block *block) {
    const struct typeset_style style = paragraph_style(block);
    return (double)first_lines(paragraph_break(flow, block)) * style.leading;
}

/* How many of the lines left go on this page, so that none stands alone before or after the break. */
static size_t lines_here(const struct flow *flow, size_t left, double leading) {
    const double room = flow_room(flow) + 0.01;
    size_t fit = room > 0 ? (size_t)(room / leading) : 0;
    if (fit >= left)
        return left;
    if (left - fit == 1 && fit > 0)
        fit--;
    return fit >= 2 ? fit : 0;
}

void paragraph_draw(struct flow *flow, const struct block *block) {
    const struct typeset_style style = paragraph_style(block);
    const struct typeset_paragraph *p = paragraph_break(flow, block);
    for (size_t from = 0; from < p->line_count;) {
        size_t here = lines_here(flow, p->line_count - from, style.leading);
        if (here == 0 && flow->y > flow->top) {
            flow_new_page(flow);
            continue;
        }
        here = here ? here : 1; /* a page lower than two lines */
        typeset_draw(flow->canvas, &style, p, from, from + here, flow->left, flow->y,
                     paragraph_width(flow, block));
        if (block->see && from == 0)
            draw_see(flow, &style, block->see);
        flow->y += style.leading * (double)here;
        from += here;
    }
    flow_skip(flow, paragraph_after(block));
}

/* --- boxes --- */

static const double BOX_PAD = 9, BOX_AFTER = 10;

static struct typeset_style box_style(const struct block *block) {
    struct typeset_style style = flow_style(9.5, 15.5, PALETTE_INK);
    style.align = align_of(block);
    return style;
}

double box_height(struct flow *flow, const struct block *block) {
    const struct typeset_style style = box_style(block);
    return flow_text_height(flow, &style, block->text, flow->width - 2 * BOX_PAD) + 2 * BOX_PAD;
}

void box_draw(struct flow *flow, const struct block *block) {
    const struct typeset_style style = box_style(block);
    const double height = box_height(flow, block);
    flow_need(flow, height);
    canvas_rectangle(flow->canvas, flow->left, flow->y, flow->width, height, PALETTE_WASH);
    canvas_frame(flow->canvas, flow->left, flow->y, flow->width, height, 0.6, PALETTE_RULE);
    flow_text(flow, &style, block->text, flow->left + BOX_PAD, flow->y + BOX_PAD, flow->width - 2 * BOX_PAD);
    flow->y += height;
    flow_skip(flow, BOX_AFTER);
}

/* --- bullets --- */

static const double BULLET_INDENT = 14, BULLET_AFTER = 3;

static struct typeset_style bullet_style(void) {
    return flow_style(10.5, 17, PALETTE_INK);
}

static double bullet_height(struct flow *flow, const char *text) {
    const struct typeset_style style = bullet_style();
    return flow_text_height(flow, &style, text, flow->width - 2 * BULLET_INDENT) + BULLET_AFTER;
}

double bullets_height(struct flow *flow, const struct block *block) {
    double height = 0;
    for (size_t i = 0; i < block->pair_count; i++)
        height += bullet_height(flow, block->pairs[i].text);
    return height;
}

double bullets_first(struct flow *flow, const struct block *block) {
    return block->pair_count ? bullet_height(flow, block->pairs[0].text) : 0;
}

void bullets_draw(struct flow *flow, const struct block *block) {
    const struct typeset_style style = bullet_style();
    for (size_t i = 0; i < block->pair_count; i++) {
        flow_need(flow, bullet_height(flow, block->pairs[i].text));
        canvas_rectangle(flow->canvas, flow->left + BULLET_INDENT - 8, flow->y + style.leading / 2 - 2, 4, 4,
                         PALETTE_ACCENT);
        flow->y += flow_text(flow, &style, block->pairs[i].text, flow->left + BULLET_INDENT + 2, flow->y,
                             flow->width - 2 * BULLET_INDENT);
        flow->y += BULLET_AFTER;
    }
    flow_skip(flow, 4);
}
