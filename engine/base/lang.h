/*
 * lang: the language of messages and of reports.
 *
 * The source's messages are English and marked `_("...")`; templates/po/ja.po holds the Japanese ones
 * (gettext). Two languages are in play in one run: the *interface* (errors, help, text tables on the
 * terminal) follows --lang, else the locale; a *report* (press kit, workbook) follows the questionnaire's own
 * language.  A report builder therefore brackets its work:
 *
 *     const char *before = lang_enter(questionnaire->lang);
 *     ...
 *     lang_enter(before);
 *
 * Numbers are never localised: LC_NUMERIC stays "C".  Not thread-safe: gettext's language is the process's.
 */
#ifndef SHUKEI_ENGINE_BASE_LANG_H
#define SHUKEI_ENGINE_BASE_LANG_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text) /* marks for extraction; translate with gettext() where printed */

/* Call once at start.  wanted: "ja", "en" or NULL for the locale's. */
void lang_start(const char *wanted);

/* The language lang_start chose: that of faults, whatever report is being made. */
const char *lang_interface(void);

/* Switches to "ja" or "en" (NULL: no change) and returns the language in force before (a static string). */
const char *lang_enter(const char *lang);

const char *lang_now(void); /* "ja" or "en" */

#endif
