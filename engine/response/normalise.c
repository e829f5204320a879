#include "engine/response/normalise.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "engine/response/message.h"
#include "engine/response/report.h"
#include "engine/response/spellings.h"

#include <assert.h>
#include <string.h>

/* One cell on its way to an answer. */
struct job {
    struct arena *arena;
    const struct spellings *s;
    struct question_spellings *of;
    const struct finding *where;
    struct findings *out;
    const char *cell; /* as written; also what findings show */
};

static const struct question *question_of(const struct job *job) {
    return job->of->question;
}

static void report_value(const struct job *job, const char *rule, enum rule_severity severity,
                         const char *message, const char *suggestion) {
    const struct finding what = {
        .rule = rule, .severity = severity, .value = job->cell, .suggestion = suggestion};
    report_finding(job->out, job->where, question_of(job), what, message,
                   report_quote(job->arena, job->cell));
}

/* "1 あった, 2 なかった", cut after ten. */
static const char *accepted_options(const struct job *job) {
    enum { SHOWN = 10 };
    struct strbuf list = {0};
    const struct question *question = question_of(job);
    for (size_t j = 0; j < question->option_count && j < SHOWN; j++)
        strbuf_printf(&list, "%s%zu %s", j ? ", " : "", j + 1, question->options[j].label);
    if (question->option_count > SHOWN)
        strbuf_add(&list, ", ...");
    const char *text = arena_strdup(job->arena, list.text ? list.text : "");
    strbuf_end(&list);
    return text;
}

/* The option whose spelling is nearest to what was written, if it is near enough to be a slip. */
static const struct option *nearest_option(const struct job *job, const char *unknown) {
    enum { FAR = 4 };
    const char *folded = utf8_fold(job->arena, unknown);
    size_t best = FAR;
    const struct option *nearest = NULL;
    for (size_t i = 0; i < job->of->count; i++) {
        const struct spelling *item = &job->of->items[i];
        size_t distance = utf8_distance(folded, item->text, FAR);
        if (distance < best && distance * 2 < utf8_length(item->text)) {
            best = distance;
            nearest = &question_of(job)->options[item->option];
        }
    }
    return nearest;
}

/* What may be written instead; words of its own go with the option that takes them. */
static const char *say_how(const struct job *job, const struct option *nearest) {
    const struct question *question = question_of(job);
    if (nearest)
        return message_make(job->arena,
                            N_("Perhaps \"%s\": correct the cell, or the return with "
                               "`shukei return edit`"),
                            nearest->label);
    for (size_t j = 0; j < question->option_count; j++)
        if (question->options[j].other)
            return message_make(
                job->arena,
                N_("Write the number or the name of an option, words of its own as \"%s (...)\"; if "
                   "the form has another wording, add it to the option's aliases in the questionnaire"),
                question->options[j].label);
    return N_("Write the number or the name of an option; if the form has another wording, "
              "add it to the option's aliases in the questionnaire");
}

static void report_unknown(const struct job *job, const char *unknown) {
    const struct option *nearest = nearest_option(job, unknown);
    const char *suggestion = say_how(job, nearest);
    const struct finding what = {
        .rule = "option.unknown", .severity = RULE_ERROR, .value = job->cell, .suggestion = suggestion};
    report_finding(job->out, job->where, question_of(job), what, N_("\"%s\" is none of the options (%s)"),
                   unknown, accepted_options(job));
}

static void report_two_ticks(const struct job *job, int count) {
    const struct finding what = {
        .rule = "single.two_ticks",
        .severity = RULE_WARNING,
        .value = job->cell,
        .suggestion = N_("Look at the sheet; if one answer is meant, correct it with `shukei return edit`")};
    report_finding(job->out, job->where, question_of(job), what,
                   N_("%d options are ticked where one is asked for; counted as invalid"), count);
}

/* 「特になし」 is the form's own "none of these" where it has one. */
static void say_none(const struct question_spellings *of, struct reading *out) {
    out->state = ANSWER_NONE;
    if (of->none_option < 0)
        return;
    out->state = ANSWER_GIVEN;
    if (of->question->kind == QUESTION_MULTI)
        out->bits = (uint64_t)1 << of->none_option;
    else
        out->code = of->none_option;
}

