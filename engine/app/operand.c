#include "engine/app/operand.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool operand_verb(const struct operand_verb *verbs, struct app *app, int argc, char **argv, int *code,
                  struct fault *f) {
    struct strbuf known = {0};
    for (const struct operand_verb *verb = verbs; verb->name; verb++) {
        if (argc > 1 && strcmp(argv[1], verb->name) == 0) {
            strbuf_end(&known);
            if (verb->run(app, argc - 1, argv + 1, code, f))
                return true;
            return f->kind == FAULT_USAGE ? fault_context(f, "%s", verb->name) : false;
        }
        strbuf_printf(&known, "%s%s", known.length ? ", " : "", verb->name);
    }
    if (argc > 1)
        fault_usage(f, _("unknown word \"%s\"; expected one of: %s"), argv[1], known.text);
    else
        fault_usage(f, _("a word is missing; expected one of: %s"), known.text);
    strbuf_end(&known);
    return false;
}

bool operand_count(size_t count, size_t wanted, const char *usage, struct fault *f) {
    return count == wanted || fault_usage(f, _("expected: %s"), usage);
}

static bool read_number(const char *word, long *id) {
    char *end;
    errno = 0;
    *id = strtol(word, &end, 10);
    return !errno && end != word && !*end && *id >= 1;
}

bool operand_return(const char *word, long *id, struct fault *f) {
    return read_number(word, id) || fault_usage(f, _("\"%s\" is not the number of a return"), word);
}

bool operand_finding(const char *word, long *id, struct fault *f) {
    return read_number(word, id) || fault_usage(f, _("\"%s\" is not the number of a finding"), word);
}
