#include "engine/store/number.h"

#include "engine/base/utf8.h"
#include "engine/store/internal.h"

#include <string.h>

/* --- one number --- */

static bool alike(const char *association, const char *other) {
    return !association || !other || strcmp(association, other) == 0;
}

static const struct second_first *taker(const struct second_book *book, const struct number_wish *wish) {
    for (size_t i = 0; i < book->first_count; i++)
        if (book->firsts[i].ret != wish->except && alike(wish->association, book->firsts[i].association))
            return &book->firsts[i];
    return NULL;
}

/* --- who has seen what --- */

static bool read_seen(struct store *store, long ret, bool *seen, struct fault *f) {
    long count = 0;
    if (!sql_integer(store->db, f, &count, 0,
                     "SELECT count(*) FROM trail WHERE ret = ? AND action = 'second.seen' AND who = ?", "it",
                     ret, (const char *)store->who))
        return false;
    *seen = count > 0;
    return true;
}

/* One that is stored was matched with the others, in order; one that is not would come last. */
static bool judge_second(struct store *store, struct second_book *book, const struct number_wish *wish,
                         struct number *out, struct fault *f) {
    struct second_row would = {.sheet = wish->sheet, .association = wish->association, .keyer = store->who};
    const struct second_row *row = NULL;
    for (size_t i = 0; i < book->row_count; i++)
        if (book->rows[i].id == wish->second)
            row = &book->rows[i];
    if (!row) {
        second_book_match(book, &would);
        row = &would;
    }
    out->second = row->state;
    for (size_t i = 0; row->first && i < book->row_count; i++)
        if (book->rows[i].id == row->first->second && &book->rows[i] != row)
            out->again = book->rows[i].keyer ? book->rows[i].keyer : book->rows[i].batch;
    return !row->first || read_seen(store, row->first->ret, &out->seen, f);
}

static bool read_time(struct store *store, struct arena *arena, struct number *out, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT coalesce(l.at, v.at, b.at) FROM ret r JOIN batch b ON b.id = r.batch"
                                " JOIN revision v ON v.ret = r.id AND v.seq = 1"
                                " LEFT JOIN trail l ON l.ret = r.id AND l.action = 'sheet.add'"
                                " WHERE r.id = ?",
                                "i", out->taken->ret);
    int got = sql_row(s, f);
    if (got > 0)
        out->at = sql_text(arena, s, 0);
    sqlite3_finalize(s);
    out->by = out->taken->keyer ? out->taken->keyer : out->taken->batch;
    return got > 0;
}

/* Numbers that others have on their screens: of today, so that a draft which somebody left holds none for ever. */
#define DRAFTS                                                                                               \
    "SELECT d.who, d.second, CASE WHEN json_valid(d.body) THEN json_extract(d.body, '$.fields.sheet') END"   \
    " FROM draft d WHERE d.survey = ?1 AND d.who <> ?2 AND substr(d.at, 1, 10) = substr(?3, 1, 10)"

static sqlite3_stmt *query_drafts(struct store *store, const char *survey, char now[STORE_TIME],
                                  struct fault *f) {
    long id;
    store_now(now);
    return store_survey_id(store, survey, &id, f)
               ? sql_query(store->db, f, DRAFTS, "itt", id, (const char *)store->who, (const char *)now)
               : NULL;
}

static bool read_holders(struct store *store, struct arena *arena, const struct questionnaire *q,
                         const char *sheet, struct number *out, struct fault *f) {
    char now[STORE_TIME];
    sqlite3_stmt *s = query_drafts(store, q->id, now, f);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        const char *held = (const char *)sqlite3_column_text(s, 2);
        if (held && strcmp(held, sheet) == 0)
            out->held[sql_long(s, 1) != 0] = sql_text(arena, s, 0);
    }
    sqlite3_finalize(s);
    return got == 0;
}

bool number_find(struct store *store, struct arena *arena, const struct questionnaire *q,
                 const struct number_wish *wish, struct number *out, struct fault *f) {
    struct second_book *book = store_second_sheet(store, arena, q, wish->sheet, f);
    *out = (struct number){0};
    if (!book)
        return false;
    out->taken = taker(book, wish);
    return judge_second(store, book, wish, out, f) && (!out->taken || read_time(store, arena, out, f)) &&
           read_holders(store, arena, q, wish->sheet, out, f);
}

bool number_is_blind(struct store *store, struct arena *arena, const struct questionnaire *q,
                     const struct number_wish *wish, long ret, bool *blind, struct fault *f) {
    struct number n;
    *blind = false;
    if (!wish->sheet)
        return true;
    if (!number_find(store, arena, q, wish, &n, f))
        return false;
    *blind = n.second == SECOND_COMPARED && !n.seen && n.taken && n.taken->ret == ret;
    return true;
}

