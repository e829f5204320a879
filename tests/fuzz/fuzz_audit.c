/* Any bytes as a draft, as a table, and as a file of figures: claims with text, a line and a reason each, or nothing. */
#include "engine/base/utf8.h"
#include "reports/audit/audit.h"
#include "reports/audit/audit_read.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge(struct arena *arena, const struct audit_words *w, const struct audit_draft *draft) {
    const struct audit *a = audit_run(arena, w, draft, NULL);
    for (size_t i = 0; i < a->claim_count; i++) {
        const struct audit_claim *c = &a->claims[i];
        if (!c->text || !c->why || c->line == 0 || c->verdict >= AUDIT_VERDICTS ||
            !utf8_valid(c->text, strlen(c->text)))
            abort();
        for (size_t k = 0; k < c->candidate_count; k++)
            if (!c->candidates[k].text || !c->candidates[k].kind)
                abort();
    }
}

static void as_rows(struct arena *arena, const struct audit_words *w, char *text) {
    struct audit_rows *rows = audit_rows_begin(arena, w);
    size_t line = 0;
    for (char *row; (row = strsep(&text, "\n")) != NULL;) {
        const char *cells[32];
        size_t count = 0;
        for (char *cell; count < 32 && (cell = strsep(&row, ",")) != NULL;)
            cells[count++] = cell;
        audit_rows_add(rows, ++line, cells, count);
    }
    judge(arena, w, audit_rows_end(rows));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct audit_words *w = audit_words_get(&f);
    char *text = arena_strndup(arena, (const char *)data, size);
    size_t length = strlen(text);
    if (!w)
        abort();
    if (utf8_valid(text, length)) {
        judge(arena, w, audit_draft_text(arena, w, text, length));
        const struct audit_draft *figures = audit_read_figures(arena, w, text, length, "x.json", &f);
        if (figures)
            judge(arena, w, figures);
        as_rows(arena, w, text);
    }
    arena_destroy(arena);
    return 0;
}
