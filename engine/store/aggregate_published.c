/* One version of a published survey: its contents as bytes, into the tables, and back. */
#include "engine/store/aggregate_internal.h"

enum { TEXTS = 12 }; /* from title to sources, in the order of the table */

static void texts_of(const struct published_survey *p, const char *out[TEXTS]) {
    const char *const texts[TEXTS] = {p->title,      p->organiser,     p->survey, p->series,
                                      p->wave_label, p->order,         p->from,   p->to,
                                      p->method,     p->response_rate, p->notes,  p->sources};
    for (int i = 0; i < TEXTS; i++)
        out[i] = texts[i];
}

/* --- as bytes --- */

static void put_long(struct strbuf *out, long number) {
    digest_put_number(out, (uint64_t)number);
}

static void put_option(const struct published_option *o, struct strbuf *out) {
    const char *const texts[] = {o->id, o->label, o->concept, o->percent, o->value};
    for (int i = 0; i < 5; i++)
        digest_put_text(out, texts[i]);
    put_long(out, o->count);
}

static void put_question(const struct published_question *q, struct strbuf *out) {
    const char *const texts[] = {q->id, q->text, q->kind, q->concept, q->base, q->base_kind, q->sources};
    for (int i = 0; i < 7; i++)
        digest_put_text(out, texts[i]);
    put_long(out, q->base_n);
    put_long(out, q->derived);
    put_long(out, (long)q->option_count);
    for (size_t j = 0; j < q->option_count; j++)
        put_option(&q->options[j], out);
}

void aggregate_published_contents(const struct published_survey *p, struct strbuf *out) {
    const char *texts[TEXTS];
    texts_of(p, texts);
    digest_put_text(out, "published");
    digest_put_text(out, p->id);
    for (int i = 0; i < TEXTS; i++)
        digest_put_text(out, texts[i]);
    const long numbers[] = {p->sent, p->responses, p->prefectures, p->associations, (long)p->question_count};
    for (int i = 0; i < 5; i++)
        put_long(out, numbers[i]);
    for (size_t i = 0; i < p->question_count; i++)
        put_question(&p->questions[i], out);
    if (p->part_of) /* came later: what does not have it keeps its digest */
        digest_put_text(out, p->part_of);
}

/* --- into the tables; an unknown number is NULL there --- */

static bool write_options(struct store *store, long question, const struct published_question *q,
                          struct fault *f) {
    for (size_t j = 0; j < q->option_count; j++) {
        const struct published_option *o = &q->options[j];
        if (!sql_run(store->db, f,
                     "INSERT INTO published_option (question, position, name, label, concept, count, "
                     "percent, value)"
                     " VALUES (?, ?, ?, ?, ?, nullif(?, -1), ?, ?)",
                     "iitttitt", question, (long)j, o->id, o->label, o->concept, o->count, o->percent,
                     o->value))
            return false;
    }
    return true;
}

static bool write_questions(struct store *store, long id, const struct published_survey *p, struct fault *f) {
    for (size_t i = 0; i < p->question_count; i++) {
        const struct published_question *q = &p->questions[i];
        if (!sql_run(store->db, f,
                     "INSERT INTO published_question (aggregate, position, name, text, kind, concept, base, "
                     "base_kind,"
                     " base_n, derived, sources) VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, -1), ?, ?)",
                     "iittttttiit", id, (long)i, q->id, q->text, q->kind, q->concept, q->base, q->base_kind,
                     q->base_n, (long)q->derived, q->sources) ||
            !write_options(store, (long)sqlite3_last_insert_rowid(store->db), q, f))
            return false;
    }
    return true;
}

static bool write_head(struct store *store, long id, const struct published_survey *p, struct fault *f) {
    const char *t[TEXTS];
    texts_of(p, t);
    return sql_run(
        store->db, f,
        "INSERT INTO published (aggregate, title, organiser, survey, series, wave_label, wave_order,"
        " field_from, field_to, method, response_rate, notes, sources, sent, responses, prefectures,"
        " associations, part_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, -1), nullif(?, -1),"
        " nullif(?, -1), nullif(?, -1), ?)",
        "ittttttttttttiiiit", id, t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7], t[8], t[9], t[10], t[11],
        p->sent, p->responses, p->prefectures, p->associations, p->part_of);
}

bool aggregate_put_published(struct store *store, const struct published_survey *survey, const char *file,
                             struct aggregate_change *change, struct fault *f) {
    struct strbuf contents = {0};
    long id;
    aggregate_published_contents(survey, &contents);
    bool done = aggregate_version(store, "published", survey->id, file, &contents, &id, change, f);
    strbuf_end(&contents);
    return done && (!id || (write_head(store, id, survey, f) && write_questions(store, id, survey, f)));
}

/* --- and back --- */

