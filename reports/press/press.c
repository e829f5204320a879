#include "reports/press/press.h"

#include "engine/base/lang.h"
#include "reports/press/words.h"
#include "reports/press/writer.h"

#include <string.h>

static const char AGENDA[] = "agenda";

/* --- writing --- */

struct block *writer_add(struct writer *w, enum block_kind kind) {
    w->blocks = arena_grow(w->arena, w->blocks, w->block_count, &w->block_capacity, sizeof *w->blocks);
    struct block *block = &w->blocks[w->block_count++];
    memset(block, 0, sizeof *block);
    block->kind = kind;
    return block;
}

void writer_title(struct writer *w, int level, const char *text) {
    struct block *block = writer_add(w, BLOCK_TITLE);
    block->level = level;
    block->text = text;
}

void writer_small(struct writer *w, const char *text) {
    struct block *block = writer_add(w, BLOCK_PARAGRAPH);
    block->level = 1;
    block->text = text;
}

bool writer_pairs(struct writer *w, const struct kit_pair *pairs, size_t count, struct block_pair *out,
                  struct fault *f) {
    for (size_t i = 0; i < count; i++) {
        out[i].label = pairs[i].label->string;
        out[i].text = binder_text(&w->binder, pairs[i].text, f);
        out[i].detail = pairs[i].detail && out[i].text ? binder_text(&w->binder, pairs[i].detail, f) : NULL;
        if (!out[i].text || (pairs[i].detail && !out[i].detail))
            return false;
    }
    return true;
}

/* --- blocks of the kit's author --- */

static bool add_bullets(struct writer *w, const struct kit_block *from, struct fault *f) {
    struct block_pair *pairs = arena_array(w->arena, from->items->count + 1, sizeof *pairs);
    size_t count = 0;
    for (const struct json *item = from->items->first; item; item = item->next)
        if (!(pairs[count++].text = binder_text(&w->binder, item, f)))
            return false;
    struct block *block = writer_add(w, BLOCK_BULLETS);
    block->pairs = pairs;
    block->pair_count = count;
    return true;
}

static bool add_cards(struct writer *w, const struct kit_block *from, struct fault *f) {
    struct block_pair *pairs = arena_array(w->arena, from->card_count + 1, sizeof *pairs);
    if (!writer_pairs(w, from->cards, from->card_count, pairs, f))
        return false;
    struct block *block = writer_add(w, BLOCK_CARDS);
    block->pairs = pairs;
    block->pair_count = from->card_count;
    return true;
}

/* A Japanese paragraph begins with an empty em, unless it begins with an opening bracket or is indented
 * already. */
static const char *indented(struct arena *arena, const char *text) {
    static const char *const never[] = {"　", "（", "【", "※", "・"};
    if (strcmp(lang_now(), "ja") != 0)
        return text;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strncmp(text, never[i], strlen(never[i])) == 0)
            return text;
    return arena_printf(arena, "　%s", text);
}

static const struct {
    enum block_kind kind;
    int level;
} text_blocks[] = {
    [KIT_HEADING] = {BLOCK_TITLE, 2},       [KIT_SUBHEADING] = {BLOCK_TITLE, 3},
    [KIT_PARAGRAPH] = {BLOCK_PARAGRAPH, 0}, [KIT_BOX] = {BLOCK_BOX, 0},
    [KIT_NOTE] = {BLOCK_PARAGRAPH, 1},      [KIT_BYLINE] = {BLOCK_PARAGRAPH, 0},
    [KIT_BREAK] = {BLOCK_BREAK, 0},
};

static bool add_text(struct writer *w, const struct kit_block *from, struct fault *f) {
    const char *text = binder_text(&w->binder, from->text, f);
    if (!text)
        return false;
    struct block *block = writer_add(w, text_blocks[from->kind].kind);
    block->level = text_blocks[from->kind].level;
    block->text = from->kind == KIT_PARAGRAPH ? indented(w->arena, text) : text;
    block->align = from->kind == KIT_BYLINE ? BLOCK_RIGHT : BLOCK_LEFT;
    return true;
}

