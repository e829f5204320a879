#include "engine/app/double_sheet.h"

#include "engine/app/edit_findings.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "engine/response/keying.h"

#include <stdio.h>
#include <string.h>

/* --- which sheet --- */

static const struct second_first *by_return(const struct double_sheet *d, long id, struct fault *f) {
    for (size_t i = 0; i < d->open.book->first_count; i++)
        if (d->open.book->firsts[i].ret == id)
            return &d->open.book->firsts[i];
    fault_set(f, _("return %ld is neither accepted nor set aside, so it has no first entry to compare with"),
              id);
    return NULL;
}

/* An association as people write it, by its id where it is known. */
static const char *association_id(const struct double_sheet *d, struct fault *f) {
    const struct reference *reference = d->association ? reference_get(f) : NULL;
    int at = reference ? reference_association(reference, d->app->arena, d->association) : -1;
    return at >= 0 ? reference->associations[at].id : d->association;
}

static const struct second_first *by_sheet(const struct double_sheet *d, struct fault *f) {
    void *found;
    const char *association = association_id(d, f);
    if (f->kind != FAULT_NONE)
        return NULL;
    enum keying_match many = keying_index_find(d->open.book->index, d->sheet, association, &found);
    if (many == KEYING_NONE)
        fault_set(f, _("there is no sheet \"%s\" in %s"), d->sheet, d->survey);
    if (many == KEYING_SEVERAL)
        fault_set(f,
                  _("there are several sheets \"%s\"; name the association (--association), or the return "
                    "instead of survey and sheet"),
                  d->sheet);
    return found;
}

static bool find_row(struct double_sheet *d, const struct second_first *first, struct fault *f) {
    for (size_t i = 0; i < d->open.book->row_count; i++)
        if (first->second && d->open.book->rows[i].id == first->second)
            return store_second_pair(d->open.store, d->app->arena, d->open.book, &d->open.book->rows[i],
                                     &d->pair, f);
    return fault_set(f, _("return %ld has not been keyed a second time"), first->ret);
}

static bool survey_of(struct double_sheet *d, long id, struct fault *f) {
    const struct questionnaire *q;
    struct response *response;
    struct return_row row;
    if (!store_return_get(d->open.store, d->app->arena, id, &q, &row, &response, f))
        return false;
    d->survey = row.survey;
    return true;
}

static bool find_sheet(struct double_sheet *d, struct fault *f) {
    long id = 0;
    bool by_number = !d->survey;
    d->open.store = store_open(d->app->store_path, STORE_WRITE, f);
    if (!d->open.store || !store_begin(d->open.store, f) ||
        (by_number && (!operand_return(d->sheet, &id, f) || !survey_of(d, id, f))))
        return false;
    d->open.q = store_questionnaire(d->open.store, d->app->arena, d->survey, f);
    if (d->open.q)
        d->open.book = store_second_book(d->open.store, d->app->arena, d->open.q, f);
    if (!d->open.book)
        return false;
    const struct second_first *first = by_number ? by_return(d, id, f) : by_sheet(d, f);
    return first && find_row(d, first, f);
}

/* --- which question --- */

const char *double_sheet_title(const struct double_sheet *d) {
    return question_title(d->app->arena, d->open.q, &d->open.q->questions[d->at]);
}

static bool find_question(struct double_sheet *d, struct fault *f) {
    int at = questionnaire_find(d->open.q, d->question);
    if (at < 0)
        return fault_usage(f, _("there is no question \"%s\"; `shukei survey show %s` lists them"),
                           d->question, d->open.q->id);
    d->at = (size_t)at;
    return second_differs(d->app->arena, d->open.book, &d->pair, d->at) ||
           fault_set(f,
                     _("both keyings agree on %s; what both got wrong is corrected with `shukei return edit "
                       "%ld %s=...`"),
                     d->question, d->pair.first->ret, d->question);
}

bool double_sheet_find(struct double_sheet *d, struct fault *f) {
    return find_sheet(d, f) && find_question(d, f);
}

/* --- what the return says --- */

bool double_sheet_settle(struct double_sheet *d, struct response *after, long *revision, struct fault *f) {
    struct arena *arena = d->app->arena;
    const struct questionnaire *q = d->open.q, *written;
    struct return_row row;
    struct response *stored;
    long id = d->pair.first->ret;
    response_route(q, after);
    *revision = 0;
    bool *edited = arena_array(arena, q->question_count, sizeof *edited);
    if (!response_differs(q, d->pair.answers[SECOND_AS_FINAL], after, edited))
        return true;
    d->findings = (struct findings){.arena = arena};
    if (!store_return_get(d->open.store, arena, id, &written, &row, &stored, f))
        return false;
    *revision = row.revisions;
    return edit_findings(d->open.store, q, &row, after, edited, &d->findings, f) &&
           store_return_settle(d->open.store, q, id, after, &d->findings, d->why, f) &&
           edit_findings_open(d->open.store, q, id, &d->findings, f);
}

bool double_sheet_left(struct double_sheet *d, long *open, struct fault *f) {
    if (!store_second_pair(d->open.store, d->app->arena, d->open.book, d->pair.row, &d->pair, f))
        return false;
    *open = second_count(d->app->arena, d->open.book, &d->pair).open;
    return true;
}

void double_sheet_print(const struct double_sheet *d, long open) {
    if (open)
        printf(_("sheet %s (return %ld): %ld questions still to be decided\n"), d->pair.first->sheet,
               d->pair.first->ret, open);
    else
        printf(_("sheet %s (return %ld) is adjudicated\n"), d->pair.first->sheet, d->pair.first->ret);
    for (size_t i = 0; i < d->findings.count; i++)
        printf("%s: %s\n", finding_severity_name(d->findings.items[i].severity),
               d->findings.items[i].message);
}
