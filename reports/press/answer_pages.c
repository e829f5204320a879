/* Answers one by one: the listing of a small survey, and what people wrote. */
#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/utf8.h"
#include "reports/press/answers.h"
#include "reports/press/writer.h"

#include <string.h>

static int find_question(struct writer *w, const struct json *at, const char *id, struct fault *f) {
    const int found = questionnaire_find(w->questionnaire, id);
    struct utf8_nearest nearest = {.wanted = id};
    for (size_t i = 0; found < 0 && i < w->questionnaire->question_count; i++)
        utf8_nearest_offer(&nearest, w->questionnaire->questions[i].id);
    if (found < 0 && nearest.name)
        json_fault(f, at, _("the survey has no question \"%s\"; the nearest is \"%s\""), id, nearest.name);
    else if (found < 0)
        json_fault(f, at,
                   _("the survey has no question \"%s\"; write the id of one (`shukei survey show %s`)"), id,
                   w->questionnaire->id);
    return found;
}

static bool add_consent(struct writer *w, const struct json *consent, struct fault *f) {
    const char *text = binder_text(&w->binder, consent, f);
    if (text)
        writer_small(w, text);
    return text != NULL;
}

/* --- listing: a row per return, ○ where it ticked --- */

struct listing {
    struct writer *w;
    struct answers answers;
    size_t *order; /* of the rows */
    size_t label;  /* question */
    size_t *questions;
    size_t question_count;
};

static const double LISTING_NAME = 74, LISTING_COLUMN_LEAST = 44, LISTING_COLUMN_MOST = 84;

static int label_code(const struct listing *l, size_t row) {
    return l->answers.rows[row].response->answers[l->label].code;
}

static void sort_rows(struct listing *l) {
    l->order = arena_array(l->w->arena, l->answers.count + 1, sizeof *l->order);
    for (size_t i = 0; i < l->answers.count; i++) {
        size_t at = i;
        for (; at > 0 && label_code(l, l->order[at - 1]) > label_code(l, i); at--)
            l->order[at] = l->order[at - 1];
        l->order[at] = i;
    }
}

static bool can_be_listed(const struct question *question) {
    return question_is_coded(question) || question->kind == QUESTION_NUMBER;
}

static bool choose_questions(struct listing *l, const struct kit_section *section, struct fault *f) {
    const struct questionnaire *q = l->w->questionnaire;
    const int label = find_question(l->w, json_member(section->at, "label"), section->label, f);
    if (label < 0)
        return false;
    l->label = (size_t)label;
    const size_t wanted = section->questions ? section->questions->count : 0;
    l->questions = arena_array(l->w->arena, q->question_count + wanted + 1, sizeof *l->questions);
    for (size_t i = 0; !section->questions && i < q->question_count; i++)
        if (i != l->label && can_be_listed(&q->questions[i]))
            l->questions[l->question_count++] = i;
    for (const struct json *node = section->questions ? section->questions->first : NULL; node;
         node = node->next) {
        const int found = find_question(l->w, node, node->string, f);
        if (found < 0)
            return false;
        if (!can_be_listed(&q->questions[found]))
            return json_fault(f, node, _("only questions with options or numbers can be listed"));
        l->questions[l->question_count++] = (size_t)found;
    }
    return true;
}

/* An option that nobody chose has no column; the notes name it. */
static bool is_shown(const struct listing *l, const struct question *question, size_t option) {
    const struct table *table = table_find(l->w->source->tables, question->id);
    const struct table_row *row = table_row_find(table, question->options[option].id);
    return row && (row->cells[0].suppressed || row->cells[0].count > 0);
}

static size_t columns_of(const struct listing *l, const struct question *question) {
    size_t count = question_is_coded(question) ? 0 : 1;
    for (size_t i = 0; question_is_coded(question) && i < question->option_count; i++)
        count += is_shown(l, question, i);
    return count;
}

static const char *number_of(const struct listing *l, const struct question *question,
                             const struct answer *answer) {
    if (answer->state != ANSWER_GIVEN)
        return answer->state == ANSWER_NO_ANSWER ? "–" : answer_state_name(answer->state);
    return answer_text(l->w->arena, question, answer);
}

