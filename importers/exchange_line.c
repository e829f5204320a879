#include "importers/exchange_line.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/questionnaire/wording.h"
#include "engine/response/finding.h"
#include "engine/response/message.h"

#include <string.h>

/* --- lines --- */

void exchange_lines_begin(struct exchange_lines *lines, const struct source *source) {
    *lines = (struct exchange_lines){.source = source};
    crypto_generichash_init(&lines->digest, NULL, 0, crypto_generichash_BYTES);
}

static bool cut_off(struct fault *f) {
    return fault_set(f, _("the bundle is cut off here; send it again, or copy it again"));
}

int exchange_lines_next(struct exchange_lines *lines, struct arena *arena, const struct json **json,
                        struct fault *f) {
    const struct source *source = lines->source;
    const unsigned char *from = source->bytes + lines->at;
    size_t left = source->length - lines->at;
    if (!left)
        return 0;
    lines->number++;
    const unsigned char *end = memchr(from, '\n', left < EXCHANGE_LINE_MAX ? left : EXCHANGE_LINE_MAX);
    if (!end) {
        if (left < EXCHANGE_LINE_MAX)
            cut_off(f);
        else
            fault_set(f, _("the line is longer than %d MB; this is no bundle of shukei"),
                      EXCHANGE_LINE_MAX >> 20);
        return -1;
    }
    size_t length = (size_t)(end - from);
    *json = json_parse(arena, (const char *)from, length, source->path, f);
    lines->before = lines->digest;
    crypto_generichash_update(&lines->digest, from, length + 1);
    lines->at += length + 1;
    if (lines->at - lines->forgotten > SOURCE_STRIDE)
        source_forget(source, lines->forgotten = lines->at);
    if (!*json)
        return -1;
    return json_expect(*json, JSON_OBJECT, f) ? 1 : -1;
}

/* --- small values --- */

static bool read_hex(const struct json *object, const char *key, bool required, unsigned char *out,
                     size_t size, bool *there, struct fault *f) {
    const char *text = NULL;
    const struct json *node = json_member(object, key);
    *there = node && node->kind != JSON_NULL;
    if (!*there)
        return !required || json_fault(f, object, _("\"%s\" is missing"), key);
    size_t read;
    return json_get_string(object, key, true, &text, f) &&
           ((strlen(text) == 2 * size && sodium_hex2bin(out, size, text, 2 * size, NULL, &read, NULL) == 0 &&
             read == size) ||
            json_fault(f, node, _("expected %zu hexadecimal digits"), 2 * size));
}

static bool read_id(const struct json *object, const char *key, struct exchange_id *id, struct fault *f) {
    bool there;
    return read_hex(object, key, true, id->bytes, sizeof id->bytes, &there, f);
}

/* A string, or NULL where null stands or nothing. */
static bool read_text(const struct json *object, const char *key, const char **out, struct fault *f) {
    const struct json *node = json_member(object, key);
    *out = NULL;
    return !node || node->kind == JSON_NULL || json_get_string(object, key, true, out, f);
}

static bool read_status(const struct json *object, const char *key, bool required, int *out,
                        struct fault *f) {
    const char *text;
    *out = -1;
    if (!read_text(object, key, &text, f))
        return false;
    if (!text)
        return !required || json_fault(f, object, _("\"%s\" is missing"), key);
    for (int status = RETURN_ACCEPTED; status <= RETURN_VOID; status++)
        if (strcmp(store_status_key((enum return_status)status), text) == 0)
            *out = status;
    return *out >= 0 || json_fault(f, json_member(object, key), _("\"%s\" is no status of a return"), text);
}

/* An array of strings, joined as the store keeps rows; NULL for null. */
static bool read_cells(struct arena *arena, const struct json *object, const char *key, const char **out,
                       size_t *length, struct fault *f) {
    const struct json *node = json_member(object, key);
    struct strbuf b = {0};
    bool done = true;
    *out = NULL;
    *length = 0;
    if (!node || node->kind == JSON_NULL)
        return true;
    if (!json_expect(node, JSON_ARRAY, f))
        return false;
    strbuf_add(&b, "");
    for (const struct json *cell = node->first; done && cell; cell = cell->next) {
        done = json_expect(cell, JSON_STRING, f);
        if (cell != node->first)
            strbuf_char(&b, '\x1F');
        strbuf_add(&b, done ? cell->string : "");
    }
    *out = arena_strndup(arena, b.text, b.length);
    *length = b.length;
    strbuf_end(&b);
    return done;
}

