#include "reports/audit/audit_match.h"

#include "engine/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- text -------------------------------------------------------------------------------------------------- */

enum script {
    SCRIPT_NONE,
    SCRIPT_KANJI,
    SCRIPT_KATAKANA,
    SCRIPT_HIRAGANA,
    SCRIPT_LATIN,
    SCRIPT_SIGN,
    SCRIPTS
};

static enum script script_of(uint32_t code) {
    if ((code >= 0x4E00 && code <= 0x9FFF) || code == 0x3005)
        return SCRIPT_KANJI;
    if (code >= 0x30A1 && code <= 0x30FE && code != 0x30FB)
        return SCRIPT_KATAKANA;
    if (code >= 0x3041 && code <= 0x309F)
        return SCRIPT_HIRAGANA;
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
        return SCRIPT_LATIN;
    return code >= 0x25A0 && code <= 0x26FF ? SCRIPT_SIGN : SCRIPT_NONE; /* ●, as in ●表記 */
}

static enum script script_at(const char *at) {
    return *at ? script_of(utf8_next(&at)) : SCRIPT_NONE;
}

static enum script script_before(const char *text, const char *at) {
    if (at == text)
        return SCRIPT_NONE;
    for (at--; at > text && (*at & 0xC0) == 0x80;)
        at--;
    return script_at(at);
}

static char *replace(struct arena *arena, char *text, const char *from, size_t length, const char *to) {
    size_t count = 0, size = strlen(to);
    for (const char *at = text; length && (at = memmem(at, strlen(at), from, length)) != NULL; at += length)
        count++;
    if (!count)
        return text;
    char *out = arena_array(arena, strlen(text) + count * size + 1, 1), *end = out;
    for (const char *at = text; *at;) {
        bool found = strncmp(at, from, length) == 0;
        memcpy(end, found ? to : at, found ? size : 1);
        end += found ? size : 1;
        at += found ? length : 1;
    }
    *end = '\0';
    return out;
}

char *audit_match_fold(const struct audit_reference *r, const char *text) {
    char *folded = utf8_nfkc(r->arena, text), *to = folded;
    for (const char *at = folded; *at; at++) {
        bool space = strchr(" \t\n", *at) != NULL,
             inner = to > folded && to[-1] != ' ' && (to[-1] & 0x80) == 0;
        if (!space)
            *to++ = *at >= 'A' && *at <= 'Z' ? (char)(*at + 'a' - 'A') : *at;
        else if (inner && (at[1] & 0x80) == 0)
            *to++ = ' ';
    }
    *to = '\0';
    const struct audit_word_list *same = &r->words->lists[WORDS_SYNONYMS];
    for (size_t i = 0; i < same->count; i++) { /* "有休=有給休暇" */
        const char *sign = strchr(same->words[i], '=');
        if (sign)
            folded = replace(r->arena, folded, same->words[i], (size_t)(sign - same->words[i]), sign + 1);
    }
    return folded;
}

/* --- grams ------------------------------------------------------------------------------------------------- */

/* What two characters beside each other weigh, and one by itself. */
static const double pair_weights[SCRIPTS][SCRIPTS] = {
    [SCRIPT_KANJI] = {0, 1, .7, .3, .3, 0},
    [SCRIPT_KATAKANA] = {0, .7, .5, .3, .3, 0},
    [SCRIPT_HIRAGANA] = {0, .3, .3, .12, .1, 0},
};
static const double single_weights[SCRIPTS] = {[SCRIPT_KANJI] = .35, [SCRIPT_SIGN] = 1};

struct gram {
    uint64_t key;
    double weight;
};

struct reader {
    const char *at;
    uint32_t last;
    bool paired; /* the pair of the last two was given, its second by itself was not */
};

enum { STEM = 6, WORD_MIN = 3 };
static const double word_weight = 1.2;

/* lengthened, longer: a word is its beginning. */
static bool next_word(struct reader *reader, struct gram *out) {
    uint64_t key = 1469598103934665603ULL;
    size_t length = 0;
    for (; script_at(reader->at) == SCRIPT_LATIN; reader->at++, length++)
        if (length < STEM)
            key = (key ^ (unsigned char)*reader->at) * 1099511628211ULL;
    *out = (struct gram){key | 1ULL << 63, word_weight};
    return length >= WORD_MIN;
}

