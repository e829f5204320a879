#include "engine/tabulation/cube_banner.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <string.h>

struct key {
    const char *name, *label;
    const char **ids, **labels; /* of the categories; the unknown one is the last when there is one */
    size_t count;
    bool unknown;         /* whether the last category is the unknown one */
    uint16_t *code;       /* by return; NULL for a multi-answer question */
    const uint64_t **set; /* by category, multi-answer only */
};

/* --- what a key's name means --- */

static void start_key(struct arena *arena, struct key *key, const char *label, size_t categories) {
    key->label = label;
    key->ids = arena_array(arena, categories + 2, sizeof *key->ids);
    key->labels = arena_array(arena, categories + 2, sizeof *key->labels);
}

static void add_category(struct key *key, const char *id, const char *label) {
    key->ids[key->count] = id;
    key->labels[key->count++] = label;
}

/* A questionnaire may have an option of that name ("do not know"): columns have names of their own. */
static void add_unknown(struct key *key) {
    const char *id = "unknown";
    for (size_t i = 0; i < key->count; i++)
        if (strcmp(key->ids[i], id) == 0)
            id = answer_state_key(ANSWER_NO_ANSWER);
    key->unknown = true;
    add_category(key, id, _("no answer, unknown"));
}

/* Codes still DATASET_NO_CODE become the unknown category, if there are any. */
static void close_codes(struct key *key, size_t n) {
    uint16_t unknown = (uint16_t)key->count;
    bool any = false;
    for (size_t i = 0; i < n; i++)
        if (key->code[i] == DATASET_NO_CODE) {
            key->code[i] = unknown;
            any = true;
        }
    if (any)
        add_unknown(key);
}

static void fill_code(const struct key *key, const uint64_t *set, size_t n, uint16_t code) {
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = set[w]; bits; bits &= bits - 1)
            key->code[64 * w + (size_t)__builtin_ctzll(bits)] = code;
}

static void no_codes(struct arena *arena, struct key *key, size_t n) {
    key->code = arena_array(arena, n + 1, sizeof *key->code);
    memset(key->code, 0xFF, n * sizeof *key->code);
}

static void single_key(struct arena *arena, const struct dataset *d, const struct dataset_column *column,
                       struct key *key) {
    const struct question *question = column->question;
    start_key(arena, key, question->label, question->option_count);
    no_codes(arena, key, d->n);
    for (size_t j = 0; j < question->option_count; j++) {
        add_category(key, question->options[j].id, question->options[j].label);
        fill_code(key, column->option[j], d->n, (uint16_t)j);
    }
    close_codes(key, d->n);
}

static void multi_key(struct arena *arena, const struct dataset *d, const struct dataset_column *column,
                      struct key *key) {
    const struct question *question = column->question;
    start_key(arena, key, question->label, question->option_count);
    key->set = arena_array(arena, question->option_count + 1, sizeof *key->set);
    for (size_t j = 0; j < question->option_count; j++) {
        add_category(key, question->options[j].id, question->options[j].label);
        key->set[j] = column->option[j];
    }
    uint64_t *silent = dataset_where(arena, d, NULL);
    bitset_and_not(silent, column->state[ANSWER_GIVEN], d->n);
    if (bitset_count(silent, d->n) > 0) {
        key->set[key->count] = silent;
        add_unknown(key);
    }
}

/* An option that is in no category has a column of its own: it was answered, so it is not unknown. */
static void grouping_key(struct arena *arena, const struct dataset *d, const struct grouping *grouping,
                         struct key *key) {
    const struct dataset_column *column = &d->columns[grouping->question];
    uint16_t other = (uint16_t)grouping->count;
    bool any_other = false;
    start_key(arena, key, grouping->label, grouping->count + 1);
    no_codes(arena, key, d->n);
    for (size_t c = 0; c < grouping->count; c++)
        add_category(key, grouping->ids[c], grouping->labels[c]);
    for (size_t j = 0; j < column->question->option_count; j++) {
        int category = grouping->category_of[j];
        if (category < 0 && bitset_count(column->option[j], d->n) > 0)
            any_other = true;
        fill_code(key, column->option[j], d->n, category < 0 ? other : (uint16_t)category);
    }
    if (any_other)
        add_category(key, "other", _("in no group"));
    close_codes(key, d->n);
}

static void attribute_key(struct arena *arena, const struct dataset *d,
                          const struct dataset_attribute *attribute, const char *label, struct key *key) {
    start_key(arena, key, label, attribute->count);
    key->code = arena_copy(arena, attribute->code, (d->n + 1) * sizeof *attribute->code);
    for (size_t c = 0; c < attribute->count; c++)
        add_category(key, attribute->keys[c], attribute->labels[c]);
    close_codes(key, d->n);
}

static void channel_labels(struct key *key) {
    static const struct {
        const char *id, *label;
    } names[] = {{"fax", N_("FAX")}, {"post", N_("post")}, {"web", N_("web")}};
    for (size_t c = 0; c < key->count; c++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strcmp(key->ids[c], names[i].id) == 0)
                key->labels[c] = _(names[i].label);
}

/* --- near misses --- */

