/*
 * paper: the sheets as they came in by FAX, as pictures, and which return was keyed from which.
 *
 * A FAX that is lost cannot be had again, so its pictures lie in the store, and backup, verify and the trail hold them
 * like everything else in it:
 *
 *     paper_batch    one row per file: whose survey, when, by whom; taken back (dropped) or not
 *     paper          one row per sheet of paper: its number, the return that was keyed from it, or why none was
 *     paper_page     one row per page of a sheet: how large, how fine, and which picture
 *     paper_picture  the bytes, a PNG of black and white or of 16 greys; the same page twice is kept once
 *     paper_hold     which sheet somebody has before them: so that two people do not key the same one
 *
 * A file comes in whole, in one transaction (paper_batch_add); its trail entry seals every page.  Pages and pictures are
 * never changed or deleted: a batch that was loaded wrongly is dropped, which takes its sheets out of the work and keeps
 * what was seen.  Loading, keying, setting aside and dropping are entries in the trail; how a sheet is turned, where the
 * questions lie on it (shift) and who holds it are not: they say how it is looked at, not what it says.
 *
 * Keying.  paper_next gives somebody a sheet that nobody else holds, the same one until it is keyed or set aside, and
 * holds it for PAPER_HELD seconds.  With `second` it is one that somebody else has keyed first, and nobody again.
 * A sheet whose return went when its batch was taken back waits anew.
 *
 * All calls that change something want an open transaction (store_begin).  The person is the store's (store_set_actor).
 */
#ifndef SHUKEI_ENGINE_STORE_PAPER_H
#define SHUKEI_ENGINE_STORE_PAPER_H

#include "engine/store/store.h"

enum {
    PAPER_HELD = 30 * 60,
    PAPER_PAGES = 16,  /* of one sheet, at most */
    PAPER_FILE = 1000, /* pages of one file, at most */
    PAPER_SHIFT = 500, /* thousandths of a page's height, either way */
};

/* --- bringing in --- */

struct paper_picture { /* a page on its way in */
    const void *png;
    size_t length;
    size_t width, height;
    double dpi_x, dpi_y; /* dots per inch; 0: the file does not say */
    bool damaged;        /* lines were lost on its way */
};

struct paper_file {
    const char *survey, *path;
    const char *format; /* "tiff" */
    const unsigned char *sha256;
    const struct paper_picture *pages;
    size_t page_count;
    long per_sheet;   /* pages of one sheet */
    const char *from; /* number of the first sheet, counted on from there ("T-0101"); NULL: none have one */
};

struct paper_loaded {
    const char *name;      /* of the batch */
    long sheets, repeated; /* repeated: pages that another file had brought */
};

/* A fault when these very bytes are in the survey already.  Names the batch and the way out. */
bool paper_check_new(struct store *store, struct arena *arena, const char *survey, const char *path,
                     const unsigned char sha256[32], struct fault *f) FAULT_CHECKED;
/* A fault when `from` ends in no digits. */
bool paper_check_from(const char *from, struct fault *f) FAULT_CHECKED;
/* The number that stands `step` after it: "T-0101" and 2 make "T-0103". */
const char *paper_number(struct arena *arena, const char *from, long step);
bool paper_batch_add(struct store *store, struct arena *arena, const struct paper_file *file,
                     struct paper_loaded *loaded, struct fault *f) FAULT_CHECKED;

struct paper_batch {
    long id;
    const char *name, *survey, *file, *who, *at;
    long pages, sheets, waiting, keyed, again, skipped; /* again: keyed a second time too */
    bool dropped;
};
/* survey: NULL for all. */
bool paper_batch_list(struct store *store, struct arena *arena, const char *survey, struct paper_batch **rows,
                      size_t *count, struct fault *f) FAULT_CHECKED;
/* `why` is required.  *sheets: how many are out of the work now. */
bool paper_batch_drop(struct store *store, const char *name, const char *why, long *sheets,
                      struct fault *f) FAULT_CHECKED;

/* --- one sheet --- */

enum paper_state { PAPER_WAITING, PAPER_KEYED, PAPER_SKIPPED };
const char *paper_state_key(enum paper_state state);  /* "waiting" ... */
const char *paper_state_name(enum paper_state state); /* translated */

struct paper_page {
    long width, height;
    double dpi_x, dpi_y;
    bool damaged;
};

struct paper {
    long id;
    const char *batch, *survey, *file;
    long position;      /* in its batch, from 1 */
    const char *number; /* or NULL */
    enum paper_state state;
    const char *why;  /* it was set aside */
    long ret, second; /* what was keyed from it; 0: nothing */
    bool dropped;     /* with its batch */
    int turn;         /* quarters, clockwise */
    long shift;       /* of its batch: how far down the questions lie, in thousandths of a page */
    struct paper_page pages[PAPER_PAGES];
    size_t page_count;
};

/* NULL: a fault, also when there is none with this number. */
const struct paper *paper_get(struct store *store, struct arena *arena, long id,
                              struct fault *f) FAULT_CHECKED;
bool paper_list(struct store *store, struct arena *arena, const char *batch, struct paper **rows,
                size_t *count, struct fault *f) FAULT_CHECKED;

/* *found is 0 when none waits; *waiting: how many, with this one.  drawn: the returns whose sheets are to be keyed a
 * second time, in ascending order; NULL for any. */
struct paper_wish {
    const char *survey;
    bool second;
    const long *drawn;
    size_t drawn_count;
};
bool paper_next(struct store *store, const struct paper_wish *wish, long *found, long *waiting,
                struct fault *f) FAULT_CHECKED;
/* The sheet that a return was keyed from, else the only one that has its number and was not keyed from; 0: none is known. */
bool paper_of_return(struct store *store, long ret, long *paper, struct fault *f) FAULT_CHECKED;

/* `id` is the return or, with `second`, the second keying that was made of it. */
bool paper_keyed(struct store *store, long paper, bool second, long id, struct fault *f) FAULT_CHECKED;
/* It is no sheet to be keyed: a cover page, a blank one.  `why` is required; paper_reopen takes it back. */
bool paper_skip(struct store *store, long paper, const char *why, struct fault *f) FAULT_CHECKED;
bool paper_reopen(struct store *store, long paper, const char *why, struct fault *f) FAULT_CHECKED;

bool paper_turn(struct store *store, long paper, long quarters, struct fault *f) FAULT_CHECKED;
bool paper_shift(struct store *store, long paper, long shift, struct fault *f) FAULT_CHECKED;

/* The PNG of page `page`, from 0. */
bool paper_png(struct store *store, struct arena *arena, long paper, long page, const void **png,
               size_t *length, struct fault *f) FAULT_CHECKED;

/* For store_verify: *problem is NULL when all pictures are as they came in. */
bool paper_verify(struct store *store, struct arena *arena, const char **problem,
                  struct fault *f) FAULT_CHECKED;

#endif
