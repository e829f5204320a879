/* Tables against the store: what the row, the column and the title of a number say. */
#include "reports/audit/audit_grid.h"
#include "reports/audit/audit_survey.h"

#include <string.h>

struct sheet {
    struct audit *a;
    const struct audit_grid *g;
    const char *title;   /* folded: the lines over the table */
    const char *context; /* and its headings */
    size_t question;     /* of the rows' labels; SIZE_MAX: they name none, or divisions */
    size_t *divisions;   /* per row, 0: none */
    bool by_division;    /* rows are types or prefectures */
    bool percents;       /* it says that decimals are percentages */
};

static const char *fold(const struct sheet *x, const char *text) {
    return text ? audit_match_fold(x->a->reference, text) : "";
}

static size_t division_in(const struct sheet *x, const char *text) {
    bool several;
    const char *after;
    return audit_match_division(x->a->reference, text, &several, &after);
}

/* The lines over the table: its title, and what leads to it; the rows of headings with `headings`. */
static const char *over(const struct audit *a, const struct audit_grid *g, bool headings) {
    enum { LINES = 3 };
    size_t first = g->rows[0].segment, from = g->first_segment > LINES ? g->first_segment - LINES : 0;
    const char *title = "";
    for (size_t i = from; i < first; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        if (s->kind == SEGMENT_PROSE || (i >= g->first_segment && (headings || s->cell_count == 1)))
            title = arena_printf(a->arena, "%s。%s", title, audit_match_fold(a->reference, s->text));
    }
    return title;
}

/* 全体, 病院 over the several columns of each: the heading of the group that a column is of. */
static const char *heading_of(const struct sheet *x, size_t column) {
    const struct audit_grid *g = x->g;
    const char *heading = g->headings[column] ? g->headings[column] : "";
    for (size_t i = g->first_segment; i < g->rows[0].segment; i++) {
        const struct audit_segment *s = &x->a->draft->segments[i];
        size_t cell = g->sources[column].cell;
        if (!s->aligned || s->cell_count < 3 || cell >= s->cell_count || *s->cells[cell])
            continue;
        while (cell > 0 && !*s->cells[cell])
            cell--;
        heading = arena_printf(x->a->arena, "%s %s", s->cells[cell], heading);
    }
    return fold(x, heading);
}

static const char *name_at(const struct sheet *x, size_t i) {
    return x->by_division ? heading_of(x, i) : fold(x, x->g->rows[i].label);
}

/* The question that has most of the rows' labels among its answers, or of the columns' headings where the rows are prefectures. */
static size_t question_of(const struct sheet *x) {
    const struct audit_reference *r = x->a->reference;
    size_t best = SIZE_MAX, names = x->by_division ? x->g->column_count : x->g->row_count;
    double most = 0;
    for (size_t q = 0; q < r->question_count; q++) {
        double score = audit_match_question(r, q, x->context);
        size_t found = 0;
        for (size_t i = 0; i < names; i++) {
            struct audit_matches m = audit_match_within(r, q, name_at(x, i));
            score += m.count ? m.list[0].score : 0;
            found += m.count > 0;
        }
        if (found >= 2 && score > most)
            best = q, most = score;
    }
    return best;
}

static void set_divisions(struct sheet *x) {
    size_t found = 0, parts = 0;
    x->divisions = arena_array(x->a->arena, x->g->row_count + 1, sizeof *x->divisions);
    for (size_t row = 0; row < x->g->row_count; row++) {
        x->divisions[row] = division_in(x, fold(x, x->g->rows[row].label));
        found += x->divisions[row] != 0;
        parts += x->g->rows[row].kind == ROW_PART;
    }
    x->by_division = found >= 2 && found * 2 > parts;
}

static bool heading_says(const struct sheet *x, size_t column, enum audit_list list) {
    const char *heading = x->g->headings[column];
    return heading &&
           audit_word_within(&x->a->words->lists[list], heading, heading + strlen(heading)) != NULL;
}

/* n, 回答数, 差: no share of an answer */
static bool is_other(const struct sheet *x, size_t column) {
    const char *heading = fold(x, x->g->headings[column]);
    return heading_says(x, column, WORDS_DIFFERENCE_HEADINGS) || heading_says(x, column, WORDS_BASE_LABELS) ||
           audit_word_is(&x->a->words->lists[WORDS_SOFT_TOTALS], heading);
}

