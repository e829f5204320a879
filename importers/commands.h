/* commands: the commands that bring data in and keep it right; rows of importers_commands in commands.c. */
#ifndef SHUKEI_IMPORTERS_COMMANDS_H
#define SHUKEI_IMPORTERS_COMMANDS_H

#include "engine/app/command.h"

extern const struct command import_command, check_command, double_command, sheets_command;

#endif
