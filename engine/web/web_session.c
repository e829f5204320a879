#include "engine/web/web_session.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET = 32 };

struct place {
    unsigned char hash[SECRET]; /* of the cookie */
    char account[ACCOUNT_NAME_MAX + 1];
    char token[WEB_SESSION_HEX];
    uint64_t stamp;
    double began, used;
};

struct web_sessions {
    struct place places[WEB_SESSIONS]; /* account "": free */
};

struct web_sessions *web_sessions_create(void) {
    struct web_sessions *sessions = calloc(1, sizeof *sessions);
    if (!sessions)
        arena_out_of_memory();
    return sessions;
}

void web_sessions_destroy(struct web_sessions *sessions) {
    if (sessions)
        sodium_memzero(sessions, sizeof *sessions);
    free(sessions);
}

static void hash_cookie(const char *cookie, unsigned char hash[SECRET]) {
    crypto_generichash(hash, SECRET, (const unsigned char *)cookie, strlen(cookie), NULL, 0);
}

static void random_hex(char out[WEB_SESSION_HEX]) {
    unsigned char secret[SECRET];
    randombytes_buf(secret, sizeof secret);
    sodium_bin2hex(out, WEB_SESSION_HEX, secret, sizeof secret);
}

static bool over(const struct place *place, double now) {
    return now - place->used > WEB_SESSION_IDLE || now - place->began > WEB_SESSION_LONGEST;
}

/* A free place, or else the one unused for longest. */
static struct place *room(struct web_sessions *sessions, double now) {
    struct place *oldest = &sessions->places[0];
    for (size_t i = 0; i < WEB_SESSIONS; i++) {
        struct place *place = &sessions->places[i];
        if (!*place->account || over(place, now))
            return place;
        if (place->used < oldest->used)
            oldest = place;
    }
    return oldest;
}

void web_session_begin(struct web_sessions *sessions, const struct account *account, double now,
                       char cookie[WEB_SESSION_HEX]) {
    struct place *place = room(sessions, now);
    *place = (struct place){.stamp = account->stamp, .began = now, .used = now};
    strncpy(place->account, account->name, ACCOUNT_NAME_MAX);
    random_hex(cookie);
    random_hex(place->token);
    hash_cookie(cookie, place->hash);
}

static struct place *find(struct web_sessions *sessions, const char *cookie) {
    unsigned char hash[SECRET];
    if (!cookie || !*cookie)
        return NULL;
    hash_cookie(cookie, hash);
    for (size_t i = 0; i < WEB_SESSIONS; i++)
        if (*sessions->places[i].account && memcmp(sessions->places[i].hash, hash, SECRET) == 0)
            return &sessions->places[i];
    return NULL;
}

static void clear(struct place *place) {
    sodium_memzero(place, sizeof *place);
}

bool web_session_find(struct web_sessions *sessions, const char *cookie, double now,
                      struct web_session_found *found) {
    struct place *place = find(sessions, cookie);
    if (place && over(place, now)) {
        clear(place);
        place = NULL;
    }
    if (!place)
        return false;
    place->used = now;
    *found = (struct web_session_found){place->account, place->token, place->stamp};
    return true;
}

void web_session_end(struct web_sessions *sessions, const char *cookie) {
    struct place *place = find(sessions, cookie);
    if (place)
        clear(place);
}

void web_session_end_all(struct web_sessions *sessions, const char *account) {
    for (size_t i = 0; i < WEB_SESSIONS; i++)
        if (strcmp(sessions->places[i].account, account) == 0)
            clear(&sessions->places[i]);
}
