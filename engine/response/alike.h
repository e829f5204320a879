/*
 * alike: which returns may be the same institution's answer twice.
 *
 *     struct alike *all = alike_create(arena, q);
 *     alike_add(scratch, all, id, response);              // each return; what is needed is copied
 *     alike_pairs(all, ALIKE_LIKELY, &pairs, &count);     // best first
 *
 * Two returns are only compared when they meet somewhere: the same sheet number or institution id within an
 * association, the same answers, the same free text.  Returns are sorted by hashes of these, so the work
 * grows with n log n and never with all pairs.  A place where more than ALIKE_CROWD returns meet (an id typed
 * into every row) is walked from neighbour to neighbour; answers or texts that more than ALIKE_COMMON returns
 * share tell nothing and are passed over.
 *
 * Scoring follows the idea of record linkage (I. P. Fellegi, A. B. Sunter 1969, JASA 64, 1183-1210): every
 * agreement speaks for one sheet by as much as it is unlikely between two.  We add points, because an office
 * must be able to see where a score comes from; a score is no probability.  50 and over is worth a look.
 *
 *     evidence             points  why
 *     sheet                    60  numbers are given out once; only a slip repeats one
 *     institution              60  one institution, one answer
 *     contents                 50  all answers agree, and by chance fewer than one return in a thousand like
 *                                  it would meet its like (shares of the answers in this survey, multiplied)
 *     common_contents          20  all answers agree, but so do those of others: only supports
 *     text                     45  ten characters and more are not written twice alike by two people
 *     resent                   20  same sheet or institution, and only few answers differ: a correction
 *     channels                 10  same sheet or institution by two ways (FAX, then web)
 *     near                     10  received within three days: only supports
 *     other_institution       -40  both ids are known and differ: two colleagues who answer alike
 *     other_association       -40  both are known and differ
 *
 * The score is their sum within 0..100.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_ALIKE_H
#define SHUKEI_ENGINE_RESPONSE_ALIKE_H

#include "engine/response/response.h"

enum {
    ALIKE_LIKELY = 50, /* points */
    ALIKE_CROWD = 32,  /* returns */
    ALIKE_COMMON = 4,  /* returns */
};

enum alike_evidence {
    ALIKE_SHEET,
    ALIKE_INSTITUTION,
    ALIKE_CONTENTS,
    ALIKE_COMMON_CONTENTS,
    ALIKE_TEXT,
    ALIKE_RESENT,
    ALIKE_CHANNELS,
    ALIKE_NEAR,
    ALIKE_OTHER_INSTITUTION,
    ALIKE_OTHER_ASSOCIATION,
    ALIKE_EVIDENCE,
};

struct alike_pair {
    long a, b; /* ids, a < b */
    int score;
    unsigned evidence; /* set of 1 << enum alike_evidence */
    size_t answered;   /* questions that at least one of the two answered */
    size_t differ;     /* of these */
};

struct alike;

struct alike *alike_create(struct arena *arena, const struct questionnaire *q);
void alike_add(struct arena *scratch, struct alike *all, long id, const struct response *response);
void alike_pairs(struct alike *all, int least, struct alike_pair **pairs, size_t *count);

/* "sheet,near": for machines. */
const char *alike_keys(struct arena *arena, const struct alike_pair *pair);
/* "same sheet number; only 2 of 12 answers differ": for people. */
const char *alike_words(struct arena *arena, const struct alike_pair *pair);

#endif
