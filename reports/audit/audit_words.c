#include "reports/audit/audit_words.h"

#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const list_keys[WORDS_LISTS] = {
    [WORDS_PERCENT] = "percent",
    [WORDS_POINT] = "point",
    [WORDS_NUMBER_PREFIXES] = "number_prefixes",
    [WORDS_N_MARKS] = "n_marks",
    [WORDS_APPROX_BEFORE] = "approx_before",
    [WORDS_APPROX_AFTER] = "approx_after",
    [WORDS_AT_LEAST_BEFORE] = "at_least_before",
    [WORDS_AT_LEAST_AFTER] = "at_least_after",
    [WORDS_OVER_BEFORE] = "over_before",
    [WORDS_OVER_AFTER] = "over_after",
    [WORDS_STRONG_AFTER] = "strong_after",
    [WORDS_UNDER_BEFORE] = "under_before",
    [WORDS_UNDER_AFTER] = "under_after",
    [WORDS_AT_MOST_AFTER] = "at_most_after",
    [WORDS_GROWTH_BEFORE] = "growth_before",
    [WORDS_GROWTH_AFTER] = "growth_after",
    [WORDS_UP] = "up",
    [WORDS_DOWN] = "down",
    [WORDS_EARLIER] = "earlier",
    [WORDS_FROM] = "from_words",
    [WORDS_BASE_AFTER] = "base_after",
    [WORDS_BASE_BEFORE] = "base_before",
    [WORDS_SENT_BEFORE] = "sent_before",
    [WORDS_NOT_SENT] = "not_sent",
    [WORDS_SENT_AFTER] = "sent_after",
    [WORDS_RETURNS_BEFORE] = "returns_before",
    [WORDS_RETURNS_AFTER] = "returns_after",
    [WORDS_RATE_BEFORE] = "rate_before",
    [WORDS_JOINS] = "joins",
    [WORDS_JOINS_BACK] = "joins_back",
    [WORDS_CLOSING] = "closing",
    [WORDS_SILENT] = "silent",
    [WORDS_YEARS] = "periods",
    [WORDS_TOTAL_LABELS] = "total_labels",
    [WORDS_SOFT_TOTALS] = "soft_totals",
    [WORDS_BASE_LABELS] = "base_labels",
    [WORDS_MULTI] = "multi",
    [WORDS_OF_ALL] = "of_all",
    [WORDS_ROUNDED] = "rounded",
    [WORDS_PARTS] = "parts",
    [WORDS_SUM] = "sum_words",
    [WORDS_MEAN] = "mean_words",
    [WORDS_WEIGHT] = "weight_words",
    [WORDS_RATE_HEADINGS] = "rate_headings",
    [WORDS_RANK_HEADINGS] = "rank_headings",
    [WORDS_HIGHEST] = "highest",
    [WORDS_LOWEST] = "lowest",
    [WORDS_SINCE] = "since",
    [WORDS_IN_ROW] = "in_row",
    [WORDS_CONTINUED] = "continued",
    [WORDS_ORDERED] = "ordered",
    [WORDS_NEXT] = "next",
    [WORDS_DIFFERENCE_HEADINGS] = "difference_headings",
    [WORDS_CARRIED] = "carried",
    [WORDS_TOGETHER] = "together",
    [WORDS_RISING_ORDER] = "rising_order",
    [WORDS_VAGUE_JOINS] = "vague_joins",
    [WORDS_SUMMING_UP] = "summing_up",
    [WORDS_ANSWER_QUOTED] = "answer_quoted",
    [WORDS_TURNS] = "turns",
    [WORDS_NOW] = "now",
    [WORDS_BASE_NOTE] = "base_note",
    [WORDS_OF_THEM] = "of_them",
    [WORDS_REST] = "rest",
    [WORDS_FROM_BEFORE] = "from_before",
    [WORDS_WHOLE_NAMED] = "whole_named",
    [WORDS_KINDS_OF] = "kinds_of",
    [WORDS_THESE_OF] = "these_of",
    [WORDS_SYNONYMS] = "synonyms",
    [WORDS_SCOPES] = "scopes",
    [WORDS_NO_SCOPE] = "no_scope",
    [WORDS_COMPARED] = "compared",
    [WORDS_PARTICLES] = "particles",
    [WORDS_NEGATIONS] = "negations",
    [WORDS_BOUND_HEADINGS] = "bound_headings",
    [WORDS_FILLERS] = "fillers",
    [WORDS_MEASURES] = "measures",
    [WORDS_OF_ALL_DIVISIONS] = "of_all_divisions",
    [WORDS_OURS] = "ours",
    [WORDS_OTHERS] = "others",
    [WORDS_PLACES] = "places",
    [WORDS_ARROWS] = "arrows",
    [WORDS_CLASS_BOUNDS] = "class_bounds",
    [WORDS_RANGES] = "ranges",
    [WORDS_ITEM_MARKS] = "item_marks",
    [WORDS_SCALE_MARKS] = "scale_marks",
    [WORDS_NOTE_HEADS] = "note_heads",
    [WORDS_ASKING] = "asking",
    [WORDS_PUT_TO] = "put_to",
    [WORDS_BRACKET_OF] = "bracket_of",
    [WORDS_MULTIPLE_FROM] = "multiple_from",
    [WORDS_CHANGE_ENDS] = "change_ends",
    [WORDS_CHANGE_FROM] = "change_from",
    [WORDS_SOME_OF] = "some_of",
    [WORDS_RECKONED] = "reckoned",
    [WORDS_RANKING_MARKS] = "ranking_marks",
    [WORDS_RANKING_BEHIND] = "ranking_behind",
    [WORDS_RANKING_LEADS] = "ranking_leads",
    [WORDS_RANKING_JOINS] = "ranking_joins",
    [WORDS_THAN] = "than",
    [WORDS_SEQUENCE_ENDS] = "sequence_ends",
    [WORDS_ASIDES] = "asides",
    [WORDS_NAME_MARKS] = "name_marks",
    [WORDS_NAME_JOINS] = "name_joins",
    [WORDS_RATE_BETWEEN] = "rate_between",
    [WORDS_WHOLE_JOINS] = "whole_joins",
    [WORDS_ADVERBS] = "adverbs",
    [WORDS_CLAUSE_MARKS] = "clause_marks",
    [WORDS_PLACE_JOINS] = "place_joins",
    [WORDS_BETWEEN] = "between",
    [WORDS_NO_SHARE] = "no_share",
    [WORDS_BY_GROUP] = "by_group",
    [WORDS_AREAS] = "areas",
    [WORDS_EXCLUDING] = "excluding",
    [WORDS_PERSONS] = "persons",
};
static const char *const unit_keys[UNIT_KINDS] = {NULL, "institution", "case", "other"};
static const char *const class_keys[AUDIT_CLASSES] = {"operating", "all", "trouble"};

