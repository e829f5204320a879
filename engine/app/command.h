/*
 * command: what the program can do, and the host that it plugs into.
 *
 * engine/app knows this struct and nothing of importers or reports; those folders each define one of the tables named
 * below (importers/commands.c, reports/commands.c), and engine/app/main.c walks all three.  So arrows point inwards.
 *
 * A command reads its own options with `options_parse`, does its work, prints to stdout, and returns its exit code
 * through `*code` (0, or 3 when there are findings of severity error).  On a fault it returns false; the host prints
 * the one message and leaves with 1 or 2.
 */
#ifndef SHUKEI_ENGINE_APP_COMMAND_H
#define SHUKEI_ENGINE_APP_COMMAND_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

struct app {
    struct arena *arena;    /* lives until the command ends */
    const char *store_path; /* --store, $SHUKEI_STORE, or ./shukei.db */
    bool quiet;
    const char *lang;       /* as asked for, or NULL */
};

struct option_help {
    const char *name; /* "share" for --share */
    const char *line; /* N_() */
};

struct command {
    const char *name;    /* "batch" ; two-word commands read their verb themselves */
    const char *group;   /* heading in `help`: N_("Collect") */
    const char *summary; /* one line, N_() */
    const char *usage;   /* "--survey ID [--by KEY] ..." */
    bool (*run)(struct app *app, int argc, char **argv, int *code, struct fault *f); /* argv[0] is the name */
    const struct option_help *options; /* what its own options mean (explain.h has the shared ones); or NULL */
};

/* Each ends with NULL. */
extern const struct command *const engine_commands[], *const importers_commands[], *const reports_commands[];

/* Runs one command as if it had been typed (argv[0] is its name); for commands made of others (demo). */
bool command_run(struct app *app, int argc, char **argv, int *code, struct fault *f) FAULT_CHECKED;

/* --- options -------------------------------------------------------------------------------------------------- */

enum option_type {
    OPTION_FLAG,
    OPTION_STRING,
    OPTION_FILTER, /* an expression; an empty one lets all through, and out stays NULL */
    OPTION_NUMBER,
    OPTION_INTEGER,
    OPTION_LIST
};

/* Of an option that may stand several times. */
enum { OPTION_LIST_MOST = 16 };
struct option_list {
    const char *items[OPTION_LIST_MOST + 1]; /* NULL ends it */
    size_t count;
};

struct option_spec {
    const char *name;  /* "survey" for --survey; one letter also matches -o */
    char letter;       /* 'o' or 0 */
    enum option_type type;
    void *out;         /* bool *, const char **, double *, long *, struct option_list * */
    bool required;
};

/* Parses argv[1..]; what is no option goes to operands (pointers into argv).  `--name value` and `--name=value`; `--` ends
 * options; `-` is an operand.  What is no list stands once, or with the same value again.  A misspelt option is a usage fault that proposes the nearest.  specs end with name NULL. */
bool options_parse(int argc, char **argv, const struct option_spec *specs, const char ***operands, size_t *count,
                   struct arena *arena, struct fault *f) FAULT_CHECKED;

/* "text", "json" or "csv" (NULL: text) */
enum output_format {
    OUTPUT_TEXT,
    OUTPUT_JSON,
    OUTPUT_CSV,
    OUTPUT_CSV_EXCEL /* for a spreadsheet of people (engine/base/csv_write.h); not of options_format */
};
bool options_format(const char *name, enum output_format *format, struct fault *f) FAULT_CHECKED;
/* What the file that -o names is called for: "csv" for table.csv; NULL: for nothing in particular.  It is the format of who
 * says no other: text in a file called table.xlsx would be taken for a broken workbook. */
const char *options_format_of_file(const char *output);

#endif
