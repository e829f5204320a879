#include "engine/store/schema.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>

/*
 * Notes on version 1.
 *
 * ret.revision has no foreign key: SQLite would have to look every new revision up from the parent's side.
 * store_verify checks it instead.
 *
 * A revision's at and who are NULL when they are its batch's: a million returns need not repeat them.
 *
 * A batch's returns lie from batch.first to batch.last.  One batch at a time is written, under the lock, so they are all
 * of them there; but between those of a sitting (version 10) others may lie.
 *
 * survey.sum and survey.accepted are the running digest of the counted returns (digest.h); the trail signs
 * them.
 *
 * finding.state: with IN (...) and three words SQLite would make a table of the words for every row that
 * comes in (older stores say it so; it means the same).
 *
 * content has the hash of every revision that carries a sheet number or institution.  It is a table of its
 * own because a batch writes its hashes at the end, in order: a million insertions at random places of an
 * index on revision would cost more than all the rest.
 */

#define REFUSE(event, table, how)                                                                            \
    "CREATE TRIGGER " table "_not_" how " BEFORE " event " ON " table                                        \
    " BEGIN SELECT RAISE(ABORT, 'nothing in " table " is ever " how "'); END"

static const char *const version_1[] = {
    "CREATE TABLE survey ("
    " id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL,"
    " template INTEGER REFERENCES template(id), at TEXT NOT NULL, who TEXT NOT NULL,"
    " sum BLOB NOT NULL DEFAULT (zeroblob(32)), accepted INTEGER NOT NULL DEFAULT 0) STRICT",

    "CREATE TABLE template ("
    " id INTEGER PRIMARY KEY, survey INTEGER NOT NULL REFERENCES survey(id), hash TEXT NOT NULL UNIQUE,"
    " json BLOB NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL) STRICT",
    "CREATE INDEX template_survey ON template(survey)",

    "CREATE TABLE batch ("
    " id INTEGER PRIMARY KEY, survey INTEGER NOT NULL REFERENCES survey(id), name TEXT NOT NULL UNIQUE,"
    " format TEXT, channel TEXT, map TEXT, at TEXT NOT NULL, who TEXT NOT NULL,"
    " first INTEGER NOT NULL, last INTEGER NOT NULL,"
    " undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))) STRICT",

    "CREATE TABLE source ("
    " id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch(id), name TEXT NOT NULL,"
    " sha256 BLOB NOT NULL, headings TEXT) STRICT",
    "CREATE INDEX source_sha256 ON source(sha256)",
    "CREATE INDEX source_batch ON source(batch)",

    "CREATE TABLE ret ("
    " id INTEGER PRIMARY KEY, survey INTEGER NOT NULL REFERENCES survey(id),"
    " batch INTEGER NOT NULL REFERENCES batch(id), source INTEGER REFERENCES source(id),"
    " row INTEGER NOT NULL, status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 3),"
    " duplicate_of INTEGER REFERENCES ret(id), revision INTEGER NOT NULL) STRICT",
    "CREATE INDEX ret_duplicate ON ret(duplicate_of) WHERE duplicate_of IS NOT NULL",

    "CREATE TABLE revision ("
    " id INTEGER PRIMARY KEY, ret INTEGER NOT NULL REFERENCES ret(id), seq INTEGER NOT NULL,"
    " template INTEGER NOT NULL REFERENCES template(id),"
    " sheet TEXT, association TEXT, channel TEXT, received TEXT, institution TEXT, operator TEXT,"
    " remark TEXT, normal BLOB NOT NULL, raw TEXT, at TEXT, who TEXT, why TEXT) STRICT",
    "CREATE UNIQUE INDEX revision_ret ON revision(ret, seq)",

    "CREATE TABLE content ("
    " hash INTEGER NOT NULL, ret INTEGER NOT NULL,"
    " PRIMARY KEY (hash, ret)) STRICT, WITHOUT ROWID",

    "CREATE TABLE finding ("
    " id INTEGER PRIMARY KEY, ret INTEGER NOT NULL REFERENCES ret(id), question TEXT, rule TEXT NOT NULL,"
    " severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 2), message TEXT NOT NULL, value TEXT,"
    " suggestion TEXT,"
    " state TEXT NOT NULL DEFAULT 'open'"
    " CHECK (state = 'open' OR state = 'resolved' OR state = 'accepted')) STRICT",
    "CREATE INDEX finding_ret ON finding(ret)",

    "CREATE TABLE sent ("
    " survey INTEGER NOT NULL REFERENCES survey(id), association TEXT NOT NULL, prefecture TEXT NOT NULL,"
    " count INTEGER NOT NULL, PRIMARY KEY (survey, association, prefecture)) STRICT, WITHOUT ROWID",

    "CREATE TABLE trail ("
    " id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,"
    " survey INTEGER REFERENCES survey(id), batch INTEGER REFERENCES batch(id),"
    " ret INTEGER REFERENCES ret(id), before TEXT, after TEXT, why TEXT, digest BLOB, state BLOB, hash BLOB "
    "NOT NULL) STRICT",
    "CREATE INDEX trail_ret ON trail(ret) WHERE ret IS NOT NULL",
    "CREATE INDEX trail_batch ON trail(batch) WHERE batch IS NOT NULL",
    "CREATE INDEX trail_survey ON trail(survey) WHERE survey IS NOT NULL",

    REFUSE("UPDATE", "revision", "overwritten"),
    REFUSE("DELETE", "revision", "deleted"),
    REFUSE("UPDATE", "trail", "overwritten"),
    REFUSE("DELETE", "trail", "deleted"),
    REFUSE("UPDATE", "template", "overwritten"),
    REFUSE("DELETE", "template", "deleted"),
    REFUSE("DELETE", "survey", "deleted"),
    REFUSE("DELETE", "batch", "deleted"),
    REFUSE("DELETE", "source", "deleted"),
    REFUSE("DELETE", "ret", "deleted"),
    REFUSE("DELETE", "finding", "deleted"),
    NULL,
};