/* The last cell of words before the column: of two tables side by side each has its own labels. */
static const char *label_of(const struct sheet *x, size_t row, size_t column) {
    const struct audit_segment *s = &x->a->draft->segments[x->g->rows[row].segment];
    for (size_t cell = x->g->sources[column].cell; cell-- > 0;) {
        bool number = *s->cells[cell] == '\0';
        for (size_t i = 0; i < s->token_count && !number; i++)
            number = s->tokens[i].cell == cell && s->tokens[i].kind != TOKEN_OTHER;
        if (!number && audit_match_substance(fold(x, s->cells[cell])) > 0)
            return fold(x, s->cells[cell]);
    }
    return fold(x, x->g->rows[row].label);
}

/* Among the answers of the table's question, unless the label itself speaks of another one. */
static struct audit_matches figures_named(const struct sheet *x, const char *label) {
    static const double MORE = .15, WEAK = 2;
    const struct audit_reference *r = x->a->reference;
    if (x->question == SIZE_MAX)
        return audit_match_named(r, label, x->context, false);
    struct audit_matches named = audit_match_named(r, label, label, false);
    size_t other = named.count ? named.list[0].figure->question : x->question;
    bool own = audit_match_question(r, other, label) <= audit_match_question(r, x->question, label) + MORE;
    struct audit_matches within = audit_match_within(r, x->question, label);
    bool weak = other != x->question && (!within.count || within.list[0].score * WEAK < named.list[0].score);
    return own && !weak ? within : named;
}

static struct audit_matches figures_of(const struct sheet *x, size_t row, size_t column) {
    const struct audit_reference *r = x->a->reference;
    const char *heading = heading_of(x, column), *label = label_of(x, row, column);
    if (!x->by_division)
        return figures_named(x, label);
    if (x->question != SIZE_MAX)
        return audit_match_within(r, x->question, heading);
    struct audit_matches m = audit_match_named(r, heading, x->context, false);
    return m.count ? m : audit_match_named(r, x->title, x->title, false);
}

/* Which wave or which of them a percentage is of that has no heading, beside others, cannot be told. */
static bool untold(const struct sheet *x, size_t column) {
    const struct audit_grid *g = x->g;
    size_t shares = 0;
    for (size_t c = 0; c < g->column_count; c++)
        shares += g->columns[c] == COLUMN_PERCENT || g->columns[c] == COLUMN_VALUE;
    return shares > 1 && !*heading_of(x, column);
}

/* 無回答・不明 among 病院, 診療所: a column that is neither one of the divisions nor all. */
static bool beside_divisions(const struct sheet *x, size_t column) {
    const char *own = heading_of(x, column), *end = own + strlen(own);
    bool divided = false;
    for (size_t c = 0; c < x->g->column_count && !divided; c++)
        divided = division_in(x, heading_of(x, c)) != 0;
    return divided && !x->by_division && !division_in(x, own) &&
           !audit_word_within(&x->a->words->lists[WORDS_TOTAL_LABELS], own, end);
}

/* How many columns of a kind end with this one, going left. */
static size_t columns_ending(const struct audit_grid *g, size_t column, enum audit_column kind) {
    size_t count = 0;
    while (count <= column && g->columns[column - count] == kind)
        count++;
    return count;
}

/* The column of counts that belongs to one of percentages: beside it, or at the same place of a block of counts before one of shares. */
static size_t counts_of(const struct audit_grid *g, size_t column) {
    size_t place = columns_ending(g, column, COLUMN_PERCENT);
    size_t counts = place && place <= column ? columns_ending(g, column - place, COLUMN_COUNT) : 0,
           last = column;
    while (last + 1 < g->column_count && g->columns[last + 1] == COLUMN_PERCENT)
        last++;
    size_t shares = last + place - column;
    if (counts > 1 && shares > 1)
        return counts == shares ? column - counts : SIZE_MAX;
    if (column && g->columns[column - 1] == COLUMN_COUNT)
        return column - 1;
    bool next = column + 1 < g->column_count && g->columns[column + 1] == COLUMN_COUNT;
    return next && (column == 0 || g->columns[column - 1] != COLUMN_COUNT) && column + 2 >= g->column_count
               ? column + 1
               : SIZE_MAX;
}

/* 2024年, %, 2026年, %: a column whose heading says no more than what kind of number it has is of the wave that its counts are of. */
static const struct audit_wave *wave_of(const struct sheet *x, size_t column, bool *now, bool *unknown) {
    const struct audit_wave *wave = audit_wave_said(x->a, heading_of(x, column), now, unknown);
    size_t counts = x->g->columns[column] == COLUMN_PERCENT ? counts_of(x->g, column) : SIZE_MAX;
    if (wave || *now || *unknown || counts == SIZE_MAX)
        return wave;
    return audit_wave_said(x->a, heading_of(x, counts), now, unknown);
}

