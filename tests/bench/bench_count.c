/*
 * bench_count: counting many returns of one questionnaire, spread over waves, by wave, prefecture and type; run by
 * bench_count.sh and bench_store.sh.
 *
 *     bench_count memory TEMPLATE RETURNS WAVES [DATA.csv COUNTS.csv]   counts from columns in memory; how near memory speed
 *     bench_count make TEMPLATE RETURNS WAVES STORE                     the same returns into a store, a survey per wave
 *     bench_count store TEMPLATE WAVES STORE [COUNTS.csv]               counts from that store
 *
 * Answers are drawn by lot from a fixed seed; a wave is a survey of its own.  DATA.csv has one column of 0 and 1 per row of
 * the tables, for a peer to count (but for the tables of prefecture and type themselves, which the groups tell); COUNTS.csv has the sums by wave, prefecture and type, to be compared with the peer's.
 */
#include "engine/base/bitset.h"
#include "engine/base/popcount.h"
#include "engine/base/steady.h"
#include "engine/tabulation/cube.h"
#include "engine/tabulation/dataset_build.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { RUNS = 15 }; /* of which the best counts */

/* What the system took, of which most is to hand out memory. */
static double system_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)used.ru_stime.tv_sec + (double)used.ru_stime.tv_usec / 1e6;
}

static long peak_megabytes(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss / 1024;
}

static void leave(const struct fault *f) {
    fprintf(stderr, "bench_count: %s\n", f->text);
    exit(1);
}

/* --- questionnaires --- */

static const struct questionnaire *read_template(struct arena *arena, const char *path) {
    struct fault f = {0};
    const struct questionnaire *q = questionnaire_load(arena, path, &f);
    if (!q)
        leave(&f);
    return q;
}

/* The same questionnaire as another survey: "ID" becomes "ID-2". */
static const struct questionnaire *of_wave(struct arena *arena, const struct questionnaire *q, size_t wave) {
    struct fault f = {0};
    const char *quoted = arena_printf(arena, "\"%s\"", q->id), *at = strstr(q->json, quoted);
    int before = (int)(at - q->json);
    char *json =
        arena_printf(arena, "%.*s\"%s-%zu\"%s", before, q->json, q->id, wave + 1, at + strlen(quoted));
    const struct questionnaire *made = questionnaire_parse(arena, json, strlen(json), "wave", &f);
    if (!made)
        leave(&f);
    return made;
}

/* --- returns by lot --- */

static uint32_t dice(uint64_t *seed, uint32_t sides) { /* xorshift64 (G. Marsaglia 2003) */
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)((*seed >> 32) * sides >> 32);
}

/* Whether the option opens a question of numbers: few tick it (403 of 8,672 in the survey that this stands for). */
static bool opens_number(const struct questionnaire *q, const struct question *question, int option) {
    const struct question *next = question + 1;
    return next < q->questions + q->question_count && next->kind == QUESTION_NUMBER &&
           next->parent == (int)question->position && next->parent_option == option;
}

/* Earlier options are more frequent, as they are in life. */
static struct answer answer_by_lot(uint64_t *seed, const struct questionnaire *q,
                                   const struct question *question) {
    struct answer answer = {.state = ANSWER_NO_ANSWER, .code = -1};
    uint32_t options = (uint32_t)question->option_count;
    if (dice(seed, 100) < 7)
        return answer;
    answer.state = ANSWER_GIVEN;
    if (question->kind == QUESTION_MULTI) {
        for (uint32_t j = 0; j < options; j++)
            answer.bits |= (uint64_t)(dice(seed, 100) < 20 + 40 / (j + 1)) << j;
        answer.state = answer.bits ? ANSWER_GIVEN : ANSWER_NO_ANSWER;
    } else if (options > 0) {
        uint32_t a = dice(seed, options), b = dice(seed, options);
        answer.code = (int)(a < b ? a : b);
        if (opens_number(q, question, answer.code) && dice(seed, 100) >= 6)
            answer.code = (int)options - 1;
    } else if (question->kind == QUESTION_TEXT) {
        answer.text = "text";
    } else {
        answer.number = (int64_t)(1 + dice(seed, 1 + dice(seed, 12))) * NUMBER_ONE;
    }
    return answer;
}

