/* Free texts composed from the parts in the spec: a sentence that fits what was ticked, its {slots} filled by
 * chance. */
#include "tests/tools/sample.h"

#include "engine/base/strbuf.h"

#include <string.h>

enum { DEPTH_MAX = 4 }; /* of slots within slots */

static const struct sample_slot *slot_find(const struct sample_variable *v, const char *name, size_t length) {
    for (size_t i = 0; i < v->slot_count; i++)
        if (strlen(v->slots[i].name) == length && memcmp(v->slots[i].name, name, length) == 0)
            return &v->slots[i];
    return NULL;
}

static bool expand(struct sample *s, const struct sample_variable *v, const char *text, int depth,
                   struct strbuf *out) {
    for (const char *open; (open = strchr(text, '{')) != NULL;) {
        const char *close = strchr(open, '}');
        const struct sample_slot *slot = close ? slot_find(v, open + 1, (size_t)(close - open) - 1) : NULL;
        if (!slot || slot->line_count == 0 || depth == 0)
            return false;
        strbuf_add_bytes(out, text, (size_t)(open - text));
        if (!expand(s, v, slot->lines[sample_below(s, slot->line_count)], depth - 1, out))
            return false;
        text = close + 1;
    }
    strbuf_add(out, text);
    return true;
}

/* One of the sentences that fit the return, other than `not`; -1 when none does. */
static int pick_sentence(struct sample *s, const struct sample_variable *v, size_t row, int not ) {
    int picked = -1;
    size_t fitting = 0;
    for (size_t i = 0; i < v->sentence_count; i++)
        if ((int)i != not &&sample_holds(s, &v->sentences[i].when, row) && sample_below(s, ++fitting) == 0)
            picked = (int)i;
    return picked;
}

static bool add_sentence(struct sample *s, const struct sample_variable *v, int sentence,
                         struct strbuf *out) {
    const struct sample_sentence *from = &v->sentences[sentence];
    return from->line_count > 0 &&
           expand(s, v, from->lines[sample_below(s, from->line_count)], DEPTH_MAX, out);
}

const char *sample_compose(struct sample *s, const struct sample_variable *v, size_t row) {
    struct strbuf out = {0};
    int first = pick_sentence(s, v, row, -1);
    bool good = first >= 0 && add_sentence(s, v, first, &out);
    if (good && sample_uniform(s) < v->second) {
        int second = pick_sentence(s, v, row, first);
        good = second < 0 || add_sentence(s, v, second, &out);
    }
    const char *text = good ? arena_strdup(s->arena, out.text) : NULL;
    strbuf_end(&out);
    return text;
}