/* What nobody could read is invalid; the sheet may tell more than who keyed it saw. */
static void report_illegible(const struct job *job) {
    report_value(job, "answer.illegible", RULE_INFO, N_("\"%s\": counted as invalid"),
                 N_("Look at the sheet; if it can be read after all, correct it with `shukei return edit`"));
}

static void say_silence(const struct question_spellings *of, enum answer_state silence, struct reading *out) {
    if (silence == ANSWER_NONE)
        say_none(of, out);
    else
        out->state = silence;
}

/* --- one cell for a coded question
 * ------------------------------------------------------------------------------ */

static void read_named(const struct job *job, const struct named_options *named, struct reading *out) {
    if (named->count == 0)
        return;
    out->state = ANSWER_GIVEN;
    if (question_of(job)->kind == QUESTION_MULTI) {
        out->bits = named->set[0];
    } else if (named->count == 1) {
        out->code = named->first;
    } else {
        out->state = ANSWER_INVALID;
        report_two_ticks(job, named->count);
    }
}

/* A question with one option is a box to tick. */
static bool read_lone_box(const struct job *job, unsigned meaning, struct reading *out) {
    if (question_of(job)->option_count != 1 || !(meaning & (WORD_TICK | WORD_NO_TICK | WORD_NO_TICK_WORD)))
        return false;
    if (meaning & WORD_TICK) {
        out->state = ANSWER_GIVEN;
        out->code = question_of(job)->kind == QUESTION_MULTI ? -1 : 0;
        out->bits = question_of(job)->kind == QUESTION_MULTI;
    }
    return true;
}

/* 有り, はい where the only option that says yes is called あり; likewise 無し.  Marks are no words: in this
 * column ○ may mean anything. */
static bool read_yes_or_no(const struct job *job, unsigned meaning, struct reading *out) {
    unsigned wanted =
        question_of(job)->kind == QUESTION_SINGLE ? meaning & (WORD_TICK | WORD_NO_TICK_WORD) : 0;
    const char *folded = utf8_fold(job->arena, job->cell), *first = folded;
    int found = -1;
    bool word = wanted && utf8_next(&first) >= 'a' &&
                (*first || strcmp(folded, "有") == 0 || strcmp(folded, "無") == 0);
    for (size_t i = 0; i < job->of->count && word; i++) {
        const struct spelling *item = &job->of->items[i];
        if (!(words_meaning(job->s->words, item->text, item->length) & wanted) || item->option == found)
            continue;
        if (found >= 0)
            return false;
        found = item->option;
    }
    if (found < 0)
        return false;
    out->state = ANSWER_GIVEN;
    out->code = found;
    return true;
}

static int other_option(const struct question *question) {
    for (size_t j = 0; j < question->option_count; j++)
        if (question->options[j].other)
            return (int)j;
    return -1;
}

/* Words in a web form's cell that name no option are その他's, but not those that nearly name one: there the
 * form and the template differ in wording, and every such answer would be counted under その他. */
static bool read_open_words(const struct job *job, const struct folded *folded, const char *unknown,
                            struct reading *out, const char **words) {
    int other = job->s->open ? other_option(question_of(job)) : -1;
    struct named_options named;
    if (other < 0 || nearest_option(job, unknown))
        return false;
    normalise_options(job->arena, job->s, job->of, folded, other, &named);
    *words = named.words;
    read_named(job, &named, out);
    const struct finding what = {
        .rule = "other.words",
        .severity = RULE_INFO,
        .value = job->cell,
        .suggestion =
            N_("Nothing need be done; if it is an option of the form, add it to that option's aliases "
               "in the questionnaire")};
    report_finding(job->out, job->where, question_of(job), what, N_("\"%s\" is read as the words of \"%s\""),
                   named.words ? report_quote(job->arena, named.words) : "",
                   question_of(job)->options[other].label);
    return true;
}

