/*
 * web_limit: how often something may be done, by token buckets (a bucket of `burst` tokens that fills at `per_minute`).
 *
 * A bucket belongs to a rule and a name (an address, an account).  Every rule has a table of its own with a fixed number of
 * places, so an attacker with many names uses up no memory: a place is taken over by the next name that falls on it, which
 * begins with the tokens that are there, never with more.  Tables are not shared between rules, or what fills fast would
 * fill up the places of what must fill slowly.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_LIMIT_H
#define SHUKEI_ENGINE_WEB_WEB_LIMIT_H

#include <stdbool.h>
#include <stddef.h>

enum { WEB_LIMIT_RULES = 16, WEB_LIMIT_PLACES = 2048 };

struct web_limit_rule {
    const char *name;
    double burst, per_minute;
};

struct web_limits {
    unsigned char key[16]; /* of the hash, so that nobody can aim at a place */
    size_t count;
    struct web_limit_table {
        const char *rule;
        struct {
            bool taken;
            double tokens, at; /* seconds */
        } places[WEB_LIMIT_PLACES];
    } tables[WEB_LIMIT_RULES];
};

void web_limits_begin(struct web_limits *limits);
/* Takes a token; false when there is none.  now: seconds of any steady clock. */
bool web_limit(struct web_limits *limits, const struct web_limit_rule *rule, const char *who, double now);

#endif
