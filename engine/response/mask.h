/*
 * mask: what in a free text may tell who somebody is.
 *
 *     const struct mask_rules *rules = mask_rules_get(f);
 *     mask_find(arena, rules, text, &spans, &count);
 *     char *masked = mask_apply(arena, rules, text, spans, count);
 *
 * It proposes and alters nothing: it takes some words for names that are none and misses many names without 様,
 * さん or 氏, so a person reads and decides.  Found are, full-width digits and letters like half-width ones:
 *
 *     name       kanji (with a blank inside) or katakana before 様, さん, 氏 ...; titles such as 先生 do not count;
 *                without these a common surname with a given name (山田太郎が, 山田太郎院長), alone after 患者の; after
 *                氏名:, 担当:, フリガナ: any run of kanji or kana with its given name and reading, but for
 *                what is said of a name (空白)
 *     phone      10 or 11 digits that begin with 0, with hyphens or brackets; after +81, too
 *     number     8 digits (an insurer's number) that are no date; digits after 番号 or 記号
 *     my_number  12 digits whose check digit is right (article 5 of the ordinance named in masks.json)
 *     birth      a date in an era of long ago, before 生, or after 生年月日
 *     address    市区町村 with a house number after it, with the prefecture if that is written
 *     email
 *
 * The words and the numbers' shapes are data/reference/masks.json.
 *
 * Spans are bytes of the text as it is, in order, and never overlap.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_MASK_H
#define SHUKEI_ENGINE_RESPONSE_MASK_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

enum mask_kind {
    MASK_NAME,
    MASK_PHONE,
    MASK_NUMBER,
    MASK_MY_NUMBER,
    MASK_BIRTH,
    MASK_ADDRESS,
    MASK_EMAIL,
    MASK_OTHER, /* never proposed: what a person masks besides */
    MASK_KINDS,
};

struct mask_span {
    size_t from, to; /* bytes; to is the first one after it */
    enum mask_kind kind;
};

struct mask_rules;
const struct mask_rules *
mask_rules_get(struct fault *f) FAULT_CHECKED; /* once per process; NULL on a fault */

void mask_find(struct arena *arena, const struct mask_rules *rules, const char *text,
               struct mask_span **spans, size_t *count);

/* The text with each span replaced by what stands for its kind. */
char *mask_apply(struct arena *arena, const struct mask_rules *rules, const char *text,
                 const struct mask_span *spans, size_t count);

const char *mask_kind_key(enum mask_kind kind); /* "name" ... */
bool mask_kind_parse(const char *key, enum mask_kind *kind);
/* What stands in the place of one: 〔氏名〕. */
const char *mask_replacement(const struct mask_rules *rules, enum mask_kind kind);

#endif
