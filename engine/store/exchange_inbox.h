/* exchange_inbox: what is coming in, for the files that do it.  Private to this folder; see exchange.h. */
#ifndef SHUKEI_ENGINE_STORE_EXCHANGE_INBOX_H
#define SHUKEI_ENGINE_STORE_EXCHANGE_INBOX_H

#include "engine/store/exchange_internal.h"

struct inbox_source {
    struct exchange_source said;
    long id; /* in this store; 0 until a new return is from it */
};

struct inbox_pending { /* a duplicate whose original may still come */
    struct inbox_pending *next;
    long ret;
    struct exchange_id original;
};

struct exchange_inbox {
    struct store *store;
    long batch, survey;
    const char *file;
    struct arena *arena, *scratch;
    struct exchange_versions versions;
    struct inbox_source *sources;
    size_t source_count, source_capacity;
    struct inbox_pending *pending;
    struct exchange_counts counts;
    const char *template_hash; /* of the last revision written, */
    long template;             /* and its row */
};

/* Writes one revision of a return that is in the store; before and after: what the trail says of it (NULL:
 * the first revision, which its batch seals). */
struct inbox_revision {
    long ret, seq;
    const struct exchange_revision *said;
    const struct response *response;
    const char *before, *after;
};
bool inbox_write_revision(struct exchange_inbox *inbox, const struct inbox_revision *revision,
                          unsigned char leaf[DIGEST_BYTES], struct fault *f) FAULT_CHECKED;

bool inbox_write_finding(struct exchange_inbox *inbox, long ret, const struct exchange_finding *finding,
                         struct fault *f) FAULT_CHECKED;

/* known: the return was here before, and a change is to be said. */
bool inbox_write_masks(struct exchange_inbox *inbox, long ret, const struct exchange_return *item, bool known,
                       struct fault *f) FAULT_CHECKED;

/* What passed between the two stores about a return. */
struct inbox_state {
    int status; /* the last one heard, or -1 */
    long decided;
    bool has_seen;
    struct exchange_id seen; /* the sender's newest revision when both had been corrected */
    long agreed;             /* our revision that said the same as that one, or 0 */
};
bool inbox_write_state(struct exchange_inbox *inbox, long ret, const struct exchange_id *uid,
                       const struct inbox_state *state, struct fault *f) FAULT_CHECKED;

/* duplicate_of, now or at the end. */
bool inbox_join_original(struct exchange_inbox *inbox, long ret, const struct exchange_id *original,
                         struct fault *f) FAULT_CHECKED;

/* A return that is known. */
bool inbox_merge(struct exchange_inbox *inbox, const struct exchange_return *item, long ret,
                 struct findings *found, struct fault *f) FAULT_CHECKED;

#endif