/*
 * Version 2: results without returns (aggregate.h).  A version of a published survey or series is written
 * once; its digest stands in the trail.
 */
static const char *const version_2[] = {
    "CREATE TABLE aggregate ("
    " id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('published', 'series')), name TEXT NOT NULL,"
    " version INTEGER NOT NULL, hash BLOB NOT NULL, file TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,"
    " UNIQUE (kind, name, version)) STRICT",

    "CREATE TABLE published ("
    " aggregate INTEGER PRIMARY KEY REFERENCES aggregate(id), title TEXT NOT NULL, organiser TEXT NOT NULL,"
    " survey TEXT, series TEXT, wave_label TEXT, wave_order TEXT, field_from TEXT, field_to TEXT, method "
    "TEXT,"
    " response_rate TEXT, notes TEXT, sources TEXT, sent INTEGER, responses INTEGER, prefectures INTEGER,"
    " associations INTEGER) STRICT",
    "CREATE TABLE published_question ("
    " id INTEGER PRIMARY KEY, aggregate INTEGER NOT NULL REFERENCES aggregate(id), position INTEGER NOT NULL,"
    " name TEXT NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL, concept TEXT, base TEXT, base_kind TEXT,"
    " base_n INTEGER, derived INTEGER NOT NULL CHECK (derived IN (0, 1)), sources TEXT,"
    " UNIQUE (aggregate, position)) STRICT",
    "CREATE TABLE published_option ("
    " question INTEGER NOT NULL REFERENCES published_question(id), position INTEGER NOT NULL, name TEXT,"
    " label TEXT NOT NULL, concept TEXT, count INTEGER, percent TEXT, value TEXT,"
    " PRIMARY KEY (question, position)) STRICT, WITHOUT ROWID",

    "CREATE TABLE series_point ("
    " aggregate INTEGER NOT NULL REFERENCES aggregate(id), position INTEGER NOT NULL, period TEXT NOT NULL,"
    " area TEXT, category TEXT, value TEXT, unit TEXT NOT NULL, numerator INTEGER, denominator INTEGER,"
    " rank INTEGER, source TEXT NOT NULL, note TEXT, PRIMARY KEY (aggregate, position)) STRICT, WITHOUT "
    "ROWID",

    REFUSE("UPDATE", "aggregate", "overwritten"),
    REFUSE("DELETE", "aggregate", "deleted"),
    REFUSE("UPDATE", "published", "overwritten"),
    REFUSE("DELETE", "published", "deleted"),
    REFUSE("UPDATE", "published_question", "overwritten"),
    REFUSE("DELETE", "published_question", "deleted"),
    REFUSE("UPDATE", "published_option", "overwritten"),
    REFUSE("DELETE", "published_option", "deleted"),
    REFUSE("UPDATE", "series_point", "overwritten"),
    REFUSE("DELETE", "series_point", "deleted"),
    NULL,
};

