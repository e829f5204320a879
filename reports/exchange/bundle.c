#include "reports/exchange/bundle.h"

#include "engine/base/calendar.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/wording.h"
#include "engine/response/finding.h"
#include "engine/response/message.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

struct bundle {
    FILE *out;
    struct strbuf line;
    crypto_generichash_state hash;
    long returns;
};

static bool put_line(struct bundle *b, struct fault *f) {
    strbuf_char(&b->line, '\n');
    crypto_generichash_update(&b->hash, (const unsigned char *)b->line.text, b->line.length);
    bool done = fwrite(b->line.text, 1, b->line.length, b->out) == b->line.length;
    strbuf_clear(&b->line);
    return done || fault_errno(f, _("the bundle"));
}

static const char *truth(bool value) {
    return value ? "true" : "false";
}

/* --- answers --- */

/* As few places as the number has. */
static void add_number(struct strbuf *out, int64_t number) {
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    uint64_t part = size % NUMBER_ONE;
    strbuf_printf(out, "\"%s%" PRIu64, number < 0 ? "-" : "", size / NUMBER_ONE);
    if (part) {
        char places[NUMBER_DECIMALS + 2];
        snprintf(places, sizeof places, "%06" PRIu64, part);
        size_t length = NUMBER_DECIMALS;
        while (places[length - 1] == '0')
            places[--length] = '\0';
        strbuf_printf(out, ".%s", places);
    }
    strbuf_char(out, '"');
}

static void add_options(struct strbuf *out, const struct question *question, const struct answer *answer) {
    const char *comma = "";
    strbuf_char(out, '[');
    for (size_t i = 0; i < question->option_count; i++)
        if (answer_has(question, answer, (int)i)) {
            strbuf_add(out, comma);
            json_add_string(out, question->options[i].id);
            comma = ", ";
        }
    strbuf_char(out, ']');
}

static void add_value(struct strbuf *out, const struct question *question, const struct answer *answer) {
    char iso[CALENDAR_TEXT];
    switch (question->kind) {
    case QUESTION_SINGLE:
    case QUESTION_PREFECTURE:
        json_add_string(out, question->options[answer->code].id);
        break;
    case QUESTION_MULTI:
        add_options(out, question, answer);
        break;
    case QUESTION_NUMBER:
        add_number(out, answer->number);
        break;
    case QUESTION_DATE:
        json_add_string(out, calendar_iso(iso, answer->number));
        break;
    case QUESTION_TEXT:
        json_add_string(out, answer->text);
        break;
    }
}

static void add_words(struct strbuf *out, const char *words) {
    if (words) {
        strbuf_add(out, ", \"text\": ");
        json_add_string(out, words);
    }
    strbuf_char(out, '}');
}

static void add_answer(struct strbuf *out, const struct question *question, const struct answer *answer) {
    bool text = question->kind == QUESTION_TEXT;
    const char *words = question->kind == QUESTION_DATE || text ? NULL : answer->text;
    if (answer->state != ANSWER_GIVEN || (text && !answer->text)) {
        strbuf_printf(out, "{\"state\": \"%s\"", answer_state_key(answer->state));
        add_words(out, answer->state == ANSWER_GIVEN ? NULL : answer->text);
    } else if (words) {
        strbuf_add(out, "{\"value\": ");
        add_value(out, question, answer);
        add_words(out, words);
    } else {
        add_value(out, question, answer);
    }
}

static void add_answers(struct strbuf *out, const struct exchange_revision *r) {
    strbuf_add(out, ", \"answers\": {");
    for (size_t i = 0; i < r->q->question_count; i++) {
        strbuf_printf(out, "%s\"%s\": ", i ? ", " : "", r->q->questions[i].id);
        add_answer(out, &r->q->questions[i], &r->response->answers[i]);
    }
    strbuf_char(out, '}');
}

static void add_fields(struct strbuf *out, const struct response *response) {
    const char *comma = "";
    strbuf_add(out, ", \"fields\": {");
    for (int i = 0; i < FIELD_COUNT; i++)
        if (response->fields[i]) {
            strbuf_printf(out, "%s\"%s\": ", comma, wording_field_keys[i]);
            json_add_string(out, response->fields[i]);
            comma = ", ";
        }
    strbuf_char(out, '}');
}

