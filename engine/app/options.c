#include "engine/app/command.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct option_spec *find_long(const struct option_spec *specs, const char *name, size_t length) {
    for (; specs->name; specs++)
        if (strlen(specs->name) == length && memcmp(specs->name, name, length) == 0)
            return specs;
    return NULL;
}

static const struct option_spec *find_short(const struct option_spec *specs, char letter) {
    for (; specs->name; specs++)
        if (specs->letter == letter)
            return specs;
    return NULL;
}

/* The options of the program itself (host.h) are read before the command only. */
static bool is_of_program(const char *argument) {
    static const char *const names[] = {"--store", "--lang", "--quiet"};
    const size_t length = strcspn(argument, "=");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == length && strncmp(argument, names[i], length) == 0)
            return true;
    return false;
}

static bool unknown(const struct option_spec *specs, const char *argument, struct fault *f) {
    if (is_of_program(argument))
        return fault_usage(f, _("%s stands before the command: shukei %s ... COMMAND ..."), argument,
                           argument);
    enum { NAME = 64 };
    char name[NAME];
    const char *from = argument + strspn(argument, "-");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(from, "="), from);
    struct utf8_nearest nearest = {.wanted = name};
    for (; specs->name; specs++)
        utf8_nearest_offer(&nearest, specs->name);
    if (nearest.name)
        return fault_usage(f, _("unknown option %s; did you mean --%s?"), argument, nearest.name);
    return fault_usage(f, _("unknown option %s"), argument);
}

static bool set_number(const struct option_spec *spec, const char *value, struct fault *f) {
    char *end;
    errno = 0;
    if (spec->type == OPTION_INTEGER)
        *(long *)spec->out = strtol(value, &end, 10);
    else
        *(double *)spec->out = strtod(value, &end);
    if (errno || end == value || *end)
        return fault_usage(f, _("--%s: \"%s\" is not a number"), spec->name, value);
    return true;
}

static bool add_value(const struct option_spec *spec, const char *value, struct fault *f) {
    struct option_list *list = spec->out;
    if (list->count == OPTION_LIST_MOST)
        return fault_usage(f, _("--%s may stand %d times"), spec->name, OPTION_LIST_MOST);
    list->items[list->count++] = value;
    return true;
}

static bool set_value(const struct option_spec *spec, const char *value, struct fault *f) {
    if (spec->type == OPTION_LIST)
        return add_value(spec, value, f);
    if (spec->type == OPTION_STRING || spec->type == OPTION_FILTER)
        *(const char **)spec->out = spec->type == OPTION_STRING || value[strspn(value, " ")] ? value : NULL;
    else
        return set_number(spec, value, f);
    return true;
}

struct cursor {
    int argc, at;
    char **argv;
    const struct option_spec *specs;
    const char **given; /* the value of each so far */
};

/* Of two filters one would be lost without a word, and the table would be of other returns than was asked. */
static bool only_once(struct cursor *c, const struct option_spec *spec, const char *value, struct fault *f) {
    const char **given = &c->given[spec - c->specs];
    if (*given && spec->type != OPTION_LIST && strcmp(*given, value) != 0)
        return fault_usage(f, _("--%s is given twice, as \"%s\" and as \"%s\"; leave one out"), spec->name,
                           *given, value);
    *given = value;
    return true;
}

static bool take(struct cursor *c, const struct option_spec *spec, const char *attached, struct fault *f) {
    if (spec->type == OPTION_FLAG) {
        if (attached)
            return fault_usage(f, _("--%s takes no value"), spec->name);
        *(bool *)spec->out = true;
        return true;
    }
    if (!attached && c->at + 1 >= c->argc)
        return fault_usage(f, _("--%s needs a value"), spec->name);
    const char *value = attached ? attached : c->argv[++c->at];
    return only_once(c, spec, value, f) && set_value(spec, value, f);
}

static bool take_option(struct cursor *c, const struct option_spec **taken, struct fault *f) {
    const struct option_spec *specs = c->specs;
    const char *argument = c->argv[c->at];
    if (argument[1] != '-') {
        *taken = find_short(specs, argument[1]);
        return *taken ? take(c, *taken, argument[2] ? argument + 2 : NULL, f) : unknown(specs, argument, f);
    }
    const char *equals = strchr(argument, '=');
    size_t length = equals ? (size_t)(equals - argument) - 2 : strlen(argument) - 2;
    *taken = find_long(specs, argument + 2, length);
    return *taken ? take(c, *taken, equals ? equals + 1 : NULL, f) : unknown(specs, argument, f);
}

static bool all_required(const struct option_spec *specs, const bool *seen, struct fault *f) {
    for (size_t i = 0; specs[i].name; i++)
        if (specs[i].required && !seen[i])
            return specs[i].letter ? fault_usage(f, _("-%c is missing"), specs[i].letter)
                                   : fault_usage(f, _("--%s is missing"), specs[i].name);
    return true;
}

bool options_parse(int argc, char **argv, const struct option_spec *specs, const char ***operands,
                   size_t *count, struct arena *arena, struct fault *f) {
    size_t spec_count = 0;
    while (specs[spec_count].name)
        spec_count++;
    struct cursor c = {argc, 1, argv, specs, arena_array(arena, spec_count + 1, sizeof *c.given)};
    bool *seen = arena_array(arena, spec_count + 1, sizeof *seen), only_operands = false;
    const char **words = arena_array(arena, (size_t)argc + 1, sizeof *words);
    size_t used = 0;
    for (; c.at < argc; c.at++) {
        const char *argument = argv[c.at];
        const struct option_spec *taken = NULL;
        if (only_operands || argument[0] != '-' || !argument[1])
            words[used++] = argument;
        else if (strcmp(argument, "--") == 0)
            only_operands = true;
        else if (take_option(&c, &taken, f))
            seen[taken - specs] = true;
        else
            return false;
    }
    *operands = words;
    *count = used;
    return all_required(specs, seen, f);
}

const char *options_format_of_file(const char *output) {
    static const char *const names[] = {"json", "csv", "pdf", "xlsx"};
    const char *dot = output ? strrchr(output, '.') : NULL;
    for (size_t i = 0; dot && i < sizeof names / sizeof *names; i++)
        if (strcasecmp(dot + 1, names[i]) == 0)
            return names[i];
    return NULL;
}

bool options_format(const char *name, enum output_format *format, struct fault *f) {
    static const char *const names[] = {"text", "json", "csv"};
    *format = OUTPUT_TEXT;
    if (!name)
        return true;
    for (int i = 0; i < 3; i++)
        if (strcmp(name, names[i]) == 0) {
            *format = (enum output_format)i;
            return true;
        }
    return fault_usage(f, _("--format %s: expected text, json or csv"), name);
}
