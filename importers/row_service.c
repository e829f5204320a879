/* What a form service tells of a row beyond its answers. */
#include "engine/base/lang.h"
#include "engine/response/message.h"
#include "importers/row_job.h"

const struct service_status *const *row_service_statuses(struct arena *arena, const struct columns *columns) {
    const struct service_status **statuses = arena_array(arena, columns->count + 1, sizeof *statuses);
    for (size_t i = 0; i < columns->count; i++)
        if (columns->items[i].own)
            statuses[i] = service_status(arena, columns->service, columns->items[i].heading);
    return statuses;
}

/* Whoever left the form in the middle has not sent a return.  Several columns may say so; the gravest does.
 */
void row_service_status(const struct row_job *job) {
    const struct service_status *gravest = NULL;
    size_t column = 0;
    for (size_t i = 0; job->row->statuses && i < job->row->columns->count; i++) {
        const struct service_status *status = job->row->statuses[i];
        if (status && service_unfinished(job->scratch, status, row_job_cell(job, (int)i)) &&
            (!gravest || status->severity > gravest->severity)) {
            gravest = status;
            column = i;
        }
    }
    if (!gravest)
        return;
    const char *written = row_job_cell(job, (int)column);
    row_job_report(
        job, "return.unfinished", gravest->severity, written,
        message_make(job->scratch, N_("%s: the form was not finished (\"%s\" is %s)"),
                     service_name(job->row->service), job->row->columns->items[column].heading,
                     *written ? arena_printf(job->scratch, "\"%s\"", written)
                              : message_part(job->scratch, N_("empty"))),
        N_("If the answers are to be counted all the same, accept the return with `shukei return accept`"));
}

static bool *find_not_shown(const struct row_job *job, const struct response *response) {
    const struct questionnaire *q = job->row->q;
    bool *not_shown = arena_array(job->scratch, q->question_count, sizeof *not_shown);
    for (size_t i = 0; i < q->question_count; i++)
        not_shown[i] = response->answers[i].state == ANSWER_NOT_APPLICABLE;
    return not_shown;
}

/* The service says that a question was not shown; the questionnaire decides whether it was to be asked. */
static void check_not_shown(const struct row_job *job, const bool *not_shown,
                            const struct response *response) {
    for (size_t i = 0; i < job->row->q->question_count; i++) {
        if (!not_shown[i] || response->answers[i].state == ANSWER_NOT_APPLICABLE)
            continue;
        const struct question *question = &job->row->q->questions[i];
        struct finding finding = job->where;
        finding.question = (int)i;
        finding.rule = "routing.not_shown";
        finding.severity = RULE_WARNING;
        finding.value = response->answers[i].raw;
        finding_say(
            job->scratch, &finding,
            message_make(job->scratch,
                         N_("%s: the form did not show this question, but it was to be asked; no answer"),
                         *question->number ? question->number : question->label),
            N_("Compare the conditions of the web form with \"ask\" in the questionnaire"));
        finding_add(job->out, finding);
    }
}

void row_service_route(const struct row_job *job, struct response *response) {
    const bool *not_shown = job->row->service ? find_not_shown(job, response) : NULL;
    response_route(job->row->q, response);
    if (not_shown)
        check_not_shown(job, not_shown, response);
}
