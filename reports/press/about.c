/* How the survey was made, and the form that was filled in (reports/form): both from the questionnaire itself. */
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "reports/form/form.h"
#include "reports/press/words.h"
#include "reports/press/writer.h"

#include <string.h>

/* --- methodology --- */

enum { LINES_MAX = 24 };

struct lines {
    struct block_pair *items;
    size_t count;
};

static void add(struct lines *lines, const char *label, const char *text) {
    if (text && *text)
        lines->items[lines->count++] = (struct block_pair){label, text, NULL};
}

static const char *counted(struct writer *w, int64_t value, const char *unit) {
    char text[PERCENT_TEXT];
    const char *space = strcmp(lang_now(), "ja") == 0 ? "" : " ";
    return arena_printf(w->arena, "%s%s%s", percent_thousands(text, value), space, unit);
}

static const char *returns_line(struct writer *w) {
    char text[PERCENT_TEXT];
    const struct binding_fact *rate = writer_fact(w, "rate");
    const char *returns = counted(w, writer_fact(w, "returns")->count, w->questionnaire->unit);
    if (!rate)
        return returns;
    percent_text(text, rate->count, rate->n, 1);
    return arena_printf(w->arena, _("%s (response rate %s)"), returns, text);
}

/* The prefectures that returns came from, by name. */
static const char *prefectures_line(struct writer *w) {
    if (w->questionnaire->key_pref < 0)
        return NULL;
    const char *id = w->questionnaire->questions[w->questionnaire->key_pref].id;
    const struct table *table = table_find(w->source->tables, id);
    struct strbuf names = {0};
    strbuf_add(&names, "");
    size_t count = 0;
    for (size_t i = 0; table && i < table->row_count; i++)
        if (table->rows[i].kind == TABLE_OPTION && table->rows[i].cells[0].count > 0)
            strbuf_printf(&names, "%s%s", count++ ? _(", ") : "", table->rows[i].label);
    const char *line = arena_printf(w->arena, _("%zu prefectures: %s"), count, names.text);
    strbuf_end(&names);
    return line;
}

/* The notes of the whole set: rounding, intervals; the one on synthetic data has a line of its own. */
static const char *notes_line(struct writer *w) {
    const struct table_set *set = w->source->tables;
    const char *synthetic = set->dataset->synthetic;
    struct strbuf notes = {0};
    strbuf_add(&notes, "");
    for (size_t i = 0; i < set->note_count; i++)
        if (!synthetic || strcmp(set->notes[i], synthetic) != 0)
            strbuf_printf(&notes, "%s%s", notes.length ? "\n" : "", set->notes[i]);
    if (set->interval_note)
        strbuf_printf(&notes, "%s%s", notes.length ? "\n" : "", set->interval_note);
    const char *line = arena_strdup(w->arena, notes.text);
    strbuf_end(&notes);
    return line;
}

/* Not a random sample; and no sample at all when everybody answered. */
static const char *how_to_read(struct writer *w) {
    const struct binding_fact *rate = writer_fact(w, "rate");
    if (rate && rate->count == rate->n)
        return _(
            "All who were asked answered. The figures are no sample: intervals, where they are printed, only "
            "say how firm a share of so few is.");
    return _(
        "The returns are those of the institutions that answered; they were not drawn at random. Intervals "
        "show the play of chance at this number of returns; they do not cover who chose to answer.");
}

static void add_rules(struct writer *w, struct lines *lines) {
    const struct questionnaire *q = w->questionnaire;
    add(lines, _("Bases"),
        arena_printf(
            w->arena,
            _("Unless a table says otherwise: %s. No answer stays in the base; who was not asked a question "
              "is not in its base. Percentages of multiple answers are of the respondents in the base and "
              "can add up to more than 100%%."),
            q->base_all_text));
    add(lines, _("Rounding and intervals"), notes_line(w));
    add(lines, _("How to read it"), how_to_read(w));
}

static void add_facts(struct writer *w, struct lines *lines) {
    const struct questionnaire *q = w->questionnaire;
    const struct binding_fact *sent = writer_fact(w, "sent");
    add(lines, _("Title of the survey"), q->title);
    add(lines, _("Field period"), words_period(w->arena, q->field_from, q->field_to));
    add(lines, _("Method of the survey"), q->method);
    add(lines, _("Who was asked"), q->population);
    if (sent)
        add(lines, _("Questionnaires sent"), counted(w, sent->count, q->unit));
    add(lines, _("Returns counted"), returns_line(w));
    add(lines, _("Came from"), prefectures_line(w));
}

bool writer_methodology(struct writer *w, const struct kit_section *section, struct fault *f) {
    struct lines lines = {arena_array(w->arena, LINES_MAX + section->item_count, sizeof *lines.items), 0};
    add_facts(w, &lines);
    if (!writer_pairs(w, section->items, section->item_count, &lines.items[lines.count], f))
        return false;
    lines.count += section->item_count;
    add_rules(w, &lines);
    add(&lines, _("Synthetic data"), w->source->tables->dataset->synthetic);
    add(&lines, _("State of the data"),
        arena_printf(w->arena, _("questionnaire %s, version %.12s; returns %.12s"), w->questionnaire->id,
                     w->questionnaire->hash, w->source->tables->dataset->state));
    struct block *block = writer_add(w, BLOCK_PAIRS);
    block->level = 1;
    block->pairs = lines.items;
    block->pair_count = lines.count;
    return true;
}

/* --- the form --- */

enum { CONTACT_BEFORE = 4 };

bool writer_questionnaire(struct writer *w, const struct kit_section *section, struct fault *f) {
    (void)section, (void)f;
    const struct questionnaire *q = w->questionnaire;
    const struct block *questions;
    size_t count;
    struct block *title = writer_add(w, BLOCK_BOX);
    title->align = BLOCK_CENTER;
    title->text = arena_printf(w->arena, "**%s**\n%s", q->title, q->organiser);
    form_questions(w->arena, q, &questions, &count);
    for (size_t i = 0; i < count; i++)
        *writer_add(w, questions[i].kind) = questions[i];
    if (!q->contact || !*q->contact)
        return true;
    writer_add(w, BLOCK_SPACE)->height = CONTACT_BEFORE;
    struct block *contact = writer_add(w, BLOCK_BOX);
    contact->text = q->contact;
    contact->align = BLOCK_CENTER;
    return true;
}
