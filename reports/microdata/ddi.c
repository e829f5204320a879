/*
 * ddi: the survey and its variables in DDI Codebook 2.5 (DDI Alliance, 2012), with a count for every category.
 *
 * It describes the CSV file that is made with the same options, and counts what stands in that.  Multi-answer questions are
 * groups of type multipleResp, rows of a matrix groups of type grid; silences are categories with missing="Y"; the universe
 * of a variable is the base of its table.
 */
#include "engine/base/lang.h"
#include "engine/base/percent.h"
#include "reports/microdata/release.h"
#include "reports/microdata/summary.h"
#include "reports/microdata/writer.h"
#include "reports/microdata/xml.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS = 64 };

static const char *count_text(char out[DIGITS], size_t count) {
    snprintf(out, DIGITS, "%zu", count);
    return out;
}

/* --- the document and the study --- */

static void put_citation(struct xml *x, const struct microdata *m, const char *title) {
    xml_open(x, "citation", NULL);
    xml_open(x, "titlStmt", NULL);
    xml_leaf(x, "titl", title, NULL);
    xml_leaf(x, "altTitl", strcmp(m->q->short_title, m->q->title) == 0 ? NULL : m->q->short_title, NULL);
    xml_leaf(x, "IDNo", m->q->id, NULL);
    xml_close(x, "titlStmt");
    xml_open(x, "rspStmt", NULL);
    xml_leaf(x, "AuthEnty", m->q->organiser, NULL);
    xml_close(x, "rspStmt");
    xml_open(x, "prodStmt", NULL);
    xml_leaf(x, "producer", m->q->organiser, NULL);
    xml_leaf(x, "prodDate", m->made, "date", m->made, NULL);
    xml_leaf(x, "software", "shukei", "version", SHUKEI_VERSION, NULL);
    xml_close(x, "prodStmt");
    if (*m->q->series) {
        xml_open(x, "serStmt", NULL);
        xml_leaf(x, "serName", m->q->series, NULL);
        xml_leaf(x, "serInfo", m->q->wave_label, NULL);
        xml_close(x, "serStmt");
    }
    xml_open(x, "verStmt", NULL);
    xml_leaf(x, "version", m->dataset->state, "type", "dataset", NULL);
    xml_leaf(x, "version", m->q->hash, "type", "questionnaire", NULL);
    xml_close(x, "verStmt");
    xml_leaf(x, "notes", m->dataset->synthetic, "type", "synthetic", NULL);
    xml_close(x, "citation");
}

static void put_summary(struct xml *x, struct arena *arena, const struct microdata *m) {
    const struct questionnaire *q = m->q;
    xml_open(x, "stdyInfo", NULL);
    xml_leaf(x, "abstract", arena_printf(arena, _("%s, carried out by %s."), q->title, q->organiser), NULL);
    xml_open(x, "sumDscr", NULL);
    xml_leaf(x, "collDate", q->field_from, "date", q->field_from, "event", "start", NULL);
    xml_leaf(x, "collDate", q->field_to, "date", q->field_to, "event", "end", NULL);
    xml_leaf(x, "nation", _("Japan"), "abbr", "JP", NULL);
    xml_leaf(x, "anlyUnit", q->unit, NULL);
    xml_leaf(x, "universe", q->population, NULL);
    xml_leaf(x, "dataKind", _("survey data"), NULL);
    xml_close(x, "sumDscr");
    xml_leaf(x, "notes", q->source, "type", "source", NULL);
    xml_close(x, "stdyInfo");
}

static const char *response_rate(struct arena *arena, const struct microdata *m) {
    char percent[PERCENT_TEXT];
    if (!m->sent)
        return arena_printf(arena, _("%zu returns; how many were sent is not known"), m->rows);
    percent_text(percent, (int64_t)m->rows, m->sent, 1);
    return arena_printf(arena, _("%zu returns of %ld sent (%s)"), m->rows, m->sent, percent);
}

