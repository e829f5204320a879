#include "reports/model/table_population.h"

#include "engine/base/lang.h"
#include "engine/tabulation/monitor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The banner's keys for which questionnaires are counted when they are sent. */
static const struct {
    const char *key;
    enum monitor_key group;
} counted[] = {{"pref", MONITOR_PREFECTURE}, {"association", MONITOR_ASSOCIATION}};

static void take(struct table_population *column, const struct monitor_row *row) {
    if (row->sent > 0 && row->sent >= row->counts.accepted && row->counts.accepted > 0)
        *column = (struct table_population){row->sent, row->counts.accepted};
}

static void take_group(struct arena *arena, struct table_population *all, const struct cube *cube,
                       const struct monitor_group *group) {
    const struct cube_column *columns = cube_columns(arena, cube);
    for (size_t c = 1; c < cube->column_count; c++) {
        const char *value = strchr(columns[c].key, '=');
        for (size_t r = 0; value && !columns[c].unknown && r < group->count; r++)
            if (*group->rows[r].key && strcmp(group->rows[r].key, value + 1) == 0)
                take(&all[c], &group->rows[r]);
    }
}

/* The question behind `pref` may also be named by its id. */
static bool is_key(const struct questionnaire *q, const char *key, const char *wanted) {
    return strcmp(key, wanted) == 0 ||
           (strcmp(wanted, "pref") == 0 && q->key_pref >= 0 && questionnaire_find(q, key) == q->key_pref);
}

static bool from_sent(struct arena *arena, struct store *store, const struct cube *cube,
                      struct table_population *all, struct fault *f) {
    const char *survey = cube->dataset->questionnaire->id;
    const struct monitor *monitor = monitor_read(store, arena, survey, f);
    if (!monitor)
        return false;
    if (monitor->total.sent == MONITOR_UNKNOWN)
        return fault_set(f,
                         _("it is not known how many questionnaires of %s were sent; load the counts with "
                           "`shukei survey sent %s FILE.csv`"),
                         survey, survey);
    take(&all[0], &monitor->total);
    for (size_t k = 0; cube->spec->key_count == 1 && k < sizeof counted / sizeof *counted; k++)
        if (is_key(cube->dataset->questionnaire, cube->spec->keys[0], counted[k].key))
            take_group(arena, all, cube, &monitor->by[counted[k].group]);
    return true;
}

static bool from_number(const char *text, const struct cube *cube, struct table_population *total,
                        struct fault *f) {
    char *end;
    errno = 0;
    long long asked = strtoll(text, &end, 10);
    if (errno || *end || end == text || asked <= 0)
        return fault_usage(f, _("--population %s: expected \"sent\" or how many there are in all, in digits"),
                           text);
    if ((size_t)asked < cube->dataset->n)
        return fault_usage(f, _("--population %s: fewer than the %zu returns that are counted"), text,
                           cube->dataset->n);
    *total = (struct table_population){asked, (int64_t)cube->dataset->n};
    return true;
}

const struct table_population *table_population_of(struct arena *arena, struct store *store,
                                                   const struct cube *cube, const char *asked,
                                                   struct fault *f) {
    struct table_population *all = arena_array(arena, cube->column_count + 1, sizeof *all);
    bool done = strcmp(asked, "sent") == 0 ? from_sent(arena, store, cube, all, f)
                                           : from_number(asked, cube, &all[0], f);
    return done ? all : NULL;
}

int64_t table_population_units(const struct table_population *column, int64_t n) {
    if (column->asked == 0)
        return 0;
    __extension__ __int128 twice = 2 * (__int128_t)n * column->asked;
    int64_t whole = (int64_t)((twice + column->returned) / (2 * (__int128_t)column->returned));
    return whole < n ? n : whole;
}
