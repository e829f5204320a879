#include "engine/app/progress.h"

#include "engine/base/stages.h"

void progress_begin(struct progress *p, const char *label, size_t total) {
    *p = (struct progress){.total = total};
    p->own = total > 0 && stages_plan((const struct stage[]){{label, 1}, {NULL, 0}});
    if (p->own)
        stages_next();
}

void progress_step(struct progress *p, size_t done) {
    stages_at(done, p->total);
}

void progress_end(struct progress *p) {
    if (p->own)
        stages_end();
    p->own = false;
}