/* As written, else with its katakana as hiragana; what was written stays the unknown. */
static void name_options(const struct job *job, const struct folded *folded, struct named_options *out) {
    struct folded hiragana;
    struct named_options loosely;
    normalise_options(job->arena, job->s, job->of, folded, -1, out);
    if (!out->unknown)
        return;
    folded_hiragana(job->arena, folded, &hiragana);
    normalise_options(job->arena, job->s, job->of, &hiragana, -1, &loosely);
    if (!loosely.unknown)
        *out = loosely;
}

/* beside: gets the number that stands beside an option. */
static void read_coded(const struct job *job, struct reading *out, const char **words,
                       struct answer *beside) {
    struct folded folded;
    struct named_options named;
    folded_make(job->arena, job->cell, &folded);
    name_options(job, &folded, &named);
    if (!named.unknown) {
        *words = named.words;
        beside->number_beside = named.number;
        beside->number_option = named.numbered;
        read_named(job, &named, out);
        return;
    }
    unsigned meaning = normalise_meaning(job->arena, job->s->words, job->cell, strlen(job->cell));
    if (read_lone_box(job, meaning, out) || read_yes_or_no(job, meaning, out))
        return;
    out->state = ANSWER_INVALID;
    if (meaning & WORD_INVALID)
        report_illegible(job);
    if (meaning & WORD_SILENCES)
        say_silence(job->of, normalise_silence(meaning), out);
    else if (!read_open_words(job, &folded, named.unknown, out, words))
        report_unknown(job, named.unknown);
}

/* --- numbers, dates, text
 * --------------------------------------------------------------------------------------- */

/* What stands where a number or a day should: a mark that it cannot be read, a silence, nothing.  False: something else. */
static bool read_instead(const struct job *job, struct reading *out) {
    const unsigned meaning = normalise_meaning(job->arena, job->s->words, job->cell, strlen(job->cell));
    out->number = 0;
    out->state = ANSWER_INVALID;
    if (meaning & WORD_INVALID)
        report_illegible(job);
    else if (meaning & WORD_SILENCES)
        out->state = normalise_silence(meaning);
    else if (*utf8_fold(job->arena, job->cell) == '\0')
        out->state = ANSWER_NO_ANSWER;
    else
        return false;
    return true;
}

static void read_number(const struct job *job, struct reading *out) {
    bool approximate;
    const struct number_spec *measure = &question_of(job)->measure;
    if (normalise_number_of(job->arena, job->s->words, measure->unit ? measure->unit : "", job->cell,
                            &out->number, &approximate)) {
        out->state = ANSWER_GIVEN;
        if (approximate)
            report_value(job, "number.approximate", RULE_INFO,
                         N_("\"%s\" is approximate; read as that number"),
                         N_("Nothing need be done if the number is good enough"));
        return;
    }
    if (!read_instead(job, out))
        report_value(job, "number.unreadable", RULE_WARNING,
                     N_("\"%s\" is not one number; counted as invalid"),
                     N_("Write one number in digits, such as 3; correct it with `shukei return edit`"));
}

static void read_date(const struct job *job, struct reading *out) {
    enum date_reading reading = normalise_date_of(job->arena, job->s->reference, job->cell, &out->number);
    if (reading == DATE_READ) {
        out->state = ANSWER_GIVEN;
        return;
    }
    if (read_instead(job, out))
        return;
    if (reading == DATE_IMPOSSIBLE)
        report_value(job, "date.impossible", RULE_WARNING, N_("there is no day \"%s\"; counted as invalid"),
                     N_("Look at the sheet and correct it with `shukei return edit`"));
    else
        report_value(
            job, "date.unreadable", RULE_WARNING, N_("\"%s\" is not a date; counted as invalid"),
            N_("Write the day with its year, such as 2024-01-09; correct it with `shukei return edit`"));
}

/* A file's line ends become one kind, here and not in `raw`. */
static void join_line_ends(char *text) {
    char *to = text;
    for (const char *at = text; *at; at++)
        if (*at != '\r')
            *to++ = *at;
        else if (at[1] != '\n')
            *to++ = '\n';
    *to = '\0';
}

