/* What adds up in a table, and across tables: the relations of suppress_system.h. */
#include "reports/model/suppress_system.h"

#include <string.h>

/* --- sums --- */

struct sum {
    struct disclosure_term *terms;
    size_t count;
};

static struct sum new_sum(const struct suppress_system *s, size_t most) {
    return (struct sum){arena_array(suppress_system_arena(s), most + 1, sizeof(struct disclosure_term)), 0};
}

static void add(struct sum *sum, size_t cell, int sign) {
    sum->terms[sum->count++] = (struct disclosure_term){cell, sign};
}

static int64_t balance(const struct suppress_system *s, const struct sum *sum) {
    int64_t total = 0;
    for (size_t i = 0; i < sum->count; i++)
        total += sum->terms[i].sign * disclosure_value(suppress_system_disclosure(s), sum->terms[i].cell);
    return total;
}

/* A sum that does not hold was taken for one wrongly; nothing follows from it. */
static void relate(struct suppress_system *s, const struct sum *sum) {
    if (balance(s, sum) == 0)
        disclosure_relate(suppress_system_disclosure(s), sum->terms, sum->count);
}

/* total - parts >= 0, by a cell that takes up the rest. */
static void relate_at_most(struct suppress_system *s, struct sum *parts_less_total) {
    int64_t rest = -balance(s, parts_less_total);
    if (rest < 0)
        return;
    add(parts_less_total, disclosure_cell(suppress_system_disclosure(s), rest, DISCLOSURE_SLACK), 1);
    relate(s, parts_less_total);
}

static void relate_one_answer(struct suppress_system *s, const struct suppress_place *p, size_t c) {
    struct sum sum = new_sum(s, p->rows + 1);
    for (size_t r = 0; r < p->rows; r++)
        add(&sum, p->cells[r * p->of->cube->column_count + c], 1);
    add(&sum, p->n[c], -1);
    relate(s, &sum);
}

static void add_silences(const struct suppress_place *p, size_t c, struct sum *sum, int sign) {
    for (size_t r = 0; r < p->rows; r++)
        if (!suppress_place_is_answer(p, r))
            add(sum, p->cells[r * p->of->cube->column_count + c], sign);
}

static void relate_several_answers(struct suppress_system *s, const struct suppress_place *p, size_t c) {
    struct sum all = new_sum(s, p->rows + 2);
    add(&all, p->n[c], 1);
    for (size_t r = 0; r < p->rows; r++) {
        if (!suppress_place_is_answer(p, r))
            continue;
        struct sum one = new_sum(s, p->rows + 2);
        add(&one, p->cells[r * p->of->cube->column_count + c], 1);
        add_silences(p, c, &one, 1);
        add(&one, p->n[c], -1);
        relate_at_most(s, &one);
        add(&all, p->cells[r * p->of->cube->column_count + c], -1);
    }
    add_silences(p, c, &all, -1);
    relate_at_most(s, &all);
}

/* A net of one answer is the sum of its options; of several it is at least each of them, and at most all together and
 * the base less the silences. */
static void relate_net(struct suppress_system *s, const struct suppress_place *p, size_t c, size_t which) {
    const struct net *net = &p->q->question->nets[which];
    size_t columns = p->of->cube->column_count, cell = p->cells[(p->rows + which) * columns + c];
    bool several = p->q->question->kind == QUESTION_MULTI;
    struct sum all = new_sum(s, net->option_count + 2), most = new_sum(s, p->rows + 3);
    add(&all, cell, 1);
    for (size_t k = 0; k < net->option_count; k++) {
        size_t option = p->cells[(size_t)net->options[k] * columns + c];
        struct sum one = new_sum(s, 3);
        add(&one, option, 1);
        add(&one, cell, -1);
        if (several)
            relate_at_most(s, &one);
        add(&all, option, -1);
    }
    if (!several) {
        relate(s, &all);
        return;
    }
    relate_at_most(s, &all);
    add(&most, cell, 1);
    add_silences(p, c, &most, 1);
    add(&most, p->n[c], -1);
    relate_at_most(s, &most);
}

static void relate_answers(struct suppress_system *s, const struct suppress_place *p, size_t c) {
    struct sum sum = new_sum(s, p->rows + 1);
    for (size_t r = 0; r < p->rows; r++)
        if (suppress_place_is_answer(p, r))
            add(&sum, p->cells[r * p->of->cube->column_count + c], 1);
    add(&sum, p->answers[c], -1);
    relate(s, &sum);
}

