#include "engine/tabulation/cube_key.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <string.h>

/* --- categories --- */

static void start(struct arena *arena, struct cube_key *key, const char *label, size_t categories) {
    key->label = label;
    key->ids = arena_array(arena, categories + 2, sizeof *key->ids);
    key->labels = arena_array(arena, categories + 2, sizeof *key->labels);
}

static void add_category(struct cube_key *key, const char *id, const char *label) {
    key->ids[key->count] = id;
    key->labels[key->count++] = label;
}

static void add_options(struct cube_key *key, const struct question *question) {
    for (size_t j = 0; j < question->option_count; j++)
        add_category(key, question->options[j].id, question->options[j].label);
}

/* A questionnaire may have an option of that name ("do not know"): columns have names of their own. */
static void add_unknown(struct cube_key *key) {
    const char *id = "unknown";
    for (size_t i = 0; i < key->count; i++)
        if (strcmp(key->ids[i], id) == 0)
            id = answer_state_key(ANSWER_NO_ANSWER);
    key->unknown = true;
    add_category(key, id, _("no answer, unknown"));
}

/* Codes that name no category become the unknown one, if there are any. */
static void close_codes(struct cube_key *key, uint16_t *code, size_t n) {
    uint16_t known = (uint16_t)key->count;
    bool any = false;
    for (size_t i = 0; i < n; i++)
        if (code[i] >= known) {
            code[i] = known;
            any = true;
        }
    if (any)
        add_unknown(key);
}

/* --- questions --- */

/* Each set of returns is a category; who is in none, because no answer was given, is unknown. */
static void by_set(struct arena *arena, const struct dataset *d, const struct dataset_column *column,
                   struct cube_key *key) {
    if (column->states[ANSWER_GIVEN] == d->n)
        return;
    uint64_t *silent = dataset_where(arena, d, NULL);
    bitset_and_not(silent, column->state[ANSWER_GIVEN], d->n);
    key->set[key->count] = silent;
    add_unknown(key);
}

static void question_key(struct arena *arena, const struct dataset *d, const struct dataset_column *column,
                         struct cube_key *key) {
    const struct question *question = column->question;
    const uint16_t *group = d->order.question[question->position];
    start(arena, key, question->label, question->option_count);
    add_options(key, question);
    key->several = question->kind == QUESTION_MULTI;
    if (group) {
        key->group = arena_copy(arena, group, d->order.group_count * sizeof *group);
        close_codes(key, key->group, d->order.group_count);
        return;
    }
    key->set = arena_array(arena, question->option_count + 1, sizeof *key->set);
    for (size_t j = 0; j < question->option_count; j++)
        key->set[j] = column->option[j];
    by_set(arena, d, column, key);
}

/* --- groupings --- */

/* An option that is in no category has a column of its own: it was answered, so it is not unknown. */
static size_t category_of(const struct grouping *grouping, size_t option) {
    int category = grouping->category_of[option];
    return category < 0 ? grouping->count : (size_t)category;
}

static void start_grouping(struct arena *arena, const struct dataset *d, const struct grouping *grouping,
                           struct cube_key *key) {
    const struct dataset_column *column = &d->columns[grouping->question];
    bool other = false;
    start(arena, key, grouping->label, grouping->count + 1);
    for (size_t c = 0; c < grouping->count; c++)
        add_category(key, grouping->ids[c], grouping->labels[c]);
    for (size_t j = 0; j < column->question->option_count; j++)
        other = other || (grouping->category_of[j] < 0 && bitset_count(column->option[j], d->n) > 0);
    if (other)
        add_category(key, "other", _("in no group"));
}

static void grouping_key(struct arena *arena, const struct dataset *d, const struct grouping *grouping,
                         struct cube_key *key) {
    const struct dataset_column *column = &d->columns[grouping->question];
    const uint16_t *group = d->order.question[grouping->question];
    size_t options = column->question->option_count, groups = d->order.group_count;
    start_grouping(arena, d, grouping, key);
    if (group) {
        key->group = arena_array(arena, groups + 1, sizeof *key->group);
        for (size_t g = 0; g < groups; g++)
            key->group[g] = group[g] < options ? (uint16_t)category_of(grouping, group[g]) : DATASET_NO_CODE;
        close_codes(key, key->group, groups);
        return;
    }
    uint64_t **set = arena_array(arena, grouping->count + 2, sizeof *set);
    for (size_t c = 0; c <= grouping->count; c++)
        set[c] = arena_array(arena, bitset_words(d->n) + 1, sizeof **set);
    for (size_t j = 0; j < options; j++)
        bitset_or(set[category_of(grouping, j)], column->option[j], d->n);
    key->set = (const uint64_t **)set;
    by_set(arena, d, column, key);
}

/* --- attributes, the wave --- */

static void attribute_key(struct arena *arena, const struct dataset *d,
                          const struct dataset_attribute *attribute, const uint16_t *group, const char *label,
                          struct cube_key *key) {
    start(arena, key, label, attribute->count);
    for (size_t c = 0; c < attribute->count; c++)
        add_category(key, attribute->keys[c], attribute->labels[c]);
    size_t n = group ? d->order.group_count : d->n;
    uint16_t *code = arena_copy(arena, group ? group : attribute->code, (n + !group) * sizeof *code);
    close_codes(key, code, n);
    *(group ? &key->group : &key->code) = code;
}

