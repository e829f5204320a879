/* commands: the commands that need only the engine; rows of engine_commands in commands.c. */
#ifndef SHUKEI_ENGINE_APP_COMMANDS_H
#define SHUKEI_ENGINE_APP_COMMANDS_H

#include "engine/app/command.h"

extern const struct command demo_command;

#endif
