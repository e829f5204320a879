/*
 * Tables that stand side by side: a run of blocks that may (`beside`) and can is set in two columns, read down the left one
 * and then the right one.  On every page the columns are balanced.
 */
#include "reports/model/layout_flow.h"

static const double GUTTER = 16;

static double half_width(const struct flow *flow) {
    return (flow->width - GUTTER) / 2;
}

static bool can_stand_beside(const struct flow *flow, const struct block *block) {
    struct flow half = *flow;
    half.width = half_width(flow);
    return block->beside && block->kind == BLOCK_TABLE && table_fits(&half, block);
}

size_t columns_run(const struct flow *flow, size_t from) {
    const struct section *section = flow->section;
    size_t to = from;
    while (to < section->block_count && can_stand_beside(flow, &section->blocks[to]))
        to++;
    return to - from > 1 ? to : from;
}

struct halves {
    size_t left, count; /* blocks in the left column, in both */
    double height;
};

static double sum(const double *heights, size_t from, size_t to) {
    double total = 0;
    for (size_t i = from; i < to; i++)
        total += heights[i];
    return total;
}

/* The parting of `count` blocks that makes the higher column lowest. */
static struct halves part(const double *heights, size_t count) {
    struct halves best = {count, count, sum(heights, 0, count)};
    for (size_t left = 1; left < count; left++) {
        const double a = sum(heights, 0, left), b = sum(heights, left, count);
        if ((a > b ? a : b) < best.height)
            best = (struct halves){left, count, a > b ? a : b};
    }
    return best;
}

/* As many of them as find room. */
static struct halves choose(const double *heights, size_t count, double room) {
    for (size_t n = count; n > 0; n--) {
        const struct halves halves = part(heights, n);
        if (halves.height <= room)
            return halves;
    }
    return (struct halves){0};
}

static void draw_half(struct flow *flow, size_t from, size_t to, double left, double top) {
    const double whole_left = flow->left, whole_width = flow->width;
    flow->width = half_width(flow);
    flow->left = left;
    flow->y = top;
    for (size_t i = from; i < to; i++)
        flow_draw(flow, &flow->section->blocks[i]);
    flow->left = whole_left;
    flow->width = whole_width;
}

static void draw_halves(struct flow *flow, size_t from, const struct halves *halves) {
    const double top = flow->y, right = flow->left + half_width(flow) + GUTTER;
    draw_half(flow, from, from + halves->left, flow->left, top);
    draw_half(flow, from + halves->left, from + halves->count, right, top);
    flow->y = top + halves->height;
}

static const double *heights_of(const struct flow *flow, size_t from, size_t to) {
    struct flow half = *flow;
    half.width = half_width(flow);
    double *heights = arena_array(flow->arena, to - from + 1, sizeof *heights);
    for (size_t i = from; i < to; i++)
        heights[i - from] = table_height(&half, &flow->section->blocks[i]);
    return heights;
}

static bool fits_whole(struct flow *flow, const struct block *block) {
    return table_height(flow, block) <= flow_room(flow);
}

void columns_draw(struct flow *flow, size_t from, size_t to) {
    const double *heights = heights_of(flow, from, to);
    for (size_t at = from; at < to;) {
        const struct halves halves = choose(heights + (at - from), to - at, flow_room(flow));
        const bool fresh = flow->y <= flow->top, lonely = halves.count < 2;
        if (lonely && !fresh && to - at > 1 && !fits_whole(flow, &flow->section->blocks[at])) {
            flow_new_page(flow);
        } else if (
            lonely) { /* the last one, one as high as a page, or one that ends the page in its whole width */
            flow_draw(flow, &flow->section->blocks[at++]);
        } else {
            draw_halves(flow, at, &halves);
            at += halves.count;
        }
    }
}
