#include "reports/audit/audit_label.h"
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_grid.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { NAME_LEAST = 3, NAME_MOST = 90 };

double audit_label_value(const struct audit_label *label) {
    const struct audit_token *t = label->value;
    double value = t->kind == TOKEN_COUNT ? (double)t->low : (double)t->mantissa;
    for (int d = 0; d < t->decimals && t->kind != TOKEN_COUNT; d++)
        value /= 10;
    return value;
}

/* --- names ------------------------------------------------------------------------------------------------ */

static const char *const heads[] = {"・", "○", "●", "■", "□", "◆", "◇", "①",  "②",  "③",
                                    "④",  "⑤", "⑥", "⑦", "⑧", "⑨", "⑩", "ア", "イ", "「",
                                    "『", "→", "⇒", "▽", "▼", "※", "★", "◎"};
static const char *const tails[] = {"」", "』", "は", "が", "で", "も", "の", "と", "、", "に",
                                    "を", "…",  "・", "―",  "—",  "─",  "＝", "約", "計", "率"};

static size_t at_start(const char *text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, words[i], strlen(words[i])) == 0)
            return strlen(words[i]);
    return 0;
}

static size_t at_end(const char *text, size_t length, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t own = strlen(words[i]);
        if (length >= own && memcmp(text + length - own, words[i], own) == 0)
            return own;
    }
    return 0;
}

/* The name that text is: without the marks of a list, quotation marks, a particle at its end; NULL when nothing is left of it. */
static const char *name_of(struct arena *arena, const char *text, size_t length) {
    static const char *const verbs[] = {" was ",  " were ", " is ",  " are ", " by ",
                                        " named", " cited", " for ", " at "};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        const char *verb = memmem(text, length, verbs[i], strlen(verbs[i]));
        length = verb ? (size_t)(verb - text) : length;
    }
    if (length > 4 && memcmp(text, " and ", 5) == 0)
        text += 5, length -= 5;
    size_t skip;
    do {
        skip = length ? strspn(text, " \t-*+|>#(:") : 0;
        skip = skip > length ? length : skip;
        skip = skip || !length ? skip : at_start(text, heads, sizeof heads / sizeof *heads);
        text += skip, length -= skip;
    } while (skip);
    size_t before;
    do {
        before = length;
        while (length && strchr(" \t(:=|-~,", text[length - 1]))
            length--;
        if (length > 4)
            length -= at_end(text, length, tails, 2); /* 」 ends it, and what stands before is no particle */
        if (length == before && before > 6 && (text[length - 1] & 0x80))
            length -= at_end(text, length, tails + 2, sizeof tails / sizeof *tails - 2) &&
                              !memchr(text, '"', length)
                          ? at_end(text, length, tails + 2, sizeof tails / sizeof *tails - 2)
                          : 0;
    } while (length < before && length && strchr(" \t(:=|-~,", text[length - 1]));
    bool digits = length && strspn(text, "0123456789.,%") == length;
    return length >= NAME_LEAST && length <= NAME_MOST && !digits ? arena_strndup(arena, text, length) : NULL;
}

/* --- collecting ------------------------------------------------------------------------------------------- */

struct collecting {
    struct audit *a;
    struct audit_labels *all;
};

static void add(struct collecting *c, const char *name, const struct audit_token *value, size_t segment) {
    struct audit_labels *all = c->all;
    const struct audit_words *w = c->a->words;
    if (!name || audit_word_is(&w->lists[WORDS_TOTAL_LABELS], name))
        return;
    all->list = arena_grow(c->a->arena, all->list, all->count, &all->capacity, sizeof *all->list);
    all->list[all->count++] = (struct audit_label){
        .name = name,
        .value = value,
        .group = all->groups,
        .segment = segment,
        .closing = audit_word_within(&w->lists[WORDS_CLOSING], name, name + strlen(name)) != NULL};
}

/* The column whose cells name the rows for a column of values: the last one of text before it. */
static size_t naming_column(const struct audit_grid *g, size_t values) {
    for (size_t c = values; c-- > 0;)
        if (g->columns[c] == COLUMN_LABEL)
            return c;
    return SIZE_MAX;
}

static const char *cell_text(const struct audit *a, const struct audit_grid *g, size_t row, size_t column) {
    return a->draft->segments[g->rows[row].segment].cells[g->sources[column].cell];
}

