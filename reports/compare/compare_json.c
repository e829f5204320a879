#include "engine/base/json_write.h"
#include "reports/compare/compare_plot.h"
#include "reports/compare/compare_text.h"
#include "reports/compare/overview_json.h"
#include "reports/model/figure.h"
#include "reports/model/interval_words.h"

#include <math.h>

static void add_number(struct strbuf *out, const char *key, double value, bool known) {
    if (known && isfinite(value))
        strbuf_printf(out, ", \"%s\": %.15g", key, value);
    else
        strbuf_printf(out, ", \"%s\": null", key);
}

static void add_long(struct strbuf *out, const char *key, long value) {
    add_number(out, key, (double)value, value >= 0);
}

static void add_bool(struct strbuf *out, const char *key, bool value) {
    strbuf_printf(out, ", \"%s\": %s", key, value ? "true" : "false");
}

/* --- notes --- */

static void add_notes(struct strbuf *out, const char *key, const struct comparison *c,
                      const struct comparison_marks *marks) {
    strbuf_printf(out, ", \"%s\": [", key);
    for (size_t i = 0; i < marks->count; i++) {
        const struct comparison_note *note = &c->notes[marks->items[i]];
        strbuf_add(out, i ? ", {" : "{");
        json_add_member(out, "rule", alignment_rule_id(note->rule));
        json_add_member(out, "text", note->text);
        strbuf_add(out, "}");
    }
    strbuf_add(out, "]");
}

/* --- rows --- */

static void add_base(struct strbuf *out, const struct wave_figure *figure) {
    struct arena *scratch = arena_create();
    strbuf_add(out, ", \"base\": {");
    json_add_member(out, "kind", wave_base_key(scratch, &figure->base));
    json_add_member(out, "text", figure->base_words);
    strbuf_add(out, "}");
    arena_destroy(scratch);
}

static void add_figure(struct strbuf *out, const struct comparison_row *row) {
    static const char *const origins[] = {
        [WAVE_RETURNS] = "returns", [WAVE_PUBLISHED] = "published", [WAVE_SYNTHETIC] = "synthetic"};
    const struct wave_figure *figure = &row->figure;
    add_number(out, "percent", row->percent, row->has_percent);
    json_add_member(out, "text", row->text);
    add_number(out, "low", row->low, row->has_interval);
    add_number(out, "high", row->high, row->has_interval);
    if (row->weighted) {
        add_number(out, "weighted_count", row->weight.part, true);
        add_number(out, "n_effective", row->weight.effective_n, true);
    }
    add_long(out, "count_low", figure->low);
    add_long(out, "count_high", figure->high);
    add_bool(out, "inferred", figure->inferred);
    json_add_member(out, "published_percent", figure->percent);
    add_base(out, figure);
    add_bool(out, "derived", figure->restated != NULL);
    json_add_member(out, "from", origins[figure->origin]);
    json_add_member(out, "source", figure->sources);
}

static void add_row(struct strbuf *out, const struct comparison *c, const struct comparison_row *row) {
    strbuf_add(out, "{");
    json_add_member(out, "survey", row->wave->id);
    json_add_member(out, "label", row->wave->label);
    json_add_member(out, "order", row->wave->order);
    if (!row->shown) {
        strbuf_add(out, ", \"n\": null, \"count\": null, \"percent\": null, \"low\": null, \"high\": null");
    } else {
        bool one = row->figure.low == row->figure.high;
        add_long(out, "n", row->figure.n);
        add_long(out, "count", one ? row->figure.low : -1);
        add_figure(out, row);
    }
    json_add_member(out, "refused", row->refused.text);
    json_add_member(out, "rule", row->refused.text ? alignment_rule_id(row->refused.rule) : NULL);
    add_notes(out, "footnotes", c, &row->marks);
    strbuf_add(out, "}");
}

static void add_rows(struct strbuf *out, const struct comparison *c, const struct comparison_block *block) {
    strbuf_add(out, "\"waves\": [");
    for (size_t i = 0; block && i < block->row_count; i++) {
        strbuf_add(out, i ? ",\n    " : "\n    ");
        add_row(out, c, &block->rows[i]);
    }
    strbuf_add(out, "]");
}

/* --- differences --- */

static const char *relation_name(enum difference_relation relation) {
    static const char *const names[] = {
        [DIFFERENCE_INDEPENDENT] = "independent", [DIFFERENCE_PART] = "part",     [DIFFERENCE_WHOLE] = "part",
        [DIFFERENCE_INTERIM] = "interim",         [DIFFERENCE_FINAL] = "interim", [DIFFERENCE_SAME] = "same"};
    return names[relation];
}

