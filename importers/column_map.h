/*
 * column_map: what a person says that headings mean, where the program cannot know.
 *
 * A JSON file: {"heading as written": meaning, ..., "absent": [...], "answers": {...}}.  A meaning is a
 * question's id, one option of it ("question.option"), the words beside an option ("question.option.text"), a
 * field of the return ("sheet", "association", "channel", "received", "institution", "operator", "remark") or
 * "ignore". "absent" lists questions and options that the file knowingly lacks; without it a missing column
 * is a fault, because a question that was lost would be counted as one that nobody answered.  "answers" names
 * the options behind codes that are not the form's numbers: {"trouble": {"A2": "yes", "A1": "no"}}.  Headings
 * are compared after folding, codes as written.
 */
#ifndef SHUKEI_IMPORTERS_COLUMN_MAP_H
#define SHUKEI_IMPORTERS_COLUMN_MAP_H

#include "importers/vocabulary.h"

struct column_map;
struct column_map *column_map_read(struct arena *arena, const struct questionnaire *q, const char *path,
                                   struct fault *f) FAULT_CHECKED;

/* NULL when the map says nothing about it; a hit is remembered for column_map_check.  key: vocabulary_key. */
const struct meaning *column_map_find(struct column_map *map, const char *key);

/* option -1: the whole question. */
bool column_map_absent(const struct column_map *map, int question, int option);

/* The id of the option that the whole cell stands for, or NULL. */
const char *column_map_answer(const struct column_map *map, int question, const char *cell);

/* An entry that met no heading of any file is a slip of the pen. */
bool column_map_check(const struct column_map *map, struct fault *f) FAULT_CHECKED;

const char *column_map_text(const struct column_map *map); /* the file's bytes */

#endif
