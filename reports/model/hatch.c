#include "reports/model/hatch.h"

#include <math.h>

enum direction { DONE, RISING, FALLING, LEVEL, UPRIGHT };
enum { PATTERNS = 6, PASSES = 2 };

static const enum direction directions[PATTERNS][PASSES] = {
    {DONE, DONE}, {RISING, DONE}, {FALLING, DONE}, {LEVEL, DONE}, {UPRIGHT, DONE}, {RISING, FALLING},
};

static const double grid = 4; /* points between two lines, along an axis */

/* A direction's lines are those of one constant: x + y, x - y, y or x.  Its least and greatest in the
 * rectangle. */
static void range(const struct hatch *h, enum direction direction, double *low, double *high) {
    switch (direction) {
    case RISING:
        *low = h->x + h->y;
        *high = *low + h->width + h->height;
        break;
    case FALLING:
        *low = h->x - h->y - h->height;
        *high = *low + h->width + h->height;
        break;
    case LEVEL:
        *low = h->y;
        *high = h->y + h->height;
        break;
    default:
        *low = h->x;
        *high = h->x + h->width;
    }
}

static void segment(const struct hatch *h, enum direction direction, double c, struct canvas_point *from,
                    struct canvas_point *to) {
    double right = h->x + h->width, bottom = h->y + h->height, x1 = h->x, x2 = right;
    if (direction == RISING) {
        x1 = fmax(h->x, c - bottom);
        x2 = fmin(right, c - h->y);
        *from = (struct canvas_point){x1, c - x1};
        *to = (struct canvas_point){x2, c - x2};
    } else if (direction == FALLING) {
        x1 = fmax(h->x, c + h->y);
        x2 = fmin(right, c + bottom);
        *from = (struct canvas_point){x1, x1 - c};
        *to = (struct canvas_point){x2, x2 - c};
    } else if (direction == LEVEL) {
        *from = (struct canvas_point){x1, c};
        *to = (struct canvas_point){x2, c};
    } else {
        *from = (struct canvas_point){c, h->y};
        *to = (struct canvas_point){c, bottom};
    }
}

struct hatch hatch_begin(double x, double y, double width, double height, int pattern) {
    int wrapped = pattern <= 0 ? 0 : (pattern - 1) % (PATTERNS - 1) + 1;
    return (struct hatch){.x = x, .y = y, .width = width, .height = height, .pattern = wrapped};
}

bool hatch_next(struct hatch *h, struct canvas_point *from, struct canvas_point *to) {
    if (h->width <= 0 || h->height <= 0)
        return false;
    for (; h->pass < PASSES; h->pass++, h->begun = false) {
        enum direction direction = directions[h->pattern][h->pass];
        double low, high;
        if (direction == DONE)
            return false;
        range(h, direction, &low, &high);
        h->line = h->begun ? h->line + 1 : (long)floor(low / grid) + 1;
        h->begun = true;
        if ((double)h->line * grid >= high)
            continue;
        segment(h, direction, (double)h->line * grid, from, to);
        return true;
    }
    return false;
}