struct lot {
    uint64_t seed;
    const struct questionnaire *q;
    struct response *response;
    char day[16], association[16];
};

static struct lot start_lot(struct arena *arena, const struct questionnaire *q, size_t wave) {
    return (struct lot){.seed = 0x9E3779B97F4A7C15 + wave, .q = q, .response = response_create(arena, q)};
}

static void draw(struct lot *lot) {
    static const char *const channels[] = {"fax", "post", "web"};
    for (size_t j = 0; j < lot->q->question_count; j++)
        lot->response->answers[j] = answer_by_lot(&lot->seed, lot->q, &lot->q->questions[j]);
    int pref = lot->q->key_pref < 0 ? 0 : lot->response->answers[lot->q->key_pref].code;
    snprintf(lot->association, sizeof lot->association, "assoc-%02d", pref < 0 ? 99 : pref * 41 / 47);
    snprintf(lot->day, sizeof lot->day, "2023-12-%02u", 1 + dice(&lot->seed, 28));
    lot->response->fields[FIELD_CHANNEL] = channels[dice(&lot->seed, 3)];
    lot->response->fields[FIELD_ASSOCIATION] = lot->association;
    lot->response->fields[FIELD_RECEIVED] = lot->day;
}

static const struct dataset *columns_by_lot(struct arena *arena, const struct questionnaire *q,
                                            size_t returns, size_t wave) {
    struct dataset_build b;
    struct arena *scratch = arena_create();
    struct lot lot = start_lot(scratch, q, wave);
    dataset_build_begin(&b, arena, q, returns, NULL, 0);
    b.arranged = true;
    for (size_t i = 0; i < returns; i++) {
        draw(&lot);
        for (size_t j = 0; j < q->question_count; j++)
            dataset_build_answer(&b, j, &lot.response->answers[j]);
        dataset_build_row(&b, lot.response->fields);
    }
    arena_destroy(scratch);
    return dataset_build_end(&b);
}

/* --- counting --- */

struct job {
    struct arena *arena; /* of the results */
    const struct dataset *const *waves;
    size_t wave_count;
    const char *keys[CUBE_KEYS_MAX];
    const struct cube **cubes;
};

static void count(struct job *job) {
    struct fault f = {0};
    for (size_t w = 0; w < job->wave_count; w++) {
        const struct questionnaire *q = job->waves[w]->questionnaire;
        struct cube_spec spec = {.question_count = q->question_count};
        size_t *questions = arena_array(job->arena, q->question_count, sizeof *questions);
        for (size_t j = 0; j < q->question_count; j++)
            questions[j] = j;
        spec.questions = questions;
        for (; spec.key_count < CUBE_KEYS_MAX && job->keys[spec.key_count]; spec.key_count++)
            spec.keys[spec.key_count] = job->keys[spec.key_count];
        if (!(job->cubes[w] = cube_count(job->arena, job->waves[w], &spec, &f)))
            leave(&f);
    }
}

/* The best of several runs; the results of the last stay. */
static double best_of(struct job *job, size_t runs) {
    double best = 1e9;
    for (size_t i = 0; i < runs; i++) {
        arena_reset(job->arena);
        double began = steady_seconds();
        count(job);
        double took = steady_seconds() - began;
        best = took < best ? took : best;
    }
    return best;
}

/* No answer is what the others leave, where answers exclude each other. */
static bool is_derived(const struct cube_question *q, const struct cube_row *row) {
    return row->kind == CUBE_SILENCE && row->state == ANSWER_NO_ANSWER && q->question->kind != QUESTION_MULTI;
}

