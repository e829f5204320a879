#include "reports/model/layout.h"

#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "engine/base/utf8.h"
#include "reports/model/layout_fit.h"
#include "reports/model/measure.h"
#include "reports/model/typeset_cache.h"

#include <math.h>
#include <string.h>

static const double A4_SHORT = 595, A4_LONG = 842;
static const double MARGIN_SIDE = 54, MARGIN_TOP = 64, MARGIN_COVER = 54, MARGIN_BOTTOM = 62;

/* --- blocks without a file of their own --- */

static double space_height(struct flow *flow, const struct block *block) {
    return block->height + fit_give(flow, block);
}

static void space_draw(struct flow *flow, const struct block *block) {
    flow_skip(flow, space_height(flow, block));
}

static const double FIGURE_AFTER = 7;

double flow_figure_room(const struct flow *flow) {
    return (flow->bottom - flow->top) * 0.9;
}

static double figure_drawn_height(struct flow *flow, const struct block *block) {
    const double natural = figure_height(block->figure, flow->canvas, flow->width);
    const double wanted = block->height > 0 ? block->height : natural + fit_give(flow, block);
    return fmin(wanted, flow_figure_room(flow));
}

static double figure_block_height(struct flow *flow, const struct block *block) {
    return figure_drawn_height(flow, block) + FIGURE_AFTER;
}

static const double LEGIBLE = 0.68; /* of its size: labels of 8.5 points become 5.8 */

static void figure_block_draw(struct flow *flow, const struct block *block) {
    const double height = figure_drawn_height(flow, block);
    if (block->height <= 0 &&
        height < LEGIBLE * figure_least_height(block->figure, flow->canvas, flow->width))
        flow->illegible = block->figure;
    flow_need(flow, height);
    figure_draw(block->figure, flow->canvas, (struct box){flow->left, flow->y, flow->width, height});
    flow->y += height;
    flow_skip(flow, FIGURE_AFTER);
}

static double answer_height(struct flow *flow, const struct block *block) {
    return block->height + fit_give(flow, block) + 6;
}

static void answer_draw(struct flow *flow, const struct block *block) {
    const double height = block->height + fit_give(flow, block);
    flow_need(flow, height + 6);
    canvas_frame(flow->canvas, flow->left + 12, flow->y, flow->width - 12, height, 0.6, PALETTE_GREY);
    flow->y += height;
    flow_skip(flow, 6);
}

static double break_height(struct flow *flow, const struct block *block) {
    (void)flow, (void)block;
    return 0;
}

static void break_draw(struct flow *flow, const struct block *block) {
    (void)block;
    if (flow->y > flow->top)
        flow_new_page(flow);
}

const struct layout_drawer layout_drawers[] = {
    [BLOCK_TITLE] = {title_height, NULL, title_draw},
    [BLOCK_PARAGRAPH] = {paragraph_height, paragraph_first, paragraph_draw},
    [BLOCK_BULLETS] = {bullets_height, bullets_first, bullets_draw},
    [BLOCK_PAIRS] = {pairs_height, pairs_first, pairs_draw},
    [BLOCK_REFERENCE] = {reference_height, NULL, reference_draw},
    [BLOCK_TABLE] = {table_height, table_first, table_draw},
    [BLOCK_GRID] = {grid_height, grid_first, grid_draw},
    [BLOCK_FIGURE] = {figure_block_height, NULL, figure_block_draw},
    [BLOCK_SPACE] = {space_height, NULL, space_draw},
    [BLOCK_BOX] = {box_height, NULL, box_draw},
    [BLOCK_CARDS] = {cards_height, NULL, cards_draw},
    [BLOCK_CHOICES] = {choices_height, choices_first, choices_draw},
    [BLOCK_ANSWER] = {answer_height, NULL, answer_draw},
    [BLOCK_MATRIX] = {matrix_height, matrix_first, matrix_draw},
    [BLOCK_BREAK] = {break_height, NULL, break_draw},
    [BLOCK_QUOTE] = {quote_height, NULL, quote_draw},
    [BLOCK_HANGING] = {hanging_height, NULL, hanging_draw},
};

/* --- pages --- */

