/*
 * second: sheets that are keyed twice.
 *
 * A second keying is a row of a batch of its own kind (batch.kind = 1).  It is never counted, is no return,
 * and stands outside read = accepted + duplicate + set aside + void; store_reconcile tells how many there are
 * beside it.  Like everything in the store it is never changed or deleted, the batch's trail entry seals it,
 * and `batch undo` takes it out of all that is said here.
 *
 *     first entry   the return as its keyer left it: its revision 1, and what the same person corrected before the
 *                   sheet was keyed a second time
 *     second        the same sheet keyed by another person, who did not see the first
 *     final         the return's newest revision: what is counted, and what errors are measured against
 *
 * A slip that the keyer has found and corrected was mended where it is cheapest, and is in no data that the second keying
 * could save; so it is neither a difference nor an error of the rate.  What somebody else corrected was the keyer's slip
 * all the same, and what the keyer corrected after the second keying was found by it.
 *
 * Blind.  Who has looked at the first entry cannot key the sheet a second time: number.h asks, and keeps it in the trail.
 *
 * Matching.  A second keying belongs to the return that has its sheet number now, and its association where
 * both name one (engine/response/keying.h); the return must be accepted or set aside.  It is matched anew
 * whenever it is looked at, so a first entry may come in later, be taken back, or get its number corrected.
 * What cannot be compared is kept and listed with its reason (enum second_state).
 *
 * The sample.  A share of the sheets of every batch is to be keyed twice: the questionnaire's `double_entry`,
 * or what a person has set instead (a plan; the last one stands).  Within each batch the sheets are ordered
 * by a lot, a hash of seed, association and sheet number as first keyed (SipHash), and the lowest ones are
 * drawn, rounded up.  So the draw needs no list to be kept: it comes out the same every time, and a later
 * batch adds its own sheets without touching those drawn before.  Returns that came in by web, or that have
 * no sheet number, have no sheet to be keyed, and are outside.  A sheet that was keyed twice without having
 * been drawn is compared and adjudicated like any other, but enters no rate.  Without a plan every sheet that
 * is keyed twice does.
 *
 * Deciding.  A question on which the two keyings differ is decided by a person: the first's answer, the
 * second's, or another.  The decision is a row of its own that points at its entry in the trail; the answer,
 * where it is not what the return says already, is a new revision (store_return_settle, the caller's part).
 * The last decision on a question stands, until it is reopened: an entry in the trail (`second.reopen`), after
 * which the question is undecided and the return says again what it said before (store_second_before).
 * A reason is what a person has said, and nothing else: most decisions have none but the choice, and a program that
 * demands one is given the same words a thousand times, or makes them up.
 *
 * Who decides.  Double entry measures and mends keying only as long as the two keyings are independent and the third
 * look is too: whoever keyed a sheet would be judge in his own case, and the error rates (engine/app/double_tally.h)
 * would be what he makes them.  So neither of the two who keyed a sheet decides on it: data management for trials asks
 * for the same, an independent third person who looks at the sheet and not at who keyed (ICH E6; SCDM, Good Clinical
 * Data Management Practices, on double data entry).  That person need not be an officer: an office of three typists
 * adjudicates in turn, each what the other two have keyed; only a list of colleagues' names and rates is for officers.
 * Two exceptions, each an entry of its own kind in the trail (`second.own`): there is no open account of anybody else who
 * keys or looks after keying (SECOND_ALONE); or the person insists and gives a reason (the screens let only
 * administrators do so).  People are compared by name, as they stand in the returns and as accounts are called.
 *
 * Questions whose column the second file knowingly lacks (a map's "absent") are not compared.
 */
#ifndef SHUKEI_ENGINE_STORE_SECOND_H
#define SHUKEI_ENGINE_STORE_SECOND_H

#include "engine/store/store.h"

/* --- the plan --- */

struct second_plan {
    double share; /* 0: no plan */
    long seed;
};
bool store_second_plan(struct store *store, const struct questionnaire *q, struct second_plan *plan,
                       struct fault *f) FAULT_CHECKED;
bool store_second_plan_set(struct store *store, const struct questionnaire *q, double share, long seed,
                           struct fault *f) FAULT_CHECKED;

/* --- first entries and second keyings, matched --- */

struct second_first {
    long ret;
    enum return_status status;
    const char *batch;               /* its name */
    const char *sheet, *association; /* as they are now */
    const char *keyer;               /* who keyed it first, or NULL */
    bool drawn;
    long second; /* the keying it is compared with, or 0 */
};

enum second_state {
    SECOND_COMPARED,
    SECOND_NO_SHEET,
    SECOND_NO_FIRST,
    SECOND_SEVERAL, /* several first entries have this number */
    SECOND_SAME_OPERATOR,
    SECOND_REPEATED, /* the sheet was keyed a second time before */
    SECOND_STATES,
};
const char *second_state_key(enum second_state state);
const char *second_state_message(enum second_state state); /* translated */
const char *second_state_remedy(enum second_state state);

