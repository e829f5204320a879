/* Blocks of short items side by side: pairs, page references, cards, choices of a form. */
#include "reports/model/layout_flow.h"

#include <string.h>

/* --- pairs --- */

static const double PAIR_GAP = 14, PAIR_AFTER = 6;

static struct typeset_style pair_label_style(void) {
    return flow_bold(9.5, 15, PALETTE_INK);
}

static struct typeset_style pair_text_style(void) {
    return flow_style(9.5, 15, PALETTE_INK);
}

static double pair_label_width(struct flow *flow, const struct block *block) {
    const struct typeset_style style = pair_label_style();
    double width = 0;
    for (size_t i = 0; i < block->pair_count; i++) {
        const double w = canvas_text_width(flow->canvas, style.face, style.size, block->pairs[i].label) + 1;
        width = w > width ? w : width;
    }
    return width < flow->width * 0.3 ? width : flow->width * 0.3;
}

static double pair_height(struct flow *flow, const struct block *block, const struct block_pair *pair,
                          double label) {
    const struct typeset_style bold = pair_label_style(), plain = pair_text_style();
    const double left = flow_text_height(flow, &bold, pair->label, label);
    const double right = flow_text_height(flow, &plain, pair->text, flow->width - label - PAIR_GAP);
    return (left > right ? left : right) + (block->level > 0 ? 7 : 2);
}

double pairs_height(struct flow *flow, const struct block *block) {
    const double label = pair_label_width(flow, block);
    double height = PAIR_AFTER;
    for (size_t i = 0; i < block->pair_count; i++)
        height += pair_height(flow, block, &block->pairs[i], label);
    return height;
}

/* Less than three quarters of a page are not torn. */
double pairs_first(struct flow *flow, const struct block *block) {
    const double whole = pairs_height(flow, block);
    if (whole <= (flow->bottom - flow->top) * 0.75)
        return whole;
    return block->pair_count ? pair_height(flow, block, &block->pairs[0], pair_label_width(flow, block)) : 0;
}

static void draw_pair(struct flow *flow, const struct block *block, const struct block_pair *pair,
                      double label) {
    const struct typeset_style bold = pair_label_style(), plain = pair_text_style();
    const double height = pair_height(flow, block, pair, label), pad = block->level > 0 ? 3.5 : 0;
    const double x = flow->left + label + PAIR_GAP;
    flow_text(flow, &bold, pair->label, flow->left, flow->y + pad, label);
    flow_text(flow, &plain, pair->text, x, flow->y + pad, flow->width - label - PAIR_GAP);
    flow->y += height;
    if (block->level > 0)
        canvas_line(flow->canvas, flow->left, flow->y, flow->left + flow->width, flow->y, 0.4, PALETTE_HAIR);
}

void pairs_draw(struct flow *flow, const struct block *block) {
    const double label = pair_label_width(flow, block);
    if (block->level > 0)
        canvas_line(flow->canvas, flow->left, flow->y, flow->left + flow->width, flow->y, 0.6, PALETTE_GREY);
    for (size_t i = 0; i < block->pair_count; i++) {
        flow_need(flow, pair_height(flow, block, &block->pairs[i], label));
        draw_pair(flow, block, &block->pairs[i], label);
    }
    flow_skip(flow, PAIR_AFTER);
}

/* --- page references --- */

static const double REFERENCE_INDENT = 18, REFERENCE_PAGES = 84, REFERENCE_AFTER = 3;

static struct typeset_style reference_style(void) {
    return flow_style(10.5, 16, PALETTE_INK);
}

static double reference_text_width(const struct flow *flow) {
    return flow->width - REFERENCE_INDENT - REFERENCE_PAGES;
}

