/*
 * axis: where ticks stand, as numbers without any drawing.
 *
 *     struct axis a = axis_make(0, 67.3, 6);             // 0, 20, 40, 60, 80
 *     for (size_t i = 0; i < a.ticks; i++)
 *         axis_text(text, &a, i), x = left + width * axis_place(&a, axis_tick(&a, i));
 *
 * Steps are 1, 2 or 5 times a power of ten, the finest that needs no more than `most` ticks (after P. Heckbert,
 * "Nice numbers for graph labels", Graphics Gems, 1990, who leaves out the bound).  An axis reaches from a tick to a
 * tick and holds both ends of what it was made for; the ends of one without extent are moved apart.
 *
 * Ticks are whole multiples of the step, so tick texts are exact.  Labels that would touch are thinned: axis_thin
 * says that every k-th is to be written.
 */
#ifndef SHUKEI_REPORTS_MODEL_AXIS_H
#define SHUKEI_REPORTS_MODEL_AXIS_H

#include <stdbool.h>
#include <stddef.h>

enum { AXIS_TEXT = 32 };

struct axis {
    double low, high;
    double step;
    int decimals; /* of the tick texts */
    size_t ticks;
};

/* most >= 2; low <= high, finite. */
struct axis axis_make(double low, double high, size_t most);

/* Of counts: the step is a whole number, so that no tick stands where there is nothing to count. */
struct axis axis_make_whole(double low, double high, size_t most);

/* Of shares: from 0, and to 100 at the most, whatever the ticks would like. */
struct axis axis_of_share(double high, size_t most);

double axis_tick(const struct axis *axis, size_t i);
char *axis_text(char out[AXIS_TEXT], const struct axis *axis,
                size_t i); /* without unit, with separators; returns out */

/* 0 at the low end, 1 at the high one; what lies outside is put to the end. */
double axis_place(const struct axis *axis, double value);

/* The least k, so that labels 0, k, 2k ... with these centres (ascending) and widths leave `gap` between any two. */
size_t axis_thin(const double *centres, const double *widths, size_t count, double gap);

/* Limits between at most `classes` classes that hold low..high: nice numbers, ascending, of counts (`whole`) whole ones;
 * how many.  Class c is limits[c-1] <= value < limits[c].  None when low and high are one. */
enum { AXIS_CLASSES_MAX = 6 };
size_t axis_limits(double low, double high, size_t classes, bool whole, double limits[AXIS_CLASSES_MAX]);

#endif
