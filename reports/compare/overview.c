#include "reports/compare/overview.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "reports/compare/compare_words.h"
#include "reports/compare/overview_internal.h"

#include <string.h>

int overview_number(struct overviewing *o, enum alignment_rule rule) {
    if (!o->numbers[rule])
        o->numbers[rule] = ++o->last_number;
    return o->numbers[rule];
}

const char *overview_wave(const struct overviewing *o, size_t wave) {
    return arena_printf(o->arena, "[%zu]", wave + 1);
}

const char *overview_join(struct arena *arena, const char *list, const char *item) {
    return *list ? arena_printf(arena, _("%s, %s"), list, item) : item;
}

/* --- panels: the items of one question --- */

static const struct wave_question *question_of(const struct overviewing *o, size_t concept) {
    const struct comparison_block *block = &o->c->concepts[concept].common;
    const struct wave_question *found = NULL;
    for (size_t w = 0; w < block->row_count; w++) {
        const struct wave_item *item = block->rows[w].item;
        if (item && (!found || (!found->form && item->question->form)))
            found = item->question;
    }
    return found;
}

struct draft { /* of a panel */
    const struct wave_question *question;
    size_t *concepts, count;
};

static bool same_question(const struct wave_question *a, const struct wave_question *b) {
    return a->concept && b->concept ? strcmp(a->concept, b->concept) == 0
                                    : !a->concept && !b->concept && strcmp(a->label, b->label) == 0;
}

/* A questionnaire's words come before those of a publication. */
static struct draft *draft_of(struct overviewing *o, struct draft *drafts, size_t *count,
                              const struct wave_question *question) {
    for (size_t i = 0; i < *count; i++) {
        if (!same_question(drafts[i].question, question))
            continue;
        if (question->form && !drafts[i].question->form)
            drafts[i].question = question;
        return &drafts[i];
    }
    drafts[*count] = (struct draft){.question = question,
                                    .concepts = arena_array(o->arena, o->c->concept_count, sizeof(size_t))};
    return &drafts[(*count)++];
}

/* Those of one base stand together. */
static void put_concept(const struct overviewing *o, struct draft *draft, size_t concept) {
    size_t at = draft->count;
    for (size_t i = draft->count; i-- > 0;)
        if (overview_same_base(o, draft->concepts[i], concept)) {
            at = i + 1;
            break;
        }
    memmove(draft->concepts + at + 1, draft->concepts + at, (draft->count++ - at) * sizeof *draft->concepts);
    draft->concepts[at] = concept;
}

static void find_waves(struct overviewing *o, struct overview_panel *panel) {
    size_t *waves = arena_array(o->arena, o->c->wave_count, sizeof *waves);
    for (size_t w = 0; w < o->c->wave_count; w++)
        for (size_t k = 0; k < panel->concept_count; k++)
            if (overview_is_compared(&o->c->concepts[panel->concepts[k]].common.rows[w])) {
                waves[panel->wave_count++] = w;
                break;
            }
    panel->waves = waves;
}

static struct overview_panel make_panel(struct overviewing *o, const struct draft *draft) {
    const struct wave_question *question = draft->question;
    struct overview_panel panel = {.key = question->concept,
                                   .title = question->label,
                                   .concepts = draft->concepts,
                                   .concept_count = draft->count};
    find_waves(o, &panel);
    overview_rows(o, &panel);
    return panel;
}

static void make_panels(struct overviewing *o, struct overview *out) {
    struct draft *drafts = arena_array(o->arena, o->c->concept_count + 1, sizeof *drafts);
    for (size_t i = 0; i < o->c->concept_count; i++)
        if (o->c->concepts[i].common.difference_count)
            put_concept(o, draft_of(o, drafts, &out->panel_count, question_of(o, i)), i);
    struct overview_panel *panels = arena_array(o->arena, out->panel_count + 1, sizeof *panels);
    for (size_t i = 0; i < out->panel_count; i++)
        panels[i] = make_panel(o, &drafts[i]);
    out->panels = panels;
}

/* --- surveys --- */

