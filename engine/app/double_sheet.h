/*
 * double_sheet: the sheet and the question that a person decides on, or takes a decision back (`double decide`, `reopen`).
 *
 *     struct double_sheet d = {.app = app, .survey = ..., .sheet = ..., .question = ...};
 *     bool done = double_sheet_find(&d, f) && ... && store_commit(d.open.store, f);
 *     store_close(d.open.store);
 *
 * The store is open for writing, its transaction begun.
 */
#ifndef SHUKEI_ENGINE_APP_DOUBLE_SHEET_H
#define SHUKEI_ENGINE_APP_DOUBLE_SHEET_H

#include "engine/app/double.h"

struct double_sheet {
    struct app *app;
    const char *survey, *sheet, *association; /* survey NULL: `sheet` is the number of a return */
    const char *question;
    const char *why; /* what the person said, or NULL */
    bool own;        /* a keyer of the sheet insists */
    struct double_book open;
    struct second_pair pair;
    size_t at;                /* of the question */
    struct findings findings; /* after double_sheet_settle */
};

/* On a question on which the two keyings differ. */
bool double_sheet_find(struct double_sheet *d, struct fault *f) FAULT_CHECKED;

/* "問4 Kinds of trouble" */
const char *double_sheet_title(const struct double_sheet *d);

/* The return says `after` from now on; *revision: the number of its revision before, or 0 when it said so already. */
bool double_sheet_settle(struct double_sheet *d, struct response *after, long *revision,
                         struct fault *f) FAULT_CHECKED;

/* Reads the sheet again, and says how much of it is undecided. */
bool double_sheet_left(struct double_sheet *d, long *open, struct fault *f) FAULT_CHECKED;
/* Says it, and what the rules find about the return now. */
void double_sheet_print(const struct double_sheet *d, long open);

#endif
