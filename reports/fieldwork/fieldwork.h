/*
 * fieldwork: how far the collection of a survey has come, where, and against the survey before it.
 *
 *     const struct fieldwork *w = fieldwork_read(arena, store, "trouble-2025-08", NULL, f);
 *     const struct plot *map = fieldwork_map(arena, w), *course = fieldwork_course_plot(arena, w);
 *
 * Everything counted is the monitor's (engine/tabulation/monitor.h); here it is only set out, so that the command
 * `fieldwork`, its figures and the monitoring screen cannot say anything else than `progress`.
 *
 * The survey before it is the newest one of the same series (the questionnaire's `series`) whose field period began
 * earlier and that has returns of its own; another one may be named.  Days are counted from the beginning of each
 * survey's field period, or from its first return where none is stated: day 1 is that day.  What came in before it counts
 * on day 1.  Returns without a day they were received on are in no course; `undated` is how many.
 *
 * The map shows the response rate (valid of those sent) by prefecture.  Where nobody has said how many were sent to
 * each, it shows how many valid returns there are, and the note says so.
 */
#ifndef SHUKEI_REPORTS_FIELDWORK_FIELDWORK_H
#define SHUKEI_REPORTS_FIELDWORK_FIELDWORK_H

#include "engine/tabulation/monitor.h"
#include "reports/model/plot.h"

struct fieldwork_course {
    const struct monitor *monitor;
    const char *label;  /* how it is told from the other one */
    int64_t first;      /* day 1 (engine/base/calendar.h) */
    const long *so_far; /* valid returns by the end of day i + 1 */
    size_t days;        /* up to the last one with a return; 0: none is dated */
    long undated;
};

struct fieldwork {
    struct fieldwork_course now, last;
    bool against;          /* there is a last one */
    const char *why_alone; /* translated, when there is none */
};

/* against: a survey's id, or NULL: the one before it. */
const struct fieldwork *fieldwork_read(struct arena *arena, struct store *store, const char *survey,
                                       const char *against, struct fault *f) FAULT_CHECKED;

const struct plot *fieldwork_map(struct arena *arena, const struct fieldwork *w);
const struct plot *fieldwork_course_plot(struct arena *arena, const struct fieldwork *w);

/* What is to be said of made-up returns in the courses (engine/tabulation/made_up.h), by course where they differ; or NULL. */
const char *fieldwork_notice(struct arena *arena, const struct fieldwork *w);

/* Valid returns by the end of a day, counted from 0; -1: the course has not come as far, or ended before. */
long fieldwork_so_far(const struct fieldwork_course *course, size_t day);

#endif
