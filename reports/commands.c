#include "engine/app/command.h"

const struct command *const reports_commands[] = {NULL};
