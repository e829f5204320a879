#include "reports/cases/case_list.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/percent.h"
#include "engine/base/strbuf.h"
#include "engine/questionnaire/expr.h"
#include "engine/store/newest.h"
#include "engine/tabulation/made_up.h"
#include "reports/cases/case_one.h"
#include "reports/cases/case_text.h"

#include <stdlib.h>
#include <string.h>

/* A case before it is known how closely it may be placed. */
struct found {
    struct case_item item;
    size_t pref, type;
};

struct gathered {
    const struct case_coding *coding;
    struct found *items;
    size_t count, capacity;
    int64_t base_n;
};

struct collecting {
    struct arena *arena, *scratch;
    struct newest newest;
    struct case_one one;
    size_t made_up;
    struct case_places places;
    struct gathered *groups;
    size_t group_count;
    struct case_list *list;
};

/* --- one return --- */

static bool add_case(struct collecting *c, struct gathered *g, const struct stored_return *row,
                     const struct response *response, struct fault *f) {
    const struct question *question = &c->newest.q->questions[g->coding->question];
    const struct answer *answer = &response->answers[question->position];
    if (!question->base_where || expr_holds(question->base_where, c->newest.q, response))
        g->base_n++;
    if (answer->state != ANSWER_GIVEN || !answer->text)
        return true;
    const char *clean = case_text_clean(c->scratch, answer->text);
    if (!*clean)
        return true;
    struct found found = {.item = {.id = row->id},
                          .pref = case_one_code_of(c->places.pref, response),
                          .type = case_one_code_of(c->places.type, response)};
    struct case_masked masked;
    if (!case_one_mask(&c->one, c->scratch, row, question, answer->text, clean, &masked, f))
        return false;
    c->list->masked += masked.changed;
    found.item.text = arena_strdup(c->arena, masked.text);
    case_one_code(&c->one, g->coding, response, case_text_folded(c->scratch, clean), &found.item.kinds,
                  &found.item.words);
    g->items = arena_grow(c->arena, g->items, g->count, &g->capacity, sizeof *g->items);
    g->items[g->count++] = found;
    return true;
}

static bool visit(void *data, const struct stored_return *row, struct fault *f) {
    struct collecting *c = data;
    struct response *response = newest_response(&c->newest, c->scratch, row, f);
    bool done = response != NULL;
    if (done) {
        case_one_route(&c->one, response);
        c->list->returns++;
        c->places.returns[case_one_code_of(c->places.pref, response) * c->places.type_count +
                          case_one_code_of(c->places.type, response)]++;
        c->made_up += made_up_is(row->remark);
    }
    for (size_t i = 0; done && i < c->group_count; i++)
        done = add_case(c, &c->groups[i], row, response, f);
    arena_reset(c->scratch);
    return done;
}

/* --- the list --- */

static void begin_groups(struct collecting *c) {
    const struct questionnaire *q = c->newest.q;
    struct case_coding *plain = arena_array(c->arena, q->question_count + 1, sizeof *plain);
    c->groups = arena_array(c->arena, q->coding_count + q->question_count + 1, sizeof *c->groups);
    for (size_t i = 0; i < q->coding_count; i++)
        c->groups[c->group_count++].coding = &q->codings[i];
    for (size_t i = 0; q->coding_count == 0 && i < q->question_count; i++)
        if (q->questions[i].kind == QUESTION_TEXT) {
            plain[i].question = i;
            c->groups[c->group_count++].coding = &plain[i];
        }
}

int case_first_kind(const struct case_item *item) {
    return item->kinds ? __builtin_ctzll(item->kinds) : -1;
}

