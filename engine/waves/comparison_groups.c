/* Group by group: --by, matched prefectures, and what of a change is who answered. */
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/questionnaire/reference.h"
#include "engine/waves/comparison_internal.h"

#include <string.h>

/* --- which groups --- */

static bool prefecture_groups(struct comparing *c, struct comparison_group **groups, size_t *count,
                              struct fault *f) {
    const struct reference *r = reference_get(f);
    if (!r)
        return false;
    *groups = arena_array(c->arena, r->prefecture_count + 1, sizeof **groups);
    for (size_t i = 0; i < r->prefecture_count; i++) {
        const char **atoms = arena_array(c->arena, 1, sizeof *atoms);
        atoms[0] = arena_printf(c->arena, "pref=%s", r->prefectures[i].code);
        (*groups)[i] =
            (struct comparison_group){atoms[0], reference_prefecture_name(&r->prefectures[i]), atoms, 1};
    }
    *count = r->prefecture_count;
    c->all->by_label = _("prefecture");
    return true;
}

static const char *atom_of(struct arena *arena, const struct question *question, size_t option) {
    return question->kind == QUESTION_PREFECTURE
               ? arena_printf(arena, "pref=%s", question->options[option].id)
               : question->options[option].concept;
}

static void option_groups(struct comparing *c, const char *key, const struct question *question,
                          struct comparison_group **groups, size_t *count) {
    *groups = arena_array(c->arena, question->option_count + 1, sizeof **groups);
    for (size_t j = 0; j < question->option_count; j++) {
        const char **atoms = arena_array(c->arena, 1, sizeof *atoms);
        atoms[0] = atom_of(c->arena, question, j);
        if (atoms[0])
            (*groups)[(*count)++] =
                (struct comparison_group){arena_printf(c->arena, "%s=%s", key, question->options[j].id),
                                          question->options[j].label, atoms, 1};
    }
    c->all->by_label = question->label;
}

static void grouping_groups(struct comparing *c, const struct questionnaire *q, const struct grouping *g,
                            struct comparison_group **groups, size_t *count) {
    const struct question *question = &q->questions[g->question];
    *groups = arena_array(c->arena, g->count + 1, sizeof **groups);
    for (size_t k = 0; k < g->count; k++) {
        const char **atoms = arena_array(c->arena, question->option_count + 1, sizeof *atoms);
        size_t atom_count = 0;
        for (size_t j = 0; j < question->option_count; j++)
            if (g->category_of[j] == (int)k && atom_of(c->arena, question, j))
                atoms[atom_count++] = atom_of(c->arena, question, j);
        (*groups)[(*count)++] = (struct comparison_group){arena_printf(c->arena, "%s=%s", g->id, g->ids[k]),
                                                          g->labels[k], atoms, atom_count};
    }
    c->all->by_label = g->label;
}

static int key_question(const struct questionnaire *q, const char *key) {
    int at = strcmp(key, "type") == 0 && q->key_type >= 0 ? q->key_type : questionnaire_find(q, key);
    bool single = at >= 0 && question_is_coded(&q->questions[at]) && q->questions[at].kind != QUESTION_MULTI;
    return single ? at : -1;
}

bool comparison_group_list(struct comparing *c, struct comparison_group **groups, size_t *count,
                           struct fault *f) {
    const char *key = c->request->by, *without = NULL;
    *count = 0;
    if (strcmp(key, "pref") == 0)
        return prefecture_groups(c, groups, count, f);
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct questionnaire *q = c->waves[w]->form;
        int question = q ? key_question(q, key) : -1, grouping = q ? questionnaire_grouping(q, key) : -1;
        if (question >= 0)
            option_groups(c, key, &q->questions[question], groups, count);
        else if (grouping >= 0)
            grouping_groups(c, q, &q->groupings[grouping], groups, count);
        if (*count)
            return true;
        if (question >= 0)
            without = q->questions[question].id;
    }
    if (without)
        return fault_usage(
            f,
            _("--by %s: the options of \"%s\" have no concepts, by which waves are matched; give "
              "them a \"concept\" in the questionnaire files"),
            key, without);
    return fault_usage(
        f,
        _("--by %s: expected pref, type, a grouping, or a question with one answer whose options "
          "have concepts, in one of these surveys"),
        key);
}