bool writer_blocks(struct writer *w, const struct kit_section *section, struct fault *f) {
    for (size_t i = 0; i < section->block_count; i++) {
        const struct kit_block *block = &section->blocks[i];
        bool done = true;
        if (block->kind == KIT_BULLETS)
            done = add_bullets(w, block, f);
        else if (block->kind == KIT_CARDS)
            done = add_cards(w, block, f);
        else if (block->kind == KIT_BREAK)
            writer_add(w, BLOCK_BREAK);
        else
            done = add_text(w, block, f);
        if (!done)
            return false;
    }
    return true;
}

/* --- agenda --- */

static const char *organiser_of(const struct writer *w) {
    return w->kit->organiser ? w->kit->organiser : w->questionnaire->organiser;
}

static void add_pair(struct block_pair *pairs, size_t *count, const char *label, const char *text) {
    if (text && *text)
        pairs[(*count)++] = (struct block_pair){label, text, NULL};
}

static void add_when_and_where(struct writer *w) {
    struct block_pair *pairs = arena_array(w->arena, 3, sizeof *pairs);
    size_t count = 0;
    const char *date = words_date_weekday(w->arena, w->kit->date);
    if (w->kit->time)
        date = arena_printf(w->arena, "%s　%s", date, w->kit->time);
    add_pair(pairs, &count, _("Day and time"), date);
    add_pair(pairs, &count, _("Place"), w->kit->place);
    add_pair(pairs, &count, _("Held by"), organiser_of(w));
    struct block *block = writer_add(w, BLOCK_PAIRS);
    block->level = 1;
    block->pairs = pairs;
    block->pair_count = count;
}

static bool add_material(struct writer *w, const struct kit_material *material, struct fault *f) {
    const char *title = binder_text(&w->binder, material->title, f);
    if (!title)
        return false;
    struct block *block = writer_add(w, BLOCK_REFERENCE);
    block->text = arena_printf(w->arena, _("Material: %s"), title);
    block->target = material->section;
    block->through = material->through;
    block->note = material->note;
    return true;
}

static bool add_theme(struct writer *w, size_t number, const struct kit_theme *theme, struct fault *f) {
    const char *title = binder_text(&w->binder, theme->title, f);
    if (!title)
        return false;
    writer_title(w, 2, arena_printf(w->arena, "%zu. %s", number, title));
    if (theme->speaker) {
        struct block *block = writer_add(w, BLOCK_PARAGRAPH);
        block->text = arena_printf(w->arena, _("Reported by: %s"), theme->speaker);
        if (strcmp(lang_now(), "ja") == 0)
            block->text = arena_printf(w->arena, "　 %s", block->text);
    }
    for (size_t i = 0; i < theme->material_count; i++)
        if (!add_material(w, &theme->materials[i], f))
            return false;
    return true;
}

static bool add_contact(struct writer *w, struct fault *f) {
    struct block_pair *pairs = arena_array(w->arena, w->kit->contact_count + 1, sizeof *pairs);
    size_t count = w->kit->contact_count;
    if (!writer_pairs(w, w->kit->contact, count, pairs, f))
        return false;
    if (count == 0)
        add_pair(pairs, &count, organiser_of(w), w->questionnaire->contact);
    if (count == 0)
        return true;
    writer_title(w, 3, _("Contact"));
    struct block *block = writer_add(w, BLOCK_PAIRS);
    block->level = 1;
    block->pairs = pairs;
    block->pair_count = count;
    return true;
}

bool writer_agenda(struct writer *w, struct fault *f) {
    struct block *organiser = writer_add(w, BLOCK_PARAGRAPH);
    organiser->text = arena_printf(w->arena, _("%s: press conference"), organiser_of(w));
    organiser->align = BLOCK_CENTER;
    const char *title = binder_text(&w->binder, w->kit->title, f);
    const char *subtitle = title && w->kit->subtitle ? binder_text(&w->binder, w->kit->subtitle, f) : NULL;
    if (!title || (w->kit->subtitle && !subtitle))
        return false;
    writer_title(w, 0, title);
    if (subtitle) {
        struct block *block = writer_add(w, BLOCK_TITLE);
        block->level = 3;
        block->align = BLOCK_CENTER;
        block->text = subtitle;
    }
    writer_add(w, BLOCK_SPACE)->height = 10;
    add_when_and_where(w);
    writer_title(w, 1, w->kit->agenda_title);
    for (size_t i = 0; i < w->kit->theme_count; i++)
        if (!add_theme(w, i + 1, &w->kit->themes[i], f))
            return false;
    writer_add(w, BLOCK_SPACE)->height = 14;
    return add_contact(w, f);
}

