#include "reports/model/table_suppress.h"

/* Cells that add up to something printed: `count` of them from `first`, `step` apart.  The first is printed
 * as a total itself when `total` is set. */
struct line {
    size_t first, step, count;
    bool total;
};

static void hide_small(struct table_suppress *s, int64_t threshold) {
    for (size_t i = 0; i < s->rows * s->columns; i++)
        s->hidden[i] = s->counts[i] > 0 && s->counts[i] < threshold;
}

/* Something is better hidden behind a count than behind a zero, and behind a part than behind the total. */
static bool better(const struct table_suppress *s, const struct line *line, size_t at, size_t than) {
    bool at_total = line->total && at == line->first, than_total = line->total && than == line->first;
    if (at_total != than_total)
        return than_total;
    if ((s->counts[at] == 0) != (s->counts[than] == 0))
        return s->counts[than] == 0;
    return s->counts[at] < s->counts[than];
}

/* Hides one more cell of a line in which exactly one is hidden; whether it did. */
static bool protect(const struct table_suppress *s, const struct line *line) {
    size_t hidden = 0, partner = 0;
    bool found = false;
    for (size_t i = 0; i < line->count; i++) {
        size_t at = line->first + i * line->step;
        if (s->hidden[at])
            hidden++;
        else if (!found || better(s, line, at, partner)) {
            partner = at;
            found = true;
        }
    }
    if (hidden != 1 || !found)
        return false;
    s->hidden[partner] = true;
    return true;
}

static bool protect_column(const struct table_suppress *s, size_t column) {
    bool changed = false;
    if (s->rows_partition)
        changed = protect(s, &(struct line){column, s->columns, s->rows, false});
    if (s->answer_rows > 0) {
        const struct line answers = {column, s->columns, s->answer_rows, false};
        const struct line silences = {column + s->answer_rows * s->columns, s->columns,
                                      s->rows - s->answer_rows, false};
        changed = protect(s, &answers) || changed;
        changed = protect(s, &silences) || changed;
    }
    return changed;
}

void table_suppress(struct table_suppress *s, int64_t threshold) {
    bool changed = true;
    hide_small(s, threshold);
    while (changed) {
        changed = false;
        for (size_t r = 0; s->columns_partition && s->columns > 1 && r < s->rows; r++)
            changed = protect(s, &(struct line){r * s->columns, 1, s->columns, true}) || changed;
        for (size_t c = 0; c < s->columns; c++)
            changed = protect_column(s, c) || changed;
    }
}
