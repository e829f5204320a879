#include "engine/app/show_published.h"

#include "engine/app/listing.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/percent.h"

/* One row per option: its question, base and figures as printed. */
static const struct listing_column figure_columns[] = {
    {"question", N_("Question"), LISTING_TEXT}, {"option", N_("Option"), LISTING_TEXT},
    {"label", N_("Label"), LISTING_TEXT},       {"concept", N_("Concept"), LISTING_TEXT},
    {"count", N_("Count"), LISTING_NUMBER},     {"percent", "%", LISTING_NUMBER},
    {"value", N_("Value"), LISTING_NUMBER},     {"base_n", N_("Base n"), LISTING_NUMBER},
    {"base", N_("Base"), LISTING_TEXT},         {"base_kind", N_("Kind of base"), LISTING_TEXT},
    {"derived", N_("Derived"), LISTING_FLAG},   {"source", N_("Source"), LISTING_TEXT},
};
enum { FIGURE_COLUMNS = sizeof figure_columns / sizeof *figure_columns };

static const char *number(struct arena *arena, long value) {
    return value == AGGREGATE_UNKNOWN ? NULL : listing_number(arena, value);
}

/* Sources stand one a line inside; a cell has one line. */
static const char *one_line(struct arena *arena, const char *lines) {
    char *line = arena_strdup(arena, lines);
    for (char *c = line; c && *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    return line;
}

static struct listing *list_all(struct arena *arena, const struct published_survey *p) {
    struct listing *l = listing_create(arena, "figures", figure_columns, FIGURE_COLUMNS);
    for (size_t i = 0; i < p->question_count; i++)
        for (size_t j = 0; j < p->questions[i].option_count; j++) {
            const struct published_question *q = &p->questions[i];
            const struct published_option *o = &q->options[j];
            listing_add(l,
                        (const char *const[FIGURE_COLUMNS]){
                            q->id, o->id, o->label, o->concept, number(arena, o->count), o->percent, o->value,
                            number(arena, q->base_n), q->base, q->base_kind, q->derived ? listing_yes : NULL,
                            one_line(arena, q->sources ? q->sources : p->sources)});
        }
    return l;
}

/* --- JSON --- */

static void add_number(struct strbuf *b, const char *key, long value) {
    if (value == AGGREGATE_UNKNOWN)
        strbuf_printf(b, ", \"%s\": null", key);
    else
        strbuf_printf(b, ", \"%s\": %ld", key, value);
}

static void show_json(const struct published_survey *p, const struct listing *l) {
    struct strbuf b = {0};
    strbuf_char(&b, '{');
    json_add_member(&b, "id", p->id);
    json_add_member(&b, "kind", "published");
    json_add_member(&b, "title", p->title);
    json_add_member(&b, "organiser", p->organiser);
    json_add_member(&b, "survey", p->survey);
    json_add_member(&b, "series", p->series);
    json_add_member(&b, "wave_label", p->wave_label);
    json_add_member(&b, "order", p->order);
    json_add_member(&b, "method", p->method);
    json_add_member(&b, "from", p->from);
    json_add_member(&b, "to", p->to);
    add_number(&b, "sent", p->sent);
    add_number(&b, "responses", p->responses);
    json_add_member(&b, "response_rate", p->response_rate);
    add_number(&b, "prefectures", p->prefectures);
    add_number(&b, "associations", p->associations);
    json_add_member(&b, "notes", p->notes);
    json_add_member(&b, "sources", p->sources);
    strbuf_add(&b, ",\n ");
    listing_json(l, &b);
    strbuf_add(&b, "}\n");
    fputs(b.text, stdout);
    strbuf_end(&b);
}

/* --- text --- */

static void line(const char *name, const char *value) {
    if (value && *value)
        printf("%s: %s\n", name, value);
}

static void count_line(const char *name, long value) {
    char text[PERCENT_TEXT];
    if (value != AGGREGATE_UNKNOWN)
        line(name, percent_thousands(text, value));
}

static void show_figures(struct arena *arena, const struct published_question *q) {
    static const struct listing_column columns[] = {
        {"label", N_("Option"), LISTING_TEXT},
        {"count", N_("Count"), LISTING_NUMBER},
        {"percent", "%", LISTING_NUMBER},
        {"value", N_("Value"), LISTING_NUMBER},
    };
    struct listing *l = listing_create(arena, "options", columns, 4);
    for (size_t j = 0; j < q->option_count; j++) {
        const struct published_option *o = &q->options[j];
        listing_add(l, (const char *const[]){o->label, number(arena, o->count), o->percent, o->value});
    }
    if (q->option_count)
        listing_print(l, OUTPUT_TEXT, stdout);
}

static void show_question(struct arena *arena, const struct published_question *q) {
    char n[PERCENT_TEXT] = "-";
    if (q->base_n != AGGREGATE_UNKNOWN)
        percent_thousands(n, q->base_n);
    printf("\n%s  %s\n%s: %s  n=%s%s%s\n", q->id, q->text, _("Base"), q->base ? q->base : _("not stated"), n,
           q->derived ? "  " : "",
           q->derived ? _("(not printed so: published counts on another published base)") : "");
    show_figures(arena, q);
}

static void show_text(struct arena *arena, const struct published_survey *p) {
    printf("%s  %s  (%s)\n", p->id, p->title, _("published figures, without returns"));
    line(_("Organiser"), p->organiser);
    line(_("Method"), p->method);
    if (p->from || p->to)
        printf("%s: %s – %s\n", _("Field period"), p->from ? p->from : "", p->to ? p->to : "");
    count_line(_("Sent"), p->sent);
    count_line(_("Returns"), p->responses);
    if (p->response_rate)
        printf("%s: %s%%\n", _("Response rate"), p->response_rate);
    line(_("Source"), one_line(arena, p->sources));
    line(_("Note"), one_line(arena, p->notes));
    for (size_t i = 0; i < p->question_count; i++)
        show_question(arena, &p->questions[i]);
}

void show_published(struct arena *arena, const struct published_survey *p, enum output_format format) {
    if (format == OUTPUT_TEXT) {
        show_text(arena, p);
        return;
    }
    const struct listing *l = list_all(arena, p);
    if (format == OUTPUT_JSON)
        show_json(p, l);
    else
        listing_print(l, format, stdout);
}
