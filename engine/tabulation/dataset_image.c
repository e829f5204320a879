#include "engine/tabulation/dataset_image.h"

#include "engine/base/bitset.h"
#include "engine/store/packed.h"
#include "engine/tabulation/dataset_build.h"
#include "engine/tabulation/dataset_values.h"
#include "engine/tabulation/made_up.h"

#include <string.h>

/* Another number whenever what is written, or what it is made from, changes: then nothing old is found. */
enum { IMAGE_FORMAT = 4 };

/* One walk serves both directions: each step writes a part, or reads the same part into the same place. */
struct image {
    struct arena *scratch;
    struct store_packed *from; /* NULL: writing */
    struct store_packed_part *parts;
    size_t count, capacity; /* parts so far */
    struct dataset *d;
    struct arena *arena; /* of the dataset */
    bool good;           /* nothing has been found that does not fit */
};

/* --- parts --- */

static void put_part(struct image *im, const void *bytes, size_t length) {
    im->parts = arena_grow(im->scratch, im->parts, im->count, &im->capacity, sizeof *im->parts);
    im->parts[im->count++] = (struct store_packed_part){bytes, length};
}

static void get_part(struct image *im, void *to, size_t length) {
    im->good = im->good && store_packed_read(im->from, im->count, to, length);
    im->count++;
}

static void part(struct image *im, void *bytes, size_t length) {
    if (im->from)
        get_part(im, bytes, length);
    else
        put_part(im, bytes, length);
}

/* Reads 0 when it cannot be read. */
static size_t number(struct image *im, size_t value) {
    uint64_t *room = arena_alloc(im->scratch, sizeof *room);
    *room = im->from ? 0 : value;
    part(im, room, sizeof *room);
    return im->good ? (size_t)*room : 0;
}

static void must(struct image *im, bool fits) {
    im->good = im->good && fits;
}

static void set(struct image *im, uint64_t *bits) {
    size_t n = im->d->n, words = bitset_words(n);
    part(im, bits, words * sizeof *bits);
    if (im->from && n % 64)
        must(im, bits[words - 1] >> (n % 64) == 0);
}

static void text(struct image *im, const char **string) {
    size_t length = number(im, im->from ? 0 : strlen(*string));
    must(im, length < 1 << 20);
    if (!im->good)
        return;
    char *room = im->from ? arena_alloc(im->arena, length + 1) : (char *)arena_strdup(im->scratch, *string);
    part(im, room, length);
    if (im->from)
        *string = room;
}

/* --- codes: as few bytes each as their number allows --- */

static size_t width_of(size_t codes) {
    return codes <= 256 ? 1 : codes <= 65536 ? 2 : 4;
}

static uint32_t code_at(const void *room, size_t width, size_t i) {
    if (width == 1)
        return ((const uint8_t *)room)[i];
    return width == 2 ? ((const uint16_t *)room)[i] : ((const uint32_t *)room)[i];
}

static void put_codes(struct image *im, const uint32_t *code, size_t count, size_t codes) {
    size_t width = width_of(codes);
    void *room = arena_array(im->scratch, count + 1, width);
    for (size_t i = 0; i < count; i++)
        if (width == 1)
            ((uint8_t *)room)[i] = (uint8_t)code[i];
        else if (width == 2)
            ((uint16_t *)room)[i] = (uint16_t)code[i];
        else
            ((uint32_t *)room)[i] = code[i];
    put_part(im, room, count * width);
}

static void get_codes(struct image *im, uint32_t *code, size_t count, size_t codes) {
    size_t width = width_of(codes);
    uint32_t most = 0;
    void *room = arena_array(im->scratch, count + 1, width);
    get_part(im, room, count * width);
    for (size_t i = 0; i < count; i++) {
        code[i] = code_at(room, width, i);
        most = code[i] > most ? code[i] : most;
    }
    must(im, count == 0 || most < codes);
}

/* Those of attributes are 16 bits wide in memory, and DATASET_NO_CODE is one more.  They are as many as there are returns: no
 * wider room is made for them. */
static void put_attribute_codes(struct image *im, const uint16_t *code, size_t count, size_t known) {
    uint32_t *wide = arena_array(im->scratch, count + 1, sizeof *wide);
    for (size_t i = 0; i < count; i++)
        wide[i] = code[i] == DATASET_NO_CODE ? (uint32_t)known : code[i];
    put_codes(im, wide, count, known + 1);
}

static void get_attribute_codes(struct image *im, uint16_t *code, size_t count, size_t known) {
    const size_t width = width_of(known + 1);
    uint32_t most = 0;
    void *room = arena_array(im->scratch, count + 1, width);
    get_part(im, room, count * width);
    for (size_t i = 0; i < count; i++) {
        uint32_t read = code_at(room, width, i);
        most = read > most ? read : most;
        code[i] = read == known ? DATASET_NO_CODE : (uint16_t)read;
    }
    must(im, count == 0 || most <= known);
}

static void attribute_codes(struct image *im, uint16_t *code, size_t count, size_t known) {
    if (im->from)
        get_attribute_codes(im, code, count, known);
    else
        put_attribute_codes(im, code, count, known);
}