static void read_text(const struct job *job, struct answer *answer) {
    unsigned meaning = normalise_meaning(job->arena, job->s->words, job->cell, strlen(job->cell));
    char *text = utf8_nfc(job->arena, job->cell);
    join_line_ends(text);
    text = folded_trim(job->arena, text, strlen(text));
    answer->state = ANSWER_NO_ANSWER;
    if (meaning & WORD_INVALID)
        report_illegible(job);
    if (meaning & WORD_SILENCES) {
        answer->state = normalise_silence(meaning);
    } else if (*text) {
        answer->state = ANSWER_GIVEN;
        answer->text = text;
    }
}

/* --- numbers beside options
 * ----------------------------------------------------------------------------------- */

static void report_beside(struct arena *arena, const struct question *nested, const struct answer *answer,
                          const char *written, const struct finding *where, struct findings *out) {
    const struct finding what = {
        .rule = "number.beside",
        .severity = RULE_WARNING,
        .value = written,
        .suggestion = N_("Look at the sheet and correct the number with `shukei return edit`")};
    report_finding(
        out, where, nested, what, N_("says %s, but beside the option \"%s\" is written; %s is counted"),
        answer_text(arena, nested, answer), report_quote(arena, written), answer_text(arena, nested, answer));
}

static void place_number(struct arena *arena, const struct spellings *s, const struct question *nested,
                         const char *written, const struct finding *where, struct findings *out,
                         struct answer *answer) {
    struct answer read;
    if (answer->state == ANSWER_INVALID)
        return;
    if (answer->state != ANSWER_GIVEN) {
        normalise_cell(arena, s, nested->position, written, where, out, answer);
        return;
    }
    struct findings ignored = {.arena = arena};
    normalise_cell(arena, s, nested->position, written, where, &ignored, &read);
    if (read.number != answer->number)
        report_beside(arena, nested, answer, written, where, out);
}

void normalise_numbers_beside(struct arena *arena, const struct spellings *s, const struct questionnaire *q,
                              const struct finding *where, struct findings *out, struct response *response) {
    for (size_t i = 0; i < q->question_count; i++) {
        const struct answer *answer = &response->answers[i];
        if (!answer->number_beside || answer->state != ANSWER_GIVEN)
            continue;
        const struct question *nested = s->questions[i].numbers[answer->number_option];
        place_number(arena, s, nested, answer->number_beside, where, out,
                     &response->answers[nested->position]);
    }
}

/* --- the doors
 * -------------------------------------------------------------------------------------------------- */

static void take_reading(struct arena *arena, const struct question *question, const struct reading *reading,
                         struct answer *answer) {
    answer->state = reading->state;
    answer->code = reading->code;
    answer->bits = reading->bits;
    answer->number = reading->number;
    if (question->kind == QUESTION_DATE && reading->state == ANSWER_GIVEN)
        answer->text = normalise_date_text(arena, reading->number);
}

/* What a spreadsheet shows when it has no value: nothing that anybody answered. */
bool normalise_is_error_value(const char *cell) {
    static const char *const errors[] = {"#N/A",  "#REF!",  "#VALUE!", "#DIV/0!", "#NAME?",
                                         "#NUM!", "#NULL!", "#SPILL!", "#CALC!"};
    if (cell[0] != '#')
        return false;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(cell, errors[i]) == 0)
            return true;
    return cell[1] == '#' && cell[strspn(cell, "#")] == '\0';
}

static void report_error_value(const struct job *job) {
    report_value(
        job, "cell.error", RULE_ERROR,
        N_("\"%s\" is an error of the spreadsheet and no answer; counted as invalid"),
        N_("Mend the cell in the spreadsheet (##### : widen the column before saving) and import again, or "
           "correct the return with `shukei return edit`"));
}

