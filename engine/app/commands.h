/* commands: the commands that need only the engine; rows of engine_commands in commands.c. */
#ifndef SHUKEI_ENGINE_APP_COMMANDS_H
#define SHUKEI_ENGINE_APP_COMMANDS_H

#include "engine/app/command.h"

extern const struct command demo_command, init_command;
extern const struct command survey_command, series_command;
extern const struct command batch_command;
extern const struct command return_command, history_command;
extern const struct command duplicates_command, finding_command, mask_command, progress_command;
extern const struct command backup_command, verify_command;
extern const struct command user_command, serve_command;

#endif
