/*
 * case_html: the list as one web page that needs nothing else.
 *
 * Style and script (templates/cases/list.css, list.js) stand in the page; it fetches nothing and works from a USB stick.
 * Without a script it is a plain page in which the browser's own search finds things; with one it has a search that
 * folds widths and kana, and filters.  Everything that somebody wrote is escaped, and a content security policy lets only
 * this style and this script run, by their hashes: what slipped through could still not run.
 */
#ifndef SHUKEI_REPORTS_CASES_CASE_HTML_H
#define SHUKEI_REPORTS_CASES_CASE_HTML_H

#include "reports/cases/case_list.h"

bool case_html_write(struct arena *arena, const struct case_list *list, const char *path,
                     struct fault *f) FAULT_CHECKED;

#endif
