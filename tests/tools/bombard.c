/* Attacks a server on this machine, for tests/golden/test_siege.sh.
 *
 *     bombard requests PORT SEED COUNT [COOKIE TOKEN]   COUNT malformed requests, a few at a time; says how they were answered
 *     bombard slow PORT COUNT SECONDS                   COUNT connections that send, or take, a byte now and then; says how
 *                                                       many were still open after that
 *
 * The requests are made from valid ones by the rules of a table (bombard_make.h), chosen by a generator that SEED begins.
 * Exit code 1: an answer of 500 or more but 503, one that is no HTTP, or an answered request that the server hung on to. */
#include "engine/base/steady.h"
#include "tests/tools/bombard_make.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { AT_ONCE = 48 };
static const double patience = 0.15, longest = 5; /* seconds */

static int dial(int port) {
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof to) == 0) {
        fcntl(fd, F_SETFL, O_NONBLOCK);
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

/* --- malformed requests --- */

struct shot {
    int fd; /* -1: none */
    struct strbuf request;
    size_t sent, got;
    char answer[16]; /* its beginning */
    double since;
};

struct tally {
    size_t shots, classes[6], silent, refused, wrong;
};

static void count_answer(struct tally *tally, const struct shot *shot) {
    if (shot->got < 12) {
        tally->silent++;
        return;
    }
    int status = atoi(shot->answer + 9);
    bool http = strncmp(shot->answer, "HTTP/1.", 7) == 0 && status >= 100 && status < 600;
    tally->classes[http ? status / 100 : 0]++;
    if (!http || (status >= 500 && status != 503 && status != 505)) {
        tally->wrong++;
        fprintf(stderr, "answered %.12s:\n%.*s\n", shot->answer,
                (int)(shot->request.length < 400 ? shot->request.length : 400), shot->request.text);
    }
}

static void end_shot(struct tally *tally, struct shot *shot) {
    count_answer(tally, shot);
    tally->shots++;
    close(shot->fd);
    shot->fd = -1;
}

static void push(struct shot *shot) {
    ssize_t n =
        send(shot->fd, shot->request.text + shot->sent, shot->request.length - shot->sent, MSG_NOSIGNAL);
    if (n > 0)
        shot->sent += (size_t)n;
    else if (n < 0 && errno != EAGAIN)
        shot->sent = shot->request.length; /* hung up on; what was answered may still be read */
    if (shot->sent == shot->request.length)
        shutdown(shot->fd, SHUT_WR);
}

/* False: there is no more. */
static bool pull(struct shot *shot) {
    char piece[16384];
    ssize_t n = recv(shot->fd, piece, sizeof piece, 0);
    if (n <= 0)
        return n < 0 && errno == EAGAIN;
    for (ssize_t i = 0; i < n && shot->got + (size_t)i < sizeof shot->answer - 1; i++)
        shot->answer[shot->got + (size_t)i] = piece[i];
    shot->got += (size_t)n;
    shot->since = steady_seconds();
    return true;
}

static void begin_shot(struct shot *shot, const struct bombard *b, int port, struct tally *tally) {
    strbuf_clear(&shot->request);
    bombard_make(b, &shot->request);
    memset(shot->answer, 0, sizeof shot->answer);
    shot->sent = shot->got = 0;
    shot->since = steady_seconds();
    shot->fd = dial(port);
    tally->refused += shot->fd < 0;
}

/* An answer that has begun is given a moment for its rest; a request that hears nothing, as long as others hear nothing either:
 * then the machine is busy. */
static bool is_over(const struct shot *shot, double heard) {
    double waited = steady_seconds() - shot->since;
    return shot->got ? waited > 0.01
                     : waited > longest || (waited > patience && steady_seconds() - heard < patience / 2);
}

static void turn(struct shot *shots, struct tally *tally) {
    static double heard;
    struct pollfd polled[AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++)
        polled[i] = (struct pollfd){
            .fd = shots[i].fd,
            .events = (short)(POLLIN | (shots[i].sent < shots[i].request.length ? POLLOUT : 0))};
    poll(polled, AT_ONCE, 5);
    for (int i = 0; i < AT_ONCE; i++) {
        if (shots[i].fd < 0)
            continue;
        if (polled[i].revents & POLLOUT)
            push(&shots[i]);
        if (polled[i].revents & POLLIN)
            heard = steady_seconds();
        if (((polled[i].revents & (POLLIN | POLLHUP | POLLERR)) && !pull(&shots[i])) ||
            is_over(&shots[i], heard))
            end_shot(tally, &shots[i]);
    }
}

static int requests(const struct bombard *b, int port, size_t count) {
    static struct shot shots[AT_ONCE];
    struct tally tally = {0};
    size_t begun = 0, under_way = 1;
    for (int i = 0; i < AT_ONCE; i++)
        shots[i].fd = -1;
    while (begun < count || under_way) {
        under_way = 0;
        for (int i = 0; i < AT_ONCE; i++) {
            if (shots[i].fd < 0 && begun < count) {
                begin_shot(&shots[i], b, port, &tally);
                begun++;
            }
            under_way += shots[i].fd >= 0;
        }
        turn(shots, &tally);
    }
    for (int i = 0; i < AT_ONCE; i++)
        strbuf_end(&shots[i].request);
    printf("%zu requests, seed %lu: 2xx %zu, 3xx %zu, 4xx %zu, 5xx %zu, no answer %zu, no connection %zu, "
           "wrong %zu\n",
           tally.shots, b->seed, tally.classes[2], tally.classes[3], tally.classes[4], tally.classes[5],
           tally.silent, tally.refused, tally.wrong);
    return tally.wrong || tally.refused || tally.classes[4] < count / 4;
}

/* --- slow clients --- */

static void send_text(int fd, const char *text) {
    if (fd >= 0 && send(fd, text, strlen(text), MSG_NOSIGNAL) < 0 && errno != EAGAIN && errno != EPIPE &&
        errno != ECONNRESET)
        perror("send");
}

/* One third dawdles over the headers, one over the body, and one asks for much and takes nothing. */
static void begin_slowly(int fd, size_t i) {
    const int small = 1024;
    if (i % 3 == 0) {
        send_text(fd, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    } else if (i % 3 == 1) {
        send_text(fd, "POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n{");
    } else {
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        for (int n = 0; n < 20; n++)
            send_text(fd, "GET /app.js HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
}

static bool is_open(int fd, bool reads) {
    char byte;
    ssize_t n = fd < 0 ? 0 : recv(fd, &byte, 1, reads ? 0 : MSG_PEEK);
    return n > 0 || (n < 0 && errno == EAGAIN);
}

static int slow(int port, size_t count, double seconds) {
    struct rlimit files = {0};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    int *fds = calloc(count, sizeof *fds);
    size_t opened = 0, open = 0;
    if (!fds)
        return 1;
    for (size_t i = 0; i < count; i++) {
        fds[i] = dial(port);
        opened += fds[i] >= 0;
        begin_slowly(fds[i], i);
    }
    printf("%zu slow connections\n", opened);
    fflush(stdout);
    for (double end = steady_seconds() + seconds; steady_seconds() < end; sleep(1))
        for (size_t i = 0; i < count; i++)
            if (i % 3 == 2)
                is_open(fds[i], true); /* takes a byte */
            else
                send_text(fds[i], "a");
    for (size_t i = 0; i < count; i++)
        open += is_open(fds[i], false);
    printf("%zu still open\n", open);
    free(fds);
    return opened == 0;
}

int main(int argc, char **argv) {
    if (argc >= 5 && strcmp(argv[1], "requests") == 0) {
        const struct bombard b = {.seed = strtoul(argv[3], NULL, 10),
                                  .cookie = argc > 5 ? argv[5] : "",
                                  .token = argc > 6 ? argv[6] : ""};
        bombard_begin(b.seed);
        return requests(&b, atoi(argv[2]), strtoul(argv[4], NULL, 10));
    }
    if (argc == 5 && strcmp(argv[1], "slow") == 0)
        return slow(atoi(argv[2]), strtoul(argv[3], NULL, 10), atof(argv[4]));
    fprintf(stderr, "usage: bombard requests PORT SEED COUNT [COOKIE TOKEN] | slow PORT COUNT SECONDS\n");
    return 2;
}
