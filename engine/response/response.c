/*
 * The encoding, in template order.  One byte says which encoding it is (ENCODING_VERSION); then per question
 * a tag:
 *
 *     0x10 + v   GIVEN without text, v = 0..239: the option's position (single, prefecture), the bits (multi),
 *                or the whole number v (number)
 *     0x00 + s   state s (enum answer_state), without text
 *     0x08 + s   state s, with text
 *
 * After a tag below 0x10 with state GIVEN stands the value: position or bits as a varint, number (millionths)
 * or date (days) as a zigzag varint; free text has no value.  After a tag with text stand its length as a
 * varint and its bytes, without a final NUL.  The ISO form of a date is made anew on reading.
 *
 * So the common answers, a single without words, a few ticks, a small count, a silence, are one byte each: S1
 * with 24 questions is some 25 bytes a return.  Varints are little-endian base 128, at most ten bytes.
 */
#include "engine/response/response.h"

#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum {
    ENCODING_VERSION = 1,
    TAG_STATE = 0x07,
    TAG_TEXT = 0x08,
    TAG_SMALL = 0x10,
    SMALL_COUNT = 0x100 - TAG_SMALL,
};

struct response *response_create(struct arena *arena, const struct questionnaire *q) {
    struct response *response = arena_alloc(arena, sizeof *response);
    response->answers = arena_array(arena, q->question_count, sizeof *response->answers);
    for (size_t i = 0; i < q->question_count; i++)
        response->answers[i] = (struct answer){.state = ANSWER_NO_ANSWER, .code = -1};
    return response;
}

struct response *response_clone(struct arena *arena, const struct questionnaire *q,
                                const struct response *from) {
    struct response *to = arena_alloc(arena, sizeof *to);
    for (size_t i = 0; i < FIELD_COUNT; i++)
        to->fields[i] = arena_strdup(arena, from->fields[i]);
    to->answers = arena_copy(arena, from->answers, q->question_count * sizeof *from->answers);
    for (size_t i = 0; i < q->question_count; i++) {
        to->answers[i].text = arena_strdup(arena, from->answers[i].text);
        to->answers[i].raw = arena_strdup(arena, from->answers[i].raw);
    }
    return to;
}

bool answer_has(const struct question *question, const struct answer *answer, int option) {
    if (answer->state != ANSWER_GIVEN || option < 0)
        return false;
    if (question->kind == QUESTION_MULTI)
        return option < QUESTION_OPTIONS_MAX && (answer->bits >> option & 1) != 0;
    return answer->code == option;
}

bool answer_equal(const struct answer *a, const struct answer *b) {
    return a->state == b->state && a->code == b->code && a->bits == b->bits && a->number == b->number &&
           text_same(a->text, b->text);
}

bool response_differs(const struct questionnaire *q, const struct response *a, const struct response *b,
                      bool *edited) {
    bool any = false;
    for (size_t i = 0; i < q->question_count; i++) {
        const bool differs = !answer_equal(&a->answers[i], &b->answers[i]);
        any = any || differs;
        if (edited)
            edited[i] = differs;
    }
    return any;
}

static void put_varint(struct strbuf *out, uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        strbuf_char(out, (char)(value | 0x80));
    strbuf_char(out, (char)value);
}

static uint64_t zigzag(int64_t value) {
    return ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t value) {
    return (int64_t)(value >> 1 ^ (value & 1 ? UINT64_MAX : 0));
}

/* Whether the answer fits the one-byte form, and as what. */
static bool small_value(const struct question *question, const struct answer *answer, uint64_t *value) {
    if (answer->state != ANSWER_GIVEN || answer->text)
        return false;
    switch (question->kind) {
    case QUESTION_SINGLE:
    case QUESTION_PREFECTURE:
        *value = (uint64_t)answer->code;
        break;
    case QUESTION_MULTI:
        *value = answer->bits;
        break;
    case QUESTION_NUMBER:
        if (answer->number < 0 || answer->number % NUMBER_ONE != 0)
            return false;
        *value = (uint64_t)(answer->number / NUMBER_ONE);
        break;
    default:
        return false;
    }
    return *value < SMALL_COUNT;
}

