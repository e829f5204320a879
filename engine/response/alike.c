#include "engine/response/alike.h"

#include "engine/base/fnv.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/response/normalise.h"

#include <stdlib.h>
#include <string.h>

enum {
    TEXT_LENGTH = 10, /* characters that are not written twice by chance */
    NEAR_DAYS = 3,
    FEW = 3,         /* answers that a correction changes, at most */
    FEW_SHARE = 4,   /* and at most one in so many */
    ANSWERS_MIN = 5, /* fewer answers cannot speak for themselves */
};
static const double chance_max = 0.001;

static const struct {
    const char *key;
    int points;
    const char *words;
} evidence[ALIKE_EVIDENCE] = {
    [ALIKE_SHEET] = {"sheet", 60, N_("same sheet number")},
    [ALIKE_INSTITUTION] = {"institution", 60, N_("same institution")},
    [ALIKE_CONTENTS] = {"contents", 50, N_("all answers are the same (%zu), which chance hardly makes")},
    [ALIKE_COMMON_CONTENTS] = {"common_contents", 20, N_("all answers are the same (%zu)")},
    [ALIKE_TEXT] = {"text", 45, N_("same free text")},
    [ALIKE_RESENT] = {"resent", 20, N_("only %zu of %zu answers differ, as after a correction")},
    [ALIKE_CHANNELS] = {"channels", 10, N_("came by two ways")},
    [ALIKE_NEAR] = {"near", 10, N_("received within three days")},
    [ALIKE_OTHER_INSTITUTION] = {"other_institution", -40, N_("but the institution ids differ")},
    [ALIKE_OTHER_ASSOCIATION] = {"other_association", -40, N_("but the associations differ")},
};

struct member {
    long id;
    const char *sheet, *institution, *association, *channel; /* or NULL */
    int64_t received;
    bool dated;
    uint32_t *answers; /* by question; 0: nothing was answered */
    uint64_t contents, text;
    bool common; /* others have the same contents, too many to mean anything */
};

struct alike {
    struct arena *arena;
    const struct questionnaire *q;
    struct member *members;
    size_t count, capacity;
    uint32_t **sorted;    /* by question, once asked for: all answers in order */
    uint64_t *candidates; /* pairs of positions, a << 32 | b */
    size_t candidate_count, candidate_capacity;
};

struct alike *alike_create(struct arena *arena, const struct questionnaire *q) {
    struct alike *all = arena_alloc(arena, sizeof *all);
    all->arena = arena;
    all->q = q;
    all->sorted = arena_array(arena, q->question_count, sizeof *all->sorted);
    return all;
}

/* --- what is kept of a return --- */

static uint64_t mix(uint64_t hash, uint64_t number) {
    return fnv_bytes(hash, &number, sizeof number);
}

static uint64_t hash_text(const char *text) {
    return text ? fnv_text(FNV_START, text) : 0;
}

static uint32_t hash_answer(const struct answer *answer, const char *folded) {
    if (answer->state == ANSWER_NO_ANSWER || answer->state == ANSWER_NOT_APPLICABLE)
        return 0;
    uint64_t hash = mix(FNV_START, (uint64_t)answer->state);
    hash = mix(hash, (uint64_t)(answer->code + 1));
    hash = mix(mix(hash, answer->bits), (uint64_t)answer->number);
    if (folded)
        hash = fnv_text(hash, folded);
    return (uint32_t)(hash ^ hash >> 32) | 1u;
}

static void keep_answers(struct arena *scratch, struct alike *all, struct member *m,
                         const struct response *response) {
    m->answers = arena_array(all->arena, all->q->question_count, sizeof *m->answers);
    m->contents = m->text = FNV_START;
    bool written = false;
    for (size_t i = 0; i < all->q->question_count; i++) {
        const struct answer *answer = &response->answers[i];
        const char *folded = answer->text ? utf8_fold(scratch, answer->text) : NULL;
        m->answers[i] = hash_answer(answer, folded);
        m->contents = mix(m->contents, m->answers[i]);
        if (all->q->questions[i].kind == QUESTION_TEXT && folded && utf8_length(folded) >= TEXT_LENGTH) {
            m->text = mix(mix(m->text, i), m->answers[i]);
            written = true;
        }
    }
    if (!written)
        m->text = 0;
}

static const char *keep(struct arena *arena, const char *text) {
    return text && *text ? arena_strdup(arena, text) : NULL;
}

