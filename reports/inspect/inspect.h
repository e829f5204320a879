/*
 * inspect: a workbook (.xlsx), ours or somebody's, held against two sets of rules, one by one.
 *
 *     package   does Excel open it without a word: parts are well-formed XML, relationships lead to parts, every part
 *               has a content type, names are legal and stand once, cells refer to strings and styles that exist,
 *               merged areas do not overlap, nothing is longer than Excel takes, charts and names lead to sheets
 *     machine   the Ministry of Internal Affairs' rules for statistical tables that programs can read (統計表における
 *               機械判読可能なデータの表記方法の統一ルール, 18 December 2020), by the numbers and titles of its check-list
 *               (1-1 to 1-13, 2-1, 2-2: fifteen).  e-Stat's edition of it (結果表における機械判読可能なデータ作成に関する表記
 *               方法, Ver. 1.2) has the same items as 1, 2-1 to 2-12, 3-1 and 3-2, and fourteen more for CSV, which are not
 *               looked at.  The title of 1-13 ("when special marks (concealed etc.) stand in the same column as numbers")
 *               is known from public reprints of the list; its text on which marks was not to be had.  Programs written
 *               to check the list take *** and X; - is what e-Stat's tables have for no such number.  All three pass
 *               here when their meaning is said; our own workbook has *** and X
 *
 *     struct inspect_book *book = inspect_open(arena, path, f);
 *     const struct inspect_report *report = inspect_check(arena, book);
 *
 * A rule is a row in a table: a number, what it wants, and a function that reports the places where it is not so.  What
 * a person means by a table (is this column a code? is that row a heading?) is guessed from its shape: headings are the
 * rows above the first row with numbers, a title alone in its row above them and notes below are no part of it.
 *
 * inspect_open is a fault for what is no workbook at all; a part that cannot be read is a finding of the package's
 * rules.  Everything lives in the arena.  Bounds against archives made to harm: INSPECT_PART_MAX bytes a part,
 * INSPECT_CELLS_MAX cells in all.
 */
#ifndef SHUKEI_REPORTS_INSPECT_INSPECT_H
#define SHUKEI_REPORTS_INSPECT_INSPECT_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

enum { INSPECT_PART_MAX = 256 << 20, INSPECT_CELLS_MAX = 4 << 20, INSPECT_PLACES = 5 };

struct inspect_book; /* reports/inspect/inspect_book.h */

struct inspect_place {
    const char *sheet; /* or the part */
    const char *cell;  /* "B7", or "" */
    const char *what;
};

struct inspect_result {
    const char *group;                           /* "package", "machine" */
    const char *rule;                            /* "1-4" */
    const char *title;                           /* translated */
    const char *remedy;                          /* translated */
    size_t count;                                /* of places where it does not hold; 0: it holds */
    struct inspect_place places[INSPECT_PLACES]; /* the first ones */
};

struct inspect_report {
    const char *file;
    const struct inspect_result *results;
    size_t count;
    bool passed; /* all of them */
};

struct inspect_book *inspect_open(struct arena *arena, const char *path, struct fault *f) FAULT_CHECKED;
const struct inspect_report *inspect_check(struct arena *arena, const struct inspect_book *book);

#endif