static void relate_left_out(struct suppress_system *s, struct suppress_place *p, size_t c) {
    struct cube_spec spec = *p->of->cube->spec;
    struct cube cube = *p->of->cube;
    size_t whole;
    spec.without_no_answer = false;
    cube.spec = &spec;
    struct suppress_name name =
        suppress_name_of_base(suppress_system_arena(s), &cube, p->question, p->of->homes);
    suppress_name_column(&name, p->of->columns[c].key);
    bool known = suppress_system_find(s, &name, &whole);
    int64_t left = known
                       ? disclosure_value(suppress_system_disclosure(s), whole) - cube_n(p->of->cube, p->q, c)
                       : p->q->left_out;
    suppress_name_answer(&name, p->q->question, answer_state_key(ANSWER_NO_ANSWER));
    if (left < 0 || (!known && c > 0))
        return;
    size_t out = suppress_system_cell(s, &name, left, c == 0 ? DISCLOSURE_PRINTED : DISCLOSURE_NOWHERE);
    p->left_out = c == 0 ? out : p->left_out;
    struct sum sum = new_sum(s, 3);
    add(&sum, p->n[c], 1);
    add(&sum, out, 1);
    add(&sum, whole, -1);
    if (known)
        relate(s, &sum);
}

/* --- columns --- */

static void relate_columns(struct suppress_system *s, const struct suppress_place *p, size_t row) {
    struct sum sum = new_sum(s, p->of->cube->column_count);
    for (size_t c = 1; c < p->of->cube->column_count; c++)
        add(&sum, suppress_place_at(p, row, c), 1);
    add(&sum, suppress_place_at(p, row, 0), -1);
    if (p->of->cube->column_count > 1)
        relate(s, &sum);
}

/* All columns with one category of one key, or of several of the keys, are a column of a smaller banner, where the set has that. */
static void relate_margin(struct suppress_system *s, const struct suppress_place *p, size_t row,
                          const struct suppress_margin *margin) {
    struct suppress_name name = suppress_place_name(p, suppress_system_arena(s), row);
    size_t cell;
    suppress_name_column(&name, margin->key);
    if (!suppress_system_find(s, &name, &cell))
        return;
    struct sum sum = new_sum(s, margin->count + 1);
    for (size_t i = 0; i < margin->count; i++)
        add(&sum, suppress_place_at(p, row, margin->columns[i]), 1);
    add(&sum, cell, -1);
    relate(s, &sum);
}

/* The options of one question in a category of a grouping are that category, where the set has it and them.  */
static void relate_category(struct suppress_system *s, const struct suppress_place *p, size_t row,
                            const struct grouping *g, int category) {
    struct arena *arena = suppress_system_arena(s);
    const struct question *question = &p->of->cube->dataset->questionnaire->questions[g->question];
    struct sum sum = new_sum(s, question->option_count + 1);
    struct suppress_name name = suppress_place_name(p, arena, row);
    size_t cell;
    suppress_name_part(&name, arena_printf(arena, "%s=%s", g->id, g->ids[category]));
    if (!suppress_system_find(s, &name, &cell))
        return;
    add(&sum, cell, -1);
    for (size_t j = 0; j < question->option_count; j++) {
        if (g->category_of[j] != category)
            continue;
        name = suppress_place_name(p, arena, row);
        suppress_name_answer(&name, question, question->options[j].id);
        if (!suppress_system_find(s, &name, &cell))
            return;
        add(&sum, cell, 1);
    }
    relate(s, &sum);
}

/* The same in the table of the question itself, whose rows are its options. */
static void relate_rows_of_category(struct suppress_system *s, const struct suppress_place *p, size_t c,
                                    const struct grouping *g, int category) {
    struct arena *arena = suppress_system_arena(s);
    struct suppress_name name = suppress_place_name(p, arena, p->q->row_count);
    struct sum sum = new_sum(s, p->rows + 1);
    size_t cell;
    suppress_name_column(&name, p->of->columns[c].key);
    suppress_name_part(&name, arena_printf(arena, "%s=%s", g->id, g->ids[category]));
    if (!suppress_system_find(s, &name, &cell))
        return;
    add(&sum, cell, -1);
    for (size_t r = 0; r < p->rows; r++)
        if (p->q->rows[r].kind == CUBE_OPTION && g->category_of[p->q->rows[r].option] == category)
            add(&sum, suppress_place_at(p, r, c), 1);
    relate(s, &sum);
}

static void relate_grouped_rows(struct suppress_system *s, const struct suppress_place *p, size_t c) {
    const struct questionnaire *q = p->of->cube->dataset->questionnaire;
    for (size_t i = 0; i < q->grouping_count; i++)
        for (size_t k = 0;
             &q->questions[q->groupings[i].question] == p->q->question && k < q->groupings[i].count; k++)
            relate_rows_of_category(s, p, c, &q->groupings[i], (int)k);
}

/* Of a grouping, and of the question that it groups. */
static void relate_groupings(struct suppress_system *s, const struct suppress_place *p, size_t row) {
    const struct questionnaire *q = p->of->cube->dataset->questionnaire;
    const char *key = p->of->cube->spec->keys[0];
    for (size_t i = 0; i < q->grouping_count; i++) {
        const struct grouping *g = &q->groupings[i];
        bool grouped = suppress_name_question(q, key) == (int)g->question;
        for (size_t c = 0; (grouped || strcmp(g->id, key) == 0) && c < g->count; c++)
            relate_category(s, p, row, g, (int)c);
    }
}

