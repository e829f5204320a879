/*
 * json: reading JSON that people wrote, so that every complaint names its place.
 *
 * cJSON parses; the tree is then copied into an arena as the structs below, with parents, so that `json_pointer`
 * can name any node (RFC 6901).  A key that stands twice in one object is a fault.
 *
 * Strict reading: `json_known` refuses keys that are not in a list and proposes the nearest one; the `json_get_*`
 * helpers check the type and say what was expected.  A missing optional member leaves *out alone.
 */
#ifndef SHUKEI_ENGINE_BASE_JSON_H
#define SHUKEI_ENGINE_BASE_JSON_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_kind kind;
    const char *key;    /* in an object, else NULL */
    const char *string; /* JSON_STRING */
    double number;      /* JSON_NUMBER */
    bool truth;         /* JSON_BOOL */
    size_t index;       /* position in the parent */
    size_t count;       /* children */
    const struct json *parent, *first, *next;
};

/* `name` is the file's name for messages.  Syntax errors name line and column. */
const struct json *json_parse(struct arena *arena, const char *text, size_t length, const char *name,
                              struct fault *f) FAULT_CHECKED;
const struct json *json_read_file(struct arena *arena, const char *path, struct fault *f) FAULT_CHECKED;

const struct json *json_member(const struct json *object, const char *key); /* NULL when absent */

/* "/questions/3/options/0"; "" for the root. */
char *json_pointer(struct arena *arena, const struct json *node);

/* Sets a fault "/pointer: message" and returns false. */
bool json_fault(struct fault *f, const struct json *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

bool json_expect(const struct json *node, enum json_kind kind, struct fault *f) FAULT_CHECKED;

/* keys: NULL-terminated list of what may stand in the object. */
bool json_known(const struct json *object, const char *const *keys, struct fault *f) FAULT_CHECKED;

bool json_get_string(const struct json *object, const char *key, bool required, const char **out,
                     struct fault *f) FAULT_CHECKED;
bool json_get_number(const struct json *object, const char *key, bool required, double *out,
                     struct fault *f) FAULT_CHECKED;
bool json_get_integer(const struct json *object, const char *key, bool required, long *out,
                      struct fault *f) FAULT_CHECKED;
bool json_get_bool(const struct json *object, const char *key, bool required, bool *out,
                   struct fault *f) FAULT_CHECKED;
/* *out is the array or object, or NULL when absent and not required. */
bool json_get_array(const struct json *object, const char *key, bool required, const struct json **out,
                    struct fault *f) FAULT_CHECKED;
bool json_get_object(const struct json *object, const char *key, bool required, const struct json **out,
                     struct fault *f) FAULT_CHECKED;

#endif