/* --- header --- */

static bool is_ours(const struct json *line, struct fault *f) {
    const char *what = NULL;
    long version = 0;
    if (!json_get_string(line, "shukei", false, &what, f))
        return false;
    if (!what || strcmp(what, "exchange") != 0)
        return fault_set(f, _("this is no bundle of shukei; its first line is not the header of one"));
    if (!json_get_integer(line, "version", true, &version, f))
        return false;
    return (version >= 1 && version <= EXCHANGE_VERSION) ||
           fault_set(f, _("the bundle is in version %ld of the format, this program reads version %d; %s"),
                     version, EXCHANGE_VERSION,
                     version > EXCHANGE_VERSION ? _("install the newer program") : _("send it again"));
}

static const struct questionnaire *read_template(struct arena *arena, const struct json *node,
                                                 const char *survey, struct fault *f) {
    const char *hash, *bytes;
    if (!json_expect(node, JSON_OBJECT, f) || !json_get_string(node, "hash", true, &hash, f) ||
        !json_get_string(node, "bytes", true, &bytes, f))
        return NULL;
    const struct questionnaire *q = questionnaire_parse(arena, bytes, strlen(bytes), survey, f);
    if (q && (strcmp(q->hash, hash) != 0 || strcmp(q->id, survey) != 0)) {
        json_fault(f, node, _("the questionnaire is not the one that its hash names; send the bundle again"));
        return NULL;
    }
    return q;
}

static bool read_templates(struct arena *arena, const struct json *line, struct exchange_header *out,
                           struct fault *f) {
    const struct json *list;
    const char *newest;
    if (!json_get_array(line, "templates", true, &list, f) ||
        !json_get_string(line, "template", true, &newest, f))
        return false;
    out->templates = arena_array(arena, list->count, sizeof *out->templates);
    out->newest = list->count;
    for (const struct json *node = list->first; node; node = node->next) {
        const struct questionnaire *q = read_template(arena, node, out->survey, f);
        if (!q)
            return false;
        if (strcmp(q->hash, newest) == 0)
            out->newest = out->template_count;
        out->templates[out->template_count++] = q;
    }
    return out->newest < list->count ||
           json_fault(f, list, _("the newest version %s is not among them"), newest);
}

bool exchange_line_header(struct arena *arena, const struct json *line, struct exchange_header *out,
                          struct fault *f) {
    *out = (struct exchange_header){0};
    return is_ours(line, f) && json_get_string(line, "survey", true, &out->survey, f) &&
           read_templates(arena, line, out, f) && json_get_integer(line, "returns", true, &out->returns, f) &&
           json_get_bool(line, "with_text", true, &out->with_text, f) &&
           json_get_bool(line, "with_identity", true, &out->with_identity, f);
}

bool exchange_line_source(const struct json *line, struct arena *arena, struct exchange_source *out,
                          struct fault *f) {
    bool there;
    size_t length;
    *out = (struct exchange_source){0};
    return json_get_integer(line, "source", true, &out->number, f) &&
           json_get_string(line, "file", true, &out->file, f) &&
           read_hex(line, "sha256", true, out->sha256, sizeof out->sha256, &there, f) &&
           read_cells(arena, line, "headings", &out->headings, &length, f);
}

/* --- returns --- */

static bool read_fields(const struct json *node, struct response *response, struct fault *f) {
    for (const struct json *field = node->first; field; field = field->next) {
        int at = 0;
        while (at < FIELD_COUNT && strcmp(wording_field_keys[at], field->key) != 0)
            at++;
        if (at == FIELD_COUNT)
            return json_fault(f, field, _("a return has no field \"%s\""), field->key);
        if (!json_expect(field, JSON_STRING, f))
            return false;
        response->fields[at] = field->string;
    }
    return true;
}

