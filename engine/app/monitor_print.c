#include "engine/app/monitor_print.h"

#include "engine/app/listing.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/percent.h"

#include <math.h>
#include <string.h>

static const struct listing_column machine_columns[] = {
    {"key", "", LISTING_TEXT},
    {"label", "", LISTING_TEXT},
    {"sent", "", LISTING_NUMBER},
    {"received", "", LISTING_NUMBER},
    {"valid", "", LISTING_NUMBER},
    {"duplicate", "", LISTING_NUMBER},
    {"set_aside", "", LISTING_NUMBER},
    {"void", "", LISTING_NUMBER},
    {"not_returned", "", LISTING_NUMBER},
    {"response_rate", "", LISTING_NUMBER},
    {"text", "", LISTING_TEXT},
    {"cumulative", "", LISTING_NUMBER},
};
static const struct listing_column text_columns[] = {
    {"label", NULL, LISTING_TEXT}, /* headed by what it is grouped by */
    {"sent", N_("Sent"), LISTING_NUMBER},
    {"received", N_("Received"), LISTING_NUMBER},
    {"valid", N_("Valid"), LISTING_NUMBER},
    {"text", N_("Response rate"), LISTING_NUMBER},
    {"duplicate", N_("Duplicate"), LISTING_NUMBER},
    {"set_aside", N_("Set aside"), LISTING_NUMBER},
    {"void", N_("Void"), LISTING_NUMBER},
    {"cumulative", N_("Valid so far"), LISTING_NUMBER},
};
enum {
    MACHINE_COLUMNS = sizeof machine_columns / sizeof *machine_columns,
    TEXT_COLUMNS = sizeof text_columns / sizeof *text_columns,
};

/* --- rows --- */

static const char *number_or_null(struct arena *arena, long number) {
    return number == MONITOR_UNKNOWN ? NULL : listing_number(arena, number);
}

static const char *rate_text(struct arena *arena, const struct monitor_row *row, int decimals) {
    char text[PERCENT_TEXT];
    if (row->sent <= 0)
        return NULL;
    percent_text(text, row->counts.accepted, row->sent, decimals);
    return arena_strdup(arena, text);
}

/* Unrounded, for machines. */
static const char *rate_number(struct arena *arena, long count, long n) {
    return n > 0 ? arena_printf(arena, "%.10g", 100.0 * (double)count / (double)n) : NULL;
}

static const char *thousands(struct arena *arena, long number) {
    return number == MONITOR_UNKNOWN ? "-" : number_thousands(arena, number);
}

static void add_machine(struct arena *arena, struct listing *l, const struct monitor *m,
                        const struct monitor_row *row, long so_far) {
    const struct reconciliation *c = &row->counts;
    listing_add(l, (const char *const[MACHINE_COLUMNS]){
                       row->key, row->label, number_or_null(arena, row->sent), listing_number(arena, c->read),
                       listing_number(arena, c->accepted), listing_number(arena, c->duplicate),
                       listing_number(arena, c->set_aside), listing_number(arena, c->voided),
                       number_or_null(arena, monitor_not_returned(row)),
                       rate_number(arena, c->accepted, row->sent),
                       rate_text(arena, row, m->q->percent_decimals), listing_number(arena, so_far)});
}

static void add_text(struct arena *arena, struct listing *l, const struct monitor *m,
                     const struct monitor_row *row, long so_far) {
    const struct reconciliation *c = &row->counts;
    const char *rate = rate_text(arena, row, m->q->percent_decimals);
    listing_add(l, (const char *const[TEXT_COLUMNS]){row->label, thousands(arena, row->sent),
                                                     thousands(arena, c->read), thousands(arena, c->accepted),
                                                     rate ? rate : "-", thousands(arena, c->duplicate),
                                                     thousands(arena, c->set_aside),
                                                     thousands(arena, c->voided), thousands(arena, so_far)});
}

