/*
 * spellings: what normalise_prepare makes; shared by the files that implement engine/response/normalise.h.
 *
 * For every coded question the folded spellings of its options (id, label, text, aliases), longest first.
 * Besides, a small memory of cells already read: answers to one question are written in a few hundred ways,
 * whatever the number of returns, so nearly every cell is found there by its bytes.  The memory is bounded (a
 * newer cell takes the place of an older one) and holds only what was read without a finding.  It makes
 * `struct spellings` unfit for two threads at once.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_SPELLINGS_H
#define SHUKEI_ENGINE_RESPONSE_SPELLINGS_H

#include "engine/questionnaire/reference.h"
#include "engine/response/folded.h"
#include "engine/response/normalise.h"
#include "engine/response/words.h"

enum { SPELLINGS_KEY = 54, SPELLINGS_WHOLE = 0 };

struct spelling {
    const char *text; /* folded: no white space */
    size_t length;
    int option;
};

/* What a cell was read as. */
struct reading {
    enum tick tick; /* of a cell in an option's own column */
    enum answer_state state;
    int code;
    uint64_t bits;
    int64_t number;
};

struct remembered {
    uint8_t length; /* 0: free */
    uint8_t column; /* SPELLINGS_WHOLE, or option + 1 (multi) */
    char cell[SPELLINGS_KEY];
    struct reading reading;
};

struct question_spellings {
    const struct question *question;
    const struct spelling *items;
    size_t count;
    /* By option: the question nested in it that wants a number, or NULL; NULL when no option has one.  The
     * number may stand beside the option: 「あった（3件）」. */
    const struct question **numbers;
    int none_option;               /* the option that 「特になし」 means, or -1 */
    struct remembered *remembered; /* made with the first cell */
};

struct spellings {
    const struct words *words;
    const struct reference *reference;
    struct arena *arena;
    struct question_spellings *questions; /* by position */
    bool open;                            /* normalise_open */
};

/* NULL when the cell (of that column) is not remembered. */
const struct reading *spellings_recall(const struct question_spellings *of, unsigned column, const char *cell,
                                       size_t length);
void spellings_remember(const struct spellings *s, struct question_spellings *of, unsigned column,
                        const char *cell, size_t length, const struct reading *reading);

/* --- parts of normalise
 * ---------------------------------------------------------------------------------------- */

/* A whole cell, in an option's own column.  words: what was written after an `other` option, or the number
 * beside one that wants a number, or NULL. */
void normalise_tick_cell(struct arena *arena, const struct spellings *s, const struct question_spellings *of,
                         int option, const char *cell, struct reading *out, const char **words);

/* The options named in one cell.  unknown: the part that names none (then nothing else counts), or NULL.
 * open: the option whose words are those that name none, or -1. */
struct named_options {
    uint64_t set[4];
    int first, count;
    const char *words;  /* after an `other` option, or NULL */
    const char *number; /* beside `numbered`, for the question nested in it; or NULL */
    int numbered;
    const char *unknown;
};
void normalise_options(struct arena *arena, const struct spellings *s, const struct question_spellings *of,
                       const struct folded *cell, int open, struct named_options *out);

/* unit: the question's own, "" for none; where it is one of myriads (万円), 150万円 and 1,500,000円 are both 150.
 * words may be NULL: then no words are understood around the digits. */
bool normalise_number_of(struct arena *scratch, const struct words *words, const char *unit, const char *cell,
                         int64_t *millionths, bool *approximate);

enum date_reading { DATE_READ, DATE_UNREADABLE, DATE_IMPOSSIBLE };
enum date_reading normalise_date_of(struct arena *scratch, const struct reference *reference,
                                    const char *cell, int64_t *days);

/* Bytes of the tick mark that a text of more than the mark begins with: 「○ 停電」 in その他's column; 0 for
 * none. */
size_t normalise_mark(const struct words *words, const char *text);

/* The meanings of a whole cell as written or, failing that, as folded. */
unsigned normalise_meaning(struct arena *scratch, const struct words *words, const char *cell, size_t length);

/* Picks the state of a silence out of meanings; ANSWER_GIVEN when there is none. */
enum answer_state normalise_silence(unsigned meanings);

#endif
