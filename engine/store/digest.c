#include "engine/store/digest.h"

#include <string.h>

static void number_bytes(uint64_t number, unsigned char out[8]) {
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)(number >> (8 * i));
}

static uint64_t bytes_number(const unsigned char bytes[8]) {
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number |= (uint64_t)bytes[i] << (8 * i);
    return number;
}

void digest_put_number(struct strbuf *b, uint64_t number) {
    unsigned char bytes[8];
    number_bytes(number, bytes);
    strbuf_add_bytes(b, bytes, sizeof bytes);
}

void digest_put(struct strbuf *b, const void *bytes, size_t length) {
    uint64_t mark = bytes ? length : UINT64_MAX;
    digest_put_number(b, mark);
    if (bytes)
        strbuf_add_bytes(b, bytes, length);
}

void digest_put_text(struct strbuf *b, const char *text) {
    digest_put(b, text, text ? strlen(text) : 0);
}

void digest_of(const struct strbuf *b, unsigned char out[DIGEST_BYTES]) {
    crypto_generichash(out, DIGEST_BYTES, (const unsigned char *)b->text, b->length, NULL, 0);
}

void digest_leaf(struct strbuf *scratch, const char *template_hash, const char *const fields[FIELD_COUNT],
                 const void *normal, size_t length, unsigned char leaf[DIGEST_BYTES]) {
    strbuf_clear(scratch);
    strbuf_add(scratch, template_hash);
    for (int i = 0; i < FIELD_COUNT; i++)
        digest_put_text(scratch, fields[i]);
    strbuf_add_bytes(scratch, normal, length);
    digest_of(scratch, leaf);
}

void digest_seal_begin(struct digest_seal *seal) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, DIGEST_BYTES);
    memcpy(seal->state, &state, sizeof state);
}

void digest_seal_add(struct digest_seal *seal, long revision, long ret,
                     const unsigned char leaf[DIGEST_BYTES], const char *raw, size_t raw_length) {
    unsigned char head[24 + DIGEST_BYTES];
    number_bytes((uint64_t)revision, head);
    number_bytes((uint64_t)ret, head + 8);
    number_bytes(raw ? raw_length : UINT64_MAX, head + 16);
    memcpy(head + 24, leaf, DIGEST_BYTES);
    crypto_generichash_state state;
    memcpy(&state, seal->state, sizeof state);
    crypto_generichash_update(&state, head, sizeof head);
    if (raw)
        crypto_generichash_update(&state, (const unsigned char *)raw, raw_length);
    memcpy(seal->state, &state, sizeof state);
}

void digest_seal_end(struct digest_seal *seal, unsigned char out[DIGEST_BYTES]) {
    crypto_generichash_state state;
    memcpy(&state, seal->state, sizeof state);
    crypto_generichash_final(&state, out, DIGEST_BYTES);
}

void digest_sum_add(struct digest_sum *sum, const unsigned char leaf[DIGEST_BYTES]) {
    for (int i = 0; i < 4; i++)
        sum->lane[i] += bytes_number(leaf + 8 * i);
    sum->count++;
}

void digest_sum_remove(struct digest_sum *sum, const unsigned char leaf[DIGEST_BYTES]) {
    for (int i = 0; i < 4; i++)
        sum->lane[i] -= bytes_number(leaf + 8 * i);
    sum->count--;
}

void digest_sum_join(struct digest_sum *sum, const struct digest_sum *other) {
    for (int i = 0; i < 4; i++)
        sum->lane[i] += other->lane[i];
    sum->count += other->count;
}

void digest_sum_write(const struct digest_sum *sum, unsigned char out[DIGEST_BYTES]) {
    for (int i = 0; i < 4; i++)
        number_bytes(sum->lane[i], out + 8 * i);
}

bool digest_sum_read(struct digest_sum *sum, const void *bytes, size_t length, long count) {
    if (length != DIGEST_BYTES)
        return false;
    for (int i = 0; i < 4; i++)
        sum->lane[i] = bytes_number((const unsigned char *)bytes + 8 * i);
    sum->count = count;
    return true;
}

void digest_hex(const unsigned char digest[DIGEST_BYTES], char out[DIGEST_HEX]) {
    sodium_bin2hex(out, DIGEST_HEX, digest, DIGEST_BYTES);
}
