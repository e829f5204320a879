#include "engine/app/command.h"

const struct command *const importers_commands[] = {NULL};
