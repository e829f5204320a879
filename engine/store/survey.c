/* Surveys, the versions of their questionnaires, and how many were sent out. */
#include "engine/store/internal.h"

#include "engine/base/lang.h"
#include "engine/store/aggregate.h"

#include <string.h>

static bool unknown_survey(struct store *store, const char *survey, struct fault *f) {
    struct strbuf known = {0};
    bool published;
    if (!aggregate_has_published(store, survey, &published, f))
        return false;
    if (published)
        return fault_set(
            f,
            _("of the survey \"%s\" the store has published figures only, and no returns; they can be "
              "looked at with `shukei survey show %s` and compared with `shukei compare`"),
            survey, survey);
    sqlite3_stmt *s = sql_query(store->db, f, "SELECT name FROM survey ORDER BY id", "");
    int got;
    while ((got = sql_row(s, f)) > 0)
        strbuf_printf(&known, "%s%s", known.length ? ", " : "", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    if (got == 0 && known.length)
        fault_set(f, _("there is no survey \"%s\" in this store; there are: %s"), survey, known.text);
    else if (got == 0)
        fault_set(f, _("there is no survey \"%s\" in this store; add it with `shukei survey add FILE.json`"),
                  survey);
    strbuf_end(&known);
    return false;
}

bool store_survey_id(struct store *store, const char *survey, long *id, struct fault *f) {
    if (!sql_integer(store->db, f, id, 0, "SELECT id FROM survey WHERE name = ?", "t", survey))
        return false;
    return *id || unknown_survey(store, survey, f);
}

bool store_template_id(struct store *store, const char *hash, long *id, struct fault *f) {
    if (!sql_integer(store->db, f, id, 0, "SELECT id FROM template WHERE hash = ?", "t", hash))
        return false;
    return *id || fault_set(f, _("this version of the questionnaire is not in the store; add it with "
                                 "`shukei survey add FILE.json`"));
}

/* --- a version that drops something --- */

/* Counts the answers in stored returns that a new version has no room for. */
struct dropped {
    const struct questionnaire *from, *to;
    const bool *question;   /* by position in `from`: the question is gone or of another kind */
    const uint64_t *option; /* 4 words per question: options that are gone */
    long *used_question, *used_option;
};

static uint64_t *options_of(const struct dropped *d, size_t question) {
    return (uint64_t *)d->option + question * 4;
}

static bool gone(const struct dropped *d, size_t question, size_t option) {
    return options_of(d, question)[option / 64] >> (option % 64) & 1;
}

static void count_answer(void *data, size_t question, const struct answer *answer) {
    struct dropped *d = data;
    if (answer->state != ANSWER_GIVEN)
        return;
    d->used_question[question] += d->question[question];
    const struct question *asked = &d->from->questions[question];
    for (size_t j = 0; j < asked->option_count; j++)
        if (gone(d, question, j) && answer_has(asked, answer, (int)j))
            d->used_option[question * QUESTION_SINGLE_MAX + j]++;
}

/* Marks what is in `from` and not in `to`; false when nothing is dropped. */
static bool mark_dropped(struct dropped *d, bool *question_gone) {
    bool any = false;
    for (size_t i = 0; i < d->from->question_count; i++) {
        const struct question *old = &d->from->questions[i];
        int at = questionnaire_find(d->to, old->id);
        const struct question *now = at < 0 ? NULL : &d->to->questions[at];
        question_gone[i] = !now || now->kind != old->kind;
        any |= question_gone[i];
        for (size_t j = 0; !question_gone[i] && j < old->option_count; j++)
            if (question_option(now, old->options[j].id) < 0) {
                options_of(d, i)[j / 64] |= (uint64_t)1 << (j % 64);
                any = true;
            }
    }
    return any;
}

static bool complain(const struct dropped *d, struct fault *f) {
    for (size_t i = 0; i < d->from->question_count; i++) {
        const struct question *old = &d->from->questions[i];
        if (d->used_question[i])
            return fault_set(
                f,
                _("this version drops the question %s (or changes its kind), which %ld returns and second "
                  "keyings in the store have answered; keep it"),
                old->id, d->used_question[i]);
        for (size_t j = 0; j < old->option_count; j++) {
            long used = d->used_option[i * QUESTION_SINGLE_MAX + j];
            if (used)
                return fault_set(
                    f,
                    _("this version drops the option %s of %s, which %ld returns and second keyings in the "
                      "store have ticked; keep it (its wording may change)"),
                    old->options[j].id, old->id, used);
        }
    }
    return true;
}

static bool count_dropped(struct store *store, long template, struct dropped *d, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT v.normal FROM ret r JOIN revision v ON v.id = r.revision"
                                " WHERE v.template = ?1 AND r.status <> 3 UNION ALL"
                                " SELECT k.normal FROM second k JOIN batch b ON b.id = k.batch"
                                " WHERE k.template = ?1 AND b.undone = 0",
                                "i", template);
    const struct answer_visitor visitor = {count_answer, d};
    int got;
    while ((got = sql_row(s, f)) > 0) {
        const void *normal = sqlite3_column_blob(s, 0);
        if (!response_scan(d->from, normal, (size_t)sqlite3_column_bytes(s, 0), &visitor, f)) {
            got = -1;
            break;
        }
    }
    sqlite3_finalize(s);
    return got == 0;
}

