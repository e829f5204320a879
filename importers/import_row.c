#include "importers/import_row.h"

#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/reference.h"
#include "engine/response/check.h"
#include "engine/response/words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { REMEMBERED = 256 };

/* Fields repeat from row to row: 41 associations, some fifty days.  What a cell became is remembered by its
 * text. */
struct remembered {
    const char *written, *value; /* value NULL: it was not understood */
};

struct import_row {
    struct arena *arena;
    const struct questionnaire *q;
    const struct spellings *spellings;
    const struct columns *columns;
    const char *channel;
    bool *plain_tick_is_parents; /* by question: implied, and counted by option */
    struct remembered memory[FIELD_COUNT][REMEMBERED];
};

static bool is_implied(const struct columns *columns, const struct question *nested) {
    return nested->parent >= 0 && nested->parent_option < QUESTION_OPTIONS_MAX &&
           columns->questions[nested->parent].implied >> nested->parent_option & 1;
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
    row->plain_tick_is_parents = arena_array(arena, q->question_count, sizeof *row->plain_tick_is_parents);
    for (size_t i = 0; i < q->question_count; i++)
        row->plain_tick_is_parents[i] =
            is_implied(columns, &q->questions[i]) && question_is_coded(&q->questions[i]);
    return row;
}

/* One record on its way. */
struct job {
    struct arena *scratch;
    struct import_row *row;
    const struct record *record;
    struct finding where;
    struct findings *out;
};

static const char *cell(const struct job *job, int column) {
    return (size_t)column < job->record->count ? job->record->cells[column] : "";
}

static void report(const struct job *job, const char *rule, enum rule_severity severity, const char *value,
                   const char *message, const char *suggestion) {
    struct finding finding = job->where;
    finding.question = -1;
    finding.rule = rule;
    finding.severity = severity;
    finding.value = value;
    finding.message = message;
    finding.suggestion = suggestion;
    finding_add(job->out, finding);
}

/* --- fields
 * ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *word, *channel;
} channels[] = {
    {"fax", "fax"},        {"ファックス", "fax"},     {"ファクス", "fax"},    {"ファクシミリ", "fax"},
    {"f", "fax"},          {"post", "post"},          {"郵送", "post"},       {"郵便", "post"},
    {"mail", "post"},      {"持参", "post"},          {"web", "web"},         {"ウェブ", "web"},
    {"オンライン", "web"}, {"online", "web"},         {"ネット", "web"},      {"form", "web"},
    {"フォーム", "web"},   {"インターネット", "web"}, {"webフォーム", "web"}, {"email", "web"},
    {"メール", "web"},
};

const char *import_row_channel(struct arena *scratch, const char *written) {
    const char *folded = utf8_fold(scratch, written);
    for (size_t i = 0; i < sizeof channels / sizeof *channels; i++)
        if (strcmp(channels[i].word, folded) == 0)
            return channels[i].channel;
    return NULL;
}

static bool is_ascii(const char *text) {
    while ((unsigned char)*text - 1u < 0x7F)
        text++;
    return !*text;
}

static char *trimmed(struct arena *arena, const char *text) {
    char *copy = is_ascii(text) ? arena_strdup(arena, text) : utf8_nfkc(arena, text);
    copy += strspn(copy, " \t\n");
    size_t length = strlen(copy);
    while (length > 0 && strchr(" \t\n", copy[length - 1]))
        length--;
    copy[length] = '\0';
    return copy;
}

/* Excel saves 1月9日 for what was typed as 1/9.  Nothing comes back before it was sent, so the year is that
 * of the first such day since the field period began. */
static bool read_day_of_field(struct arena *scratch, const struct questionnaire *q, const char *written,
                              int64_t *days) {
    int year, month, day;
    if (!q->field_from || sscanf(q->field_from, "%d-%d-%d", &year, &month, &day) != 3)
        return false;
    int64_t begin = 0;
    if (!calendar_days(year, month, day, &begin))
        return false;
    for (int later = 0; later <= 1; later++)
        if (normalise_date(scratch, arena_printf(scratch, "%d/%s", year + later, written), days) &&
            *days >= begin)
            return true;
    return false;
}

