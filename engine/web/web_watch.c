#include "engine/web/web_watch.h"

#include "engine/base/arena.h"
#include "engine/base/lang.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

struct web_watched {
    int socket; /* -1: free */
    enum web_phase phase;
    bool over; /* hung up on already */
    double since, until;
};

struct web_watch {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool ending;
    size_t taken, count;
    struct pollfd *polled; /* one for each place */
    struct web_watched places[];
};

static double until(enum web_phase phase, size_t bytes, double now) {
    switch (phase) {
    case WEB_WAITING:
        return now + WEB_HEADER_SECONDS;
    case WEB_SENDING:
        return now + WEB_BODY_SECONDS;
    case WEB_TAKING:
        break;
    }
    return now + WEB_ANSWER_SECONDS + (double)bytes / WEB_ANSWER_SPEED;
}

struct web_watched *web_watch_add(struct web_watch *watch, int socket, double now) {
    struct web_watched *found = NULL;
    pthread_mutex_lock(&watch->lock);
    for (size_t i = 0; i < watch->count && !found; i++)
        if (watch->places[i].socket < 0)
            found = &watch->places[i];
    if (found) {
        *found = (struct web_watched){
            .socket = socket, .phase = WEB_WAITING, .since = now, .until = until(WEB_WAITING, 0, now)};
        watch->taken++;
    }
    pthread_mutex_unlock(&watch->lock);
    return found;
}

void web_watch_enter(struct web_watch *watch, struct web_watched *watched, enum web_phase phase, size_t bytes,
                     double now) {
    if (!watched)
        return;
    pthread_mutex_lock(&watch->lock);
    watched->phase = phase;
    watched->since = now;
    watched->until = until(phase, bytes, now);
    pthread_mutex_unlock(&watch->lock);
}

void web_watch_remove(struct web_watch *watch, struct web_watched *watched) {
    if (!watched)
        return;
    pthread_mutex_lock(&watch->lock);
    watched->socket = -1;
    watch->taken--;
    pthread_mutex_unlock(&watch->lock);
}

/* Nothing more will come, and all that came was read. */
static bool has_left(const struct pollfd *polled) {
    int unread = 0;
    return (polled->revents & (POLLRDHUP | POLLHUP | POLLERR)) && ioctl(polled->fd, FIONREAD, &unread) == 0 &&
           !unread;
}

static bool is_due(const struct web_watched *at, const struct pollfd *polled, bool crowded, double now) {
    bool dawdles = crowded && at->phase == WEB_WAITING && now - at->since > WEB_CROWDED_SECONDS;
    return now > at->until || dawdles || (at->phase != WEB_TAKING && has_left(polled));
}

size_t web_watch_turn(struct web_watch *watch, double now) {
    size_t ended = 0;
    pthread_mutex_lock(&watch->lock);
    bool crowded = watch->taken > watch->count / 4 * 3;
    for (size_t i = 0; i < watch->count; i++) /* poll passes over those that are negative */
        watch->polled[i] = (struct pollfd){.fd = watch->places[i].socket, .events = POLLRDHUP};
    if (watch->taken)
        poll(watch->polled, watch->count, 0);
    for (size_t i = 0; i < watch->count; i++) {
        struct web_watched *at = &watch->places[i];
        if (at->socket >= 0 && !at->over && is_due(at, &watch->polled[i], crowded, now)) {
            shutdown(at->socket, SHUT_RDWR);
            at->over = true;
            ended++;
        }
    }
    pthread_mutex_unlock(&watch->lock);
    return ended;
}

/* --- the thread --- */

static double seconds(const struct timespec *t) {
    return (double)t->tv_sec + (double)t->tv_nsec / 1e9;
}

static void *look(void *data) {
    struct web_watch *watch = data;
    struct timespec now;
    bool ending = false;
    while (!ending) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        web_watch_turn(watch, seconds(&now));
        now.tv_nsec += WEB_WATCH_MS * 1000000L;
        now.tv_sec += now.tv_nsec / 1000000000L;
        now.tv_nsec %= 1000000000L;
        pthread_mutex_lock(&watch->lock);
        if (!watch->ending)
            pthread_cond_timedwait(&watch->change, &watch->lock, &now);
        ending = watch->ending;
        pthread_mutex_unlock(&watch->lock);
    }
    return NULL;
}

struct web_watch *web_watch_begin(size_t places, struct fault *f) {
    struct web_watch *watch = calloc(1, sizeof *watch + places * sizeof *watch->places);
    pthread_condattr_t steady;
    struct pollfd *polled = calloc(places, sizeof *polled);
    if (!watch || !polled)
        arena_out_of_memory();
    watch->polled = polled;
    watch->count = places;
    for (size_t i = 0; i < places; i++)
        watch->places[i].socket = -1;
    pthread_mutex_init(&watch->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&watch->change, &steady);
    pthread_condattr_destroy(&steady);
    if (pthread_create(&watch->thread, NULL, look, watch) == 0)
        return watch;
    free(polled);
    free(watch);
    fault_set(f, _("the system gives no thread; try again when fewer programs run"));
    return NULL;
}

void web_watch_end(struct web_watch *watch) {
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->ending = true;
    pthread_cond_signal(&watch->change);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    pthread_cond_destroy(&watch->change);
    pthread_mutex_destroy(&watch->lock);
    free(watch->polled);
    free(watch);
}