/* Reads what the memory does not hold, and remembers it unless there was something to say about it. */
static void read_cell(const struct job *job, size_t length, struct answer *answer) {
    struct reading reading = {.state = ANSWER_NO_ANSWER, .code = -1};
    const char *words = NULL;
    size_t findings = job->out->count;
    switch (question_of(job)->kind) {
    case QUESTION_NUMBER:
        read_number(job, &reading);
        break;
    case QUESTION_DATE:
        read_date(job, &reading);
        break;
    case QUESTION_TEXT:
        read_text(job, answer);
        return;
    default:
        read_coded(job, &reading, &words, answer);
    }
    take_reading(job->arena, question_of(job), &reading, answer);
    if (words && answer->state == ANSWER_GIVEN)
        answer->text = words;
    if (!words && !answer->number_beside && job->out->count == findings)
        spellings_remember(job->s, job->of, SPELLINGS_WHOLE, job->cell, length, &reading);
}

void normalise_cell(struct arena *arena, const struct spellings *s, size_t question, const char *cell,
                    const struct finding *where, struct findings *out, struct answer *answer) {
    *answer = (struct answer){.state = ANSWER_NO_ANSWER, .code = -1, .raw = cell ? "" : NULL};
    if (!cell || !*cell)
        return;
    struct question_spellings *of = &s->questions[question];
    size_t length = strlen(cell);
    answer->raw = arena_strndup(arena, cell, length);
    const struct reading *known = spellings_recall(of, SPELLINGS_WHOLE, cell, length);
    if (known) {
        take_reading(arena, of->question, known, answer);
        return;
    }
    const struct job job = {arena, s, of, where, out, answer->raw};
    if (normalise_is_error_value(cell)) {
        answer->state = ANSWER_INVALID;
        report_error_value(&job);
        return;
    }
    read_cell(&job, length, answer);
}

/* "○ |  | ○": every column there is, so that the place of each mark is kept. */
static const char *join_cells(struct arena *arena, const char *const *cells, size_t count) {
    static const char between[] = " | ";
    size_t length = 0, columns = 0, written = 0;
    for (size_t j = 0; j < count; j++)
        if (cells[j]) {
            length += strlen(cells[j]);
            written += *cells[j] != '\0';
            columns++;
        }
    if (written == 0)
        return columns ? "" : NULL;
    char *raw = arena_alloc(arena, length + (columns - 1) * strlen(between) + 1), *to = raw;
    for (size_t j = 0; j < count; j++)
        if (cells[j]) {
            to = stpcpy(to, cells[j]);
            if (--columns > 0)
                to = stpcpy(to, between);
        }
    return raw;
}

struct place { /* the column of an option, and what is written there; cell NULL: none */
    int option;
    const char *cell;
};

/* What the columns of one question say together. */
struct columns {
    uint64_t set[4];
    int first, ticks;
    enum answer_state silence;     /* the weightiest one written, else NO_ANSWER */
    struct place unknown, invalid; /* the first of each */
    const char *words;
    const char *number; /* in the column of `numbered` */
    int numbered;
};

static void read_column(const struct job *job, int option, const char *cell, struct reading *out,
                        const char **words) {
    size_t length = strlen(cell);
    const struct reading *known = spellings_recall(job->of, (unsigned)option + 1, cell, length);
    *words = NULL;
    if (known) {
        *out = *known;
        return;
    }
    normalise_tick_cell(job->arena, job->s, job->of, option, cell, out, words);
    if (!*words && out->tick != TICK_UNKNOWN)
        spellings_remember(job->s, job->of, (unsigned)option + 1, cell, length, out);
}

/* INVALID outweighs NONE, NOT_APPLICABLE and NO_ANSWER, in this order. */
static enum answer_state weightier(enum answer_state a, enum answer_state b) {
    static const int weight[ANSWER_STATES] = {
        [ANSWER_NO_ANSWER] = 0, [ANSWER_NOT_APPLICABLE] = 1, [ANSWER_NONE] = 2, [ANSWER_INVALID] = 3};
    return weight[a] >= weight[b] ? a : b;
}

static void note_place(struct place *first, int option, const char *cell) {
    if (!first->cell)
        *first = (struct place){option, cell};
}

