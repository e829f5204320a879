/*
 * result: an answer that is one list of rows, with all that it takes to read it: what it is of, on what base,
 * by what method, from what source, and what has to be said under it.
 *
 *     struct result *r = result_create(arena, title);
 *     result_fact(r, "survey", _("Survey"), survey->id);            // a line above the rows; a member in
 * JSON result_rows(r, listing_for_people, listing_for_machines); result_member(r, "runs", "[...]"); // JSON
 * only result_note(r, _("...")); return result_print(r, format, path, f);                      // "-" is
 * standard output
 *
 * Text: title, facts, rows, notes.  JSON: one object with the facts, the rows under their listing's name, the
 * members, "shown" (facts and rows as text has them, for screens) and "notes".  CSV: the rows alone, because a table has one heading; for a spreadsheet of people those of text.  The two listings may be the
 * same.
 *
 * Everything handed in is borrowed until it is printed.
 */
#ifndef SHUKEI_REPORTS_TEXT_RESULT_H
#define SHUKEI_REPORTS_TEXT_RESULT_H

#include "engine/app/listing.h"

#include <stdint.h>

struct result;
struct result *result_create(struct arena *arena, const char *title);

/* Text NULL: no line, and null in JSON. */
void result_fact(struct result *r, const char *key, const char *label, const char *text);
/* Printed with thousands set apart; a number in JSON. */
void result_fact_number(struct result *r, const char *key, const char *label, int64_t number);

/* A code in JSON; for people what it means: "なかった (none)", or the words alone where the code says nothing more. */
void result_fact_code(struct result *r, const char *key, const char *label, const char *code,
                      const char *meaning, bool both);

void result_rows(struct result *r, const struct listing *people, const struct listing *machines);
void result_member(struct result *r, const char *key, const char *json);
void result_note(struct result *r, const char *text);

/* For who sets it out on a page (reports/page/result_page.h). */
struct result_line {
    const char *label, *text;
};
const char *result_title(const struct result *r);
const struct listing *result_listing(const struct result *r);                  /* the one for people */
const struct result_line *result_lines(const struct result *r, size_t *count); /* facts that have a text */
const char *const *result_notes(const struct result *r, size_t *count);

bool result_print(const struct result *r, enum output_format format, const char *path,
                  struct fault *f) FAULT_CHECKED;

#endif
