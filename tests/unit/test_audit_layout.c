/* Pages in columns: what pdftotext -bbox says of their words, and in which order they are read. */
#include "reports/audit/audit_layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void word(struct strbuf *boxes, int left, int top, int right, const char *text) {
    strbuf_printf(boxes, "<word xMin=\"%d.5\" yMin=\"%d.0\" xMax=\"%d.5\" yMax=\"%d.0\">%s</word>\n", left,
                  top, right, top + 10, text);
}

static const char *read(struct arena *arena, struct strbuf *boxes, size_t *length) {
    struct strbuf text = {0};
    strbuf_add(&text, "as it was\f");
    strbuf_add(boxes, "</page>");
    const char *out = audit_layout(arena, &text, boxes, length);
    strbuf_end(&text);
    strbuf_end(boxes);
    return out;
}

static void two_columns(void **state) {
    static const char *const left[] = {
        "協会がまとめた調査の結果によると、あったのは", "医療機関の六割をこえるところで、多くが",
        "困っていると答えている。ことしはさらに", "増えるのではないかという声もある。そして"};
    static const char *const right[] = {
        "廃止されると待ち時間が長くなるという声も", "あり、残すべきだという意見が大きく",
        "なっている。会員からはつぎのような声が", "寄せられている &amp; まとめているところ"};
    struct arena *arena = arena_create();
    struct strbuf boxes = {0};
    size_t length;
    strbuf_add(&boxes, "<page width=\"595\" height=\"842\">\n");
    word(&boxes, 50, 20, 500, "見出しは両方の段にまたがっている");
    for (int i = 0; i < 4; i++) { /* the right column's lines stand a little lower */
        word(&boxes, 50, 60 + 14 * i, 270 - i, left[i]);
        word(&boxes, 300, 62 + 14 * i, 520 - i, right[i]);
    }
    word(&boxes, 50, 130, 120, "無回答");
    word(&boxes, 140, 130, 170, "6.2%");
    const char *out = read(arena, &boxes, &length);
    const char *heading = strstr(out, "見出し"), *first = strstr(out, left[3]),
               *second = strstr(out, right[0]);
    assert_true(heading && first && second && heading < first && first < second);
    assert_non_null(strstr(out, "無回答  6.2%\n")); /* cells stay apart */
    assert_true(strstr(out, "無回答") < second);
    assert_non_null(strstr(out, "いる & まとめて"));
    assert_int_equal(out[length - 1], '\f');
    arena_destroy(arena);
    (void)state;
}

/* Labels and numbers, however they stand under each other, are no columns of prose. */
static void a_table(void **state) {
    struct arena *arena = arena_create();
    struct strbuf boxes = {0};
    size_t length;
    strbuf_add(&boxes, "<page width=\"595\" height=\"842\">\n");
    for (int i = 0; i < 8; i++) {
        word(&boxes, 50, 60 + 14 * i, 250, "名前や住所の間違いがあった");
        word(&boxes, 300, 60 + 14 * i, 340, "1,071");
        word(&boxes, 400, 60 + 14 * i, 440, "20.6%");
    }
    assert_string_equal(read(arena, &boxes, &length), "as it was\f");
    arena_destroy(arena);
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(two_columns), cmocka_unit_test(a_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
