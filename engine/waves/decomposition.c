#include "engine/waves/decomposition.h"

struct sums {
    int64_t count[2], n[2];
};

static double rate(const struct sums *s, int wave) {
    return (double)s->count[wave] / (double)s->n[wave];
}

static struct sums add_up(const struct decomposition_group *groups, size_t count, bool common) {
    struct sums s = {{0}, {0}};
    for (size_t g = 0; g < count; g++)
        for (int wave = 0; wave < 2; wave++)
            if (!common || (groups[g].n[0] > 0 && groups[g].n[1] > 0)) {
                s.count[wave] += groups[g].count[wave];
                s.n[wave] += groups[g].n[wave];
            }
    return s;
}

bool decomposition_make(const struct decomposition_group *groups, size_t count, struct decomposition *out) {
    struct sums all = add_up(groups, count, false), common = add_up(groups, count, true);
    *out = (struct decomposition){0};
    if (common.n[0] == 0 || common.n[1] == 0)
        return false;
    for (size_t g = 0; g < count; g++) {
        const struct decomposition_group *group = &groups[g];
        if (group->n[0] == 0 || group->n[1] == 0)
            continue;
        double r1 = (double)group->count[0] / (double)group->n[0];
        double r2 = (double)group->count[1] / (double)group->n[1];
        double w1 = (double)group->n[0] / (double)common.n[0], w2 = (double)group->n[1] / (double)common.n[1];
        out->rate += 100 * (w1 + w2) / 2 * (r2 - r1);
        out->composition += 100 * (r1 + r2) / 2 * (w2 - w1);
        out->common++;
    }
    out->joined = 100 * (rate(&all, 1) - rate(&common, 1) - rate(&all, 0) + rate(&common, 0));
    out->total = 100 * (rate(&all, 1) - rate(&all, 0));
    return true;
}