static void add_difference(struct strbuf *out, const struct comparison_block *block,
                           const struct comparison_difference *d) {
    const struct difference *at = &d->difference;
    strbuf_add(out, "{");
    json_add_member(out, "from", block->rows[d->from].wave->id);
    json_add_member(out, "to", block->rows[d->to].wave->id);
    add_number(out, "points", at->points, at->has_points);
    add_number(out, "points_low", at->points_low, at->has_points);
    add_number(out, "points_high", at->points_high, at->has_points);
    json_add_member(out, "text", at->has_points ? at->text : NULL);
    add_number(out, "low", at->low, at->has_interval);
    add_number(out, "high", at->high, at->has_interval);
    add_number(out, "p", at->p, at->has_p);
    add_number(out, "p_adjusted", d->p_adjusted, at->has_p && !d->pairs);
    json_add_member(out, "test", at->test);
    json_add_member(out, "samples", d->pairs ? "paired" : relation_name(d->relation));
    add_bool(out, "of_printed_percentages", at->of_printed);
    if (d->pairs)
        add_long(out, "institutions", d->pairs);
    if (at->has_rest) {
        strbuf_printf(out, ", \"rest\": {\"n\": %ld", at->rest_n);
        add_long(out, "count", at->rest_low == at->rest_high ? at->rest_low : -1);
        add_number(out, "percent", 50.0 * (double)(at->rest_low + at->rest_high) / (double)at->rest_n,
                   at->rest_n > 0);
        strbuf_add(out, "}");
    }
    strbuf_add(out, "}");
}

static void add_differences(struct strbuf *out, const char *key, const struct comparison_block *block,
                            const struct comparison_difference *items, size_t count) {
    strbuf_printf(out, ", \"%s\": [", key);
    for (size_t i = 0; i < count; i++) {
        strbuf_add(out, i ? ",\n    " : "\n    ");
        add_difference(out, block, &items[i]);
    }
    strbuf_add(out, "]");
}

static void add_trend(struct strbuf *out, const struct comparison_trend *trend) {
    if (!trend->made) {
        strbuf_add(out, ", \"trend\": null");
        return;
    }
    strbuf_add(out, ", \"trend\": {\"test\": \"cochran-armitage\"");
    add_number(out, "z", trend->z, true);
    add_number(out, "p", trend->p, true);
    add_number(out, "points_per_wave", trend->slope, true);
    strbuf_add(out, "}");
}

static void add_block_base(struct strbuf *out, const struct comparison_block *block) {
    strbuf_add(out, ", \"base\": {");
    json_add_member(out, "kind", block->base_key ? block->base_key : "published");
    json_add_member(out, "text", block->base_key ? block->base_words : NULL);
    strbuf_add(out, "}");
}

static void add_block(struct strbuf *out, const struct comparison *c, const struct comparison_block *block) {
    add_rows(out, c, block);
    add_differences(out, "differences", block, block->differences, block->difference_count);
    add_trend(out, &block->trend);
}

/* --- concepts --- */

static void add_groups(struct strbuf *out, const struct comparison *c,
                       const struct comparison_concept *concept) {
    strbuf_add(out, ", \"groups\": [");
    for (size_t g = 0; g < concept->group_count; g++) {
        strbuf_add(out, g ? ",\n   {" : "\n   {");
        json_add_member(out, "key", concept->groups[g].group);
        json_add_member(out, "label", concept->groups[g].group_label);
        strbuf_add(out, ", ");
        add_block(out, c, &concept->groups[g]);
        strbuf_add(out, "}");
    }
    strbuf_add(out, "]");
}

static void add_matched(struct strbuf *out, const struct comparison *c,
                        const struct comparison_concept *concept) {
    if (!concept->matched && !concept->matched_refused) {
        strbuf_add(out, ", \"matched\": null");
        return;
    }
    strbuf_add(out, ", \"matched\": {\"prefectures\": ");
    json_add_strings(out, concept->matched_prefectures, concept->matched_count);
    strbuf_add(out, ", ");
    if (concept->matched)
        add_block(out, c, concept->matched);
    else
        strbuf_add(out, "\"waves\": [], \"differences\": [], \"trend\": null");
    json_add_member(out, "refused", concept->matched_refused);
    strbuf_add(out, "}");
}

