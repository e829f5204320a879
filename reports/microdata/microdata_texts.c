#include "reports/microdata/microdata_texts.h"

#include "engine/base/lang.h"
#include "engine/response/mask.h"
#include "engine/store/newest.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct text_column {
    uint64_t *at;     /* by row: where it begins, + 1; 0: none */
    uint32_t *length; /* bytes */
    size_t longest;
};

struct microdata_texts {
    FILE *file;
    uint64_t written;
    struct text_column *columns; /* by question; at is NULL where there are no words */
    struct strbuf text;
    size_t masked;
};

struct loading {
    struct microdata_texts *texts;
    struct newest newest;
    const struct mask_rules *rules;
    struct arena *scratch;
    size_t row, n;
};

/* In the interface's language, though a report in another one is made. */
static bool spill_failed(struct fault *f) {
    int why = errno;
    const char *before = lang_enter(lang_interface());
    errno = why;
    fault_errno(f, _("a temporary file for free text"));
    lang_enter(before);
    return false;
}

bool microdata_texts_has(const struct question *question) {
    bool words = question->kind == QUESTION_TEXT;
    for (size_t i = 0; i < question->option_count && !words; i++)
        words = question->options[i].other;
    return words;
}

static bool mask_text(struct loading *l, long id, const struct question *question, const char *text,
                      const char **masked, struct fault *f) {
    struct mask_span *spans;
    size_t count = 0;
    if (!store_masked_get(l->newest.store, l->scratch, id, question->id, text, masked, f))
        return false;
    if (!*masked) {
        mask_find(l->scratch, l->rules, text, &spans, &count);
        *masked = count ? mask_apply(l->scratch, l->rules, text, spans, count) : text;
    }
    l->texts->masked += strcmp(*masked, text) != 0;
    return true;
}

static bool keep(struct microdata_texts *texts, size_t question, size_t row, const char *text,
                 struct fault *f) {
    struct text_column *column = &texts->columns[question];
    size_t length = strlen(text);
    if (fwrite(text, 1, length, texts->file) < length)
        return spill_failed(f);
    column->at[row] = texts->written + 1;
    column->length[row] = (uint32_t)length;
    column->longest = length > column->longest ? length : column->longest;
    texts->written += length;
    return true;
}

static bool keep_words(struct loading *l, long id, const struct response *response, struct fault *f) {
    const struct questionnaire *q = l->newest.q;
    for (size_t i = 0; i < q->question_count; i++) {
        const struct answer *answer = &response->answers[i];
        const char *masked = NULL;
        if (!l->texts->columns[i].at || answer->state != ANSWER_GIVEN || !answer->text || !*answer->text)
            continue;
        if (!mask_text(l, id, &q->questions[i], answer->text, &masked, f) ||
            !keep(l->texts, i, l->row, masked, f))
            return fault_context(f, _("return %ld"), id);
    }
    return true;
}

static bool visit(void *data, const struct stored_return *row, struct fault *f) {
    struct loading *l = data;
    struct response *response = newest_response(&l->newest, l->scratch, row, f);
    if (response && l->row == l->n)
        return fault_set(f, _("the returns changed while they were being read; run the command again"));
    bool done = response && keep_words(l, row->id, response, f);
    l->row++;
    arena_reset(l->scratch);
    return done;
}

static struct microdata_texts *create(struct arena *arena, const struct questionnaire *q, size_t n,
                                      struct fault *f) {
    struct microdata_texts *texts = arena_alloc(arena, sizeof *texts);
    texts->columns = arena_array(arena, q->question_count + 1, sizeof *texts->columns);
    for (size_t i = 0; i < q->question_count; i++)
        if (microdata_texts_has(&q->questions[i])) {
            texts->columns[i].at = arena_array(arena, n + 1, sizeof(uint64_t));
            texts->columns[i].length = arena_array(arena, n + 1, sizeof(uint32_t));
        }
    texts->file = tmpfile();
    if (texts->file)
        return texts;
    spill_failed(f);
    return NULL;
}

struct microdata_texts *microdata_texts_load(struct arena *arena, struct store *store,
                                             const struct questionnaire *q, size_t n, struct fault *f) {
    struct loading l = {
        .newest = {.store = store, .arena = arena, .q = q}, .rules = mask_rules_get(f), .n = n};
    l.texts = l.rules ? create(arena, q, n, f) : NULL;
    if (!l.texts)
        return NULL;
    l.scratch = arena_create();
    bool done =
        store_each_return(store, q->id, visit, &l, f) && (fflush(l.texts->file) == 0 || spill_failed(f));
    arena_destroy(l.scratch);
    if (done)
        return l.texts;
    microdata_texts_end(l.texts);
    return NULL;
}

void microdata_texts_end(struct microdata_texts *texts) {
    if (!texts)
        return;
    fclose(texts->file);
    strbuf_end(&texts->text);
}

bool microdata_texts_get(struct microdata_texts *texts, size_t question, size_t row, const char **text,
                         struct fault *f) {
    const struct text_column *column = &texts->columns[question];
    char bytes[1 << 12];
    *text = NULL;
    if (!column->at || !column->at[row])
        return true;
    strbuf_clear(&texts->text);
    if (fseeko(texts->file, (off_t)(column->at[row] - 1), SEEK_SET) != 0)
        return spill_failed(f);
    for (size_t left = column->length[row]; left > 0;) {
        size_t got = fread(bytes, 1, left < sizeof bytes ? left : sizeof bytes, texts->file);
        if (got == 0)
            return spill_failed(f);
        strbuf_add_bytes(&texts->text, bytes, got);
        left -= got;
    }
    *text = texts->text.text;
    return true;
}

size_t microdata_texts_longest(const struct microdata_texts *texts, size_t question) {
    return texts->columns[question].longest;
}

size_t microdata_texts_masked(const struct microdata_texts *texts) {
    return texts->masked;
}
