/*
 * web_watch: connections that have had their time.
 *
 * libmicrohttpd ends a connection that is silent.  One that sends, or takes, a byte every few seconds is not, and a thousand of
 * them would hold the server for as long as they like ("slow loris").  So every connection has an hour by which it must be done
 * with what it is at; a thread looks every WEB_WATCH_MS and hangs up on those that are over it:
 *
 *     WEB_WAITING   for a request's headers     WEB_HEADER_SECONDS after it was opened, or had its last answer
 *     WEB_SENDING   its body                    WEB_BODY_SECONDS
 *     WEB_TAKING    its answer                  WEB_ANSWER_SECONDS, and a second for every WEB_ANSWER_SPEED bytes
 *
 * When more than three quarters of the places are taken, those that wait for headers go after WEB_CROWDED_SECONDS: who has
 * something to say gets in although others stand in the door.
 *
 * It also hangs up where the other end has done so before its request was whole: libmicrohttpd 0.9.75 is told of bytes and
 * end at once, by an edge of epoll, reads the bytes, and never hears of the end again.
 *
 * Hanging up is a shutdown of the socket; closing it stays with libmicrohttpd, which tells us just before
 * (web_watch_remove), so that no other's descriptor is ever touched.  Seconds are those of any steady clock.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_WATCH_H
#define SHUKEI_ENGINE_WEB_WEB_WATCH_H

#include "engine/base/fault.h"

#include <stddef.h>

enum {
    WEB_HEADER_SECONDS = 30,
    WEB_BODY_SECONDS = 120,
    WEB_ANSWER_SECONDS = 60,
    WEB_ANSWER_SPEED = 16 * 1024,
    WEB_CROWDED_SECONDS = 2,
    WEB_WATCH_MS = 250
};

enum web_phase { WEB_WAITING, WEB_SENDING, WEB_TAKING };

struct web_watch;
struct web_watched;

/* places: of connections at most.  Begins the thread. */
struct web_watch *web_watch_begin(size_t places, struct fault *f) FAULT_CHECKED;
void web_watch_end(struct web_watch *watch);

/* A connection was opened.  NULL when there is no place. */
struct web_watched *web_watch_add(struct web_watch *watch, int socket, double now);
/* It has come to another phase; bytes: of the answer.  watched may be NULL. */
void web_watch_enter(struct web_watch *watch, struct web_watched *watched, enum web_phase phase, size_t bytes,
                     double now);
void web_watch_remove(struct web_watch *watch, struct web_watched *watched);

/* What the thread does each time; how many were hung up on. */
size_t web_watch_turn(struct web_watch *watch, double now);

#endif