static void put_method(struct xml *x, struct arena *arena, const struct microdata *m) {
    const struct questionnaire *q = m->q;
    xml_open(x, "method", NULL);
    xml_open(x, "dataColl", NULL);
    xml_leaf(x, "dataCollector", q->organiser, NULL);
    xml_leaf(x, "sampProc",
             _("The returns are those of the respondents who answered; they were not drawn at random."),
             NULL);
    xml_leaf(x, "collMode", q->method, NULL);
    for (size_t i = 0; i < m->release->weight_count; i++)
        xml_leaf(x, "weight", m->release->weights[i].scheme->label, NULL);
    xml_leaf(x, "cleanOps",
             _("Contradictory and unreadable returns are set aside until a person has decided; every "
               "correction is kept with its reason."),
             NULL);
    xml_close(x, "dataColl");
    xml_open(x, "anlyInfo", NULL);
    xml_leaf(x, "respRate", response_rate(arena, m), NULL);
    xml_close(x, "anlyInfo");
    xml_close(x, "method");
}

static void put_access(struct xml *x, struct arena *arena, const struct microdata *m) {
    size_t count;
    const char *const *sentences = release_sentences(arena, m, &count);
    struct strbuf all = {0};
    strbuf_add(&all, "");
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&all, "%s%s", i ? "\n" : "", sentences[i]);
    xml_open(x, "dataAccs", NULL);
    xml_open(x, "useStmt", NULL);
    xml_leaf(x, "confDec", all.text, NULL);
    xml_leaf(x, "restrctn", _("For research; no attempt may be made to find out who answered."), NULL);
    xml_leaf(x, "contact", m->q->contact, NULL);
    xml_close(x, "useStmt");
    xml_close(x, "dataAccs");
    strbuf_end(&all);
}

static void put_file(struct xml *x, const struct microdata *m) {
    char rows[DIGITS], variables[DIGITS];
    xml_open(x, "fileDscr", "ID", "F1", NULL);
    xml_open(x, "fileTxt", NULL);
    xml_open(x, "dimensns", NULL);
    xml_leaf(x, "caseQnty", count_text(rows, m->rows), NULL);
    xml_leaf(x, "varQnty", count_text(variables, m->variable_count), NULL);
    xml_close(x, "dimensns");
    xml_leaf(x, "fileType", "text/csv; charset=UTF-8", NULL);
    xml_close(x, "fileTxt");
    xml_close(x, "fileDscr");
}

/* --- groups --- */

static const char *id_of(struct arena *arena, size_t variable) {
    return arena_printf(arena, "V%zu", variable + 1);
}

static void put_set(struct xml *x, struct arena *arena, const struct microdata *m,
                    const struct microdata_set *set) {
    const char *members = "";
    for (size_t i = 0; i < set->count; i++)
        members = arena_printf(arena, "%s%s%s", members, i ? " " : "", id_of(arena, set->first + i));
    xml_open(x, "varGrp", "ID", arena_printf(arena, "G%zu", (size_t)(set - m->sets) + 1), "type",
             "multipleResp", "name", set->name, "var", members, NULL);
    xml_leaf(x, "labl", set->label, NULL);
    xml_leaf(x, "txt", question_wording(arena, set->question), NULL);
    xml_leaf(x, "concept", set->question->concept, NULL);
    xml_leaf(x, "universe", set->question->base_text, NULL);
    xml_close(x, "varGrp");
}

static bool is_of(const struct microdata_variable *v, const char *group) {
    return v->question && v->question->group && strcmp(v->question->group, group) == 0;
}

