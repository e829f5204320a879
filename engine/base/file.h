/*
 * file: whole files in and out.
 *
 * Reading refuses directories and anything over `limit` bytes.  Writing is all or nothing: the bytes go to a
 * temporary file in the same directory, are synced, and renamed over the target; a full disk or a kill leaves
 * the old file as it was.  A symbolic link is followed: what it points to is replaced, the link stays.  "-"
 * as a target is standard output; a device or a pipe is written to as it is.  Faults of writing are in the
 * interface's language, also while a report in another language is made.
 *
 *     struct file_writer w;
 *     if (!file_begin(&w, path, f)) return false;
 *     fprintf(w.stream, ...);
 *     return file_commit(&w, f);            // or file_abandon(&w)
 */
#ifndef SHUKEI_ENGINE_BASE_FILE_H
#define SHUKEI_ENGINE_BASE_FILE_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

#include <limits.h>
#include <stdio.h>

/* The contents with a final NUL that *length does not count; NULL on a fault. */
char *file_read(struct arena *arena, const char *path, size_t limit, size_t *length,
                struct fault *f) FAULT_CHECKED;

/* The fault of a file that could not be opened for `why` (errno), with what is to be done about it. */
bool file_cannot_read(const char *path, int why, struct fault *f);

struct file_writer {
    FILE *stream;
    const char *path;      /* borrowed; must outlive the writer */
    char target[PATH_MAX]; /* what path points to */
    char temporary[PATH_MAX];
};

/* What is there now is never replaced by what is written, under whatever name: the store that a command works on. */
void file_keep(const char *path);

bool file_begin(struct file_writer *w, const char *path, struct fault *f) FAULT_CHECKED;
bool file_commit(struct file_writer *w, struct fault *f) FAULT_CHECKED;
void file_abandon(struct file_writer *w);

/* Flushes standard output; a fault when anything written to it so far was lost. */
bool file_stdout_done(struct fault *f) FAULT_CHECKED;

/* For libraries that want to write a file by name themselves: a fresh temporary name beside path, and the
 * rename.  For
 * "-" it is a name in $TMPDIR whose bytes file_replace copies to standard output. */
bool file_temporary(struct file_writer *w, const char *path, struct fault *f) FAULT_CHECKED;
bool file_replace(struct file_writer *w, struct fault *f) FAULT_CHECKED;

#endif
