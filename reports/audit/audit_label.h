/*
 * audit_label: the figures of a draft by the names they stand under.
 *
 * A table's rows, a list's items, the answers of a sentence are *groups*: figures of one kind that can be compared.  A column of
 * percentages (of counts where there is none) is a group of its own, and so is a block of list items; of a sentence what stands before
 * each percentage, in quotation marks or since the last mark, is its name.  What a sentence says of names without numbers (最も多いのは乳)
 * is held against the groups that have them.
 *
 * Made once per run, in the arena.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_LABEL_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_LABEL_H

#include "reports/audit/audit.h"

struct audit_label {
    const char *name;                /* without the marks of a list and quotation marks */
    const struct audit_token *value; /* a percentage, else a count */
    size_t group, segment;
    bool closing; /* その他, 無回答: no answer that could be the most common */
};

struct audit_labels {
    struct audit_label *list; /* those of a group stand together */
    size_t count, capacity, groups;
};

const struct audit_labels *audit_labels(struct audit *a);

/* The place in [from, to) of the text where the name stands as a word of its own; *after: behind it and its 」.  NULL: nowhere. */
const char *audit_label_within(const char *text, const char *from, const char *to, const char *name,
                               const char **after);

double audit_label_value(const struct audit_label *label);

#endif
