#include "reports/commands/commands.h"

const struct command *const reports_commands[] = {
    &tabulate_command,
    NULL,
};