/* The next gram of the text. */
static bool next_gram(struct reader *r, struct gram *out) {
    for (;;) {
        if (r->paired) {
            r->paired = false;
            *out = (struct gram){r->last, single_weights[script_of(r->last)]};
            if (out->weight > 0)
                return true;
        }
        if (!*r->at)
            return false;
        if (script_at(r->at) == SCRIPT_LATIN) {
            r->last = 0;
            if (next_word(r, out))
                return true;
            continue;
        }
        uint32_t before = r->last;
        r->last = utf8_next(&r->at);
        r->paired = true;
        double weight = before ? pair_weights[script_of(before)][script_of(r->last)] : 0;
        *out = (struct gram){(uint64_t)before << 32 | r->last, weight};
        if (weight > 0)
            return true;
    }
}

static int by_key(const void *left, const void *right) {
    const struct audit_gram *a = left, *b = right;
    return a->key < b->key ? -1 : a->key > b->key;
}

static struct audit_gram *find_gram(const struct audit_reference *r, uint64_t key) {
    const struct audit_gram wanted = {.key = key};
    return r->gram_count ? bsearch(&wanted, r->grams, r->gram_count, sizeof wanted, by_key) : NULL;
}

/* --- weighing the names ------------------------------------------------------------------------------------ */

/* Calls `each` for the names of everything that has some; `mark` is another for each of them. */
static void all_names(struct audit_reference *r,
                      void (*each)(struct audit_reference *r, struct audit_names *names, size_t mark)) {
    size_t mark = 0;
    for (size_t i = 0; i < r->figure_count; i++)
        each(r, &r->figures[i].names, ++mark);
    for (size_t i = 0; i < r->question_count; i++)
        each(r, &r->questions[i].names, ++mark);
    for (size_t i = 0; i < r->quantity_count; i++)
        each(r, &r->quantities[i].names, ++mark);
    each(r, &r->self, ++mark);
}

static void collect(struct audit_reference *r, struct audit_names *names, size_t mark) {
    (void)mark;
    for (size_t i = 0; i < names->count; i++) {
        struct reader reader = {.at = names->list[i].text};
        for (struct gram g; next_gram(&reader, &g);) {
            r->grams = arena_grow(r->arena, r->grams, r->gram_count, &r->gram_capacity, sizeof *r->grams);
            r->grams[r->gram_count++] = (struct audit_gram){.key = g.key, .weight = g.weight};
        }
    }
}

static void sort_grams(struct audit_reference *r) {
    size_t kept = 0;
    if (r->gram_count)
        qsort(r->grams, r->gram_count, sizeof *r->grams, by_key);
    for (size_t i = 0; i < r->gram_count; i++)
        if (!kept || r->grams[kept - 1].key != r->grams[i].key)
            r->grams[kept++] = r->grams[i];
    r->gram_count = kept;
}

/* Each gram of the names counts once for what they are names of. */
static void count_names(struct audit_reference *r, struct audit_names *names, size_t mark) {
    for (size_t i = 0; i < names->count; i++) {
        struct reader reader = {.at = names->list[i].text};
        for (struct gram g; next_gram(&reader, &g);) {
            struct audit_gram *found = find_gram(r, g.key);
            if (found && found->mark != mark)
                found->names++, found->mark = mark;
        }
    }
}

static void cut(struct audit_reference *r, struct audit_names *names, size_t mark) {
    (void)mark;
    for (size_t i = 0; i < names->count; i++) {
        struct audit_name *n = &names->list[i];
        struct reader reader = {.at = n->text};
        n->grams = arena_array(r->arena, 2 * strlen(n->text) + 1, sizeof *n->grams);
        for (struct gram g; next_gram(&reader, &g);) {
            const struct audit_gram *found = find_gram(r, g.key);
            n->grams[n->gram_count++] = (size_t)(found - r->grams);
            n->weight += found->weight;
        }
    }
}

void audit_match_prepare(struct audit_reference *r) {
    r->kept = arena_array(r->arena, AUDIT_KEPT, sizeof *r->kept);
    double all = log1p((double)(r->figure_count + r->question_count + r->quantity_count));
    all_names(r, collect);
    sort_grams(r);
    all_names(r, count_names);
    for (size_t i = 0; i < r->gram_count; i++)
        r->grams[i].weight *= (all - log((double)r->grams[i].names)) / all;
    all_names(r, cut);
}

/* The text without what every sentence of a survey has: 回答した医療機関. */
static char *without_fillers(const struct audit_reference *r, const char *text) {
    const struct audit_word_list *fillers = &r->words->lists[WORDS_FILLERS];
    char *bare = arena_strdup(r->arena, text), *to = bare;
    for (const char *at = text; *at;) {
        size_t length = audit_word_at(fillers, at);
        *to++ = length ? '|' : *at;
        at += length ? length : 1;
    }
    *to = '\0';
    return bare;
}

