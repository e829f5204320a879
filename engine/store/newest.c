#include "engine/store/newest.h"

#include "engine/base/lang.h"

#include <string.h>

static bool find_version(struct newest *n, const char *hash, struct fault *f) {
    if (n->version && hash == n->hash)
        return true;
    n->hash = hash;
    n->version = strcmp(hash, n->q->hash) == 0 ? n->q : store_template(n->store, n->arena, hash, f);
    return n->version != NULL;
}

static void set_fields(struct response *response, const struct stored_return *row) {
    response->fields[FIELD_SHEET] = row->sheet;
    response->fields[FIELD_ASSOCIATION] = row->association;
    response->fields[FIELD_CHANNEL] = row->channel;
    response->fields[FIELD_RECEIVED] = row->received;
    response->fields[FIELD_INSTITUTION] = row->institution;
}

struct response *newest_response(struct newest *n, struct arena *scratch, const struct stored_return *row,
                                 struct fault *f) {
    if (!find_version(n, row->template_hash, f))
        return NULL;
    struct response *response = response_create(scratch, n->version);
    if (!response_decode(scratch, n->version, row->bytes, row->length, response, f)) {
        fault_context(f, _("return %ld"), row->id);
        return NULL;
    }
    if (n->version != n->q)
        response = store_response_carry(scratch, n->version, response, n->q);
    set_fields(response, row);
    return response;
}