/* Version 3: second keyings; what they are is in second.h. */
static const char *const version_3[] = {
    "ALTER TABLE batch ADD COLUMN kind INTEGER NOT NULL DEFAULT 0 CHECK (kind IN (0, 1))",

    "CREATE TABLE second ("
    " id INTEGER PRIMARY KEY, survey INTEGER NOT NULL REFERENCES survey(id),"
    " batch INTEGER NOT NULL REFERENCES batch(id), source INTEGER REFERENCES source(id),"
    " row INTEGER NOT NULL, template INTEGER NOT NULL REFERENCES template(id),"
    " sheet TEXT, association TEXT, channel TEXT, received TEXT, institution TEXT, operator TEXT,"
    " remark TEXT, normal BLOB NOT NULL, raw TEXT, skipped TEXT) STRICT",
    "CREATE INDEX second_survey ON second(survey)",
    "CREATE INDEX second_batch ON second(batch)",

    "CREATE TABLE second_plan ("
    " id INTEGER PRIMARY KEY, survey INTEGER NOT NULL REFERENCES survey(id),"
    " share REAL NOT NULL CHECK (share BETWEEN 0 AND 1), seed INTEGER NOT NULL,"
    " trail INTEGER NOT NULL REFERENCES trail(id)) STRICT",

    "CREATE TABLE second_decision ("
    " id INTEGER PRIMARY KEY, second INTEGER NOT NULL REFERENCES second(id),"
    " ret INTEGER NOT NULL REFERENCES ret(id), question TEXT NOT NULL,"
    " choice TEXT NOT NULL CHECK (choice IN ('first', 'second', 'value')), answer TEXT NOT NULL,"
    " trail INTEGER NOT NULL REFERENCES trail(id)) STRICT",
    "CREATE INDEX second_decision_second ON second_decision(second)",

    REFUSE("UPDATE", "second", "overwritten"),
    REFUSE("DELETE", "second", "deleted"),
    REFUSE("UPDATE", "second_plan", "overwritten"),
    REFUSE("DELETE", "second_plan", "deleted"),
    REFUSE("UPDATE", "second_decision", "overwritten"),
    REFUSE("DELETE", "second_decision", "deleted"),
    NULL,
};

/*
 * Notes on version 4, the identities under which returns go from store to store (exchange.h).
 *
 * A return's own identity is not written down: it is made of batch.tag, its number and the store's salt. Only
 * what came from another store keeps the identities it had there.
 */
static const char *const version_4[] = {
    "CREATE TABLE identity (salt BLOB NOT NULL) STRICT",
    "INSERT INTO identity (salt) VALUES (random_bytes(16))",
    "ALTER TABLE batch ADD COLUMN tag BLOB",
    "UPDATE batch SET tag = random_bytes(8)",

    "CREATE TABLE exchange ("
    " ret INTEGER PRIMARY KEY REFERENCES ret(id), uid BLOB, status INTEGER, decided INTEGER, seen BLOB, "
    "agreed INTEGER) "
    "STRICT",
    "CREATE INDEX exchange_uid ON exchange(uid) WHERE uid IS NOT NULL",

    "CREATE TABLE exchange_revision ("
    " revision INTEGER PRIMARY KEY REFERENCES revision(id), uid BLOB NOT NULL, withheld INTEGER NOT NULL) "
    "STRICT",
    REFUSE("UPDATE", "exchange_revision", "overwritten"),
    REFUSE("DELETE", "exchange_revision", "deleted"),
    REFUSE("UPDATE", "identity", "overwritten"),
    REFUSE("DELETE", "identity", "deleted"),
    NULL,
};

/*
 * Version 5: free text as a person has masked it, beside the answer, which stays as it is.  `original` is the
 * hash of the text that was masked, so that a corrected answer is not taken for masked.
 */
