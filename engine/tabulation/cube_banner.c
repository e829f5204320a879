#include "engine/tabulation/cube_banner.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"

#include <string.h>

bool cube_banner_check(const struct questionnaire *q, const char *key, struct fault *f) {
    return cube_key_check(q, key, f);
}

bool cube_banner_key(const struct questionnaire *q, const char *name, const char **key, struct fault *f) {
    return cube_key_find(q, name, key, f);
}

/* --- columns --- */

/* The columns of the keys so far, times the categories of the next. */
static void add_columns(struct arena *arena, const struct cube_key *key, bool first,
                        struct cube_column *columns, size_t count) {
    for (size_t c = count * key->count; c-- > 0;) {
        const struct cube_column *before = &columns[c / key->count];
        size_t category = c % key->count;
        bool unknown = key->unknown && category + 1 == key->count;
        struct cube_column made = {arena_printf(arena, "%s=%s", key->name, key->ids[category]),
                                   key->labels[category], unknown};
        if (!first)
            made = (struct cube_column){arena_printf(arena, "%s,%s", before->key, made.key),
                                        arena_printf(arena, _("%s / %s"), before->label, made.label),
                                        before->unknown || unknown};
        columns[c] = made;
    }
}

bool cube_banner_fits(const struct dataset *d, const char *const *names, size_t key_count, struct fault *f) {
    struct arena *scratch = arena_create();
    size_t count = 1;
    for (size_t k = 0; k < key_count && count <= CUBE_COLUMNS_MAX; k++)
        count *= cube_key_make(scratch, d, names[k]).count;
    arena_destroy(scratch);
    return count <= CUBE_COLUMNS_MAX ||
           fault_usage(f,
                       _("--by: these keys together make more than %d columns; take fewer of them, or "
                         "narrow the returns by one of them with --where"),
                       CUBE_COLUMNS_MAX);
}

static void make_columns(struct arena *arena, const struct cube_key *keys, size_t key_count,
                         struct cube_banner *banner) {
    size_t count = 1, most = 1, made = 1; /* without returns a key may have no category at all */
    for (size_t k = 0; k < key_count; k++) {
        count *= keys[k].count;
        most = count > most ? count : most;
    }
    struct cube_column *columns = arena_array(arena, most + 1, sizeof *columns);
    for (size_t k = 0; k < key_count; k++) {
        add_columns(arena, &keys[k], k == 0, columns + 1, made);
        made *= keys[k].count;
    }
    columns[0] = (struct cube_column){.key = "total", .label = _("total")};
    banner->columns = columns;
    banner->column_count = key_count > 0 ? count + 1 : 1;
}

/* --- ranges --- */

static struct cube_ranges new_ranges(struct arena *arena, size_t most) {
    return (struct cube_ranges){.first = arena_array(arena, most + 1, sizeof(size_t)),
                                .column = arena_array(arena, most + 1, sizeof(uint32_t)),
                                .group = arena_array(arena, most + 1, sizeof(uint32_t))};
}

static void make_groups(struct arena *arena, const struct dataset_order *order, struct cube_banner *banner) {
    struct cube_ranges groups = new_ranges(arena, order->group_count + banner->n / CUBE_BLOCK + 1);
    for (size_t g = 0; g < order->group_count; g++)
        for (size_t at = order->first[g]; at < order->first[g + 1];) {
            size_t end = (at / CUBE_BLOCK + 1) * CUBE_BLOCK;
            groups.first[groups.count] = at;
            groups.group[groups.count++] = (uint32_t)g;
            at = end < order->first[g + 1] ? end : order->first[g + 1];
        }
    groups.first[groups.count] = banner->n;
    banner->groups = groups;
}

/* Neighbours of the same column are counted together. */
static void make_runs(struct arena *arena, struct cube_banner *banner) {
    const struct cube_ranges *groups = &banner->groups;
    struct cube_ranges runs = new_ranges(arena, groups->count);
    for (size_t g = 0; g < groups->count; g++) {
        bool goes_on = runs.count > 0 && groups->first[g] % CUBE_BLOCK != 0 &&
                       groups->column[g] == runs.column[runs.count - 1];
        if (goes_on)
            continue;
        runs.first[runs.count] = groups->first[g];
        runs.column[runs.count++] = groups->column[g];
    }
    runs.first[runs.count] = banner->n;
    runs.group = NULL;
    banner->runs = runs;
}