/* A running total means something over days only. */
static struct listing *list_rows(struct arena *arena, const struct monitor *m, enum monitor_key key,
                                 bool text) {
    const struct monitor_group *group = &m->by[key];
    static const char *const headings[] = {N_("Association"), N_("Prefecture"), N_("Channel"), N_("Day")};
    struct listing_column *headed = arena_copy(arena, text_columns, sizeof text_columns);
    headed->heading = headings[key];
    size_t columns = (text ? TEXT_COLUMNS : MACHINE_COLUMNS) - (key != MONITOR_DAY);
    struct listing *l = listing_create(arena, "rows", text ? headed : machine_columns, columns);
    long so_far = 0;
    for (size_t i = 0; i < group->count; i++) {
        so_far += group->rows[i].counts.accepted;
        (text ? add_text : add_machine)(arena, l, m, &group->rows[i], so_far);
    }
    return l;
}

/* --- how it will end --- */

/* NULL when it can be said. */
static const char *no_forecast(const struct monitor *m) {
    static const char *const why_not[] = {
        [ARRIVAL_FEW_DAYS] = N_("too few days of arrivals yet (dates received are needed, over 10 days)"),
        [ARRIVAL_FEW_RETURNS] = N_("too few returns yet (30 are needed)"),
        [ARRIVAL_NOT_SLOWING] = N_("arrivals are not slowing yet"),
    };
    if (m->arrival.verdict != ARRIVAL_FITTED)
        return _(why_not[m->arrival.verdict]);
    if (m->total.sent != MONITOR_UNKNOWN && m->arrival.final > (double)m->total.sent)
        return _("the curve leads past the number sent; check the sent counts");
    return NULL;
}

static void print_forecast(struct arena *arena, const struct monitor *m) {
    const char *why_not = no_forecast(m);
    long final = lround(m->arrival.final);
    char rate[PERCENT_TEXT] = "";
    if (why_not) {
        printf(_("expected in the end: cannot be said: %s\n"), why_not);
        return;
    }
    if (m->total.sent > 0)
        percent_text(rate, final, m->total.sent, m->q->percent_decimals);
    printf(_("expected in the end, without a reminder: about %s valid%s%s (from the arrivals of %zu days; no "
             "interval can be given)\n"),
           thousands(arena, final), *rate ? " = " : "", rate, m->arrival.days);
}

/* --- whole --- */

static void print_whole(struct arena *arena, const struct monitor *m) {
    const struct monitor_row *t = &m->total;
    const struct reconciliation *c = &t->counts;
    const char *rate = rate_text(arena, t, m->q->percent_decimals);
    char cooperation[PERCENT_TEXT];
    percent_text(cooperation, c->accepted, c->accepted + c->set_aside, m->q->percent_decimals);
    printf("%s  %s\n", m->q->id, m->q->title);
    printf(_("sent %s, received %s, valid %s; response rate %s\n"), thousands(arena, t->sent),
           thousands(arena, c->read), thousands(arena, c->accepted), rate ? rate : "-");
    printf(_("received %s = valid %s + duplicate %s + set aside %s + void %s; tabulated %s (checked)\n"),
           thousands(arena, c->read), thousands(arena, c->accepted), thousands(arena, c->duplicate),
           thousands(arena, c->set_aside), thousands(arena, c->voided), thousands(arena, c->tabulated));
    printf(_("of those sent: complete %s, set aside %s, not returned %s; cooperation rate %s (complete, of "
             "those "
             "who returned)\n"),
           thousands(arena, c->accepted), thousands(arena, c->set_aside),
           thousands(arena, monitor_not_returned(t)), cooperation);
    if (t->sent != MONITOR_UNKNOWN && c->accepted + c->set_aside > t->sent)
        puts(_("more came back than was sent; check the sent counts with `shukei survey sent`"));
    print_forecast(arena, m);
    if (m->synthetic)
        puts(m->synthetic);
}