/* --- rows as written --- */

/* "a", "b" of what is joined by U+001F. */
static void add_cells(struct strbuf *out, const char *joined, size_t length) {
    struct strbuf cell = {0};
    if (!joined) {
        strbuf_add(out, "null");
        return;
    }
    strbuf_char(out, '[');
    for (const char *from = joined, *end = joined + length;;) {
        const char *at = memchr(from, '\x1F', (size_t)(end - from));
        strbuf_clear(&cell);
        strbuf_add_bytes(&cell, from, (size_t)((at ? at : end) - from));
        json_add_string(out, cell.text);
        if (!at)
            break;
        strbuf_add(out, ", ");
        from = at + 1;
    }
    strbuf_char(out, ']');
    strbuf_end(&cell);
}

/* --- returns --- */

static void add_withheld(struct strbuf *out, unsigned parts) {
    static const char *const lists[] = {"[]", "[\"text\"]", "[\"identity\"]", "[\"text\", \"identity\"]"};
    strbuf_printf(out, ", \"withheld\": %s", lists[parts & EXCHANGE_PARTS]);
}

static void add_revision(struct strbuf *out, const struct exchange_revision *r) {
    char hex[EXCHANGE_ID_HEX];
    strbuf_printf(out, "{\"id\": \"%s\", \"template\": \"%s\"", exchange_hex(&r->id, hex), r->q->hash);
    add_withheld(out, r->withheld);
    json_add_member(out, "at", r->at);
    json_add_member(out, "who", r->who);
    json_add_member(out, "why", r->why);
    add_fields(out, r->response);
    add_answers(out, r);
    strbuf_add(out, ", \"raw\": ");
    add_cells(out, r->raw, r->raw_length);
    strbuf_char(out, '}');
}

static void add_finding(struct strbuf *out, const struct exchange_finding *finding) {
    strbuf_char(out, '{');
    json_add_member(out, "question", finding->question);
    json_add_member(out, "rule", finding->rule);
    json_add_member(out, "severity", finding_severity_key(finding->severity));
    json_add_member(out, "state", finding->state);
    strbuf_add(out, ", \"message\": ");
    message_to_json(out, finding->message);
    json_add_member(out, "value", finding->value);
    strbuf_add(out, ", \"suggestion\": ");
    message_to_json(out, finding->suggestion);
    strbuf_char(out, '}');
}

static void add_masks(struct strbuf *out, const struct exchange_return *item) {
    for (size_t i = 0; i < item->mask_count; i++) {
        const struct exchange_mask *mask = &item->masks[i];
        char hex[2 * sizeof mask->original + 1];
        strbuf_add(out, i ? ", {" : ", \"masked\": [{");
        json_add_member(out, "question", mask->question);
        json_add_member(out, "original",
                        sodium_bin2hex(hex, sizeof hex, mask->original, sizeof mask->original));
        json_add_member(out, "text", mask->text);
        strbuf_char(out, '}');
    }
    strbuf_add(out, item->mask_count ? "]" : "");
}

static void add_identity(struct strbuf *out, const struct exchange_return *item) {
    char hex[EXCHANGE_ID_HEX];
    strbuf_printf(out, "{\"return\": \"%s\"", exchange_hex(&item->id, hex));
    json_add_member(out, "status", store_status_key(item->status));
    json_add_member(out, "why", item->why);
    strbuf_printf(out, ", \"decided\": %ld", item->decided);
    json_add_member(out, "base", item->base < 0 ? NULL : store_status_key((enum return_status)item->base));
    json_add_member(out, "duplicate_of", item->duplicate ? exchange_hex(&item->original, hex) : NULL);
    if (item->source)
        strbuf_printf(out, ", \"source\": %ld, \"row\": %zu", item->source, item->row);
    else
        strbuf_add(out, ", \"source\": null, \"row\": 0");
}

