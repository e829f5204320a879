/*
 * kit: a press kit as it is written in its file, read and checked but not yet filled with numbers.
 *
 * templates/press/README.md documents every key.  Loading is strict: an unknown key, a wrong type, a page
 * reference to a section that is not in the kit are faults that name file and JSON pointer.  What concerns
 * the survey (questions, cells) is checked when the kit is built (reports/press/press.h), because only then
 * is the survey known.
 *
 * Texts that may hold references to cells ("{q4.masked|percent0}", reports/press/binding.h) are kept as their
 * JSON nodes, so that a fault in them can name its place.  Everything lives in the arena.
 */
#ifndef SHUKEI_REPORTS_PRESS_KIT_H
#define SHUKEI_REPORTS_PRESS_KIT_H

#include "reports/model/canvas.h"
#include "reports/model/figure.h"
#include "reports/press/binding.h"

/* Where numbers come from besides the kit's own survey. */
struct kit_source {
    const struct json *at;
    const char *name;
    enum binding_kind kind;
    const char *id;           /* of the survey, the published one or the series */
    const char *area, *group; /* of a series: the only one wanted, or NULL */
    const char *weight;       /* of a survey: a weighting of its questionnaire, or NULL */
};

struct kit_pair {
    const struct json *label, *text, *detail; /* detail may be NULL */
};

enum kit_block_kind {
    KIT_HEADING,
    KIT_SUBHEADING,
    KIT_PARAGRAPH,
    KIT_BULLETS,
    KIT_CARDS,
    KIT_BOX,
    KIT_NOTE,
    KIT_BYLINE,
    KIT_BREAK,
    KIT_QUOTE,
    KIT_NUMBERED,
    KIT_TABLE_BLOCK,
    KIT_FIGURE_BLOCK,
};

struct kit_column {
    const struct json *label, *group; /* group may be NULL */
    enum canvas_align align;
    double width; /* points; 0: a share of what is left */
};

struct kit_row {
    const struct json *cells; /* array of strings, one per column */
    const struct json *each;  /* NULL, or what the row is repeated for: a series, or a question */
    bool total;
};

/* A table whose cells are texts, numbers bound. */
struct kit_table {
    const struct json *title, *caption; /* or NULL */
    const struct kit_column *columns;
    size_t column_count;
    const struct kit_row *rows;
    size_t row_count;
    const struct json *notes; /* array of strings, or NULL */
};

/* Questions to be answered: numbered (1), (2), under a numbered heading, each with the figures it rests on. */
struct kit_question {
    const struct json *text;
    const struct json *figures; /* array of strings, or NULL */
};

struct kit_numbered {
    const struct json *heading, *lead; /* lead may be NULL */
    const struct kit_question *questions;
    size_t question_count;
};

/* A figure of numbers from wherever: rows by columns of references. */
struct kit_drawing_row {
    const struct json *label, *values; /* values: array of strings, one per column */
};

struct kit_drawing {
    enum figure_kind kind;
    const struct json *title, *caption, *note; /* caption, note: or NULL */
    const struct json *columns;                /* array of strings */
    const struct kit_drawing_row *rows;
    size_t row_count;
};

struct kit_block {
    enum kit_block_kind kind;
    const struct kit_drawing *drawing;
    const struct kit_table *table;
    const struct kit_numbered *numbered;
    const struct json *source; /* quotes: who said it, or NULL */
    const struct json *text;   /* all but bullets, cards and breaks */
    const struct json *items;  /* bullets: array of strings */
    const struct kit_pair *cards;
    size_t card_count;
};

enum kit_show { KIT_AUTO, KIT_TABLE, KIT_FIGURE };

struct kit_result {
    const struct json *at; /* the whole object, for faults */
    const char *question;  /* of the survey */
    const char *by;        /* key of a crossed table, or NULL */
    enum kit_show show;
    struct figure_wish figure;          /* its kind is for KIT_FIGURE */
    bool with_table;                    /* the table below the figure */
    bool letters;                       /* columns of the table are compared */
    enum adjust_method adjust;          /* of these comparisons */
    const struct json *headline, *note; /* or NULL */
};