static bool is_day_without_year(const char *text) {
    size_t month = strspn(text, "0123456789"),
           mark = strncmp(text + month, "月", strlen("月")) == 0 ? strlen("月") : 1;
    if (month < 1 || month > 2 || (mark == 1 && text[month] != '/'))
        return false;
    const char *rest = text + month + mark;
    size_t day = strspn(rest, "0123456789");
    return day >= 1 && day <= 2 && (!rest[day] || strcmp(rest + day, "日") == 0);
}

/* Form services write the time behind the day. */
static const char *read_day(struct arena *scratch, const struct questionnaire *q, const char *written) {
    int64_t days;
    char *text = trimmed(scratch, written);
    if (normalise_date(scratch, text, &days))
        return normalise_date_text(scratch, days);
    if (is_day_without_year(text))
        return read_day_of_field(scratch, q, text, &days) ? normalise_date_text(scratch, days) : NULL;
    text[strcspn(text, " T")] = '\0';
    return normalise_date(scratch, text, &days) ? normalise_date_text(scratch, days) : NULL;
}

static const char *read_association(struct arena *scratch, const char *written) {
    struct fault ignored = {0};
    const struct reference *r = reference_get(&ignored);
    int position = r ? reference_association(r, scratch, written) : -1;
    return position >= 0 ? r->associations[position].id : NULL;
}

static const char *read_field(struct arena *scratch, const struct questionnaire *q, int field,
                              const char *written) {
    switch (field) {
    case FIELD_ASSOCIATION:
        return read_association(scratch, written);
    case FIELD_CHANNEL:
        return import_row_channel(scratch, written);
    case FIELD_RECEIVED:
        return read_day(scratch, q, written);
    default:
        return trimmed(scratch, written);
    }
}

