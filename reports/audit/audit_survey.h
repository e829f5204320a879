/*
 * audit_survey: a draft's figures against the store's, cell by cell.
 *
 *     words around a number → *meaning*: which figures it can be, of which division, in which wave → the store's cells of these
 *
 * A number that is that of any cell it can mean is consistent.  One that is none of them is called wrong only where the meaning leaves no
 * doubt: the figure is named, nothing in the sentence limits it to something the store does not know (an unknown place, another
 * survey), and the number is of the right kind.
 *
 *   audit_survey.c   sentences: what is said around a number
 *   audit_cells.c    tables: what its row, its column and its title say
 *   audit_hold.c     a meaning held against the store, and what is said then
 *   audit_waves.c    points of difference between two waves
 *   audit_leader.c   most common, third, highest of the prefectures
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_SURVEY_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_SURVEY_H

#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_match.h"

enum { COLUMNS_MAX = 4 };

struct audit_meaning {
    struct audit_matches figures;
    const struct audit_quantity *quantity; /* or NULL */
    const struct audit_quantity
        *quantity_around;        /* named not beside the number, but in its paragraph; or NULL */
    size_t columns[COLUMNS_MAX]; /* the likeliest first */
    size_t column_count;
    const struct audit_wave *wave; /* NULL: this one */
    bool wave_said;                /* beside the number, so that it cannot be another */
    bool limited;                  /* to something that the store does not know */
    bool sure;                     /* the figure is named beside the number */
    bool carried;                  /* it was named before, and only the division or the wave is said */
    bool other_words;              /* beside the number something is named that is no figure */
    bool all_said;                 /* "of all": another base than the question's is meant */
    bool of_all;                   /* the same, right before the number */
    bool summed;                   /* 合計 right before the number */
    bool excluding;                /* without those who gave no answer */
};

/* The draft's number: a percentage, its count, or a vague quantity. */
struct audit_said {
    const struct audit_segment *segment;
    struct audit_token *percent, *count; /* either may be NULL; percent may be vague */
    size_t from, to;                     /* of the claim's text */
};

/* Gives the figure that it was held against, NULL where nothing was said. */
const struct audit_figure *audit_hold(struct audit *a, const struct audit_meaning *m,
                                      const struct audit_said *said);

/* Nothing is said yet: 1 the store has the same, -1 it has not, 0 it has nothing to hold it against. */
int audit_hold_test(const struct audit *a, const struct audit_meaning *m, const struct audit_said *said);

/* Whether a count, a percentage, a vague quantity is the store's; NULL of either is not asked. */
bool audit_hold_agrees(const struct audit_figure *g, size_t column, const struct audit_token *percent,
                       const struct audit_token *count);

/* Of a figure in per cent; false where it is not known. */
bool audit_hold_share(const struct audit_figure *g, size_t column, double *out);
/* "X" (question; base, division, wave) */
const char *audit_hold_name(const struct audit *a, const struct audit_figure *g, size_t column,
                            const struct audit_wave *wave);

/* The wave that the folded text speaks of (the last one), *now: this one is named behind it. */
const struct audit_wave *audit_wave_said(const struct audit *a, const char *text, bool *now, bool *unknown);

/* The wave that the text names, compared with (前回より) or not; NULL: none that the store has. */
const struct audit_wave *audit_wave_compared(const struct audit *a, const char *text);

/* What the words say that stand in [from, to) of a segment, and before it; of the figures named before in the paragraph `carried`. */
struct audit_meaning audit_meaning_of(struct audit *a, size_t segment, size_t from, size_t to,
                                      const struct audit_matches *carried);

/* Numbers that are part of a name of the survey (20店舗以上, 10割負担を請求した) are no figures; before anything is read from the draft. */
void audit_spare_names(struct audit *a);

void audit_check_cells(struct audit *a);
void audit_check_waves(struct audit *a);
void audit_check_leaders(struct audit *a);

#endif