enum { PAGE_NUMBER_ROOM = 60 };

/* The bytes of the text that are not wider than this. */
static size_t fitting(struct canvas *canvas, double size, const char *text, double width) {
    const char *at = text;
    for (const char *next = text; utf8_next(&next) != 0; at = next) {
        char one[8] = "";
        memcpy(one, at, (size_t)(next - at));
        width -= canvas_text_width(canvas, FACE_GOTHIC, size, one);
        if (width < 0)
            break;
    }
    return (size_t)(at - text);
}

/* The beginning of the text as far as there is room, on one line. */
static const char *cut_to_width(struct flow *flow, const char *text, double size, double width) {
    char *line = arena_strdup(flow->arena, text);
    for (char *at = line; (at = strchr(at, '\n')) != NULL;)
        *at = ' ';
    if (canvas_text_width(flow->canvas, FACE_GOTHIC, size, line) <= width)
        return line;
    const double room = width - canvas_text_width(flow->canvas, FACE_GOTHIC, size, "…");
    return arena_printf(flow->arena, "%.*s…", (int)fitting(flow->canvas, size, line, room), line);
}

static void draw_footer(struct flow *flow) {
    const double y = flow->page_height - 30, right = flow->left + flow->width;
    canvas_line(flow->canvas, flow->left, y - 12, right, y - 12, 0.4, PALETTE_RULE);
    if (flow->document->footer)
        canvas_text(flow->canvas, flow->left, y, ALIGN_LEFT, FACE_GOTHIC, 7.5, PALETTE_GREY,
                    cut_to_width(flow, flow->document->footer, 7.5, flow->width - PAGE_NUMBER_ROOM));
    const size_t count = flow->known ? flow->known->count : 0;
    canvas_text(flow->canvas, right, y, ALIGN_RIGHT, FACE_GOTHIC, 8.5, PALETTE_INK,
                arena_printf(flow->arena, "%zu / %zu", flow->page + 1, count));
}

static void draw_watermark(struct flow *flow) {
    if (!flow->document->watermark)
        return;
    struct typeset_style style = flow_bold(7.5, 9.5, PALETTE_WARNING);
    style.align = ALIGN_CENTER;
    flow_text(flow, &style, flow->document->watermark, flow->left, flow->section->cover ? 22 : 16,
              flow->width);
}

static void draw_running_head(struct flow *flow) {
    enum { HEAD_SIZE = 8, HEAD_GAP = 12 };
    const double y = 46, right = flow->left + flow->width;
    const char *section = cut_to_width(flow, flow->section->title, HEAD_SIZE, flow->width / 2);
    const double room =
        flow->width - HEAD_GAP - canvas_text_width(flow->canvas, FACE_GOTHIC, HEAD_SIZE, section);
    canvas_text(flow->canvas, flow->left, y, ALIGN_LEFT, FACE_GOTHIC, HEAD_SIZE, PALETTE_GREY,
                cut_to_width(flow, flow->document->title, HEAD_SIZE, room));
    canvas_text(flow->canvas, right, y, ALIGN_RIGHT, FACE_GOTHIC, HEAD_SIZE, PALETTE_GREY, section);
    canvas_line(flow->canvas, flow->left, y + 5, right, y + 5, 0.4, PALETTE_RULE);
}

void flow_new_page(struct flow *flow) {
    const bool landscape = flow->section->landscape;
    flow->page = flow->page == SIZE_MAX ? 0 : flow->page + 1;
    flow->page_width = landscape ? A4_LONG : A4_SHORT;
    flow->page_height = landscape ? A4_SHORT : A4_LONG;
    flow->left = MARGIN_SIDE;
    flow->width = flow->page_width - 2 * MARGIN_SIDE;
    flow->top = flow->section->cover ? MARGIN_COVER : MARGIN_TOP;
    flow->bottom = flow->page_height - MARGIN_BOTTOM;
    flow->y = flow->top;
    canvas_page(flow->canvas, flow->page_width, flow->page_height);
    draw_watermark(flow);
    if (!flow->section->cover)
        draw_running_head(flow);
    draw_footer(flow);
}

double flow_room(const struct flow *flow) {
    return flow->bottom - flow->y;
}

