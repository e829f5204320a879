#include "reports/compare/compare_text.h"

#include "engine/base/columns.h"
#include "engine/base/lang.h"
#include "reports/compare/compare_beneath.h"
#include "reports/compare/compare_words.h"

#include <string.h>

enum { COLUMNS_MAX = 11, GAP = 2 };

/* --- a small table: cells of text, the first `left` columns flush left --- */

struct lines {
    struct arena *arena;
    size_t columns, left;
    const char *(*rows)[COLUMNS_MAX];
    size_t count, capacity;
};

static const char **new_line(struct lines *t) {
    t->rows = arena_grow(t->arena, t->rows, t->count, &t->capacity, sizeof *t->rows);
    memset(t->rows[t->count], 0, sizeof t->rows[t->count]);
    return t->rows[t->count++];
}

static void measure(const struct lines *t, size_t widths[COLUMNS_MAX]) {
    memset(widths, 0, COLUMNS_MAX * sizeof *widths);
    for (size_t r = 0; r < t->count; r++)
        for (size_t c = 0; c < t->columns; c++) {
            size_t width = t->rows[r][c] ? columns_of(t->rows[r][c]) : 0;
            widths[c] = width > widths[c] ? width : widths[c];
        }
}

static void write_rule(FILE *out, const size_t *widths, size_t columns) {
    size_t width = 0;
    for (size_t c = 0; c < columns; c++)
        width += widths[c] + (c ? GAP : 0);
    fputs("  ", out);
    while (width-- > 0)
        fputc('-', out);
    fputc('\n', out);
}

/* The first line is the heading. */
static void write_lines(FILE *out, const struct lines *t) {
    size_t widths[COLUMNS_MAX];
    struct strbuf line = {0};
    measure(t, widths);
    for (size_t r = 0; r < t->count; r++) {
        columns_left(&line, "", 2);
        for (size_t c = 0; c < t->columns; c++) {
            const char *text = t->rows[r][c] ? t->rows[r][c] : "";
            columns_left(&line, "", c ? GAP : 0);
            (c < t->left ? columns_left : columns_right)(&line, text, widths[c]);
        }
        columns_end_line(out, &line);
        if (r == 0)
            write_rule(out, widths, t->columns);
    }
    strbuf_end(&line);
}

/* --- words --- */

struct numbered { /* the notes of the concept at hand, in the order in which they are met */
    size_t *notes, count;
};

struct writing {
    FILE *out;
    struct arena *arena;
    const struct comparison *c;
    struct numbered *numbered;
};

static size_t number_of(const struct writing *w, size_t note) {
    struct numbered *n = w->numbered;
    for (size_t i = 0; i < n->count; i++)
        if (n->notes[i] == note)
            return i + 1;
    n->notes[n->count++] = note;
    return n->count;
}

/* "2023年6月 *1 *3" */
static const char *label_text(const struct writing *w, const char *label,
                              const struct comparison_marks *marks) {
    struct strbuf text = {0};
    strbuf_add(&text, label);
    for (size_t i = 0; i < marks->count; i++)
        strbuf_printf(&text, " *%zu", number_of(w, marks->items[i]));
    const char *kept = arena_strdup(w->arena, text.text);
    strbuf_end(&text);
    return kept;
}

static const char *level_heading(const struct writing *w) {
    return arena_printf(w->arena, _("%g%% interval"), 100 * w->c->request->level);
}

/* --- blocks --- */

static void write_own(const struct writing *w, const struct comparison_block *own) {
    struct lines t = {.arena = w->arena, .columns = 6, .left = 2};
    const char **head = new_line(&t);
    head[0] = _("Survey");
    head[1] = _("Base");
    head[2] = "n";
    head[3] = _("Count");
    head[4] = "%";
    head[5] = level_heading(w);
    for (size_t i = 0; i < own->row_count; i++) {
        const struct comparison_row *row = &own->rows[i];
        if (!row->shown)
            continue;
        const char **line = new_line(&t);
        line[0] = row->wave->label;
        line[1] = row->figure.base_words ? row->figure.base_words : "-";
        line[2] = compare_n_text(w->arena, row);
        line[3] = compare_count_text(w->arena, row);
        line[4] = row->has_percent ? row->text : "-";
        line[5] = compare_interval_text(w->arena, row->has_interval, row->low, row->high);
    }
    fprintf(w->out, "\n  %s\n", _("Each on the base it was published on"));
    write_lines(w->out, &t);
}

