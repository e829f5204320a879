/* svg_canvas: the elements as they are written; hatching stays in its rectangle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "reports/model/hatch.h"
#include "reports/svg/svg_canvas.h"

static void draw(struct canvas *c) {
    canvas_page(c, 200, 100.5);
    canvas_text(c, 10, 20, ALIGN_LEFT, FACE_GOTHIC, 10, 0, "医療<&>\"\x01");
    canvas_text(c, 10, 40, ALIGN_LEFT, FACE_GOTHIC_BOLD, 10, 0x1F77B4, "医療");
    canvas_text(c, 10, 40, ALIGN_LEFT, FACE_GOTHIC, 10, 0, "");
    canvas_rectangle(c, 1.234567, -0.001, 10, 5, 0xABCDEF);
    c->operations->line(c, 0, 0, 10, 10, 0.5, 0, true);
    c->operations->polygon(c, (const struct canvas_point[]){{0, 0}, {5, 0}, {0, 5}}, 3, 0xFF0000);
    c->operations->slice(c, 50, 50, 0, 10, 0, 90, 0x00FF00);
    c->operations->slice(c, 50, 50, 0, 10, 90, 90, 0x00FF00);
    c->operations->hatch(c, 0, 0, 8, 6, 3, 0x333333);
    c->operations->hatch(c, 0, 0, 8, 6, 0, 0x333333);
    c->operations->bookmark(c, 0, "nothing", 0);
    c->operations->link(c, 0, 0, 1, 1, 0);
}

static const char expected[] =
    "<title>図&lt;1&gt;</title>\n"
    "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    "<text xml:space=\"preserve\" x=\"10\" y=\"20\" font-size=\"10\" textLength=\"@\" "
    "lengthAdjust=\"spacingAndGlyphs\" fill=\"#000000\">医療&lt;&amp;&gt;&quot;</text>\n"
    "<text xml:space=\"preserve\" x=\"10\" y=\"40\" font-size=\"10\" font-weight=\"bold\" textLength=\"20\" "
    "lengthAdjust=\"spacingAndGlyphs\" fill=\"#1f77b4\">医療</text>\n"
    "<rect x=\"1.23\" y=\"0\" width=\"10\" height=\"5\" fill=\"#abcdef\"/>\n"
    "<line x1=\"0\" y1=\"0\" x2=\"10\" y2=\"10\" stroke-width=\"0.5\" stroke=\"#000000\" "
    "stroke-dasharray=\"3 2\"/>\n"
    "<polygon points=\"0,0 5,0 0,5\" fill=\"#ff0000\"/>\n"
    "<path d=\"M50,50L50,40A10,10 0 0 1 60,50Z\" fill=\"#00ff00\"/>\n"
    "<path d=\"M0,4L8,4\" stroke-width=\"0.5\" stroke=\"#333333\"/>\n"
    "</svg>\n";

/* "@" stands for any number, such as a width that depends on the font. */
static bool matches(const char *text, const char *pattern) {
    for (; *pattern; pattern++) {
        if (*pattern == '@')
            text += strspn(text, "0123456789.");
        else if (*text++ != *pattern)
            return false;
    }
    return *text == '\0';
}

static void test_elements(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct fault f = {0};
    char path[] = "/tmp/shukei-test-svg-XXXXXX";
    close(mkstemp(path));
    struct svg *svg = svg_create("図<1>", "ja", &f);
    assert_non_null(svg);
    draw(svg_canvas(svg));
    assert_true(svg_finish(svg, path, &f));
    svg_destroy(svg);
    size_t length;
    const char *text = file_read(arena, path, 1 << 20, &length, &f);
    assert_non_null(
        strstr(text, " xml:lang=\"ja\" width=\"200pt\" height=\"100.5pt\" viewBox=\"0 0 200 100.5\""));
    const char *body = strstr(text, "<title>");
    if (!matches(body, expected))
        assert_string_equal(body, expected);
    unlink(path);
    arena_destroy(arena);
}

static void test_fault(void **state) {
    (void)state;
    struct fault f = {0};
    struct svg *svg = svg_create(NULL, NULL, &f);
    draw(svg_canvas(svg));
    assert_false(svg_finish(svg, "/nowhere/figure.svg", &f));
    assert_non_null(strstr(f.text, "/nowhere/figure.svg"));
    svg_destroy(svg);
}

static bool between(double value, double low, double high) {
    return value >= low - 1e-9 && value <= high + 1e-9;
}

static void test_hatch_stays_inside(void **state) {
    (void)state;
    for (int pattern = 0; pattern < 12; pattern++) {
        const double x = 13.7, y = -5.2, width = 60, height = 11;
        struct hatch hatch = hatch_begin(x, y, width, height, pattern);
        struct canvas_point from, to;
        size_t count = 0;
        for (; hatch_next(&hatch, &from, &to); count++) {
            assert_true(between(from.x, x, x + width) && between(to.x, x, x + width));
            assert_true(between(from.y, y, y + height) && between(to.y, y, y + height));
        }
        assert_true(pattern ? count >= 2 && count < 50 : count == 0);
    }
    struct hatch flat = hatch_begin(0, 0, 0, 10, 1);
    assert_false(hatch_next(&flat, &(struct canvas_point){0, 0}, &(struct canvas_point){0, 0}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elements),
        cmocka_unit_test(test_fault),
        cmocka_unit_test(test_hatch_stays_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
