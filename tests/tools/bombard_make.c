#include "tests/tools/bombard_make.h"

#include <string.h>

static uint64_t state;

void bombard_begin(unsigned long seed) {
    state = seed * 2 + 1;
}

/* splitmix64 (Steele, Lea and Flood 2014) */
static uint64_t next(void) {
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static size_t below(size_t n) {
    return (size_t)(next() % n);
}

#define ANY(list) (list)[below(sizeof(list) / sizeof *(list))]

static void repeat(struct strbuf *out, const char *text, size_t times) {
    while (times--)
        strbuf_add(out, text);
}

static void add_noise(struct strbuf *out, size_t most) {
    for (size_t n = below(most); n; n--)
        strbuf_char(out, (char)next());
}

/* --- what a request is made of --- */

static const char *const paths[] = {"/",
                                    "/api/hello",
                                    "/api/me",
                                    "/api/sign-in",
                                    "/api/accounts",
                                    "/api/surveys",
                                    "/api/surveys/keyed/form",
                                    "/api/surveys/keyed/look",
                                    "/api/surveys/keyed/sheets",
                                    "/api/surveys/keyed/draft?second=0",
                                    "/api/returns/1",
                                    "/api/progress?survey=keyed&by=pref",
                                    "/api/surveys/keyed/desk",
                                    "/api/surveys/keyed/results",
                                    "/api/surveys/keyed/links",
                                    "/api/upload?name=x.csv",
                                    "/api/jobs/1",
                                    "/api/jobs/1/file",
                                    "/f/aaaaaaaaaaaaaaaaaaaa",
                                    "/api/trail?who=sato&before=9",
                                    "/api/papers/1",
                                    "/api/papers/1/pages/1",
                                    "/api/surveys/keyed/texts?q=x",
                                    "/api/surveys/keyed/catalogue",
                                    "/api/surveys/keyed/expression?where=kind",
                                    "/api/surveys/keyed/fieldwork",
                                    "/api/backups/20260101-000000.db/file",
                                    "/app.js",
                                    "/nothing"};
static const char *const posts[] = {"/api/sign-in",
                                    "/api/surveys/keyed/look",
                                    "/api/surveys/keyed/sheets",
                                    "/api/surveys/keyed/draft?second=0",
                                    "/api/returns/1",
                                    "/api/surveys/keyed/desk",
                                    "/api/surveys/keyed/results",
                                    "/api/surveys/keyed/links",
                                    "/api/password",
                                    "/api/upload?name=x.csv",
                                    "/f/aaaaaaaaaaaaaaaaaaaa",
                                    "/api/accounts",
                                    "/api/surveys/keyed/masks",
                                    "/api/surveys/keyed/papers",
                                    "/api/papers/1",
                                    "/api/admin/surveys?name=x",
                                    "/api/surveys/keyed/sent",
                                    "/api/backups"};
static const char *const bodies[] = {
    "{\"name\": \"sato\"}",
    "{\"key\": \"00000000000000000000000000000001\", \"sheet\": {\"fields\": {\"sheet\": \"1\", "
    "\"received\": \"R6.1.9\"}, "
    "\"answers\": {\"kind\": {\"options\": [\"a\"], \"words\": \"w\"}, \"cases\": {\"text\": \"３件\"}, "
    "\"story\": {\"text\": "
    "\"x\"}}}, \"second\": false}",
    "{\"do\": \"tables\", \"operands\": [\"kind\"], \"options\": {\"where\": \"kind = a\"}}",
    "{\"do\": \"finding-accept\", \"operands\": {}, \"options\": []}",
    "{\"association\": \"tokyo\", \"institutions\": 1}",
    "{\"was\": 1, \"is\": null}",
    "{\"return\": 1, \"question\": \"story\", \"original\": \"x\", \"spans\": [[0, 1, \"name\"], [1, 9e99, "
    "\"x\"]], \"why\": \"\"}",
    "{\"turn\": 1, \"shift\": -9999999999, \"skip\": \"x\", \"second\": true}",
    ".key=00000000000000000000000000000001&kind=a&kind=b&story=%E3%81%82+b",
    "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\na\r\n--x--\r\n",
    "a,b\n1,2\n",
};
static const char *const types[] = {"application/json",
                                    "application/x-www-form-urlencoded",
                                    "multipart/form-data; boundary=x",
                                    "text/plain",
                                    "application/x-www-form-urlencoded; charset=utf-7",
                                    ""};

static void line(struct strbuf *out, const char *method, const char *path) {
    strbuf_printf(out, "%s %s HTTP/1.1\r\nHost: localhost\r\n", method, path);
}

static void who(const struct bombard *b, struct strbuf *out) {
    if (*b->cookie && below(4))
        strbuf_printf(out, "Cookie: %s\r\nX-Shukei-Token: %s\r\n", b->cookie, b->token);
}

static void whole(const struct bombard *b, struct strbuf *out, const char *path, const char *body,
                  size_t length) {
    line(out, "POST", path);
    who(b, out);
    strbuf_printf(out, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", ANY(types), length);
    strbuf_add_bytes(out, body, length);
}

/* --- ways of being wrong --- */

static void request_line(const struct bombard *b, struct strbuf *out) {
    static const char *const lines[] = {"",
                                        "GET",
                                        "GET /",
                                        "GET  / HTTP/1.1",
                                        "GET / HTTP/9.9",
                                        "GET / HTTP/1.1 x",
                                        "get / HTTP/1.1",
                                        "GET / HTTP/0.9",
                                        "/",
                                        "GET * HTTP/1.1",
                                        "OPTIONS * HTTP/1.1",
                                        "CONNECT evil:443 HTTP/1.1",
                                        "GET http://evil/ HTTP/1.1",
                                        "GET /\t HTTP/1.1",
                                        "GET / HTTP/1.1\0",
                                        "\x16\x03\x01\x02",
                                        "PRI * HTTP/2.0",
                                        "GET / HTTP/-1",
                                        "GET / HTTP/1.999999999999999"};
    (void)b;
    strbuf_add(out, ANY(lines));
    add_noise(out, 20);
    strbuf_add(out, below(2) ? "\r\nHost: localhost\r\n\r\n" : "\r\n\r\n");
}

static void methods(const struct bombard *b, struct strbuf *out) {
    static const char *const others[] = {"DELETE", "PUT",      "TRACE",     "PATCH",   "OPTIONS",
                                         "HEAD",   "PROPFIND", "GETGETGET", "P\x01ST", "-"};
    line(out, ANY(others), ANY(paths));
    who(b, out);
    strbuf_add(out, "\r\n");
}

static void header_bomb(const struct bombard *b, struct strbuf *out) {
    line(out, "GET", ANY(paths));
    who(b, out);
    if (below(2)) {
        for (size_t n = 200 + below(3000); n; n--)
            strbuf_printf(out, "X-%zu: %zu\r\n", n, n);
    } else {
        strbuf_add(out, "X: ");
        repeat(out, "x", 4000 + below(60000));
    }
    strbuf_add(out, "\r\n\r\n");
}

static void odd_headers(const struct bombard *b, struct strbuf *out) {
    static const char *const odd[] = {"Host: evil.example",
                                      "Host: localhost",
                                      "Host:",
                                      "Content-Length: 5\r\nContent-Length: 6",
                                      "Content-Length: -1",
                                      "Content-Length: 99999999999999999999999",
                                      "Content-Length: 0x10",
                                      "Content-Length: 5, 5",
                                      "Content-Length: 4\r\nTransfer-Encoding: chunked",
                                      "Transfer-Encoding: gzip",
                                      "Transfer-Encoding: chunked, chunked",
                                      "Transfer-Encoding : chunked",
                                      ": no name",
                                      "No colon",
                                      "X: a\r\n b\r\n\tc",
                                      "X\x01: 1",
                                      "Expect: 100-continue",
                                      "Expect: 200-ok",
                                      "Upgrade: websocket\r\nConnection: Upgrade",
                                      "Connection: close, keep-alive, x",
                                      "Range: bytes=-1",
                                      "If-None-Match: \"",
                                      "Origin: null",
                                      "Origin: http://localhost.evil",
                                      "X-Forwarded-For: ' OR 1=1",
                                      "Content-Type: %s%n%n"};
    line(out, below(2) ? "POST" : "GET", ANY(posts));
    who(b, out);
    for (size_t n = 1 + below(3); n; n--) {
        strbuf_add(out, ANY(odd));
        strbuf_add(out, "\r\n");
    }
    strbuf_add(out, "\r\n{}");
}

static void cookies(const struct bombard *b, struct strbuf *out) {
    static const char *const odd[] = {
        "shukei=",    "shukei",
        "=",          ";;;;",
        "shukei=%00", "shukei=\"a\"; shukei=b",
        "\x80\xff",   "shukei=0000000000000000000000000000000000000000000000000000000000000000"};
    (void)b;
    line(out, "GET", "/api/me");
    strbuf_add(out, "Cookie: ");
    repeat(out, ANY(odd), 1 + below(below(2) ? 2 : 500));
    add_noise(out, 30);
    strbuf_add(out, "\r\n\r\n");
}

static void chunks(const struct bombard *b, struct strbuf *out) {
    static const char *const pieces[] = {"0\r\n\r\n",
                                         "5\r\nabc\r\n",
                                         "fffffffffffffffff\r\n",
                                         "-1\r\n",
                                         "g\r\n",
                                         "3;x=y\r\n{} \r\n",
                                         "00000000000000000002\r\n{}\r\n",
                                         "2\r\n{}",
                                         "\r\n\r\n",
                                         "1\r\n{\r\n1\r\n}\r\n",
                                         "0\r\nX: y\r\n"};
    line(out, "POST", ANY(posts));
    who(b, out);
    strbuf_add(out, "Transfer-Encoding: chunked\r\n\r\n");
    for (size_t n = 1 + below(5); n; n--)
        strbuf_add(out, ANY(pieces));
}

static void targets(const struct bombard *b, struct strbuf *out) {
    static const char *const ups[] = {"/../../etc/passwd",
                                      "/%2e%2e/%2e%2e/etc/passwd",
                                      "/..%2f..%2fetc/passwd",
                                      "/..%5c..%5cetc",
                                      "/%c0%ae%c0%ae/etc/passwd",
                                      "/..%c0%af..%c0%afetc",
                                      "/%252e%252e/etc",
                                      "/./app.js",
                                      "//etc/passwd",
                                      "/app.js/..",
                                      "/api/jobs/../me",
                                      "/%00",
                                      "/app.js%00.html",
                                      "/api/surveys/..%2f..%2fs.db/form",
                                      "/f/../../s.db",
                                      "/api/jobs/1/../../2/file",
                                      "/%u002e%u002e/",
                                      "/%",
                                      "/%4",
                                      "/%zz",
                                      "/%ff",
                                      "/%ed%a0%80",
                                      "/%f4%90%80%80",
                                      "/\xff\xfe",
                                      "/a\\..\\b",
                                      "/api/surveys/%E2%80%AE/form",
                                      "/api/jobs/99999999999999999999",
                                      "/api/jobs/-1",
                                      "/api/returns/1e9",
                                      "/api/returns/%31",
                                      "/~root",
                                      "/.git/config"};
    strbuf_add(out, "GET ");
    strbuf_add(out, ANY(ups));
    if (!below(4))
        add_noise(out, 12);
    strbuf_add(out, " HTTP/1.1\r\nHost: localhost\r\n");
    who(b, out);
    strbuf_add(out, "\r\n");
}

static void queries(const struct bombard *b, struct strbuf *out) {
    static const char *const parts[] = {
        "&",       "=", "%", "%00", "%ff",    "a=1",        "survey=keyed",         "survey='--", "by=pref",
        "second=", "+", "?", "#",   "%E3%81", "name=..%2f", "%0d%0aSet-Cookie:x=1", "survey[]=1", "a%3db"};
    strbuf_add(out, "GET /api/progress?x");
    for (size_t n = below(below(4) ? 8 : 2000); n; n--)
        strbuf_add(out, ANY(parts));
    strbuf_add(out, " HTTP/1.1\r\nHost: localhost\r\n");
    who(b, out);
    strbuf_add(out, "\r\n");
}

static void short_bodies(const struct bombard *b, struct strbuf *out) {
    const char *body = ANY(bodies);
    line(out, "POST", ANY(posts));
    who(b, out);
    strbuf_printf(out, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", ANY(types),
                  strlen(body) + 1 + below(60000));
    strbuf_add_bytes(out, body, below(strlen(body) + 1));
}

static void deep(const struct bombard *b, struct strbuf *out) {
    static const char *const opens[] = {"[", "{\"a\":", "[[", "{\"sheet\":{\"answers\":{\"kind\":"};
    struct strbuf body = {0};
    repeat(&body, ANY(opens), 1 + below(20000));
    whole(b, out, ANY(posts), body.text, body.length);
    strbuf_end(&body);
}

static void long_values(const struct bombard *b, struct strbuf *out) {
    struct strbuf body = {0};
    strbuf_printf(
        &body,
        "{\"key\": \"00000000000000000000000000000001\", \"sheet\": {\"answers\": {\"story\": {\"text\": \"");
    repeat(&body, below(2) ? "\\u0000" : "あ", below(20000));
    strbuf_add(&body, "\"}}}}");
    whole(b, out, ANY(posts), body.text, body.length);
    strbuf_end(&body);
}

static void parts(const struct bombard *b, struct strbuf *out) {
    struct strbuf body = {0};
    repeat(&body, bodies[9], 1 + below(20));
    add_noise(&body, 40);
    line(out, "POST", ANY(posts));
    who(b, out);
    strbuf_printf(out, "Content-Type: multipart/form-data; boundary=%s\r\nContent-Length: %zu\r\n\r\n",
                  below(2) ? "x" : "\"", body.length);
    strbuf_add_bytes(out, body.text, body.length);
    strbuf_end(&body);
}

/* A valid body with some bytes changed, taken out, doubled. */
static void mutated(const struct bombard *b, struct strbuf *out) {
    static const char marks[] = "{}[]\",:\\%&=;\n\0\x80\xff'<-0";
    struct strbuf body = {0};
    const char *from = ANY(bodies);
    for (const char *c = from; *c; c++) {
        size_t die = below(40);
        if (die == 0)
            strbuf_char(&body, marks[below(sizeof marks)]);
        if (die == 1)
            strbuf_char(&body, (char)next());
        if (die == 2)
            strbuf_add_bytes(&body, from, below(strlen(from)));
        if (die != 3)
            strbuf_char(&body, *c);
    }
    strbuf_char(&body, '!');
    whole(b, out, ANY(posts), body.text, body.length);
    strbuf_end(&body);
}

static void rubbish(const struct bombard *b, struct strbuf *out) {
    (void)b;
    strbuf_add(out, below(2) ? "GET / HTTP/1.1\r\n" : "");
    add_noise(out, 2000);
    strbuf_add(out, "\r\n\r\n");
}

static void (*const ways[])(const struct bombard *b, struct strbuf *out) = {
    request_line, methods, header_bomb, odd_headers, cookies, chunks,  targets, queries,
    short_bodies, deep,    long_values, parts,       mutated, mutated, rubbish};

/* Some come several on one connection. */
void bombard_make(const struct bombard *b, struct strbuf *out) {
    do
        ANY(ways)(b, out);
    while (!below(12));
}