static void fill_difference(const struct writing *w, const struct comparison_difference *d,
                            const char **line) {
    line[5] = d->difference.has_points ? d->difference.text : "-";
    line[6] = compare_limits_text(w->arena, &d->difference);
    line[7] = compare_p_text(w->arena, d->difference.has_p, d->difference.p);
    line[8] = compare_p_text(w->arena, d->difference.has_p, d->p_adjusted);
}

static void fill_row(const struct writing *w, const struct comparison_block *block, size_t at,
                     const char **line) {
    const struct comparison_row *row = &block->rows[at];
    const struct comparison_difference *d = compare_difference_to(block, at);
    line[0] = label_text(w, row->wave->label, &row->marks);
    line[1] = compare_n_text(w->arena, row);
    line[2] = compare_count_text(w->arena, row);
    line[3] = row->shown && row->has_percent ? row->text : "-";
    line[4] = compare_interval_text(w->arena, row->shown && row->has_interval, row->low, row->high);
    if (row->refused.text) {
        line[5] = _("not compared");
        return;
    }
    if (!d)
        return;
    fill_difference(w, d, line);
    line[9] = block->rows[d->from].wave->label;
}

static void write_beneath(const struct writing *w, const struct compare_lines *lines) {
    for (size_t i = 0; i < lines->count; i++)
        fprintf(w->out, "  %s\n", lines->items[i]);
}

static void block_head(const struct writing *w, const char **head) {
    head[0] = _("Survey");
    head[1] = "n";
    head[2] = _("Count");
    head[3] = "%";
    head[4] = level_heading(w);
    head[5] = _("Difference (points)");
    head[6] = level_heading(w);
    head[7] = "p";
    head[8] = _("adjusted p");
    head[9] = _("compared with");
}

static void write_block(const struct writing *w, const struct comparison_block *block, const char *heading) {
    struct lines t = {.arena = w->arena, .columns = compare_is_straight(block) ? 9 : 10, .left = 1};
    block_head(w, new_line(&t));
    for (size_t i = 0; i < block->row_count; i++)
        if (compare_has_row(&block->rows[i]))
            fill_row(w, block, i, new_line(&t));
    fprintf(w->out, "\n  %s\n", heading);
    write_lines(w->out, &t);
    struct compare_lines lines = {.arena = w->arena};
    compare_beneath_block(&lines, block);
    write_beneath(w, &lines);
}

/* --- groups --- */

/* A wave that is compared as a whole but of which no group is known is no row; one line names it. */
static bool is_silent(const struct comparison_concept *concept, size_t row) {
    bool shown = false;
    for (size_t g = 0; g < concept->group_count; g++)
    shown = shown || concept->groups[g].rows[row].shown;
    return !shown && !concept->common.rows[row].refused.text;
}

/* The rows of one group, under its name; what they are without a figure in this group is said by dashes. */
static void group_lines(const struct writing *w, const struct comparison_concept *concept,
                        const struct comparison_block *group, struct lines *t) {
    const char *name = group->group_label;
    for (size_t i = 0; i < group->row_count; i++) {
        if (concept->common.rows[i].refused.text || is_silent(concept, i) ||
            !compare_has_row(&group->rows[i]))
            continue;
        const char **line = new_line(t);
        line[0] = name;
        name = NULL;
        fill_row(w, group, i, line + 1);
    }
    for (size_t i = 0; i < group->difference_count; i++) {
        const struct comparison_difference *d = &group->differences[i];
        if (compare_difference_to(group, d->to) == d)
            continue;
        const char **line = new_line(t);
        line[1] = arena_printf(w->arena, _("%s to %s"), group->rows[d->from].wave->label,
                               group->rows[d->to].wave->label);
        fill_difference(w, d, line + 1);
    }
}

static void write_silent(const struct writing *w, const struct comparison_concept *concept) {
    struct strbuf names = {0};
    for (size_t i = 0; i < concept->common.row_count; i++)
        if (is_silent(concept, i))
            strbuf_printf(&names, "%s%s", names.length ? _(", ") : "", concept->common.rows[i].wave->label);
    if (names.length)
        fprintf(w->out, _("  Not in it, without figures by %s: %s\n"), w->c->by_label, names.text);
    strbuf_end(&names);
}