static void put_value(const struct question *question, const struct answer *answer, struct strbuf *out) {
    switch (question->kind) {
    case QUESTION_SINGLE:
    case QUESTION_PREFECTURE:
        assert(answer->code >= 0 && (size_t)answer->code < question->option_count);
        put_varint(out, (uint64_t)answer->code);
        break;
    case QUESTION_MULTI:
        put_varint(out, answer->bits);
        break;
    case QUESTION_NUMBER:
    case QUESTION_DATE:
        put_varint(out, zigzag(answer->number));
        break;
    case QUESTION_TEXT:
        break;
    }
}

static void put_answer(const struct question *question, const struct answer *answer, struct strbuf *out) {
    uint64_t value;
    if (small_value(question, answer, &value)) {
        strbuf_char(out, (char)(TAG_SMALL + value));
        return;
    }
    bool given = answer->state == ANSWER_GIVEN;
    const char *text = given && question->kind == QUESTION_DATE ? NULL : answer->text;
    strbuf_char(out, (char)((int)answer->state | (text ? TAG_TEXT : 0)));
    if (given)
        put_value(question, answer, out);
    if (text) {
        size_t length = strlen(text);
        put_varint(out, length);
        strbuf_add_bytes(out, text, length);
    }
}

void response_encode(const struct questionnaire *q, const struct response *response, struct strbuf *out) {
    strbuf_char(out, ENCODING_VERSION);
    for (size_t i = 0; i < q->question_count; i++)
        put_answer(&q->questions[i], &response->answers[i], out);
}

struct cursor {
    const unsigned char *at, *end;
};

static inline bool get_varint(struct cursor *c, uint64_t *out) {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && c->at < c->end; shift += 7) {
        unsigned char byte = *c->at++;
        if (shift == 63 && byte > 1)
            return false;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *out = value;
            return true;
        }
    }
    return false;
}

/* Puts a value of the wire where its kind belongs; false when the template has no such answer. */
static inline bool set_value(const struct question *question, uint64_t value, struct answer *answer) {
    switch (question->kind) {
    case QUESTION_SINGLE:
    case QUESTION_PREFECTURE:
        answer->code = (int)value;
        return value < question->option_count;
    case QUESTION_MULTI:
        answer->bits = value;
        return question->option_count >= QUESTION_OPTIONS_MAX || value >> question->option_count == 0;
    case QUESTION_NUMBER:
    case QUESTION_DATE:
        answer->number = unzigzag(value);
        return true;
    case QUESTION_TEXT:
        return false;
    }
    return false;
}

static inline bool set_small(const struct question *question, uint64_t value, struct answer *answer) {
    if (question->kind == QUESTION_NUMBER) {
        answer->number = (int64_t)value * NUMBER_ONE;
        return true;
    }
    return question->kind != QUESTION_DATE && set_value(question, value, answer);
}

static bool get_text(struct cursor *c, struct answer *answer) {
    uint64_t length;
    if (!get_varint(c, &length) || length > (uint64_t)(c->end - c->at))
        return false;
    answer->text = (const char *)c->at;
    answer->text_length = (size_t)length;
    c->at += length;
    return true;
}

static inline bool get_answer(struct cursor *c, const struct question *question, struct answer *answer) {
    *answer = (struct answer){.code = -1};
    if (c->at == c->end)
        return false;
    unsigned tag = *c->at++;
    if (tag >= TAG_SMALL)
        return set_small(question, tag - TAG_SMALL, answer);
    if ((tag & TAG_STATE) >= ANSWER_STATES)
        return false;
    answer->state = tag & TAG_STATE;
    if (answer->state == ANSWER_GIVEN && question->kind != QUESTION_TEXT) {
        uint64_t value;
        if (!get_varint(c, &value) || !set_value(question, value, answer))
            return false;
    }
    return !(tag & TAG_TEXT) || get_text(c, answer);
}

