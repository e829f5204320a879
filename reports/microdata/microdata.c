#include "reports/microdata/microdata.h"

#include "engine/app/interrupt.h"
#include "engine/base/bitset.h"
#include "engine/base/calendar.h"
#include "engine/base/lang.h"
#include "reports/microdata/anonymity.h"
#include "reports/microdata/microdata_texts.h"
#include "reports/microdata/microdata_variables.h"
#include "reports/microdata/release_order.h"
#include "reports/microdata/release_told.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK_CELLS = 1 << 16 };

struct microdata_block {
    size_t first, count, size; /* rows */
    struct microdata_cell *cells;
};

/* --- missing values --- */

static const struct {
    const char *key, *name;
} missings[MICRODATA_MISSING] = {
    [MICRODATA_NO_ANSWER] = {"no_answer", NULL},
    [MICRODATA_NOT_APPLICABLE] = {"not_applicable", NULL},
    [MICRODATA_INVALID] = {"invalid", NULL},
    [MICRODATA_NONE] = {"none", NULL},
    [MICRODATA_WITHHELD] = {"withheld", N_("withheld for anonymity")},
};

int64_t microdata_missing_code(const struct microdata_variable *variable, enum microdata_missing missing) {
    return -(variable->beyond + 1 + (int64_t)missing);
}

const char *microdata_missing_key(enum microdata_missing missing) {
    return missings[missing].key;
}

const char *microdata_missing_name(enum microdata_missing missing) {
    static const enum answer_state states[] = {ANSWER_NO_ANSWER, ANSWER_NOT_APPLICABLE, ANSWER_INVALID,
                                               ANSWER_NONE};
    return missing == MICRODATA_WITHHELD ? gettext(missings[missing].name)
                                         : answer_state_name(states[missing]);
}

bool microdata_may_miss(const struct microdata_variable *variable, enum microdata_missing missing) {
    if (variable->kind == MICRODATA_TEXT || variable->source == MICRODATA_ROW ||
        variable->source == MICRODATA_WEIGHT)
        return false;
    if (missing == MICRODATA_WITHHELD)
        return variable->source == MICRODATA_KEY || variable->kind == MICRODATA_NUMBER || variable->told;
    return missing == MICRODATA_NO_ANSWER || variable->question;
}

static int missing_of(enum answer_state state) {
    switch (state) {
    case ANSWER_NO_ANSWER:
        return MICRODATA_NO_ANSWER;
    case ANSWER_NOT_APPLICABLE:
        return MICRODATA_NOT_APPLICABLE;
    case ANSWER_INVALID:
        return MICRODATA_INVALID;
    case ANSWER_NONE:
        return MICRODATA_NONE;
    default:
        return MICRODATA_GIVEN;
    }
}

/* --- cells --- */

static enum answer_state state_of(const struct dataset_column *column, size_t at) {
    for (int s = 0; s < ANSWER_STATES; s++)
        if (bitset_has(column->state[s], at))
            return (enum answer_state)s;
    return ANSWER_NO_ANSWER;
}

static int64_t option_of(const struct dataset_column *column, size_t at) {
    size_t j = 0;
    while (j + 1 < column->question->option_count && !bitset_has(column->option[j], at))
        j++;
    return (int64_t)j;
}

static void answer_cell(const struct microdata_variable *v, const struct dataset_column *column, size_t at,
                        struct microdata_cell *cell) {
    cell->missing = missing_of(state_of(column, at));
    if (cell->missing != MICRODATA_GIVEN)
        return;
    if (v->kind == MICRODATA_TICK)
        cell->number = bitset_has(column->option[v->option], at);
    else if (v->kind == MICRODATA_CODE)
        cell->number = v->source == MICRODATA_WRITTEN ? 1 : v->categories[option_of(column, at)].code;
    else if (v->kind == MICRODATA_DATE)
        cell->number = calendar_month(column->number[at]);
    else if (v->place)
        cell->missing = MICRODATA_WITHHELD;
    else
        cell->number = column->number[at] < v->low    ? v->low
                       : column->number[at] > v->high ? v->high
                                                      : column->number[at];
}

static void key_cell(const struct release_key *key, size_t at, struct microdata_cell *cell) {
    uint16_t place = key->released[at];
    if (place == ANONYMITY_WITHHELD)
        cell->missing = MICRODATA_WITHHELD;
    else if (place >= key->category_count)
        cell->missing = missing_of((enum answer_state)(place - key->category_count));
    else
        cell->number = key->days ? key->days[place] : key->categories[place].code;
}

