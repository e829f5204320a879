#include "engine/app/explain.h"

#include "engine/base/lang.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct option_help shared[] = {
    {"survey", N_("the survey, by its id; `shukei survey list` shows them")},
    {"format", N_("text for people (the default), json or csv for other programs")},
    {"why", N_("the reason of the change, which is kept in the trail")},
    {"as", N_("the format of the file, when it is not recognised by its contents")},
    {"map", N_("a JSON file that says which heading belongs to which question")},
    {"by", N_("count in groups: pref, type, association, channel, a grouping, or a question (id, number or "
              "label)")},
    {"where", N_("only the returns for which this holds, such as 'q3 = yes and pref in (13, 27)'")},
    {"base", N_("another base of the tables: an expression; '' is everybody")},
    {"interval", N_("how the interval of a percentage is computed; none leaves it out")},
    {"level", N_("the level of intervals, such as 0.95")},
    {"test", N_("letters: which columns differ, and whether they differ at all")},
    {"adjust", N_("how p values allow for many comparisons (by default Bonferroni)")},
    {"suppress", N_("hide counts below this number, and what would give them away")},
    {"sort", N_("the order of the rows")},
    {"at", N_("the period, such as 2024-09")},
    {"series", N_("the reference series, by its id; `shukei series list` shows them")},
    {"association", N_("the association, by any of its names")},
    {"all", N_("all of them, also those that are closed")},
    {"open", N_("only those that are still open")},
    {"o", N_("the file to write; - is the screen")},
    {NULL, NULL},
};

static const char *find(const struct option_help *list, const char *name) {
    for (; list && list->name; list++)
        if (strcmp(list->name, name) == 0)
            return list->line;
    return NULL;
}

/* An option's name at `text`, after its one or two dashes; its length, or 0. */
static size_t option_at(const char *usage, const char *text) {
    size_t dashes = strspn(text, "-"), length = 0;
    if ((dashes != 1 && dashes != 2) ||
        (text > usage && (isalnum((unsigned char)text[-1]) || text[-1] == '-')))
        return 0;
    while (islower((unsigned char)text[dashes + length]) || (length && text[dashes + length] == '-'))
        length++;
    return length && (dashes == 2 || length == 1) ? dashes + length : 0;
}

static bool seen_before(const char *usage, const char *text, size_t length) {
    for (const char *at = usage; at < text; at++)
        if (option_at(usage, at) == length && memcmp(at, text, length) == 0)
            return true;
    return false;
}

void explain_options(struct arena *arena, const struct command *command) {
    enum { WIDTH = 18 };
    for (const char *at = command->usage; *at; at++) {
        size_t length = option_at(command->usage, at);
        if (!length || seen_before(command->usage, at, length))
            continue;
        const char *option = arena_strndup(arena, at, length), *name = option + strspn(option, "-");
        const char *line = find(command->options, name);
        if (!line)
            line = find(shared, name);
        if (line)
            printf("  %-*s %s\n", WIDTH, option, _(line));
        at += length - 1;
    }
}
