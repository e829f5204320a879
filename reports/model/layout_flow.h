/*
 * layout_flow: the place on the page where the next block goes; private to layout*.c.
 *
 * A block kind is a row of `layout_drawers`: `whole` is the height of the block (of its untorn whole),
 * `first` the height that must stay together with a heading before it, `draw` puts it down and moves the
 * flow, breaking pages on the way.
 */
#ifndef SHUKEI_REPORTS_MODEL_LAYOUT_FLOW_H
#define SHUKEI_REPORTS_MODEL_LAYOUT_FLOW_H

#include "reports/model/layout.h"
#include "reports/model/palette.h"
#include "reports/model/typeset.h"

struct layout_fit;

struct flow {
    struct arena *arena; /* of the present section */
    struct arena *kept;  /* of the whole */
    const struct document *document;
    struct canvas *canvas;
    const struct document_pages *known; /* NULL in the first pass */
    const struct section *section;
    size_t page; /* the present one; SIZE_MAX before the first */
    double page_width, page_height;
    double left, width, top, bottom; /* where blocks may stand */
    double y;
    struct document_anchor *anchors; /* met so far, in `kept` */
    size_t anchor_count, anchor_capacity;
    const struct layout_fit *fit;   /* of the section: how its blocks give and take; NULL: not known yet */
    size_t run_end;                 /* blocks before it are drawn, in columns */
    bool trial;                     /* only to see how it comes to stand */
    const struct figure *illegible; /* met so far: one that a page can hold only by shrinking it too much */
};

struct layout_drawer {
    double (*whole)(struct flow *, const struct block *);
    double (*first)(struct flow *, const struct block *); /* NULL: the whole */
    void (*draw)(struct flow *, const struct block *);
};
extern const struct layout_drawer layout_drawers[];

void flow_new_page(struct flow *flow);

/* Makes room: begins a page when `height` does not fit on this one (and this one is not fresh). */
void flow_need(struct flow *flow, double height);
double flow_room(const struct flow *flow); /* left on this page */

/* White between blocks; nothing at the top of a page. */
void flow_skip(struct flow *flow, double height);

struct typeset_style flow_style(double size, double leading, uint32_t colour);
struct typeset_style flow_bold(double size, double leading, uint32_t colour);

/* Height of the text; and draws it at the flow without breaking pages. */
double flow_text_height(struct flow *flow, const struct typeset_style *style, const char *text, double width);
double flow_text(struct flow *flow, const struct typeset_style *style, const char *text, double x, double y,
                 double width);

/* Block i of the present section, on this page or, when it has no room, on the next.  Returns the page that it begins on. */
size_t flow_put(struct flow *flow, size_t i);

/* The block here, with its bookmark and anchor. */
void flow_draw(struct flow *flow, const struct block *block);

/* Blocks from this one on that stand in two columns: the end of the run, or `from` when there is none; layout_columns.c. */
size_t columns_run(const struct flow *flow, size_t from);
void columns_draw(struct flow *flow, size_t from, size_t to);

/* The white above a heading; the highest that a figure may be, which leaves room for a heading and notes. */
double flow_title_before(const struct block *block);
double flow_figure_room(const struct flow *flow);

/* Position of a section by id, or -1. */
int document_section(const struct document *document, const char *id);

/* Blocks; layout_text.c, layout_marks.c, layout_items.c, layout_grid.c */
double title_height(struct flow *, const struct block *);
void title_draw(struct flow *, const struct block *);
double paragraph_height(struct flow *, const struct block *);
double paragraph_first(struct flow *, const struct block *);
void paragraph_draw(struct flow *, const struct block *);
double box_height(struct flow *, const struct block *);
void box_draw(struct flow *, const struct block *);
double bullets_height(struct flow *, const struct block *);
double bullets_first(struct flow *, const struct block *);
void bullets_draw(struct flow *, const struct block *);
double pairs_height(struct flow *, const struct block *);
double pairs_first(struct flow *, const struct block *);
void pairs_draw(struct flow *, const struct block *);
double reference_height(struct flow *, const struct block *);
void reference_draw(struct flow *, const struct block *);
double cards_height(struct flow *, const struct block *);
void cards_draw(struct flow *, const struct block *);
double choices_height(struct flow *, const struct block *);
double choices_first(struct flow *, const struct block *);
void choices_draw(struct flow *, const struct block *);
double quote_height(struct flow *, const struct block *);
void quote_draw(struct flow *, const struct block *);
double hanging_height(struct flow *, const struct block *);
void hanging_draw(struct flow *, const struct block *);
double grid_height(struct flow *, const struct block *);
double grid_first(struct flow *, const struct block *);
void grid_draw(struct flow *, const struct block *);
double matrix_height(struct flow *, const struct block *);
double matrix_first(struct flow *, const struct block *);
void matrix_draw(struct flow *, const struct block *);
double table_height(struct flow *, const struct block *);
double table_first(struct flow *, const struct block *);
void table_draw(struct flow *, const struct block *);
bool table_fits(struct flow *, const struct block *); /* in this width: no label in more than two lines */

#endif
