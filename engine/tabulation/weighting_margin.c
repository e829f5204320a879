#include "engine/tabulation/weighting_margin.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/population.h"
#include "engine/statistics/distribution.h"
#include "engine/tabulation/cube_banner.h"

#include <inttypes.h>
#include <string.h>

struct builder {
    struct arena *arena;
    const struct dataset *d;
    const struct scheme_margin *from;
    struct weighting_margin *out;
    const struct cube_banner *banner;
    const struct cube_column *columns;
    int64_t *returns;   /* by column of the banner */
    double *population; /* by column; 0: none */
    uint32_t *column;   /* by return; 0: not in the margin */
    const char *dates;
    bool *met; /* by name of leave_out */
};

/* --- respondents --- */

static void place(void *data, size_t row, size_t column) {
    struct builder *b = data;
    b->column[row] = (uint32_t)column;
    b->returns[column]++;
}

static void count_respondents(struct builder *b) {
    const struct dataset *d = b->d;
    const uint64_t *meant = dataset_where(b->arena, d, b->from->where);
    const char *before = lang_enter(d->questionnaire->lang);
    b->banner = cube_banner_make(b->arena, d, b->from->by, b->from->key_count);
    b->columns = cube_banner_columns(b->arena, b->banner);
    lang_enter(before);
    b->returns = arena_array(b->arena, b->banner->column_count, sizeof *b->returns);
    b->population = arena_array(b->arena, b->banner->column_count, sizeof *b->population);
    b->column = arena_array(b->arena, d->n + 1, sizeof *b->column);
    cube_banner_each(b->banner, meant, d->n, place, b);
    b->out->other = (int64_t)(d->n - bitset_count(meant, d->n));
}

/* --- the categories of a column: "pref=13,type=clinic" --- */

static const char *category_id(struct arena *arena, const struct cube_column *column, size_t key) {
    const char *at = column->key;
    for (; key > 0; key--)
        at = strchr(at, ',') + 1;
    at = strchr(at, '=') + 1;
    return arena_strndup(arena, at, strcspn(at, ","));
}

static bool has_ids(const struct builder *b, size_t column, const char *const *ids) {
    for (size_t k = 0; k < b->from->key_count; k++)
        if (strcmp(category_id(b->arena, &b->columns[column], k), ids[k]) != 0)
            return false;
    return true;
}

static size_t find_column(const struct builder *b, const char *const *ids) {
    for (size_t c = 1; c < b->banner->column_count; c++)
        if (!b->columns[c].unknown && has_ids(b, c, ids))
            return c;
    return 0;
}

static bool is_left_out(const struct builder *b, const char *const *ids, size_t count) {
    for (size_t i = 0; i < b->from->leave_out_count; i++)
        for (size_t k = 0; k < count; k++)
            if (strcmp(b->from->leave_out[i], ids[k]) == 0)
                return b->met[i] = true;
    return false;
}

/* A name that is left out of nothing is misspelt. */
static bool check_left_out(const struct builder *b, struct fault *f) {
    for (size_t i = 0; i < b->from->leave_out_count; i++)
        if (!b->met[i])
            return fault_set(f, _("\"leave_out\" names \"%s\", which the population does not have"),
                             b->from->leave_out[i]);
    return true;
}

/* --- population --- */

static bool add_population(struct builder *b, const char *const *ids, double count, struct fault *f) {
    size_t column = find_column(b, ids);
    if (is_left_out(b, ids, b->from->key_count)) {
        b->out->left_out += count;
        return true;
    }
    b->population[column] += count;
    return column > 0 || fault_set(f,
                                   _("the population has \"%s\", the questionnaire does not; name it under "
                                     "\"leave_out\" if the survey did not go there"),
                                   ids[b->from->key_count - 1]);
}

static const struct question *question_behind(const struct questionnaire *q, const char *key) {
    int grouping = questionnaire_grouping(q, key);
    if (grouping >= 0)
        return &q->questions[q->groupings[grouping].question];
    return &q->questions[questionnaire_key(q, key)];
}

/* What the row of a table says of a key: an area for the prefectures, else a type; through a grouping, the
 * group that the option is in. */
static const char *id_of_row(const struct builder *b, const char *key, const struct population_row *row) {
    const struct questionnaire *q = b->d->questionnaire;
    const struct question *question = question_behind(q, key);
    const char *id = question->kind == QUESTION_PREFECTURE ? row->area : row->type;
    int grouping = questionnaire_grouping(q, key), option = question_option(question, id);
    if (grouping < 0 || option < 0 || q->groupings[grouping].category_of[option] < 0)
        return id;
    return q->groupings[grouping].ids[q->groupings[grouping].category_of[option]];
}

/* "2022-03-31, 2022-10-01": each once, in the table's order. */
static void note_date(struct builder *b, const struct population_row *row) {
    if (!b->dates)
        b->dates = row->date;
    else if (!strstr(b->dates, row->date))
        b->dates = arena_printf(b->arena, "%s, %s", b->dates, row->date);
}