static void write_groups(const struct writing *w, const struct comparison_concept *concept) {
    struct lines t = {.arena = w->arena, .columns = 10, .left = 2};
    for (size_t g = 0; g < concept->group_count; g++)
        t.columns = compare_is_straight(&concept->groups[g]) ? t.columns : COLUMNS_MAX;
    if (!w->c->by_label || !w->c->request->by || concept->is_key)
        return;
    if (!concept->group_count) {
        if (concept->common.difference_count)
            fprintf(w->out,
                    w->c->request->suppress > 1 ? _("\n  By %s: nothing is shown of these waves; the notes "
                                                    "say why, where something is known\n")
                                                : _("\n  By %s: nothing is known of these waves\n"),
                    w->c->by_label);
        return;
    }
    const char **head = new_line(&t);
    head[0] = w->c->by_label;
    block_head(w, head + 1);
    for (size_t g = 0; g < concept->group_count; g++)
        group_lines(w, concept, &concept->groups[g], &t);
    fprintf(w->out, _("\n  By %s\n"), w->c->by_label);
    write_lines(w->out, &t);
    write_silent(w, concept);
}

static void write_matched(const struct writing *w, const struct comparison_concept *concept) {
    if (concept->matched_refused)
        fprintf(w->out, _("\n  Matched prefectures, not compared: %s\n"), concept->matched_refused);
    if (!concept->matched)
        return;
    write_block(w, concept->matched,
                arena_printf(w->arena, _("Only the %zu prefectures that are in all of them; base: %s"),
                             concept->matched_count, concept->common.base_words));
    fputs("  ", w->out);
    for (size_t i = 0; i < concept->matched_count; i++)
        fprintf(w->out, "%s%s", i ? _(", ") : "", concept->matched_prefectures[i]);
    fputc('\n', w->out);
}

/* --- concepts --- */

/* In a comparison of many concepts, most surveys have no figure of most: one line names them, and what they asked
 * instead stands once at the end (write_asked). */
static bool is_told_once(const struct writing *w, const struct comparison_row *row) {
    return w->c->concept_count > 1 && row->refused.text && row->refused.rule == ALIGNMENT_ABSENT;
}

static void write_absent(const struct writing *w, const struct comparison_block *block) {
    struct strbuf names = {0};
    for (size_t i = 0; i < block->row_count; i++)
        if (is_told_once(w, &block->rows[i]))
            strbuf_printf(&names, "%s%s", names.length ? _(", ") : "", block->rows[i].wave->label);
    if (names.length)
        fprintf(w->out, _("  - Without a figure of this concept: %s\n"), names.text);
    strbuf_end(&names);
}

static void write_refusals(const struct writing *w, const struct comparison_block *block) {
    bool any = false;
    for (size_t i = 0; i < block->row_count; i++) {
        const struct alignment_reason *refused = &block->rows[i].refused;
        if (!refused->text)
            continue;
        if (!any)
            fprintf(w->out, "\n  %s\n", _("Not compared, and why"));
        any = true;
        if (!is_told_once(w, &block->rows[i]))
            fprintf(w->out, "  - %s\n", refused->text);
    }
    write_absent(w, block);
    if (!any && block->refused)
        fprintf(w->out, "\n  %s\n  - %s\n", _("Not compared, and why"), block->refused);
}

static bool lacks_a_concept(const struct writing *w, size_t wave) {
    for (size_t i = 0; i < w->c->concept_count; i++) {
        const struct comparison_block *common = &w->c->concepts[i].common;
        if (wave < common->row_count && is_told_once(w, &common->rows[wave]))
            return true;
    }
    return false;
}

static void write_asked(const struct writing *w) {
    bool any = false;
    for (size_t i = 0; i < w->c->wave_count; i++) {
        const struct wave *wave = w->c->waves[i];
        if (!lacks_a_concept(w, i))
            continue;
        if (!any)
            fprintf(w->out, "%s\n", _("What the surveys asked that are without a figure"));
        any = true;
        fprintf(w->out, "  %s: %s\n", wave->label, alignment_asked(w->arena, wave));
    }
}

/* --- reference series --- */

static const char *as_of(const struct writing *w, const struct comparison_reference *at) {
    return at->before ? arena_printf(w->arena, _("%s (the last before)"), at->period) : at->period;
}

