#include "engine/app/commands.h"

const struct command *const engine_commands[] = {
    &demo_command,     &init_command,
    &survey_command,   &series_command,
    &batch_command,    &return_command,
    &history_command,  &duplicates_command,
    &finding_command,  &mask_command,
    &progress_command, &backup_command,
    &verify_command,   &user_command,
    &serve_command,    NULL,
};
