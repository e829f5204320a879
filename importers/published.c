#include "importers/published.h"

#include "engine/base/lang.h"
#include "importers/series.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_QUESTIONS_MAX = 2000, FILE_OPTIONS_MAX = 2000 };

/* --- members that may be null --- */

static bool is_given(const struct json *object, const char *key) {
    const struct json *found = json_member(object, key);
    return found && found->kind != JSON_NULL;
}

static bool get_text(const struct json *object, const char *key, bool required, const char **out,
                     struct fault *f) {
    *out = NULL;
    if (!required && !is_given(object, key))
        return true;
    if (!json_get_string(object, key, required, out, f))
        return false;
    return **out || json_fault(f, json_member(object, key),
                               _("an empty text; write null where nothing was published"));
}

static bool get_count(const struct json *object, const char *key, long *out, struct fault *f) {
    *out = AGGREGATE_UNKNOWN;
    if (!is_given(object, key))
        return true;
    if (!json_get_integer(object, key, false, out, f))
        return false;
    return *out >= 0 || json_fault(f, json_member(object, key),
                                   _("a count cannot be negative; write null where "
                                     "nothing was published"));
}

/* An array of texts, or one text; joined by line feeds. */
static bool get_lines(struct arena *arena, const struct json *object, const char *key, const char **out,
                      struct fault *f) {
    const struct json *found = json_member(object, key);
    *out = NULL;
    if (!is_given(object, key))
        return true;
    if (found->kind == JSON_STRING)
        return get_text(object, key, false, out, f);
    if (!json_expect(found, JSON_ARRAY, f))
        return false;
    struct strbuf b = {0};
    bool done = true;
    for (const struct json *line = found->first; done && line; line = line->next) {
        done = json_expect(line, JSON_STRING, f);
        if (done)
            strbuf_printf(&b, "%s%s", b.length ? "\n" : "", line->string);
    }
    *out = b.length ? arena_strdup(arena, b.text) : NULL;
    strbuf_end(&b);
    return done;
}

/* --- figures --- */

static bool is_decimal(const char *text) {
    size_t whole = strspn(text, "0123456789");
    if (!whole || text[whole] == '\0')
        return whole > 0;
    const char *places = text + whole + 1;
    return text[whole] == '.' && *places && places[strspn(places, "0123456789")] == '\0';
}

/* As printed: percent_text; `percent` beside it must say the same. */
static bool get_percent(struct arena *arena, const struct json *object, const char **out, struct fault *f) {
    double number = 0;
    if (!get_text(object, "percent_text", false, out, f))
        return false;
    if (*out && (!is_decimal(*out) || strlen(*out) > 16))
        return json_fault(f, json_member(object, "percent_text"),
                          _("\"%.40s\" is not a percentage; write digits alone, for example \"59.8\""), *out);
    if (is_given(object, "percent")) {
        if (!json_get_number(object, "percent", false, &number, f))
            return false;
        if (!*out)
            *out = arena_printf(arena, "%.15g", number);
        else if (strtod(*out, NULL) != number)
            return json_fault(f, json_member(object, "percent"),
                              _("percent and percent_text (%s) disagree; correct one of them"), *out);
    }
    double percent = *out ? strtod(*out, NULL) : 0;
    return (percent >= 0 && percent <= 100) ||
           json_fault(f, object, _("%s is not between 0 and 100 percent"), *out);
}

static bool get_value(struct arena *arena, const struct json *object, const char **out, struct fault *f) {
    const struct json *found = json_member(object, "value");
    double number;
    *out = NULL;
    if (!is_given(object, "value"))
        return true;
    if (found->kind == JSON_STRING)
        return (is_decimal(found->string) && get_text(object, "value", false, out, f)) ||
               json_fault(f, found, _("\"%.40s\" is not a number"), found->string);
    if (!json_get_number(object, "value", false, &number, f))
        return false;
    *out = arena_printf(arena, "%.15g", number);
    return true;
}

/* --- options and questions --- */

