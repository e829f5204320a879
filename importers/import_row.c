#include "importers/import_row.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/response/check.h"
#include "engine/response/message.h"
#include "engine/response/words.h"
#include "importers/row_job.h"

#include <ctype.h>
#include <string.h>

static bool is_implied(const struct columns *columns, const struct question *nested) {
    return nested->parent >= 0 && nested->parent_option < QUESTION_OPTIONS_MAX &&
           columns->questions[nested->parent].implied >> nested->parent_option & 1;
}

static void prepare_service(struct arena *arena, struct import_row *row) {
    row->service = row->columns->service;
    if (!row->service)
        return;
    row->statuses = row_service_statuses(arena, row->columns);
    if (!row->channel)
        row->channel = service_channel(row->service);
    if (service_open_words(row->service))
        row->spellings = normalise_open(arena, row->spellings);
}

struct import_row *import_row_prepare(struct arena *arena, const struct questionnaire *q,
                                      const struct spellings *spellings, const struct columns *columns,
                                      const char *channel) {
    struct import_row *row = arena_alloc(arena, sizeof *row);
    row->arena = arena;
    row->q = q;
    row->spellings = spellings;
    row->columns = columns;
    row->channel = channel;
    prepare_service(arena, row);
    row->plain_tick_is_parents = arena_array(arena, q->question_count, sizeof *row->plain_tick_is_parents);
    for (size_t i = 0; i < q->question_count; i++)
        row->plain_tick_is_parents[i] =
            is_implied(columns, &q->questions[i]) && question_is_coded(&q->questions[i]);
    return row;
}

void import_row_days(struct import_row *row, enum day_order order) {
    row->day_order = order;
}

const char *row_job_cell(const struct row_job *job, int column) {
    return (size_t)column < job->record->count ? job->record->cells[column] : "";
}

static bool take_any(void *data, const char *text) {
    (void)data;
    (void)text;
    return true;
}

const char *row_job_plain(const struct row_job *job, enum service_place place, const char *written) {
    if (!job->row->service || !*written)
        return written;
    const char *text = service_rewrite(job->scratch, job->row->service, place, true, written, take_any, NULL);
    return text ? text : written;
}

void row_job_report(const struct row_job *job, const char *rule, enum rule_severity severity,
                    const char *value, const char *message, const char *suggestion) {
    struct finding finding = job->where;
    finding.question = -1;
    finding.rule = rule;
    finding.severity = severity;
    finding.value = value;
    finding_say(job->scratch, &finding, message, suggestion);
    finding_add(job->out, finding);
}

/* --- answers
 * --------------------------------------------------------------------------------------------------- */

/* Whether anything that means a yes stands in the columns of the question. */
static bool is_written(const struct row_job *job, size_t question) {
    const struct question_columns *at = &job->row->columns->questions[question];
    static const struct option none = {.id = "", .label = "", .text = ""};
    if (at->whole >= 0 && normalise_tick(job->scratch, &none, row_job_cell(job, at->whole)) != TICK_NO)
        return true;
    for (size_t j = 0; at->options && j < job->row->q->questions[question].option_count; j++)
        if (at->options[j] >= 0 &&
            normalise_tick(job->scratch, &none, row_job_cell(job, at->options[j])) != TICK_NO)
            return true;
    return at->other_text >= 0 && *row_job_cell(job, at->other_text);
}

static const char *implied_tick(const struct row_job *job, size_t question, size_t option) {
    const struct questionnaire *q = job->row->q;
    for (size_t i = question + 1; i < q->question_count; i++)
        if (q->questions[i].parent == (int)question && q->questions[i].parent_option == (int)option &&
            is_written(job, i))
            return "1";
    return "";
}

struct tick_job {
    struct arena *scratch;
    const struct option *option;
};

static bool is_tick(void *data, const char *text) {
    const struct tick_job *tick = data;
    return normalise_tick(tick->scratch, tick->option, text) != TICK_UNKNOWN;
}