/* --- sections --- */

static bool writer_statement(struct writer *w, const struct kit_section *section, struct fault *f) {
    (void)w, (void)section, (void)f;
    return true; /* its blocks are all there is */
}

static bool (*const section_writers[])(struct writer *, const struct kit_section *, struct fault *) = {
    [KIT_STATEMENT] = writer_statement,         [KIT_RESULTS] = writer_results,
    [KIT_PREFECTURES] = writer_prefectures,     [KIT_METHODOLOGY] = writer_methodology,
    [KIT_QUESTIONNAIRE] = writer_questionnaire,
};

static void begin_section(struct writer *w) {
    w->blocks = NULL;
    w->block_count = w->block_capacity = 0;
}

static bool write_section(struct writer *w, const struct kit_section *from, struct section *to,
                          struct fault *f) {
    begin_section(w);
    writer_title(w, 1, from->title);
    if (!writer_blocks(w, from, f) || !section_writers[from->type](w, from, f))
        return false;
    *to = (struct section){.id = from->id,
                           .title = from->title,
                           .landscape = from->landscape,
                           .blocks = w->blocks,
                           .block_count = w->block_count};
    return true;
}

static bool write_agenda(struct writer *w, struct section *to, struct fault *f) {
    begin_section(w);
    if (!writer_agenda(w, f))
        return false;
    *to = (struct section){.id = AGENDA,
                           .title = w->kit->agenda_title,
                           .cover = true,
                           .blocks = w->blocks,
                           .block_count = w->block_count};
    return true;
}

static const struct document *write_document(struct writer *w, struct fault *f) {
    struct section *sections = arena_array(w->arena, w->kit->section_count + 1, sizeof *sections);
    if (!write_agenda(w, &sections[0], f))
        return NULL;
    for (size_t i = 0; i < w->kit->section_count; i++)
        if (!write_section(w, &w->kit->sections[i], &sections[i + 1], f))
            return NULL;
    struct document *document = arena_alloc(w->arena, sizeof *document);
    *document = (struct document){
        .title = sections[0].blocks[1].text,
        .author = organiser_of(w),
        .subject = w->questionnaire->title,
        .keywords = w->kit->keywords ? w->kit->keywords : w->questionnaire->id,
        .lang = lang_now(),
        .created = w->source->created,
        .footer = arena_printf(w->arena, "%s　%s", organiser_of(w), words_date(w->arena, w->kit->date)),
        .watermark = w->source->tables->dataset->synthetic,
        .sections = sections,
        .section_count = w->kit->section_count + 1};
    return document;
}

static const struct press *write_press(struct writer *w, struct fault *f) {
    w->binder = (struct binder){.arena = w->arena,
                                .tables = w->source->tables,
                                .crossed = w->source->crossed,
                                .data = w->source->data};
    w->binder.facts = writer_facts(w->arena, w->source, &w->binder.fact_count);
    const struct document *document = write_document(w, f);
    if (!document) {
        fault_context(f, "%s", w->kit->file);
        return NULL;
    }
    struct press *press = arena_alloc(w->arena, sizeof *press);
    *press = (struct press){document, w->figures, w->figure_count, w->binder.made, w->binder.made_count};
    return press;
}

const struct press *press_build(struct arena *arena, const struct kit *kit, const struct press_source *source,
                                struct fault *f) {
    struct writer w = {
        .arena = arena, .kit = kit, .source = source, .questionnaire = source->tables->questionnaire};
    return write_press(&w, f);
}
