#include "reports/press/press.h"

#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "reports/press/words.h"
#include "reports/press/writer.h"

#include <string.h>

static const char AGENDA[] = "agenda";

/* --- writing --- */

struct block *writer_add(struct writer *w, enum block_kind kind) {
    return blocks_add(&w->blocks, kind);
}

void writer_title(struct writer *w, int level, const char *text) {
    blocks_title(&w->blocks, level, text);
}

void writer_small(struct writer *w, const char *text) {
    blocks_small(&w->blocks, text);
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

/* --- agenda --- */

static const struct questionnaire *own_questionnaire(const struct writer *w) {
    return *w->sources[0].name == '\0' && w->sources[0].tables ? w->sources[0].tables->questionnaire : NULL;
}

static const char *organiser_of(const struct writer *w) {
    return w->kit->organiser ? w->kit->organiser : own_questionnaire(w)->organiser;
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
    if (count == 0 && own_questionnaire(w))
        add_pair(pairs, &count, organiser_of(w), own_questionnaire(w)->contact);
    if (count == 0)
        return true;
    writer_title(w, 3, _("Contact"));
    struct block *block = writer_add(w, BLOCK_PAIRS);
    block->level = 1;
    block->pairs = pairs;
    block->pair_count = count;
    return true;
}

static bool add_kit_title(struct writer *w, struct fault *f) {
    const char *title = binder_text(&w->binder, w->kit->title, f);
    const char *subtitle = title && w->kit->subtitle ? binder_text(&w->binder, w->kit->subtitle, f) : NULL;
    if (!title || (w->kit->subtitle && !subtitle))
        return false;
    w->title = title;
    writer_title(w, 0, title);
    if (subtitle) {
        struct block *block = writer_add(w, BLOCK_TITLE);
        block->level = 3;
        block->align = BLOCK_CENTER;
        block->text = subtitle;
    }
    return true;
}

static bool add_agenda(struct writer *w, struct fault *f) {
    struct block *organiser = writer_add(w, BLOCK_PARAGRAPH);
    organiser->text = arena_printf(w->arena, _("%s: press conference"), organiser_of(w));
    organiser->align = BLOCK_CENTER;
    if (!add_kit_title(w, f))
        return false;
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

/* Without an agenda the first section bears the kit's title. */
static bool write_head(struct writer *w, struct fault *f) {
    if (!add_kit_title(w, f))
        return false;
    const char *date = words_date(w->arena, w->kit->date);
    if (w->kit->place)
        date = arena_printf(w->arena, "%s　%s", date, w->kit->place);
    struct block *byline = writer_add(w, BLOCK_PARAGRAPH);
    byline->text = arena_printf(w->arena, "%s\n%s", date, organiser_of(w));
    byline->align = BLOCK_RIGHT;
    return true;
}

enum needs { NEEDS_NOTHING, NEEDS_SURVEY, NEEDS_SERIES };

static const struct section_writer {
    bool (*write)(struct writer *, const struct kit_section *, struct fault *);
    enum needs needs;
} section_writers[] = {
    [KIT_STATEMENT] = {writer_statement, NEEDS_NOTHING},
    [KIT_RESULTS] = {writer_results, NEEDS_SURVEY},
    [KIT_PREFECTURES] = {writer_prefectures, NEEDS_SURVEY},
    [KIT_RANKING] = {writer_ranking, NEEDS_SERIES},
    [KIT_TREND] = {writer_trend, NEEDS_SERIES},
    [KIT_COMPARISON] = {writer_comparison, NEEDS_NOTHING},
    [KIT_LISTING] = {writer_listing, NEEDS_SURVEY},
    [KIT_EXAMPLES] = {writer_examples, NEEDS_SURVEY},
    [KIT_TABLES] = {writer_tables, NEEDS_NOTHING},
    [KIT_METHODOLOGY] = {writer_methodology, NEEDS_SURVEY},
    [KIT_QUESTIONNAIRE] = {writer_questionnaire, NEEDS_SURVEY},
};

static void begin_section(struct writer *w) {
    w->blocks = (struct blocks){.arena = w->arena};
    w->numbered = 0;
}

/* The source whose results the section prints. */
static bool choose_source(struct writer *w, const struct kit_section *section, struct fault *f) {
    const enum needs needs = section_writers[section->type].needs;
    w->source = NULL;
    for (size_t i = 0; i < w->source_count; i++)
        if (strcmp(w->sources[i].name, section->source) == 0)
            w->source = &w->sources[i];
    if (needs == NEEDS_NOTHING)
        return true;
    if (needs == NEEDS_SERIES && (!w->source || w->source->kind != BINDING_SERIES))
        return json_fault(f, section->at, _("this section needs a \"source\" that is a series"));
    if (needs == NEEDS_SURVEY && (!w->source || w->source->kind != BINDING_SURVEY))
        return json_fault(f, section->at, _("this section needs a \"source\" that is a survey with returns"));
    w->questionnaire = w->source->tables ? w->source->tables->questionnaire : NULL;
    return true;
}

static bool write_section(struct writer *w, const struct kit_section *from, bool first, struct section *to,
                          struct fault *f) {
    begin_section(w);
    if (first && !w->kit->agenda_title && !write_head(w, f))
        return false;
    writer_title(w, 1, from->title);
    if (!choose_source(w, from, f) || !writer_blocks(w, from, f) ||
        !section_writers[from->type].write(w, from, f))
        return false;
    *to = (struct section){.id = from->id,
                           .title = from->title,
                           .landscape = from->landscape,
                           .continues = from->continues,
                           .cover = first && !w->kit->agenda_title,
                           .blocks = w->blocks.items,
                           .block_count = w->blocks.count};
    return true;
}

static bool write_agenda(struct writer *w, struct section *to, struct fault *f) {
    begin_section(w);
    if (!add_agenda(w, f))
        return false;
    *to = (struct section){.id = AGENDA,
                           .title = w->kit->agenda_title,
                           .cover = true,
                           .blocks = w->blocks.items,
                           .block_count = w->blocks.count};
    return true;
}

static const struct section *write_sections(struct writer *w, size_t *count, struct fault *f) {
    struct section *sections = arena_array(w->arena, w->kit->section_count + 1, sizeof *sections);
    *count = 0;
    if (w->kit->agenda_title && !write_agenda(w, &sections[(*count)++], f))
        return NULL;
    for (size_t i = 0; i < w->kit->section_count; i++) {
        stages_at(i, w->kit->section_count);
        if (!write_section(w, &w->kit->sections[i], i == 0, &sections[(*count)++], f))
            return NULL;
    }
    return sections;
}

/* The notice of the first source whose returns are made up. */
static const char *synthetic_notice(const struct writer *w) {
    for (size_t i = 0; i < w->source_count; i++)
        if (w->sources[i].tables && w->sources[i].tables->dataset->synthetic)
            return w->sources[i].tables->dataset->synthetic;
    return NULL;
}

/* On one line: a title may be broken by hand on the page, but not in bookmarks and running heads. */
static const char *on_one_line(struct arena *arena, const char *text) {
    const bool words = strcmp(lang_now(), "ja") != 0;
    char *line = arena_strdup(arena, text), *to = line;
    for (const char *at = text; *at; at++)
        if (*at != '\n')
            *to++ = *at;
        else if (words)
            *to++ = ' ';
    *to = '\0';
    return line;
}

static const struct document *write_document(struct writer *w, struct fault *f) {
    size_t count;
    const struct section *sections = write_sections(w, &count, f);
    if (!sections)
        return NULL;
    const struct questionnaire *q = own_questionnaire(w);
    struct document *document = arena_alloc(w->arena, sizeof *document);
    *document = (struct document){
        .title = on_one_line(w->arena, w->title),
        .author = organiser_of(w),
        .subject = q ? q->title : on_one_line(w->arena, w->title),
        .keywords = w->kit->keywords ? w->kit->keywords
                    : q              ? q->id
                                     : NULL,
        .lang = lang_now(),
        .footer = arena_printf(w->arena, "%s　%s", organiser_of(w), words_date(w->arena, w->kit->date)),
        .watermark = synthetic_notice(w),
        .sections = sections,
        .section_count = count};
    return document;
}

static void bind_source(struct arena *arena, const struct press_source *from, struct binding_source *to) {
    *to = (struct binding_source){.name = from->name,
                                  .kind = from->kind,
                                  .tables = from->tables,
                                  .crossed = from->crossed,
                                  .data = from->data,
                                  .published = from->published,
                                  .series = from->series};
    if (from->kind == BINDING_SURVEY)
        to->facts = writer_facts(arena, from, &to->fact_count);
    else if (from->kind == BINDING_PUBLISHED)
        to->facts = writer_published_facts(arena, from->published, &to->fact_count);
}

const struct press *press_build(struct arena *arena, const struct kit *kit,
                                const struct press_source *sources, size_t count, struct fault *f) {
    struct writer w = {.arena = arena, .kit = kit, .sources = sources, .source_count = count};
    struct binding_source *bound = arena_array(arena, count + 1, sizeof *bound);
    for (size_t i = 0; i < count; i++)
        bind_source(arena, &sources[i], &bound[i]);
    w.binder = (struct binder){.arena = arena, .sources = bound, .source_count = count};
    const struct document *document = write_document(&w, f);
    if (!document) {
        fault_context(f, "%s", kit->file);
        return NULL;
    }
    struct press *press = arena_alloc(arena, sizeof *press);
    *press = (struct press){document, w.figures, w.figure_count, w.binder.made, w.binder.made_count};
    return press;
}