static bool keeps_answers_of(struct store *store, struct arena *arena, long template, const char *hash,
                             const struct questionnaire *to, struct fault *f) {
    const struct questionnaire *from = store_template(store, arena, hash, f);
    if (!from)
        return false;
    size_t n = from->question_count;
    bool *question_gone = arena_array(arena, n, sizeof *question_gone);
    struct dropped d = {
        .from = from,
        .to = to,
        .question = question_gone,
        .option = arena_array(arena, n * 4, sizeof *d.option),
        .used_question = arena_array(arena, n, sizeof *d.used_question),
        .used_option = arena_array(arena, n * QUESTION_SINGLE_MAX, sizeof *d.used_option),
    };
    if (!mark_dropped(&d, question_gone))
        return true;
    return count_dropped(store, template, &d, f) && complain(&d, f);
}

static bool keeps_answers(struct store *store, long survey, const struct questionnaire *q, struct fault *f) {
    struct arena *arena = arena_create();
    sqlite3_stmt *s = sql_query(store->db, f, "SELECT id, hash FROM template WHERE survey = ?", "i", survey);
    int got;
    while ((got = sql_row(s, f)) > 0)
        if (!keeps_answers_of(store, arena, sql_long(s, 0), sql_text(arena, s, 1), q, f)) {
            got = -1;
            break;
        }
    sqlite3_finalize(s);
    arena_destroy(arena);
    return got == 0;
}

/* --- adding --- */

static bool insert_survey(struct store *store, const struct questionnaire *q, const char *at, long *id,
                          struct fault *f) {
    bool done = sql_run(store->db, f, "INSERT INTO survey (name, title, at, who) VALUES (?, ?, ?, ?)", "tttt",
                        q->id, q->title, at, store->who);
    *id = (long)sqlite3_last_insert_rowid(store->db);
    return done;
}

static bool insert_template(struct store *store, const struct questionnaire *q, long survey, const char *at,
                            long *id, struct fault *f) {
    if (!sql_integer(store->db, f, id, 0, "SELECT id FROM template WHERE hash = ?", "t", q->hash))
        return false;
    if (*id)
        return true;
    bool done =
        sql_run(store->db, f, "INSERT INTO template (survey, hash, json, at, who) VALUES (?, ?, ?, ?, ?)",
                "itbtt", survey, q->hash, (const void *)q->json, q->json_length, at, store->who);
    *id = (long)sqlite3_last_insert_rowid(store->db);
    return done;
}

