#include "engine/app/rule_words.h"

#include "engine/base/lang.h"

#include <string.h>

static const struct {
    const char *rule, *words;
} known[] = {
    {"association.unknown", N_("no such association")},
    {"batch.resent", N_("sent before")},
    {"blank", N_("nothing is answered")},
    {"channel.unknown", N_("no such way of answering")},
    {"column.unit", N_("another unit")},
    {"columns.contradict", N_("columns that contradict each other")},
    {"date.impossible", N_("no such day")},
    {"date.range", N_("day out of range")},
    {"date.unreadable", N_("cannot be read as a date")},
    {"file.opened", N_("file changed by another program")},
    {"file.seen", N_("file taken in before")},
    {"multi.exclusive", N_("\"none of these\" beside others")},
    {"number.approximate", N_("no exact number")},
    {"number.beside", N_("words beside the number")},
    {"number.outlier", N_("far from all others")},
    {"number.range", N_("number out of range")},
    {"number.unreadable", N_("cannot be read as a number")},
    {"option.unknown", N_("none of the options")},
    {"other.not_ticked", N_("words beside an option that is not ticked")},
    {"other.words", N_("words instead of an option")},
    {"received.doubtful", N_("doubtful day of receipt")},
    {"received.unreadable", N_("day of receipt that cannot be read")},
    {"required", N_("an answer that is required is missing")},
    {"return.duplicate", N_("there already")},
    {"return.unfinished", N_("not finished")},
    {"routing.answered", N_("answered though it was to be passed over")},
    {"routing.not_shown", N_("not shown, though it was to be asked")},
    {"single.two_ticks", N_("several ticks where one is asked for")},
    {"tick.unreadable", N_("tick that cannot be read")},
};

const char *rule_words(const struct questionnaire *q, const char *rule) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].rule, rule) == 0)
            return _(known[i].words);
    for (size_t i = 0; q && i < q->rule_count; i++)
        if (strcmp(q->rules[i].id, rule) == 0 && q->rules[i].message && !strchr(q->rules[i].message, '{'))
            return q->rules[i].message;
    return rule;
}
