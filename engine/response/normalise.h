/*
 * normalise: from what was written in a cell to an answer.
 *
 * Every importer, the entry screen and `return edit` come through here, so that one cell means one thing
 * everywhere.
 *
 * Ticks: ○ 〇 ◯ ● ◎ ✓ ✔ ☑ ☒ ■ レ ﾚ v x 1 有 はい true y, after folding, are a tick; empty, 0, □, ☐, ×, -, ー,
 * no, false are none.  A word that is the option's own label, text or alias is a tick of it too. Single and
 * multi in one cell: option ids, labels, texts, aliases, 1-based form numbers (①, (1), 1.), several joined by
 * 、 , ; ／ / | ・ line break or space; matched longest first against the template, so an option whose text
 * contains a separator is found whole; a tick mark may stand before a
 * name, katakana for hiragana, and beside an option that opens a number its number (あった（3件）). Silences
 * in words: 無回答 未記入 空欄 NA → NO_ANSWER; 非該当 → NOT_APPLICABLE; 無効 判読不能 → INVALID; なし
 * 特になし 該当なし → the exclusive or "none" option when there is one, else NONE. Numbers: full-width
 * digits, 1,234, 3件, 約3 (finding: approximate), 三 is not read (INVALID with a finding). Dates:
 * 令和6年1月9日, R6.1.9, 2024/1/9, 2024-01-09, 20240109, Excel serial 45300 → days since 1970-01-01.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_NORMALISE_H
#define SHUKEI_ENGINE_RESPONSE_NORMALISE_H

#include "engine/response/finding.h"
#include "engine/response/response.h"

enum tick { TICK_NO, TICK_YES, TICK_UNKNOWN };

/* Reads a per-option cell. */
enum tick normalise_tick(struct arena *scratch, const struct option *option, const char *cell);

/* A table of the folded spellings of one questionnaire's options, built once per import. */
struct spellings;
struct spellings *normalise_prepare(struct arena *arena, const struct questionnaire *q,
                                    struct fault *f) FAULT_CHECKED;

/* The same spellings for cells in which the words of an `other` option stand without its name, as web forms
 * write them: 「保険証で確認, 停電」.  Words that look like a misspelt option remain unknown.  Lives as long
 * as `s`. */
const struct spellings *normalise_open(struct arena *arena, const struct spellings *s);

/* Reads one cell that holds the whole answer to a question.  What is doubtful goes to `out` with `where`'s
 * place. `arena` owns answer->text and raw. */
void normalise_cell(struct arena *arena, const struct spellings *s, size_t question, const char *cell,
                    const struct finding *where, struct findings *out, struct answer *answer);

/* Reads one cell per option (cells[j] for option j, NULL when there is no such column). */
void normalise_ticks(struct arena *arena, const struct spellings *s, size_t question,
                     const char *const *cells, const struct finding *where, struct findings *out,
                     struct answer *answer);

/* After all cells of a return: a number that was written beside an option (「あった（3件）」) is the answer
 * to the question nested there, unless that has one of its own. */
void normalise_numbers_beside(struct arena *arena, const struct spellings *s, const struct questionnaire *q,
                              const struct finding *where, struct findings *out, struct response *response);

/* #N/A, #REF!, #####: what a spreadsheet shows when it has no value. */
bool normalise_is_error_value(const char *cell);

bool normalise_number(struct arena *scratch, const char *cell, int64_t *millionths, bool *approximate);
/* A cell whose numbers count `unit`, written out with it, so that a question of the unit in other myriads reads it
 * right: "1,200" under 千円 is "1200千円".  As it stands when there is no number in it; and no number any more when
 * it is not one of that unit, "3〜5 (千円)", lest the question reads it as one of its own. */
const char *normalise_number_with(struct arena *arena, const char *unit, const char *cell);
bool normalise_date(struct arena *scratch, const char *cell, int64_t *days);
char *normalise_date_text(struct arena *arena, int64_t days); /* "2024-01-09" */

#endif