void alike_add(struct arena *scratch, struct alike *all, long id, const struct response *response) {
    all->members = arena_grow(all->arena, all->members, all->count, &all->capacity, sizeof *all->members);
    struct member *m = &all->members[all->count++];
    *m = (struct member){
        .id = id,
        .sheet = keep(all->arena, response->fields[FIELD_SHEET]),
        .institution = keep(all->arena, response->fields[FIELD_INSTITUTION]),
        .association = keep(all->arena, response->fields[FIELD_ASSOCIATION]),
        .channel = keep(all->arena, response->fields[FIELD_CHANNEL]),
    };
    const char *received = response->fields[FIELD_RECEIVED];
    m->dated = received && normalise_date(scratch, received, &m->received);
    keep_answers(scratch, all, m, response);
}

/* --- where returns meet --- */

struct place {
    uint64_t key;
    uint32_t at;
};

static int by_key(const void *a, const void *b) {
    const struct place *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static void add_candidate(struct alike *all, uint32_t a, uint32_t b) {
    all->candidates = arena_grow(all->arena, all->candidates, all->candidate_count, &all->candidate_capacity,
                                 sizeof *all->candidates);
    all->candidates[all->candidate_count++] = (uint64_t)a << 32 | b;
}

static void add_candidates(struct alike *all, const struct place *places, size_t count, size_t reach) {
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && j - i <= reach; j++)
            add_candidate(all, places[i].at, places[j].at);
}

/* What many share is remembered as meaning nothing, for pairs that meet elsewhere. */
static void common_contents(struct member *m) {
    m->common = true;
}

static void common_text(struct member *m) {
    m->text = 0;
}

static uint64_t sheet_key(const struct member *m) {
    return m->sheet ? mix(hash_text(m->sheet), hash_text(m->association)) : 0;
}

static uint64_t institution_key(const struct member *m) {
    return hash_text(m->institution);
}

static uint64_t contents_key(const struct member *m) {
    return m->contents;
}

static uint64_t text_key(const struct member *m) {
    return m->text;
}

static const struct {
    uint64_t (*key)(const struct member *m); /* 0: does not take part */
    void (*common)(struct member *m);        /* NULL: a crowd means something all the same */
} meetings[] = {
    {sheet_key, NULL}, {institution_key, NULL}, {contents_key, common_contents}, {text_key, common_text}};

static void meet(struct alike *all, const struct place *places, size_t count,
                 void (*common)(struct member *m)) {
    if (!common)
        add_candidates(all, places, count, count > ALIKE_CROWD ? 1 : count - 1);
    else if (count <= ALIKE_COMMON)
        add_candidates(all, places, count, count - 1);
    else
        for (size_t i = 0; i < count; i++)
            common(&all->members[places[i].at]);
}

static void find_meetings(struct alike *all, size_t which, struct place *places) {
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        uint64_t key = meetings[which].key(&all->members[i]);
        if (key)
            places[count++] = (struct place){key, (uint32_t)i};
    }
    qsort(places, count, sizeof *places, by_key);
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && places[next].key == places[first].key; next++)
            ;
        meet(all, places + first, next - first, meetings[which].common);
    }
}

/* --- what speaks for a pair --- */

