/*
 * questionnaire: what was asked; the only place where surveys differ.
 *
 * A questionnaire is a JSON file (templates/README.md documents every key), loaded by `questionnaire_load`
 * and frozen: nothing here changes afterwards, and no C file names a question.  Loading validates everything;
 * a fault names the JSON pointer, what is wrong, and what was expected.
 *
 * Shape.  All questions stand in one flat array in form order, nested ones right after their parent:
 *
 *     q7   single  yes / no
 *     q7_count   number, parent q7, parent option "yes": asked only of those who ticked it
 *     q4   multi   ... copay ...
 *     q4_copay   multi, parent q4, parent option "copay"
 *
 * A matrix question in the file becomes one question per row, sharing options and `group` (the matrix's id).
 * A prefecture question is a single answer whose 47 options come from data/reference/prefectures.json; its
 * option ids are the two-digit JIS codes "01".."47".
 *
 * Answers are numbered by position: question i is `questions[i]`, option j of it `options[j]`.  The position
 * is the bit or code in every column; ids are what files, expressions and people use.
 *
 * Routing: `ask` says who was asked (NULL: everybody).  Those for whom it is false are 非該当 (not
 * applicable). A nested question's ask is "its parent option is ticked", and-ed with its own.  Base:
 * `base_where` is the base of the question's table, by default `ask`.  Routing may refer to any other
 * question, but not in a circle.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_QUESTIONNAIRE_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_QUESTIONNAIRE_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

#include <stdint.h>

enum {
    QUESTION_OPTIONS_MAX = 64, /* of a multi-answer question: one bit each */
    QUESTION_SINGLE_MAX = 240, /* of a single-answer question: one byte code */
    QUESTION_MAX = 1000,
};

enum question_kind {
    QUESTION_SINGLE,     /* 単数回答: exactly one option */
    QUESTION_MULTI,      /* 複数回答: any number of options */
    QUESTION_NUMBER,     /* 数量 */
    QUESTION_TEXT,       /* 自由記述 */
    QUESTION_PREFECTURE, /* a single answer over the 47 prefectures */
    QUESTION_DATE,       /* a calendar day */
};

struct expr;   /* engine/questionnaire/expr.h */
struct scheme; /* engine/questionnaire/scheme.h */

struct option {
    const char *id;
    const char *label;   /* short: tables and charts */
    const char *text;    /* full wording: forms */
    const char *concept; /* shared across surveys, or NULL */
    const char *const *aliases;
    size_t alias_count; /* other spellings an importer accepts */
    int key;            /* ten-key digit on the entry screen, 1.. ; by default position + 1 */
    bool exclusive;     /* "none of these": contradicts every other tick */
    bool other;         /* その他: a written text may follow */
};

/* Options of one question that a table also counts as one: "any trouble with the data", the top two boxes of
 * a scale. A return counts once, however many of them it ticked. */
struct net {
    const char *id, *label;
    const char *concept; /* or NULL */
    const int *options;  /* positions */
    size_t option_count;
};

/* A number's meaning.  Numbers are held as int64 in millionths (NUMBER_ONE = 1). */
enum { NUMBER_ONE = 1000000, NUMBER_DECIMALS = 6 };
struct number_spec {
    const char *unit;      /* "件", "%" ; "" for none */
    const char *suffix;    /* what follows a number: "件", "%", " shifts" */
    int64_t min, max;      /* millionths (QUESTION_DATE: days), inclusive; INT64_MIN / INT64_MAX when open */
    int decimals;          /* places shown, 0..6 */
    bool at_least;         /* a ticked parent without a number counts as one ("at least" totals) */
    const int64_t *bounds; /* class bounds for a distribution table, or NULL: each value by itself */
    size_t bound_count;
};

enum rule_severity { RULE_INFO, RULE_WARNING, RULE_ERROR }; /* soft: info, warning; hard: error, set aside */

struct question {
    const char *id;
    const char *number;      /* as printed on the form: "問4", may be "" */
    const char *label;       /* short title */
    const char *text;        /* full wording */
    const char *concept;     /* or NULL */
    const char *group;       /* id of the matrix it came from, or NULL */
    const char *group_label; /* and its label; `label` is then the row's */
    const char *group_text;  /* and its full wording */
    const char *note;        /* printed under its table, or NULL */
    enum question_kind kind;
    const struct option *options;
    size_t option_count;
    const struct net *nets; /* coded questions */
    size_t net_count;
    struct number_spec measure; /* QUESTION_NUMBER; of QUESTION_DATE min and max */
    int parent;                 /* position of the question it is nested in, or -1 */
    int parent_option;          /* the option there that opens it, or -1 */
    const char *ask_text;       /* source of ask, or NULL: everybody */
    const struct expr *ask;     /* compiled, with the parent's option and-ed in */
    const char *base_text; /* the base in words: "トラブルが「あった」と回答した医療機関" */
    const char *base_where_text; /* source of base_where: "q3 = yes", or NULL: all */
    const struct expr *base_where;
    const char *const *aliases; /* column headings an importer accepts for the whole question */
    size_t alias_count;
    bool required;
    enum rule_severity missing; /* how grave it is when a required answer is missing */
    double fence;      /* QUESTION_NUMBER: how far out an answer is an outlier (engine/response/outlier.h); 0:
                          never */
    bool confidential; /* free text that must be masked before it leaves */
    size_t position;   /* of this question in questions[] */
};

/* A named grouping of one single-answer question's options: region of prefecture, say. */
struct grouping {
    const char *id, *label;
    size_t question;        /* position */
    const char *const *ids; /* category ids */
    const char *const *labels;
    size_t count;
    const int *category_of; /* by option position: category, or -1 */
};

