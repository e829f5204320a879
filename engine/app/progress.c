#include "engine/app/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 30, CALLS = 256, FIRST_MS = 1000, EVERY_MS = 100 };

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_begin(struct progress *p, const struct app *app, const char *label, size_t total) {
    *p = (struct progress){.label = label, .total = total, .begun = now()};
    p->wanted = !app->quiet && total > 0 && isatty(STDERR_FILENO);
}

static void draw(const struct progress *p, size_t done) {
    char bar[BAR + 1];
    size_t filled = done >= p->total ? BAR : done * BAR / p->total;
    for (size_t i = 0; i < BAR; i++)
        bar[i] = i < filled ? '#' : '.';
    bar[BAR] = '\0';
    fprintf(stderr, "\r%s [%s] %3zu%% ", p->label, bar, done >= p->total ? 100 : done * 100 / p->total);
    fflush(stderr);
}

void progress_step(struct progress *p, size_t done) {
    if (!p->wanted || ++p->calls % CALLS)
        return;
    int64_t at = now();
    if (at - p->begun < FIRST_MS || at - p->drawn < EVERY_MS)
        return;
    p->drawn = at;
    p->shown = true;
    draw(p, done);
}

void progress_end(struct progress *p) {
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}