static void channel_labels(struct cube_key *key) {
    static const struct {
        const char *id, *label;
    } names[] = {{"fax", N_("FAX")}, {"post", N_("post")}, {"web", N_("web")}};
    for (size_t c = 0; c < key->count; c++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strcmp(key->ids[c], names[i].id) == 0)
                key->labels[c] = _(names[i].label);
}

static void wave_key(struct arena *arena, const struct dataset *d, struct cube_key *key) {
    const struct questionnaire *q = d->questionnaire;
    start(arena, key, _("wave"), 1);
    add_category(key, q->id, *q->wave_label ? q->wave_label : q->short_title);
    key->group = arena_array(arena, d->order.group_count + 1, sizeof *key->group);
}

/* --- near misses --- */

static bool unknown_key(const struct questionnaire *q, const char *name, struct fault *f) {
    struct utf8_nearest nearest = {.wanted = name};
    if (q->key_pref >= 0)
        utf8_nearest_offer(&nearest, "pref");
    if (q->key_type >= 0)
        utf8_nearest_offer(&nearest, "type");
    utf8_nearest_offer(&nearest, "association");
    utf8_nearest_offer(&nearest, "channel");
    utf8_nearest_offer(&nearest, "wave");
    for (size_t i = 0; i < q->grouping_count; i++) {
        utf8_nearest_offer(&nearest, q->groupings[i].id);
        utf8_nearest_offer(&nearest, q->groupings[i].label);
    }
    for (size_t i = 0; i < q->question_count; i++)
        if (question_is_coded(&q->questions[i])) {
            utf8_nearest_offer(&nearest, q->questions[i].id);
            if (utf8_length(q->questions[i].label) > 3)
                utf8_nearest_offer(&nearest, q->questions[i].label);
        }
    if (nearest.name)
        return fault_usage(f, _("--by %s: no such key; did you mean \"%s\"?"), name, nearest.name);
    return fault_usage(
        f,
        _("--by %s: no such key; use pref, type, association, channel, wave, a grouping or a question "
          "with options"),
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

static bool is_key(const struct questionnaire *q, const char *name) {
    return questionnaire_key(q, name) >= 0 || questionnaire_grouping(q, name) >= 0 ||
           strcmp(name, "association") == 0 || strcmp(name, "channel") == 0 || strcmp(name, "wave") == 0;
}

bool cube_key_check(const struct questionnaire *q, const char *name, struct fault *f) {
    int question = questionnaire_key(q, name);
    if (question >= 0 && !question_is_coded(&q->questions[question]))
        return fault_usage(f, _("--by %s: not a question with options; it has no groups to count by"), name);
    return is_key(q, name) || unknown_key(q, name, f);
}

bool cube_key_find(const struct questionnaire *q, const char *name, const char **key, struct fault *f) {
    int question = is_key(q, name) ? -1 : question_called(q, name),
        grouping = is_key(q, name) ? -1 : grouping_called(q, name);
    if (question == -2)
        return fault_usage(
            f, _("--by %s: several questions are called so; name one by its id (`shukei survey show %s`)"),
            name, q->id);
    *key = question >= 0 ? q->questions[question].id : grouping >= 0 ? q->groupings[grouping].id : name;
    return cube_key_check(q, *key, f);
}

struct cube_key cube_key_make(struct arena *arena, const struct dataset *d, const char *name) {
    const struct questionnaire *q = d->questionnaire;
    int question = questionnaire_key(q, name), grouping = questionnaire_grouping(q, name);
    struct cube_key key = {.name = name};
    if (question >= 0)
        question_key(arena, d, &d->columns[question], &key);
    else if (grouping >= 0)
        grouping_key(arena, d, &q->groupings[grouping], &key);
    else if (strcmp(name, "association") == 0)
        attribute_key(arena, d, &d->association, d->order.association, _("association"), &key);
    else if (strcmp(name, "channel") == 0) {
        attribute_key(arena, d, &d->channel, d->order.channel, _("channel"), &key);
        channel_labels(&key);
    } else
        wave_key(arena, d, &key);
    return key;
}

static void code_groups(const struct dataset *d, const struct cube_key *key, uint16_t *code) {
    for (size_t g = 0; g < d->order.group_count; g++)
        for (size_t i = d->order.first[g]; i < d->order.first[g + 1]; i++)
            code[i] = key->group[g];
}

static void code_set(const uint64_t *set, size_t n, size_t category, uint16_t *code) {
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = set[w]; bits; bits &= bits - 1)
            code[64 * w + (size_t)__builtin_ctzll(bits)] = (uint16_t)category;
}

void cube_key_by_return(struct arena *arena, const struct dataset *d, struct cube_key *key) {
    if (key->code)
        return;
    key->code = arena_array(arena, d->n + 1, sizeof *key->code);
    if (key->group)
        code_groups(d, key, key->code);
    for (size_t c = 0; key->set && c < key->count; c++)
        code_set(key->set[c], d->n, c, key->code);
    key->group = NULL;
    key->set = NULL;
}
