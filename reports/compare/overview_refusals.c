/* What was refused, once per reason: the survey, and the items when it is not all of them. */
#include "engine/base/lang.h"
#include "reports/compare/overview_internal.h"

#include <string.h>

struct refusing {
    struct overviewing *o;
    struct overview_refusal *refusal;
    const char **lines;
    size_t line_capacity;
};

static const struct comparison_row *refused_row(const struct overviewing *o, size_t concept, size_t wave,
                                                enum alignment_rule rule) {
    const struct comparison_block *block = &o->c->concepts[concept].common;
    const struct comparison_row *row = wave < block->row_count ? &block->rows[wave] : NULL;
    return row && row->refused.text && row->refused.rule == rule ? row : NULL;
}

static void add_line(struct refusing *r, const char *line) {
    for (size_t i = 0; i < r->refusal->line_count; i++)
        if (strcmp(r->lines[i], line) == 0)
            return;
    r->lines = arena_grow(r->o->arena, r->lines, r->refusal->line_count, &r->line_capacity, sizeof *r->lines);
    r->lines[r->refusal->line_count++] = line;
    r->refusal->lines = r->lines;
}

/* Has a figure beside another survey's: what else it did not ask is an empty cell. */
static bool stands_somewhere(const struct overviewing *o, size_t wave) {
    for (size_t i = 0; i < o->c->concept_count; i++) {
        const struct comparison_block *block = &o->c->concepts[i].common;
        if (block->difference_count && overview_is_compared(&block->rows[wave]))
            return true;
    }
    return false;
}

static bool is_known_elsewhere(const struct overviewing *o, size_t wave, enum alignment_rule rule) {
    if (rule == ALIGNMENT_UNPUBLISHED)
        return stands_somewhere(o, wave);
    if (rule != ALIGNMENT_ABSENT)
        return false;
    for (size_t i = 0; i < o->c->concept_count; i++)
        if (!refused_row(o, i, wave, ALIGNMENT_ABSENT))
            return true;
    return false;
}

static const char *full_label(const struct overviewing *o, const struct comparison_concept *concept) {
    return concept->question && strcmp(concept->question, concept->label) != 0
               ? arena_printf(o->arena, _("%s: %s"), concept->question, concept->label)
               : concept->label;
}

/* The items that are refused for this text; for any, when it is NULL. */
static const char *items_of(const struct overviewing *o, size_t wave, enum alignment_rule rule,
                            const char *text) {
    const char *items = "", *question = "";
    for (size_t i = 0; i < o->c->concept_count; i++) {
        const struct comparison_row *row = refused_row(o, i, wave, rule);
        if (!row || (text && strcmp(text, row->refused.text) != 0))
            continue;
        const struct comparison_concept *concept = &o->c->concepts[i];
        items = concept->question && strcmp(concept->question, question) == 0
                    ? overview_join(o->arena, items, concept->label)
                    : arena_printf(o->arena, "%s%s%s", items, *items ? _(" / ") : "", full_label(o, concept));
        question = concept->question ? concept->question : "";
    }
    return items;
}

enum { TEXTS_MOST = 3 };

/* The causes in full, when they are few. */
static size_t texts_of(const struct overviewing *o, size_t wave, enum alignment_rule rule,
                       const char *texts[TEXTS_MOST]) {
    size_t count = 0;
    for (size_t i = 0; i < o->c->concept_count; i++) {
        const struct comparison_row *row = refused_row(o, i, wave, rule);
        bool known = !row;
        for (size_t k = 0; !known && k < count; k++)
            known = strcmp(texts[k], row->refused.text) == 0;
        if (!known && count == TEXTS_MOST)
            return 0;
        if (!known)
            texts[count++] = row->refused.text;
    }
    return count;
}

static void refuse_items(struct refusing *r, size_t wave) {
    struct overviewing *o = r->o;
    const enum alignment_rule rule = r->refusal->rule;
    const char *texts[TEXTS_MOST], *name = overview_wave(o, wave);
    const size_t count = rule == ALIGNMENT_UNPUBLISHED ? 0 : texts_of(o, wave, rule, texts);
    for (size_t i = 0; i < count; i++)
        add_line(r,
                 arena_printf(o->arena, _("%s %s (%s)"), name, texts[i], items_of(o, wave, rule, texts[i])));
    if (!count)
        add_line(r, arena_printf(o->arena, _("%s %s: %s"), name, o->c->waves[wave]->label,
                                 items_of(o, wave, rule, NULL)));
}

static void refuse_wave(struct refusing *r, size_t wave) {
    struct overviewing *o = r->o;
    const enum alignment_rule rule = r->refusal->rule;
    const char *name = overview_wave(o, wave), *label = o->c->waves[wave]->label;
    if (!*items_of(o, wave, rule, NULL) || is_known_elsewhere(o, wave, rule))
        return;
    if (rule != ALIGNMENT_ABSENT)
        refuse_items(r, wave);
    else if (o->c->waves[wave]->question_count)
        add_line(r, arena_printf(o->arena, _("%s %s; it asked %s"), name, label,
                                 alignment_asked(o->arena, o->c->waves[wave])));
    else
        add_line(r, arena_printf(o->arena, "%s %s", name, label));
}

/* Surveys that have nothing in common at all, and concepts of which fewer than two figures are left. */
static void refuse_concepts(struct refusing *r) {
    for (size_t i = 0; i < r->o->c->concept_count; i++) {
        const struct comparison_concept *concept = &r->o->c->concepts[i];
        if (!concept->common.row_count && concept->refused)
            add_line(r, arena_printf(r->o->arena, _("%s: %s"), concept->label, concept->refused));
        else if (!concept->common.difference_count)
            add_line(r, full_label(r->o, concept));
    }
}

void overview_refusals(struct overviewing *o, struct overview *out) {
    struct overview_refusal *all = arena_array(o->arena, ALIGNMENT_RULES + 1, sizeof *all);
    for (enum alignment_rule rule = 0; rule <= ALIGNMENT_RULES; rule++) {
        all[out->refusal_count] = (struct overview_refusal){.rule = rule};
        struct refusing r = {.o = o, .refusal = &all[out->refusal_count]};
        r.refusal->words = rule < ALIGNMENT_RULES
                               ? alignment_rule_words(rule)
                               : _("not in the table, because fewer than two surveys are left to compare");
        for (size_t w = 0; rule < ALIGNMENT_RULES && w < o->c->wave_count; w++)
            refuse_wave(&r, w);
        if (rule == ALIGNMENT_RULES)
            refuse_concepts(&r);
        out->refusal_count += r.refusal->line_count > 0;
    }
    out->refusals = all;
}