/* --- a text against the names ------------------------------------------------------------------------------ */

static uint64_t hash_of(const char *text) {
    uint64_t key = 1469598103934665603ULL;
    for (; *text; text++)
        key = (key ^ (unsigned char)*text) * 1099511628211ULL;
    return key;
}

/* Where the text is kept, or will be: the same sentences are asked about for each of their numbers. */
static struct audit_kept *kept_of(const struct audit_reference *r, const char *text) {
    struct audit_kept *k = &r->kept[hash_of(text) % AUDIT_KEPT];
    bool same = k->text && strcmp(k->text, text) == 0;
    if (!same)
        *k = (struct audit_kept){.text = text};
    return k;
}

/* Which grams a text has. */
static const bool *grams_of(const struct audit_reference *r, const char *text) {
    struct audit_kept *k = kept_of(r, text);
    if (k->grams)
        return k->grams;
    bool *has = arena_array(r->arena, r->gram_count + 1, sizeof *has);
    k->grams = has;
    struct reader reader = {.at = text};
    for (struct gram g; next_gram(&reader, &g);) {
        const struct audit_gram *found = find_gram(r, g.key);
        if (found)
            has[found - r->grams] = true;
    }
    return has;
}

static double shared(const struct audit_reference *r, const struct audit_name *n, const bool *has) {
    double weight = 0;
    for (size_t i = 0; i < n->gram_count; i++)
        weight += has[n->grams[i]] ? r->grams[n->grams[i]].weight : 0;
    return weight;
}

static bool within_word(enum script script) {
    return script == SCRIPT_KANJI || script == SCRIPT_KATAKANA || script == SCRIPT_LATIN;
}

/* The last place where the word stands that is not part of a longer one; NULL: nowhere. */
static const char *last_word(const char *text, const char *word) {
    const char *found = NULL;
    size_t length = strlen(word);
    for (const char *at = text; (at = strstr(at, word)) != NULL; at += length)
        if (!within_word(script_before(text, at)) && !within_word(script_at(at + length)))
            found = at;
    return found;
}

/* Whether a hiragana word stands there by itself, or behind a particle: ない, 職員がいた; not 足りない, 聞いた. */
static bool stands(const struct audit_reference *r, const char *text, const char *word) {
    const struct audit_word_list *particles = &r->words->lists[WORDS_PARTICLES];
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        if (script_before(text, at) == SCRIPT_NONE || audit_word_before(particles, text, at))
            return true;
    return false;
}

/* How often the text says no: 不足を感じた and 不足を感じない are opposites. */
static size_t negations(const struct audit_reference *r, const char *text) {
    const struct audit_word_list *words = &r->words->lists[WORDS_NEGATIONS];
    size_t count = 0;
    for (size_t length; *text; text += length ? length : 1) {
        length = audit_word_at(words, text);
        count += length > 0;
    }
    return count;
}

static bool says_the_same(const struct audit_reference *r, const struct audit_figure *g, const char *text) {
    size_t count = negations(r, text) > 0;
    for (size_t i = 0; i < g->names.count; i++)
        if ((negations(r, g->names.list[i].text) > 0) == count)
            return true;
    return false;
}

struct evidence {
    double weight, part; /* of the name that is there most */
};

struct text {
    const char *words; /* folded */
    const bool *has;
    const struct evidence *questions; /* per question, what the text around says of it; NULL: it need not */
};

static struct evidence question_in(const struct audit_reference *r, size_t question, const bool *has) {
    const struct audit_names *names = &r->questions[question].names;
    struct evidence best = {0, 0};
    for (size_t i = 0; i < names->count; i++) {
        double weight = shared(r, &names->list[i], has);
        double part = weight > 0 ? weight / names->list[i].weight : 0;
        if (weight * part > best.weight * best.part)
            best = (struct evidence){weight, part};
    }
    return best;
}

static const struct evidence *questions_in(const struct audit_reference *r, const bool *has) {
    struct evidence *all = arena_array(r->arena, r->question_count + 1, sizeof *all);
    for (size_t i = 0; i < r->question_count; i++)
        all[i] = question_in(r, i, has);
    return all;
}

double audit_match_question(const struct audit_reference *r, size_t question, const char *text) {
    return question_in(r, question, grams_of(r, text)).part;
}

