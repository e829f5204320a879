/*
 * report: how normalise and check word what they found, so that all findings read alike:
 *
 *     問7 件数: 「三件」は数として読めません
 *
 * The caller fills rule, severity, value and suggestion; place and question are added here.  format is a msgid
 * (N_), and so is the suggestion, or it is made by message_make: the finding is kept for every language.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_REPORT_H
#define SHUKEI_ENGINE_RESPONSE_REPORT_H

#include "engine/response/finding.h"

/* where: file, row and return_id, or NULL.  question: or NULL. */
void report_finding(struct findings *out, const struct finding *where, const struct question *question,
                    struct finding what, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A cell inside a sentence: on one line, cut after some sixty characters. */
const char *report_quote(struct arena *arena, const char *cell);

/* "問7 件数" */
const char *report_question_name(struct arena *arena, const struct question *question);

#endif
