#include "engine/questionnaire/load.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "engine/questionnaire/scheme_load.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum { FILE_LIMIT = 8 << 20, PERCENT_DECIMALS_MAX = 3, SENT_MAX = 100000000 };

static const char *const top_keys[] = {
    "format",     "id",        "title",    "short_title",
    "lang",       "organiser", "contact",  "unit",
    "population", "method",    "field",    "series",
    "wave_label", "synthetic", "source",   "percent_decimals",
    "sent",       "keys",      "base_all", "groupings",
    "questions",  "rules",     "columns",  "double_entry",
    "blank",      "weights",   "cases",    "sheet",
    NULL,
};

static bool load_format(const struct json *root, struct fault *f) {
    static const char expected[] = "shukei-survey-1";
    const char *format = NULL;
    if (!json_get_string(root, "format", true, &format, f))
        return false;
    return strcmp(format, expected) == 0 ||
           json_fault(f, json_member(root, "format"), _("expected \"%s\", found \"%s\""), expected, format);
}

static bool load_lang(const struct json *root, struct questionnaire *q, struct fault *f) {
    q->lang = "ja";
    if (!json_get_string(root, "lang", false, &q->lang, f))
        return false;
    return strcmp(q->lang, "ja") == 0 || strcmp(q->lang, "en") == 0 ||
           json_fault(f, json_member(root, "lang"), _("expected \"ja\" or \"en\", found \"%s\""), q->lang);
}

static bool load_period(const struct json *root, struct questionnaire *q, struct fault *f) {
    static const char *const keys[] = {"from", "to", NULL};
    const struct json *field;
    int64_t from = INT64_MIN, to = INT64_MAX;
    if (!json_get_object(root, "field", false, &field, f))
        return false;
    if (!field)
        return true;
    if (!json_known(field, keys, f) || !json_get_string(field, "from", false, &q->field_from, f) ||
        !load_day(field, "from", &from, f) || !json_get_string(field, "to", false, &q->field_to, f) ||
        !load_day(field, "to", &to, f))
        return false;
    return from <= to || json_fault(f, field, _("the field period ends before it begins"));
}

/* The words of the head of the file; defaults first. */
static bool load_head(const struct json *root, struct questionnaire *q, struct fault *f) {
    const struct wording *words = wording_get(q->lang, f);
    if (!words)
        return false;
    q->unit = words->unit;
    q->contact = q->population = q->method = q->series = q->wave_label = q->source = "";
    q->field_from = q->field_to = "";
    if (!load_id(root, "-", &q->id, f) || !load_text(root, "title", true, &q->title, f))
        return false;
    q->short_title = q->title;
    return load_text(root, "short_title", false, &q->short_title, f) &&
           load_text(root, "organiser", true, &q->organiser, f) &&
           json_get_string(root, "contact", false, &q->contact, f) &&
           load_text(root, "unit", false, &q->unit, f) &&
           json_get_string(root, "population", false, &q->population, f) &&
           json_get_string(root, "method", false, &q->method, f) &&
           json_get_string(root, "series", false, &q->series, f) &&
           json_get_string(root, "wave_label", false, &q->wave_label, f) &&
           load_text(root, "synthetic", false, &q->synthetic, f) &&
           json_get_string(root, "source", false, &q->source, f);
}

static bool load_base_all(struct loader *l, const struct json *root, struct fault *f) {
    const struct wording *words = wording_get(l->q->lang, f);
    if (!words)
        return false;
    l->q->base_all_text = wording_fill(l->arena, words->everybody, "unit", l->q->unit, (const char *)NULL);
    return load_text(root, "base_all", false, &l->q->base_all_text, f);
}

static bool load_numbers(const struct json *root, struct questionnaire *q, struct fault *f) {
    long decimals = 1;
    if (!json_get_integer(root, "percent_decimals", false, &decimals, f) ||
        !json_get_number(root, "double_entry", false, &q->double_entry, f))
        return false;
    if (decimals < 0 || decimals > PERCENT_DECIMALS_MAX)
        return json_fault(f, json_member(root, "percent_decimals"), _("expected 0 to %d"),
                          PERCENT_DECIMALS_MAX);
    if (!(q->double_entry >= 0 && q->double_entry <= 1))
        return json_fault(f, json_member(root, "double_entry"), _("expected a share from 0 to 1"));
    q->percent_decimals = (int)decimals;
    return true;
}

static bool load_blank(const struct json *root, struct questionnaire *q, struct fault *f) {
    const struct json *node = json_member(root, "blank");
    q->blank = -1;
    return !node || load_severity(node, &q->blank, f);
}

static bool load_count(const struct json *object, const char *key, bool required, long *out,
                       struct fault *f) {
    if (!json_get_integer(object, key, required, out, f))
        return false;
    return (*out >= 0 && *out <= SENT_MAX) ||
           json_fault(f, json_member(object, key), _("expected 0 to %d"), SENT_MAX);
}

