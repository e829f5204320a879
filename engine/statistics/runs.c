#include "engine/statistics/runs.h"

/* -1, 0, +1; 0 also where the step is not known. */
static int step_to(const struct runs_point *points, size_t at) {
    if (!points[at].follows || points[at].value.den == 0 || points[at - 1].value.den == 0)
        return 0;
    return ranking_compare(points[at].value, points[at - 1].value);
}

size_t runs_find(const struct runs_point *points, size_t count, struct runs_run *runs) {
    size_t found = 0;
    int before = 0;
    for (size_t i = 1; i < count; i++) {
        int step = step_to(points, i);
        if (step != 0 && step == before)
            runs[found - 1].to = i;
        else if (step != 0)
            runs[found++] = (struct runs_run){i - 1, i, step};
        before = step;
    }
    return found;
}

size_t runs_steps(const struct runs_run *run) {
    return run->to - run->from;
}