/* Where nothing was written beside "other", that may be because it was not ticked. */
static bool words_cell(const struct microdata *m, const struct microdata_variable *v, size_t at,
                       struct microdata_cell *cell, struct fault *f) {
    const struct dataset_column *column = &m->dataset->columns[v->question->position];
    cell->missing = missing_of(state_of(column, at));
    if (cell->missing != MICRODATA_GIVEN)
        return true;
    if (!microdata_texts_get(m->texts, v->question->position, at, &cell->text, f))
        return false;
    if (cell->text)
        return true;
    cell->missing = column->option ? MICRODATA_NOT_APPLICABLE : MICRODATA_NO_ANSWER;
    for (size_t j = 0; j < v->question->option_count; j++)
        if (v->question->options[j].other && bitset_has(column->option[j], at))
            cell->missing = MICRODATA_NO_ANSWER;
    return true;
}

static bool cell_of(const struct microdata *m, size_t row, size_t at, size_t variable,
                    struct microdata_cell *cell, struct fault *f) {
    const struct microdata_variable *v = &m->variables[variable];
    *cell = (struct microdata_cell){.missing = MICRODATA_GIVEN};
    if (release_told_withheld(m->release, v->told, at)) {
        cell->missing = MICRODATA_WITHHELD;
        return true;
    }
    switch (v->source) {
    case MICRODATA_ROW:
        cell->number = ((int64_t)row + 1) * NUMBER_ONE;
        return true;
    case MICRODATA_KEY:
        key_cell(&m->release->keys[v->place], at, cell);
        return true;
    case MICRODATA_WEIGHT:
        cell->number = (int64_t)(m->release->weights[v->place].weight[at] * NUMBER_ONE + 0.5);
        return true;
    case MICRODATA_WORDS:
        return words_cell(m, v, at, cell, f);
    case MICRODATA_QUESTION:
    case MICRODATA_WRITTEN:
        answer_cell(v, &m->dataset->columns[v->question->position], at, cell);
        return true;
    }
    return true;
}

bool microdata_cell_at(const struct microdata *m, size_t at, size_t variable, struct microdata_cell *cell,
                       struct fault *f) {
    return cell_of(m, at, at, variable, cell, f);
}

/* Rows lie anywhere in the dataset's sets; so a block of them is read variable by variable, each set while it is near. */
static bool fill_block(const struct microdata *m, size_t first, struct fault *f) {
    struct microdata_block *block = m->block;
    size_t left = m->rows - first, count = left < block->size ? left : block->size;
    block->count = 0;
    for (size_t v = 0; v < m->variable_count; v++)
        for (size_t i = 0; m->variables[v].source != MICRODATA_WORDS && i < count; i++)
            if (!cell_of(m, first + i, m->order[first + i], v, &block->cells[v * block->size + i], f))
                return false;
    block->first = first;
    block->count = count;
    return true;
}

bool microdata_cell(const struct microdata *m, size_t row, size_t variable, struct microdata_cell *cell,
                    struct fault *f) {
    struct microdata_block *block = m->block;
    if (m->variables[variable].source == MICRODATA_WORDS)
        return cell_of(m, row, m->order[row], variable, cell, f);
    if (row - block->first >= block->count && !fill_block(m, row, f))
        return false;
    *cell = block->cells[variable * block->size + row - block->first];
    return true;
}

static void make_block(struct arena *arena, struct microdata *m) {
    m->block = arena_alloc(arena, sizeof *m->block);
    m->block->size = 1 + BLOCK_CELLS / m->variable_count;
    m->block->cells = arena_array(arena, m->block->size * m->variable_count, sizeof *m->block->cells);
}

/* Many numbers are written; this is a good deal faster than printf. */
static char *put_digits(char *end, uint64_t number, int least) {
    for (*end = '\0'; number || least > 0; number /= 10, least--)
        *--end = (char)('0' + number % 10);
    return end;
}

static char *put_number(char out[MICRODATA_DIGITS], int64_t number, int64_t one) {
    char digits[MICRODATA_DIGITS], *end = digits + sizeof digits - 1;
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number, part = size % (uint64_t)one;
    char *at = end;
    *end = '\0';
    if (part) {
        at = put_digits(end, part, NUMBER_DECIMALS);
        while (end[-1] == '0')
            *--end = '\0';
        *--at = '.';
    }
    char whole[MICRODATA_DIGITS], *from = put_digits(whole + sizeof whole - 1, size / (uint64_t)one, 1);
    if (number < 0)
        *--from = '-';
    size_t length = strlen(from);
    memcpy(out, from, length);
    memcpy(out + length, at, strlen(at) + 1);
    return out;
}

char *microdata_number_text(char out[MICRODATA_DIGITS], const struct microdata_variable *variable,
                            int64_t number) {
    char iso[CALENDAR_TEXT];
    if (variable->kind != MICRODATA_DATE)
        return put_number(out, number, variable->kind == MICRODATA_NUMBER ? NUMBER_ONE : 1);
    snprintf(out, MICRODATA_DIGITS, "%s", calendar_iso(iso, number));
    return out;
}

char *microdata_missing_text(char out[MICRODATA_DIGITS], const struct microdata_variable *variable,
                             enum microdata_missing missing) {
    return put_number(out, microdata_missing_code(variable, missing), 1);
}

