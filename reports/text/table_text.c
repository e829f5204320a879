#include "reports/text/table_text.h"

#include "engine/base/columns.h"
#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "reports/model/table_summary.h"

#include <string.h>

enum { PAGE = 120, GAP = 2, HEADING = 14 };

/* A table as it is set out: lines under headings, each cell a right-aligned pair, and what stands under it. */
struct pair {
    const char *left, *right, *below;
};

struct sheet {
    const char **headings, **labels;
    struct pair *cells; /* [label * heading_count + heading] */
    size_t heading_count, label_count;
};

static struct sheet new_sheet(struct arena *arena, size_t labels, size_t headings) {
    return (struct sheet){.headings = arena_array(arena, headings + 1, sizeof(char *)),
                          .labels = arena_array(arena, labels + 1, sizeof(char *)),
                          .cells = arena_array(arena, labels * headings + 1, sizeof(struct pair)),
                          .heading_count = headings,
                          .label_count = labels};
}

static struct sheet turned(struct arena *arena, const struct sheet *from) {
    struct sheet to = new_sheet(arena, from->heading_count, from->label_count);
    memcpy(to.headings, from->labels, from->label_count * sizeof *to.headings);
    memcpy(to.labels, from->headings, from->heading_count * sizeof *to.labels);
    for (size_t r = 0; r < from->label_count; r++)
        for (size_t c = 0; c < from->heading_count; c++)
            to.cells[c * to.heading_count + r] = from->cells[r * from->heading_count + c];
    return to;
}

/* --- from a table --- */

/* n; with weights also the weighted n and the effective one. */
static size_t head_rows(const struct table *t) {
    return t->weight ? 3 : 1;
}

static void add_heads(struct arena *arena, struct sheet *sheet, const struct table *t) {
    const char *const labels[] = {"n", _("n, weighted"), _("n, effective")};
    for (size_t r = 0; r < head_rows(t); r++) {
        sheet->labels[r] = labels[r];
        for (size_t c = 0; c < t->column_count; c++) {
            const struct table_column *column = &t->columns[c];
            double n = r == 1 ? column->weighted_n : column->n_effective;
            sheet->cells[r * sheet->heading_count + c].left =
                table_n_text(arena, r == 0 || column->n == TABLE_N_HIDDEN ? column->n : (int64_t)(n + 0.5));
        }
    }
}

static void add_summaries(struct arena *arena, struct sheet *sheet, const struct table *t) {
    struct table_summary_line lines[TABLE_SUMMARY_LINES];
    size_t r = head_rows(t) + t->row_count, count = table_summary_lines(arena, t, lines);
    for (size_t i = 0; i < count; i++, r++) {
        sheet->labels[r] = lines[i].label;
        for (size_t c = 0; c < t->column_count; c++)
            sheet->cells[r * sheet->heading_count + c].left = lines[i].texts[c];
    }
    sheet->label_count = r;
}

static const char *interval_text(struct arena *arena, const struct table_cell *cell) {
    if (!cell->has_interval || cell->suppressed)
        return "";
    return arena_printf(arena, "%.1f-%.1f%%", cell->low, cell->high);
}

/* A single column has its intervals beside it; of a banner each stands under its percentage. */
static bool is_crossed(const struct table *t) {
    return t->column_count > 1;
}

static bool has_intervals(const struct table *t) {
    for (size_t r = 0; r < t->row_count; r++)
        for (size_t c = 0; c < t->column_count; c++)
            if (t->rows[r].cells[c].has_interval)
                return true;
    return false;
}

/* Letters stand to the right of the percentages, in a column of their own width. */
static int letters_width(const struct table *t, size_t column) {
    size_t width = 0;
    for (size_t r = 0; r < t->row_count; r++) {
        const char *letters = t->rows[r].cells[column].letters;
        size_t here = letters ? strlen(letters) : 0;
        width = here > width ? here : width;
    }
    return (int)width;
}

static const char *percent_and_letters(struct arena *arena, const struct table_cell *cell, int width) {
    if (width == 0)
        return cell->suppressed ? "" : cell->text;
    return arena_printf(arena, "%s %-*s", cell->suppressed ? "" : cell->text, width,
                        cell->letters ? cell->letters : "");
}

static const char *interval_and_room(struct arena *arena, const struct table_cell *cell, int letters) {
    return arena_printf(arena, "%s%*s", interval_text(arena, cell), letters ? letters + 1 : 0, "");
}

