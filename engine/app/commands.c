#include "engine/app/commands.h"

const struct command *const engine_commands[] = {
    &demo_command,
    NULL,
};