/* Names that weigh less than `LIGHT` (賛成, 利用した) must be there whole, in a text about their question. */
static double name_score(const struct audit_reference *r, const struct audit_figure *g,
                         const struct audit_name *n, const struct text *t) {
    static const double LIGHT = 1.7, ENOUGH = 1.1, PART = .22, QUESTION = .3, ASKED = .4, CONTEXT = .5,
                        EXACT = 2;
    double weight = n->weight > 0 ? shared(r, n, t->has) : 0, part = weight > 0 ? weight / n->weight : 0;
    struct evidence question = t->questions ? t->questions[g->question] : (struct evidence){1, 1};
    double asked = question.part;
    if (strcmp(t->words, n->text) == 0)
        return EXACT + weight + CONTEXT * asked;
    if (n->generic)
        return asked >= ASKED && stands(r, t->words, n->text) ? question.weight * asked + CONTEXT : 0;
    if (weight <= 0 || part < PART)
        return 0;
    if (n->weight >= LIGHT)
        return weight >= ENOUGH ? weight * part + CONTEXT * asked : 0;
    bool whole = last_word(t->words, n->text) != NULL;
    return whole && asked >= QUESTION ? weight * part + CONTEXT * asked : 0;
}

static double names_score(const struct audit_reference *r, const struct audit_figure *g,
                          const struct text *t) {
    double best = 0;
    for (size_t i = 0; i < g->names.count; i++)
        best = fmax(best, name_score(r, g, &g->names.list[i], t));
    return best;
}

static void insert(struct audit_matches *m, const struct audit_figure *g, double score) {
    static const double NEARLY = .7;
    if (score <= 0 || (m->count && score < m->list[0].score * NEARLY))
        return;
    size_t i = m->count < MATCHES_MAX ? m->count++ : MATCHES_MAX - 1;
    for (; i > 0 && m->list[i - 1].score < score; i--)
        m->list[i] = m->list[i - 1];
    m->list[i] = (struct audit_match){.figure = g, .score = score};
    while (m->list[m->count - 1].score < m->list[0].score * NEARLY)
        m->count--;
}

/* How much of the text is in the names, 0 to 1. */
static double explained(const struct audit_reference *r, const struct audit_figure *g, const char *text) {
    const struct audit_names *of[] = {&g->names, &r->questions[g->question].names};
    bool *has = arena_array(r->arena, r->gram_count + 1, sizeof *has);
    double all = 0, known = 0;
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < of[i]->count; k++)
            for (size_t n = 0; n < of[i]->list[k].gram_count; n++)
                has[of[i]->list[k].grams[n]] = true;
    struct reader reader = {.at = text};
    for (struct gram gram; next_gram(&reader, &gram);) {
        const struct audit_gram *found = find_gram(r, gram.key);
        all += gram.weight;
        known += found && has[found - r->grams] ? gram.weight : 0;
    }
    return all > 0 ? known / all : 0;
}

static double largest_part(const struct audit_reference *r, const struct audit_figure *g, const bool *has) {
    double best = 0;
    for (size_t i = 0; i < g->names.count; i++)
        if (g->names.list[i].weight > 0)
            best = fmax(best, shared(r, &g->names.list[i], has) / g->names.list[i].weight);
    return best;
}

static void set_clear(const struct audit_reference *r, struct audit_matches *m, const struct text *t) {
    static const double PART = .5, WITH = .35, EXPLAINED = .5;
    for (size_t i = 0; i < m->count; i++) {
        const struct audit_figure *g = m->list[i].figure;
        double part = largest_part(r, g, t->has), known = explained(r, g, t->words);
        m->list[i].clear =
            (known >= EXPLAINED || (part >= PART && known >= WITH)) && says_the_same(r, g, t->words);
    }
}

struct audit_matches audit_match_named(const struct audit_reference *r, const char *text, const char *around,
                                       bool keys) {
    struct audit_matches m = {.count = 0};
    const char *bare = without_fillers(r, text);
    const struct text t = {bare, grams_of(r, bare), questions_in(r, grams_of(r, around))};
    for (size_t i = 0; i < r->figure_count; i++)
        if (r->questions[r->figures[i].question].key == keys)
            insert(&m, &r->figures[i], names_score(r, &r->figures[i], &t));
    set_clear(r, &m, &t);
    return m;
}

struct audit_matches audit_match_within(const struct audit_reference *r, size_t question, const char *text) {
    struct audit_matches m = {.count = 0};
    const struct audit_question *q = &r->questions[question];
    const struct text t = {text, grams_of(r, text), NULL};
    for (size_t i = q->first; i < q->first + q->count; i++)
        insert(&m, &r->figures[i], names_score(r, &r->figures[i], &t));
    set_clear(r, &m, &t);
    return m;
}