bool microdata_step(const struct microdata *m, size_t row, struct fault *f) {
    if (m->spec.progress)
        progress_step(m->spec.progress, row);
    if (!interrupt_pending())
        return true;
    const char *before = lang_enter(lang_interface());
    fault_set(f, _("interrupted; nothing was written"));
    lang_enter(before);
    return false;
}

/* --- the order of the rows --- */

/* Of all that the row says, but its number and weights. */
static bool hash_row(const struct microdata *m, size_t at, struct strbuf *bytes, uint64_t *hash,
                     struct fault *f) {
    strbuf_clear(bytes);
    for (size_t v = 0; v < m->variable_count; v++) {
        struct microdata_cell cell;
        if (m->variables[v].source == MICRODATA_ROW || m->variables[v].source == MICRODATA_WEIGHT)
            continue;
        if (!cell_of(m, 0, at, v, &cell, f))
            return false;
        strbuf_char(bytes, (char)cell.missing);
        strbuf_add_bytes(bytes, &cell.number, sizeof cell.number);
        strbuf_add(bytes, cell.text ? cell.text : "");
    }
    *hash = release_hash(bytes->text, bytes->length);
    return true;
}

static bool order_rows(struct arena *arena, struct microdata *m, struct fault *f) {
    struct arena *scratch = arena_create();
    struct release_place *places = arena_array(scratch, m->rows + 1, sizeof *places);
    uint32_t *order = arena_array(arena, m->rows + 1, sizeof *order);
    struct strbuf bytes = {0};
    bool done = true;
    for (size_t i = 0; i < m->rows && done; i++) {
        places[i].at = (uint32_t)i;
        done = microdata_step(m, 0, f) && hash_row(m, i, &bytes, &places[i].hash, f);
    }
    if (done)
        release_sort(places, m->rows);
    for (size_t i = 0; i < m->rows; i++)
        order[i] = places[i].at;
    m->order = order;
    strbuf_end(&bytes);
    arena_destroy(scratch);
    return done;
}

/* --- the whole --- */

static bool check_key(const struct questionnaire *q, const char *id, struct fault *f) {
    int at = questionnaire_find(q, id);
    if (at < 0)
        return fault_usage(f, _("--keys: %s has no question \"%s\""), q->id, id);
    if (!question_is_coded(&q->questions[at]) || q->questions[at].kind == QUESTION_MULTI)
        return fault_usage(f, _("--keys: \"%s\" is no single-answer question"), id);
    return true;
}

bool microdata_check(const struct questionnaire *q, const struct microdata_spec *spec, struct fault *f) {
    if (spec->threshold < 1)
        return fault_usage(
            f,
            _("--threshold %ld: expected the least number of returns that look alike, such as 5 "
              "(1: nothing is withheld)"),
            spec->threshold);
    for (size_t i = 0; i < spec->key_count; i++)
        if (!check_key(q, spec->keys[i], f))
            return false;
    return true;
}

static bool load(struct arena *arena, struct store *store, struct microdata *m, struct fault *f) {
    if (!m->spec.with_text) {
        m->dataset = dataset_load(arena, store, m->q, f);
        return m->dataset != NULL;
    }
    m->dataset = dataset_load_by_id(arena, store, m->q, f);
    m->texts = m->dataset ? microdata_texts_load(arena, store, m->q, m->dataset->n, f) : NULL;
    return m->texts != NULL;
}

static const char *today(struct arena *arena) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char iso[CALENDAR_TEXT];
    time_t now = epoch && *epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
    return arena_strdup(arena, calendar_iso(iso, (int64_t)now / 86400));
}

static bool finish(struct arena *arena, struct microdata *m, struct fault *f) {
    m->made = today(arena);
    m->rows = m->dataset->n;
    m->release = release_make(arena, m->dataset, &m->spec, f);
    if (!m->release)
        return false;
    microdata_variables_make(arena, m);
    make_block(arena, m);
    return order_rows(arena, m, f);
}

struct microdata *microdata_make(struct arena *arena, struct store *store, const struct questionnaire *q,
                                 const struct microdata_spec *spec, struct fault *f) {
    struct microdata *m = arena_alloc(arena, sizeof *m);
    *m = (struct microdata){.q = q, .spec = *spec};
    if (load(arena, store, m, f) && store_sent_total(store, arena, m->q, &m->sent, f) && finish(arena, m, f))
        return m;
    microdata_end(m);
    return NULL;
}

struct microdata *microdata_of(struct arena *arena, const struct dataset *d,
                               const struct microdata_spec *spec, struct fault *f) {
    struct microdata *m = arena_alloc(arena, sizeof *m);
    *m = (struct microdata){
        .q = d->questionnaire, .dataset = d, .spec = *spec, .sent = d->questionnaire->sent_total};
    return finish(arena, m, f) ? m : NULL;
}

void microdata_end(struct microdata *m) {
    if (m)
        microdata_texts_end(m->texts);
}