struct rule {
    const char *id;
    const char *when_text;
    const struct expr *when; /* NULL: always */
    const char *require_text;
    const struct expr *require; /* what must then hold */
    enum rule_severity severity;
    const char *message, *suggestion; /* {q3} and {a + b} stand for what the return says (rule_text) */
    int question;                     /* position where it is shown, or -1 */
};

/* Words by which a free text is known; any of the spellings, folded (utf8_fold) and in hiragana. */
struct case_terms {
    const char *const *items;
    size_t count;
};

/* A kind of case: the expression holds for its return, or one of the terms stands in its text. */
struct case_kind {
    const char *id, *label;
    const char *when_text;
    const struct expr *when; /* NULL: only the terms */
    struct case_terms terms;
};

struct case_word { /* counted in the overview, alone and together with others */
    const char *label;
    struct case_terms terms;
};

/* The free texts of one question as a list of cases. */
enum { CASE_KINDS_MAX = 60 };
struct case_coding {
    size_t question;   /* position; a text question */
    const char *label; /* heading of its cases, or NULL: the question's */
    const struct case_kind *kinds;
    size_t kind_count;
    const struct case_word *words;
    size_t word_count;
};

/* Where a question stands on the sheet of paper (facsimile.h): thousandths of the page. */
struct facsimile_place {
    int page; /* from 0 */
    int top, bottom, left, right;
};

struct sent_count {
    const char *association; /* or "" */
    const char *prefecture;  /* JIS code or "" */
    long count;
};

struct column_names { /* headings of what is not a question */
    const char *const *names;
    size_t count;
};
enum return_field {
    FIELD_SHEET,       /* return (sheet) number */
    FIELD_ASSOCIATION, /* 協会・医会 */
    FIELD_CHANNEL,     /* fax, post, web */
    FIELD_RECEIVED,    /* date received */
    FIELD_INSTITUTION, /* institution id or code */
    FIELD_OPERATOR,    /* who keyed it */
    FIELD_REMARK,      /* anything the clerk wrote; kept, not counted */
    FIELD_COUNT,
};

struct questionnaire {
    const char *id, *title, *short_title, *lang; /* lang: "ja" or "en" */
    const char *organiser, *contact;             /* contact may be "" */
    const char *unit;                            /* counter word of one return: "医療機関" */
    const char *population;                      /* who was asked, in words */
    const char *method;                          /* how, in words */
    const char *field_from, *field_to;           /* ISO dates */
    const char *series;                          /* waves of one series share it, or "" */
    const char *wave_label;                      /* "2023年10月以降" */
    const char *source;                          /* where questionnaire and published figures come from */
    const char *synthetic;                       /* notice when the sample returns are synthetic, or NULL */
    long sent_total;                             /* 0: unknown */
    const struct sent_count *sent;
    size_t sent_count;
    int percent_decimals; /* of tables; default 1 */

    const struct question *questions;
    size_t question_count;
    const struct rule *rules;
    size_t rule_count;
    const struct grouping *groupings;
    size_t grouping_count;
    const struct scheme *schemes; /* weightings */
    size_t scheme_count;
    const struct case_coding *codings; /* of free texts; none: every text question, without kinds */
    size_t coding_count;
    const struct facsimile_place
        *places;               /* by question, as the file says; bottom 0: it says nothing.  Or NULL */
    int key_pref, key_type;    /* positions of the questions behind the keys `pref` and `type`, or -1 */
    const char *base_all_text; /* "回答医療機関全体" */
    struct column_names fields[FIELD_COUNT];
    int blank;           /* enum rule_severity of an empty answer that is not required; -1: none */
    double double_entry; /* share of sheets to be keyed twice, 0..1 */

    const char *json; /* the file's bytes */
    size_t json_length;
    char hash[65]; /* BLAKE2b-256 of the bytes, lower-case hex */
};

/* Reads and validates; NULL on a fault.  Everything lives in the arena. */
const struct questionnaire *questionnaire_load(struct arena *arena, const char *path,
                                               struct fault *f) FAULT_CHECKED;
const struct questionnaire *questionnaire_parse(struct arena *arena, const char *json, size_t length,
                                                const char *name, struct fault *f) FAULT_CHECKED;

/* By id; -1 when there is none.  question_option also accepts "1" for a prefecture's "01". */
int questionnaire_find(const struct questionnaire *q, const char *id);
int question_option(const struct question *question, const char *id);
int questionnaire_grouping(const struct questionnaire *q, const char *id);

/* The question that a table or a margin is made by: "pref" and "type" are those that stand behind the keys; -1: none. */
int questionnaire_key(const struct questionnaire *q, const char *name);

/* "multi": as templates and JSON have it. */
const char *question_kind_name(enum question_kind kind);
/* Whether a question is counted by option (single, multi, prefecture). */
bool question_is_coded(const struct question *question);
/* Of a number or a date: whether min and max let it in. */
bool question_allows(const struct question *question, int64_t number);

/* What its table is called, and what was asked: a row of a matrix means nothing without the words that all
 * rows share, nor what is nested in a row without the row. */
const char *question_title(struct arena *arena, const struct questionnaire *q,
                           const struct question *question);
const char *question_wording(struct arena *arena, const struct question *question);

/* The same as it is printed on a form: where the template has no wording of its own, only a label, it is said who is asked
 * and whether several may be ticked. */
const char *question_on_form(struct arena *arena, const struct question *question);

/* Rows of a matrix stand on a form as one grid: the end of the rows from this question on, or the question's own position
 * where they cannot (an answer with a text beside it or a question nested in it, very many answers, free text). */
size_t question_grid_end(const struct questionnaire *q, size_t from);
const struct question *question_of_grid(struct arena *arena,
                                        const struct question *row); /* what is asked above it */

#endif