static bool begin(struct cursor *c, const void *bytes, size_t length, struct fault *f) {
    if (length == 0)
        return fault_set(f, _("the stored answers are empty; `shukei verify` shows what is damaged"));
    c->at = bytes;
    c->end = c->at + length;
    unsigned version = *c->at++;
    if (version == ENCODING_VERSION)
        return true;
    return fault_set(
        f,
        _("the stored answers are in encoding %u, which this program does not know; `shukei verify` "
          "shows what is damaged"),
        version);
}

static bool damaged(const struct cursor *c, const void *bytes, const struct question *question,
                    struct fault *f) {
    return fault_set(
        f,
        _("the stored answers are damaged at byte %zu (question %s); `shukei verify` shows what is "
          "damaged"),
        (size_t)(c->at - (const unsigned char *)bytes), question->id);
}

static bool at_end(const struct cursor *c, struct fault *f) {
    if (c->at == c->end)
        return true;
    return fault_set(
        f,
        _("the stored answers are %zu bytes too long for their template; `shukei verify` shows what "
          "is damaged"),
        (size_t)(c->end - c->at));
}

bool response_scan(const struct questionnaire *q, const void *bytes, size_t length,
                   const struct answer_visitor *visitor, struct fault *f) {
    struct cursor c;
    if (!begin(&c, bytes, length, f))
        return false;
    for (size_t i = 0; i < q->question_count; i++) {
        struct answer answer;
        if (!get_answer(&c, &q->questions[i], &answer))
            return damaged(&c, bytes, &q->questions[i], f);
        visitor->visit(visitor->data, i, &answer);
    }
    return at_end(&c, f);
}

/* The wire's text as a string of the arena; false when it is not text. */
static bool own_text(struct arena *arena, const struct question *question, struct answer *answer) {
    if (question->kind == QUESTION_DATE && answer->state == ANSWER_GIVEN && !answer->text) {
        char iso[CALENDAR_TEXT];
        answer->text = arena_strdup(arena, calendar_iso(iso, answer->number));
        answer->text_length = strlen(answer->text);
    } else if (answer->text) {
        if (memchr(answer->text, 0, answer->text_length) || !utf8_valid(answer->text, answer->text_length))
            return false;
        answer->text = arena_strndup(arena, answer->text, answer->text_length);
    }
    return true;
}

bool response_decode(struct arena *arena, const struct questionnaire *q, const void *bytes, size_t length,
                     struct response *out, struct fault *f) {
    struct cursor c;
    if (!begin(&c, bytes, length, f))
        return false;
    out->answers = arena_array(arena, q->question_count, sizeof *out->answers);
    for (size_t i = 0; i < q->question_count; i++)
        if (!get_answer(&c, &q->questions[i], &out->answers[i]) ||
            !own_text(arena, &q->questions[i], &out->answers[i]))
            return damaged(&c, bytes, &q->questions[i], f);
    return at_end(&c, f);
}

/* The length before each text keeps ("1", "23") apart from ("12", "3"); a missing field differs from an empty
 * one. */
static void hash_field(struct strbuf *b, const char *field) {
    put_varint(b, field ? strlen(field) + 1 : 0);
    if (field)
        strbuf_add(b, field);
}

uint64_t response_hash(const struct questionnaire *q, const struct response *response) {
    static const unsigned char key[crypto_shorthash_KEYBYTES] = "shukei response";
    struct strbuf b = {0};
    hash_field(&b, response->fields[FIELD_SHEET]);
    hash_field(&b, response->fields[FIELD_INSTITUTION]);
    hash_field(&b, response->fields[FIELD_ASSOCIATION]);
    response_encode(q, response, &b);
    unsigned char bytes[crypto_shorthash_BYTES];
    crypto_shorthash(bytes, (const unsigned char *)b.text, b.length, key);
    strbuf_end(&b);
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof bytes; i++)
        hash = hash << 8 | bytes[i];
    return hash;
}
