#include "reports/compare/compare_text.h"

#include "engine/base/lang.h"

static void text(FILE *out, const char *value) {
    csv_put(out, value);
    fputc(',', out);
}

static void number(FILE *out, bool known, double value) {
    if (known)
        fprintf(out, "%.15g", value);
    fputc(',', out);
}

static void count(FILE *out, long value) {
    number(out, value >= 0, (double)value);
}

static void end(FILE *out, const struct comparison *c, const char *interval) {
    text(out, interval);
    if (interval)
        fprintf(out, "%g", c->request->level);
    fputc('\n', out);
}

/* what, concept, group: what every line begins with */
static void begin(FILE *out, const char *what, const struct comparison_concept *concept,
                  const struct comparison_block *block) {
    text(out, what);
    text(out, concept->concept);
    text(out, concept->label);
    text(out, block->group ? block->group : "total");
    text(out, block->base_key ? block->base_key : "published");
}

static void write_figure(FILE *out, const struct comparison *c, const struct comparison_concept *concept,
                         const struct comparison_block *block, const struct comparison_row *row) {
    bool one = row->shown && row->figure.low == row->figure.high;
    begin(out, row->refused.text ? "refused" : "figure", concept, block);
    text(out, row->wave->id);
    fputc(',', out);
    count(out, row->shown ? row->figure.n : -1);
    count(out, one ? row->figure.low : -1);
    number(out, row->shown && row->has_percent, row->percent);
    number(out, row->shown && row->has_interval, row->low);
    number(out, row->shown && row->has_interval, row->high);
    text(out, row->shown && row->has_percent ? row->text : NULL);
    fputs(",,,", out);
    csv_put(out, row->refused.text);
    fputs(",,,,", out); /* points_low to period */
    text(out, row->shown ? row->figure.sources : NULL);
    number(out, row->weighted, row->weight.part);
    number(out, row->weighted, row->weight.effective_n);
    text(out, block->base_key ? block->base_words : row->shown ? row->figure.base_words : NULL);
    end(out, c, row->shown && row->has_interval ? "wilson" : NULL);
}

static void write_difference(FILE *out, const struct comparison *c, const struct comparison_concept *concept,
                             const struct comparison_block *block, const struct comparison_difference *d,
                             const char *what) {
    const struct difference *at = &d->difference;
    begin(out, what, concept, block);
    text(out, block->rows[d->from].wave->id);
    text(out, block->rows[d->to].wave->id);
    count(out, d->pairs ? d->pairs : -1);
    fputc(',', out);
    number(out, at->has_points, at->points);
    number(out, at->has_interval, at->low);
    number(out, at->has_interval, at->high);
    text(out, at->has_points ? at->text : NULL);
    number(out, at->has_p, at->p);
    number(out, at->has_p && !d->pairs, d->p_adjusted);
    text(out, at->test);
    fputc(',', out); /* refused */
    number(out, at->has_points, at->points_low);
    if (at->has_points)
        fprintf(out, "%.15g", at->points_high);
    fputs(",,,,,", out);
    text(out, block->base_words);
    end(out, c, at->has_interval ? at->test : NULL);
}

static void write_block(FILE *out, const struct comparison *c, const struct comparison_concept *concept,
                        const struct comparison_block *block) {
    for (size_t i = 0; i < block->row_count; i++)
        write_figure(out, c, concept, block, &block->rows[i]);
    for (size_t i = 0; i < block->difference_count; i++)
        write_difference(out, c, concept, block, &block->differences[i], "difference");
}

static void write_reference(FILE *out, const struct comparison *c, const struct comparison_concept *concept,
                            const struct comparison_reference *at) {
    text(out, "reference");
    text(out, concept->concept);
    text(out, concept->label);
    text(out, at->group ? at->group : "total");
    text(out, at->series);
    text(out, c->waves[at->wave]->id);
    fputs(",,,", out); /* to, n, count */
    number(out, at->known, at->value);
    fputs(",,", out);
    text(out, at->text);
    fputs(",,,,,,", out); /* p to points_high */
    text(out, at->period);
    csv_put(out, at->source);
    fputs(",,,,,\n", out);
}

static void write_concept(FILE *out, const struct comparison *c, const struct comparison_concept *concept) {
    if (concept->own)
        write_block(out, c, concept, concept->own);
    write_block(out, c, concept, &concept->common);
    for (size_t i = 0; i < concept->panel_count; i++)
        write_difference(out, c, concept, &concept->common, &concept->panels[i], "panel");
    for (size_t g = 0; g < concept->group_count; g++)
        write_block(out, c, concept, &concept->groups[g]);
    if (concept->matched)
        write_block(out, c, concept, concept->matched);
    for (size_t i = 0; i < concept->reference_count; i++)
        write_reference(out, c, concept, &concept->references[i]);
    if (concept->common.row_count == 0) {
        begin(out, "refused", concept, &concept->common);
        fputs(",,,,,,,,,,,", out);
        csv_put(out, concept->refused);
        fputs(",,,,,,,,,\n", out);
    }
}

void compare_csv_head(FILE *out, enum csv_reader reader) {
    static const struct csv_heading headings[] = {
        {"what", N_("Kind of line")},
        {"concept", N_("Concept")},
        {"label", N_("Item compared")},
        {"group", N_("Group")},
        {"base", N_("Base code")},
        {"survey", N_("Survey")},
        {"to", N_("Compared with")},
        {"n", N_("n (base)")},
        {"count", N_("Count")},
        {"value", N_("Percent, or points of difference")},
        {"low", N_("Interval, low")},
        {"high", N_("Interval, high")},
        {"text", N_("As printed")},
        {"p", N_("p value")},
        {"p_adjusted", N_("p, adjusted")},
        {"test", N_("Test")},
        {"refused", N_("Not compared because")},
        {"points_low", N_("Points, at least")},
        {"points_high", N_("Points, at most")},
        {"period", N_("Period")},
        {"source", N_("Source")},
        {"weighted_count", N_("Weighted count")},
        {"n_effective", N_("n, effective")},
        {"base_text", N_("Base")},
        {"interval", N_("Interval method")},
        {"level", N_("Level")},
    };
    csv_head(out, reader, headings, sizeof headings / sizeof *headings);
}

void compare_csv_lines(FILE *out, const struct comparison *c) {
    for (size_t i = 0; i < c->concept_count; i++)
        write_concept(out, c, &c->concepts[i]);
}

void compare_csv_write(FILE *out, const struct comparison *c) {
    compare_csv_head(out, CSV_PROGRAM);
    compare_csv_lines(out, c);
}

void compare_csv_write_excel(FILE *out, const struct comparison *c) {
    compare_csv_head(out, CSV_EXCEL);
    compare_csv_lines(out, c);
}
