/* What a row tells of the return besides the answers. */
#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/channel.h"
#include "engine/questionnaire/reference.h"
#include "engine/response/message.h"
#include "importers/row_job.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* It begins like one; what follows the day, a weekday say, is judged with the year before it. */
static bool is_day_without_year(const char *text) {
    size_t month = strspn(text, "0123456789"),
           mark = strncmp(text + month, "月", strlen("月")) == 0 ? strlen("月") : 1;
    if (month < 1 || month > 2 || (mark == 1 && text[month] != '/'))
        return false;
    size_t day = strspn(text + month + mark, "0123456789");
    return day >= 1 && day <= 2;
}

/* Hours of the time of day behind a day: "2024-01-09T15:30:00"; -1 where the time has a zone of its own or
 * there is none. */
static int hour_of(const char *text) {
    const char *time = text + strcspn(text, " T");
    if (!*time || !isdigit((unsigned char)time[1]) || strpbrk(time, "+-"))
        return -1;
    return atoi(time + 1);
}

/* Form services write the time behind the day, some of them as it is in Greenwich. */
static bool read_plain_day(const struct row_job *job, const char *written, int64_t *days) {
    char *text = trimmed(job->scratch, written);
    int ahead = job->row->service ? service_hours_ahead(job->row->service) : 0;
    bool tomorrow = ahead > 0 && hour_of(text) + ahead >= 24;
    if (!normalise_date(job->scratch, text, days)) {
        text[strcspn(text, " T")] = '\0';
        if (is_day_without_year(text))
            return read_day_of_field(job->scratch, job->row->q, text, days);
        if (!normalise_date(job->scratch, text, days))
            return false;
    }
    *days += tomorrow;
    return true;
}

struct day_job {
    const struct row_job *job;
    int64_t days;
};

static bool is_day(void *data, const char *text) {
    struct day_job *day = data;
    return read_plain_day(day->job, text, &day->days);
}

static const char *read_day(const struct row_job *job, const char *written) {
    struct day_job day = {.job = job};
    const char *ordered =
        job->row->service ? day_order_rewrite(job->scratch, job->row->day_order, written) : NULL;
    written = ordered ? ordered : written;
    if (!is_day(&day, written) &&
        (!job->row->service ||
         !service_rewrite(job->scratch, job->row->service, SERVICE_RECEIVED, false, written, is_day, &day)))
        return NULL;
    return normalise_date_text(job->scratch, day.days);
}

static const char *read_association(struct arena *scratch, const char *written) {
    struct fault ignored = {0};
    const struct reference *r = reference_get(&ignored);
    int position = r ? reference_association(r, scratch, written) : -1;
    return position >= 0 ? r->associations[position].id : NULL;
}

static const char *read_field(const struct row_job *job, int field, const char *written) {
    if (normalise_is_error_value(written))
        return NULL;
    switch (field) {
    case FIELD_ASSOCIATION:
        return read_association(job->scratch, written);
    case FIELD_CHANNEL:
        return channel_find(job->scratch, written);
    case FIELD_RECEIVED:
        return read_day(job, written);
    default:
        return trimmed(job->scratch, written);
    }
}

static const char *remembered_field(const struct row_job *job, int field, const char *written) {
    uint32_t hash = 2166136261u;
    for (const char *at = written; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    struct row_remembered *slot = &job->row->memory[field][hash % ROW_REMEMBERED];
    if (slot->written && strcmp(slot->written, written) == 0)
        return slot->value;
    const char *value = read_field(job, field, written);
    if (slot->written)
        return value; /* the first to come stays: the memory must not grow with the file */
    slot->written = arena_strdup(job->row->arena, written);
    slot->value = arena_strdup(job->row->arena, value);
    return slot->value;
}

static const char *unread_field(const struct row_job *job, int field, const char *written) {
    if (normalise_is_error_value(written)) {
        row_job_report(
            job, "cell.error", RULE_ERROR, written,
            message_make(job->scratch,
                         N_("\"%s\" stands in the column \"%s\": an error of the spreadsheet, and no value"),
                         written, job->row->columns->items[job->row->columns->fields[field]].heading),
            N_("Mend the cell in the spreadsheet (##### : widen the column before saving) and import "
               "again"));
        return NULL;
    }
    if (field == FIELD_ASSOCIATION) {
        row_job_report(job, "association.unknown", RULE_WARNING, written,
                       message_make(job->scratch,
                                    N_("\"%s\" is no association that is known; kept as written"), written),
                       N_("Correct the name, or add it as an alias in data/reference/associations.json"));
        return trimmed(job->scratch, written);
    }
    if (field == FIELD_CHANNEL)
        row_job_report(job, "channel.unknown", RULE_WARNING, written,
                       message_make(job->scratch, N_("\"%s\" is no way by which returns come in"), written),
                       N_("Write FAX, post or web"));
    else
        row_job_report(
            job, "received.unreadable", RULE_WARNING, written,
            message_make(job->scratch, N_("\"%s\" is no date; the return has no date of receipt"), written),
            N_("Write the date with its year, for example 2024/1/9"));
    return NULL;
}

static const char *joined_remarks(const struct row_job *job) {
    char *all = NULL;
    const struct columns *columns = job->row->columns;
    for (size_t i = 0; i < columns->count; i++) {
        const struct meaning *meaning = &columns->items[i].meaning;
        if (meaning->kind != MEANING_FIELD || meaning->field != FIELD_REMARK || !*row_job_cell(job, (int)i))
            continue;
        const char *text = row_job_cell(job, (int)i);
        all = all ? arena_printf(job->scratch, "%s / %s", all, text) : arena_strdup(job->scratch, text);
    }
    return all;
}

void row_fields_read(const struct row_job *job, struct response *response) {
    const struct columns *columns = job->row->columns;
    for (int field = 0; field < FIELD_COUNT; field++) {
        const char *written = columns->fields[field] >= 0 ? row_job_cell(job, columns->fields[field]) : "";
        if (field == FIELD_REMARK) {
            response->fields[field] = columns->fields[field] >= 0 ? joined_remarks(job) : NULL;
            continue;
        }
        written = row_job_plain(job, field == FIELD_RECEIVED ? SERVICE_RECEIVED : SERVICE_OTHER, written);
        if (!*written)
            continue;
        /* Numbers and names of single returns do not repeat. */
        bool repeats = field == FIELD_ASSOCIATION || field == FIELD_CHANNEL || field == FIELD_RECEIVED;
        const char *value = repeats ? remembered_field(job, field, written) : read_field(job, field, written);
        if (!value)
            value = unread_field(job, field, written);
        else if (field == FIELD_RECEIVED && job->row->service &&
                 day_order_doubtful(job->row->day_order, written))
            row_job_report(
                job, "received.doubtful", RULE_WARNING, written,
                message_make(job->scratch,
                             N_("\"%s\" may be either of two days, and no day of this file tells which "
                                "number is the month; read as %s"),
                             written, value),
                N_("If it is the other day, correct `received` with `shukei return edit`, or export the "
                   "answers again from an account that is set to Japanese"));
        response->fields[field] = value && *value ? value : NULL;
    }
    if (!response->fields[FIELD_CHANNEL])
        response->fields[FIELD_CHANNEL] = job->row->channel;
}
