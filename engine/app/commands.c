#include "engine/app/command.h"

const struct command *const engine_commands[] = {NULL};