/* The hash of the version in force; "" when there is none yet. */
static bool current_hash(struct store *store, long survey, char hash[65], struct fault *f) {
    sqlite3_stmt *s = sql_query(
        store->db, f, "SELECT t.hash FROM survey y JOIN template t ON t.id = y.template WHERE y.id = ?", "i",
        survey);
    int got = sql_row(s, f);
    hash[0] = '\0';
    if (got > 0)
        sqlite3_snprintf(65, hash, "%s", sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return got >= 0;
}

bool store_survey_add(struct store *store, const struct questionnaire *q, struct fault *f) {
    long survey, template;
    char at[STORE_TIME], before[65];
    store_now(at);
    if (!store_writable(store, f) ||
        !sql_integer(store->db, f, &survey, 0, "SELECT id FROM survey WHERE name = ?", "t", q->id))
        return false;
    if (!survey && !insert_survey(store, q, at, &survey, f))
        return false;
    if (!current_hash(store, survey, before, f))
        return false;
    if (strcmp(before, q->hash) == 0)
        return true;
    if (!keeps_answers(store, survey, q, f) || !insert_template(store, q, survey, at, &template, f) ||
        !sql_run(store->db, f, "UPDATE survey SET template = ?, title = ? WHERE id = ?", "iti", template,
                 q->title, survey))
        return false;
    const struct trail_entry entry = {
        .action = "survey.add", .survey = survey, .before = before[0] ? before : NULL, .after = q->hash};
    return store_trail_add(store, &entry, f);
}

/* --- versions of another store --- */

static bool is_known(struct store *store, const char *hash, bool *known, struct fault *f) {
    long id;
    bool done = sql_integer(store->db, f, &id, 0, "SELECT id FROM template WHERE hash = ?", "t", hash);
    *known = id != 0;
    return done;
}

/* Whether every question and option of `from` has its place in `to`. */
static bool has_room_for(struct arena *arena, const struct questionnaire *from,
                         const struct questionnaire *to) {
    size_t n = from->question_count;
    bool *question_gone = arena_array(arena, n, sizeof *question_gone);
    struct dropped d = {.from = from,
                        .to = to,
                        .question = question_gone,
                        .option = arena_array(arena, n * 4, sizeof *d.option)};
    return !mark_dropped(&d, question_gone);
}

/* A version that was in force elsewhere: kept beside ours, which stays in force. */
static bool keep_version(struct store *store, struct arena *arena, const struct questionnaire *q,
                         const char *current, struct fault *f) {
    const struct questionnaire *ours = store_template(store, arena, current, f);
    long survey, template;
    char at[STORE_TIME];
    store_now(at);
    if (!ours || !store_survey_id(store, q->id, &survey, f))
        return false;
    if (!has_room_for(arena, q, ours))
        return fault_set(
            f,
            _("the sender's questionnaire (version %.12s) has questions or options that the one in this "
              "store has not; agree on one version, and add it in both places with `shukei survey add "
              "FILE.json`"),
            q->hash);
    if (!insert_template(store, q, survey, at, &template, f))
        return false;
    const struct trail_entry entry = {.action = "survey.version", .survey = survey, .after = q->hash};
    return store_trail_add(store, &entry, f);
}

/* Ahead of us is a sender whose versions include ours. */
static bool sender_is_ahead(const struct questionnaire *const *list, size_t count, const char *current) {
    if (!*current)
        return true;
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i]->hash, current) == 0)
            return true;
    return false;
}

static bool take_version(struct store *store, struct arena *arena, const struct questionnaire *q,
                         bool newest_of_ahead, const char *current, struct fault *f) {
    bool known;
    if (!is_known(store, q->hash, &known, f))
        return false;
    if (known)
        return true;
    return newest_of_ahead ? store_survey_add(store, q, f) : keep_version(store, arena, q, current, f);
}

bool exchange_survey(struct store *store, const struct questionnaire *const *list, size_t count,
                     size_t newest, struct fault *f) {
    long survey;
    char current[65] = "";
    if (!store_writable(store, f) ||
        !sql_integer(store->db, f, &survey, 0, "SELECT id FROM survey WHERE name = ?", "t",
                     list[newest]->id) ||
        (survey && !current_hash(store, survey, current, f)))
        return false;
    bool ahead = sender_is_ahead(list, count, current), done = true;
    struct arena *arena = arena_create();
    /* The newest first: what is older finds its room in it. */
    if (ahead)
        done = take_version(store, arena, list[newest], true, current, f);
    for (size_t i = 0; done && i < count; i++)
        done = take_version(store, arena, list[i], false, ahead ? list[newest]->hash : current, f);
    arena_destroy(arena);
    return done;
}

/* --- reading --- */

bool store_survey_list(struct store *store, struct arena *arena, struct survey_row **rows, size_t *count,
                       struct fault *f) {
    size_t capacity = 0;
    *rows = NULL;
    *count = 0;
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT y.name, y.title, t.hash, y.at,"
                                " (SELECT count(*) FROM template WHERE survey = y.id), y.accepted"
                                " FROM survey y JOIN template t ON t.id = y.template ORDER BY y.id",
                                "");
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *rows = arena_grow(arena, *rows, *count, &capacity, sizeof **rows);
        (*rows)[(*count)++] = (struct survey_row){
            .id = sql_text(arena, s, 0),
            .title = sql_text(arena, s, 1),
            .template_hash = sql_text(arena, s, 2),
            .added_at = sql_text(arena, s, 3),
            .versions = sql_long(s, 4),
            .returns = sql_long(s, 5),
        };
    }
    sqlite3_finalize(s);
    return got == 0;
}

