#include "reports/web/kit_routes.h"

#include "engine/base/home.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/store/aggregate.h"
#include "reports/press/kit.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static const char ending[] = ".json";

struct listed {
    const char *name;
    const struct kit *kit;
};

struct kits {
    struct listed *items;
    size_t count, capacity;
};

/* What the store holds, by ids. */
struct stock {
    struct store *store;
    struct survey_row *surveys;
    struct published_row *published;
    struct series_row *series;
    size_t survey_count, published_count, series_count;
};

/* In one line, without what a printed page would work out. */
static const char *plain(struct arena *arena, const char *title) {
    struct strbuf b = {0};
    strbuf_add(&b, "");
    for (const char *at = title; *at; at++) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        if (end) {
            strbuf_add(&b, "…");
            at = end;
        } else if (*at != '\n') {
            strbuf_char(&b, *at);
        }
    }
    const char *out = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return out;
}

/* --- what is there --- */

static void add(struct arena *arena, struct kits *kits, const char *folder, const char *file,
                const char *survey) {
    const char *dot = strrchr(file, '.');
    if (!dot || strcmp(dot, ending) != 0)
        return;
    struct fault ignored = {0};
    const struct kit *kit = kit_load(arena, arena_printf(arena, "%s/%s", folder, file), &ignored);
    if (!kit || (survey && kit->survey && strcmp(survey, kit->survey) != 0))
        return;
    kits->items = arena_grow(arena, kits->items, kits->count, &kits->capacity, sizeof *kits->items);
    kits->items[kits->count++] =
        (struct listed){.name = arena_strndup(arena, file, (size_t)(dot - file)), .kit = kit};
}

static int by_survey_and_name(const void *a, const void *b) {
    const struct listed *one = a, *other = b;
    int none = (one->kit->survey == NULL) - (other->kit->survey == NULL);
    return none ? none : strcmp(one->name, other->name);
}

static bool read_folder(struct arena *arena, const char *folder, const char *survey, struct kits *kits,
                        struct fault *f) {
    DIR *directory = opendir(folder);
    if (!directory)
        return fault_errno(f, folder);
    for (const struct dirent *entry; (entry = readdir(directory));)
        add(arena, kits, folder, entry->d_name, survey);
    closedir(directory);
    if (kits->count)
        qsort(kits->items, kits->count, sizeof *kits->items, by_survey_and_name);
    return true;
}

/* --- what it would need --- */

static bool read_stock(struct web_request *r, struct stock *stock, struct fault *f) {
    stock->store = r->store;
    return store_survey_list(r->store, r->arena, &stock->surveys, &stock->survey_count, f) &&
           aggregate_list_published(r->store, r->arena, &stock->published, &stock->published_count, f) &&
           aggregate_list_series(r->store, r->arena, &stock->series, &stock->series_count, f);
}

/* A survey that is not in the store may have come with the program, and then has a title. */
static const char *title_of_survey(struct arena *arena, const char *id) {
    struct fault ignored = {0};
    const char *path = home_path(arena, arena_printf(arena, "templates/surveys/%s.json", id), &ignored);
    const struct questionnaire *q = path ? questionnaire_load(arena, path, &ignored) : NULL;
    return q ? q->title : id;
}

static const char *lacks_survey(struct arena *arena, const struct stock *stock, const char *id) {
    for (size_t i = 0; i < stock->survey_count; i++)
        if (strcmp(stock->surveys[i].id, id) == 0)
            return store_count_accepted(stock->store, id) > 0
                       ? NULL
                       : arena_printf(arena, _("the survey \"%s\" has no valid returns yet"),
                                      stock->surveys[i].title);
    return arena_printf(arena, _("the survey \"%s\" has not been added"), title_of_survey(arena, id));
}

static const char *lacks_published(struct arena *arena, const struct stock *stock, const char *id) {
    for (size_t i = 0; i < stock->published_count; i++)
        if (strcmp(stock->published[i].id, id) == 0)
            return NULL;
    return arena_printf(arena, _("the published results \"%s\" have not been taken in"), id);
}

static const char *lacks_series(struct arena *arena, const struct stock *stock, const char *id) {
    for (size_t i = 0; i < stock->series_count; i++)
        if (strcmp(stock->series[i].id, id) == 0)
            return NULL;
    return arena_printf(arena, _("the series \"%s\" has not been taken in"), id);
}

static const char *lacks(struct arena *arena, const struct stock *stock, const struct kit *kit) {
    static const char *(*const ask[])(struct arena *, const struct stock *,
                                      const char *) = {[BINDING_SURVEY] = lacks_survey,
                                                       [BINDING_PUBLISHED] = lacks_published,
                                                       [BINDING_SERIES] = lacks_series};
    const char *out = kit->survey ? lacks_survey(arena, stock, kit->survey) : NULL;
    for (size_t i = 0; i < kit->source_count && !out; i++)
        out = ask[kit->sources[i].kind](arena, stock, kit->sources[i].id);
    return out;
}

bool kit_list(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *folder = home_path(r->arena, "templates/press", f);
    struct kits kits = {0};
    struct stock stock = {0};
    if (!folder || !read_folder(r->arena, folder, web_argument(r, "survey"), &kits, f) ||
        !read_stock(r, &stock, f))
        return false;
    strbuf_add(&out->body, "{\"kits\": [");
    for (size_t i = 0; i < kits.count; i++) {
        const struct kit *kit = kits.items[i].kit;
        strbuf_add(&out->body, i ? ",\n {" : "{");
        json_add_member(&out->body, "name", kits.items[i].name);
        json_add_member(&out->body, "title", plain(r->arena, kit->title->string));
        json_add_member(&out->body, "date", kit->date);
        json_add_member(&out->body, "survey", kit->survey);
        json_add_member(&out->body, "missing", lacks(r->arena, &stock, kit));
        strbuf_char(&out->body, '}');
    }
    strbuf_add(&out->body, "]}\n");
    return true;
}