bool number_look(struct store *store, struct arena *arena, const struct questionnaire *q,
                 const struct number_wish *wish, long ret, bool *blind, struct fault *f) {
    struct trail_entry entry = {.action = "second.seen", .ret = ret};
    return number_is_blind(store, arena, q, wish, ret, blind, f) &&
           (!*blind ||
            (store_survey_id(store, q->id, &entry.survey, f) && store_trail_add(store, &entry, f)));
}

/* --- the next one --- */

/* "A-0099" and 3 give "A-0102"; as many digits as there are are added to, and more where they do not suffice. */
static const char *number_plus(struct arena *arena, const char *sheet, long more) {
    size_t length = strlen(sheet), at = length;
    char *next = arena_strdup(arena, sheet);
    for (; at > 0 && next[at - 1] >= '0' && next[at - 1] <= '9' && more > 0; at--, more /= 10) {
        more += next[at - 1] - '0';
        next[at - 1] = (char)('0' + more % 10);
    }
    if (at == length)
        return NULL;
    return more > 0 ? arena_printf(arena, "%.*s%ld%s", (int)at, sheet, more, next + at) : next;
}

const char *number_after(struct arena *arena, const char *sheet) {
    return number_plus(arena, sheet, 1);
}

struct held_numbers {
    const char **items;
    size_t count, capacity;
};

static bool read_held(struct store *store, struct arena *arena, const struct questionnaire *q, bool second,
                      struct held_numbers *held, struct fault *f) {
    char now[STORE_TIME];
    sqlite3_stmt *s = query_drafts(store, q->id, now, f);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        if ((sql_long(s, 1) != 0) != second || sqlite3_column_type(s, 2) == SQLITE_NULL)
            continue;
        held->items = arena_grow(arena, held->items, held->count, &held->capacity, sizeof *held->items);
        held->items[held->count++] = sql_text(arena, s, 2);
    }
    sqlite3_finalize(s);
    return got == 0;
}

static bool is_held(const struct held_numbers *held, const char *sheet) {
    for (size_t i = 0; i < held->count; i++)
        if (strcmp(held->items[i], sheet) == 0)
            return true;
    return false;
}

/* The person's own last sheet, else the last one of the survey that has a number. */
static bool read_last(struct store *store, struct arena *arena, long survey, const char **last,
                      struct fault *f) {
    static const char *const sql[] = {
        "SELECT v.sheet FROM batch b JOIN ret r ON r.id = b.last JOIN revision v ON v.id = r.revision"
        " WHERE b.sitting = 1 AND b.survey = ?1 AND b.who = ?2 AND b.kind = 0 AND b.undone = 0"
        " AND v.sheet IS NOT NULL ORDER BY b.last DESC LIMIT 1",
        "SELECT v.sheet FROM (SELECT * FROM ret ORDER BY id DESC LIMIT 1000) r"
        " JOIN revision v ON v.id = r.revision WHERE r.survey = ?1 AND ?2 IS NOT NULL AND v.sheet IS NOT NULL"
        " ORDER BY r.id DESC LIMIT 1",
    };
    int got = 0;
    *last = NULL;
    for (size_t i = 0; got == 0 && i < sizeof sql / sizeof *sql; i++) {
        sqlite3_stmt *s = sql_query(store->db, f, sql[i], "it", survey, (const char *)store->who);
        got = sql_row(s, f);
        if (got > 0)
            *last = sql_text(arena, s, 0);
        sqlite3_finalize(s);
    }
    return got >= 0;
}

/* 1: a return has it; 0: none; -1: a fault. */
static int is_taken(struct store *store, long survey, const char *sheet, const char *association,
                    struct fault *f) {
    sqlite3_stmt *s = store_cached(store, STATEMENT_NUMBER_TAKEN,
                                   "SELECT 1 FROM revision v INDEXED BY revision_sheet CROSS JOIN ret r ON "
                                   "r.id = v.ret AND r.revision = v.id"
                                   " WHERE v.sheet = ?1 AND r.survey = ?2 AND r.status IN (0, 2)"
                                   " AND (?3 IS NULL OR v.association IS NULL OR v.association = ?3) LIMIT 1",
                                   f);
    if (!s || !sql_bind(s, f, "tit", sheet, survey, association))
        return -1;
    int got = sql_row(s, f);
    sqlite3_reset(s);
    return got;
}

