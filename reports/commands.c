#include "reports/commands/commands.h"

const struct command *const reports_commands[] = {
    &press_command,
    &tabulate_command,
    NULL,
};