static void note_source(struct builder *b, const struct population_row *row) {
    if (!b->out->source)
        b->out->source = row->source;
    else if (!strstr(b->out->source, row->source))
        b->out->source = arena_printf(b->arena, "%s; %s", b->out->source, row->source);
}

static bool no_rows(const struct scheme_margin *from, struct fault *f) {
    if (from->area)
        return fault_set(
            f, _("population.csv has no area \"%s\" in a table \"%s\"; data/README.md tells its tables"),
            from->area, from->table);
    return fault_set(f, _("population.csv has no table \"%s\"; data/README.md tells its tables"),
                     from->table);
}

static bool read_table(struct builder *b, struct fault *f) {
    const struct population *all = population_get(f);
    bool any = false;
    for (size_t i = 0; all && i < all->count; i++) {
        const struct population_row *row = &all->rows[i];
        const char *ids[SCHEME_KEYS_MAX] = {0};
        if (strcmp(row->table, b->from->table) != 0 ||
            (b->from->area && strcmp(row->area, b->from->area) != 0))
            continue;
        const char *const both[] = {row->area, row->type};
        any = true;
        if (is_left_out(b, both, 2)) {
            b->out->left_out += row->count;
            continue;
        }
        for (size_t k = 0; k < b->from->key_count; k++)
            ids[k] = id_of_row(b, b->from->by[k], row);
        if (!add_population(b, ids, row->count, f))
            return fault_context(f, "population.csv: %s", b->from->table);
        note_date(b, row);
        note_source(b, row);
    }
    return all && (any || no_rows(b->from, f));
}

static bool read_population(struct builder *b, struct fault *f) {
    if (b->from->table) {
        if (!read_table(b, f))
            return false;
        b->out->date = b->dates;
        return true;
    }
    for (size_t i = 0; i < b->from->count; i++)
        if (!add_population(b, b->from->counts[i].ids, b->from->counts[i].count, f))
            return false;
    b->out->source = b->from->source;
    b->out->date = b->from->date;
    return true;
}

/* --- side by side --- */

static bool check_column(const struct builder *b, size_t c, struct fault *f) {
    const char *label = b->columns[c].label;
    if (b->returns[c] > 0 && b->population[c] <= 0)
        return fault_set(f,
                         _("the population has no number for \"%s\", yet %" PRId64
                           " of the returns are of it; give its number, or "
                           "restrict the margin with \"where\""),
                         label, b->returns[c]);
    if (b->returns[c] == 0 && b->population[c] > 0)
        return fault_set(
            f,
            _("nobody of \"%s\" answered, yet the population has %.10g of them; weight by a grouping that "
              "joins it to another, or name it under \"leave_out\" and say so"),
            label, b->population[c]);
    return true;
}

static bool fill_categories(struct builder *b, int32_t *number, struct fault *f) {
    struct weighting_category *categories =
        arena_array(b->arena, b->banner->column_count, sizeof *categories);
    for (size_t c = 1; c < b->banner->column_count; c++) {
        const struct cube_column *column = &b->columns[c];
        number[c] = -1;
        if (column->unknown) {
            b->out->unknown += b->returns[c];
            continue;
        }
        if (!check_column(b, c, f))
            return false;
        if (b->returns[c] == 0)
            continue;
        number[c] = (int32_t)b->out->count;
        categories[b->out->count++] = (struct weighting_category){.key = column->key,
                                                                  .label = column->label,
                                                                  .returns = b->returns[c],
                                                                  .population = b->population[c]};
        b->out->returns += b->returns[c];
        b->out->population += b->population[c];
    }
    b->out->categories = categories;
    for (size_t i = 0; i < b->out->count; i++) {
        categories[i].respondent_share = (double)categories[i].returns / (double)b->out->returns;
        categories[i].population_share = categories[i].population / b->out->population;
    }
    return b->out->count > 0 || fault_set(f, _("no return answers it; there is nothing to weight"));
}

static void test_fit(struct weighting_margin *m) {
    m->tested = m->count > 1;
    for (size_t i = 0; i < m->count; i++) {
        double expected = m->categories[i].population_share * (double)m->returns;
        double off = (double)m->categories[i].returns - expected;
        m->tested = m->tested && expected >= 1;
        m->chi2 += off * off / expected;
    }
    if (m->tested)
        m->p = distribution_chi2(DISTRIBUTION_UPPER, m->chi2, (double)m->count - 1);
}

bool weighting_margin_make(struct arena *arena, const struct dataset *d, const struct scheme_margin *from,
                           struct weighting_margin *out, int32_t *category, struct fault *f) {
    struct builder b = {.arena = arena, .d = d, .from = from, .out = out};
    *out = (struct weighting_margin){.from = from};
    b.met = arena_array(arena, from->leave_out_count + 1, sizeof *b.met);
    count_respondents(&b);
    out->key_label = b.banner->label;
    int32_t *number = arena_array(arena, b.banner->column_count, sizeof *number);
    number[0] = -1;
    if (!read_population(&b, f) || !check_left_out(&b, f) || !fill_categories(&b, number, f))
        return false;
    for (size_t i = 0; i < d->n; i++)
        category[i] = number[b.column[i]];
    test_fit(out);
    return true;
}