static bool read_answers(struct arena *arena, const struct questionnaire *q, const struct json *node,
                         struct response *response, struct fault *f) {
    for (const struct json *answer = node->first; answer; answer = answer->next) {
        int at = questionnaire_find(q, answer->key);
        if (at < 0)
            return json_fault(f, answer, _("the questionnaire has no question \"%s\""), answer->key);
        if (!exchange_answer(arena, &q->questions[at], answer, &response->answers[at], f))
            return false;
    }
    return true;
}

static bool read_withheld(const struct json *node, unsigned *out, struct fault *f) {
    const struct json *list;
    *out = 0;
    if (!json_get_array(node, "withheld", true, &list, f))
        return false;
    for (const struct json *part = list->first; part; part = part->next) {
        if (!json_expect(part, JSON_STRING, f))
            return false;
        if (strcmp(part->string, "text") == 0)
            *out |= EXCHANGE_TEXT;
        else if (strcmp(part->string, "identity") == 0)
            *out |= EXCHANGE_IDENTITY;
        else
            return json_fault(f, part, _("nothing is known of a part \"%s\""), part->string);
    }
    return true;
}

static bool find_template(const struct exchange_header *header, const struct json *node,
                          const struct questionnaire **q, struct fault *f) {
    const char *hash;
    if (!json_get_string(node, "template", true, &hash, f))
        return false;
    for (size_t i = 0; i < header->template_count; i++)
        if (strcmp(header->templates[i]->hash, hash) == 0) {
            *q = header->templates[i];
            return true;
        }
    return json_fault(f, node, _("the version %s of the questionnaire is not in the header"), hash);
}

static bool read_revision(struct arena *arena, const struct exchange_header *header, const struct json *node,
                          struct exchange_revision *out, struct fault *f) {
    const struct json *fields, *answers;
    *out = (struct exchange_revision){0};
    if (!json_expect(node, JSON_OBJECT, f) || !read_id(node, "id", &out->id, f) ||
        !find_template(header, node, &out->q, f) || !read_withheld(node, &out->withheld, f) ||
        !json_get_string(node, "at", true, &out->at, f) ||
        !json_get_string(node, "who", true, &out->who, f) || !read_text(node, "why", &out->why, f) ||
        !json_get_object(node, "fields", true, &fields, f) ||
        !json_get_object(node, "answers", true, &answers, f))
        return false;
    out->response = response_create(arena, out->q);
    return read_fields(fields, out->response, f) && read_answers(arena, out->q, answers, out->response, f) &&
           read_cells(arena, node, "raw", &out->raw, &out->raw_length, f);
}

static bool read_revisions(struct arena *arena, const struct exchange_header *header, const struct json *line,
                           struct exchange_return *out, struct fault *f) {
    const struct json *list;
    if (!json_get_array(line, "revisions", true, &list, f))
        return false;
    if (!list->count)
        return json_fault(f, list, _("a return has at least one revision"));
    out->revisions = arena_array(arena, list->count, sizeof *out->revisions);
    for (const struct json *node = list->first; node; node = node->next)
        if (!read_revision(arena, header, node, &out->revisions[out->revision_count++], f))
            return false;
    return true;
}

static bool read_severity(const struct json *node, enum rule_severity *out, struct fault *f) {
    const char *text;
    if (!json_get_string(node, "severity", true, &text, f))
        return false;
    for (int severity = RULE_INFO; severity <= RULE_ERROR; severity++)
        if (strcmp(finding_severity_key((enum rule_severity)severity), text) == 0) {
            *out = (enum rule_severity)severity;
            return true;
        }
    return json_fault(f, node, _("\"%s\" is no severity"), text);
}

/* A string, or a message in its parts. */
static bool read_message(struct arena *arena, const struct json *object, const char *key, const char **out,
                         struct fault *f) {
    const struct json *node = json_member(object, key);
    if (!node || node->kind != JSON_ARRAY)
        return read_text(object, key, out, f);
    *out = message_from_json(arena, node, f);
    return *out != NULL;
}