struct search {
    struct store *store;
    struct arena *arena;
    long survey;
    const char *association;
    struct held_numbers held;
};

/* 1: it may be keyed; 0: somebody has it; -1: a fault. */
static int is_free(const struct search *s, const char *sheet, struct fault *f) {
    int taken = is_taken(s->store, s->survey, sheet, s->association, f);
    return taken < 0 ? -1 : !taken && !is_held(&s->held, sheet);
}

/* Between `low`, which is taken, and `high`, which is free, one that is free and follows one that is taken. */
static const char *narrow(const struct search *s, const char *from, long low, long high, struct fault *f) {
    while (high - low > 1) {
        long middle = low + (high - low) / 2;
        int now = is_free(s, number_plus(s->arena, from, middle), f);
        if (now < 0)
            return NULL;
        *(now ? &high : &low) = middle;
    }
    return number_plus(s->arena, from, high);
}

/* One by one first, so that a gap is filled; then in growing steps, past what a file brought in. */
static bool search_next(const struct search *s, const char *from, const char **next, struct fault *f) {
    int now = 0;
    *next = from;
    for (int i = 0; i < NUMBER_TRIES && *next && (now = is_free(s, *next, f)) == 0; i++)
        *next = number_after(s->arena, *next);
    for (long step = NUMBER_TRIES; *next && now == 0 && step < NUMBER_FAR; step *= 2) {
        *next = number_plus(s->arena, from, step);
        now = *next ? is_free(s, *next, f) : 0;
        if (now > 0)
            *next = narrow(s, from, step / 2, step, f);
    }
    if (now == 0)
        *next = NULL;
    return now >= 0 && f->kind == FAULT_NONE;
}

bool number_next(struct store *store, struct arena *arena, const struct questionnaire *q, const char *after,
                 const char *association, const char **next, struct fault *f) {
    struct search s = {.store = store, .arena = arena, .association = association};
    if (!store_survey_id(store, q->id, &s.survey, f) || !read_held(store, arena, q, false, &s.held, f) ||
        (!after && !read_last(store, arena, s.survey, &after, f)))
        return false;
    return search_next(&s, after ? number_after(arena, after) : "1", next, f);
}

struct seen_returns {
    long *items;
    size_t count, capacity;
};

static bool read_all_seen(struct store *store, struct arena *arena, const struct questionnaire *q,
                          struct seen_returns *seen, struct fault *f) {
    long survey;
    int got;
    if (!store_survey_id(store, q->id, &survey, f))
        return false;
    sqlite3_stmt *s = sql_query(
        store->db, f, "SELECT ret FROM trail WHERE survey = ? AND action = 'second.seen' AND who = ?", "it",
        survey, (const char *)store->who);
    while ((got = sql_row(s, f)) > 0) {
        seen->items = arena_grow(arena, seen->items, seen->count, &seen->capacity, sizeof *seen->items);
        seen->items[seen->count++] = sql_long(s, 0);
    }
    sqlite3_finalize(s);
    return got == 0;
}

static bool has_seen(const struct seen_returns *seen, long ret) {
    for (size_t i = 0; i < seen->count; i++)
        if (seen->items[i] == ret)
            return true;
    return false;
}

static bool may_key(struct arena *arena, const struct second_book *book, const struct second_first *first,
                    const struct held_numbers *held, const struct seen_returns *seen, const char *who) {
    return first->sheet && !has_seen(seen, first->ret) && !first->second &&
           (first->drawn || book->plan.share <= 0) && !is_held(held, first->sheet) &&
           !(first->keyer && strcmp(utf8_fold(arena, first->keyer), utf8_fold(arena, who)) == 0);
}

bool number_next_second(struct store *store, struct arena *arena, const struct questionnaire *q,
                        const char *after, const struct second_first **next, struct fault *f) {
    struct held_numbers held = {0};
    struct seen_returns seen = {0};
    *next = NULL;
    long last;
    if (!store_last_return(store, &last, f))
        return false;
    if (last > NUMBER_BOOK_MAX)
        return true;
    struct second_book *book = store_second_book(store, arena, q, f);
    if (!book || !read_held(store, arena, q, true, &held, f) || !read_all_seen(store, arena, q, &seen, f))
        return false;
    bool passed = !after;
    for (size_t i = 0; i < book->first_count; i++) {
        const struct second_first *first = &book->firsts[i];
        bool may = may_key(arena, book, first, &held, &seen, store->who);
        if (may && (passed || !*next))
            *next = first;
        if (may && passed)
            break;
        passed = passed || (first->sheet && strcmp(first->sheet, after) == 0);
    }
    return true;
}
