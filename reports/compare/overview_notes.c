/* The notes beneath a panel: a reason once, with the surveys that it holds for. */
#include "engine/base/lang.h"
#include "engine/base/text.h"
#include "reports/compare/compare_words.h"
#include "reports/compare/overview_internal.h"

#include <string.h>

bool overview_is_of_column(enum alignment_rule rule) {
    return rule == ALIGNMENT_WORDING || rule == ALIGNMENT_OPTIONS;
}

bool overview_is_of_survey(enum alignment_rule rule) {
    return rule == ALIGNMENT_PREFECTURES || rule == ALIGNMENT_ORGANISER || rule == ALIGNMENT_METHOD ||
           rule == ALIGNMENT_WEIGHTED;
}

enum alignment_rule overview_relation(const struct comparison_block *block,
                                      const struct comparison_difference *d) {
    bool assumed;
    if (d->relation == DIFFERENCE_INDEPENDENT || d->relation == DIFFERENCE_SAME)
        return ALIGNMENT_RULES;
    if (d->relation == DIFFERENCE_INTERIM || d->relation == DIFFERENCE_FINAL)
        return ALIGNMENT_INTERIM;
    alignment_relation(block->rows[d->from].wave, block->rows[d->to].wave, &assumed);
    return assumed ? ALIGNMENT_PART_ASSUMED : ALIGNMENT_PART;
}

struct member {
    size_t wave;
    const char *text; /* or NULL */
};

struct gathered {
    struct member *members;
    size_t count, capacity;
};

struct gathering {
    struct overviewing *o;
    const struct overview_panel *panel;
    struct gathered rules[ALIGNMENT_RULES];
};

static void gather(struct gathering *g, enum alignment_rule rule, size_t wave, const char *text) {
    struct gathered *at = &g->rules[rule];
    for (size_t i = 0; i < at->count; i++)
        if (at->members[i].wave == wave && text_same(at->members[i].text, text))
            return;
    at->members = arena_grow(g->o->arena, at->members, at->count, &at->capacity, sizeof *at->members);
    at->members[at->count++] = (struct member){wave, text};
}

/* What differs from item to item is said with the item. */
static const char *detail_of(const struct gathering *g, enum alignment_rule rule,
                             const struct comparison_concept *concept, const struct comparison_row *row) {
    const char *text = alignment_detail(g->o->arena, rule, row->wave, row->item, &row->figure);
    const bool of_item = rule == ALIGNMENT_RESTATED || rule == ALIGNMENT_RANGE;
    return text && of_item && g->panel->concept_count > 1
               ? arena_printf(g->o->arena, _("%s: %s"), concept->label, text)
               : text;
}

static void gather_row(struct gathering *g, const struct comparison_concept *concept, size_t wave) {
    const struct comparison_row *row = &concept->common.rows[wave];
    for (size_t i = 0; i < row->marks.count; i++) {
        const struct comparison_note *note = &g->o->c->notes[row->marks.items[i]];
        if (note->rule == ALIGNMENT_FORCED) /* what it was refused for stands in the note alone */
            gather(g, note->rule, wave, note->text);
        else if (!overview_is_of_survey(note->rule))
            gather(g, note->rule, wave, detail_of(g, note->rule, concept, row));
    }
}

static void gather_difference(struct gathering *g, const struct comparison_block *block, size_t wave) {
    const struct comparison_difference *d = compare_difference_to(block, wave);
    if (!d)
        return;
    const enum alignment_rule relation = overview_relation(block, d);
    if (relation != ALIGNMENT_RULES && d->difference.has_rest)
        gather(g, relation, wave, NULL);
    else if (relation != ALIGNMENT_RULES)
        gather(g, relation, wave, _("not taken out, n is not known"));
    if (d->difference.has_points && d->difference.points_low < d->difference.points_high)
        gather(g, ALIGNMENT_ROUNDING, wave, NULL);
}

