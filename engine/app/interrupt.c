#include "engine/app/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t pending;
static struct sigaction before_int, before_term;

static void note(int signal_number) {
    pending = signal_number;
}

void interrupt_watch(void) {
    pending = 0;
    struct sigaction action = {.sa_handler = note};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &before_int);
    sigaction(SIGTERM, &action, &before_term);
}

bool interrupt_pending(void) {
    return pending != 0;
}

void interrupt_release(void) {
    sigaction(SIGINT, &before_int, NULL);
    sigaction(SIGTERM, &before_term, NULL);
}