/* A cell in an option's own column, in everybody's words. */
static const char *tick_cell(const struct row_job *job, const struct option *option, int column) {
    struct tick_job tick = {job->scratch, option};
    const char *written = row_job_plain(job, SERVICE_OPTION, row_job_cell(job, column));
    if (!job->row->service || !*written || option->other || is_tick(&tick, written))
        return written;
    const char *text =
        service_rewrite(job->scratch, job->row->service, SERVICE_OPTION, false, written, is_tick, &tick);
    return text ? text : written;
}

/* What the cells of the options hold as written. */
static const char *ticks_written(const struct row_job *job, const struct question_columns *at, size_t count) {
    char *raw = NULL;
    for (size_t j = 0; j < count; j++)
        if (at->options[j] >= 0)
            raw = arena_printf(job->scratch, "%s%s%s", raw ? raw : "", raw ? " | " : "",
                               row_job_cell(job, at->options[j]));
    return raw;
}

static void read_ticks(const struct row_job *job, size_t question, struct answer *answer) {
    const struct question_columns *at = &job->row->columns->questions[question];
    const struct option *options = job->row->q->questions[question].options;
    size_t count = job->row->q->questions[question].option_count;
    const char **cells = arena_array(job->scratch, count, sizeof *cells);
    bool rewritten = false;
    for (size_t j = 0; j < count; j++) {
        if (at->options[j] >= 0) {
            cells[j] = tick_cell(job, &options[j], at->options[j]);
            rewritten = rewritten || cells[j] != row_job_cell(job, at->options[j]);
        } else if (j < QUESTION_OPTIONS_MAX && at->implied >> j & 1)
            cells[j] = implied_tick(job, question, j);
    }
    normalise_ticks(job->scratch, job->row->spellings, question, cells, &job->where, job->out, answer);
    if (rewritten)
        answer->raw = ticks_written(job, at, count);
}

/* ○ in the column of the nested question is the parent's tick; a digit may be the number of an option. */
static bool is_plain_tick(const struct row_job *job, const char *written) {
    static const struct option none = {.id = "", .label = "", .text = ""};
    return *written && !isdigit((unsigned char)*written) &&
           normalise_tick(job->scratch, &none, written) == TICK_YES;
}

/* A cell for a whole question on trial: what was read, and with what doubts. */
struct trial {
    const struct row_job *job;
    size_t question;
    struct answer answer;
    struct findings found;
};

static bool try_cell(void *data, const char *text) {
    struct trial *trial = data;
    trial->found = (struct findings){.arena = trial->job->scratch};
    normalise_cell(trial->job->scratch, trial->job->row->spellings, trial->question, text, &trial->job->where,
                   &trial->found, &trial->answer);
    return trial->found.count == 0;
}

/* A code that the map or the service knows, when the cell is none of the options as it stands. */
static void read_code(const struct row_job *job, size_t question, const char *written,
                      struct answer *answer) {
    struct trial as_written = {.job = job, .question = question}, rewritten = as_written;
    const char *mapped =
        job->row->columns->map ? column_map_answer(job->row->columns->map, (int)question, written) : NULL;
    bool read = try_cell(&as_written, mapped ? mapped : written);
    if (!read && !mapped && job->row->service &&
        service_rewrite(job->scratch, job->row->service, SERVICE_ANSWER, false, written, try_cell,
                        &rewritten))
        as_written = rewritten;
    *answer = as_written.answer;
    for (size_t i = 0; i < as_written.found.count; i++)
        finding_add(job->out, as_written.found.items[i]);
}

static void read_whole(const struct row_job *job, size_t question, struct answer *answer) {
    const int column = job->row->columns->questions[question].whole;
    const char *written = row_job_cell(job, column);
    bool coded = question_is_coded(&job->row->q->questions[question]);
    const char *text = row_job_plain(job, coded ? SERVICE_ANSWER : SERVICE_OTHER, written);
    if (job->row->service && job->row->q->questions[question].kind == QUESTION_DATE) {
        const char *day = day_order_rewrite(job->scratch, job->row->day_order, text);
        text = day ? day : text;
    }
    if (job->row->columns->items[column].unit)
        text = normalise_number_with(job->scratch, job->row->columns->items[column].unit, text);
    if (job->row->plain_tick_is_parents[question] && is_plain_tick(job, text))
        text = "";
    if (coded && (job->row->service || job->row->columns->map))
        read_code(job, question, text, answer);
    else
        normalise_cell(job->scratch, job->row->spellings, question, text, &job->where, job->out, answer);
    if (*text && *written && answer->raw && strcmp(answer->raw, written) != 0)
        answer->raw = arena_strdup(job->scratch, written);
}