/* "p.2" or "p.2-3"; "p.00-00" in the first pass, when pages are not yet known. */
static const char *pages_of(struct flow *flow, const struct block *block) {
    if (!block->target)
        return block->note ? block->note : "";
    if (!flow->known)
        return "p.00-00";
    const int from = document_section(flow->document, block->target);
    const int to = block->through ? document_section(flow->document, block->through) : from;
    const size_t first = flow->known->first[from] + 1, last = flow->known->last[to] + 1;
    return first == last ? arena_printf(flow->arena, "p.%zu", first)
                         : arena_printf(flow->arena, "p.%zu-%zu", first, last);
}

double reference_height(struct flow *flow, const struct block *block) {
    const struct typeset_style style = reference_style();
    return flow_text_height(flow, &style, block->text, reference_text_width(flow)) + REFERENCE_AFTER;
}

/* Dots from the end of the title's last line to the page. */
static void draw_leader(struct flow *flow, const struct typeset_paragraph *p, double baseline, double right) {
    const double from = flow->left + REFERENCE_INDENT + p->lines[p->line_count - 1].width + 8;
    if (from < right - 12)
        flow->canvas->operations->line(flow->canvas, from, baseline - 2.5, right - 6, baseline - 2.5, 0.5,
                                       PALETTE_RULE, true);
}

void reference_draw(struct flow *flow, const struct block *block) {
    const struct typeset_style style = reference_style();
    const double width = reference_text_width(flow), right = flow->left + flow->width;
    const struct typeset_paragraph *p = typeset_break(flow->arena, flow->canvas, &style, block->text, width);
    flow_need(flow, p->height + REFERENCE_AFTER);
    typeset_draw(flow->canvas, &style, p, 0, p->line_count, flow->left + REFERENCE_INDENT, flow->y, width);
    const char *pages = pages_of(flow, block);
    const double size = block->target ? style.size : 8.5;
    const double baseline = flow->y + p->height - style.leading + typeset_baseline(&style);
    const double start = right - canvas_text_width(flow->canvas, style.face, size, pages);
    if (p->line_count > 0)
        draw_leader(flow, p, baseline, start);
    canvas_text(flow->canvas, right, baseline, ALIGN_RIGHT, style.face, size, style.colour, pages);
    if (block->target && flow->known)
        flow->canvas->operations->link(flow->canvas, flow->left + REFERENCE_INDENT, flow->y,
                                       flow->width - REFERENCE_INDENT, p->height,
                                       flow->known->first[document_section(flow->document, block->target)]);
    flow->y += p->height + REFERENCE_AFTER;
}

/* --- cards --- */

static const double CARD_GAP = 10, CARD_PAD = 8, CARD_AFTER = 12;

static struct typeset_style card_style(int part) {
    struct typeset_style style = part == 0   ? flow_style(9, 12.5, PALETTE_INK)
                                 : part == 1 ? flow_bold(22, 28, PALETTE_ACCENT)
                                             : flow_style(8, 11, PALETTE_GREY);
    style.align = ALIGN_CENTER;
    return style;
}

static const char *card_text(const struct block_pair *pair, int part) {
    const char *text = part == 0 ? pair->label : part == 1 ? pair->text : pair->detail;
    return text ? text : "";
}

/* A number too wide for its card is set smaller; words are wrapped. */
static struct typeset_style card_style_for(struct flow *flow, const char *text, int part, double width) {
    struct typeset_style style = card_style(part);
    const double natural = part == 1 ? canvas_text_width(flow->canvas, style.face, style.size, text) : 0;
    if (natural > width - 1)
        style.size *= (width - 1) / natural;
    return style;
}

static double card_width(const struct flow *flow, const struct block *block) {
    const double count = block->pair_count ? (double)block->pair_count : 1;
    return (flow->width - CARD_GAP * (count - 1)) / count;
}

/* The tallest of one part over all cards, so that numbers stand on one line. */
static double card_part_height(struct flow *flow, const struct block *block, int part) {
    const double width = card_width(flow, block) - 2 * CARD_PAD;
    double height = 0;
    for (size_t i = 0; i < block->pair_count; i++) {
        const char *text = card_text(&block->pairs[i], part);
        const struct typeset_style style = card_style_for(flow, text, part, width);
        const double h = flow_text_height(flow, &style, text, width);
        height = h > height ? h : height;
    }
    return height;
}

