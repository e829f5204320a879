#include "importers/service.h"

#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/wording.h"
#include "engine/response/folded.h"
#include "importers/rewriting.h"

#include <string.h>
#include <strings.h>

enum { RECOGNISED = 50 };

struct sign {
    const char *heading;
    bool first; /* only as the first heading */
    long weight;
};

struct own_column {
    const char *heading;
    int field; /* or -1: nothing that is kept as a field */
};

struct rewriting {
    const char *from;
    const char *const *to;
    size_t to_count;
    bool in[SERVICE_PLACES];
    bool always;
};

struct service {
    const char *id, *name, *channel;
    bool open_words, words_tick;
    long hours_ahead;
    const struct sign *signs;
    const struct own_column *columns;
    const struct service_status *statuses;
    const struct rewriting *rewritings;
    size_t sign_count, column_count, status_count, rewriting_count;
};

/* Read once and kept until the process ends. */
static struct {
    const struct service *items;
    size_t count;
} loaded;

/* --- the file
 * -------------------------------------------------------------------------------------------------- */

static bool read_texts(struct arena *arena, const struct json *object, const char *key,
                       const char *const **out, size_t *count, struct fault *f) {
    const struct json *list;
    if (!json_get_array(object, key, true, &list, f))
        return false;
    const char **texts = arena_array(arena, list->count, sizeof *texts);
    for (const struct json *node = list->first; node; node = node->next) {
        if (!json_expect(node, JSON_STRING, f))
            return false;
        texts[node->index] = node->string;
    }
    *out = texts;
    *count = list->count;
    return true;
}

static bool read_pattern(const struct json *node, const char *key, const char **out, struct fault *f) {
    if (!json_get_string(node, key, true, out, f))
        return false;
    return rewriting_valid(*out, "") ||
           json_fault(f, json_member(node, key), _("at most %d wildcards are possible"), REWRITING_WILDCARDS);
}

static bool read_sign(struct arena *arena, const struct json *node, void *item, struct fault *f) {
    static const char *const keys[] = {"heading", "first", "weight", NULL};
    struct sign *sign = item;
    (void)arena;
    return json_known(node, keys, f) && read_pattern(node, "heading", &sign->heading, f) &&
           json_get_bool(node, "first", false, &sign->first, f) &&
           json_get_integer(node, "weight", true, &sign->weight, f);
}

static bool read_column(struct arena *arena, const struct json *node, void *item, struct fault *f) {
    static const char *const keys[] = {"heading", "means", NULL};
    struct own_column *column = item;
    const char *means = NULL;
    (void)arena;
    if (!json_known(node, keys, f) || !read_pattern(node, "heading", &column->heading, f) ||
        !json_get_string(node, "means", true, &means, f))
        return false;
    column->field = -1;
    for (int field = 0; field < FIELD_COUNT; field++)
        if (strcmp(wording_field_keys[field], means) == 0)
            column->field = field;
    return column->field >= 0 || strcmp(means, "ignore") == 0 ||
           json_fault(f, json_member(node, "means"), _("expected a field of the return, or \"ignore\""));
}

static bool read_status(struct arena *arena, const struct json *node, void *item, struct fault *f) {
    static const char *const keys[] = {"heading", "values", "severity", NULL};
    struct service_status *status = item;
    const char *severity = NULL;
    if (!json_known(node, keys, f) || !read_pattern(node, "heading", &status->heading, f) ||
        !read_texts(arena, node, "values", &status->values, &status->value_count, f) ||
        !json_get_string(node, "severity", true, &severity, f))
        return false;
    for (int level = RULE_INFO; level <= RULE_ERROR; level++)
        if (strcmp(finding_severity_key((enum rule_severity)level), severity) == 0) {
            status->severity = (enum rule_severity)level;
            return true;
        }
    return json_fault(f, json_member(node, "severity"),
                      _("expected \"info\", \"warning\" or \"error\", found \"%s\""), severity);
}

static bool read_replacements(struct arena *arena, const struct json *node, struct rewriting *out,
                              struct fault *f) {
    if (!read_pattern(node, "from", &out->from, f) ||
        !read_texts(arena, node, "to", &out->to, &out->to_count, f) ||
        !json_get_bool(node, "always", false, &out->always, f))
        return false;
    for (size_t i = 0; i < out->to_count; i++)
        if (!rewriting_valid(out->from, out->to[i]))
            return json_fault(f, json_member(node, "to"), _("\"%s\" names a wildcard that \"%s\" has not"),
                              out->to[i], out->from);
    return true;
}