enum kit_section_type {
    KIT_STATEMENT,
    KIT_RESULTS,
    KIT_PREFECTURES,
    KIT_RANKING,
    KIT_TREND,
    KIT_COMPARISON,
    KIT_LISTING,
    KIT_EXAMPLES,
    KIT_TABLES,
    KIT_METHODOLOGY,
    KIT_QUESTIONNAIRE,
};

struct kit_section {
    const struct json *at;
    enum kit_section_type type;
    const char *id, *title;
    const char *source; /* whose results: a source's name; "" the kit's own survey */
    bool landscape, continues;
    const struct kit_block *blocks; /* before what the type itself prints */
    size_t block_count;
    const struct kit_result *results;
    size_t result_count;
    bool common_axis;              /* results: one axis for all its figures that have one */
    const char *question, *option; /* prefectures: whose rate */
    const struct kit_pair *items;  /* methodology: more lines */
    size_t item_count;
    const struct json *periods;   /* ranking, trend: array of strings; NULL: all */
    const struct json *lines;     /* trend: items, an array of strings; NULL: all */
    const struct json *questions; /* listing: array of ids; NULL: all */
    const struct json *consent;   /* listing, examples: why answers may be printed one by one */
    const struct json *where;     /* examples: expression, or NULL */
    const char *label, *by;       /* listing: what names a row; examples, comparison: groups, or NULL */
    long ends, limit;             /* ranking: best and worst marked; examples: how many at most */
    bool in_order;                /* ranking: rows in the order of the list, not by rank */
    const struct json *surveys;   /* comparison: ids, an array of strings */
    const struct json *concepts;  /* comparison: an array of strings; NULL: all that two of them share */
    const char *base;             /* comparison: what all are put on, or NULL */
    enum figure_kind figure;      /* ranking, trend: FIGURE_NATURAL is none; comparison */
};

struct kit_material {
    const struct json *title;
    const char *section, *through, *note; /* section NULL: the note stands instead of pages */
};

struct kit_theme {
    const struct json *title;
    const char *speaker; /* or NULL */
    const struct kit_material *materials;
    size_t material_count;
};

struct kit {
    const char *file;   /* for messages */
    const char *survey; /* or NULL: it has only sources */
    const char *weight; /* of the kit's own survey: a weighting of its questionnaire, or NULL */
    const struct kit_source *sources;
    size_t source_count;
    const struct json *title, *subtitle;                           /* subtitle may be NULL */
    const char *date, *time, *place, *organiser, *lang, *keywords; /* ISO date; all but date may be NULL */
    const char *agenda_title; /* NULL: no agenda; the first section bears the title */
    const struct kit_theme *themes;
    size_t theme_count;
    const struct kit_pair *contact;
    size_t contact_count;
    const struct kit_section *sections;
    size_t section_count;
};

const struct kit *kit_load(struct arena *arena, const char *path, struct fault *f) FAULT_CHECKED;
const struct kit *kit_parse(struct arena *arena, const char *json, size_t length, const char *name,
                            struct fault *f) FAULT_CHECKED;

/* The part of the kit's file between { } of a section's block; used by kit.c. */
bool kit_read_blocks(struct arena *arena, const struct json *section, struct kit_section *out,
                     struct fault *f) FAULT_CHECKED;
bool kit_read_section(struct arena *arena, const struct json *node, struct kit_section *out,
                      struct fault *f) FAULT_CHECKED; /* kit_sections.c */
bool kit_strings(const struct json *object, const char *key, const struct json **out,
                 struct fault *f) FAULT_CHECKED; /* an array of strings, or NULL */
bool kit_read_figure(struct arena *arena, const struct json *node, const char *key, enum figure_kind *kind,
                     struct fault *f) FAULT_CHECKED; /* stays as it is without the key; kit_results.c */
bool kit_read_results(struct arena *arena, const struct json *section, struct kit_section *out,
                      struct fault *f) FAULT_CHECKED;
bool kit_read_pairs(struct arena *arena, const struct json *object, const char *key, bool details,
                    const struct kit_pair **out, size_t *count, struct fault *f) FAULT_CHECKED;

/* The member as a node that must be a string; *out NULL when absent and not required. */
bool kit_text(const struct json *object, const char *key, bool required, const struct json **out,
              struct fault *f) FAULT_CHECKED;

#endif
