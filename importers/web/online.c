#include "importers/web/online.h"

#include "engine/base/json_write.h"
#include "engine/base/lang.h"

#include <string.h>

/* --- HTML: nothing but this writes text into a page --- */

static void put(struct strbuf *out, const char *text) {
    for (const char *c = text; *c; c++)
        switch (*c) {
        case '&':
            strbuf_add(out, "&amp;");
            break;
        case '<':
            strbuf_add(out, "&lt;");
            break;
        case '>':
            strbuf_add(out, "&gt;");
            break;
        case '"':
            strbuf_add(out, "&quot;");
            break;
        case '\'':
            strbuf_add(out, "&#39;");
            break;
        default:
            strbuf_char(out, *c);
        }
}

static void put_attribute(struct strbuf *out, const char *name, const char *value) {
    strbuf_printf(out, " %s=\"", name);
    put(out, value);
    strbuf_char(out, '"');
}

static void put_element(struct strbuf *out, const char *name, const char *text) {
    strbuf_printf(out, "<%s>", name);
    put(out, text);
    strbuf_printf(out, "</%.*s>\n", (int)strcspn(name, " "), name);
}

static void begin_page(struct strbuf *out, const char *lang, const char *title) {
    strbuf_add(out, "<!doctype html>\n<html");
    put_attribute(out, "lang", lang);
    strbuf_add(out, "><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
                    "initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\n<link rel=\"stylesheet\" "
                    "href=\"/form.css\"><link rel=\"icon\" href=\"/icon.svg\">\n");
    put_element(out, "title", title);
    strbuf_add(out, "</head><body><main>\n");
    put_element(out, "h1", title);
}

static void end_page(struct strbuf *out) {
    strbuf_add(out, "</main></body></html>\n");
}

/* --- one question --- */

static bool is_about(const struct finding *finding, const struct question *question) {
    return finding->question == (int)question->position;
}

static void put_findings(const struct online_page *page, const struct question *question,
                         struct strbuf *out) {
    for (size_t i = 0; page->findings && i < page->findings->count; i++)
        if (is_about(&page->findings->items[i], question)) {
            strbuf_add(out, "<p class=\"finding\"");
            put_attribute(out, "id", question->id);
            strbuf_char(out, '>');
            put(out, page->findings->items[i].message);
            strbuf_add(out, "</p>\n");
        }
}

static void put_heading(const struct question *question, struct arena *arena, struct strbuf *out) {
    if (*question->number)
        put_element(out, "span class=\"number\"", question->number);
    put(out, question_wording(arena, question));
    if (question->required)
        put_element(out, "span class=\"required\"", _("required"));
}

static void put_base(const struct question *question, struct strbuf *out) {
    if (!question->ask)
        return;
    strbuf_add(out, "<p class=\"base\">");
    put(out, _("Asked of: "));
    put(out, question->base_text);
    strbuf_add(out, "</p>\n");
}

static void put_option(const struct question *question, size_t option, bool chosen, struct strbuf *out) {
    bool many = question->kind == QUESTION_MULTI;
    strbuf_printf(out, "<label class=\"option\"><input type=\"%s\"", many ? "checkbox" : "radio");
    put_attribute(out, "name", question->id);
    put_attribute(out, "value", question->options[option].id);
    strbuf_add(out, chosen ? " checked> " : "> ");
    put_element(out, "span", question->options[option].text);
    strbuf_add(out, "</label>\n");
}

static bool has_other(const struct question *question) {
    for (size_t j = 0; j < question->option_count; j++)
        if (question->options[j].other)
            return true;
    return false;
}

static void put_words(struct arena *arena, const struct question *question, const struct answer *answer,
                      struct strbuf *out) {
    if (!has_other(question))
        return;
    strbuf_add(out, "<label class=\"words\">");
    put_element(out, "span", _("Other, in words"));
    strbuf_add(out, "<input maxlength=\"1000\"");
    put_attribute(out, "name", arena_printf(arena, "%s.words", question->id));
    put_attribute(out, "value", answer->text ? answer->text : "");
    strbuf_add(out, "></label>\n");
}

