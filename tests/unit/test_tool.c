/* Other programs within limits: what they print, and that none outlives its limits. */
#include "engine/base/tool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { ROOM = 256 << 20, LINE = 1000 };

static const struct {
    const char *script;
    unsigned clock_ms; /* a limit that does not matter: 5,000 */
    enum tool_end end;
    const char *printed; /* NULL: whatever it was */
} runs[] = {
    {"echo 集計; echo silent >&2", 5000, TOOL_DONE, "集計\n"},
    {":", 5000, TOOL_DONE, ""},
    {"echo so far; exit 3", 5000, TOOL_FAILED, "so far\n"},
    {"kill -9 $$", 5000, TOOL_FAILED, ""},
    {"cat", 5000, TOOL_DONE, ""}, /* there is nothing to read */
    {"exec yes", 5000, TOOL_LOUD, NULL},
    {"echo so far; exec sleep 60", 400, TOOL_SLOW, "so far\n"},
    {"exec >&-; exec sleep 60", 400, TOOL_SLOW, ""}, /* nothing to wait for but its end */
    {"while :; do echo .; sleep 0.1; done", 400, TOOL_SLOW, NULL},
    {"while :; do :; done", 5000, TOOL_SLOW, ""},
    {"exec dd if=/dev/zero of=/dev/null bs=1G count=1", 5000, TOOL_FAILED, ""},
};

static void test_runs(void **state) {
    (void)state;
    struct strbuf out = {0};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        const struct tool_limits limits = {1, runs[i].clock_ms, ROOM, LINE};
        const char *const words[] = {"sh", "-c", runs[i].script, NULL};
        struct timespec before, after;
        clock_gettime(CLOCK_MONOTONIC, &before);
        enum tool_end end = tool_run(words, &limits, &out);
        clock_gettime(CLOCK_MONOTONIC, &after);
        if (end != runs[i].end || (runs[i].printed && strcmp(out.text, runs[i].printed) != 0))
            fail_msg("%s: ended %d with \"%.40s\"", runs[i].script, (int)end, out.text);
        assert_true(out.length <= LINE);
        assert_true(after.tv_sec - before.tv_sec < 20); /* a busy machine */
    }
    strbuf_end(&out);
}

static void test_missing(void **state) {
    (void)state;
    const struct tool_limits limits = {1, 5000, ROOM, LINE};
    const char *const words[] = {"no-such-tool-anywhere", NULL};
    struct strbuf out = {0};
    assert_int_equal(tool_run(words, &limits, &out), TOOL_MISSING);
    assert_string_equal(out.text, "");
    strbuf_end(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_runs), cmocka_unit_test(test_missing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