/* --- figures of a group --- */

static bool figure_of_group(struct comparing *c, const struct wave *wave, const struct wave_item *item,
                            const struct wave_base *base, const struct comparison_group *group,
                            struct wave_figure *out) {
    bool any = false;
    for (size_t a = 0; a < group->atom_count; a++) {
        struct wave_base inside = *base;
        struct wave_figure part;
        if (!wave_base_add(&inside, group->atoms[a]) || !wave_figure_on(c->arena, wave, item, &inside, &part))
            continue;
        if (!any) {
            *out = part;
        } else if (part.low >= 0 && out->low >= 0) {
            out->n += part.n;
            out->low += part.low;
            out->high += part.high;
        }
        any = true;
    }
    if (any)
        out->base_words = NULL;
    if (any && group->atom_count > 1) /* which parts, the group says */
        out->base = *base;
    return any;
}

static void weigh_group(struct comparing *c, const struct comparison_block *block, struct comparison_row *row,
                        const struct comparison_group *group) {
    struct wave_base *bases = arena_array(c->arena, group->atom_count + 1, sizeof *bases);
    size_t count = 0;
    for (size_t a = 0; a < group->atom_count; a++) {
        bases[count] = block->base;
        count += wave_base_add(&bases[count], group->atoms[a]);
    }
    comparison_weigh_row(c, row, bases, count);
    row->shown = row->shown && !row->refused.text;
}

static void group_note(void *data, enum alignment_rule rule, const char *text) {
    struct comparing *c = data;
    if (rule == ALIGNMENT_SYNTHETIC) /* the rest is said of the whole */
        comparison_note_add(c, &c->concept->marks, rule, text);
}

static void group_row(struct comparing *c, struct comparison_block *block, size_t w,
                      const struct comparison_group *group, bool hidden) {
    const struct comparison_row *whole = &c->concept->common.rows[w];
    struct comparison_row *row = &block->rows[w];
    row->wave = whole->wave;
    row->item = whole->item;
    row->refused = whole->refused;
    if (row->refused.text || !row->item || hidden)
        return;
    if (!figure_of_group(c, row->wave, row->item, &block->base, group, &row->figure)) {
        row->refused = (struct alignment_reason){
            ALIGNMENT_NO_GROUPS,
            arena_printf(c->arena, _("%s: nobody in the base, or nothing published, by %s"), row->wave->label,
                         c->all->by_label)};
        return;
    }
    comparison_fill_row(c, row);
    weigh_group(c, block, row, group);
    comparison_suppress_rest(c, block, w);
    const struct alignment_pair pair = {row->wave, row->wave, row->item, row->item, &row->figure};
    alignment_footnotes(c->arena, &pair, group_note, c);
}

static bool shows_anything(const struct comparison_block *block) {
    for (size_t i = 0; i < block->row_count; i++)
        if (block->rows[i].shown)
            return true;
    return false;
}

static void make_group(struct comparing *c, const struct comparison_group *group, const bool *hidden) {
    struct comparison_concept *concept = c->concept;
    struct comparison_block *block = &concept->groups[concept->group_count];
    *block = concept->common;
    block->group = group->key;
    block->group_label = group->label;
    block->difference_count = 0;
    block->trend = (struct comparison_trend){0};
    block->rows = arena_array(c->arena, c->wave_count + 1, sizeof *block->rows);
    for (size_t w = 0; w < c->wave_count; w++)
        group_row(c, block, w, group, hidden[w]);
    if (!shows_anything(block))
        return;
    concept->group_count++;
    comparison_differences(c, block);
}

/* --- decomposition --- */

