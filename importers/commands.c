#include "importers/commands.h"

const struct command *const importers_commands[] = {
    &import_command,
    &check_command,
    &double_command,
    &sheets_command,
    NULL,
};