static void collect_column(struct collecting *c, const struct audit_grid *g, size_t values) {
    size_t names = naming_column(g, values);
    const char *question = "";
    c->all->groups++;
    for (size_t r = 0; r < g->row_count && names != SIZE_MAX; r++) {
        const char *own = names > 0 && g->columns[0] == COLUMN_LABEL ? cell_text(c->a, g, r, 0) : question;
        if (*own && strcmp(own, question) != 0)
            c->all->groups++; /* the table lists several questions */
        question = *own ? own : question;
        const char *text = cell_text(c->a, g, r, names);
        const struct audit_token *t = g->rows[r].cells[values];
        bool figure = t && (t->kind == TOKEN_PERCENT || t->kind == TOKEN_COUNT || t->decimals);
        if (g->rows[r].kind == ROW_PART && figure)
            add(c, name_of(c->a->arena, text, strlen(text)), t, g->rows[r].segment);
    }
}

static void collect_grid(struct audit *a, const struct audit_grid *g, void *data) {
    struct collecting *c = data;
    static const enum audit_column kinds[] = {COLUMN_PERCENT, COLUMN_VALUE, COLUMN_COUNT};
    (void)a;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool found = false;
        for (size_t i = 1; i < g->column_count; i++)
            if (g->columns[i] == kinds[k]) {
                collect_column(c, g, i);
                found = true;
            }
        if (found)
            return;
    }
}

/* Rows of a name and a cell of its own making: 北海道, 8.32%(+1.19%).  The first percentage of the cell is the figure. */
static void collect_pairs(struct collecting *c) {
    size_t block = SIZE_MAX;
    for (size_t i = 0; i < c->a->draft->count; i++) {
        const struct audit_segment *s = &c->a->draft->segments[i];
        const struct audit_token *t = s->token_count ? s->tokens : NULL;
        if (s->kind != SEGMENT_ROW || s->cell_count != 2 || s->token_count < 2 || t->cell != 1 ||
            t->kind != TOKEN_PERCENT)
            continue;
        c->all->groups += s->block != block;
        block = s->block;
        add(c, name_of(c->a->arena, s->cells[0], strlen(s->cells[0])), t, i);
    }
}

/* The one percentage of a list's item, else its one count. */
static const struct audit_token *item_value(const struct audit_segment *s) {
    const struct audit_token *percent = NULL, *count = NULL;
    size_t percents = 0, counts = 0;
    for (size_t i = 0; i < s->token_count; i++) {
        if (s->tokens[i].kind == TOKEN_PERCENT && percents++ == 0)
            percent = &s->tokens[i];
        if (s->tokens[i].kind == TOKEN_COUNT && counts++ == 0)
            count = &s->tokens[i];
    }
    if (s->kind != SEGMENT_PROSE || !s->first || s->length > 160 || percents > 1)
        return NULL;
    return percent ? percent : counts == 1 ? count : NULL;
}

/* Where the figure begins: its count's digits, where that stands first. */
static size_t figure_start(const struct audit *a, const struct audit_segment *s, size_t token) {
    const struct audit_token *count = audit_partner(a, s, token), *t = &s->tokens[token];
    return count && count->at < t->at ? count->at : t->at;
}

static size_t collect_items(struct collecting *c, size_t from) {
    const struct audit_segment *s = c->a->draft->segments;
    size_t to = from;
    const struct audit_token *first = item_value(&s[from]), *next;
    while (first && to < c->a->draft->count && s[to].block == s[from].block &&
           (next = item_value(&s[to])) != NULL && next->kind == first->kind)
        to++;
    if (to < from + 2)
        return from + 1;
    c->all->groups++;
    for (size_t i = from; i < to; i++) {
        size_t end = SIZE_MAX;
        for (size_t k = 0; k < s[i].token_count; k++) /* a name can have a number in it: 5%未満 */
            if (s[i].tokens[k].kind == TOKEN_COUNT || &s[i].tokens[k] == item_value(&s[i]))
                end = s[i].tokens[k].at < end ? s[i].tokens[k].at : end;
        add(c, end == SIZE_MAX ? NULL : name_of(c->a->arena, s[i].text, end), item_value(&s[i]), i);
    }
    return to;
}