static const char *remembered_field(const struct job *job, int field, const char *written) {
    uint32_t hash = 2166136261u;
    for (const char *at = written; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    struct remembered *slot = &job->row->memory[field][hash % REMEMBERED];
    if (slot->written && strcmp(slot->written, written) == 0)
        return slot->value;
    const char *value = read_field(job->scratch, job->row->q, field, written);
    if (slot->written)
        return value; /* the first to come stays: the memory must not grow with the file */
    slot->written = arena_strdup(job->row->arena, written);
    slot->value = value ? arena_strdup(job->row->arena, value) : NULL;
    return slot->value;
}

static const char *unread_field(const struct job *job, int field, const char *written) {
    if (field == FIELD_ASSOCIATION) {
        report(
            job, "association.unknown", RULE_WARNING, written,
            arena_printf(job->scratch, _("\"%s\" is no association that is known; kept as written"), written),
            _("Correct the name, or add it as an alias in data/reference/associations.json"));
        return trimmed(job->scratch, written);
    }
    if (field == FIELD_CHANNEL)
        report(job, "channel.unknown", RULE_WARNING, written,
               arena_printf(job->scratch, _("\"%s\" is no way by which returns come in"), written),
               _("Write FAX, post or web"));
    else
        report(job, "received.unreadable", RULE_WARNING, written,
               arena_printf(job->scratch, _("\"%s\" is no date; the return has no date of receipt"), written),
               _("Write the date with its year, for example 2024/1/9"));
    return NULL;
}

static const char *joined_remarks(const struct job *job) {
    char *all = NULL;
    const struct columns *columns = job->row->columns;
    for (size_t i = 0; i < columns->count; i++) {
        const struct meaning *meaning = &columns->items[i].meaning;
        if (meaning->kind != MEANING_FIELD || meaning->field != FIELD_REMARK || !*cell(job, (int)i))
            continue;
        const char *text = cell(job, (int)i);
        all = all ? arena_printf(job->scratch, "%s / %s", all, text) : arena_strdup(job->scratch, text);
    }
    return all;
}

static void read_fields(const struct job *job, struct response *response) {
    const struct columns *columns = job->row->columns;
    for (int field = 0; field < FIELD_COUNT; field++) {
        const char *written = columns->fields[field] >= 0 ? cell(job, columns->fields[field]) : "";
        if (field == FIELD_REMARK) {
            response->fields[field] = columns->fields[field] >= 0 ? joined_remarks(job) : NULL;
            continue;
        }
        if (!*written)
            continue;
        /* Numbers and names of single returns do not repeat. */
        bool repeats = field == FIELD_ASSOCIATION || field == FIELD_CHANNEL || field == FIELD_RECEIVED;
        const char *value = repeats ? remembered_field(job, field, written)
                                    : read_field(job->scratch, job->row->q, field, written);
        if (!value)
            value = unread_field(job, field, written);
        response->fields[field] = value && *value ? value : NULL;
    }
    if (!response->fields[FIELD_CHANNEL])
        response->fields[FIELD_CHANNEL] = job->row->channel;
}

/* --- answers
 * --------------------------------------------------------------------------------------------------- */

/* Whether anything that means a yes stands in the columns of the question. */
static bool is_written(const struct job *job, size_t question) {
    const struct question_columns *at = &job->row->columns->questions[question];
    static const struct option none = {.id = "", .label = "", .text = ""};
    if (at->whole >= 0 && normalise_tick(job->scratch, &none, cell(job, at->whole)) != TICK_NO)
        return true;
    for (size_t j = 0; at->options && j < job->row->q->questions[question].option_count; j++)
        if (at->options[j] >= 0 && normalise_tick(job->scratch, &none, cell(job, at->options[j])) != TICK_NO)
            return true;
    return at->other_text >= 0 && *cell(job, at->other_text);
}

static const char *implied_tick(const struct job *job, size_t question, size_t option) {
    const struct questionnaire *q = job->row->q;
    for (size_t i = question + 1; i < q->question_count; i++)
        if (q->questions[i].parent == (int)question && q->questions[i].parent_option == (int)option &&
            is_written(job, i))
            return "1";
    return "";
}

static void read_ticks(const struct job *job, size_t question, struct answer *answer) {
    const struct question_columns *at = &job->row->columns->questions[question];
    size_t count = job->row->q->questions[question].option_count;
    const char **cells = arena_array(job->scratch, count, sizeof *cells);
    for (size_t j = 0; j < count; j++) {
        if (at->options[j] >= 0)
            cells[j] = cell(job, at->options[j]);
        else if (j < QUESTION_OPTIONS_MAX && at->implied >> j & 1)
            cells[j] = implied_tick(job, question, j);
    }
    normalise_ticks(job->scratch, job->row->spellings, question, cells, &job->where, job->out, answer);
}

/* ○ in the column of the nested question is the parent's tick; a digit may be the number of an option. */
static bool is_plain_tick(const struct job *job, const char *written) {
    static const struct option none = {.id = "", .label = "", .text = ""};
    return *written && !isdigit((unsigned char)*written) &&
           normalise_tick(job->scratch, &none, written) == TICK_YES;
}

static void read_whole(const struct job *job, size_t question, struct answer *answer) {
    const char *written = cell(job, job->row->columns->questions[question].whole);
    if (job->row->plain_tick_is_parents[question] && is_plain_tick(job, written))
        written = "";
    normalise_cell(job->scratch, job->row->spellings, question, written, &job->where, job->out, answer);
}

/* A column for the whole question beside columns for its options: both count, unless they contradict each
 * other. */
static void combine(const struct job *job, const struct question *question, const struct answer *whole,
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
        finding.message =
            arena_printf(job->scratch, _("%s: the columns of this question contradict each other"),
                         *question->number ? question->number : question->label);
        finding.suggestion = _("Look at the sheet and correct one of the columns");
        finding_add(job->out, finding);
    } else if (answer->state == ANSWER_NO_ANSWER)
        *answer = *whole;
    answer->raw = raw;
}

static void report_words_alone(const struct job *job, const struct question *question, const char *words) {
    struct finding finding = job->where;
    finding.question = (int)question->position;
    finding.rule = "other.not_ticked";
    finding.severity = RULE_WARNING;
    finding.value = words;
    finding.message =
        arena_printf(job->scratch,
                     _("%s: words are written for an option that is not ticked; the words are kept, the "
                       "option is not counted"),
                     *question->number ? question->number : question->label);
    finding.suggestion = _("Look at the sheet; if the option is meant, tick it with `shukei return edit`");
    finding_add(job->out, finding);
}

