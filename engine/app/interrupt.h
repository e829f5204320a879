/*
 * interrupt: Ctrl-C during a long command that has something to undo.
 *
 *     interrupt_watch();
 *     for (each row) if (interrupt_pending()) { roll back; return fault ... }
 *     interrupt_release();
 *
 * Between the two, SIGINT and SIGTERM only set a flag; a command that does not look at it must not watch.
 * Without watching, a signal ends the program at once, and SQLite rolls back when the store is next opened.
 */
#ifndef SHUKEI_ENGINE_APP_INTERRUPT_H
#define SHUKEI_ENGINE_APP_INTERRUPT_H

#include <stdbool.h>

void interrupt_watch(void);
bool interrupt_pending(void);
void interrupt_release(void);

#endif
