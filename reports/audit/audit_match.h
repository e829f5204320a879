/*
 * audit_match: which figure of the store a draft speaks of, in whatever words.
 *
 * A name is taken as the *grams* in it: kanji and pairs of characters (資格, 格情, 情報 ...), of Latin text the beginnings of words.  A gram
 * weighs by what it is made of (kanji most, hiragana hardly anything) and by how few figures and questions of the survey have it (Spaerck
 * Jones 1972), so that what tells answers apart counts and what all of them share does not.  A text speaks of a figure when enough of the
 * weight of one of its names is in it: カードリーダーの不具合 has most of カードリーダーのエラー.  A name that is light (賛成) must stand as a word
 * of its own, in a text that also has something of its question; one that says nothing by itself (あった) is known by its question.
 * Words that mean the same (有休, 有給休暇) are one before they are cut: "synonyms" of data/reference/audit.json.
 *
 * Divisions (types of institution, prefectures) are found by their names as words.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_MATCH_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_MATCH_H

#include "reports/audit/audit_reference.h"

enum { MATCHES_MAX = 12 };

struct audit_match {
    const struct audit_figure *figure;
    double score;
    bool clear; /* most of the name is in the text, or most of the text in the name and its question */
};

/* Those that are as good as the best, or nearly; the best first. */
struct audit_matches {
    struct audit_match list[MATCHES_MAX];
    size_t count;
};

/* The text as names and drafts are compared: NFKC, lower case, no spaces but between Latin words, synonyms replaced. */
char *audit_match_fold(const struct audit_reference *r, const char *text);

/* Weighs the grams of all names; once, when they are all there. */
void audit_match_prepare(struct audit_reference *r);

/* The figures that the folded text names; `around` is what it stands in, for its question.  Answers of key questions only with `keys`. */
struct audit_matches audit_match_named(const struct audit_reference *r, const char *text, const char *around,
                                       bool keys);

/* The figures of one question that the text names, without regard to what else it says of the question. */
struct audit_matches audit_match_within(const struct audit_reference *r, size_t question, const char *text);

/* The number question that the text names, or NULL. */
const struct audit_quantity *audit_match_quantity(const struct audit_reference *r, const char *text);

/* How well the text names the question, 0 to 1. */
double audit_match_question(const struct audit_reference *r, size_t question, const char *text);

/* How much of what the text says is in the names of the survey at all, 0 to 1; 1 for a text without substance. */
double audit_match_known(const struct audit_reference *r, const char *text);

/* The last division that stands in the folded text as a word, 0 where there is none; *several: there is another of its kind.
 * *after: behind its name. */
size_t audit_match_division(const struct audit_reference *r, const char *text, bool *several,
                            const char **after);

/* Whether divisions of two kinds stand in it: hospitals of a prefecture. */
bool audit_match_crossed(const struct audit_reference *r, const char *text);

/* How many kanji, katakana and Latin words there are. */
size_t audit_match_substance(const char *text);

#endif