static void json_number(struct strbuf *b, const char *key, const char *number) {
    strbuf_printf(b, ", \"%s\": %s", key, number ? number : "null");
}

static void json_forecast(struct arena *arena, const struct monitor *m, struct strbuf *b) {
    const char *why_not = no_forecast(m);
    if (why_not) {
        strbuf_add(b, ",\n \"expected\": null");
    } else {
        strbuf_printf(
            b, ",\n \"expected\": {\"valid\": %.10g, \"tau_days\": %.10g, \"arrived\": %.10g, \"days\": %zu",
            m->arrival.final, m->arrival.tau, m->arrival.arrived, m->arrival.days);
        json_number(b, "response_rate",
                    m->total.sent > 0
                        ? arena_printf(arena, "%.10g", 100 * m->arrival.final / (double)m->total.sent)
                        : NULL);
        strbuf_char(b, '}');
    }
    json_add_member(b, "expected_refused", why_not);
}

static void json_whole(struct arena *arena, const struct monitor *m, struct strbuf *b) {
    const struct monitor_row *t = &m->total;
    const struct reconciliation *c = &t->counts;
    json_number(b, "sent", number_or_null(arena, t->sent));
    json_number(b, "received", listing_number(arena, c->read));
    json_number(b, "valid", listing_number(arena, c->accepted));
    json_number(b, "response_rate", rate_number(arena, c->accepted, t->sent));
    json_add_member(b, "text", rate_text(arena, t, m->q->percent_decimals));
    json_number(b, "cooperation_rate", rate_number(arena, c->accepted, c->accepted + c->set_aside));
    strbuf_printf(
        b,
        ",\n \"reconciliation\": {\"read\": %ld, \"accepted\": %ld, \"duplicate\": %ld, \"set_aside\": "
        "%ld, \"void\": %ld, \"tabulated\": %ld}",
        c->read, c->accepted, c->duplicate, c->set_aside, c->voided, c->tabulated);
    strbuf_printf(
        b, ",\n \"outcomes\": {\"complete\": %ld, \"set_aside\": %ld, \"duplicate\": %ld, \"void\": %ld",
        c->accepted, c->set_aside, c->duplicate, c->voided);
    json_number(b, "not_returned", number_or_null(arena, monitor_not_returned(t)));
    strbuf_char(b, '}');
    json_forecast(arena, m, b);
    json_add_member(b, "synthetic", m->synthetic);
}

void monitor_print_json(struct arena *arena, const struct monitor *m, enum monitor_key key,
                        struct strbuf *out) {
    strbuf_add(out, "{\"survey\": ");
    json_add_string(out, m->q->id);
    json_whole(arena, m, out);
    strbuf_add(out, ",\n ");
    strbuf_printf(out, "\"by\": \"%s\", ", monitor_key_name(key));
    listing_json(list_rows(arena, m, key, false), out);
    strbuf_add(out, "}\n");
}

static void print_json(struct arena *arena, const struct monitor *m, enum monitor_key key) {
    struct strbuf b = {0};
    monitor_print_json(arena, m, key, &b);
    fputs(b.text, stdout);
    strbuf_end(&b);
}

void monitor_print(struct arena *arena, const struct monitor *m, enum monitor_key key,
                   enum output_format format) {
    if (format == OUTPUT_JSON) {
        print_json(arena, m, key);
        return;
    }
    if (format == OUTPUT_TEXT) {
        print_whole(arena, m);
        putchar('\n');
    }
    listing_print(list_rows(arena, m, key, format == OUTPUT_TEXT), format, stdout);
}

bool monitor_print_key(const char *name, enum monitor_key *key, struct fault *f) {
    *key = MONITOR_ASSOCIATION;
    if (!name)
        return true;
    for (*key = 0; *key < MONITOR_KEYS; ++*key)
        if (strcmp(name, monitor_key_name(*key)) == 0)
            return true;
    return fault_usage(f, _("--by %s: expected association, pref, channel or day"), name);
}
