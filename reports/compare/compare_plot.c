#include "reports/compare/compare_plot.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "reports/compare/compare_words.h"

#include <string.h>

struct row {
    const char *key, *label; /* label: with its question, when there are several */
    const struct comparison_block *block;
};

struct making {
    struct arena *arena;
    const struct comparison *c;
    struct row *rows;
    size_t row_count;
    const char *note;
};

static void say(struct making *m, const char *line) {
    if (line && *line && !(m->note && strstr(m->note, line)))
        m->note = m->note ? arena_printf(m->arena, "%s\n%s", m->note, line) : line;
}

/* --- rows --- */

static void collect(struct making *m) {
    const struct comparison *c = m->c;
    const bool grouped = c->concept_count == 1 && c->concepts[0].group_count > 0;
    const size_t most = c->concept_count + (grouped ? c->concepts[0].group_count : 0);
    m->rows = arena_array(m->arena, most + 1, sizeof *m->rows);
    for (size_t i = 0; i < c->concept_count; i++) {
        const struct comparison_concept *concept = &c->concepts[i];
        if (concept->concept && concept->common.row_count > 0)
            m->rows[m->row_count++] = (struct row){
                concept->concept, grouped ? _("All") : compare_label(m->arena, c, concept), &concept->common};
    }
    for (size_t g = 0; grouped && g < c->concepts[0].group_count; g++) {
        const struct comparison_block *block = &c->concepts[0].groups[g];
        m->rows[m->row_count++] = (struct row){block->group, block->group_label, block};
    }
}

/* --- values --- */

static bool is_shown(const struct comparison_row *row) {
    return row->shown && row->has_percent && (!row->refused.text || row->forced);
}

static struct plot_value value_of(const struct making *m, const struct comparison_row *row) {
    struct plot_value v = {.state = PLOT_NONE, .text = "-"};
    if (row->refused.text && row->refused.rule == ALIGNMENT_SUPPRESSED)
        v = (struct plot_value){.state = PLOT_HIDDEN, .text = TABLE_HIDDEN};
    if (!is_shown(row))
        return v;
    v = (struct plot_value){.state = PLOT_SHOWN, .text = row->text, .value = row->percent};
    v.n = row->figure.n > 0 ? row->figure.n : 0;
    if (row->figure.low >= 0 && row->figure.low == row->figure.high && !row->weighted)
        v.count = number_thousands(m->arena, row->figure.low);
    if (row->has_interval) {
        v.low = row->low;
        v.high = row->high;
        v.interval = compare_interval_text(m->arena, true, row->low, row->high);
    }
    return v;
}

static const char *n_text(const struct making *m, const struct comparison_row *row) {
    return is_shown(row) && row->figure.n > 0 ? table_n_text(m->arena, row->figure.n) : "-";
}

/* Of all that is shown in this wave; NULL: rows have different ones. */
static const char *common_n(const struct making *m, size_t wave) {
    const char *n = NULL;
    for (size_t r = 0; r < m->row_count; r++) {
        const struct comparison_row *row = &m->rows[r].block->rows[wave];
        if (!is_shown(row))
            continue;
        if (n && strcmp(n, n_text(m, row)) != 0)
            return NULL;
        n = n_text(m, row);
    }
    return n ? n : "-";
}

static const char *label_with_ns(const struct making *m, const struct row *row) {
    const char *ns = NULL;
    for (size_t w = 0; w < row->block->row_count; w++) {
        const char *n = n_text(m, &row->block->rows[w]);
        ns = ns ? arena_printf(m->arena, "%s→%s", ns, n) : n;
    }
    return arena_printf(m->arena, _("%s (n=%s)"), row->label, ns);
}

/* --- words --- */

static void add_notes(struct making *m) {
    for (size_t r = 0; r < m->row_count; r++)
        for (size_t w = 0; w < m->rows[r].block->row_count; w++) {
            const struct comparison_row *row = &m->rows[r].block->rows[w];
            if (row->refused.text && !row->forced)
                say(m, arena_printf(m->arena, _("%s, %s: not compared; %s"), m->rows[r].label,
                                    row->wave->label, row->refused.text));
            for (size_t i = 0; is_shown(row) && i < row->marks.count; i++)
                say(m, m->c->notes[row->marks.items[i]].text);
        }
    for (size_t w = 0; w < m->c->wave_count; w++) {
        const struct wave *wave = m->c->waves[w];
        say(m, wave->notice);
        if (wave->sources)
            say(m, arena_printf(m->arena, _("Source of %s: %s"), wave->label, wave->sources));
    }
}

static const char *caption_of(const struct making *m) {
    const char *words = m->row_count > 0 ? m->rows[0].block->base_words : NULL;
    for (size_t r = 1; words && r < m->row_count; r++)
        if (!m->rows[r].block->base_words || strcmp(words, m->rows[r].block->base_words) != 0)
            words = NULL;
    return words ? arena_printf(m->arena, _("Base: %s"), words) : _("Each row on its own base");
}

static const char *title_of(const struct making *m) {
    const struct comparison_concept *first = &m->c->concepts[0];
    if (m->c->concept_count == 1)
        return first->question ? arena_printf(m->arena, "%s　%s", first->question, first->label)
                               : first->label;
    return compare_has_one_question(m->c) ? first->question : _("Comparison of the surveys");
}

/* --- the whole --- */

const struct plot *compare_plot(struct arena *arena, const struct comparison *comparison) {
    struct making m = {.arena = arena, .c = comparison};
    const size_t waves = comparison->wave_count;
    struct plot *plot = arena_alloc(arena, sizeof *plot);
    collect(&m);
    struct plot_side *rows = arena_array(arena, m.row_count + 1, sizeof *rows),
                     *columns = arena_array(arena, waves + 1, sizeof *columns);
    struct plot_value *values = arena_array(arena, m.row_count * waves + 1, sizeof *values);
    bool common = true;
    for (size_t w = 0; w < waves; w++) {
        const struct wave *wave = comparison->waves[w];
        columns[w] = (struct plot_side){.key = wave->id, .label = wave->label ? wave->label : wave->title};
        columns[w].n = common_n(&m, w);
        common &= columns[w].n != NULL;
    }
    for (size_t r = 0; r < m.row_count; r++) {
        rows[r] = (struct plot_side){.key = m.rows[r].key,
                                     .label = common ? m.rows[r].label : label_with_ns(&m, &m.rows[r])};
        for (size_t w = 0; w < waves; w++)
            values[r * waves + w] = value_of(&m, &m.rows[r].block->rows[w]);
    }
    add_notes(&m);
    for (size_t w = 0; !common && w < waves; w++)
        columns[w].n = NULL;
    *plot = (struct plot){.rows = rows,
                          .columns = columns,
                          .row_count = m.row_count,
                          .column_count = waves,
                          .values = values,
                          .unit = "%",
                          .share = true,
                          .title = title_of(&m),
                          .caption = caption_of(&m),
                          .note = m.note};
    return plot;
}
