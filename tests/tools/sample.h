/*
 * sample: synthetic returns whose published margins are exact.
 *
 * A developer tool.  It knows no survey: a spec (JSON) names the variables and how they hang together, a file
 * of published figures (data/published/README.md) gives the counts that must come out, and a seed makes the
 * rest.  The same spec, figures and seed give the same bytes.
 *
 *     sample_load    spec + published figures → struct sample: variables in the order in which they are drawn
 *     sample_draw    fills every variable of every return
 *     make_samples   sorts the returns and writes them as CSV
 *
 * Exact margins with dependence: to give an option to exactly k of the returns in its base, each return gets
 * a score
 *
 *     effects of what was drawn before (log-weights) + random effects of groups + a Gumbel variate
 *
 * and the k highest get it.  That is sampling k without replacement with probabilities proportional to
 * exp(effects), one after another (Yellott 1977, "The relationship between Luce's choice axiom, Thurstone's
 * theory ...", and the exponential-race form in Efraimidis & Spirakis 2006): the count is exact, the
 * dependence is what the spec says.
 *
 * A published figure may be a percentage alone; the count is then the one nearest to it that rounds to it,
 * and where none does, the spec must say the count (and the published file why: its arithmetic_checks).
 * README.md in this folder has the spec key by key.
 */
#ifndef SHUKEI_TESTS_TOOLS_SAMPLE_H
#define SHUKEI_TESTS_TOOLS_SAMPLE_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"
#include "engine/base/json.h"

#include <stdint.h>

enum { SAMPLE_OPTIONS_MAX = 64 };
enum sample_kind { SAMPLE_SINGLE, SAMPLE_MULTI, SAMPLE_MAP, SAMPLE_COUNT, SAMPLE_TEXT };

struct sample_term {
    int variable, option; /* variable -1: the latent trait numbered `option` */
    double weight;
};
struct sample_terms {
    struct sample_term *items;
    size_t count;
};

/* What is known of how many give an option. */
struct sample_figure {
    long count;          /* -1: not published as a count */
    const char *percent; /* then published as this percentage, or NULL */
    double share; /* then this part of what the others leave (single), of the base (multi); -1: unknown */
};

struct sample_option {
    const char *id, *cell;
    struct sample_figure figure;
    struct sample_terms effects, when;
};

/* A part of the base that has published figures of its own (a cross), or takes what the other parts leave. */
struct sample_stratum {
    struct sample_terms when;
    long answered;                 /* -1: everybody in it */
    struct sample_figure *figures; /* per option; NULL: what the other strata leave of the total */
};

struct sample_spread {
    int variable;
    double sd;
};

struct sample_sentence {
    struct sample_terms when;
    const char **lines;
    size_t line_count;
};
struct sample_slot {
    const char *name;
    const char **lines;
    size_t line_count;
};

struct sample_variable {
    const char *id;
    enum sample_kind kind;
    struct sample_terms base, effects;
    struct sample_option *options;
    size_t option_count;
    struct sample_stratum *strata;
    size_t stratum_count;
    struct sample_spread *spreads;
    size_t spread_count;
    double silent, unstated, second; /* shares */
    long answered;                   /* the part of the base that answered; -1: not known */
    long total, max;                 /* count: published total; text: how many wrote */
    struct sample_sentence *sentences;
    size_t sentence_count;
    struct sample_slot *slots;
    size_t slot_count;
    uint64_t *bits; /* per return: options given */
    long *numbers;  /* count: 0 where unstated */
    const char **texts;
};

struct sample_column {
    const char *heading, *fixed;
    const char *join;     /* a multi-answer variable in one cell: between its answers */
    int variable, option; /* -1: none */
    bool sequence;
};

struct sample {
    struct arena *arena;
    uint64_t state; /* of the random numbers */
    size_t n;       /* returns */
    const char *mark;
    int order;
    const char **latent_names;
    double **latents; /* [latent][return] */
    size_t latent_count;
    struct sample_variable *variables;
    size_t variable_count;
    struct sample_column *columns;
    size_t column_count;
};

struct sample *sample_load(struct arena *arena, const char *spec_path, const char *published_path,
                           struct fault *f) FAULT_CHECKED;
bool sample_draw(struct sample *s, struct fault *f) FAULT_CHECKED;

/* --- shared by the parts of the drawing */

/* How many of `base` returns give each option of a single answer: adds up, or a fault. */
bool sample_counts(const struct sample_variable *v, const struct sample_figure *figures, long base,
                   long answered, long *counts, struct fault *f) FAULT_CHECKED;
/* How many of n give the option, or a fault where its percentage is of no count. */
bool sample_count(const struct sample_variable *v, size_t option, const struct sample_figure *figure, long n,
                  long *count, struct fault *f) FAULT_CHECKED;
double sample_uniform(struct sample *s);             /* in (0, 1) */
size_t sample_below(struct sample *s, size_t bound); /* 0 .. bound-1 */
bool sample_holds(const struct sample *s, const struct sample_terms *terms, size_t row);
const char *sample_compose(struct sample *s, const struct sample_variable *v, size_t row);

#endif
