/*
 * double: the verbs of `shukei double` that work on the store (engine/store/second.h says what they mean).
 *
 *     plan     which sheets are to be keyed twice; --share and --seed set the plan
 *     list     where the two keyings of a sheet differ, question by question
 *     decide   which of them is right, or what else
 *     reopen   a decision is taken back
 *     report   who made how many errors, and how far the keyings agree
 *
 * The command itself is in importers/commands/double.c, because `compare` reads files.
 */
#ifndef SHUKEI_ENGINE_APP_DOUBLE_H
#define SHUKEI_ENGINE_APP_DOUBLE_H

#include "engine/app/command.h"
#include "engine/store/second.h"

bool double_plan(struct app *app, int argc, char **argv, int *code, struct fault *f);
bool double_list(struct app *app, int argc, char **argv, int *code, struct fault *f);
bool double_decide(struct app *app, int argc, char **argv, int *code, struct fault *f);
bool double_reopen(struct app *app, int argc, char **argv, int *code, struct fault *f);
bool double_report(struct app *app, int argc, char **argv, int *code, struct fault *f);

/* A survey's book, with the store that it was read from; the caller closes that. */
struct double_book {
    struct store *store;
    const struct questionnaire *q;
    struct second_book *book;
};
bool double_open(const struct app *app, const char *survey, struct double_book *open,
                 struct fault *f) FAULT_CHECKED;

/* Calls visit for every sheet that is compared, in the order in which they were keyed a second time.
 * scratch is reset after each. */
bool double_each(struct double_book *open,
                 bool (*visit)(void *data, struct arena *scratch, const struct second_pair *pair,
                               struct fault *f),
                 void *data, struct fault *f) FAULT_CHECKED;

/* Who keyed: the operator as written in the row, else the batch. */
const char *double_keyer(struct arena *arena, const char *keyer, const char *batch);

/* "the plan: 10% of the sheets of every batch, seed 7" */
void double_print_plan(const struct second_plan *plan);
/* "fields: 45, of which both keyed the same: 39 (86.7%)"; nothing without fields. */
void double_print_agreement(long fields, long agreed);

#endif