static bool read_heading_rewriting(struct arena *arena, const struct json *node, void *item,
                                   struct fault *f) {
    static const char *const keys[] = {"from", "to", "always", NULL};
    struct rewriting *rewriting = item;
    rewriting->in[SERVICE_HEADING] = true;
    return json_known(node, keys, f) && read_replacements(arena, node, rewriting, f);
}

static bool read_cell_rewriting(struct arena *arena, const struct json *node, void *item, struct fault *f) {
    static const char *const keys[] = {"in", "from", "to", "always", NULL};
    static const char *const places[SERVICE_PLACES] = {[SERVICE_HEADING] = "",
                                                       [SERVICE_OPTION] = "option",
                                                       [SERVICE_ANSWER] = "answer",
                                                       [SERVICE_OTHER] = "other",
                                                       [SERVICE_RECEIVED] = "received"};
    struct rewriting *rewriting = item;
    const char *in = NULL;
    bool known = false;
    if (!json_known(node, keys, f) || !json_get_string(node, "in", true, &in, f))
        return false;
    for (int place = SERVICE_HEADING + 1; place < SERVICE_PLACES; place++) {
        rewriting->in[place] = strcmp(in, "any") == 0 || strcmp(in, places[place]) == 0;
        known = known || rewriting->in[place];
    }
    if (!known)
        return json_fault(f, json_member(node, "in"),
                          _("expected \"option\", \"answer\", \"received\", \"other\" or \"any\""));
    return read_replacements(arena, node, rewriting, f);
}

/* Appends what the list under `key` holds to *items. */
static bool read_list(struct arena *arena, const struct json *object, const char *key, size_t bytes_each,
                      bool (*read)(struct arena *, const struct json *, void *, struct fault *), void *items,
                      size_t *count, struct fault *f) {
    const struct json *list = NULL;
    if (!json_get_array(object, key, false, &list, f))
        return false;
    for (const struct json *node = list ? list->first : NULL; node; node = node->next)
        if (!read(arena, node, (char *)items + bytes_each * (*count)++, f))
            return false;
    return true;
}

static void *room(struct arena *arena, const struct json *object, const char *a, const char *b,
                  size_t bytes_each) {
    const struct json *first = json_member(object, a), *second = b ? json_member(object, b) : NULL;
    return arena_array(arena, (first ? first->count : 0) + (second ? second->count : 0) + 1, bytes_each);
}

static bool read_lists(struct arena *arena, const struct json *node, struct service *s, struct fault *f) {
    struct sign *signs = room(arena, node, "signs", NULL, sizeof *signs);
    struct own_column *columns = room(arena, node, "columns", NULL, sizeof *columns);
    struct service_status *statuses = room(arena, node, "status", NULL, sizeof *statuses);
    struct rewriting *rewritings = room(arena, node, "headings", "cells", sizeof *rewritings);
    s->signs = signs;
    s->columns = columns;
    s->statuses = statuses;
    s->rewritings = rewritings;
    return read_list(arena, node, "signs", sizeof *signs, read_sign, signs, &s->sign_count, f) &&
           read_list(arena, node, "columns", sizeof *columns, read_column, columns, &s->column_count, f) &&
           read_list(arena, node, "status", sizeof *statuses, read_status, statuses, &s->status_count, f) &&
           read_list(arena, node, "headings", sizeof *rewritings, read_heading_rewriting, rewritings,
                     &s->rewriting_count, f) &&
           read_list(arena, node, "cells", sizeof *rewritings, read_cell_rewriting, rewritings,
                     &s->rewriting_count, f);
}

static bool read_service(struct arena *arena, const struct json *node, struct service *s, struct fault *f) {
    static const char *const keys[] = {"id",         "name",        "channel", "open_words",
                                       "words_tick", "hours_ahead", "signs",   "columns",
                                       "status",     "headings",    "cells",   NULL};
    return json_known(node, keys, f) && json_get_string(node, "id", true, &s->id, f) &&
           json_get_string(node, "name", true, &s->name, f) &&
           json_get_string(node, "channel", false, &s->channel, f) &&
           json_get_bool(node, "open_words", false, &s->open_words, f) &&
           json_get_bool(node, "words_tick", false, &s->words_tick, f) &&
           json_get_integer(node, "hours_ahead", false, &s->hours_ahead, f) && read_lists(arena, node, s, f);
}