void flow_need(struct flow *flow, double height) {
    if (flow->y > flow->top && height > flow_room(flow) + 0.01)
        flow_new_page(flow);
}

void flow_skip(struct flow *flow, double height) {
    if (flow->y > flow->top)
        flow->y += height;
}

/* --- sections --- */

static double first_height(struct flow *flow, const struct block *block) {
    const struct layout_drawer *drawer = &layout_drawers[block->kind];
    return drawer->first ? drawer->first(flow, block) : drawer->whole(flow, block);
}

static bool is_small_print(const struct block *block) {
    return block->kind == BLOCK_PARAGRAPH && block->level > 0;
}

static bool has_small_print(const struct block *block) {
    return block->kind == BLOCK_FIGURE || block->kind == BLOCK_TABLE || block->kind == BLOCK_GRID;
}

/* A question leans on the figures under it. */
static bool leans(const struct block *block, const struct block *next) {
    if (block->kind == BLOCK_HANGING)
        return block->level == 0 && next && next->kind == BLOCK_HANGING && next->level > 0;
    return block->kind == BLOCK_TITLE || block->kind == BLOCK_SPACE;
}

/* What must stay together from this block on: headings and white space lean on what follows them, small print
 * on the figure or table before it. */
static double together(struct flow *flow, const struct block *blocks, size_t count) {
    double height = 0;
    size_t i = 0;
    while (i < count && leans(&blocks[i], i + 1 < count ? &blocks[i + 1] : NULL))
        height += first_height(flow, &blocks[i++]);
    if (i == count)
        return height;
    height += first_height(flow, &blocks[i]);
    for (size_t j = i + 1; has_small_print(&blocks[i]) && j < count && is_small_print(&blocks[j]); j++)
        height += layout_drawers[BLOCK_PARAGRAPH].whole(flow, &blocks[j]);
    return height;
}

static void note_anchor(struct flow *flow, const char *name) {
    flow->anchors = arena_grow(flow->kept, flow->anchors, flow->anchor_count, &flow->anchor_capacity,
                               sizeof *flow->anchors);
    flow->anchors[flow->anchor_count++] = (struct document_anchor){name, flow->page};
}

static void bookmark_heading(struct flow *flow, const struct block *block) {
    const bool repeats = strcmp(block->text, flow->section->title) == 0;
    if (block->level >= 1 && block->level <= 2 && !repeats)
        flow->canvas->operations->bookmark(flow->canvas, 1, block->text, flow->y);
}

static const double SECTION_GAP = 14;

void flow_draw(struct flow *flow, const struct block *block) {
    if (!flow->trial && block->kind == BLOCK_TITLE)
        bookmark_heading(flow, block);
    if (!flow->trial && block->anchor)
        note_anchor(flow, block->anchor);
    layout_drawers[block->kind].draw(flow, block);
}

size_t flow_put(struct flow *flow, size_t i) {
    const struct block *block = &flow->section->blocks[i];
    if (i < flow->run_end)
        return flow->page;
    if (block->spare &&
        (flow->y <= flow->top || layout_drawers[block->kind].whole(flow, block) > flow_room(flow)))
        return flow->page;
    if (flow->fit->break_before == i)
        flow_new_page(flow);
    flow->run_end = columns_run(flow, i);
    if (flow->run_end == i)
        flow_need(flow, together(flow, block, flow->section->block_count - i));
    const size_t page = flow->page;
    if (flow->run_end > i)
        columns_draw(flow, i, flow->run_end);
    else
        flow_draw(flow, block);
    return page;
}

static bool goes_on_behind(const struct section *before, const struct section *section) {
    return section && section->continues && before && before->landscape == section->landscape;
}

/* Returns the page that it begins on.  How it fits is found out in the first pass. */
static size_t draw_section(struct flow *flow, const struct section *section, const struct section *next,
                           const struct layout_fit **fit) {
    const bool goes_on = goes_on_behind(flow->section, section);
    if (goes_on)
        flow_skip(flow, SECTION_GAP);
    flow->section = section;
    if (!goes_on)
        flow_new_page(flow);
    else
        flow_need(flow, together(flow, section->blocks, section->block_count));
    flow->canvas->operations->bookmark(flow->canvas, 0, section->title, goes_on ? flow->y : 0);
    const size_t page = flow->page;
    if (!*fit)
        *fit = fit_section(flow, section, goes_on_behind(section, next));
    flow->fit = *fit;
    flow->run_end = 0;
    for (size_t i = 0; i < section->block_count; i++)
        flow_put(flow, i);
    flow->fit = NULL;
    return page;
}

