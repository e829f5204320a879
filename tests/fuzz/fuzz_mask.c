/* mask_find: spans of any text are in order, apart, on character boundaries; what mask_apply makes is UTF-8.
 */
#include "engine/base/utf8.h"
#include "engine/response/mask.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_boundary(const char *text, size_t at) {
    return ((unsigned char)text[at] & 0xC0) != 0x80;
}

static void check_spans(const char *text, const struct mask_span *spans, size_t count) {
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        if (spans[i].from < end || spans[i].to <= spans[i].from || spans[i].to > strlen(text) ||
            spans[i].kind >= MASK_KINDS || !is_boundary(text, spans[i].from) ||
            !is_boundary(text, spans[i].to))
            abort();
        end = spans[i].to;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fault f = {0};
    struct mask_span *spans;
    size_t count;
    const struct mask_rules *rules = mask_rules_get(&f);
    if (!rules)
        abort();
    if (!utf8_valid((const char *)data, size))
        return 0;
    struct arena *arena = arena_create();
    const char *text = arena_strndup(arena, (const char *)data, size);
    mask_find(arena, rules, text, &spans, &count);
    check_spans(text, spans, count);
    const char *masked = mask_apply(arena, rules, text, spans, count);
    if (!utf8_valid(masked, strlen(masked)))
        abort();
    arena_destroy(arena);
    return 0;
}
