#include "reports/model/table_summary.h"

#include "engine/base/lang.h"

#include <string.h>

static const struct {
    const char *label;
    size_t text;   /* offset in struct table_summary */
    bool optional; /* only where a column has it */
} kinds[] = {
    {N_("Stated"), offsetof(struct table_summary, given_text), false},
    {N_("Number not stated"), offsetof(struct table_summary, unstated_text), true},
    {N_("sum"), offsetof(struct table_summary, sum_text), false},
    {N_("mean"), offsetof(struct table_summary, mean_text), false},
    {N_("median"), offsetof(struct table_summary, median_text), false},
    {N_("lower quartile"), offsetof(struct table_summary, lower_text), false},
    {N_("upper quartile"), offsetof(struct table_summary, upper_text), false},
    {N_("mode"), offsetof(struct table_summary, mode_text), false},
    {N_("least"), offsetof(struct table_summary, min_text), false},
    {N_("greatest"), offsetof(struct table_summary, max_text), false},
    {N_("at least"), offsetof(struct table_summary, at_least_text), true},
    {N_("mean, weighted"), offsetof(struct table_summary, weighted_mean_text), true},
};
enum { KINDS = sizeof kinds / sizeof *kinds };
_Static_assert((int)KINDS == (int)TABLE_SUMMARY_LINES, "room for every line");

static const char *text_at(const struct table_summary *s, size_t offset) {
    const char *text;
    memcpy(&text, (const char *)s + offset, sizeof text);
    return text;
}

static bool any_has(const struct table *t, size_t offset) {
    for (size_t c = 0; c < t->column_count; c++)
        if (text_at(&t->summaries[c], offset))
            return true;
    return false;
}

static const char *printed(const struct table_summary *s, size_t offset) {
    const char *text = text_at(s, offset);
    return s->suppressed ? TABLE_HIDDEN : text ? text : "-";
}

size_t table_summary_lines(struct arena *arena, const struct table *table,
                           struct table_summary_line lines[TABLE_SUMMARY_LINES]) {
    size_t count = 0;
    for (size_t k = 0; table->summaries && k < KINDS; k++) {
        if (kinds[k].optional && !any_has(table, kinds[k].text))
            continue;
        const char **texts = arena_array(arena, table->column_count + 1, sizeof *texts);
        for (size_t c = 0; c < table->column_count; c++)
            texts[c] = printed(&table->summaries[c], kinds[k].text);
        lines[count++] = (struct table_summary_line){_(kinds[k].label), texts};
    }
    return count;
}
