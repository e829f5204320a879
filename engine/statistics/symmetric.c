#include "engine/statistics/symmetric.h"

#include <math.h>

/* Less than this left of a column, and it follows from the others. */
static const double least_pivot = 1e-11;

static void sweep(double *a, size_t n, size_t k) {
    double pivot = a[k * n + k];
    for (size_t j = 0; j < n; j++)
        a[k * n + j] /= pivot;
    for (size_t i = 0; i < n; i++) {
        double factor = a[i * n + k];
        if (i == k || factor == 0)
            continue;
        for (size_t j = 0; j < n; j++)
            if (j != k)
                a[i * n + j] -= factor * a[k * n + j];
        a[i * n + k] = -factor / pivot;
    }
    a[k * n + k] = 1 / pivot;
}

static void clear(double *a, size_t n, size_t k) {
    for (size_t i = 0; i < n; i++)
        a[k * n + i] = a[i * n + k] = 0;
}

/* To a unit diagonal, so that one bound serves columns of any size. */
static void rescale(double *a, const double *scale, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            a[i * n + j] *= scale[i] * scale[j];
}

size_t symmetric_invert(struct arena *scratch, double *matrix, size_t n, bool *kept) {
    size_t rank = 0;
    double *scale = arena_array(scratch, n + 1, sizeof *scale);
    for (size_t k = 0; k < n; k++)
        scale[k] = matrix[k * n + k] > 0 ? 1 / sqrt(matrix[k * n + k]) : 0;
    rescale(matrix, scale, n);
    for (size_t k = 0; k < n; k++) {
        bool good = matrix[k * n + k] > least_pivot;
        if (kept)
            kept[k] = good;
        rank += good;
        if (good)
            sweep(matrix, n, k);
        else
            clear(matrix, n, k);
    }
    rescale(matrix, scale, n);
    return rank;
}

void symmetric_times(const double *matrix, const double *vector, size_t n, double *out) {
    for (size_t i = 0; i < n; i++) {
        out[i] = 0;
        for (size_t j = 0; j < n; j++)
            out[i] += matrix[i * n + j] * vector[j];
    }
}
