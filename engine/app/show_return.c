#include "engine/app/show_return.h"

#include "engine/app/listing.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/wording.h"

#include <string.h>

/* --- the parts --- */

static const struct listing_column answer_columns[] = {
    {"number", N_("No."), LISTING_TEXT},  {"question", N_("Question"), LISTING_TEXT},
    {"label", N_("Label"), LISTING_TEXT}, {"state", N_("State"), LISTING_TEXT},
    {"value", N_("Value"), LISTING_TEXT}, {"answer", N_("Answer"), LISTING_TEXT},
};
/* For people: the state stands in the answer's place when there is none. */
static const struct listing_column read_columns[] = {
    {"number", N_("No."), LISTING_TEXT},
    {"question", N_("Question"), LISTING_TEXT},
    {"label", N_("Label"), LISTING_TEXT},
    {"answer", N_("Answer"), LISTING_TEXT},
};
static const struct listing_column written_columns[] = {
    {"heading", N_("Column"), LISTING_TEXT},
    {"cell", N_("As written"), LISTING_TEXT},
};
static const struct listing_column finding_columns[] = {
    {"severity", N_("Severity"), LISTING_TEXT}, {"question", N_("Question"), LISTING_TEXT},
    {"rule", N_("Rule"), LISTING_TEXT},         {"message", N_("Message"), LISTING_TEXT},
    {"value", N_("As written"), LISTING_TEXT},
};

static const char *words(struct arena *arena, const struct question *question, const struct answer *answer) {
    return answer->state == ANSWER_GIVEN ? answer_text(arena, question, answer) : NULL;
}

static const char *ids(struct arena *arena, const struct question *question, const struct answer *answer) {
    return answer->state == ANSWER_GIVEN ? answer_ids(arena, question, answer) : NULL;
}

static struct listing *list_answers(struct arena *arena, const struct shown_return *shown) {
    struct listing *l = listing_create(arena, "answers", answer_columns, 6);
    for (size_t i = 0; i < shown->q->question_count; i++) {
        const struct question *question = &shown->q->questions[i];
        const struct answer *answer = &shown->response->answers[i];
        listing_add(l, (const char *const[]){question->number, question->id, question->label,
                                             answer_state_key(answer->state), ids(arena, question, answer),
                                             words(arena, question, answer)});
    }
    return l;
}

static struct listing *list_readable(struct arena *arena, const struct shown_return *shown) {
    struct listing *l = listing_create(arena, "answers", read_columns, 4);
    for (size_t i = 0; i < shown->q->question_count; i++) {
        const struct question *question = &shown->q->questions[i];
        listing_add(l, (const char *const[]){question->number, question->id, question->label,
                                             answer_text(arena, question, &shown->response->answers[i])});
    }
    return l;
}

/* The cells of the row that hold something, each under its heading; a row from no file has none. */
static struct listing *list_written(struct arena *arena, const struct shown_return *shown) {
    struct listing *l = listing_create(arena, "written", written_columns, 2);
    char *cells = arena_strdup(arena, shown->row.raw);
    char *headings = arena_strdup(arena, shown->row.headings);
    while (cells) {
        const char *cell = strsep(&cells, "\x1f"), *heading = headings ? strsep(&headings, "\x1f") : NULL;
        if (*cell)
            listing_add(l, (const char *const[]){heading, cell});
    }
    return l;
}

static struct listing *list_findings(struct arena *arena, const struct shown_return *shown) {
    struct listing *l = listing_create(arena, "findings", finding_columns, 5);
    for (size_t i = 0; i < shown->finding_count; i++) {
        const struct finding *finding = &shown->findings[i];
        const char *question = finding->question < 0 ? NULL : shown->q->questions[finding->question].id;
        listing_add(l, (const char *const[]){finding_severity_key(finding->severity), question, finding->rule,
                                             finding->message, finding->value});
    }
    return l;
}

/* --- text --- */

static void print_part(const char *title, const struct listing *l) {
    if (!listing_count(l))
        return;
    printf("\n%s\n", title);
    listing_print(l, OUTPUT_TEXT, stdout);
}

static void print_head(const struct shown_return *shown) {
    const struct return_row *row = &shown->row;
    printf(_("return %ld of %s: %s"), row->id, row->survey, store_status_name(row->status));
    if (row->duplicate_of)
        printf(_(" (of return %ld)"), row->duplicate_of);
    putchar('\n');
    printf(_("batch %s"), row->batch_name);
    if (row->file)
        printf(_(", %s, row %zu"), row->file, row->row);
    putchar('\n');
    printf(_("revision %ld, %.10s %.5s, %s"), row->revisions, row->at, row->at + 11, row->who);
    if (row->why)
        printf(": %s", row->why);
    putchar('\n');
    for (int i = 0; i < FIELD_COUNT; i++)
        if (shown->response->fields[i])
            printf("%s=%s  ", wording_field_keys[i], shown->response->fields[i]);
    puts("\n");
}

static void show_text(struct arena *arena, const struct shown_return *shown) {
    print_head(shown);
    listing_print(list_readable(arena, shown), OUTPUT_TEXT, stdout);
    print_part(_("Findings"), list_findings(arena, shown));
    print_part(_("As written"), list_written(arena, shown));
}

/* --- JSON --- */

static void put_head(struct strbuf *b, const struct shown_return *shown) {
    const struct return_row *row = &shown->row;
    strbuf_printf(b, "{\"return\": %ld", row->id);
    json_add_member(b, "survey", row->survey);
    json_add_member(b, "status", store_status_key(row->status));
    if (row->duplicate_of)
        strbuf_printf(b, ", \"duplicate_of\": %ld", row->duplicate_of);
    else
        strbuf_add(b, ", \"duplicate_of\": null");
    json_add_member(b, "batch", row->batch_name);
    strbuf_add(b, ", \"source\": {");
    json_add_member(b, "file", row->file);
    strbuf_printf(b, ", \"row\": %zu}, \"revision\": %ld", row->row, row->revisions);
    json_add_member(b, "at", row->at);
    json_add_member(b, "who", row->who);
    json_add_member(b, "why", row->why);
    json_add_member(b, "template", row->template_hash);
    strbuf_add(b, ",\n \"fields\": {");
    for (int i = 0; i < FIELD_COUNT; i++)
        json_add_member(b, wording_field_keys[i], shown->response->fields[i]);
    strbuf_add(b, "},\n ");
}

static void show_json(struct arena *arena, const struct shown_return *shown) {
    struct strbuf b = {0};
    put_head(&b, shown);
    listing_json(list_answers(arena, shown), &b);
    strbuf_add(&b, ",\n ");
    listing_json(list_findings(arena, shown), &b);
    strbuf_add(&b, ",\n ");
    listing_json(list_written(arena, shown), &b);
    strbuf_add(&b, "}\n");
    fputs(b.text, stdout);
    strbuf_end(&b);
}

void show_return(struct arena *arena, const struct shown_return *shown, enum output_format format) {
    if (format == OUTPUT_JSON)
        show_json(arena, shown);
    else if (format == OUTPUT_CSV)
        listing_print(list_answers(arena, shown), format, stdout);
    else
        show_text(arena, shown);
}
