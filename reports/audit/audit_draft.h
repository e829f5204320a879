/*
 * audit_draft: a draft as segments and the numbers in them.
 *
 * Text is normalised character by character (full-width digits, letters, brackets, ％ and ～ become ASCII, ideographic spaces
 * two spaces, Markdown's ** is dropped; ① stays ①, because it numbers a list).  Lines are then put together to *segments*: a sentence
 * or list item of prose (lines that a page width has cut are joined, also in the middle of a number), or a row of a table
 * (columns by tabs, |, or two and more spaces; the separator is a tab afterwards).  Segments of one paragraph, list or table
 * share a `block`.
 *
 * A *token* is one quantity with all that is written about it: unit, approximate, at least, sign, the bracket that it stands in.
 * What looks like a number but claims nothing (dates, years, telephone and page numbers, money, ages, ranges) is TOKEN_OTHER.
 * Counts are integers within [low, high]: 1万2,554件 is exact, 約5,966万枚 is known to half a 万.
 *
 * Everything lives in the arena.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_DRAFT_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_DRAFT_H

#include "engine/base/arena.h"
#include "reports/audit/audit_words.h"

#include <stdint.h>

enum audit_kind {
    TOKEN_OTHER,
    TOKEN_COUNT,
    TOKEN_PERCENT,
    TOKEN_CHANGE, /* a percentage of increase or decrease: 17%増 */
    TOKEN_POINT,
    TOKEN_VAGUE, /* 約半数, 3割, 4人に1人 */
};

/* How a quantity is qualified. */
enum audit_mark {
    MARK_APPROX = 1,
    MARK_AT_LEAST = 2, /* 少なくとも, 以上 */
    MARK_OVER = 4,     /* 超 */
    MARK_STRONG = 8,   /* 強 */
    MARK_UNDER = 16,   /* 弱, 未満, 近く */
    MARK_AT_MOST = 32,
    MARK_N = 64,      /* n= */
    MARK_RATIO = 128, /* a/b: the count a of `of` */
    MARK_OF = 512,    /* the denominator of a ratio */
    MARK_LOWER = 256, /* a count that is said to be a lower bound: 少なくとも, not 以上 */
};

struct audit_token {
    enum audit_kind kind;
    enum audit_unit unit;
    int marks, sign;  /* enum audit_mark; -1, 0, +1 as written */
    int64_t mantissa; /* percent, point: the digits; value = mantissa / 10^decimals */
    int decimals;
    int64_t low, high;            /* counts */
    double vague_low, vague_high; /* TOKEN_VAGUE, a change in tenths: what it may be; else 0 */
    size_t at, end;               /* bytes of the segment's text, with sign and unit */
    size_t digits;                /* where its digits begin */
    int bracket, outer;           /* number of the bracket it stands in (0: none), and the one around that */
    size_t line, cell;
    size_t of;    /* MARK_RATIO: token of the denominator in the same segment */
    bool claimed; /* a claim was made of it */
    bool known;   /* the store has the same */
};

enum audit_segment_kind { SEGMENT_PROSE, SEGMENT_ROW };

struct audit_line_mark {
    size_t offset, line;
};

struct audit_segment {
    enum audit_segment_kind kind;
    const char *text;
    size_t length, line, block;
    const struct audit_line_mark *marks;
    size_t mark_count;
    bool first; /* the first of its line, not a later sentence in it */
    struct audit_token *tokens;
    size_t token_count;
    const char **cells; /* rows */
    bool aligned;       /* cells stand where tabs or bars put them */
    size_t cell_count;
};

struct audit_draft {
    struct audit_segment *segments;
    size_t count;
};

struct audit_draft *audit_draft_text(struct arena *arena, const struct audit_words *w, const char *text,
                                     size_t length);

/* Rows of a table file, one call each; `line` as a spreadsheet counts; finish with audit_draft_rows_end. */
struct audit_rows;
struct audit_rows *audit_rows_begin(struct arena *arena, const struct audit_words *w);
void audit_rows_break(struct audit_rows *rows); /* another table begins */
void audit_rows_add(struct audit_rows *rows, size_t line, const char *const *cells, size_t count);
struct audit_draft *audit_rows_end(struct audit_rows *rows);

char *audit_normalise(struct arena *arena, const char *text, size_t length);

/* Finds the tokens of a segment (audit_token.c). */
void audit_tokens(struct arena *arena, const struct audit_words *w, struct audit_segment *segment);

size_t audit_line(const struct audit_segment *segment, size_t offset);

#endif