static struct decomposition_group *counts_by_group(struct comparing *c, const struct comparison_group *groups,
                                                   size_t count, size_t from, size_t to) {
    struct decomposition_group *parts = arena_array(c->arena, count + 1, sizeof *parts);
    const size_t rows[2] = {from, to};
    for (int side = 0; side < 2; side++) {
        const struct comparison_row *row = &c->concept->common.rows[rows[side]];
        parts[count].count[side] = row->figure.low; /* what is in no group is one of its own */
        parts[count].n[side] = row->figure.n;
        for (size_t g = 0; g < count; g++) {
            struct wave_figure figure;
            if (!figure_of_group(c, row->wave, row->item, &c->concept->common.base, &groups[g], &figure) ||
                !wave_figure_known(&figure))
                continue;
            parts[g].count[side] = figure.low;
            parts[g].n[side] = figure.n;
            parts[count].count[side] -= figure.low;
            parts[count].n[side] -= figure.n;
        }
    }
    return parts;
}

/* Groups were counted, not only the whole; and they do not overlap what was published of it. */
static bool adds_up(const struct decomposition_group *parts, size_t count) {
    const struct decomposition_group *rest = &parts[count];
    bool some[2] = {false, false};
    for (size_t g = 0; g < count; g++)
        for (int side = 0; side < 2; side++)
            some[side] = some[side] || parts[g].n[side] > 0;
    for (int side = 0; side < 2; side++)
        if (!some[side] || rest->n[side] < 0 || rest->count[side] < 0 || rest->count[side] > rest->n[side])
            return false;
    return true;
}

/* By prefecture it is asked for by the key and by the matching. */
static bool is_made(const struct comparison_concept *concept, const struct comparison_shift *shift) {
    for (size_t i = 0; i < concept->shift_count; i++) {
        const struct comparison_shift *made = &concept->shifts[i];
        if (made->from == shift->from && made->to == shift->to && strcmp(made->by, shift->by) == 0)
            return true;
    }
    return false;
}

static void add_shifts(struct comparing *c, const struct comparison_group *groups, size_t count,
                       const char *by) {
    struct comparison_concept *concept = c->concept;
    const struct comparison_block *common = &concept->common;
    size_t capacity = concept->shift_count;
    for (size_t i = 0; !c->request->weight && c->request->suppress <= 1 && i < common->difference_count;
         i++) {
        const struct comparison_difference *d = &common->differences[i];
        struct comparison_shift shift = {.by = by, .from = d->from, .to = d->to};
        if (is_made(concept, &shift) || d->relation != DIFFERENCE_INDEPENDENT ||
            !wave_figure_known(&common->rows[d->from].figure) ||
            !wave_figure_known(&common->rows[d->to].figure))
            continue;
        const struct decomposition_group *parts = counts_by_group(c, groups, count, d->from, d->to);
        if (!adds_up(parts, count) || !decomposition_make(parts, count + 1, &shift.parts))
            continue;
        shift.with_rest = parts[count].n[0] > 0 && parts[count].n[1] > 0;
        concept->shifts =
            arena_grow(c->arena, concept->shifts, concept->shift_count, &capacity, sizeof *concept->shifts);
        concept->shifts[concept->shift_count++] = shift;
    }
}

/* Waves of which no group may show. */
static const bool *hidden_waves(struct comparing *c, const struct comparison_group *groups, size_t count) {
    bool *hidden = arena_array(c->arena, c->wave_count + 1, sizeof *hidden);
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct comparison_row *row = &c->concept->common.rows[w];
        hidden[w] = comparison_hides_groups(c, row->wave, row->item, &c->concept->common.base, groups, count);
        if (hidden[w])
            comparison_say_suppressed(c, row->wave, c->all->by_label);
    }
    return hidden;
}

static bool is_key(const struct comparison_concept *concept, const struct comparison_group *groups,
                   size_t count) {
    for (size_t g = 0; g < count; g++)
        for (size_t a = 0; a < groups[g].atom_count; a++)
            if (concept->concept && strcmp(groups[g].atoms[a], concept->concept) == 0)
                return true;
    return false;
}

void comparison_by(struct comparing *c, const struct comparison_group *groups, size_t count) {
    c->concept->groups = arena_array(c->arena, count + 1, sizeof *c->concept->groups);
    c->concept->is_key = is_key(c->concept, groups, count);
    if (!c->concept->common.base_key || c->concept->is_key)
        return;
    const bool *hidden = hidden_waves(c, groups, count);
    for (size_t g = 0; g < count; g++)
        make_group(c, &groups[g], hidden);
    add_shifts(c, groups, count, c->all->by_label);
}

/* --- matched prefectures --- */

