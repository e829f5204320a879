/*
 * suppress_system: the counts of tables as cells of one system of sums (engine/statistics/disclosure.h).
 *
 *     struct suppress_system *s = suppress_system_create(arena, 5, NULL);
 *     const struct suppress_cube *c = suppress_system_add(s, cube, TABLE_OF_CASES, SUPPRESS_PRINTED, NULL);
 *     if (!suppress_system_protect(s, patience)) ...        // what is in it is decided; more may be added then
 *     struct table_hidden hidden = suppress_system_hidden(s, &c->places[k]);
 *
 * A count has one name wherever it stands (suppress_name.h), so a cube that is added finds the cells that are there.  Cubes
 * that are added before one call of protect are decided together, with regard to all that was decided before.
 * table_suppress.h says what is added when, and which sums are known.
 */
#ifndef SHUKEI_REPORTS_MODEL_SUPPRESS_SYSTEM_H
#define SHUKEI_REPORTS_MODEL_SUPPRESS_SYSTEM_H

#include "engine/statistics/disclosure.h"
#include "reports/model/suppress_name.h"
#include "reports/model/table_suppress.h"

/* Columns of a nested banner that are alike in some parts of their keys: what they add up to. */
struct suppress_margin {
    const char *key; /* of the parts that they have in common: "type=clinic" */
    const size_t *columns;
    size_t count;
};

enum suppress_role {
    SUPPRESS_PRINTED,
    SUPPRESS_KNOWN, /* printed, and in the system already with all its sums */
    SUPPRESS_WHOLE, /* known in full: from which others are subtracted */
    SUPPRESS_REST,  /* printed nowhere: what is left of a whole when another table is subtracted */
};

/* A cube that was added. */
struct suppress_cube {
    const struct cube *cube;
    const struct cube_column *columns;
    enum table_percent percent;
    enum suppress_role role;
    const struct cube *subtracted; /* SUPPRESS_REST: whoever is counted in it is not counted here */
    const int *homes;              /* suppress_name_homes */
    const char *const *prefecture; /* by column the code of its association's; NULL: no such columns */
    const struct suppress_margin *margins;
    size_t margin_count;
    struct suppress_place *places; /* by question */
};

/* One question of a cube, and which cell of the system each of its counts is. */
struct suppress_place {
    const struct suppress_cube *of;
    const struct cube_question *q;
    size_t question;
    size_t *cells, *n, *answers; /* answers: where percentages are of them, else NULL */
    size_t left_out;             /* cell, where the cube leaves no answer out */
    size_t rows;                 /* without nets, which come after them */
};

struct suppress_system;
/* standing: a system that has been decided; a count that it has is hidden here where it is hidden there.  Or NULL. */
struct suppress_system *suppress_system_create(struct arena *arena, int64_t least,
                                               const struct suppress_system *standing);

/* subtracted: of SUPPRESS_REST, else NULL. */
const struct suppress_cube *suppress_system_add(struct suppress_system *s, const struct cube *cube,
                                                enum table_percent percent, enum suppress_role role,
                                                const struct cube *subtracted);

/* part and rest are whole, count by count. */
void suppress_system_split(struct suppress_system *s, const struct suppress_cube *whole,
                           const struct suppress_cube *part, const struct suppress_cube *rest);

/* Decides about all cubes that were added since the last time; false when that would take more than
 * `patience` (disclosure_protect). */
bool suppress_system_protect(struct suppress_system *s, uint64_t patience) __attribute__((warn_unused_result));

/* Of one question of a cube, after that. */
struct table_hidden suppress_system_hidden(const struct suppress_system *s, const struct suppress_place *p);

/* --- for suppress_sums.c --- */

struct arena *suppress_system_arena(const struct suppress_system *s);
struct disclosure *suppress_system_disclosure(const struct suppress_system *s);
int64_t suppress_system_least(const struct suppress_system *s);
/* The cell of a count that is in the system. */
bool suppress_system_find(const struct suppress_system *s, const struct suppress_name *name, size_t *cell);
/* The same, made where there is none of that value. */
size_t suppress_system_cell(struct suppress_system *s, const struct suppress_name *name, int64_t value,
                            enum disclosure_kind kind);
/* The name of a row in no column; after the last row as in suppress_place_at. */
struct suppress_name suppress_place_name(const struct suppress_place *p, struct arena *arena, size_t row);
bool suppress_place_is_answer(const struct suppress_place *p, size_t row);
/* Of a row in a column; after the last row comes the base, and where percentages are of answers their number. */
size_t suppress_place_at(const struct suppress_place *p, size_t row, size_t column);
size_t suppress_place_rows_and_base(const struct suppress_place *p);

/* What adds up in the table, and with what is in the system. */
void suppress_sums(struct suppress_system *s, struct suppress_place *p);
void suppress_sums_split(struct suppress_system *s, const struct suppress_place *whole,
                         const struct suppress_place *part, const struct suppress_place *rest);

#endif
