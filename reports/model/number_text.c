#include "reports/model/number_text.h"

#include "engine/base/percent.h"

const char *number_thousands(struct arena *arena, int64_t value) {
    char text[PERCENT_TEXT];
    return arena_strdup(arena, percent_thousands(text, value));
}

const char *number_p(struct arena *arena, double p) {
    return p < 0.001 ? "<0.001" : arena_printf(arena, "%.3f", p);
}
