#include "engine/app/print_findings.h"

#include "engine/base/csv_write.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/percent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 5, SEVERITIES = RULE_ERROR + 1 };

/* Findings of one rule on one question. */
struct group {
    const char *rule;
    int question;
    enum rule_severity severity;
    size_t count;
    struct finding shown[SHOWN];
};

struct print_findings {
    struct arena *arena;
    enum output_format format;
    const struct questionnaire *q;
    FILE *waiting; /* JSON, CSV */
    struct strbuf line;
    size_t counts[SEVERITIES], total;
    struct group *groups; /* text */
    size_t group_count, group_capacity;
};

struct print_findings *print_findings_begin(enum output_format format, const struct questionnaire *q,
                                            struct fault *f) {
    FILE *waiting = NULL;
    if (format != OUTPUT_TEXT && !(waiting = tmpfile())) {
        fault_errno(f, _("a temporary file"));
        return NULL;
    }
    struct arena *arena = arena_create();
    struct print_findings *p = arena_alloc(arena, sizeof *p);
    *p = (struct print_findings){.arena = arena, .format = format, .q = q, .waiting = waiting};
    return p;
}

void print_findings_destroy(struct print_findings *p) {
    if (!p)
        return;
    if (p->waiting)
        fclose(p->waiting);
    strbuf_end(&p->line);
    arena_destroy(p->arena);
}

size_t print_findings_errors(const struct print_findings *p) {
    return p->counts[RULE_ERROR];
}

size_t print_findings_serious(const struct print_findings *p) {
    return p->counts[RULE_ERROR] + p->counts[RULE_WARNING];
}

static const char *question_id(const struct print_findings *p, const struct finding *finding) {
    return finding->question >= 0 ? p->q->questions[finding->question].id : NULL;
}

/* --- JSON and CSV
 * ---------------------------------------------------------------------------------------------- */

static void json_line(struct print_findings *p, const struct finding *finding) {
    struct strbuf *b = &p->line;
    strbuf_add(b, p->total ? ",\n  {" : "\n  {");
    if (finding->return_id)
        strbuf_printf(b, "\"return\": %ld", finding->return_id);
    else
        strbuf_add(b, "\"return\": null");
    strbuf_add(b, ", \"source\": {");
    json_add_member(b, "file", finding->file);
    if (finding->row)
        strbuf_printf(b, ", \"row\": %zu}", finding->row);
    else
        strbuf_add(b, ", \"row\": null}");
    json_add_member(b, "question", question_id(p, finding));
    json_add_member(b, "rule", finding->rule);
    json_add_member(b, "severity", finding_severity_key(finding->severity));
    json_add_member(b, "message", finding->message);
    json_add_member(b, "value", finding->value);
    json_add_member(b, "suggestion", finding->suggestion);
    strbuf_char(b, '}');
}

static void csv_cell(struct strbuf *b, const char *text, char after) {
    csv_add(b, text);
    strbuf_char(b, after);
}

static void csv_line(struct print_findings *p, const struct finding *finding) {
    struct strbuf *b = &p->line;
    if (finding->return_id)
        strbuf_printf(b, "%ld", finding->return_id);
    strbuf_char(b, ',');
    csv_cell(b, finding->file, ',');
    if (finding->row)
        strbuf_printf(b, "%zu", finding->row);
    strbuf_char(b, ',');
    csv_cell(b, question_id(p, finding), ',');
    csv_cell(b, finding->rule, ',');
    csv_cell(b, finding_severity_key(finding->severity), ',');
    csv_cell(b, finding->message, ',');
    csv_cell(b, finding->value, ',');
    csv_cell(b, finding->suggestion, '\n');
}

static bool copy_waiting(struct print_findings *p, struct fault *f) {
    char piece[8192];
    size_t got;
    rewind(p->waiting);
    while ((got = fread(piece, 1, sizeof piece, p->waiting)) > 0)
        if (fwrite(piece, 1, got, stdout) != got)
            return fault_errno(f, _("standard output"));
    return !ferror(p->waiting) || fault_errno(f, _("a temporary file"));
}

static bool print_json(struct print_findings *p, const char *batch, const struct reconciliation *r,
                       struct fault *f) {
    struct strbuf head = {0};
    strbuf_char(&head, '{');
    if (batch) {
        json_add_member(&head, "batch", batch);
        strbuf_add(&head, ",\n ");
    }
    strbuf_printf(
        &head,
        "\"reconciliation\": {\"read\": %ld, \"accepted\": %ld, \"duplicate\": %ld, \"set_aside\": %ld, "
        "\"void\": %ld, \"tabulated\": %ld",
        r->read, r->accepted, r->duplicate, r->set_aside, r->voided, r->tabulated);
    if (r->second)
        strbuf_printf(&head, ", \"second\": %ld", r->second);
    strbuf_add(&head, "},\n \"findings\": [");
    fputs(head.text, stdout);
    strbuf_end(&head);
    if (!copy_waiting(p, f))
        return false;
    puts(p->total ? "\n ]}" : "]}");
    return true;
}

static bool print_csv(struct print_findings *p, struct fault *f) {
    puts("return,file,row,question,rule,severity,message,value,suggestion");
    return copy_waiting(p, f);
}

/* --- text
 * ------------------------------------------------------------------------------------------------------ */