/* What has to be read: the sets of all rows that are neither known by group nor derived, and who gave a number. */
static double bytes_read(const struct job *job) {
    double bytes = 0;
    for (size_t w = 0; w < job->wave_count; w++)
        for (size_t i = 0; i < job->cubes[w]->question_count; i++) {
            const struct cube_question *q = &job->cubes[w]->questions[i];
            size_t sets = q->numbers != NULL;
            for (size_t r = 0; r < q->row_count; r++)
                sets += q->rows[r].kind != CUBE_VALUE && !is_derived(q, &q->rows[r]);
            if (!job->waves[w]->order.question[q->question->position])
                bytes += (double)sets * (double)job->waves[w]->n / 8;
        }
    return bytes;
}

/* As much memory in one piece, read as often: what of it a cache holds, it holds of ours too. */
static void report_bandwidth(double ours, double bytes) {
    const size_t words = (size_t)bytes / 8;
    uint64_t *memory = malloc(words * sizeof *memory);
    const size_t all[] = {0, 64 * words};
    double best = 1e9;
    uint32_t bits = 0;
    if (!memory)
        arena_out_of_memory();
    for (size_t w = 0; w < words; w++)
        memory[w] = w * 0x9E3779B97F4A7C15;
    for (int run = 0; run < RUNS; run++) {
        double began = steady_seconds();
        popcount_ranges(memory, NULL, 0, &(struct popcount_ranges){.first = all, .count = 1}, &bits);
        best = steady_seconds() - began < best ? steady_seconds() - began : best;
    }
    double speed = (double)words * 8 / best / 1e9;
    free(memory);
    printf("  as much in one piece is read and its bits counted at %.1f GB/s here: counting goes at %.0f%% "
           "of that\n",
           speed, 100 * ours / speed);
}

/* --- for the peer --- */

static bool is_key(const struct cube_question *q, const struct questionnaire *of) {
    int position = (int)q->question->position;
    return position == of->key_pref || position == of->key_type;
}

static void head(FILE *out, const struct cube *cube) {
    fputs("wave,pref,type", out);
    for (size_t i = 0; i < cube->question_count; i++)
        for (size_t r = 0;
             !is_key(&cube->questions[i], cube->dataset->questionnaire) && r < cube->questions[i].row_count;
             r++)
            if (cube->questions[i].rows[r].kind != CUBE_VALUE)
                fprintf(out, ",%s_%s", cube->questions[i].question->id, cube->questions[i].rows[r].key);
            else if (r == 0)
                fprintf(out, ",%s_value", cube->questions[i].question->id);
    fputc('\n', out);
}

static bool in_row(const struct dataset_column *column, const struct cube_row *row, size_t i) {
    const uint64_t *set = row->kind == CUBE_OPTION    ? column->option[row->option]
                          : row->kind == CUBE_SILENCE ? column->state[row->state]
                                                      : column->state[ANSWER_GIVEN];
    return bitset_has(set, i);
}

static void put_return(FILE *out, const struct dataset *d, const struct cube *cube, size_t i) {
    for (size_t k = 0; k < cube->question_count; k++) {
        const struct cube_question *q = &cube->questions[k];
        const struct dataset_column *column = &d->columns[q->question->position];
        for (size_t r = 0; !is_key(q, d->questionnaire) && r < q->row_count; r++)
            if (q->rows[r].kind != CUBE_VALUE) {
                fputc(',', out);
                fputc(in_row(column, &q->rows[r], i) ? '1' : '0', out);
            } else if (r == 0) {
                fputc(',', out);
                if (bitset_has(column->state[ANSWER_GIVEN], i))
                    fprintf(out, "%" PRId64, column->number[i] / NUMBER_ONE);
            }
    }
    fputc('\n', out);
}

static FILE *open_for_writing(const char *path) {
    FILE *out = fopen(path, "w");
    if (!out) {
        perror(path);
        exit(1);
    }
    return out;
}

