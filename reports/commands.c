#include "reports/commands/commands.h"

const struct command *const reports_commands[] = {
    &tabulate_command,
    &compare_command,
    &audit_command,
    &rank_command,
    &trend_command,
    &project_command,
    &press_command,
    &excel_command,
    &cases_command,
    &form_command,
    &export_command,
    &weights_command,
    &relate_command,
    &nonresponse_command,
    &fieldwork_command,
    NULL,
};
