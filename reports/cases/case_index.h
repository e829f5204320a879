/*
 * case_index: the free texts of a survey, ready to be searched while somebody types.
 *
 *     struct case_index *x = case_index_of(store, "trouble-2023-10", f);
 *     case_index_update(x, store, 0.04, f);             // reads on for 40 ms at most; x->done, x->known say how far
 *     case_index_find(arena, x, &query, &found, f);     // what is found among what was read
 *
 * It stands in memory, made of the store and never written: for each written text (free text, and the words behind an
 * "other" option) of a counted or set-aside return its folded form (widths, kana, case and blanks do not matter: case_text_folded), its
 * folded masked form where that differs, the kinds of its question's coding, prefecture and type.  A text is some 150 bytes, so
 * that looking through 100,000 of them from front to back takes some 10 ms, for words of any length; an index of
 * trigrams would not find 窓口.  What the store has on top of what was read is read before each search: new returns by
 * their numbers, changed ones by the trail (store/trail_list.h).
 *
 * Who may not see identities searches the masked text alone, of counted returns, and sees of an institution what the case
 * list says of it (case_list.h: areas with few returns are made coarser).  A text that is placed coarsely is found only by what of
 * it is shown.
 *
 * One index per survey, of those that were asked for last (24), kept until the process ends: a search over all surveys goes
 * from one to the next.  The server's one thread works with them.
 */
#ifndef SHUKEI_REPORTS_CASES_CASE_INDEX_H
#define SHUKEI_REPORTS_CASES_CASE_INDEX_H

#include "reports/cases/case_one.h"

enum { CASE_INDEX_WORDS = 16, CASE_INDEX_PAGE = 100 };

enum case_review {
    CASE_PROPOSED, /* something to be masked was found, nobody has looked yet */
    CASE_PLAIN,    /* nothing was found, nobody has looked yet */
    CASE_REVIEWED, /* by a person */
    CASE_REVIEWS,
};

struct case_said {
    size_t question; /* position */
    enum case_review review;
    uint64_t kinds;              /* of the question's coding */
    const char *folded, *masked; /* folded; masked may be the same pointer */
};

struct case_return {
    long id;
    enum return_status status;
    size_t pref, type; /* as case_one_code_of */
    struct case_said *texts;
    size_t count;
};

struct case_index {
    struct arena *arena, *scratch;
    const struct questionnaire *q;
    struct case_one one;
    const struct case_coding **codings; /* by question, or NULL */
    struct case_places places;          /* of counted returns */
    struct case_return *returns;        /* by number */
    size_t count, capacity, replaced;
    long walked, mark; /* numbers of the last return and trail entry that were read */
    long known;        /* returns there are */
    bool ready;
};

struct case_index *case_index_of(struct store *store, const char *survey, struct fault *f) FAULT_CHECKED;
bool case_index_update(struct case_index *x, struct store *store, double seconds,
                       struct fault *f) FAULT_CHECKED;

struct case_query {
    const char *words; /* all of them must be there; "" finds everything */
    int question;      /* position, or -1 */
    int kind;          /* of that question's coding, with `coded` its question; -1: any */
    int coded;
    const char *place; /* case_area key, or a prefecture's option id for who may see it; "" any */
    int review;        /* enum case_review, or -1 */
    bool identities;   /* who asks may see them */
    size_t from, limit;
};

struct case_hit {
    const struct case_return *of;
    const struct case_said *said;
};

struct case_found {
    struct case_hit hits[CASE_INDEX_PAGE];
    size_t count, total, all;                 /* here; of all pages; without any filter */
    long *by_question, *by_place, *by_review; /* of what the words find, under the other filters */
    long **by_kind;                           /* [question][kind]; NULL without a coding */
    struct case_places places;                /* areas, for who may not see more */
};

bool case_index_find(struct arena *arena, struct case_index *x, const struct case_query *query,
                     struct case_found *found, struct fault *f) FAULT_CHECKED;

/* The text of a hit as the reader may see it, with original and proposals for who may. */
struct case_shown {
    const char *text;        /* masked, and without its place where that is coarse */
    const char *original;    /* the answer */
    const char *masked;      /* as a person accepted it, or proposed */
    struct mask_span *spans; /* proposals, of the original; also where a person has accepted another text */
    size_t span_count;
    bool accepted;
};
bool case_index_show(struct arena *arena, const struct case_index *x, struct store *store,
                     const struct case_hit *hit, struct case_shown *shown, struct fault *f) FAULT_CHECKED;

#endif
