#include "engine/tabulation/cube_banner.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"

#include <assert.h>
#include <string.h>

bool cube_banner_key(const struct questionnaire *q, const char *name, const char **key, struct fault *f) {
    return cube_key_find(q, name, key, f);
}

/* --- columns --- */

/* The last key varies fastest. */
static size_t category_of(const struct cube_banner *banner, size_t k, size_t column) {
    return (column - 1) / banner->stride[k] % banner->keys[k].count;
}

static bool is_unknown(const struct cube_key *key, size_t category) {
    return key->unknown && category + 1 == key->count;
}

bool cube_banner_unknown(const struct cube_banner *banner, size_t column) {
    bool unknown = false;
    for (size_t k = 0; column > 0 && k < banner->key_count; k++)
        unknown = unknown || is_unknown(&banner->keys[k], category_of(banner, k, column));
    return unknown;
}

struct cube_column cube_banner_column(struct arena *arena, const struct cube_banner *banner, size_t column) {
    struct cube_column made = {"total", banner->total, cube_banner_unknown(banner, column)};
    for (size_t k = 0; column > 0 && k < banner->key_count; k++) {
        const struct cube_key *key = &banner->keys[k];
        size_t category = category_of(banner, k, column);
        const char *id = key->ids[category], *label = key->labels[category];
        made.key = k == 0 ? arena_printf(arena, "%s=%s", key->name, id)
                          : arena_printf(arena, "%s,%s=%s", made.key, key->name, id);
        made.label = k == 0 ? label : arena_printf(arena, banner->joined, made.label, label);
    }
    return made;
}

const struct cube_column *cube_banner_columns(struct arena *arena, const struct cube_banner *banner) {
    struct cube_column *columns = arena_array(arena, banner->column_count, sizeof *columns);
    for (size_t c = 0; c < banner->column_count; c++)
        columns[c] = cube_banner_column(arena, banner, c);
    return columns;
}

bool cube_banner_fits(const struct cube_banner *banner, struct fault *f) {
    size_t count = 1;
    for (size_t k = 0; k < banner->key_count && count <= CUBE_COLUMNS_MAX; k++)
        count *= banner->keys[k].count;
    return count <= CUBE_COLUMNS_MAX ||
           fault_usage(f,
                       _("--by: these keys together make more than %d columns; take fewer of them, or "
                         "narrow the returns by one of them with --where"),
                       CUBE_COLUMNS_MAX);
}

/* Without returns a key may have no category at all. */
static void number_columns(struct cube_banner *banner) {
    size_t count = 1;
    for (size_t k = banner->key_count; k-- > 0;) {
        banner->stride[k] = count;
        count *= banner->keys[k].count;
    }
    banner->column_count = banner->key_count > 0 ? count + 1 : 1;
}

/* --- ranges --- */

static struct cube_ranges new_ranges(struct arena *arena, size_t most) {
    return (struct cube_ranges){.first = arena_array(arena, most + 1, sizeof(size_t)),
                                .lane = arena_array(arena, most + 1, sizeof(uint32_t)),
                                .group = arena_array(arena, most + 1, sizeof(uint32_t))};
}

static void make_groups(struct arena *arena, const struct dataset_order *order, struct cube_banner *banner) {
    struct cube_ranges groups = new_ranges(arena, order->group_count + banner->n / banner->block + 1);
    for (size_t g = 0; g < order->group_count; g++)
        for (size_t at = order->first[g]; at < order->first[g + 1];) {
            size_t end = (at / banner->block + 1) * banner->block;
            groups.first[groups.count] = at;
            groups.group[groups.count++] = (uint32_t)g;
            at = end < order->first[g + 1] ? end : order->first[g + 1];
        }
    groups.first[groups.count] = banner->n;
    banner->groups = groups;
}

/* Neighbours of the same lane are counted together. */
static void make_runs(struct arena *arena, struct cube_banner *banner) {
    const struct cube_ranges *groups = &banner->groups;
    struct cube_ranges runs = new_ranges(arena, groups->count);
    for (size_t g = 0; g < groups->count; g++) {
        bool goes_on = runs.count > 0 && groups->first[g] % banner->block != 0 &&
                       groups->lane[g] == runs.lane[runs.count - 1];
        if (goes_on)
            continue;
        runs.first[runs.count] = groups->first[g];
        runs.lane[runs.count++] = groups->lane[g];
    }
    runs.first[runs.count] = banner->n;
    runs.group = NULL;
    banner->runs = runs;
}

/* --- lanes --- */

/* In: by group or return the column, before any pass.  Out: the lane. */
static void number_lanes(struct arena *arena, struct cube_banner *banner, uint32_t *column, size_t count) {
    uint32_t *lane = arena_array(arena, banner->column_count + 1, sizeof *lane);
    uint32_t *lane_column = arena_array(arena, banner->column_count + 1, sizeof *lane_column);
    for (size_t i = 0; i < count; i++)
        lane[column[i]] = 1;
    for (size_t c = 0; c < banner->column_count; c++)
        if (lane[c]) {
            lane_column[banner->lane_count] = (uint32_t)c;
            lane[c] = (uint32_t)banner->lane_count++;
        }
    for (size_t i = 0; i < count; i++)
        column[i] = lane[column[i]];
    banner->lane_column = lane_column;
}