static bool read_services(struct arena *arena, const struct json *root, struct fault *f) {
    static const char *const keys[] = {"format", "services", NULL};
    const char *format = NULL;
    const struct json *list;
    if (!json_known(root, keys, f) || !json_get_string(root, "format", true, &format, f) ||
        !json_get_array(root, "services", true, &list, f))
        return false;
    if (strcmp(format, "shukei-services-1") != 0)
        return json_fault(f, json_member(root, "format"), _("expected \"%s\", found \"%s\""),
                          "shukei-services-1", format);
    struct service *items = arena_array(arena, list->count, sizeof *items);
    for (const struct json *node = list->first; node; node = node->next)
        if (!read_service(arena, node, &items[node->index], f))
            return false;
    loaded.items = items;
    loaded.count = list->count;
    return true;
}

static bool load(struct fault *f) {
    static struct arena *arena; /* kept */
    if (loaded.items)
        return true;
    if (!arena)
        arena = arena_create();
    const char *path = home_path(arena, "data/reference/services.json", f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    return root && (read_services(arena, root, f) || fault_context(f, "%s", path));
}

/* --- asking
 * ---------------------------------------------------------------------------------------------------- */

const struct service *service_get(const char *id, struct fault *f) {
    if (!load(f))
        return NULL;
    for (size_t i = 0; i < loaded.count; i++)
        if (strcmp(loaded.items[i].id, id) == 0)
            return &loaded.items[i];
    fault_set(f, _("data/reference/services.json has no service \"%s\""), id);
    return NULL;
}

static const char *trimmed(struct arena *arena, const char *text) {
    return folded_trim(arena, text, strlen(text));
}

static bool is_there(const struct sign *sign, const char *const *headings, size_t count) {
    for (size_t i = 0; i < (sign->first && count ? 1 : count); i++)
        if (rewriting_fits(sign->heading, headings[i]))
            return true;
    return false;
}

bool service_recognise(struct arena *scratch, const char *const *headings, size_t count,
                       const struct service **out, struct fault *f) {
    *out = NULL;
    if (!load(f))
        return false;
    const char **texts = arena_array(scratch, count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = trimmed(scratch, headings[i]);
    long best = RECOGNISED - 1;
    for (size_t i = 0; i < loaded.count; i++) {
        const struct service *service = &loaded.items[i];
        long weight = 0;
        for (size_t k = 0; k < service->sign_count; k++)
            weight += is_there(&service->signs[k], texts, count) ? service->signs[k].weight : 0;
        if (weight > best) {
            best = weight;
            *out = service;
        }
    }
    return true;
}

bool service_recognises(struct arena *scratch, const char *id, const char *const *headings, size_t count) {
    struct fault ignored = {0};
    const struct service *found;
    return service_recognise(scratch, headings, count, &found, &ignored) && found &&
           strcmp(found->id, id) == 0;
}

const char *service_id(const struct service *service) {
    return service->id;
}

const char *service_name(const struct service *service) {
    return service->name;
}

const char *service_channel(const struct service *service) {
    return service->channel;
}

bool service_open_words(const struct service *service) {
    return service->open_words;
}

int service_hours_ahead(const struct service *service) {
    return (int)service->hours_ahead;
}

bool service_words_tick(const struct service *service) {
    return service->words_tick;
}

bool service_column(struct arena *scratch, const struct service *service, const char *heading, int *field) {
    const char *text = trimmed(scratch, heading);
    for (size_t i = 0; i < service->column_count; i++)
        if (rewriting_fits(service->columns[i].heading, text)) {
            *field = service->columns[i].field;
            return true;
        }
    return false;
}

const char *service_rewrite(struct arena *arena, const struct service *service, enum service_place place,
                            bool always, const char *text, service_understood *understood, void *data) {
    const char *wanted = NULL;
    for (size_t i = 0; i < service->rewriting_count; i++) {
        const struct rewriting *r = &service->rewritings[i];
        if (!r->in[place] || r->always != always)
            continue;
        wanted = wanted ? wanted : trimmed(arena, text);
        const char *found = rewriting_try(arena, r->from, r->to, r->to_count, wanted, understood, data);
        if (found)
            return found;
    }
    return NULL;
}

const struct service_status *service_status(struct arena *scratch, const struct service *service,
                                            const char *heading) {
    const char *text = trimmed(scratch, heading);
    for (size_t i = 0; i < service->status_count; i++)
        if (rewriting_fits(service->statuses[i].heading, text))
            return &service->statuses[i];
    return NULL;
}

bool service_unfinished(struct arena *scratch, const struct service_status *status, const char *cell) {
    const char *text = trimmed(scratch, cell);
    for (size_t i = 0; i < status->value_count; i++)
        if (strcasecmp(status->values[i], text) == 0)
            return true;
    return false;
}