static struct group *group_of(struct print_findings *p, const struct finding *finding) {
    for (size_t i = 0; i < p->group_count; i++) {
        struct group *group = &p->groups[i];
        if (group->question == finding->question && group->severity == finding->severity &&
            strcmp(group->rule, finding->rule) == 0)
            return group;
    }
    p->groups = arena_grow(p->arena, p->groups, p->group_count, &p->group_capacity, sizeof *p->groups);
    struct group *group = &p->groups[p->group_count++];
    *group = (struct group){.rule = arena_strdup(p->arena, finding->rule),
                            .question = finding->question,
                            .severity = finding->severity};
    return group;
}

static void add_to_group(struct print_findings *p, const struct finding *finding) {
    struct group *group = group_of(p, finding);
    if (group->count++ >= SHOWN)
        return;
    struct finding *copy = &group->shown[group->count - 1];
    *copy = *finding;
    copy->file = arena_strdup(p->arena, finding->file);
    copy->message = arena_strdup(p->arena, finding->message);
    copy->suggestion = arena_strdup(p->arena, finding->suggestion);
}

/* The file is named once where several places in it follow each other. */
static void print_place(const struct finding *finding, const struct finding *before) {
    bool same_file = before && before->file && finding->file && strcmp(before->file, finding->file) == 0;
    if (finding->file && !same_file)
        printf("%s%s", finding->file, finding->row ? _(", ") : "");
    if (finding->row)
        printf(_("row %zu"), finding->row);
    if (finding->return_id)
        printf(finding->file ? _(" (return %ld)") : _("return %ld"), finding->return_id);
}

/* Those that say the same are told once, with their places in a row. */
static size_t print_alike(const struct group *group, size_t first) {
    const struct finding *finding = &group->shown[first];
    printf("    %s\n", finding->message);
    if (finding->suggestion)
        printf("      → %s\n", finding->suggestion);
    fputs("      ", stdout);
    size_t i = first;
    for (; i < group->count && i < SHOWN; i++) {
        if (strcmp(group->shown[i].message, finding->message) != 0)
            break;
        if (i > first)
            fputs(_("; "), stdout);
        print_place(&group->shown[i], i > first ? &group->shown[i - 1] : NULL);
    }
    putchar('\n');
    return i;
}

static void print_group(const struct group *group) {
    char count[PERCENT_TEXT];
    printf(_("\n  %s: %s (%s)\n"), finding_severity_name(group->severity), group->rule,
           percent_thousands(count, (int64_t)group->count));
    for (size_t i = 0; i < group->count && i < SHOWN;)
        i = print_alike(group, i);
    if (group->count > SHOWN)
        printf(_("      ... and %s more\n"), percent_thousands(count, (int64_t)(group->count - SHOWN)));
}

static int by_weight(const void *a, const void *b) {
    const struct group *x = a, *y = b;
    if (x->severity != y->severity)
        return x->severity < y->severity ? 1 : -1;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return x->question - y->question;
}

static void print_reconciliation(const char *batch, const struct reconciliation *r) {
    char t[6][PERCENT_TEXT];
    if (batch)
        printf(_("batch %s\n"), batch);
    printf(_("read %s = accepted %s + duplicate %s + set aside %s + void %s; tabulated %s\n"),
           percent_thousands(t[0], r->read), percent_thousands(t[1], r->accepted),
           percent_thousands(t[2], r->duplicate), percent_thousands(t[3], r->set_aside),
           percent_thousands(t[4], r->voided), percent_thousands(t[5], r->tabulated));
    if (r->second)
        printf(_("beside them, keyed a second time and not counted: %s\n"),
               percent_thousands(t[0], r->second));
}

static void print_text(struct print_findings *p, const char *batch, const struct reconciliation *r) {
    char t[SEVERITIES][PERCENT_TEXT];
    print_reconciliation(batch, r);
    if (!p->total) {
        puts(_("no findings"));
        return;
    }
    printf(_("findings: %s errors, %s warnings, %s notes\n"),
           percent_thousands(t[2], (int64_t)p->counts[RULE_ERROR]),
           percent_thousands(t[1], (int64_t)p->counts[RULE_WARNING]),
           percent_thousands(t[0], (int64_t)p->counts[RULE_INFO]));
    qsort(p->groups, p->group_count, sizeof *p->groups, by_weight);
    for (size_t i = 0; i < p->group_count; i++)
        print_group(&p->groups[i]);
}

/* ---------------------------------------------------------------------------------------------------------------
 */

bool print_findings_add(struct print_findings *p, const struct finding *finding, struct fault *f) {
    strbuf_clear(&p->line);
    if (p->format == OUTPUT_JSON)
        json_line(p, finding);
    else if (p->format == OUTPUT_CSV)
        csv_line(p, finding);
    else
        add_to_group(p, finding);
    p->counts[finding->severity]++;
    p->total++;
    if (p->waiting && fwrite(p->line.text, 1, p->line.length, p->waiting) != p->line.length)
        return fault_errno(f, _("a temporary file"));
    return true;
}

bool print_findings_end(struct print_findings *p, const char *batch, const struct reconciliation *r,
                        struct fault *f) {
    if (p->waiting && fflush(p->waiting) != 0)
        return fault_errno(f, _("a temporary file"));
    if (p->format == OUTPUT_JSON)
        return print_json(p, batch, r, f);
    if (p->format == OUTPUT_CSV)
        return print_csv(p, f);
    print_text(p, batch, r);
    return true;
}
