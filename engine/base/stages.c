#include "engine/base/stages.h"

#include "engine/base/lang.h"
#include "engine/base/steady.h"
#include "engine/base/utf8.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BAR = 30, FIRST_MS = 1000, EVERY_MS = 100, LOOKS = 64 };

static struct {
    struct stage plan[STAGES_MOST];
    int count, at;     /* 0: none has begun */
    int total, before; /* weights: of all, of those that are done */
    int permille;
    bool terminal, drawn;
    int record;   /* the descriptor; -1: nobody asked */
    size_t calls; /* of stages_at in this stage */
    int64_t begun, told;
} now = {.record = -1};

void stages_to_terminal(bool wanted) {
    now.terminal = wanted && isatty(STDERR_FILENO);
}

/* --- telling --- */

/* What this process starts in turn is not to have it. */
void stages_listen(void) {
    const char *named = getenv("SHUKEI_PROGRESS");
    struct stat st;
    if (!named || atoi(named) != STAGES_DESCRIPTOR || fstat(STAGES_DESCRIPTOR, &st) != 0 ||
        !S_ISREG(st.st_mode) || st.st_size > STAGES_RECORD)
        return;
    fcntl(STAGES_DESCRIPTOR, F_SETFD, FD_CLOEXEC);
    now.record = STAGES_DESCRIPTOR;
}

static const char *words_now(void) {
    const char *before = lang_enter(lang_interface()), *words = _(now.plan[now.at - 1].words);
    lang_enter(before);
    return words;
}

static void write_record(void) {
    char record[STAGES_RECORD + 1];
    const int length = snprintf(record, sizeof record, "shukei-progress-1 %d %d %d %.*s", now.at, now.count,
                                now.permille, STAGES_WORDS - 1, words_now());
    memset(record + length, ' ', STAGES_RECORD - (size_t)length);
    record[STAGES_RECORD - 1] = '\n';
    /* A disk that is full shall not keep the work from being done. */
    if (pwrite(now.record, record, STAGES_RECORD, 0) < 0)
        now.record = -1;
}

static void draw(void) {
    char bar[BAR + 1];
    const int filled = now.permille * BAR / STAGES_WHOLE;
    for (int i = 0; i < BAR; i++)
        bar[i] = i < filled ? '#' : '.';
    bar[BAR] = '\0';
    fprintf(stderr, "\r%s [%s] %3d%% \033[K", words_now(), bar, now.permille * 100 / STAGES_WHOLE);
    fflush(stderr);
    now.drawn = true;
}

static void tell(bool at_once) {
    const int64_t at = steady_ms();
    if (!at_once && at - now.told < EVERY_MS)
        return;
    now.told = at;
    if (now.record >= 0)
        write_record();
    if (now.terminal && at - now.begun >= FIRST_MS)
        draw();
}

/* --- the plan --- */

bool stages_plan(const struct stage *plan) {
    if (now.count)
        return false;
    now.count = now.at = now.total = now.before = now.permille = 0;
    for (; plan[now.count].words && now.count < STAGES_MOST; now.count++) {
        now.plan[now.count] = plan[now.count];
        now.total += plan[now.count].weight;
    }
    now.begun = steady_ms();
    now.told = 0;
    return true;
}

static void advance(int permille) {
    if (permille > now.permille)
        now.permille = permille < STAGES_WHOLE ? permille : STAGES_WHOLE;
}

void stages_next(void) {
    if (!now.count || now.at == now.count)
        return;
    now.before += now.at ? now.plan[now.at - 1].weight : 0;
    now.at++;
    now.calls = 0;
    advance(now.before * STAGES_WHOLE / now.total);
    tell(true);
}

/* The clock is asked once in a while where there are very many steps. */
void stages_at(size_t done, size_t total) {
    if (!now.at || !total || (total > LOOKS * LOOKS && ++now.calls % LOOKS))
        return;
    const double share = done < total ? (double)done / (double)total : 1,
                 weight = (double)now.plan[now.at - 1].weight;
    advance((int)((now.before + share * weight) * STAGES_WHOLE / now.total));
    tell(false);
}

void stages_aside(void) {
    if (now.drawn)
        fputs("\r\033[K", stderr);
    now.drawn = false;
}

void stages_end(void) {
    stages_aside();
    now.count = now.at = 0;
}

/* --- the other side --- */

bool stages_parse(const char record[STAGES_RECORD], struct stages_told *told) {
    char line[STAGES_RECORD];
    int from = 0;
    if (record[STAGES_RECORD - 1] != '\n')
        return false;
    memcpy(line, record, STAGES_RECORD - 1);
    line[STAGES_RECORD - 1] = '\0';
    *told = (struct stages_told){0};
    if (sscanf(line, "shukei-progress-1 %d %d %d %n", &told->stage, &told->stages, &told->permille, &from) <
            3 ||
        !from || told->stage < 1 || told->stage > told->stages || told->permille < 0 ||
        told->permille > STAGES_WHOLE)
        return false;
    size_t length = strlen(line + from);
    while (length && line[from + (int)length - 1] == ' ')
        length--;
    length = length < STAGES_WORDS ? length : STAGES_WORDS - 1;
    memcpy(told->words, line + from, length);
    return utf8_valid(told->words, length);
}