static void put_options(struct arena *arena, const struct question *question, const struct answer *answer,
                        struct strbuf *out) {
    strbuf_add(out, "<fieldset><legend>");
    put_heading(question, arena, out);
    strbuf_add(out, "</legend>\n");
    put_base(question, out);
    if (question->kind == QUESTION_MULTI)
        put_element(out, "p class=\"hint\"", _("Tick all that apply."));
    for (size_t j = 0; j < question->option_count; j++)
        put_option(question, j, answer->state == ANSWER_GIVEN && answer_has(question, answer, (int)j), out);
    put_words(arena, question, answer, out);
    strbuf_add(out, "</fieldset>\n");
}

static void put_prefectures(const struct question *question, const struct answer *answer,
                            struct strbuf *out) {
    strbuf_add(out, "<select");
    put_attribute(out, "name", question->id);
    put_attribute(out, "id", question->id);
    strbuf_add(out, "><option value=\"\"></option>\n");
    for (size_t j = 0; j < question->option_count; j++) {
        strbuf_add(out, "<option");
        put_attribute(out, "value", question->options[j].id);
        strbuf_add(out, answer->state == ANSWER_GIVEN && answer->code == (int)j ? " selected>" : ">");
        put(out, question->options[j].label);
        strbuf_add(out, "</option>\n");
    }
    strbuf_add(out, "</select>\n");
}

static void put_field(struct arena *arena, const struct question *question, const struct answer *answer,
                      struct strbuf *out) {
    const char *value = answer->state != ANSWER_GIVEN ? (answer->raw ? answer->raw : "")
                        : answer->text                ? answer->text
                                                      : answer_ids(arena, question, answer);
    bool text = question->kind == QUESTION_TEXT;
    strbuf_add(out, text ? "<textarea rows=\"5\" maxlength=\"10000\"" : "<input maxlength=\"40\"");
    put_attribute(out, "name", question->id);
    put_attribute(out, "id", arena_printf(arena, "in-%s", question->id));
    if (question->kind == QUESTION_NUMBER)
        put_attribute(out, "inputmode", "numeric");
    if (!text)
        put_attribute(out, "value", value);
    strbuf_char(out, '>');
    if (text) {
        strbuf_char(out, '\n'); /* the one that browsers drop */
        put(out, value);
        strbuf_add(out, "</textarea>\n");
    } else if (question->kind == QUESTION_NUMBER) {
        put(out, question->measure.suffix);
    }
}

static void put_question(struct arena *arena, const struct online_page *page, const struct question *question,
                         struct strbuf *out) {
    const struct answer *answer = &page->response->answers[question->position];
    strbuf_add(out, question->parent >= 0 ? "<section class=\"nested\">\n" : "<section>\n");
    put_findings(page, question, out);
    if (question->kind == QUESTION_SINGLE || question->kind == QUESTION_MULTI) {
        put_options(arena, question, answer, out);
    } else {
        bool listed = question->kind == QUESTION_PREFECTURE;
        strbuf_add(out, "<label class=\"heading\"");
        put_attribute(out, "for", listed ? question->id : arena_printf(arena, "in-%s", question->id));
        strbuf_char(out, '>');
        put_heading(question, arena, out);
        strbuf_add(out, "</label>\n");
        put_base(question, out);
        if (listed)
            put_prefectures(question, answer, out);
        else
            put_field(arena, question, answer, out);
    }
    strbuf_add(out, "</section>\n");
}

/* --- pages --- */

/* role=alert: a screen reader begins with it. */
static void put_summary(const struct online_page *page, struct strbuf *out) {
    if (!page->findings || !page->findings->count)
        return;
    strbuf_add(out, "<div class=\"summary\" role=\"alert\">\n");
    put_element(out, "h2", _("Please look at this once more. Nothing has been sent yet."));
    strbuf_add(out, "<ul>\n");
    for (size_t i = 0; i < page->findings->count; i++) {
        const struct finding *finding = &page->findings->items[i];
        strbuf_add(out, "<li>");
        if (finding->question >= 0) {
            strbuf_add(out, "<a href=\"#");
            put(out, page->q->questions[finding->question].id);
            strbuf_add(out, "\">");
        }
        put(out, finding->message);
        strbuf_add(out, finding->question >= 0 ? "</a></li>\n" : "</li>\n");
    }
    strbuf_add(out, "</ul>\n</div>\n");
}

static bool has_error(const struct findings *findings) {
    return findings && findings->errors > 0;
}

/* Doubts may be sent as they are once they have been seen; contradictions may not. */
static void put_seen(const struct online_page *page, struct strbuf *out) {
    if (page->findings && page->findings->count && !has_error(page->findings))
        strbuf_add(out, "<input type=\"hidden\" name=\".seen\" value=\"1\">\n");
}