static bool read_finding(struct arena *arena, const struct json *node, struct exchange_finding *out,
                         struct fault *f) {
    *out = (struct exchange_finding){0};
    if (!json_expect(node, JSON_OBJECT, f) || !read_text(node, "question", &out->question, f) ||
        !json_get_string(node, "rule", true, &out->rule, f) || !read_severity(node, &out->severity, f) ||
        !json_get_string(node, "state", true, &out->state, f) ||
        !read_message(arena, node, "message", &out->message, f) ||
        !read_text(node, "value", &out->value, f) ||
        !read_message(arena, node, "suggestion", &out->suggestion, f))
        return false;
    return strcmp(out->state, "open") == 0 || strcmp(out->state, "resolved") == 0 ||
           strcmp(out->state, "accepted") == 0 ||
           json_fault(f, node, _("\"%s\" is no state of a finding"), out->state);
}

static bool read_findings(struct arena *arena, const struct json *line, struct exchange_return *out,
                          struct fault *f) {
    const struct json *list;
    if (!json_get_array(line, "findings", true, &list, f))
        return false;
    out->findings = arena_array(arena, list->count, sizeof *out->findings);
    for (const struct json *node = list->first; node; node = node->next)
        if (!read_finding(arena, node, &out->findings[out->finding_count++], f))
            return false;
    return true;
}

static bool read_masks(struct arena *arena, const struct json *line, struct exchange_return *out,
                       struct fault *f) {
    const struct json *list;
    if (!json_get_array(line, "masked", false, &list, f))
        return false;
    if (!list)
        return true;
    out->masks = arena_array(arena, list->count, sizeof *out->masks);
    for (const struct json *node = list->first; node; node = node->next) {
        struct exchange_mask *mask = &out->masks[out->mask_count++];
        bool there;
        if (!json_expect(node, JSON_OBJECT, f) ||
            !json_get_string(node, "question", true, &mask->question, f) ||
            !json_get_string(node, "text", true, &mask->text, f) ||
            !read_hex(node, "original", true, mask->original, sizeof mask->original, &there, f))
            return false;
    }
    return true;
}

static bool read_place(const struct json *line, struct exchange_return *out, struct fault *f) {
    const struct json *source = json_member(line, "source");
    long row = 0;
    if (source && source->kind != JSON_NULL && !json_get_integer(line, "source", true, &out->source, f))
        return false;
    if (!json_get_integer(line, "row", true, &row, f))
        return false;
    if (row < 0)
        return json_fault(f, json_member(line, "row"), _("rows are counted from 1"));
    out->row = (size_t)row;
    return true;
}

bool exchange_line_return(struct arena *arena, const struct exchange_header *header, const struct json *line,
                          struct exchange_return *out, struct fault *f) {
    int status;
    *out = (struct exchange_return){0};
    if (!read_id(line, "return", &out->id, f) || !read_status(line, "status", true, &status, f) ||
        !read_status(line, "base", false, &out->base, f) || !read_text(line, "why", &out->why, f) ||
        !json_get_integer(line, "decided", true, &out->decided, f) ||
        !read_hex(line, "duplicate_of", false, out->original.bytes, sizeof out->original.bytes,
                  &out->duplicate, f))
        return false;
    out->status = (enum return_status)status;
    if (out->duplicate != (out->status == RETURN_DUPLICATE))
        return json_fault(f, line, _("a duplicate, and nothing else, names the return that it repeats"));
    return read_place(line, out, f) && read_revisions(arena, header, line, out, f) &&
           read_findings(arena, line, out, f) && read_masks(arena, line, out, f);
}

bool exchange_line_end(const struct exchange_lines *lines, const struct json *line, long returns,
                       struct fault *f) {
    unsigned char said[crypto_generichash_BYTES], made[crypto_generichash_BYTES];
    bool there;
    long count;
    crypto_generichash_state state = lines->before;
    crypto_generichash_final(&state, made, sizeof made);
    if (!json_get_integer(line, "returns", true, &count, f) ||
        !read_hex(line, "digest", true, said, sizeof said, &there, f))
        return false;
    if (count != returns || memcmp(said, made, sizeof said) != 0)
        return fault_set(
            f, _("the bundle was changed or damaged on its way (its digest differs); send it again"));
    return lines->at == lines->source->length ||
           fault_set(f, _("something follows the end of the bundle; send it again"));
}