static void add_row(struct arena *arena, struct sheet *sheet, size_t r, const struct table *t,
                    const struct table_row *row, bool intervals) {
    struct pair *to = &sheet->cells[r * sheet->heading_count];
    sheet->labels[r] = row->label;
    for (size_t c = 0; c < t->column_count; c++) {
        const struct table_cell *cell = &row->cells[c];
        to[c].left = cell->suppressed ? TABLE_HIDDEN : number_thousands(arena, table_cell_shown_count(cell));
        to[c].right = percent_and_letters(arena, cell, letters_width(t, c));
        if (intervals && is_crossed(t))
            to[c].below = interval_and_room(arena, cell, letters_width(t, c));
    }
    if (intervals && !is_crossed(t))
        to[t->column_count].left = interval_text(arena, &row->cells[0]);
}

static bool is_small(const struct table_options *options, int64_t n) {
    return n > 0 && n < options->small_n;
}

static const char *heading(struct arena *arena, const struct table_column *column, bool small) {
    const char *label = arena_printf(arena, "%s%s", column->label, small ? TABLE_SMALL_N : "");
    return column->letter ? arena_printf(arena, "%s (%s)", label, column->letter) : label;
}

static struct sheet sheet_of(struct arena *arena, const struct table *t,
                             const struct table_options *options) {
    bool intervals = has_intervals(t), beside = intervals && !is_crossed(t);
    size_t rows = t->row_count + TABLE_SUMMARY_LINES, heads = head_rows(t);
    struct sheet sheet = new_sheet(arena, heads + rows, t->column_count + beside);
    for (size_t c = 0; c < t->column_count; c++) {
        bool small = is_small(options, t->columns[c].n);
        sheet.headings[c] = heading(arena, &t->columns[c], small);
    }
    add_heads(arena, &sheet, t);
    if (beside)
        sheet.headings[t->column_count] = arena_printf(arena, _("%g%% interval"), 100 * options->level);
    for (size_t r = 0; r < t->row_count; r++)
        add_row(arena, &sheet, heads + r, t, &t->rows[r], intervals);
    add_summaries(arena, &sheet, t);
    return sheet;
}

/* --- setting out --- */

struct widths {
    size_t label;
    size_t *left, *right, *column; /* by heading */
};

static size_t greater(size_t a, size_t b) {
    return a > b ? a : b;
}

static size_t text_columns(const char *text) {
    return text ? columns_of(text) : 0;
}

static struct widths measure(struct arena *arena, const struct sheet *s) {
    struct widths w = {0};
    w.left = arena_array(arena, s->heading_count + 1, sizeof *w.left);
    w.right = arena_array(arena, s->heading_count + 1, sizeof *w.right);
    w.column = arena_array(arena, s->heading_count + 1, sizeof *w.column);
    for (size_t r = 0; r < s->label_count; r++)
        w.label = greater(w.label, columns_of(s->labels[r]));
    for (size_t c = 0; c < s->heading_count; c++) {
        for (size_t r = 0; r < s->label_count; r++) {
            const struct pair *cell = &s->cells[r * s->heading_count + c];
            w.left[c] = greater(w.left[c], text_columns(cell->left));
            w.right[c] = greater(w.right[c], text_columns(cell->right));
            w.column[c] = greater(w.column[c], text_columns(cell->below));
        }
        size_t heading = columns_of(s->headings[c]), pair = w.left[c] + w.right[c] + (w.right[c] ? GAP : 0);
        w.column[c] = greater(w.column[c], greater(pair, heading < HEADING ? heading : HEADING));
    }
    return w;
}

static void write_headings(FILE *out, struct arena *arena, const struct sheet *s, const struct widths *w,
                           size_t from, size_t to) {
    const char **rest = arena_copy(arena, s->headings, s->heading_count * sizeof *rest);
    struct strbuf line = {0};
    for (bool more = true; more;) {
        more = false;
        columns_left(&line, "", w->label);
        for (size_t c = from; c < to; c++) {
            size_t bytes = columns_fit(rest[c], w->column[c]);
            columns_left(&line, "", GAP);
            columns_right(&line, arena_strndup(arena, rest[c], bytes), w->column[c]);
            rest[c] += bytes;
            rest[c] += strspn(rest[c], " ");
            more = more || *rest[c];
        }
        columns_end_line(out, &line);
    }
    strbuf_end(&line);
}

static void write_line(FILE *out, const struct sheet *s, const struct widths *w, size_t r, size_t from,
                       size_t to) {
    struct strbuf line = {0};
    columns_left(&line, s->labels[r], w->label);
    for (size_t c = from; c < to; c++) {
        const struct pair *cell = &s->cells[r * s->heading_count + c];
        size_t right = w->right[c] + (w->right[c] ? GAP : 0);
        columns_left(&line, "", GAP);
        columns_right(&line, cell->left ? cell->left : "", w->column[c] - right);
        columns_right(&line, cell->right ? cell->right : "", right);
    }
    columns_end_line(out, &line);
    strbuf_end(&line);
}