static void run_pass(struct arena *arena, const struct document *document, struct canvas *canvas,
                     const struct document_pages *known, struct document_pages *out,
                     const struct layout_fit **fits, const struct figure **illegible) {
    struct arena *scratch = arena_create(); /* broken lines are forgotten with their section */
    struct flow flow = {.arena = scratch,
                        .kept = arena,
                        .document = document,
                        .canvas = canvas,
                        .known = known,
                        .page = SIZE_MAX};
    size_t *first = arena_array(arena, document->section_count + 1, sizeof *first);
    size_t *last = arena_array(arena, document->section_count + 1, sizeof *last);
    for (size_t i = 0; i < document->section_count; i++) {
        stages_at(i + (known ? document->section_count : 0), 2 * document->section_count);
        const struct section *next = i + 1 < document->section_count ? &document->sections[i + 1] : NULL;
        first[i] = draw_section(&flow, &document->sections[i], next, &fits[i]);
        last[i] = flow.page;
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    *illegible = flow.illegible;
    *out = (struct document_pages){flow.page + 1, first, last, flow.anchors, flow.anchor_count};
}

int document_section(const struct document *document, const char *id) {
    for (size_t i = 0; i < document->section_count; i++)
        if (strcmp(document->sections[i].id, id) == 0)
            return (int)i;
    return -1;
}

static bool check_target(const struct document *document, const char *id, struct fault *f) {
    if (!id || document_section(document, id) >= 0)
        return true;
    return fault_set(f, _("a page reference points to the section \"%s\", which the document has not"), id);
}

static bool has_anchor(const struct document *document, const char *name) {
    for (size_t i = 0; i < document->section_count; i++)
        for (size_t j = 0; j < document->sections[i].block_count; j++) {
            const char *anchor = document->sections[i].blocks[j].anchor;
            if (anchor && strcmp(anchor, name) == 0)
                return true;
        }
    return false;
}

static bool check_see(const struct document *document, const char *name, struct fault *f) {
    return !name || has_anchor(document, name) ||
           fault_set(f, _("a figure refers to the table \"%s\", which the document has not"), name);
}

static bool check_references(const struct document *document, struct fault *f) {
    for (size_t i = 0; i < document->section_count; i++)
        for (size_t j = 0; j < document->sections[i].block_count; j++) {
            const struct block *block = &document->sections[i].blocks[j];
            if (!check_target(document, block->target, f) || !check_target(document, block->through, f) ||
                !check_see(document, block->see, f))
                return false;
        }
    return true;
}

/* Two passes: the first measures, the second knows what the first found out. */
static bool run_passes(struct arena *arena, const struct document *document, struct canvas *canvas,
                       struct document_pages *out, struct fault *f) {
    struct measure measure;
    struct document_pages known;
    const struct figure *illegible;
    const struct layout_fit **fits = arena_array(arena, document->section_count + 1, sizeof(*fits));
    run_pass(arena, document, measure_canvas(&measure, canvas), NULL, &known, fits, &illegible);
    if (illegible)
        return fault_set(
            f,
            _("the figure \"%s\" is too high for a page, and could not be read if it were shrunk: show "
              "fewer rows or columns (\"columns\"), or set it as a table (\"kind\": \"table\")"),
            illegible->title ? illegible->title : "");
    run_pass(arena, document, canvas, &known, out, fits, &illegible);
    return true;
}

bool document_layout(struct arena *arena, const struct document *document, struct canvas *canvas,
                     struct document_pages *out, struct fault *f) {
    if (!check_references(document, f))
        return false;
    canvas->broken = typeset_cache_create();
    const bool done = run_passes(arena, document, canvas, out, f);
    typeset_cache_destroy(canvas->broken);
    canvas->broken = NULL;
    return done;
}