static bool read_option(struct arena *arena, const struct json *object, struct published_option *o,
                        struct fault *f) {
    static const char *const keys[] = {"id",      "label",        "concept", "count",
                                       "percent", "percent_text", "value",   NULL};
    return json_known(object, keys, f) && get_text(object, "id", false, &o->id, f) &&
           get_text(object, "label", true, &o->label, f) &&
           get_text(object, "concept", false, &o->concept, f) && get_count(object, "count", &o->count, f) &&
           get_percent(arena, object, &o->percent, f) && get_value(arena, object, &o->value, f);
}

static bool is_counted(const struct published_question *q) {
    return strcmp(q->kind, "single") == 0 || strcmp(q->kind, "multi") == 0;
}

static bool check_option(const struct published_question *q, const struct published_option *options,
                         size_t at, const struct json *object, struct fault *f) {
    const struct published_option *o = &options[at];
    if (is_counted(q) && q->base_n >= 0 && o->count > q->base_n)
        return json_fault(f, object,
                          _("the count %ld is greater than its base %ld; check both, or set base_n to "
                            "null when the base is another one"),
                          o->count, q->base_n);
    for (size_t i = 0; o->id && i < at; i++)
        if (options[i].id && strcmp(options[i].id, o->id) == 0)
            return json_fault(f, object, _("the option \"%s\" stands twice in this question"), o->id);
    return true;
}

static bool read_options(struct arena *arena, const struct json *array, struct published_question *q,
                         struct fault *f) {
    if (array->count > FILE_OPTIONS_MAX)
        return json_fault(f, array, _("more than %d options"), FILE_OPTIONS_MAX);
    struct published_option *options = arena_array(arena, array->count, sizeof *options);
    for (const struct json *object = array->first; object; object = object->next)
        if (!read_option(arena, object, &options[object->index], f) ||
            !check_option(q, options, object->index, object, f))
            return false;
    q->options = options;
    q->option_count = array->count;
    return true;
}