static bool put_return(void *data, const struct exchange_return *item, struct fault *f) {
    struct bundle *b = data;
    add_identity(&b->line, item);
    strbuf_add(&b->line, ", \"revisions\": [");
    for (size_t i = 0; i < item->revision_count; i++) {
        strbuf_add(&b->line, i ? ", " : "");
        add_revision(&b->line, &item->revisions[i]);
    }
    strbuf_add(&b->line, "], \"findings\": [");
    for (size_t i = 0; i < item->finding_count; i++) {
        strbuf_add(&b->line, i ? ", " : "");
        add_finding(&b->line, &item->findings[i]);
    }
    strbuf_char(&b->line, ']');
    add_masks(&b->line, item);
    strbuf_char(&b->line, '}');
    b->returns++;
    return put_line(b, f);
}

static bool put_source(void *data, const struct exchange_source *source, struct fault *f) {
    struct bundle *b = data;
    char hex[2 * sizeof source->sha256 + 1];
    strbuf_printf(&b->line, "{\"source\": %ld", source->number);
    json_add_member(&b->line, "file", source->file);
    json_add_member(&b->line, "sha256",
                    sodium_bin2hex(hex, sizeof hex, source->sha256, sizeof source->sha256));
    strbuf_add(&b->line, ", \"headings\": ");
    add_cells(&b->line, source->headings, source->headings ? strlen(source->headings) : 0);
    strbuf_char(&b->line, '}');
    return put_line(b, f);
}

/* --- the whole --- */

static bool put_header(struct bundle *b, struct store *store, const struct questionnaire *q,
                       const struct questionnaire *const *list, size_t count, const struct bundle_spec *spec,
                       struct fault *f) {
    long returns;
    if (!exchange_count(store, spec->survey, &returns, f))
        return false;
    strbuf_printf(&b->line, "{\"shukei\": \"exchange\", \"version\": %d", EXCHANGE_VERSION);
    json_add_member(&b->line, "survey", q->id);
    json_add_member(&b->line, "title", q->title);
    json_add_member(&b->line, "template", q->hash);
    strbuf_add(&b->line, ", \"templates\": [");
    for (size_t i = 0; i < count; i++) {
        strbuf_add(&b->line, i ? ", {" : "{");
        json_add_member(&b->line, "hash", list[i]->hash);
        json_add_member(&b->line, "bytes", list[i]->json);
        strbuf_char(&b->line, '}');
    }
    strbuf_printf(&b->line, "], \"returns\": %ld, \"with_text\": %s, \"with_identity\": %s", returns,
                  truth(spec->with_text), truth(spec->with_identity));
    json_add_member(&b->line, "synthetic", q->synthetic);
    strbuf_char(&b->line, '}');
    return put_line(b, f);
}

static bool put_trailer(struct bundle *b, struct fault *f) {
    unsigned char digest[crypto_generichash_BYTES];
    char hex[2 * sizeof digest + 1];
    crypto_generichash_final(&b->hash, digest, sizeof digest);
    strbuf_printf(&b->line, "{\"end\": true, \"returns\": %ld, \"digest\": \"%s\"}\n", b->returns,
                  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest));
    return fwrite(b->line.text, 1, b->line.length, b->out) == b->line.length ||
           fault_errno(f, _("the bundle"));
}

bool bundle_write(struct arena *arena, struct store *store, const struct bundle_spec *spec, FILE *out,
                  long *returns, struct fault *f) {
    struct bundle b = {.out = out};
    const struct exchange_visitor visitor = {put_source, put_return, &b};
    const struct questionnaire **list, *q = store_questionnaire(store, arena, spec->survey, f);
    size_t count;
    unsigned withhold = (spec->with_text ? 0 : EXCHANGE_TEXT) | (spec->with_identity ? 0 : EXCHANGE_IDENTITY);
    crypto_generichash_init(&b.hash, NULL, 0, crypto_generichash_BYTES);
    bool done = q && exchange_templates(store, arena, spec->survey, &list, &count, f) &&
                put_header(&b, store, q, list, count, spec, f) &&
                exchange_each(store, spec->survey, withhold, &visitor, f) && put_trailer(&b, f);
    *returns = b.returns;
    strbuf_end(&b.line);
    return done;
}