static size_t category(const struct dataset *d, int question, size_t group) {
    size_t options = d->questionnaire->questions[question].option_count;
    uint16_t code = d->order.question[question][group];
    return code < options ? code : options;
}

static void write_data(const struct job *job, const char *path) {
    FILE *out = open_for_writing(path);
    head(out, job->cubes[0]);
    for (size_t w = 0; w < job->wave_count; w++) {
        const struct dataset *d = job->waves[w];
        for (size_t g = 0; g < d->order.group_count; g++)
            for (size_t i = d->order.first[g]; i < d->order.first[g + 1]; i++) {
                fprintf(out, "%zu,%zu,%zu", w, category(d, d->questionnaire->key_pref, g),
                        category(d, d->questionnaire->key_type, g));
                put_return(out, d, job->cubes[w], i);
            }
    }
    fclose(out);
}

static void put_counts(FILE *out, struct arena *arena, const struct cube *cube, size_t column) {
    for (size_t i = 0; i < cube->question_count; i++) {
        const struct cube_question *q = &cube->questions[i];
        for (size_t r = 0; !is_key(q, cube->dataset->questionnaire) && r < q->row_count; r++)
            if (q->rows[r].kind != CUBE_VALUE)
                fprintf(out, ",%" PRId64, cube_at(cube, i, r, column));
            else if (r == 0)
                fprintf(out, ",%" PRId64, (int64_t)(cube_summary(arena, cube, q, column)->sum / NUMBER_ONE));
    }
    fputc('\n', out);
}

/* Columns after the total are wave x pref x type, the last varying fastest. */
static void write_counts(const struct job *job, const char *path) {
    FILE *out = open_for_writing(path);
    head(out, job->cubes[0]);
    for (size_t w = 0; w < job->wave_count; w++) {
        const struct cube *cube = job->cubes[w];
        const struct questionnaire *q = job->waves[w]->questionnaire;
        size_t types = q->questions[q->key_type].option_count + 1;
        for (size_t c = 1; c < cube->column_count; c++) {
            if (cube_n(cube, &cube->questions[0], c) == 0)
                continue;
            fprintf(out, "%zu,%zu,%zu", w, (c - 1) / types, (c - 1) % types);
            put_counts(out, job->arena, cube, c);
        }
    }
    fclose(out);
}

/* --- what is asked of it --- */

static size_t cells_of(const struct job *job) {
    size_t cells = 0;
    for (size_t w = 0; w < job->wave_count; w++)
        for (size_t i = 0; i < job->cubes[w]->question_count; i++)
            cells += job->cubes[w]->questions[i].row_count * job->cubes[w]->column_count;
    return cells;
}

static void report(const struct job *job, double took, size_t returns) {
    char keys[64] = "";
    for (size_t k = 0; k < CUBE_KEYS_MAX && job->keys[k]; k++)
        snprintf(keys + strlen(keys), sizeof keys - strlen(keys), "%s%s", k ? "," : "", job->keys[k]);
    printf("  %-30s %9zu returns %9zu cells %8.2f ms", *keys ? keys : "(all)", returns, cells_of(job),
           1000 * took);
}

/* The least that cells can cost, were there room for each: to be written once, in memory that is at hand. */
static double writing(size_t cells) {
    uint32_t *memory = malloc(cells * sizeof *memory);
    double best = 1e9;
    if (!memory)
        arena_out_of_memory();
    for (int run = 0; run < 9; run++) {
        double began = steady_seconds();
        memset(memory, run, cells * sizeof *memory);
        __asm__ volatile("" : : "r"(memory) : "memory"); /* it is written, though nobody reads it */
        double took = steady_seconds() - began;
        best = took < best ? took : best;
    }
    free(memory);
    return best;
}