/* All wordings stand there when one differs: that of the survey that the others are held against, too. */
static void gather_wordings(struct gathering *g) {
    if (!g->rules[ALIGNMENT_WORDING].count)
        return;
    g->rules[ALIGNMENT_WORDING].count = 0;
    for (size_t i = 0; i < g->panel->wave_count; i++)
        for (size_t k = 0; k < g->panel->concept_count; k++) {
            const struct comparison_concept *concept = &g->o->c->concepts[g->panel->concepts[k]];
            const struct comparison_row *row = &concept->common.rows[g->panel->waves[i]];
            if (overview_is_compared(row))
                gather(g, ALIGNMENT_WORDING, g->panel->waves[i],
                       detail_of(g, ALIGNMENT_WORDING, concept, row));
        }
}

static void gather_all(struct gathering *g) {
    for (size_t k = 0; k < g->panel->concept_count; k++) {
        const struct comparison_concept *concept = &g->o->c->concepts[g->panel->concepts[k]];
        for (size_t i = 0; i < g->panel->wave_count; i++) {
            const size_t wave = g->panel->waves[i];
            if (!overview_is_compared(&concept->common.rows[wave]))
                continue;
            gather_row(g, concept, wave);
            gather_difference(g, &concept->common, wave);
        }
    }
    gather_wordings(g);
}

/* By survey, each in the order of the rows. */
static void sort_members(struct gathered *at) {
    for (size_t i = 1; i < at->count; i++)
        for (size_t j = i; j > 0 && at->members[j - 1].wave > at->members[j].wave; j--) {
            const struct member swapped = at->members[j];
            at->members[j] = at->members[j - 1];
            at->members[j - 1] = swapped;
        }
}

static void add_wave(struct overview_note *note, size_t *waves, size_t wave) {
    if (!note->wave_count || waves[note->wave_count - 1] != wave)
        waves[note->wave_count++] = wave;
}

static bool is_listed(const struct gathered *at, size_t member) {
    for (size_t i = 0; i < member; i++)
        if (text_same(at->members[i].text, at->members[member].text))
            return true;
    return false;
}

/* "[1][3] "one"; [4] "another"", or only the numbers: what is the same is said once. */
static const char *list_of(const struct gathering *g, const struct gathered *at) {
    struct arena *arena = g->o->arena;
    const char *list = "";
    for (size_t i = 0; i < at->count; i++) {
        if (is_listed(at, i))
            continue;
        list = arena_printf(arena, "%s%s", list, *list ? _("; ") : "");
        for (size_t k = i; k < at->count; k++)
            if (text_same(at->members[i].text, at->members[k].text))
                list = arena_printf(arena, "%s%s", list, overview_wave(g->o, at->members[k].wave));
        if (at->members[i].text)
            list = arena_printf(arena, "%s %s", list, at->members[i].text);
    }
    return list;
}

static struct overview_note make_note(const struct gathering *g, enum alignment_rule rule,
                                      struct gathered *at) {
    struct arena *arena = g->o->arena;
    size_t *waves = arena_array(arena, at->count + 1, sizeof *waves);
    struct overview_note note = {.rule = rule, .number = overview_number(g->o, rule), .waves = waves};
    sort_members(at);
    for (size_t i = 0; i < at->count; i++)
        add_wave(&note, waves, at->members[i].wave);
    note.text = arena_printf(arena, _("%d) %s: %s"), note.number, alignment_rule_words(rule), list_of(g, at));
    return note;
}

void overview_notes(struct overviewing *o, struct overview_panel *panel) {
    struct gathering g = {.o = o, .panel = panel};
    struct overview_note *notes = arena_array(o->arena, ALIGNMENT_RULES, sizeof *notes);
    gather_all(&g);
    for (int number = 1; number <= o->last_number; number++)
        for (enum alignment_rule rule = 0; rule < ALIGNMENT_RULES; rule++)
            if (o->numbers[rule] == number && g.rules[rule].count)
                notes[panel->note_count++] = make_note(&g, rule, &g.rules[rule]);
    panel->notes = notes;
}