/* Where the name begins that ends at `end`: its 「, or behind the last mark. */
static size_t name_start(const struct audit_segment *s, size_t from, size_t end) {
    static const char *const marks[] = {"、", "。", ",", ")", "・", "/", "／", ";", "\t"};
    size_t quote = end;
    while (quote > from && quote + 9 > end && strncmp(s->text + quote - 1, "」", 3) != 0)
        quote--;
    if (quote > from && strncmp(s->text + quote - 1, "」", 3) == 0)
        for (size_t at = quote - 1; at-- > from;)
            if (strncmp(s->text + at, "「", 3) == 0)
                return at;
    for (size_t at = end; at-- > from;)
        if (at_start(s->text + at, marks, sizeof marks / sizeof *marks) &&
            at + at_start(s->text + at, marks, sizeof marks / sizeof *marks) <= end)
            return at + at_start(s->text + at, marks, sizeof marks / sizeof *marks);
    return from;
}

/* The percentages of a sentence; of one that has none its counts. */
static void collect_sentence(struct collecting *c, size_t at) {
    const struct audit_segment *s = &c->a->draft->segments[at];
    enum audit_kind kind = TOKEN_COUNT;
    size_t from = 0, before = c->all->count;
    c->all->groups++;
    for (size_t i = 0; i < s->token_count; i++)
        kind = s->tokens[i].kind == TOKEN_PERCENT ? TOKEN_PERCENT : kind;
    for (size_t i = 0; i < s->token_count; i++) {
        const struct audit_token *t = &s->tokens[i];
        if (t->kind != kind || (t->marks & (MARK_N | MARK_RATIO | MARK_OF)))
            continue;
        size_t end = kind == TOKEN_COUNT ? t->at : figure_start(c->a, s, i),
               start = end > from ? name_start(s, from, end) : from;
        bool other = end < from ||
                     audit_word_within(&c->a->words->lists[WORDS_EARLIER], s->text + from, s->text + end);
        if (!other && !t->sign && !audit_is_rate(c->a, s, t))
            add(c, name_of(c->a->arena, s->text + start, end - start), t, at);
        from = t->end;
    }
    if (s->kind == SEGMENT_ROW && c->all->count < before + 2)
        c->all->count = before; /* a row of a table, whose figures are in its columns */
}

const struct audit_labels *audit_labels(struct audit *a) {
    if (a->labels)
        return a->labels;
    struct collecting c = {a, arena_alloc(a->arena, sizeof *c.all)};
    *c.all = (struct audit_labels){0};
    audit_grids(a, collect_grid, &c);
    collect_pairs(&c);
    for (size_t i = 0; i < a->draft->count;)
        i = collect_items(&c, i);
    for (size_t i = 0; i < a->draft->count; i++)
        collect_sentence(&c, i);
    a->labels = c.all;
    return a->labels;
}

/* --- where a name is mentioned ---------------------------------------------------------------------------- */

static bool begins_word(const char *text, const char *at) {
    static const char *const before[] = {"「", "『", "、", "。", "・", "は",     "が",    "の",
                                         "で", "と", "も", "に", "を", "，",     "→",     "①",
                                         "②",  "③",  "④",  "⑤",  "⑥",  "次いで", "続いて"};
    return at == text || strchr(" \t(:/\"-", at[-1]) ||
           at_end(text, (size_t)(at - text), heads, sizeof heads / sizeof *heads) ||
           (isdigit((unsigned char)*at) && (at[-1] & 0x80)) || /* 週1日 */
           at_end(text, (size_t)(at - text), before, sizeof before / sizeof *before);
}

static bool ends_word(const char *at) {
    static const char *const after[] = {"」", "』", "、", "。", "・", "は", "が", "の", "で",    "と",
                                        "も", "を", "に", "だ", "，", "→",  "な", "や", "だった"};
    return !*at || strchr(" \t():/\",.-0123456789", *at) || at_start(at, after, sizeof after / sizeof *after);
}

const char *audit_label_within(const char *text, const char *from, const char *to, const char *name,
                               const char **after) {
    size_t length = strlen(name);
    for (const char *at = from; at + length <= to; at++)
        if (strncasecmp(at, name, length) == 0 && begins_word(text, at) && ends_word(at + length)) {
            *after = at + length;
            *after += at_start(*after, tails, 2); /* 」 */
            return at;
        }
    return NULL;
}