static void add_shifts(struct strbuf *out, const struct comparison_concept *concept) {
    strbuf_add(out, ", \"decompositions\": [");
    for (size_t i = 0; i < concept->shift_count; i++) {
        const struct comparison_shift *shift = &concept->shifts[i];
        strbuf_add(out, i ? ", {" : "{");
        json_add_member(out, "from", concept->common.rows[shift->from].wave->id);
        json_add_member(out, "to", concept->common.rows[shift->to].wave->id);
        json_add_member(out, "by", shift->by);
        add_number(out, "total", shift->parts.total, true);
        add_number(out, "rate", shift->parts.rate, true);
        add_number(out, "composition", shift->parts.composition, true);
        add_number(out, "joined", shift->parts.joined, true);
        add_long(out, "groups", (long)shift->parts.common);
        strbuf_add(out, "}");
    }
    strbuf_add(out, "]");
}

static void add_references(struct strbuf *out, const struct comparison *c,
                           const struct comparison_concept *concept) {
    strbuf_add(out, ", \"references\": [");
    for (size_t i = 0; i < concept->reference_count; i++) {
        const struct comparison_reference *at = &concept->references[i];
        strbuf_add(out, i ? ",\n    {" : "\n    {");
        json_add_member(out, "survey", c->waves[at->wave]->id);
        json_add_member(out, "group", at->group);
        json_add_member(out, "series", at->series);
        json_add_member(out, "area", at->area);
        json_add_member(out, "period", at->period);
        add_number(out, "value", at->value, at->known);
        json_add_member(out, "unit", at->unit);
        json_add_member(out, "text", at->text);
        add_bool(out, "before", at->before);
        add_bool(out, "from_counts", at->counted);
        json_add_member(out, "source", at->source);
        json_add_member(out, "note", at->note);
        strbuf_add(out, "}");
    }
    strbuf_add(out, "]");
}

static void add_published(struct strbuf *out, const struct comparison *c,
                          const struct comparison_concept *concept) {
    strbuf_add(out, ", \"published\": {");
    add_rows(out, c, concept->own ? concept->own : &concept->common);
    strbuf_add(out, "}");
}

static void add_concept(struct strbuf *out, const struct comparison *c,
                        const struct comparison_concept *concept) {
    strbuf_add(out, "{");
    json_add_member(out, "concept", concept->concept);
    json_add_member(out, "label", concept->label);
    json_add_member(out, "question", concept->question);
    add_block_base(out, &concept->common);
    strbuf_add(out, ", ");
    add_block(out, c, &concept->common);
    json_add_member(out, "refused", concept->refused);
    add_bool(out, "compared", concept->common.difference_count > 0);
    add_published(out, c, concept);
    add_groups(out, c, concept);
    add_matched(out, c, concept);
    add_shifts(out, concept);
    add_differences(out, "panels", &concept->common, concept->panels, concept->panel_count);
    add_references(out, c, concept);
    add_notes(out, "footnotes", c, &concept->marks);
    strbuf_add(out, "}");
}

/* What `--figure` can draw of it. */
static void add_figures(struct strbuf *out, const struct comparison *c) {
    struct arena *scratch = arena_create();
    enum figure_kind kinds[FIGURE_KINDS];
    const size_t count = figure_kinds_of_plot(scratch, compare_plot(scratch, c), kinds);
    strbuf_printf(out, ", \"figures\": %s", figure_kinds_json(scratch, kinds, count));
    arena_destroy(scratch);
}

static void add_interval(struct strbuf *out, const struct comparison_request *request) {
    struct arena *scratch = arena_create();
    const double level = request->level;
    strbuf_printf(out, "],\n \"interval\": {\"method\": \"wilson\", \"level\": %.15g", level);
    json_add_member(out, "heading",
                    interval_words_heading(scratch, INTERVAL_WILSON, level, request->weight != NULL));
    json_add_member(out, "difference_heading", interval_words_difference(scratch, level));
    strbuf_add(out, "}");
    arena_destroy(scratch);
}

void compare_json_write(FILE *out, const struct comparison *c) {
    struct strbuf text = {0};
    strbuf_add(&text, "{\"concepts\": [");
    for (size_t i = 0; i < c->concept_count; i++) {
        strbuf_add(&text, i ? ",\n  " : "\n  ");
        add_concept(&text, c, &c->concepts[i]);
    }
    add_interval(&text, c->request);
    json_add_member(&text, "adjust", adjust_name(c->request->adjust));
    json_add_member(&text, "by", c->by_label);
    json_add_member(&text, "weight", c->request->weight);
    add_figures(&text, c);
    if (!c->request->concept_count) {
        strbuf_add(&text, ",\n \"overview\": ");
        overview_json_add(&text, c);
    }
    strbuf_add(&text, "}\n");
    fputs(text.text, out);
    strbuf_end(&text);
}