static void write_below(FILE *out, const struct sheet *s, const struct widths *w, size_t r, size_t from,
                        size_t to) {
    struct strbuf line = {0};
    bool any = false;
    columns_left(&line, "", w->label);
    for (size_t c = from; c < to; c++) {
        const char *below = s->cells[r * s->heading_count + c].below;
        any = any || (below && below[strspn(below, " ")]);
        columns_left(&line, "", GAP);
        columns_right(&line, below ? below : "", w->column[c]);
    }
    if (any)
        columns_end_line(out, &line);
    strbuf_end(&line);
}

/* How many headings from `from` on fit beside the labels; one at least. */
static size_t fitting(const struct sheet *s, const struct widths *w, size_t from) {
    size_t used = w->label, to = from;
    while (to < s->heading_count && (to == from || used + GAP + w->column[to] <= PAGE))
        used += GAP + w->column[to++];
    return to;
}

static void write_rule(FILE *out, const struct widths *w, size_t from, size_t to) {
    size_t width = w->label;
    for (size_t c = from; c < to; c++)
        width += GAP + w->column[c];
    while (width-- > 0)
        fputc('-', out);
    fputc('\n', out);
}

static void write_sheet(FILE *out, struct arena *arena, const struct sheet *s) {
    struct widths w = measure(arena, s);
    for (size_t from = 0, to; from < s->heading_count; from = to) {
        to = fitting(s, &w, from);
        if (from > 0)
            fputc('\n', out);
        write_headings(out, arena, s, &w, from, to);
        write_rule(out, &w, from, to);
        for (size_t r = 0; r < s->label_count; r++) {
            write_line(out, s, &w, r, from, to);
            write_below(out, s, &w, r, from, to);
        }
    }
}

/* --- the whole --- */

struct words { /* in the questionnaire's language */
    const char *by, *base, *multi, *filter, *below, *source;
};

static struct words words_in(const char *lang) {
    const char *before = lang_enter(lang);
    struct words words = {
        .by = _("%s, by %s"),
        .base = _("Base: %s  n=%s"),
        .multi = _(" (several answers allowed)"),
        .filter = _("Only: %s"),
        .source = _("  Source: %s\n"),
        .below = _("Beside a banner the interval stands under its percentage."),
    };
    lang_enter(before);
    return words;
}

static void write_title(FILE *out, struct arena *arena, const struct words *words, const struct table *t) {
    const char *title = t->key_label ? arena_printf(arena, words->by, t->title, t->key_label) : t->title;
    fprintf(out, "%s%s%s\n", t->number, *t->number ? "  " : "", title);
    fprintf(out, words->base, t->base_text, table_n_text(arena, t->base_n));
    fprintf(out, "%s\n", t->multi ? words->multi : "");
    if (t->filter) {
        fprintf(out, words->filter, t->filter);
        fputc('\n', out);
    }
    fputc('\n', out);
}

static void write_notes(FILE *out, const char *const *notes, size_t count) {
    for (size_t i = 0; i < count; i++)
        fprintf(out, "  %s\n", notes[i]);
}

static void write_table(FILE *out, struct arena *arena, const struct words *words,
                        const struct table_set *set, const struct table *t) {
    const char *before = lang_enter(set->questionnaire->lang);
    struct sheet sheet = sheet_of(arena, t, &set->options);
    lang_enter(before);
    struct widths w = measure(arena, &sheet);
    write_title(out, arena, words, t);
    if (t->column_count > 1 && fitting(&sheet, &w, 0) < sheet.heading_count)
        sheet = turned(arena, &sheet);
    write_sheet(out, arena, &sheet);
    write_notes(out, t->notes, t->note_count);
    fputs("\n\n", out);
}

void table_text_write(FILE *out, const struct table_set *set) {
    struct arena *arena = arena_create();
    struct words words = words_in(set->questionnaire->lang);
    bool intervals = false, crossed = false;
    for (size_t i = 0; i < set->count; i++) {
        const struct table *t = &set->tables[i];
        write_table(out, arena, &words, set, t);
        intervals = intervals || has_intervals(t);
        crossed = crossed || (is_crossed(t) && has_intervals(t));
    }
    write_notes(out, set->notes, set->note_count);
    if (intervals)
        write_notes(out, &set->interval_note, 1);
    if (crossed)
        write_notes(out, &words.below, 1);
    fprintf(out, words.source, set->source);
    arena_destroy(arena);
}