static int by_value(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static size_t first_not_below(const uint32_t *sorted, size_t count, uint64_t value) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many returns gave this answer to the question. */
static size_t frequency(struct alike *all, size_t question, uint32_t value) {
    uint32_t *sorted = all->sorted[question];
    if (!sorted) {
        sorted = arena_array(all->arena, all->count, sizeof *sorted);
        for (size_t i = 0; i < all->count; i++)
            sorted[i] = all->members[i].answers[question];
        qsort(sorted, all->count, sizeof *sorted, by_value);
        all->sorted[question] = sorted;
    }
    return first_not_below(sorted, all->count, (uint64_t)value + 1) -
           first_not_below(sorted, all->count, value);
}

/* How many returns would answer all like this one, if questions were independent. */
static double expected_alike(struct alike *all, const struct member *m) {
    double expected = (double)all->count;
    for (size_t i = 0; i < all->q->question_count; i++)
        expected *= (double)frequency(all, i, m->answers[i]) / (double)all->count;
    return expected;
}

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

static bool other(const char *a, const char *b) {
    return a && b && strcmp(a, b) != 0;
}

static void compare_answers(const struct alike *all, const struct member *a, const struct member *b,
                            struct alike_pair *pair) {
    for (size_t i = 0; i < all->q->question_count; i++) {
        pair->answered += a->answers[i] || b->answers[i];
        pair->differ += a->answers[i] != b->answers[i];
    }
}

static void set(struct alike_pair *pair, enum alike_evidence which, bool holds) {
    if (holds)
        pair->evidence |= 1u << which;
}

static bool has(const struct alike_pair *pair, enum alike_evidence which) {
    return pair->evidence >> which & 1u;
}

static void gather(struct alike *all, const struct member *a, const struct member *b,
                   struct alike_pair *pair) {
    bool alike = pair->answered >= ANSWERS_MIN && !pair->differ;
    set(pair, ALIKE_SHEET, same(a->sheet, b->sheet) && !other(a->association, b->association));
    set(pair, ALIKE_INSTITUTION, same(a->institution, b->institution));
    bool identity = has(pair, ALIKE_SHEET) || has(pair, ALIKE_INSTITUTION);
    bool unlikely = alike && !a->common && expected_alike(all, a) < chance_max;
    set(pair, ALIKE_CONTENTS, unlikely);
    set(pair, ALIKE_COMMON_CONTENTS, alike && !unlikely);
    set(pair, ALIKE_TEXT, a->text && a->text == b->text);
    set(pair, ALIKE_RESENT,
        identity && pair->differ && pair->differ <= FEW && pair->differ * FEW_SHARE <= pair->answered);
    set(pair, ALIKE_CHANNELS, identity && other(a->channel, b->channel));
    set(pair, ALIKE_NEAR,
        a->dated && b->dated && a->received - b->received <= NEAR_DAYS &&
            b->received - a->received <= NEAR_DAYS);
    set(pair, ALIKE_OTHER_INSTITUTION, other(a->institution, b->institution));
    set(pair, ALIKE_OTHER_ASSOCIATION, other(a->association, b->association));
}

static int score(unsigned set_of) {
    int sum = 0;
    for (int i = 0; i < ALIKE_EVIDENCE; i++)
        if (set_of >> i & 1u)
            sum += evidence[i].points;
    return sum < 0 ? 0 : sum > 100 ? 100 : sum;
}

static struct alike_pair judge(struct alike *all, uint64_t candidate) {
    const struct member *a = &all->members[candidate >> 32], *b = &all->members[candidate & UINT32_MAX];
    struct alike_pair pair = {.a = a->id, .b = b->id};
    if (pair.a > pair.b) {
        pair.a = b->id;
        pair.b = a->id;
    }
    compare_answers(all, a, b, &pair);
    gather(all, a, b, &pair);
    pair.score = score(pair.evidence);
    return pair;
}

static int by_candidate(const void *a, const void *b) {
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int by_score(const void *a, const void *b) {
    const struct alike_pair *x = a, *y = b;
    if (x->score != y->score)
        return y->score - x->score;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

void alike_pairs(struct alike *all, int least, struct alike_pair **pairs, size_t *count) {
    size_t capacity = 0;
    *pairs = NULL;
    *count = 0;
    struct place *places = arena_array(all->arena, all->count + 1, sizeof *places);
    for (size_t i = 0; i < sizeof meetings / sizeof *meetings; i++)
        find_meetings(all, i, places);
    if (all->candidate_count)
        qsort(all->candidates, all->candidate_count, sizeof *all->candidates, by_candidate);
    for (size_t i = 0; i < all->candidate_count; i++) {
        if (i && all->candidates[i] == all->candidates[i - 1])
            continue;
        struct alike_pair pair = judge(all, all->candidates[i]);
        if (pair.score < least)
            continue;
        *pairs = arena_grow(all->arena, *pairs, *count, &capacity, sizeof **pairs);
        (*pairs)[(*count)++] = pair;
    }
    if (*count)
        qsort(*pairs, *count, sizeof **pairs, by_score);
}

/* --- in words --- */

const char *alike_keys(struct arena *arena, const struct alike_pair *pair) {
    const char *keys = "";
    for (int i = 0; i < ALIKE_EVIDENCE; i++)
        if (has(pair, (enum alike_evidence)i))
            keys = arena_printf(arena, "%s%s%s", keys, *keys ? "," : "", evidence[i].key);
    return keys;
}

static const char *phrase(struct arena *arena, const struct alike_pair *pair, int which) {
    const char *words = _(evidence[which].words);
    if (which == ALIKE_RESENT)
        return arena_printf(arena, words, pair->differ, pair->answered);
    if (which == ALIKE_CONTENTS || which == ALIKE_COMMON_CONTENTS)
        return arena_printf(arena, words, pair->answered);
    return words;
}

const char *alike_words(struct arena *arena, const struct alike_pair *pair) {
    const char *words = "";
    for (int i = 0; i < ALIKE_EVIDENCE; i++)
        if (has(pair, (enum alike_evidence)i))
            words = arena_printf(arena, "%s%s%s", words, *words ? _("; ") : "", phrase(arena, pair, i));
    return words;
}
