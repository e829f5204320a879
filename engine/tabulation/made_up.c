#include "engine/tabulation/made_up.h"

#include "engine/base/lang.h"
#include "engine/base/percent.h"
#include "engine/response/words.h"

bool made_up_is(const char *remark) {
    struct fault ignored = {0};
    const struct words *words = remark && *remark ? words_get(&ignored) : NULL;
    return words && words_contained(words, WORDS_SYNTHETIC, remark);
}

static const char *notice(struct arena *arena, const struct questionnaire *q, size_t made_up, size_t n) {
    char some[PERCENT_TEXT], all[PERCENT_TEXT];
    if (made_up == n)
        return q->synthetic ? q->synthetic : _("The returns are synthetic: they are nobody's answers.");
    return arena_printf(arena, _("%s of the %s returns counted are synthetic: they are nobody's answers."),
                        percent_thousands(some, (int64_t)made_up), percent_thousands(all, (int64_t)n));
}

const char *made_up_notice(struct arena *arena, const struct questionnaire *q, size_t made_up, size_t n) {
    if (!made_up)
        return NULL;
    const char *before = lang_enter(q->lang), *said = notice(arena, q, made_up, n);
    lang_enter(before);
    return said;
}
