/*
 * typeset: Japanese text broken into lines.
 *
 * `typeset_break` turns one text into lines no wider than `width`, after the rules of
 * reports/model/kinsoku.h; `typeset_draw` draws any stretch of these lines, so that a paragraph can go on
 * over a page break.
 *
 *     const struct typeset_paragraph *p = typeset_break(arena, canvas, &style, text, width);
 *     typeset_draw(canvas, &style, p, 0, p->line_count, x, y, width);         // p->height tall, y is its top
 *
 * In the text, **two stars** switch to the bold face and back (a pair without its partner is printed as
 * written) and
 * "\n" ends a line.  White space at a soft line end takes no room and is not drawn.
 *
 * Widths.  A closing bracket or 、。 at the line's end counts as half an em, which is where its ink ends.
 * 、。 that still do not fit hang over the edge, by half an em at the most; nothing else passes the edge,
 * unless a single character is wider than the line.  A word too long for a line is split, at / - . if it has
 * one.  The last line is not one or two characters alone where others can be pulled down from the line before.
 * Lines that are not justified end where a word or phrase does, when that leaves little room and makes no more lines.
 *
 * Justification spreads what is left of a line (but not of the last one) evenly; a line's runs are then the
 * pieces that moved.  Everything lives in the arena; sizes are in points.
 */
#ifndef SHUKEI_REPORTS_MODEL_TYPESET_H
#define SHUKEI_REPORTS_MODEL_TYPESET_H

#include "engine/base/arena.h"
#include "reports/model/canvas.h"

struct typeset_style {
    enum canvas_face face, bold;
    double size, leading; /* leading: from one baseline to the next */
    uint32_t colour;
    enum canvas_align align;
    bool justify; /* only with ALIGN_LEFT */
};

struct typeset_run {
    const char *text;
    enum canvas_face face;
    double x, width; /* x from the line's beginning */
};

struct typeset_line {
    const struct typeset_run *runs;
    size_t run_count;
    double width;       /* as drawn; more than the paragraph's only by a hanging 、。 */
    double extra_space; /* between two pieces of a justified line */
};

struct typeset_paragraph {
    const struct typeset_line *lines;
    size_t line_count;
    double height; /* line_count * leading */
};

const struct typeset_paragraph *typeset_break(struct arena *arena, struct canvas *canvas,
                                              const struct typeset_style *style, const char *text,
                                              double width);

/* Draws lines from .. to-1, the first one's top at y, aligned in `width` from x. */
void typeset_draw(struct canvas *canvas, const struct typeset_style *style,
                  const struct typeset_paragraph *paragraph, size_t from, size_t to, double x, double y,
                  double width);

/* Baseline of the first line below a paragraph's top. */
double typeset_baseline(const struct typeset_style *style);

#endif