struct nearest {
    const char *wanted, *found;
    size_t distance;
};

static void consider(struct nearest *nearest, const char *name) {
    size_t distance = utf8_distance(name, nearest->wanted, 3);
    if (distance < nearest->distance) {
        nearest->distance = distance;
        nearest->found = name;
    }
}

static bool unknown_key(const struct questionnaire *q, const char *name, struct fault *f) {
    struct nearest nearest = {.wanted = name, .distance = 3};
    if (q->key_pref >= 0)
        consider(&nearest, "pref");
    if (q->key_type >= 0)
        consider(&nearest, "type");
    consider(&nearest, "association");
    consider(&nearest, "channel");
    for (size_t i = 0; i < q->grouping_count; i++) {
        consider(&nearest, q->groupings[i].id);
        consider(&nearest, q->groupings[i].label);
    }
    for (size_t i = 0; i < q->question_count; i++)
        if (question_is_coded(&q->questions[i])) {
            consider(&nearest, q->questions[i].id);
            if (utf8_length(q->questions[i].label) > 3)
                consider(&nearest, q->questions[i].label);
        }
    if (nearest.found)
        return fault_usage(f, _("--by %s: no such key; did you mean \"%s\"?"), name, nearest.found);
    return fault_usage(
        f,
        _("--by %s: no such key; use pref, type, association, channel, a grouping or a question with "
          "options"),
        name);
}

static bool is_called(struct arena *scratch, const char *folded, const char *written) {
    return written && *written && strcmp(utf8_fold(scratch, written), folded) == 0;
}

/* 問3 and 区分 are what a person reads on the form; -1 when none is called so, -2 when several are. */
static int question_called(const struct questionnaire *q, const char *name) {
    struct arena *scratch = arena_create();
    const char *folded = utf8_fold(scratch, name);
    int found = -1;
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question *question = &q->questions[i];
        if (is_called(scratch, folded, question->id) || is_called(scratch, folded, question->number) ||
            is_called(scratch, folded, question->label) || is_called(scratch, folded, question->group_label))
            found = found == -1 ? (int)i : -2;
    }
    arena_destroy(scratch);
    return found;
}

static int grouping_called(const struct questionnaire *q, const char *name) {
    struct arena *scratch = arena_create();
    const char *folded = utf8_fold(scratch, name);
    int found = -1;
    for (size_t i = 0; i < q->grouping_count && found < 0; i++)
        if (is_called(scratch, folded, q->groupings[i].label))
            found = (int)i;
    arena_destroy(scratch);
    return found;
}

static int key_question(const struct questionnaire *q, const char *name) {
    if (strcmp(name, "pref") == 0 && q->key_pref >= 0)
        return q->key_pref;
    if (strcmp(name, "type") == 0 && q->key_type >= 0)
        return q->key_type;
    return questionnaire_find(q, name);
}

static bool is_key(const struct questionnaire *q, const char *name) {
    return key_question(q, name) >= 0 || questionnaire_grouping(q, name) >= 0 ||
           strcmp(name, "association") == 0 || strcmp(name, "channel") == 0;
}

bool cube_banner_check(const struct questionnaire *q, const char *name, struct fault *f) {
    int question = key_question(q, name);
    if (question >= 0 && !question_is_coded(&q->questions[question]))
        return fault_usage(f, _("--by %s: not a question with options; it has no groups to count by"), name);
    return is_key(q, name) || unknown_key(q, name, f);
}

bool cube_banner_key(const struct questionnaire *q, const char *name, const char **key, struct fault *f) {
    int question = is_key(q, name) ? -1 : question_called(q, name),
        grouping = is_key(q, name) ? -1 : grouping_called(q, name);
    if (question == -2)
        return fault_usage(
            f, _("--by %s: several questions are called so; name one by its id (`shukei survey show %s`)"),
            name, q->id);
    *key = question >= 0 ? q->questions[question].id : grouping >= 0 ? q->groupings[grouping].id : name;
    return cube_banner_check(q, *key, f);
}

static void resolve(struct arena *arena, const struct dataset *d, const char *name, struct key *key) {
    const struct questionnaire *q = d->questionnaire;
    int question = key_question(q, name), grouping = questionnaire_grouping(q, name);
    key->name = name;
    if (question >= 0 && q->questions[question].kind == QUESTION_MULTI)
        multi_key(arena, d, &d->columns[question], key);
    else if (question >= 0)
        single_key(arena, d, &d->columns[question], key);
    else if (grouping >= 0)
        grouping_key(arena, d, &q->groupings[grouping], key);
    else if (strcmp(name, "association") == 0)
        attribute_key(arena, d, &d->association, _("association"), key);
    else {
        attribute_key(arena, d, &d->channel, _("channel"), key);
        channel_labels(key);
    }
}

/* --- columns and passes --- */