static bool in_all(struct comparing *c, const struct comparison_group *group) {
    const struct comparison_block *common = &c->concept->common;
    for (size_t w = 0; w < common->row_count; w++) {
        const struct comparison_row *row = &common->rows[w];
        struct wave_figure figure;
        if (row->shown && !row->refused.text &&
            (!figure_of_group(c, row->wave, row->item, &common->base, group, &figure) ||
             !wave_figure_known(&figure)))
            return false;
    }
    return true;
}

static void matched_row(struct comparing *c, struct comparison_block *block, size_t w,
                        const struct comparison_group *matched) {
    const struct comparison_row *whole = &c->concept->common.rows[w];
    struct comparison_row *row = &block->rows[w];
    row->wave = whole->wave;
    row->item = whole->item;
    row->refused = whole->refused;
    if (whole->refused.text || !whole->shown)
        return;
    if (comparison_hides_part(c, row->wave, row->item, &block->base, matched)) {
        comparison_say_suppressed(c, row->wave, _("matched prefectures"));
        return;
    }
    if (!figure_of_group(c, row->wave, row->item, &block->base, matched, &row->figure))
        return;
    comparison_fill_row(c, row);
    weigh_group(c, block, row, matched);
    const struct alignment_pair pair = {row->wave, row->wave, row->item, row->item, &row->figure};
    alignment_footnotes(c->arena, &pair, group_note, c);
}

/* Waves of which nothing is known by prefecture. */
static const char *unknown_by_prefecture(struct comparing *c, const struct comparison_group *groups,
                                         size_t count) {
    const struct comparison_block *common = &c->concept->common;
    struct strbuf text = {0};
    for (size_t w = 0; w < common->row_count; w++) {
        const struct comparison_row *row = &common->rows[w];
        struct wave_figure figure;
        bool known = !row->shown || row->refused.text;
        for (size_t g = 0; !known && g < count; g++)
            known = figure_of_group(c, row->wave, row->item, &common->base, &groups[g], &figure);
        if (!known)
            strbuf_printf(&text, "%s%s", text.length ? _(", ") : "", row->wave->label);
    }
    const char *kept = text.length ? arena_strdup(c->arena, text.text) : NULL;
    strbuf_end(&text);
    return kept;
}

static void make_matched(struct comparing *c, const struct comparison_group *matched) {
    struct comparison_block *block = arena_alloc(c->arena, sizeof *block);
    *block = c->concept->common;
    block->group = "matched";
    block->group_label = _("prefectures in all of them");
    block->difference_count = 0;
    block->rows = arena_array(c->arena, c->wave_count + 1, sizeof *block->rows);
    block->trend = (struct comparison_trend){0};
    for (size_t w = 0; w < c->wave_count; w++)
        matched_row(c, block, w, matched);
    comparison_differences(c, block);
    c->concept->matched = block;
}

void comparison_matched(struct comparing *c) {
    struct comparison_concept *concept = c->concept;
    struct comparison_group *groups;
    struct fault f = {0};
    size_t count, kept = 0;
    const char *by = c->all->by_label;
    if (!concept->common.base_key || !prefecture_groups(c, &groups, &count, &f))
        return;
    c->all->by_label = by;
    const char *unknown = unknown_by_prefecture(c, groups, count);
    if (unknown) {
        concept->matched_refused = arena_printf(
            c->arena, _("prefectures cannot be matched: neither returns nor figures by prefecture of %s"),
            unknown);
        return;
    }
    const char **atoms = arena_array(c->arena, count + 1, sizeof *atoms);
    const char **labels = arena_array(c->arena, count + 1, sizeof *labels);
    for (size_t g = 0; g < count; g++)
        if (in_all(c, &groups[g])) {
            atoms[kept] = groups[g].atoms[0];
            labels[kept++] = groups[g].label;
        }
    concept->matched_prefectures = labels;
    concept->matched_count = kept;
    if (kept == 0) {
        concept->matched_refused = _("prefectures cannot be matched: none took part in all of the waves");
        return;
    }
    make_matched(c, &(struct comparison_group){"matched", NULL, atoms, kept});
    add_shifts(c, groups, count, _("prefecture"));
}
