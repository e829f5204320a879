#include "engine/web/web_host.h"

#include "engine/base/lang.h"
#include "engine/web/web_message.h"

#include <arpa/inet.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

bool web_hosts_make(struct arena *arena, const char *const *given, struct web_hosts *hosts, struct fault *f) {
    char own[HOST_NAME_MAX + 1] = "";
    if (gethostname(own, sizeof own - 1) != 0)
        own[0] = '\0';
    hosts->own = arena_strdup(arena, own);
    for (; given && *given; given++) {
        const char *host = web_message_host(arena, *given);
        if (!host || strcmp(host, *given) != 0)
            return fault_usage(
                f, _("--host %s: expected the name alone, as in http://NAME:8380/, without http:// and port"),
                *given);
        hosts->names[hosts->count++] = host;
    }
    return true;
}

static bool is_number(const char *host) {
    unsigned char address[sizeof(struct in6_addr)];
    char plain[INET6_ADDRSTRLEN + 2] = "";
    const size_t length = strlen(host);
    if (inet_pton(AF_INET, host, address) == 1)
        return true;
    if (host[0] != '[' || host[length - 1] != ']' || length - 2 >= sizeof plain)
        return false;
    memcpy(plain, host + 1, length - 2);
    return inet_pton(AF_INET6, plain, address) == 1;
}

static bool is_own(const char *own, const char *host) {
    const size_t length = strlen(own);
    return length && strncasecmp(host, own, length) == 0 &&
           (!host[length] || strcasecmp(host + length, ".local") == 0);
}

bool web_hosts_have(const struct web_hosts *hosts, const char *host) {
    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0)
        return true;
    for (size_t i = 0; i < hosts->count; i++)
        if (strcasecmp(host, hosts->names[i]) == 0)
            return true;
    if (hosts->proxy && !hosts->count)
        return true;
    return !hosts->local && (is_number(host) || is_own(hosts->own, host));
}