/* --- order --- */

static void groups(struct image *im) {
    struct dataset_order *order = &im->d->order;
    size_t count = number(im, order->group_count);
    must(im, count > 0 && count <= im->d->n + 1);
    if (im->from && im->good) {
        order->group_count = count;
        order->first = arena_array(im->arena, count + 1, sizeof *order->first);
        order->question =
            arena_array(im->arena, im->d->questionnaire->question_count + 1, sizeof *order->question);
    }
    if (!im->good)
        return;
    part(im, order->first, (count + 1) * sizeof *order->first);
    must(im, order->first[0] == 0 && order->first[count] == im->d->n);
    for (size_t g = 0; g < count; g++)
        must(im, order->first[g] < order->first[g + 1] || im->d->n == 0);
}

/* Codes by group, where there are any. */
static void group_codes(struct image *im, uint16_t **code, size_t known) {
    size_t count = im->d->order.group_count;
    bool there = number(im, *code != NULL);
    if (!there || !im->good)
        return;
    if (im->from)
        *code = arena_array(im->arena, count + 1, sizeof **code);
    attribute_codes(im, *code, count, known);
}

static void spread(const struct dataset_order *order, const uint16_t *by_group, uint16_t *code) {
    for (size_t g = 0; g < order->group_count; g++)
        for (size_t i = order->first[g]; i < order->first[g + 1]; i++)
            code[i] = by_group[g];
}

/* --- attributes --- */

/* The reference gives names their order; an image from another order is of no use. */
static void keys(struct image *im, struct dataset_build *b, struct dataset_attribute *attribute,
                 bool associations) {
    size_t count = number(im, attribute->count);
    must(im, count < DATASET_NO_CODE);
    if (!im->good)
        return;
    const char **words = im->from ? arena_array(im->scratch, count + 1, sizeof *words) : attribute->keys;
    for (size_t i = 0; im->good && i < count; i++)
        text(im, &words[i]);
    if (!im->from || !im->good)
        return;
    dataset_build_name(b, attribute, words, count, associations);
    must(im, attribute->count == count);
    for (size_t i = 0; im->good && i < count; i++)
        must(im, strcmp(attribute->keys[i], words[i]) == 0);
}

static void attribute(struct image *im, struct dataset_build *b, struct dataset_attribute *attribute,
                      uint16_t **by_group, bool associations) {
    keys(im, b, attribute, associations);
    if (im->good)
        group_codes(im, by_group, attribute->count);
    if (!im->good)
        return;
    if (!*by_group)
        attribute_codes(im, attribute->code, im->d->n, attribute->count);
    else if (im->from)
        spread(&im->d->order, *by_group, attribute->code);
}

static void received(struct image *im) {
    struct dataset *d = im->d;
    d->day_count = number(im, d->day_count);
    must(im, d->day_count <= DATASET_NO_CODE);
    if (!im->good)
        return;
    if (im->from)
        d->days = arena_array(im->arena, d->day_count + 1, sizeof *d->days);
    part(im, d->days, d->day_count * sizeof *d->days);
    attribute_codes(im, d->received, d->n, d->day_count);
}

/* --- questions --- */

/* The silence that is what the others leave: the last that occurs; ANSWER_STATES when none does. */
static size_t left_out(const struct dataset_column *column) {
    size_t last = ANSWER_STATES;
    for (size_t s = ANSWER_GIVEN + 1; s < ANSWER_STATES; s++)
        if (column->states[s] > 0)
            last = s;
    return last;
}

static void states(struct image *im, struct dataset_column *column) {
    size_t sum = 0;
    for (size_t s = 0; s < ANSWER_STATES; s++)
        sum += column->states[s] = number(im, column->states[s]);
    must(im, sum == im->d->n);
}

/* Each set has its size before it, and is not there when that is 0. */
static void sized_set(struct image *im, uint64_t *bits) {
    if (number(im, im->from ? 0 : bitset_count(bits, im->d->n)) > 0)
        set(im, bits);
}

static void derive_states(struct image *im, struct dataset_column *column) {
    size_t n = im->d->n, last = left_out(column);
    uint64_t *given = column->state[ANSWER_GIVEN];
    for (size_t j = 0; column->option && j < column->question->option_count; j++)
        bitset_or(given, column->option[j], n);
    if (last < ANSWER_STATES) {
        for (size_t s = 0; s < ANSWER_STATES; s++)
            if (s != last && column->states[s] > 0)
                bitset_or(column->state[last], column->state[s], n);
        bitset_not(column->state[last], n);
    }
    for (size_t s = 0; s < ANSWER_STATES; s++)
        must(im, column->states[s] == 0 || bitset_count(column->state[s], n) == column->states[s]);
}

static void column_by_set(struct image *im, struct dataset_column *column) {
    size_t last = left_out(column);
    for (size_t j = 0; column->option && j < column->question->option_count; j++)
        sized_set(im, column->option[j]);
    for (size_t s = column->option ? ANSWER_GIVEN + 1 : ANSWER_GIVEN; s < ANSWER_STATES; s++)
        if (s != last && column->states[s] > 0)
            set(im, column->state[s]);
    if (im->from && im->good)
        derive_states(im, column);
}

