#include "engine/app/edit_findings.h"

#include "engine/response/check.h"

bool edit_findings(struct store *store, const struct questionnaire *q, const struct return_row *row,
                   const struct response *after, const bool *edited, struct findings *out, struct fault *f) {
    const struct finding where = {.file = row->file, .row = row->row, .return_id = row->id, .question = -1};
    const struct fence *fences;
    struct finding *old;
    size_t count;
    if (!store_fences(store, out->arena, q, &fences, f) ||
        !store_return_findings(store, out->arena, q, row->id, &old, &count, f))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!check_knows(q, old[i].rule) && (old[i].question < 0 || !edited[old[i].question]))
            finding_add(out, old[i]);
    check_response(q, after, &where, out);
    outlier_check(q, after, fences, &where, out);
    return true;
}

bool edit_findings_open(struct store *store, const struct questionnaire *q, long id, struct findings *out,
                        struct fault *f) {
    struct finding *open;
    size_t count;
    struct arena *arena = out->arena;
    if (!store_return_findings(store, arena, q, id, &open, &count, f))
        return false;
    *out = (struct findings){.arena = arena};
    for (size_t i = 0; i < count; i++)
        finding_add(out, open[i]);
    return true;
}