static bool check_kind(const struct json *object, const char *kind, struct fault *f) {
    static const char *const kinds[] = {"single", "multi", "numeric", "text"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    return json_fault(f, json_member(object, "kind"),
                      _("the kind \"%.40s\" is not known; write single, multi, numeric or text"), kind);
}

static bool read_question(struct arena *arena, const struct json *object, struct published_question *q,
                          struct fault *f) {
    static const char *const keys[] = {"id",        "text",    "kind",    "base_n",  "base_definition",
                                       "base_kind", "derived", "options", "sources", "concept",
                                       NULL};
    const struct json *options = NULL;
    return json_known(object, keys, f) && get_text(object, "id", true, &q->id, f) &&
           get_text(object, "text", true, &q->text, f) && get_text(object, "kind", true, &q->kind, f) &&
           check_kind(object, q->kind, f) && get_text(object, "concept", false, &q->concept, f) &&
           get_text(object, "base_definition", false, &q->base, f) &&
           get_text(object, "base_kind", false, &q->base_kind, f) &&
           get_count(object, "base_n", &q->base_n, f) &&
           json_get_bool(object, "derived", false, &q->derived, f) &&
           get_lines(arena, object, "sources", &q->sources, f) &&
           json_get_array(object, "options", true, &options, f) && read_options(arena, options, q, f);
}

static bool read_questions(struct arena *arena, const struct json *array, struct published_survey *p,
                           struct fault *f) {
    if (array->count > FILE_QUESTIONS_MAX)
        return json_fault(f, array, _("more than %d questions"), FILE_QUESTIONS_MAX);
    struct published_question *questions = arena_array(arena, array->count, sizeof *questions);
    for (const struct json *object = array->first; object; object = object->next) {
        struct published_question *q = &questions[object->index];
        if (!read_question(arena, object, q, f))
            return false;
        for (size_t i = 0; i < object->index; i++)
            if (strcmp(questions[i].id, q->id) == 0)
                return json_fault(f, object, _("the question \"%s\" stands twice"), q->id);
        if (!q->sources && !p->sources)
            return json_fault(f, object, _("no source; say in \"sources\" where the figures were printed"));
    }
    p->questions = questions;
    p->question_count = array->count;
    return true;
}

/* --- the whole --- */

static bool check_id(const struct json *object, const char *id, struct fault *f) {
    size_t good = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return (id[good] == '\0' && *id != '-' && good <= 100) ||
           json_fault(f, json_member(object, "id"),
                      _("\"%.60s\" cannot be the name of a survey; use small letters, digits and hyphens"),
                      id);
}

static bool check_period(const struct json *object, const char *key, const char *text, struct fault *f) {
    return !text || series_is_period(text) ||
           json_fault(f, json_member(object, key),
                      _("\"%.40s\" is not a year, month or day (2023, 2023-10, "
                        "2023-10-01)"),
                      text);
}

static bool get_rate(struct arena *arena, const struct json *object, const char **out, struct fault *f) {
    double rate;
    *out = NULL;
    if (!is_given(object, "response_rate_pct"))
        return true;
    if (!json_get_number(object, "response_rate_pct", false, &rate, f))
        return false;
    *out = arena_printf(arena, "%.15g", rate);
    return (rate >= 0 && rate <= 100) || json_fault(f, json_member(object, "response_rate_pct"),
                                                    _("%s is not between 0 and 100 percent"), *out);
}

static bool read_head(struct arena *arena, const struct json *root, struct published_survey *p,
                      struct fault *f) {
    return get_text(root, "id", true, &p->id, f) && check_id(root, p->id, f) &&
           get_text(root, "title", true, &p->title, f) &&
           get_text(root, "organiser", true, &p->organiser, f) &&
           get_text(root, "survey", false, &p->survey, f) && get_text(root, "series", false, &p->series, f) &&
           get_text(root, "wave_label", false, &p->wave_label, f) &&
           get_text(root, "order", false, &p->order, f) &&
           get_text(root, "fielded_from", false, &p->from, f) &&
           get_text(root, "fielded_to", false, &p->to, f) && check_period(root, "order", p->order, f) &&
           check_period(root, "fielded_from", p->from, f) && check_period(root, "fielded_to", p->to, f) &&
           get_text(root, "method", false, &p->method, f) && get_lines(arena, root, "part_of", &p->part_of, f) && get_count(root, "sent", &p->sent, f) &&
           get_count(root, "responses", &p->responses, f) && get_rate(arena, root, &p->response_rate, f) &&
           get_count(root, "prefectures", &p->prefectures, f) &&
           get_count(root, "associations", &p->associations, f) &&
           get_lines(arena, root, "notes", &p->notes, f) && get_lines(arena, root, "sources", &p->sources, f);
}

/* Waves of a series cannot be put in order without it. */
static bool check_wave(const struct json *root, const struct published_survey *p, struct fault *f) {
    return !p->series || p->order ||
           json_fault(f, json_member(root, "series"),
                      _("a wave of a series needs \"order\", its period, for "
                        "example \"2023-10\""));
}

static bool read_survey(struct arena *arena, const struct json *root, struct published_survey *p,
                        struct fault *f) {
    static const char *const keys[] = {"id",
                                       "title",
                                       "organiser",
                                       "survey",
                                       "series",
                                       "wave_label",
                                       "order",
                                       "method",
                                       "part_of",
                                       "sent",
                                       "responses",
                                       "prefectures",
                                       "associations",
                                       "questions",
                                       "notes",
                                       "sources",
                                       "fielded_from",
                                       "fielded_to",
                                       "response_rate_pct",
                                       "arithmetic_checks",
                                       NULL};
    const struct json *questions = NULL, *checks = NULL;
    return json_known(root, keys, f) && read_head(arena, root, p, f) && check_wave(root, p, f) &&
           json_get_object(root, "arithmetic_checks", false, &checks, f) &&
           json_get_array(root, "questions", true, &questions, f) && read_questions(arena, questions, p, f);
}

static const struct published_survey *from_json(struct arena *arena, const struct json *root,
                                                const char *name, struct fault *f) {
    struct published_survey *p = arena_alloc(arena, sizeof *p);
    if (root && read_survey(arena, root, p, f))
        return p;
    if (root)
        fault_context(f, "%s", name);
    return NULL;
}

const struct published_survey *published_parse(struct arena *arena, const char *text, size_t length,
                                               const char *name, struct fault *f) {
    return from_json(arena, json_parse(arena, text, length, name, f), name, f);
}

const struct published_survey *published_read(struct arena *arena, const char *path, struct fault *f) {
    return from_json(arena, json_read_file(arena, path, f), path, f);
}