static struct audit_meaning meaning_of(const struct sheet *x, size_t row, size_t column) {
    struct audit_meaning m = {.figures = figures_of(x, row, column)};
    const char *heading = heading_of(x, column);
    bool now, unknown, of_title;
    m.wave = wave_of(x, column, &now, &unknown);
    if (!m.wave && !now && !unknown)
        m.wave = audit_wave_said(x->a, x->title, &now, &of_title), unknown = of_title;
    m.wave_said = m.wave != NULL;
    m.limited = unknown || untold(x, column) || beside_divisions(x, column);
    size_t own = x->by_division ? x->divisions[row] : division_in(x, heading), of = division_in(x, x->title);
    if (own)
        m.columns[m.column_count++] = own;
    else if (of && !x->by_division)
        m.columns[m.column_count++] = of;
    if (!own || !x->by_division)
        m.columns[m.column_count++] = 0;
    m.sure = m.figures.count == 1 || x->question != SIZE_MAX;
    return m;
}

static bool is_paired(const struct audit_grid *g, size_t column) {
    for (size_t c = 0; c < g->column_count; c++)
        if (g->columns[c] == COLUMN_PERCENT && counts_of(g, c) == column)
            return true;
    return false;
}

/* What the cell says; false where it is no figure of an answer. */
static bool said_in(const struct sheet *x, size_t row, size_t column, struct audit_said *out) {
    const struct audit_grid_row *at = &x->g->rows[row];
    struct audit_token *t = at->cells[column];
    const struct audit_segment *s = &x->a->draft->segments[at->segment];
    *out = (struct audit_said){.segment = s, .to = s->length};
    bool share =
        x->g->columns[column] == COLUMN_PERCENT || (x->g->columns[column] == COLUMN_VALUE && x->percents);
    bool count = x->g->columns[column] == COLUMN_COUNT && !is_paired(x->g, column);
    if (!t || at->kind != ROW_PART || (!share && !count) || is_other(x, column))
        return false;
    if (share && x->g->columns[column] == COLUMN_VALUE)
        t->kind = TOKEN_PERCENT; /* decimals under a title that says % */
    out->percent = share && t->kind == TOKEN_PERCENT ? t : NULL;
    out->count = count && t->kind == TOKEN_COUNT ? t : NULL;
    size_t counts = share ? counts_of(x->g, column) : SIZE_MAX;
    if (out->percent && counts != SIZE_MAX && !is_other(x, counts) && at->cells[counts] &&
        at->cells[counts]->kind == TOKEN_COUNT)
        out->count = at->cells[counts];
    return out->percent || out->count;
}

/* A table of which less than half is the store's is of something else: nothing in it is called wrong. */
static bool is_ours(const struct sheet *x) {
    size_t same = 0, other = 0;
    for (size_t row = 0; row < x->g->row_count; row++)
        for (size_t c = 0; c < x->g->column_count; c++) {
            struct audit_said said;
            if (!said_in(x, row, c, &said))
                continue;
            struct audit_meaning m = meaning_of(x, row, c);
            if (m.figures.count && m.figures.list[0].figure->silence)
                continue; /* every question has some */
            int test = audit_hold_test(x->a, &m, &said);
            same += test > 0;
            other += test < 0;
        }
    return same >= other;
}

static void check_grid(struct audit *a, const struct audit_grid *g, void *data) {
    struct sheet x = {.a = a, .g = g, .title = over(a, g, false), .context = over(a, g, true)};
    const char *end = x.context + strlen(x.context);
    (void)data;
    x.percents = audit_word_within(&a->words->lists[WORDS_PERCENT], x.context, end) ||
                 audit_word_within(&a->words->lists[WORDS_RATE_HEADINGS], x.context, end);
    set_divisions(&x);
    x.question = question_of(&x);
    bool ours = is_ours(&x);
    for (size_t row = 0; row < g->row_count; row++)
        for (size_t c = 0; c < g->column_count; c++) {
            struct audit_said said;
            if (!said_in(&x, row, c, &said))
                continue;
            struct audit_meaning m = meaning_of(&x, row, c);
            m.limited |= !ours;
            audit_hold(a, &m, &said);
        }
}

void audit_check_cells(struct audit *a) {
    audit_grids(a, check_grid, NULL);
}