static const char *const version_5[] = {
    "CREATE TABLE masked ("
    " ret INTEGER NOT NULL REFERENCES ret(id), question TEXT NOT NULL, original BLOB NOT NULL, text TEXT NOT "
    "NULL,"
    " PRIMARY KEY (ret, question, original)) STRICT, WITHOUT ROWID",
    NULL,
};

/*
 * Version 6: fences (engine/response/outlier.h); and findings whose message and suggestion are kept for every
 * language (engine/response/message.h), which an older program would print as they are kept.
 */
static const char *const version_6[] = {
    "CREATE TABLE fence ("
    " survey INTEGER NOT NULL REFERENCES survey(id), question TEXT NOT NULL, n INTEGER NOT NULL,"
    " low INTEGER NOT NULL, high INTEGER NOT NULL, q1 INTEGER NOT NULL, q3 INTEGER NOT NULL,"
    " PRIMARY KEY (survey, question)) STRICT, WITHOUT ROWID",
    NULL,
};

/* Version 7: which published wave is part of which (aggregate.h). */
static const char *const version_7[] = {
    "ALTER TABLE published ADD COLUMN part_of TEXT",
    NULL,
};

/* Version 8: what the returns come to, in a form that is read at once (packed.h); a copy, that may go at any time. */
static const char *const version_8[] = {
    "CREATE TABLE packed ("
    " survey INTEGER PRIMARY KEY REFERENCES survey(id), format INTEGER NOT NULL, state TEXT NOT NULL) STRICT",
    "CREATE TABLE packed_part (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
    NULL,
};

/* Version 9: what a reference series measures (aggregate.h). */
static const char *const version_9[] = {
    "ALTER TABLE series_point ADD COLUMN concept TEXT",
    NULL,
};

/* Version 10: the workstation: sheets that are keyed one by one (sitting.h), and who may do so (account.h). */
static const char *const version_10[] = {
    "ALTER TABLE batch ADD COLUMN sitting INTEGER NOT NULL DEFAULT 0 CHECK (sitting IN (0, 1))",
    "CREATE INDEX batch_sitting ON batch(survey, who) WHERE sitting = 1",
    "CREATE TABLE keyed ("
    " key BLOB NOT NULL, second INTEGER NOT NULL CHECK (second IN (0, 1)), id INTEGER NOT NULL,"
    " PRIMARY KEY (key, second)) STRICT, WITHOUT ROWID",
    "CREATE TABLE draft ("
    " who TEXT NOT NULL, survey INTEGER NOT NULL REFERENCES survey(id),"
    " second INTEGER NOT NULL CHECK (second IN (0, 1)), body TEXT NOT NULL, at TEXT NOT NULL,"
    " PRIMARY KEY (who, survey, second)) STRICT, WITHOUT ROWID",
    "CREATE TABLE account ("
    " name TEXT PRIMARY KEY, role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3), hash TEXT NOT NULL,"
    " open INTEGER NOT NULL CHECK (open IN (0, 1)), at TEXT NOT NULL) STRICT, WITHOUT ROWID",
    REFUSE("DELETE", "account", "deleted"),
    REFUSE("UPDATE", "keyed", "overwritten"),
    REFUSE("DELETE", "keyed", "deleted"),
    NULL,
};

/* Version 11: the online form (link.h). */
static const char *const version_11[] = {
    "CREATE TABLE link ("
    " hash BLOB PRIMARY KEY, survey INTEGER NOT NULL REFERENCES survey(id), association TEXT, institution "
    "TEXT,"
    " open INTEGER NOT NULL CHECK (open IN (0, 1)), ret INTEGER REFERENCES ret(id), at TEXT NOT NULL) STRICT,"
    " WITHOUT ROWID",
    NULL,
};

/*
 * Version 12: pictures of the sheets (paper.h).  The bytes have a table of their own, so that nothing that looks for a
 * sheet reads past pictures; dpi_x and dpi_y are hundredths.
 */