const struct audit_quantity *audit_match_quantity(const struct audit_reference *r, const char *text) {
    static const double PART = .4;
    const struct audit_quantity *found = NULL;
    const bool *has = grams_of(r, text);
    double best = 0;
    for (size_t i = 0; i < r->quantity_count; i++)
        for (size_t k = 0; k < r->quantities[i].names.count; k++) {
            const struct audit_name *n = &r->quantities[i].names.list[k];
            double weight = n->weight > 0 ? shared(r, n, has) : 0;
            if (weight > best && weight >= PART * n->weight)
                best = weight, found = &r->quantities[i];
        }
    return found;
}

double audit_match_known(const struct audit_reference *r, const char *text) {
    struct reader reader = {.at = text};
    double all = 0, known = 0;
    for (struct gram g; next_gram(&reader, &g);) {
        all += g.weight;
        known += find_gram(r, g.key) ? g.weight : 0;
    }
    return all > 0 ? known / all : 1;
}

/* --- divisions --------------------------------------------------------------------------------------------- */

/* 認可保育園 for 認可保育所, 歯科 for 歯科診療所: the first place where at least that much of a name begins a word. */
static size_t beginning(const char *text, const char *at, const char *name) {
    enum { LEAST = 6, SURE = 9 };
    size_t length = 0;
    while (name[length] && at[length] == name[length])
        length++;
    while (length && (name[length] & 0xC0) == 0x80)
        length--;
    if (length < LEAST) /* nearly always */
        return 0;
    bool whole = !within_word(script_at(at + length));
    if (within_word(script_before(text, at)) || script_at(at) == SCRIPT_LATIN)
        return 0;
    return length >= SURE || whole ? length : 0;
}

/* The last place of any of its names, and the length there. */
static const char *place_of(const struct audit_division *d, const char *text, size_t *length) {
    const char *last = NULL;
    for (size_t i = 0; i < d->names.count; i++) {
        const char *at = d->names.list[i].generic ? NULL : last_word(text, d->names.list[i].text);
        if (at && (!last || at > last || (at == last && strlen(d->names.list[i].text) > *length)))
            last = at, *length = strlen(d->names.list[i].text);
    }
    return last;
}

/* The same by the beginning of a name, where only one division begins so. */
static size_t begun(const struct audit_reference *r, const char *text, const char **after) {
    size_t found = 0, most = 0;
    for (const char *at = text; *at; at++)
        for (size_t c = 1, best = 0; c < r->column_count; c++)
            for (size_t i = 0; i < r->columns[c].names.count; i++) {
                size_t length = beginning(text, at, r->columns[c].names.list[i].text);
                if (length && length == best && found != c)
                    found = 0;
                if (length > best)
                    found = c, best = length, most = best, *after = at + most;
            }
    return found;
}

static size_t find_division(const struct audit_reference *r, const char *text, bool *several,
                            const char **after) {
    const char *last = NULL;
    size_t found = 0;
    *several = false;
    for (size_t c = 1; c < r->column_count; c++) {
        size_t length = 0;
        const char *at = place_of(&r->columns[c], text, &length);
        if (!at)
            continue;
        *several |= found != 0;
        if (!last || at + length > *after || (at + length == *after && at < last))
            found = c, last = at, *after = at + length;
    }
    return found ? found : begun(r, text, after);
}

size_t audit_match_division(const struct audit_reference *r, const char *text, bool *several,
                            const char **after) {
    struct audit_kept *k = kept_of(r, text);
    if (!k->divided) {
        const char *behind = NULL;
        k->division = find_division(r, text, &k->several, &behind);
        k->after = behind ? (size_t)(behind - text) : SIZE_MAX;
        k->divided = true;
    }
    *several = k->several;
    if (k->after != SIZE_MAX)
        *after = text + k->after;
    return k->division;
}

bool audit_match_crossed(const struct audit_reference *r, const char *text) {
    bool kinds[DIVISION_KINDS] = {false};
    for (size_t c = 1; c < r->column_count; c++) {
        size_t length;
        kinds[r->columns[c].kind] |= place_of(&r->columns[c], text, &length) != NULL;
    }
    return kinds[DIVISION_TYPE] && kinds[DIVISION_PLACE];
}

size_t audit_match_substance(const char *text) {
    size_t count = 0;
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        count += within_word(script_of(code));
    return count;
}