static void write_reference_totals(const struct writing *w, const struct comparison_concept *concept) {
    struct lines t = {.arena = w->arena, .columns = 5, .left = 2};
    const char **head = new_line(&t);
    head[0] = _("Survey");
    head[1] = _("Area");
    head[2] = _("Value");
    head[3] = _("as of");
    head[4] = _("Series");
    for (size_t i = 0; i < concept->reference_count; i++) {
        const struct comparison_reference *at = &concept->references[i];
        const char *const cells[] = {w->c->waves[at->wave]->label, at->area, at->text, as_of(w, at),
                                     at->series};
        if (!at->group)
            memcpy(new_line(&t), cells, sizeof cells);
    }
    if (t.count > 1)
        write_lines(w->out, &t);
}

static void write_reference_groups(const struct writing *w, const struct comparison_concept *concept) {
    struct lines t = {.arena = w->arena, .left = 2, .columns = 4};
    const char *group = "";
    const char *const heads[] = {w->c->by_label, _("Survey"), _("Value"), _("as of")};
    memcpy(new_line(&t), heads, sizeof heads);
    for (size_t i = 0; i < concept->reference_count; i++) {
        const struct comparison_reference *at = &concept->references[i];
        if (!at->group)
            continue;
        const char *name = strcmp(at->group, group) != 0 ? at->group_label : "";
        const char *const cells[] = {name, w->c->waves[at->wave]->label, at->text, as_of(w, at)};
        group = at->group;
        memcpy(new_line(&t), cells, sizeof cells);
    }
    if (t.count > 1)
        write_lines(w->out, &t);
}

static void write_reference_sources(const struct writing *w, const struct comparison_concept *concept) {
    for (size_t i = 0; i < concept->reference_count; i++) {
        const struct comparison_reference *at = &concept->references[i];
        bool before = false;
        for (size_t j = 0; j < i; j++)
            before = before || (strcmp(concept->references[j].series, at->series) == 0 &&
                                strcmp(concept->references[j].source, at->source) == 0);
        if (!before)
            fprintf(w->out, "  %s: %s\n", at->series, at->source);
    }
}

static void write_references(const struct writing *w, const struct comparison_concept *concept) {
    if (!concept->reference_count)
        return;
    fprintf(w->out, "\n  %s\n", _("Reference series at the period of each survey (not tested)"));
    write_reference_totals(w, concept);
    write_reference_groups(w, concept);
    write_reference_sources(w, concept);
}

/* Notes that no row carries. */
static struct comparison_marks loose_marks(const struct writing *w,
                                           const struct comparison_concept *concept) {
    struct comparison_marks loose = {.items =
                                         arena_array(w->arena, concept->marks.count + 1, sizeof(size_t))};
    for (size_t i = 0; i < concept->marks.count; i++) {
        bool on_row = false;
        for (size_t r = 0; r < concept->common.row_count; r++)
            for (size_t k = 0; k < concept->common.rows[r].marks.count; k++)
        on_row = on_row || concept->common.rows[r].marks.items[k] == concept->marks.items[i];
        if (!on_row)
        loose.items[loose.count++] = concept->marks.items[i];
    }
    return loose;
}

static void write_notes(const struct writing *w) {
    if (w->numbered->count)
        fprintf(w->out, "\n  %s\n", _("Notes"));
    for (size_t i = 0; i < w->numbered->count; i++)
        fprintf(w->out, "  *%zu %s\n", i + 1, w->c->notes[w->numbered->notes[i]].text);
    w->numbered->count = 0;
}

static void write_concept(const struct writing *w, const struct comparison_concept *concept) {
    const struct comparison_block *common = &concept->common;
    struct comparison_marks loose = loose_marks(w, concept);
    const char *title = concept->label;
    if (concept->question && strcmp(concept->question, title) != 0)
        title = arena_printf(w->arena, _("%s: %s"), concept->question, title);
    fprintf(w->out, "%s", label_text(w, title, &loose));
    if (concept->concept)
        fprintf(w->out, "  [%s]", concept->concept);
    fputc('\n', w->out);
    if (concept->own)
        write_own(w, concept->own);
    if (common->difference_count) {
        const char *heading =
            common->base_key ? arena_printf(w->arena, _("On one base: %s"), common->base_words)
                             : _("Each on the base it was published on; differences where it is the same");
        write_block(w, common, heading);
        struct compare_lines panels = {.arena = w->arena}, shifts = {.arena = w->arena};
        compare_beneath_panels(&panels, concept);
        compare_beneath_shifts(&shifts, concept);
        write_beneath(w, &panels);
        write_groups(w, concept);
        write_matched(w, concept);
        write_beneath(w, &shifts);
        write_refusals(w, common);
    } else {
        write_refusals(w, common);
        if (!common->row_count)
            fprintf(w->out, "  %s\n", concept->refused);
    }
    write_references(w, concept);
    write_notes(w);
    fputs("\n\n", w->out);
}