static const char *const version_12[] = {
    "CREATE TABLE paper_batch ("
    " id INTEGER PRIMARY KEY, survey INTEGER NOT NULL REFERENCES survey(id), name TEXT NOT NULL UNIQUE,"
    " file TEXT NOT NULL, sha256 BLOB NOT NULL, format TEXT NOT NULL, per_sheet INTEGER NOT NULL,"
    " at TEXT NOT NULL, who TEXT NOT NULL, trail INTEGER REFERENCES trail(id),"
    " dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1)), shift INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE INDEX paper_batch_survey ON paper_batch(survey)",
    "CREATE TABLE paper ("
    " id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES paper_batch(id), position INTEGER NOT NULL,"
    " number TEXT, ret INTEGER REFERENCES ret(id), second INTEGER REFERENCES second(id), skipped TEXT,"
    " turn INTEGER NOT NULL DEFAULT 0 CHECK (turn BETWEEN 0 AND 3), UNIQUE (batch, position)) STRICT",
    "CREATE INDEX paper_ret ON paper(ret) WHERE ret IS NOT NULL",
    "CREATE TABLE paper_picture (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) "
    "STRICT",
    "CREATE TABLE paper_page ("
    " paper INTEGER NOT NULL REFERENCES paper(id), position INTEGER NOT NULL,"
    " picture INTEGER NOT NULL REFERENCES paper_picture(id), width INTEGER NOT NULL, height INTEGER NOT NULL,"
    " dpi_x INTEGER NOT NULL, dpi_y INTEGER NOT NULL, damaged INTEGER NOT NULL CHECK (damaged IN (0, 1)),"
    " PRIMARY KEY (paper, position)) STRICT, WITHOUT ROWID",
    "CREATE TABLE paper_hold ("
    " who TEXT NOT NULL, survey INTEGER NOT NULL REFERENCES survey(id),"
    " second INTEGER NOT NULL CHECK (second IN (0, 1)), paper INTEGER NOT NULL REFERENCES paper(id),"
    " until INTEGER NOT NULL, PRIMARY KEY (who, survey, second)) STRICT, WITHOUT ROWID",
    REFUSE("DELETE", "paper_batch", "deleted"),
    REFUSE("DELETE", "paper", "deleted"),
    REFUSE("UPDATE", "paper_picture", "overwritten"),
    REFUSE("DELETE", "paper_picture", "deleted"),
    REFUSE("UPDATE", "paper_page", "overwritten"),
    REFUSE("DELETE", "paper_page", "deleted"),
    NULL,
};

/* Version 13: what has a sheet's number is found at once (number.h). */
static const char *const version_13[] = {
    "CREATE INDEX revision_sheet ON revision(sheet) WHERE sheet IS NOT NULL",
    "CREATE INDEX second_sheet ON second(sheet) WHERE sheet IS NOT NULL",
    NULL,
};

static const char *const *const migrations[SCHEMA_VERSION + 1] = {
    NULL,      version_1, version_2, version_3,  version_4,  version_5,  version_6,
    version_7, version_8, version_9, version_10, version_11, version_12, version_13};

/* random_bytes(n): SQLite's own randomness is not made for secrets. */
static void random_bytes(sqlite3_context *context, int count, sqlite3_value **values) {
    unsigned char bytes[64];
    (void)count;
    size_t wanted = (size_t)sqlite3_value_int(values[0]);
    assert(wanted <= sizeof bytes);
    randombytes_buf(bytes, wanted);
    sqlite3_result_blob(context, bytes, (int)wanted, SQLITE_TRANSIENT);
}

static bool run(sqlite3 *db, int from, struct fault *f) {
    char pragmas[96];
    if (sqlite3_create_function(db, "random_bytes", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, random_bytes,
                                NULL, NULL) != SQLITE_OK)
        return sql_fault(db, f);
    for (int version = from + 1; version <= SCHEMA_VERSION; version++)
        for (const char *const *statement = migrations[version]; *statement; statement++)
            if (!sql_exec(db, *statement, f))
                return false;
    snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             SCHEMA_APPLICATION, SCHEMA_VERSION);
    return sql_exec(db, pragmas, f);
}

bool schema_migrate(sqlite3 *db, int from, struct fault *f) {
    if (from == SCHEMA_VERSION)
        return true;
    if (!sql_exec(db, "BEGIN IMMEDIATE", f))
        return false;
    if (run(db, from, f) && sql_exec(db, "COMMIT", f))
        return true;
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}
