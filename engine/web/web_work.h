/*
 * web_work: what a screen may have made or done by a command, as rows of a table.
 *
 *     static const struct web_work works[] = {
 *         {"batch-undo", WEB_OFFICER, {"batch", "undo"}, {"why"}, .operands = 1},
 *         {"table", WEB_RESULTS, {"tabulate", "--format", "json"}, {"by", "where"}, .operands = 40, .survey = true,
 *          .file = "%s.json", .type = "application/json"},
 *         {0}};
 *
 * A route hands its table and the request to web_work_begin; the request is
 *
 *     {"do": "table", "options": {"by": "type"}, "operands": ["trouble"]}      ->      {"job": 12}
 *
 * and the command runs as a job (web_job.h) with the same words, checks and messages as on the command line.  Nothing of
 * a request reaches a command but the options that its row names, each as one word with its value, and operands after
 * `--`.  A word of the row that ends with {account} gets the name of who is signed in.
 *
 * A command that reads files has web_uploads as the last of its words.  Its operands are then "upload:7", each a file that
 * the same account has uploaded (web_upload), or the survey of the route's path, and nothing else: a path that came with a
 * request would have the command read, and tell of, any file of this machine.  For the same reason "map:upload" among the
 * options is --map with such a file.
 *
 * A *view* is a row with more to it.  Its `flags` are options without a value: true sets one.  Its `plain` ones name
 * something that the program knows (a kit), never a file: a value with anything but letters, digits, "-", "_" and "." in
 * it is refused.  Where it has `forms`, the same result can be had in several: the request's "as" names one, and the first
 * is meant where it names none.  The form's words follow the row's, and the file is called after survey and row, the one
 * question (and its option) that it is of, what it is split by, and the day, so that two of them do not have one name.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_WORK_H
#define SHUKEI_ENGINE_WEB_WEB_WORK_H

#include "engine/web/web.h"

enum { WEB_WORK_OPTIONS = 20, WEB_WORK_WORDS = 6, WEB_WORK_FLAGS = 4, WEB_WORK_FORM_WORDS = 4 };

struct web_work_form {
    const char *name; /* "csv"; NULL ends the table */
    const char *words[WEB_WORK_FORM_WORDS];
    const char *ending, *type; /* ".csv" */
};

extern const char web_uploads[];

struct web_work {
    const char *name; /* NULL ends the table */
    unsigned roles;   /* who may, within those of the route */
    const char *words[WEB_WORK_WORDS];
    const char *options[WEB_WORK_OPTIONS]; /* "by" for --by */
    size_t operands;                       /* at most */
    bool survey;                           /* --survey, the first wildcard of the route's path */
    const char *file, *type;               /* of what is made; %s: the survey.  NULL: JSON */
};

struct web_view {
    struct web_work work; /* without a name ends the table */
    const char *flags[WEB_WORK_FLAGS], *plain[WEB_WORK_FLAGS];
    const struct web_work_form *forms; /* or NULL: that of the row */
};

bool web_work_begin(struct web_request *request, struct web_response *out, const struct web_work *works,
                    struct fault *f) FAULT_CHECKED;
bool web_view_begin(struct web_request *request, struct web_response *out, const struct web_view *views,
                    struct fault *f) FAULT_CHECKED;

#endif