static void add_column(const struct job *job, int option, const char *cell, struct columns *all) {
    struct reading reading;
    const char *words;
    read_column(job, option, cell, &reading, &words);
    if (reading.tick == TICK_YES) {
        all->set[option / 64] |= (uint64_t)1 << (option % 64);
        if (all->ticks++ == 0)
            all->first = option;
        if (words && job->of->numbers && job->of->numbers[option]) {
            all->number = words;
            all->numbered = option;
        } else if (words)
            all->words = all->words ? arena_printf(job->arena, "%s / %s", all->words, words) : words;
    } else if (reading.tick == TICK_UNKNOWN) {
        note_place(&all->unknown, option, cell);
    } else {
        if (reading.state == ANSWER_INVALID)
            note_place(&all->invalid, option, cell);
        all->silence = weightier(all->silence, reading.state);
    }
}

/* message: of the cell and its option's label */
static void report_place(const struct job *job, const struct place *at, struct finding what,
                         const char *message) {
    what.value = at->cell;
    report_finding(job->out, job->where, question_of(job), what, message, report_quote(job->arena, at->cell),
                   question_of(job)->options[at->option].label);
}

static void report_unknown_mark(const struct job *job, const struct place *at) {
    const struct finding what = {
        .rule = "option.unknown",
        .severity = RULE_ERROR,
        .suggestion =
            N_("Write ○ or 1 for a tick and leave the cell empty for none; correct the cell, or the return "
               "with `shukei return edit`")};
    report_place(job, at, what, N_("\"%s\" in the column of \"%s\" is not a tick"));
}

static void report_unreadable_mark(const struct job *job, const struct place *at) {
    const struct finding what = {.rule = "tick.unreadable",
                                 .severity = RULE_WARNING,
                                 .suggestion = N_("Look at the sheet; correct it with `shukei return edit`")};
    report_place(job, at, what,
                 N_("\"%s\" in the column of \"%s\" cannot be read; the other ticks are counted"));
}

static void settle_ticks(const struct job *job, const struct columns *all, struct answer *answer) {
    bool multi = question_of(job)->kind == QUESTION_MULTI;
    answer->state = ANSWER_GIVEN;
    if (!multi && all->ticks > 1) {
        answer->state = ANSWER_INVALID;
        report_two_ticks(job, all->ticks);
        return;
    }
    answer->bits = multi ? all->set[0] : 0;
    answer->code = multi ? -1 : all->first;
    answer->text = all->words;
    answer->number_beside = all->number;
    answer->number_option = all->numbered;
    if (all->silence == ANSWER_INVALID)
        report_unreadable_mark(job, &all->invalid);
}

static void settle(const struct job *job, const struct columns *all, struct answer *answer) {
    struct reading silence = {.state = ANSWER_NO_ANSWER, .code = -1};
    if (all->unknown.cell) {
        answer->state = ANSWER_INVALID;
        report_unknown_mark(job, &all->unknown);
    } else if (all->ticks > 0) {
        settle_ticks(job, all, answer);
    } else {
        if (all->silence == ANSWER_INVALID)
            report_illegible(job);
        say_silence(job->of, all->silence, &silence);
        take_reading(job->arena, question_of(job), &silence, answer);
    }
}

void normalise_ticks(struct arena *arena, const struct spellings *s, size_t question,
                     const char *const *cells, const struct finding *where, struct findings *out,
                     struct answer *answer) {
    struct question_spellings *of = &s->questions[question];
    size_t count = of->question->option_count;
    assert(question_is_coded(of->question));
    *answer = (struct answer){.state = ANSWER_NO_ANSWER, .code = -1};
    answer->raw = join_cells(arena, cells, count);
    if (!answer->raw || !*answer->raw)
        return;
    const struct job job = {arena, s, of, where, out, answer->raw};
    struct columns all = {.first = -1, .silence = ANSWER_NO_ANSWER};
    for (size_t j = 0; j < count; j++)
        if (cells[j] && *cells[j])
            add_column(&job, (int)j, cells[j], &all);
    settle(&job, &all, answer);
}
