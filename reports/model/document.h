/*
 * document: pages to be printed, as blocks that flow; the model between a kit and the renderers.
 *
 * A document is a list of sections; a section starts on a new page (unless it continues), has its own paper orientation and running title, and holds
 * blocks.  `document_layout` (reports/model/layout.h) breaks it into pages on a canvas: it typesets Japanese lines
 * (reports/model/typeset.h), keeps headings with what follows, repeats table headings over page breaks, and knows on which page
 * every section begins, so the agenda's page references are computed, never typed.
 */
#ifndef SHUKEI_REPORTS_MODEL_DOCUMENT_H
#define SHUKEI_REPORTS_MODEL_DOCUMENT_H

#include "reports/model/figure.h"
#include "reports/model/grid.h"

enum block_kind {
    BLOCK_TITLE,     /* level 0: centred, large; 1..3: headings */
    BLOCK_PARAGRAPH, /* text; **bold** runs */
    BLOCK_BULLETS,   /* items */
    BLOCK_PAIRS,     /* label: text, two columns ("日時" / "2024年..."); level 1: ruled */
    BLOCK_REFERENCE, /* text ... p.N-M of section `target` (to the end of `through`), with a link */
    BLOCK_TABLE,
    BLOCK_GRID, /* plain rows and columns (reports/model/grid.h) */
    BLOCK_FIGURE,
    BLOCK_SPACE,   /* `height` points */
    BLOCK_BOX,     /* paragraph in a frame */
    BLOCK_CARDS,   /* big-number cards: label, number, small text in a row */
    BLOCK_CHOICES, /* a form's choices in running lines: items whose label is "tick" get a box before them */
    BLOCK_ANSWER,  /* an empty frame of `height` points to write in */
    BLOCK_MATRIX, /* a form's grid: a row per pair under `columns`, boxes to tick where they meet, or the pair's text */
    BLOCK_BREAK,   /* the next block begins a page */
    BLOCK_QUOTE,   /* text, beside a bar; note: who said it */
    BLOCK_HANGING, /* pairs: label, text behind it; level 1: small, beside a bar */
};

struct block_pair {
    const char *label, *text;
    const char *detail; /* cards: small print under the number */
};

struct block {
    enum block_kind kind;
    int level;
    const char *text; /* TITLE, PARAGRAPH, REFERENCE, BOX */
    enum { BLOCK_LEFT, BLOCK_CENTER, BLOCK_RIGHT } align;
    const struct block_pair *pairs;
    size_t pair_count;
    const char *const *columns; /* MATRIX: the answers */
    size_t column_count;
    const char *target, *through; /* section ids; through NULL: target alone */
    const char *note; /* printed instead of pages when `target` is NULL: "ウェブ掲載のみ" */
    const struct table *table;
    const struct grid *grid;
    const struct figure *figure;
    const char *anchor; /* tables: what `see` of another block refers to; or NULL */
    const char *see; /* small print under a figure: the anchor of its table, whose page is cited and linked */
    double height;   /* figure: wanted height, 0 natural */
    bool beside;     /* tables: may stand beside the next one that may, where both can in half the width */
    bool spare;      /* says nothing new: left out where it would begin a page */
};

struct section {
    const char *id, *title; /* title: bookmark and running head */
    bool landscape;
    bool cover;     /* no running head */
    bool natural;   /* blocks keep their heights (layout_fit.h): where they stand is foretold elsewhere */
    bool continues; /* on the page of the section before it, when there is room and the paper lies alike */
    const struct block *blocks;
    size_t block_count;
};

struct document {
    const char *title, *author, *subject, *keywords, *lang;
    const char *created;   /* ISO date-time, from SOURCE_DATE_EPOCH when set */
    const char *footer;    /* left of the page number */
    const char *watermark; /* "合成データ" notice printed on every page, or NULL */
    const struct section *sections;
    size_t section_count;
};

#endif
