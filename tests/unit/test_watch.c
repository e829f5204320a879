/* Connections that have had their time are hung up on, at the second that is stated, and no others. */
#include "engine/web/web_watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

struct line {
    int ends[2];
    struct web_watched *watched;
};

/* Far from the clock of the watch's own thread, which therefore finds nothing to do. */
static const double begun = 1e12;

static struct line open_line(struct web_watch *watch, double now) {
    struct line line;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, line.ends), 0);
    line.watched = web_watch_add(watch, line.ends[0], now);
    return line;
}

static bool is_open(const struct line *line) {
    char byte;
    return recv(line->ends[1], &byte, 1, 0) < 0; /* would block; 0 when the other end hung up */
}

static void close_line(struct web_watch *watch, struct line *line) {
    web_watch_remove(watch, line->watched);
    close(line->ends[0]);
    close(line->ends[1]);
}

static void test_phases(void **state) {
    (void)state;
    static const struct {
        enum web_phase phase;
        size_t bytes;
        double seconds;
    } cases[] = {
        {WEB_WAITING, 0, WEB_HEADER_SECONDS},
        {WEB_SENDING, 0, WEB_BODY_SECONDS},
        {WEB_TAKING, 0, WEB_ANSWER_SECONDS},
        {WEB_TAKING, (size_t)1000 * WEB_ANSWER_SPEED, WEB_ANSWER_SECONDS + 1000},
    };
    struct fault f = {0};
    struct web_watch *watch = web_watch_begin(16, &f);
    assert_non_null(watch);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct line line = open_line(watch, begun);
        web_watch_enter(watch, line.watched, cases[i].phase, cases[i].bytes, begun + 5);
        assert_int_equal(web_watch_turn(watch, begun + 5 + cases[i].seconds - 0.5), 0);
        assert_true(is_open(&line));
        assert_int_equal(web_watch_turn(watch, begun + 5 + cases[i].seconds + 0.5), 1);
        assert_false(is_open(&line));
        assert_int_equal(web_watch_turn(watch, begun + 1e6), 0); /* once */
        close_line(watch, &line);
    }
    web_watch_end(watch);
}

/* Who has hung up is let go, but not before what he sent was read, nor while he waits for his answer. */
static void test_left(void **state) {
    (void)state;
    struct fault f = {0};
    struct web_watch *watch = web_watch_begin(16, &f);
    assert_non_null(watch);
    struct line waiting = open_line(watch, begun), unread = open_line(watch, begun),
                taking = open_line(watch, begun);
    assert_int_equal(write(unread.ends[1], "x", 1), 1);
    web_watch_enter(watch, taking.watched, WEB_TAKING, 10, begun);
    shutdown(waiting.ends[1], SHUT_WR);
    shutdown(unread.ends[1], SHUT_WR);
    shutdown(taking.ends[1], SHUT_WR);
    web_watch_turn(watch, begun);
    assert_false(is_open(&waiting));
    assert_true(is_open(&unread));
    assert_true(is_open(&taking));
    char byte;
    assert_int_equal(read(unread.ends[0], &byte, 1), 1);
    web_watch_turn(watch, begun);
    assert_false(is_open(&unread));
    close_line(watch, &waiting);
    close_line(watch, &unread);
    close_line(watch, &taking);
    web_watch_end(watch);
}

/* When it is crowded, those go first who stand in the door and say nothing. */
static void test_crowded(void **state) {
    (void)state;
    enum { PLACES = 16 };
    struct fault f = {0};
    struct web_watch *watch = web_watch_begin(PLACES, &f);
    struct line lines[PLACES];
    assert_non_null(watch);
    for (int i = 0; i < PLACES; i++) {
        lines[i] = open_line(watch, begun);
        assert_non_null(lines[i].watched);
        if (i == PLACES * 3 / 4 - 1)
            assert_int_equal(web_watch_turn(watch, begun + WEB_CROWDED_SECONDS + 1), 0);
    }
    assert_null(web_watch_add(watch, lines[0].ends[0], begun));
    web_watch_enter(watch, lines[0].watched, WEB_SENDING, 0, begun);
    web_watch_enter(watch, lines[1].watched, WEB_TAKING, 10, begun);
    web_watch_enter(watch, lines[2].watched, WEB_WAITING, 0, begun + WEB_CROWDED_SECONDS);
    assert_int_equal(web_watch_turn(watch, begun + WEB_CROWDED_SECONDS + 1), PLACES - 3);
    for (int i = 0; i < PLACES; i++) {
        assert_int_equal(is_open(&lines[i]), i < 3);
        close_line(watch, &lines[i]);
    }
    struct line again = open_line(watch, begun);
    assert_non_null(again.watched);
    close_line(watch, &again);
    web_watch_end(watch);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_phases), cmocka_unit_test(test_left),
                                       cmocka_unit_test(test_crowded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