/* A column for the whole question beside columns for its options: both count, unless they contradict each
 * other. */
static void combine(const struct row_job *job, const struct question *question, const struct answer *whole,
                    struct answer *answer) {
    if (!whole->raw || !*whole->raw)
        return;
    const char *raw = arena_printf(job->scratch, "%s | %s", whole->raw, answer->raw ? answer->raw : "");
    bool both = whole->state == ANSWER_GIVEN && answer->state == ANSWER_GIVEN;
    if (both && question->kind == QUESTION_MULTI)
        answer->bits |= whole->bits;
    else if (both && whole->code != answer->code) {
        *answer = (struct answer){.state = ANSWER_INVALID, .code = -1};
        struct finding finding = job->where;
        finding.question = (int)question->position;
        finding.rule = "columns.contradict";
        finding.severity = RULE_ERROR;
        finding.value = raw;
        finding_say(job->scratch, &finding,
                    message_make(job->scratch, N_("%s: the columns of this question contradict each other"),
                                 *question->number ? question->number : question->label),
                    N_("Look at the sheet and correct one of the columns"));
        finding_add(job->out, finding);
    } else if (answer->state == ANSWER_NO_ANSWER)
        *answer = *whole;
    answer->raw = raw;
}

static void report_words_alone(const struct row_job *job, const struct question *question,
                               const char *words) {
    struct finding finding = job->where;
    finding.question = (int)question->position;
    finding.rule = "other.not_ticked";
    finding.severity = RULE_WARNING;
    finding.value = words;
    finding_say(
        job->scratch, &finding,
        message_make(job->scratch,
                     N_("%s: words are written for an option that is not ticked; the words are kept, the "
                        "option is not counted"),
                     *question->number ? question->number : question->label),
        N_("Look at the sheet; if the option is meant, tick it with `shukei return edit`"));
    finding_add(job->out, finding);
}

/* Where the service has no box beside the words. */
static void tick_by_words(const struct question *question, int option, struct answer *answer) {
    if (answer->state != ANSWER_GIVEN && answer->state != ANSWER_NO_ANSWER)
        return;
    if (question->kind == QUESTION_MULTI)
        answer->bits |= UINT64_C(1) << option;
    else if (answer->state == ANSWER_NO_ANSWER)
        answer->code = option;
    answer->state = ANSWER_GIVEN;
}

static void read_other_words(const struct row_job *job, size_t question, struct answer *answer) {
    const struct columns *columns = job->row->columns;
    char *words = NULL;
    bool ticked = false;
    for (size_t i = (size_t)columns->questions[question].other_text; i < columns->count; i++) {
        const struct meaning *meaning = &columns->items[i].meaning;
        const char *written = row_job_plain(job, SERVICE_OPTION, row_job_cell(job, (int)i));
        if (meaning->kind != MEANING_OTHER_TEXT || meaning->question != (int)question || !*written)
            continue;
        words = words ? arena_printf(job->scratch, "%s / %s", words, written)
                      : arena_strdup(job->scratch, written);
        if (job->row->service && service_words_tick(job->row->service))
            tick_by_words(&job->row->q->questions[question], meaning->option, answer);
        ticked = ticked || answer_has(&job->row->q->questions[question], answer, meaning->option);
    }
    if (words && !ticked)
        report_words_alone(job, &job->row->q->questions[question], words);
    if (words)
        answer->text = answer->text ? arena_printf(job->scratch, "%s / %s", answer->text, words) : words;
}

static void read_answer(const struct row_job *job, size_t question, struct answer *answer) {
    const struct question_columns *at = &job->row->columns->questions[question];
    if (at->options)
        read_ticks(job, question, answer);
    if (at->whole >= 0 && at->options) {
        struct answer whole;
        if (*row_job_cell(job, at->whole)) {
            read_whole(job, question, &whole);
            combine(job, &job->row->q->questions[question], &whole, answer);
        }
    } else if (at->whole >= 0) {
        read_whole(job, question, answer);
    }
    if (at->other_text >= 0)
        read_other_words(job, question, answer);
}