const struct questionnaire *store_template(struct store *store, struct arena *arena, const char *hash,
                                           struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT t.json, y.name FROM template t JOIN survey y ON y.id = t.survey"
                                " WHERE t.hash = ?",
                                "t", hash);
    int got = sql_row(s, f);
    const struct questionnaire *q = NULL;
    if (got > 0) {
        /* The questionnaire keeps pointers into its bytes. */
        size_t length = (size_t)sqlite3_column_bytes(s, 0);
        const char *json = arena_strndup(arena, sqlite3_column_blob(s, 0), length);
        q = questionnaire_parse(arena, json, length, sql_text(arena, s, 1), f);
    } else if (got == 0) {
        fault_set(f, _("there is no questionnaire %s in this store"), hash);
    }
    sqlite3_finalize(s);
    return q;
}

const struct questionnaire *store_questionnaire(struct store *store, struct arena *arena, const char *survey,
                                                struct fault *f) {
    long id;
    char hash[65];
    if (!store_survey_id(store, survey, &id, f) || !current_hash(store, id, hash, f))
        return NULL;
    return store_template(store, arena, hash, f);
}

/* --- sent counts --- */

static bool read_sent(struct store *store, struct arena *arena, long survey, struct sent_count **sent,
                      size_t *count, struct fault *f) {
    size_t capacity = 0;
    *sent = NULL;
    *count = 0;
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT association, prefecture, count FROM sent WHERE survey = ?"
                                " ORDER BY prefecture, association",
                                "i", survey);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *sent = arena_grow(arena, *sent, *count, &capacity, sizeof **sent);
        (*sent)[(*count)++] =
            (struct sent_count){sql_text(arena, s, 0), sql_text(arena, s, 1), sql_long(s, 2)};
    }
    sqlite3_finalize(s);
    return got == 0;
}

static char *sent_text(struct arena *arena, const struct sent_count *sent, size_t count) {
    struct strbuf b = {0};
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&b, "%s%s/%s=%ld", i ? "; " : "", sent[i].association, sent[i].prefecture,
                      sent[i].count);
    char *text = count ? arena_strdup(arena, b.text) : NULL;
    strbuf_end(&b);
    return text;
}

static bool replace_sent(struct store *store, long survey, const struct sent_count *sent, size_t count,
                         struct fault *f) {
    if (!sql_run(store->db, f, "DELETE FROM sent WHERE survey = ?", "i", survey))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!sql_run(store->db, f,
                     "INSERT INTO sent (survey, association, prefecture, count) VALUES (?, ?, ?, ?)", "itti",
                     survey, sent[i].association, sent[i].prefecture, sent[i].count))
            return fault_context(f, "%s/%s", sent[i].association, sent[i].prefecture);
    return true;
}

bool store_sent_set(struct store *store, const char *survey, const struct sent_count *sent, size_t count,
                    struct fault *f) {
    long id;
    struct sent_count *before;
    size_t before_count;
    if (!store_writable(store, f) || !store_survey_id(store, survey, &id, f))
        return false;
    struct arena *arena = arena_create();
    bool done =
        read_sent(store, arena, id, &before, &before_count, f) && replace_sent(store, id, sent, count, f);
    if (done) {
        const struct trail_entry entry = {.action = "survey.sent",
                                          .survey = id,
                                          .before = sent_text(arena, before, before_count),
                                          .after = sent_text(arena, sent, count)};
        done = store_trail_add(store, &entry, f);
    }
    arena_destroy(arena);
    return done;
}

/* What was loaded into the store; else what the questionnaire itself says. */
bool store_sent_get(struct store *store, struct arena *arena, const char *survey, struct sent_count **sent,
                    size_t *count, struct fault *f) {
    long id;
    if (!store_survey_id(store, survey, &id, f) || !read_sent(store, arena, id, sent, count, f))
        return false;
    if (*count)
        return true;
    const struct questionnaire *q = store_questionnaire(store, arena, survey, f);
    if (!q)
        return false;
    *sent = q->sent_count ? arena_copy(arena, q->sent, q->sent_count * sizeof *q->sent) : NULL;
    *count = q->sent_count;
    return true;
}

/* What was loaded goes before the questionnaire; of that, the total before its rows, which need not name all. */
bool store_sent_total(struct store *store, struct arena *arena, const struct questionnaire *q, long *total,
                      struct fault *f) {
    long id;
    struct sent_count *loaded;
    size_t count;
    if (!store_survey_id(store, q->id, &id, f) || !read_sent(store, arena, id, &loaded, &count, f))
        return false;
    *total = count ? 0 : q->sent_total;
    for (size_t i = 0; i < count; i++)
        *total += loaded[i].count;
    return true;
}
