/*
 * store_fixture: a store of its own for a test, in a folder of its own that goes with it.
 *
 *     static int setup(void **state) { return fixture_setup(state, json); }    json NULL: no survey in it
 *
 * and fixture_teardown as the other half.  ok(x, condition) fails the test with what the fault says.
 */
#ifndef SHUKEI_TESTS_UNIT_STORE_FIXTURE_H
#define SHUKEI_TESTS_UNIT_STORE_FIXTURE_H

#include "engine/store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    char dir[40], path[64];
    struct arena *arena;
    struct store *store;
    const struct questionnaire *q;
    struct fault f;
};

#define ok(x, condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            fail_msg("%s: %s", #condition, (x)->f.text);                                                     \
    } while (0)

static inline int fixture_setup(void **state, const char *json) {
    struct fixture *x = calloc(1, sizeof *x);
    strcpy(x->dir, "/tmp/test_store_fixture.XXXXXX");
    assert_non_null(mkdtemp(x->dir));
    snprintf(x->path, sizeof x->path, "%s/s.db", x->dir);
    x->arena = arena_create();
    setenv("SHUKEI_USER", "tester", 1);
    x->store = store_open(x->path, STORE_CREATE, &x->f);
    ok(x, x->store && store_begin(x->store, &x->f));
    if (json) {
        x->q = questionnaire_parse(x->arena, json, strlen(json), "test", &x->f);
        ok(x, x->q && store_survey_add(x->store, x->q, &x->f));
    }
    ok(x, store_commit(x->store, &x->f));
    *state = x;
    return 0;
}

static inline int fixture_teardown(void **state) {
    struct fixture *x = *state;
    char command[64];
    store_close(x->store);
    arena_destroy(x->arena);
    snprintf(command, sizeof command, "rm -rf %s", x->dir);
    free(x);
    return system(command);
}

#endif