static const char *survey_text(const struct overviewing *o, const struct wave *wave) {
    const char *text = overview_join(o->arena, wave->organiser ? wave->organiser : "",
                                     alignment_prefectures(o->arena, wave));
    if (wave->method && *wave->method)
        text = overview_join(o->arena, text, wave->method);
    if (wave->n >= 0)
        text = overview_join(o->arena, text,
                             arena_printf(o->arena, _("%s answered"), number_thousands(o->arena, wave->n)));
    if (compare_origin(wave))
        text = overview_join(o->arena, text, compare_origin(wave));
    return arena_printf(o->arena, _("%s (%s)"), wave->title, text);
}

static void list_surveys(const struct overviewing *o, struct overview *out) {
    struct overview_survey *surveys = arena_array(o->arena, o->c->wave_count + 1, sizeof *surveys);
    for (size_t w = 0; w < o->c->wave_count; w++) {
        const struct wave *wave = o->c->waves[w];
        surveys[out->survey_count++] =
            (struct overview_survey){arena_printf(o->arena, "%s %s", overview_wave(o, w), wave->label),
                                     survey_text(o, wave), wave->sources};
    }
    out->surveys = surveys;
}

/* --- how it is to be read --- */

static bool is_said(const struct comparison *c, enum alignment_rule rule) {
    for (size_t i = 0; i < c->note_count; i++)
        if (c->notes[i].rule == rule)
            return true;
    return false;
}

static const char *method_of(const struct overviewing *o) {
    const struct comparison_request *request = o->c->request;
    const double level = 100 * request->level;
    return request->weight
               ? arena_printf(
                     o->arena,
                     _("Percentages are of weighted counts (%s), n is of the returns. %g%% intervals: "
                       "Wilson's on the returns over the design effect; of differences: of two "
                       "independent designs (linearised variances), as is p, adjusted over all "
                       "differences (%s)."),
                     request->weight, level, compare_adjustment(request->adjust))
               : arena_printf(
                     o->arena,
                     _("Percentages are rounded half up from counts. %g%% intervals: Wilson 1927; of "
                       "differences: Newcombe 1998. p: z test of two proportions (pooled), adjusted "
                       "over all differences (%s)."),
                     level, compare_adjustment(request->adjust));
}

static void list_readings(const struct overviewing *o, struct overview *out) {
    enum { MOST = 8 };
    const char **lines = arena_array(o->arena, MOST, sizeof *lines);
    size_t count = 0;
    lines[count++] =
        _("[1], [2]: the survey of that number in the list. Base, n and percentage are those on which the "
          "surveys can be compared; what was published on another base is restated, and its note "
          "says how.");
    lines[count++] = out->method = method_of(o);
    lines[count++] = compare_method_linked();
    if (o->significant)
        lines[count++] = arena_printf(o->arena, _("*: adjusted p below %.3g"), 1 - o->c->request->level);
    if (o->unpublished || o->refused)
        lines[count++] = _("empty: not asked; …: asked, but not published; ×: not compared, for the reason "
                           "below");
    if (is_said(o->c, ALIGNMENT_PREFECTURES) || is_said(o->c, ALIGNMENT_ORGANISER) ||
        is_said(o->c, ALIGNMENT_METHOD))
        lines[count++] =
            _("The surveys are not all by one association, in the same prefectures or collected in "
              "one way; the list of surveys says what each is.");
    for (size_t i = 0; i < o->c->note_count && count < MOST; i++)
        if (o->c->notes[i].rule == ALIGNMENT_WEIGHTED)
            lines[count++] = o->c->notes[i].text;
    out->readings = lines;
    out->reading_count = out->panel_count ? count : 0;
}

const struct overview *overview_make(struct arena *arena, const struct comparison *c) {
    struct overviewing o = {.arena = arena, .c = c};
    struct overview *out = arena_alloc(arena, sizeof *out);
    *out = (struct overview){0};
    make_panels(&o, out);
    overview_refusals(&o, out);
    list_surveys(&o, out);
    list_readings(&o, out);
    return out;
}