/* How the time grows with the cells.  Tables take turns, so that all have the same luck with the machine.  A key by which
 * returns are not arranged has its own price, for few cells as for many: what its cells cost is told from a table by it
 * alone. */
static void report_ladder(struct job *job, size_t returns) {
    static const struct {
        const char *keys[CUBE_KEYS_MAX];
        size_t than; /* the table that the cells are more than */
    } tables[] = {{{NULL}, 0},
                  {{"type"}, 0},
                  {{"pref"}, 0},
                  {{"pref", "type"}, 0},
                  {{"association", "type", "channel"}, 0},
                  {{"pref", "type", "channel"}, 0},
                  {{"pref", "association"}, 0},
                  {{"q10"}, 7},
                  {{"pref", "type", "channel", "q10"}, 7}};
    enum { TABLES = sizeof tables / sizeof *tables, TURNS = 25 };
    double best[TABLES], cells[TABLES];
    for (size_t b = 0; b < TABLES; b++)
        best[b] = 1e9;
    for (size_t turn = 0; turn <= TURNS; turn++)
        for (size_t b = 0; b < TABLES; b++) {
            memcpy(job->keys, tables[b].keys, sizeof job->keys);
            double took = best_of(job, 1);
            best[b] = took < best[b] ? took : best[b];
            cells[b] = (double)cells_of(job);
            if (turn < TURNS)
                continue;
            const size_t than = tables[b].than;
            report(job, best[b], returns);
            if (cells[b] > cells[than])
                printf(" %+3.0f%% than with %.0f", 100 * (best[b] / best[than] - 1), cells[than]);
            if (cells[b] > 100 * cells[than])
                printf(": %.2f ns for each cell more; merely to write it takes %.2f",
                       1e9 * (best[b] - best[than]) / (cells[b] - cells[than]),
                       1e9 * writing(cells_of(job)) / cells[b]);
            printf("\n");
        }
}

/* What is made when it is asked for: here for all columns. */
static void report_summaries(const struct job *job) {
    struct arena *arena = arena_create();
    double began = steady_seconds();
    size_t count = 0;
    for (size_t w = 0; w < job->wave_count; w++)
        for (size_t i = 0; i < job->cubes[w]->question_count; i++)
            for (size_t c = 0; job->cubes[w]->questions[i].numbers && c < job->cubes[w]->column_count; c++)
                count += cube_summary(arena, job->cubes[w], &job->cubes[w]->questions[i], c)->given > 0;
    printf(
        "  medians, quartiles and modes are found when asked for: those of %zu columns took %.2f ms more\n",
        count, 1000 * (steady_seconds() - began));
    arena_destroy(arena);
}

static int memory(struct arena *arena, const struct questionnaire *q, size_t returns, size_t wave_count,
                  const char *data, const char *counts) {
    const struct dataset **waves = arena_array(arena, wave_count, sizeof *waves);
    for (size_t w = 0; w < wave_count; w++)
        waves[w] = columns_by_lot(arena, of_wave(arena, q, w), returns / wave_count, w);
    struct job job = {.arena = arena_create(),
                      .waves = waves,
                      .wave_count = wave_count,
                      .keys = {"wave", "pref", "type"},
                      .cubes = arena_array(arena, wave_count, sizeof *job.cubes)};
    double took = best_of(&job, RUNS);
    double bytes = bytes_read(&job);
    report(&job, took, returns);
    printf("\n  one thread; %.0f MB of sets in %.2f ms: %.1f GB/s\n", bytes / 1e6, 1000 * took,
           bytes / took / 1e9);
    report_bandwidth(bytes / took / 1e9, bytes);
    report_summaries(&job);
    printf("  peak memory %ld MB, of which %.0f for measuring the memory\n", peak_megabytes(), bytes / 1e6);
    printf("ours_ms %.3f\n", 1000 * took);
    if (data)
        write_data(&job, data);
    if (counts)
        write_counts(&job, counts);
    report_ladder(&job, returns);
    arena_destroy(job.arena);
    return 0;
}

