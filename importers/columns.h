/*
 * columns: what the headings of a table mean, decided once for all formats.
 *
 * A heading means a field of the return (sheet number, association, ...), a whole question, one option of a
 * question, or the words beside an "other" option.  Templates give the names: id, number as printed, label,
 * full text, aliases.  A heading is a path of such names, question before option before nested question, with
 * or without separators:
 *
 *     問4   Q4   q4   トラブルの種類                        the whole question
 *     問4_●表記   問4(4)   問4-4   q4[masked]   q4.masked    one option (by label, by its position, by id)
 *     問4 負担割合の齟齬 国保                                an option of the nested question
 *     問4, 資格情報の無効, ●表記, ...                        option labels alone: of the question that stands
 * before them, else of the only question that has such an option
 *
 * Spelling is compared after folding (widths, case), and separators — spaces, _-.()[]「」・ and their like —
 * only part the names.  The cheapest reading wins: ids before numbers before labels before guesses from
 * context; two equally good readings are none, and the heading is reported.
 *
 * A map (importers/column_map.h) overrides all of it.  With the vocabulary of a form service
 * (vocabulary_of_service) the service's own columns are known, and its way of spelling the others.
 *
 *     vocabulary_prepare (once per questionnaire) → columns_resolve (once per file) → columns_check
 *
 * `columns_resolve` never fails: unknown headings stay MEANING_UNKNOWN with a suggestion, so that a dry run
 * can show them. `columns_check` is the fault: unknown or doubled headings, questions without a column.
 * Everything is in the arena.
 */
#ifndef SHUKEI_IMPORTERS_COLUMNS_H
#define SHUKEI_IMPORTERS_COLUMNS_H

#include "importers/column_map.h"
#include "importers/vocabulary.h"

struct column {
    struct meaning meaning;
    const char *heading;
    const char
        *unit;   /* what its bare numbers count, when that is not the question's own unit: 千円; or NULL */
    bool mapped; /* by the map */
    bool own;    /* of the form service itself */
    const char *suggestion; /* near misses of an unknown heading, or NULL */
    const char *guess;      /* what it most likely is, as a map names it; or NULL */
};

/* Where the answer to one question stands; columns by position, -1 for none. */
struct question_columns {
    int whole;
    int *options;     /* option_count of them, or NULL when the question has no option column */
    int other_text;   /* the first of the words beside its options */
    uint64_t implied; /* options without a column of their own, ticked when the question nested in them is
                         answered */
    bool absent;      /* the map says so */
};

struct columns {
    const struct column *items;
    size_t count;
    const struct question_columns *questions; /* question_count of them */
    int fields[FIELD_COUNT];                  /* the first column of each, or -1 */
    const struct column_map *map;             /* or NULL */
    const struct service *service;            /* whose spellings the cells have, or NULL */
};

/* How many of the headings are certainly headings: what finds the heading row among titles and data. */
size_t columns_score(struct arena *scratch, const struct vocabulary *v, struct column_map *map,
                     const char *const *headings, size_t count);

/* map may be NULL. */
const struct columns *columns_resolve(struct arena *arena, const struct vocabulary *v, struct column_map *map,
                                      const char *const *headings, size_t count);
bool columns_check(struct arena *scratch, const struct vocabulary *v, const struct columns *columns,
                   struct fault *f) FAULT_CHECKED;

/* "問4 トラブルの種類 (q4) → 名前や住所の●表記" : for people. */
char *columns_meaning(struct arena *arena, const struct questionnaire *q, const struct column *column);

#endif