double cards_height(struct flow *flow, const struct block *block) {
    double height = 2 * CARD_PAD;
    for (int part = 0; part < 3; part++)
        height += card_part_height(flow, block, part);
    return height;
}

static void draw_card(struct flow *flow, const struct block *block, size_t i, double height) {
    const double width = card_width(flow, block), x = flow->left + (double)i * (width + CARD_GAP);
    canvas_rectangle(flow->canvas, x, flow->y, width, height, PALETTE_WASH);
    canvas_rectangle(flow->canvas, x, flow->y, width, 2.5, PALETTE_ACCENT);
    double y = flow->y + CARD_PAD;
    for (int part = 0; part < 3; part++) {
        const char *text = card_text(&block->pairs[i], part);
        const struct typeset_style style = card_style_for(flow, text, part, width - 2 * CARD_PAD);
        flow_text(flow, &style, text, x + CARD_PAD, y, width - 2 * CARD_PAD);
        y += card_part_height(flow, block, part);
    }
}

void cards_draw(struct flow *flow, const struct block *block) {
    const double height = cards_height(flow, block);
    flow_need(flow, height);
    for (size_t i = 0; i < block->pair_count; i++)
        draw_card(flow, block, i, height);
    flow->y += height;
    flow_skip(flow, CARD_AFTER);
}

/* --- choices of a form --- */

static const double CHOICE_INDENT = 14, CHOICE_BOX = 8, CHOICE_GAP = 14, CHOICE_AFTER = 3;

static struct typeset_style choice_style(void) {
    return flow_style(9.5, 15, PALETTE_INK);
}

static bool has_box(const struct block_pair *pair) {
    return pair->label && strcmp(pair->label, "tick") == 0;
}

/* One item at x on the line, or at the beginning of the next line; draws when asked to.  Returns the height
 * so far. */
static double place_choices(struct flow *flow, const struct block *block, bool draw) {
    const struct typeset_style style = choice_style();
    const double left = flow->left + CHOICE_INDENT, right = flow->left + flow->width;
    double x = left, y = flow->y;
    for (size_t i = 0; i < block->pair_count; i++) {
        const struct block_pair *pair = &block->pairs[i];
        const double box = has_box(pair) ? CHOICE_BOX + 3 : 0;
        const double text = canvas_text_width(flow->canvas, style.face, style.size, pair->text) + 0.5;
        if (x > left && x + box + text > right)
            x = left, y += style.leading;
        if (draw && x <= left && y + style.leading > flow->bottom) {
            flow_new_page(flow);
            y = flow->y;
        }
        const double room = right - x - box, width = text < room ? text : room;
        if (draw && box > 0)
            canvas_frame(flow->canvas, x, y + style.leading / 2 - CHOICE_BOX / 2, CHOICE_BOX, CHOICE_BOX, 0.6,
                         PALETTE_INK);
        if (draw)
            flow_text(flow, &style, pair->text, x + box, y, width);
        const double height = flow_text_height(flow, &style, pair->text, width);
        if (height > style.leading)
            x = right, y += height - style.leading;
        x += box + text + CHOICE_GAP;
    }
    return y + style.leading - flow->y;
}

double choices_height(struct flow *flow, const struct block *block) {
    return block->pair_count ? place_choices(flow, block, false) + CHOICE_AFTER : 0;
}

/* Choices of less than half a page are not torn. */
double choices_first(struct flow *flow, const struct block *block) {
    const double whole = choices_height(flow, block), few = 3 * choice_style().leading;
    return whole <= (flow->bottom - flow->top) / 2 ? whole : few;
}

void choices_draw(struct flow *flow, const struct block *block) {
    flow_need(flow, choices_first(flow, block));
    flow->y += place_choices(flow, block, true);
    flow_skip(flow, CHOICE_AFTER);
}
