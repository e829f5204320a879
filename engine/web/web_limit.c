#include "engine/web/web_limit.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

void web_limits_begin(struct web_limits *limits) {
    memset(limits, 0, sizeof *limits);
    randombytes_buf(limits->key, sizeof limits->key);
}

/* Rules are few, and constants of the program. */
static struct web_limit_table *table_of(struct web_limits *limits, const char *rule) {
    size_t i = 0;
    while (i < limits->count && strcmp(limits->tables[i].rule, rule) != 0)
        i++;
    assert(i < WEB_LIMIT_RULES);
    if (i == limits->count) {
        limits->tables[i].rule = rule;
        limits->count++;
    }
    return &limits->tables[i];
}

static size_t place_of(const struct web_limits *limits, const char *who) {
    uint64_t hash;
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)who, strlen(who), limits->key);
    return hash % WEB_LIMIT_PLACES;
}

static double less(double a, double b) {
    return a < b ? a : b;
}

bool web_limit(struct web_limits *limits, const struct web_limit_rule *rule, const char *who, double now) {
    struct web_limit_table *table = table_of(limits, rule->name);
    size_t at = place_of(limits, who);
    double had = table->places[at].taken
                     ? less(rule->burst,
                            table->places[at].tokens + (now - table->places[at].at) * rule->per_minute / 60)
                     : rule->burst;
    table->places[at].taken = true;
    table->places[at].at = now;
    table->places[at].tokens = had >= 1 ? had - 1 : had;
    return had >= 1;
}