static void read_other_words(const struct job *job, size_t question, struct answer *answer) {
    const struct columns *columns = job->row->columns;
    char *words = NULL;
    bool ticked = false;
    for (size_t i = (size_t)columns->questions[question].other_text; i < columns->count; i++) {
        const struct meaning *meaning = &columns->items[i].meaning;
        const char *written = cell(job, (int)i);
        if (meaning->kind != MEANING_OTHER_TEXT || meaning->question != (int)question || !*written)
            continue;
        words = words ? arena_printf(job->scratch, "%s / %s", words, written)
                      : arena_strdup(job->scratch, written);
        ticked = ticked || answer_has(&job->row->q->questions[question], answer, meaning->option);
    }
    if (words && !ticked)
        report_words_alone(job, &job->row->q->questions[question], words);
    if (words)
        answer->text = answer->text ? arena_printf(job->scratch, "%s / %s", answer->text, words) : words;
}

static void read_answer(const struct job *job, size_t question, struct answer *answer) {
    const struct question_columns *at = &job->row->columns->questions[question];
    if (at->options)
        read_ticks(job, question, answer);
    if (at->whole >= 0 && at->options) {
        struct answer whole;
        if (*cell(job, at->whole)) {
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

static void check_shape(const struct job *job) {
    const struct columns *columns = job->row->columns;
    for (size_t i = 0; i < job->record->count; i++) {
        const char *text = job->record->cells[i];
        bool beyond = i >= columns->count;
        if (!*text || (!beyond && columns->items[i].meaning.kind != MEANING_EMPTY) ||
            !*utf8_fold(job->scratch, text))
            continue;
        if (beyond)
            report(job, "row.surplus", RULE_ERROR, text,
                   arena_printf(job->scratch,
                                _("\"%s\" stands in column %zu, beyond the last heading (column %zu)"), text,
                                i + 1, columns->count),
                   _("A comma within an answer may have moved the cells: put the answer in quotes; or give "
                     "the column the heading of remarks"));
        else
            report(job, "row.no_heading", RULE_WARNING, text,
                   arena_printf(job->scratch,
                                _("\"%s\" stands in column %zu, which has no heading; it is not counted"),
                                text, i + 1),
                   _("Give the column a heading, for example that of remarks, or delete the cell"));
    }
    if (job->record->cut && job->record->written < columns->count)
        report(job, "row.truncated", RULE_ERROR, NULL,
               arena_printf(job->scratch, _("the file ends in the middle of this row (%zu of %zu columns)"),
                            job->record->written, columns->count),
               _("Get the whole file again and import it; what was imported already is recognised"));
}

/* People add up their columns below the returns. */
static const char *total_word(const struct job *job) {
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
        if (response->answers[i].raw && *response->answers[i].raw)
            return false;
    return true;
}

/* A row that may be no return at all must not be counted before somebody has said so; what else is doubtful
 * about it does not matter then. */
static void check_being(const struct job *job, const struct response *response, size_t before) {
    const char *word = total_word(job);
    if (!word && !says_nothing(job->row->q, response))
        return;
    job->out->count = before;
    if (word)
        report(job, "row.total", RULE_ERROR, word,
               arena_printf(job->scratch,
                            _("this row begins with \"%s\": it sums up others and is no return"), word),
               _("If so, make it void with `shukei return void`; if it is a return, count it with `shukei "
                 "return accept`"));
    else
        report(
            job, "row.blank", RULE_ERROR, NULL, _("no question is answered in this row"),
            _("If the sheet came back blank and is to be counted, use `shukei return accept`; else make it "
              "void with `shukei return void`"));
}

struct response *import_row_read(struct arena *scratch, struct import_row *row, const struct record *record,
                                 const char *file, struct findings *out) {
    const struct job job = {.scratch = scratch,
                            .row = row,
                            .record = record,
                            .where = {.file = file, .row = record->row, .question = -1},
                            .out = out};
    struct response *response = response_create(scratch, row->q);
    size_t before = out->count;
    check_shape(&job);
    read_fields(&job, response);
    for (size_t i = 0; i < row->q->question_count; i++)
        read_answer(&job, i, &response->answers[i]);
    response_route(row->q, response);
    check_response(row->q, response, &job.where, out);
    check_being(&job, response, before);
    return response;
}