/* --- the row as such
 * ------------------------------------------------------------------------------------------- */

static void check_shape(const struct row_job *job) {
    const struct columns *columns = job->row->columns;
    for (size_t i = 0; i < job->record->count; i++) {
        const char *text = job->record->cells[i];
        bool beyond = i >= columns->count;
        if (!*text || (!beyond && columns->items[i].meaning.kind != MEANING_EMPTY) ||
            !*utf8_fold(job->scratch, text))
            continue;
        if (beyond)
            row_job_report(
                job, "row.surplus", RULE_ERROR, text,
                message_make(job->scratch,
                             N_("\"%s\" stands in column %zu, beyond the last heading (column %zu)"), text,
                             i + 1, columns->count),
                N_("A comma within an answer may have moved the cells: put the answer in quotes; or give "
                   "the column the heading of remarks"));
        else
            row_job_report(
                job, "row.no_heading", RULE_WARNING, text,
                message_make(job->scratch,
                             N_("\"%s\" stands in column %zu, which has no heading; it is not counted"), text,
                             i + 1),
                N_("Give the column a heading, for example that of remarks, or delete the cell"));
    }
    if (job->record->cut && job->record->written < columns->count)
        row_job_report(job, "row.truncated", RULE_ERROR, NULL,
                       message_make(job->scratch,
                                    N_("the file ends in the middle of this row (%zu of %zu columns)"),
                                    job->record->written, columns->count),
                       N_("Get the whole file again and import it; what was imported already is recognised"));
}

/* People add up their columns below the returns. */
static const char *total_word(const struct row_job *job) {
    struct fault ignored = {0};
    const struct words *words = words_get(&ignored);
    for (size_t i = 0; words && i < job->record->count; i++) {
        const char *folded = utf8_fold(job->scratch, job->record->cells[i]);
        if (*folded)
            return words_meaning(words, folded, strlen(folded)) & WORD_TOTAL ? job->record->cells[i] : NULL;
    }
    return NULL;
}

static bool says_nothing(const struct questionnaire *q, const struct response *response) {
    for (size_t i = 0; i < q->question_count; i++)
        if (response->answers[i].raw && !utf8_blank(response->answers[i].raw))
            return false;
    return true;
}

/* A row that may be no return at all must not be counted before somebody has said so; what else is doubtful
 * about it does not matter then. */
static void check_being(const struct row_job *job, const struct response *response, size_t before) {
    const char *word = total_word(job);
    if (!word && !says_nothing(job->row->q, response))
        return;
    job->out->count = before;
    if (word)
        row_job_report(
            job, "row.total", RULE_ERROR, word,
            message_make(job->scratch, N_("this row begins with \"%s\": it sums up others and is no return"),
                         word),
            N_("If so, make it void with `shukei return void`; if it is a return, count it with `shukei "
               "return accept`"));
    else
        row_job_report(
            job, "row.blank", RULE_ERROR, NULL, N_("no question is answered in this row"),
            N_("If the sheet came back blank and is to be counted, use `shukei return accept`; else make it "
               "void with `shukei return void`"));
}

struct response *import_row_read(struct arena *scratch, struct import_row *row, const struct record *record,
                                 const char *file, struct findings *out) {
    const struct row_job job = {.scratch = scratch,
                                .row = row,
                                .record = record,
                                .where = {.file = file, .row = record->row, .question = -1},
                                .out = out};
    struct response *response = response_create(scratch, row->q);
    size_t before = out->count;
    check_shape(&job);
    row_service_status(&job);
    row_fields_read(&job, response);
    for (size_t i = 0; i < row->q->question_count; i++)
        read_answer(&job, i, &response->answers[i]);
    normalise_numbers_beside(scratch, row->spellings, row->q, &job.where, out, response);
    row_service_route(&job, response);
    check_response(row->q, response, &job.where, out);
    check_being(&job, response, before);
    return response;
}
