/* disclosure_internal: what the parts of disclosure share: its cells and relations, and the audit of what is hidden. */
#ifndef SHUKEI_ENGINE_STATISTICS_DISCLOSURE_INTERNAL_H
#define SHUKEI_ENGINE_STATISTICS_DISCLOSURE_INTERNAL_H

#include "engine/statistics/disclosure.h"

struct disclosure_count {
    int64_t value, floor, ceiling;
    enum disclosure_kind kind;
    bool hidden;      /* not to be seen: hidden here, or printed nowhere */
    bool settled;     /* decided before: what is seen stays so */
    size_t twin;      /* the next of those that are seen or not seen together; itself: it has none */
    double low, high; /* seen by the audits so far, above the floor; what is hidden later only adds to it */
    size_t part;      /* which of those that hang together, while auditing */
    size_t column;    /* its column in the system at hand; SIZE_MAX: not in it */
    size_t first;     /* where in `standing` its relations begin; they end where the next cell's begin */
};

struct disclosure_sum {
    const struct disclosure_term *terms;
    size_t count;
};

struct disclosure {
    struct arena *arena;
    struct disclosure_count *cells; /* one more than cell_count once they are indexed */
    struct disclosure_sum *relations;
    size_t cell_count, cell_room, relation_count, relation_room;
    size_t *standing; /* relations, cell by cell */
    int64_t least;
    uint64_t work, patience; /* of the audits so far, and at most */
    bool too_long;
};

/* How far apart the bounds of a hidden cell must be; 0: no matter. */
double disclosure_needed(const struct disclosure *d, const struct disclosure_count *c);

/* Hides the best cell of the relation that is still seen; false when there is none. */
bool disclosure_hide_one(struct disclosure *d, const struct disclosure_sum *r);

/* Hides more beside what can be told too well; false when nothing had to be, or too_long. */
bool disclosure_audit(struct disclosure *d);

#endif
