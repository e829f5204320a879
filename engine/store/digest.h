/*
 * digest: what makes a changed answer show.
 *
 * Three levels, all BLAKE2b-256:
 *   leaf   of one revision's content: template hash, fields, normalised bytes.  Equal content has an equal leaf.
 *   seal   of a run of revisions with their ids and rows as written, in order; a batch's trail entry carries one.
 *   sum    of the leaves of the counted returns, lane by lane modulo 2^64.  Order does not matter and a return
 *          can be taken out again, so it is kept up to date by every change instead of being computed over all
 *          returns.  The same template and the same counted answers give the same sum on every machine.
 */
#ifndef SHUKEI_ENGINE_STORE_DIGEST_H
#define SHUKEI_ENGINE_STORE_DIGEST_H

#include "engine/base/strbuf.h"
#include "engine/questionnaire/questionnaire.h"

#include <sodium.h>

enum { DIGEST_BYTES = 32, DIGEST_HEX = 2 * DIGEST_BYTES + 1 };

struct digest_sum {
    uint64_t lane[4];
    long count;
};

/* Appends the length and the bytes, so that no two lists of values give the same text; NULL differs from "".
 */
void digest_put(struct strbuf *b, const void *bytes, size_t length);
void digest_put_text(struct strbuf *b, const char *text);
void digest_put_number(struct strbuf *b, uint64_t number);
void digest_of(const struct strbuf *b, unsigned char out[DIGEST_BYTES]);

/* scratch is cleared and used. */
void digest_leaf(struct strbuf *scratch, const char *template_hash, const char *const fields[FIELD_COUNT],
                 const void *normal, size_t length, unsigned char leaf[DIGEST_BYTES]);

/* The state of the running hash, as bytes: a seal lives in arenas and is copied, the library wants 64-byte
 * alignment. */
struct digest_seal {
    unsigned char state[sizeof(crypto_generichash_state)];
};
void digest_seal_begin(struct digest_seal *seal);
void digest_seal_add(struct digest_seal *seal, long revision, long ret,
                     const unsigned char leaf[DIGEST_BYTES], const char *raw,
                     size_t raw_length); /* raw may be NULL */
void digest_seal_end(struct digest_seal *seal, unsigned char out[DIGEST_BYTES]);

void digest_sum_add(struct digest_sum *sum, const unsigned char leaf[DIGEST_BYTES]);
void digest_sum_remove(struct digest_sum *sum, const unsigned char leaf[DIGEST_BYTES]);
void digest_sum_join(struct digest_sum *sum, const struct digest_sum *other);
void digest_sum_write(const struct digest_sum *sum, unsigned char out[DIGEST_BYTES]);
bool digest_sum_read(struct digest_sum *sum, const void *bytes, size_t length, long count);

void digest_hex(const unsigned char digest[DIGEST_BYTES], char out[DIGEST_HEX]);

#endif