static void lanes_by_group(struct arena *arena, struct cube_banner *banner) {
    const struct cube_ranges *groups = &banner->groups;
    for (size_t k = 0; k < banner->key_count; k++)
        for (size_t g = 0; banner->keys[k].group && g < groups->count; g++)
            groups->lane[g] += banner->keys[k].group[groups->group[g]] * (uint32_t)banner->stride[k];
    number_lanes(arena, banner, groups->lane, groups->count);
}

static void lanes_by_return(struct arena *arena, const struct dataset *d, struct cube_banner *banner) {
    uint32_t *lane = arena_array(arena, d->n + 1, sizeof *lane);
    for (size_t k = 0; k < banner->key_count; k++) {
        if (banner->keys[k].several)
            continue;
        cube_key_by_return(arena, d, &banner->keys[k]);
        for (size_t i = 0; i < d->n; i++)
            lane[i] += banner->keys[k].code[i] * (uint32_t)banner->stride[k];
    }
    number_lanes(arena, banner, lane, d->n);
    banner->lane = lane;
}

/* --- places --- */

static void make_places(struct arena *arena, struct cube_banner *banner) {
    uint32_t *place = arena_array(arena, banner->column_count, sizeof *place);
    size_t nobody = cube_banner_place(banner, banner->lane_count, 0);
    for (size_t c = 1; c < banner->column_count; c++)
        place[c] = (uint32_t)nobody;
    for (size_t lane = 0; lane < banner->lane_count; lane++)
        for (size_t p = 0; p < banner->pass_count; p++)
            place[banner->passes[p].offset + banner->lane_column[lane]] =
                (uint32_t)cube_banner_place(banner, lane, p);
    banner->place = place;
    banner->place_count = (nobody / CUBE_PLACES_STEP + 1) * CUBE_PLACES_STEP;
}

/* --- passes --- */

static size_t categories_of_sets(const struct cube_key *key) {
    return key->set ? key->count : 1;
}

static void make_passes(struct arena *arena, struct cube_banner *banner) {
    const struct cube_key *keys = banner->keys;
    size_t count = 1;
    for (size_t k = 0; k < banner->key_count; k++)
        count *= categories_of_sets(&keys[k]);
    struct cube_pass *passes = arena_array(arena, count, sizeof *passes);
    for (size_t p = 0; p < count; p++) {
        struct cube_pass *pass = &passes[p];
        size_t rest = p;
        pass->offset = 1;
        for (size_t k = banner->key_count; k-- > 0;)
            if (keys[k].set) {
                pass->within[pass->within_count++] = keys[k].set[rest % keys[k].count];
                pass->offset += rest % keys[k].count * banner->stride[k];
                rest /= keys[k].count;
            }
    }
    banner->passes = passes;
    banner->pass_count = banner->key_count > 0 ? count : 0;
}

static bool needs_lookup(const struct cube_banner *banner) {
    size_t passes = 1, least = 1; /* least: of the keys that must have passes */
    bool lookup = false;
    for (size_t k = 0; k < banner->key_count; k++) {
        const struct cube_key *key = &banner->keys[k];
        passes *= categories_of_sets(key);
        least *= key->several ? key->count : 1;
        lookup = lookup || key->code;
    }
    return lookup || (passes > CUBE_PASSES_MAX && least < passes);
}

/* Where nothing is masked by a pass, one walk from end to end is the fastest. */
static size_t block_of(const struct cube_banner *banner) {
    size_t masks = banner->pass_count > 0 && banner->passes[0].within_count > 0 ? banner->pass_count : 0;
    size_t block = CUBE_BLOCK;
    if (masks == 0)
        return banner->n > 0 ? banner->n : block;
    while (block > CUBE_BLOCK_STEP && block * masks > CUBE_BLOCK_MASKS)
        block /= 2;
    return block;
}

static void make_keys(struct arena *arena, const struct dataset *d, const char *const *names,
                      struct cube_banner *banner) {
    banner->partition = true;
    for (size_t k = 0; k < banner->key_count; k++) {
        struct cube_key *key = &banner->keys[k];
        *key = cube_key_make(arena, d, arena_strdup(arena, names[k]));
        banner->partition = banner->partition && !key->several;
        banner->label = k == 0 ? key->label : arena_printf(arena, _("%s by %s"), banner->label, key->label);
    }
    banner->total = _("total");
    banner->joined = _("%s / %s");
}

struct cube_banner *cube_banner_begin(struct arena *arena, const struct dataset *d, const char *const *names,
                                      size_t key_count) {
    struct cube_banner *banner = arena_alloc(arena, sizeof *banner);
    assert(d->n <= UINT32_MAX); /* what a count can hold */
    banner->n = d->n;
    banner->key_count = key_count;
    make_keys(arena, d, names, banner);
    return banner;
}

const struct cube_banner *cube_banner_end(struct arena *arena, const struct dataset *d,
                                          struct cube_banner *banner) {
    number_columns(banner);
    if (needs_lookup(banner))
        lanes_by_return(arena, d, banner);
    make_passes(arena, banner);
    banner->block = block_of(banner);
    make_groups(arena, &d->order, banner);
    if (!banner->lane)
        lanes_by_group(arena, banner);
    make_runs(arena, banner);
    make_places(arena, banner);
    return banner;
}

const struct cube_banner *cube_banner_make(struct arena *arena, const struct dataset *d,
                                           const char *const *names, size_t key_count) {
    return cube_banner_end(arena, d, cube_banner_begin(arena, d, names, key_count));
}