/* The associations of a prefecture are the prefecture, where every return is of its own prefecture's. */
static void relate_prefecture(struct suppress_system *s, const struct suppress_place *p, size_t row,
                              size_t column) {
    const char *const *prefecture = p->of->prefecture;
    struct suppress_name name = suppress_place_name(p, suppress_system_arena(s), row);
    struct sum sum = new_sum(s, p->of->cube->column_count);
    size_t cell;
    for (size_t i = 1; prefecture[column] && i < p->of->cube->column_count; i++) {
        if (!prefecture[i] || strcmp(prefecture[i], prefecture[column]) != 0)
            continue;
        if (i < column)
            return; /* told by the first of them */
        add(&sum, suppress_place_at(p, row, i), 1);
    }
    if (!prefecture[column])
        return;
    suppress_name_part(&name, arena_printf(suppress_system_arena(s), "pref=%s", prefecture[column]));
    if (!suppress_system_find(s, &name, &cell))
        return;
    add(&sum, cell, -1);
    relate(s, &sum);
}

static void relate_row(struct suppress_system *s, const struct suppress_place *p, size_t row) {
    const struct suppress_cube *of = p->of;
    relate_columns(s, p, row);
    if (of->cube->spec->key_count == 1)
        relate_groupings(s, p, row);
    for (size_t c = 1; of->prefecture && c < of->cube->column_count; c++)
        relate_prefecture(s, p, row, c);
    for (size_t i = 0; i < of->margin_count; i++)
        relate_margin(s, p, row, &of->margins[i]);
}

void suppress_sums(struct suppress_system *s, struct suppress_place *p) {
    bool several = p->q->question->kind == QUESTION_MULTI;
    for (size_t c = 0; c < p->of->cube->column_count; c++) {
        several ? relate_several_answers(s, p, c) : relate_one_answer(s, p, c);
        for (size_t i = 0; i < p->q->net_count; i++)
            relate_net(s, p, c, i);
        relate_grouped_rows(s, p, c);
        if (p->answers)
            relate_answers(s, p, c);
        if (p->of->cube->spec->without_no_answer)
            relate_left_out(s, p, c);
    }
    for (size_t row = 0; p->of->cube->partition && row < suppress_place_rows_and_base(p); row++)
        relate_row(s, p, row);
}

/* --- one table less another --- */

static size_t column_of(const struct suppress_place *p, const char *key) {
    size_t c = 0;
    while (c < p->of->cube->column_count && strcmp(p->of->columns[c].key, key) != 0)
        c++;
    return c;
}

/* The same row of another table of the question; rows that it does not have count nobody there. */
static size_t row_of(const struct suppress_place *p, const struct suppress_place *other, size_t row) {
    size_t r = 0;
    if (row >= p->q->row_count)
        return other->q->row_count + (row - p->q->row_count);
    while (r < other->q->row_count && strcmp(other->q->rows[r].key, p->q->rows[row].key) != 0)
        r++;
    return r < other->q->row_count ? r : SIZE_MAX;
}

static size_t found(const struct suppress_place *p, size_t row, size_t column) {
    return row == SIZE_MAX || column == p->of->cube->column_count ? SIZE_MAX
                                                                  : suppress_place_at(p, row, column);
}

/* The rest is known where the part has no such count: there it is all.  Of a whole that is small nobody knows how many it is. */
static void split_count(struct suppress_system *s, size_t part, size_t rest, size_t whole) {
    struct disclosure *d = suppress_system_disclosure(s);
    struct sum sum = new_sum(s, 3);
    if (rest == SIZE_MAX || part == rest)
        return;
    if (disclosure_value(d, whole) < suppress_system_least(s)) {
        disclosure_unknown(d, rest);
        return;
    }
    if (part == SIZE_MAX) {
        disclosure_settle(d, rest, false);
        return;
    }
    add(&sum, part, 1);
    add(&sum, rest, 1);
    add(&sum, whole, -1);
    if (balance(s, &sum) != 0)
        return;
    disclosure_twins(d, part, rest);
    relate(s, &sum);
}

void suppress_sums_split(struct suppress_system *s, const struct suppress_place *whole,
                         const struct suppress_place *part, const struct suppress_place *rest) {
    for (size_t c = 0; c < whole->of->cube->column_count; c++) {
        const char *key = whole->of->columns[c].key;
        size_t part_column = column_of(part, key), rest_column = column_of(rest, key);
        for (size_t row = 0; row < suppress_place_rows_and_base(whole); row++)
            split_count(s, found(part, row_of(whole, part, row), part_column),
                        found(rest, row_of(whole, rest, row), rest_column), suppress_place_at(whole, row, c));
    }
}
