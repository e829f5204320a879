#include "engine/waves/wave_build.h"

#include "engine/base/percent.h"

#include <string.h>

/* --- room --- */

static size_t options_of_form(const struct questionnaire *form) {
    size_t count = 0;
    for (size_t i = 0; i < form->question_count; i++)
        count += form->questions[i].option_count + form->questions[i].net_count;
    return count;
}

static size_t options_published(const struct published_survey *published) {
    size_t count = 0;
    for (size_t i = 0; i < published->question_count; i++)
        count += published->questions[i].option_count;
    return count;
}

void wave_build_begin(struct wave_build *b, struct arena *arena, struct wave *wave,
                      const struct questionnaire *form, const struct published_survey *published) {
    size_t questions = 1 + (form ? form->question_count : 0) + (published ? published->question_count : 0);
    size_t items = 1 + (form ? options_of_form(form) : 0) + (published ? options_published(published) : 0);
    *b = (struct wave_build){.arena = arena, .wave = wave};
    wave->questions = b->questions = arena_array(arena, questions, sizeof *b->questions);
    wave->items = b->items = arena_array(arena, items, sizeof *b->items);
}

static struct wave_question *find_question(struct wave_build *b, const char *concept) {
    for (size_t i = 0; concept && i < b->wave->question_count; i++)
        if (strcmp(b->questions[i].concept, concept) == 0)
            return &b->questions[i];
    return NULL;
}

struct wave_item *wave_build_item(struct wave_build *b, const char *concept) {
    for (size_t i = 0; concept && i < b->wave->item_count; i++)
        if (strcmp(b->items[i].concept, concept) == 0)
            return &b->items[i];
    return NULL;
}

static struct wave_item *add_item(struct wave_build *b, const struct wave_question *question,
                                  const char *concept, const char *label, int option) {
    struct wave_item *item = &b->items[b->wave->item_count++];
    *item = (struct wave_item){.concept = concept, .label = label, .question = question, .option = option};
    return item;
}

void wave_build_add_figure(struct wave_build *b, struct wave_item *item, const struct wave_figure *figure) {
    struct wave_figure *figures = arena_array(b->arena, item->figure_count + 1, sizeof *figures);
    for (size_t i = 0; i < item->figure_count; i++)
        figures[i] = item->figures[i];
    figures[item->figure_count++] = *figure;
    item->figures = figures;
}

/* --- from the questionnaire --- */

static enum wave_kind kind_of(const struct question *question) {
    if (!question_is_coded(question))
        return WAVE_NO_SHARE;
    return question->kind == QUESTION_MULTI ? WAVE_MULTI : WAVE_SINGLE;
}

static const struct wave_option *options_of(struct arena *arena, const struct question *question) {
    struct wave_option *options = arena_array(arena, question->option_count + 1, sizeof *options);
    for (size_t j = 0; j < question->option_count; j++)
        options[j] = (struct wave_option){question->options[j].concept, question->options[j].label};
    return options;
}

static void add_form_question(struct wave_build *b, const struct questionnaire *form,
                              const struct question *question) {
    struct wave_question *to = &b->questions[b->wave->question_count++];
    *to = (struct wave_question){.concept = question->concept,
                                 .label = question_title(b->arena, form, question),
                                 .wording = question_wording(b->arena, question),
                                 .kind = kind_of(question),
                                 .asked = wave_base_of_question(b->arena, form, question),
                                 .form = true,
                                 .options = options_of(b->arena, question),
                                 .option_count = question->option_count,
                                 .of_form = question};
    for (size_t j = 0; j < question->option_count; j++)
        if (question->options[j].concept && !wave_build_item(b, question->options[j].concept))
            add_item(b, to, question->options[j].concept, question->options[j].label, (int)j);
    for (size_t k = 0; k < question->net_count; k++)
        if (question->nets[k].concept && !wave_build_item(b, question->nets[k].concept))
            add_item(b, to, question->nets[k].concept, question->nets[k].label,
                     (int)(question->option_count + k));
}

