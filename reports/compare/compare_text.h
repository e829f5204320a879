/*
 * compare: a comparison across surveys as text, JSON or CSV (engine/waves/comparison.h).
 *
 * Text is a table one could publish: base in words and n, count, percentage, interval, difference in points
 * with interval and p, footnotes by number, sources.  JSON has the shape of the command line's contract, with
 * more keys: what each concept has on its published bases (`published`), groups, matched prefectures,
 * decompositions, footnotes with the id of the rule that called for them, and without named concepts the `overview`
 * (overview_json.h).  CSV has a line per figure,
 * difference and refusal.
 *
 * In JSON `waves` are the figures that are compared, all on `base`; a wave that is refused has nulls there, its
 * reason in `refused` and its own figure under `published`.  `refused` of a concept names every wave that was left
 * out and why; `compared` says whether two or more were left.
 *
 * All three print in the language in force and decide nothing: rounding, refusals and footnotes are the
 * comparison's.
 */
#ifndef SHUKEI_REPORTS_COMPARE_COMPARE_TEXT_H
#define SHUKEI_REPORTS_COMPARE_COMPARE_TEXT_H

#include "engine/base/csv_write.h"
#include "engine/waves/comparison.h"

#include <stdio.h>

void compare_text_write(FILE *out, const struct comparison *c);
void compare_overview_write(FILE *out, const struct comparison *c); /* overview.h, as text */
void compare_json_write(FILE *out, const struct comparison *c);
void compare_csv_write(FILE *out, const struct comparison *c);
void compare_csv_write_excel(FILE *out, const struct comparison *c); /* with a heading for people */

/* The heading, and the lines of one comparison. */
void compare_csv_head(FILE *out, enum csv_reader reader);
void compare_csv_lines(FILE *out, const struct comparison *c);

#endif
