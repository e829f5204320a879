/*
 * web_host: by which names this server may be called.
 *
 * A page of a foreign site can have its own name point at this machine (DNS rebinding), and its scripts would then be of
 * one origin with us.  It cannot make the browser send another name than its own.  So a request is answered only when its
 * Host is one that no stranger can have:
 *   - localhost and the addresses of this machine alone, always;
 *   - where other machines can reach it: any address in numbers (what has no name cannot be rebound), this machine's own
 *     name, and that name with .local;
 *   - the names given with --host.
 * Behind a proxy the proxy decides which names it passes on, unless some are given.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_HOST_H
#define SHUKEI_ENGINE_WEB_WEB_HOST_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

enum { WEB_HOSTS = 16 };

struct web_hosts {
    bool local, proxy;
    const char *own;              /* this machine's name, or "" */
    const char *names[WEB_HOSTS]; /* given */
    size_t count;
};

/* given: NULL-terminated, or NULL; each a name alone, without scheme and port. */
bool web_hosts_make(struct arena *arena, const char *const *given, struct web_hosts *hosts,
                    struct fault *f) FAULT_CHECKED;

/* host: of a request, without its port (web_message_host). */
bool web_hosts_have(const struct web_hosts *hosts, const char *host);

#endif