/* The rows of a matrix, once: at the first of its variables. */
static void put_grid(struct xml *x, struct arena *arena, const struct microdata *m, size_t first) {
    const struct question *question = m->variables[first].question;
    const char *members = id_of(arena, first);
    for (size_t v = 0; v < first; v++)
        if (is_of(&m->variables[v], question->group))
            return;
    for (size_t v = first + 1; v < m->variable_count; v++)
        if (is_of(&m->variables[v], question->group))
            members = arena_printf(arena, "%s %s", members, id_of(arena, v));
    xml_open(x, "varGrp", "ID", arena_printf(arena, "M%zu", first + 1), "type", "grid", "name",
             question->group, "var", members, NULL);
    xml_leaf(x, "labl", question->group_label, NULL);
    xml_leaf(x, "txt", question->group_text, NULL);
    xml_close(x, "varGrp");
}

/* --- variables --- */

static void put_category(struct xml *x, const char *code, const char *label, const char *text, size_t count,
                         bool missing) {
    char digits[DIGITS];
    xml_open(x, "catgry", "missing", missing ? "Y" : "N", NULL);
    xml_leaf(x, "catValu", code, NULL);
    xml_leaf(x, "labl", label, NULL);
    xml_leaf(x, "txt", text && strcmp(text, label) != 0 ? text : NULL, NULL);
    xml_leaf(x, "catStat", count_text(digits, count), "type", "freq", NULL);
    xml_close(x, "catgry");
}

static void put_categories(struct xml *x, const struct microdata_variable *v, const struct summary *s) {
    char code[DIGITS];
    for (size_t i = 0; i < v->category_count; i++) {
        const struct microdata_category *category = &v->categories[i];
        bool option = v->kind == MICRODATA_CODE && v->question && v->question->option_count;
        snprintf(code, sizeof code, "%d", category->code);
        put_category(x, code, category->label, option ? v->question->options[i].text : NULL, s->categories[i],
                     false);
    }
    for (int kind = 0; kind < MICRODATA_MISSING; kind++) {
        enum microdata_missing missing = (enum microdata_missing)kind;
        if (!microdata_may_miss(v, missing))
            continue;
        snprintf(code, sizeof code, "%" PRId64, microdata_missing_code(v, missing));
        put_category(x, code, microdata_missing_name(missing), NULL, s->missing[kind], true);
    }
}

static void put_invalid(struct xml *x, const struct microdata_variable *v) {
    char code[DIGITS];
    bool any = false;
    for (int kind = 0; kind < MICRODATA_MISSING; kind++) {
        if (!microdata_may_miss(v, (enum microdata_missing)kind))
            continue;
        if (!any)
            xml_open(x, "invalrng", NULL);
        any = true;
        snprintf(code, sizeof code, "%" PRId64, microdata_missing_code(v, (enum microdata_missing)kind));
        strbuf_printf(&x->text, "%*s<item VALUE=\"%s\"/>\n", 2 * x->depth, "", code);
    }
    if (any)
        xml_close(x, "invalrng");
}

static void put_statistics(struct xml *x, const struct microdata *m, const struct microdata_variable *v,
                           const struct summary *s) {
    char digits[DIGITS], number[MICRODATA_DIGITS];
    if (v->kind == MICRODATA_TEXT)
        return;
    xml_leaf(x, "sumStat", count_text(digits, s->given), "type", "vald", NULL);
    xml_leaf(x, "sumStat", count_text(digits, m->rows - s->given), "type", "invd", NULL);
    if (v->kind != MICRODATA_NUMBER || !s->given)
        return;
    xml_leaf(x, "sumStat", microdata_number_text(number, v, s->min), "type", "min", NULL);
    xml_leaf(x, "sumStat", microdata_number_text(number, v, s->max), "type", "max", NULL);
    snprintf(digits, sizeof digits, "%.15g", s->mean);
    xml_leaf(x, "sumStat", digits, "type", "mean", NULL);
    snprintf(digits, sizeof digits, "%.15g", s->deviation);
    xml_leaf(x, "sumStat", digits, "type", "stdev", NULL);
}

static void put_question(struct xml *x, struct arena *arena, const struct question *question) {
    if (!question)
        return;
    xml_open(x, "qstn", "seqNo", *question->number ? question->number : NULL, NULL);
    xml_leaf(x, "qstnLit", question_wording(arena, question), NULL);
    xml_close(x, "qstn");
}