static int by_place(const void *left, const void *right) {
    const struct case_item *a = left, *b = right;
    unsigned first = (unsigned)case_first_kind(a),
             second = (unsigned)case_first_kind(b); /* without any: last */
    if (a->area != b->area)
        return a->area < b->area ? -1 : 1;
    if (first != second)
        return first < second ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static const char *number_of(struct collecting *c, size_t group, long id) {
    if (c->group_count == 1)
        return arena_printf(c->arena, "%ld", id);
    return group < 26 ? arena_printf(c->arena, "%ld%c", id, (char)('a' + group))
                      : arena_printf(c->arena, "%ld-%zu", id, group + 1);
}

static void finish_item(struct collecting *c, size_t group, const struct found *found,
                        struct case_item *out) {
    const struct case_places *p = &c->places;
    *out = found->item;
    out->number = number_of(c, group, out->id);
    out->area = p->area_of[found->pref];
    if (p->areas[out->area].coarse) {
        c->list->coarse++;
        out->text = case_one_without_place(c->arena, c->places.pref, found->pref, out->text);
    }
    if (!p->type)
        return;
    out->type_hidden = !p->type_shown[out->area * p->type_count + found->type];
    c->list->untyped += out->type_hidden;
    if (!out->type_hidden)
        out->type = found->type < p->type->option_count ? p->type->options[found->type].label
                                                        : _("type not answered");
}

static void count_item(struct case_group *g, const struct case_item *item, size_t areas) {
    g->by_area[item->area]++;
    g->kinds[g->coding->kind_count] += item->kinds == 0;
    for (size_t k = 0; k < g->coding->kind_count; k++)
        if (item->kinds >> k & 1) {
            g->kinds[k]++;
            g->matrix[k * areas + item->area]++;
        }
    for (size_t a = 0; a < g->coding->word_count; a++)
        for (size_t b = 0; b < g->coding->word_count; b++)
            g->together[a * g->coding->word_count + b] += item->words >> a & item->words >> b & 1;
}

static void finish_group(struct collecting *c, size_t at, struct case_group *out) {
    const struct gathered *g = &c->groups[at];
    size_t areas = c->places.area_count, kinds = g->coding->kind_count, words = g->coding->word_count;
    const struct question *question = &c->newest.q->questions[g->coding->question];
    *out = (struct case_group){
        .coding = g->coding,
        .question = question,
        .title = g->coding->label ? g->coding->label : question_title(c->arena, c->newest.q, question),
        .base_n = g->base_n,
        .items = arena_array(c->arena, g->count + 1, sizeof *out->items),
        .count = g->count,
        .kinds = arena_array(c->arena, kinds + 1, sizeof *out->kinds),
        .by_area = arena_array(c->arena, areas + 1, sizeof *out->by_area),
        .matrix = arena_array(c->arena, kinds * areas + 1, sizeof *out->matrix),
        .together = arena_array(c->arena, words * words + 1, sizeof *out->together),
    };
    for (size_t i = 0; i < g->count; i++) {
        finish_item(c, at, &g->items[i], &out->items[i]);
        count_item(out, &out->items[i], areas);
    }
    qsort(out->items, out->count, sizeof *out->items, by_place);
    c->list->case_count += g->count;
}

/* --- what has to be said --- */

struct notes {
    const char **items;
    size_t count;
};

static void note(struct notes *n, const char *text) {
    if (text)
        n->items[n->count++] = text;
}

static void add_notes(struct collecting *c) {
    struct case_list *list = c->list;
    struct notes n = {arena_array(c->arena, 8, sizeof *n.items), 0};
    note(&n, list->synthetic);
    note(&n, arena_printf(
                 c->arena,
                 _("Names, numbers, addresses and the like are masked (in %s of the texts), by rule or by a "
                   "person; otherwise the texts are as they were written."),
                 number_thousands(c->arena, (int64_t)list->masked)));
    if (c->newest.q->coding_count)
        note(&n, _("A case may be of several kinds. Kinds are assigned by the rules of the questionnaire: "
                   "from what "
                   "the return ticked and from words in the text."));
    if (list->coarse || list->untyped)
        note(&n, arena_printf(
                     c->arena,
                     _("So that no institution can be recognised, area or type is left out or made coarser "
                       "where fewer than %ld institutions answered, and where that would give them away."),
                     list->few));
    note(&n, _("The number of a case stays the same when other returns come in or are corrected."));
    list->notes = n.items;
    list->note_count = n.count;
}

static struct case_group *finish(struct collecting *c) {
    struct case_list *list = c->list;
    struct case_group *groups = arena_array(c->arena, c->group_count + 1, sizeof *groups);
    list->areas = c->places.areas;
    list->area_count = c->places.area_count;
    list->has_areas = c->places.pref != NULL;
    list->synthetic = made_up_notice(c->arena, c->newest.q, c->made_up, (size_t)list->returns);
    for (size_t i = 0; i < c->group_count; i++)
        finish_group(c, i, &groups[i]);
    list->group_count = c->group_count;
    add_notes(c);
    return groups;
}

const struct case_list *case_list_make(struct arena *arena, struct store *store,
                                       const struct questionnaire *q, long few, struct fault *f) {
    struct case_list *list = arena_alloc(arena, sizeof *list);
    struct collecting c = {.arena = arena, .newest = {.store = store, .arena = arena, .q = q}, .list = list};
    list->questionnaire = q;
    list->few = few;
    begin_groups(&c);
    case_one_places(arena, q, &c.places);
    if (!c.group_count) {
        const char *before = lang_enter(lang_interface());
        fault_set(f, _("the survey \"%s\" has no free-text question, so there are no cases to list"), q->id);
        lang_enter(before);
        return NULL;
    }
    c.scratch = arena_create();
    bool done = case_one_begin(arena, store, q, &c.one, f) && store_state(store, q->id, list->state, f) &&
                store_each_return(store, q->id, visit, &c, f);
    arena_destroy(c.scratch);
    if (!done || !case_areas_make(arena, &c.places, few, f))
        return NULL;
    list->groups = finish(&c);
    return list;
}

/* --- words --- */

const char *case_kinds_text(struct arena *arena, const struct case_group *group, const struct case_item *item,
                            const char *between) {
    struct strbuf b = {0};
    strbuf_add(&b, "");
    for (size_t k = 0; k < group->coding->kind_count; k++)
        if (item->kinds >> k & 1)
            strbuf_printf(&b, "%s%s", b.length ? between : "", group->coding->kinds[k].label);
    const char *text = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return text;
}

const char *case_share_text(struct arena *arena, const struct case_group *group, size_t count) {
    char text[PERCENT_TEXT];
    percent_text(text, (int64_t)count, (int64_t)group->count, 1);
    return arena_strdup(arena, text);
}
