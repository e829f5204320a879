/* "sheet": where the questions stand on the form, as the template says. */
#include "engine/questionnaire/load.h"

#include "engine/base/lang.h"
#include "engine/questionnaire/facsimile.h"

#include <math.h>
#include <string.h>

/* A percentage of the page, kept as thousandths. */
static bool load_percent(const struct json *object, const char *key, bool required, int *out,
                         struct fault *f) {
    double percent = (double)*out / 10;
    if (!json_get_number(object, key, required, &percent, f))
        return false;
    *out = (int)lround(percent * 10);
    return (percent >= 0 && percent <= 100) ||
           json_fault(f, json_member(object, key), _("expected a percentage of the page, 0 to 100"));
}

static bool load_region(const struct json *node, struct facsimile_place *out, struct fault *f) {
    static const char *const keys[] = {"page", "top", "bottom", "left", "right", NULL};
    long page = 1;
    *out = (struct facsimile_place){0};
    if (!json_expect(node, JSON_OBJECT, f) || !json_known(node, keys, f) ||
        !json_get_integer(node, "page", false, &page, f) || !load_percent(node, "top", true, &out->top, f) ||
        !load_percent(node, "bottom", true, &out->bottom, f) ||
        !load_percent(node, "left", false, &out->left, f) ||
        !load_percent(node, "right", false, &out->right, f))
        return false;
    if (page < 1 || page > FACSIMILE_PAGES)
        return json_fault(f, json_member(node, "page"), _("expected 1 to %d"), FACSIMILE_PAGES);
    if (out->top >= out->bottom)
        return json_fault(f, node,
                          _("\"top\" lies above \"bottom\": both are counted from the top of the page"));
    if (out->right ? out->left >= out->right : out->left)
        return json_fault(f, node,
                          _("\"left\" and \"right\" go together, and are counted from the left of the page"));
    out->page = (int)page - 1;
    return true;
}

/* A question's, or all rows' of a matrix.  *known: whether there is one of this name. */
static void place(struct questionnaire *q, struct facsimile_place *places, const char *id,
                  const struct facsimile_place *at, bool *known) {
    *known = false;
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question *question = &q->questions[i];
        bool row = question->group && strcmp(question->group, id) == 0;
        if (!row && strcmp(question->id, id) != 0)
            continue;
        *known = true;
        if (!row || !places[i].bottom)
            places[i] = *at;
    }
}

bool facsimile_load(struct loader *l, const struct json *root, struct fault *f) {
    static const char *const keys[] = {"regions", NULL};
    const struct json *sheet, *regions;
    if (!json_get_object(root, "sheet", false, &sheet, f))
        return false;
    if (!sheet)
        return true;
    if (!json_known(sheet, keys, f) || !json_get_object(sheet, "regions", true, &regions, f))
        return false;
    struct facsimile_place *places = arena_array(l->arena, l->q->question_count, sizeof *places);
    for (const struct json *node = regions->first; node; node = node->next) {
        struct facsimile_place at;
        bool known;
        if (!load_region(node, &at, f))
            return false;
        place(l->q, places, node->key, &at, &known);
        if (!known)
            return json_fault(f, node, _("there is no question \"%s\""), node->key);
    }
    l->q->places = places;
    return true;
}
