/*
 * percent, against the way it is done on paper: every share count/n up to n = 2,000 at 0, 1 and 2 decimals,
 * every difference of small shares, and means, by long division, digit by digit, with the carry walked
 * through the text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/percent.h"

enum { DIGITS_MAX = 24 };

/* Adds one in the last place of `digits`; the first digit is a spare 0, so that there is always room. */
static void carry(char *digits, int last) {
    while (digits[last] == '9')
        digits[last--] = '0';
    digits[last]++;
}

/* The digits of num/den, `places` of them behind the point, half up: "00598" for 5.98 at 2 places.  0 <= num,
 * num < 10^6 times den. */
static void divide_on_paper(char digits[DIGITS_MAX], uint64_t num, uint64_t den, int places) {
    int used = 0;
    uint64_t rest = 0, power = 1000000;
    digits[used++] = '0';
    for (; power > 0;
         power /= 10) { /* the whole part, by the digits of how often den * power goes into num */
        char digit = '0';
        for (; num >= den * power; num -= den * power)
            digit++;
        digits[used++] = digit;
    }
    rest = num;
    for (int i = 0; i < places; i++) {
        char digit = '0';
        for (rest *= 10; rest >= den; rest -= den)
            digit++;
        digits[used++] = digit;
    }
    digits[used] = '\0';
    if (rest >= den - rest)
        carry(digits, used - 1);
}

/* The text on paper: no zeros in front, the point, the sign unless all is zero. */
static void write_on_paper(char out[PERCENT_TEXT], const char *sign, const char *digits, int places) {
    const char *first = digits + strspn(digits, "0"), *point = digits + strlen(digits) - places;
    *out = '\0';
    if (*first)
        strcat(out, sign);
    if (first >= point)
        first = point - 1;
    strncat(out, first, (size_t)(point - first));
    if (places)
        strcat(strcat(out, "."), point);
}

static void test_shares(void **state) {
    (void)state;
    for (int places = 0; places <= 2; places++)
        for (int64_t n = 1; n <= 2000; n++)
            for (int64_t count = 0; count <= n; count++) {
                char text[PERCENT_TEXT], paper[PERCENT_TEXT], digits[DIGITS_MAX];
                percent_text(text, count, n, places);
                divide_on_paper(digits, (uint64_t)count * 100, (uint64_t)n, places);
                write_on_paper(paper, "", digits, places);
                strcat(paper, "%");
                if (strcmp(text, paper) != 0)
                    fail_msg("%d of %d at %d places is %s, on paper %s", (int)count, (int)n, places, text,
                             paper);
            }
}

static void check_points(int64_t a, int64_t an, int64_t b, int64_t bn, int places) {
    char text[PERCENT_TEXT], paper[PERCENT_TEXT], digits[DIGITS_MAX];
    int64_t difference = b * an - a * bn;
    uint64_t magnitude = (uint64_t)(difference < 0 ? -difference : difference);
    percent_points_text(text, a, an, b, bn, places);
    divide_on_paper(digits, magnitude * 100, (uint64_t)(an * bn), places);
    write_on_paper(paper, difference < 0 ? "-" : "+", digits, places);
    if (strcmp(text, paper) != 0)
        fail_msg("%d/%d to %d/%d at %d places is %s, on paper %s", (int)a, (int)an, (int)b, (int)bn, places,
                 text, paper);
}

static void test_differences(void **state) {
    (void)state;
    for (int places = 0; places <= 2; places++)
        for (int64_t an = 1; an <= 16; an++)
            for (int64_t bn = 1; bn <= 16; bn++)
                for (int64_t a = 0; a <= an; a++)
                    for (int64_t b = 0; b <= bn; b++)
                        check_points(a, an, b, bn, places);
    check_points(5188, 8672, 8929, 12735, 1);
}

static void test_means(void **state) {
    (void)state;
    for (int places = 0; places <= 3; places++)
        for (int64_t n = 1; n <= 200; n++)
            for (int64_t sum = -3 * n; sum <= 11 * n; sum++) {
                char text[PERCENT_TEXT], paper[PERCENT_TEXT], digits[DIGITS_MAX];
                percent_ratio_text(text, sum, n, places);
                divide_on_paper(digits, (uint64_t)(sum < 0 ? -sum : sum), (uint64_t)n, places);
                write_on_paper(paper, sum < 0 ? "-" : "", digits, places);
                if (strcmp(text, paper) != 0)
                    fail_msg("%d / %d at %d places is %s, on paper %s", (int)sum, (int)n, places, text,
                             paper);
            }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_differences),
        cmocka_unit_test(test_means),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