static void fill_listed(const struct listing *l, size_t row, size_t question, struct grid_cell *cells) {
    const struct question *q = &l->w->questionnaire->questions[question];
    const struct answer *answer = &l->answers.rows[l->order[row]].response->answers[question];
    if (!question_is_coded(q)) {
        cells[0].text = number_of(l, q, answer);
        return;
    }
    for (size_t i = 0, at = 0; i < q->option_count; i++)
        if (is_shown(l, q, i))
            cells[at++].text = answer->state == ANSWER_GIVEN && answer_has(q, answer, (int)i) ? "○" : NULL;
}

/* The foot: how many ticked, from the table; of a number its mean, median and mode. */
struct foot {
    const char *label;
    size_t offset; /* of the text in struct table_summary; 0: counts */
};

static void fill_foot(const struct listing *l, const struct foot *foot, size_t question,
                      struct grid_cell *cells) {
    const struct question *q = &l->w->questionnaire->questions[question];
    const struct table *table = table_find(l->w->source->tables, q->id);
    if (!question_is_coded(q)) {
        if (foot->offset && table->summaries)
            cells[0].text = *(const char *const *)((const char *)&table->summaries[0] + foot->offset);
        return;
    }
    for (size_t i = 0, at = 0; !foot->offset && i < q->option_count; i++) {
        const struct table_row *row = table_row_find(table, q->options[i].id);
        if (is_shown(l, q, i))
            cells[at++].text =
                row->cells[0].suppressed ? TABLE_HIDDEN : number_thousands(l->w->arena, row->cells[0].count);
    }
}

static bool any_number(const struct listing *l, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (!question_is_coded(&l->w->questionnaire->questions[l->questions[i]]))
            return true;
    return false;
}

static struct grid_cell *begin_row(const struct listing *l, size_t width, const char *label) {
    struct grid_cell *cells = arena_array(l->w->arena, width, sizeof *cells);
    cells[0].text = label;
    return cells;
}

static void listing_rows(const struct listing *l, size_t from, size_t to, struct grid *grid) {
    const struct foot feet[] = {{_("Total"), 0},
                                {_("Mean"), offsetof(struct table_summary, mean_text)},
                                {_("Median"), offsetof(struct table_summary, median_text)},
                                {_("Mode"), offsetof(struct table_summary, mode_text)}};
    const size_t foot_count = any_number(l, from, to) ? 4 : 1;
    struct grid_row *rows = arena_array(l->w->arena, l->answers.count + foot_count, sizeof *rows);
    const struct question *label = &l->w->questionnaire->questions[l->label];
    for (size_t r = 0; r < l->answers.count + foot_count; r++) {
        const bool foot = r >= l->answers.count;
        const struct answer *name = foot ? NULL : &l->answers.rows[l->order[r]].response->answers[l->label];
        struct grid_cell *cells =
            begin_row(l, grid->column_count,
                      foot ? feet[r - l->answers.count].label : answer_text(l->w->arena, label, name));
        size_t at = 1;
        for (size_t i = from; i < to; i++) {
            if (foot)
                fill_foot(l, &feet[r - l->answers.count], l->questions[i], &cells[at]);
            else
                fill_listed(l, r, l->questions[i], &cells[at]);
            at += columns_of(l, &l->w->questionnaire->questions[l->questions[i]]);
        }
        rows[grid->row_count++] = (struct grid_row){cells, foot ? GRID_TOTAL : GRID_PLAIN};
    }
    grid->rows = rows;
}

static const char *title_of(const struct listing *l, const struct question *question) {
    const char *number = question->number ? question->number : "";
    return arena_printf(l->w->arena, "%s%s%s", number, *number ? "　" : "", question->label);
}

static void listing_columns(const struct listing *l, size_t from, size_t to, double width,
                            struct grid *grid) {
    struct grid_column *columns = arena_array(l->w->arena, grid->column_count, sizeof *columns);
    const double room = (width - LISTING_NAME) / (double)(grid->column_count - 1);
    const double each = room < LISTING_COLUMN_MOST ? room : LISTING_COLUMN_MOST;
    columns[0] = (struct grid_column){.heading = l->w->questionnaire->questions[l->label].label,
                                      .width = LISTING_NAME};
    size_t at = 1;
    for (size_t i = from; i < to; i++) {
        const struct question *q = &l->w->questionnaire->questions[l->questions[i]];
        const char *group = title_of(l, q);
        const bool coded = question_is_coded(q);
        if (!coded)
            columns[at++] = (struct grid_column){q->measure.unit, group, ALIGN_RIGHT, each, false};
        for (size_t k = 0; coded && k < q->option_count; k++)
            if (is_shown(l, q, k))
                columns[at++] = (struct grid_column){q->options[k].label, group, ALIGN_CENTER, each, false};
    }
    grid->columns = columns;
}