static bool add_wave(struct store *store, const struct questionnaire *q, size_t returns, size_t wave,
                     struct fault *f) {
    const struct batch_spec spec = {.name = q->id, .format = "bench"};
    struct arena *scratch = arena_create();
    struct lot lot = start_lot(scratch, q, wave);
    struct reconciliation r;
    long batch, id;
    enum return_status status;
    bool done = store_begin(store, f) && store_survey_add(store, q, f) &&
                store_batch_begin(store, q, &spec, &batch, f);
    for (size_t i = 0; done && i < returns; i++) {
        const struct incoming in = {.response = lot.response};
        draw(&lot);
        done = store_return_add(store, q, batch, &in, &id, &status, f);
    }
    arena_destroy(scratch);
    return done && store_batch_end(store, batch, &r, f) && store_commit(store, f);
}

static int make(struct arena *arena, const struct questionnaire *q, size_t returns, size_t waves,
                const char *path) {
    struct fault f = {0};
    struct store *store = store_open(path, STORE_CREATE, &f);
    bool done = store != NULL;
    for (size_t w = 0; done && w < waves; w++)
        done = add_wave(store, of_wave(arena, q, w), returns / waves, w, &f);
    store_close(store);
    if (!done)
        leave(&f);
    return 0;
}

static int from_store(struct arena *arena, const struct questionnaire *q, size_t wave_count, const char *path,
                      const char *counts) {
    struct fault f = {0};
    double began = steady_seconds(), system_before = system_seconds();
    struct store *store = store_open(path, STORE_READ, &f);
    const struct dataset **waves = arena_array(arena, wave_count, sizeof *waves);
    size_t returns = 0;
    for (size_t w = 0; w < wave_count; w++) {
        const char *id = arena_printf(arena, "%s-%zu", q->id, w + 1);
        const struct questionnaire *stored = store ? store_questionnaire(store, arena, id, &f) : NULL;
        if (!stored || !(waves[w] = dataset_load(arena, store, stored, &f)))
            leave(&f);
        returns += waves[w]->n;
    }
    double loaded = steady_seconds();
    struct job job = {.arena = arena_create(),
                      .waves = waves,
                      .wave_count = wave_count,
                      .keys = {"wave", "pref", "type"},
                      .cubes = arena_array(arena, wave_count, sizeof *job.cubes)};
    count(&job);
    double counted = steady_seconds();
    report(&job, counted - began, returns);
    printf("\n  one thread; %.1f ms to load, %.1f ms to count; of these %.1f ms in the system; peak memory "
           "%ld MB\n",
           1000 * (loaded - began), 1000 * (counted - loaded), 1000 * (system_seconds() - system_before),
           peak_megabytes());
    printf("ours_ms %.3f\n", 1000 * (counted - began));
    if (counts)
        write_counts(&job, counts);
    store_close(store);
    arena_destroy(job.arena);
    return 0;
}

int main(int argc, char **argv) {
    struct arena *arena = arena_create();
    const char *verb = argc > 1 ? argv[1] : "";
    const struct questionnaire *q = argc > 3 ? read_template(arena, argv[2]) : NULL;
    int code = 2;
    if (q && strcmp(verb, "memory") == 0 && argc >= 5)
        code = memory(arena, q, strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 10),
                      argc > 6 ? argv[5] : NULL, argc > 6 ? argv[6] : NULL);
    else if (q && strcmp(verb, "make") == 0 && argc == 6)
        code = make(arena, q, strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 10), argv[5]);
    else if (q && strcmp(verb, "store") == 0 && argc >= 5)
        code = from_store(arena, q, strtoul(argv[3], NULL, 10), argv[4], argc > 5 ? argv[5] : NULL);
    else
        fprintf(stderr, "see the head of tests/bench/bench_count.c\n");
    arena_destroy(arena);
    return code;
}
