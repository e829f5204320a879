#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/base/order.h"
#include "reports/nonresponse/nonresponse_tables.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static struct survey_request request_of(const struct nonresponse_wishes *w) {
    struct survey_request request = {.questions = w->questions,
                                     .question_count = w->question_count,
                                     .where = w->where,
                                     .options = table_default_options};
    request.options.suppress = w->suppress;
    return request;
}

/* --- ways of answering --- */

/* The column with most returns; 0 when there are none but the unknown. */
static size_t main_column(const struct table *t) {
    size_t best = 0;
    for (size_t c = 1; c < t->column_count; c++)
        if (!t->columns[c].unknown && t->columns[c].n > 0 &&
            (best == 0 || t->columns[c].n > t->columns[best].n))
            best = c;
    return best;
}

static void compare_modes(struct nonresponse_comparison *c, const struct table *t) {
    size_t from = main_column(t);
    const struct nonresponse_group first = {t->columns[from].label, t, from};
    for (size_t k = 1; from > 0 && k < t->column_count; k++)
        if (k != from && !t->columns[k].unknown)
            nonresponse_compare(c, &first, &(struct nonresponse_group){t->columns[k].label, t, k});
}

struct result *nonresponse_modes(struct arena *arena, const char *store_path,
                                 const struct nonresponse_wishes *wishes, struct fault *f) {
    struct survey_request request = request_of(wishes);
    const struct table_set *set;
    request.keys[0] = "channel";
    request.key_count = 1;
    if (!survey_tables(arena, store_path, wishes->survey, &request, 1, &set, f))
        return NULL;
    struct nonresponse_comparison c = nonresponse_compare_begin(arena, set, wishes->level);
    struct result *to = result_create(
        arena, arena_printf(arena, _("By the way of answering: %s"), set->questionnaire->title));
    nonresponse_facts(arena, set, wishes, to);
    for (size_t i = 0; i < set->count; i++)
        if (nonresponse_is_shown(set, &set->tables[i], wishes))
            compare_modes(&c, &set->tables[i]);
    if (c.rows == 0) {
        (void)!(
            wishes->suppress > 1
                ? fault_set(f,
                            _("%s: with counts below %ld kept back there are no two ways of answering left "
                              "to compare; lower --suppress"),
                            wishes->survey, wishes->suppress)
                : fault_set(f,
                            _("the returns of %s that are counted came in by one way at most; there is "
                              "nothing to compare"),
                            wishes->survey));
        return NULL;
    }
    result_note(to, _("Those who answer by another way are also others (size, age, region): a difference "
                      "need not come from "
                      "the way of answering. `relate` can hold the kind of institution equal."));
    nonresponse_compare_end(&c, set, wishes, to);
    return to;
}

/* --- early and late --- */

struct days {
    int64_t early, late; /* early: up to this day; late: from this day on */
    int64_t undated;
};

/* The days by which the first and the last 1 / parts of the returns with a day have come in.  Returns of one
 * day are not torn apart. */
static bool find_days(struct arena *arena, const struct dataset *d, int parts, struct days *out) {
    int64_t *days = arena_array(arena, d->n + 1, sizeof *days);
    size_t count = 0;
    for (size_t i = 0; i < d->n; i++)
        if (dataset_received(d, i) != INT64_MIN)
            days[count++] = dataset_received(d, i);
    *out = (struct days){.undated = (int64_t)(d->n - count)};
    if (count < 2)
        return false;
    qsort(days, count, sizeof *days, order_whole);
    size_t part = (count + (size_t)parts - 1) / (size_t)parts;
    out->early = days[part - 1];
    out->late = days[count - part];
    for (size_t i = 0; out->late <= out->early && i < count; i++)
        if (days[i] > out->early)
            out->late = days[i];
    return out->late > out->early;
}

static const char *both(struct arena *arena, const char *where, const char *relation, int64_t day) {
    char iso[CALENDAR_TEXT];
    const char *own = arena_printf(arena, "received %s %s", relation, calendar_iso(iso, day));
    return where ? arena_printf(arena, "(%s) and %s", where, own) : own;
}

static const char *label_of(struct arena *arena, const char *format, int64_t day) {
    char iso[CALENDAR_TEXT];
    return arena_printf(arena, format, calendar_iso(iso, day));
}

static struct result *compare_days_of(struct arena *arena, const struct table_set *const *sets,
                                      const struct days *days, const struct nonresponse_wishes *wishes,
                                      struct fault *f) {
    struct nonresponse_comparison c = nonresponse_compare_begin(arena, sets[0], wishes->level);
    struct result *to = result_create(
        arena, arena_printf(arena, _("Early and late returns: %s"), sets[0]->questionnaire->title));
    const char *early = label_of(arena, _("to %s"), days->early),
               *late = label_of(arena, _("from %s"), days->late);
    nonresponse_facts(arena, sets[0], wishes, to);
    for (size_t i = 0; i < sets[0]->count; i++)
        if (nonresponse_is_shown(sets[0], &sets[0]->tables[i], wishes))
            nonresponse_compare(&c, &(struct nonresponse_group){early, &sets[0]->tables[i], 0},
                                &(struct nonresponse_group){late, &sets[1]->tables[i], 0});
    result_note(to,
                arena_printf(
                    arena,
                    _("Group 1: the earliest 1/%d of the returns by the day received, group 2: the latest; "
                      "returns of one day stay together. Those who answer late are often more like those who "
                      "never do."),
                    wishes->parts));
    if (c.rows == 0) {
        fault_set(f,
                  _("the returns of %s that are counted came in all early or all late; there is nothing to "
                    "compare"),
                  wishes->survey);
        return NULL;
    }
    if (days->undated > 0)
        result_note(to, arena_printf(arena, _("Left out: %" PRId64 " returns without a day received."),
                                     days->undated));
    nonresponse_compare_end(&c, sets[0], wishes, to);
    return to;
}

static bool read_both(struct arena *arena, struct store *store, const struct nonresponse_wishes *wishes,
                      struct days *days, const struct table_set **sets, struct fault *f) {
    const struct questionnaire *q = store_questionnaire(store, arena, wishes->survey, f);
    const struct dataset *d = q ? dataset_load(arena, store, q, f) : NULL;
    if (!d)
        return false;
    if (!find_days(arena, d, wishes->parts, days))
        return fault_set(f, _("the returns of %s have no two days received; there is no early and late"),
                         wishes->survey);
    struct survey_request requests[2] = {request_of(wishes), request_of(wishes)};
    requests[0].where = both(arena, wishes->where, "<=", days->early);
    requests[1].where = both(arena, wishes->where, ">=", days->late);
    return survey_tables_from(arena, store, q, requests, 2, sets, f);
}

struct result *nonresponse_timing(struct arena *arena, const char *store_path,
                                  const struct nonresponse_wishes *wishes, struct fault *f) {
    const struct table_set *sets[2];
    struct days days;
    struct store *store = store_open(store_path, STORE_READ, f);
    bool good = store && read_both(arena, store, wishes, &days, sets, f);
    store_close(store);
    return good ? compare_days_of(arena, sets, &days, wishes, f) : NULL;
}