static bool read_list(struct arena *arena, const struct json *object, const char *key,
                      struct audit_word_list *out, struct fault *f) {
    const struct json *list;
    if (!json_get_array(object, key, true, &list, f))
        return false;
    out->words = arena_array(arena, list->count + 1, sizeof *out->words);
    for (const struct json *item = list->first; item; item = item->next) {
        if (!json_expect(item, JSON_STRING, f))
            return false;
        out->words[out->count++] = item->string;
    }
    return true;
}

static bool read_vague(struct arena *arena, const struct json *node, struct audit_vague *out,
                       struct fault *f) {
    *out = (struct audit_vague){.high = 100, .above = -1};
    return read_list(arena, node, "words", &out->words, f) &&
           json_get_number(node, "low", false, &out->low, f) &&
           json_get_number(node, "high", false, &out->high, f) &&
           json_get_number(node, "above", false, &out->above, f);
}

static bool read_vagues(struct arena *arena, const struct json *root, struct audit_words *w,
                        struct fault *f) {
    const struct json *list;
    if (!json_get_array(root, "vague", true, &list, f))
        return false;
    w->vague = arena_array(arena, list->count + 1, sizeof *w->vague);
    for (const struct json *item = list->first; item; item = item->next)
        if (!read_vague(arena, item, &w->vague[w->vague_count++], f))
            return false;
    return true;
}

static bool read_words(struct arena *arena, const struct json *root, struct audit_words *w, struct fault *f) {
    const struct json *units, *classes;
    for (size_t i = 0; i < WORDS_LISTS; i++)
        if (!read_list(arena, root, list_keys[i], &w->lists[i], f))
            return false;
    if (!json_get_object(root, "units", true, &units, f) ||
        !json_get_object(root, "comparison_classes", true, &classes, f))
        return false;
    for (size_t i = UNIT_INSTITUTION; i < UNIT_KINDS; i++)
        if (!read_list(arena, units, unit_keys[i], &w->units[i], f))
            return false;
    for (size_t i = 0; i < AUDIT_CLASSES; i++)
        if (!read_list(arena, classes, class_keys[i], &w->classes[i], f))
            return false;
    return read_vagues(arena, root, w, f);
}

const struct audit_words *audit_words_get(struct fault *f) {
    static struct arena *arena; /* kept until the end of the process */
    static struct audit_words words;
    static bool loaded;
    if (loaded)
        return &words;
    if (!arena)
        arena = arena_create();
    const char *path = home_path(arena, "data/reference/audit.json", f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    words = (struct audit_words){0};
    loaded = root && read_words(arena, root, &words, f);
    return loaded ? &words : NULL;
}

size_t audit_word_at(const struct audit_word_list *list, const char *at) {
    size_t longest = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (tolower((unsigned char)list->words[i][0]) != tolower((unsigned char)at[0]))
            continue;
        size_t length = strlen(list->words[i]);
        if (length > longest && strncasecmp(list->words[i], at, length) == 0)
            longest = length;
    }
    return longest;
}

size_t audit_word_before(const struct audit_word_list *list, const char *start, const char *at) {
    size_t longest = 0;
    for (size_t i = 0; i < list->count; i++) {
        size_t length = strlen(list->words[i]);
        if (length > longest && (size_t)(at - start) >= length &&
            strncasecmp(list->words[i], at - length, length) == 0)
            longest = length;
    }
    return longest;
}

const char *audit_word_within(const struct audit_word_list *list, const char *from, const char *to) {
    const char *first = NULL;
    for (size_t i = 0; i < list->count; i++) {
        size_t length = strlen(list->words[i]);
        const char *found =
            from < to ? memmem(from, (size_t)((first ? first : to) - from), list->words[i], length) : NULL;
        if (found)
            first = found;
    }
    return first;
}

bool audit_word_is(const struct audit_word_list *list, const char *text) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->words[i], text) == 0)
            return true;
    return false;
}

bool audit_words_only(const struct audit_word_list *list, const char *from, const char *to) {
    while (from < to) {
        size_t length = *from == ' ' || *from == '\t' ? 1 : audit_word_at(list, from);
        if (!length || from + length > to)
            return false;
        from += length;
    }
    return true;
}