/* A known association is kept by its id, a prefecture by its code, so that returns find their count. */
static bool load_sent_row(struct loader *l, const struct json *node, const struct reference *r,
                          struct sent_count *out, struct fault *f) {
    static const char *const keys[] = {"association", "prefecture", "count", NULL};
    const char *prefecture = NULL;
    out->association = out->prefecture = "";
    if (!json_known(node, keys, f) || !load_text(node, "association", false, &out->association, f) ||
        !load_text(node, "prefecture", false, &prefecture, f) ||
        !load_count(node, "count", true, &out->count, f))
        return false;
    if (!*out->association && !prefecture)
        return json_fault(f, node, _("names neither an \"association\" nor a \"prefecture\""));
    int association = reference_association(r, l->arena, out->association);
    if (association >= 0)
        out->association = r->associations[association].id;
    if (!prefecture)
        return true;
    int position = reference_prefecture(r, l->arena, prefecture);
    if (position < 0)
        return json_fault(f, json_member(node, "prefecture"),
                          _("\"%s\" is no prefecture; write 東京, 東京都 or 13"), prefecture);
    out->prefecture = r->prefectures[position].code;
    return true;
}

static bool load_sent(struct loader *l, const struct json *root, struct fault *f) {
    static const char *const keys[] = {"total", "by", NULL};
    const struct json *sent, *list;
    const struct reference *r = reference_get(f);
    if (!r || !json_get_object(root, "sent", false, &sent, f))
        return false;
    if (!sent)
        return true;
    if (!json_known(sent, keys, f) || !load_count(sent, "total", false, &l->q->sent_total, f) ||
        !json_get_array(sent, "by", false, &list, f))
        return false;
    if (!list)
        return true;
    struct sent_count *rows = arena_array(l->arena, list->count, sizeof *rows);
    long sum = 0;
    for (const struct json *node = list->first; node; node = node->next) {
        if (!load_sent_row(l, node, r, &rows[node->index], f))
            return false;
        sum += rows[node->index].count;
    }
    l->q->sent = rows;
    l->q->sent_count = list->count;
    if (!json_member(sent, "total"))
        l->q->sent_total = sum;
    return true;
}

/* The usual headings, then those of the file. */
static bool load_columns(struct loader *l, const struct json *root, struct fault *f) {
    const struct column_names *usual = wording_columns(f);
    const struct json *columns;
    if (!usual || !json_get_object(root, "columns", false, &columns, f) ||
        (columns && !json_known(columns, wording_field_keys, f)))
        return false;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const char *const *own = NULL;
        size_t count = 0;
        if (columns && !load_texts(l->arena, columns, wording_field_keys[i], &own, &count, f))
            return false;
        const char **all = arena_array(l->arena, usual[i].count + count, sizeof *all);
        for (size_t k = 0; k < usual[i].count; k++)
            all[k] = usual[i].names[k];
        for (size_t k = 0; k < count; k++)
            all[usual[i].count + k] = own[k];
        l->q->fields[i] = (struct column_names){all, usual[i].count + count};
    }
    return true;
}

static bool load_root(struct loader *l, const struct json *root, struct fault *f) {
    const struct json *questions;
    return json_expect(root, JSON_OBJECT, f) && load_format(root, f) && json_known(root, top_keys, f) &&
           load_lang(root, l->q, f) && load_head(root, l->q, f) && load_base_all(l, root, f) &&
           load_period(root, l->q, f) && load_numbers(root, l->q, f) && load_blank(root, l->q, f) &&
           load_sent(l, root, f) && load_columns(l, root, f) &&
           json_get_array(root, "questions", true, &questions, f) && question_load_all(l, questions, f) &&
           grouping_load_keys(l, root, f) && grouping_load_all(l, root, f) && routing_load(l, f) &&
           rule_load_all(l, root, f) && scheme_load_all(l, root, f) && case_load_all(l, root, f) &&
           facsimile_load(l, root, f);
}

static void hash_bytes(struct questionnaire *q) {
    unsigned char digest[crypto_generichash_BYTES];
    static_assert(2 * sizeof digest + 1 == sizeof q->hash, "BLAKE2b-256 in hexadecimal");
    crypto_generichash(digest, sizeof digest, (const unsigned char *)q->json, q->json_length, NULL, 0);
    sodium_bin2hex(q->hash, sizeof q->hash, digest, sizeof digest);
}

const struct questionnaire *questionnaire_parse(struct arena *arena, const char *json, size_t length,
                                                const char *name, struct fault *f) {
    const struct json *root = json_parse(arena, json, length, name, f);
    if (!root)
        return NULL;
    struct questionnaire *q = arena_alloc(arena, sizeof *q);
    struct loader l = {.arena = arena, .q = q};
    q->json = arena_strndup(arena, json, length);
    q->json_length = length;
    hash_bytes(q);
    if (load_root(&l, root, f))
        return q;
    fault_context(f, "%s", name);
    return NULL;
}

const struct questionnaire *questionnaire_load(struct arena *arena, const char *path, struct fault *f) {
    size_t length;
    const char *json = file_read(arena, path, FILE_LIMIT, &length, f);
    return json ? questionnaire_parse(arena, json, length, path, f) : NULL;
}
