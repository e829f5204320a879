#include "importers/import_second.h"

#include "engine/base/lang.h"
#include "engine/response/check.h"

struct import_second {
    struct arena *arena;
    struct store *store;
    struct second_book *book;
};

struct import_second *import_second_begin(struct arena *arena, struct store *store,
                                          const struct questionnaire *q, struct fault *f) {
    struct import_second *second = arena_alloc(arena, sizeof *second);
    second->arena = arena;
    second->store = store;
    second->book = store_second_book(store, arena, q, f);
    return second->book ? second : NULL;
}

static void report(const struct second_row *row, const char *file, const char *rule,
                   enum rule_severity severity, const char *message, const char *remedy,
                   struct findings *out) {
    const struct finding finding = {.file = file,
                                    .row = row->row,
                                    .return_id = row->first ? row->first->ret : 0,
                                    .question = -1,
                                    .rule = arena_printf(out->arena, "second.%s", rule),
                                    .severity = severity,
                                    .message = message,
                                    .value = row->sheet,
                                    .suggestion = remedy};
    finding_add(out, finding);
}

static void report_state(const struct second_row *row, const char *file, struct findings *out) {
    if (row->outside)
        report(row, file, "not_drawn", RULE_INFO,
               _("the sheet was not drawn to be keyed twice; it is compared, but enters no rate"),
               _("Nothing need be done; `shukei double plan` shows the sheets that were drawn"), out);
    if (row->state != SECOND_COMPARED)
        report(row, file, second_state_key(row->state),
               row->state == SECOND_REPEATED ? RULE_WARNING : RULE_ERROR, second_state_message(row->state),
               second_state_remedy(row->state), out);
}

static void report_reading(const struct second_book *book, const struct incoming *in, struct findings *out) {
    for (size_t i = 0; i < in->finding_count; i++) {
        struct finding finding = in->findings[i];
        if (check_knows(book->q, finding.rule))
            continue;
        if (finding.severity == RULE_ERROR)
            finding.severity = RULE_WARNING;
        finding_add(out, finding);
    }
}

bool import_second_add(struct import_second *second, const struct incoming *in, const char *file,
                       struct findings *out, struct fault *f) {
    const char *const *fields = in->response->fields;
    struct second_row row = {.row = in->row,
                             .sheet = arena_strdup(second->arena, fields[FIELD_SHEET]),
                             .association = arena_strdup(second->arena, fields[FIELD_ASSOCIATION]),
                             .keyer = arena_strdup(second->arena, fields[FIELD_OPERATOR])};
    if (!store_second_add(second->store, second->book->q, in, &row.id, f))
        return false;
    second_book_match(second->book, &row);
    report_state(&row, file, out);
    report_reading(second->book, in, out);
    return true;
}
