/* commands: the commands that publish; rows of reports_commands in reports/commands.c. */
#ifndef SHUKEI_REPORTS_COMMANDS_COMMANDS_H
#define SHUKEI_REPORTS_COMMANDS_COMMANDS_H

#include "engine/app/command.h"

extern const struct command audit_command;
extern const struct command compare_command;
extern const struct command rank_command, trend_command, project_command;
extern const struct command tabulate_command, weights_command, relate_command, nonresponse_command,
    fieldwork_command, press_command, excel_command, cases_command, form_command, export_command;

#endif
