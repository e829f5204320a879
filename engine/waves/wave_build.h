/*
 * wave_build: a wave under construction; inside engine/waves only.
 *
 * Questions and items are collected in arrays that are large enough from the start, so that items may point
 * at questions.  The order of the calls: the questionnaire's questions, the published ones, then restating.
 */
#ifndef SHUKEI_ENGINE_WAVES_WAVE_BUILD_H
#define SHUKEI_ENGINE_WAVES_WAVE_BUILD_H

#include "engine/waves/wave.h"

struct wave_build {
    struct arena *arena;
    struct wave *wave;
    struct wave_question *questions;
    struct wave_item *items;
};

void wave_build_begin(struct wave_build *b, struct arena *arena, struct wave *wave,
                      const struct questionnaire *form, const struct published_survey *published);

void wave_build_form(struct wave_build *b, const struct questionnaire *form);
/* derived: only the figures that nobody printed but the file has all the same, for which restating comes
 * first. */
bool wave_build_published(struct wave_build *b, const struct published_survey *published, bool derived,
                          struct fault *f) FAULT_CHECKED;
void wave_build_restate(struct wave_build *b); /* restate.c */

struct wave_item *wave_build_item(struct wave_build *b, const char *concept);         /* or NULL */
void wave_build_add_figure(struct wave_build *b, struct wave_item *item, const struct wave_figure *figure);

#endif
