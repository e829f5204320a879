/*
 * column_map: what a person says that headings mean, where the program cannot know.
 *
 * A JSON file: {"heading as written": meaning, ..., "absent": [...]}.  A meaning is a question's id, one
 * option of it ("question.option"), the words beside an option ("question.option.text"), a field of the
 * return ("sheet", "association", "channel", "received", "institution", "operator", "remark") or "ignore".
 * "absent" lists questions and options that the file knowingly lacks; without it a missing column is a fault,
 * because a question that was lost would be counted as one that nobody answered.  Headings are compared after
 * folding.
 */
#ifndef SHUKEI_IMPORTERS_COLUMN_MAP_H
#define SHUKEI_IMPORTERS_COLUMN_MAP_H

#include "engine/base/json.h"
#include "importers/vocabulary.h"

struct column_map;
struct column_map *column_map_read(struct arena *arena, const struct questionnaire *q, const char *path,
                                   struct fault *f) FAULT_CHECKED;

/* A map of an object {"heading": meaning}, which need not all occur, under a person's map (or NULL), which
 * comes first.  NULL on a fault. */
struct column_map *column_map_under(struct arena *arena, const struct questionnaire *q,
                                    const struct json *headings, struct column_map *over,
                                    struct fault *f) FAULT_CHECKED;

/* NULL when the map says nothing about it; a hit is remembered for column_map_check.  key: vocabulary_key. */
const struct meaning *column_map_find(struct column_map *map, const char *key);

/* option -1: the whole question. */
bool column_map_absent(const struct column_map *map, int question, int option);

/* An entry that met no heading of any file is a slip of the pen. */
bool column_map_check(const struct column_map *map, struct fault *f) FAULT_CHECKED;

const char *column_map_text(const struct column_map *map); /* the file's bytes */

#endif
