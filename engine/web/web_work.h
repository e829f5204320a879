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
 * request would have the command read, and tell of, any file of this machine.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_WORK_H
#define SHUKEI_ENGINE_WEB_WEB_WORK_H

#include "engine/web/web.h"

enum { WEB_WORK_OPTIONS = 16, WEB_WORK_WORDS = 6 };

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

bool web_work_begin(struct web_request *request, struct web_response *out, const struct web_work *works,
                    struct fault *f) FAULT_CHECKED;

#endif
