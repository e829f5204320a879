/* comparison_internal: what the parts of comparison share; inside engine/waves only. */
#ifndef SHUKEI_ENGINE_WAVES_COMPARISON_INTERNAL_H
#define SHUKEI_ENGINE_WAVES_COMPARISON_INTERNAL_H

#include "engine/waves/comparison.h"

struct comparing {
    struct arena *arena;
    struct comparison *all;
    const struct comparison_request *request;
    const struct wave *const *waves;
    size_t wave_count;
    struct comparison_concept *concept; /* at hand */
    const char *const *chosen;          /* all concepts that are compared */
    size_t chosen_count;
    const struct series **series; /* reference series with a concept */
    size_t series_count;
    struct cube_weights *weights; /* by wave, weighting NULL where there is none; NULL without --weight */
};

struct comparison_group {
    const char *key, *label;
    const char *const *atoms; /* a return fulfils one of them at most */
    size_t atom_count;
};

/* comparison_base.c: the base on which most waves can be compared. */
bool comparison_choose_base(struct comparing *c, const char *concept, struct wave_base *base,
                            const char **words, struct fault *f) FAULT_CHECKED;

/* comparison_rows.c */
enum comparison_footing { COMPARISON_COMMON, COMPARISON_OWN };
void comparison_rows(struct comparing *c, struct comparison_block *block, enum comparison_footing footing);
void comparison_fill_row(struct comparing *c, struct comparison_row *row);
void comparison_note_add(struct comparing *c, struct comparison_marks *marks, enum alignment_rule rule,
                         const char *text);
size_t comparison_compared(const struct comparison_block *block); /* rows without a refusal */

/* comparison_differences.c */
void comparison_differences(struct comparing *c, struct comparison_block *block);

/* comparison_groups.c */
bool comparison_group_list(struct comparing *c, struct comparison_group **groups, size_t *count,
                           struct fault *f) FAULT_CHECKED;
void comparison_by(struct comparing *c, const struct comparison_group *groups, size_t count);
void comparison_matched(struct comparing *c);

/* comparison_weight.c: a row that was filled, once more with weights, over the returns in any of the bases; or the
 * reason why not. */
bool comparison_weights_load(struct comparing *c, struct fault *f) FAULT_CHECKED;
void comparison_weigh_row(struct comparing *c, struct comparison_row *row, const struct wave_base *bases,
                          size_t count);
void comparison_say_weights(struct comparing *c);

/* comparison_suppress.c: a row of returns with a small count is refused and not shown; the rows of a wave by group, or
 * of a part, are so as soon as one of them is, or the rest. */
void comparison_suppress_row(struct comparing *c, struct comparison_row *row);
void comparison_suppress_rest(struct comparing *c, const struct comparison_block *block, size_t at);
bool comparison_hides_groups(struct comparing *c, const struct wave *wave, const struct wave_item *item,
                             const struct wave_base *base, const struct comparison_group *groups,
                             size_t count);
bool comparison_hides_part(struct comparing *c, const struct wave *wave, const struct wave_item *item,
                           const struct wave_base *base, const struct comparison_group *part);
void comparison_say_suppressed(struct comparing *c, const struct wave *wave, const char *by);

/* comparison_reference.c */
bool comparison_references_load(struct comparing *c, struct store *store, struct fault *f) FAULT_CHECKED;
bool comparison_reference_known(const struct comparing *c, const char *concept);
const char *comparison_reference_names(struct comparing *c, const char *concept); /* of the series */
void comparison_references(struct comparing *c, const struct comparison_group *groups, size_t count);

#endif