static bool read_options(struct store *store, struct arena *arena, long question,
                         struct published_question *q, struct fault *f) {
    struct published_option *options = NULL;
    size_t capacity = 0;
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT name, label, concept, count, percent, value FROM published_option"
                                " WHERE question = ? ORDER BY position",
                                "i", question);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        options = arena_grow(arena, options, q->option_count, &capacity, sizeof *options);
        options[q->option_count++] = (struct published_option){.id = sql_text(arena, s, 0),
                                                               .label = sql_text(arena, s, 1),
                                                               .concept = sql_text(arena, s, 2),
                                                               .count = aggregate_known(s, 3),
                                                               .percent = sql_text(arena, s, 4),
                                                               .value = sql_text(arena, s, 5)};
    }
    q->options = options;
    sqlite3_finalize(s);
    return got == 0;
}

static struct published_question read_question(struct arena *arena, sqlite3_stmt *s) {
    return (struct published_question){.id = sql_text(arena, s, 1),
                                       .text = sql_text(arena, s, 2),
                                       .kind = sql_text(arena, s, 3),
                                       .concept = sql_text(arena, s, 4),
                                       .base = sql_text(arena, s, 5),
                                       .base_kind = sql_text(arena, s, 6),
                                       .base_n = aggregate_known(s, 7),
                                       .derived = sql_long(s, 8) != 0,
                                       .sources = sql_text(arena, s, 9)};
}

static bool read_questions(struct store *store, struct arena *arena, long id, struct published_survey *p,
                           struct fault *f) {
    struct published_question *questions = NULL;
    size_t capacity = 0;
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT id, name, text, kind, concept, base, base_kind, base_n, derived, sources"
                  " FROM published_question WHERE aggregate = ? ORDER BY position",
                  "i", id);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        questions = arena_grow(arena, questions, p->question_count, &capacity, sizeof *questions);
        struct published_question *q = &questions[p->question_count++];
        *q = read_question(arena, s);
        if (!read_options(store, arena, sql_long(s, 0), q, f)) {
            got = -1;
            break;
        }
    }
    p->questions = questions;
    sqlite3_finalize(s);
    return got == 0;
}

static void read_head(struct arena *arena, sqlite3_stmt *s, struct published_survey *p) {
    const char *t[TEXTS];
    for (int i = 0; i < TEXTS; i++)
        t[i] = sql_text(arena, s, i + 1);
    *p = (struct published_survey){.id = sql_text(arena, s, 0),
                                   .title = t[0],
                                   .organiser = t[1],
                                   .survey = t[2],
                                   .series = t[3],
                                   .wave_label = t[4],
                                   .order = t[5],
                                   .from = t[6],
                                   .to = t[7],
                                   .method = t[8],
                                   .response_rate = t[9],
                                   .notes = t[10],
                                   .sources = t[11],
                                   .sent = aggregate_known(s, TEXTS + 1),
                                   .responses = aggregate_known(s, TEXTS + 2),
                                   .prefectures = aggregate_known(s, TEXTS + 3),
                                   .associations = aggregate_known(s, TEXTS + 4),
                                   .part_of = sql_text(arena, s, TEXTS + 5)};
}

const struct published_survey *aggregate_published_read(struct store *store, struct arena *arena, long id,
                                                        struct fault *f) {
    struct published_survey *p = arena_alloc(arena, sizeof *p);
    sqlite3_stmt *s = sql_query(
        store->db, f,
        "SELECT a.name, p.title, p.organiser, p.survey, p.series, p.wave_label, p.wave_order, p.field_from,"
        " p.field_to, p.method, p.response_rate, p.notes, p.sources, p.sent, p.responses, p.prefectures,"
        " p.associations, p.part_of FROM aggregate a JOIN published p ON p.aggregate = a.id WHERE a.id = ?",
        "i", id);
    int got = sql_row(s, f);
    if (got > 0)
        read_head(arena, s, p);
    sqlite3_finalize(s);
    return got >= 0 && read_questions(store, arena, id, p, f) ? p : NULL;
}

bool aggregate_list_published(struct store *store, struct arena *arena, struct published_row **rows,
                              size_t *count, struct fault *f) {
    size_t capacity = 0;
    *rows = NULL;
    *count = 0;
    sqlite3_stmt *s = sql_query(
        store->db, f,
        "SELECT a.name, p.title, p.wave_order, a.at, a.version,"
        " (SELECT count(*) FROM published_question q WHERE q.aggregate = a.id),"
        " (SELECT sum((o.count IS NOT NULL) + (o.percent IS NOT NULL) + (o.value IS NOT NULL))"
        "  FROM published_option o JOIN published_question q ON q.id = o.question WHERE q.aggregate = a.id)"
        " FROM aggregate a JOIN published p ON p.aggregate = a.id WHERE NOT EXISTS"
        " (SELECT 1 FROM aggregate b WHERE b.kind = a.kind AND b.name = a.name AND b.version > a.version)"
        " ORDER BY p.wave_order IS NULL, p.wave_order, a.name",
        "");
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *rows = arena_grow(arena, *rows, *count, &capacity, sizeof **rows);
        (*rows)[(*count)++] = (struct published_row){.id = sql_text(arena, s, 0),
                                                     .title = sql_text(arena, s, 1),
                                                     .order = sql_text(arena, s, 2),
                                                     .at = sql_text(arena, s, 3),
                                                     .versions = sql_long(s, 4),
                                                     .questions = sql_long(s, 5),
                                                     .figures = sql_long(s, 6)};
    }
    sqlite3_finalize(s);
    return got == 0;
}
