#include "reports/form/form.h"

#include "engine/base/lang.h"
#include "reports/model/blocks.h"
#include "reports/press/words.h"

#include <string.h>

struct writing {
    struct arena *arena;
    const struct questionnaire *q;
    struct blocks blocks;
};

/* --- questions --- */

struct choices {
    struct block_pair *items;
    size_t count, capacity;
};

static void add_item(struct writing *w, struct choices *c, const char *label, const char *text) {
    c->items = arena_grow(w->arena, c->items, c->count, &c->capacity, sizeof *c->items);
    c->items[c->count++] = (struct block_pair){label, text, NULL};
}

static void add_choices_of(struct writing *w, struct choices *c, size_t position, bool nested);

/* Nested questions stand right behind the option that opens them. */
static void add_nested(struct writing *w, struct choices *c, size_t parent, int option) {
    const struct questionnaire *q = w->q;
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].parent == (int)parent && q->questions[i].parent_option == option)
            add_choices_of(w, c, i, true);
}

static const char *blank_for(struct writing *w, const struct question *question) {
    if (question->kind == QUESTION_NUMBER)
        return arena_printf(w->arena, _("(        %s)"), question->measure.unit);
    if (question->kind == QUESTION_PREFECTURE)
        return _("(prefecture:                    )");
    return question->kind == QUESTION_DATE ? _("(year        month        day)")
                                           : _("(                              )");
}

/* What leads to a nested question's answers.  They mostly say themselves what is asked; one with a number of its own,
 * which readers would miss, and one that asks for words say it in full. */
static const char *lead_to(struct writing *w, const struct question *question) {
    const char *number = question->number ? question->number : "";
    if (*number || question->kind == QUESTION_TEXT)
        return arena_printf(w->arena, "→ %s%s%s", number, *number ? "　" : "", question->text);
    return question->kind == QUESTION_NUMBER ? "" : "→";
}

static void add_choices_of(struct writing *w, struct choices *c, size_t position, bool nested) {
    const struct question *question = &w->q->questions[position];
    const char *lead = nested ? lead_to(w, question) : "";
    if (question->kind != QUESTION_SINGLE && question->kind != QUESTION_MULTI) {
        add_item(w, c, "", arena_printf(w->arena, "%s%s%s", lead, *lead ? " " : "", blank_for(w, question)));
        return;
    }
    if (*lead) /* in brackets, or its last answer reads as if the next option belonged to it */
        add_item(w, c, "", arena_printf(w->arena, "%s［", lead));
    for (size_t i = 0; i < question->option_count; i++) {
        const char *text = question->options[i].text;
        const char *blank = question->options[i].other ? _("(                              )") : "";
        add_item(w, c, "tick", arena_printf(w->arena, "%s%s", text, blank));
        add_nested(w, c, position, (int)i);
    }
    if (*lead)
        c->items[c->count - 1].text = arena_printf(w->arena, "%s］", c->items[c->count - 1].text);
}

static const char *heading_of(struct writing *w, const struct question *question) {
    const char *number = question->number ? question->number : "";
    return arena_printf(w->arena, "%s%s%s", number, *number ? "　" : "",
                        question_on_form(w->arena, question));
}

static void add_question(struct writing *w, size_t position) {
    const struct question *question = &w->q->questions[position];
    blocks_title(&w->blocks, 3, heading_of(w, question));
    if (question->kind == QUESTION_TEXT) {
        blocks_add(&w->blocks, BLOCK_ANSWER)->height = 46;
        return;
    }
    struct choices c = {0};
    add_choices_of(w, &c, position, false);
    struct block *block = blocks_add(&w->blocks, BLOCK_CHOICES);
    block->pairs = c.items;
    block->pair_count = c.count;
}

/* --- questions of a matrix --- */

static void add_matrix(struct writing *w, size_t from, size_t to) {
    const struct question *first = &w->q->questions[from];
    const bool ticked = question_is_coded(first);
    const size_t columns = ticked ? first->option_count : 1;
    const char **answers = arena_array(w->arena, columns + 1, sizeof *answers);
    struct block_pair *rows = arena_array(w->arena, to - from + 1, sizeof *rows);
    for (size_t i = 0; i < columns; i++)
        answers[i] = ticked ? first->options[i].text : "";
    for (size_t i = from; i < to; i++)
        rows[i - from] = (struct block_pair){w->q->questions[i].text,
                                             ticked ? NULL : blank_for(w, &w->q->questions[i]), NULL};
    blocks_title(&w->blocks, 3, heading_of(w, question_of_grid(w->arena, first)));
    struct block *grid = blocks_add(&w->blocks, BLOCK_MATRIX);
    grid->columns = answers;
    grid->column_count = columns;
    grid->pairs = rows;
    grid->pair_count = to - from;
}

static void add_questions(struct writing *w) {
    for (size_t i = 0; i < w->q->question_count;) {
        const size_t end = question_grid_end(w->q, i);
        if (end > i)
            add_matrix(w, i, end);
        else if (w->q->questions[i].parent < 0)
            add_question(w, i);
        i = end > i ? end : i + 1;
    }
}

void form_questions(struct arena *arena, const struct questionnaire *q, const struct block **blocks,
                    size_t *count) {
    struct writing w = {.arena = arena, .q = q, .blocks.arena = arena};
    add_questions(&w);
    *blocks = w.blocks.items;
    *count = w.blocks.count;
}

/* --- the form that is sent out --- */

static void add_head(struct writing *w, const char *association) {
    enum { LINES = 4 };
    struct block_pair *lines = arena_array(w->arena, LINES, sizeof *lines);
    size_t count = 0;
    struct block *title = blocks_add(&w->blocks, BLOCK_BOX);
    title->align = BLOCK_CENTER;
    title->text =
        arena_printf(w->arena, "**%s**\n%s", w->q->title, association ? association : w->q->organiser);
    lines[count++] = (struct block_pair){_("Sheet number"), _("(filled in by the office)"), NULL};
    if (w->q->field_to && *w->q->field_to)
        lines[count++] =
            (struct block_pair){_("Please return by"), words_date_weekday(w->arena, w->q->field_to), NULL};
    if (*w->q->contact)
        lines[count++] = (struct block_pair){_("Return to"), w->q->contact, NULL};
    blocks_pairs(&w->blocks, lines, count)->level = 1;
}

const struct document *form_document(struct arena *arena, const struct questionnaire *q,
                                     const char *association) {
    struct writing w = {.arena = arena, .q = q, .blocks.arena = arena};
    add_head(&w, association);
    add_questions(&w);
    struct section *section = arena_alloc(arena, sizeof *section);
    *section = (struct section){.id = "form",
                                .title = q->title,
                                .cover = true,
                                .natural = true,
                                .blocks = w.blocks.items,
                                .block_count = w.blocks.count};
    struct document *document = arena_alloc(arena, sizeof *document);
    *document = (struct document){.title = q->title,
                                  .author = q->organiser,
                                  .subject = _("Questionnaire"),
                                  .keywords = q->id,
                                  .lang = lang_now(),
                                  .footer = association ? association : q->organiser,
                                  .sections = section,
                                  .section_count = 1};
    return document;
}