void wave_build_form(struct wave_build *b, const struct questionnaire *form) {
    for (size_t i = 0; i < form->question_count; i++)
        if (form->questions[i].concept && !find_question(b, form->questions[i].concept))
            add_form_question(b, form, &form->questions[i]);
}

/* --- from what was published --- */

bool wave_counts_that_print(const char *percent, long n, long *low, long *high) {
    const char *point = strchr(percent, '.');
    int decimals = point ? (int)strlen(point + 1) : 0;
    if (n <= 0 || decimals > 6)
        return false;
    int64_t wanted = 0;
    for (const char *at = percent; *at; at++)
        if (*at != '.')
            wanted = wanted * 10 + (*at - '0');
    int64_t whole = percent_scaled(n, n, decimals);
    long at = (long)((2 * wanted - 1) * n / (2 * whole)) - 1;
    for (at = at < 0 ? 0 : at; at <= n && percent_scaled(at, n, decimals) < wanted;)
        at++;
    *low = at;
    while (at <= n && percent_scaled(at, n, decimals) == wanted)
        at++;
    *high = at - 1;
    return *high >= *low;
}

static void fill_counts(struct wave_figure *figure, const struct published_option *option) {
    figure->low = figure->high = option->count;
    if (option->count >= 0 || !option->percent || figure->n <= 0)
        return;
    if (wave_counts_that_print(option->percent, figure->n, &figure->low, &figure->high)) {
        figure->inferred = figure->low == figure->high;
        return;
    }
    figure->impossible = true;
    figure->low = figure->high = WAVE_UNKNOWN;
}

static const char *own_base_word(struct arena *arena, const struct published_question *question) {
    return question->base_kind ? question->base_kind : arena_printf(arena, "unstated %s", question->id);
}

static bool add_figure(struct wave_build *b, const struct published_survey *published,
                       const struct published_question *question, const struct published_option *option,
                       struct wave_item *item, struct fault *f) {
    struct wave_figure figure = {.base_words = question->base,
                                 .n = question->base_n,
                                 .percent = option->percent,
                                 .restated = question->derived ? question->base : NULL,
                                 .origin = WAVE_PUBLISHED,
                                 .sources = question->sources ? question->sources : published->sources};
    if (option->count < 0 && !option->percent)
        return true;
    fill_counts(&figure, option);
    if (!wave_base_of_word(b->arena, own_base_word(b->arena, question), published->id, question->concept,
                           &figure.base, f))
        return false;
    if (!question->derived || !wave_item_has(item, &figure.base))
        wave_build_add_figure(b, item, &figure);
    return true;
}

static enum wave_kind published_kind(const struct published_question *question) {
    if (strcmp(question->kind, "single") == 0)
        return WAVE_SINGLE;
    return strcmp(question->kind, "multi") == 0 ? WAVE_MULTI : WAVE_NO_SHARE;
}

static const struct wave_question *published_question(struct wave_build *b,
                                                      const struct published_question *question) {
    struct wave_question *found = find_question(b, question->concept);
    if (found)
        return found;
    found = &b->questions[b->wave->question_count++];
    *found = (struct wave_question){.concept = question->concept,
                                    .label = question->text,
                                    .wording = question->text,
                                    .kind = published_kind(question)};
    return found;
}

bool wave_build_published(struct wave_build *b, const struct published_survey *published, bool derived,
                          struct fault *f) {
    for (size_t i = 0; i < published->question_count; i++) {
        const struct published_question *question = &published->questions[i];
        if (!question->concept || question->derived != derived)
            continue;
        const struct wave_question *to = published_question(b, question);
        for (size_t j = 0; j < question->option_count; j++) {
            const struct published_option *option = &question->options[j];
            if (!option->concept)
                continue;
            struct wave_item *item = wave_build_item(b, option->concept);
            if (!item)
                item = add_item(b, to, option->concept, option->label, -1);
            if (!add_figure(b, published, question, option, item, f))
                return false;
        }
    }
    return true;
}
