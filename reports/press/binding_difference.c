/* Differences and ratios of two numbers, and the words that depend on them. */
#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "reports/press/binding_value.h"

#include <math.h>
#include <string.h>

static const char COUNT[] = "count_";

static const char *const known_formats[] = {
    "points1",     "signed1",       "change1",       "words:more/less/same",       "times1",
    "count_size,", "count_signed,", "count_change,", "count_words:more/less/same", "count_times1",
    NULL};

struct pair {
    struct quantity a, b;
    bool shares;
    int places;
};

/* b less a, as printed with a sign: "+10.3", "0.0". */
static const char *signed_text(const struct binder *b, const struct pair *p) {
    char text[PERCENT_TEXT];
    if (p->shares)
        percent_points_text(text, p->a.num, p->a.den, p->b.num, p->b.den, p->places);
    else
        percent_ratio_text(text, p->b.num * p->a.den - p->a.num * p->b.den, p->a.den * p->b.den, p->places);
    const bool positive = !p->shares && text[0] != '-' && strspn(text, "0.") < strlen(text);
    return arena_printf(b->arena, "%s%s", positive ? "+" : "", text);
}

static int direction_of(const char *sign) {
    if (strspn(sign, "+-0.") == strlen(sign))
        return 0;
    return sign[0] == '-' ? -1 : 1;
}

/* The digits without their sign, with separators when they are wanted and there are no places. */
static const char *size_of(const struct binder *b, const struct reference *r, const char *sign) {
    const char *digits = sign + strspn(sign, "+-");
    int64_t whole = 0;
    if (!r->thousands || strchr(digits, '.'))
        return digits;
    for (const char *at = digits; *at; at++)
        whole = whole * 10 + (*at - '0');
    return number_thousands(b->arena, whole);
}

/* The first, second or third of "more/less/same". */
static const char *choose_words(const struct binder *b, const struct reference *r, int direction,
                                struct fault *f) {
    char *rest = arena_strdup(b->arena, r->words), *parts[3] = {NULL};
    for (int i = 0; i < 3 && rest; i++)
        parts[i] = strsep(&rest, "/");
    if (rest || !parts[1]) {
        reference_refuse(r, f, _("words are two or three, with / between them: more/less/same"), NULL);
        return NULL;
    }
    if (direction == 0 && !parts[2]) {
        reference_refuse(r, f, _("the two are equal as printed, and there is no third word for that"), NULL);
        return NULL;
    }
    return parts[direction > 0 ? 0 : direction < 0 ? 1 : 2];
}

static const char *change_text(const struct binder *b, const struct pair *p, int direction,
                               const char *size) {
    if (direction == 0)
        return _("no change");
    if (p->shares)
        return arena_printf(b->arena, direction > 0 ? _("up %s points") : _("down %s points"), size);
    return arena_printf(b->arena, direction > 0 ? _("up %s") : _("down %s"), size);
}

static const char *times_text(const struct binder *b, const struct reference *r, const struct pair *p,
                              struct fault *f) {
    char text[PERCENT_TEXT];
    if (p->a.num <= 0) {
        reference_refuse(r, f, _("nothing can be a multiple of nought"), NULL);
        return NULL;
    }
    percent_ratio_text(text, p->b.num * p->a.den, p->b.den * p->a.num, p->places);
    return arena_printf(b->arena, _("%s times"), text);
}

/* A share as it is printed with so many places. */
static struct quantity rounded_share(struct quantity share, int places) {
    int64_t den = 100;
    for (int i = 0; i < places; i++)
        den *= 10;
    return (struct quantity){percent_scaled(share.num, share.den, places), den};
}

/* Where one share is known only as it was printed, the difference is of the printed ones: a finer one would
 * pretend to know more. */
static void round_alike(const struct value *left, const struct value *right, struct pair *p) {
    if (!p->shares || (!left->rounded && !right->rounded))
        return;
    const int places =
        left->rounded && (!right->rounded || left->places < right->places) ? left->places : right->places;
    p->b = rounded_share(p->b, places);
    p->a = rounded_share(p->a, places);
}

/* The format's name without "count_" decides which numbers are compared. */
static bool make_pair(const struct reference *r, const struct value *left, const struct value *right,
                      struct pair *p, struct fault *f) {
    const bool counts = strncmp(r->name, COUNT, sizeof COUNT - 1) == 0;
    p->shares = !counts && left->share.den > 0 && right->share.den > 0;
    p->b = p->shares ? left->share : left->number;
    p->a = p->shares ? right->share : right->number;
    p->places = r->places >= 0 ? r->places : p->shares ? 1 : 0;
    round_alike(left, right, p);
    if (p->a.den > 0 && p->b.den > 0)
        return true;
    return reference_refuse(r, f, _("one of the two has no number of this sort to compare"), NULL);
}

static double double_of(struct quantity q) {
    return (double)q.num / (double)q.den;
}

/* The difference as it is printed, and as it is drawn: without its sign where the text has none. */
static const char *difference_text(const struct binder *b, const struct reference *r, const struct pair *p,
                                   const char *name, struct binder_number *out, struct fault *f) {
    const char *sign = signed_text(b, p), *size = size_of(b, r, sign);
    const int direction = direction_of(sign);
    if (strcmp(name, "words") == 0 && r->words) {
        out->known = false;
        return choose_words(b, r, direction, f);
    }
    if (strcmp(name, "signed") == 0)
        return arena_printf(b->arena, "%s%s", direction > 0 ? "+" : direction < 0 ? "-" : "", size);
    if (strcmp(name, "change") == 0)
        return change_text(b, p, direction, size);
    out->value = fabs(out->value);
    if (strcmp(name, "points") == 0 && p->shares)
        return arena_printf(b->arena, _("%s points"), size);
    if (strcmp(name, "size") == 0)
        return size;
    reference_no_format(b, r, known_formats, f);
    return NULL;
}

static const char *ratio_text(const struct binder *b, const struct reference *r, const struct pair *p,
                              const char *name, struct fault *f) {
    if (strcmp(name, "times") == 0)
        return times_text(b, r, p, f);
    reference_no_format(b, r, known_formats, f);
    return NULL;
}

bool binding_difference(const struct binder *b, const struct reference *r, const struct value *left,
                        const struct value *right, struct binder_number *out, struct fault *f) {
    const char *name = strncmp(r->name, COUNT, sizeof COUNT - 1) == 0 ? r->name + sizeof COUNT - 1 : r->name;
    struct pair p;
    if (!make_pair(r, left, right, &p, f))
        return false;
    const bool ratio = r->between == '/';
    const double of = double_of(p.b), to = double_of(p.a);
    *out = (struct binder_number){.known = true, .value = ratio ? of / to : (of - to) * (p.shares ? 100 : 1)};
    out->text = ratio ? ratio_text(b, r, &p, name, f) : difference_text(b, r, &p, name, out, f);
    return out->text != NULL;
}
