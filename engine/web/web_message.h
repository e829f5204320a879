/*
 * web_message: from the bytes of a request line and a form body to path and arguments.
 *
 * Strict: a percent sign without two digits, a NUL or other control character (a form field may have line breaks and
 * tabs), bytes that are not UTF-8, a path with empty, "." or ".." parts are refused, not repaired.  Fuzzed by
 * tests/fuzz/fuzz_web.c.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_MESSAGE_H
#define SHUKEI_ENGINE_WEB_WEB_MESSAGE_H

#include "engine/web/web.h"

enum { WEB_TARGET_MAX = 4096, WEB_ARGUMENTS_MAX = 2048 };

struct web_arguments {
    struct web_pair *items;
    size_t count, capacity;
};

/* "/a/b?x=1&y=%E3%81%82": false when it is malformed. */
bool web_message_target(struct arena *arena, const char *target, const char **path,
                        struct web_arguments *arguments);

/* application/x-www-form-urlencoded; adds to the arguments. */
bool web_message_form(struct arena *arena, const char *body, size_t length, struct web_arguments *arguments);

/* The value of a cookie in a Cookie header, or NULL. */
const char *web_message_cookie(struct arena *arena, const char *header, const char *name);

/* Whether it is a name that a header may have (RFC 9110: a token). */
bool web_message_token(const char *name);

/* "example.org:8380" -> "example.org", "[::1]:80" -> "[::1]"; NULL when it is malformed. */
const char *web_message_host(struct arena *arena, const char *header);

/* Whether a path fits a route's; wild gets what stands for each *. */
bool web_message_fits(struct arena *arena, const char *route, const char *path,
                      const char *wild[WEB_WILDCARDS]);

#endif