/* --- the end --- */

struct printed {
    bool figures, differences, straight, pairs, trend;
};

static void add_printed(struct printed *all, const struct comparison_block *block) {
    for (size_t i = 0; block && i < block->row_count; i++)
        all->figures = all->figures || block->rows[i].shown;
    all->differences = all->differences || (block && block->difference_count);
    all->trend = all->trend || (block && block->trend.made);
    all->straight = all->straight && (!block || compare_is_straight(block));
}

/* What stands on the page needs a method, and nothing else does. */
static struct printed what_is_printed(const struct comparison *c) {
    struct printed all = {.straight = true};
    for (size_t i = 0; i < c->concept_count; i++) {
        const struct comparison_concept *concept = &c->concepts[i];
        add_printed(&all, &concept->common);
        add_printed(&all, concept->own);
        add_printed(&all, concept->matched);
        for (size_t g = 0; g < concept->group_count; g++)
            add_printed(&all, &concept->groups[g]);
        all.pairs = all.pairs || concept->panel_count;
    }
    return all;
}

static void write_weighted_method(const struct writing *w) {
    fprintf(w->out,
            _("  Weighted (%s): percentages are of weighted counts; n and count are of the returns. "
              "Intervals: "
              "Wilson on the returns over the design effect. Differences are in points, with the interval "
              "and "
              "test of two independent designs (linearised variances), p adjusted (%s) over all differences "
              "shown. Neither trend test nor decomposition nor pairs with weights.\n"),
            w->c->request->weight, compare_adjustment(w->c->request->adjust));
}

static void write_method(const struct writing *w, const struct printed *printed) {
    if (printed->differences)
        fprintf(w->out,
                _("  Percentages are rounded half up from counts. %s Intervals: Wilson 1927; of differences: "
                  "Newcombe 1998. p: z test of two proportions (pooled), adjusted (%s) over all differences "
                  "shown.\n"),
                printed->straight ? compare_method_straight() : compare_method_linked(),
                compare_adjustment(w->c->request->adjust));
    else if (printed->figures)
        fputs(_("  Percentages are rounded half up from counts. Intervals: Wilson 1927.\n"), w->out);
    if (printed->pairs)
        fputs(_("  Institutions that answered both: the interval is Newcombe's of paired proportions (1998, "
                "method 10); those that sent two returns are left out.\n"),
              w->out);
    if (printed->trend)
        fputs(_("  Trend: Cochran 1954, Armitage 1955, of the surveys numbered 1, 2, 3 and so on, however "
                "long apart; points from "
                "wave to wave by least squares, weighted by n.\n"),
              w->out);
}

static void write_methods(const struct writing *w) {
    const struct printed printed = what_is_printed(w->c);
    if (printed.figures)
        fprintf(w->out, "%s\n", _("How to read it"));
    if (w->c->request->weight && printed.figures)
        write_weighted_method(w);
    else
        write_method(w, &printed);
}

static void write_source_lines(const struct writing *w, const char *lines) {
    for (const char *at = lines; at && *at;) {
        size_t length = strcspn(at, "\n");
        fprintf(w->out, "    %.*s\n", (int)length, at);
        at += length;
        at += *at == '\n';
    }
}

static void write_sources(const struct writing *w) {
    fprintf(w->out, "%s\n", _("Sources"));
    for (size_t i = 0; i < w->c->wave_count; i++) {
        const struct wave *wave = w->c->waves[i];
        fprintf(w->out, _("  %s: %s (%s)\n"), wave->label, wave->title,
                wave->organiser ? wave->organiser : "-");
        if (compare_origin(wave))
            fprintf(w->out, "    %s\n", compare_origin(wave));
        write_source_lines(w, wave->sources);
    }
}

void compare_text_write(FILE *out, const struct comparison *c) {
    struct arena *arena = arena_create();
    struct numbered numbered = {.notes = arena_array(arena, c->note_count + 1, sizeof *numbered.notes)};
    const struct writing w = {out, arena, c, &numbered};
    for (size_t i = 0; i < c->concept_count; i++)
        write_concept(&w, &c->concepts[i]);
    write_methods(&w);
    write_asked(&w);
    write_sources(&w);
    arena_destroy(arena);
}
