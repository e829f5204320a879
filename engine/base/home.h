/*
 * home: where the program finds its templates, data and message catalogues.
 *
 * In order: $SHUKEI_HOME; the install prefix (PREFIX/bin/shukei -> PREFIX/share/shukei); the source tree that the
 * program was built from.  A home is a directory that holds `templates/` and `data/`.  All names are found from any
 * working directory.  Message catalogues lie in HOME/locale, or beside the built program in the build tree.
 */
#ifndef SHUKEI_ENGINE_BASE_HOME_H
#define SHUKEI_ENGINE_BASE_HOME_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

/* The home directory, or NULL with a fault that names the places looked at. */
const char *home_directory(struct fault *f);

/* HOME/RELATIVE, e.g. home_path(arena, "data/reference/prefectures.json", f); the file must exist. */
char *home_path(struct arena *arena, const char *relative, struct fault *f) FAULT_CHECKED;

/* A file as a person names it: its path, or else the name of one that came with the program in HOME/FOLDER, with or
 * without ".json".  NULL when it is neither; no fault is set, because only the caller knows what was looked for. */
const char *home_find(struct arena *arena, const char *folder, const char *name);

/* A directory for bindtextdomain; never NULL, perhaps without a catalogue in it. */
const char *home_locale_directory(void);

#endif
