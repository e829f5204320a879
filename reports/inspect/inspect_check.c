#include "engine/base/lang.h"
#include "reports/inspect/inspect_book.h"

void inspect_found(struct inspect_run *run, const char *sheet, const char *cell, const char *what) {
    struct inspect_result *r = run->result;
    if (r->count < INSPECT_PLACES)
        r->places[r->count] = (struct inspect_place){sheet, cell, what};
    r->count++;
}

void inspect_found_at(struct inspect_run *run, const struct inspect_sheet *sheet, uint32_t row,
                      uint32_t column, const char *what) {
    const char *cell = run->result->count < INSPECT_PLACES ? inspect_cell_name(run->arena, row, column) : "";
    inspect_found(run, sheet->name, cell, what);
}

static size_t count_rules(const struct inspect_rule *rules) {
    size_t count = 0;
    while (rules[count].number)
        count++;
    return count;
}

static void check_rules(struct inspect_run *run, const char *group, const struct inspect_rule *rules) {
    for (; rules->number; rules++, run->result++) {
        *run->result = (struct inspect_result){
            .group = group, .rule = rules->number, .title = _(rules->title), .remedy = _(rules->remedy)};
        rules->check(run);
    }
}

const struct inspect_report *inspect_check(struct arena *arena, const struct inspect_book *book) {
    struct inspect_report *report = arena_alloc(arena, sizeof *report);
    report->file = book->path;
    report->count = count_rules(inspect_package_rules) + count_rules(inspect_machine_rules);
    struct inspect_result *results = arena_array(arena, report->count, sizeof *results);
    struct inspect_run run = {.arena = arena, .book = book, .result = results};
    check_rules(&run, "package", inspect_package_rules);
    check_rules(&run, "machine", inspect_machine_rules);
    report->results = results;
    report->passed = true;
    for (size_t i = 0; i < report->count; i++)
        report->passed = report->passed && results[i].count == 0;
    return report;
}