struct second_row {
    long id;
    const char *batch, *file; /* file: or NULL */
    size_t row;
    const char *sheet, *association, *keyer;
    long keyed; /* number of the trail's entry with which it came in */
    bool past;  /* on an earlier day than today */
    enum second_state state;
    struct second_first *first; /* where there is one, whatever the state */
    bool outside;               /* compared, but not drawn though there is a plan */
};

struct second_book {
    struct arena *arena;
    const struct questionnaire *q;
    struct second_plan plan;
    struct second_first *firsts; /* accepted and set aside ones, in order */
    size_t first_count;
    struct second_row *rows; /* of batches not undone, in order */
    size_t row_count, row_capacity;
    struct keying_index *index;
    struct second_version *versions; /* of the questionnaire, as they are met */
};

struct second_book *store_second_book(struct store *store, struct arena *arena, const struct questionnaire *q,
                                      struct fault *f) FAULT_CHECKED;

/* The same of the one number: what has it now, and who keyed it again.  Nothing is drawn.  Found by an index, so that a
 * screen can ask. */
struct second_book *store_second_sheet(struct store *store, struct arena *arena,
                                       const struct questionnaire *q, const char *sheet,
                                       struct fault *f) FAULT_CHECKED;

/* Finds out what the row is; for rows in the order in which they came in. */
void second_book_match(struct second_book *book, struct second_row *row);

/* Stores one second keying in the open batch (batch_spec.second). */
bool store_second_add(struct store *store, const struct questionnaire *q, const struct incoming *in, long *id,
                      struct fault *f) FAULT_CHECKED;

/* --- one sheet, keyed twice --- */

enum second_reading { SECOND_AS_FIRST, SECOND_AS_SECOND, SECOND_AS_FINAL, SECOND_READINGS };

struct second_decision {
    const char *choice, *answer; /* choice: "first", "second" or "value"; answer: in ids */
    const char *who, *at, *why;  /* why: or NULL */
    long entry;                  /* its number in the trail */
    long revision;               /* of the return before it, when it changed the return; else 0 */
};

struct second_pair {
    const struct second_row *row;
    const struct second_first *first;
    const struct response *answers[SECOND_READINGS]; /* all under the book's questionnaire */
    const bool *skipped;                             /* by question: not keyed a second time */
    const struct second_decision *const *decided;    /* by question, or NULL */
};
/* row: one that is compared. */
bool store_second_pair(struct store *store, struct arena *arena, struct second_book *book,
                       const struct second_row *row, struct second_pair *pair, struct fault *f) FAULT_CHECKED;

/* Whether the two keyings say different things. */
bool second_differs(struct arena *scratch, const struct second_book *book, const struct second_pair *pair,
                    size_t question);

struct second_count {
    long fields, agreed, open, decided; /* fields = agreed + open + decided */
};
struct second_count second_count(struct arena *scratch, const struct second_book *book,
                                 const struct second_pair *pair);

/* --- deciding --- */

enum second_decider {
    SECOND_THIRD, /* keyed neither */
    SECOND_KEYER, /* keyed one of them: somebody else is to decide */
    SECOND_ALONE, /* keyed one of them, and there is nobody else */
};
bool second_same_person(struct arena *arena, const char *a, const char *b); /* NULL is nobody */
bool store_second_decider(struct store *store, struct arena *arena, const struct second_row *row,
                          const char *who, enum second_decider *decider, struct fault *f) FAULT_CHECKED;

struct second_ruling {
    size_t question;
    const char *choice, *answer; /* as in second_decision */
    const char *why;             /* what the person said; may be NULL */
    bool own;                    /* a keyer of the sheet insists; needs a reason */
    long revision;               /* the return's before the ruling, when the ruling changed it; else 0 */
};
/* Records what was decided, after the return says so.  Where the person that the store acts for may not decide, here or below,
 * a fault says who should; the caller then lets go what it has written (no store_commit). */
bool store_second_decide(struct store *store, const struct second_book *book, const struct second_pair *pair,
                         const struct second_ruling *ruling, struct fault *f) FAULT_CHECKED;

/* The return as it would be had the decision not been made: what the decision changed is as it was, unless it was changed
 * again since.  Not routed.  NULL in *before: the decision changed nothing. */
bool store_second_before(struct store *store, struct arena *arena, struct second_book *book,
                         const struct second_pair *pair, size_t question, struct response **before,
                         struct fault *f) FAULT_CHECKED;
/* Records that the question is open again; choice and answer are not asked for.  One that is not decided is a fault. */
bool store_second_reopen(struct store *store, const struct second_book *book, const struct second_pair *pair,
                         const struct second_ruling *ruling, struct fault *f) FAULT_CHECKED;

#endif
