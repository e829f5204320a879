/*
 * audit_words: the words by which a draft is read, from data/reference/audit.json.
 *
 * What a counter word, a word before a base, a sign of doubt or a vague quantity looks like is language and therefore data; the C
 * files only know the lists by their names below.  Matching is on normalised text (audit_draft.h: ASCII digits, brackets and
 * percent signs).  Loaded once per process and kept until the end.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_WORDS_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_WORDS_H

#include "engine/base/fault.h"

#include <stddef.h>

enum audit_list {
    WORDS_PERCENT,
    WORDS_POINT,
    WORDS_NUMBER_PREFIXES,
    WORDS_N_MARKS,
    WORDS_APPROX_BEFORE,
    WORDS_APPROX_AFTER,
    WORDS_AT_LEAST_BEFORE,
    WORDS_AT_LEAST_AFTER,
    WORDS_OVER_BEFORE,
    WORDS_OVER_AFTER,
    WORDS_STRONG_AFTER,
    WORDS_UNDER_BEFORE,
    WORDS_UNDER_AFTER,
    WORDS_AT_MOST_AFTER,
    WORDS_GROWTH_BEFORE,
    WORDS_GROWTH_AFTER,
    WORDS_UP,
    WORDS_DOWN,
    WORDS_EARLIER,
    WORDS_FROM,
    WORDS_BASE_AFTER,
    WORDS_BASE_BEFORE,
    WORDS_SENT_BEFORE,
    WORDS_NOT_SENT,
    WORDS_SENT_AFTER,
    WORDS_RETURNS_BEFORE,
    WORDS_RETURNS_AFTER,
    WORDS_RATE_BEFORE,
    WORDS_JOINS,
    WORDS_JOINS_BACK,
    WORDS_CLOSING,
    WORDS_SILENT,
    WORDS_YEARS,
    WORDS_TOTAL_LABELS,
    WORDS_SOFT_TOTALS,
    WORDS_BASE_LABELS,
    WORDS_MULTI,
    WORDS_OF_ALL,
    WORDS_ROUNDED,
    WORDS_PARTS,
    WORDS_SUM,
    WORDS_MEAN,
    WORDS_WEIGHT,
    WORDS_RATE_HEADINGS,
    WORDS_RANK_HEADINGS,
    WORDS_HIGHEST,
    WORDS_LOWEST,
    WORDS_SINCE,
    WORDS_IN_ROW,
    WORDS_CONTINUED,
    WORDS_ORDERED,
    WORDS_NEXT,
    WORDS_DIFFERENCE_HEADINGS,
    WORDS_CARRIED,
    WORDS_TOGETHER,
    WORDS_RISING_ORDER,
    WORDS_VAGUE_JOINS,
    WORDS_SUMMING_UP,
    WORDS_ANSWER_QUOTED,
    WORDS_TURNS,
    WORDS_NOW,
    WORDS_BASE_NOTE,
    WORDS_OF_THEM,
    WORDS_REST,
    WORDS_FROM_BEFORE,
    WORDS_WHOLE_NAMED,
    WORDS_KINDS_OF,
    WORDS_THESE_OF,
    WORDS_SYNONYMS,
    WORDS_SCOPES,
    WORDS_NO_SCOPE,
    WORDS_COMPARED,
    WORDS_PARTICLES,
    WORDS_NEGATIONS,
    WORDS_BOUND_HEADINGS,
    WORDS_FILLERS,
    WORDS_MEASURES,
    WORDS_OF_ALL_DIVISIONS,
    WORDS_OURS,
    WORDS_OTHERS,
    WORDS_PLACES,
    WORDS_NO_SHARE,       /* 95%信頼区間 */
    WORDS_BY_GROUP,       /* 県別にみると: percentages of groups, not of all */
    WORDS_AREAS,          /* how the name of a place ends */
    WORDS_EXCLUDING,      /* 無回答を除く */
    WORDS_PERSONS,        /* units of persons */
    WORDS_BETWEEN,        /* between the word that makes a count a base and the count */
    WORDS_PLACE_JOINS,    /* behind the name of a place */
    WORDS_CLAUSE_MARKS,   /* what a clause begins behind */
    WORDS_ADVERBS,        /* 実に, which says nothing of the number */
    WORDS_WHOLE_JOINS,    /* between a part and its whole */
    WORDS_RATE_BETWEEN,   /* between 回答率 and its figure */
    WORDS_NAME_JOINS,     /* between a name and its figure */
    WORDS_NAME_MARKS,     /* what a name begins behind */
    WORDS_ASIDES,         /* the sentence turns to some of them */
    WORDS_SEQUENCE_ENDS,  /* an enumeration ends */
    WORDS_THAN,           /* what it is compared with */
    WORDS_RANKING_JOINS,  /* behind the name that is ranked */
    WORDS_RANKING_LEADS,  /* 最も多いのは */
    WORDS_RANKING_BEHIND, /* に次ぐ */
    WORDS_RANKING_MARKS,  /* what a ranked name begins behind */
    WORDS_RECKONED,       /* since when */
    WORDS_SOME_OF,        /* of a part that is only named */
    WORDS_CHANGE_FROM,    /* where a change begins */
    WORDS_CHANGE_ENDS,    /* and what stands where it ends */
    WORDS_MULTIPLE_FROM,  /* what a multiple is of */
    WORDS_BRACKET_OF,     /* a bracket that says of how many */
    WORDS_PUT_TO,         /* a bracket that says to whom */
    WORDS_ASKING,         /* に尋ねる */
    WORDS_NOTE_HEADS,     /* how a note begins */
    WORDS_SCALE_MARKS,    /* what the step of a scale begins behind */
    WORDS_ITEM_MARKS,     /* of a list */
    WORDS_RANGES,         /* 4割から6割 */
    WORDS_CLASS_BOUNDS,   /* 20店舗以上 */
    WORDS_ARROWS,         /* → */
    WORDS_LISTS
};

enum audit_unit { UNIT_NONE, UNIT_INSTITUTION, UNIT_CASE, UNIT_OTHER, UNIT_KINDS };
enum { AUDIT_CLASSES = 3 };

struct audit_word_list {
    const char **words;
    size_t count;
};

/* A vague quantity: the true percentage must lie in [low, high], or above `above`. */
struct audit_vague {
    struct audit_word_list words;
    double low, high, above; /* above: negative where the two bounds count */
};

struct audit_words {
    struct audit_word_list lists[WORDS_LISTS];
    struct audit_word_list units[UNIT_KINDS];
    struct audit_word_list classes[AUDIT_CLASSES]; /* words of a base that is another than the next one's */
    struct audit_vague *vague;
    size_t vague_count;
};

const struct audit_words *audit_words_get(struct fault *f) FAULT_CHECKED;

/* Length of the longest word of the list that stands at `at`, or 0. */
size_t audit_word_at(const struct audit_word_list *list, const char *at);
/* Length of the longest word that ends just before `at` in a text that starts at `start`, or 0. */
size_t audit_word_before(const struct audit_word_list *list, const char *start, const char *at);
/* The first place of any of the words in [from, to), or NULL. */
const char *audit_word_within(const struct audit_word_list *list, const char *from, const char *to);
/* Whether the text of [from, to) is nothing but words of the list, one after the other. */
bool audit_words_only(const struct audit_word_list *list, const char *from, const char *to);
/* Whether the text is one of the words. */
bool audit_word_is(const struct audit_word_list *list, const char *text);

#endif
