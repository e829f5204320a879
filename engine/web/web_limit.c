#include "engine/web/web_limit.h"

#include <sodium.h>
#include <string.h>

void web_limits_begin(struct web_limits *limits) {
    memset(limits, 0, sizeof *limits);
    randombytes_buf(limits->key, sizeof limits->key);
}

static uint64_t place_of(const struct web_limits *limits, const char *rule, const char *who) {
    unsigned char bytes[256];
    uint64_t hash;
    size_t rule_length = strnlen(rule, 64), who_length = strnlen(who, sizeof bytes - 65);
    memcpy(bytes, rule, rule_length);
    bytes[rule_length] = '\0';
    memcpy(bytes + rule_length + 1, who, who_length);
    crypto_shorthash((unsigned char *)&hash, bytes, rule_length + 1 + who_length, limits->key);
    return hash | 1; /* 0: nobody's */
}

static double less(double a, double b) {
    return a < b ? a : b;
}

bool web_limit(struct web_limits *limits, const struct web_limit_rule *rule, const char *who, double now) {
    uint64_t owner = place_of(limits, rule->name, who);
    size_t at = owner % WEB_LIMIT_PLACES;
    bool fresh = limits->places[at].owner == 0;
    double had = fresh ? rule->burst
                       : less(rule->burst, limits->places[at].tokens +
                                               (now - limits->places[at].at) * rule->per_minute / 60);
    limits->places[at].owner = owner;
    limits->places[at].at = now;
    limits->places[at].tokens = had >= 1 ? had - 1 : had;
    return had >= 1;
}