/* As many whole questions as stand side by side. */
static size_t questions_side_by_side(const struct listing *l, size_t from, double width) {
    size_t columns = 0, to = from;
    for (; to < l->question_count; to++) {
        columns += columns_of(l, &l->w->questionnaire->questions[l->questions[to]]);
        if (to > from && LISTING_NAME + LISTING_COLUMN_LEAST * (double)columns > width)
            break;
    }
    return to;
}

static const char *unchosen_of(const struct listing *l, const struct question *question) {
    const char *list = "";
    for (size_t i = 0; question_is_coded(question) && i < question->option_count; i++)
        if (!is_shown(l, question, i))
            list =
                arena_printf(l->w->arena, "%s%s%s", list, *list ? _(", ") : "", question->options[i].label);
    return list;
}

static void listing_notes(const struct listing *l, size_t from, size_t to, struct grid *grid) {
    const char **notes = arena_array(l->w->arena, to - from + 1, sizeof *notes);
    for (size_t i = from; i < to; i++) {
        const struct question *q = &l->w->questionnaire->questions[l->questions[i]];
        const char *list = unchosen_of(l, q);
        const char *name = q->number && *q->number ? q->number : q->label;
        if (*list)
            notes[grid->note_count++] = arena_printf(l->w->arena, _("%s: nobody chose %s."), name, list);
    }
    grid->notes = notes;
}

static void add_listing(const struct listing *l, size_t from, size_t to, double width) {
    struct grid *grid = arena_alloc(l->w->arena, sizeof *grid);
    *grid = (struct grid){.column_count = 1, .compact = true};
    for (size_t i = from; i < to; i++)
        grid->column_count += columns_of(l, &l->w->questionnaire->questions[l->questions[i]]);
    listing_columns(l, from, to, width, grid);
    listing_rows(l, from, to, grid);
    listing_notes(l, from, to, grid);
    if (from > 0)
        writer_add(l->w, BLOCK_SPACE)->height = 6;
    writer_add(l->w, BLOCK_GRID)->grid = grid;
}

bool writer_listing(struct writer *w, const struct kit_section *section, struct fault *f) {
    struct listing l = {.w = w};
    const double width = section->landscape ? 734 : 487; /* of the text on the page */
    if (!choose_questions(&l, section, f) ||
        !answers_load(w->arena, w->source->store_path, w->questionnaire, NULL, &l.answers, f) ||
        !add_consent(w, section->consent, f))
        return false;
    sort_rows(&l);
    for (size_t from = 0; from < l.question_count;) {
        const size_t to = questions_side_by_side(&l, from, width);
        add_listing(&l, from, to, width);
        from = to;
    }
    return true;
}

/* --- examples: what people wrote --- */

struct examples {
    struct writer *w;
    const struct question *group; /* or NULL */
    size_t group_at;
    const char **texts;
    const struct answers_row *rows;
    size_t count, shown;
    const char *widest; /* number of an example */
};

/* Fewer than this in a group would tell who wrote them. */
enum { GROUP_LEAST = 3 };

static bool in_group(const struct examples *e, size_t i, int code) {
    return !e->group || e->rows[i].response->answers[e->group_at].code == code;
}

static size_t texts_in(const struct examples *e, int code) {
    size_t count = 0;
    for (size_t i = 0; i < e->count; i++)
        count += e->texts[i] && in_group(e, i, code);
    return count;
}

static void add_example(struct examples *e, const char *text) {
    struct block_pair *pair = arena_array(e->w->arena, 1, sizeof *pair);
    *pair = (struct block_pair){
        .label = arena_printf(e->w->arena, "%zu", ++e->shown), .text = text, .detail = e->widest};
    struct block *block = writer_add(e->w, BLOCK_HANGING);
    block->pairs = pair;
    block->pair_count = 1;
}