static void column_by_group(struct image *im, struct dataset_column *column, const uint16_t *code) {
    const struct dataset_order *order = &im->d->order;
    size_t options = column->question->option_count;
    for (size_t g = 0; im->from && im->good && g < order->group_count; g++) {
        size_t state = code[g] < options ? ANSWER_GIVEN : code[g] - options;
        must(im, state < ANSWER_STATES);
        if (!im->good)
            return;
        if (code[g] < options)
            bitset_add_range(column->option[code[g]], order->first[g], order->first[g + 1]);
        bitset_add_range(column->state[state], order->first[g], order->first[g + 1]);
    }
}

static void values(struct image *im, struct dataset_column *column) {
    size_t given = column->states[ANSWER_GIVEN];
    column->value_count = number(im, column->value_count);
    must(im, column->value_count <= given);
    if (!im->good)
        return;
    if (im->from) {
        column->value = arena_array(im->arena, column->value_count + 1, sizeof *column->value);
        column->value_code = arena_array(im->arena, given + 1, sizeof *column->value_code);
    }
    part(im, column->value, column->value_count * sizeof *column->value);
    if (!im->from) {
        put_codes(im, column->value_code, given, column->value_count);
        return;
    }
    get_codes(im, column->value_code, given, column->value_count);
    if (im->good)
        dataset_values_unpack(im->arena, column, im->d->n);
}

static void column(struct image *im, size_t question) {
    struct dataset_column *c = &im->d->columns[question];
    uint16_t **code = &im->d->order.question[question];
    states(im, c);
    if (im->good)
        group_codes(im, code, c->question->option_count + ANSWER_STATES);
    if (!im->good)
        return;
    if (*code)
        column_by_group(im, c, *code);
    else
        column_by_set(im, c);
    if (im->good && c->number)
        values(im, c);
}

/* --- all of it --- */

/* The bytes are as this machine has them; on another kind of machine this part does not fit. */
static void head(struct image *im) {
    const uint64_t here = 0x0102030405060708;
    uint64_t *order = arena_copy(im->scratch, &here, sizeof here);
    char *hash =
        arena_strndup(im->scratch, im->d->questionnaire->hash, sizeof im->d->questionnaire->hash - 1);
    part(im, order, sizeof *order);
    must(im, *order == here);
    part(im, hash, sizeof im->d->questionnaire->hash);
    must(im, memcmp(hash, im->d->questionnaire->hash, sizeof im->d->questionnaire->hash) == 0);
    im->d->made_up = number(im, im->d->made_up);
    must(im, im->d->made_up <= im->d->n);
}

static void body(struct image *im, struct dataset_build *b, size_t leaves) {
    struct dataset *d = im->d;
    groups(im);
    if (im->good)
        attribute(im, b, &d->association, &d->order.association, true);
    if (im->good)
        attribute(im, b, &d->channel, &d->order.channel, false);
    if (im->good)
        received(im);
    for (size_t i = 0; im->good && i < d->questionnaire->question_count; i++)
        column(im, i);
    for (size_t i = 0; im->good && i < leaves; i++)
        set(im, d->leaves[i].set);
}

bool dataset_image_keep(struct store *store, const struct dataset *d) {
    struct dataset copy = *d; /* written from, not to */
    struct image im = {.scratch = arena_create(), .d = &copy, .good = true};
    number(&im, d->n);
    head(&im);
    body(&im, NULL, d->leaf_count);
    bool kept = store_packed_keep(store, d->questionnaire->id, IMAGE_FORMAT, d->state, im.parts, im.count);
    arena_destroy(im.scratch);
    return kept;
}

static struct dataset *read_image(struct arena *arena, struct store_packed *from,
                                  const struct questionnaire *q, size_t returns) {
    struct image im = {.scratch = arena_create(), .from = from, .arena = arena, .good = true};
    struct dataset_build b;
    must(&im, number(&im, 0) == returns && returns <= UINT32_MAX);
    if (im.good) {
        dataset_build_begin(&b, arena, q, returns, NULL, 0);
        im.d = b.dataset;
        im.d->n = returns;
        head(&im);
        if (im.good)
            body(&im, &b, im.d->leaf_count);
        im.d->synthetic = made_up_notice(arena, q, im.d->made_up, returns);
        dataset_build_abandon(&b);
    }
    arena_destroy(im.scratch);
    return im.good ? im.d : NULL;
}

const struct dataset *dataset_image_load(struct arena *arena, struct store *store,
                                         const struct questionnaire *q, const char state[65]) {
    size_t returns;
    struct store_packed *from = store_packed_open(store, q->id, IMAGE_FORMAT, state, &returns);
    struct dataset *d = from ? read_image(arena, from, q, returns) : NULL;
    store_packed_close(from);
    if (d)
        memcpy(d->state, state, sizeof d->state);
    return d;
}
