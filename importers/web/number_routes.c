/* The route of sheet numbers, and the words in which they are asked about. */
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "importers/web/number.h"
#include "importers/web/routes.h"

#include <string.h>

const char *number_clean(struct arena *arena, const char *written) {
    const char *text = utf8_nfkc(arena, written ? written : "");
    text += strspn(text, " \t\r\n");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1]))
        length--;
    return length ? arena_strndup(arena, text, length) : NULL;
}

/* "2024-01-31T18:12:03+09:00" is "2024-01-31 18:12" on a screen. */
static const char *moment(struct arena *arena, const char *at) {
    return strlen(at) >= 16 ? arena_printf(arena, "%.10s %.5s", at, at + 11) : at;
}

static const char *who_took(struct arena *arena, const char *sheet, const struct number *n, const char *who) {
    const char *at = moment(arena, n->at);
    if (!n->taken->keyer)
        return arena_printf(arena, _("Sheet %s is there already: it came in with \"%s\" (%s)."), sheet, n->by,
                            at);
    return strcmp(n->taken->keyer, who) == 0
               ? arena_printf(arena, _("You have keyed sheet %s already, on %s."), sheet, at)
               : arena_printf(arena, _("Sheet %s has been keyed already by %s, on %s."), sheet, n->by, at);
}

const char *number_question(struct arena *arena, const char *sheet, const struct number *n, const char *who) {
    if (n->taken)
        return who_took(arena, sheet, n, who);
    return n->held[0] ? arena_printf(arena, _("%s is keying sheet %s at this moment."), n->held[0], sheet)
                      : NULL;
}

const char *number_refusal(struct arena *arena, const char *sheet, const struct number *n) {
    if (n->second == SECOND_COMPARED && n->seen)
        return arena_printf(arena,
                            _("You have opened sheet %s and seen its first keying. Somebody who has not keys "
                              "it the second time; take another sheet."),
                            sheet);
    switch (n->second) {
    case SECOND_NO_SHEET:
        return _("A second keying needs the sheet's number: by it the first keying is found.");
    case SECOND_NO_FIRST:
        return arena_printf(
            arena,
            _("Nobody has keyed sheet %s yet, so there is no first keying to hold this one against. "
              "Look at the number again; a new sheet is keyed on the other screen."),
            sheet);
    case SECOND_SEVERAL:
        return arena_printf(arena,
                            _("Several sheets have the number %s. Choose the association, so that it is "
                              "clear which is meant."),
                            sheet);
    case SECOND_SAME_OPERATOR:
        return arena_printf(arena,
                            _("You keyed sheet %s first yourself. Somebody else keys it the second time; "
                              "take another sheet."),
                            sheet);
    case SECOND_REPEATED:
        return arena_printf(
            arena, _("Sheet %s has been keyed a second time already, by %s. It is done; take another sheet."),
            sheet, n->again ? n->again : "?");
    default:
        return NULL;
    }
}

/* --- the route --- */

struct asked {
    const struct questionnaire *q;
    const char *sheet, *association; /* or NULL */
    bool second;
};

static const char *state_of(const struct asked *a, const struct number *n) {
    if (a->second)
        return n->second != SECOND_COMPARED ? second_state_key(n->second)
               : n->seen                    ? "seen"
               : n->held[1]                 ? "held"
                                            : "free";
    return n->taken ? "taken" : n->held[0] ? "held" : "free";
}

static const char *sentence(struct web_request *r, const struct asked *a, const struct number *n) {
    if (!a->second)
        return number_question(r->arena, a->sheet, n, r->session->account);
    const char *refusal = number_refusal(r->arena, a->sheet, n);
    return refusal || !n->held[1]
               ? refusal
               : arena_printf(r->arena, _("%s is keying sheet %s at this moment."), n->held[1], a->sheet);
}

static bool put_number(struct web_request *r, const struct asked *a, struct strbuf *out, struct fault *f) {
    struct number n;
    const struct number_wish wish = {.sheet = a->sheet, .association = a->association};
    if (!number_find(r->store, r->arena, a->q, &wish, &n, f))
        return false;
    json_add_member(out, "sheet", a->sheet);
    json_add_member(out, "state", state_of(a, &n));
    json_add_member(out, "message", sentence(r, a, &n));
    /* What was keyed second is told to who keys second only as far as it is theirs to know: not which answers. */
    if (n.taken && !a->second)
        strbuf_printf(out, ", \"return\": %ld", n.taken->ret);
    strbuf_printf(out, ", \"again\": %s, ", n.second == SECOND_COMPARED && !n.seen ? "true" : "false");
    return true;
}

bool number_put_next(struct web_request *r, const struct questionnaire *q, const char *after,
                     const char *association, bool second, struct strbuf *out, struct fault *f) {
    const struct second_first *first = NULL;
    const char *next = NULL;
    if (second ? !number_next_second(r->store, r->arena, q, after, &first, f)
               : !number_next(r->store, r->arena, q, after, association, &next, f))
        return false;
    strbuf_add(out, "\"next\": {");
    json_add_member(out, "sheet", first ? first->sheet : next);
    json_add_member(out, "association", first ? first->association : NULL);
    strbuf_char(out, '}');
    return true;
}

bool number_get(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *second = web_argument(r, "second"), *association = web_argument(r, "association");
    const struct asked a = {.q = store_questionnaire(r->store, r->arena, r->wild[0], f),
                            .sheet = number_clean(r->arena, web_argument(r, "sheet")),
                            .association = association && *association ? association : NULL,
                            .second = second && strcmp(second, "1") == 0};
    if (!a.q)
        return false;
    strbuf_char(&out->body, '{');
    if ((a.sheet && !put_number(r, &a, &out->body, f)) ||
        !number_put_next(r, a.q, a.sheet, a.association, a.second, &out->body, f))
        return false;
    strbuf_add(&out->body, "}\n");
    return true;
}
