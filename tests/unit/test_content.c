/* content: a hash is found again, whether it is still in memory or in the table by now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/store/content.h"

enum { FIRST = 101, RETURNS = 2 * CONTENT_MAX + CONTENT_MAX / 2 };

/* Scattered as a keyed hash is. */
static uint64_t hash_of(long ret) {
    uint64_t x = (uint64_t)ret * UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

static sqlite3 *table(void) {
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "CREATE TABLE content (hash INTEGER NOT NULL, ret INTEGER NOT NULL,"
                                  " PRIMARY KEY (hash, ret)) STRICT, WITHOUT ROWID; BEGIN",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    return db;
}

static long find(struct content *c, long ret) {
    struct fault f = {0};
    long found;
    assert_true(content_find(c, hash_of(ret), &found, &f));
    return found;
}

static void test_more_than_room(void **state) {
    (void)state;
    struct fault f = {0};
    sqlite3 *db = table();
    struct content c = content_begin(db, FIRST);
    /* What an earlier batch left there is not of this one. */
    assert_int_equal(sqlite3_exec(db, "INSERT INTO content VALUES (7, 5)", NULL, NULL, NULL), SQLITE_OK);
    for (long ret = FIRST; ret < FIRST + RETURNS; ret++) {
        if (ret % 1000 == 0)
            assert_int_equal(find(&c, ret), 0);
        assert_true(content_add(&c, hash_of(ret), ret, &f));
        assert_true(c.count <= CONTENT_MAX);
    }
    for (long ret = FIRST; ret < FIRST + RETURNS; ret += 7)
        assert_int_equal(find(&c, ret), ret);
    /* The first with a hash is the one that is found. */
    assert_true(content_add(&c, hash_of(FIRST + 1), FIRST + RETURNS, &f));
    assert_true(content_write(&c, &f));
    assert_int_equal(find(&c, FIRST + 1), FIRST + 1);
    long rows = 0;
    assert_true(sql_integer(db, &f, &rows, 0, "SELECT count(DISTINCT hash) FROM content", ""));
    assert_int_equal(rows, RETURNS + 1);
    content_end(&c);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void test_empty(void **state) {
    (void)state;
    struct fault f = {0};
    sqlite3 *db = table();
    struct content c = content_begin(db, 1);
    assert_int_equal(find(&c, 1), 0);
    assert_true(content_write(&c, &f));
    content_end(&c);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_more_than_room),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
