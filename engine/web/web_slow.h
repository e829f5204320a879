/*
 * web_slow: what would hold up everybody, in a thread of its own.
 *
 * The server has one thread, and a password takes a tenth of a second and 64 MB (account.h): sixty people who sign in at once, or
 * one who guesses, would keep fifty others waiting for their sheets.  A route may therefore have one piece of work done beside
 * (web_later in web.h); its connection is suspended meanwhile, and the route is then run once more, with what came of it.
 *
 * Tasks are done one after the other.  The work touches nothing but its own data: no store, no arena, no language.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_SLOW_H
#define SHUKEI_ENGINE_WEB_WEB_SLOW_H

#include "engine/base/fault.h"

struct web_slow_task {
    void (*work)(void *data);
    void *data;
    void *connection;
    bool done; /* false when it comes back: the server is ending */
    struct web_slow_task *next;
};

struct web_slow;
/* hold and go: of a connection, called under a lock, in turn. */
struct web_slow *web_slow_begin(void (*hold)(void *connection), void (*go)(void *connection),
                                struct fault *f) FAULT_CHECKED;
/* Holds its connection; the task is borrowed until it goes.  False: the server is ending, and nothing was held. */
bool web_slow_add(struct web_slow *slow, struct web_slow_task *task);
/* Ends the thread; whoever waits goes, with nothing done, and nothing is added any more. */
void web_slow_stop(struct web_slow *slow);
/* After web_slow_stop, and when nobody can call web_slow_add any more. */
void web_slow_end(struct web_slow *slow);

#endif
