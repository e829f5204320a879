/* Which of two keyings is right: who may say so, what is recorded, and taking it back. */
#include "engine/store/second.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/store/account.h"
#include "engine/store/internal.h"

#include <string.h>

/* --- who --- */

bool second_same_person(struct arena *arena, const char *a, const char *b) {
    return a && b && strcmp(utf8_fold(arena, a), utf8_fold(arena, b)) == 0;
}

static bool keyed_it(struct arena *arena, const struct second_row *row, const char *who) {
    return second_same_person(arena, who, row->keyer) || second_same_person(arena, who, row->first->keyer);
}

bool store_second_decider(struct store *store, struct arena *arena, const struct second_row *row,
                          const char *who, enum second_decider *decider, struct fault *f) {
    struct account *accounts;
    size_t count;
    *decider = SECOND_THIRD;
    if (!keyed_it(arena, row, who))
        return true;
    if (!account_list(store, arena, &accounts, &count, f))
        return false;
    *decider = SECOND_ALONE;
    for (size_t i = 0; i < count; i++)
        if (accounts[i].open && accounts[i].role != ROLE_RESEARCH && !keyed_it(arena, row, accounts[i].name))
            *decider = SECOND_KEYER;
    return true;
}

static bool may(struct store *store, struct arena *arena, const struct second_pair *pair,
                const struct second_ruling *ruling, enum second_decider *decider, struct fault *f) {
    if (!store_second_decider(store, arena, pair->row, store->who, decider, f))
        return false;
    if (*decider != SECOND_KEYER)
        return true;
    if (!ruling->own)
        return fault_set(
            f,
            _("%s has keyed this sheet; which of its two keyings is right is for somebody else to "
              "decide. Who decides it all the same says so (--own) and why"),
            store->who);
    return store_trail_need_why(ruling->why, f);
}

/* --- recording --- */

static const char *was(struct arena *arena, const struct second_book *book, const struct second_pair *pair,
                       const struct second_ruling *ruling) {
    size_t at = ruling->question;
    const struct question *question = &book->q->questions[at];
    const char *text =
        arena_printf(arena, "%s: first=%s; second=%s", question->id,
                     answer_ids(arena, question, &pair->answers[SECOND_AS_FIRST]->answers[at]),
                     answer_ids(arena, question, &pair->answers[SECOND_AS_SECOND]->answers[at]));
    return ruling->revision ? arena_printf(arena, "revision=%ld; %s", ruling->revision, text) : text;
}

static bool insert_decision(struct store *store, const struct second_pair *pair, const char *question,
                            const struct second_ruling *ruling, struct fault *f) {
    return sql_run(store->db, f,
                   "INSERT INTO second_decision (second, ret, question, choice, answer, trail)"
                   " VALUES (?, ?, ?, ?, ?, (SELECT max(id) FROM trail))",
                   "iittt", pair->row->id, pair->first->ret, question, ruling->choice, ruling->answer);
}

bool store_second_decide(struct store *store, const struct second_book *book, const struct second_pair *pair,
                         const struct second_ruling *ruling, struct fault *f) {
    const char *question = book->q->questions[ruling->question].id;
    enum second_decider decider;
    long survey;
    struct arena *arena = arena_create();
    bool done = store_writable(store, f) && store_survey_id(store, book->q->id, &survey, f) &&
                may(store, arena, pair, ruling, &decider, f);
    if (done) {
        const struct trail_entry entry = {
            .action = decider == SECOND_THIRD ? "second.decide" : "second.own",
            .survey = survey,
            .ret = pair->first->ret,
            .before = was(arena, book, pair, ruling),
            .after = arena_printf(arena, "%s=%s (%s)", question, ruling->answer, ruling->choice),
            .why = ruling->why};
        done = store_trail_add(store, &entry, f) && insert_decision(store, pair, question, ruling, f);
    }
    arena_destroy(arena);
    return done;
}

bool store_second_reopen(struct store *store, const struct second_book *book, const struct second_pair *pair,
                         const struct second_ruling *ruling, struct fault *f) {
    const struct question *question = &book->q->questions[ruling->question];
    const struct second_decision *decision = pair->decided[ruling->question];
    enum second_decider decider;
    long survey;
    if (!decision)
        return fault_set(f, _("nobody has decided \"%s\"; there is nothing to reopen"), question->label);
    struct arena *arena = arena_create();
    bool done = store_writable(store, f) && store_survey_id(store, book->q->id, &survey, f) &&
                may(store, arena, pair, ruling, &decider, f);
    if (done) {
        const struct trail_entry entry = {
            .action = "second.reopen",
            .survey = survey,
            .ret = pair->first->ret,
            .before = arena_printf(arena, "%s=%s (%s)", question->id, decision->answer, decision->choice),
            .after = question->id,
            .why = ruling->why};
        done = store_trail_add(store, &entry, f);
    }
    arena_destroy(arena);
    return done;
}