static void make_columns(struct arena *arena, const struct key *keys, size_t key_count,
                         struct cube_banner *banner) {
    size_t inner = key_count > 1 ? keys[1].count : 1, count = 1 + (key_count > 0 ? keys[0].count * inner : 0);
    struct cube_column *columns = arena_array(arena, count, sizeof *columns);
    columns[0] = (struct cube_column){.key = "total", .label = _("total")};
    for (size_t c = 1; c < count; c++) {
        size_t a = (c - 1) / inner, b = (c - 1) % inner;
        columns[c].key = arena_printf(arena, "%s=%s", keys[0].name, keys[0].ids[a]);
        columns[c].label = keys[0].labels[a];
        columns[c].unknown = keys[0].unknown && a + 1 == keys[0].count;
        if (key_count == 1)
            continue;
        columns[c].key = arena_printf(arena, "%s,%s=%s", columns[c].key, keys[1].name, keys[1].ids[b]);
        columns[c].label = arena_printf(arena, _("%s / %s"), keys[0].labels[a], keys[1].labels[b]);
        columns[c].unknown = columns[c].unknown || (keys[1].unknown && b + 1 == keys[1].count);
    }
    banner->columns = columns;
    banner->column_count = count;
}

/* The part of a column's number that comes from keys that put each return into one category. */
static uint32_t *make_codes(struct arena *arena, const struct key *keys, size_t key_count,
                            const size_t *stride, size_t n) {
    uint32_t *code = NULL;
    for (size_t k = 0; k < key_count; k++) {
        if (!keys[k].code)
            continue;
        if (!code)
            code = arena_array(arena, n + 1, sizeof *code);
        for (size_t i = 0; i < n; i++)
            code[i] += keys[k].code[i] * (uint32_t)stride[k];
    }
    return code;
}

static void make_passes(struct arena *arena, const struct key *keys, size_t key_count, size_t n,
                        struct cube_banner *banner) {
    const size_t stride[CUBE_KEYS_MAX] = {key_count > 1 ? keys[1].count : 1, 1};
    size_t times[CUBE_KEYS_MAX] = {1, 1};
    for (size_t k = 0; k < key_count; k++)
        times[k] = keys[k].set ? keys[k].count : 1;
    struct cube_pass *passes = arena_array(arena, times[0] * times[1] + 1, sizeof *passes);
    const uint32_t *code = make_codes(arena, keys, key_count, stride, n);
    for (size_t p = 0; p < times[0] * times[1]; p++) {
        const size_t category[CUBE_KEYS_MAX] = {p / times[1], p % times[1]};
        passes[p] = (struct cube_pass){.code = code, .offset = 1};
        for (size_t k = 0; k < key_count; k++)
            if (keys[k].set) {
                passes[p].within[k] = keys[k].set[category[k]];
                passes[p].offset += category[k] * stride[k];
            }
    }
    banner->passes = passes;
    banner->pass_count = key_count > 0 ? times[0] * times[1] : 0;
}

const struct cube_banner *cube_banner_make(struct arena *arena, const struct dataset *d,
                                           const char *const *names, size_t key_count) {
    struct key keys[CUBE_KEYS_MAX] = {0};
    struct cube_banner *banner = arena_alloc(arena, sizeof *banner);
    banner->partition = true;
    for (size_t k = 0; k < key_count; k++) {
        resolve(arena, d, names[k], &keys[k]);
        banner->partition = banner->partition && keys[k].code;
        banner->label =
            k == 0 ? keys[0].label : arena_printf(arena, _("%s by %s"), keys[0].label, keys[1].label);
    }
    make_columns(arena, keys, key_count, banner);
    make_passes(arena, keys, key_count, d->n, banner);
    return banner;
}

/* --- counting --- */

static void tally_pass(const struct cube_pass *pass, const uint64_t *set, size_t n, int64_t *counts) {
    const uint64_t *first = pass->within[0], *second = pass->within[1];
    const uint32_t *code = pass->code;
    counts += pass->offset;
    for (size_t w = 0, words = bitset_words(n); w < words; w++) {
        uint64_t bits = set[w] & (first ? first[w] : UINT64_MAX) & (second ? second[w] : UINT64_MAX);
        if (!code)
            counts[0] += __builtin_popcountll(bits);
        else
            for (; bits; bits &= bits - 1)
                counts[code[64 * w + (size_t)__builtin_ctzll(bits)]]++;
    }
}

void cube_banner_tally(const struct cube_banner *banner, const uint64_t *set, size_t n, int64_t *counts) {
    counts[0] += (int64_t)bitset_count(set, n);
    for (size_t p = 0; p < banner->pass_count; p++)
        tally_pass(&banner->passes[p], set, n, counts);
}

void cube_banner_each(const struct cube_banner *banner, const uint64_t *set, size_t n,
                      void (*visit)(void *data, size_t row, size_t column), void *data) {
    for (size_t p = 0; p < banner->pass_count; p++) {
        const struct cube_pass *pass = &banner->passes[p];
        for (size_t w = 0, words = bitset_words(n); w < words; w++) {
            uint64_t bits = set[w] & (pass->within[0] ? pass->within[0][w] : UINT64_MAX) &
                            (pass->within[1] ? pass->within[1][w] : UINT64_MAX);
            for (; bits; bits &= bits - 1) {
                size_t row = 64 * w + (size_t)__builtin_ctzll(bits);
                visit(data, row, pass->offset + (pass->code ? pass->code[row] : 0));
            }
        }
    }
}
