/*
 * mask_rules: data/reference/masks.json as mask.c uses it.  Words are code points with full-width letters and
 * digits made half-width, as mask.c sees the text.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_MASK_RULES_H
#define SHUKEI_ENGINE_RESPONSE_MASK_RULES_H

#include "engine/questionnaire/reference.h"
#include "engine/response/mask.h"

#include <stdint.h>

enum { MASK_WORD = 12 };

struct mask_word {
    uint32_t code[MASK_WORD];
    size_t length;
};

struct mask_words {
    struct mask_word *items;
    size_t count;
};

enum mask_list {
    LIST_NAME_SUFFIXES,
    LIST_NOT_NAMES,
    LIST_NOT_NAMES_END,
    LIST_BEFORE_NAMES,
    LIST_NOT_AFTER_SUFFIX,
    LIST_NUMBER_LABELS,
    LIST_BIRTH_LABELS,
    LIST_BIRTH_MARKS,
    LIST_BIRTH_ERAS,
    LIST_PLACES,
    LIST_HOUSE_WORDS,
    LIST_NAME_LABELS,
    LIST_NOT_AFTER_LABEL,
    LIST_NAME_CLOSERS,
    LIST_PERSONS,
    LIST_SURNAMES,
    LIST_GIVEN_ENDS,
    LIST_NAME_TITLES,
    LIST_ERAS,        /* of the reference: names and letters */
    LIST_PREFECTURES, /* of the reference */
    MASK_LISTS,
};

struct mask_digits {
    enum mask_kind kind;
    size_t count, separators; /* digits; at most so many separators among them */
    uint32_t first;           /* or 0: any */
    bool my_number, no_date;  /* what must hold besides */
};

struct mask_rules {
    struct mask_words lists[MASK_LISTS];
    struct mask_digits *digits;
    size_t digits_count;
    const char *replacements[MASK_KINDS];
};

uint32_t mask_fold(uint32_t code); /* one character, half-width */

#endif
