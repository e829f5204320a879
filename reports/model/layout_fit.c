#include "reports/model/layout_fit.h"

#include "reports/model/measure.h"

#include <math.h>
#include <stdint.h>

/* --- what a block can give and take --- */

struct range {
    double less, more; /* than its natural height; both at least 0 */
    bool air;          /* white between blocks: the last to grow */
};

static struct range figure_range(const struct flow *flow, const struct block *block) {
    if (block->height > 0)
        return (struct range){0};
    const double natural = figure_height(block->figure, flow->canvas, flow->width);
    const double least = figure_least_height(block->figure, flow->canvas, flow->width);
    const double most =
        fmin(figure_most_height(block->figure, flow->canvas, flow->width), flow_figure_room(flow));
    return (struct range){fmax(natural - least, 0), fmax(most - natural, 0), false};
}

static struct range range_of(const struct flow *flow, const struct block *block) {
    static const double ANSWER_LESS = 0.35, ANSWER_MORE = 4;
    switch (block->kind) {
    case BLOCK_FIGURE:
        return figure_range(flow, block);
    case BLOCK_ANSWER:
        return (struct range){ANSWER_LESS * block->height, ANSWER_MORE * block->height, false};
    case BLOCK_TITLE:
        return (struct range){0.4 * flow_title_before(block), block->level > 1 ? 9 : 0, true};
    case BLOCK_SPACE:
        return (struct range){0.5 * block->height, 0.5 * block->height, true};
    default:
        return (struct range){0};
    }
}

/* --- a trial --- */

struct place {
    size_t first, last; /* pages that the block stands on */
    double end;         /* on the last one */
};

struct fitting {
    const struct flow *flow;
    const struct section *section;
    size_t count;
    struct range *ranges;
    struct place *places;
    struct layout_fit fit;
    size_t last; /* page */
    double bottom;
};

/* Sets the section as it would be drawn and notes where the blocks come to stand. */
static void try(struct fitting *t) {
    struct measure measure;
    struct flow flow = *t->flow;
    flow.canvas = measure_canvas(&measure, t->flow->canvas);
    flow.trial = true;
    flow.run_end = 0;
    flow.fit = &t->fit;
    for (size_t i = 0; i < t->count; i++) {
        t->places[i].first = flow_put(&flow, i);
        t->places[i].last = flow.page;
        t->places[i].end = flow.y;
    }
    t->last = flow.page;
    t->bottom = flow.bottom;
}

/* --- lower --- */

static void set_lower(struct fitting *t, double part) {
    for (size_t i = 0; i < t->count; i++)
        t->fit.give[i] = -part * t->ranges[i].less;
    try(t);
}

static void save_a_page(struct fitting *t) {
    enum { STEPS = 4 };
    const size_t natural = t->last;
    if (natural == t->flow->page)
        return;
    set_lower(t, 1);
    const size_t least = t->last;
    double enough = 1, too_little = 0;
    for (int i = 0; least < natural && i < STEPS; i++) {
        const double part = (enough + too_little) / 2;
        set_lower(t, part);
        if (t->last > least)
            too_little = part;
        else
            enough = part;
    }
    set_lower(t, least < natural ? enough : 0);
}

/* --- next to nothing --- */

static bool begins_unit(const struct section *section, size_t i) {
    return section->blocks[i].kind == BLOCK_TITLE && (i == 0 || section->blocks[i - 1].kind != BLOCK_TITLE);
}

/* The last page holds so little that it had better take along the heading before it and what stands under that. */
static void keep_company(struct fitting *t) {
    static const double LITTLE = 0.14;
    size_t first = t->count;
    while (first > 0 && t->places[first - 1].first == t->last)
        first--;
    if (t->last == t->flow->page || first == 0 || first == t->count || t->places[first - 1].last == t->last ||
        t->places[t->count - 1].end - t->flow->top > LITTLE * (t->bottom - t->flow->top))
        return;
    size_t from = first - 1;
    while (from > 0 && !begins_unit(t->section, from))
        from--;
    if (from == 0 || t->places[from].first + 1 != t->last)
        return;
    t->fit.break_before = from;
    try(t);
}

/* --- higher --- */

/* What is left empty on a page of which blocks [from, to) are all that stands there; one that goes on over it leaves none. */
static double left_empty(const struct fitting *t, size_t page) {
    double empty = 0;
    for (size_t i = 0; i < t->count; i++) {
        if (t->section->blocks[i].kind == BLOCK_BREAK) /* what it leaves is empty, too */
            continue;
        if (t->places[i].last == page)
            empty = t->bottom - t->places[i].end;
        if (t->places[i].first <= page && t->places[i].last > page)
            return 0;
    }
    return empty > 2 ? empty - 2 : 0;
}

static double hand_out(struct fitting *t, size_t page, double empty, bool air) {
    double most = 0;
    for (size_t i = 0; i < t->count; i++)
        if (t->places[i].first == page && t->places[i].last == page && t->ranges[i].air == air)
            most += t->ranges[i].more - t->fit.give[i];
    if (most <= 0)
        return empty;
    const double part = fmin(1, empty / most);
    for (size_t i = 0; i < t->count; i++)
        if (t->places[i].first == page && t->places[i].last == page && t->ranges[i].air == air)
            t->fit.give[i] += part * (t->ranges[i].more - t->fit.give[i]);
    return empty - part * most;
}

static void fill_pages(struct fitting *t, bool followed) {
    for (size_t page = t->flow->page; page <= t->last; page++) {
        if (page == t->last && followed)
            break;
        const double rest = hand_out(t, page, left_empty(t, page), false);
        if (page < t->last)
            hand_out(t, page, rest, true);
    }
}

static bool stands_as(const struct fitting *t, const struct place *before) {
    for (size_t i = 0; i < t->count; i++)
        if (t->places[i].first != before[i].first || t->places[i].last != before[i].last)
            return false;
    return true;
}

/* Blocks that were given more stay where they were; should one not, none is given anything. */
static void fill(struct fitting *t, bool followed) {
    struct arena *arena = t->flow->kept;
    double *give = arena_copy(arena, t->fit.give, (t->count + 1) * sizeof *give);
    const struct place *before = arena_copy(arena, t->places, (t->count + 1) * sizeof *before);
    fill_pages(t, followed);
    try(t);
    if (!stands_as(t, before))
        t->fit.give = give;
}

/* --- the whole --- */

double fit_give(const struct flow *flow, const struct block *block) {
    if (!flow->fit)
        return 0;
    for (size_t i = 0; i < flow->section->block_count; i++)
        if (&flow->section->blocks[i] == block)
            return flow->fit->give[i];
    return 0;
}

const struct layout_fit *fit_section(const struct flow *flow, const struct section *section, bool followed) {
    struct arena *arena = flow->kept;
    struct fitting t = {.flow = flow, .section = section, .count = section->block_count};
    bool gives = false;
    t.ranges = arena_array(arena, t.count + 1, sizeof *t.ranges);
    t.places = arena_array(arena, t.count + 1, sizeof *t.places);
    t.fit = (struct layout_fit){arena_array(arena, t.count + 1, sizeof(double)), SIZE_MAX};
    for (size_t i = 0; i < t.count && !section->natural; i++) {
        t.ranges[i] = range_of(flow, &section->blocks[i]);
        gives |= t.ranges[i].more > 0 || t.ranges[i].less > 0;
    }
    if (gives) {
        try(&t);
        save_a_page(&t);
        keep_company(&t);
        fill(&t, followed);
    }
    return arena_copy(arena, &t.fit, sizeof t.fit);
}
