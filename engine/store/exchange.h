/*
 * exchange: a survey's returns on their way from one store to another, and back.
 *
 * Every return has an identity of 128 bits that means nothing and holds in every store: sent on, sent
 * again, or sent back, it is the same return.  A return's own identity is its batch's random tag and its
 * number, enciphered with the store's secret salt: nothing is kept per return, and a store that was copied
 * or put back from a backup never gives one identity to two returns.  A revision's identity is a keyed
 * hash of its return, its place and its contents.  What came from another store keeps the identities that
 * it had there.
 *
 * Going out (exchange_each): the sources and returns in order, whole or with parts withheld.
 *     EXCHANGE_TEXT      written answers, the words after "other", remarks, what findings quote, masked texts
 *     EXCHANGE_IDENTITY  institution and operator
 * Rows as written show both, so they go only when nothing is withheld.  A withheld part is not said, which
 * is not the same as empty: a return that is known keeps what it has.
 *
 * Coming in (exchange_begin, exchange_source, exchange_receive, exchange_end; one batch, one transaction):
 *     unknown return             added, with its revisions, findings and status
 *     known, nothing new         recognised; nothing changes
 *     known, revisions after     added as revisions of the same return (`return.receive` in the trail)
 *       ours
 *     known, with text that we   a revision that adds the text
 *       did not have
 *     corrected here and there   ours stands; a finding `exchange.conflict` says, once, what the sender
 *                                has; when both sides say the same again, it is settled
 *     another status than it     taken over if ours is as the sender last knew it; else ours stands, with
 *       had there                a finding `exchange.status`
 *     an older decision than     nothing changes: an old bundle came late
 *       we know of
 *     new, but the same sheet    a duplicate here
 *       came in here directly
 *     masked text                taken over, unless a person here has accepted one of that return
 * Second keyings (engine/store/second.h), sent counts and the trail stay at home: a second keying measures the keyers of the
 * office that has the sheets, and what was decided from it is a revision, which is sent.
 *
 * The questionnaire: exchange_survey takes over versions that this store does not have when the sender is
 * ahead of it, and refuses those that contradict its own.
 *
 * The bundle is JSON Lines in UTF-8 (written by reports/exchange, read by importers/exchange_line):
 *     {"shukei": "exchange", "version": 2, "survey", "title", "template": HASH,
 *      "templates": [{"hash", "bytes"}], "returns": N, "with_text", "with_identity",
 *      "synthetic": notice or null}
 *     {"source": K, "file", "sha256", "headings": [...] or null}     before the first return from it
 *     {"return": ID, "status", "why": of the status, "decided": see below, "base": the status it came with
 *      or null, "duplicate_of": ID or null, "source": K or null, "row",
 *      "revisions": [{"id", "template": HASH, "withheld": ["text", "identity"], "at", "who", "why",
 *                     "fields": {KEY: text}, "answers": {QUESTION: answer}, "raw": [...] or null}],
 *      "findings": [{"question", "rule", "severity", "state", "message", "value", "suggestion"}],
 *      "masked": [{"question", "original": BLAKE2b-256 of the text, "text"}]}      only where there is one
 *     {"end": true, "returns": N, "digest": BLAKE2b-256 of all bytes before this line}
 *
 * A message or suggestion is a string, or, so that it can be shown in every language (response/message.h), an array
 * of a msgid and what stands in its places, each a string or such an array.  Version 1 had strings only; it is read.
 *
 * An answer is an option's id, an array of them, a number or a day as a string, or a text; {"state": ...}
 * for a silence (or "given", for a text that is withheld); {"value": ..., "text": ...} or
 * {"state": ..., "text": ...} where words stand beside it.  The same store and options give the same bytes.
 */
#ifndef SHUKEI_ENGINE_STORE_EXCHANGE_H
#define SHUKEI_ENGINE_STORE_EXCHANGE_H

#include "engine/store/store.h"

enum { EXCHANGE_ID = 16, EXCHANGE_ID_HEX = 2 * EXCHANGE_ID + 1, EXCHANGE_TAG = 8, EXCHANGE_VERSION = 2 };
enum { EXCHANGE_TEXT = 1, EXCHANGE_IDENTITY = 2, EXCHANGE_PARTS = 3 };