/* What several wrote in the same words is printed once. */
static bool is_said(const struct examples *e, size_t i, int code) {
    for (size_t k = 0; k < i; k++)
        if (e->texts[k] && in_group(e, k, code) && strcmp(e->texts[k], e->texts[i]) == 0)
            return true;
    return false;
}

static size_t different_in(const struct examples *e, int code) {
    size_t count = 0;
    for (size_t i = 0; i < e->count; i++)
        count += e->texts[i] && in_group(e, i, code) && !is_said(e, i, code);
    return count;
}

/* Spread over all that were written, so that the first association to answer does not fill the page. */
static void add_group(struct examples *e, int code, size_t share) {
    const size_t there = different_in(e, code), wanted = share < there ? share : there;
    size_t seen = 0, taken = 0;
    for (size_t i = 0; i < e->count && taken < wanted; i++) {
        if (!e->texts[i] || !in_group(e, i, code) || is_said(e, i, code))
            continue;
        if (seen * wanted / there >= taken) {
            add_example(e, e->texts[i]);
            taken++;
        }
        seen++;
    }
}

/* Each group's part of the limit is as large as its part of all. */
static void add_groups(struct examples *e, size_t limit) {
    if (!e->group) {
        add_group(e, 0, limit);
        return;
    }
    size_t total = 0, before = 0;
    for (size_t o = 0; o < e->group->option_count; o++)
        total += texts_in(e, (int)o) >= GROUP_LEAST ? texts_in(e, (int)o) : 0;
    for (size_t o = 0; o < e->group->option_count; o++) {
        const size_t there = texts_in(e, (int)o);
        if (there < GROUP_LEAST)
            continue;
        const size_t share =
            limit >= total ? there : limit * (before + there) / total - limit * before / total;
        before += there;
        if (share == 0)
            continue;
        writer_title(e->w, 3,
                     arena_printf(e->w->arena, _("%s (%zu texts)"), e->group->options[o].label, there));
        add_group(e, (int)o, share);
    }
}

static bool read_where(struct writer *w, const struct kit_section *section, const struct expr **where,
                       struct fault *f) {
    *where = NULL;
    if (!section->where)
        return true;
    *where = expr_compile(w->arena, w->questionnaire, section->where->string, f);
    if (*where)
        return true;
    const char *why = arena_strdup(w->arena, f->text);
    fault_clear(f);
    return json_fault(f, section->where, "%s", why);
}

static bool choose_group(struct examples *e, const struct kit_section *section, struct fault *f) {
    if (!section->by)
        return true;
    const struct json *at = json_member(section->at, "by");
    const int found = find_question(e->w, at, section->by, f);
    if (found < 0)
        return false;
    e->group_at = (size_t)found;
    e->group = &e->w->questionnaire->questions[found];
    return e->group->kind == QUESTION_SINGLE || e->group->kind == QUESTION_PREFECTURE ||
           json_fault(f, at, _("texts are grouped by a question with a single answer"));
}

static void add_how_many(struct examples *e, const struct question *question) {
    size_t written = 0;
    for (size_t i = 0; i < e->count; i++)
        written += e->texts[i] != NULL;
    writer_small(e->w, arena_printf(e->w->arena,
                                    _("\"%s\": %zu texts were written, %zu of them are printed here; what "
                                      "was found to tell who somebody is has been masked."),
                                    question->label, written, e->shown));
}

bool writer_examples(struct writer *w, const struct kit_section *section, struct fault *f) {
    struct examples e = {.w = w};
    struct answers answers;
    const struct expr *where;
    const int question = find_question(w, json_member(section->at, "question"), section->question, f);
    if (question < 0 || !read_where(w, section, &where, f) || !choose_group(&e, section, f) ||
        !answers_load(w->arena, w->source->store_path, w->questionnaire, where, &answers, f))
        return false;
    e.rows = answers.rows;
    e.count = answers.count;
    e.texts = arena_array(w->arena, answers.count + 1, sizeof *e.texts);
    if (!answers_masked(w->arena, w->source->store_path, w->questionnaire, (size_t)question, answers.rows,
                        answers.count, e.texts, f) ||
        !add_consent(w, section->consent, f))
        return false;
    e.widest = arena_printf(w->arena, "%d", (int)section->limit);
    add_groups(&e, (size_t)section->limit);
    add_how_many(&e, &w->questionnaire->questions[question]);
    return true;
}