static const char *concept_of(const struct microdata_variable *v) {
    if (!v->question)
        return NULL;
    const char *own = v->option >= 0 ? v->question->options[v->option].concept : NULL;
    return own ? own : v->question->concept;
}

static void put_variable(struct xml *x, struct arena *arena, const struct microdata *m, size_t at,
                         const struct summary *s) {
    static const char *const kinds[] = {[MICRODATA_CODE] = "code",
                                        [MICRODATA_TICK] = "code",
                                        [MICRODATA_NUMBER] = "numeric",
                                        [MICRODATA_DATE] = "datetime",
                                        [MICRODATA_TEXT] = "text"};
    const struct microdata_variable *v = &m->variables[at];
    char decimals[DIGITS];
    xml_open(x, "var", "ID", id_of(arena, at), "name", v->name, "wgt",
             v->source == MICRODATA_WEIGHT ? "wgt" : NULL, "files", "F1", "dcml",
             v->kind == MICRODATA_NUMBER ? count_text(decimals, (size_t)v->decimals) : NULL, "intrvl",
             v->kind == MICRODATA_NUMBER ? "contin" : "discrete", "representationType", kinds[v->kind], NULL);
    xml_leaf(x, "labl", v->label, NULL);
    put_question(x, arena, v->question);
    put_invalid(x, v);
    xml_leaf(x, "universe", v->question ? v->question->base_text : NULL, NULL);
    put_statistics(x, m, v, s);
    xml_leaf(x, "txt", v->question ? v->question->note : NULL, NULL);
    put_categories(x, v, s);
    xml_leaf(x, "concept", concept_of(v), NULL);
    bool character = v->kind == MICRODATA_TEXT || v->kind == MICRODATA_DATE;
    xml_leaf(x, "varFormat",
             v->kind == MICRODATA_DATE ? "ISO 8601"
             : character               ? "text"
                                       : "number",
             "type", character ? "character" : "numeric", "category",
             v->kind == MICRODATA_DATE ? "date" : "other", NULL);
    if (v->question)
        xml_leaf(x, "notes", v->question->ask_text, "type", "routing", NULL);
    xml_close(x, "var");
}

/* --- the whole --- */

static void put_study(struct xml *x, struct arena *arena, const struct microdata *m) {
    xml_open(x, "docDscr", NULL);
    put_citation(x, m, arena_printf(arena, _("Codebook of %s"), m->q->title));
    xml_close(x, "docDscr");
    xml_open(x, "stdyDscr", NULL);
    put_citation(x, m, m->q->title);
    put_summary(x, arena, m);
    put_method(x, arena, m);
    put_access(x, arena, m);
    xml_close(x, "stdyDscr");
    put_file(x, m);
}

bool ddi_write(struct arena *arena, const struct microdata *m, FILE *out, struct fault *f) {
    const struct summary *summaries = summary_make(arena, m, f);
    struct xml x;
    if (!summaries)
        return false;
    xml_begin(&x);
    xml_open(&x, "codeBook", "xmlns", "ddi:codebook:2_5", "version", "2.5", "xml:lang", m->q->lang, NULL);
    put_study(&x, arena, m);
    xml_open(&x, "dataDscr", NULL);
    for (size_t i = 0; i < m->set_count; i++)
        put_set(&x, arena, m, &m->sets[i]);
    for (size_t v = 0; v < m->variable_count; v++)
        if (m->variables[v].question && m->variables[v].question->group)
            put_grid(&x, arena, m, v);
    for (size_t v = 0; v < m->variable_count; v++)
        put_variable(&x, arena, m, v, &summaries[v]);
    xml_close(&x, "dataDscr");
    xml_close(&x, "codeBook");
    bool done = writer_put(out, x.text.text, x.text.length, f);
    xml_end(&x);
    return done;
}