struct exchange_id {
    unsigned char bytes[EXCHANGE_ID];
};
const char *exchange_hex(const struct exchange_id *id, char out[EXCHANGE_ID_HEX]);

struct exchange_source {
    long number; /* in the bundle */
    const char *file;
    unsigned char sha256[32];
    const char *headings; /* joined by U+001F, or NULL */
};

struct exchange_revision {
    struct exchange_id id;
    const struct questionnaire *q;
    struct response *response; /* withheld parts are NULL */
    unsigned withheld;
    const char *at, *who, *why; /* why or NULL */
    const char *raw;            /* joined by U+001F, or NULL */
    size_t raw_length;
    long row; /* in the store it was read from */
};

struct exchange_finding {
    const char *question, *rule, *message, *value, *suggestion; /* NULL: none; message NULL when withheld */
    const char *state;                                          /* "open", "resolved", "accepted" */
    enum rule_severity severity;
};

/* A free text as a person has masked it; `original`: the hash of the text as it was written. */
struct exchange_mask {
    const char *question, *text;
    unsigned char original[32];
};

struct exchange_return {
    struct exchange_id id;
    enum return_status status;
    int base;        /* the status with which it came to the sender; -1: it is the sender's own */
    const char *why; /* of its status, or NULL */
    long decided;    /* grows with every decision on the return: its second, and how many there were */
    bool duplicate;
    struct exchange_id original;
    long source; /* its number in the bundle, or 0 */
    size_t row;
    struct exchange_revision *revisions;
    size_t revision_count;
    struct exchange_finding *findings;
    size_t finding_count;
    struct exchange_mask *masks;
    size_t mask_count;
};

/* --- going out
 * -------------------------------------------------------------------------------------------------- */

/* Every version of the questionnaire, oldest first. */
bool exchange_templates(struct store *store, struct arena *arena, const char *survey,
                        const struct questionnaire ***list, size_t *count, struct fault *f) FAULT_CHECKED;

/* How many returns exchange_each will give. */
bool exchange_count(struct store *store, const char *survey, long *count, struct fault *f) FAULT_CHECKED;

struct exchange_visitor {
    bool (*source)(void *data, const struct exchange_source *source, struct fault *f);
    bool (*item)(void *data, const struct exchange_return *item, struct fault *f);
    void *data;
};
/* withhold: EXCHANGE_TEXT and EXCHANGE_IDENTITY together or alone.  What is handed to the visitor lives
 * during the call. */
bool exchange_each(struct store *store, const char *survey, unsigned withhold,
                   const struct exchange_visitor *visitor, struct fault *f) FAULT_CHECKED;

/* --- coming in
 * -------------------------------------------------------------------------------------------------- */

/* Takes over what this store lacks of the sender's versions; the newest of them is list[newest]. */
bool exchange_survey(struct store *store, const struct questionnaire *const *list, size_t count,
                     size_t newest, struct fault *f) FAULT_CHECKED;

struct exchange_counts {
    long returns, added, recognised; /* returns = added + recognised */
    /* Of the recognised.  completed: with text that was lacking; noted: decided and decided back. */
    long revised, completed, restated, resolved, conflicts, noted, masked;
};

/* An inbox is open between store_batch_begin and store_batch_end of the batch. */
struct exchange_inbox;
struct exchange_inbox *exchange_begin(struct store *store, long batch, const char *survey, const char *file,
                                      struct fault *f) FAULT_CHECKED;
void exchange_discard(struct exchange_inbox *inbox); /* NULL is allowed */

bool exchange_source(struct exchange_inbox *inbox, const struct exchange_source *source,
                     struct fault *f) FAULT_CHECKED;

/* *id: its number here; conflicts are added to `found`. */
bool exchange_receive(struct exchange_inbox *inbox, const struct exchange_return *item, long *id, bool *added,
                      struct findings *found, struct fault *f) FAULT_CHECKED;

/* After the last one: originals of duplicates are joined, counts given.  Then store_batch_end. */
bool exchange_end(struct exchange_inbox *inbox, struct exchange_counts *counts,
                  struct fault *f) FAULT_CHECKED;

#endif
