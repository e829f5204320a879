#include "engine/base/number_text.h"

#include "engine/base/percent.h"

#include <inttypes.h>

const char *number_thousands(struct arena *arena, int64_t value) {
    char text[PERCENT_TEXT];
    return arena_strdup(arena, percent_thousands(text, value));
}

const char *number_p(struct arena *arena, double p) {
    return p < 0.001 ? "<0.001" : arena_printf(arena, "%.3f", p);
}

const char *number_whole(struct arena *arena, int64_t value) {
    return arena_printf(arena, "%" PRId64, value);
}

const char *number_real(struct arena *arena, double value) {
    return arena_printf(arena, "%.12g", value);
}
