#include "engine/base/percent.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

__extension__ typedef __int128 wide; /* the one typedef: the type has no standard name */

static wide power10(int exponent) {
    wide value = 1;
    while (exponent-- > 0)
        value *= 10;
    return value;
}

/* num/den, half away from zero; den > 0. */
static int64_t divide_half_up(wide num, wide den) {
    wide magnitude = num < 0 ? -num : num;
    wide rounded = (2 * magnitude + den) / (2 * den);
    return (int64_t)(num < 0 ? -rounded : rounded);
}

int64_t percent_scaled(int64_t count, int64_t n, int decimals) {
    assert(n > 0 && decimals >= 0 && decimals <= 6);
    return divide_half_up((wide)count * power10(decimals + 2), n);
}

/* value in units of 10^-decimals as "12.3". */
static void put_scaled(char out[PERCENT_TEXT], int64_t value, int decimals, const char *plus) {
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    uint64_t unit = (uint64_t)power10(decimals);
    const char *sign = value < 0 ? "-" : value > 0 ? plus : "";
    if (decimals == 0)
        snprintf(out, PERCENT_TEXT, "%s%llu", sign, (unsigned long long)magnitude);
    else
        snprintf(out, PERCENT_TEXT, "%s%llu.%0*llu", sign, (unsigned long long)(magnitude / unit), decimals,
                 (unsigned long long)(magnitude % unit));
}

void percent_text(char out[PERCENT_TEXT], int64_t count, int64_t n, int decimals) {
    if (n <= 0) {
        strcpy(out, "-");
        return;
    }
    put_scaled(out, percent_scaled(count, n, decimals), decimals, "");
    strcat(out, "%");
}

void percent_points_text(char out[PERCENT_TEXT], int64_t a, int64_t an, int64_t b, int64_t bn, int decimals) {
    if (an <= 0 || bn <= 0) {
        strcpy(out, "-");
        return;
    }
    wide num = ((wide)b * an - (wide)a * bn) * power10(decimals + 2);
    put_scaled(out, divide_half_up(num, (wide)an * bn), decimals, "+");
}

void percent_ratio_text(char out[PERCENT_TEXT], int64_t num, int64_t den, int decimals) {
    if (den <= 0) {
        strcpy(out, "-");
        return;
    }
    put_scaled(out, divide_half_up((wide)num * power10(decimals), den), decimals, "");
}

int64_t percent_real_scaled(double percent, int decimals) {
    int64_t rounded = (int64_t)floor(fabs(percent) * (double)power10(decimals) + 0.5 + 1e-9);
    return percent < 0 ? -rounded : rounded;
}

void percent_real_text(char out[PERCENT_TEXT], double percent, int decimals) {
    put_scaled(out, percent_real_scaled(percent, decimals), decimals, "");
    strcat(out, "%");
}

char *percent_thousands(char out[PERCENT_TEXT], int64_t value) {
    char digits[PERCENT_TEXT];
    int length = snprintf(digits, sizeof digits, "%llu",
                          (unsigned long long)(value < 0 ? 0 - (uint64_t)value : (uint64_t)value));
    char *to = out;
    if (value < 0)
        *to++ = '-';
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    return out;
}