static void put_introduction(const struct online_page *page, struct strbuf *out) {
    put_element(out, "p class=\"organiser\"", page->q->organiser);
    if (page->association)
        put_element(out, "p class=\"organiser\"", page->association);
    if (page->until) {
        strbuf_add(out, "<p>");
        put(out, _("Open until: "));
        put_element(out, "strong", page->until);
        strbuf_add(out, "</p>\n");
    }
    if (page->correcting)
        put_element(out, "p class=\"note\"",
                    _("You have answered before. What you send now takes the place of it."));
}

void online_form(struct arena *arena, const struct online_page *page, struct strbuf *out) {
    const char *before = lang_enter(page->q->lang);
    begin_page(out, page->q->lang, page->q->title);
    put_introduction(page, out);
    put_summary(page, out);
    strbuf_add(out, "<form method=\"post\" accept-charset=\"utf-8\"");
    put_attribute(out, "action", page->action);
    strbuf_add(out, ">\n<input type=\"hidden\" name=\".key\"");
    put_attribute(out, "value", page->key);
    strbuf_add(out, ">\n");
    put_seen(page, out);
    for (size_t i = 0; i < page->q->question_count; i++)
        put_question(arena, page, &page->q->questions[i], out);
    put_element(out, "button",
                page->findings && page->findings->count && !has_error(page->findings) ? _("Send as it is")
                                                                                      : _("Send"));
    strbuf_add(out, "</form>\n");
    if (*page->q->contact)
        put_element(out, "p class=\"contact\"", page->q->contact);
    end_page(out);
    lang_enter(before);
}

void online_receipt(const struct questionnaire *q, const char *receipt, const char *origin, const char *link,
                    const char *until, struct strbuf *out) {
    const char *before = lang_enter(q->lang);
    begin_page(out, q->lang, q->title);
    strbuf_add(out, "<div class=\"receipt\" role=\"status\">\n");
    put_element(out, "h2", _("Thank you. Your answers have been received."));
    strbuf_add(out, "<p>");
    put(out, _("Receipt number: "));
    put_element(out, "strong", receipt);
    strbuf_add(out, "</p>\n<p>");
    put(out, until ? _("Until the last day you can correct your answers here: ")
                   : _("You can correct your answers here: "));
    strbuf_add(out, "<a");
    put_attribute(out, "href", link);
    strbuf_char(out, '>');
    put(out, _("open the form again"));
    strbuf_add(out, "</a></p>\n<p class=\"address\"><code>");
    put(out, origin);
    put(out, link);
    strbuf_add(out, "</code></p>\n</div>\n");
    put_element(out, "p class=\"hint\"", _("Keep this address to come back; it is a key to your answers."));
    end_page(out);
    lang_enter(before);
}

void online_notice(const char *lang, const char *title, const char *text, struct strbuf *out) {
    begin_page(out, lang, title);
    put_element(out, "p", text);
    end_page(out);
}

/* --- what comes back --- */

static void put_member(struct strbuf *out, const char *key, size_t *members) {
    strbuf_add(out, (*members)++ ? ", " : "");
    json_add_string(out, key);
    strbuf_add(out, ": ");
}

static void put_chosen(const struct web_request *r, const struct question *question, struct strbuf *out) {
    size_t n = 0;
    strbuf_add(out, "\"options\": [");
    for (size_t i = 0; i < r->argument_count; i++)
        if (strcmp(r->arguments[i].name, question->id) == 0 && *r->arguments[i].value) {
            strbuf_add(out, n++ ? ", " : "");
            json_add_string(out, r->arguments[i].value);
        }
    strbuf_char(out, ']');
}

void online_sheet(const struct web_request *r, const struct questionnaire *q, struct strbuf *out) {
    size_t members = 0;
    strbuf_add(out, "{\"answers\": {");
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question *question = &q->questions[i];
        const char *value = web_argument(r, question->id);
        const char *words = web_argument(r, arena_printf(r->arena, "%s.words", question->id));
        if ((!value || !*value) && (!words || !*words))
            continue;
        put_member(out, question->id, &members);
        strbuf_char(out, '{');
        if (question_is_coded(question))
            put_chosen(r, question, out);
        else
            json_add_member(out, "text", value);
        if (question_is_coded(question) && words && *words)
            json_add_member(out, "words", words);
        strbuf_char(out, '}');
    }
    strbuf_add(out, "}}");
}
