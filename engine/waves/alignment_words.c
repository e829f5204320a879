/* The decision table in words: a reason or a footnote said once of many surveys. */
#include "engine/base/lang.h"
#include "engine/waves/alignment.h"

static const char *const words[ALIGNMENT_RULES] = {
    [ALIGNMENT_ABSENT] = N_("has no item in common with the others"),
    [ALIGNMENT_UNPUBLISHED] = N_("was asked, but the figure was not published"),
    [ALIGNMENT_NO_SHARE] = N_("is a number or a text, not a share of those who answered"),
    [ALIGNMENT_UNIT] = N_("counts another unit"),
    [ALIGNMENT_OTHER_OPTION] = N_("what could be answered was put in other words, and bears another concept"),
    [ALIGNMENT_ALTERNATIVES] = N_("one answer to choose, from other alternatives"),
    [ALIGNMENT_BASE] = N_("cannot be put on the base of the table"),
    [ALIGNMENT_BASE_UNSTATED] = N_("the source does not say of whom it is a share"),
    [ALIGNMENT_BASE_PART] = N_("the base rests on a question that only an unknown part answered"),
    [ALIGNMENT_TICKS] = N_("a percentage of answers, not of those who answered"),
    [ALIGNMENT_SAME] = N_("the same answers as another of the surveys, published again"),
    [ALIGNMENT_NO_GROUPS] = N_("nothing is known by this key"),
    [ALIGNMENT_SUPPRESSED] = N_("a small count of returns, kept back"),
    [ALIGNMENT_UNWEIGHTED] = N_("weights were asked for and cannot be had"),
    [ALIGNMENT_WORDING] = N_("the wording is not the same"),
    [ALIGNMENT_OPTIONS] = N_("other options stood beside it"),
    [ALIGNMENT_ASKED] = N_("only a part was asked; all others count as not having said so"),
    [ALIGNMENT_PREFECTURES] = N_("the prefectures that took part are not the same or not all known"),
    [ALIGNMENT_ORGANISER] = N_("other associations asked"),
    [ALIGNMENT_METHOD] = N_("collected in other ways"),
    [ALIGNMENT_RESTATED] = N_("restated on this base"),
    [ALIGNMENT_INFERRED] = N_("only the percentage was published, and one count alone gives it"),
    [ALIGNMENT_RANGE] =
        N_("several counts give the published percentage; the interval holds for all of them"),
    [ALIGNMENT_IMPOSSIBLE] = N_("no count gives the published percentage; neither interval nor test"),
    [ALIGNMENT_N_UNKNOWN] = N_("n was not published; neither interval nor test"),
    [ALIGNMENT_NO_ANSWERS_OUT] = N_("those who left the question out are not in the base"),
    [ALIGNMENT_BASE_SIZE] = N_("how large a part of all that answered the base is was not published"),
    [ALIGNMENT_SYNTHETIC] = N_("from synthetic returns: not published, and nobody's answers"),
    [ALIGNMENT_SMALL] = N_("fewer than 30 in the base"),
    [ALIGNMENT_PART] = N_("one is part of the other; the difference is from the rest, without it"),
    [ALIGNMENT_PART_ASSUMED] = N_(
        "one is taken to be part of the other (same period, one of its prefectures as far as is known); the "
        "difference is from the rest, without it"),
    [ALIGNMENT_INTERIM] = N_("one is an interim count of the other; the test holds what came in afterwards "
                             "against it"),
    [ALIGNMENT_ROUNDING] =
        N_("of figures of which only the printed percentage is known: anywhere between the "
           "two ends, as far as rounding to the printed places allows"),
    [ALIGNMENT_WEIGHTED] = N_("weighted to the population"),
    [ALIGNMENT_REFERENCE] = N_("a reference series stands beside it, without a test"),
    [ALIGNMENT_PANEL] = N_("some institutions answered both; treated as independent here"),
    [ALIGNMENT_FORCED] = N_("printed although refused"),
};

const char *alignment_rule_words(enum alignment_rule rule) {
    return _(words[rule]);
}

const char *alignment_detail(struct arena *arena, enum alignment_rule rule, const struct wave *wave,
                             const struct wave_item *item, const struct wave_figure *figure) {
    switch (rule) {
    case ALIGNMENT_WORDING:
        return item->question->form ? arena_printf(arena, _("\"%s\""), item->question->wording)
                                    : arena_printf(arena, _("\"%s\" (as the published material puts it)"),
                                                   item->question->wording);
    case ALIGNMENT_PREFECTURES:
        return alignment_prefectures(arena, wave);
    case ALIGNMENT_METHOD:
        return wave->method;
    case ALIGNMENT_ORGANISER:
        return wave->organiser;
    case ALIGNMENT_RESTATED:
        return figure->restated;
    case ALIGNMENT_RANGE:
        return arena_printf(arena, "%ld-%ld", figure->low, figure->high);
    case ALIGNMENT_ASKED:
        return item->question->form ? item->question->of_form->base_text : NULL;
    default:
        return NULL;
    }
}