static void find_strides(const struct cube_key *keys, size_t key_count, size_t stride[CUBE_KEYS_MAX]) {
    size_t columns = 1;
    for (size_t k = key_count; k-- > 0;) {
        stride[k] = columns;
        columns *= keys[k].count;
    }
}

static void make_steps(const struct cube_key *keys, size_t key_count, const size_t *stride,
                       struct cube_banner *banner) {
    const struct cube_ranges *groups = &banner->groups;
    for (size_t k = 0; k < key_count; k++)
        for (size_t g = 0; keys[k].group && g < groups->count; g++)
            groups->column[g] += keys[k].group[groups->group[g]] * (uint32_t)stride[k];
}

static void make_codes(struct arena *arena, const struct dataset *d, struct cube_key *keys, size_t key_count,
                       const size_t *stride, struct cube_banner *banner) {
    uint32_t *code = arena_array(arena, d->n + 1, sizeof *code);
    for (size_t k = 0; k < key_count; k++) {
        if (keys[k].several)
            continue;
        cube_key_by_return(arena, d, &keys[k]);
        for (size_t i = 0; i < d->n; i++)
            code[i] += keys[k].code[i] * (uint32_t)stride[k];
    }
    banner->code = code;
}

/* --- passes --- */

static void make_passes(struct arena *arena, const struct cube_key *keys, size_t key_count,
                        const size_t *stride, struct cube_banner *banner) {
    size_t count = 1;
    for (size_t k = 0; k < key_count; k++)
        count *= keys[k].set ? keys[k].count : 1;
    struct cube_pass *passes = arena_array(arena, count, sizeof *passes);
    for (size_t p = 0; p < count; p++) {
        struct cube_pass *pass = &passes[p];
        size_t rest = p;
        pass->offset = 1;
        for (size_t k = key_count; k-- > 0;)
            if (keys[k].set) {
                pass->within[pass->within_count++] = keys[k].set[rest % keys[k].count];
                pass->offset += rest % keys[k].count * stride[k];
                rest /= keys[k].count;
            }
    }
    banner->passes = passes;
    banner->pass_count = key_count > 0 ? count : 0;
}

static bool needs_lookup(const struct cube_key *keys, size_t key_count) {
    size_t passes = 1, least = 1; /* least: of the keys that must have passes */
    bool lookup = false;
    for (size_t k = 0; k < key_count; k++) {
        passes *= keys[k].set ? keys[k].count : 1;
        least *= keys[k].several ? keys[k].count : 1;
        lookup = lookup || keys[k].code;
    }
    return lookup || (passes > CUBE_PASSES_MAX && least < passes);
}

const struct cube_banner *cube_banner_make(struct arena *arena, const struct dataset *d,
                                           const char *const *names, size_t key_count) {
    struct cube_key keys[CUBE_KEYS_MAX] = {0};
    size_t stride[CUBE_KEYS_MAX];
    struct cube_banner *banner = arena_alloc(arena, sizeof *banner);
    banner->partition = true;
    banner->n = d->n;
    for (size_t k = 0; k < key_count; k++) {
        keys[k] = cube_key_make(arena, d, names[k]);
        banner->partition = banner->partition && !keys[k].several;
        banner->label =
            k == 0 ? keys[0].label : arena_printf(arena, _("%s by %s"), banner->label, keys[k].label);
    }
    make_columns(arena, keys, key_count, banner);
    find_strides(keys, key_count, stride);
    make_groups(arena, &d->order, banner);
    if (needs_lookup(keys, key_count))
        make_codes(arena, d, keys, key_count, stride, banner);
    else
        make_steps(keys, key_count, stride, banner);
    make_runs(arena, banner);
    make_passes(arena, keys, key_count, stride, banner);
    return banner;
}
