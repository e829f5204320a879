#include "engine/web/web_slow.h"

#include "engine/base/arena.h"
#include "engine/base/lang.h"

#include <pthread.h>
#include <stdlib.h>

struct web_slow {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool ending;
    struct web_slow_task *first, **last;
    void (*hold)(void *connection);
    void (*go)(void *connection);
};

static struct web_slow_task *take(struct web_slow *slow) {
    struct web_slow_task *task = slow->first;
    slow->first = task->next;
    if (!slow->first)
        slow->last = &slow->first;
    return task;
}

static void *labour(void *data) {
    struct web_slow *slow = data;
    pthread_mutex_lock(&slow->lock);
    for (;;) {
        while (!slow->first && !slow->ending)
            pthread_cond_wait(&slow->change, &slow->lock);
        if (!slow->first)
            break;
        struct web_slow_task *task = take(slow);
        if (!slow->ending) {
            pthread_mutex_unlock(&slow->lock);
            task->work(task->data);
            pthread_mutex_lock(&slow->lock);
            task->done = true;
        }
        slow->go(task->connection); /* and the task is its owner's again */
    }
    pthread_mutex_unlock(&slow->lock);
    return NULL;
}

bool web_slow_add(struct web_slow *slow, struct web_slow_task *task) {
    pthread_mutex_lock(&slow->lock);
    bool open = !slow->ending;
    if (open) {
        task->done = false;
        task->next = NULL;
        *slow->last = task;
        slow->last = &task->next;
        slow->hold(task->connection);
        pthread_cond_signal(&slow->change);
    }
    pthread_mutex_unlock(&slow->lock);
    return open;
}

struct web_slow *web_slow_begin(void (*hold)(void *connection), void (*go)(void *connection),
                                struct fault *f) {
    struct web_slow *slow = calloc(1, sizeof *slow);
    if (!slow)
        arena_out_of_memory();
    slow->last = &slow->first;
    slow->hold = hold;
    slow->go = go;
    pthread_mutex_init(&slow->lock, NULL);
    pthread_cond_init(&slow->change, NULL);
    if (pthread_create(&slow->thread, NULL, labour, slow) == 0)
        return slow;
    free(slow);
    fault_set(f, _("the system gives no thread; try again when fewer programs run"));
    return NULL;
}

void web_slow_stop(struct web_slow *slow) {
    if (!slow)
        return;
    pthread_mutex_lock(&slow->lock);
    slow->ending = true;
    pthread_cond_signal(&slow->change);
    pthread_mutex_unlock(&slow->lock);
    pthread_join(slow->thread, NULL);
}

void web_slow_end(struct web_slow *slow) {
    if (!slow)
        return;
    pthread_cond_destroy(&slow->change);
    pthread_mutex_destroy(&slow->lock);
    free(slow);
}
