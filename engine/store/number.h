/*
 * number: what is known of a sheet's number before the sheet is keyed.
 *
 * The number on the paper is how a return finds its sheet again, and a second keying its first.  A number that is missing,
 * or that stands for two sheets, is found out late and mended slowly; so a screen asks when the number is keyed, before any
 * answer is, and whoever stores a sheet asks again in the same transaction.
 *
 *     struct number n;
 *     number_find(store, arena, q, &(struct number_wish){.sheet = "12", .association = "tokyo"}, &n, f)
 *     n.taken          who has it: an accepted or set aside return, by its first keying; NULL: it is free
 *     n.second         what a second keying of it by the store's person is, or the one that is there (second.h): all but
 *                      SECOND_COMPARED are of no use
 *
 * One number stands for a sheet of each association: they are held against each other where both name one, as everywhere
 * (engine/response/keying.h).
 *
 * Blind.  Who has looked at what somebody else keyed first does not key that sheet a second time: that would be no second
 * keying but a copy.  Before a return is shown to somebody who might (`second` is SECOND_COMPARED and not `seen`), number_look
 * notes it in the trail (`second.seen`), once; from then on the sheet is neither proposed to that person nor taken from him.
 * What a finding or a list of likely duplicates quotes of a sheet is not held to be looking at it.
 *
 * The next number.  For a first keying, the one after the person's own last sheet (or the survey's last) that nobody has,
 * neither stored nor on a screen (in a draft of today).  It counts up the digits at the end: 0099 is followed by 0100,
 * A-9 by A-10; NUMBER_TRIES one by one, then in growing steps, so that a long file is passed in a few look-ups (a small gap
 * far behind may be passed, too).  For a second keying, the next sheet that waits for one and that this person may key:
 * one that was drawn, where there is a plan; in the order in which they were keyed.  Nobody keys by hand what is larger than
 * NUMBER_BOOK_MAX: there, no second one is proposed.
 */
#ifndef SHUKEI_ENGINE_STORE_NUMBER_H
#define SHUKEI_ENGINE_STORE_NUMBER_H

#include "engine/store/second.h"

enum { NUMBER_BOOK_MAX = 100000, NUMBER_TRIES = 64, NUMBER_FAR = 1 << 24 };

struct number_wish {
    const char *sheet;       /* wanted */
    const char *association; /* or NULL */
    long except;             /* a return that does not take it, or 0 */
    long second;             /* a second keying that is stored: what has become of it; 0: what one would be */
};

struct number {
    const struct second_first *taken;
    const char *by, *at; /* who keyed it first, or the batch it came with; when */
    enum second_state second;
    bool seen;           /* the store's person has looked at the first keying of it */
    const char *again;   /* who keyed it a second time, or that batch; NULL: nobody */
    const char *held[2]; /* who else has it on the screen for a first or a second keying, or NULL */
};

bool number_find(struct store *store, struct arena *arena, const struct questionnaire *q,
                 const struct number_wish *wish, struct number *out, struct fault *f) FAULT_CHECKED;

/* The store's person is about to be shown the return, whose number and association `wish` has.  *blind: this will end that
 * person's being fit to key it a second time. */
bool number_is_blind(struct store *store, struct arena *arena, const struct questionnaire *q,
                     const struct number_wish *wish, long ret, bool *blind, struct fault *f) FAULT_CHECKED;
/* The same, and it is in the trail then.  Needs a transaction. */
bool number_look(struct store *store, struct arena *arena, const struct questionnaire *q,
                 const struct number_wish *wish, long ret, bool *blind, struct fault *f) FAULT_CHECKED;

/* after: a number, or NULL: the person's last one.  *next is NULL when there is none (a number without digits at its end). */
bool number_next(struct store *store, struct arena *arena, const struct questionnaire *q, const char *after,
                 const char *association, const char **next, struct fault *f) FAULT_CHECKED;

/* after: the number keyed last, or NULL: from the beginning. */
bool number_next_second(struct store *store, struct arena *arena, const struct questionnaire *q,
                        const char *after, const struct second_first **next, struct fault *f) FAULT_CHECKED;

/* "A-9" gives "A-10"; NULL for what has no digits at its end. */
const char *number_after(struct arena *arena, const char *sheet);

#endif
