/*
 * explain: what `shukei help COMMAND` says below the usage: every option in one line.
 *
 * The options are those that the command's usage names, in its order.  What an option means in one command only
 * stands with the command (struct command, `options`); what several commands share (--survey, --format, --why ...)
 * stands here.
 */
#ifndef SHUKEI_ENGINE_APP_EXPLAIN_H
#define SHUKEI_ENGINE_APP_EXPLAIN_H

#include "engine/app/command.h"

void explain_options(struct arena *arena, const struct command *command);

#endif
